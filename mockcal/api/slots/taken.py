"""What takes hosts' time: bookings, limits that are reached, calendars. One query a kind for all hosts."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import BigInteger, and_, bindparam, exists, func, or_, select, type_coerce

from mockcal.api.calendars.busy import CalendarUnavailable, busy_of
from mockcal.api.slots.subject import Subject, Wish
from mockcal.sandbox.transaction import Transaction
from mockcal.scheduling.busy import NO_BUFFERS, Booked, Buffers, Busy, blocked_by, blocked_by_calendar
from mockcal.scheduling.intervals import Interval
from mockcal.scheduling.limits import Meeting, Unit, closed_by_count, closed_by_duration, reach
from mockcal.store.bookings import Attendee, Booking, BookingSeat
from mockcal.store.columns import MILLISECOND, columns_of
from mockcal.store.event_types import EventType

BOOKING, ATTENDEE, SEAT, EVENT_TYPE = map(columns_of, (Booking, Attendee, BookingSeat, EventType))
# Made once: every booking and every query for slots asks these.
TAKING_TIME = select(BOOKING.uid, BOOKING.start_time, BOOKING.end_time, BOOKING.event_type_id).where(
    BOOKING.start_time >= bindparam("earliest"),
    BOOKING.start_time <= bindparam("end"),
    BOOKING.end_time >= bindparam("start"),
    or_(
        BOOKING.status == "ACCEPTED",
        and_(BOOKING.status == "PENDING", BOOKING.event_type_id == bindparam("pending_of")),
    ),
    BOOKING.uid != bindparam("moving_uid"),
)
ORGANIZED = TAKING_TIME.add_columns(BOOKING.user_id).where(BOOKING.user_id.in_(bindparam("user_ids", expanding=True)))
ATTENDED = TAKING_TIME.add_columns(ATTENDEE.email).where(
    ATTENDEE.booking_id == BOOKING.id, ATTENDEE.email.in_(bindparam("emails", expanding=True))
)
LONGEST = select(func.max(type_coerce(BOOKING.end_time - BOOKING.start_time, BigInteger)))
BUFFERS = select(EVENT_TYPE.id, EVENT_TYPE.before_event_buffer, EVENT_TYPE.after_event_buffer).where(
    EVENT_TYPE.id.in_(bindparam("ids", expanding=True))
)
# Buffers of events beyond the ends of a span reach into it, and overrides of neighbouring days take part in an answer.
NEIGHBOURS = timedelta(days=2)
UNITS = {"PER_DAY": Unit.DAY, "PER_WEEK": Unit.WEEK, "PER_MONTH": Unit.MONTH, "PER_YEAR": Unit.YEAR}


def busy_times(tx: Transaction, subject: Subject, span: Interval, wish: Wish) -> tuple[dict[int, list[Busy]], set[int]]:
    """What takes each host's time in `span`, and the hosts whose calendars cannot be asked."""
    busy: dict[int, list[Busy]] = defaultdict(list)
    joinable: dict[int, list[Interval]] = defaultdict(list)
    for user_id, booking in _bookings(tx, subject, span, wish):
        busy[user_id] += blocked_by(booking, subject.buffers)
        if booking.joinable:
            joinable[user_id].append(Interval(booking.start, booking.end))
    for user_id, closed in _limits(tx, subject, span, wish).items():
        busy[user_id] += closed
    unreachable = _add_calendars(tx, subject, span, wish, busy, joinable) if wish.asks_calendars else set()
    return busy, unreachable


def limits_of(stored: Any) -> dict[Unit, int]:
    """{"PER_DAY": 3, …} by unit."""
    return {UNITS[key]: most for key, most in (stored or {}).items() if key in UNITS and most is not None}


def meetings_of(tx: Transaction, event_type: EventType, span: Interval, moving_uid: str | None) -> list[Meeting]:
    """Accepted bookings of the event type that begin in `span`."""
    statement = select(BOOKING.start_time, BOOKING.end_time, BOOKING.user_id).where(
        BOOKING.event_type_id == event_type.id,
        BOOKING.start_time >= span.start,
        BOOKING.start_time < span.end,
        BOOKING.status == "ACCEPTED",
        BOOKING.uid != (moving_uid or ""),
    )
    return [Meeting(*row) for row in tx.rows(statement)]


def _bookings(tx: Transaction, subject: Subject, span: Interval, wish: Wish) -> Iterator[tuple[int, Booked]]:
    """Of each host: what he organizes and what he attends, of any event type."""
    around = Interval(span.start - _longest_booking(tx), span.end)
    by_email = {host.user.email: host.user_id for host in subject.hosts}
    asked = {
        "earliest": around.start,
        "start": span.start,
        "end": around.end,
        "pending_of": _blocking_when_pending(subject.event_type),
        "moving_uid": wish.moving_uid or "",
    }
    rows = [*tx.rows(ORGANIZED, user_ids=subject.user_ids, **asked), *tx.rows(ATTENDED, emails=list(by_email), **asked)]
    buffers = _buffers_of(tx, {row[3] for row in rows})
    joinable = _joinable(tx, subject, around)
    for uid, start, end, event_type_id, whose in rows:
        booking = Booked(uid, start, end, buffers.get(event_type_id, NO_BUFFERS), uid in joinable)
        yield by_email.get(whose, whose), booking


def _blocking_when_pending(event_type: EventType) -> int | None:
    """The event type, if its bookings count as busy before they are confirmed."""
    blocks = event_type.requires_confirmation and event_type.requires_confirmation_will_block_slot
    return event_type.id if blocks else None


def _longest_booking(tx: Transaction) -> timedelta:
    """How far before a span a booking may begin that reaches into it."""
    return (tx.rows(LONGEST)[0][0] or 0) * MILLISECOND


def _buffers_of(tx: Transaction, event_type_ids: set[int | None]) -> dict[int | None, Buffers]:
    found = tx.rows(BUFFERS, ids=list(event_type_ids)) if event_type_ids else ()
    return {row[0]: Buffers(row[1], row[2]) for row in found}


def _joinable(tx: Transaction, subject: Subject, around: Interval) -> set[str]:
    """Bookings of the same event type with seats to take; with one seat there is nothing to join."""
    own = subject.event_type
    if own.id is None or (own.seats_per_time_slot or 0) < 2:
        return set()
    has_seats = exists().where(SEAT.booking_id == BOOKING.id)
    seated = select(BOOKING.uid).where(
        BOOKING.event_type_id == own.id,
        BOOKING.start_time >= around.start,
        BOOKING.start_time <= around.end,
        has_seats,
    )
    return {row[0] for row in tx.rows(seated)}


def _limits(tx: Transaction, subject: Subject, span: Interval, wish: Wish) -> dict[int, list[Busy]]:
    """The periods in which each host takes no more of this event type."""
    own, zone = subject.event_type, subject.limits_zone
    counts, durations = limits_of(own.booking_limits), limits_of(own.duration_limits)
    if not counts and not durations:
        return {}
    meetings = meetings_of(tx, own, reach([*counts, *durations], span, zone), wish.moving_uid)
    full = closed_by_count(counts, meetings, organizers=frozenset(subject.user_ids), span=span, zone=zone)
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
        for user_id in subject.user_ids
    }


def _add_calendars(
    tx: Transaction,
    subject: Subject,
    span: Interval,
    wish: Wish,
    busy: dict[int, list[Busy]],
    joinable: dict[int, list[Interval]],
) -> set[int]:
    """Adds what selected calendars say to `busy`; the hosts of those that cannot be asked. `joinable`: bookings of each
    host that others may take a seat in.
    """
    unreachable: set[int] = set()
    moving = [Interval(wish.moving.start_time, wish.moving.end_time)] if wish.moving else []
    for user_id, events in busy_of(tx, subject.user_ids, span.start - NEIGHBOURS, span.end + NEIGHBOURS).items():
        if isinstance(events, CalendarUnavailable):
            unreachable |= {user_id} if wish.minds_failures else set()
            continue
        spans = [Interval(event.start, event.end) for event in events]
        busy[user_id] += blocked_by_calendar(spans, subject.buffers, unless=[*moving, *joinable[user_id]])
    return unreachable
