"""Family A: BOOKING_CREATED, BOOKING_REQUESTED, BOOKING_PAYMENT_INITIATED, BOOKING_RESCHEDULED, at the moment of booking."""

from typing import Any

from pydantic import Field

from mockcal.events.facts import Facts
from mockcal.events.payloads.answers import Answer, all_answers, custom_answers
from mockcal.events.payloads.people import BookedTeam, Organizer, Person, booked_team, organizer, persons
from mockcal.events.payloads.shared import (
    AppStatus,
    CalendarDestination,
    Platform,
    Recurrence,
    Seconds,
    VideoCall,
    apps_status,
    destinations,
    platform_links,
    recurrence,
    video_call,
)
from mockcal.http.answers import OMIT, omit_none
from mockcal.store.bookings import Booking
from mockcal.store.event_types import EventType


class Booked(Platform):
    """Times without milliseconds; `destination_calendar` null when there is none."""

    booker_url: str
    type: str
    title: str
    description: str
    additional_notes: str
    start_time: Seconds
    end_time: Seconds
    event_type_id: int | None
    scheduling_type: str | None
    hide_calendar_notes: bool
    hide_calendar_event_details: bool
    hide_organizer_email: bool
    custom_reply_to_email: str | None
    seats_per_time_slot: int | None
    seats_show_attendees: bool | None
    seats_show_availability_count: bool | None
    disable_rescheduling: bool
    disable_cancelling: bool
    organizer: Organizer
    attendees: list[Person]
    team: BookedTeam | None = None
    custom_inputs: dict[str, Any]
    responses: dict[str, Answer]
    user_fields_responses: dict[str, Answer]
    location: str | None
    conference_credential_id: int | None = None
    destination_calendar: list[CalendarDestination] | None
    i_cal_uid: str = Field(alias="iCalUID")
    i_cal_sequence: int
    requires_confirmation: bool
    one_time_password: str | None
    recurring_event: Recurrence | None = None
    attendee_seat_id: str | None = None
    uid: str
    video_call_data: VideoCall | None = None
    apps_status: list[AppStatus] | None = None
    sms_reminder_number: str | None = None
    assignment_reason: list[dict[str, Any]] | None = None
    event_title: str
    event_description: str | None
    price: int
    currency: str
    length: int
    booking_id: int | None
    payment_id: int | None = None
    metadata: dict[str, Any]
    status: str
    reschedule_id: int | None = None
    reschedule_uid: str | None = None
    reschedule_start_time: Seconds | None = None
    reschedule_end_time: Seconds | None = None
    rescheduled_by: str | None = None
    organization_id: int | None
    hashed_link: str | None


def booked(facts: Facts, *, old: Booking | None = None) -> Booked:
    """A booking as it was made: accepted at once, asked for, or come of moving `old`."""
    booking = facts.booking
    return Booked(
        **_place(facts),
        **_form(facts),
        **_event_type(facts),
        **_moved(booking, old),
        **platform_links(facts),
        status=booking.status,
        requires_confirmation=booking.status == "PENDING",
        one_time_password=booking.one_time_password,
    )


def payment_initiated(facts: Facts) -> Booked:
    """Says ACCEPTED, although the booking waits for its payment."""
    return Booked(
        **_place(facts),
        **_form(facts),
        **_event_type(facts),
        **platform_links(facts),
        status="ACCEPTED",
        requires_confirmation=bool(facts.event_type and facts.event_type.requires_confirmation),
        one_time_password=facts.booking.one_time_password,
        payment_id=facts.booking.id,
    )


def _place(facts: Facts) -> dict[str, Any]:
    """When, where and who."""
    booking = facts.booking
    return {
        "booker_url": facts.booker_url,
        "title": booking.title,
        "start_time": booking.start_time,
        "end_time": booking.end_time,
        "organizer": organizer(facts),
        "attendees": persons(facts),
        "team": omit_none(booked_team(facts)),
        "location": booking.location,
        "conference_credential_id": omit_none(_credential(facts)),
        "destination_calendar": destinations(facts) or None,
        "i_cal_uid": booking.ical_uid,
        "i_cal_sequence": booking.ical_sequence,
        "attendee_seat_id": omit_none(facts.seat.reference_uid if facts.seat else None),
        "uid": booking.uid,
        "booking_id": booking.id,
        "video_call_data": omit_none(video_call(facts)),
        "apps_status": apps_status(facts) or OMIT,
        "sms_reminder_number": omit_none(booking.sms_reminder_number),
        "metadata": booking.meta or {},
        "organization_id": facts.audience.organization_id,
        "hashed_link": None,
    }


def _form(facts: Facts) -> dict[str, Any]:
    """What the booker said."""
    event_type = facts.event_type
    return {
        "description": (event_type.description if event_type else None) or facts.notes,
        "additional_notes": facts.notes,
        "custom_inputs": {},
        "responses": all_answers(facts),
        "user_fields_responses": custom_answers(facts),
    }


def _event_type(facts: Facts) -> dict[str, Any]:
    """What the event type settles; a group of usernames books none that is stored."""
    row = facts.event_type or EventType(title="Group Meeting", slug="dynamic", length=facts.minutes)
    is_seated = row.seats_per_time_slot is not None
    return {
        "type": row.slug,
        "event_type_id": row.id,
        "scheduling_type": row.scheduling_type,
        "hide_calendar_notes": row.hide_calendar_notes,
        "hide_calendar_event_details": row.hide_calendar_event_details,
        "hide_organizer_email": row.hide_organizer_email,
        "custom_reply_to_email": row.custom_reply_to_email,
        "seats_per_time_slot": row.seats_per_time_slot,
        "seats_show_attendees": row.seats_show_attendees if is_seated else True,
        "seats_show_availability_count": row.seats_show_availability_count if is_seated else True,
        "disable_rescheduling": row.disable_rescheduling,
        "disable_cancelling": row.disable_cancelling,
        "recurring_event": omit_none(recurrence(facts)),
        "event_title": row.title,
        "event_description": row.description,
        "price": row.price,
        "currency": row.currency,
        "length": facts.minutes,
    }


def _moved(booking: Booking, old: Booking | None) -> dict[str, Any]:
    if old is None:
        return {}
    return {
        "reschedule_id": old.id,
        "reschedule_uid": old.uid,
        "reschedule_start_time": old.start_time,
        "reschedule_end_time": old.end_time,
        "rescheduled_by": omit_none(old.rescheduled_by or booking.rescheduled_by),
    }


def _credential(facts: Facts) -> int | None:
    return facts.meeting.credential_id if facts.meeting else None
