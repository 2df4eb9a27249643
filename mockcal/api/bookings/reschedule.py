"""Moving a booking, a seat, or everybody who sits in a booking to another time."""

from datetime import datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy import delete, select

from mockcal.api.bookings import effects, find, platform, seats
from mockcal.api.bookings.core import INTERNAL, Booked, NewBooking, Person, book, require_free, require_time
from mockcal.api.bookings.schemas import RescheduleBooking, RescheduleSeat, starting
from mockcal.api.slots import availability
from mockcal.auth.caller import Caller
from mockcal.auth.event_types import is_admin_over
from mockcal.http.errors import BadRequest, Forbidden, InternalRefusal, NotFound, RawError
from mockcal.sandbox.transaction import Transaction
from mockcal.store.booking_fields import fields_of
from mockcal.store.bookings import Attendee, Booking
from mockcal.store.event_types import EventType
from mockcal.store.users import User


class NoEventType(NotFound):
    def __init__(self, uid: str) -> None:
        super().__init__(f"Booking with uid={uid} is missing event type")


class Cancelled(BadRequest):
    def __init__(self, uid: str) -> None:
        super().__init__(
            f"Can't reschedule booking with uid={uid} because it has been cancelled. Please provide uid of a booking "
            "that is not cancelled."
        )


class AlreadyRescheduled(BadRequest):
    def __init__(self, uid: str, new_uid: str) -> None:
        super().__init__(
            f"Can't reschedule booking with uid={uid} because it has been cancelled and rescheduled already to booking "
            f"with uid={new_uid}. You probably want to reschedule {new_uid} instead by passing it within the request URL."
        )


class SeatUidNeeded(BadRequest):
    def __init__(self, uid: str) -> None:
        docs = "https://cal.com/docs/api-reference/v2/bookings"
        super().__init__(
            f"Booking with uid={uid} is a seated booking which means you have to provide seatUid in the request body to "
            f"specify which seat specifically you want to reschedule. First, fetch the booking using {docs}/get-a-booking "
            "and then within the attendees array you will find the seatUid of the booking you want to reschedule. Second, "
            "provide the seatUid in the request body to specify which seat specifically you want to reschedule using the "
            f"reschedule endpoint {docs}/reschedule-a-booking#option-2"
        )


class NoSuchSeat(NotFound):
    def __init__(self, seat_uid: str) -> None:
        super().__init__(f"Seat with uid={seat_uid} does not exist.")


class NotInThisSeat(NotFound):
    def __init__(self, email: str, uid: str, seat_uid: str) -> None:
        super().__init__(f"Attendee with e-mail {email} for booking with uid={uid} and seatUid={seat_uid} not found")


class NobodyAttends(InternalRefusal):
    """400 where the real service fails with 500. Only a fixture makes such a booking."""

    def __init__(self) -> None:
        super().__init__("Internal server error", explain="nobody attends this booking")


class NotTheOrganizer(Forbidden):
    def __init__(self, uid: str) -> None:
        super().__init__(f"Only the organizer of booking with uid={uid} can ask for another time.")


class CannotRequest(BadRequest):
    def __init__(self, uid: str) -> None:
        super().__init__(f"Can't ask to reschedule booking with uid={uid} because it has been cancelled or rejected.")


def reschedule(tx: Transaction, uid: str, body: RescheduleBooking | RescheduleSeat, caller: Caller | None) -> Booked:
    """Refusals, in order: 404, without event type, cancelled, rejected, the seat's, then the booking core's."""
    old = find.require(tx, uid)
    event_type = movable(tx, old)
    if isinstance(body, RescheduleSeat):
        return _move_seat(tx, old, event_type, body, caller)
    if event_type.seats_per_time_slot is None:
        return _move(tx, old, event_type, body, caller)
    if caller is not None and is_admin_over(tx, caller.user_id, old.user_id):
        return _move_everybody(tx, old, event_type, starting(body.start))
    raise SeatUidNeeded(uid)


def request(tx: Transaction, uid: str, caller: Caller, reason: str | None) -> None:
    """The organizer asks for another time: what was booked is given up, and who booked it is told."""
    booking = find.require(tx, uid)
    if booking.user_id != caller.user_id:
        raise NotTheOrganizer(uid)
    if booking.status in ("CANCELLED", "REJECTED"):
        raise CannotRequest(uid)
    booking.status, booking.rescheduled = "CANCELLED", True
    booking.cancellation_reason, booking.cancelled_by = reason, caller.user.email
    booking.updated_at = tx.now
    tx.flush()
    effects.reschedule_requested(tx, booking, reason)


def movable(tx: Transaction, old: Booking) -> EventType:
    event_type = tx.get(EventType, old.event_type_id)
    if event_type is None:
        raise NoEventType(old.uid)
    if old.status == "CANCELLED":
        follower = tx.first(select(Booking).where(Booking.from_reschedule == old.uid)) if old.rescheduled else None
        raise AlreadyRescheduled(old.uid, follower.uid) if follower else Cancelled(old.uid)
    if old.status == "REJECTED":
        raise RawError(404, "Could not find original booking")
    return event_type


def _move(
    tx: Transaction, old: Booking, event_type: EventType, body: RescheduleBooking, caller: Caller | None
) -> Booked:
    client = platform.oauth_client_of(tx, event_type)
    client_id = client.id if client else None
    by = platform.managed_form(tx, client_id, body.rescheduled_by) if body.rescheduled_by else None
    rows = _people_of(tx, old, event_type)
    booker = _booker_of(old, rows)
    new = NewBooking(
        **_common(event_type, old, starting(body.start), booker),
        guests=[_person(row) for row in rows if row is not booker],
        responses=_responses(old, booker, body.rescheduling_reason),
        metadata=_user_metadata(old),
        recurring_event_id=old.recurring_event_id,
        verification_code=body.email_verification_code,
        caller=caller,
        is_confirmed=is_organizer(tx, old, by, booker.email, caller),
        client_id=client_id,
    )
    booked = book(tx, new)
    take_the_place(tx, old, booked, by=by)
    return booked


def take_the_place(tx: Transaction, old: Booking, booked: Booked, *, by: str | None, **how: bool) -> None:
    """The old booking is cancelled and known as moved. `how`: whether mails go out and meetings are made."""
    old.status, old.rescheduled, old.rescheduled_by, old.updated_at = "CANCELLED", True, by, tx.now
    tx.flush()
    effects.rescheduled(tx, booked, old=old, **how)


def _common(event_type: EventType, old: Booking, start: datetime, booker: Attendee) -> dict[str, Any]:
    return {
        "event_type": event_type,
        "start": start,
        "end": start + (old.end_time - old.start_time),
        "booker": _person(booker),
        "fields": fields_of(event_type),
        "place": old.location or "",
        "old": old,
    }


def _person(row: Attendee) -> Person:
    return Person(
        name=row.name,
        email=row.email,
        time_zone=row.time_zone,
        locale=row.locale or "en",
        phone_number=row.phone_number,
    )


def _people_of(tx: Transaction, old: Booking, event_type: EventType) -> list[Attendee]:
    """Those who come, without the co-hosts: they are found anew."""
    rows = _attendees_of(tx, old)
    if event_type.team_id is None:
        return rows
    hosts = {host.user.email for host in availability.hosts_of(tx, event_type)}
    invited = find.guests_of(old)
    return [row for row in rows if row is rows[0] or row.email in invited or row.email not in hosts]


def _attendees_of(tx: Transaction, old: Booking) -> list[Attendee]:
    rows = find.attendees_of(tx, old)
    if not rows:
        raise NobodyAttends
    return rows


def _booker_of(old: Booking, rows: list[Attendee]) -> Attendee:
    """Who gave the answers; where there are none, the first who attends."""
    email = find.answers_of(old).get("email")
    return next((row for row in rows if row.email == email), rows[0])


def _responses(old: Booking, booker: Attendee, reason: str | None) -> dict[str, Any]:
    """The old answers, and why it is moved now (not why it was moved before)."""
    kept = find.answers_of(old) or {"name": booker.name, "email": booker.email}
    kept = {name: value for name, value in kept.items() if name != "rescheduledReason"}
    return {**kept, "rescheduledReason": reason} if reason is not None else kept


def _user_metadata(old: Booking) -> dict[str, Any]:
    return {name: value for name, value in (old.meta or {}).items() if name not in INTERNAL}


def is_organizer(tx: Transaction, old: Booking, by: str | None, booker: str, caller: Caller | None) -> bool:
    """Whoever says he moves it (unless that is the booker), else the caller."""
    named = tx.first(select(User).where(User.email == by)) if by and by != booker else None
    mover = named or (caller.user if caller else None)
    return mover is not None and mover.id == old.user_id


def _move_seat(
    tx: Transaction, old: Booking, event_type: EventType, body: RescheduleSeat, caller: Caller | None
) -> Booked:
    """Into a booking of that slot, with the same seat; else into a new one, in a new seat."""
    seat = find.seat(tx, body.seat_uid)
    attendee = tx.get(Attendee, seat.attendee_id) if seat else None
    if seat is None or attendee is None:
        raise NoSuchSeat(body.seat_uid)
    if seat.booking_id != old.id:
        raise NotInThisSeat(attendee.email, old.uid, body.seat_uid)
    client = platform.oauth_client_of(tx, event_type)
    by = platform.managed_form(tx, client.id if client else None, body.rescheduled_by) if body.rescheduled_by else None
    new = NewBooking(
        **_common(event_type, old, starting(body.start), attendee),
        responses=(seat.data or {}).get("responses") or {"name": attendee.name, "email": attendee.email},
        verification_code=body.email_verification_code,
        caller=caller,
        is_confirmed=is_organizer(tx, old, by, attendee.email, caller),
        moved_seat=seat,
    )
    booked = book(tx, new)
    leave_behind(tx, old, booked, by=by)
    return booked


def leave_behind(tx: Transaction, old: Booking, booked: Booked, *, by: str | None = None, **how: bool) -> None:
    """The booking that a seat was taken out of; without any it is cancelled."""
    old.updated_at = tx.now
    if not seats.of(tx, old):
        old.status, old.rescheduled_by = "CANCELLED", by
    tx.flush()
    effects.seat_moved(tx, booked, old=old, **how)


def _move_everybody(tx: Transaction, old: Booking, event_type: EventType, start: datetime) -> Booked:
    """The booking itself, where the slot is free; else all who sit in it take seats in the one that is there."""
    moved = NewBooking(**_common(event_type, old, start, _attendees_of(tx, old)[0]), responses={})
    target = seats.shared_booking(tx, event_type, start)
    if target is not None and target.id != old.id:
        require_time(tx, moved)
        return _merge(tx, old, event_type, target)
    require_free(tx, moved)
    before = SimpleNamespace(
        id=old.id,
        uid=old.uid,
        start_time=old.start_time,
        end_time=old.end_time,
        status=old.status,
        rescheduled_by=old.rescheduled_by,
    )
    old.start_time, old.end_time = start, start + (old.end_time - old.start_time)
    old.ical_sequence, old.updated_at = old.ical_sequence + 1, tx.now
    tx.flush()
    effects.slot_moved(tx, old, old=before)
    return Booked(old)


def _merge(tx: Transaction, old: Booking, event_type: EventType, target: Booking) -> Booked:
    there = {row.email for row in find.attendees_of(tx, target)}
    coming = [(seat, tx.get(Attendee, seat.attendee_id)) for seat in seats.of(tx, old)]
    new = [(seat, row) for seat, row in coming if row is not None and row.email not in there]
    if len(seats.of(tx, target)) + len(new) > (event_type.seats_per_time_slot or 0):
        raise RawError(409, "not_enough_available_seats_error")
    for seat, row in new:
        seats.move(seat, row, target)
    tx.flush()
    for seat in seats.of(tx, old):
        tx.execute(delete(Attendee).where(Attendee.id == seat.attendee_id))
    old.status, old.updated_at, target.updated_at = "CANCELLED", tx.now, tx.now
    tx.flush()
    effects.slot_moved(tx, target, old=old)
    return Booked(target)
