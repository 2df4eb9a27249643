"""From what a clock on a wall shows to the instant it means."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

MIDNIGHT = time(0, 0)


@dataclass(frozen=True, slots=True)
class Unambiguous:
    """The clock shows this once."""

    instant: datetime


@dataclass(frozen=True, slots=True)
class Gap:
    """The clock never shows this: it was put forward past it. As if it had not been, and as if it had been before."""

    with_old_offset: datetime
    with_new_offset: datetime


@dataclass(frozen=True, slots=True)
class Fold:
    """The clock shows this twice: it was put back."""

    first: datetime
    second: datetime


def readings(wall: datetime, zone: tzinfo) -> Unambiguous | Gap | Fold:
    """What a zoneless date-time can mean in `zone`."""
    first = wall.replace(tzinfo=zone)
    second = first.replace(fold=1)
    before, after = first.utcoffset(), second.utcoffset()
    assert before is not None and after is not None
    utc = wall.replace(tzinfo=UTC)
    if before == after:
        return Unambiguous(utc - before)
    if before < after:
        return Gap(with_old_offset=utc - before, with_new_offset=utc - after)
    return Fold(first=utc - before, second=utc - after)


@lru_cache(maxsize=16_384)
def instant_of(wall: datetime, zone: tzinfo) -> datetime:
    """The one instant we take: a time in a gap moves on by the gap's length, one that comes twice is its first."""
    match readings(wall, zone):
        case Unambiguous(instant):
            return instant
        case Gap(with_old_offset=instant):
            return instant
        case Fold(first=instant):
            return instant


def at(day: date, clock: time, zone: tzinfo) -> datetime:
    return instant_of(datetime.combine(day, clock), zone)


def midnight_before(day: date, zone: tzinfo) -> datetime:
    """When `day` begins."""
    return at(day, MIDNIGHT, zone)


def midnight_after(day: date, zone: tzinfo) -> datetime:
    """When `day` ends."""
    return at(day + timedelta(days=1), MIDNIGHT, zone)


def local_date(instant: datetime, zone: tzinfo) -> date:
    return instant.astimezone(zone).date()


def days_between(first: date, last: date) -> list[date]:
    """Both included; none when `last` is before `first`."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def sunday_first(day: date) -> int:
    """0 is Sunday."""
    return day.isoweekday() % 7
