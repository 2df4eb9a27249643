"""Users who come back from a conferencing app's provider."""

from functools import partial

from mockcal.api.conferencing import service
from mockcal.api.conferencing.schemas import CallbackQuery
from mockcal.api.providers import callbacks, oauth
from mockcal.api.providers.owners import Owner
from mockcal.auth.guards import Access
from mockcal.http.call import Call
from mockcal.http.errors import BadRequest, Unauthorized
from mockcal.sandbox.transaction import Transaction


class UnknownToken(Unauthorized):
    def __init__(self) -> None:
        super().__init__("Invalid Access token.")


class ExchangeFailed(BadRequest):
    """In the provider's words."""


def returned(tx: Transaction, call: Call, slug: str, query: CallbackQuery) -> str:
    """Where the user goes on to. Some failures answer themselves: 400 for the state, 401 for its token, 400 for app or code."""
    state = oauth.read_state(query.state)
    if query.error:
        return state.on_error_return_to
    save = partial(_save, tx, slug)
    if state.team_id and state.org_id:
        return callbacks.sent_for_team(tx, call, state, query, save)
    user = oauth.token_owner(tx, state.access_token)
    if user is None:
        raise UnknownToken
    try:
        save(Owner(user), query.code)
    except oauth.CodeRefused as refused:
        raise ExchangeFailed(str(refused)) from None
    return state.return_to


def returned_to_team(access: Access, slug: str, query: CallbackQuery) -> str:
    """The same on the team's own route, where only a missing state answers itself."""
    state = oauth.read_state(query.state)
    return callbacks.team_returned(access, state, query, partial(_save, access.tx, slug))


def _save(tx: Transaction, slug: str, owner: Owner, code: object) -> None:
    service.save(tx, owner, slug, code)
