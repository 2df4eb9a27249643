"""Schedules as version 2024-04-15 takes and shows them."""

import re
from typing import Annotated, Any

from mockcal.http import rules
from mockcal.http.answers import Instant, Wire
from mockcal.http.dto import Dto, Number
from mockcal.http.rules import Only

HINT = "Expected format(ISO8061): 2025-0412T13:17:56.324Z"


class AvailabilityIn(Dto):
    """Only the time of day of the two instants is used."""

    days: Annotated[list[Number], rules.Each(rules.IsNumber())]
    start_time: Any = None
    end_time: Any = None


class CreateSchedule(Dto):
    name: str
    time_zone: Annotated[str, Only(rules.IsTimeZone())]
    availabilities: list[AvailabilityIn] | None = None
    is_default: bool


class RangeIn(Dto):
    start: Annotated[str, Only(rules.IsDateString())]
    end: Annotated[str, Only(rules.IsDateString())]


class UpdateSchedule(Dto):
    name: str | None = None
    time_zone: Annotated[str, Only(rules.IsTimeZone())] | None = None
    is_default: bool | None = None
    schedule: Annotated[list[Any] | None, Only(rules.IsArray())] = None  # seven lists of {start, end}, Sunday first
    date_overrides: list[RangeIn] | None = None


class WorkingHours(Wire):
    """Minutes of the day."""

    days: list[int]
    start_time: int
    end_time: int


class RawAvailability(Wire):
    id: int
    user_id: int
    event_type_id: int | None
    days: list[int]
    start_time: str
    end_time: str
    date: str | None
    schedule_id: int


class TimeRange(Wire):
    start: Instant
    end: Instant


class DateOverride(Wire):
    ranges: list[TimeRange]


class Schedule(Wire):
    id: int
    name: str
    is_managed: bool
    working_hours: list[WorkingHours]
    schedule: list[RawAvailability]
    availability: list[list[TimeRange]]
    time_zone: str
    date_overrides: list[DateOverride]
    is_default: bool
    is_last_schedule: bool
    read_only: bool
    user_id: int


class ListedSchedule(Wire):
    """As Cal.com's own list of schedules reads one."""

    id: int
    user_id: int
    name: str
    time_zone: str | None
    is_default: bool
    availability: list[RawAvailability]


class UpdatedSchedule(Wire):
    """What PATCH answers; without a `name` in the request only the first two keys."""

    schedule: Any
    is_default: bool
    availability: list[list[TimeRange]] | None = None
    time_zone: str | None = None
    prev_default_id: int | None = None
    current_default_id: int | None = None


def time_of_day(value: Any, key: str) -> str:
    """HH:MM:SS of a date-time. 400 with the sentence for what is wrong with it (raised as ValueError)."""
    if value is None or value == "":
        raise ValueError(f"Missing {key}. Expected value is in ISO8061 format e.g. 2025-0412T13:17:56.324Z")
    text = str(value)
    if "T" not in text:
        raise ValueError(
            f"Invalid datestring format. Expected format(ISO8061): 2025-04-12T13:17:56.324Z. Received: {text}"
        )
    found = re.fullmatch(r"(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?", text.split("T")[1])
    if found is None:
        raise ValueError(f"Invalid time format. {HINT}. Received: {text}")
    for part, name, most in zip(found.groups(), ("hours", "minutes", "seconds"), (23, 59, 59), strict=True):
        if int(part) > most:
            raise ValueError(f"Invalid {key} {name}. Expected value between 0 and {most}")
    return ":".join(part.zfill(2) for part in found.groups())
