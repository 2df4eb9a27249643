"""`/v2/organizations/{orgId}/teams/{teamId}/conferencing`: the rules of one's own apps, for a team."""

from typing import Annotated, Any

from fastapi import APIRouter, Path

from mockcal.api.conferencing import service
from mockcal.api.conferencing.returning import returned_to_team
from mockcal.api.conferencing.schemas import AuthUrl, CallbackQuery, ConferencingApp, DefaultApp, ReturnQuery
from mockcal.api.providers.guards import TeamAppReader, TeamAppWriter
from mockcal.api.providers.oauth import EXPLAIN_CONSENT
from mockcal.api.providers.owners import Owner
from mockcal.auth.guards import Access
from mockcal.http.answers import Data, Success, data, redirect, success
from mockcal.http.params import QueryOf
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute

AppSlug = Annotated[str, Path(alias="app")]

router = APIRouter(
    prefix="/v2/organizations/{orgId}/teams/{teamId}/conferencing",
    tags=["Orgs / Teams / Conferencing"],
    route_class=VersionedRoute,
)


@router.get("")
async def get_team_apps(access: TeamAppReader, tx: Tx) -> Data[list[ConferencingApp]]:
    """The team's connected conferencing apps."""
    return data([ConferencingApp.of(credential) for credential in service.connected(tx, _team(access))])


@router.get("/default")
async def get_team_default_app(access: TeamAppReader) -> Data[DefaultApp] | Success:
    """The team's default conferencing app; no data when there is none."""
    found = service.default(_team(access))
    return data(found) if found else success()


@router.post("/{app}/connect")
async def connect_team_app(access: TeamAppWriter, app: AppSlug, tx: Tx) -> Data[ConferencingApp]:
    """Connect an app that needs no consent."""
    return data(ConferencingApp.of(service.connect(tx, _team(access), app), with_key=True))


@router.get("/{app}/oauth/auth-url")
async def get_team_auth_url(access: TeamAppReader, app: AppSlug, query: QueryOf[ReturnQuery], tx: Tx) -> Data[AuthUrl]:
    """The provider's page on which somebody agrees for the team."""
    url = service.auth_url(
        access.call,
        app,
        return_to=query.return_to,
        on_error=query.on_error_return_to,
        teamId=access.team_id,
        orgId=access.org_id,
    )
    tx.explain(EXPLAIN_CONSENT.format(app=app))
    return data(AuthUrl(url=url))


@router.get("/{app}/oauth/callback", status_code=301)
async def save_team_app(access: TeamAppWriter, app: AppSlug, query: QueryOf[CallbackQuery]) -> Any:
    """Where somebody comes back to who agreed for the team."""
    return redirect(returned_to_team(access, app, query))


@router.post("/{app}/default")
async def set_team_default_app(access: TeamAppWriter, app: AppSlug, tx: Tx) -> Success:
    """Meet there unless an event type says otherwise."""
    service.make_default(tx, _team(access), app)
    return success()


@router.delete("/{app}/disconnect")
async def disconnect_team_app(access: TeamAppWriter, app: AppSlug, tx: Tx) -> Success:
    """Forget an app of the team."""
    service.disconnect(tx, _team(access), app)
    return success()


def _team(access: Access) -> Owner:
    assert access.team is not None
    return Owner(access.team)
