"""Bookings, who attends them, their seats and what they made elsewhere."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, bindparam, select
from sqlmodel import Field, SQLModel, col

from mockcal.store.columns import instant, json_list, json_value, key, ref


class Booking(SQLModel, table=True):
    """`status` is ACCEPTED, PENDING, CANCELLED, REJECTED or AWAITING_HOST; `user_id` is the organizer."""

    __table_args__ = (
        Index("booking_host_time", "user_id", "start_time"),
        Index("booking_type_time", "event_type_id", "start_time"),
        Index("booking_start", "start_time"),
    )

    id: int | None = key()
    uid: str = Field(unique=True)
    user_id: int | None = ref("user.id", null=True, index=False)
    user_primary_email: str | None = None
    event_type_id: int | None = ref("event_type.id", null=True, cascade=False, index=False)
    title: str
    description: str | None = None
    responses: Any = json_value()
    start_time: datetime = instant(null=False)
    end_time: datetime = instant(null=False)
    location: str | None = None
    status: str = "ACCEPTED"
    cancellation_reason: str | None = None
    rejection_reason: str | None = None
    reassign_reason: str | None = None
    rescheduled: bool | None = None
    from_reschedule: str | None = Field(default=None, index=True)
    rescheduled_by: str | None = None
    cancelled_by: str | None = None
    recurring_event_id: str | None = Field(default=None, index=True)
    meta: Any = json_value()
    ical_uid: str = ""
    ical_sequence: int = 0
    rating: int | None = None
    no_show_host: bool = False
    sms_reminder_number: str | None = None
    paid: bool = False
    one_time_password: str | None = None
    creation_source: str = "API_V2"
    recordings: Any = json_list()
    transcripts: Any = json_list()
    conferencing_sessions: Any = json_list()
    created_at: datetime = instant(null=False)
    updated_at: datetime | None = instant()


# How far back one must look for bookings that are still under way.
Index("booking_duration", col(Booking.end_time) - col(Booking.start_time))


class Attendee(SQLModel, table=True):
    """One of a booking's people, in order of id: booker, guests, co-hosts."""

    __table_args__ = (Index("attendee_email", "email"),)

    id: int | None = key()
    booking_id: int = ref("booking.id")
    name: str
    email: str
    time_zone: str
    locale: str | None = "en"
    phone_number: str | None = None
    no_show: bool | None = False


# All of one booking's; made once, as nearly every request about a booking asks it.
ATTENDEES = select(Attendee).where(Attendee.booking_id == bindparam("booking_id")).order_by(Attendee.id)  # type: ignore[arg-type]


class BookingSeat(SQLModel, table=True):
    __tablename__ = "booking_seat"

    id: int | None = key()
    reference_uid: str = Field(unique=True)
    booking_id: int = ref("booking.id")
    attendee_id: int = ref("attendee.id", unique=True)
    data: Any = json_value()  # {"description", "responses"}
    meta: Any = json_value()


class BookingReference(SQLModel, table=True):
    """What a booking made at a provider: a calendar event or a meeting."""

    __tablename__ = "booking_reference"

    id: int | None = key()
    booking_id: int = ref("booking.id")
    type: str
    uid: str = Field(index=True)
    meeting_id: str | None = None
    meeting_url: str | None = None
    meeting_password: str | None = None
    external_calendar_id: str | None = None
    credential_id: int | None = None
