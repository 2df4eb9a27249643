"""`/v2/teams/{teamId}/schedules`."""

from fastapi import APIRouter

from mockcal.api.schedules import service
from mockcal.api.schedules.guards import TeamSchedules
from mockcal.api.schedules.schemas import Schedule, TeamSchedulesQuery
from mockcal.http.answers import Data, data
from mockcal.http.params import QueryOf
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute

router = APIRouter(prefix="/v2/teams/{teamId}/schedules", tags=["Teams / Schedules"], route_class=VersionedRoute)


@router.get("")
async def get_team_schedules(access: TeamSchedules, query: QueryOf[TeamSchedulesQuery], tx: Tx) -> Data[list[Schedule]]:
    """The schedules of a team's members."""
    return data(service.of_team(tx, access.team_id, **dict(query)))
