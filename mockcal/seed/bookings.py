"""Bookings of a fixture, written as they are: no availability check, no webhook."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from pydantic.alias_generators import to_camel
from sqlalchemy import delete, select

from mockcal.api.bookings import find, meetings
from mockcal.api.bookings.core import INTERNAL
from mockcal.api.bookings.locations import first_location, resolved
from mockcal.api.bookings.titles import NAMELESS, instant_title, title_of
from mockcal.api.event_types.locations import INTEGRATION_PREFIX
from mockcal.api.slots.hosts import hosts_of
from mockcal.sandbox.transaction import Transaction
from mockcal.seed.document import BookingDoc, Json, PersonDoc, ReferenceDoc, SeatDoc
from mockcal.seed.loading import Loading, event_type_name, user_name
from mockcal.store.bookings import Attendee, Booking, BookingReference, BookingSeat
from mockcal.store.event_types import EventType
from mockcal.store.teams import Team
from mockcal.store.users import User

# Keys of a booking in a document that are columns under another, or the same, name.
PLAIN = {
    "title": "title",
    "description": "description",
    "location": "location",
    "cancellation_reason": "cancellation_reason",
    "rejection_reason": "rejection_reason",
    "absent_host": "no_show_host",
    "rating": "rating",
    "paid": "paid",
    "created_at": "created_at",
    "updated_at": "updated_at",
    "ics_uid": "ical_uid",
    "cancelled_by": "cancelled_by",
    "rescheduled_by": "rescheduled_by",
    "rescheduled_from": "from_reschedule",
    "series": "recurring_event_id",
    "recordings": "recordings",
    "transcripts": "transcripts",
    "conferencing_sessions": "conferencing_sessions",
}
# What only `stored` can say.
STORED = {
    "responses": "responses",
    "metadata": "meta",
    "userPrimaryEmail": "user_primary_email",
    "rescheduled": "rescheduled",
    "reassignReason": "reassign_reason",
    "iCalSequence": "ical_sequence",
    "smsReminderNumber": "sms_reminder_number",
    "oneTimePassword": "one_time_password",
    "creationSource": "creation_source",
}
PEOPLE = {"attendee", "guests", "co_hosts", "seats"}
ROOM_KEYS = ("recordings", "transcripts", "conferencing_sessions")
CAL_VIDEO = "daily_video"


@dataclass(frozen=True, slots=True)
class Person:
    """An attendee as the document has him; `seat` is None for who sits on none."""

    name: str
    email: str
    time_zone: str
    locale: str | None
    phone_number: str | None = None
    absent: bool = False
    id: int | None = None
    seat: SeatDoc | None = None


def load_booking(loading: Loading, place: str, doc: BookingDoc) -> None:
    """A booking with its people, seats and references; one of the same uid is changed."""
    tx = loading.tx
    old = tx.first(select(Booking).where(Booking.uid == doc.uid)) if doc.uid else None
    former_guests = _guests(old)
    if old is not None:
        _change(loading, place, old, doc)
    booking = old or _new(loading, place, doc)
    seated = doc.seats is not None or _is_seated(tx.get(EventType, booking.event_type_id))
    if old is None or PEOPLE & doc.model_fields_set or "attendees" in (doc.stored or {}):
        rows = [] if old is None else find.attendees_of(tx, old)
        others = [_kept(row) for row in rows[1:] if _is_kept(row, former_guests, doc)]
        _load_people(loading, place, booking, doc, rows, others, seated=seated)
    _load_references(loading, place, booking, doc)
    _follow(tx, booking, doc)
    _load_stored(loading, place, booking, doc.stored or {})
    tx.flush()
    loading.made.bookings.append({"id": booking.id, "uid": booking.uid})


def export_bookings(tx: Transaction) -> list[Json]:
    """As they are loaded, by id."""
    rows = tx.all(select(Booking).order_by(Booking.id))
    around = _Around(tx)
    return [_export(around, booking) for booking in rows]


def _new(loading: Loading, place: str, doc: BookingDoc) -> Booking:
    """As the API would have made it at this moment; what the document says comes on top."""
    tx = loading.tx
    if doc.id is not None and tx.get(Booking, doc.id) is not None:
        loading.refuse(f"{place}.id", f"another booking has the id {doc.id}")
    start = loading.required(doc.start, f"{place}.start")
    event_type = _event_type(loading, place, doc)
    organizer = _organizer(loading, place, doc, event_type)
    uid = doc.uid or tx.ids.uid()
    minutes = doc.length_in_minutes or (event_type.length if event_type else 30)
    made = doc.created_at or tx.now
    booking = Booking(
        id=doc.id,
        uid=uid,
        user_id=organizer.id if organizer else None,
        user_primary_email=organizer.email if organizer else None,
        event_type_id=event_type.id if event_type else None,
        title="",
        start_time=start,
        end_time=start + timedelta(minutes=minutes),
        location=_location(tx, event_type, organizer),
        status=doc.status.upper(),
        ical_uid=f"{uid}@Cal.com",
        created_at=made,
        updated_at=doc.updated_at or made,
        meta=doc.metadata or {},
    )
    for name in PLAIN.keys() & doc.model_fields_set:
        setattr(booking, PLAIN[name], getattr(doc, name))
    seated = _is_seated(event_type) or doc.seats is not None
    booking.responses = None if seated else _given_answers(doc)
    if doc.description is None:
        booking.description = None if seated else str(booking.responses.get("notes") or "")
    booking.title = doc.title or _title(tx, event_type, organizer, booking, doc)
    return tx.add(booking)


def _change(loading: Loading, place: str, booking: Booking, doc: BookingDoc) -> None:
    """Just the keys that the document gives."""
    tx, given = loading.tx, doc.model_fields_set
    length = (
        timedelta(minutes=doc.length_in_minutes) if doc.length_in_minutes else booking.end_time - booking.start_time
    )
    booking.start_time = doc.start or booking.start_time
    booking.end_time = booking.start_time + length
    if "event_type" in given:
        event_type = _event_type(loading, place, doc)
        booking.event_type_id = event_type.id if event_type else None
    if "host" in given:
        organizer = loading.user(doc.host, f"{place}.host") if doc.host is not None else None
        booking.user_id = organizer.id if organizer else None
        booking.user_primary_email = organizer.email if organizer else None
    if "status" in given:
        booking.status = doc.status.upper()
    if doc.metadata is not None:
        kept = {name: value for name, value in (booking.meta or {}).items() if name == "videoCallUrl"}
        booking.meta = {**doc.metadata, **kept}
    for name in PLAIN.keys() & given:
        setattr(booking, PLAIN[name], getattr(doc, name))
    if isinstance(booking.responses, dict):
        booking.responses = {**booking.responses, **_given_answers(doc)}
    if "updated_at" not in given:
        booking.updated_at = tx.now
    tx.flush()


def _event_type(loading: Loading, place: str, doc: BookingDoc) -> EventType | None:
    """None for a booking whose event type was deleted."""
    return loading.event_type(doc.event_type, f"{place}.eventType") if doc.event_type is not None else None


def _organizer(loading: Loading, place: str, doc: BookingDoc, event_type: EventType | None) -> User | None:
    """Whoever the document names, null for nobody; the event type's owner; a team's first fixed host, else its first."""
    if "host" in doc.model_fields_set:
        return loading.user(doc.host, f"{place}.host") if doc.host is not None else None
    if doc.status == "awaiting_host" or event_type is None:
        return None
    hosts = hosts_of(loading.tx, event_type)
    fixed = [host.user for host in hosts if host.fixed]
    return next(iter(fixed or [host.user for host in hosts]), None)


def _location(tx: Transaction, event_type: EventType | None, organizer: User | None) -> str | None:
    return resolved(tx, first_location(event_type), organizer) if event_type is not None else None


def _is_seated(event_type: EventType | None) -> bool:
    return event_type is not None and event_type.seats_per_time_slot is not None


def _title(
    tx: Transaction, event_type: EventType | None, organizer: User | None, booking: Booking, doc: BookingDoc
) -> str:
    if event_type is None:
        return "Meeting"
    if doc.status == "awaiting_host":
        return instant_title(_first_name(doc))
    team = tx.get(Team, event_type.team_id)
    of_team = team is not None and (event_type.scheduling_type == "COLLECTIVE" or doc.co_hosts)
    own = (organizer.name if organizer else None) or NAMELESS
    return title_of(
        event_type,
        host=team.name if team is not None and of_team else own,
        organizer=organizer.name if organizer else None,
        responses=booking.responses or {"name": _first_name(doc)},
        minutes=int((booking.end_time - booking.start_time).total_seconds() // 60),
        location=booking.location or "",
    )


def _first_name(doc: BookingDoc) -> str:
    people = [doc.attendee, *(seat.attendee for seat in doc.seats or [])]
    return next((_person(one).name for one in people if one is not None), "")


def _given_answers(doc: BookingDoc) -> Json:
    answers: Json = {}
    if doc.attendee is not None:
        person = _person(doc.attendee)
        answers |= {"name": person.name, "email": person.email}
        if person.phone_number:
            answers["attendeePhoneNumber"] = person.phone_number
    if doc.guests is not None:
        answers["guests"] = doc.guests
    return {**answers, **(doc.booking_fields_responses or {})}


def _person(doc: PersonDoc, seat: SeatDoc | None = None) -> Person:
    """Who has only a phone gets an address made of it, as from the API."""
    email = doc.email or f"{(doc.phone_number or 'attendee').removeprefix('+')}@sms.cal.com"
    return Person(
        name=doc.name if doc.name is not None else email.partition("@")[0],
        email=email,
        time_zone=doc.time_zone or "UTC",
        locale=doc.language or "en",
        phone_number=doc.phone_number,
        absent=bool(doc.absent),
        id=doc.id,
        seat=seat,
    )


def _who(doc: PersonDoc) -> int | str:
    """By id where one is told: somebody may attend with a seat and without one."""
    return doc.id if doc.id is not None else _person(doc).email


def _load_people(
    loading: Loading,
    place: str,
    booking: Booking,
    doc: BookingDoc,
    rows: Sequence[Attendee],
    others: list[Person],
    *,
    seated: bool,
) -> None:
    """Rows of the same address keep their ids; who is not named any more goes."""
    tx, left = loading.tx, list(rows)
    wanted = [*_people(loading, place, doc, rows, seated=seated), *others]
    kept = [_row_of(person, booking, _take(left, person)) for person in wanted]
    tx.add_all(kept)
    for row, person in zip(kept, wanted, strict=True):
        if person.seat is not None:
            _load_seat(tx, booking, row, person.seat)
    for row in left:
        tx.delete(row)


def _take(rows: list[Attendee], person: Person) -> Attendee | None:
    """The person's row, out of `rows`: by id where one is told, since one address may attend twice."""
    same = [row for row in rows if row.id == person.id] or [row for row in rows if row.email == person.email]
    if same:
        rows.remove(same[0])
    return next(iter(same), None)


def _row_of(person: Person, booking: Booking, old: Attendee | None) -> Attendee:
    plain = {
        "name": person.name,
        "email": person.email,
        "time_zone": person.time_zone,
        "locale": person.locale,
        "phone_number": person.phone_number,
        "no_show": person.absent,
    }
    if old is None:
        return Attendee(id=person.id, booking_id=booking.id, **plain)
    for name, value in plain.items():
        setattr(old, name, value)
    return old


def _people(loading: Loading, place: str, doc: BookingDoc, rows: Sequence[Attendee], *, seated: bool) -> list[Person]:
    """Booker (or those who sit), guests, co-hosts, in this order."""
    stored = (doc.stored or {}).get("attendees")
    if stored is not None:
        if not isinstance(stored, list):
            loading.refuse(f"{place}.stored.attendees", "must be a list")
        # `attendee` takes no seat here: who sits on none of `seats` booked before there were any.
        seat_of = {_who(seat.attendee): seat for seat in doc.seats or []}
        people = [PersonDoc.model_validate(one) for one in stored]
        return [_person(one, seat_of.get(_who(one))) for one in people]
    named = [_person(seat.attendee, seat) for seat in _seats(doc)] if seated else []
    if doc.attendee is not None and not seated:
        named = [_person(doc.attendee)]
    zone = named[0].time_zone if named else rows[0].time_zone if rows else "UTC"
    guests = [] if seated else doc.guests or []
    hosts = [loading.user(name, f"{place}.coHosts[{index}]") for index, name in enumerate(doc.co_hosts or [])]
    return [
        *(named or [_kept(row) for row in rows[:1]]),
        *(Person(name="", email=guest, time_zone=zone, locale="en") for guest in guests),
        *(Person(host.name or "", host.email, host.time_zone, host.locale or "en") for host in hosts),
    ]


def _guests(booking: Booking | None) -> set[str]:
    return set(find.guests_of(booking)) if booking is not None else set()


def _is_kept(row: Attendee, former_guests: set[str], doc: BookingDoc) -> bool:
    """A guest or co-host of an older document, when this one gives no list of his kind."""
    own_list = doc.guests if row.email in former_guests else doc.co_hosts
    return own_list is None and doc.seats is None and "attendees" not in (doc.stored or {})


def _kept(row: Attendee) -> Person:
    return Person(row.name, row.email, row.time_zone, row.locale, row.phone_number, bool(row.no_show), row.id)


def _seats(doc: BookingDoc) -> list[SeatDoc]:
    """`attendee` takes a seat, `seats` adds more."""
    first = []
    if doc.attendee is not None:
        answers, metadata = doc.booking_fields_responses, doc.metadata
        first = [SeatDoc(attendee=doc.attendee, bookingFieldsResponses=answers, metadata=metadata)]
    return [*first, *(doc.seats or [])]


def _load_seat(tx: Transaction, booking: Booking, row: Attendee, doc: SeatDoc) -> None:
    seat = tx.first(select(BookingSeat).where(BookingSeat.attendee_id == row.id))
    seat = seat or BookingSeat(id=doc.id, reference_uid="", booking_id=booking.id, attendee_id=row.id)
    seat.reference_uid = doc.seat_uid or seat.reference_uid or tx.ids.uuid()
    answers = {"name": row.name, "email": row.email, **(doc.booking_fields_responses or {})}
    seat.data = {"description": answers.get("notes"), "responses": answers}
    seat.meta = doc.metadata or {}
    tx.add(seat)


def _load_references(loading: Loading, place: str, booking: Booking, doc: BookingDoc) -> None:
    """Those given in the place of the old ones. Who recorded a meeting had a room for it."""
    tx = loading.tx
    if doc.references is not None:
        tx.execute(delete(BookingReference).where(BookingReference.booking_id == booking.id))
        for index, one in enumerate(doc.references):
            if one.id is not None and tx.get(BookingReference, one.id) is not None:
                loading.refuse(f"{place}.references[{index}].id", f"another reference has the id {one.id}")
            tx.add(BookingReference(booking_id=booking.id, **{"meeting_id": one.uid, **one.given()}))
            _meet(booking, one.type, one.meeting_url)
    if any(getattr(doc, key) for key in ROOM_KEYS) and not _has_room(tx, booking):
        meetings.open_room(tx, booking)
        _meet(booking, CAL_VIDEO, None)


def _has_room(tx: Transaction, booking: Booking) -> bool:
    rooms = select(BookingReference.id).where(
        BookingReference.booking_id == booking.id, BookingReference.type == CAL_VIDEO
    )
    return tx.first(rooms) is not None


def _meet(booking: Booking, kind: str, url: str | None) -> None:
    """A meeting's reference says where people meet, unless another or the place itself has said it."""
    where = meetings.room_url(booking.uid) if kind == CAL_VIDEO else url
    is_app = (booking.location or INTEGRATION_PREFIX).startswith(INTEGRATION_PREFIX)
    if kind.endswith("_video") and where is not None and is_app:
        booking.meta = {**(booking.meta or {}), "videoCallUrl": (booking.meta or {}).get("videoCallUrl", where)}


def _follow(tx: Transaction, booking: Booking, doc: BookingDoc) -> None:
    """Whichever of two comes first in a document: the one that was moved knows, the one that came of it keeps its icsUid."""
    if doc.rescheduled_from is not None:
        original = tx.first(select(Booking).where(Booking.uid == doc.rescheduled_from))
        if original is not None:
            original.rescheduled = True
            booking.ical_uid = doc.ics_uid or original.ical_uid
    if doc.uid is not None and tx.first(select(Booking.id).where(Booking.from_reschedule == doc.uid)) is not None:
        booking.rescheduled = True


def _load_stored(loading: Loading, place: str, booking: Booking, stored: Json) -> None:
    for key, value in stored.items():
        if key in STORED:
            setattr(booking, STORED[key], value)
        elif key != "attendees":
            loading.refuse(f"{place}.stored.{key}", "unknown field")


class _Around:
    """All that bookings refer to, read once."""

    def __init__(self, tx: Transaction) -> None:
        self.tx = tx
        self.paths = {row.id: event_type_name(tx, row) for row in tx.all(select(EventType))}
        self.users = {row.id: user_name(tx, row) for row in tx.all(select(User))}
        self.attendees = _by_booking(tx.all(select(Attendee).order_by(Attendee.id)))
        self.references = _by_booking(tx.all(select(BookingReference).order_by(BookingReference.id)))
        self.seats = {seat.attendee_id: seat for seat in tx.all(select(BookingSeat))}


def _by_booking(rows: list[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.booking_id, []).append(row)
    return found


def _export(around: _Around, booking: Booking) -> Json:
    attendees = around.attendees.get(booking.id or 0, [])
    seated = [(row, around.seats[row.id]) for row in attendees if row.id in around.seats]
    shown: Json = {
        "id": booking.id,
        "uid": booking.uid,
        "eventType": around.paths.get(booking.event_type_id),
        "start": booking.start_time,
        "lengthInMinutes": int((booking.end_time - booking.start_time).total_seconds() // 60),
        "status": booking.status.lower(),
        "host": around.users.get(booking.user_id),
        **{to_camel(key): value for key, value in _set_columns(booking, PLAIN).items()},
        "metadata": {key: value for key, value in (booking.meta or {}).items() if key not in INTERNAL},
        "guests": find.guests_of(booking),
        "references": [_export_reference(row) for row in around.references.get(booking.id or 0, [])],
        "stored": {"responses": booking.responses, **_set_columns(booking, STORED)},
    }
    shown["stored"]["attendees"] = [_export_person(row) for row in attendees]
    if seated or booking.responses is None:
        shown["seats"] = [_export_seat(row, seat) for row, seat in seated]
    elif attendees:
        shown["attendee"] = _export_person(attendees[0])
    return {key: value for key, value in shown.items() if value is not None and value != []} | _said_empty(shown)


def _said_empty(shown: Json) -> Json:
    """An empty list of references says that a recorded meeting has no room any more, and no host that nobody came."""
    was_recorded = any(shown.get(to_camel(key)) for key in ROOM_KEYS)
    rooms: Json = {"references": []} if was_recorded and not shown["references"] else {}
    return rooms if shown["host"] or shown["status"] == "awaiting_host" else {**rooms, "host": None}


def _set_columns(booking: Booking, keys: dict[str, str]) -> Json:
    return {key: value for key, column in keys.items() if (value := getattr(booking, column)) is not None}


def _export_person(row: Attendee) -> Json:
    shown = {
        "id": row.id,
        "name": row.name,
        "email": row.email,
        "timeZone": row.time_zone,
        "language": row.locale,
        "phoneNumber": row.phone_number,
        "absent": bool(row.no_show),
    }
    return {key: value for key, value in shown.items() if value is not None}


def _export_seat(row: Attendee, seat: BookingSeat) -> Json:
    return {
        "attendee": _export_person(row),
        "id": seat.id,
        "seatUid": seat.reference_uid,
        "bookingFieldsResponses": (seat.data or {}).get("responses") or {},
        "metadata": seat.meta or {},
    }


def _export_reference(row: BookingReference) -> Json:
    shown = {to_camel(name): getattr(row, name) for name in ReferenceDoc.model_fields}
    return {key: value for key, value in shown.items() if value is not None}
