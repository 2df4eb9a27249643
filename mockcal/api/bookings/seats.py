"""Seats: several bookers share one booking of a slot."""

from datetime import datetime

from sqlalchemy import select

from mockcal.api.bookings.refusals import OfTheCore
from mockcal.http.errors import Conflict, RawError
from mockcal.sandbox.transaction import Transaction
from mockcal.store.bookings import Attendee, Booking, BookingSeat
from mockcal.store.event_types import EventType


class NoMoreSeats(OfTheCore, Conflict):
    internal_code = "booking_seats_full_error"

    def __init__(self) -> None:
        super().__init__("No more seats left at this seated booking.")


class AlreadySignedUp(RawError):
    def __init__(self) -> None:
        super().__init__(409, "already_signed_up_for_this_booking_error")


def shared_booking(tx: Transaction, event_type: EventType, start: datetime) -> Booking | None:
    """What the next booker of a seated slot joins: only what is accepted can be joined."""
    if event_type.seats_per_time_slot is None:
        return None
    statement = select(Booking).where(
        Booking.event_type_id == event_type.id, Booking.start_time == start, Booking.status == "ACCEPTED"
    )
    return tx.first(statement.order_by(Booking.id))


def require_seat(tx: Transaction, event_type: EventType, booking: Booking, email: str) -> None:
    """409 when no seat is left; 409, in other words, for somebody who has one. Co-hosts sit on none."""
    if len(of(tx, booking)) >= (event_type.seats_per_time_slot or 0):
        raise NoMoreSeats
    if seat_of(tx, booking, email) is not None:
        raise AlreadySignedUp


def of(tx: Transaction, booking: Booking) -> list[BookingSeat]:
    return tx.all(select(BookingSeat).where(BookingSeat.booking_id == booking.id).order_by(BookingSeat.id))


def seat_of(tx: Transaction, booking: Booking, email: str) -> BookingSeat | None:
    statement = (
        select(BookingSeat)
        .join(Attendee, Attendee.id == BookingSeat.attendee_id)
        .where(BookingSeat.booking_id == booking.id, Attendee.email == email)
    )
    return tx.first(statement)


def move(seat: BookingSeat, attendee: Attendee, booking: Booking) -> None:
    """Somebody with his seat goes over to another booking."""
    assert booking.id is not None
    seat.booking_id = attendee.booking_id = booking.id
