"""The rules of webhook subscriptions, whoever owns them."""

import re
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import ColumnElement, and_, delete, func, select
from sqlmodel import col

from mockcal.api.webhooks.schemas import (
    AnyWebhook,
    CreateWebhook,
    EventTypeWebhook,
    OAuthClientWebhook,
    StoredWebhook,
    TeamWebhook,
    UpdateWebhook,
    UserWebhook,
)
from mockcal.events.triggers import Trigger
from mockcal.http.dto import Paging
from mockcal.http.errors import BadRequest, Conflict, DatabaseRefusal, NotFound
from mockcal.sandbox.transaction import Transaction
from mockcal.store.webhooks import Webhook

SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
METADATA_HOSTS = {"169.254.169.254", "metadata.google.internal", "100.100.100.200", "fd00:ec2::254"}
"""Where clouds keep their machines' credentials."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Exactly one is set; an organization is a team here."""

    user_id: int | None = None
    event_type_id: int | None = None
    team_id: int | None = None
    oauth_client_id: str | None = None

    @property
    def columns(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if value is not None}

    def has(self, row: Webhook) -> bool:
        return all(getattr(row, name) == value for name, value in self.columns.items())

    def selected(self) -> ColumnElement[bool]:
        return and_(*(col(getattr(Webhook, name)) == value for name, value in self.columns.items()))

    @property
    def called(self) -> str:
        """As the duplicate's refusal calls it; an organization, oddly, is a user too."""
        if self.event_type_id is not None:
            return "event type"
        return "oAuth client" if self.oauth_client_id is not None else "user"

    @property
    def is_organization(self) -> bool:
        return self.team_id is not None

    @property
    def may_repeat_urls(self) -> bool:
        """By a change, and then in the store: two webhooks to one URL."""
        return self.user_id is None and self.oauth_client_id is None


class WebhookNotFound(NotFound):
    def __init__(self, webhook_id: str) -> None:
        super().__init__(f"Webhook ({webhook_id}) not found")


class UrlTaken(Conflict):
    def __init__(self, owner: Owner) -> None:
        super().__init__(f"Webhook with this subscriber url already exists for this {owner.called}")


class UrlNotAllowed(BadRequest):
    def __init__(self, reason: str) -> None:
        super().__init__(f"Webhook URL is not allowed: {reason}")


class OnlyForOrganizations(BadRequest):
    def __init__(self) -> None:
        super().__init__("DELEGATION_CREDENTIAL_ERROR trigger is only available for organization webhooks")


def create(tx: Transaction, owner: Owner, body: CreateWebhook) -> Webhook:
    """400 for a URL or trigger that this owner cannot have, 409 for a URL that he has."""
    require_allowed(owner, body)
    if tx.first(select(Webhook).where(owner.selected(), Webhook.subscriber_url == body.subscriber_url)):
        raise UrlTaken(owner)
    return add(tx, owner, body)


def require_allowed(owner: Owner, body: CreateWebhook) -> None:
    require_allowed_url(body.subscriber_url)
    if not all(may_hear(owner, trigger) for trigger in body.triggers):
        raise OnlyForOrganizations


def may_hear(owner: Owner, trigger: str) -> bool:
    """Whether a new subscription of that owner takes the trigger; a change takes all."""
    is_elevated = owner.is_organization or owner.oauth_client_id is not None
    return is_elevated or trigger != Trigger.DELEGATION_CREDENTIAL_ERROR


def add(tx: Transaction, owner: Owner, body: CreateWebhook, *, webhook_id: str | None = None) -> Webhook:
    row = Webhook(
        id=webhook_id or tx.ids.uuid(),
        subscriber_url=body.subscriber_url,
        active=body.active,
        triggers=list(map(str, body.triggers)),
        payload_template=body.payload_template,
        secret=body.secret,
        sequence=_next_sequence(tx),
        created_at=tx.now,
        **owner.columns,
    )
    return tx.add(row)


def require(tx: Transaction, webhook_id: str) -> Webhook:
    row = tx.get(Webhook, webhook_id)
    if row is None:
        raise WebhookNotFound(webhook_id)
    return row


def page(tx: Transaction, owner: Owner, query: Paging) -> list[Webhook]:
    """In order of creation."""
    return tx.all(of_owner(owner).offset(query.skip).limit(query.take))


def of_owner(owner: Owner) -> Any:
    return select(Webhook).where(owner.selected()).order_by(Webhook.sequence, Webhook.id)


def update(tx: Transaction, webhook_id: str, change: UpdateWebhook) -> Webhook:
    """400 for null where there must be something, and for a new URL that is not allowed; taken URLs the database refuses."""
    row = require(tx, webhook_id)
    sent = change.sent()
    if any(sent.get(name, "") is None for name in ("active", "subscriber_url", "triggers", "version")):
        raise DatabaseRefusal(explain="active, subscriberUrl, triggers and version cannot be null")
    if change.subscriber_url is not None and change.subscriber_url != row.subscriber_url:
        require_allowed_url(change.subscriber_url)
    for name, value in sent.items():
        setattr(row, name, list(map(str, value)) if name == "triggers" else value)
    tx.flush()
    return row


def remove(tx: Transaction, webhook_id: str) -> AnyWebhook:
    """The webhook as it was; what it waited for goes with it."""
    row = require(tx, webhook_id)
    shown = show(row)
    tx.delete(row)
    return shown


def remove_all(tx: Transaction, owner: Owner) -> str:
    """Says how many there were."""
    removed = tx.execute(delete(Webhook).where(owner.selected())).rowcount
    return f"{removed} webhooks deleted"


def show(row: Webhook) -> AnyWebhook:
    """With the one owner that it has."""
    common = _common(row)
    if row.user_id is not None:
        return show_users(row)
    if row.event_type_id is not None:
        return EventTypeWebhook(**common, event_type_id=row.event_type_id)
    if row.team_id is not None:
        return TeamWebhook(**common, team_id=row.team_id)
    return OAuthClientWebhook(**common, o_auth_client_id=row.oauth_client_id)


def show_users(row: Webhook) -> UserWebhook:
    return UserWebhook(**_common(row), user_id=row.user_id)


def show_stored(row: Webhook) -> StoredWebhook:
    return StoredWebhook(
        **_common(row),
        user_id=row.user_id,
        team_id=row.team_id,
        event_type_id=row.event_type_id,
        o_auth_client_id=row.oauth_client_id,
        created_at=row.created_at,
        app_id=None,
        platform=False,
        time=row.time,
        time_unit=row.time_unit,
        version=row.version,
    )


def require_allowed_url(url: str) -> None:
    """As a self-hosted service has it: plain http and private hosts are fine, and so is text that is no URL at all."""
    scheme = SCHEME.match(url.strip())
    if scheme is None:
        return
    if scheme[0].lower() not in ("http:", "https:"):
        raise UrlNotAllowed("Only HTTP and HTTPS URLs are allowed")
    if _host(url) in METADATA_HOSTS:
        raise UrlNotAllowed("Blocked hostname")


def _host(url: str) -> str:
    try:
        return (urlsplit(url.strip()).hostname or "").rstrip(".")
    except ValueError:
        return ""


def _common(row: Webhook) -> dict[str, Any]:
    return {
        "payload_template": row.payload_template,
        "id": row.id,
        "triggers": row.triggers,
        "subscriber_url": row.subscriber_url,
        "active": row.active,
        "secret": row.secret,
    }


def _next_sequence(tx: Transaction) -> int:
    return int(tx.execute(select(func.coalesce(func.max(Webhook.sequence), 0))).scalar_one()) + 1
