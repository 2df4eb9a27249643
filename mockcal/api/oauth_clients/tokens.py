"""Access and refresh tokens of managed users."""

from calendar import isleap
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple, TypeVar

from sqlalchemy import delete, select
from sqlmodel import col

from mockcal.auth import tokens
from mockcal.http.answers import Wire
from mockcal.sandbox import timers
from mockcal.sandbox.transaction import Transaction
from mockcal.store.columns import milliseconds
from mockcal.store.oauth import AccessToken, OAuthClient, RefreshToken
from mockcal.store.timers import Timer
from mockcal.store.users import User

Token = TypeVar("Token", AccessToken, RefreshToken)
EXPIRY = "access-token-expired"


class Pair(NamedTuple):
    access: AccessToken
    refresh: RefreshToken


class Keys(Wire):
    """The four token fields of an answer; instants are milliseconds since 1970."""

    access_token: str
    refresh_token: str
    access_token_expires_at: int
    refresh_token_expires_at: int

    @classmethod
    def of(cls, pair: Pair, **more: Any) -> "Keys":
        return cls(
            access_token=pair.access.secret,
            refresh_token=pair.refresh.secret,
            access_token_expires_at=milliseconds(pair.access.expires_at),
            refresh_token_expires_at=milliseconds(pair.refresh.expires_at),
            **more,
        )


def issue(tx: Transaction, client: OAuthClient, user: User, **claims: Any) -> Pair:
    """A new pair beside those that there are; `claims` stand in both tokens."""
    access_ends, refresh_ends = access_expiry(tx.now), refresh_expiry(tx.now)
    access = tx.add(AccessToken(**_token(tx, client, user, "access_token", access_ends, claims)))
    refresh = tx.add(RefreshToken(**_token(tx, client, user, "refresh_token", refresh_ends, claims)))
    timers.schedule(tx, at=access_ends, kind=EXPIRY, subject=f"access-token:{access.id}")
    return Pair(access, refresh)


def revoke_all(tx: Transaction, client: OAuthClient, user: User) -> None:
    for table in (AccessToken, RefreshToken):
        tx.execute(delete(table).where(table.client_id == client.id, table.user_id == user.id))


def purge_expired(tx: Transaction, client: OAuthClient) -> None:
    """Until then they are answered with 498, from then on with 401."""
    tx.execute(delete(AccessToken).where(AccessToken.client_id == client.id, AccessToken.expires_at <= tx.now))


def put(tx: Transaction, table: type[Token], client: OAuthClient, user: User, rows: list[dict[str, Any]]) -> None:
    """These in the place of the user's old ones of that kind."""
    tx.execute(delete(table).where(col(table.client_id) == client.id, col(table.user_id) == user.id))
    for row in rows:
        token = tx.add(table(user_id=user.id, client_id=client.id, **{"created_at": tx.now, **row}))
        if table is AccessToken and token.expires_at > tx.now:
            timers.schedule(tx, at=token.expires_at, kind=EXPIRY, subject=f"access-token:{token.id}")


def newest(tx: Transaction, table: type[Token], client: OAuthClient, user: User) -> Token | None:
    """What was issued last."""
    own = select(table).where(col(table.client_id) == client.id, col(table.user_id) == user.id)
    found: Token | None = tx.first(own.order_by(col(table.id).desc()))
    return found


def access_expiry(now: datetime) -> datetime:
    """In an hour, to the minute."""
    return (now + timedelta(minutes=60)).replace(second=0, microsecond=0)


def refresh_expiry(now: datetime) -> datetime:
    """In a year, to the day; from 29 February on the 28th."""
    day = 28 if (now.month, now.day) == (2, 29) and not isleap(now.year + 1) else now.day
    return now.replace(year=now.year + 1, day=day, hour=0, minute=0, second=0, microsecond=0)


def expired(tx: Transaction, timer: Timer) -> str | None:
    """Told when time passes it, if the token is still there; it stays until the client refreshes."""
    token = tx.get(AccessToken, int(timer.subject.removeprefix("access-token:")))
    return "ACCESS_TOKEN_EXPIRED" if token is not None and token.expires_at <= timer.at else None


def _token(
    tx: Transaction,
    client: OAuthClient,
    user: User,
    kind: Literal["access_token", "refresh_token"],
    expires_at: datetime,
    claims: dict[str, Any],
) -> dict[str, Any]:
    payload = {
        "type": kind,
        "clientId": client.id,
        "ownerId": user.id,
        "expiresAt": milliseconds(expires_at),
        "jti": tx.ids.uuid(),
        **claims,
        "iat": tokens.seconds(tx.now),
    }
    secret = tokens.sign(tx.sandbox, payload)
    return {
        "secret": secret,
        "user_id": user.id,
        "client_id": client.id,
        "created_at": tx.now,
        "expires_at": expires_at,
    }
