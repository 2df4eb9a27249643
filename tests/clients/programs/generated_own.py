"""What a program does with the client that openapi-python-client makes of mockcal's own document."""

import importlib
import json
import sys

told = json.loads(sys.argv[1])
sys.path.insert(0, told["folder"])

from cal_api import models  # noqa: E402
from cal_api.client import AuthenticatedClient  # noqa: E402

client = AuthenticatedClient(base_url=told["url"], token="cal_cal")


def call(section, operation, *path, **given):
    """What the client made of the answer, as data again."""
    module = importlib.import_module(f"cal_api.api.{section}.{operation}")
    answer = module.sync_detailed(*path, client=client, **given)
    assert answer.parsed is not None, (operation, answer.status_code, answer.content)
    return answer.parsed if isinstance(answer.parsed, dict | list) else answer.parsed.to_dict()


def say(**answers):
    print(json.dumps({name: answer.get("data", answer) for name, answer in answers.items()}))


say(clock=call("mockcal", "advance_clock", body=models.Advance(by="PT1H")))
say(me=call("me", "me_controller_get_me"))
say(schedules=call("schedules", "schedules_controller_2024_06_11_get_schedules"))
intro = models.CreateEventType(title="Intro", slug="intro", length_in_minutes=60)
event_type = call("event_types", "event_types_controller_2024_06_14_create_event_type", body=intro)
say(event_type=event_type)
say(event_types=call("event_types", "event_types_controller_2024_06_14_get_event_types", username="cal"))
day = {"start": "2026-01-12", "end": "2026-01-12T10:00:00Z", "event_type_id": event_type["data"]["id"]}
say(slots=call("slots", "slots_controller_2024_09_04_get_available_slots", **day))
ann = models.BookingAttendeeIn(name="Ann", email="ann@example.com", time_zone="Europe/Rome")
body = models.CreateBooking(start="2026-01-12T09:00:00Z", attendee=ann, event_type_id=event_type["data"]["id"])
booked = call("bookings", "bookings_controller_2024_08_13_create_booking", body=body)
say(booked=booked)
say(bookings=call("bookings", "bookings_controller_2024_08_13_get_bookings", take=10))
ill = models.CancelBooking(cancellation_reason="Ill")
say(cancelled=call("bookings", "bookings_controller_2024_08_13_cancel_booking", booked["data"]["uid"], body=ill))
say(calendars=call("calendars", "calendars_controller_get_calendars"))
say(teams=call("teams", "teams_controller_create_team", body=models.CreateTeam(name="Support", slug="support")))
say(
    sandboxes={
        "data": [one.name for one in importlib.import_module("cal_api.api.mockcal.list_sandboxes").sync(client=client)]
    }
)
