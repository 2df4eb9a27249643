"""`/v2/webhooks`: one's own webhooks."""

from fastapi import APIRouter

from mockcal.api.webhooks import service
from mockcal.api.webhooks.guards import OwnWebhookReader, OwnWebhookWriter, UserReader, UserWriter, user_owner
from mockcal.api.webhooks.schemas import CreateWebhook, StoredWebhook, UpdateWebhook, UserWebhook
from mockcal.http.answers import Data, data
from mockcal.http.dto import Paging
from mockcal.http.params import QueryOf, WebhookId
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute

router = APIRouter(prefix="/v2/webhooks", tags=["Webhooks"], route_class=VersionedRoute)


@router.post("", status_code=201)
async def create_webhook(access: UserWriter, body: CreateWebhook, tx: Tx) -> Data[UserWebhook]:
    """Subscribe to what happens to me."""
    return data(service.show(service.create(tx, user_owner(access), body)), status=201)


@router.get("")
async def get_webhooks(access: UserReader, query: QueryOf[Paging], tx: Tx) -> Data[list[UserWebhook]]:
    """The subscriptions, in order of creation."""
    return data([service.show(row) for row in service.page(tx, user_owner(access), query)])


@router.get("/{webhookId}")
async def get_webhook(access: OwnWebhookReader, webhook_id: WebhookId, tx: Tx) -> Data[StoredWebhook]:
    """One subscription, with every column that is stored."""
    return data(service.show_stored(service.require(tx, webhook_id)))


@router.patch("/{webhookId}")
async def update_webhook(
    access: OwnWebhookWriter, webhook_id: WebhookId, change: UpdateWebhook, tx: Tx
) -> Data[UserWebhook]:
    """Change a subscription; what waits already for its time goes where it would have gone."""
    return data(service.show_users(service.update(tx, webhook_id, change)))


@router.delete("/{webhookId}")
async def delete_webhook(access: OwnWebhookWriter, webhook_id: WebhookId, tx: Tx) -> Data[UserWebhook]:
    """End a subscription, and what waits in it."""
    shown = service.show_users(service.require(tx, webhook_id))
    service.remove(tx, webhook_id)
    return data(shown)
