"""`/v2/teams`: teams by themselves; one that belongs to an organization, and an organization, pass for one here."""

from fastapi import APIRouter

from mockcal.api.teams import service
from mockcal.api.teams.guards import TeamOwner, TeamReader, TeamsReader, TeamsWriter
from mockcal.api.teams.schemas import CreateTeam, PendingTeam, Team, UpdateTeam
from mockcal.http.answers import Data, data
from mockcal.http.params import TeamId
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute

router = APIRouter(prefix="/v2/teams", tags=["Teams"], route_class=VersionedRoute)


@router.post("", status_code=201)
async def create_team(access: TeamsWriter, body: CreateTeam, tx: Tx) -> Data[Team | PendingTeam]:
    """Make a team of my own; where teams cost, it is mine once it is paid for."""
    user = access.caller.user
    if service.costs(tx, user):
        return data(service.create_pending(tx, user, body, access.call.base_url), status=201)
    return data(Team.of(service.create(tx, user, body)), status=201)


@router.get("")
async def get_teams(access: TeamsReader, tx: Tx) -> Data[list[Team]]:
    """Every team and organization that I have a membership in."""
    return data([Team.of(row) for row in service.of_user(tx, access.caller.user)])


@router.get("/{teamId}")
async def get_team(access: TeamReader, team_id: TeamId, tx: Tx) -> Data[Team]:
    """One of my teams."""
    return data(Team.of(service.get(tx, team_id)))


@router.patch("/{teamId}")
async def update_team(access: TeamOwner, team_id: TeamId, change: UpdateTeam, tx: Tx) -> Data[Team]:
    """Change a team that I own."""
    return data(Team.of(service.update(tx, service.get(tx, team_id), change)))


@router.delete("/{teamId}")
async def delete_team(access: TeamOwner, team_id: TeamId, tx: Tx) -> Data[Team]:
    """Delete a team that I own, with all that is in it."""
    return data(service.remove(tx, service.get(tx, team_id)))
