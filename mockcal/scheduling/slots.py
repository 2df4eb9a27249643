"""The whole answer to "when can this be booked?", from plain values."""

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo

from mockcal.scheduling.busy import Busy, free_of
from mockcal.scheduling.hosts import HostTime, time_in_common
from mockcal.scheduling.hours import Hours, working_ranges
from mockcal.scheduling.intervals import Interval, overlap
from mockcal.scheduling.starts import MINUTE, Cadence, generate
from mockcal.scheduling.walltime import local_date
from mockcal.scheduling.windows import RollingBookable, Unlimited, Window, bookable_span, last_bookable_day


@dataclass(frozen=True, slots=True)
class Rules:
    """What an event type asks of its slots. `seats` None: one booking a slot."""

    cadence: Cadence
    notice: int = 0
    window: Window = field(default_factory=Unlimited)
    first_of_day_only: bool = False
    seats: int | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """From `start` to `end`, asked at `now`. Days and round minutes are those of `view`; `view_given`: the asker named it."""

    start: datetime
    end: datetime
    now: datetime
    view: tzinfo
    view_given: bool = False


@dataclass(frozen=True, slots=True)
class Host:
    """`away` are days out of office; a host whose calendar cannot be read is `unreachable` and has no time at all."""

    name: str
    fixed: bool
    hours: Hours
    busy: Sequence[Busy] = ()
    away: frozenset[date] = frozenset()
    group: str | None = None
    unreachable: bool = False


@dataclass(frozen=True, slots=True)
class Reservation:
    """A slot held for somebody; one of a seat takes no more than that seat."""

    uid: str
    start: datetime
    end: datetime
    is_seat: bool = False


@dataclass(frozen=True, slots=True)
class SeatedBooking:
    uid: str
    start: datetime
    taken: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What the store says about the span of a question. `shows_days_away`: slots of days out of office are generated and
    marked, as for a single host, and not left out.
    """

    hosts: Sequence[Host]
    reservations: Sequence[Reservation] = ()
    seated: Sequence[SeatedBooking] = ()
    shows_days_away: bool = False


@dataclass(frozen=True, slots=True)
class Seats:
    """Of one slot. `booking_uid` is None while there is no booking."""

    booked: int
    total: int
    booking_uid: str | None = None

    @property
    def remaining(self) -> int:
        return self.total - self.booked


@dataclass(frozen=True, slots=True)
class Slot:
    """`day` is its date in the asker's zone; `away` that in the single host's, if he is out of office then."""

    start: datetime
    day: date
    away: date | None = None
    seats: Seats | None = None


def span_of(question: Question, rules: Rules) -> Interval:
    """What is looked at: not before the notice has passed; days that count towards a rolling window are sought from a
    month before the start.
    """
    start = question.start
    if isinstance(rules.window, RollingBookable):
        start = _month_before(start)
    return Interval(max(start, question.now + max(rules.notice, 1) * MINUTE), question.end)


def open_slots(question: Question, rules: Rules, facts: Facts) -> list[Slot]:
    """The slots that can be booked, ascending."""
    starts = bookable_starts(question, rules, facts)
    days = {start: local_date(start, question.view) for start in starts}
    if rules.first_of_day_only:
        days = _first_of_each_day(days)
    days = _within_window(question, rules, days)
    if question.view_given:
        days = _within_days_asked(question, days)
    return [
        Slot(start, day, away=_day_away(facts, start), seats=seats)
        for (start, day), seats in zip(days.items(), _seats(rules, facts, days), strict=True)
    ]


def free_ranges(host: Host, question: Question, span: Interval, *, shows_days_away: bool = False) -> list[Interval]:
    """When a host can take a booking."""
    if host.unreachable:
        return []
    away = frozenset() if shows_days_away else host.away
    return free_of(working_ranges(host.hours, span, view=question.view, away=away), host.busy)


def bookable_starts(question: Question, rules: Rules, facts: Facts) -> list[datetime]:
    """The starts that hosts have time for and nobody holds a reservation of."""
    span = span_of(question, rules)
    hosts = [
        HostTime(host.fixed, free_ranges(host, question, span, shows_days_away=facts.shows_days_away), host.group)
        for host in facts.hosts
    ]
    earliest = question.now + rules.notice * MINUTE
    starts = generate(time_in_common(hosts), rules.cadence, earliest=earliest, view=question.view)
    return _without_reserved(starts, rules, facts)


def _without_reserved(starts: list[datetime], rules: Rules, facts: Facts) -> list[datetime]:
    """A slot with a seated booking can be joined whoever holds it."""
    holds = [(one.start, one.end) for one in facts.reservations if not one.is_seat]
    if not holds:
        return starts
    length, seated = rules.cadence.length * MINUTE, {one.start for one in facts.seated}
    return [
        start
        for start in starts
        if start in seated or not any(overlap((start, start + length), hold) for hold in holds)
    ]


def _first_of_each_day(days: Mapping[datetime, date]) -> dict[datetime, date]:
    firsts: dict[date, datetime] = {}
    for start, day in days.items():
        firsts.setdefault(day, start)
    return {start: day for day, start in firsts.items()}


def _within_window(question: Question, rules: Rules, days: Mapping[datetime, date]) -> dict[datetime, date]:
    span = bookable_span(rules.window, question.now, question.view)
    first = max(span.start, question.now + rules.notice * MINUTE)
    kept = {start: day for start, day in days.items() if first <= start <= span.end}
    if not isinstance(rules.window, RollingBookable):
        return kept
    last = last_bookable_day(rules.window, set(days.values()), local_date(question.now, question.view))
    return {start: day for start, day in kept.items() if last is not None and day <= last}


def _within_days_asked(question: Question, days: Mapping[datetime, date]) -> dict[datetime, date]:
    first, last = local_date(question.start, question.view), local_date(question.end, question.view)
    return {start: day for start, day in days.items() if first <= day <= last}


def _day_away(facts: Facts, start: datetime) -> date | None:
    if not facts.shows_days_away:
        return None
    days = ((local_date(start, host.hours.zone), host) for host in facts.hosts if host.away)
    return next((day for day, host in days if day in host.away), None)


def _seats(rules: Rules, facts: Facts, starts: Iterable[datetime]) -> list[Seats | None]:
    """Of each slot in turn: who attends the booking that starts with it, and who holds a seat of it."""
    if rules.seats is None:
        return [None for _ in starts]
    bookings = {one.start: one for one in facts.seated}
    held = Counter(one.start for one in facts.reservations if one.is_seat)
    return [_seats_of(bookings.get(start), held[start], rules.seats) for start in starts]


def _seats_of(booking: SeatedBooking | None, held: int, total: int) -> Seats:
    if booking is None:
        return Seats(held, total)
    return Seats(booking.taken + held, total, booking.uid)


def _month_before(instant: datetime) -> datetime:
    year, month = divmod(instant.year * 12 + instant.month - 2, 12)
    return instant.replace(year=year, month=month + 1, day=min(instant.day, monthrange(year, month + 1)[1]))
