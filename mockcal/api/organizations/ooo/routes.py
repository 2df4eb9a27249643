"""`/v2/organizations/{orgId}/ooo`."""

from fastapi import APIRouter

from mockcal.api.out_of_office import service
from mockcal.api.out_of_office.guards import OrgReader
from mockcal.api.out_of_office.schemas import Entry, OrganizationEntriesQuery
from mockcal.http.answers import Data, data
from mockcal.http.params import QueryOf
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute

router = APIRouter(prefix="/v2/organizations/{orgId}/ooo", tags=["Orgs / Users / OOO"], route_class=VersionedRoute)


@router.get("")
async def get_organization_entries(
    access: OrgReader, query: QueryOf[OrganizationEntriesQuery], tx: Tx
) -> Data[list[Entry]]:
    """Who in the organization is away, and when."""
    return data(service.of_organization(tx, access.org_id, query, query.email))
