"""When somebody works: weekly hours, overrides of single days, days away."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from mockcal.scheduling.intervals import Interval, clip, union
from mockcal.scheduling.walltime import at, days_between, local_date, midnight_after, sunday_first

DAY = timedelta(days=1)


class WeeklyRow(NamedTuple):
    """On each of `days` (0=Sunday…6); an end of 23:59 means midnight."""

    days: frozenset[int]
    start: time
    end: time


class Override(NamedTuple):
    """Hours of one day in the place of its weekly ones; equal times close it."""

    day: date
    start: time
    end: time


class Absence(NamedTuple):
    """Whole days away, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Hours:
    """A schedule: wall-clock times in `zone`."""

    zone: tzinfo
    weekly: tuple[WeeklyRow, ...]
    overrides: tuple[Override, ...] = ()

    @property
    def weekdays(self) -> frozenset[int]:
        """Those on which some weekly row works."""
        return frozenset(day for row in self.weekly for day in row.days)


NINE_TO_FIVE = (WeeklyRow(frozenset({1, 2, 3, 4, 5}), time(9), time(17)),)


def working_ranges(
    hours: Hours, span: Interval, *, view: tzinfo, away: Collection[date] = frozenset()
) -> list[Interval]:
    """When `hours` say that somebody works in `span`: sorted, disjoint, merged across midnights.

    Weekly hours are cut to `span`. Overrides are not, and those of the neighbouring days (in `view`) count too: the real
    service asks for a day more on both sides. Nothing of the days in `away` is left.
    """
    overrides = overrides_in(hours, span, view)
    ranges = clip(_weekly(hours, span, skipped={*overrides, *away}), _cut(span, hours.zone))
    for day, rows in overrides.items():
        if day not in away:
            ranges += [_range(day, row.start, row.end, hours.zone) for row in rows]
    return union(ranges)


def overrides_in(hours: Hours, span: Interval, view: tzinfo) -> dict[date, list[Override]]:
    """The overrides that take part in an answer about `span`, by day."""
    first, last = local_date(span.start, view) - DAY, local_date(span.end, view) + DAY
    by_day: dict[date, list[Override]] = defaultdict(list)
    for one in hours.overrides:
        if first <= one.day <= last:
            by_day[one.day].append(one)
    return by_day


def days_away(hours: Hours, absences: Collection[Absence], span: Interval) -> frozenset[date]:
    """The days of `span`, and of those next to it, that are lost to absences: only weekdays with weekly hours are."""
    if not absences:
        return frozenset()
    days = days_between(local_date(span.start, hours.zone) - 2 * DAY, local_date(span.end, hours.zone) + 2 * DAY)
    weekdays = hours.weekdays
    return frozenset(
        day for day in days if sunday_first(day) in weekdays and any(one.first <= day <= one.last for one in absences)
    )


def _weekly(hours: Hours, span: Interval, skipped: Collection[date]) -> Iterator[Interval]:
    by_weekday = [[row for row in hours.weekly if number in row.days] for number in range(7)]
    for day in days_between(local_date(span.start, hours.zone), local_date(span.end, hours.zone)):
        if day not in skipped:
            for row in by_weekday[sunday_first(day)]:
                yield _range(day, row.start, row.end, hours.zone)


def _range(day: date, start: time, end: time, zone: tzinfo) -> Interval:
    return Interval(at(day, start, zone), midnight_after(day, zone) if _means_midnight(end) else at(day, end, zone))


def _cut(span: Interval, zone: tzinfo) -> Interval:
    """`span`, whose own end may be the 23:59 that means midnight."""
    end = span.end.astimezone(zone)
    return Interval(span.start, midnight_after(end.date(), zone)) if _means_midnight(end) else span


def _means_midnight(clock: time | datetime) -> bool:
    return clock.hour == 23 and clock.minute == 59
