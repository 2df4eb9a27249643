"""Bookings as version 2024-04-15 shows them: records, much as they are stored."""

from collections.abc import Sequence
from typing import Any

from pydantic import Field
from sqlalchemy import select
from sqlmodel import col

from mockcal.api.bookings.answers import full_name
from mockcal.api.bookings.output import Related, is_seated, related
from mockcal.http.answers import Instant, Wire
from mockcal.sandbox.transaction import Transaction
from mockcal.store.bookings import Attendee, Booking, BookingReference, BookingSeat
from mockcal.store.event_types import EventType
from mockcal.store.users import User


class AttendeeRecord(Wire):
    id: int | None
    email: str
    name: str
    time_zone: str
    phone_number: str | None
    locale: str | None
    booking_id: int | None
    no_show: bool


class UserRecord(Wire):
    """`email` is never told to whoever books."""

    id: int | None
    name: str | None
    email: str | None
    username: str | None
    time_zone: str


class ReferenceRecord(Wire):
    id: int | None
    type: str
    uid: str
    meeting_id: str | None
    meeting_password: str | None
    meeting_url: str | None
    external_calendar_id: str | None
    booking_id: int
    credential_id: int | None
    deleted: bool | None


class SeatRecord(Wire):
    id: int | None
    reference_uid: str
    booking_id: int
    attendee_id: int
    data: dict[str, Any] | None
    metadata: dict[str, Any] | None


class EventTypeRecord(Wire):
    id: int | None
    title: str
    slug: str
    description: str | None
    event_name: str | None
    length: int
    price: int
    currency: str
    recurring_event: dict[str, Any] | None
    scheduling_type: str | None
    team_id: int | None
    seats_per_time_slot: int | None
    seats_show_attendees: bool | None
    seats_show_availability_count: bool | None
    metadata: dict[str, Any] | None


class BookingRecord(Wire):
    """What both a new booking and a found one show; `status` in upper case."""

    id: int | None
    uid: str
    title: str
    description: str | None
    custom_inputs: dict[str, Any] | None = None
    responses: dict[str, Any] | None
    start_time: Instant
    end_time: Instant
    location: str | None
    status: str
    metadata: dict[str, Any] | None
    cancellation_reason: str | None
    rejection_reason: str | None
    cancelled_by: str | None
    user_primary_email: str | None
    from_reschedule: str | None
    rescheduled: bool | None
    rescheduled_by: str | None
    recurring_event_id: str | None
    sms_reminder_number: str | None
    event_type_id: int | None
    user: UserRecord | None
    attendees: list[AttendeeRecord]


class NewBookingRecord(BookingRecord):
    user_id: int | None
    created_at: Instant
    updated_at: Instant | None
    paid: bool
    rating: int | None
    no_show_host: bool
    i_cal_uid: str = Field(alias="iCalUID")
    i_cal_sequence: int
    one_time_password: str | None
    creation_source: str
    references: list[ReferenceRecord]
    payment: list[dict[str, Any]]
    payment_required: bool
    seat_reference_uid: str | None = None
    is_dry_run: bool


class FoundBookingRecord(BookingRecord):
    event_type: EventTypeRecord | None
    seats_references: list[SeatRecord]
    tracking: None = None


class ListedBookingRecord(FoundBookingRecord):
    paid: bool
    no_show_host: bool
    rating: int | None
    created_at: Instant
    updated_at: Instant | None
    references: list[ReferenceRecord]
    payment: list[dict[str, Any]]


def made(
    booking: Booking,
    *,
    organizer: User | None,
    attendees: Sequence[Attendee],
    references: Sequence[BookingReference] = (),
    seat_uid: str | None = None,
    price: int = 0,
    is_dry_run: bool = False,
) -> NewBookingRecord:
    """The answer to a booking."""
    return NewBookingRecord(
        **_common(booking, organizer, attendees, shows_email=False),
        user_id=booking.user_id,
        created_at=booking.created_at,
        updated_at=booking.updated_at,
        paid=booking.paid,
        rating=booking.rating,
        no_show_host=booking.no_show_host,
        i_cal_uid=booking.ical_uid,
        i_cal_sequence=booking.ical_sequence,
        one_time_password=booking.one_time_password,
        creation_source=booking.creation_source,
        references=[_reference(row) for row in references],
        payment=[],
        payment_required=price > 0 and not booking.paid,
        seat_reference_uid=seat_uid,
        is_dry_run=is_dry_run,
    )


def found(tx: Transaction, booking: Booking, *, only_seat: BookingSeat | None = None) -> FoundBookingRecord:
    """One booking; with `only_seat` just who sits there, and what he answered."""
    around = related(tx, [booking])
    rows = _attendees(booking, around)
    if only_seat is not None:
        rows = [row for row in rows if row.id == only_seat.attendee_id]
    shown = FoundBookingRecord(**_found(booking, around, rows))
    if only_seat is not None:
        shown.responses = (only_seat.data or {}).get("responses")
    return shown


def listed(tx: Transaction, bookings: Sequence[Booking]) -> list[ListedBookingRecord]:
    around = related(tx, bookings)
    references = references_of(tx, bookings)
    return [
        ListedBookingRecord(
            **_found(booking, around, _attendees(booking, around)),
            paid=booking.paid,
            no_show_host=booking.no_show_host,
            rating=booking.rating,
            created_at=booking.created_at,
            updated_at=booking.updated_at,
            references=[_reference(row) for row in references if row.booking_id == booking.id],
            payment=[],
        )
        for booking in bookings
    ]


def references_of(tx: Transaction, bookings: Sequence[Booking]) -> list[BookingReference]:
    ids = [booking.id for booking in bookings]
    statement = select(BookingReference).where(col(BookingReference.booking_id).in_(ids))
    return tx.all(statement.order_by(BookingReference.id)) if ids else []


def _attendees(booking: Booking, around: Related) -> list[Attendee]:
    """Nobody sits in a seated booking any more once it is cancelled."""
    gone = booking.status == "CANCELLED" and is_seated(around.event_types.get(booking.event_type_id or 0))
    return [] if gone else around.attendees[booking.id or 0]


def _found(booking: Booking, around: Related, rows: Sequence[Attendee]) -> dict[str, Any]:
    event_type = around.event_types.get(booking.event_type_id or 0)
    seats = [around.seats[row.id] for row in rows if row.id in around.seats]
    return {
        **_common(booking, around.organizers.get(booking.user_id or 0), rows, shows_email=True),
        "event_type": _event_type(event_type) if event_type else None,
        "seats_references": [_seat(seat) for seat in seats],
        "tracking": None,
    }


def _common(
    booking: Booking, organizer: User | None, attendees: Sequence[Attendee], *, shows_email: bool
) -> dict[str, Any]:
    return {
        "id": booking.id,
        "uid": booking.uid,
        "title": booking.title,
        "description": booking.description,
        "custom_inputs": {},
        "responses": _flat(booking.responses),
        "start_time": booking.start_time,
        "end_time": booking.end_time,
        "location": booking.location,
        "status": booking.status,
        "metadata": booking.meta or {},
        "cancellation_reason": booking.cancellation_reason,
        "rejection_reason": booking.rejection_reason,
        "cancelled_by": booking.cancelled_by,
        "user_primary_email": booking.user_primary_email,
        "from_reschedule": booking.from_reschedule,
        "rescheduled": booking.rescheduled,
        "rescheduled_by": booking.rescheduled_by,
        "recurring_event_id": booking.recurring_event_id,
        "sms_reminder_number": booking.sms_reminder_number,
        "event_type_id": booking.event_type_id,
        "user": organizer and _user(organizer, shows_email=shows_email),
        "attendees": [_attendee(row) for row in attendees],
    }


def _flat(responses: Any) -> dict[str, Any] | None:
    """A name given in two parts is shown as one text."""
    if not isinstance(responses, dict):
        return None
    return {**responses, "name": full_name(responses["name"])} if "name" in responses else responses


def _user(user: User, *, shows_email: bool) -> UserRecord:
    return UserRecord(
        id=user.id,
        name=user.name,
        email=user.email if shows_email else None,
        username=user.username,
        time_zone=user.time_zone,
    )


def _attendee(row: Attendee) -> AttendeeRecord:
    return AttendeeRecord(
        id=row.id,
        email=row.email,
        name=row.name,
        time_zone=row.time_zone,
        phone_number=row.phone_number,
        locale=row.locale,
        booking_id=row.booking_id,
        no_show=bool(row.no_show),
    )


def _reference(row: BookingReference) -> ReferenceRecord:
    return ReferenceRecord(
        id=row.id,
        type=row.type,
        uid=row.uid,
        meeting_id=row.meeting_id,
        meeting_password=row.meeting_password,
        meeting_url=row.meeting_url,
        external_calendar_id=row.external_calendar_id,
        booking_id=row.booking_id,
        credential_id=row.credential_id,
        deleted=None,
    )


def _seat(row: BookingSeat) -> SeatRecord:
    return SeatRecord(
        id=row.id,
        reference_uid=row.reference_uid,
        booking_id=row.booking_id,
        attendee_id=row.attendee_id,
        data=row.data,
        metadata=row.meta,
    )


def _event_type(row: EventType) -> EventTypeRecord:
    return EventTypeRecord(
        id=row.id,
        title=row.title,
        slug=row.slug,
        description=row.description,
        event_name=row.event_name,
        length=row.length,
        price=row.price,
        currency=row.currency,
        recurring_event=row.recurring_event,
        scheduling_type=row.scheduling_type,
        team_id=row.team_id,
        seats_per_time_slot=row.seats_per_time_slot,
        seats_show_attendees=row.seats_show_attendees,
        seats_show_availability_count=row.seats_show_availability_count,
        metadata=row.meta,
    )
