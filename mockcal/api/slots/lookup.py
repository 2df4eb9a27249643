"""Which event type a query for slots means, and who hosts it."""

from typing import NoReturn

from sqlalchemy import bindparam, select
from sqlmodel import col

from mockcal.api.slots.hosts import EventHost, hosts_of
from mockcal.http.errors import NotFound, TrpcError
from mockcal.sandbox.transaction import Transaction
from mockcal.store.event_types import EventType
from mockcal.store.teams import Profile, Team
from mockcal.store.users import User

GROUP_LENGTH = 30
GROUP_NOTICE = 120
# Made once, as they are asked so often. Somebody outside any organization comes first.
NAMED = (
    select(User)
    .where(User.username == bindparam("username"))
    .order_by(col(User.organization_id).is_not(None), User.id)
    .limit(1)
)
OUTSIDERS_LAST = (col(User.organization_id).is_(None), col(User.id).desc())
OF_USER = select(EventType).where(EventType.user_id == bindparam("user_id"), EventType.slug == bindparam("slug"))


class UnknownOrganization(NotFound):
    def __init__(self, slug: str) -> None:
        super().__init__(f"slots-input.service.ts: Organization with slug {slug} not found")


class UnknownUser(NotFound):
    def __init__(self, username: str) -> None:
        super().__init__(f"User with username {username} not found")


class UnknownTeam(NotFound):
    def __init__(self, slug: str) -> None:
        super().__init__(f"Team with slug {slug} not found")


class UnknownEventType(NotFound):
    def __init__(self) -> None:
        super().__init__("Event Type not found")


class NoDynamicBooking(TrpcError):
    def __init__(self, user: User) -> None:
        super().__init__(401, explain=f"{user.username} does not take part in bookings of a group of people")


def by_id(tx: Transaction, event_type_id: int) -> EventType:
    """Anybody's, hidden ones too."""
    return tx.get(EventType, event_type_id) or _refuse(UnknownEventType())


def by_user(tx: Transaction, slug: str, username: str, organization_slug: str | None) -> EventType:
    user = user_named(tx, username, organization_slug)
    return of_user(tx, slug, user) or _refuse(UnknownEventType())


def of_user(tx: Transaction, slug: str, user: User) -> EventType | None:
    return tx.first(OF_USER, user_id=user.id, slug=slug)


def by_team(tx: Transaction, slug: str, team_slug: str, organization_slug: str | None) -> EventType:
    team = team_named(tx, team_slug, organization_slug)
    found = tx.first(select(EventType).where(EventType.team_id == team.id, EventType.slug == slug))
    return found or _refuse(UnknownEventType())


def organization_of(tx: Transaction, slug: str) -> Team:
    found = tx.first(select(Team).where(Team.slug == slug, Team.is_organization))
    return found or _refuse(UnknownOrganization(slug))


def user_named(tx: Transaction, username: str, organization_slug: str | None) -> User:
    """In an organization by the name he has there, otherwise by his own; one outside any organization comes first."""
    if organization_slug:
        named = _in_organization(tx, [username], organization_slug)
        return next(iter(named), None) or _refuse(UnknownUser(username))
    found = tx.first(NAMED, username=username)
    return found or _refuse(UnknownUser(username))


def team_named(tx: Transaction, slug: str, organization_slug: str | None) -> Team:
    """Without an organization only teams at the top are meant."""
    parent = organization_of(tx, organization_slug).id if organization_slug else None
    found = tx.first(select(Team).where(Team.slug == slug, Team.parent_id == parent))
    return found or _refuse(UnknownTeam(slug))


def group(tx: Transaction, usernames: list[str], organization_slug: str | None) -> list[EventHost]:
    """All of them, fixed, in the order named; names that nobody has are passed over. 401 (generic) when one refuses."""
    if organization_slug:
        people = _in_organization(tx, usernames, organization_slug)
    else:
        people = _by_own_name(tx, usernames)
    for user in people:
        if not user.allow_dynamic_booking:
            raise NoDynamicBooking(user)
    return [EventHost(user, fixed=True) for user in people]


def group_event_type(length: int = GROUP_LENGTH) -> EventType:
    """What a group is booked with: an event type that is in no table."""
    return EventType(
        title="Group Meeting",
        slug="dynamic",
        length=length,
        scheduling_type="COLLECTIVE",
        minimum_booking_notice=GROUP_NOTICE,
    )


def event_hosts(tx: Transaction, event_type: EventType) -> list[EventHost]:
    """None of the parent of managed copies: each copy has slots of its own."""
    return [] if event_type.scheduling_type == "MANAGED" else hosts_of(tx, event_type)


def _by_own_name(tx: Transaction, usernames: list[str]) -> list[User]:
    """As `user_named` finds each of them."""
    found = tx.all(select(User).where(col(User.username).in_(usernames)).order_by(*OUTSIDERS_LAST))
    named = {user.username: user for user in found}
    return [named[username] for username in dict.fromkeys(usernames) if username in named]


def _in_organization(tx: Transaction, usernames: list[str], organization_slug: str) -> list[User]:
    organization = organization_of(tx, organization_slug)
    statement = (
        select(Profile.username, User)
        .join(User, User.id == Profile.user_id)
        .where(Profile.organization_id == organization.id, col(Profile.username).in_(usernames))
    )
    named = dict(tx.rows(statement))
    return [named[username] for username in dict.fromkeys(usernames) if username in named]


def _refuse(refusal: NotFound) -> NoReturn:
    raise refusal
