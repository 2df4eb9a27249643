"""`/v2/organizations/{orgId}/teams/{teamId}/stripe`: the rules of one's own account, for a team."""

from typing import Any

from fastapi import APIRouter

from mockcal.api.providers.guards import TeamAppReader, TeamAppWriter
from mockcal.api.providers.oauth import EXPLAIN_CONSENT
from mockcal.api.providers.owners import Owner
from mockcal.api.stripe import service
from mockcal.api.stripe.schemas import ConnectUrl, ReturnQuery, SaveQuery
from mockcal.http.answers import Data, Success, data, redirect, success
from mockcal.http.params import QueryOf
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute

router = APIRouter(
    prefix="/v2/organizations/{orgId}/teams/{teamId}/stripe",
    tags=["Orgs / Teams / Stripe"],
    route_class=VersionedRoute,
)


@router.get("/connect")
async def get_team_connect_url(access: TeamAppReader, query: QueryOf[ReturnQuery], tx: Tx) -> Data[ConnectUrl]:
    """Stripe's page on which somebody agrees for the team."""
    url = service.auth_url(
        access.call,
        access.caller.user,
        return_to=query.return_to,
        on_error=query.on_error_return_to,
        teamId=access.team_id,
        orgId=access.org_id,
    )
    tx.explain(EXPLAIN_CONSENT.format(app=service.APP))
    return data(ConnectUrl(auth_url=url))


@router.get("/save", status_code=301)
async def save_team_account(access: TeamAppWriter, query: QueryOf[SaveQuery]) -> Any:
    """Where somebody comes back to who agreed for the team."""
    return redirect(service.returned_to_team(access, query))


@router.get("/check")
async def check_team_account(access: TeamAppReader, tx: Tx) -> Success:
    """Whether the team's account can be paid."""
    assert access.team is not None
    service.check(tx, Owner(access.team))
    return success()
