"""Who did not come."""

from mockcal.api.bookings import effects, find
from mockcal.api.bookings.schemas import MarkAbsent
from mockcal.auth.caller import Caller
from mockcal.auth.event_types import is_host
from mockcal.auth.roles import is_admin_of
from mockcal.http.errors import BadRequest, InternalRefusal, NotFound
from mockcal.http.js_dates import iso_ms
from mockcal.sandbox.transaction import Transaction
from mockcal.store.bookings import Booking
from mockcal.store.event_types import EventType


class NoBookingToMark(NotFound):
    def __init__(self, uid: str) -> None:
        super().__init__(f"Booking with uid={uid} not found.")


class NotStartedYet(BadRequest):
    def __init__(self, now: str, start: str) -> None:
        super().__init__(
            "Bookings can only be marked as absent after their scheduled start time. "
            f"Current time in UTC+0: {now}, Booking start time in UTC+0: {start}"
        )


class CannotMarkAbsent(InternalRefusal):
    """400 where the real service answers 500, to somebody without access too."""

    def __init__(self) -> None:
        super().__init__("Failed to update no-show status")


def mark_absent(tx: Transaction, uid: str, body: MarkAbsent, caller: Caller) -> Booking:
    """400 before the booking has begun."""
    booking = find.require(tx, uid, NoBookingToMark)
    if tx.now < booking.start_time:
        raise NotStartedYet(iso_ms(tx.now), iso_ms(booking.start_time))
    return mark(tx, uid, body, caller)


def mark(tx: Transaction, uid: str, body: MarkAbsent, caller: Caller) -> Booking:
    """`host` can only be set; attendees can be set and unset; unknown addresses are passed over."""
    booking = find.require(tx, uid, NoBookingToMark)
    if body.attendees and not _may_mark(tx, booking, caller):
        raise CannotMarkAbsent
    if body.host:
        booking.no_show_host = True
        booking.updated_at = tx.now
    if body.attendees:
        absent = {one.email: one.absent for one in body.attendees}
        for attendee in find.attendees_of(tx, booking):
            attendee.no_show = absent.get(attendee.email, attendee.no_show)
        booking.updated_at = tx.now
        tx.flush()
        effects.no_show_updated(tx, booking, absent)
    tx.flush()
    return booking


def _may_mark(tx: Transaction, booking: Booking, caller: Caller) -> bool:
    """Organizer, host, admin of the event type's team. Administrators of the instance are not among them."""
    event_type = tx.get(EventType, booking.event_type_id)
    if booking.user_id == caller.user_id:
        return True
    if event_type is None:
        return False
    parent = tx.get(EventType, event_type.parent_id)
    team_id = event_type.team_id or (parent.team_id if parent else None)
    own = event_type.user_id == caller.user_id or is_host(tx, caller.user_id, event_type)
    return own or (team_id is not None and is_admin_of(tx, caller.user_id, team_id))
