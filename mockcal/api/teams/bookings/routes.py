"""`/v2/teams/{teamId}/bookings`, every version."""

from fastapi import APIRouter

from mockcal.api.bookings import listing
from mockcal.api.bookings.guards import TeamBookings
from mockcal.api.bookings.output import AnyBooking
from mockcal.api.bookings.schemas import RangeQuery
from mockcal.http.answers import Listed, data
from mockcal.http.params import QueryOf
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute

router = APIRouter(prefix="/v2/teams/{teamId}/bookings", tags=["Teams / Bookings"], route_class=VersionedRoute)


@router.get("")
async def get_all_team_bookings(access: TeamBookings, query: QueryOf[RangeQuery], tx: Tx) -> Listed[AnyBooking]:
    """The bookings of a team's event types."""
    page = listing.visible(tx, access.caller.user, query, organization_id=None, team_id=access.team_id)
    return data(page.bookings, pagination=page.pagination.to_wire())
