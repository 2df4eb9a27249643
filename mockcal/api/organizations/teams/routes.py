"""`/v2/organizations/{orgId}/teams`."""

from fastapi import APIRouter

from mockcal.api.organizations.teams.guards import (
    MyTeamsReader,
    TeamChanger,
    TeamMaker,
    TeamReader,
    TeamRemover,
    TeamsReader,
)
from mockcal.api.teams import service
from mockcal.api.teams.schemas import CreateTeam, MyTeam, Team, UpdateTeam
from mockcal.http.answers import Data, data
from mockcal.http.dto import Paging
from mockcal.http.params import OrgId, QueryOf, TeamId
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute

router = APIRouter(prefix="/v2/organizations/{orgId}/teams", tags=["Orgs / Teams"], route_class=VersionedRoute)


@router.get("")
async def get_all_teams(access: TeamsReader, org_id: OrgId, query: QueryOf[Paging], tx: Tx) -> Data[list[Team]]:
    """The organization's teams."""
    return data([Team.of(row) for row in service.of_organization(tx, org_id, **dict(query))])


@router.get("/me")
async def get_my_teams(
    access: MyTeamsReader, org_id: OrgId, query: QueryOf[Paging], tx: Tx
) -> Data[list[Team | MyTeam]]:
    """The organization's teams that I am in, or all of them for its admins, with what I am in each."""
    return data(service.of_member(tx, access.caller.user, org_id, **dict(query)))


@router.post("", status_code=201)
async def create_team(access: TeamMaker, body: CreateTeam, tx: Tx) -> Data[Team]:
    """Make a team of the organization; it is mine, and the platform client's that the call names."""
    client_id = access.call.headers.get("x-cal-client-id")
    row = service.create_in_organization(tx, access.caller.user, access.organization, body, client_id)
    return data(Team.of(row), status=201)


@router.get("/{teamId}")
async def get_team(access: TeamReader, team_id: TeamId, tx: Tx) -> Data[Team]:
    """One of the organization's teams."""
    return data(Team.of(service.get(tx, team_id)))


@router.patch("/{teamId}")
async def update_team(access: TeamChanger, team_id: TeamId, change: UpdateTeam, tx: Tx) -> Data[Team]:
    """Change a team of the organization."""
    return data(Team.of(service.update(tx, service.get(tx, team_id), change)))


@router.delete("/{teamId}")
async def delete_team(access: TeamRemover, team_id: TeamId, tx: Tx) -> Data[Team]:
    """Delete a team of the organization, with all that is in it."""
    return data(service.remove(tx, service.get(tx, team_id)))
