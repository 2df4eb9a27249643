"""`/v2/atoms/payment/{uid}`: a booking that waits to be paid, by its uid."""

from typing import Any

from fastapi import APIRouter
from sqlalchemy import select

from mockcal.auth.guards import Anyone
from mockcal.http.answers import Data, Instant, Wire, data
from mockcal.http.errors import NotFound
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute
from mockcal.store.bookings import Booking
from mockcal.store.event_types import EventType

router = APIRouter(prefix="/v2/atoms/payment", tags=["Atoms / Payment"], route_class=VersionedRoute)


class PaymentNotFound(NotFound):
    """404 for an unknown booking and for one that costs nothing."""

    def __init__(self, uid: str) -> None:
        super().__init__(f"Payment with uid={uid} not found")


class PaidBooking(Wire):
    id: int
    uid: str
    title: str
    start_time: Instant
    end_time: Instant
    status: str
    paid: bool
    location: str | None


class PaidEventType(Wire):
    id: int
    title: str
    slug: str
    length: int
    price: int
    currency: str
    metadata: Any


class Payment(Wire):
    """A booking has one payment, whose number and uid are the booking's; `amount` is in the currency's smallest unit."""

    id: int
    uid: str
    app_id: str
    booking_id: int
    amount: int
    currency: str
    success: bool
    refunded: bool
    booking: PaidBooking
    event_type: PaidEventType


@router.get("/{uid}")
async def get_atom_payment(access: Anyone, uid: str, tx: Tx) -> Data[Payment]:
    """What is to be paid for a booking, and whether it was."""
    booking = tx.first(select(Booking).where(Booking.uid == uid))
    event_type = tx.get(EventType, booking.event_type_id) if booking else None
    if booking is None or event_type is None or not event_type.price:
        raise PaymentNotFound(uid)
    return data(_show(booking, event_type))


def _show(booking: Booking, event_type: EventType) -> Payment:
    return Payment(
        id=booking.id,
        uid=booking.uid,
        app_id="stripe",
        booking_id=booking.id,
        amount=event_type.price,
        currency=event_type.currency,
        success=booking.paid,
        refunded=False,
        booking=PaidBooking(
            id=booking.id,
            uid=booking.uid,
            title=booking.title,
            start_time=booking.start_time,
            end_time=booking.end_time,
            status=booking.status,
            paid=booking.paid,
            location=booking.location,
        ),
        event_type=PaidEventType(
            id=event_type.id,
            title=event_type.title,
            slug=event_type.slug,
            length=event_type.length,
            price=event_type.price,
            currency=event_type.currency,
            metadata=event_type.meta or {},
        ),
    )
