"""Finding bookings by the uids that clients know: of a booking, of a series, of a seat."""

from typing import NoReturn

from sqlalchemy import select

from mockcal.api.bookings.lookup import is_event_admin
from mockcal.api.bookings.output import AnyBooking, Related, SeatedBooking, present, related
from mockcal.auth.caller import Caller
from mockcal.http.errors import NotFound
from mockcal.sandbox.transaction import Transaction
from mockcal.store.bookings import Attendee, Booking, BookingSeat
from mockcal.store.event_types import EventType


class NotInDatabase(NotFound):
    def __init__(self, uid: str) -> None:
        super().__init__(f"Booking with uid={uid} was not found in the database")


class BookingNotFound(NotFound):
    def __init__(self, uid: str) -> None:
        super().__init__(f"Booking with uid={uid} not found")


class SeatNotInDatabase(NotFound):
    def __init__(self, uid: str) -> None:
        super().__init__(f"Booking with seatUid={uid} was not found in the database")


def by_uid(tx: Transaction, uid: str) -> Booking | None:
    return tx.first(select(Booking).where(Booking.uid == uid))


def require(tx: Transaction, uid: str, missing: type[NotFound] = NotInDatabase) -> Booking:
    return by_uid(tx, uid) or _refuse(missing(uid))


def series_of(tx: Transaction, recurring_uid: str | None) -> list[Booking]:
    """All occurrences, of any status, by start."""
    if recurring_uid is None:
        return []
    statement = select(Booking).where(Booking.recurring_event_id == recurring_uid)
    return tx.all(statement.order_by(Booking.start_time, Booking.id))


def seat(tx: Transaction, seat_uid: str) -> BookingSeat | None:
    return tx.first(select(BookingSeat).where(BookingSeat.reference_uid == seat_uid))


def attendees_of(tx: Transaction, booking: Booking) -> list[Attendee]:
    return tx.all(select(Attendee).where(Attendee.booking_id == booking.id).order_by(Attendee.id))


def show(tx: Transaction, booking: Booking, caller: Caller | None, *, seat_uid: str | None = None) -> AnyBooking:
    """The booking as this caller may see it; `seat_uid` is the seat that he has just made or moved."""
    shown = show_all(tx, [booking], caller)[0]
    if seat_uid is not None and isinstance(shown, SeatedBooking):
        shown.seat_uid = seat_uid
    return shown


def show_all(tx: Transaction, bookings: list[Booking], caller: Caller | None) -> list[AnyBooking]:
    found = related(tx, bookings)
    return [present(booking, found, sees_seats=_sees_seats(tx, booking, found, caller)) for booking in bookings]


def get(tx: Transaction, uid: str, caller: Caller | None) -> AnyBooking | list[AnyBooking]:
    """One booking, or for the uid of a series all that it ever had. 404 for neither."""
    booking = by_uid(tx, uid)
    if booking is not None:
        return show(tx, booking, caller)
    return show_all(tx, series_of(tx, uid), caller) or _refuse(NotInDatabase(uid))


def get_by_seat(tx: Transaction, seat_uid: str, caller: Caller | None) -> AnyBooking:
    """The booking of a seat; who may not see everybody's seats sees this one."""
    found = seat(tx, seat_uid)
    booking = tx.get(Booking, found.booking_id) if found else None
    if booking is None:
        raise SeatNotInDatabase(seat_uid)
    around = related(tx, [booking])
    return present(booking, around, sees_seats=_sees_seats(tx, booking, around, caller), only_seat=seat_uid)


def _sees_seats(tx: Transaction, booking: Booking, found: Related, caller: Caller | None) -> bool:
    event_type: EventType | None = found.event_types.get(booking.event_type_id or 0)
    if event_type is None or event_type.seats_show_attendees:
        return True
    return caller is not None and is_event_admin(tx, caller.user, event_type)


def _refuse(refusal: NotFound) -> NoReturn:
    raise refusal
