"""What the store knows about a span of time, as the plain values that the engine takes: one query a kind for all hosts."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Select, and_, exists, false, func, or_, select, type_coerce
from sqlmodel import col

from mockcal.api.calendars.busy import CalendarUnavailable, busy_of
from mockcal.api.slots.hosts import EventHost, is_single
from mockcal.http.zones import zone_named
from mockcal.sandbox.transaction import Transaction
from mockcal.scheduling.busy import Booked, Buffers, Busy, blocked_by, blocked_by_calendar
from mockcal.scheduling.hours import NINE_TO_FIVE, Absence, Hours, Override, WeeklyRow, days_away
from mockcal.scheduling.intervals import Interval
from mockcal.scheduling.limits import Meeting, Unit, closed_by_count, closed_by_duration, reach
from mockcal.scheduling.slots import Facts, Host, Reservation, Rules, SeatedBooking
from mockcal.scheduling.starts import Cadence
from mockcal.scheduling.windows import Fixed, Rolling, RollingBookable, Unlimited, Window
from mockcal.store.bookings import Attendee, Booking, BookingSeat
from mockcal.store.event_types import EventType
from mockcal.store.schedules import Availability, OutOfOfficeEntry, Schedule, SelectedSlot

DAY = timedelta(days=1)
# Overrides of neighbouring days take part in an answer, so what is held then matters too.
NEIGHBOURS = 2 * DAY
UNITS = {"PER_DAY": Unit.DAY, "PER_WEEK": Unit.WEEK, "PER_MONTH": Unit.MONTH, "PER_YEAR": Unit.YEAR}
MOST_MINUTES = 5 * 366 * 24 * 60  # longer spans mean the same, and stay within the calendar


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked beside the span: another length, a booking that would move, reservations (`own_uid`) that do not
    count, and whether calendars are asked, and believed when they fail.
    """

    minutes: int | None = None
    moving: Booking | None = None
    own_uid: str | None = None
    asks_calendars: bool = True
    minds_failures: bool = True

    @property
    def moving_uid(self) -> str | None:
        return self.moving.uid if self.moving else None


NO_WISH = Wish()


@dataclass(frozen=True, slots=True)
class Subject:
    """An event type with its hosts and their hours."""

    event_type: EventType
    hosts: Sequence[EventHost]
    hours: dict[int, Hours]
    own_zone: tzinfo | None  # of the event type's own schedule

    @property
    def buffers(self) -> Buffers:
        return Buffers(self.event_type.before_event_buffer, self.event_type.after_event_buffer)

    @property
    def limits_zone(self) -> tzinfo:
        """Of the event type's schedule, else of the first host."""
        return self.own_zone or (_zone(self.hosts[0].user.time_zone) if self.hosts else UTC)

    @property
    def window_zone(self) -> tzinfo:
        """Of the event type's schedule, else of the first host's."""
        return self.own_zone or (self.hours[self.hosts[0].user_id].zone if self.hosts else UTC)


def subject_of(tx: Transaction, event_type: EventType, hosts: Sequence[EventHost]) -> Subject:
    hours, own_zone = _hours_of(tx, event_type, hosts)
    return Subject(event_type, hosts, hours, own_zone)


def rules_of(subject: Subject, wish: Wish = NO_WISH) -> Rules:
    one = subject.event_type
    length = min(wish.minutes or one.length, MOST_MINUTES)
    return Rules(
        cadence=Cadence(length, one.slot_interval or length, one.offset_start, one.show_optimized_slots),
        notice=min(one.minimum_booking_notice, MOST_MINUTES),
        buffers=subject.buffers,
        window=window_of(subject),
        first_of_day_only=one.only_show_first_available_slot,
        seats=one.seats_per_time_slot,
    )


def window_of(subject: Subject) -> Window:
    one = subject.event_type
    business = not one.period_count_calendar_days
    match one.period_type:
        case "ROLLING":
            return Rolling(one.period_days or 0, business)
        case "ROLLING_WINDOW":
            return RollingBookable(one.period_days or 0, business)
        case "RANGE" if one.period_start_date and one.period_end_date:
            return Fixed(one.period_start_date, one.period_end_date, subject.window_zone)
    return Unlimited()


def facts_of(tx: Transaction, subject: Subject, span: Interval, wish: Wish = NO_WISH) -> Facts:
    """Everything in `span` that has to do with the hosts."""
    one_person = is_single(subject.event_type, subject.hosts)
    seated = _seated(tx, subject, span)
    busy, unreachable = busy_times(tx, subject, span, wish)
    absences = absences_of(tx, subject.hosts)
    hosts = [
        Host(
            name=host.user.username or host.user.email,
            fixed=host.fixed,
            hours=subject.hours[host.user_id],
            busy=busy[host.user_id],
            away=days_away(subject.hours[host.user_id], absences[host.user_id], span),
            group=host.group,
            unreachable=host.user_id in unreachable,
        )
        for host in subject.hosts
    ]
    return Facts(hosts, _reservations(tx, subject, span, wish), seated, shows_days_away=one_person)


def busy_times(tx: Transaction, subject: Subject, span: Interval, wish: Wish) -> tuple[dict[int, list[Busy]], set[int]]:
    """What takes each host's time, and the hosts whose calendars cannot be asked."""
    busy: dict[int, list[Busy]] = defaultdict(list)
    joinable: list[Interval] = []
    for user_id, booking in _bookings(tx, subject, span, wish):
        busy[user_id] += blocked_by(booking, subject.buffers)
        joinable += [Interval(booking.start, booking.end)] if booking.joinable else []
    for user_id, closed in _limits(tx, subject, span, wish).items():
        busy[user_id] += closed
    unreachable = _add_calendars(tx, subject, span, wish, busy, joinable) if wish.asks_calendars else set()
    return busy, unreachable


def absences_of(tx: Transaction, hosts: Iterable[EventHost]) -> dict[int, list[Absence]]:
    """Days away from today on."""
    statement = select(OutOfOfficeEntry.user_id, OutOfOfficeEntry.start, OutOfOfficeEntry.end).where(
        col(OutOfOfficeEntry.user_id).in_([host.user_id for host in hosts]), OutOfOfficeEntry.end >= tx.now
    )
    absences: dict[int, list[Absence]] = defaultdict(list)
    for user_id, start, end in tx.rows(statement):
        absences[user_id].append(Absence(max(start.date(), tx.now.date()), end.date()))
    return absences


def meetings_of(tx: Transaction, event_type: EventType, span: Interval, moving_uid: str | None) -> list[Meeting]:
    """Accepted bookings of the event type that begin in `span`."""
    statement = select(Booking.start_time, Booking.end_time, Booking.user_id).where(
        Booking.event_type_id == event_type.id,
        Booking.start_time >= span.start,
        Booking.start_time < span.end,
        Booking.status == "ACCEPTED",
        Booking.uid != (moving_uid or ""),
    )
    return [Meeting(*row) for row in tx.rows(statement)]


def limits_of(stored: Any) -> dict[Unit, int]:
    """{"PER_DAY": 3, …} by unit."""
    return {UNITS[key]: most for key, most in (stored or {}).items() if key in UNITS and most is not None}


def _hours_of(
    tx: Transaction, event_type: EventType, hosts: Sequence[EventHost]
) -> tuple[dict[int, Hours], tzinfo | None]:
    chosen = _chosen_schedules(tx, event_type, hosts)
    ids = {one for one in chosen.values() if one is not None}
    statement = select(Schedule.id, Schedule.time_zone).where(col(Schedule.id).in_(ids))
    zones = {row[0]: row[1] for row in tx.rows(statement)} if ids else {}
    rows = _rows_of(tx, list(zones))
    hours = {}
    for host in hosts:
        schedule_id = chosen[host.user_id]
        if schedule_id is not None and schedule_id in zones:
            zone = _zone(zones[schedule_id] or event_type.time_zone or host.user.time_zone)
            hours[host.user_id] = Hours(zone, *rows[schedule_id])
        else:
            hours[host.user_id] = Hours(_zone(host.user.time_zone), NINE_TO_FIVE)
    own = zones.get(event_type.schedule_id)
    return hours, _zone(own) if own else None


def _chosen_schedules(tx: Transaction, event_type: EventType, hosts: Sequence[EventHost]) -> dict[int, int | None]:
    """The event type's schedule, else the host's for it, else his default; without a default his first one. A default that
    was deleted is none at all.
    """
    chosen = {
        host.user_id: event_type.schedule_id or host.schedule_id or host.user.default_schedule_id for host in hosts
    }
    without = [user_id for user_id, schedule_id in chosen.items() if schedule_id is None]
    if without:
        firsts = select(Schedule.user_id, func.min(Schedule.id)).where(col(Schedule.user_id).in_(without))
        chosen |= {row[0]: row[1] for row in tx.rows(firsts.group_by(Schedule.user_id))}
    return chosen


def _rows_of(
    tx: Transaction, schedule_ids: Collection[int]
) -> dict[int, tuple[tuple[WeeklyRow, ...], tuple[Override, ...]]]:
    weekly: dict[int, list[WeeklyRow]] = defaultdict(list)
    overrides: dict[int, list[Override]] = defaultdict(list)
    columns = (
        Availability.schedule_id,
        Availability.days,
        Availability.start_time,
        Availability.end_time,
        Availability.date,
    )
    statement = select(*columns).where(col(Availability.schedule_id).in_(schedule_ids)).order_by(Availability.id)
    for schedule_id, days, start, end, day in tx.rows(statement) if schedule_ids else ():
        if day is None:
            weekly[schedule_id].append(WeeklyRow(frozenset(days), _clock(start), _clock(end)))
        else:
            overrides[schedule_id].append(Override(date.fromisoformat(day), _clock(start), _clock(end)))
    return {one: (tuple(weekly[one]), tuple(overrides[one])) for one in schedule_ids}


def _bookings(tx: Transaction, subject: Subject, span: Interval, wish: Wish) -> Iterable[tuple[int, Booked]]:
    """Of each host: what he organizes and what he attends, of any event type."""
    ids = [host.user_id for host in subject.hosts]
    organized = _taking_time(tx, subject, span, wish, col(Booking.user_id)).where(col(Booking.user_id).in_(ids))
    for user_id, *columns in tx.rows(organized):
        yield user_id, _booked(*columns)
    by_email = {host.user.email: host.user_id for host in subject.hosts}
    attended = (
        _taking_time(tx, subject, span, wish, col(Attendee.email))
        .join(Attendee, Attendee.booking_id == Booking.id)
        .where(col(Attendee.email).in_(list(by_email)))
    )
    for email, *columns in tx.rows(attended):
        yield by_email[email], _booked(*columns)


def _taking_time(tx: Transaction, subject: Subject, span: Interval, wish: Wish, whose: Any) -> Select[Any]:
    """Bookings that count as busy and touch `span`."""
    own = subject.event_type
    statuses = col(Booking.status) == "ACCEPTED"
    if own.id is not None and own.requires_confirmation and own.requires_confirmation_will_block_slot:
        statuses = or_(statuses, and_(col(Booking.status) == "PENDING", col(Booking.event_type_id) == own.id))
    joinable = _is_joinable(own)
    return (
        select(
            whose,
            Booking.uid,
            Booking.start_time,
            Booking.end_time,
            EventType.before_event_buffer,
            EventType.after_event_buffer,
            joinable,
        )
        .select_from(Booking)
        .outerjoin(EventType, EventType.id == Booking.event_type_id)
        .where(
            Booking.start_time >= span.start - longest_booking(tx),
            Booking.start_time <= span.end,
            Booking.end_time >= span.start,
            statuses,
            Booking.uid != (wish.moving_uid or ""),
        )
    )


def _is_joinable(own: EventType) -> Any:
    """A booking of the same event type with seats to take; with one seat there is nothing to join."""
    if own.id is None or (own.seats_per_time_slot or 0) < 2:
        return false()
    has_seats = exists().where(BookingSeat.booking_id == Booking.id)
    return and_(col(Booking.event_type_id) == own.id, has_seats)


def _booked(uid: str, start: datetime, end: datetime, before: int | None, after: int | None, joinable: bool) -> Booked:
    return Booked(uid, start, end, Buffers(before or 0, after or 0), bool(joinable))


def longest_booking(tx: Transaction) -> timedelta:
    """How far before a span a booking may begin that reaches into it."""
    lasting = type_coerce(col(Booking.end_time) - col(Booking.start_time), BigInteger)
    return timedelta(milliseconds=tx.rows(select(func.max(lasting)))[0][0] or 0)


def _limits(tx: Transaction, subject: Subject, span: Interval, wish: Wish) -> dict[int, list[Busy]]:
    """The periods in which each host takes no more of this event type."""
    own, zone = subject.event_type, subject.limits_zone
    counts, durations = limits_of(own.booking_limits), limits_of(own.duration_limits)
    if not counts and not durations:
        return {}
    meetings = meetings_of(tx, own, reach([*counts, *durations], span, zone), wish.moving_uid)
    ids = frozenset(host.user_id for host in subject.hosts)
    full = closed_by_count(counts, meetings, organizers=ids, span=span, zone=zone)
    length = wish.minutes or own.length
    return {
        user_id: full
        + closed_by_duration(
            durations,
            [one for one in meetings if one.organizer == user_id],
            length_minutes=length,
            span=span,
            zone=zone,
        )
        for user_id in ids
    }


def _add_calendars(
    tx: Transaction,
    subject: Subject,
    span: Interval,
    wish: Wish,
    busy: dict[int, list[Busy]],
    joinable: list[Interval],
) -> set[int]:
    """Adds what selected calendars say to `busy`; the hosts of those that cannot be asked."""
    unreachable: set[int] = set()
    moving = [Interval(wish.moving.start_time, wish.moving.end_time)] if wish.moving else []
    asked = busy_of(tx, [host.user_id for host in subject.hosts], span.start, span.end)
    for user_id, events in asked.items():
        if isinstance(events, CalendarUnavailable):
            unreachable |= {user_id} if wish.minds_failures else set()
            continue
        spans = [Interval(event.start, event.end) for event in events]
        busy[user_id] += blocked_by_calendar(spans, subject.buffers, unless=[*moving, *joinable])
    return unreachable


def _seated(tx: Transaction, subject: Subject, span: Interval) -> list[SeatedBooking]:
    """Accepted bookings of a seated event type and how many attend; hosts of a team among them take no seat."""
    own = subject.event_type
    if own.id is None or own.seats_per_time_slot is None:
        return []
    hosts = [] if own.team_id is None else [host.user.email for host in subject.hosts]
    attends = and_(Attendee.booking_id == Booking.id, col(Attendee.email).not_in(hosts))
    statement = (
        select(Booking.uid, Booking.start_time, func.count(col(Attendee.id)))
        .outerjoin(Attendee, attends)
        .where(
            Booking.event_type_id == own.id,
            Booking.start_time >= span.start - NEIGHBOURS,
            Booking.start_time <= span.end + NEIGHBOURS,
            Booking.status == "ACCEPTED",
        )
        .group_by(col(Booking.id))
        .order_by(col(Booking.id))
    )
    return [SeatedBooking(*row) for row in tx.rows(statement)]


def _reservations(tx: Transaction, subject: Subject, span: Interval, wish: Wish) -> list[Reservation]:
    """Live ones of the hosts, whatever event type they are for; seats only of this one."""
    statement = select(
        SelectedSlot.uid,
        SelectedSlot.slot_utc_start_date,
        SelectedSlot.slot_utc_end_date,
        SelectedSlot.is_seat,
        SelectedSlot.event_type_id,
    ).where(
        col(SelectedSlot.user_id).in_([host.user_id for host in subject.hosts]),
        SelectedSlot.release_at > tx.now,
        SelectedSlot.slot_utc_start_date <= span.end + NEIGHBOURS,
        SelectedSlot.slot_utc_end_date >= span.start - NEIGHBOURS,
        SelectedSlot.uid != (wish.own_uid or ""),
    )
    return [
        Reservation(uid, start, end, is_seat)
        for uid, start, end, is_seat, event_type_id in tx.rows(statement.order_by(SelectedSlot.id))
        if not is_seat or event_type_id == subject.event_type.id
    ]


@lru_cache(maxsize=4_096)
def _clock(text: str) -> time:
    return time.fromisoformat(text)


def _zone(name: str) -> tzinfo:
    return zone_named(name)
