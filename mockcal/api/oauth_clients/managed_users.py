"""Managed users: accounts that a platform client makes and keeps, under an address of the client's own."""

from typing import Any

from sqlalchemy import Select, select
from sqlmodel import col

from mockcal.api.me import service as me
from mockcal.api.me.schemas import UpdateMe
from mockcal.api.oauth_clients.users.schemas import (
    CreateManagedUser,
    ManagedUser,
    ManagedUsersPage,
    ManagedUsersQuery,
)
from mockcal.api.schedules import service as schedules
from mockcal.api.schedules.schemas import CreateSchedule
from mockcal.http.emails import is_email
from mockcal.http.errors import Conflict, DuplicateRecord, NotFound, TrpcError
from mockcal.http.nulls import refuse_nulls
from mockcal.http.slugs import mangled_email, mangled_username
from mockcal.sandbox.transaction import Transaction
from mockcal.store.oauth import OAuthClient
from mockcal.store.teams import Membership, Profile
from mockcal.store.users import User

DEFAULT_SCHEDULE = "Default schedule"


class AlreadyManaged(Conflict):
    def __init__(self, user_id: int | None) -> None:
        super().__init__(f"User with the provided e-mail already exists. Existing user ID={user_id}")


class NotAnAddress(TrpcError):
    def __init__(self, email: str) -> None:
        super().__init__(400, f"Invite failed because {email} is not a valid email address")


class NotOfThisClient(NotFound):
    def __init__(self, user_id: int) -> None:
        super().__init__(f"User with ID {user_id} is not part of this OAuth client.")


def create(tx: Transaction, client: OAuthClient, body: CreateManagedUser) -> User:
    """A member of the client's organization. 409 for an address or a name in use, 400 for what is no address."""
    user = account(tx, client, body)
    join(tx, client, user)
    if body.time_zone:
        keep_hours(tx, user, body.time_zone)
    if client.are_default_event_types_enabled:
        add_default_event_types(tx, user)
    tx.flush()
    return user


def account(tx: Transaction, client: OAuthClient, body: CreateManagedUser, *, user_id: int | None = None) -> User:
    """The account alone, not yet a member of anything."""
    email = mangled_email(body.email, client.id)
    taken = tx.first(select(User).where(User.email == email))
    if taken is not None:
        raise AlreadyManaged(taken.id)
    if not is_email(email):
        raise NotAnAddress(email)
    username = mangled_username(body.email, client.id)
    _refuse_taken_name(tx, client, username, but=None)
    given = {name: value for name, value in body.sent().items() if name in ("time_format", "week_start")}
    if body.time_zone is not None:
        given["time_zone"] = body.time_zone
    refuse_nulls(User, given)
    user = tx.add(
        User(
            id=user_id,
            email=email,
            username=username,
            name=body.name,
            locale=body.locale,
            avatar_url=body.avatar_url,
            bio=body.bio,
            meta=body.metadata,
            is_platform_managed=True,
            oauth_client_id=client.id,
            organization_id=client.organization_id,
            created_date=tx.now,
        )
    )
    # Not above: a row that is added takes the column's default for null.
    for name, value in given.items():
        setattr(user, name, value)
    return user


def join(tx: Transaction, client: OAuthClient, user: User) -> None:
    """Makes him a member at once, without an invitation that somebody would have to accept."""
    org_id = client.organization_id
    tx.add(Membership(user_id=user.id, team_id=org_id, role="MEMBER", accepted=True, created_at=tx.now))
    tx.add(Profile(uid=tx.ids.uuid(), user_id=user.id, organization_id=org_id, username=user.username))


def keep_hours(tx: Transaction, user: User, zone: str) -> None:
    body = CreateSchedule.model_construct(
        name=DEFAULT_SCHEDULE, time_zone=zone, availability=None, is_default=True, overrides=[]
    )
    schedules.create(tx, user, body)


def add_default_event_types(tx: Transaction, user: User) -> None:
    # Late: most clients make none, and event types are the largest section.
    from mockcal.api.event_types import service as event_types

    event_types.create_defaults(tx, user)


def page(tx: Transaction, client: OAuthClient, query: ManagedUsersPage) -> list[ManagedUser]:
    """In order of creation."""
    statement = _of(client)
    if isinstance(query, ManagedUsersQuery) and query.emails is not None:
        statement = statement.where(col(User.email).in_([mangled_email(one, client.id) for one in query.emails]))
    rows = tx.all(statement.order_by(User.id).offset(query.offset).limit(query.limit))
    return [ManagedUser.of(user) for user in rows]


def own(tx: Transaction, client: OAuthClient, user_id: int) -> User:
    """404 for a user of nobody or of another client."""
    user = tx.first(_of(client).where(User.id == user_id))
    if user is None:
        raise NotOfThisClient(user_id)
    return user


def update(tx: Transaction, client: OAuthClient, user: User, change: UpdateMe) -> User:
    """His schedules stay in their zones; a new address brings a new username. 409 when either is taken."""
    sent = change.sent()
    me.apply_plain(user, sent)
    if sent.get("email"):
        _move(tx, client, user, sent["email"])
    tx.flush()
    return user


def remove(tx: Transaction, user: User) -> None:
    tx.delete(user)


def _of(client: OAuthClient) -> Select[Any]:
    return select(User).where(User.oauth_client_id == client.id, User.is_platform_managed)


def _move(tx: Transaction, client: OAuthClient, user: User, plain: str) -> None:
    email, username = mangled_email(plain, client.id), mangled_username(plain, client.id)
    if tx.first(select(User.id).where(User.email == email, User.id != user.id)) is not None:
        raise DuplicateRecord(explain="another user has this e-mail address")
    _refuse_taken_name(tx, client, username, but=user.id)
    user.email, user.username = email, username
    profile = tx.first(
        select(Profile).where(Profile.user_id == user.id, Profile.organization_id == client.organization_id)
    )
    if profile is not None:
        profile.username = username


def _refuse_taken_name(tx: Transaction, client: OAuthClient, username: str, *, but: int | None) -> None:
    profiles = select(Profile.user_id).where(
        Profile.organization_id == client.organization_id, Profile.username == username
    )
    users = select(User.id).where(User.organization_id == client.organization_id, User.username == username)
    if {*tx.all(profiles), *tx.all(users)} - {but}:
        raise DuplicateRecord(explain=f"the organization has somebody called {username} already")
