"""Platform OAuth clients with their managed users, and third-party OAuth2 apps of a fixture."""

from mockcal.sandbox.transaction import Transaction
from mockcal.seed.document import Json, ManagedUserDoc, OAuth2ClientDoc, OAuthClientDoc
from mockcal.seed.loading import Loading
from mockcal.store.oauth import OAuthClient
from mockcal.store.teams import Team
from mockcal.store.users import User


def load_oauth2_client(loading: Loading, place: str, doc: OAuth2ClientDoc) -> None:
    """An app of a third party."""
    loading.refuse(place, "this part of the format is not read yet")


def export_oauth_clients(tx: Transaction, org: Team) -> list[Json]:
    """As they are loaded, without webhooks and managed users: the exporter adds those."""
    return []


def export_oauth2_clients(tx: Transaction) -> list[Json]:
    """As they are loaded."""
    return []


def load_oauth_client(loading: Loading, place: str, doc: OAuthClientDoc, org: Team) -> OAuthClient:
    """The client alone, by name; its managed users and webhooks are loaded after it."""
    client: OAuthClient = loading.refuse(place, "this part of the format is not read yet")
    return client


def load_managed_user(loading: Loading, place: str, doc: ManagedUserDoc, client: OAuthClient) -> User:
    """The account that creating him through the API makes, with tokens; the user's own keys are applied after it."""
    user: User = loading.refuse(place, "this part of the format is not read yet")
    return user


def plain_email(tx: Transaction, user: User) -> str:
    """The address that a managed user was given, his natural key."""
    return user.email
