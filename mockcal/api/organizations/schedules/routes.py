"""`/v2/organizations/{orgId}/schedules`: all versions, always the 2024-06-11 shape."""

from fastapi import APIRouter

from mockcal.api.schedules import service
from mockcal.api.schedules.guards import OrgSchedules
from mockcal.api.schedules.schemas import Schedule
from mockcal.http.answers import Data, data
from mockcal.http.dto import Paging
from mockcal.http.params import QueryOf
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute

router = APIRouter(prefix="/v2/organizations/{orgId}/schedules", tags=["Orgs / Schedules"], route_class=VersionedRoute)


@router.get("")
async def get_organization_schedules(access: OrgSchedules, query: QueryOf[Paging], tx: Tx) -> Data[list[Schedule]]:
    """The schedules of everybody in the organization."""
    return data(service.of_organization(tx, access.org_id, take=query.take, skip=query.skip))
