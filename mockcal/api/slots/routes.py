"""`/v2/slots`, version 2024-09-04. Credentials are looked at only where a reservation's duration is given."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from starlette.requests import Request

from mockcal.api.slots import reservations, service
from mockcal.api.slots.schemas import (
    ByEventTypeId,
    ByTeam,
    ByUsername,
    ByUsernames,
    Reservation,
    ReserveSlot,
    SlotsQuery,
    form_of,
)
from mockcal.auth.guards import Access, Anyone, Guard, optionally_authenticated
from mockcal.http import query_text
from mockcal.http.answers import Data, Success, data, success
from mockcal.http.call import call_of
from mockcal.http.described import asks
from mockcal.http.transactions import Tx
from mockcal.http.versions import V2024_09_04, served_by

MaybeCaller = Annotated[Access, Depends(Guard(optionally_authenticated()))]


@asks(ByEventTypeId, ByUsername, ByTeam, ByUsernames)
async def slots_query(request: Request) -> SlotsQuery:
    return form_of(query_text.parse(call_of(request).url.partition("?")[2]))


router = APIRouter(prefix="/v2/slots", tags=["Slots"], route_class=served_by(V2024_09_04))


@router.get("")
async def get_available_slots(
    access: Anyone, query: Annotated[SlotsQuery, Depends(slots_query)], tx: Tx
) -> Data[dict[str, list[Any]]]:
    """Open slots by date, of an event type or of a group of people."""
    return data(service.available(tx, query))


@router.post("/reservations", status_code=201)
async def reserve_slot(access: MaybeCaller, body: ReserveSlot, tx: Tx) -> Data[Reservation]:
    """Hold a slot for some minutes."""
    return data(reservations.reserve(tx, body, access.maybe_caller), status=201)


@router.get("/reservations/{uid}")
async def get_reserved_slot(access: Anyone, uid: str, tx: Tx) -> Data[Reservation | None]:
    """A reservation; null for one that is not there."""
    return data(reservations.get(tx, uid))


@router.patch("/reservations/{uid}")
async def update_reserved_slot(access: Anyone, uid: str, body: ReserveSlot, tx: Tx) -> Data[Reservation]:
    """Move a reservation."""
    return data(reservations.update(tx, uid, body))


@router.delete("/reservations/{uid}")
async def delete_reserved_slot(access: Anyone, uid: str, tx: Tx) -> Success:
    """Let a reservation go."""
    reservations.forget(tx, uid)
    return success()
