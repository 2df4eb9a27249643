"""`/v2/organizations/{orgId}/teams/{teamId}/users/{userId}/schedules`."""

from fastapi import APIRouter

from mockcal.api.schedules import service
from mockcal.api.schedules.guards import OrgTeamUserSchedules
from mockcal.api.schedules.schemas import MemberSchedulesQuery, Schedule
from mockcal.http.answers import Data, data
from mockcal.http.params import QueryOf
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute

router = APIRouter(
    prefix="/v2/organizations/{orgId}/teams/{teamId}/users/{userId}/schedules",
    tags=["Orgs / Teams / Users / Schedules"],
    route_class=VersionedRoute,
)


@router.get("")
async def get_org_team_user_schedules(
    access: OrgTeamUserSchedules, query: QueryOf[MemberSchedulesQuery], tx: Tx
) -> Data[list[Schedule]]:
    """The schedules of one member of a team."""
    assert access.user is not None
    return data(service.of_team_member(tx, access.team_id, access.user, event_type_id=query.event_type_id))
