"""The shapes of version 2024-04-15 around the same schedules."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from mockcal.api.schedules import service
from mockcal.api.schedules.schemas import DAY_NAME
from mockcal.api.schedules.schemas_2024_04_15 import (
    AvailabilityIn,
    CreateSchedule,
    DateOverride,
    ListedSchedule,
    RangeIn,
    RawAvailability,
    Schedule,
    TimeRange,
    UpdatedSchedule,
    UpdateSchedule,
    WorkingHours,
    time_of_day,
)
from mockcal.http.errors import BadRequest, InternalRefusal
from mockcal.http.js_dates import parse_instant
from mockcal.sandbox.transaction import Transaction
from mockcal.store.event_types import EventType
from mockcal.store.schedules import Availability
from mockcal.store.schedules import Schedule as Row
from mockcal.store.users import User


class NoScheduleAtAll(InternalRefusal):
    """The real service fails with a bare 500 here."""

    def __init__(self) -> None:
        super().__init__("Internal server error", explain="there is no such schedule; the real service answers 500")


class NoSuchDay(InternalRefusal):
    """The real service fails with a bare 500 here."""

    def __init__(self, day: float) -> None:
        super().__init__("Internal server error", explain=f"{day} is no day of the week; the real service answers 500")


def create(tx: Transaction, user: User, body: CreateSchedule) -> Row:
    assert user.id is not None
    times = [(_days(one), *_times(one)) for one in body.availabilities or []] or [
        ([1, 2, 3, 4, 5], "09:00:00", "17:00:00")
    ]
    row = tx.add(Row(user_id=user.id, name=body.name, time_zone=body.time_zone))
    tx.add_all(
        [
            Availability(schedule_id=row.id, user_id=user.id, days=days, start_time=start, end_time=end)
            for days, start, end in times
        ]
    )
    if body.is_default:
        service.make_default(tx, user, row)
    return row


def update(tx: Transaction, user: User, row: Row, change: UpdateSchedule) -> UpdatedSchedule:
    """Without a name only the default moves; with one, overrides are wiped unless they are sent again."""
    before = user.default_schedule_id
    if change.is_default:
        service.make_default(tx, user, row)
    if not change.name:
        shown = {"userId": row.user_id, "name": row.name, "id": row.id}
        return UpdatedSchedule(schedule=shown, is_default=user.default_schedule_id == row.id)
    row.name = change.name
    row.time_zone = change.time_zone or row.time_zone
    if change.schedule is not None:
        service.forget_weekly(tx, row)
        _add_week(tx, row, change.schedule)
    service.forget_overrides(tx, row)
    _add_overrides(tx, row, change.date_overrides or [])
    tx.flush()
    parts = service.availability_of(tx, [row.id])[row.id]
    return UpdatedSchedule(
        schedule=_raw_schedule(tx, row, parts),
        availability=_by_weekday(parts, tx.now),
        time_zone=row.time_zone or service.DEFAULT_ZONE,
        is_default=user.default_schedule_id == row.id,
        prev_default_id=before,
        current_default_id=user.default_schedule_id,
    )


def show(tx: Transaction, row: Row, user: User) -> Schedule:
    return show_all(tx, [row], user)[0]


def show_all(tx: Transaction, rows: Sequence[Row], user: User) -> list[Schedule]:
    parts = service.availability_of(tx, [row.id for row in rows])
    last = tx.count(select(Row.id).where(Row.user_id == user.id)) <= 1
    return [_show(tx, row, parts[row.id], user, is_last=last) for row in rows]


def listed(tx: Transaction, rows: Sequence[Row], user: User) -> list[ListedSchedule]:
    parts = service.availability_of(tx, [row.id for row in rows])
    return [
        ListedSchedule(
            id=row.id,
            user_id=row.user_id,
            name=row.name,
            time_zone=row.time_zone,
            is_default=user.default_schedule_id == row.id,
            availability=[_raw(part) for part in parts[row.id]],
        )
        for row in rows
    ]


def require(rows: list[Row]) -> list[Row]:
    if not rows:
        raise NoScheduleAtAll
    return rows


def own(tx: Transaction, user: User, schedule_id: int) -> Row:
    """The real service has no refusal of its own for a missing one."""
    if tx.get(Row, schedule_id) is None:
        raise NoScheduleAtAll
    return service.own(tx, user, schedule_id)


def _days(one: AvailabilityIn) -> list[int]:
    """From Sunday, 0, to Saturday, 6."""
    for day in one.days:
        if day not in DAY_NAME:
            raise NoSuchDay(day)
    return [int(day) for day in one.days]


def _times(one: AvailabilityIn) -> tuple[str, str]:
    try:
        return time_of_day(one.start_time, "startTime"), time_of_day(one.end_time, "endTime")
    except ValueError as error:
        raise BadRequest(str(error)) from None


def _show(tx: Transaction, row: Row, parts: list[Availability], user: User, *, is_last: bool) -> Schedule:
    weekly = [part for part in parts if part.date is None]
    return Schedule(
        id=row.id,
        name=row.name,
        is_managed=False,
        working_hours=[
            WorkingHours(days=part.days, start_time=_minutes(part.start_time), end_time=_minutes(part.end_time))
            for part in weekly
            if part.days
        ],
        schedule=[_raw(part) for part in parts],
        availability=_by_weekday(parts, tx.now),
        time_zone=row.time_zone or user.time_zone,
        date_overrides=_overrides(parts, tx.now),
        is_default=user.default_schedule_id == row.id,
        is_last_schedule=is_last,
        read_only=False,
        user_id=row.user_id,
    )


def _raw(part: Availability) -> RawAvailability:
    return RawAvailability(
        id=part.id,
        user_id=part.user_id,
        event_type_id=None,
        days=part.days,
        start_time=f"1970-01-01T{_seconds(part.start_time)}.000Z",
        end_time=f"1970-01-01T{_seconds(part.end_time)}.000Z",
        date=f"{part.date}T00:00:00.000Z" if part.date else None,
        schedule_id=part.schedule_id,
    )


def _raw_schedule(tx: Transaction, row: Row, parts: list[Availability]) -> dict[str, Any]:
    users = tx.all(select(EventType).where(EventType.schedule_id == row.id).order_by(EventType.id))
    return {
        "id": row.id,
        "userId": row.user_id,
        "name": row.name,
        "availability": [_raw(part) for part in parts],
        "timeZone": row.time_zone,
        "eventType": [{"id": one.id, "eventName": one.event_name} for one in users],
    }


def _by_weekday(parts: list[Availability], now: datetime) -> list[list[TimeRange]]:
    """Seven lists, Sunday first, as hours of today in UTC."""
    week: list[list[TimeRange]] = [[] for _ in range(7)]
    for part in parts:
        for day in part.days if part.date is None else []:
            week[day].append(_range(now, part))
    return week


def _overrides(parts: list[Availability], now: datetime) -> list[DateOverride]:
    """Those of today and later, one entry per date."""
    today = now.strftime("%Y-%m-%d")
    dates = sorted({part.date for part in parts if part.date is not None and part.date >= today})
    return [
        DateOverride(
            ranges=[_range(_midnight(date, now), part) for part in parts if part.date == date],
        )
        for date in dates
    ]


def _midnight(date: str, now: datetime) -> datetime:
    year, month, day = map(int, date.split("-"))
    return now.replace(year=year, month=month, day=day)


def _range(day: datetime, part: Availability) -> TimeRange:
    return TimeRange(start=_at(day, part.start_time), end=_at(day, part.end_time, is_end=True))


def _at(day: datetime, clock: str, *, is_end: bool = False) -> datetime:
    midnight = day.replace(hour=0, minute=0, second=0, microsecond=0)
    if is_end and clock[:5] == "23:59":
        return midnight + timedelta(days=1, milliseconds=-1)
    hours, minutes, seconds = map(int, _seconds(clock).split(":"))
    return midnight + timedelta(hours=hours, minutes=minutes, seconds=seconds)


def _seconds(clock: str) -> str:
    return clock if len(clock) == 8 else f"{clock}:00"


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")[:2]
    return int(hours) * 60 + int(minutes)


def _add_week(tx: Transaction, row: Row, week: list[Any]) -> None:
    """One weekly row per distinct pair of times, with all days that have it."""
    days_of: dict[tuple[str, str], list[int]] = {}
    for day, ranges in enumerate(week[:7]):
        for one in ranges if isinstance(ranges, list) else []:
            start, end = _instant(one, "start"), _instant(one, "end")
            days_of.setdefault((start.strftime("%H:%M:%S"), end.strftime("%H:%M:%S")), []).append(day)
    tx.add_all(
        [
            Availability(schedule_id=row.id, user_id=row.user_id, days=days, start_time=start, end_time=end)
            for (start, end), days in days_of.items()
        ]
    )


def _add_overrides(tx: Transaction, row: Row, overrides: list[RangeIn]) -> None:
    for one in overrides:
        start, end = _instant(one.model_dump(), "start"), _instant(one.model_dump(), "end")
        tx.add(
            Availability(
                schedule_id=row.id,
                user_id=row.user_id,
                days=[],
                date=start.strftime("%Y-%m-%d"),
                start_time=start.strftime("%H:%M:%S"),
                end_time=end.strftime("%H:%M:%S"),
            )
        )


def _instant(one: Any, key: str) -> datetime:
    moment = parse_instant(str(one.get(key))) if isinstance(one, dict) else None
    if moment is None:
        raise BadRequest(f"Invalid {key} date")
    return moment
