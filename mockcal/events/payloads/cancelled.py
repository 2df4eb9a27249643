"""Family C: BOOKING_CANCELLED."""

from typing import Any

from pydantic import Field

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
    WithOffset,
    destinations,
    platform_links,
    recurrence,
)
from mockcal.http.answers import OMIT, omit_none


class Reduced(Platform):
    """What a host's request to reschedule sends: no status, nothing of the event type."""

    title: str
    type: str
    start_time: WithOffset
    end_time: WithOffset
    description: str
    additional_notes: str
    custom_inputs: dict[str, Any]
    responses: dict[str, Answer]
    user_fields_responses: dict[str, Answer]
    organizer: PlainOrganizer
    attendees: list[PlainPerson]
    uid: str
    booking_id: int | None
    event_type_id: int | None
    location: str | None
    destination_calendar: list[CalendarDestination]
    cancellation_reason: str | None
    cancelled_by: str | None = None
    i_cal_uid: str = Field(alias="iCalUID")
    i_cal_sequence: int
    hide_organizer_email: bool
    custom_reply_to_email: str | None
    booker_url: str
    team: BookedTeam | None = None
    request_reschedule: bool
    organization_id: int | None


class Cancelled(Reduced):
    """`length` is the event type's; what is zero or empty becomes null; a whole series carries its recurrence."""

    seats_per_time_slot: int | None
    seats_show_attendees: bool | None
    recurring_event: Recurrence | None = None
    event_title: str | None
    event_description: str | None
    requires_confirmation: bool | None
    price: int | None
    currency: str | None
    length: int | None
    status: str


def cancelled(facts: Facts, reason: str | None, *, whole_series: bool = False) -> Cancelled:
    row = facts.event_type
    return Cancelled(
        **_shared(facts, reason),
        request_reschedule=False,
        seats_per_time_slot=row.seats_per_time_slot if row else None,
        seats_show_attendees=row.seats_show_attendees if row else None,
        recurring_event=omit_none(recurrence(facts)) if whole_series else OMIT,
        event_title=row.title if row else None,
        event_description=row.description if row else None,
        requires_confirmation=(row.requires_confirmation or None) if row else None,
        price=(row.price or None) if row else None,
        currency=(row.currency or None) if row else None,
        length=(row.length or None) if row else None,
        status="CANCELLED",
    )


def reschedule_requested(facts: Facts, reason: str | None) -> Reduced:
    return Reduced(**_shared(facts, f"Please reschedule. {reason or ''}"), request_reschedule=True)


def _shared(facts: Facts, reason: str | None) -> dict[str, Any]:
    booking, row = facts.booking, facts.event_type
    return {
        "title": booking.title,
        "type": row.slug if row else "",
        "start_time": booking.start_time,
        "end_time": booking.end_time,
        "description": (row.description if row else None) or facts.notes,
        "additional_notes": facts.notes,
        "custom_inputs": {},
        "responses": stored_answers(facts),
        "user_fields_responses": stored_custom_answers(facts),
        "organizer": plain_organizer(facts),
        "attendees": plain_persons(facts),
        "uid": booking.uid,
        "booking_id": booking.id,
        "event_type_id": booking.event_type_id,
        "location": booking.location,
        "destination_calendar": destinations(facts),
        "cancellation_reason": reason,
        "cancelled_by": omit_none(booking.cancelled_by),
        "i_cal_uid": booking.ical_uid,
        "i_cal_sequence": booking.ical_sequence + 1,
        "hide_organizer_email": bool(row and row.hide_organizer_email),
        "custom_reply_to_email": row.custom_reply_to_email if row else None,
        "booker_url": facts.booker_url,
        "team": omit_none(booked_team(facts)),
        "organization_id": facts.audience.organization_id,
        **platform_links(facts),
    }
