"""What an agent does with agno's Cal.com tools."""

import json
import re
import sys

import api_cal_com  # noqa: F401
from agno.tools.calcom import CalComTools


def say(**answers):
    print(json.dumps(answers), flush=True)


told = json.loads(sys.argv[1])
tools = CalComTools(api_key=told["key"], event_type_id=told["eventTypeId"], user_timezone="America/New_York")

say(slots=tools.get_available_slots("2026-01-12", "2026-01-12"))
created = tools.create_booking("2026-01-12T14:00:00Z", name="Ann", email="ann@example.com")
say(created=created)
say(taken=tools.create_booking("2026-01-12T14:00:00Z", name="Ben", email="ben@example.com"))
say(slots_left=tools.get_available_slots("2026-01-12", "2026-01-12"))
say(upcoming=tools.get_upcoming_bookings(email="ann@example.com"))
first = re.search(r"uid: (\w+)", created).group(1)
moved = tools.reschedule_booking(first, "2026-01-13T10:00:00+01:00", reason="Another day suits better")
say(first=first, moved=moved)
second = re.search(r"uid: (\w+)", moved).group(1)
say(second=second, cancelled=tools.cancel_booking(second, reason="No longer needed"))
say(cancelled_again=tools.cancel_booking(second, reason="No longer needed"))
say(nothing_left=tools.get_upcoming_bookings())
say(stranger=CalComTools(api_key="cal_nobody", event_type_id=1).get_upcoming_bookings())
