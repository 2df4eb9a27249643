"""What happens to users who come back from a provider: the same for conferencing apps and Stripe."""

from collections.abc import Callable
from typing import Any

from mockcal.api.providers import oauth
from mockcal.api.providers.guards import ORG_TEAM_ADMIN
from mockcal.api.providers.owners import Owner
from mockcal.auth.guards import Access
from mockcal.http.call import Call
from mockcal.http.errors import ApiError
from mockcal.sandbox.transaction import Transaction

Save = Callable[[Owner, Any], Any]
"""Keeps what the code gives its owner; raises `CodeRefused`."""


def team_returned(access: Access, state: oauth.State, query: Any, save: Save) -> str:
    """Where a user goes who was sent out for the team of the path: every failure leads to the error's target."""
    assert access.team is not None
    if query.error:
        return state.on_error_return_to
    try:
        save(Owner(access.team), query.code)
    except (ApiError, oauth.CodeRefused):
        return state.on_error_return_to
    return state.return_to


def sent_for_team(tx: Transaction, call: Call, state: oauth.State, query: Any, save: Save) -> str:
    """The same where only the state names the team: its token must be that of somebody who may act for the team."""
    headers = {"authorization": f"Bearer {state.access_token}"}
    inner = Call(call.sandbox, call.prefix, call.method, call.original_url, call.url, headers, call.client_host)
    access = Access(tx, inner, {"orgId": state.org_id or "", "teamId": state.team_id or ""})
    try:
        for check in ORG_TEAM_ADMIN:
            check(access)
    except ApiError:
        return state.on_error_return_to
    return team_returned(access, state, query, save)
