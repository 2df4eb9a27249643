"""`/v2/selected-calendars`: all versions."""

from fastapi import APIRouter

from mockcal.api.calendars.guards import CalendarOwner
from mockcal.api.selected_calendars import service
from mockcal.api.selected_calendars.schemas import DeselectCalendar, SelectCalendar, ShownSelection
from mockcal.http.answers import Data, Success, data, success
from mockcal.http.params import QueryOf
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute

router = APIRouter(prefix="/v2/selected-calendars", tags=["Selected Calendars"], route_class=VersionedRoute)


@router.post("", status_code=201)
async def add_selected_calendar(access: CalendarOwner, body: SelectCalendar, tx: Tx) -> Data[ShownSelection] | Success:
    """Let a calendar make me busy; without data when it does so already."""
    row = service.select_calendar(tx, access.caller.user, body)
    return data(service.show(row), status=201) if row else success(status=201)


@router.delete("")
async def delete_selected_calendar(
    access: CalendarOwner, query: QueryOf[DeselectCalendar], tx: Tx
) -> Data[ShownSelection]:
    """Let a calendar no longer make me busy."""
    return data(service.deselect_calendar(tx, access.caller.user, query))
