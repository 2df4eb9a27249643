"""Reading and changing an event of a Google calendar by the uid that a booking's reference has."""

from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import select
from sqlmodel import col

from mockcal.api.calendars.events import moment_of
from mockcal.api.calendars.kinds import GOOGLE
from mockcal.api.calendars.unified_schemas import (
    Attendee,
    AttendeeIn,
    Event,
    EventOwner,
    Host,
    Location,
    ResponseStatus,
    UpdateEvent,
    ZonedTime,
    ZonedTimeIn,
)
from mockcal.http.answers import OMIT, Wire
from mockcal.http.errors import BadRequest, Json, NotFound, Unauthorized
from mockcal.http.js_dates import iso_ms
from mockcal.sandbox.transaction import Transaction
from mockcal.store.apps import Credential, ProviderCalendar, ProviderEvent
from mockcal.store.bookings import Booking, BookingReference

Part = TypeVar("Part", bound=Wire)

STORED_STATUS = {"accepted": "accepted", "pending": "pending", "declined": "cancelled", "cancelled": "cancelled"}
"""What the calendar keeps: it knows no declined events."""


class DetailsOnlyForGoogle(BadRequest):
    def __init__(self) -> None:
        super().__init__("Meeting details are currently only available for Google Calendar")


class UpdatesOnlyForGoogle(BadRequest):
    def __init__(self) -> None:
        super().__init__("Event updates are currently only available for Google Calendar")


class ReferenceNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__("Booking reference not found")


class NoValidCredentials(Unauthorized):
    def __init__(self) -> None:
        super().__init__("No valid credentials available for Google Calendar")


class DetailsFailed(NotFound):
    def __init__(self) -> None:
        super().__init__("Failed to retrieve meeting details", explain="the calendar has no event with this uid")


class UpdateFailed(NotFound):
    def __init__(self) -> None:
        super().__init__(
            "Failed to update meeting details",
            explain="the calendar has no event with this uid, cannot read one of the times, or misses an attendee's email",
        )


def details(tx: Transaction, calendar: str, uid: str) -> Event:
    """Anybody's event, as the real service has it: the uid is the only secret."""
    if calendar != GOOGLE.path:
        raise DetailsOnlyForGoogle
    found = _find(tx, uid)
    if found is None:
        raise DetailsFailed
    return _show(*found)


def update(tx: Transaction, calendar: str, uid: str, change: UpdateEvent) -> Event:
    """The event moves, and with it when its calendar is busy; the booking does not."""
    if calendar != GOOGLE.path:
        raise UpdatesOnlyForGoogle
    found = _find(tx, uid)
    if found is None:
        raise UpdateFailed
    _apply(found[0], change)
    tx.flush()
    return _show(*found)


def _find(tx: Transaction, uid: str) -> tuple[ProviderEvent, ProviderCalendar] | None:
    """404 without a reference of that uid, 401 when nobody's valid credentials could read the event."""
    reference = tx.first(select(BookingReference).where(BookingReference.uid == uid).order_by(BookingReference.id))
    if reference is None:
        raise ReferenceNotFound
    credentials = _credentials(tx, reference)
    if not credentials:
        raise NoValidCredentials
    statement = (
        select(ProviderEvent, ProviderCalendar)
        .join(ProviderCalendar, ProviderCalendar.id == ProviderEvent.calendar_id)
        .where(ProviderEvent.uid == uid, col(ProviderCalendar.credential_id).in_(credentials))
        .where(col(ProviderCalendar.error).is_(None))
    )
    row = next(iter(tx.rows(statement.order_by(ProviderEvent.id).limit(1))), None)
    return (row[0], row[1]) if row else None


def _credentials(tx: Transaction, reference: BookingReference) -> list[int | None]:
    """The reference's own credential, else those of the booking's organizer."""
    valid = select(Credential.id).where(Credential.type == GOOGLE.integration, col(Credential.invalid).is_not(True))
    own = tx.all(valid.where(Credential.id == reference.credential_id))
    if own:
        return own
    organizer = select(Booking.user_id).where(Booking.id == reference.booking_id)
    return tx.all(valid.where(col(Credential.user_id).in_(organizer)))


def _apply(event: ProviderEvent, change: UpdateEvent) -> None:
    """404 for times that the provider cannot read."""
    body: dict[str, Any] = dict(event.body or {})
    if change.title is not None:
        body["title"] = change.title
    if "description" in change.sent():
        body["description"] = change.description
    if change.start is not None:
        body["start"], event.start = _moved(change.start)
    if change.end is not None:
        body["end"], event.end = _moved(change.end)
    if change.status is not None:
        body["status"] = event.status = STORED_STATUS[change.status]
    if change.attendees is not None:
        _require_addresses(change.attendees)
        body["attendees"] = [_attendee(one) for one in change.attendees]
        body["hosts"] = _hosts_among(body["attendees"])
    event.body = body


def _require_addresses(attendees: list[AttendeeIn]) -> None:
    """404: the provider invites nobody without an address."""
    if not all(one.email for one in attendees):
        raise UpdateFailed


def _moved(sent: ZonedTimeIn) -> tuple[dict[str, str], datetime]:
    kept = {"time": sent.time, "timeZone": sent.time_zone}
    moment = moment_of(kept)
    if moment is None:
        raise UpdateFailed
    return kept, moment


def _attendee(sent: AttendeeIn) -> Json:
    """Somebody new who said nothing has yet to answer. 404 for one whom the provider could not invite."""
    if not sent.email:
        raise UpdateFailed
    given = {"email": sent.email, "name": sent.name, "self": sent.self, "optional": sent.optional, "host": sent.host}
    kept = {name: value for name, value in given.items() if value is not None}
    return {**kept, "responseStatus": str(sent.response_status or ResponseStatus.NEEDS_ACTION)}


def _hosts_among(attendees: list[Json]) -> list[Json]:
    return [one for one in attendees if one.get("host")]


def _show(event: ProviderEvent, calendar: ProviderCalendar) -> Event:
    """Without a host among the attendees the owner is host, with an unknown answer."""
    body = event.body or {}
    owner = body.get("calendarEventOwner") or {"email": calendar.email or calendar.external_id}
    attendees = body.get("attendees") or []
    hosts = body.get("hosts") or _hosts_among(attendees) or [{**owner, "responseStatus": None}]
    return Event(
        id=body.get("id") or event.uid,
        title=body.get("title") or "",
        description=body.get("description") or None,
        start=_time(body.get("start"), iso_ms(event.start)),
        end=_time(body.get("end"), iso_ms(event.end)),
        locations=[_only(Location, one) for one in body.get("locations") or []],
        attendees=[_only(Attendee, {"email": None, "responseStatus": None, **one}) for one in attendees] or OMIT,
        status=body.get("status") if "status" in body else event.status,
        hosts=[_only(Host, {"email": None, "name": None, "responseStatus": None, **one}) for one in hosts],
        calendar_event_owner=_only(EventOwner, {"email": None, "name": None, **owner}),
        source=body.get("source") or GOOGLE.path,
    )


def _only(model: type[Part], given: Json) -> Part:
    """What the model knows of it."""
    known = {field.alias for field in model.model_fields.values()}
    return model(**{key: value for key, value in given.items() if key in known})


def _time(given: Json | None, instant: str) -> ZonedTime:
    given = given or {}
    return ZonedTime(time=given.get("time") or instant, time_zone=given.get("timeZone") or "UTC")
