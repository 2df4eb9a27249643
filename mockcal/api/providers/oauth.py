"""The redirect flow of connected apps: where a user is sent, what comes back, and what the played provider makes of it."""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from sqlalchemy import select

from mockcal.http.call import Call
from mockcal.http.errors import BadRequest, InternalRefusal
from mockcal.sandbox.transaction import Transaction
from mockcal.store.oauth import AccessToken
from mockcal.store.users import User

EXPLAIN_CONSENT = (
    "no provider answers offline: put /_mock/providers/{app}/authorize in front of this URL's query to consent"
)


class MissingState(BadRequest):
    def __init__(self) -> None:
        super().__init__("Missing `state` query param")


class UnreadableState(InternalRefusal):
    """400 where the real service answers 500: the state is no JSON object."""

    def __init__(self) -> None:
        super().__init__("Internal server error", explain="`state` is no JSON object; the real service answers 500")


class NoAuthorizationHeader(InternalRefusal):
    """400 where the real service answers 500: it wants to put the header's token into the state."""

    def __init__(self) -> None:
        super().__init__(
            "Internal server error",
            explain="the flow needs an Authorization header; without it the real one answers 500",
        )


class CodeRefused(Exception):
    """The provider does not know the code. The text is the provider's."""

    def __init__(self) -> None:
        super().__init__("invalid_grant")


class State(NamedTuple):
    """What travels with the user to the provider and back."""

    return_to: str
    on_error_return_to: str
    access_token: str
    team_id: str | None = None
    org_id: str | None = None


def read_state(text: Any) -> State:
    """400 without a state, and for one that is no JSON object."""
    if not isinstance(text, str) or not text:
        raise MissingState
    try:
        state = json.loads(text)
    except ValueError:
        raise UnreadableState from None
    if not isinstance(state, dict):
        raise UnreadableState
    return State(
        return_to=_text(state.get("returnTo")),
        on_error_return_to=_text(state.get("onErrorReturnTo")),
        access_token=_text(state.get("accessToken")),
        team_id=_text(state.get("teamId")) or None,
        org_id=_text(state.get("orgId")) or None,
    )


def bearer(call: Call) -> str:
    """The token of the Authorization header as it came. 400 without one."""
    header = call.headers.get("authorization")
    if not header:
        raise NoAuthorizationHeader
    return header.replace("Bearer ", "", 1)


def state_text(fields: dict[str, Any]) -> str:
    """As JavaScript writes it: what is undefined (None) has no key."""
    given = {name: value for name, value in fields.items() if value is not None}
    return json.dumps(given, separators=(",", ":"), ensure_ascii=False)


def link(address: str, parameters: Sequence[tuple[str, str]]) -> str:
    """`address` with a percent-encoded query; a space is %20."""
    return f"{address}?{urlencode(list(parameters), quote_via=quote, safe='')}"


def token_owner(tx: Transaction, access_token: str) -> User | None:
    """Whose managed-user access token it is; an API key is none."""
    if not access_token:
        return None
    token = tx.first(select(AccessToken).where(AccessToken.secret == access_token))
    return tx.get(User, token.user_id) if token else None


def exchange(code: Any) -> str:
    """The code, if the played provider takes it: any but one that begins with `invalid`. Raises `CodeRefused`."""
    if not isinstance(code, str) or not code or code.startswith("invalid"):
        raise CodeRefused
    return code


def _text(value: Any) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)
