"""`/v2/bookings`, versions 2024-08-13, 2026-02-25 and 2026-05-01."""

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.requests import Request

from mockcal.api.bookings import absence, cancel, create, decide, details, find, links, listing, people, reassign
from mockcal.api.bookings import reschedule as moving
from mockcal.api.bookings.core import Booked
from mockcal.api.bookings.find import Viewer
from mockcal.api.bookings.guards import (
    AttendeeAdder,
    AttendeeReader,
    AttendeeWriter,
    BookingInsider,
    BookingReader,
    BookingWriter,
    DetailWriter,
    GuestAdder,
    MaybeCaller,
)
from mockcal.api.bookings.output import AnyBooking
from mockcal.api.bookings.schemas import (
    AddAttendee,
    AddGuests,
    CancelBooking,
    CancelSeat,
    CreateBooking,
    CreateInstantBooking,
    CreateRecurringBooking,
    DeclineBooking,
    ListBookings,
    MarkAbsent,
    ReassignToUser,
    ReferencesQuery,
    RequestReschedule,
    RescheduleBooking,
    RescheduleSeat,
    UpdateLocation,
    cancelled,
    created,
    rescheduled,
)
from mockcal.auth.caller import main_organization
from mockcal.auth.guards import Access
from mockcal.http.answers import Data, Listed, Success, data, success
from mockcal.http.call import call_of
from mockcal.http.described import takes
from mockcal.http.params import Loose, QueryOf, Strict
from mockcal.http.transactions import Tx
from mockcal.http.versions import V2024_08_13, V2026_02_25, V2026_05_01, served_by

BookingUid = Annotated[str, Path(alias="bookingUid")]
SeatUid = Annotated[str, Path(alias="seatUid")]
AttendeeId = Annotated[int, Path(alias="attendeeId"), Strict]
HostId = Annotated[int, Path(alias="userId"), Loose]
NEWER = (V2026_02_25, V2026_05_01)

router = APIRouter(prefix="/v2/bookings", tags=["Bookings"], route_class=served_by(V2024_08_13, *NEWER))


@router.post("", status_code=201)
@takes(CreateBooking, CreateRecurringBooking, CreateInstantBooking)
async def create_booking(access: MaybeCaller, request: Request, tx: Tx) -> Data[AnyBooking | list[AnyBooking]]:
    """Book an event type: once, as a series, in a seat, or (a team's) at once."""
    made = create.create(tx, created(call_of(request).body), access.maybe_caller)
    if made.is_series:
        return data(find.show_all(tx, [one.booking for one in made.booked], _viewer(access)), status=201)
    return data(_made(tx, made.booked[0], _viewer(access)), status=201)


@router.get("")
async def get_bookings(access: BookingReader, query: QueryOf[ListBookings], tx: Tx) -> Listed[AnyBooking]:
    """The bookings that I host, attend, or administer."""
    user = access.caller.user
    page = listing.visible(
        tx,
        user,
        query,
        organization_id=main_organization(tx, user),
        sees_cancelled_seats=_viewer(access).sees_cancelled_seats,
    )
    return data(page.bookings, pagination=page.pagination.to_wire())


@router.get("/by-seat/{seatUid}")
async def get_booking_by_seat(access: MaybeCaller, seat_uid: SeatUid, tx: Tx) -> Data[AnyBooking]:
    """The booking that a seat is in."""
    return data(find.get_by_seat(tx, seat_uid, _viewer(access)))


@router.get("/{bookingUid}")
async def get_booking(access: MaybeCaller, uid: BookingUid, tx: Tx) -> Data[AnyBooking | list[AnyBooking]]:
    """A booking, or all of a series by its uid."""
    return data(find.get(tx, uid, _viewer(access)))


@router.post("/{bookingUid}/reschedule", status_code=201)
@takes(RescheduleBooking, RescheduleSeat)
async def reschedule_booking(access: MaybeCaller, uid: BookingUid, request: Request, tx: Tx) -> Data[AnyBooking]:
    """Move a booking, or one seat of it, to another time."""
    booked = moving.reschedule(tx, uid, rescheduled(call_of(request).body), access.maybe_caller)
    return data(_made(tx, booked, _viewer(access)), status=201)


@router.post("/{bookingUid}/request-reschedule")
async def request_reschedule(access: DetailWriter, uid: BookingUid, body: RequestReschedule, tx: Tx) -> Success:
    """Ask the booker for another time; what was booked is given up."""
    moving.request(tx, uid, access.caller, body.reschedule_reason)
    return success()


@router.post("/{bookingUid}/cancel")
@takes(CancelBooking, CancelSeat)
async def cancel_booking(
    access: MaybeCaller, uid: BookingUid, request: Request, tx: Tx
) -> Data[AnyBooking | list[AnyBooking]]:
    """Cancel a booking, the rest of a series, or a seat."""
    done = cancel.cancel(tx, uid, cancelled(call_of(request).body), access.maybe_caller)
    shown = find.show_all(tx, done.bookings, _viewer(access))
    return data(shown if done.is_series else shown[0])


@router.post("/{bookingUid}/confirm")
async def confirm_booking(access: BookingWriter, uid: BookingUid, tx: Tx) -> Data[AnyBooking]:
    """Accept what waits for its host."""
    return data(find.show(tx, decide.confirm(tx, uid, access.caller), _viewer(access)))


@router.post("/{bookingUid}/decline")
async def decline_booking(access: BookingWriter, uid: BookingUid, body: DeclineBooking, tx: Tx) -> Data[AnyBooking]:
    """Reject what waits for its host."""
    return data(find.show(tx, decide.decline(tx, uid, access.caller, body.reason), _viewer(access)))


@router.post("/{bookingUid}/mark-absent")
async def mark_no_show(access: BookingWriter, uid: BookingUid, body: MarkAbsent, tx: Tx) -> Data[AnyBooking]:
    """Note who did not come."""
    return data(find.show_as_regular(tx, absence.mark_absent(tx, uid, body, access.caller)))


@router.post("/{bookingUid}/reassign")
async def reassign_booking(access: BookingWriter, uid: BookingUid, tx: Tx) -> Data[reassign.Reassigned]:
    """Give a round-robin booking to the host whose turn it is."""
    return data(reassign.automatically(tx, uid, access.caller))


@router.post("/{bookingUid}/reassign/{userId}")
async def reassign_booking_to_user(
    access: BookingWriter, uid: BookingUid, user_id: HostId, body: ReassignToUser, tx: Tx
) -> Data[reassign.Reassigned]:
    """Give a round-robin booking to a chosen host."""
    return data(reassign.to_user(tx, uid, user_id, access.caller, body.reason))


@router.get("/{bookingUid}/calendar-links")
async def get_calendar_links(access: BookingReader, uid: BookingUid, tx: Tx) -> Data[list[links.CalendarLink]]:
    """Links that put the booking into a calendar."""
    return data(links.calendar_links(tx, uid))


@router.get("/{bookingUid}/references")
async def get_booking_references(
    access: BookingReader, uid: BookingUid, query: QueryOf[ReferencesQuery], tx: Tx
) -> Data[list[details.Reference]]:
    """What my booking made at providers."""
    return data(details.references(tx, uid, kind=query.type, organizer_id=access.caller.user_id))


@router.get("/{bookingUid}/recordings")
async def get_booking_recordings(access: BookingInsider, uid: BookingUid, tx: Tx) -> Data[list[details.Recording]]:
    """Recordings of the meeting."""
    return data(details.recordings(tx, uid))


@router.get("/{bookingUid}/transcripts")
async def get_booking_transcripts(access: BookingInsider, uid: BookingUid, tx: Tx) -> Data[list[str]]:
    """Where the meeting's transcripts are."""
    return data(details.transcripts(tx, uid))


@router.get("/{bookingUid}/conferencing-sessions")
async def get_video_sessions(access: BookingInsider, uid: BookingUid, tx: Tx) -> Data[list[details.Session]]:
    """Who was in the meeting's room, and when."""
    return data(details.sessions(tx, uid))


@router.get("/{bookingUid}/attendees")
async def get_booking_attendees(
    access: AttendeeReader, uid: BookingUid, tx: Tx
) -> Data[list[people.BookingAttendeeWithId]]:
    """All who attend, with their ids."""
    booking = find.require(tx, uid)
    return data([people.show(row) for row in find.shown_attendees(tx, booking, _viewer(access))])


@router.get("/{bookingUid}/attendees/{attendeeId}")
async def get_booking_attendee(
    access: AttendeeReader, uid: BookingUid, attendee_id: AttendeeId, tx: Tx
) -> Data[people.BookingAttendeeWithId]:
    """One who attends."""
    return data(people.one(tx, find.require(tx, uid), attendee_id, _viewer(access)))


@router.post("/{bookingUid}/attendees", status_code=201)
async def add_attendee(access: AttendeeAdder, uid: BookingUid, body: AddAttendee, tx: Tx) -> Data[people.AddedAttendee]:
    """Let somebody more attend."""
    return data(people.add_attendee(tx, find.require(tx, uid), body, access.caller), status=201)


@router.delete("/{bookingUid}/attendees/{attendeeId}")
async def remove_attendee(
    access: AttendeeWriter, uid: BookingUid, attendee_id: AttendeeId, tx: Tx
) -> Data[people.RemovedAttendee]:
    """Let somebody attend no more."""
    return data(people.remove(tx, find.require(tx, uid), attendee_id, access.caller))


@router.post("/{bookingUid}/guests")
async def add_guests(access: GuestAdder, uid: BookingUid, body: AddGuests, tx: Tx) -> Data[AnyBooking]:
    """Invite guests."""
    return data(find.show(tx, people.add_guests(tx, uid, body, access.caller), _viewer(access)))


@router.patch("/{bookingUid}/location")
async def update_booking_location(
    access: DetailWriter, uid: BookingUid, body: UpdateLocation, tx: Tx
) -> Data[AnyBooking]:
    """Let it take place elsewhere."""
    return data(find.show(tx, details.update_location(tx, uid, body.location, access.caller), _viewer(access)))


def _viewer(access: Access) -> Viewer:
    return Viewer(access.maybe_caller, sees_cancelled_seats=access.call.version in NEWER)


def _made(tx: Tx, booked: Booked, viewer: Viewer) -> AnyBooking:
    seat = booked.seat
    return find.show(tx, booked.booking, viewer, seat_uid=seat.reference_uid if seat else None, made=True)
