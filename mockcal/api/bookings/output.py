"""Bookings as version 2024-08-13 shows them: regular, recurring, seated, or both, chosen when they are read."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from sqlalchemy import select

from mockcal.http.answers import OMIT, Instant, Wire, omit_none
from mockcal.sandbox.transaction import Transaction
from mockcal.store.bookings import ATTENDEES, Attendee, Booking, BookingSeat
from mockcal.store.event_types import EventType
from mockcal.store.users import User

UNKNOWN = "unknown"
CLIENT_MARK = re.compile(r"\+[a-zA-Z0-9]{25}")


class BookingHost(Wire):
    id: int | str
    name: str
    email: str
    display_email: str
    username: str
    time_zone: str


class BookingEventType(Wire):
    id: int
    slug: str


class BookingAttendee(Wire):
    name: str
    email: str
    display_email: str
    time_zone: str
    language: str | None = None
    absent: bool
    phone_number: str | None = None


class SeatedAttendee(Wire):
    """Also somebody without a seat: a co-host, or who came before there were seats."""

    name: str
    email: str
    display_email: str
    time_zone: str
    language: str | None = None
    absent: bool
    seat_uid: str | None = None
    booking_fields_responses: dict[str, Any]
    metadata: dict[str, Any] | None = None


class BookingBase(Wire):
    """What every shape has. `hosts` is the organizer alone; `location` and `meetingUrl` are always the same."""

    id: int
    uid: str
    title: str
    description: str | None
    hosts: list[BookingHost]
    status: str
    cancellation_reason: str
    cancelled_by_email: str | None = None
    rescheduling_reason: str | None = None
    rescheduled_by_email: str | None = None
    rescheduled_from_uid: str | None = None
    rescheduled_to_uid: str | None = None
    start: Instant
    end: Instant
    duration: int
    event_type_id: int | None
    event_type: BookingEventType | None
    meeting_url: str | None = None
    location: str | None = None
    absent_host: bool
    created_at: Instant
    updated_at: Instant | None
    rating: int | None
    ics_uid: str
    is_platform_managed_user_booking: bool | None = None


class RegularBooking(BookingBase):
    attendees: list[BookingAttendee]
    guests: list[str] | None = None
    booking_fields_responses: dict[str, Any]
    metadata: dict[str, Any] | None = None


class RecurringBooking(RegularBooking):
    recurring_booking_uid: str


class SeatedBooking(BookingBase):
    """`seat_uid` only where one's own seat was just made or moved."""

    attendees: list[SeatedAttendee]
    seat_uid: str | None = None


class RecurringSeatedBooking(SeatedBooking):
    recurring_booking_uid: str


AnyBooking = RegularBooking | RecurringBooking | SeatedBooking | RecurringSeatedBooking


@dataclass(slots=True)
class Related:
    """All that showing some bookings needs, read at once."""

    event_types: dict[int, EventType] = field(default_factory=dict)
    organizers: dict[int, User] = field(default_factory=dict)
    attendees: dict[int, list[Attendee]] = field(default_factory=lambda: defaultdict(list))
    seats: dict[int, BookingSeat] = field(default_factory=dict)  # by attendee
    followers: dict[str, Booking] = field(default_factory=dict)  # by the uid that they were rescheduled from
    originals: dict[str, Booking] = field(default_factory=dict)  # by uid


def related(tx: Transaction, bookings: Sequence[Booking]) -> Related:
    ids = [booking.id for booking in bookings]
    found = Related()
    types = {booking.event_type_id for booking in bookings if booking.event_type_id}
    hosts = {booking.user_id for booking in bookings if booking.user_id}
    moved = [booking.uid for booking in bookings if booking.rescheduled]
    origins = [booking.from_reschedule for booking in bookings if booking.from_reschedule]
    found.event_types = {row.id: row for row in _by_id(tx, EventType, types)}
    found.organizers = {row.id: row for row in _by_id(tx, User, hosts)}
    for attendee in _attendees(tx, ids):
        found.attendees[attendee.booking_id].append(attendee)
    seated = [one.id for one in bookings if is_seated(found.event_types.get(one.event_type_id or 0))]
    found.seats = {seat.attendee_id: seat for seat in _in(tx, BookingSeat, BookingSeat.booking_id, seated)}
    found.followers = {row.from_reschedule: row for row in _in(tx, Booking, Booking.from_reschedule, moved)}
    found.originals = {row.uid: row for row in _in(tx, Booking, Booking.uid, origins)}
    return found


class Seats(Enum):
    """How much of a seated booking's attendees is shown; a seat's uid in its place shows just that one."""

    ALL = "all"
    NONE = "none"


def is_seated(event_type: EventType | None) -> bool:
    """By what the event type says now, not by what it said when a booking was made."""
    return event_type is not None and event_type.seats_per_time_slot is not None


def present(
    booking: Booking, related: Related, *, attendees: Seats | str = Seats.ALL, is_flat: bool = False
) -> AnyBooking:
    """`is_flat`: in the regular (or recurring) shape even if it is seated."""
    recurring = {"recurring_booking_uid": booking.recurring_event_id} if booking.recurring_event_id else {}
    common = _common(booking, related)
    if recurring:
        common |= {"rescheduled_to_uid": OMIT, "rescheduled_by_email": OMIT}
    if not is_flat and is_seated(related.event_types.get(booking.event_type_id or 0)):
        seated = RecurringSeatedBooking if recurring else SeatedBooking
        return seated(**common, attendees=_seated_attendees(booking, related, attendees), **recurring)
    regular = RecurringBooking if recurring else RegularBooking
    return regular(**common, **_answers(booking, related, shows_phone=not recurring), **recurring)


def displayed(email: str) -> str:
    """An address without the client id that a managed user's carries."""
    return CLIENT_MARK.sub("", email, count=1)


def attendee(row: Attendee, *, shows_phone: bool = True) -> BookingAttendee:
    return BookingAttendee(
        name=row.name,
        email=row.email,
        display_email=displayed(row.email),
        time_zone=row.time_zone,
        language=row.locale,
        absent=bool(row.no_show),
        phone_number=omit_none(row.phone_number) if shows_phone else OMIT,
    )


def location_of(booking: Booking) -> str | None:
    """The meeting's URL once there is one."""
    return (booking.meta or {}).get("videoCallUrl") or booking.location


def _common(booking: Booking, related: Related) -> dict[str, Any]:
    event_type = related.event_types.get(booking.event_type_id or 0)
    where = location_of(booking)
    return {
        "id": booking.id,
        "uid": booking.uid,
        "title": booking.title,
        "description": booking.description,
        "hosts": [_host(booking, related.organizers.get(booking.user_id or 0))],
        "status": booking.status.lower(),
        "cancellation_reason": booking.cancellation_reason or "",
        "rescheduled_by_email": _rescheduled_by(booking, related),
        "rescheduled_from_uid": omit_none(booking.from_reschedule),
        "rescheduled_to_uid": _rescheduled_to(booking, related),
        "start": booking.start_time,
        "end": booking.end_time,
        "duration": int((booking.end_time - booking.start_time).total_seconds() // 60),
        "event_type_id": booking.event_type_id,
        "event_type": BookingEventType(id=event_type.id, slug=event_type.slug) if event_type else None,
        "meeting_url": omit_none(where),
        "location": omit_none(where),
        "absent_host": booking.no_show_host,
        "created_at": booking.created_at,
        "updated_at": booking.updated_at,
        "rating": booking.rating,
        "ics_uid": booking.ical_uid,
    }


def _host(booking: Booking, organizer: User | None) -> BookingHost:
    if organizer is None:
        unknown = {"id": UNKNOWN, "name": UNKNOWN, "email": UNKNOWN, "display_email": UNKNOWN, "username": UNKNOWN}
        return BookingHost(**unknown, time_zone="UTC")
    return BookingHost(
        id=organizer.id,
        name=organizer.name or "",
        email=organizer.email,
        display_email=displayed(organizer.email),
        username=organizer.username or UNKNOWN,
        time_zone=organizer.time_zone,
    )


def _rescheduled_to(booking: Booking, related: Related) -> Any:
    follower = related.followers.get(booking.uid) if booking.rescheduled else None
    return follower.uid if follower else OMIT


def _rescheduled_by(booking: Booking, related: Related) -> str | None:
    """A moved booking's own; on the one that came of it, until it is moved itself, the old one's."""
    original = related.originals.get(booking.from_reschedule or "")
    if booking.rescheduled or original is None:
        return booking.rescheduled_by
    return original.rescheduled_by or booking.rescheduled_by


def _answers(booking: Booking, related: Related, *, shows_phone: bool) -> dict[str, Any]:
    responses = shown_responses(booking.responses)
    return {
        "attendees": [attendee(row, shows_phone=shows_phone) for row in related.attendees[booking.id or 0]],
        "cancelled_by_email": booking.cancelled_by or "",
        "rescheduling_reason": omit_none(responses.get("rescheduledReason")),
        "guests": omit_none(responses.get("guests")),
        "booking_fields_responses": responses,
        "metadata": {name: value for name, value in (booking.meta or {}).items() if name != "videoCallUrl"},
    }


def shown_responses(stored: Any) -> dict[str, Any]:
    if not _are_sound(stored):
        return {"name": UNKNOWN, "email": UNKNOWN, "guests": [], "rescheduledReason": UNKNOWN}
    shown = {name: value for name, value in stored.items() if value is not None}
    shown["displayEmail"] = displayed(stored["email"])
    if "guests" in shown:
        shown["displayGuests"] = [displayed(guest) for guest in stored["guests"]]
    return shown


def _are_sound(stored: Any) -> bool:
    """Older versions and fixtures store answers of any kind."""
    if not isinstance(stored, dict):
        return False
    guests, reason = stored.get("guests"), stored.get("rescheduledReason")
    return (
        isinstance(stored.get("name"), str | dict)
        and isinstance(stored.get("email"), str)
        and (guests is None or (isinstance(guests, list) and all(isinstance(guest, str) for guest in guests)))
        and (reason is None or isinstance(reason, str))
    )


def _seated_attendees(booking: Booking, related: Related, which: Seats | str) -> list[SeatedAttendee]:
    rows = related.attendees[booking.id or 0] if which is not Seats.NONE else []
    seated = [(row, related.seats.get(row.id or 0)) for row in rows]
    return [
        _seated_attendee(row, seat)
        for row, seat in seated
        if which is Seats.ALL or (seat is not None and seat.reference_uid == which)
    ]


def _seated_attendee(row: Attendee, seat: BookingSeat | None) -> SeatedAttendee:
    metadata = (seat.meta if seat else None) or {}
    return SeatedAttendee(
        name=row.name,
        email=row.email,
        display_email=displayed(row.email),
        time_zone=row.time_zone,
        language=row.locale,
        absent=bool(row.no_show),
        seat_uid=seat.reference_uid if seat else OMIT,
        booking_fields_responses=_seat_responses(seat),
        metadata=metadata if all(isinstance(value, str) for value in metadata.values()) else {},
    )


def _seat_responses(seat: BookingSeat | None) -> dict[str, Any]:
    responses = ((seat.data if seat else None) or {}).get("responses")
    if not isinstance(responses, dict):
        return {"name": UNKNOWN}
    shown = {name: value for name, value in responses.items() if name != "email" and value is not None}
    return {**shown, "guests": []}


def _in(tx: Transaction, model: Any, column: Any, values: Any) -> list[Any]:
    values = [value for value in values if value is not None]
    return tx.all(select(model).where(column.in_(values)).order_by(model.id)) if values else []


def _attendees(tx: Transaction, booking_ids: list[int | None]) -> list[Attendee]:
    if len(booking_ids) == 1:
        return tx.all(ATTENDEES, booking_id=booking_ids[0])
    return _in(tx, Attendee, Attendee.booking_id, booking_ids)


def _by_id(tx: Transaction, model: Any, ids: set[int]) -> list[Any]:
    """A single one is mostly known to the transaction already."""
    if len(ids) == 1:
        found = tx.get(model, next(iter(ids)))
        return [found] if found is not None else []
    return _in(tx, model, model.id, ids)
