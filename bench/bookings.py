"""Booking, reading and listing, in an empty store and among 100 000 bookings more."""

import json
import sqlite3
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.measure import Figure, milliseconds, p50, raw, server, settle, table
from bench.stores import HALF_HOUR, HOSTS, MORE, fill

FREE = datetime(2052, 1, 1, tzinfo=UTC)  # nobody has anything from here on
BOOK, GET = "POST /v2/bookings, regular, a webhook queued", "GET one booking"
LISTS = {
    "one page of a host's coming bookings": "/v2/bookings?status=upcoming&take=20",
    "what somebody attends": "/v2/bookings?attendeeEmail=guest5@example.com",
    "a month by start": "/v2/bookings?afterStart=2050-09-01T00:00:00Z&beforeEnd=2050-10-01T00:00:00Z&take=50",
}
BUDGETS = {BOOK: "p50 under 6 ms", GET: "p50 under 1 ms"}


def run() -> None:
    with tempfile.TemporaryDirectory(prefix="mockcal-bench-") as folder:
        few, many = Path(folder) / "few.db", Path(folder) / "many.db"
        for store, more in ((few, 0), (many, MORE)):
            fill(store, more=more)
            _of_others(store)
        before, after = _measure(few), _measure(many)
    figures = []
    for what, taken in before.items():
        growth = sorted(after[what])[len(after[what]) // 2] / sorted(taken)[len(taken) // 2]
        figures.append(Figure(what, p50(taken), BUDGETS.get(what, "")))
        figures.append(Figure(f"the same among {MORE:,} more", f"{p50(after[what])}; {growth:.2f} x", "at most 2 x"))
    table("Bookings, one connection", figures)


def _of_others(store: Path) -> None:
    """The bookings beyond the first thousands belong to other hosts: a list of one's own grows by other things."""
    database = sqlite3.connect(store)
    with database:
        database.execute(f"UPDATE booking SET user_id = 2 + id % {len(HOSTS) - 1} WHERE id > {len(HOSTS) * 200}")
    database.close()


def _measure(store: Path) -> dict[str, list[float]]:
    taken = {}
    key = {"Authorization": f"Bearer cal_{HOSTS[0]}", "cal_api_version": "2024-08-13"}
    with server(module=("bench.stores", str(store)), key=f"cal_{HOSTS[0]}") as running:
        settle()
        for what, path in {GET: "/v2/bookings/booking-1", **LISTS}.items():
            with raw(running.url, path, **key) as get:
                taken[what] = milliseconds(get, times=300 if what == GET else 50)
                assert get() == 200
        hook = {"active": True, "subscriberUrl": "http://127.0.0.1:9/", "triggers": ["BOOKING_CREATED"]}
        with raw(running.url, "/v2/webhooks", bodies=iter([json.dumps(hook).encode()]), **key) as post:
            assert post() == 201
        with raw(running.url, "/v2/bookings", bodies=_bodies(), **key) as post:
            taken[BOOK] = milliseconds(post, times=300, warm=50)
            assert post() == 201
    return taken


def _bodies() -> Iterator[bytes]:
    """The half hours of the working days of a free year."""
    for day in range(366):
        date = FREE + timedelta(days=day)
        if date.weekday() < 5:
            for half in range(12):
                start = date + timedelta(hours=9) + half * HALF_HOUR
                attendee = {"name": "Ann", "email": f"ann{day}-{half}@example.com", "timeZone": "UTC"}
                yield json.dumps({"start": start.isoformat(), "eventTypeId": 1, "attendee": attendee}).encode()
