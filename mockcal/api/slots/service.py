"""Open slots as version 2024-09-04 shows them."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any

from mockcal.api.slots import lookup, reservations
from mockcal.api.slots.hosts import EventHost
from mockcal.api.slots.moments import utc_instant
from mockcal.api.slots.schemas import ByEventTypeId, ByTeam, ByUsername, ByUsernames, SlotsQuery
from mockcal.api.slots.search import Asked, Search, search
from mockcal.http.errors import BadRequest
from mockcal.http.js_dates import iso_ms
from mockcal.http.zones import zone_named
from mockcal.sandbox.transaction import Transaction
from mockcal.scheduling.slots import Slot
from mockcal.store.event_types import EventType

Slots = dict[str, list[dict[str, Any]]]
"""By date in the zone asked for."""

IN_UTC = ("utc", "gmt")


class InvalidDate(BadRequest):
    def __init__(self, which: str) -> None:
        super().__init__(f"Invalid {which} date")


def available(tx: Transaction, query: SlotsQuery) -> Slots:
    """404 for an organization, then a user or team, then an event type that is not there; 401 (generic) for a group with
    somebody who refuses."""
    event_type, hosts = subject_of(tx, query)
    return _shown(tx, event_type, hosts, query)


def slots_of(
    tx: Transaction, event_type: EventType, query: SlotsQuery, *, host_ids: Collection[int] | None = None
) -> Slots:
    """The same for an event type that is found already; of a round robin only these hosts, besides the fixed ones."""
    return _shown(tx, event_type, lookup.event_hosts(tx, event_type), query, host_ids=host_ids)


def search_of(tx: Transaction, query: SlotsQuery) -> Search:
    event_type, hosts = subject_of(tx, query)
    return search(tx, event_type, hosts, asked(query))


def subject_of(tx: Transaction, query: SlotsQuery) -> tuple[EventType, list[EventHost]]:
    """What is to be booked, and with whom."""
    match query:
        case ByEventTypeId():
            event_type = lookup.by_id(tx, int(query.event_type_id))
        case ByUsername():
            event_type = lookup.by_user(tx, query.event_type_slug, query.username, query.organization_slug)
        case ByTeam():
            event_type = lookup.by_team(tx, query.event_type_slug, query.team_slug, query.organization_slug)
        case ByUsernames():
            length = int(query.duration or lookup.GROUP_LENGTH)
            return lookup.group_event_type(length), lookup.group(tx, query.usernames, query.organization_slug)
    return event_type, lookup.event_hosts(tx, event_type)


def asked(query: SlotsQuery, *, host_ids: Collection[int] | None = None) -> Asked:
    """An end at midnight UTC is the end of the day that begins then."""
    start, end = _instant(query.start, "start"), _instant(query.end, "end")
    if (end.hour, end.minute, end.second) == (0, 0, 0):
        end = end.replace(hour=23, minute=59, second=59)
    return Asked(
        start,
        end,
        zone=query.time_zone,
        minutes=int(query.duration) if query.duration else None,
        reschedule_uid=query.booking_uid_to_reschedule,
        host_ids=host_ids,
    )


def writer(zone: str | None) -> Callable[[datetime], str]:
    """How instants are written: with the zone's offset, or as UTC's Z."""
    if not zone or zone.lower() in IN_UTC:
        return iso_ms
    info = zone_named(zone)
    return lambda instant: instant.astimezone(info).isoformat(timespec="milliseconds")


def by_day(slots: list[Slot], show: Callable[[Slot], dict[str, Any]]) -> Slots:
    days: Slots = {}
    for slot in slots:
        days.setdefault(slot.day.isoformat(), []).append(show(slot))
    return days


def booking_uid(tx: Transaction, slot: Slot) -> str | None:
    """Of the seated booking; where seats are only held the real service makes one up."""
    if slot.seats is None or slot.seats.booked == 0:
        return slot.seats.booking_uid if slot.seats else None
    return slot.seats.booking_uid or tx.ids.uuid()


def _shown(
    tx: Transaction,
    event_type: EventType,
    hosts: list[EventHost],
    query: SlotsQuery,
    *,
    host_ids: Collection[int] | None = None,
) -> Slots:
    reservations.purge_expired(tx, event_type.id)
    found = search(tx, event_type, hosts, asked(query, host_ids=host_ids))
    slots = [slot for slot in found.slots() if not slot.away]
    if not slots:
        tx.explain(found.summary())
    write = writer(query.time_zone)
    lasts = _lasts(event_type, query) if query.format == "range" else None

    def show(slot: Slot) -> dict[str, Any]:
        shown = {"start": write(slot.start)}
        if lasts is not None:
            shown["end"] = write(slot.start + lasts)
        return shown | _seats(tx, slot) if slot.seats else shown

    return by_day(slots, show)


def _lasts(event_type: EventType, query: SlotsQuery) -> timedelta:
    """A group without a `duration` shows ends that equal the starts, as the real service does."""
    own = 0 if event_type.id is None else event_type.length
    return timedelta(minutes=int(own if query.duration is None else query.duration))


def _seats(tx: Transaction, slot: Slot) -> dict[str, Any]:
    assert slot.seats is not None
    uid = booking_uid(tx, slot)
    shown = {
        "seatsBooked": slot.seats.booked,
        "seatsRemaining": slot.seats.remaining,
        "seatsTotal": slot.seats.total,
    }
    return shown if uid is None else shown | {"bookingUid": uid}


def _instant(text: str, which: str) -> datetime:
    found = utc_instant(text)
    if found is None:
        raise InvalidDate(which)
    return found
