"""`/v2/oauth-clients/{clientId}/webhooks`: webhooks of a platform client."""

from fastapi import APIRouter

from mockcal.api.webhooks import service
from mockcal.api.webhooks.guards import (
    ClientReader,
    ClientWebhookReader,
    ClientWebhookWriter,
    ClientWriter,
    client_owner,
)
from mockcal.api.webhooks.schemas import CreateWebhook, OAuthClientWebhook, UpdateWebhook
from mockcal.http.answers import Data, data
from mockcal.http.dto import Paging
from mockcal.http.params import QueryOf, WebhookId
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute

router = APIRouter(
    prefix="/v2/oauth-clients/{clientId}/webhooks", tags=["Platform / Webhooks"], route_class=VersionedRoute
)


@router.post("", status_code=201)
async def create_oauth_client_webhook(access: ClientWriter, body: CreateWebhook, tx: Tx) -> Data[OAuthClientWebhook]:
    """Subscribe to what happens to the client's managed users."""
    return data(service.show(service.create(tx, client_owner(access), body)), status=201)


@router.get("")
async def get_oauth_client_webhooks(
    access: ClientReader, query: QueryOf[Paging], tx: Tx
) -> Data[list[OAuthClientWebhook]]:
    """The subscriptions, in order of creation."""
    return data([service.show(row) for row in service.page(tx, client_owner(access), query)])


@router.get("/{webhookId}")
async def get_oauth_client_webhook(
    access: ClientWebhookReader, webhook_id: WebhookId, tx: Tx
) -> Data[OAuthClientWebhook]:
    """One subscription."""
    return data(service.show(service.require(tx, webhook_id)))


@router.patch("/{webhookId}")
async def update_oauth_client_webhook(
    access: ClientWebhookWriter, webhook_id: WebhookId, change: UpdateWebhook, tx: Tx
) -> Data[OAuthClientWebhook]:
    """Change a subscription; what waits already for its time goes where it would have gone."""
    return data(service.show(service.update(tx, webhook_id, change)))


@router.delete("/{webhookId}")
async def delete_oauth_client_webhook(
    access: ClientWebhookWriter, webhook_id: WebhookId, tx: Tx
) -> Data[OAuthClientWebhook]:
    """End a subscription, and what waits in it."""
    return data(service.remove(tx, webhook_id))


@router.delete("")
async def delete_oauth_client_webhooks(access: ClientWriter, tx: Tx) -> Data[str]:
    """End all subscriptions; says how many there were."""
    return data(service.remove_all(tx, client_owner(access)))
