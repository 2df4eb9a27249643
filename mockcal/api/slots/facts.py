"""What the store knows about a span of time, as the plain values that the engine takes."""

from sqlalchemy import and_, func, select

from mockcal.api.slots.hosts import is_single
from mockcal.api.slots.subject import NO_WISH, Subject, Wish
from mockcal.api.slots.taken import NEIGHBOURS, busy_times
from mockcal.api.slots.working_hours import absences_of
from mockcal.sandbox.transaction import Transaction
from mockcal.scheduling.hours import days_away
from mockcal.scheduling.intervals import Interval
from mockcal.scheduling.slots import Facts, Host, Reservation, SeatedBooking
from mockcal.store.bookings import Attendee, Booking
from mockcal.store.columns import columns_of
from mockcal.store.schedules import SelectedSlot

BOOKING, ATTENDEE, HELD = map(columns_of, (Booking, Attendee, SelectedSlot))


def facts_of(tx: Transaction, subject: Subject, span: Interval, wish: Wish = NO_WISH) -> Facts:
    """Everything in `span` that has to do with the hosts."""
    if not subject.hosts:
        return Facts([])
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
    return Facts(
        hosts,
        _reservations(tx, subject, span, wish),
        _seated(tx, subject, span),
        shows_days_away=is_single(subject.event_type, subject.hosts),
    )


def _seated(tx: Transaction, subject: Subject, span: Interval) -> list[SeatedBooking]:
    """Accepted bookings of a seated event type and how many attend; hosts of a team among them take no seat."""
    own = subject.event_type
    if own.id is None or own.seats_per_time_slot is None:
        return []
    hosts = [] if own.team_id is None else [host.user.email for host in subject.hosts]
    attends = and_(ATTENDEE.booking_id == BOOKING.id, ATTENDEE.email.not_in(hosts))
    statement = (
        select(BOOKING.uid, BOOKING.start_time, func.count(ATTENDEE.id))
        .select_from(Booking.__table__.outerjoin(Attendee.__table__, attends))  # type: ignore[attr-defined]
        .where(
            BOOKING.event_type_id == own.id,
            BOOKING.start_time >= span.start - NEIGHBOURS,
            BOOKING.start_time <= span.end + NEIGHBOURS,
            BOOKING.status == "ACCEPTED",
        )
        .group_by(BOOKING.id)
        .order_by(BOOKING.id)
    )
    return [SeatedBooking(*row) for row in tx.rows(statement)]


def _reservations(tx: Transaction, subject: Subject, span: Interval, wish: Wish) -> list[Reservation]:
    """Live ones of the hosts, whatever event type they are for; seats only of this one."""
    columns = (HELD.uid, HELD.slot_utc_start_date, HELD.slot_utc_end_date, HELD.is_seat, HELD.event_type_id)
    statement = select(*columns).where(
        HELD.user_id.in_(subject.user_ids),
        HELD.release_at > tx.now,
        HELD.slot_utc_start_date <= span.end + NEIGHBOURS,
        HELD.slot_utc_end_date >= span.start - NEIGHBOURS,
        HELD.uid != (wish.own_uid or ""),
    )
    return [
        Reservation(uid, start, end, is_seat)
        for uid, start, end, is_seat, event_type_id in tx.rows(statement.order_by(HELD.id))
        if not is_seat or event_type_id == subject.event_type.id
    ]
