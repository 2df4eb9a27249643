"""A second engine, slow and obvious: it colours minutes. What it says and what the real one says must be the same."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import product

from mockcal.scheduling.hours import Hours
from mockcal.scheduling.slots import Facts, Host, Question, Rules
from mockcal.scheduling.starts import Cadence

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
Minutes = set[datetime]
Run = list[datetime]  # minutes in a row


def starts(question: Question, rules: Rules, facts: Facts) -> list[datetime]:
    """For event types without a window of bookable days."""
    first = max(question.start, question.now + max(rules.notice, 1) * MINUTE)
    clock = _Clock(first, question.end)
    earliest = question.now + rules.notice * MINUTE
    found = _generate(_common(facts.hosts, clock, question.view), rules.cadence, earliest, question.view)
    held = {minute for one in facts.reservations for minute in clock.between(one.start, one.end)}
    found = [one for one in found if not held & set(_minutes_from(one, rules.cadence.length))]
    if rules.first_of_day_only:
        days = [one.astimezone(question.view).date() for one in found]
        found = [one for index, one in enumerate(found) if days[index] not in days[:index]]
    found = [one for one in found if one >= earliest]
    if question.view_given:
        first_day, last_day = (at.astimezone(question.view).date() for at in (question.start, question.end))
        found = [one for one in found if first_day <= one.astimezone(question.view).date() <= last_day]
    return found


class _Clock:
    """All minutes some days around `first` … `last`."""

    def __init__(self, first: datetime, last: datetime) -> None:
        self.first, self.last = first, last
        begin = min(first, last).replace(second=0, microsecond=0) - 4 * DAY
        count = (max(first, last) + 4 * DAY - begin) // MINUTE
        self.minutes = [begin + number * MINUTE for number in range(count)]
        self._shown: dict[tzinfo, dict[datetime, datetime]] = {}

    def between(self, start: datetime, end: datetime) -> Minutes:
        return {minute for minute in self.minutes if start <= minute < end}

    def inside(self) -> Minutes:
        """A minute is there whole but for its last second."""
        """Begun ones too, and those that lack only their last second."""
        first = self.first.replace(second=0)
        return {one for one in self.minutes if first <= one and one + MINUTE - timedelta(seconds=1) <= self.last}

    def instant(self, wall: datetime, zone: tzinfo) -> datetime:
        """The first minute at which a clock in `zone` shows `wall`; in a gap, as much later as the gap is long."""
        if zone not in self._shown:
            shown: dict[datetime, datetime] = {}
            for minute in self.minutes:
                shown.setdefault(minute.astimezone(zone).replace(tzinfo=None), minute)
            self._shown[zone] = shown
        shown = self._shown[zone]
        if wall in shown:
            return shown[wall]
        before = max(one for one in shown if one < wall)
        after = min(one for one in shown if one > wall)
        gap = after - before - MINUTE
        return shown[wall + gap]


def _common(hosts: Sequence[Host], clock: _Clock, view: tzinfo) -> list[Run]:
    """Every way in which all fixed hosts and one of each group are there, without those that are part of another."""
    free = [(host, _runs(_free(host, clock, view))) for host in hosts]
    fixed = [runs for host, runs in free if host.fixed]
    groups: dict[str | None, list[Run]] = {}
    for host, runs in free:
        if not host.fixed:
            groups.setdefault(host.group, []).extend(runs)
    if groups and fixed and not _together(fixed):
        fixed = []
    return _together([*fixed, *groups.values()])


def _together(parts: list[list[Run]]) -> list[Run]:
    if not parts:
        return []
    ways = [set.intersection(*map(set, way)) for way in product(*parts)]
    runs = {tuple(sorted(way)) for way in ways if way}
    return [list(run) for run in sorted(runs) if not any(set(run) < set(other) for other in runs)]


def _free(host: Host, clock: _Clock, view: tzinfo) -> Minutes:
    busy = {minute for one in host.busy for minute in clock.between(one.start, one.end)}
    return _working(host.hours, host.away, clock, view) - busy


def _working(hours: Hours, away: Iterable[date], clock: _Clock, view: tzinfo) -> Minutes:
    first, last = clock.first.astimezone(view).date() - DAY, clock.last.astimezone(view).date() + DAY
    overrides = [one for one in hours.overrides if first <= one.day <= last]
    overridden = {one.day for one in overrides}
    weekly: Minutes = set()
    day, end = clock.first.astimezone(hours.zone).date(), clock.last.astimezone(hours.zone).date()
    while day <= end:
        for row in hours.weekly:
            if day.isoweekday() % 7 in row.days and day not in overridden and day not in away:
                weekly |= _shift(day, row.start, row.end, hours.zone, clock)
        day += DAY
    weekly &= clock.inside() | _last_minute(clock, hours.zone)
    special = [_shift(one.day, one.start, one.end, hours.zone, clock) for one in overrides if one.day not in away]
    return weekly.union(*special)


def _shift(day: date, start: time, end: time, zone: tzinfo, clock: _Clock) -> Minutes:
    if (end.hour, end.minute) == (23, 59):
        day_after = datetime.combine(day + DAY, time(0))
        return clock.between(clock.instant(datetime.combine(day, start), zone), clock.instant(day_after, zone))
    return clock.between(
        clock.instant(datetime.combine(day, start), zone), clock.instant(datetime.combine(day, end), zone)
    )


def _last_minute(clock: _Clock, zone: tzinfo) -> Minutes:
    """The one that an end of 23:59 leaves out, which nobody means to."""
    end = clock.last.astimezone(zone)
    return {clock.last.replace(second=0)} if (end.hour, end.minute) == (23, 59) else set()


def _runs(minutes: Minutes) -> list[Run]:
    runs: list[Run] = []
    for minute in sorted(minutes):
        if runs and runs[-1][-1] + MINUTE == minute:
            runs[-1].append(minute)
        else:
            runs.append([minute])
    return runs


def _generate(runs: list[Run], cadence: Cadence, earliest: datetime, view: tzinfo) -> list[datetime]:
    found: set[datetime] = set()
    for run in runs:
        begin = max(run[0], earliest).astimezone(UTC).replace(second=0, microsecond=0)
        start = _rounded(begin, run[-1] + MINUTE, cadence, view) + cadence.offset * MINUTE
        step = (cadence.step + cadence.offset) * MINUTE
        under_way = [one for one in found if one < start < one + step]
        if under_way:
            latest = max(under_way)
            start = latest if latest >= run[0] else latest + step
        while start + cadence.length * MINUTE <= run[-1] + MINUTE:
            found.add(start)
            start += step
    return sorted(found)


def _rounded(begin: datetime, end: datetime, cadence: Cadence, view: tzinfo) -> datetime:
    """On to the next minute that is round."""
    grid = next((one for one in (60, 30, 20, 15, 10, 5) if cadence.step % one == 0), 1)
    if begin.astimezone(view).minute % grid == 0:
        return begin
    spare = (end - begin) // MINUTE % grid
    for rounding in (grid, 15, 5) if cadence.optimized else (grid,):
        start = begin + MINUTE
        while start.astimezone(view).minute % rounding:
            start += MINUTE
        if not cadence.optimized or start - begin <= spare * MINUTE:
            return start
    return begin


def _minutes_from(start: datetime, length: int) -> list[datetime]:
    return [start + number * MINUTE for number in range(length)]
