"""MEETING_STARTED and MEETING_ENDED: no envelope, but a booking's record as it was when the trigger was set."""

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from pydantic import Field

from mockcal.events.facts import Facts
from mockcal.events.payloads.answers import Answer, stored_answers, stored_custom_answers
from mockcal.events.payloads.attendance import AbsentPerson as AttendeeRecord
from mockcal.events.payloads.attendance import attendee_record
from mockcal.events.payloads.shared import AppStatus, apps_status
from mockcal.http.answers import Instant, Wire
from mockcal.http.js_dates import iso_ms


class MeetingUser(Wire):
    email: str
    name: str | None
    time_zone: str
    username: str | None


class MeetingReference(Wire):
    id: int | None
    type: str
    uid: str
    meeting_id: str | None
    meeting_password: str | None
    meeting_url: str | None
    external_calendar_id: str | None
    booking_id: int | None
    credential_id: int | None
    deleted: bool | None


class Meeting(Wire):
    """A booking that was accepted when it was made."""

    trigger_event: str
    id: int | None
    uid: str
    idempotency_key: str
    user_id: int | None
    user_primary_email: str | None
    event_type_id: int | None
    title: str
    description: str | None
    custom_inputs: dict[str, Any]
    responses: dict[str, Answer]
    start_time: Instant
    end_time: Instant
    location: str | None
    created_at: Instant
    updated_at: Instant | None
    status: str
    paid: bool
    destination_calendar_id: int | None
    cancellation_reason: str | None
    rejection_reason: str | None
    reassign_reason: str | None
    reassign_by_id: int | None
    dynamic_event_slug_ref: str | None
    dynamic_group_slug_ref: str | None
    rescheduled: bool | None
    from_reschedule: str | None
    recurring_event_id: str | None
    sms_reminder_number: str | None
    scheduled_jobs: list[str]
    metadata: dict[str, Any]
    is_recorded: bool
    i_cal_uid: str = Field(alias="iCalUID")
    i_cal_sequence: int
    rating: int | None
    rating_feedback: str | None
    no_show_host: bool
    one_time_password: str | None
    cancelled_by: str | None
    rescheduled_by: str | None
    creation_source: str
    user: MeetingUser | None
    attendees: list[AttendeeRecord]
    payment: list[dict[str, Any]]
    references: list[MeetingReference]
    apps_status: list[AppStatus]


class MeetingEventType(Wire):
    id: int | None
    title: str
    slug: str
    description: str | None
    length: int
    price: int
    currency: str
    team_id: int | None
    parent_id: int | None
    user_id: int | None
    scheduling_type: str | None
    requires_confirmation: bool


class ConfirmedMeeting(Wire):
    """A booking that was accepted later, by its host or by a payment."""

    trigger_event: str
    id: int | None
    uid: str
    title: str
    description: str | None
    start_time: Instant
    end_time: Instant
    location: str | None
    metadata: dict[str, Any]
    responses: dict[str, Answer]
    user_fields_responses: dict[str, Answer]
    attendees: list[AttendeeRecord]
    custom_inputs: dict[str, Any]
    sms_reminder_number: str | None
    cancellation_reason: str | None
    event_type: MeetingEventType | None


def meeting(facts: Facts, trigger: str) -> Meeting:
    booking, user = facts.booking, facts.organizer
    span = f"{iso_ms(booking.start_time)}.{iso_ms(booking.end_time)}.{booking.user_id}"
    return Meeting(
        trigger_event=trigger,
        id=booking.id,
        uid=booking.uid,
        idempotency_key=str(uuid5(NAMESPACE_URL, span)),
        user_id=booking.user_id,
        user_primary_email=booking.user_primary_email,
        event_type_id=booking.event_type_id,
        title=booking.title,
        description=booking.description,
        custom_inputs={},
        responses=stored_answers(facts),
        start_time=booking.start_time,
        end_time=booking.end_time,
        location=booking.location,
        created_at=booking.created_at,
        updated_at=booking.updated_at,
        status=booking.status,
        paid=booking.paid,
        destination_calendar_id=facts.destination.id if facts.destination else None,
        cancellation_reason=booking.cancellation_reason,
        rejection_reason=booking.rejection_reason,
        reassign_reason=booking.reassign_reason,
        reassign_by_id=None,
        dynamic_event_slug_ref=None,
        dynamic_group_slug_ref=None,
        rescheduled=booking.rescheduled,
        from_reschedule=booking.from_reschedule,
        recurring_event_id=booking.recurring_event_id,
        sms_reminder_number=booking.sms_reminder_number,
        scheduled_jobs=[],
        metadata=booking.meta or {},
        is_recorded=bool(booking.recordings),
        i_cal_uid=booking.ical_uid,
        i_cal_sequence=booking.ical_sequence,
        rating=booking.rating,
        rating_feedback=None,
        no_show_host=booking.no_show_host,
        one_time_password=booking.one_time_password,
        cancelled_by=booking.cancelled_by,
        rescheduled_by=booking.rescheduled_by,
        creation_source=booking.creation_source,
        user=user and MeetingUser(email=user.email, name=user.name, time_zone=user.time_zone, username=user.username),
        attendees=[attendee_record(attendee) for attendee in facts.people],
        payment=_payments(facts),
        references=_references(facts),
        apps_status=apps_status(facts),
    )


def confirmed_meeting(facts: Facts, trigger: str) -> ConfirmedMeeting:
    booking = facts.booking
    return ConfirmedMeeting(
        trigger_event=trigger,
        id=booking.id,
        uid=booking.uid,
        title=booking.title,
        description=booking.description,
        start_time=booking.start_time,
        end_time=booking.end_time,
        location=booking.location,
        metadata=booking.meta or {},
        responses=stored_answers(facts),
        user_fields_responses=stored_custom_answers(facts),
        attendees=[attendee_record(attendee) for attendee in facts.people],
        custom_inputs={},
        sms_reminder_number=booking.sms_reminder_number,
        cancellation_reason=booking.cancellation_reason,
        event_type=_event_type(facts),
    )


def _references(facts: Facts) -> list[MeetingReference]:
    return [
        MeetingReference(
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
        for row in facts.references
    ]


def _payments(facts: Facts) -> list[dict[str, Any]]:
    """A priced booking has one payment, known by the booking's id."""
    row, booking = facts.event_type, facts.booking
    if row is None or not row.price:
        return []
    return [
        {"id": booking.id, "amount": row.price, "currency": row.currency, "success": booking.paid, "refunded": False}
    ]


def _event_type(facts: Facts) -> MeetingEventType | None:
    row = facts.event_type
    if row is None:
        return None
    return MeetingEventType(
        id=row.id,
        title=row.title,
        slug=row.slug,
        description=row.description,
        length=row.length,
        price=row.price,
        currency=row.currency,
        team_id=row.team_id,
        parent_id=row.parent_id,
        user_id=row.user_id,
        scheduling_type=row.scheduling_type,
        requires_confirmation=row.requires_confirmation,
    )
