"""Schedules as versions 2024-06-11 and 2024-06-14 take and show them."""

from enum import StrEnum
from typing import Annotated

from mockcal.http import rules
from mockcal.http.answers import Wire
from mockcal.http.dto import Convert, Dto, Number, Paging, QueryDto, leading_number
from mockcal.http.rules import Only

CLOCK = r"^([01]\d|2[0-3]):([0-5]\d)$"


class Day(StrEnum):
    MONDAY = "Monday"
    TUESDAY = "Tuesday"
    WEDNESDAY = "Wednesday"
    THURSDAY = "Thursday"
    FRIDAY = "Friday"
    SATURDAY = "Saturday"
    SUNDAY = "Sunday"


DAY_NUMBER = {day: (number + 1) % 7 for number, day in enumerate(Day)}
"""0 is Sunday."""
DAY_NAME = {number: day for day, number in DAY_NUMBER.items()}

StartTime = Annotated[str, rules.Matches(CLOCK, "startTime must be a valid time format HH:MM")]
EndTime = Annotated[str, rules.Matches(CLOCK, "endTime must be a valid time format HH:MM")]


class AvailabilityIn(Dto):
    days: list[Day]
    start_time: StartTime
    end_time: EndTime


class OverrideIn(Dto):
    """Equal times close the day."""

    date: Annotated[str, Only(rules.IsISO8601(strict=True))]
    start_time: StartTime
    end_time: EndTime


class CreateSchedule(Dto):
    """Without `availability`: Monday to Friday, nine to five."""

    name: str
    time_zone: Annotated[str, Only(rules.IsTimeZone())]
    availability: list[AvailabilityIn] | None = None
    is_default: bool
    overrides: list[OverrideIn] = []


class UpdateSchedule(Dto):
    """What is left out stays; lists replace the old ones whole."""

    name: str | None = None
    time_zone: Annotated[str, Only(rules.IsTimeZone())] | None = None
    availability: list[AvailabilityIn] | None = None
    is_default: bool | None = None
    overrides: list[OverrideIn] | None = None


class TeamSchedulesQuery(Paging):
    """With `event_type_id`: only schedules attached to that event type's hosts."""

    event_type_id: Annotated[Number, Convert(leading_number)] | None = None


class MemberSchedulesQuery(QueryDto):
    event_type_id: Annotated[Number, Convert(leading_number)] | None = None


class WeeklyAvailability(Wire):
    days: list[str]
    start_time: str
    end_time: str


class ScheduleOverride(Wire):
    date: str
    start_time: str
    end_time: str


class Schedule(Wire):
    id: int
    owner_id: int
    name: str
    time_zone: str
    availability: list[WeeklyAvailability]
    is_default: bool
    overrides: list[ScheduleOverride]
