"""`/v2/organizations/{orgId}/bookings`, every version."""

from fastapi import APIRouter

from mockcal.api.bookings import listing
from mockcal.api.bookings.guards import OrgBookings
from mockcal.api.bookings.output import AnyBooking
from mockcal.api.bookings.schemas import ListOrganizationBookings
from mockcal.http.answers import Listed, data
from mockcal.http.params import QueryOf
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute

router = APIRouter(prefix="/v2/organizations/{orgId}/bookings", tags=["Orgs / Bookings"], route_class=VersionedRoute)


@router.get("")
async def get_all_org_bookings(
    access: OrgBookings, query: QueryOf[ListOrganizationBookings], tx: Tx
) -> Listed[AnyBooking]:
    """The bookings of an organization's people and teams."""
    page = listing.visible(tx, access.caller.user, query, organization_id=access.org_id)
    return data(page.bookings, pagination=page.pagination.to_wire())
