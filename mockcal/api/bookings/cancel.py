"""Cancelling: one booking, the rest of a series, or a seat."""

from dataclasses import dataclass

from mockcal.api.bookings import effects, find, seats
from mockcal.api.bookings.platform import oauth_client_of
from mockcal.api.bookings.schemas import CancelBooking, CancelSeat
from mockcal.auth.caller import Caller
from mockcal.auth.event_types import is_admin_over, is_host
from mockcal.http.errors import BadRequest, RawError
from mockcal.sandbox.transaction import Transaction
from mockcal.store.bookings import Attendee, Booking, BookingSeat
from mockcal.store.event_types import EventType


class NoSuchSeat(BadRequest):
    def __init__(self) -> None:
        super().__init__("Invalid seatUid: this seat does not exist or has already been cancelled.")


class SeatOfAnotherBooking(BadRequest):
    def __init__(self) -> None:
        super().__init__("Invalid seatUid: this seat does not belong to this booking.")


class NotOneOccurrence(BadRequest):
    def __init__(self) -> None:
        super().__init__(
            "Cannot cancel subsequent bookings for recurring event - you have to provide uid of one of the individual "
            "bookings of a recurring booking."
        )


class AlreadyCancelled(BadRequest):
    def __init__(self, uid: str) -> None:
        super().__init__(
            f"Can't cancel booking with uid={uid} because it has been cancelled already. Please provide uid of a "
            "booking that is not cancelled."
        )


class NotPartOfASeries(BadRequest):
    """Told only after the booking was cancelled."""

    keeps_work = True

    def __init__(self, uid: str) -> None:
        super().__init__(f"Booking with bookingUid={uid} is not part of a recurring booking.")


@dataclass(frozen=True, slots=True)
class Cancelled:
    """`bookings` are shown as a list when a series was meant."""

    bookings: list[Booking]
    is_series: bool


@dataclass(frozen=True, slots=True)
class Wish:
    """Who would cancel, why, and whether mails go out."""

    reason: str | None
    caller: Caller | None
    mails: bool = True


def cancel(
    tx: Transaction, uid: str, body: CancelBooking | CancelSeat, caller: Caller | None, *, mails: bool = True
) -> Cancelled:
    """Refusals, in order: the seat's, the series', 404, already cancelled, then the event type's rules."""
    wish = Wish(body.cancellation_reason, caller, mails)
    if isinstance(body, CancelSeat):
        return _cancel_seat(tx, uid, body.seat_uid, wish)
    booking = find.by_uid(tx, uid)
    series = find.series_of(tx, uid) if booking is None else []
    if series and body.cancel_subsequent_bookings:
        raise NotOneOccurrence
    if series:
        return _cancel_series(tx, uid, series, wish)
    if booking is None:
        raise find.BookingNotFound(uid)
    _require_closable(tx, booking, wish)
    if body.cancel_subsequent_bookings:
        return _cancel_from(tx, booking, wish)
    _close(tx, [booking], wish)
    return Cancelled([booking], is_series=False)


def cancel_rest(
    tx: Transaction, booking: Booking, reason: str | None, caller: Caller | None, *, mails: bool = True
) -> None:
    """All of the booking's series that is still to come."""
    wish = Wish(reason, caller, mails)
    _require_closable(tx, booking, wish)
    series = find.series_of(tx, booking.recurring_event_id)
    _close(tx, [one for one in series if one.start_time >= tx.now], wish, whole_series=True)


def _cancel_series(tx: Transaction, uid: str, series: list[Booking], wish: Wish) -> Cancelled:
    """Everything that is still to come. The real service judges by the occurrence it stored first."""
    first = min(series, key=lambda booking: booking.id or 0)
    if first.status == "CANCELLED":
        raise AlreadyCancelled(uid)
    _require_closable(tx, first, wish)
    _close(tx, [one for one in series if one.start_time >= tx.now], wish, whole_series=True)
    return Cancelled(series, is_series=True)


def _cancel_from(tx: Transaction, booking: Booking, wish: Wish) -> Cancelled:
    """This occurrence and those after it. 400 for a booking without a series, which is cancelled all the same."""
    if booking.recurring_event_id is None:
        _close(tx, [booking], wish)
        raise NotPartOfASeries(booking.uid)
    series = find.series_of(tx, booking.recurring_event_id)
    later = [one for one in series if one.start_time >= booking.start_time]
    _close(tx, later, wish, whole_series=len(later) == len(series))
    return Cancelled(series, is_series=True)


def _cancel_seat(tx: Transaction, uid: str, seat_uid: str, wish: Wish) -> Cancelled:
    """With the last seat the booking goes."""
    seat = find.seat(tx, seat_uid)
    taken_in = tx.get(Booking, seat.booking_id) if seat else None
    if seat is None or taken_in is None or taken_in.status == "CANCELLED":
        raise NoSuchSeat
    if taken_in.uid != uid:
        raise SeatOfAnotherBooking
    _require_cancellable(tx, taken_in, wish)
    leaving = tx.get(Attendee, seat.attendee_id)
    if leaving is None or len(seats.of(tx, taken_in)) <= 1:
        _close(tx, [taken_in], wish)
    else:
        _leave(tx, taken_in, leaving, seat, wish)
    return Cancelled([taken_in], is_series=False)


def _leave(tx: Transaction, booking: Booking, leaving: Attendee, seat: BookingSeat, wish: Wish) -> None:
    """One attendee gives up the seat; the booking stays for the others."""
    effects.seat_cancelled(tx, booking, leaving, seat, wish.reason, mails=wish.mails)
    tx.delete(leaving)
    booking.updated_at = tx.now
    tx.flush()
    effects.people_changed(tx, booking)


def _close(tx: Transaction, bookings: list[Booking], wish: Wish, *, whole_series: bool = False) -> None:
    """All become cancelled; the world is told once."""
    still_open = [one for one in bookings if one.status != "CANCELLED"]
    for booking in still_open:
        booking.status = "CANCELLED"
        booking.cancellation_reason = wish.reason
        booking.updated_at = tx.now
    tx.flush()
    if still_open:
        effects.cancelled(tx, still_open, whole_series=whole_series, mails=wish.mails)


def _require_closable(tx: Transaction, booking: Booking, wish: Wish) -> None:
    """The refusals of a whole booking, whose seats only its hosts may clear."""
    _require_cancellable(tx, booking, wish)
    _require_host_of_seats(tx, booking, wish.caller)


def _require_cancellable(tx: Transaction, booking: Booking, wish: Wish) -> None:
    """Refusals, in order: already cancelled, not allowed, a host without a reason, over."""
    if booking.status == "CANCELLED":
        raise AlreadyCancelled(booking.uid)
    event_type = tx.get(EventType, booking.event_type_id)
    if event_type is not None and event_type.disable_cancelling:
        raise RawError(400, "This event type does not allow cancellations")
    is_organizer = wish.caller is not None and wish.caller.user_id == booking.user_id
    if is_organizer and not (wish.reason or "").strip() and not _is_platform(tx, event_type):
        raise RawError(400, "Cancellation reason is required when you are the host")
    if booking.end_time < tx.now:
        raise RawError(400, "Cannot cancel a booking that has already ended")


def _require_host_of_seats(tx: Transaction, booking: Booking, caller: Caller | None) -> None:
    """401 for whoever would clear all seats of a booking that is not his."""
    event_type = tx.get(EventType, booking.event_type_id)
    if event_type is None or event_type.seats_per_time_slot is None:
        return
    if caller is None or not _hosts(tx, booking, event_type, caller):
        raise RawError(401, "User not a host of this event")


def _hosts(tx: Transaction, booking: Booking, event_type: EventType, caller: Caller) -> bool:
    return (
        caller.user_id in (booking.user_id, event_type.user_id)
        or is_host(tx, caller.user_id, event_type)
        or is_admin_over(tx, caller.user_id, booking.user_id)
    )


def _is_platform(tx: Transaction, event_type: EventType | None) -> bool:
    """Made by, or for a managed user of, a platform OAuth client."""
    return oauth_client_of(tx, event_type) is not None
