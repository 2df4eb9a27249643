"""`/v2/slots/available`, `/reserve` and `/selected-slot`: 2024-04-15 and the versions that had no slots of their own."""

from typing import Any

from fastapi import APIRouter

from mockcal.api.slots import service_2024_04_15 as service
from mockcal.api.slots.schemas_2024_04_15 import AvailableQuery, LetGoQuery, ReserveSlot
from mockcal.auth.guards import Access, Anyone
from mockcal.http.answers import Data, Success, data, success
from mockcal.http.params import QueryOf
from mockcal.http.transactions import Tx
from mockcal.http.versions import V2024_04_15, V2024_06_11, V2024_06_14, V2024_08_13, served_by

COOKIE = "uid"

router = APIRouter(
    prefix="/v2/slots", tags=["Slots"], route_class=served_by(V2024_04_15, V2024_06_11, V2024_06_14, V2024_08_13)
)


@router.get("/available")
async def get_available_slots(access: Anyone, query: QueryOf[AvailableQuery], tx: Tx) -> Data[dict[str, Any]]:
    """Open slots by date; reservations of this browser count as open."""
    return data(service.available(tx, query, _own_uid(access)))


@router.post("/reserve", status_code=201)
async def reserve_slot(access: Anyone, body: ReserveSlot, tx: Tx) -> Data[str]:
    """Hold a slot for the browser, which is known by a cookie from then on."""
    uid = service.reserve(tx, body, _own_uid(access))
    response = data(uid, status=201)
    response.headers["set-cookie"] = f"{COOKIE}={uid}; Path=/; SameSite=Lax"
    return response


@router.delete("/selected-slot")
async def delete_selected_slot(access: Anyone, query: QueryOf[LetGoQuery], tx: Tx) -> Success:
    """Let go what the browser, or else whoever `uid` is, holds."""
    service.let_go(tx, _own_uid(access) or query.uid)
    return success()


def _own_uid(access: Access) -> str | None:
    """The cookie's value."""
    for pair in access.call.headers.get("cookie", "").split(";"):
        name, _, value = pair.strip().partition("=")
        if name == COOKIE and value:
            return value
    return None
