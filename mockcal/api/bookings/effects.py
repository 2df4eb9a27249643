"""What a change of a booking sets off: meetings and calendar events first, then those who are told of it."""

from mockcal.api.bookings import meetings
from mockcal.api.bookings.core import Booked
from mockcal.events import bookings as told
from mockcal.events.audience import oauth_client_of
from mockcal.sandbox.transaction import Transaction
from mockcal.store.bookings import Attendee, Booking, BookingSeat
from mockcal.store.event_types import EventType
from mockcal.store.users import User


def created(tx: Transaction, booked: Booked, *, is_later: bool = False, mails: bool = True, meets: bool = True) -> None:
    """`is_later`: a further occurrence of a series, of which mails speak only for some platform clients."""
    booking, seat = booked.booking, booked.seat
    if booked.is_repeated:
        return
    mails = mails and (not is_later or _mails_every_occurrence(tx, booking))
    if booking.status == "ACCEPTED":
        joins = seat is not None and booked.assigned is None
        _arrange(tx, booking, is_joined=joins, meets=meets)
        told.created(tx, booking, seat=seat, joins=joins, mails=mails)
    elif _is_unpaid(tx, booking):
        told.payment_initiated(tx, booking)
    else:
        told.requested(tx, booking, seat=seat, mails=mails)


def rescheduled(tx: Transaction, booked: Booked, *, old: Booking, mails: bool = True, meets: bool = True) -> None:
    booking = booked.booking
    if booking.status != "ACCEPTED":
        meetings.dissolve(tx, old)
        told.requested(tx, booking, old=old, mails=mails)
        return
    if meets and _has_meetings(tx, booking):
        meetings.move(tx, old, booking)
    else:
        meetings.dissolve(tx, old)
    told.rescheduled(tx, booking, old=old, mails=mails)


def seat_moved(tx: Transaction, booked: Booked, *, old: Booking, mails: bool = True, meets: bool = True) -> None:
    """`old` is the booking that the seat was in; it may be empty, and cancelled, now."""
    booking = booked.booking
    if old.status == "CANCELLED":
        meetings.dissolve(tx, old)
    else:
        meetings.shift(tx, old)
    if booking.status != "ACCEPTED":
        told.requested(tx, booking, old=old, seat=booked.seat, mails=mails)
        return
    joins = booked.assigned is None
    _arrange(tx, booking, is_joined=joins, meets=meets)
    told.rescheduled(tx, booking, old=old, seat=booked.seat, joins=joins, mails=mails)


def slot_moved(tx: Transaction, booking: Booking, *, old: Booking) -> None:
    """A whole seated booking, with everybody in it. `old` is what it was, or the one that was emptied into it."""
    if old.id != booking.id:
        meetings.dissolve(tx, old)
    meetings.shift(tx, booking)
    told.rescheduled(tx, booking, old=old, joins=old.id != booking.id)


def confirmed(tx: Transaction, booking: Booking, affected: list[Booking]) -> None:
    """Of a booking that is not paid nobody is told."""
    if _is_unpaid(tx, booking):
        return
    for one in affected:
        _arrange(tx, one)
    told.confirmed(tx, booking, affected)


def paid(tx: Transaction, booking: Booking) -> None:
    """Accepted by that, or now it waits for its host."""
    if booking.status == "ACCEPTED":
        _arrange(tx, booking)
    told.paid(tx, booking)


def declined(tx: Transaction, booking: Booking, reason: str | None) -> None:
    told.declined(tx, booking, reason)


def cancelled(tx: Transaction, bookings: list[Booking], *, whole_series: bool = False, mails: bool = True) -> None:
    """Told first: what is told names the meetings that go."""
    told.cancelled(tx, bookings, whole_series=whole_series, mails=mails)
    for booking in bookings:
        meetings.dissolve(tx, booking)


def seat_cancelled(
    tx: Transaction,
    booking: Booking,
    attendee: Attendee,
    seat: BookingSeat,
    reason: str | None,
    *,
    mails: bool = True,
) -> None:
    """Told while the attendee is still there."""
    told.seat_cancelled(tx, booking, attendee, seat, reason, mails=mails)


def people_changed(tx: Transaction, booking: Booking) -> None:
    """The calendar shows who comes now."""
    meetings.shift(tx, booking)


def reschedule_requested(tx: Transaction, booking: Booking, reason: str | None) -> None:
    told.reschedule_requested(tx, booking, reason)
    meetings.dissolve(tx, booking)


def no_show_updated(tx: Transaction, booking: Booking, absent: dict[str, bool]) -> None:
    told.no_show_updated(tx, booking, absent)


def instant(tx: Transaction, booking: Booking, token: str) -> None:
    told.instant(tx, booking, token)


def reassigned(tx: Transaction, booking: Booking, *, old_host: User, new_host: User) -> None:
    if booking.user_id == new_host.id:
        meetings.hand_over(tx, booking)
    else:
        meetings.shift(tx, booking)
    told.reassigned(tx, booking, old_host=old_host, new_host=new_host)


def guests_added(tx: Transaction, booking: Booking, before: list[Attendee], new: list[Attendee]) -> None:
    people_changed(tx, booking)
    told.guests_added(tx, booking, before, new)


def attendee_added(tx: Transaction, booking: Booking, attendee: Attendee) -> None:
    people_changed(tx, booking)
    told.attendee_added(tx, booking, attendee)


def attendee_removed(tx: Transaction, booking: Booking, attendee: Attendee) -> None:
    """`attendee` is gone from the booking."""
    people_changed(tx, booking)
    told.attendee_removed(tx, booking, attendee)


def location_changed(tx: Transaction, booking: Booking) -> None:
    if booking.status == "ACCEPTED":
        meetings.relocate(tx, booking)
    told.location_changed(tx, booking)


def _arrange(tx: Transaction, booking: Booking, *, is_joined: bool = False, meets: bool = True) -> None:
    """Who joins a slot finds everything there."""
    if is_joined:
        meetings.shift(tx, booking)
    elif meets and _has_meetings(tx, booking):
        meetings.arrange(tx, booking)


def _has_meetings(tx: Transaction, booking: Booking) -> bool:
    """A platform client may have switched calendar events off."""
    client = oauth_client_of(tx, tx.get(EventType, booking.event_type_id))
    return client is None or client.are_calendar_events_enabled


def _mails_every_occurrence(tx: Transaction, booking: Booking) -> bool:
    client = oauth_client_of(tx, tx.get(EventType, booking.event_type_id))
    return client is not None and client.are_emails_enabled


def _is_unpaid(tx: Transaction, booking: Booking) -> bool:
    event_type = tx.get(EventType, booking.event_type_id)
    return event_type is not None and event_type.price > 0 and not booking.paid
