"""`/v2/atoms/event-types` and `/v2/atoms/event-types-app`."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path

from mockcal.api.atoms.event_types import service
from mockcal.api.atoms.event_types.schemas import AppForEventType, BulkUpdate, EventTypeChoice, EventTypeForm
from mockcal.api.event_types import find
from mockcal.api.event_types import service_2024_04_15 as old
from mockcal.api.providers.guards import AppReader
from mockcal.api.providers.owners import Owner
from mockcal.auth.guards import Access, Guard, authenticated, permission
from mockcal.http.answers import Data, Success, data, success
from mockcal.http.params import EventTypeId, Loose, loose_id
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute

Reader = Annotated[Access, Depends(Guard(authenticated("EVENT_TYPE_READ"), permission("EVENT_TYPE_READ")))]
Writer = Annotated[Access, Depends(Guard(authenticated("EVENT_TYPE_WRITE"), permission("EVENT_TYPE_WRITE")))]
LooseEventTypeId = Annotated[int, Path(alias="eventTypeId"), Loose]

router = APIRouter(prefix="/v2/atoms", tags=["Atoms / Event Types"], route_class=VersionedRoute)


@router.get("/event-types")
async def get_atom_event_types(access: Reader, tx: Tx) -> Data[Any]:
    """`{"eventTypes"}`: my event types as they are stored."""
    return data({"eventTypes": service.of_user(tx, access.caller.user)})


@router.get("/event-types/list-with-team")
async def get_atom_event_types_with_team(access: Reader, tx: Tx) -> Data[list[EventTypeChoice]]:
    """My event types and those of my teams, to choose one from."""
    return data(service.choices(tx, access.caller.user))


@router.patch("/event-types/bulk-update-to-default-location")
async def bulk_update_to_default_location(access: Writer, body: BulkUpdate, tx: Tx) -> Success:
    """Let several event types meet at my default app."""
    service.meet_at_default(tx, access.caller.user, [loose_id(one) for one in body.event_type_ids])
    return success()


@router.get("/event-types/{eventTypeId}")
async def get_atom_event_type(access: Reader, event_type_id: LooseEventTypeId, tx: Tx) -> Data[Any]:
    """One of my event types, with what an editor needs."""
    return data(service.single(tx, access.caller, old.visible(tx, access.caller, event_type_id)))


@router.patch("/event-types/{eventTypeId}")
async def update_atom_event_type(access: Writer, event_type_id: EventTypeId, form: EventTypeForm, tx: Tx) -> Data[Any]:
    """Change what the editor changed."""
    user = access.caller.user
    row = service.update(tx, find.own_to_delete(tx, user, event_type_id), form, owner=user)
    return data({"eventType": old.whole(row)})


@router.get("/event-types-app/{app}")
async def get_event_type_app(access: AppReader, app: str, tx: Tx) -> Data[AppForEventType]:
    """An app that an event type may use, and whether I connected it."""
    return data(service.app(tx, Owner(access.caller.user), app))
