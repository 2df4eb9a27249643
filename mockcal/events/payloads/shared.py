"""Parts that several payloads have: times, calendars, meetings, the platform client's links."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import PlainSerializer

from mockcal.events.facts import Facts
from mockcal.http.answers import Wire
from mockcal.http.js_dates import iso_ms
from mockcal.store.apps import DestinationCalendar
from mockcal.store.bookings import BookingReference


def _seconds(moment: datetime) -> str:
    return iso_ms(moment)[:-5] + "Z"


def _with_offset(moment: datetime) -> str:
    return iso_ms(moment)[:-5] + "+00:00"


Seconds = Annotated[datetime, PlainSerializer(_seconds, return_type=str)]
"""2026-01-12T10:00:00Z"""
WithOffset = Annotated[datetime, PlainSerializer(_with_offset, return_type=str)]
"""2026-01-12T10:00:00+00:00"""


class CalendarDestination(Wire):
    """The calendar that the event is written to."""

    id: int | None
    integration: str
    external_id: str
    primary_email: str | None
    user_id: int | None
    event_type_id: int | None
    credential_id: int | None
    delegation_credential_id: str | None


class VideoCall(Wire):
    type: str
    id: str
    password: str
    url: str


class AppStatus(Wire):
    """How one integration fared; played providers never fail halfway."""

    app_name: str
    type: str
    success: int
    failures: int
    errors: list[str]


class Recurrence(Wire):
    freq: int
    count: int
    interval: int


def destinations(facts: Facts) -> list[CalendarDestination]:
    return [_destination(facts.destination)] if facts.destination else []


def video_call(facts: Facts) -> VideoCall | None:
    meeting = facts.meeting
    if meeting is None:
        return None
    return VideoCall(
        type=meeting.type,
        id=meeting.meeting_id or meeting.uid,
        password=meeting.meeting_password or "",
        url=meeting.meeting_url or "",
    )


def apps_status(facts: Facts) -> list[AppStatus]:
    return [_status(reference) for reference in facts.references]


def recurrence(facts: Facts) -> Recurrence | None:
    """Of a recurring event type."""
    rule: Any = facts.event_type.recurring_event if facts.event_type else None
    return (
        Recurrence(freq=rule.get("freq", 2), count=rule.get("count", 1), interval=rule.get("interval", 1))
        if rule
        else None
    )


def platform_links(facts: Facts) -> dict[str, Any]:
    """The fields that name a platform client and its pages; none for other bookings."""
    client = facts.client
    if client is None:
        return {}
    return {
        "platform_client_id": client.id,
        "platform_reschedule_url": client.booking_reschedule_redirect_uri,
        "platform_cancel_url": client.booking_cancel_redirect_uri,
        "platform_booking_url": client.booking_redirect_uri,
    }


class Platform(Wire):
    """What bookings of a platform client have beside the rest."""

    platform_client_id: str | None = None
    platform_reschedule_url: str | None = None
    platform_cancel_url: str | None = None
    platform_booking_url: str | None = None


def _destination(row: DestinationCalendar) -> CalendarDestination:
    return CalendarDestination(
        id=row.id,
        integration=row.integration,
        external_id=row.external_id,
        primary_email=row.primary_email,
        user_id=row.user_id,
        event_type_id=row.event_type_id,
        credential_id=row.credential_id,
        delegation_credential_id=row.delegation_credential_id,
    )


def _status(reference: BookingReference) -> AppStatus:
    return AppStatus(app_name=reference.type.replace("_", "-"), type=reference.type, success=1, failures=0, errors=[])
