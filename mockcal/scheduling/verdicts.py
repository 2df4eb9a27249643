"""Why a slot is not open."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from mockcal.scheduling.busy import Busy, Reason, Why
from mockcal.scheduling.hosts import HostTime, time_in_common
from mockcal.scheduling.hours import overrides_in, working_ranges
from mockcal.scheduling.intervals import Interval, covers, overlap
from mockcal.scheduling.slots import Facts, Host, Question, Rules, bookable_starts, open_slots
from mockcal.scheduling.starts import LENIENCE, MINUTE, generate
from mockcal.scheduling.walltime import days_between, local_date, midnight_after, midnight_before
from mockcal.scheduling.windows import BEGINNING, bookable_span

PRECEDENCE = (Why.LIMIT, Why.BOOKING, Why.BUFFER, Why.BUSY_CALENDAR)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`reason` None: the slot is open."""

    start: datetime
    reason: Reason | None = None


def verdicts(question: Question, rules: Rules, facts: Facts) -> list[Verdict]:
    """Of every start one could think of: those that are open, and those that would be if nothing stood in their way."""
    opened = {slot.start for slot in open_slots(question, rules, facts) if not slot.away}
    witness = _Witness(question, rules, facts)
    found = [Verdict(start) for start in opened]
    for start in _candidates(question, rules, facts) - opened:
        if (reason := witness.reason(start)) is not None:
            found.append(Verdict(start, reason))
    return sorted(found, key=lambda one: one.start)


def _candidates(question: Question, rules: Rules, facts: Facts) -> set[datetime]:
    """All day long on every day that is asked about, and the cadence of the hosts' hours without anything in them."""
    span = Interval(question.start, question.end)
    hours = [HostTime(one.fixed, working_ranges(one.hours, span, view=question.view), one.group) for one in facts.hosts]
    return {
        start
        for ranges in (_days(question), time_in_common(hours))
        for start in generate(ranges, rules.cadence, earliest=BEGINNING, view=question.view)
        if question.start <= start <= question.end
    }


def _days(question: Question) -> list[Interval]:
    view = question.view
    days = days_between(local_date(question.start, view), local_date(question.end, view))
    return [Interval(midnight_before(day, view), midnight_after(day, view)) for day in days]


class _Witness:
    """Knows what everybody is doing."""

    def __init__(self, question: Question, rules: Rules, facts: Facts) -> None:
        self.facts = facts
        self.view = question.view
        self.length = rules.cadence.length * MINUTE
        self.earliest = question.now + rules.notice * MINUTE
        self.window = bookable_span(rules.window, question.now, question.view)
        self.bookable = bookable_starts(question, rules, facts)
        self.first_only = rules.first_of_day_only
        self.diaries = [_Diary(host, question) for host in facts.hosts]

    def reason(self, start: datetime) -> Reason | None:
        """The first one; None for a start that only the cadence of its day passes over."""
        if start < self.earliest:
            return Reason(Why.NOTICE)
        slot = Interval(start, start + self.length)
        return self._hosts(slot) or self._reservation(slot) or self._rest(start)

    def _hosts(self, slot: Interval) -> Reason | None:
        """Of each group of stand-ins somebody must be free."""
        if not self.diaries:
            return Reason(Why.NO_HOSTS)
        blockers: list[tuple[Host, Reason]] = []
        for members in self._needed():
            closed = [(diary.host, reason) for diary in members if (reason := diary.reason(slot)) is not None]
            blockers += closed if len(closed) == len(members) else []
        return _told(blockers, among=len(self.diaries)) if blockers else None

    def _needed(self) -> list[list["_Diary"]]:
        """Every fixed host by himself, and the others by their group."""
        groups: dict[str | None, list[_Diary]] = {}
        for diary in self.diaries:
            if not diary.host.fixed:
                groups.setdefault(diary.host.group, []).append(diary)
        return [[diary] for diary in self.diaries if diary.host.fixed] + list(groups.values())

    def _reservation(self, slot: Interval) -> Reason | None:
        if any(one.start == slot.start for one in self.facts.seated):
            return None
        holds = (one for one in self.facts.reservations if not one.is_seat and overlap(slot, (one.start, one.end)))
        return next((Reason(Why.RESERVATION, one.uid) for one in holds), None)

    def _rest(self, start: datetime) -> Reason | None:
        if not self.window.start <= start <= self.window.end:
            return Reason(Why.WINDOW)
        if start not in self.bookable:
            return None
        return Reason(Why.FIRST_ONLY if self.first_only and self._is_later(start) else Why.WINDOW)

    def _is_later(self, start: datetime) -> bool:
        """There is an earlier slot on the same day."""
        day = local_date(start, self.view)
        return any(other < start and local_date(other, self.view) == day for other in self.bookable)


class _Diary:
    """What one host is doing."""

    def __init__(self, host: Host, question: Question) -> None:
        span = Interval(question.start, question.end)
        self.host = host
        self.working = working_ranges(host.hours, span, view=question.view)
        self.overridden = set(overrides_in(host.hours, span, question.view))
        self.periods = [one for one in host.busy if one.why is Why.LIMIT]
        self.busy = sorted(one for one in host.busy if one.why is not Why.LIMIT)
        self.longest = max((one.end - one.start for one in self.busy), default=timedelta(0))

    def reason(self, slot: Interval) -> Reason | None:
        """Why the host cannot take the slot; None when he can."""
        if self.host.unreachable:
            return Reason(Why.UNREACHABLE_CALENDAR)
        day = local_date(slot.start, self.host.hours.zone)
        if day in self.host.away:
            return Reason(Why.OUT_OF_OFFICE)
        if not covers(self.working, Interval(slot.start, max(slot.start, slot.end - LENIENCE))):
            return Reason(Why.OVERRIDE if day in self.overridden else Why.OUTSIDE_HOURS)
        taken = [one.reason for one in self._around(slot) if overlap(slot, one)]
        return min(taken, key=lambda reason: PRECEDENCE.index(reason.why), default=None)

    def _around(self, slot: Interval) -> Iterable[Busy]:
        first = bisect_left(self.busy, slot.start - self.longest, key=lambda one: one.start)
        last = bisect_left(self.busy, slot.end, key=lambda one: one.start)
        return [*self.periods, *self.busy[first:last]]


def _told(blockers: list[tuple[Host, Reason]], *, among: int) -> Reason:
    """What all hosts say alike; else what the first says, and where that names nothing, who it is."""
    host, first = blockers[0]
    alike = len(blockers) == among and all(reason == first for _, reason in blockers)
    return first if first.subject or alike else Reason(Why.HOST, host.name)
