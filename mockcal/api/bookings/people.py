"""Attendees and guests of a booking that exists."""

import re
from typing import NoReturn

from sqlalchemy import select
from sqlmodel import col

from mockcal.api.bookings import effects, find
from mockcal.api.bookings.output import BookingAttendee, displayed
from mockcal.api.bookings.schemas import AddAttendee, AddGuests, GuestIn
from mockcal.auth.caller import Caller
from mockcal.auth.roles import is_admin_of
from mockcal.http.answers import Wire, omit_none
from mockcal.http.errors import BadRequest, Forbidden, NotFound, RepeatedMessageError, TrpcError
from mockcal.sandbox.transaction import Transaction
from mockcal.store.bookings import Attendee, Booking
from mockcal.store.event_types import EventType
from mockcal.store.users import User

MOST_GUESTS = 30


class BookingAttendeeWithId(BookingAttendee):
    id: int


class AddedAttendee(Wire):
    id: int
    booking_id: int
    name: str
    email: str
    display_email: str
    time_zone: str
    language: str | None
    absent: bool
    phone_number: str | None = None


class RemovedAttendee(Wire):
    id: int
    booking_id: int
    name: str
    email: str
    time_zone: str


class UnknownBooking(NotFound):
    def __init__(self, uid: str) -> None:
        super().__init__(f"Booking with uid {uid} not found")


class UnknownAttendee(RepeatedMessageError):
    def __init__(self, attendee_id: int, uid: str) -> None:
        super().__init__(404, "attendee_not_found", f"Attendee with id {attendee_id} not found in booking {uid}")


class PrimaryAttendee(RepeatedMessageError):
    def __init__(self) -> None:
        super().__init__(400, "cannot_remove_primary_attendee", "cannot_remove_primary_attendee")


class MayNotInvite(Forbidden):
    words = "You do not have permission to add attendees to this booking"

    def __init__(self) -> None:
        super().__init__(self.words)


class GuestsDisabled(BadRequest):
    words = "This event type does not allow guests"

    def __init__(self) -> None:
        super().__init__(self.words)


class AlreadyThere(BadRequest):
    def __init__(self, email: str) -> None:
        super().__init__(f"{email} is already an attendee of this booking")


class GuardedAddress(BadRequest):
    def __init__(self, email: str) -> None:
        super().__init__(f"{email} belongs to a user who wants bookings verified by e-mail")


def show(row: Attendee) -> BookingAttendeeWithId:
    return BookingAttendeeWithId(
        id=row.id,
        name=row.name,
        email=row.email,
        display_email=displayed(row.email),
        time_zone=row.time_zone,
        language=omit_none(row.locale),
        absent=bool(row.no_show),
        phone_number=omit_none(row.phone_number),
    )


def one(tx: Transaction, booking: Booking, attendee_id: int, viewer: find.Viewer) -> BookingAttendeeWithId:
    known = find.shown_attendees(tx, booking, viewer)
    row = next((row for row in known if row.id == attendee_id), None)
    return show(row or _refuse(UnknownAttendee(attendee_id, booking.uid)))


def add_attendee(tx: Transaction, booking: Booking, body: AddAttendee, caller: Caller) -> AddedAttendee:
    """400 when guests are switched off or the address is there already; 403 for whoever may not invite."""
    _require_inviter(tx, booking, caller)
    if _hides_guests(tx, booking):
        raise GuestsDisabled
    if _bare(body.email) in {_bare(row.email) for row in find.attendees_of(tx, booking)}:
        raise AlreadyThere(body.email)
    if _guarded(tx, [body.email]):
        raise GuardedAddress(body.email)
    row = tx.add(
        Attendee(
            booking_id=booking.id,
            name=body.name,
            email=body.email,
            time_zone=body.time_zone,
            locale=body.language or "en",
            phone_number=body.phone_number,
        )
    )
    _note_guests(tx, booking, [row.email])
    effects.attendee_added(tx, booking, row)
    return AddedAttendee(
        id=row.id,
        booking_id=row.booking_id,
        name=row.name,
        email=row.email,
        display_email=displayed(row.email),
        time_zone=row.time_zone,
        language=row.locale,
        absent=False,
        phone_number=omit_none(row.phone_number),
    )


def add_guests(tx: Transaction, uid: str, body: AddGuests, caller: Caller) -> Booking:
    """Those who are there already (ignoring case and `+tag`) are dropped. But for 404 all refusals are generic."""
    booking = find.require(tx, uid, UnknownBooking)
    if not _may_invite(tx, booking, caller):
        raise TrpcError(403, explain=MayNotInvite.words)
    if _hides_guests(tx, booking):
        raise TrpcError(400, explain=GuestsDisabled.words)
    before = find.attendees_of(tx, booking)
    guarded = _guarded(tx, [guest.email for guest in body.guests])
    asked = [guest for guest in body.guests if guest.email not in guarded]
    new = _new_guests(asked, {_bare(row.email) for row in before})
    if not new or len(new) + len(before) - 1 > MOST_GUESTS:
        raise TrpcError(400, explain="no guest is new, or there would be more than 30")
    organizer = tx.get(User, booking.user_id)
    rows = [_guest(booking, guest, organizer) for guest in new]
    tx.add_all(rows)
    _note_guests(tx, booking, [row.email for row in rows])
    effects.guests_added(tx, booking, before, rows)
    return booking


def remove(tx: Transaction, booking: Booking, attendee_id: int, caller: Caller) -> RemovedAttendee:
    """The booker stays: 400; 404 for nobody of this booking."""
    _require_inviter(tx, booking, caller)
    row = _attendee(tx, booking, attendee_id)
    if row.id == find.attendees_of(tx, booking)[0].id:
        raise PrimaryAttendee
    removed = RemovedAttendee(
        id=row.id, booking_id=row.booking_id, name=row.name, email=row.email, time_zone=row.time_zone
    )
    _keep_guests(tx, booking, [guest for guest in find.guests_of(booking) if guest != row.email])
    tx.delete(row)
    effects.attendee_removed(tx, booking, row)
    return removed


def _attendee(tx: Transaction, booking: Booking, attendee_id: int) -> Attendee:
    row = tx.first(select(Attendee).where(Attendee.id == attendee_id, Attendee.booking_id == booking.id))
    return row or _refuse(UnknownAttendee(attendee_id, booking.uid))


def _require_inviter(tx: Transaction, booking: Booking, caller: Caller) -> None:
    if not _may_invite(tx, booking, caller):
        raise MayNotInvite


def _may_invite(tx: Transaction, booking: Booking, caller: Caller) -> bool:
    """The organizer, an attendee, or an admin of the event type's team."""
    event_type = tx.get(EventType, booking.event_type_id)
    team_id = event_type.team_id if event_type else None
    if caller.user_id == booking.user_id or (team_id is not None and is_admin_of(tx, caller.user_id, team_id)):
        return True
    return caller.user.email in {row.email for row in find.attendees_of(tx, booking)}


def _hides_guests(tx: Transaction, booking: Booking) -> bool:
    event_type = tx.get(EventType, booking.event_type_id)
    if event_type is None:
        return False
    fields = event_type.booking_fields or []
    return event_type.disable_guests or any(one.get("name") == "guests" and one.get("hidden") for one in fields)


def _bare(email: str) -> str:
    """Without case and `+tag`: how addresses are told apart."""
    return re.sub(r"\+[^@]*(?=@)", "", email.lower())


def _guarded(tx: Transaction, emails: list[str]) -> set[str]:
    """Those of users who let nobody book in their name without a code."""
    guarded = select(User.email).where(
        col(User.email).in_(emails), col(User.requires_booker_email_verification).is_(True)
    )
    return set(tx.all(guarded))


def _new_guests(guests: list[GuestIn], known: set[str]) -> list[GuestIn]:
    new: dict[str, GuestIn] = {}
    for guest in guests:
        if _bare(guest.email) not in known:
            new.setdefault(_bare(guest.email), guest)
    return list(new.values())


def _guest(booking: Booking, guest: GuestIn, organizer: User | None) -> Attendee:
    return Attendee(
        booking_id=booking.id,
        name=guest.name or "",
        email=guest.email,
        time_zone=guest.time_zone or (organizer.time_zone if organizer else "UTC"),
        locale=guest.language or (organizer.locale if organizer else None) or "en",
        phone_number=guest.phone_number,
    )


def _note_guests(tx: Transaction, booking: Booking, emails: list[str]) -> None:
    _keep_guests(tx, booking, [*find.guests_of(booking), *emails])
    tx.flush()


def _keep_guests(tx: Transaction, booking: Booking, guests: list[str]) -> None:
    """Where no answers are kept, as of seats, the attendees alone say who comes."""
    booking.updated_at = tx.now
    if isinstance(booking.responses, dict):
        booking.responses = {**booking.responses, "guests": guests}


def _refuse(refusal: RepeatedMessageError) -> NoReturn:
    raise refusal
