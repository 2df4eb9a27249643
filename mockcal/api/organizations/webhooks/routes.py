"""`/v2/organizations/{orgId}/webhooks`: webhooks of an organization."""

from fastapi import APIRouter

from mockcal.api.webhooks import service
from mockcal.api.webhooks.guards import (
    OrganizationReader,
    OrganizationWebhookReader,
    OrganizationWebhookWriter,
    OrganizationWriter,
    organization_owner,
)
from mockcal.api.webhooks.schemas import CreateWebhook, TeamWebhook, UpdateWebhook
from mockcal.http.answers import Data, data
from mockcal.http.dto import Paging
from mockcal.http.params import QueryOf, WebhookId
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute

router = APIRouter(prefix="/v2/organizations/{orgId}/webhooks", tags=["Orgs / Webhooks"], route_class=VersionedRoute)


@router.post("", status_code=201)
async def create_organization_webhook(access: OrganizationWriter, body: CreateWebhook, tx: Tx) -> Data[TeamWebhook]:
    """Subscribe to what happens in the organization."""
    return data(service.show(service.create(tx, organization_owner(access), body)), status=201)


@router.get("")
async def get_organization_webhooks(
    access: OrganizationReader, query: QueryOf[Paging], tx: Tx
) -> Data[list[TeamWebhook]]:
    """The subscriptions, in order of creation."""
    return data([service.show(row) for row in service.page(tx, organization_owner(access), query)])


@router.get("/{webhookId}")
async def get_organization_webhook(
    access: OrganizationWebhookReader, webhook_id: WebhookId, tx: Tx
) -> Data[TeamWebhook]:
    """One subscription."""
    return data(service.show(service.require(tx, webhook_id)))


@router.patch("/{webhookId}")
async def update_organization_webhook(
    access: OrganizationWebhookWriter, webhook_id: WebhookId, change: UpdateWebhook, tx: Tx
) -> Data[TeamWebhook]:
    """Change a subscription; what waits already for its time goes where it would have gone."""
    return data(service.show(service.update(tx, webhook_id, change)))


@router.delete("/{webhookId}")
async def delete_organization_webhook(
    access: OrganizationWebhookWriter, webhook_id: WebhookId, tx: Tx
) -> Data[TeamWebhook]:
    """End a subscription, and what waits in it."""
    return data(service.remove(tx, webhook_id))
