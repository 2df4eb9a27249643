"""`/v2/event-types/{eventTypeId}/private-links`: all versions."""

from typing import Annotated

from fastapi import APIRouter, Path

from mockcal.api.event_types import private_links
from mockcal.api.event_types.guards import LinkReader, LinkWriter, event_type
from mockcal.api.event_types.private_links import DeletedLink, LinkLimits, PrivateLinkOut
from mockcal.http.answers import Data, data
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute

LinkId = Annotated[str, Path(alias="linkId")]

router = APIRouter(
    prefix="/v2/event-types/{eventTypeId}/private-links",
    tags=["Event Types Private Links"],
    route_class=VersionedRoute,
)


@router.post("", status_code=201)
async def create_private_link(access: LinkWriter, body: LinkLimits, tx: Tx) -> Data[PrivateLinkOut]:
    """Make a link that lasts until a time, or for a number of bookings."""
    return data(private_links.create(tx, event_type(access), body), status=201)


@router.get("")
async def get_private_links(access: LinkReader, tx: Tx) -> Data[list[PrivateLinkOut]]:
    """All links of the event type."""
    return data(private_links.of(tx, event_type(access)))


@router.patch("/{linkId}")
async def update_private_link(access: LinkWriter, link_id: LinkId, change: LinkLimits, tx: Tx) -> Data[PrivateLinkOut]:
    """Change how long a link lasts; a time that is left out is gone."""
    return data(private_links.update(tx, event_type(access), link_id, change))


@router.delete("/{linkId}")
async def delete_private_link(access: LinkWriter, link_id: LinkId, tx: Tx) -> Data[DeletedLink]:
    """Delete a link."""
    return data(private_links.remove(tx, event_type(access), link_id))
