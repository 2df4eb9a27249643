"""Third-party apps: consent to them, and the codes and tokens that come of it.

Tokens are stateless: they are good until their `exp`, whatever happens to app or code meanwhile.
"""

import base64
import hashlib
from datetime import timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode, urlsplit, urlunsplit

from mockcal.api.oauth2.refusals import (
    AuthorizationRefused,
    ClientNotFound,
    InvalidCredentials,
    InvalidGrant,
    InvalidRequest,
    NotForTheApp,
    UnauthorizedClient,
)
from mockcal.api.oauth2.schemas import OAuth2Tokens
from mockcal.auth import tokens
from mockcal.auth.roles import is_admin_of
from mockcal.http.errors import OAuth2Error
from mockcal.sandbox import timers
from mockcal.sandbox.transaction import Transaction
from mockcal.store.oauth import OAuth2Client, OAuth2Code
from mockcal.store.teams import Team
from mockcal.store.timers import Timer
from mockcal.store.users import User

CODE_LENGTH = 54
CODE_MINUTES = 10
ACCESS_SECONDS = 1_800
REFRESH_DAYS = 30
ACCESS, REFRESH = "Access Token", "Refresh Token"
METHOD = "S256"
CODE_EXPIRY, TOKEN_EXPIRY = "oauth2-code-expired", "oauth2-token-expired"


class IssuedCode(NamedTuple):
    """`redirect_url` is where the app finds the code."""

    code: str
    redirect_url: str


def issue_code(
    tx: Transaction,
    *,
    client_id: str,
    user: User,
    team: Team | None = None,
    scopes: list[str] | None = None,
    redirect_uri: str | None = None,
    state: str | None = None,
    code_challenge: str | None = None,
    code_challenge_method: str | None = None,
) -> IssuedCode:
    """What the consent page gives once `user` agrees, for himself or for a team of his.

    Without `redirect_uri` the app's own is meant; without `scopes` those that the app is registered with.
    Refusals (400) in order: unknown app, other redirect URI, rejected or not approved, PKCE, no access to the team.
    """
    client = requested_client(tx, client_id, redirect_uri)
    _require_approval(client, user)
    _require_challenge(client, code_challenge, code_challenge_method)
    if team is not None and not is_admin_of(tx, _id(user), team.id):
        raise AuthorizationRefused("access_denied", "team_not_found_or_no_access")
    code = keep_code(
        tx,
        OAuth2Code(
            code=tx.ids.url_safe(CODE_LENGTH),
            client_id=client.client_id,
            user_id=None if team else user.id,
            team_id=team.id if team else None,
            scopes=list(client.scopes if scopes is None else scopes),
            code_challenge=code_challenge,
            code_challenge_method=code_challenge_method if code_challenge else None,
            expires_at=tx.now + timedelta(minutes=CODE_MINUTES),
        ),
    )
    return IssuedCode(code.code, with_query(client.redirect_uri, code=code.code, state=state))


def keep_code(tx: Transaction, code: OAuth2Code) -> OAuth2Code:
    """Store it; the clock tells when its time is over."""
    timers.schedule(tx, at=code.expires_at, kind=CODE_EXPIRY, subject=f"oauth2-code:{code.code}")
    return tx.add(code)


def forget_code(tx: Transaction, code: OAuth2Code) -> None:
    timers.cancel(tx, f"oauth2-code:{code.code}")
    tx.delete(code)


def requested_client(tx: Transaction, client_id: str | None, redirect_uri: str | None) -> OAuth2Client:
    """The app that asks for consent, if it is one and asks to be answered where it lives."""
    client = tx.get(OAuth2Client, client_id)
    if client is None:
        raise NotForTheApp("invalid_client", "client_not_found")
    if redirect_uri is not None and redirect_uri != client.redirect_uri:
        raise NotForTheApp("invalid_request", "redirect_uri_mismatch")
    return client


def with_query(url: str, **more: str | None) -> str:
    """`url` with these parameters behind those it has; None is left out."""
    parts = urlsplit(url)
    added = urlencode({name: value for name, value in more.items() if value is not None})
    return urlunsplit(parts._replace(query="&".join(filter(None, [parts.query, added]))))


def exchange(
    tx: Transaction,
    *,
    client_id: str,
    redirect_uri: str,
    code: str,
    client_secret: str | None = None,
    code_verifier: str | None = None,
) -> OAuth2Tokens:
    """Tokens for a code, which is used up even if what is checked after it fails."""
    client = _client(tx, client_id)
    if redirect_uri != client.redirect_uri:
        raise InvalidGrant("redirect_uri_mismatch")
    _require_secret(client, client_secret)
    granted = _consume(tx, client, code)
    try:
        _require_standing(client, granted.user_id)
        _require_proof(client, granted, code_verifier)
    except OAuth2Error as refusal:
        refusal.keeps_work = True
        raise
    challenge = granted.code_challenge and {
        "codeChallenge": granted.code_challenge,
        "codeChallengeMethod": granted.code_challenge_method,
    }
    return _issue(tx, client, granted.user_id, granted.team_id, granted.scopes, challenge or {})


def renew(tx: Transaction, *, client_id: str, refresh_token: str, client_secret: str | None = None) -> OAuth2Tokens:
    """New tokens with the old scopes; the old refresh token stays good until its expiry."""
    client = _client(tx, client_id)
    _require_secret(client, client_secret)
    claims = tokens.read(tx.sandbox, refresh_token)
    if claims is None or claims.get("token_type") != REFRESH:
        raise InvalidGrant("invalid_refresh_token")
    if claims["clientId"] != client.client_id:
        raise InvalidGrant("client_id_mismatch")
    _require_standing(client, claims["userId"])
    challenge = {name: claims[name] for name in ("codeChallenge", "codeChallengeMethod") if name in claims}
    return _issue(tx, client, claims["userId"], claims["teamId"], claims["scope"], challenge)


def code_expired(tx: Transaction, timer: Timer) -> str | None:
    """Told when time passes it; an exchanged code is gone by then."""
    code = tx.get(OAuth2Code, timer.subject.removeprefix("oauth2-code:"))
    return None if code is None else "OAUTH2_CODE_EXPIRED"


def token_expired(tx: Transaction, timer: Timer) -> str:
    """Told when time passes it; the token itself is kept nowhere."""
    return "OAUTH2_ACCESS_TOKEN_EXPIRED"


def _require_approval(client: OAuth2Client, user: User) -> None:
    if client.status == "REJECTED":
        raise NotForTheApp("unauthorized_client", "client_rejected")
    if client.status == "PENDING" and client.user_id != user.id:
        raise NotForTheApp("unauthorized_client", "client_not_approved")


def _require_challenge(client: OAuth2Client, challenge: str | None, method: str | None) -> None:
    if client.client_type == "PUBLIC" and not challenge:
        raise AuthorizationRefused("invalid_request", "pkce_required")
    if challenge and method != METHOD:
        raise AuthorizationRefused("invalid_request", "invalid_code_challenge_method")


def _client(tx: Transaction, client_id: str) -> OAuth2Client:
    client = tx.get(OAuth2Client, client_id)
    if client is None:
        raise ClientNotFound
    return client


def _require_secret(client: OAuth2Client, secret: str | None) -> None:
    if client.client_type == "CONFIDENTIAL" and (not secret or secret != client.secret):
        raise InvalidCredentials


def _consume(tx: Transaction, client: OAuth2Client, text: str) -> OAuth2Code:
    code = tx.get(OAuth2Code, text)
    if code is None or code.client_id != client.client_id or code.expires_at <= tx.now:
        raise InvalidGrant("code_invalid_or_expired")
    tx.delete(code)
    return code


def _require_standing(client: OAuth2Client, user_id: int | None) -> None:
    if client.status == "REJECTED":
        raise UnauthorizedClient("client_rejected")
    if client.status == "PENDING" and (user_id is None or client.user_id != user_id):
        raise UnauthorizedClient("client_not_approved")


def _require_proof(client: OAuth2Client, code: OAuth2Code, verifier: str | None) -> None:
    """PKCE: always of a public app, of a confidential one when its code was asked for with a challenge."""
    if client.client_type == "CONFIDENTIAL" and not code.code_challenge:
        return
    if not code.code_challenge or not verifier or code.code_challenge_method != METHOD:
        raise InvalidRequest("pkce_missing_parameters_or_invalid_method")
    if s256(verifier) != code.code_challenge:
        raise InvalidGrant("pkce_verification_failed")


def s256(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def _issue(
    tx: Transaction,
    client: OAuth2Client,
    user_id: int | None,
    team_id: int | None,
    scopes: list[str],
    challenge: dict[str, Any],
) -> OAuth2Tokens:
    def signed(kind: str, lasts: timedelta, more: dict[str, Any]) -> str:
        claims = {
            "userId": user_id,
            "teamId": team_id,
            "scope": scopes,
            "token_type": kind,
            "clientId": client.client_id,
        }
        times = {"iat": tokens.seconds(tx.now), "exp": tokens.seconds(tx.now + lasts)}
        return tokens.sign(tx.sandbox, claims | more | times)

    lasts = timedelta(seconds=ACCESS_SECONDS)
    holder = f"team:{team_id}" if team_id is not None else f"user:{user_id}"
    timers.schedule(tx, at=tx.now + lasts, kind=TOKEN_EXPIRY, subject=f"oauth2-token:{client.client_id}:{holder}")
    return OAuth2Tokens(
        access_token=signed(ACCESS, lasts, {}),
        token_type="bearer",
        refresh_token=signed(REFRESH, timedelta(days=REFRESH_DAYS), challenge),
        expires_in=ACCESS_SECONDS,
    )


def _id(user: User) -> int:
    assert user.id is not None
    return user.id
