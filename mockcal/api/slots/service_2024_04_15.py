"""Open slots, and slots held by a browser, as version 2024-04-15 has them."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlmodel import col

from mockcal.api.slots import lookup, reservations, service
from mockcal.api.slots.hosts import EventHost
from mockcal.api.slots.schemas_2024_04_15 import AvailableQuery, ReserveSlot
from mockcal.api.slots.search import Asked, search
from mockcal.api.slots.service import Slots
from mockcal.http.errors import InternalRefusal, NotFound, TrpcError
from mockcal.http.js_dates import parse_instant
from mockcal.http.zones import is_zone
from mockcal.sandbox.transaction import Transaction
from mockcal.scheduling.slots import Slot
from mockcal.store.bookings import Booking
from mockcal.store.event_types import EventType
from mockcal.store.schedules import OutOfOfficeEntry, SelectedSlot
from mockcal.store.users import User

MINUTES_HELD = 5
# What the web application calls the reasons, and how it pictures them.
REASONS = {
    "unspecified": ("ooo_reasons_unspecified", "🕒"),
    "vacation": ("ooo_reasons_vacation", "🏝️"),
    "travel": ("ooo_reasons_travel", "🛫"),
    "sick": ("ooo_reasons_sick_leave", "🤒"),
    "public_holiday": ("ooo_reasons_public_holiday", "📅"),
}


class NotResolvable(TrpcError):
    def __init__(self, explain: str) -> None:
        super().__init__(404, explain=explain)


class NoLengthKnown(InternalRefusal):
    """The real service fails with a bare 500 here."""

    def __init__(self) -> None:
        super().__init__(
            "Internal server error", explain="with slotFormat and a slug it needs a duration; the real one answers 500"
        )


class UnknownZone(InternalRefusal):
    """The real service fails with a bare 500 here."""

    def __init__(self, name: str) -> None:
        super().__init__("Internal server error", explain=f"no time zone is named {name}; the real one answers 500")


class UnreadableDate(InternalRefusal):
    """The real service fails with a bare 500 here."""

    def __init__(self, text: str) -> None:
        super().__init__("Internal server error", explain=f"{text} is no date to it; the real one answers 500")


class Away(NamedTuple):
    """An entry with the people it names."""

    entry: OutOfOfficeEntry
    user: User
    covered_by: User | None


def available(tx: Transaction, query: AvailableQuery, own_uid: str | None) -> dict[str, Slots]:
    """Slots on days out of office are among them: said to be so where neither zone nor format was asked for."""
    event_type, hosts = _subject(tx, query)
    if query.time_zone and not is_zone(query.time_zone):
        raise UnknownZone(query.time_zone)
    reservations.purge_expired(tx, event_type.id)
    found = search(tx, event_type, hosts, _asked(query, hosts, own_uid))
    slots = found.slots()
    if not slots:
        tx.explain(found.summary())
    if query.slot_format:
        return {"slots": _ranges(tx, slots, query, event_type)}
    return {"slots": _times(tx, slots, query, hosts)}


def reserve(tx: Transaction, body: ReserveSlot, own_uid: str | None) -> str:
    """The uid that the browser's reservations have. Nothing is looked at but whether a seat is left."""
    event_type = lookup.by_id(tx, body.event_type_id)
    uid = own_uid or tx.ids.uuid()
    start, end = _moment(body.slot_utc_start_date), _moment(body.slot_utc_end_date)
    seated = event_type.seats_per_time_slot is not None
    if body.is_dry_run or (seated and not _has_free_seat(tx, event_type, body.booking_uid)):
        return uid
    if event_type.user_id is not None:
        _hold(tx, event_type, event_type.user_id, start, end, uid)
    return uid


def let_go(tx: Transaction, uid: str | None) -> None:
    if uid:
        reservations.forget(tx, uid)


def _subject(tx: Transaction, query: AvailableQuery) -> tuple[EventType, list[EventHost]]:
    """404 (generic) when the query names nothing that there is."""
    try:
        return _named(tx, query)
    except NotFound as error:
        raise NotResolvable(error.message) from None


def _named(tx: Transaction, query: AvailableQuery) -> tuple[EventType, list[EventHost]]:
    names = query.username_list or []
    if query.event_type_id:
        event_type = lookup.by_id(tx, int(query.event_type_id))
    elif not query.event_type_slug or not names:
        raise NotResolvable("neither eventTypeId nor eventTypeSlug with usernameList was sent")
    elif len(names) > 1:
        length = int(query.duration or lookup.GROUP_LENGTH)
        return lookup.group_event_type(length), lookup.group(tx, names, query.org_slug)
    elif query.is_team_event:
        event_type = lookup.by_team(tx, query.event_type_slug, names[0], query.org_slug)
    else:
        event_type = lookup.by_user(tx, query.event_type_slug, names[0], query.org_slug)
    return event_type, lookup.event_hosts(tx, event_type)


def _asked(query: AvailableQuery, hosts: list[EventHost], own_uid: str | None) -> Asked:
    """A date without a time is its beginning, at the end too."""
    return Asked(
        _moment(query.start_time),
        _moment(query.end_time),
        zone=query.time_zone or None,
        minutes=int(query.duration) if query.duration else None,
        reschedule_uid=query.reschedule_uid,
        own_uid=own_uid,
        host_ids=_routed_to(query, hosts),
        asks_calendars=not query.bypass_calendar_busy_times,
        minds_failures=not query.silent_calendar_failures,
    )


def _routed_to(query: AvailableQuery, hosts: list[EventHost]) -> list[int]:
    """Whoever owns the contact, else those that a form leads to."""
    if query.team_member_email and not query.skip_contact_owner:
        owners = [host.user_id for host in hosts if host.user.email == query.team_member_email]
        if owners:
            return owners
    return [int(one) for one in query.routed_team_member_ids or []]


def _ranges(tx: Transaction, slots: list[Slot], query: AvailableQuery, event_type: EventType) -> Slots:
    """Whichever format is asked for, it is this one."""
    minutes = query.duration or (event_type.length if query.event_type_id else None)
    if minutes is None:
        raise NoLengthKnown
    write, lasts = service.writer(query.time_zone), timedelta(minutes=int(minutes))
    return service.by_day(
        slots,
        lambda slot: {"startTime": write(slot.start), "endTime": write(slot.start + lasts), **_attendance(tx, slot)},
    )


def _times(tx: Transaction, slots: list[Slot], query: AvailableQuery, hosts: list[EventHost]) -> Slots:
    write = service.writer(query.time_zone)
    away = _absences(tx, hosts) if not query.time_zone and any(slot.away for slot in slots) else []
    return service.by_day(
        slots, lambda slot: {"time": write(slot.start), **_attendance(tx, slot), **_absence(slot, away)}
    )


def _attendance(tx: Transaction, slot: Slot) -> dict[str, Any]:
    """Only of slots that somebody takes part in already."""
    if slot.seats is None:
        return {}
    uid = service.booking_uid(tx, slot)
    shown: dict[str, Any] = {"attendees": slot.seats.booked} if slot.seats.booked else {}
    return shown if uid is None else shown | {"bookingUid": uid}


def _absence(slot: Slot, away: list[Away]) -> dict[str, Any]:
    if slot.away is None:
        return {}
    found = next((one for one in away if one.entry.start.date() <= slot.away <= one.entry.end.date()), None)
    if found is None:
        return {}
    reason, emoji = REASONS[found.entry.reason or "unspecified"]
    shown: dict[str, Any] = {
        "away": True,
        "fromUser": {"id": found.user.id, "displayName": found.user.name},
        "reason": reason,
        "emoji": emoji,
    }
    if found.covered_by is None:
        return shown
    to = found.covered_by
    return shown | {"toUser": {"id": to.id, "username": to.username, "displayName": to.name}}


def _absences(tx: Transaction, hosts: list[EventHost]) -> list[Away]:
    users = {host.user_id: host.user for host in hosts}
    statement = select(OutOfOfficeEntry).where(
        col(OutOfOfficeEntry.user_id).in_(list(users)), OutOfOfficeEntry.end >= tx.now
    )
    entries = tx.all(statement.order_by(OutOfOfficeEntry.id))
    return [Away(entry, users[entry.user_id], tx.get(User, entry.to_user_id)) for entry in entries]


def _hold(tx: Transaction, event_type: EventType, user_id: int, start: datetime, end: datetime, uid: str) -> None:
    """For five minutes from now, whether or not this browser holds the slot already."""
    assert event_type.id is not None
    same = select(SelectedSlot).where(
        SelectedSlot.user_id == user_id,
        SelectedSlot.slot_utc_start_date == start,
        SelectedSlot.slot_utc_end_date == end,
        SelectedSlot.uid == uid,
    )
    row = tx.first(same)
    if row is None:
        row = SelectedSlot(uid=uid, user_id=user_id, slot_utc_start_date=start, slot_utc_end_date=end)
    row.event_type_id = event_type.id
    row.is_seat = event_type.seats_per_time_slot is not None
    reservations.keep(tx, row, until=tx.now + timedelta(minutes=MINUTES_HELD))


def _has_free_seat(tx: Transaction, event_type: EventType, booking_uid: str | None) -> bool:
    """In a booking that somebody attends already."""
    booking = tx.first(select(Booking).where(Booking.uid == booking_uid)) if booking_uid else None
    if booking is None:
        return False
    taken = reservations.seats_taken(tx, event_type, booking)
    return 0 < taken < (event_type.seats_per_time_slot or 0)


def _moment(text: str) -> datetime:
    found = parse_instant(text)
    if found is None:
        raise UnreadableDate(text)
    return found
