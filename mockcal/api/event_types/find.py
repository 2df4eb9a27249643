"""Event types by what a caller knows of them."""

from typing import Any

from sqlalchemy import Select, select
from sqlmodel import col

from mockcal.api.event_types.schemas import ListEventTypes, Order
from mockcal.auth.caller import Caller
from mockcal.auth.event_types import is_event_admin
from mockcal.http.errors import Forbidden, NotFound
from mockcal.sandbox.transaction import Transaction
from mockcal.store.event_types import EventType
from mockcal.store.teams import Profile, Team
from mockcal.store.users import User


class EventTypeNotFound(NotFound):
    def __init__(self, event_type_id: int) -> None:
        super().__init__(f"Event type with id {event_type_id} not found")


class NoSuchEventType(NotFound):
    """The same in the words of DELETE."""

    def __init__(self, event_type_id: int) -> None:
        super().__init__(f"Event type with ID={event_type_id} does not exist.")


class ForeignEventType(Forbidden):
    """403 where a change of the same event type answers 404."""

    def __init__(self, user_id: int, event_type_id: int) -> None:
        super().__init__(f"User with ID={user_id} does not own event type with ID={event_type_id}")


def listed(tx: Transaction, caller: Caller | None, query: ListEventTypes) -> list[EventType]:
    """By user and slug, by user, or the caller's own; nobody and unknown people have none."""
    if not query.username:
        return _of_user(tx, caller.user, query.sort_created_at) if caller else []
    owner = user_by_name(tx, query.username, org_slug=query.org_slug, org_id=query.org_id)
    if owner is None:
        return []
    if query.event_slug:
        found = by_slug(tx, owner, query.event_slug)
        return [found] if found and (not found.hidden or _is(caller, owner)) else []
    rows = _of_user(tx, owner, query.sort_created_at)
    return rows if _is(caller, owner) else [row for row in rows if not row.hidden]


def user_by_name(tx: Transaction, username: str, *, org_slug: str | None = None, org_id: Any = None) -> User | None:
    """By the name in an organization's profile where one is told, else by the global one."""
    if org_slug is None and org_id is None:
        return tx.first(select(User).where(User.username == username).order_by(User.id))
    statement = select(User).join(Profile, Profile.user_id == User.id).where(Profile.username == username)
    if org_slug is not None:
        of_slug = select(Team.id).where(Team.slug == org_slug, Team.is_organization)
        return tx.first(statement.where(col(Profile.organization_id).in_(of_slug)).order_by(User.id))
    return tx.first(statement.where(Profile.organization_id == org_id).order_by(User.id))


def users_by_names(tx: Transaction, query: ListEventTypes) -> list[User]:
    """In the order of the names; unknown ones are passed over."""
    found = [
        user_by_name(tx, name, org_slug=query.org_slug, org_id=query.org_id) for name in query.usernames or [] if name
    ]
    return [user for user in found if user is not None]


def by_slug(tx: Transaction, owner: User, slug: str) -> EventType | None:
    return tx.first(select(EventType).where(EventType.user_id == owner.id, EventType.slug == slug))


def visible(tx: Transaction, caller: Caller, event_type_id: int) -> EventType:
    """404 for what is not there or none of the caller's business."""
    row = tx.get(EventType, event_type_id)
    if row is None or not is_event_admin(tx, caller.user, row):
        raise EventTypeNotFound(event_type_id)
    return row


def own(tx: Transaction, user: User, event_type_id: int) -> EventType | None:
    """One that the user himself owns, a copy of a managed one among them."""
    row = tx.get(EventType, event_type_id)
    return row if row is not None and row.user_id == user.id else None


def own_to_delete(tx: Transaction, user: User, event_type_id: int) -> EventType:
    """404 for what is not there, 403 for somebody else's."""
    row = tx.get(EventType, event_type_id)
    if row is None:
        raise NoSuchEventType(event_type_id)
    if row.user_id != user.id:
        assert user.id is not None
        raise ForeignEventType(user.id, event_type_id)
    return row


def of_team(tx: Transaction, team_id: int | None, event_type_id: int) -> EventType | None:
    row = tx.get(EventType, event_type_id)
    return row if row is not None and row.team_id == team_id else None


def sorted_by_creation(statement: Select[Any], order: Order | None) -> Select[Any]:
    by_id = col(EventType.id)
    return statement.order_by(by_id.desc() if order is Order.DESC else by_id)


def _of_user(tx: Transaction, user: User, order: Order | None) -> list[EventType]:
    return tx.all(sorted_by_creation(select(EventType).where(EventType.user_id == user.id), order))


def _is(caller: Caller | None, user: User) -> bool:
    return caller is not None and caller.user_id == user.id
