"""`/v2/event-types`, version 2024-06-14."""

from typing import Annotated

from fastapi import APIRouter, Path

from mockcal.api.event_types import dynamic, find, output, service
from mockcal.api.event_types.guards import Reader, Visitor, Writer
from mockcal.api.event_types.schemas import CreateEventType, ListEventTypes, UpdateEventType
from mockcal.api.event_types.shown import DeletedEventType, EventType, TeamEventType
from mockcal.http.answers import Data, data
from mockcal.http.params import EventTypeId, Loose, QueryOf
from mockcal.http.transactions import Tx
from mockcal.http.versions import V2024_06_14, V2026_06_12, served_by

LooseEventTypeId = Annotated[int, Path(alias="eventTypeId"), Loose]

router = APIRouter(prefix="/v2/event-types", tags=["Event Types"], route_class=served_by(V2024_06_14, V2026_06_12))


@router.post("", status_code=201)
async def create_event_type(access: Writer, body: CreateEventType, tx: Tx) -> Data[EventType]:
    """Make an event type of my own."""
    row = service.create_personal(tx, access.caller.user, body)
    return data(output.show(tx, row), status=201)


@router.get("")
async def get_event_types(access: Visitor, query: QueryOf[ListEventTypes], tx: Tx) -> Data[list[EventType]]:
    """A person's event types, a group's, or my own; without credentials only what is not hidden."""
    if query.usernames and not query.username:
        return data([dynamic.event_type(tx, find.users_by_names(tx, query))])
    rows = find.listed(tx, access.maybe_caller, query)
    related = output.related(tx, rows)
    return data([output.present(row, related, is_listed=True) for row in rows])


@router.get("/{eventTypeId}")
async def get_event_type(access: Reader, event_type_id: LooseEventTypeId, tx: Tx) -> Data[EventType | TeamEventType]:
    """One that I own, host or administer."""
    return data(output.show(tx, find.visible(tx, access.caller, event_type_id)))


@router.patch("/{eventTypeId}")
async def update_event_type(
    access: Writer, event_type_id: EventTypeId, change: UpdateEventType, tx: Tx
) -> Data[EventType]:
    """Change an event type of my own; lists and objects replace the old ones whole."""
    row = service.update_personal(tx, access.caller.user, event_type_id, change)
    return data(output.show(tx, row))


@router.delete("/{eventTypeId}")
async def delete_event_type(access: Writer, event_type_id: LooseEventTypeId, tx: Tx) -> Data[DeletedEventType]:
    """Delete an event type of my own; what was booked stays booked."""
    row = service.remove_personal(tx, access.caller.user, event_type_id)
    return data(DeletedEventType(id=row.id, length_in_minutes=row.length, slug=row.slug, title=row.title))
