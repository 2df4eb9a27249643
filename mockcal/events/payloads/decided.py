"""Family B: what follows a decision or a payment: BOOKING_CREATED once confirmed, BOOKING_PAID, BOOKING_REJECTED, and
BOOKING_REQUESTED once paid."""

from typing import Any

from mockcal.events.facts import Facts
from mockcal.events.payloads.answers import Answer, stored_answers, stored_custom_answers
from mockcal.events.payloads.people import (
    BookedTeam,
    PlainOrganizer,
    PlainPerson,
    booked_team,
    plain_organizer,
    plain_persons,
)
from mockcal.events.payloads.shared import (
    CalendarDestination,
    Platform,
    Recurrence,
    VideoCall,
    destinations,
    platform_links,
    recurrence,
    video_call,
)
from mockcal.http.answers import OMIT, Instant, omit_none


class Decided(Platform):
    """Times with milliseconds; `destination_calendar` empty when there is none; the booking's own description."""

    booker_url: str
    type: str
    title: str
    description: str
    start_time: Instant
    end_time: Instant
    custom_inputs: dict[str, Any]
    responses: dict[str, Answer]
    user_fields_responses: dict[str, Answer]
    organizer: PlainOrganizer
    attendees: list[PlainPerson]
    team: BookedTeam | None = None
    location: str | None
    uid: str
    destination_calendar: list[CalendarDestination]
    requires_confirmation: bool
    recurring_event: Recurrence | None = None
    hide_organizer_email: bool
    hide_calendar_notes: bool
    hide_calendar_event_details: bool
    custom_reply_to_email: str | None
    disable_rescheduling: bool
    disable_cancelling: bool
    video_call_data: VideoCall | None = None
    event_type_id: int | None
    event_title: str | None = None
    event_description: str | None = None
    price: int | None = None
    currency: str | None = None
    length: int | None = None
    booking_id: int | None
    payment_id: int | None = None
    metadata: dict[str, Any] | None = None
    status: str | None = None
    organization_id: int | None


class Rejected(Platform):
    """`additional_notes` and `organization_id` came with newer services."""

    type: str
    title: str
    description: str
    additional_notes: str
    start_time: Instant
    end_time: Instant
    custom_inputs: dict[str, Any]
    responses: dict[str, Answer]
    user_fields_responses: dict[str, Answer]
    organizer: PlainOrganizer
    attendees: list[PlainPerson]
    team: BookedTeam | None = None
    location: str | None
    uid: str
    destination_calendar: list[CalendarDestination]
    requires_confirmation: bool
    recurring_event: Recurrence | None = None
    event_type_id: int | None
    event_title: str | None
    event_description: str | None
    price: int
    currency: str
    length: int
    booking_id: int | None
    status: str
    rejection_reason: str
    organization_id: int | None


def confirmed(facts: Facts) -> Decided:
    """Of the metadata only the meeting's link."""
    link = (facts.booking.meta or {}).get("videoCallUrl")
    return _decided(facts, status="ACCEPTED", metadata={"videoCallUrl": link} if link else OMIT, **_event_type(facts))


def paid(facts: Facts) -> Decided:
    booking, booker = facts.booking, facts.booker
    metadata = {
        "identifier": "cal.com",
        "bookingId": booking.id,
        "eventTypeId": booking.event_type_id,
        "bookerEmail": booker.email if booker else "",
        "eventTitle": facts.event_type.title if facts.event_type else booking.title,
        "externalId": f"pi_{booking.uid}",
    }
    return _decided(facts, status="ACCEPTED", payment_id=booking.id, metadata=metadata, **_event_type(facts))


def requested_once_paid(facts: Facts) -> Decided:
    """Neither status nor anything of the event type."""
    return _decided(facts)


def rejected(facts: Facts, reason: str | None) -> Rejected:
    """A missing reason is an empty one."""
    return Rejected(
        **_shared(facts),
        **_event_type(facts),
        additional_notes=facts.notes,
        status="REJECTED",
        rejection_reason=reason or "",
    )


def _decided(facts: Facts, **more: Any) -> Decided:
    row = facts.event_type
    return Decided(
        **_shared(facts),
        **more,
        booker_url=facts.booker_url,
        video_call_data=omit_none(video_call(facts)),
        hide_organizer_email=bool(row and row.hide_organizer_email),
        hide_calendar_notes=bool(row and row.hide_calendar_notes),
        hide_calendar_event_details=bool(row and row.hide_calendar_event_details),
        custom_reply_to_email=row.custom_reply_to_email if row else None,
        disable_rescheduling=bool(row and row.disable_rescheduling),
        disable_cancelling=bool(row and row.disable_cancelling),
    )


def _shared(facts: Facts) -> dict[str, Any]:
    booking = facts.booking
    return {
        "type": facts.event_type.slug if facts.event_type else "",
        "title": booking.title,
        "description": facts.notes,
        "start_time": booking.start_time,
        "end_time": booking.end_time,
        "custom_inputs": {},
        "responses": stored_answers(facts),
        "user_fields_responses": stored_custom_answers(facts),
        "organizer": plain_organizer(facts),
        "attendees": plain_persons(facts),
        "team": omit_none(booked_team(facts)),
        "location": booking.location,
        "uid": booking.uid,
        "destination_calendar": destinations(facts),
        "requires_confirmation": True,
        "event_type_id": booking.event_type_id,
        "booking_id": booking.id,
        "organization_id": facts.audience.organization_id,
        **platform_links(facts),
    }


def _event_type(facts: Facts) -> dict[str, Any]:
    row = facts.event_type
    return {
        "recurring_event": omit_none(recurrence(facts)),
        "event_title": row.title if row else facts.booking.title,
        "event_description": row.description if row else None,
        "price": row.price if row else 0,
        "currency": row.currency if row else "usd",
        "length": facts.minutes,
    }
