"""The booking core: what every way of booking goes through, in the order of its refusals."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from mockcal.api.bookings import held_slots, hosts, seats
from mockcal.api.bookings.answers import Field, Issue, require_schema
from mockcal.api.bookings.confirmation import requires_confirmation
from mockcal.api.bookings.hosts import NO_WISHES, Assigned, Wishes
from mockcal.api.bookings.locations import resolved
from mockcal.api.bookings.refusals import OfTheCore
from mockcal.api.bookings.titles import title_of
from mockcal.api.calendars import events
from mockcal.api.slots import availability
from mockcal.api.slots.hosts import EventHost
from mockcal.auth.caller import Caller
from mockcal.http.errors import BadRequest, RawError
from mockcal.sandbox.transaction import Transaction
from mockcal.store.bookings import Attendee, Booking, BookingSeat
from mockcal.store.event_types import EventType
from mockcal.store.users import User

# What a booking's metadata holds beside what its booker gave.
INTERNAL = ("videoCallUrl", "platformClientId")


class OutOfBounds(OfTheCore, BadRequest):
    internal_code = "booking_time_out_of_bounds_error"

    def __init__(self, explain: str) -> None:
        super().__init__(
            "The event type can't be booked at the \"start\" time provided. This could be because it's too soon "
            "(violating the minimum booking notice) or too far in the future (outside the event's scheduling window). "
            'Try fetching available slots first using the GET /v2/slots endpoint and then make a booking with "start" '
            "time equal to one of the available slots: https://cal.com/docs/api-reference/v2/slots",
            explain=explain,
        )


class InThePast(OfTheCore, BadRequest):
    internal_code = "Attempting to book a meeting in the past."

    def __init__(self) -> None:
        super().__init__("Attempting to book a meeting in the past.")


class TooManyActiveBookings(OfTheCore, BadRequest):
    """`offered` is the uid of a booking that may be moved instead."""

    internal_code = "booker_limit_exceeded_error"

    def __init__(self, offered: str | None) -> None:
        offer = f" You can reschedule your existing booking ({offered}) to a new timeslot instead." if offered else ""
        super().__init__(
            "Attendee with this email can't book because the maximum number of active bookings has been reached."
            + offer
        )


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who attends: the booker or a guest."""

    name: str
    email: str
    time_zone: str
    locale: str = "en"
    phone_number: str | None = None


@dataclass(slots=True, kw_only=True)
class NewBooking:
    """What is to be booked, whoever asked for it and in whichever version.

    `old` is what it takes the place of, `moved_seat` the one seat of it that is meant. `assigned` are the hosts where they are known already: nobody looks whether they are
    free, as for the occurrences after a series' first. `place` may be `conferencing`, the organizer's default app.
    `candidates` are the hosts of a group that has no event type of its own."""

    event_type: EventType
    start: datetime
    end: datetime
    booker: Person
    guests: Sequence[Person] = ()
    fields: list[Field]
    responses: dict[str, Any]
    place: str
    location_issues: Sequence[Issue] = ()
    metadata: dict[str, Any] = field(default_factory=dict)
    has_email: bool = True
    caller: Caller | None = None
    verification_code: str | None = None
    allows_conflicts: bool = False
    allows_any_time: bool = False
    wishes: Wishes = NO_WISHES
    reserved_slot_uid: str | None = None
    recurring_event_id: str | None = None
    assigned: Assigned | None = None
    candidates: Sequence[EventHost] | None = None
    old: Booking | None = None
    moved_seat: BookingSeat | None = None
    is_confirmed: bool = False  # whatever the event type says
    client_id: str | None = None

    @property
    def minutes(self) -> int:
        return int((self.end - self.start).total_seconds() // 60)


@dataclass(frozen=True, slots=True)
class Booked:
    """`seat` is the one just taken. `is_repeated`: the booking was there already, and nobody need be told."""

    booking: Booking
    seat: BookingSeat | None = None
    assigned: Assigned | None = None
    is_repeated: bool = False


def book(tx: Transaction, new: NewBooking) -> Booked:
    """Refusals, in order: schema, active bookings, verification, seats in a series, past, notice, window, length, limits,
    hosts, seats, reservation."""
    _require_sound(tx, new)
    pending = _is_pending(tx, new)
    if (twin := _twin(tx, new, pending=pending)) is not None:
        return Booked(twin, seats.seat_of(tx, twin, new.booker.email), is_repeated=True)
    require_time(tx, new)
    shared = _shared(tx, new)
    if shared is not None:
        return _join(tx, new, shared)
    return _make(tx, new, pending=pending)


def rehearse(tx: Transaction, new: NewBooking) -> Booked:
    """All refusals of a booking, and the booking as it would be; nothing is stored."""
    _require_sound(tx, new)
    require_time(tx, new)
    shared = _shared(tx, new)
    if shared is not None:
        seats.require_seat(tx, new.event_type, shared, new.booker.email)
    assigned = _assign(tx, new, is_unchecked=shared is not None)
    seated = new.event_type.seats_per_time_slot is not None
    booking = _booking(tx, new, assigned, pending=_is_pending(tx, new), seated=seated)
    return Booked(booking, assigned=assigned)


def _shared(tx: Transaction, new: NewBooking) -> Booking | None:
    """The booking of a seated slot that is joined; what must be paid for is booked apart."""
    return None if _is_unpaid(new) else seats.shared_booking(tx, new.event_type, new.start)


def _require_sound(tx: Transaction, new: NewBooking) -> None:
    """What is refused whatever the time."""
    require_schema(
        new.fields,
        new.responses,
        new.metadata,
        has_email=new.has_email,
        is_moved=new.old is not None,
        location_issues=new.location_issues,
    )
    if new.old is None:
        _require_room_for_booker(tx, new)
    _require_verified_address(tx, new)
    if new.event_type.recurring_event and new.event_type.seats_per_time_slot:
        raise RawError(400, "recurring_event_seats_error")


def require_time(tx: Transaction, new: NewBooking) -> None:
    """The refusals of a time whoever hosts: past, notice, window, length, limits."""
    _require_bounds(tx, new)
    _require_length(new)
    _require_under_limits(tx, new)


def minutes_of(booking: Booking) -> int:
    return int((booking.end_time - booking.start_time).total_seconds() // 60)


def people_of(booking_id: int | None, people: Sequence[Person]) -> list[Attendee]:
    return [
        Attendee(
            booking_id=booking_id,
            name=person.name,
            email=person.email,
            time_zone=person.time_zone,
            locale=person.locale,
            phone_number=person.phone_number,
        )
        for person in people
    ]


def require_free(tx: Transaction, new: NewBooking) -> None:
    """The refusals of a time, the hosts' among them."""
    require_time(tx, new)
    _assign(tx, new)


def _join(tx: Transaction, new: NewBooking, shared: Booking) -> Booked:
    """One more seat of a slot that is booked; its hosts are not asked again."""
    seats.require_seat(tx, new.event_type, shared, new.booker.email)
    held_slots.consume(tx, new.reserved_slot_uid, new.event_type, new.start, new.end)
    shared.updated_at = tx.now
    if new.moved_seat is not None:
        return Booked(shared, _move_seat(tx, new.moved_seat, shared))
    attendee = tx.add(people_of(shared.id, [new.booker])[0])
    return Booked(shared, _take_seat(tx, new, shared, attendee))


def _make(tx: Transaction, new: NewBooking, *, pending: bool) -> Booked:
    assigned = _assign(tx, new)
    new = _without_hosts(new, assigned)
    held_slots.consume(tx, new.reserved_slot_uid, new.event_type, new.start, new.end)
    seated = new.event_type.seats_per_time_slot is not None
    booking = tx.add(_booking(tx, new, assigned, pending=pending, seated=seated))
    if new.moved_seat is not None:
        seat = _move_seat(tx, new.moved_seat, booking)
        seat.reference_uid = tx.ids.uuid()
        tx.add_all(people_of(booking.id, _co_hosts(assigned)))
        return Booked(booking, seat, assigned)
    rows = people_of(booking.id, [new.booker, *([] if seated else new.guests), *_co_hosts(assigned)])
    tx.add_all(rows)
    return Booked(booking, _take_seat(tx, new, booking, rows[0]) if seated else None, assigned)


def _assign(tx: Transaction, new: NewBooking, *, is_unchecked: bool = False) -> Assigned:
    return new.assigned or hosts.assign(
        tx,
        new.event_type,
        new.start,
        new.end,
        candidates=new.candidates,
        wishes=new.wishes,
        is_unchecked=is_unchecked or _may_overrule(tx, new, wanted=new.allows_conflicts),
        old=new.old,
    )


def _without_hosts(new: NewBooking, assigned: Assigned) -> NewBooking:
    """Who hosts a team's booking is no guest of it."""
    hosting = {host.user.email for host in assigned.hosts}
    if new.event_type.team_id is None or hosting.isdisjoint(guest.email for guest in new.guests):
        return new
    guests = [guest for guest in new.guests if guest.email not in hosting]
    return replace(new, guests=guests, responses={**new.responses, "guests": [guest.email for guest in guests]})


def _move_seat(tx: Transaction, seat: BookingSeat, booking: Booking) -> BookingSeat:
    attendee = tx.get(Attendee, seat.attendee_id)
    assert attendee is not None
    seats.move(seat, attendee, booking)
    tx.flush()
    return seat


def _address(tx: Transaction, event_type: EventType, organizer: User) -> str:
    """What the booking is made under: the organizer's own, or that of the calendar that it is written to."""
    if not event_type.use_event_type_destination_calendar_email:
        return organizer.email
    return events.primary_address(tx, organizer, event_type_id=event_type.id) or organizer.email


def _booking(tx: Transaction, new: NewBooking, assigned: Assigned, *, pending: bool, seated: bool) -> Booking:
    organizer = assigned.organizer
    old = new.old if new.moved_seat is None and not seated else None  # what it takes the place of
    uid = tx.ids.uid()
    place = resolved(tx, new.place, organizer)
    platform = {"platformClientId": new.client_id} if new.client_id and not new.recurring_event_id else {}
    return Booking(
        uid=uid,
        user_id=organizer.id,
        user_primary_email=_address(tx, new.event_type, organizer),
        event_type_id=new.event_type.id,
        title=title_of(
            new.event_type,
            host=assigned.title_name(tx, new.event_type),
            organizer=organizer.name,
            responses=new.responses,
            minutes=new.minutes,
            location=place,
        ),
        description=None if seated else str(new.responses.get("notes") or ""),
        responses=None if seated else new.responses,
        start_time=new.start,
        end_time=new.end,
        location=place,
        status="PENDING" if pending else "ACCEPTED",
        from_reschedule=old.uid if old else None,
        recurring_event_id=new.recurring_event_id,
        meta={**({} if seated else new.metadata), **platform},
        ical_uid=old.ical_uid if old else _ical_uid(tx, new, uid),
        ical_sequence=old.ical_sequence + 1 if old else 0,
        paid=bool(new.old and new.old.paid),
        sms_reminder_number=new.responses.get("smsReminderNumber"),
        one_time_password=tx.ids.uuid() if pending else None,
        created_at=tx.now,
        updated_at=tx.now,
    )


def _ical_uid(tx: Transaction, new: NewBooking, uid: str) -> str:
    """A seat that was moved into a slot of its own gets one of its own, too."""
    if new.moved_seat is not None:
        return f"{tx.ids.uid()}{new.moved_seat.attendee_id}@Cal.com"
    return f"{uid}@Cal.com"


def _co_hosts(assigned: Assigned) -> list[Person]:
    return [
        Person(name=user.name or "", email=user.email, time_zone=user.time_zone, locale=user.locale or "en")
        for user in assigned.co_hosts
    ]


def _take_seat(tx: Transaction, new: NewBooking, booking: Booking, attendee: Attendee) -> BookingSeat:
    platform = {"platformClientId": new.client_id} if new.client_id else {}
    return tx.add(
        BookingSeat(
            reference_uid=tx.ids.uuid(),
            booking_id=booking.id,
            attendee_id=attendee.id,
            data={"description": new.responses.get("notes"), "responses": new.responses},
            meta={**new.metadata, **platform},
        )
    )


def _is_pending(tx: Transaction, new: NewBooking) -> bool:
    """Waiting for the host's word, or for the money."""
    if new.is_confirmed:
        return False
    confirms = requires_confirmation(new.event_type, start=new.start, now=tx.now, email=new.booker.email)
    return confirms or _is_unpaid(new)


def _is_unpaid(new: NewBooking) -> bool:
    return not new.is_confirmed and new.event_type.price > 0 and not (new.old and new.old.paid)


def _twin(tx: Transaction, new: NewBooking, *, pending: bool) -> Booking | None:
    """The same booking once more: a round robin, or what waits for its host, is made only once."""
    if new.old is not None or not (pending or new.event_type.scheduling_type == "ROUND_ROBIN"):
        return None
    statement = (
        select(Booking)
        .join(Attendee, Attendee.booking_id == Booking.id)
        .where(
            Booking.event_type_id == new.event_type.id,
            Booking.start_time == new.start,
            Booking.status == ("PENDING" if pending else "ACCEPTED"),
            Attendee.email == new.booker.email,
        )
        .order_by(Booking.id)
    )
    return tx.first(statement)


def _require_room_for_booker(tx: Transaction, new: NewBooking) -> None:
    most = new.event_type.max_active_bookings_per_booker
    if not most:
        return
    statement = (
        select(Booking.uid)
        .join(Attendee, Attendee.booking_id == Booking.id)
        .where(
            Booking.event_type_id == new.event_type.id,
            Booking.status == "ACCEPTED",
            Booking.start_time >= tx.now,
            Attendee.email == new.booker.email,
        )
        .order_by(col(Booking.start_time).desc())
        .limit(most)
    )
    active = tx.all(statement)
    if len(active) >= most:
        offers = new.event_type.max_active_booking_per_booker_offer_reschedule
        raise TooManyActiveBookings(active[-1] if offers else None)


def _require_verified_address(tx: Transaction, new: NewBooking) -> None:
    if not new.event_type.requires_booker_email_verification:
        return
    from mockcal.api.verified_resources.codes import is_email_code_valid

    if not new.verification_code:
        raise RawError(400, "email_verification_required")
    if not is_email_code_valid(tx, new.booker.email, new.verification_code):
        raise RawError(400, "invalid_verification_code")


def _require_bounds(tx: Transaction, new: NewBooking) -> None:
    reason = availability.out_of_bounds(tx, new.event_type, new.start, time_zone=new.booker.time_zone)
    if reason == "past":
        raise InThePast
    if reason is not None and not _may_overrule(tx, new, wanted=new.allows_any_time):
        raise OutOfBounds("sooner than the minimum booking notice" if reason == "notice" else "outside the window")


def _require_length(new: NewBooking) -> None:
    """What was booked at some length may move at that, whatever the event type has come to say."""
    lengths = [*(new.event_type.length_options or ()), new.event_type.length]
    if new.old is not None:
        lengths.append(minutes_of(new.old))
    if new.minutes not in lengths:
        raise RawError(400, "Invalid event length")


def _require_under_limits(tx: Transaction, new: NewBooking) -> None:
    reached = availability.reached_limit(tx, new.event_type, new.start, new.end, except_uid=new.old and new.old.uid)
    if reached is not None:
        raise RawError(401, f"{reached}_limit_reached")


def _may_overrule(tx: Transaction, new: NewBooking, *, wanted: bool) -> bool:
    """A host may book himself over conflicts, or whenever he likes; from others the wish is passed over."""
    return wanted and new.caller is not None and hosts.is_one(tx, new.event_type, new.caller.user_id)
