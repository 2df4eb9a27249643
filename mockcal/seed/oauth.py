"""Platform OAuth clients with their managed users, and third-party OAuth2 apps of a fixture."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from mockcal.api.oauth_clients import managed_users, service, tokens
from mockcal.api.oauth_clients.schemas import CreateOAuthClient
from mockcal.api.oauth_clients.users.schemas import CreateManagedUser
from mockcal.auth.permissions import bits, names
from mockcal.http.slugs import mangled_email
from mockcal.sandbox.transaction import Transaction
from mockcal.seed.document import Json, ManagedUserDoc, OAuth2ClientDoc, OAuthClientDoc, TokenDoc
from mockcal.seed.loading import Loading, plain_email, user_name
from mockcal.seed.users import invented_name
from mockcal.store.oauth import AccessToken, OAuth2Client, OAuthClient, RefreshToken
from mockcal.store.teams import Team
from mockcal.store.users import User

BODY = (
    "name",
    "logo",
    "redirect_uris",
    "permissions",
    "booking_redirect_uri",
    "booking_cancel_redirect_uri",
    "booking_reschedule_redirect_uri",
    "are_emails_enabled",
    "are_default_event_types_enabled",
    "are_calendar_events_enabled",
)
EVERYTHING = {"redirectUris": [], "permissions": ["*"]}
"""What the API's create endpoint requires and a fixture may leave out."""


def load_oauth_client(
    loading: Loading, place: str, doc: OAuthClientDoc, org: Team, loaded: Sequence[OAuthClient]
) -> OAuthClient:
    """The client alone, by name; its managed users and webhooks are loaded after it.

    `loaded` are those that the document named before: names need not be unique.
    """
    client = _known(loading.tx, doc, org, loaded) or _new(loading, place, doc, org)
    _change(loading, place, client, doc)
    loading.made.oauth_clients[client.name] = {"id": client.id, "secret": client.secret}
    return client


def load_managed_user(loading: Loading, place: str, doc: ManagedUserDoc, client: OAuthClient) -> User:
    """The account that creating him through the API makes, with tokens; the user's own keys are applied after it."""
    email = (doc.stored or {}).get("email") or mangled_email(doc.email, client.id)
    user = loading.tx.first(select(User).where(User.email == email, User.oauth_client_id == client.id))
    if user is None:
        user = _new_managed_user(loading, place, doc, client)
    if doc.username is not None:
        user.username = doc.username
    _load_tokens(loading, place, doc, client, user)
    return user


def _load_tokens(loading: Loading, place: str, doc: ManagedUserDoc, client: OAuthClient, user: User) -> None:
    """Those of the document in the place of the old ones; who has none gets a pair, unless he shall have none."""
    tx = loading.tx
    if doc.access_tokens is not None:
        loading.calling(place, lambda: tokens.put(tx, AccessToken, client, user, _rows(doc.access_tokens)))
    if doc.refresh_tokens is not None:
        loading.calling(place, lambda: tokens.put(tx, RefreshToken, client, user, _rows(doc.refresh_tokens)))
    access, refresh = tokens.newest(tx, AccessToken, client, user), tokens.newest(tx, RefreshToken, client, user)
    if doc.access_tokens is None and doc.refresh_tokens is None and None in (access, refresh):
        access, refresh = tokens.issue(tx, client, user)
    loading.made.managed_users[doc.email] = {
        "id": user.id,
        "accessToken": access and access.secret,
        "refreshToken": refresh and refresh.secret,
    }


def _rows(docs: list[TokenDoc] | None) -> list[Json]:
    return [doc.given() for doc in docs or []]


def forget_other_clients(tx: Transaction, org: Team, kept: Sequence[OAuthClient]) -> None:
    """Clients that the organization's document names no more, with their managed users."""
    for client in service.of_organization(tx, org.id or 0):
        if client.id not in {one.id for one in kept}:
            forget_other_managed_users(tx, client, ())
            service.remove(tx, client)


def forget_other_managed_users(tx: Transaction, client: OAuthClient, kept: Collection[int | None]) -> None:
    """Managed users that the client's document names no more."""
    of_client = select(User).where(User.oauth_client_id == client.id, User.is_platform_managed)
    for user in tx.all(of_client.where(col(User.id).not_in(kept))):
        managed_users.remove(tx, user)


def join_organizations(loading: Loading) -> None:
    """New managed users belong to their client's organization, unless its `members` say what is to be."""
    tx = loading.tx
    for user_id in loading.newly_managed:
        user = tx.get(User, user_id)
        client = tx.get(OAuthClient, user.oauth_client_id) if user else None
        if user is not None and client is not None:
            managed_users.join(tx, client, user)


def load_oauth2_client(loading: Loading, place: str, doc: OAuth2ClientDoc) -> OAuth2Client:
    """An app of a third party, by client id."""
    tx = loading.tx
    row = tx.get(OAuth2Client, doc.client_id)
    if row is None:
        row = tx.add(OAuth2Client(client_id=doc.client_id, name=doc.name or doc.client_id, created_at=tx.now))
    for name, value in doc.given("name", "redirect_uri", "logo", "status", "is_trusted", "scopes").items():
        setattr(row, name, value)
    if "type" in doc.model_fields_set:
        row.client_type = doc.type
    if "owner" in doc.model_fields_set:
        row.user_id = loading.user(doc.owner, f"{place}.owner").id if doc.owner else None
    row.secret = doc.client_secret or row.secret or (tx.ids.hex(64) if row.client_type == "CONFIDENTIAL" else None)
    tx.flush()
    loading.made.oauth2_clients[row.client_id] = {"clientId": row.client_id, "clientSecret": row.secret}
    return row


def export_oauth_clients(tx: Transaction, org: Team) -> list[Json]:
    """As they are loaded, without webhooks and managed users: the exporter adds those."""
    return [_export_client(client) for client in service.of_organization(tx, org.id or 0)]


def export_tokens(tx: Transaction, user: User) -> Json:
    """A managed user's, expired ones too, as they are loaded."""
    return {"accessTokens": _tokens(tx, AccessToken, user), "refreshTokens": _tokens(tx, RefreshToken, user)}


def export_oauth2_clients(tx: Transaction) -> list[Json]:
    """As they are loaded."""
    rows = tx.all(select(OAuth2Client).order_by(OAuth2Client.created_at, OAuth2Client.client_id))
    return [_export_oauth2_client(tx, row) for row in rows]


def as_managed(user: User, shown: Json) -> Json:
    """The record of any user as a managed one's: under the address he was given, and without default event types."""
    client_id = str(user.oauth_client_id)
    plain = plain_email(user.email, client_id)
    stored: Json = {}
    if mangled_email(plain, client_id) != user.email:
        # He changed his address himself, and then it is his alone.
        stored["email"] = user.email
    if user.username is None:
        stored["username"] = None
    shown = shown | {"email": plain, "eventTypes": []}
    return shown | ({"stored": shown.get("stored", {}) | stored} if stored else {})


def _new_managed_user(loading: Loading, place: str, doc: ManagedUserDoc, client: OAuthClient) -> User:
    tx = loading.tx
    if doc.id is not None and tx.get(User, doc.id) is not None:
        loading.refuse(f"{place}.id", f"another user has the id {doc.id}")
    name = doc.name if "name" in doc.model_fields_set else invented_name(tx)
    zone = {"timeZone": doc.time_zone} if doc.time_zone else {}
    body = loading.body(CreateManagedUser, {"email": doc.email, "name": name or "", **zone}, place)
    user: User = loading.calling(place, lambda: managed_users.account(tx, client, body, user_id=doc.id))
    if body.time_zone and doc.schedules is None:
        managed_users.keep_hours(tx, user, body.time_zone)
    loading.newly_managed[user.id] = client.organization_id
    if client.are_default_event_types_enabled and doc.event_types is None:
        managed_users.add_default_event_types(tx, user)
    return user


def _known(tx: Transaction, doc: OAuthClientDoc, org: Team, loaded: Sequence[OAuthClient]) -> OAuthClient | None:
    seen = {client.id for client in loaded}
    called = [one for one in service.of_organization(tx, org.id or 0) if one.name == doc.name and one.id not in seen]
    return next((one for one in called if one.id == doc.id), called[0] if called else None)


def _new(loading: Loading, place: str, doc: OAuthClientDoc, org: Team) -> OAuthClient:
    tx = loading.tx
    if doc.id is not None and tx.get(OAuthClient, doc.id) is not None:
        loading.refuse(f"{place}.id", f"another OAuth client has the id {doc.id}")
    sent = {key: value for key, value in doc.model_dump(by_alias=True, include=set(BODY)).items() if value is not None}
    body = loading.body(CreateOAuthClient, EVERYTHING | sent, place)
    return service.add(tx, org.id or 0, body, client_id=doc.id, secret=doc.secret)


def _change(loading: Loading, place: str, client: OAuthClient, doc: OAuthClientDoc) -> None:
    loading.refuse_other_id(place, doc.id, client.id)
    for name, value in doc.given(*BODY, "secret").items():
        if name == "permissions":
            _require_known(loading, place, value)
            client.permissions = bits(value or [])
        elif value is not None or name == "logo" or name.endswith("redirect_uri"):
            setattr(client, name, value)
    client.created_at = doc.created_at or client.created_at
    loading.tx.flush()


def export_token(row: AccessToken | RefreshToken) -> Json:
    """As it is loaded."""
    return {"secret": row.secret, "expiresAt": row.expires_at, "id": row.id, "createdAt": row.created_at}


def _tokens(tx: Transaction, table: type[tokens.Token], user: User) -> list[Json]:
    own = select(table).where(col(table.user_id) == user.id, col(table.client_id) == user.oauth_client_id)
    rows: list[tokens.Token] = tx.all(own.order_by(col(table.id)))
    return [export_token(row) for row in rows]


def _require_known(loading: Loading, place: str, permissions: Any) -> None:
    loading.body(CreateOAuthClient, {"name": "", "redirectUris": [], "permissions": permissions or []}, place)


def _export_client(client: OAuthClient) -> Json:
    shown = {name: getattr(client, name) for name in BODY} | {"permissions": names(client.permissions)}
    aliases = OAuthClientDoc.model_fields
    given = {aliases[name].alias or name: value for name, value in shown.items() if value is not None}
    return {"name": client.name, "id": client.id, "secret": client.secret, "createdAt": client.created_at} | given


def _export_oauth2_client(tx: Transaction, row: OAuth2Client) -> Json:
    owner = tx.get(User, row.user_id)
    shown = {
        "clientId": row.client_id,
        "clientSecret": row.secret,
        "name": row.name,
        "logo": row.logo,
        "redirectUri": row.redirect_uri,
        "type": row.client_type,
        "status": row.status,
        "owner": owner and user_name(tx, owner),
        "isTrusted": row.is_trusted,
        "scopes": row.scopes,
    }
    return {name: value for name, value in shown.items() if value is not None}
