"""`/v2/event-types`, version 2024-04-15: what a request without a version header gets."""

from typing import Annotated, Any

from fastapi import APIRouter, Path

from mockcal.api.event_types import public, records, service
from mockcal.api.event_types import service_2024_04_15 as old
from mockcal.api.event_types.guards import Reader, Writer
from mockcal.api.event_types.schemas_2024_04_15 import CreateEventType, PublicQuery, UpdateEventType
from mockcal.auth.guards import Access, Anyone
from mockcal.http.answers import Data, data
from mockcal.http.errors import Json
from mockcal.http.params import EventTypeId, Loose, QueryOf
from mockcal.http.transactions import Tx
from mockcal.http.versions import V2024_04_15, V2024_06_11, V2024_06_14, served_by

LooseEventTypeId = Annotated[int, Path(alias="eventTypeId"), Loose]

router = APIRouter(
    prefix="/v2/event-types", tags=["Event Types"], route_class=served_by(V2024_04_15, V2024_06_11, newer=V2024_06_14)
)


@router.post("", status_code=201)
async def create_event_type(access: Writer, body: CreateEventType, tx: Tx) -> Data[Any]:
    """Make an event type of my own."""
    return data(records.raw(old.create(tx, access.caller.user, body)), status=201)


@router.get("")
async def get_event_types(access: Reader, tx: Tx) -> Data[Any]:
    """My event types and those of my teams, in groups."""
    return data(old.groups(tx, access.caller.user))


@router.get("/{eventTypeId}")
async def get_event_type(access: Reader, event_type_id: LooseEventTypeId, tx: Tx) -> Data[Any]:
    """One of my event types, with what an editor needs."""
    return data(old.single(tx, access.caller, old.visible(tx, access.caller, event_type_id)))


@router.patch("/{eventTypeId}")
async def update_event_type(access: Writer, event_type_id: EventTypeId, change: UpdateEventType, tx: Tx) -> Data[Any]:
    """Change one of my event types; its form is written anew."""
    return data(old.whole(old.update(tx, access.caller.user, event_type_id, change)))


@router.delete("/{eventTypeId}")
async def delete_event_type(access: Writer, event_type_id: LooseEventTypeId, tx: Tx) -> Data[Any]:
    """Delete one of my event types."""
    row = service.remove_personal(tx, access.caller.user, event_type_id)
    return data({"id": row.id, "length": row.length, "slug": row.slug, "title": row.title})


@router.get("/{username}/public")
async def get_public_event_types(access: Anyone, username: str, tx: Tx) -> Data[list[Any]]:
    """A person's event types that are not hidden."""
    return data(public.event_types_of(tx, username))


@router.get("/{username}/{eventSlug}/public")
async def get_public_event_type(
    access: Anyone,
    username: str,
    event_slug: Annotated[str, Path(alias="eventSlug")],
    query: QueryOf[PublicQuery],
    tx: Tx,
) -> Data[Any]:
    """What a booking page needs of an event type; null for an unknown one."""
    return data(_public(access, username, event_slug, query))


def _public(access: Access, username: str, slug: str, query: PublicQuery) -> Json | None:
    tx = access.tx
    if query.is_team_event:
        return public.of_team(tx, public.team_by_slug(tx, username, org_slug=query.org), slug)
    org_id = public.organization_behind(tx, access.call.headers.get("x-cal-client-id"), username)
    return public.of_person(tx, username, slug, org_slug=query.org, org_id=None if query.org else org_id)
