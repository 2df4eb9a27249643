"""Whom a webhook may belong to that hears of an event: its host, its event type, their teams and organization, a client."""

from dataclasses import dataclass, replace

from mockcal.auth.caller import main_organization
from mockcal.events.webhooks import listening, wanting
from mockcal.sandbox.transaction import Transaction
from mockcal.store.bookings import Booking
from mockcal.store.event_types import EventType
from mockcal.store.oauth import OAuthClient
from mockcal.store.teams import Team
from mockcal.store.users import User
from mockcal.store.webhooks import Webhook


@dataclass(frozen=True, slots=True)
class Audience:
    """The owners whose webhooks hear of an event."""

    user_id: int | None = None
    event_type_ids: tuple[int, ...] = ()
    team_ids: tuple[int, ...] = ()
    organization_id: int | None = None
    oauth_client_id: str | None = None

    def of_user(self, user_id: int | None) -> "Audience":
        return replace(self, user_id=user_id)

    def without_client(self) -> "Audience":
        return replace(self, oauth_client_id=None)

    def subscribers(self, tx: Transaction, trigger: str) -> list[Webhook]:
        return wanting(self.listening(tx), trigger)

    def listening(self, tx: Transaction) -> list[Webhook]:
        """All active webhooks of these owners, in order of creation."""
        organization = () if self.organization_id is None else (self.organization_id,)
        return listening(
            tx,
            user_id=self.user_id,
            event_type_ids=self.event_type_ids,
            team_ids=(*self.team_ids, *organization),
            oauth_client_id=self.oauth_client_id,
        )


def of_booking(tx: Transaction, booking: Booking) -> Audience:
    """A host's own webhooks hear only of his personal and managed event types."""
    event_type = tx.get(EventType, booking.event_type_id)
    if event_type is None:
        return of_user(tx, booking.user_id)
    parent = tx.get(EventType, event_type.parent_id)
    client = oauth_client_of(tx, event_type)
    team_id = event_type.team_id or (parent.team_id if parent else None)
    teams = of_team(tx, team_id) if team_id else Audience(organization_id=_organization_of(tx, booking.user_id))
    return replace(
        teams,
        user_id=None if event_type.team_id else booking.user_id,
        event_type_ids=tuple(row.id for row in (event_type, parent) if row is not None and row.id is not None),
        oauth_client_id=client.id if client else None,
    )


def of_team(tx: Transaction, team_id: int) -> Audience:
    """A team and its organization."""
    team = tx.get(Team, team_id)
    if team is not None and team.is_organization:
        return Audience(organization_id=team_id)
    return Audience(team_ids=(team_id,), organization_id=team.parent_id if team else None)


def of_user(tx: Transaction, user_id: int | None) -> Audience:
    """A person and his organization."""
    return Audience(user_id=user_id, organization_id=_organization_of(tx, user_id))


def oauth_client_of(tx: Transaction, event_type: EventType | None) -> OAuthClient | None:
    """The platform client that an event type belongs to: its managed owner's, or the one that made its team."""
    if event_type is None:
        return None
    owner = tx.get(User, event_type.user_id)
    team = tx.get(Team, event_type.team_id)
    client_id = (owner.oauth_client_id if owner else None) or (team.created_by_oauth_client_id if team else None)
    return tx.get(OAuthClient, client_id)


def _organization_of(tx: Transaction, user_id: int | None) -> int | None:
    user = tx.get(User, user_id)
    return main_organization(tx, user) if user else None
