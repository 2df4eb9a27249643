"""Calendar events in the one shape that serves for every provider."""

from enum import StrEnum
from typing import Annotated, Any

from mockcal.http import rules
from mockcal.http.answers import Wire
from mockcal.http.dto import Dto
from mockcal.http.rules import Only


class EventStatus(StrEnum):
    ACCEPTED = "accepted"
    PENDING = "pending"
    DECLINED = "declined"
    CANCELLED = "cancelled"


class ResponseStatus(StrEnum):
    ACCEPTED = "accepted"
    PENDING = "pending"
    DECLINED = "declined"
    NEEDS_ACTION = "needsAction"


class ZonedTimeIn(Dto):
    time: Annotated[str, Only(rules.IsISO8601())]
    time_zone: str


class AttendeeIn(Dto):
    email: str | None = None
    name: str | None = None
    response_status: ResponseStatus | None = None
    self: bool | None = None
    optional: bool | None = None
    host: bool | None = None


class UpdateEvent(Dto):
    """What is left out stays; attendees replace the whole list."""

    start: ZonedTimeIn | None = None
    end: ZonedTimeIn | None = None
    title: str | None = None
    description: str | None = None
    attendees: list[AttendeeIn] | None = None
    status: EventStatus | None = None


class ZonedTime(Wire):
    time: str
    time_zone: str


class Event(Wire):
    """`attendees` is left out when there are none."""

    id: str
    title: str
    description: str | None
    start: ZonedTime
    end: ZonedTime
    locations: list[dict[str, Any]]
    attendees: list[dict[str, Any]] | None = None
    status: str | None
    hosts: list[dict[str, Any]]
    calendar_event_owner: dict[str, Any]
    source: str
