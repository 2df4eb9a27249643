"""`/v2/organizations/{orgId}/teams/{teamId}/bookings`, every version."""

from typing import Annotated

from fastapi import APIRouter, Path

from mockcal.api.bookings import details, listing
from mockcal.api.bookings.guards import OrgTeamBookings
from mockcal.api.bookings.output import AnyBooking
from mockcal.api.bookings.schemas import RangeQuery, ReferencesQuery
from mockcal.http.answers import Data, Listed, data
from mockcal.http.params import QueryOf
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute

router = APIRouter(
    prefix="/v2/organizations/{orgId}/teams/{teamId}/bookings",
    tags=["Orgs / Teams / Bookings"],
    route_class=VersionedRoute,
)


@router.get("")
async def get_all_org_team_bookings(access: OrgTeamBookings, query: QueryOf[RangeQuery], tx: Tx) -> Listed[AnyBooking]:
    """The bookings of a team's event types."""
    page = listing.visible(tx, access.caller.user, query, organization_id=access.org_id, team_id=access.team_id)
    return data(page.bookings, pagination=page.pagination.to_wire())


@router.get("/{bookingUid}/references")
async def get_booking_references(
    access: OrgTeamBookings, uid: Annotated[str, Path(alias="bookingUid")], query: QueryOf[ReferencesQuery], tx: Tx
) -> Data[list[details.Reference]]:
    """What a booking made at providers; whose it is nobody asks."""
    return data(details.references(tx, uid, kind=query.type))
