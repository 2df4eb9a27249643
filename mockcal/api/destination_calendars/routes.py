"""`/v2/destination-calendars`: all versions."""

from fastapi import APIRouter

from mockcal.api.calendars.guards import CalendarOwner
from mockcal.api.destination_calendars import service
from mockcal.api.destination_calendars.schemas import ChooseDestination, ShownDestination
from mockcal.http.answers import Data, data
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute

router = APIRouter(prefix="/v2/destination-calendars", tags=["Destination Calendars"], route_class=VersionedRoute)


@router.put("")
async def update_destination_calendar(access: CalendarOwner, body: ChooseDestination, tx: Tx) -> Data[ShownDestination]:
    """Choose the calendar that my bookings are written to."""
    return data(service.choose(tx, access.caller.user, body))
