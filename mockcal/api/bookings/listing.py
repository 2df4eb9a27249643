"""Which bookings somebody may see in a list, filtered, sorted and paged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlmodel import col

from mockcal.api.bookings.output import AnyBooking, Seats, present, related
from mockcal.api.bookings.schemas import ListBookings, RangeQuery
from mockcal.http.errors import DatabaseRefusal, TrpcError
from mockcal.http.js_dates import parse_instant
from mockcal.http.pagination import pagination
from mockcal.sandbox.transaction import Transaction
from mockcal.store.bookings import Attendee, Booking
from mockcal.store.event_types import EventType
from mockcal.store.teams import Membership, Team
from mockcal.store.users import User

CLOSED = ("CANCELLED", "REJECTED")
SORTS = (
    ("sort_start", col(Booking.start_time)),
    ("sort_end", col(Booking.end_time)),
    ("sort_created", col(Booking.created_at)),
    ("sort_updated_at", col(Booking.updated_at)),
)


@dataclass(frozen=True, slots=True)
class Page:
    bookings: list[AnyBooking]
    pagination: Any


def visible(
    tx: Transaction,
    user: User,
    query: RangeQuery,
    *,
    organization_id: int | None,
    team_id: int | None = None,
    sees_cancelled_seats: bool = False,
) -> Page:
    """A page of what `search` finds, with its numbers."""
    rows, total = search(tx, user, query, organization_id=organization_id, team_id=team_id)
    found = related(tx, rows)
    shown = [present(row, found, attendees=_seats(row, sees_cancelled_seats)) for row in rows]
    return Page(shown, pagination(total, skip=int(query.skip), take=int(query.take)))


def search(
    tx: Transaction, user: User, query: RangeQuery, *, organization_id: int | None, team_id: int | None = None
) -> tuple[list[Booking], int]:
    """A page of the bookings that `user` may list, and how many there are.

    `organization_id` narrows whose admin he counts as; `team_id` is forced by a route. 400 (generic) when none of the event
    types exists or a user is unknown, 403 for a user outside his organization."""
    filters = [_scope(tx, user, organization_id), *_filters(tx, user, query, organization_id, team_id)]
    page = select(Booking).where(*filters, *_dates_outside_the_total(query))
    page = page.order_by(*_order(query)).offset(int(query.skip)).limit(int(query.take))
    return tx.all(page), tx.count(select(Booking.id).where(*filters))


def _seats(booking: Booking, sees_cancelled_seats: bool) -> Seats:
    """Lists show all who sit in a booking, whoever asks."""
    return Seats.NONE if booking.status == "CANCELLED" and not sees_cancelled_seats else Seats.ALL


def _scope(tx: Transaction, user: User, organization_id: int | None) -> ColumnElement[bool]:
    """Own ones, attended ones, and those of people and event types whose admin the user is."""
    attended = select(Attendee.booking_id).where(Attendee.email == user.email)
    ways: list[Any] = [Booking.user_id == user.id, col(Booking.id).in_(attended)]
    teams = _administered(tx, user, organization_id)
    if teams:
        members = select(Membership.user_id).where(col(Membership.team_id).in_(teams))
        addresses = select(User.email).where(col(User.id).in_(members))
        hosted = select(Attendee.booking_id).where(col(Attendee.email).in_(addresses))
        ways += [
            col(Booking.user_id).in_(members),
            col(Booking.id).in_(hosted),
            col(Booking.event_type_id).in_(_types_of_teams(teams)),
        ]
    return or_(*ways)


def _administered(tx: Transaction, user: User, organization_id: int | None) -> list[int]:
    """Teams and organizations where the user is an accepted admin or owner, with the teams below."""
    statement = (
        select(Team)
        .join(Membership, Membership.team_id == Team.id)
        .where(Membership.user_id == user.id, Membership.accepted, col(Membership.role).in_(("ADMIN", "OWNER")))
    )
    if organization_id is not None:
        statement = statement.where(or_(Team.id == organization_id, Team.parent_id == organization_id))
    own = tx.all(statement)
    organizations = [team.id for team in own if team.is_organization]
    below = tx.all(select(Team.id).where(col(Team.parent_id).in_(organizations))) if organizations else []
    return sorted({team.id for team in own if team.id is not None} | {one for one in below if one is not None})


def _types_of_teams(team_ids: Sequence[int]) -> Select[Any]:
    """Event types of the teams, and the managed children of those."""
    parents = select(EventType.id).where(col(EventType.team_id).in_(team_ids))
    return select(EventType.id).where(or_(col(EventType.team_id).in_(team_ids), col(EventType.parent_id).in_(parents)))


def _filters(
    tx: Transaction, user: User, query: RangeQuery, organization_id: int | None, team_id: int | None
) -> list[Any]:
    filters: list[Any] = []
    if query.status:
        filters.append(or_(*(_has_status(tx, status) for status in query.status)))
    if query.attendee_email or query.attendee_name:
        filters.append(_attended_by(tx, user, query.attendee_email, query.attendee_name))
    if query.booking_uid:
        filters.append(Booking.uid == query.booking_uid)
    if ids := _wanted(query.event_type_ids, query.event_type_id):
        filters.append(_of_event_types(tx, ids))
    teams = (
        [team_id]
        if team_id is not None
        else _wanted(getattr(query, "teams_ids", None), getattr(query, "team_id", None))
    )
    if teams and (of_teams := _of_teams(tx, teams)) is not None:
        filters.append(of_teams)
    if wanted := getattr(query, "user_ids", None):
        filters.append(_of_users(tx, user, [int(one) for one in wanted], organization_id))
    if query.after_start:
        filters.append(Booking.start_time >= _moment(query.after_start))
    if query.before_end:
        filters.append(Booking.end_time <= _moment(query.before_end))
    return filters


def _wanted(many: list[Any] | None, one: Any) -> list[int]:
    return [int(value) for value in many] if many else [int(one)] if one is not None else []


def _has_status(tx: Transaction, status: str) -> ColumnElement[bool]:
    now, open_ = tx.now, col(Booking.status).not_in(CLOSED)
    series = col(Booking.recurring_event_id).is_not(None)
    if status == "upcoming":
        accepted = Booking.status == "ACCEPTED"
        return and_(Booking.end_time >= now, or_(and_(series, accepted), and_(~series, open_)))
    if status == "recurring":
        return and_(Booking.end_time >= now, series, open_)
    if status == "past":
        return and_(Booking.end_time <= now, open_)
    if status == "cancelled":
        return col(Booking.status).in_(CLOSED)
    return and_(Booking.end_time >= now, Booking.status == "PENDING")


def _attended_by(tx: Transaction, user: User, email: str | None, name: str | None) -> ColumnElement[bool]:
    """The same attendee must have both."""
    statement = select(Attendee.booking_id)
    if email:
        statement = statement.where(Attendee.email == _managed_form(tx, user, email))
    if name:
        statement = statement.where(Attendee.name == name)
    return col(Booking.id).in_(statement)


def _managed_form(tx: Transaction, user: User, email: str) -> str:
    """A managed user may name another of his client by the plain address, unless it is somebody's own."""
    if not user.oauth_client_id or tx.first(select(User.id).where(User.email == email)) is not None:
        return email
    local, _, domain = email.rpartition("@")
    managed = f"{local}+{user.oauth_client_id}@{domain}"
    known = select(User.id).where(User.email == managed, User.oauth_client_id == user.oauth_client_id)
    return managed if tx.first(known) is not None else email


def _of_event_types(tx: Transaction, ids: list[int]) -> ColumnElement[bool]:
    known = tx.all(select(EventType.id).where(or_(col(EventType.id).in_(ids), col(EventType.parent_id).in_(ids))))
    if not known:
        raise TrpcError(400, explain="none of these event types exists")
    return col(Booking.event_type_id).in_(known)


def _of_teams(tx: Transaction, ids: list[int]) -> ColumnElement[bool] | None:
    """None when the teams have no event types: the real filter is ignored then."""
    known = tx.all(_types_of_teams(ids))
    return col(Booking.event_type_id).in_(known) if known else None


def _of_users(tx: Transaction, user: User, ids: list[int], organization_id: int | None) -> ColumnElement[bool]:
    people = tx.all(select(User).where(col(User.id).in_(ids)))
    if len(people) < len(set(ids)):
        raise TrpcError(400, explain="a user of userIds does not exist")
    within = _administered(tx, user, organization_id)
    members = set(tx.all(select(Membership.user_id).where(col(Membership.team_id).in_(within))))
    if not {person.id for person in people} <= members | {user.id}:
        raise TrpcError(403, explain="a user of userIds is outside your organization and teams")
    addresses = [person.email for person in people]
    attended = select(Attendee.booking_id).where(col(Attendee.email).in_(addresses))
    return or_(col(Booking.user_id).in_(ids), col(Booking.id).in_(attended)) if ids else false()


def _moment(text: str) -> datetime:
    """400 for what passes as ISO 8601 but is no date to JavaScript (a week, say)."""
    moment = parse_instant(text)
    if moment is None:
        raise DatabaseRefusal(explain="the real service answers 500 for a date that JavaScript cannot parse")
    return moment


def _dates_outside_the_total(query: RangeQuery) -> list[Any]:
    """The real service applies these to the rows but not to `totalItems`."""
    if not isinstance(query, ListBookings):
        return []
    bounds = (
        (query.after_created_at, col(Booking.created_at), True),
        (query.before_created_at, col(Booking.created_at), False),
        (query.after_updated_at, col(Booking.updated_at), True),
        (query.before_updated_at, col(Booking.updated_at), False),
    )
    return [column >= _moment(text) if after else column <= _moment(text) for text, column, after in bounds if text]


def _order(query: RangeQuery) -> list[Any]:
    for name, column in SORTS:
        if direction := getattr(query, name, None):
            return [column.asc() if direction == "asc" else column.desc(), Booking.id]
    backwards = query.status is not None and len(query.status) == 1 and query.status[0] in ("past", "cancelled")
    start = col(Booking.start_time)
    return [start.desc() if backwards else start.asc(), Booking.id]
