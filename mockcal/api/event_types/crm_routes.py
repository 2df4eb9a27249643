"""`/v2/event-types/{eventTypeId}/crm-sync-errors`: not in the published document, but a published client asks."""

from typing import Any

from fastapi import APIRouter

from mockcal.api.event_types import find
from mockcal.api.event_types.guards import Reader
from mockcal.http.answers import Data, Wire, data
from mockcal.http.params import EventTypeId
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute


class CrmCursor(Wire):
    next_cursor: int | None


class CrmErrors(Data[list[Any]]):
    pagination: CrmCursor


router = APIRouter(
    prefix="/v2/event-types/{eventTypeId}/crm-sync-errors", tags=["Event Types"], route_class=VersionedRoute
)


@router.get("")
async def get_crm_sync_errors(access: Reader, event_type_id: EventTypeId, tx: Tx) -> CrmErrors:
    """What went wrong on the way to a CRM. Nothing here goes there, so nothing ever does."""
    find.visible(tx, access.caller, event_type_id)
    return data([], pagination={"nextCursor": None})
