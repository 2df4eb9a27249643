"""The rules of schedules: one service for users, teams and organizations, whatever the version on the wire."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Select, delete, select
from sqlmodel import col

from mockcal.api.schedules.schemas import (
    DAY_NAME,
    DAY_NUMBER,
    AvailabilityIn,
    CreateSchedule,
    Day,
    OverrideIn,
    Schedule,
    ScheduleOverride,
    UpdateSchedule,
    WeeklyAvailability,
)
from mockcal.http.errors import BadRequest, DatabaseRefusal, Forbidden, NotFound
from mockcal.http.js_dates import parse_instant
from mockcal.sandbox.transaction import Transaction
from mockcal.store.event_types import EventType, Host
from mockcal.store.schedules import Availability
from mockcal.store.schedules import Schedule as Row
from mockcal.store.teams import Membership, Profile
from mockcal.store.users import User

NINE_TO_FIVE = AvailabilityIn.model_construct(
    days=[Day.MONDAY, Day.TUESDAY, Day.WEDNESDAY, Day.THURSDAY, Day.FRIDAY], start_time="09:00", end_time="17:00"
)
DEFAULT_ZONE = "Europe/London"


class ScheduleNotFound(NotFound):
    def __init__(self, schedule_id: int) -> None:
        super().__init__(f"Schedule with ID={schedule_id} does not exist.")


class NoScheduleToDelete(BadRequest):
    """400, not 404: DELETE alone."""

    def __init__(self, schedule_id: int) -> None:
        super().__init__(f"Schedule with ID={schedule_id} does not exist.")


class ForeignSchedule(Forbidden):
    def __init__(self, user_id: int, schedule_id: int) -> None:
        super().__init__(f"User with ID={user_id} does not own schedule with ID={schedule_id}")


def create(tx: Transaction, user: User, body: CreateSchedule, *, schedule_id: int | None = None) -> Row:
    """A schedule of `user`, his default one if it says so."""
    assert user.id is not None
    row = tx.add(Row(id=schedule_id, user_id=user.id, name=body.name, time_zone=body.time_zone))
    weekly = [NINE_TO_FIVE] if body.availability is None else body.availability
    _add_weekly(tx, row, weekly)
    _add_overrides(tx, row, body.overrides)
    if body.is_default:
        make_default(tx, user, row)
    return row


def update(tx: Transaction, user: User, row: Row, change: UpdateSchedule) -> Row:
    """`is_default` false is ignored: a default can only be handed on."""
    if change.name is not None:
        row.name = change.name
    if change.time_zone is not None:
        row.time_zone = change.time_zone
    if change.availability is not None:
        forget_weekly(tx, row)
        _add_weekly(tx, row, change.availability)
    if change.overrides is not None:
        forget_overrides(tx, row)
        _add_overrides(tx, row, change.overrides)
    if change.is_default:
        make_default(tx, user, row)
    tx.flush()
    return row


def remove(tx: Transaction, user: User, schedule_id: int) -> None:
    """400 for a missing one, 403 for somebody else's. The user's default may dangle from then on, as the real one's."""
    row = tx.get(Row, schedule_id)
    if row is None:
        raise NoScheduleToDelete(schedule_id)
    _require_owner(user, row)
    tx.delete(row)


def duplicate(tx: Transaction, row: Row) -> Row:
    """A copy with the same hours and overrides; it is nobody's default."""
    copy = tx.add(Row(user_id=row.user_id, name=f"{row.name} (Copy)", time_zone=row.time_zone))
    tx.add_all(
        [
            Availability(schedule_id=copy.id, **part.model_dump(exclude={"id", "schedule_id"}))
            for part in availability_of(tx, [row.id])[row.id]
        ]
    )
    return copy


def own(tx: Transaction, user: User, schedule_id: int) -> Row:
    """404 for a missing one, 403 for somebody else's."""
    row = tx.get(Row, schedule_id)
    if row is None:
        raise ScheduleNotFound(schedule_id)
    _require_owner(user, row)
    return row


def of_user(tx: Transaction, user: User) -> list[Row]:
    return tx.all(select(Row).where(Row.user_id == user.id).order_by(Row.id))


def default_of(tx: Transaction, user: User) -> Row | None:
    """None too when the default was deleted."""
    return tx.get(Row, user.default_schedule_id)


def make_default(tx: Transaction, user: User, row: Row) -> None:
    user.default_schedule_id = row.id
    tx.flush()


def show(tx: Transaction, row: Row, user: User) -> Schedule:
    return show_all(tx, [row], [user])[0]


def show_all(tx: Transaction, rows: Sequence[Row], owners: Iterable[User]) -> list[Schedule]:
    """`owners` are the users that own the rows; everything is read at once."""
    defaults = {owner.id: owner.default_schedule_id for owner in owners}
    parts = availability_of(tx, [row.id for row in rows])
    return [_show(row, parts[row.id], is_default=defaults.get(row.user_id) == row.id) for row in rows]


def availability_of(tx: Transaction, schedule_ids: Sequence[int | None]) -> dict[int | None, list[Availability]]:
    """Weekly rows and overrides by schedule, in order of creation."""
    statement = select(Availability).where(col(Availability.schedule_id).in_(schedule_ids))
    parts: dict[int | None, list[Availability]] = defaultdict(list)
    for part in tx.all(statement.order_by(Availability.id)):
        parts[part.schedule_id].append(part)
    return parts


def page_of_users(tx: Transaction, users: Select[Any], *, take: int, skip: int) -> list[Schedule]:
    """The schedules of all users that `users` selects the ids of."""
    statement = select(Row).where(col(Row.user_id).in_(users)).order_by(Row.id)
    rows = tx.all(statement.offset(skip).limit(take))
    owners = tx.all(select(User).where(col(User.id).in_({row.user_id for row in rows})))
    return show_all(tx, rows, owners)


def forget_weekly(tx: Transaction, row: Row) -> None:
    tx.execute(delete(Availability).where(Availability.schedule_id == row.id, col(Availability.date).is_(None)))


def forget_overrides(tx: Transaction, row: Row) -> None:
    tx.execute(delete(Availability).where(Availability.schedule_id == row.id, col(Availability.date).is_not(None)))


def _add_weekly(tx: Transaction, row: Row, weekly: Sequence[AvailabilityIn]) -> None:
    tx.add_all(
        [
            Availability(
                schedule_id=row.id,
                user_id=row.user_id,
                days=[DAY_NUMBER[day] for day in one.days],
                start_time=one.start_time,
                end_time=one.end_time,
            )
            for one in weekly
        ]
    )


def _add_overrides(tx: Transaction, row: Row, overrides: Sequence[OverrideIn]) -> None:
    tx.add_all(
        [
            Availability(
                schedule_id=row.id,
                user_id=row.user_id,
                days=[],
                date=utc_date(one.date),
                start_time=one.start_time,
                end_time=one.end_time,
            )
            for one in overrides
        ]
    )


def utc_date(text: str) -> str:
    """The UTC day of an ISO 8601 date or date-time, YYYY-MM-DD. Some that the validator takes JavaScript cannot read."""
    moment = parse_instant(text)
    if moment is None:
        raise DatabaseRefusal(f"{text} is no date to the real service, which answers 500")
    return moment.date().isoformat()


def _require_owner(user: User, row: Row) -> None:
    if row.user_id != user.id:
        assert user.id is not None and row.id is not None
        raise ForeignSchedule(user.id, row.id)


def _show(row: Row, parts: list[Availability], *, is_default: bool) -> Schedule:
    """A weekly row without days is kept but never shown again."""
    return Schedule(
        id=row.id,
        owner_id=row.user_id,
        name=row.name,
        time_zone=row.time_zone or DEFAULT_ZONE,
        availability=[
            WeeklyAvailability(
                days=[DAY_NAME[day] for day in part.days], start_time=part.start_time[:5], end_time=part.end_time[:5]
            )
            for part in parts
            if part.date is None and part.days
        ],
        is_default=is_default,
        overrides=[
            ScheduleOverride(date=part.date, start_time=part.start_time[:5], end_time=part.end_time[:5])
            for part in parts
            if part.date is not None
        ],
    )


def of_team(tx: Transaction, team_id: int | None, *, event_type_id: int | None, take: int, skip: int) -> list[Schedule]:
    """The schedules of a team's members, accepted or not; with an event type, those attached to its hosts only."""
    if event_type_id is not None:
        return _attached(tx, team_id, event_type_id, user_id=None, take=take, skip=skip)
    members = select(Membership.user_id).where(Membership.team_id == team_id)
    return page_of_users(tx, members, take=take, skip=skip)


def of_team_member(tx: Transaction, team_id: int | None, user: User, *, event_type_id: int | None) -> list[Schedule]:
    """All schedules of one member, or those attached to him as a host of the event type."""
    if event_type_id is not None:
        return _attached(tx, team_id, event_type_id, user_id=user.id, take=250, skip=0)
    return show_all(tx, of_user(tx, user), [user])


def of_organization(tx: Transaction, organization_id: int | None, *, take: int, skip: int) -> list[Schedule]:
    """The schedules of everybody with a profile in the organization."""
    people = select(Profile.user_id).where(Profile.organization_id == organization_id)
    return page_of_users(tx, people, take=take, skip=skip)


def _attached(
    tx: Transaction, team_id: int | None, event_type_id: int, *, user_id: int | None, take: int, skip: int
) -> list[Schedule]:
    attached = (
        select(Host.schedule_id)
        .join(EventType, EventType.id == Host.event_type_id)
        .where(EventType.team_id == team_id, Host.event_type_id == event_type_id, col(Host.schedule_id).is_not(None))
    )
    if user_id is not None:
        attached = attached.where(Host.user_id == user_id)
    rows = tx.all(select(Row).where(col(Row.id).in_(attached)).order_by(Row.id).offset(skip).limit(take))
    owners = tx.all(select(User).where(col(User.id).in_({row.user_id for row in rows})))
    return show_all(tx, rows, owners)
