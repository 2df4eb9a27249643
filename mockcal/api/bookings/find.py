"""Finding bookings by the uids that clients know: of a booking, of a series, of a seat."""

from dataclasses import dataclass
from typing import Any, NoReturn

from sqlalchemy import bindparam, select

from mockcal.api.bookings import platform
from mockcal.api.bookings.output import (
    AnyBooking,
    Related,
    SeatedBooking,
    Seats,
    is_seated,
    present,
    related,
)
from mockcal.auth.caller import Caller
from mockcal.auth.event_types import is_event_admin
from mockcal.http.errors import NotFound
from mockcal.sandbox.transaction import Transaction
from mockcal.store.bookings import ATTENDEES, Attendee, Booking, BookingSeat
from mockcal.store.event_types import EventType
from mockcal.store.users import User


class NotInDatabase(NotFound):
    def __init__(self, uid: str) -> None:
        super().__init__(f"Booking with uid={uid} was not found in the database")


class BookingNotFound(NotFound):
    def __init__(self, uid: str) -> None:
        super().__init__(f"Booking with uid={uid} not found")


class SeatNotInDatabase(NotFound):
    def __init__(self, uid: str) -> None:
        super().__init__(f"Booking with seatUid={uid} was not found in the database")


# Made once: nearly every request about a booking asks these.
WITH_ITS_OWN = (
    select(Booking, EventType, User)
    .outerjoin(EventType, EventType.id == Booking.event_type_id)
    .outerjoin(User, User.id == Booking.user_id)
    .where(Booking.uid == bindparam("uid"))
)


def by_uid(tx: Transaction, uid: str) -> Booking | None:
    """With its event type and organizer, which are hardly ever not asked for next."""
    for booking, event_type, organizer in tx.rows(WITH_ITS_OWN, uid=uid):
        tx.hold(booking, event_type, organizer)
        return booking
    return None


def require(tx: Transaction, uid: str, missing: type[NotFound] = NotInDatabase) -> Booking:
    return by_uid(tx, uid) or _refuse(missing(uid))


def series_of(tx: Transaction, recurring_uid: str | None) -> list[Booking]:
    """All occurrences, of any status, by start."""
    if recurring_uid is None:
        return []
    statement = select(Booking).where(Booking.recurring_event_id == recurring_uid)
    return tx.all(statement.order_by(Booking.start_time, Booking.id))


def answers_of(booking: Booking) -> dict[str, Any]:
    """None where none are stored, or something else: a fixture and older versions may store what they like."""
    return booking.responses if isinstance(booking.responses, dict) else {}


def guests_of(booking: Booking) -> list[str]:
    """Those whom its answers name."""
    guests = answers_of(booking).get("guests")
    return [guest for guest in guests if isinstance(guest, str)] if isinstance(guests, list) else []


def seat(tx: Transaction, seat_uid: str) -> BookingSeat | None:
    return tx.first(select(BookingSeat).where(BookingSeat.reference_uid == seat_uid))


def attendees_of(tx: Transaction, booking: Booking) -> list[Attendee]:
    return tx.all(ATTENDEES, booking_id=booking.id)


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks, and whether his version still shows who had sat in a booking that is cancelled."""

    caller: Caller | None = None
    sees_cancelled_seats: bool = False


def show(
    tx: Transaction, booking: Booking, viewer: Viewer, *, seat_uid: str | None = None, made: bool = False
) -> AnyBooking:
    """As this viewer may see it; `seat_uid` is the seat that he has just made or moved, `made` the booking."""
    found = related(tx, [booking])
    shown = present(booking, found, attendees=_seats_for(tx, booking, found, viewer))
    if seat_uid is not None and isinstance(shown, SeatedBooking):
        shown.seat_uid = seat_uid
    if made:
        event_type = found.event_types.get(booking.event_type_id or 0)
        shown.is_platform_managed_user_booking = platform.oauth_client_of(tx, event_type) is not None
    return shown


def show_all(tx: Transaction, bookings: list[Booking], viewer: Viewer) -> list[AnyBooking]:
    found = related(tx, bookings)
    return [present(booking, found, attendees=_seats_for(tx, booking, found, viewer)) for booking in bookings]


def show_as_regular(tx: Transaction, booking: Booking) -> AnyBooking:
    """Never in the shape of a seated one."""
    return present(booking, related(tx, [booking]), is_flat=True)


def get(tx: Transaction, uid: str, viewer: Viewer) -> AnyBooking | list[AnyBooking]:
    """One booking, or for the uid of a series all that it ever had. 404 for neither."""
    booking = by_uid(tx, uid)
    if booking is not None:
        return show(tx, booking, viewer)
    return show_all(tx, series_of(tx, uid), viewer) or _refuse(NotInDatabase(uid))


def get_by_seat(tx: Transaction, seat_uid: str, viewer: Viewer) -> AnyBooking:
    """The booking of a seat; who may not see everybody's seats sees this one."""
    found = seat(tx, seat_uid)
    booking = tx.get(Booking, found.booking_id) if found else None
    if booking is None or (booking.status == "CANCELLED" and not viewer.sees_cancelled_seats):
        raise SeatNotInDatabase(seat_uid)
    around = related(tx, [booking])
    everybody = _seats_for(tx, booking, around, viewer) is Seats.ALL
    return present(booking, around, attendees=Seats.ALL if everybody else seat_uid)


def shown_attendees(tx: Transaction, booking: Booking, viewer: Viewer) -> list[Attendee]:
    """Older versions know nobody any more who had sat in a booking that is cancelled."""
    seated = is_seated(tx.get(EventType, booking.event_type_id))
    gone = seated and booking.status == "CANCELLED" and not viewer.sees_cancelled_seats
    return [] if gone else attendees_of(tx, booking)


def _seats_for(tx: Transaction, booking: Booking, found: Related, viewer: Viewer) -> Seats:
    event_type: EventType | None = found.event_types.get(booking.event_type_id or 0)
    if booking.status == "CANCELLED" and not viewer.sees_cancelled_seats:
        return Seats.NONE
    if event_type is None or event_type.seats_show_attendees:
        return Seats.ALL
    is_admin = is_seated(event_type) and viewer.caller and is_event_admin(tx, viewer.caller.user, event_type)
    return Seats.ALL if is_admin else Seats.NONE


def _refuse(refusal: NotFound) -> NoReturn:
    raise refusal
