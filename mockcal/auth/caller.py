"""Who is calling: the credential kinds, their precedence, and what each refuses with (all 401, expiry 498)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from urllib.parse import unquote

from sqlalchemy import bindparam, select

from mockcal.auth import tokens
from mockcal.http.call import Call
from mockcal.http.errors import TokenExpired, Unauthorized
from mockcal.http.redirect_uris import matches_any
from mockcal.sandbox.transaction import Transaction
from mockcal.store.oauth import AccessToken, OAuthClient
from mockcal.store.teams import Membership, Profile
from mockcal.store.users import ApiKey, User

API_KEY_PREFIX = "cal_"
SESSION_COOKIES = ("next-auth.session-token", "__Secure-next-auth.session-token")


class Kind(StrEnum):
    API_KEY = "API_KEY"
    ACCESS_TOKEN = "ACCESS_TOKEN"
    THIRD_PARTY = "THIRD_PARTY_ACCESS_TOKEN"
    OAUTH_CLIENT = "OAUTH_CLIENT_CREDENTIALS"
    SESSION = "NEXT_AUTH"


@dataclass(slots=True)
class Caller:
    """`user` is whom the call acts as; `organization_id` the request's organization; `client` the platform client whose
    permissions bound it; `scopes` are a third-party token's."""

    user: User
    kind: Kind
    organization_id: int | None
    client: OAuthClient | None = None
    scopes: tuple[str, ...] = ()
    api_key: ApiKey | None = None

    @property
    def user_id(self) -> int:
        assert self.user.id is not None
        return self.user.id

    @property
    def is_system_admin(self) -> bool:
        return self.user.role == "ADMIN"


@dataclass(frozen=True, slots=True)
class Sent:
    """The credentials that came with a request."""

    client_id: str | None
    secret: str | None
    bearer: str | None
    session: str | None
    client_id_in_header: bool

    @property
    def nothing(self) -> bool:
        """Nothing that could authenticate: no credential, or only half of a client's."""
        return not self.bearer and not self.session and not (self.client_id and self.secret)


class NothingSent(Unauthorized):
    def __init__(self) -> None:
        super().__init__(
            "No authentication method provided. Either pass an API key as 'Bearer' header or OAuth client credentials "
            "as 'x-cal-secret-key' and 'x-cal-client-id' headers"
        )


class HalfOfAClient(Unauthorized):
    """Only one of a client's two headers was sent."""

    def __init__(self, sent: str, missing: str) -> None:
        super().__init__(
            f"Only '{sent}' header provided. Please also provide '{missing}' header or Auth bearer token as "
            "'Authentication' header"
        )


class MethodNotAllowed(Unauthorized):
    def __init__(self, allowed: tuple[Kind, ...]) -> None:
        names = ", ".join(allowed)
        super().__init__(f"Invalid authentication method. Please provide one of the allowed methods: {names}")


class BearerNotAllowed(Unauthorized):
    def __init__(self) -> None:
        super().__init__("Invalid Bearer token")


class StrategyRefusal(Unauthorized):
    """Refused by one of the authentication strategies."""

    def __init__(self, text: str, *, explain: str | None = None) -> None:
        super().__init__(f"ApiAuthStrategy - {text}", explain=explain)


class InvalidAccessToken(Unauthorized):
    def __init__(self, explain: str | None = None) -> None:
        super().__init__("Invalid Access Token.", explain=explain)


class InvalidOrigin(StrategyRefusal):
    def __init__(self, origin: str, client_id: str) -> None:
        super().__init__(
            "access token - Invalid request origin - please open https://app.cal.com/settings/platform and add the "
            f"origin '{origin}' to the 'Redirect uris' of your OAuth client with ID '{client_id}'"
        )


def credentials(call: Call, path: dict[str, str]) -> Sent:
    authorization = call.headers.get("authorization", "")
    header_id = call.headers.get("x-cal-client-id")
    return Sent(
        client_id=path.get("clientId") or header_id,
        secret=call.headers.get("x-cal-secret-key"),
        bearer=authorization.removeprefix("Bearer ") or None,
        session=_session(call),
        client_id_in_header=bool(header_id),
    )


def authenticate(tx: Transaction, call: Call, path: dict[str, str], allowed: tuple[Kind, ...] | None = None) -> Caller:
    """The caller; 401 or 498 when there is none."""
    sent = credentials(call, path)
    if sent.client_id and sent.secret:
        _require_kind(Kind.OAUTH_CLIENT, allowed)
        return _oauth_client(tx, sent.client_id, sent.secret)
    if sent.bearer:
        return _bearer(tx, call, sent.bearer, allowed)
    if sent.session:
        _require_kind(Kind.SESSION, allowed)
        return _session_user(tx, sent.session)
    if sent.client_id:
        raise HalfOfAClient("x-cal-client-id", "x-cal-secret-key")
    if sent.secret:
        raise HalfOfAClient("x-cal-secret-key", "x-cal-client-id")
    raise NothingSent


def bearer_client(tx: Transaction, bearer: str) -> OAuthClient | None:
    """The platform client that a managed user's token belongs to."""
    token = tx.first(select(AccessToken).where(AccessToken.secret == bearer))
    return tx.get(OAuthClient, token.client_id) if token else None


def main_organization(tx: Transaction, user: User) -> int | None:
    """The organization of the user's main profile, else of the user row."""
    profile = main_profile(tx, user)
    return profile.organization_id if profile else user.organization_id


# Made once: nearly every request asks them.
KEY = select(ApiKey, User).join(User, User.id == ApiKey.user_id).where(ApiKey.text == bindparam("text"))
PROFILES = select(Profile).where(Profile.user_id == bindparam("user_id")).order_by(Profile.id)


def main_profile(tx: Transaction, user: User) -> Profile | None:
    return chosen_profile(user, tx.all(PROFILES, user_id=user.id))


def chosen_profile(user: User, profiles: Sequence[Profile]) -> Profile | None:
    """The one the user was moved to, else the one of the row's own organization, else the first."""
    moved = [one for one in profiles if one.id == user.moved_to_profile_id]
    own = [one for one in profiles if one.organization_id == user.organization_id]
    return next(iter(moved or own or profiles), None)


def team_owner(tx: Transaction, team_id: int, roles: tuple[str, ...] = ("OWNER", "ADMIN")) -> User | None:
    """Who acts for a team: its first accepted owner, else its first accepted admin."""
    for role in roles:
        statement = (
            select(User)
            .join(Membership, Membership.user_id == User.id)
            .where(Membership.team_id == team_id, Membership.role == role, Membership.accepted)
            .order_by(Membership.id)
        )
        if (owner := tx.first(statement)) is not None:
            return owner
    return None


def _require_kind(kind: Kind, allowed: tuple[Kind, ...] | None) -> None:
    if allowed and kind not in allowed:
        raise MethodNotAllowed(allowed)


def _oauth_client(tx: Transaction, client_id: str, secret: str) -> Caller:
    client = tx.get(OAuthClient, client_id)
    if client is None:
        raise StrategyRefusal(f"oAuth client - Client with ID {client_id} not found")
    if client.secret != secret:
        raise StrategyRefusal("oAuth client - Invalid client secret")
    owner = team_owner(tx, client.organization_id)
    if owner is None:
        raise StrategyRefusal("oAuth client - No owner ID found for this OAuth client")
    return Caller(owner, Kind.OAUTH_CLIENT, client.organization_id, client=client)


def _bearer(tx: Transaction, call: Call, bearer: str, allowed: tuple[Kind, ...] | None) -> Caller:
    if bearer.startswith(API_KEY_PREFIX):
        caller = _api_key(tx, bearer)
    else:
        caller = _managed_token(tx, call, bearer) or _third_party(tx, bearer)
    if allowed and caller.kind not in allowed:
        raise BearerNotAllowed
    return caller


def _api_key(tx: Transaction, text: str) -> Caller:
    found = tx.rows(KEY, text=text)
    if not found:
        raise StrategyRefusal("api key - Your api key is not valid")
    key, user = found[0]
    tx.hold(user)
    if key.expires_at and (key.expires_at + timedelta(days=1)).date() <= tx.now.date():
        raise StrategyRefusal("api key - Your api key is expired", explain="expired by this sandbox's clock")
    return Caller(user, Kind.API_KEY, key.team_id, api_key=key)


def _managed_token(tx: Transaction, call: Call, secret: str) -> Caller | None:
    token = tx.first(select(AccessToken).where(AccessToken.secret == secret))
    user = tx.get(User, token.user_id) if token else None
    client = tx.get(OAuthClient, token.client_id) if token else None
    if token is None or user is None or client is None:
        return None
    if token.expires_at <= tx.now:
        raise TokenExpired
    origin = call.headers.get("origin")
    if origin and not matches_any(origin, client.redirect_uris):
        raise InvalidOrigin(origin, client.id)
    return Caller(user, Kind.ACCESS_TOKEN, main_organization(tx, user), client=client)


def _third_party(tx: Transaction, token: str) -> Caller:
    claims = tokens.read(tx.sandbox, token)
    if claims is None or claims.get("token_type") != "Access Token":
        raise InvalidAccessToken("unknown to this sandbox, or expired by its clock")
    scopes = tuple(claims.get("scope") or ())
    if claims.get("teamId") is not None:
        owner = team_owner(tx, claims["teamId"], roles=("OWNER",))
        if owner is None:
            raise StrategyRefusal("third-party token - No owner found for the associated team.")
        return Caller(owner, Kind.THIRD_PARTY, claims["teamId"], scopes=scopes)
    user = tx.get(User, claims.get("userId"))
    if user is None:
        raise InvalidAccessToken("its user is gone")
    return Caller(user, Kind.THIRD_PARTY, main_organization(tx, user), scopes=scopes)


def session_user(tx: Transaction, call: Call) -> User | None:
    """Who is logged in with a browser, whatever other credentials came."""
    email = _session(call)
    return tx.first(select(User).where(User.email == email)) if email else None


def _session_user(tx: Transaction, email: str) -> Caller:
    user = tx.first(select(User).where(User.email == email))
    if user is None:
        raise StrategyRefusal("next auth - User associated with the authentication token email not found.")
    return Caller(user, Kind.SESSION, main_organization(tx, user))


def _session(call: Call) -> str | None:
    for pair in call.headers.get("cookie", "").split(";"):
        name, _, value = pair.strip().partition("=")
        if name in SESSION_COOKIES and value:
            return unquote(value)
    return None
