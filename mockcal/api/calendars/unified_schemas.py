"""Calendar events in the one shape that serves for every provider."""

from enum import StrEnum
from typing import Annotated

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


class Location(Wire):
    """A way into the conference; each `type` (video, phone, sip, more) has some of the codes."""

    type: str
    url: str
    label: str | None = None
    pin: str | None = None
    password: str | None = None
    meeting_code: str | None = None
    access_code: str | None = None
    region_code: str | None = None


class Attendee(Wire):
    email: str | None
    name: str | None = None
    response_status: str | None
    self: bool | None = None
    optional: bool | None = None
    host: bool | None = None


class Host(Wire):
    email: str | None
    name: str | None
    response_status: str | None


class EventOwner(Wire):
    email: str | None
    name: str | None


class Event(Wire):
    """`attendees` is left out when there are none."""

    id: str
    title: str
    description: str | None
    start: ZonedTime
    end: ZonedTime
    locations: list[Location]
    attendees: list[Attendee] | None = None
    status: str | None
    hosts: list[Host]
    calendar_event_owner: EventOwner
    source: str
