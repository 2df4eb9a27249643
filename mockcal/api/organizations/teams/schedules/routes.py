"""`/v2/organizations/{orgId}/teams/{teamId}/schedules`."""

from fastapi import APIRouter

from mockcal.api.schedules import service
from mockcal.api.schedules.guards import OrgTeamSchedules
from mockcal.api.schedules.schemas import Schedule, TeamSchedulesQuery
from mockcal.http.answers import Data, data
from mockcal.http.params import QueryOf
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute

router = APIRouter(
    prefix="/v2/organizations/{orgId}/teams/{teamId}/schedules",
    tags=["Orgs / Teams / Schedules"],
    route_class=VersionedRoute,
)


@router.get("")
async def get_org_team_schedules(
    access: OrgTeamSchedules, query: QueryOf[TeamSchedulesQuery], tx: Tx
) -> Data[list[Schedule]]:
    """The schedules of a team's members."""
    return data(service.of_team(tx, access.team_id, **dict(query)))
