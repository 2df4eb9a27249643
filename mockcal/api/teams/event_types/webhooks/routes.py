"""`/v2/teams/{teamId}/event-types/{eventTypeId}/webhooks`: webhooks of a team's event type."""

from fastapi import APIRouter

from mockcal.api.webhooks import service
from mockcal.api.webhooks.guards import (
    TeamEventTypeReader,
    TeamEventTypeWebhookReader,
    TeamEventTypeWebhookWriter,
    TeamEventTypeWriter,
    event_type_owner,
)
from mockcal.api.webhooks.schemas import CreateWebhook, EventTypeWebhook, UpdateWebhook
from mockcal.http.answers import Data, data
from mockcal.http.dto import Paging
from mockcal.http.params import QueryOf, WebhookId
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute

router = APIRouter(
    prefix="/v2/teams/{teamId}/event-types/{eventTypeId}/webhooks",
    tags=["Teams / Event Types / Webhooks"],
    route_class=VersionedRoute,
)


@router.post("", status_code=201)
async def create_team_event_type_webhook(
    access: TeamEventTypeWriter, body: CreateWebhook, tx: Tx
) -> Data[EventTypeWebhook]:
    """Subscribe to what happens to an event type of the team."""
    return data(service.show(service.create(tx, event_type_owner(access), body)), status=201)


@router.get("")
async def get_team_event_type_webhooks(
    access: TeamEventTypeReader, query: QueryOf[Paging], tx: Tx
) -> Data[list[EventTypeWebhook]]:
    """The subscriptions, in order of creation."""
    return data([service.show(row) for row in service.page(tx, event_type_owner(access), query)])


@router.get("/{webhookId}")
async def get_team_event_type_webhook(
    access: TeamEventTypeWebhookReader, webhook_id: WebhookId, tx: Tx
) -> Data[EventTypeWebhook]:
    """One subscription."""
    return data(service.show(service.require(tx, webhook_id)))


@router.patch("/{webhookId}")
async def update_team_event_type_webhook(
    access: TeamEventTypeWebhookWriter, webhook_id: WebhookId, change: UpdateWebhook, tx: Tx
) -> Data[EventTypeWebhook]:
    """Change a subscription; what waits already for its time goes where it would have gone."""
    return data(service.show(service.update(tx, webhook_id, change)))


@router.delete("/{webhookId}")
async def delete_team_event_type_webhook(
    access: TeamEventTypeWebhookWriter, webhook_id: WebhookId, tx: Tx
) -> Data[EventTypeWebhook]:
    """End a subscription, and what waits in it."""
    return data(service.remove(tx, webhook_id))


@router.delete("")
async def delete_team_event_type_webhooks(access: TeamEventTypeWriter, tx: Tx) -> Data[str]:
    """End all subscriptions; says how many there were."""
    return data(service.remove_all(tx, event_type_owner(access)))
