"""Making, changing and removing platform OAuth clients."""

from sqlalchemy import func, select

from mockcal.api.oauth_clients.schemas import CreateOAuthClient, UpdateOAuthClient
from mockcal.auth import tokens
from mockcal.auth.permissions import bits
from mockcal.http.errors import BadRequest
from mockcal.http.nulls import refuse_nulls
from mockcal.sandbox.transaction import Transaction
from mockcal.store.oauth import OAuthClient
from mockcal.store.teams import PlatformBilling


class NotSubscribed(BadRequest):
    def __init__(self) -> None:
        super().__init__("Team is not subscribed to platform plan, cannot create an OAuth Client.")


def create(tx: Transaction, organization_id: int, body: CreateOAuthClient) -> OAuthClient:
    """400 for an organization without a subscription."""
    billing = tx.get(PlatformBilling, organization_id)
    if billing is None or not billing.subscription_id:
        raise NotSubscribed
    return add(tx, organization_id, body)


def add(
    tx: Transaction,
    organization_id: int,
    body: CreateOAuthClient,
    *,
    client_id: str | None = None,
    secret: str | None = None,
) -> OAuthClient:
    """A client whatever the organization's plan; its id and secret are drawn unless given."""
    refuse_nulls(OAuthClient, body.sent())
    return tx.add(
        OAuthClient(
            id=client_id or tx.ids.cuid(),
            name=body.name,
            secret=secret or _secret(tx, organization_id, body),
            permissions=bits(body.permissions),
            logo=body.logo,
            redirect_uris=body.redirect_uris,
            organization_id=organization_id,
            booking_redirect_uri=body.booking_redirect_uri,
            booking_cancel_redirect_uri=body.booking_cancel_redirect_uri,
            booking_reschedule_redirect_uri=body.booking_reschedule_redirect_uri,
            are_emails_enabled=body.are_emails_enabled,
            are_default_event_types_enabled=body.are_default_event_types_enabled,
            are_calendar_events_enabled=body.are_calendar_events_enabled,
            sequence=_next_sequence(tx),
            created_at=tx.now,
        )
    )


def of_organization(tx: Transaction, organization_id: int) -> list[OAuthClient]:
    statement = select(OAuthClient).where(OAuthClient.organization_id == organization_id)
    return tx.all(statement.order_by(OAuthClient.sequence, OAuthClient.id))


def update(tx: Transaction, client: OAuthClient, change: UpdateOAuthClient) -> OAuthClient:
    sent = change.sent()
    refuse_nulls(OAuthClient, sent)
    for name, value in sent.items():
        setattr(client, name, value)
    tx.flush()
    return client


def remove(tx: Transaction, client: OAuthClient) -> None:
    """Its tokens, webhooks and the teams it made go too; its managed users stay."""
    tx.delete(client)


def _secret(tx: Transaction, organization_id: int, body: CreateOAuthClient) -> str:
    return tokens.sign(
        tx.sandbox,
        {
            "name": body.name,
            "permissions": bits(body.permissions),
            "redirectUris": body.redirect_uris,
            "organizationId": organization_id,
            "jti": tx.ids.uuid(),
            "iat": tokens.seconds(tx.now),
        },
    )


def _next_sequence(tx: Transaction) -> int:
    return int(tx.execute(select(func.coalesce(func.max(OAuthClient.sequence), 0))).scalar_one()) + 1
