"""The dates of a recurring event."""

from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, datetime, timedelta, tzinfo
from enum import IntEnum

from mockcal.scheduling.walltime import instant_of


class Frequency(IntEnum):
    """With the numbers that event types store."""

    YEARLY = 0
    MONTHLY = 1
    WEEKLY = 2
    DAILY = 3


def occurrences(start: datetime, *, frequency: int, interval: int, count: int, zone: tzinfo) -> list[datetime]:
    """`count` instants from `start`, each a whole step by the clock in `zone` after the one before it.

    Steps add up: monthly from the 31st of January is the 28th of February, and from then on the 28th.
    OverflowError for dates that no calendar has.
    """
    found = [start]
    while len(found) < count:
        wall = found[-1].astimezone(zone).replace(tzinfo=None, fold=0)
        found.append(instant_of(_later(wall, Frequency(frequency), interval), zone))
    return found[:count]


def _later(wall: datetime, frequency: Frequency, interval: int) -> datetime:
    match frequency:
        case Frequency.YEARLY:
            return _months_later(wall, 12 * interval)
        case Frequency.MONTHLY:
            return _months_later(wall, interval)
        case Frequency.WEEKLY:
            return wall + timedelta(weeks=interval)
        case Frequency.DAILY:
            return wall + timedelta(days=interval)


def _months_later(wall: datetime, months: int) -> datetime:
    """The same day of the month, or its last one."""
    year, month = divmod(wall.year * 12 + wall.month - 1 + months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        raise OverflowError(f"year {year} is out of range")
    return wall.replace(year=year, month=month + 1, day=min(wall.day, monthrange(year, month + 1)[1]))
