"""Why things are as they are."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends

from mockcal.api.slots.explain import explain
from mockcal.api.slots.schemas import ByEventTypeId, ByTeam, ByUsername, ByUsernames
from mockcal.control.bodies import RawBody
from mockcal.control.server import ThisSandbox
from mockcal.http.answers import plain
from mockcal.http.errors import BadRequest
from mockcal.http.versions import VersionedRoute
from mockcal.sandbox.transaction import perform

router = APIRouter(prefix="/_mock/explain", tags=["mockcal"], route_class=VersionedRoute)


class NoQuery(BadRequest):
    def __init__(self) -> None:
        super().__init__(
            'The body is the query of GET /v2/slots as a JSON object, e.g. {"eventTypeId": 1, "start": …}.'
        )


@router.post("/slots")
async def explain_slots(
    query: Annotated[Any, Depends(RawBody(ByEventTypeId, ByUsername, ByTeam, ByUsernames))], sandbox: ThisSandbox
) -> dict[str, Any]:
    """Each slot of a query for slots: open, or closed and why."""
    if not isinstance(query, dict):
        raise NoQuery
    return plain(await perform(sandbox, lambda tx: explain(tx, query)))
