"""How managed users' tokens are renewed, and the platform's own authorization codes."""

from sqlalchemy import select

from mockcal.api.oauth_clients import tokens
from mockcal.api.oauth_clients.tokens import Pair
from mockcal.http.errors import BadRequest, InternalRefusal
from mockcal.http.redirect_uris import matches_any
from mockcal.sandbox.transaction import Transaction
from mockcal.store.oauth import OAuthClient, PlatformAuthorizationCode, RefreshToken
from mockcal.store.users import User


class InvalidRefreshToken(BadRequest):
    def __init__(self) -> None:
        super().__init__("Invalid refresh token", explain="unknown, used before, or another client's")


class ClientNotFound(BadRequest):
    def __init__(self, client_id: str) -> None:
        super().__init__(f"OAuth client with ID '{client_id}' not found")


class InvalidRedirectUri(BadRequest):
    def __init__(self) -> None:
        super().__init__("Invalid 'redirect_uri' value.", explain="none of the client's redirectUris matches it")


class AlreadyAuthorized(BadRequest):
    """There is a code that nobody exchanged yet."""

    def __init__(self, user_id: int | None, client_id: str) -> None:
        super().__init__(f"User with id={user_id} has already authorized client with id={client_id}.")


class InvalidClient(BadRequest):
    def __init__(self, explain: str) -> None:
        super().__init__("Invalid OAuth Client.", explain=explain)


class NoBearer(BadRequest):
    def __init__(self) -> None:
        super().__init__("Missing 'Bearer' Authorization header.")


def refresh(tx: Transaction, client: OAuthClient, secret: str) -> Pair:
    """The refresh token is used up, whatever its expiry; live access tokens stay, expired ones of the client go."""
    used = tx.first(select(RefreshToken).where(RefreshToken.secret == secret, RefreshToken.client_id == client.id))
    user = tx.get(User, used.user_id) if used else None
    if used is None or user is None:
        raise InvalidRefreshToken
    tx.delete(used)
    tokens.purge_expired(tx, client)
    return tokens.issue(tx, client, user, userId=user.id)


def authorize(tx: Transaction, client_id: str, user: User, redirect_uri: str) -> str:
    """Where to go with the code. Refusals (400) in order: client, URI, a code that is still open."""
    client = tx.get(OAuthClient, client_id)
    if client is None:
        raise ClientNotFound(client_id)
    if not matches_any(redirect_uri, client.redirect_uris):
        raise InvalidRedirectUri
    code = select(PlatformAuthorizationCode).where(PlatformAuthorizationCode.user_id == user.id)
    if tx.first(code.where(PlatformAuthorizationCode.client_id == client_id)) is not None:
        raise AlreadyAuthorized(user.id, client_id)
    issued = tx.add(
        PlatformAuthorizationCode(id=tx.ids.cuid(), user_id=user.id, client_id=client_id, created_at=tx.now)
    )
    return f"{redirect_uri}?code={issued.id}"


def exchange(tx: Transaction, client_id: str, *, authorization: str | None, client_secret: str) -> Pair:
    """A code never expires; it is gone once exchanged."""
    code_id = _bearer(authorization)
    client = tx.get(OAuthClient, client_id)
    if client is None or client.secret != client_secret:
        raise InvalidClient("no such client, or not its secret")
    code = tx.get(PlatformAuthorizationCode, code_id)
    user = tx.get(User, code.user_id) if code and code.client_id == client_id else None
    if code is None or user is None:
        raise InvalidClient("unknown code, or one that was exchanged")
    tx.delete(code)
    return tokens.issue(tx, client, user)


def _bearer(authorization: str | None) -> str:
    if authorization is None:
        raise InternalRefusal("Internal server error", explain="without an Authorization header the real service fails")
    code = authorization.replace("Bearer ", "", 1).strip()
    if not code:
        raise NoBearer
    return code
