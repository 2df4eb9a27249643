"""Webhook subscriptions of a fixture, at every owner."""

from mockcal.sandbox.transaction import Transaction
from mockcal.seed.document import Json
from mockcal.seed.loading import Loading
from mockcal.store.event_types import EventType
from mockcal.store.oauth import OAuthClient
from mockcal.store.teams import Team
from mockcal.store.users import User


def load_webhooks(
    loading: Loading,
    place: str,
    bodies: list[Json],
    *,
    user: User | None = None,
    event_type: EventType | None = None,
    team: Team | None = None,
    oauth_client: OAuthClient | None = None,
) -> None:
    """These subscriptions in the place of the owner's old ones, those of the same URL keeping their ids."""
    loading.refuse(place, "this part of the format is not read yet")


def export_webhooks(
    tx: Transaction,
    *,
    user: User | None = None,
    event_type: EventType | None = None,
    team: Team | None = None,
    oauth_client: OAuthClient | None = None,
) -> list[Json]:
    """As they are loaded."""
    return []
