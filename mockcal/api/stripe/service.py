"""Connecting Stripe and checking the account: one service for users and teams."""

from functools import partial
from typing import Any

from mockcal.api.providers import callbacks, oauth
from mockcal.api.providers.owners import Owner
from mockcal.api.stripe.schemas import SaveQuery
from mockcal.auth.guards import Access
from mockcal.http.call import Call
from mockcal.http.errors import BadRequest, NotFound
from mockcal.sandbox.transaction import Transaction
from mockcal.store.users import User

TYPE = "stripe_payment"
APP = "stripe"


class NoCredentials(NotFound):
    def __init__(self) -> None:
        super().__init__("Credentials for stripe not found.")


class InvalidCredentials(BadRequest):
    def __init__(self) -> None:
        super().__init__("Invalid stripe credentials.")


class InactiveAccount(BadRequest):
    """Payouts or charges are switched off."""

    def __init__(self) -> None:
        super().__init__("Stripe account is not an active account")


def auth_url(call: Call, user: User, *, return_to: str | None, on_error: str | None, **ids: int | None) -> str:
    """Stripe's consent page, with the user's address filled in. 400 without an Authorization header.

    `ids` (`teamId`, `orgId`) go into the state as text.
    """
    origin = call.headers.get("origin")
    fields: dict[str, Any] = {
        "onErrorReturnTo": on_error or origin,
        "fromApp": False,
        "returnTo": return_to or origin,
        "accessToken": oauth.bearer(call),
        **{name: str(number) for name, number in ids.items()},
    }
    person = [("stripe_user[email]", user.email), ("stripe_user[first_name]", user.name)]
    return oauth.link(
        "https://connect.stripe.com/oauth/authorize",
        [
            ("client_id", "mockcal-stripe"),
            ("scope", "read_write"),
            ("response_type", "code"),
            *((name, value) for name, value in person if value),
            ("redirect_uri", f"{call.base_url}/v2/stripe/save"),
            ("state", oauth.state_text(fields)),
        ],
    )


def check(tx: Transaction, owner: Owner) -> None:
    """404 without an account, 400 with one that cannot be used."""
    found = owner.credentials(tx, TYPE)
    if not found:
        raise NoCredentials
    if found[0].invalid:
        raise InvalidCredentials
    if not (found[0].key or {}).get("active", True):
        raise InactiveAccount


def save(tx: Transaction, owner: Owner, code: Any) -> None:
    """Stripe agreed; a code that begins with `inactive` is one of an account that cannot be paid. Raises `CodeRefused`."""
    code = oauth.exchange(code)
    owner.reconnect(tx, TYPE, APP, key={"active": not code.startswith("inactive")})


def returned(tx: Transaction, call: Call, query: SaveQuery) -> str:
    """Where the user goes on to. 400 for the state; whatever else fails leads to the error's target."""
    state = oauth.read_state(query.state)
    if query.error:
        return state.on_error_return_to
    if state.team_id and state.org_id:
        return callbacks.sent_for_team(tx, call, state, query, partial(save, tx))
    user = oauth.token_owner(tx, state.access_token)
    if user is None:
        return state.on_error_return_to
    try:
        save(tx, Owner(user), query.code)
    except oauth.CodeRefused:
        return state.on_error_return_to
    return state.return_to


def returned_to_team(access: Access, query: SaveQuery) -> str:
    """The same on the team's own route."""
    return callbacks.team_returned(access, oauth.read_state(query.state), query, partial(save, access.tx))
