"""What the loaders of one document share: the transaction, names, bodies, and the answer that grows on the way."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import bindparam, select
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel, col

from mockcal.http.dto import Dto, check, plans_of
from mockcal.http.errors import ApiError
from mockcal.http.render import as_api_error
from mockcal.http.slugs import mangled_email
from mockcal.sandbox.transaction import Transaction
from mockcal.seed.document import FixtureError, Json
from mockcal.store.event_types import EventType
from mockcal.store.oauth import OAuthClient
from mockcal.store.teams import Team
from mockcal.store.users import User

T = TypeVar("T")
Body = TypeVar("Body", bound=Dto)
REFUSALS = (ApiError, DBAPIError, OverflowError)
OLDEST_CALLED = select(User).where(User.username == bindparam("name")).order_by(col(User.id)).limit(1)


@dataclass(slots=True)
class Made:
    """The answer of `POST /_mock/fixtures`: numbers behind the names, only of what the document named."""

    users: dict[str, Json] = field(default_factory=dict)
    teams: dict[str, Json] = field(default_factory=dict)
    organizations: dict[str, Json] = field(default_factory=dict)
    event_types: dict[str, Json] = field(default_factory=dict)
    oauth_clients: dict[str, Json] = field(default_factory=dict)
    managed_users: dict[str, Json] = field(default_factory=dict)
    oauth2_clients: dict[str, Json] = field(default_factory=dict)
    webhooks: list[Json] = field(default_factory=list)
    bookings: list[Json] = field(default_factory=list)
    reservations: list[Json] = field(default_factory=list)

    def to_wire(self) -> Json:
        return {
            "users": self.users,
            "teams": self.teams,
            "organizations": self.organizations,
            "eventTypes": self.event_types,
            "oauthClients": self.oauth_clients,
            "managedUsers": self.managed_users,
            "oauth2Clients": self.oauth2_clients,
            "webhooks": self.webhooks,
            "bookings": self.bookings,
            "reservations": self.reservations,
        }


@dataclass(slots=True)
class Loading:
    """One document on its way into a store. Everything that looks a name up refuses with the place where it stands."""

    tx: Transaction
    made: Made = field(default_factory=Made)
    managed: dict[str, int] = field(default_factory=dict)  # managed users' ids by the plain address they were given
    new_users: set[int | None] = field(default_factory=set)  # whom nobody knew before: they get what is usual
    newly_managed: dict[int | None, int | None] = field(default_factory=dict)  # the organization that each joins
    unbilled: set[int | None] = field(default_factory=set)  # organizations that are said to have no plan
    place: str = ""  # the record that is being loaded

    def made_of(self, *, user: User | None = None, team: Team | None = None) -> Json:
        """The answer's entry of a user, managed user, team or organization that the document names; for more numbers."""
        if team is not None:
            kind = self.made.organizations if team.is_organization else self.made.teams
            return kind.setdefault(team_path(self.tx, team), {"id": team.id})
        assert user is not None
        for email, user_id in self.managed.items():
            if user_id == user.id:
                return self.made.managed_users.setdefault(email, {"id": user.id})
        return self.made.users.setdefault(user_name(self.tx, user), {"id": user.id})

    def user(self, name: str, place: str) -> User:
        """By username, else a managed user by plain address, else anybody by address."""
        found = self._user_called(name) or self.tx.first(select(User).where(User.email == name))
        return found or self.refuse(place, f"no user is called {name}")

    def organization(self, slug: str, place: str) -> Team:
        found = find_team(self.tx, slug, None)
        if found is not None and found.is_organization:
            return found
        return self.refuse(place, f"no organization has the slug {slug}")

    def team(self, path: str, place: str) -> Team:
        """By `SLUG`, or by `ORG/SLUG` for a team of an organization."""
        return team_at(self.tx, path) or self.refuse(place, f"no team has the path {path}")

    def event_type(self, path: str, place: str) -> EventType:
        """By `USERNAME/SLUG`, `TEAM/SLUG`, `ORG/TEAM/SLUG` or `#ID`; a slug may hold slashes of its own."""
        number = path.removeprefix("#")
        if path.startswith("#") and number.isdecimal():
            return self.tx.get(EventType, int(number)) or self.refuse(place, f"no event type has the id {number}")
        parts = path.split("/")
        for at in range(len(parts) - 1, 0, -1):
            found = self._event_type_of("/".join(parts[:at]), "/".join(parts[at:]))
            if found is not None:
                return found
        return self.refuse(place, f"no event type has the path {path}")

    def oauth_client(self, name: str, place: str) -> OAuthClient:
        """By name, of several the oldest; or by id."""
        found = find_oauth_client(self.tx, name) or self.tx.get(OAuthClient, name)
        return found or self.refuse(place, f"no platform OAuth client is called {name}")

    def body(self, model: type[Body], sent: Any, place: str, *, own: tuple[str, ...] = ()) -> Body:
        """`sent` as the API's create endpoint takes it, without the keys `own` that only fixtures have.

        Unlike the API a fixture says what it does not know.
        """
        if not isinstance(sent, dict):
            self.refuse(place, "must be a mapping")
        body = {key: value for key, value in sent.items() if key not in own}
        if unknown := _unknown(model, body, place):
            self.refuse(unknown, "unknown field")
        if errors := check(model, model._received(body)):
            where, text = _first(errors, place)
            self.refuse(where, text)
        return self.calling(place, lambda: model.model_validate(body))

    def calling(self, place: str, work: Any) -> Any:
        """What a service answers; its refusal, or the store's, is told with the place."""
        try:
            return work()
        except FixtureError:
            raise
        except REFUSALS as error:
            raise FixtureError(place, as_api_error(error).message) from error

    def store(self, place: str, row: SQLModel, values: Mapping[str, Any]) -> None:
        """`values` in a row's columns, as they are."""
        for name, value in values.items():
            if name not in type(row).model_fields:
                self.refuse(f"{place}.{name}", "unknown field")
            setattr(row, name, value)
        self.calling(place, self.tx.flush)

    def refuse_other_id(self, place: str, given: Any, own: Any) -> None:
        """A record that is there already keeps its id."""
        if given not in (None, own):
            self.refuse(f"{place}.id", f"this record has the id {own} already")

    def required(self, given: T | None, place: str) -> T:
        """400 without a key that a new record cannot do without."""
        if given is None:
            raise FixtureError(place, "Field required")
        return given

    def refuse(self, place: str, text: str) -> Any:
        raise FixtureError(place, text)

    def _user_called(self, name: str) -> User | None:
        """Of managed users whose plain address it is first one of this document, then the oldest of those who were there."""
        found = find_user(self.tx, name) or self.tx.get(User, self.managed.get(name))
        return found or next(iter(managed_users_at(self.tx, name)), None)

    def _event_type_of(self, owner: str, slug: str) -> EventType | None:
        user, team = self._user_called(owner), team_at(self.tx, owner)
        called = select(EventType).where(EventType.slug == slug)
        found = self.tx.first(called.where(EventType.user_id == user.id)) if user else None
        return found or (self.tx.first(called.where(EventType.team_id == team.id)) if team else None)


def team_slug(team: Team) -> str:
    """What a document calls a team or an organization: one without a slug is `#ID`."""
    return f"#{team.id}" if team.slug is None else team.slug


def find_team(tx: Transaction, slug: str, parent_id: int | None) -> Team | None:
    """The team or organization that a document calls so, in the organization `parent_id` or at the top."""
    number = slug.removeprefix("#")
    if slug.startswith("#") and number.isdecimal():
        numbered = tx.get(Team, int(number))
        if numbered is not None and numbered.slug is None and numbered.parent_id == parent_id:
            return numbered
    return tx.first(select(Team).where(Team.slug == slug, Team.parent_id == parent_id))


def team_at(tx: Transaction, path: str) -> Team | None:
    """`SLUG` or `ORG/SLUG`; a slug may hold slashes of its own."""
    org_slug, parted, slug = path.partition("/")
    org = find_team(tx, org_slug, None) if parted else None
    return find_team(tx, path, None) or (org and find_team(tx, slug, org.id))


def team_path(tx: Transaction, team: Team) -> str:
    """`SLUG`, or `ORG/SLUG`."""
    parent = tx.get(Team, team.parent_id)
    return f"{team_slug(parent)}/{team_slug(team)}" if parent else team_slug(team)


def find_user(tx: Transaction, name: str) -> User | None:
    """The user of this username, of several the oldest; or the one that a document calls `#ID`."""
    number = name.removeprefix("#")
    numbered = tx.get(User, int(number)) if name.startswith("#") and number.isdecimal() else None
    return numbered or tx.first(OLDEST_CALLED, name=name)


def known_as(user: User) -> str:
    """A managed user's plain address, the username of everybody else; who has neither is `#ID`."""
    if user.is_platform_managed and user.oauth_client_id is not None:
        return plain_email(user.email, user.oauth_client_id)
    return user.username or f"#{user.id}"


def user_name(tx: Transaction, user: User) -> str:
    """What a document calls a user: as he is known, or `#ID` where that means somebody else too."""
    name = known_as(user)
    return name if _is_only_one(tx, name, user) else f"#{user.id}"


def _is_only_one(tx: Transaction, name: str, user: User) -> bool:
    if not (user.is_platform_managed and user.oauth_client_id):
        return find_user(tx, name) is user
    return managed_users_at(tx, name) == [user]


def managed_users_at(tx: Transaction, plain: str) -> list[User]:
    """Those whom any platform client gave this plain address."""
    if "@" not in plain:
        return []
    addresses = [plain, *(mangled_email(plain, client_id) for client_id in tx.all(select(OAuthClient.id)))]
    statement = select(User).where(col(User.email).in_(addresses), User.is_platform_managed)
    return tx.all(statement.order_by(User.id))


def plain_email(email: str, client_id: str) -> str:
    """Before it was mangled for this client."""
    return email.replace(f"+{client_id}@", "@")


def find_oauth_client(tx: Transaction, name: str) -> OAuthClient | None:
    """Of several the oldest."""
    called = select(OAuthClient).where(OAuthClient.name == name)
    return tx.first(called.order_by(col(OAuthClient.created_at), OAuthClient.id))


def client_name(tx: Transaction, client: OAuthClient) -> str:
    """What a document calls a platform client: by its id where the name means another."""
    return client.name if find_oauth_client(tx, client.name) is client else client.id


def event_type_path(tx: Transaction, row: EventType) -> str:
    """`USERNAME/SLUG`, `TEAM/SLUG` or `ORG/TEAM/SLUG`."""
    team, owner = tx.get(Team, row.team_id), tx.get(User, row.user_id)
    return f"{team_path(tx, team) if team else user_name(tx, owner) if owner else ''}/{row.slug}"


def event_type_name(tx: Transaction, row: EventType) -> str:
    """What a document calls an event type: its path, or `#ID` of a team's where a user's own has the same path."""
    team, path = tx.get(Team, row.team_id), event_type_path(tx, row)
    namesake = find_user(tx, team_path(tx, team)) if team else None
    if namesake is None:
        return path
    own = select(EventType.id).where(EventType.user_id == namesake.id, EventType.slug == row.slug)
    return path if tx.first(own) is None else f"#{row.id}"


def _unknown(model: type[Dto], sent: Json, place: str) -> str | None:
    """The place of the first key, at any depth, that `model` does not know."""
    plans = {plan.alias: plan for plan in plans_of(model)}
    for key, value in sent.items():
        here = f"{place}.{key}"
        if key not in plans:
            return here
        nested = plans[key].nested
        for index, one in enumerate(value if isinstance(value, list) else [value]):
            step = f"{here}[{index}]" if isinstance(value, list) else here
            if nested is not None and isinstance(one, dict) and (found := _unknown(nested, one, step)):
                return found
    return None


def _first(errors: list[Json], place: str) -> tuple[str, str]:
    """The first of the validator's items: where, and what it says."""
    error = errors[0]
    name = error["property"]
    here = f"{place}[{name}]" if name.isdigit() else f"{place}.{name}"
    if error["children"]:
        return _first(error["children"], here)
    return here, ", ".join(error["constraints"].values())
