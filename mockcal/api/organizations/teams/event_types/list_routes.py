"""`/v2/organizations/{orgId}/teams/event-types`."""

from fastapi import APIRouter

from mockcal.api.event_types import team_answers
from mockcal.api.event_types.guards import OrgReader
from mockcal.api.event_types.schemas import ListOrganizationEventTypes
from mockcal.api.event_types.shown import TeamEventType
from mockcal.http.answers import Data, data
from mockcal.http.params import QueryOf
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute

router = APIRouter(
    prefix="/v2/organizations/{orgId}/teams/event-types",
    tags=["Orgs / Teams / Event Types"],
    route_class=VersionedRoute,
)


@router.get("")
async def get_org_event_types(
    access: OrgReader, query: QueryOf[ListOrganizationEventTypes], tx: Tx
) -> Data[list[TeamEventType]]:
    """The event types of all teams of the organization."""
    return data(team_answers.of_organization(tx, access.org_id, query))
