"""What takes somebody's time, and why a slot is closed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from mockcal.scheduling.intervals import Interval, subtract, union


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
    start: datetime
    end: datetime
    reason: Reason


class Buffers(NamedTuple):
    """Minutes kept free around an event."""

    before: int = 0
    after: int = 0


NO_BUFFERS = Buffers()


@dataclass(frozen=True, slots=True)
class Booked:
    """A booking of somebody's time, with the buffers of its own event type; `joinable`: others may take a seat in it."""

    uid: str
    start: datetime
    end: datetime
    buffers: Buffers = NO_BUFFERS
    joinable: bool = False


def blocked_by(booking: Booked, own: Buffers) -> list[Busy]:
    """Its own time, and before and after it the buffers of both event types; `own` are those of the one asked for."""
    before = timedelta(minutes=booking.buffers.before + own.after)
    after = timedelta(minutes=booking.buffers.after + own.before)
    busy = [] if booking.joinable else [Busy(booking.start, booking.end, Reason(Why.BOOKING, booking.uid))]
    if before:
        busy.append(Busy(booking.start - before, booking.start, Reason(Why.BUFFER, booking.uid)))
    if after:
        busy.append(Busy(booking.end, booking.end + after, Reason(Why.BUFFER, booking.uid)))
    return busy


def blocked_by_calendar(events: Iterable[Interval], own: Buffers, *, unless: Iterable[Interval] = ()) -> list[Busy]:
    """Events of connected calendars with the buffers around them, but for what lies in `unless`: bookings that leave their
    time, or that can be joined, are in a calendar too.
    """
    before, after = timedelta(minutes=own.after), timedelta(minutes=own.before)
    kept = subtract(union(events), union(unless))
    return [Busy(start - before, end + after, Reason(Why.BUSY_CALENDAR)) for start, end in kept]


def free_of(working: list[Interval], busy: Iterable[Busy]) -> list[Interval]:
    """What is left of working time."""
    return subtract(working, union(Interval(one.start, one.end) for one in busy))
