"""Books the first free slot of an event type and prints what came of it; nothing but the standard library."""

import json
import os
import urllib.parse
import urllib.request

API = os.environ.get("CAL_API_URL", "http://localhost:5555/v2")
KEY = os.environ.get("CAL_API_KEY", "cal_alice")


def call(method, path, version, body=None):
    request = urllib.request.Request(
        API + path,
        method=method,
        data=json.dumps(body).encode() if body is not None else None,
        headers={
            "Authorization": f"Bearer {KEY}",
            "Content-Type": "application/json",
            "cal-api-version": version,
        },
    )
    with urllib.request.urlopen(request, timeout=10) as response:
        return json.load(response)["data"]


def main():
    event_type = call("GET", "/event-types", "2024-06-14")[0]
    days = urllib.parse.urlencode({"eventTypeId": event_type["id"], **next_month()})
    slots = call("GET", f"/slots?{days}", "2024-09-04")
    start = next(iter(slots.values()))[0]["start"]
    booking = call(
        "POST",
        "/bookings",
        "2024-08-13",
        {
            "eventTypeId": event_type["id"],
            "start": start,
            "attendee": {"name": "Ann Example", "email": "ann@example.com", "timeZone": "Europe/London"},
        },
    )
    print(f"{booking['title']}: {booking['status']}, {booking['start']} to {booking['end']}, uid {booking['uid']}")


def next_month():
    from datetime import date, timedelta

    today = date.today()
    return {"start": str(today + timedelta(days=1)), "end": str(today + timedelta(days=31))}


if __name__ == "__main__":
    main()
