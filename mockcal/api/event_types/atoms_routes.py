"""`/v2/atoms/event-types/{slug}/public`: what the booking component of Cal.com's own library asks for."""

from typing import Any

from fastapi import APIRouter

from mockcal.api.event_types import public
from mockcal.api.event_types.schemas_2024_04_15 import AtomsQuery
from mockcal.auth.guards import Anyone
from mockcal.http.answers import Data, data
from mockcal.http.params import QueryOf
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute

router = APIRouter(prefix="/v2/atoms/event-types", tags=["Event Types"], route_class=VersionedRoute)


@router.get("/{slug}/public")
async def get_public_atom_event_type(access: Anyone, slug: str, query: QueryOf[AtomsQuery], tx: Tx) -> Data[Any]:
    """What a booking page needs of an event type; null for an unknown one."""
    if query.is_team_event or not query.username:
        return data(public.of_team_id(tx, query.team_id, slug))
    # A person is looked for in the organization first: components name it for everybody of a platform.
    found = public.of_person(tx, query.username, slug, org_id=query.org_id)
    return data(found or public.of_person(tx, query.username, slug))
