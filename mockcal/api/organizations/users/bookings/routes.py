"""`/v2/organizations/{orgId}/users/{userId}/bookings`, every version: what that user may list himself."""

from fastapi import APIRouter

from mockcal.api.bookings import listing
from mockcal.api.bookings.guards import OrgUserBookings
from mockcal.api.bookings.output import AnyBooking
from mockcal.api.bookings.schemas import ListBookings
from mockcal.http.answers import Listed, data
from mockcal.http.params import QueryOf
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute

router = APIRouter(
    prefix="/v2/organizations/{orgId}/users/{userId}/bookings",
    tags=["Orgs / Users / Bookings"],
    route_class=VersionedRoute,
)


@router.get("")
async def get_organization_user_bookings(
    access: OrgUserBookings, query: QueryOf[ListBookings], tx: Tx
) -> Listed[AnyBooking]:
    """The bookings that a user of the organization hosts, attends, or administers."""
    assert access.user is not None
    page = listing.visible(tx, access.user, query, organization_id=access.org_id)
    return data(page.bookings, pagination=page.pagination.to_wire())
