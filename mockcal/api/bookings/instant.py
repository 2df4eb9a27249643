"""Instant meetings of a team: made at once, for whichever host comes first."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from mockcal.api.bookings import effects, meetings
from mockcal.api.bookings.core import Person, people_of
from mockcal.api.bookings.titles import instant_title
from mockcal.http.errors import BadRequest
from mockcal.sandbox.transaction import Transaction
from mockcal.store.bookings import Booking
from mockcal.store.event_types import EventType


class TeamsOnly(BadRequest):
    def __init__(self) -> None:
        super().__init__("Instant bookings are only supported for team event types, not individual user event types.")


@dataclass(frozen=True, slots=True)
class InstantMeeting:
    """`token` is what the host who joins comes with; it is good until `expires`."""

    booking: Booking
    token: str
    expires: datetime


def require_team(event_type: EventType) -> None:
    """400 for a personal event type."""
    if event_type.team_id is None:
        raise TeamsOnly


def create(
    tx: Transaction,
    event_type: EventType,
    *,
    start: datetime,
    minutes: int | None,
    people: list[Person],
    responses: dict[str, object],
    metadata: dict[str, object],
) -> InstantMeeting:
    """A room without a host. Fields, availability, notice and limits are not looked at; 400 for a personal event type."""
    require_team(event_type)
    uid = tx.ids.uid()
    booking = tx.add(
        Booking(
            uid=uid,
            event_type_id=event_type.id,
            title=instant_title(people[0].name),
            description=str(responses.get("notes") or ""),
            responses=responses,
            start_time=start,
            end_time=start + timedelta(minutes=minutes or event_type.length),
            location=meetings.room_url(uid),
            status="AWAITING_HOST",
            meta=metadata,
            ical_uid=f"{uid}@Cal.com",
            created_at=tx.now,
            updated_at=tx.now,
        )
    )
    tx.add_all(people_of(booking.id, people))
    meetings.open_room(tx, booking)
    token = tx.ids.hex(64)
    effects.instant(tx, booking, token)
    expires = tx.now + timedelta(seconds=event_type.instant_meeting_expiry_seconds)
    return InstantMeeting(booking, token, expires)
