"""How far ahead, and between which days, slots may be booked."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from mockcal.scheduling.intervals import Interval
from mockcal.scheduling.walltime import days_between, local_date

DAY = timedelta(days=1)
FRIDAY = 4
MOST_DAYS_WALKED = 61
FAR_AHEAD = 200_000  # days, five centuries: as good as no limit, and within the calendar
BEGINNING = datetime(1, 1, 3, tzinfo=UTC)
END_OF_TIME = datetime(9999, 12, 29, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Unlimited:
    """Any time."""


@dataclass(frozen=True, slots=True)
class Rolling:
    """Until the end of the day so many days ahead; `business` days are Monday to Friday."""

    days: int
    business: bool = False


@dataclass(frozen=True, slots=True)
class RollingBookable:
    """Until the end of the last of so many days that have a slot, today among them."""

    days: int
    business: bool = False


@dataclass(frozen=True, slots=True)
class Fixed:
    """From the day of `first` to that of `last`; the event's `zone` says which days these instants are on."""

    first: datetime
    last: datetime
    zone: tzinfo


Window = Unlimited | Rolling | RollingBookable | Fixed


def bookable_span(window: Window, now: datetime, view: tzinfo) -> Interval:
    """Between which instants (both included) a slot may begin, as far as that depends on no slot."""
    match window:
        case Rolling(days, business):
            offset = _offset(now, view)
            today = local_date(now, offset)
            days = min(days, FAR_AHEAD)
            last = business_days_later(today, days) if business else today + days * DAY
            return Interval(BEGINNING, _end_of(last, offset))
        case Fixed(first, last, zone):
            offset = _offset(now, zone)
            first, last = max(first, BEGINNING), min(last, END_OF_TIME)
            return Interval(_start_of(local_date(first, offset), offset), _end_of(local_date(last, offset), offset))
        case Unlimited() | RollingBookable():
            return Interval(BEGINNING, END_OF_TIME)


def last_bookable_day(window: RollingBookable, days_with_slots: Collection[date], today: date) -> date | None:
    """None when no day that counts has a slot."""
    walked = days_between(today, today + (MOST_DAYS_WALKED - 1) * DAY)
    counted = [day for day in walked if day in days_with_slots and not (window.business and _is_weekend(day))]
    return counted[min(window.days, len(counted)) - 1] if counted and window.days > 0 else None


def business_days_later(day: date, count: int) -> date:
    """From a weekend the first of them is Monday."""
    if not count:
        return day
    weeks, count = divmod(count, 5)
    day = (_friday_before(day) if _is_weekend(day) else day) + 7 * weeks * DAY
    for _ in range(count):
        day += 3 * DAY if day.weekday() == FRIDAY else DAY
    return day


def _is_weekend(day: date) -> bool:
    return day.weekday() > FRIDAY


def _friday_before(day: date) -> date:
    return day - (day.weekday() - FRIDAY) * DAY


def _offset(now: datetime, zone: tzinfo) -> tzinfo:
    """The zone's present offset, which the real service takes for that of all days."""
    offset = now.astimezone(zone).utcoffset()
    assert offset is not None
    return timezone(offset)


def _start_of(day: date, offset: tzinfo) -> datetime:
    return datetime.combine(day, time(0), offset).astimezone(UTC)


def _end_of(day: date, offset: tzinfo) -> datetime:
    """The last millisecond of `day`."""
    return _start_of(day + DAY, offset) - timedelta(milliseconds=1)
