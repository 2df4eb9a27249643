"""`/v2/bookings`, version 2024-04-15: what a request without a version header gets."""

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.requests import Request

from mockcal.api.bookings import service_2024_04_15 as service
from mockcal.api.bookings.guards import BookingReader, BookingWriter, MaybeCaller
from mockcal.api.bookings.output_2024_04_15 import FoundBookingRecord, NewBookingRecord
from mockcal.api.bookings.schemas_2024_04_15 import CancelBooking, CreateBooking, ListBookings, MarkNoShow
from mockcal.api.bookings.service_2024_04_15 import older_words
from mockcal.auth.guards import Anyone
from mockcal.http.answers import Data, data
from mockcal.http.call import call_of
from mockcal.http.described import takes
from mockcal.http.params import QueryOf
from mockcal.http.transactions import Tx
from mockcal.http.versions import V2024_04_15, V2024_06_11, V2024_06_14, V2024_08_13, served_by

BookingUid = Annotated[str, Path(alias="bookingUid")]

router = APIRouter(
    prefix="/v2/bookings",
    tags=["Bookings"],
    route_class=served_by(V2024_04_15, V2024_06_11, V2024_06_14, newer=V2024_08_13),
)


@router.post("", status_code=201)
async def create_booking(access: MaybeCaller, body: CreateBooking, tx: Tx) -> Data[NewBookingRecord]:
    """Book an event type or a group of people, or move a booking."""
    with older_words():
        made = service.create(tx, body, access.call, access.maybe_caller)
    return data(made, status=201)


@router.post("/recurring", status_code=201)
@takes(CreateBooking)
async def create_recurring_booking(access: MaybeCaller, request: Request, tx: Tx) -> Data[list[NewBookingRecord]]:
    """Book a series whose dates the client counted out."""
    body = call_of(request).body
    bodies = [CreateBooking.model_validate(one) for one in (body if isinstance(body, list) else [body])]
    with older_words():
        made = service.create_series(tx, bodies, access.call, access.maybe_caller)
    return data(made, status=201)


@router.post("/instant", status_code=201)
async def create_instant_booking(access: MaybeCaller, body: CreateBooking, tx: Tx) -> Data[service.InstantBooking]:
    """Meet a team at once."""
    with older_words():
        made = service.create_instant(tx, body, access.maybe_caller)
    return data(made, status=201)


@router.get("")
async def get_bookings(access: BookingReader, query: QueryOf[ListBookings], tx: Tx) -> Data[service.BookingList]:
    """My bookings of one status, page by page."""
    return data(service.listed(tx, access.caller.user, query))


@router.get("/{bookingUid}")
async def get_booking(access: Anyone, uid: BookingUid, tx: Tx) -> Data[FoundBookingRecord]:
    """One booking."""
    return data(service.get(tx, uid))


@router.get("/{bookingUid}/reschedule")
async def get_booking_for_reschedule(access: Anyone, uid: BookingUid, tx: Tx) -> Data[FoundBookingRecord]:
    """One booking, or one seat of it, for a form that moves it."""
    return data(service.get_for_reschedule(tx, uid))


@router.post("/{bookingUid}/cancel", status_code=201)
async def cancel_booking(
    access: MaybeCaller, uid: BookingUid, body: CancelBooking, tx: Tx
) -> Data[service.CancelledBooking]:
    """Cancel a booking, the rest of its series, or a seat."""
    with older_words():
        done = service.cancel_booking(tx, uid, body, access.call, access.maybe_caller)
    return data(done, status=201)


@router.post("/{bookingUid}/mark-no-show", status_code=201)
async def mark_no_show(access: BookingWriter, uid: BookingUid, body: MarkNoShow, tx: Tx) -> Data[service.NoShow]:
    """Note who did not come."""
    return data(service.mark_no_show(tx, uid, body, access.caller), status=201)
