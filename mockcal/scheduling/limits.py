"""Limits per day, week, month and year, as the periods that they close."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import NamedTuple

from mockcal.scheduling.busy import Busy, Why
from mockcal.scheduling.intervals import Interval
from mockcal.scheduling.walltime import local_date, midnight_before, sunday_first


class Unit(StrEnum):
    """From the longest: the order in which limits are looked at."""

    YEAR = "year"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"


class Meeting(NamedTuple):
    """An accepted booking of the event type, and who organizes it."""

    start: datetime
    end: datetime
    organizer: int | None = None

    @property
    def minutes(self) -> float:
        return (self.end - self.start) / timedelta(minutes=1)


def period(instant: datetime, unit: Unit, zone: tzinfo) -> Interval:
    """The calendar unit around `instant`; weeks begin on Sunday."""
    first = first_day(local_date(instant, zone), unit)
    return Interval(midnight_before(first, zone), midnight_before(_next(first, unit), zone))


def periods(span: Interval, unit: Unit, zone: tzinfo) -> list[Interval]:
    """Those that `span` touches."""
    found = [period(span.start, unit, zone)]
    while found[-1].end <= span.end:
        found.append(period(found[-1].end, unit, zone))
    return found


def reach(limits: Iterable[Unit], span: Interval, zone: tzinfo) -> Interval:
    """How far around `span` the bookings must be known to apply these limits."""
    found = [one for unit in limits for one in periods(span, unit, zone)]
    return Interval(min(one.start for one in found), max(one.end for one in found)) if found else span


def closed_by_count(
    limits: Mapping[Unit, int],
    meetings: Sequence[Meeting],
    *,
    organizers: frozenset[int],
    span: Interval,
    zone: tzinfo,
) -> list[Busy]:
    """Periods with as many bookings as allowed. The yearly limit counts everybody's, the others those of `organizers`."""
    closed: list[Busy] = []
    for unit in Unit:
        if (most := limits.get(unit)) is not None:
            counted = [one for one in meetings if unit is Unit.YEAR or one.organizer in organizers]
            tally = _tally(((one.start, 1) for one in counted), unit, zone)
            closed += [busy for first, busy in _closable(span, unit, zone) if tally.get(first, 0) >= most]
    return closed


def closed_by_duration(
    limits: Mapping[Unit, int], meetings: Iterable[Meeting], *, length_minutes: int, span: Interval, zone: tzinfo
) -> list[Busy]:
    """Periods in which these meetings leave no room for another of this length."""
    meetings = list(meetings)
    closed: list[Busy] = []
    for unit in Unit:
        if (most := limits.get(unit)) is not None:
            tally = _tally(((one.start, one.minutes) for one in meetings), unit, zone)
            room = most - length_minutes
            closed += [busy for first, busy in _closable(span, unit, zone) if tally.get(first, 0) > room]
    return closed


def first_day(day: date, unit: Unit) -> date:
    """Of the unit that `day` is in."""
    match unit:
        case Unit.DAY:
            return day
        case Unit.WEEK:
            return day - timedelta(days=sunday_first(day))
        case Unit.MONTH:
            return day.replace(day=1)
        case Unit.YEAR:
            return day.replace(month=1, day=1)


def _next(first: date, unit: Unit) -> date:
    match unit:
        case Unit.DAY:
            return first + timedelta(days=1)
        case Unit.WEEK:
            return first + timedelta(days=7)
        case Unit.MONTH:
            return first_day(first + timedelta(days=31), unit)
        case Unit.YEAR:
            return first.replace(year=first.year + 1)


def _tally(amounts: Iterable[tuple[datetime, float]], unit: Unit, zone: tzinfo) -> dict[date, float]:
    """Sums by the first day of the period that each instant is in."""
    sums: dict[date, float] = {}
    for instant, amount in amounts:
        day = first_day(local_date(instant, zone), unit)
        sums[day] = sums.get(day, 0) + amount
    return sums


def _closable(span: Interval, unit: Unit, zone: tzinfo) -> list[tuple[date, Busy]]:
    """The periods around `span` by their first day, as they are when closed."""
    return [(local_date(start, zone), Busy(start, end, Why.LIMIT, unit)) for start, end in periods(span, unit, zone)]
