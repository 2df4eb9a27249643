"""When hosts work and when they are away, as the store knows it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, time, tzinfo
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import bindparam, func, select
from sqlmodel import col

from mockcal.api.slots.hosts import EventHost
from mockcal.http.zones import zone_named
from mockcal.sandbox.transaction import Transaction
from mockcal.scheduling.hours import NINE_TO_FIVE, Absence, Hours, Override, WeeklyRow
from mockcal.store.columns import columns_of
from mockcal.store.event_types import EventType
from mockcal.store.schedules import Availability, OutOfOfficeEntry, Schedule

SCHEDULE, ROW, AWAY = columns_of(Schedule), columns_of(Availability), columns_of(OutOfOfficeEntry)
# Made once: every booking and every query for slots asks these.
SCHEDULES = (
    select(SCHEDULE.id, SCHEDULE.time_zone, ROW.days, ROW.start_time, ROW.end_time, ROW.date)
    .select_from(Schedule.__table__.outerjoin(Availability.__table__))  # type: ignore[attr-defined]
    .where(SCHEDULE.id.in_(bindparam("ids", expanding=True)))
    .order_by(ROW.id)
)
ABSENCES = select(AWAY.user_id, AWAY.start, AWAY.end).where(
    AWAY.user_id.in_(bindparam("ids", expanding=True)), AWAY.end >= bindparam("now")
)


class Stored(NamedTuple):
    """A schedule; without a zone of its own it has the event type's or the host's."""

    zone: str | None
    weekly: tuple[WeeklyRow, ...]
    overrides: tuple[Override, ...]


def hours_of(
    tx: Transaction, event_type: EventType, hosts: Sequence[EventHost]
) -> tuple[dict[int, Hours], tzinfo | None]:
    """Each host's hours for the event type, and the zone of the event type's own schedule if it has one.

    The event type's schedule comes first, then the host's for it, then his default one, or his first when he has no default.
    A default that was deleted is none: nine to five.
    """
    chosen = {
        host.user_id: event_type.schedule_id or host.schedule_id or host.user.default_schedule_id for host in hosts
    }
    if without := [user_id for user_id, schedule_id in chosen.items() if schedule_id is None]:
        chosen |= _first_schedules(tx, without)
    stored = _schedules(tx, {one for one in (*chosen.values(), event_type.schedule_id) if one is not None})
    hours = {host.user_id: _hours(stored.get(chosen[host.user_id]), event_type, host) for host in hosts}
    own = stored.get(event_type.schedule_id)
    return hours, zone_named(own.zone) if own and own.zone else None


def absences_of(tx: Transaction, hosts: Iterable[EventHost]) -> dict[int, list[Absence]]:
    """Days away from today on."""
    absences: dict[int, list[Absence]] = defaultdict(list)
    for user_id, start, end in tx.rows(ABSENCES, ids=[host.user_id for host in hosts], now=tx.now):
        absences[user_id].append(Absence(max(start.date(), tx.now.date()), end.date()))
    return absences


def _hours(stored: Stored | None, event_type: EventType, host: EventHost) -> Hours:
    if stored is None:
        return Hours(zone_named(host.user.time_zone), NINE_TO_FIVE)
    zone = stored.zone or event_type.time_zone or host.user.time_zone
    return Hours(zone_named(zone), stored.weekly, stored.overrides)


def _first_schedules(tx: Transaction, user_ids: Sequence[int]) -> dict[int, int]:
    firsts = select(col(Schedule.user_id), func.min(Schedule.id)).where(col(Schedule.user_id).in_(user_ids))
    return dict(tx.rows(firsts.group_by(col(Schedule.user_id))))


def _schedules(tx: Transaction, ids: Iterable[int]) -> dict[int | None, Stored]:
    zones: dict[int, str | None] = {}
    weekly: dict[int, list[WeeklyRow]] = defaultdict(list)
    overrides: dict[int, list[Override]] = defaultdict(list)
    for schedule_id, zone, days, start, end, day in tx.rows(SCHEDULES, ids=list(ids)):
        zones[schedule_id] = zone
        if day is not None:
            overrides[schedule_id].append(Override(date.fromisoformat(day), _clock(start), _clock(end)))
        elif start is not None:
            weekly[schedule_id].append(WeeklyRow(frozenset(days), _clock(start), _clock(end)))
    return {one: Stored(zone, tuple(weekly[one]), tuple(overrides[one])) for one, zone in zones.items()}


@lru_cache(maxsize=4_096)
def _clock(text: str) -> time:
    return time.fromisoformat(text)
