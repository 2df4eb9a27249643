"""Events that bookings make in connected calendars."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam, or_, select
from sqlmodel import col

from mockcal.http.js_dates import iso_ms, parse_instant
from mockcal.http.zones import zone_named
from mockcal.sandbox.transaction import Transaction
from mockcal.store.apps import Credential, DestinationCalendar, ProviderCalendar, ProviderEvent
from mockcal.store.users import User

# The event type's own comes first. Made once: every booking asks these.
DESTINATIONS = (
    select(ProviderCalendar)
    .join(Credential, Credential.id == ProviderCalendar.credential_id)
    .join(
        DestinationCalendar,
        (DestinationCalendar.credential_id == Credential.id)
        & (DestinationCalendar.external_id == ProviderCalendar.external_id),
    )
    .where(
        or_(
            DestinationCalendar.event_type_id == bindparam("event_type_id"),
            DestinationCalendar.user_id == bindparam("user_id"),
        ),
        col(Credential.invalid).is_not(True),
        col(ProviderCalendar.read_only).is_(False),
        col(ProviderCalendar.error).is_(None),
    )
    .order_by(col(DestinationCalendar.event_type_id).is_(None))
)
BY_UID = select(ProviderEvent).where(ProviderEvent.uid == bindparam("uid")).order_by(ProviderEvent.id).limit(1)


def put_event(
    tx: Transaction,
    user: User,
    *,
    uid: str,
    start: datetime,
    end: datetime,
    body: dict[str, Any],
    event_type_id: int | None = None,
) -> ProviderEvent | None:
    """A new event in the event type's destination calendar, else in the user's; None when there is none that can be written.

    `body` is what the unified event shows beside its id and times.
    """
    calendar = next(iter(tx.all(DESTINATIONS, user_id=user.id, event_type_id=event_type_id)), None)
    if calendar is None:
        return None
    event = ProviderEvent(calendar_id=calendar.id, uid=uid, start=start, end=end)
    event.body = _timed({"status": "accepted", **body}, start, end, user.time_zone)
    event.status = event.body["status"]
    tx.queue(event)
    tx.hold(calendar)
    return event


def primary_address(tx: Transaction, user: User, *, event_type_id: int | None) -> str | None:
    """Of the account that bookings are written to; None when none is."""
    calendar = next(iter(tx.all(DESTINATIONS, user_id=user.id, event_type_id=event_type_id)), None)
    if calendar is None:
        return None
    of_account = select(ProviderCalendar.email).where(ProviderCalendar.credential_id == calendar.credential_id)
    return tx.first(of_account.where(col(ProviderCalendar.primary))) or calendar.email


def move_event(
    tx: Transaction, uid: str, *, start: datetime, end: datetime, body: dict[str, Any] | None = None
) -> ProviderEvent | None:
    """The event at its new time, `body` over what it showed; None when the calendar lost it."""
    event = event_by_uid(tx, uid)
    if event is not None:
        rewrite(event, start=start, end=end, body=body)
        tx.flush()
    return event


def rewrite(event: ProviderEvent, *, start: datetime, end: datetime, body: dict[str, Any] | None = None) -> None:
    """In its own zone, as before."""
    zone = ((event.body or {}).get("start") or {}).get("timeZone", "UTC")
    event.start, event.end = start, end
    event.body = _timed({**(event.body or {}), **(body or {})}, start, end, zone)
    event.status = event.body.get("status") or event.status


def remove_event(tx: Transaction, uid: str) -> None:
    event = event_by_uid(tx, uid)
    if event is not None:
        tx.delete(event)


def event_by_uid(tx: Transaction, uid: str) -> ProviderEvent | None:
    return tx.first(BY_UID, uid=uid)


def calendar_of(tx: Transaction, event: ProviderEvent) -> ProviderCalendar:
    """Where it is: what a booking's reference names."""
    calendar = tx.get(ProviderCalendar, event.calendar_id)
    assert calendar is not None
    return calendar


def moment_of(zoned: dict[str, Any]) -> datetime | None:
    """The instant of {"time", "timeZone"}; a time that names no offset is on the zone's wall clock. None for nonsense."""
    text, zone = str(zoned.get("time")), zoned.get("timeZone") or "UTC"
    if (wall := parse_instant(f"{text}Z")) is None or "T" not in text:
        return parse_instant(text)
    try:
        return wall.replace(tzinfo=zone_named(zone)).astimezone(UTC)
    except ValueError:
        return None


def _timed(body: dict[str, Any], start: datetime, end: datetime, zone: str) -> dict[str, Any]:
    times = {"start": {"time": iso_ms(start), "timeZone": zone}, "end": {"time": iso_ms(end), "timeZone": zone}}
    return {**body, **times}
