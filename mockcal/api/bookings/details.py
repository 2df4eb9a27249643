"""A booking's place, and what it has at providers: references, recordings, transcripts, sessions."""

from typing import Any

from sqlalchemy import select

from mockcal.api.bookings import effects, find
from mockcal.api.bookings.locations import updated_location
from mockcal.api.bookings.people import UnknownBooking
from mockcal.auth.caller import Caller
from mockcal.auth.event_types import is_event_admin
from mockcal.http.answers import Wire
from mockcal.http.errors import BadRequest, Forbidden, NotFound
from mockcal.sandbox.transaction import Transaction
from mockcal.store.bookings import Booking, BookingReference
from mockcal.store.event_types import EventType


class Reference(Wire):
    type: str
    event_uid: str
    id: int
    destination_calendar_id: str | None


class Recording(Wire):
    """`download_link` is null where none can be had; `error` says why."""

    id: str
    room_name: str
    start_ts: int
    status: str
    max_participants: int | None = None
    duration: int
    share_token: str
    download_link: str | None = None
    error: str | None = None


class SessionParticipant(Wire):
    user_id: str | None
    user_name: str | None
    join_time: int
    duration: int


class Session(Wire):
    """Times in seconds since 1970."""

    id: str
    room: str
    start_time: int
    duration: int
    ongoing: bool
    max_participants: int
    participants: list[SessionParticipant]


class NotOfThisUser(BadRequest):
    """400, not 403."""

    def __init__(self, uid: str) -> None:
        super().__init__(f"Booking with uid {uid} does not belong to user")


class NoCalVideo(NotFound):
    def __init__(self, uid: str) -> None:
        super().__init__(f"No Cal Video reference found with booking uid {uid}")


class MayNotMove(Forbidden):
    def __init__(self) -> None:
        super().__init__(
            "User is not authorized to update this booking location. User must be the event type owner, host, team admin "
            "or owner, or org admin or owner."
        )


class NoLocationValue(BadRequest):
    def __init__(self, kind: Any) -> None:
        super().__init__(f"Missing or invalid location value for type: {kind}")


def references(tx: Transaction, uid: str, *, kind: str | None, organizer_id: int | None = None) -> list[Reference]:
    """404 for no booking, 400 unless it is the organizer's (None: whoever asks may know)."""
    booking = find.require(tx, uid, UnknownBooking)
    if organizer_id is not None and booking.user_id != organizer_id:
        raise NotOfThisUser(uid)
    statement = select(BookingReference).where(BookingReference.booking_id == booking.id).order_by(BookingReference.id)
    rows = tx.all(statement.where(BookingReference.type == kind) if kind else statement)
    return [
        Reference(type=row.type, event_uid=row.uid, id=row.id, destination_calendar_id=row.external_calendar_id)
        for row in rows
    ]


def recordings(tx: Transaction, uid: str) -> list[dict[str, Any]]:
    return _with_room(tx, uid).recordings or []


def transcripts(tx: Transaction, uid: str) -> list[str]:
    return _with_room(tx, uid).transcripts or []


def sessions(tx: Transaction, uid: str) -> list[dict[str, Any]]:
    return _with_room(tx, uid).conferencing_sessions or []


def update_location(tx: Transaction, uid: str, asked: Any, caller: Caller) -> Booking:
    """404; 403 for whoever is no admin of the event type; 400 without a value. Nothing asked for changes nothing."""
    booking = find.require(tx, uid, find.BookingNotFound)
    event_type = tx.get(EventType, booking.event_type_id)
    is_admin = is_event_admin(tx, caller.user, event_type) if event_type else caller.user_id == booking.user_id
    if not is_admin:
        raise MayNotMove
    if asked is None:
        return booking
    place = updated_location(asked) if isinstance(asked, dict) else None
    if place is None:
        raise NoLocationValue(asked.get("type", "undefined") if isinstance(asked, dict) else "undefined")
    booking.location, booking.updated_at = place.location, tx.now
    booking.meta = {name: value for name, value in (booking.meta or {}).items() if name != "videoCallUrl"}
    if isinstance(booking.responses, dict):
        booking.responses = {**booking.responses, "location": place.response}
    tx.flush()
    effects.location_changed(tx, booking)
    return booking


def _with_room(tx: Transaction, uid: str) -> Booking:
    booking = find.require(tx, uid)
    statement = select(BookingReference.id).where(
        BookingReference.booking_id == booking.id, BookingReference.type == "daily_video"
    )
    if tx.first(statement) is None:
        raise NoCalVideo(uid)
    return booking
