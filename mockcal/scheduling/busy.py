"""What takes somebody's time, and why a slot is closed."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from mockcal.scheduling.intervals import Interval, subtract, union

MINUTE = timedelta(minutes=1)


class Why(StrEnum):
    NOTICE = "notice"
    WINDOW = "window"
    OUT_OF_OFFICE = "out-of-office"
    OVERRIDE = "override"
    OUTSIDE_HOURS = "outside-hours"
    LIMIT = "limit"
    BOOKING = "booking"
    BUFFER = "buffer"
    BUSY_CALENDAR = "busy-calendar"
    UNREACHABLE_CALENDAR = "unreachable-calendar"
    RESERVATION = "reservation"
    FIRST_ONLY = "first-slot-only"
    HOST = "host"
    NO_HOSTS = "no-hosts"


class Reason(NamedTuple):
    """Why a slot is closed, and what closes it: a uid, a period, a person."""

    why: Why
    subject: str = ""

    def __str__(self) -> str:
        return f"{self.why}:{self.subject}" if self.subject else str(self.why)


class Busy(NamedTuple):
    """A time that is taken, and by what: the parts of a `Reason`."""

    start: datetime
    end: datetime
    why: Why
    subject: str = ""

    @property
    def reason(self) -> Reason:
        return Reason(self.why, self.subject)


class Buffers(NamedTuple):
    """Minutes kept free around an event."""

    before: int = 0
    after: int = 0


NO_BUFFERS = Buffers()


class Booked(NamedTuple):
    """A booking of somebody's time, with the buffers of its own event type; `joinable`: others may take a seat in it."""

    uid: str
    start: datetime
    end: datetime
    buffers: Buffers = NO_BUFFERS
    joinable: bool = False


def blocked_by(booking: Booked, own: Buffers) -> list[Busy]:
    """Its own time, and before and after it the buffers of both event types; `own` are those of the one asked for."""
    uid, start, end, buffers, joinable = booking
    busy = [] if joinable else [Busy(start, end, Why.BOOKING, uid)]
    if before := buffers.before + own.after:
        busy.append(Busy(start - before * MINUTE, start, Why.BUFFER, uid))
    if after := buffers.after + own.before:
        busy.append(Busy(end, end + after * MINUTE, Why.BUFFER, uid))
    return busy


def blocked_by_calendar(events: Iterable[Interval], own: Buffers, *, unless: Iterable[Interval] = ()) -> list[Busy]:
    """Events of connected calendars with the buffers around them, but for what lies in `unless`: bookings that leave their
    time, or that can be joined, are in a calendar too.
    """
    before, after = own.after * MINUTE, own.before * MINUTE
    kept = subtract(union(events), union(unless))
    return [Busy(start - before, end + after, Why.BUSY_CALENDAR) for start, end in kept]


def free_of(working: list[Interval], busy: Iterable[Busy]) -> list[Interval]:
    """What is left of working time."""
    return subtract(working, union(busy))
