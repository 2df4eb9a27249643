"""Booking an event type, version 2024-08-13: once, as a series, in a seat, or at once."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from mockcal.api.bookings import answers, effects, instant, payment, platform, routing
from mockcal.api.bookings.core import Booked, NewBooking, Person, book
from mockcal.api.bookings.instant import InstantMeeting
from mockcal.api.bookings.locations import booked_location
from mockcal.api.bookings.lookup import event_type_of, require_bookable
from mockcal.api.bookings.schemas import CreateBooking, CreateInstantBooking, CreateRecurringBooking, starting
from mockcal.auth.caller import Caller
from mockcal.http.errors import ApiError, BadRequest
from mockcal.http.zones import zone_named
from mockcal.sandbox.transaction import Transaction
from mockcal.scheduling.recurrence import occurrences
from mockcal.store.booking_fields import fields_of
from mockcal.store.event_types import EventType


class OneLengthOnly(BadRequest):
    def __init__(self) -> None:
        super().__init__(
            "Can't specify 'lengthInMinutes' because event type does not have multiple possible lengths. Please, remove "
            "the 'lengthInMinutes' field from the request."
        )


class NotALength(BadRequest):
    def __init__(self, lengths: list[int]) -> None:
        super().__init__(
            "Provided 'lengthInMinutes' is not one of the possible lengths for the event type. The possible lengths are: "
            f"{', '.join(map(str, lengths))}"
        )


class TooManyOccurrences(BadRequest):
    def __init__(self) -> None:
        super().__init__("Provided recurrence count is higher than the event type's recurring event count.")


@dataclass(frozen=True, slots=True)
class Created:
    """One booking, or those of a series in order of their start."""

    booked: list[Booked]
    is_series: bool = False


def create(tx: Transaction, body: CreateBooking, caller: Caller | None) -> Created:
    """Refusals, in order: event type, who may book it, its hosts, fields, length, count, location, then the core's."""
    event_type = event_type_of(tx, body)
    require_bookable(tx, event_type, caller)
    who = _who(tx, event_type, body)
    if isinstance(body, CreateInstantBooking):
        return Created([Booked(_instant(tx, event_type, body, who).booking)])
    fields = fields_of(event_type)
    answers.check(fields, body, event_type.id)
    _require_length(event_type, body.length_in_minutes)
    count = _count(event_type, body)
    new = _requested(event_type, fields, body, who, caller)
    booked = _series(tx, new, count) if count else [_one(tx, new)]
    routing.remember(tx, body.routing, booked[0].booking)
    return Created(booked, is_series=count > 0)


@dataclass(frozen=True, slots=True)
class Who:
    """The people of a booking. `guests` is None where none were named; `client_id` is the event type's platform client."""

    email: str
    booker: Person
    guests: list[str] | None
    client_id: str | None

    @property
    def guests_as_people(self) -> list[Person]:
        return [Person(name="", email=guest, time_zone=self.booker.time_zone) for guest in self.guests or []]


def _who(tx: Transaction, event_type: EventType, body: CreateBooking) -> Who:
    client = platform.oauth_client_of(tx, event_type)
    client_id = client.id if client else None
    attendee = body.attendee
    email = platform.managed_form(tx, client_id, answers.email_of(attendee))
    booker = Person(
        name=answers.full_name(answers.given_name(body)),
        email=email,
        time_zone=attendee.time_zone or "UTC",
        locale=attendee.language or "en",
        phone_number=attendee.phone_number,
    )
    guests = body.guests
    if guests is not None:
        guests = [platform.managed_form(tx, client_id, guest) for guest in guests]
    return Who(email, booker, guests, client_id)


def _requested(
    event_type: EventType, fields: list[answers.Field], body: CreateBooking, who: Who, caller: Caller | None
) -> NewBooking:
    location = booked_location(event_type, body.location, body.meeting_url)
    start = starting(body.start)
    return NewBooking(
        event_type=event_type,
        start=start,
        end=start + timedelta(minutes=int(body.length_in_minutes or event_type.length)),
        booker=who.booker,
        guests=who.guests_as_people,
        fields=fields,
        responses=answers.stored_responses(
            fields, body, email=who.email, guests=who.guests, location=location.response
        ),
        place=location.location,
        location_issues=location.issues,
        metadata=body.metadata or {},
        has_email=body.attendee.email is not None,
        caller=caller,
        verification_code=body.email_verification_code,
        allows_conflicts=bool(body.allow_conflicts),
        allows_any_time=bool(body.allow_booking_out_of_bounds),
        wishes=routing.wishes(body),
        reserved_slot_uid=body.reserved_slot_uid,
        client_id=who.client_id,
    )


def _one(tx: Transaction, new: NewBooking) -> Booked:
    booked = book(tx, new)
    effects.created(tx, booked)
    if new.event_type.price > 0 and not booked.booking.paid:
        payment.ask_for(tx, booked.booking)
    return booked


def _series(tx: Transaction, new: NewBooking, count: int) -> list[Booked]:
    """One after another: a refusal on the way leaves those before it. Only the first looks whether its hosts are free."""
    length, series_uid = new.end - new.start, tx.ids.uuid()
    booked: list[Booked] = []
    for start in _starts(new, count):
        first = booked[0] if booked else None
        one = replace(
            new,
            start=start,
            end=start + length,
            recurring_event_id=series_uid,
            assigned=first.assigned if first else None,
            reserved_slot_uid=None if first else new.reserved_slot_uid,
        )
        try:
            booked.append(book(tx, one))
        except ApiError as refusal:
            refusal.keeps_work = bool(booked)
            raise
        effects.created(tx, booked[-1], is_later=first is not None)
    # The real service loses the first one of a round robin's series on the way to its answer.
    return booked[1:] if new.event_type.scheduling_type == "ROUND_ROBIN" and len(booked) > 1 else booked


def _starts(new: NewBooking, count: int) -> list[datetime]:
    rule = new.event_type.recurring_event
    zone = zone_named(new.booker.time_zone)
    return occurrences(new.start, frequency=rule["freq"], interval=rule.get("interval") or 1, count=count, zone=zone)


def _instant(tx: Transaction, event_type: EventType, body: CreateBooking, who: Who) -> InstantMeeting:
    """Nobody looks at the answers, but guests and metadata must be sound."""
    instant.require_team(event_type)
    fields = fields_of(event_type)
    responses = answers.stored_responses(fields, body, email=who.email, guests=who.guests, location=None)
    answers.require_schema([field for field in fields if field["name"] == "guests"], responses, body.metadata)
    return instant.create(
        tx,
        event_type,
        start=starting(body.start),
        minutes=body.length_in_minutes,
        people=[who.booker, *who.guests_as_people],
        responses=responses,
        metadata=body.metadata or {},
    )


def _require_length(event_type: EventType, minutes: int | None) -> None:
    lengths = list(event_type.length_options or [])
    if minutes is None:
        return
    if not lengths:
        raise OneLengthOnly
    if minutes not in lengths:
        raise NotALength(lengths)


def _count(event_type: EventType, body: CreateBooking) -> int:
    """How many a series has; 0 where the event type makes none, whatever the body says."""
    rule = event_type.recurring_event
    if not rule or event_type.seats_per_time_slot is not None:
        return 0
    most = max(int(rule.get("count") or 1), 1)
    wanted = int(body.recurrence_count) if isinstance(body, CreateRecurringBooking) else most
    if wanted > most:
        raise TooManyOccurrences
    return wanted
