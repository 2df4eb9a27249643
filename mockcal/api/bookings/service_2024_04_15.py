"""Bookings as version 2024-04-15 makes, finds, cancels and marks them: the same core in older words.

Nobody is written to and nothing is made elsewhere unless a platform OAuth client wants it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import select
from sqlmodel import col

from mockcal.api.bookings import absence, cancel, effects, find, instant, listing, platform
from mockcal.api.bookings import output_2024_04_15 as records
from mockcal.api.bookings import reschedule as moving
from mockcal.api.bookings.answers import full_name
from mockcal.api.bookings.core import Booked, NewBooking, Person, book, people_of, rehearse
from mockcal.api.bookings.hosts import Wishes
from mockcal.api.bookings.locations import CONFIGURED, first_location
from mockcal.api.bookings.lookup import UnknownEventType
from mockcal.api.bookings.output_2024_04_15 import BookingRecord, NewBookingRecord
from mockcal.api.bookings.refusals import OfTheCore
from mockcal.api.bookings.schemas import AbsentAttendee as Absent
from mockcal.api.bookings.schemas import CancelBooking as Cancelling
from mockcal.api.bookings.schemas import CancelSeat, ListOrganizationBookings, MarkAbsent, starting
from mockcal.api.bookings.schemas_2024_04_15 import CancelBooking, CreateBooking, ListBookings, MarkNoShow
from mockcal.api.slots import lookup as slot_lookup
from mockcal.api.slots.hosts import EventHost
from mockcal.auth.caller import Caller, main_organization
from mockcal.events.payloads.attendance import no_show_message
from mockcal.http.answers import Instant, Wire
from mockcal.http.call import Call
from mockcal.http.errors import ApiError, BadRequest, GenericHttpError, NotFound, RawError
from mockcal.http.js_dates import iso_ms
from mockcal.sandbox.transaction import Transaction
from mockcal.store.booking_fields import fields_of
from mockcal.store.bookings import Booking, BookingSeat
from mockcal.store.event_types import EventType, PrivateLink
from mockcal.store.oauth import OAuthClient
from mockcal.store.users import User

DRY_RUN_ID, DRY_RUN_UID = -101, "DRY_RUN_UID"
NOTHING_SAID = "Booking No-Show Updated"
GROUP_LENGTH = 30


class NoSuchBooking(NotFound):
    def __init__(self, uid: str) -> None:
        super().__init__(f"Booking with UID={uid} does not exist.")


class UidNotId(BadRequest):
    def __init__(self) -> None:
        super().__init__("Please provide booking uid instead of booking id.")


class NoDynamicBooking(BadRequest):
    def __init__(self) -> None:
        super().__init__("Some of the users in this group do not allow dynamic booking")


class InstantBooking(Wire):
    message: str
    meeting_token_id: int | None
    booking_id: int | None
    booking_uid: str
    expires: Instant
    user_id: int | None


class CancelledBooking(Wire):
    booking_id: int | None
    booking_uid: str
    only_removed_attendee: bool


class NoShowAttendee(Wire):
    email: str
    no_show: bool


class NoShow(Wire):
    message: str
    attendees: list[NoShowAttendee]
    no_show_host: bool


class SeriesInfo(Wire):
    recurring_event_id: str
    count: int
    first_date: Instant
    bookings: dict[str, list[str]]


class BookingList(Wire):
    bookings: list[records.ListedBookingRecord]
    recurring_info: list[SeriesInfo]
    total_count: int
    next_cursor: int | None


@dataclass(frozen=True, slots=True)
class Manner:
    """Whether mails go out, and meetings and calendar events are made."""

    mails: bool = False
    meets: bool = False


@contextmanager
def older_words() -> Iterator[None]:
    """A domain refusal carries its internal code as message."""
    try:
        yield
    except RawError as refusal:
        raise _as_http(refusal, refusal.message) from refusal
    except ApiError as refusal:
        if isinstance(refusal, OfTheCore):
            raise _as_http(refusal, refusal.internal_code) from refusal
        raise


def create(tx: Transaction, body: CreateBooking, call: Call, caller: Caller | None) -> NewBookingRecord:
    """One booking, or the move of one (or of a seat) that `rescheduleUid` names."""
    if body.reschedule_uid:
        return _move(tx, body, call, caller)
    new = _new(tx, body, caller)
    if body.is_dry_run:
        return _rehearsed(tx, new)
    booked = book(tx, new)
    _use_link(tx, body.hashed_link)
    manner = _manner(tx, call, new.event_type)
    effects.created(tx, booked, mails=manner.mails, meets=manner.meets)
    return _record(tx, booked)


def create_series(
    tx: Transaction, bodies: Sequence[CreateBooking], call: Call, caller: Caller | None
) -> list[NewBookingRecord]:
    """The client has counted the dates out. A refusal on the way leaves those before it."""
    series_uid = next((body.recurring_event_id for body in bodies if body.recurring_event_id), None) or tx.ids.uuid()
    if any(body.is_dry_run for body in bodies):
        return _rehearsed_series(tx, [_new(tx, body, caller, series_uid=series_uid) for body in bodies])
    booked: list[Booked] = []
    for body in bodies:
        first = booked[0] if booked else None
        new = replace(_new(tx, body, caller, series_uid=series_uid), assigned=first.assigned if first else None)
        try:
            booked.append(book(tx, new))
        except ApiError as refusal:
            refusal.keeps_work = bool(booked)
            raise
        manner = _manner(tx, call, new.event_type)
        effects.created(tx, booked[-1], is_later=first is not None, mails=manner.mails, meets=manner.meets)
    return [_record(tx, one) for one in booked]


def create_instant(tx: Transaction, body: CreateBooking, caller: Caller | None) -> InstantBooking:
    new = _new(tx, body, caller)
    made = instant.create(
        tx,
        new.event_type,
        start=new.start,
        minutes=new.minutes,
        people=[new.booker, *new.guests],
        responses=new.responses,
        metadata=new.metadata,
    )
    return InstantBooking(
        message="Success",
        meeting_token_id=made.booking.id,
        booking_id=made.booking.id,
        booking_uid=made.booking.uid,
        expires=made.expires,
        user_id=None,
    )


def get(tx: Transaction, uid: str) -> BookingRecord:
    booking = find.by_uid(tx, uid)
    if booking is None:
        raise NoSuchBooking(uid)
    return records.found(tx, booking)


def get_for_reschedule(tx: Transaction, uid: str) -> BookingRecord:
    """By the uid of a booking, or of a seat."""
    booking = find.by_uid(tx, uid)
    if booking is not None:
        return records.found(tx, booking)
    seat = find.seat(tx, uid)
    seated = tx.get(Booking, seat.booking_id) if seat else None
    if seated is None or seated.status == "CANCELLED":
        raise NoSuchBooking(uid)
    return records.found(tx, seated, only_seat=seat)


def cancel_booking(
    tx: Transaction, uid: str, body: CancelBooking, call: Call, caller: Caller | None
) -> CancelledBooking:
    if uid.isdigit():
        raise UidNotId
    booking = find.by_uid(tx, uid)
    if booking is None:
        raise NoSuchBooking(uid)
    client = _client(tx, call)
    mails = client is None or client.are_emails_enabled
    if body.all_remaining_bookings and booking.recurring_event_id:
        cancel.cancel_rest(tx, booking, body.cancellation_reason, caller, mails=mails)
        return _cancelled(booking, seat_only=False)
    asked: Cancelling | CancelSeat = Cancelling.model_construct(cancellation_reason=body.cancellation_reason)
    if body.seat_reference_uid:
        asked = CancelSeat.model_construct(
            seat_uid=body.seat_reference_uid, cancellation_reason=body.cancellation_reason
        )
    cancel.cancel(tx, uid, asked, caller, mails=mails)
    return _cancelled(booking, seat_only=bool(body.seat_reference_uid) and booking.status != "CANCELLED")


def mark_no_show(tx: Transaction, uid: str, body: MarkNoShow, caller: Caller) -> NoShow:
    people = [Absent.model_construct(email=one.email, absent=one.no_show) for one in body.attendees or []]
    asked = MarkAbsent.model_construct(host=body.no_show_host, attendees=people or None)
    booking = absence.mark(tx, uid, asked, caller)
    known = {row.email for row in find.attendees_of(tx, booking)}
    return NoShow(
        message=no_show_message({one.email: one.absent for one in people}) if people else NOTHING_SAID,
        attendees=[NoShowAttendee(email=one.email, no_show=one.absent) for one in people if one.email in known],
        no_show_host=bool(body.no_show_host),
    )


def listed(tx: Transaction, user: User, query: ListBookings) -> BookingList:
    filters = query.filters
    limit, skip = int(query.limit), int(query.cursor or 0)
    asked = ListOrganizationBookings.model_construct(
        status=[filters.status if filters else "upcoming"],
        teams_ids=filters.teams_ids if filters else None,
        event_type_ids=filters.event_type_ids if filters else None,
        user_ids=(filters.user_ids or filters.users_ids) if filters else None,
        take=limit,
        skip=skip,
    )
    rows, total = listing.search(tx, user, asked, organization_id=main_organization(tx, user))
    return BookingList(
        bookings=records.listed(tx, rows),
        recurring_info=_series_info(tx, rows),
        total_count=total,
        next_cursor=skip + limit if skip + limit < total else None,
    )


def _new(tx: Transaction, body: CreateBooking, caller: Caller | None, *, series_uid: str | None = None) -> NewBooking:
    event_type, candidates = _event_type(tx, body)
    start = starting(body.start)
    answers = body.responses
    client = platform.oauth_client_of(tx, event_type)
    client_id = client.id if client else None
    email = platform.managed_form(tx, client_id, str(answers.get("email") or ""))
    zone = body.time_zone or "UTC"
    guests = answers.get("guests")
    phone = answers.get("attendeePhoneNumber")
    return NewBooking(
        event_type=event_type,
        start=start,
        end=starting(body.end) if body.end else start + timedelta(minutes=event_type.length),
        booker=Person(
            name=full_name(answers.get("name")),
            email=email,
            time_zone=zone,
            locale=body.language,
            phone_number=phone if isinstance(phone, str) else None,
        ),
        guests=[Person(name="", email=str(one), time_zone=zone) for one in guests] if isinstance(guests, list) else [],
        fields=fields_of(event_type),
        responses={**answers, "email": email} if email else answers,
        place=_place(event_type, body),
        metadata=body.metadata,
        caller=caller,
        wishes=_wishes(body),
        candidates=candidates,
        recurring_event_id=series_uid or body.recurring_event_id,
        client_id=client_id,
    )


def _event_type(tx: Transaction, body: CreateBooking) -> tuple[EventType, list[EventHost] | None]:
    """By id; id 0 with `user` is a group of people, whose slug is the length."""
    if body.event_type_id or not body.user:
        found = tx.get(EventType, int(body.event_type_id))
        if found is None:
            raise UnknownEventType.with_id(int(body.event_type_id))
        return found, None
    names = body.user if isinstance(body.user, list) else str(body.user).split("+")
    try:
        people = slot_lookup.group(tx, [str(name) for name in names], body.org_slug)
    except slot_lookup.NoDynamicBooking as refusal:
        raise NoDynamicBooking from refusal
    slug = body.event_type_slug or ""
    return slot_lookup.group_event_type(int(slug) if slug.isdecimal() else GROUP_LENGTH), people


def _place(event_type: EventType, body: CreateBooking) -> str:
    """The client's link; what the booker typed; what the event type configured; else the kind of place itself."""
    asked = body.responses.get("location")
    if body.location_url:
        return body.location_url
    if not isinstance(asked, dict) or not asked.get("value"):
        return first_location(event_type)
    kind = str(asked["value"])
    configured = [
        one.get(CONFIGURED[kind]) for one in event_type.locations or [] if one.get("type") == kind in CONFIGURED
    ]
    return str(asked.get("optionValue") or next(filter(None, configured), kind))


def _wishes(body: CreateBooking) -> Wishes:
    ids = frozenset(int(one) for one in body.routed_team_member_ids or [])
    lead = None if body.skip_contact_owner else body.team_member_email
    return Wishes(host_ids=ids if ids or lead else None, lead_email=lead)


def _move(tx: Transaction, body: CreateBooking, call: Call, caller: Caller | None) -> NewBookingRecord:
    uid = str(body.reschedule_uid)
    seat = find.seat(tx, uid)
    old = tx.get(Booking, seat.booking_id) if seat else find.by_uid(tx, uid)
    if old is None:
        raise RawError(404, "Could not find original booking")
    event_type = moving.movable(tx, old)
    new = _moved(tx, _new(tx, body, caller), old, seat, body.rescheduled_by)
    if body.is_dry_run:
        return _rehearsed(tx, new)
    if seat is None and event_type.seats_per_time_slot is not None:
        raise moving.SeatUidNeeded(uid)
    booked = book(tx, new)
    manner = _manner(tx, call, event_type)
    if seat is not None:
        moving.leave_behind(tx, old, booked, by=body.rescheduled_by, mails=manner.mails, meets=manner.meets)
    else:
        moving.take_the_place(tx, old, booked, by=body.rescheduled_by, mails=manner.mails, meets=manner.meets)
    return _record(tx, booked)


def _moved(tx: Transaction, new: NewBooking, old: Booking, seat: BookingSeat | None, by: str | None) -> NewBooking:
    return replace(
        new,
        old=old,
        moved_seat=seat,
        recurring_event_id=old.recurring_event_id,
        is_confirmed=moving.is_organizer(tx, old, by, new.booker.email, new.caller),
    )


def _rehearsed(tx: Transaction, new: NewBooking) -> NewBookingRecord:
    return _unstored(tx, new, rehearse(tx, new).booking)


def _rehearsed_series(tx: Transaction, occurrences: list[NewBooking]) -> list[NewBookingRecord]:
    """As a series is made: only of the first the hosts must be free."""
    first, *later = occurrences
    made = rehearse(tx, first)
    rest = [replace(one, assigned=made.assigned) for one in later]
    return [_unstored(tx, first, made.booking), *(_rehearsed(tx, one) for one in rest)]


def _unstored(tx: Transaction, new: NewBooking, booking: Booking) -> NewBookingRecord:
    booking.id, booking.uid = DRY_RUN_ID, DRY_RUN_UID
    return records.made(
        booking,
        organizer=tx.get(User, booking.user_id),
        attendees=people_of(DRY_RUN_ID, [new.booker, *new.guests]),
        is_dry_run=True,
    )


def _record(tx: Transaction, booked: Booked) -> NewBookingRecord:
    booking, seat = booked.booking, booked.seat
    event_type = tx.get(EventType, booking.event_type_id)
    return records.made(
        booking,
        organizer=tx.get(User, booking.user_id),
        attendees=find.attendees_of(tx, booking),
        references=records.references_of(tx, [booking]),
        seat_uid=seat.reference_uid if seat else None,
        price=event_type.price if event_type else 0,
    )


def _use_link(tx: Transaction, link: str | None) -> None:
    """A private link counts the bookings made by it."""
    found = tx.first(select(PrivateLink).where(PrivateLink.link == link)) if link else None
    if found is not None:
        found.usage_count += 1


def _manner(tx: Transaction, call: Call, event_type: EventType) -> Manner:
    client = _client(tx, call) or platform.oauth_client_of(tx, event_type)
    if client is None:
        return Manner()
    return Manner(mails=client.are_emails_enabled, meets=client.are_calendar_events_enabled)


def _client(tx: Transaction, call: Call) -> OAuthClient | None:
    return tx.get(OAuthClient, call.headers.get("x-cal-client-id"))


def _as_http(refusal: ApiError, message: str) -> GenericHttpError:
    told = GenericHttpError(refusal.answer_status(), message)
    told.keeps_work, told.explain = refusal.keeps_work, refusal.explain
    return told


def _cancelled(booking: Booking, *, seat_only: bool) -> CancelledBooking:
    return CancelledBooking(booking_id=booking.id, booking_uid=booking.uid, only_removed_attendee=seat_only)


def _series_info(tx: Transaction, rows: Sequence[Booking]) -> list[SeriesInfo]:
    """Of each series on the page: how long it is, and the dates of its bookings by status."""
    uids = list(dict.fromkeys(row.recurring_event_id for row in rows if row.recurring_event_id))
    if not uids:
        return []
    statement = select(Booking).where(col(Booking.recurring_event_id).in_(uids)).order_by(Booking.start_time)
    series: dict[str, list[Booking]] = {uid: [] for uid in uids}
    for booking in tx.all(statement):
        series[str(booking.recurring_event_id)].append(booking)
    return [_info(uid, bookings) for uid, bookings in series.items()]


def _info(uid: str, bookings: Sequence[Booking]) -> SeriesInfo:
    dates: dict[str, list[str]] = {status: [] for status in ("CANCELLED", "ACCEPTED", "REJECTED", "PENDING")}
    for booking in bookings:
        dates.setdefault(booking.status, []).append(iso_ms(booking.start_time))
    return SeriesInfo(recurring_event_id=uid, count=len(bookings), first_date=bookings[0].start_time, bookings=dates)
