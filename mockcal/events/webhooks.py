"""Webhooks: who has subscribed to what happened, and the exact request that each of them gets."""

import hashlib
import hmac
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from pydantic import BaseModel
from sqlalchemy import bindparam, or_, select
from sqlmodel import col

from mockcal.http import json_text
from mockcal.http.js_dates import iso_ms
from mockcal.sandbox.deliveries import Delivery
from mockcal.sandbox.transaction import Transaction
from mockcal.store.webhooks import Webhook

Payload = BaseModel | Mapping[str, Any]

SIGNATURE = "X-Cal-Signature-256"
NO_SECRET = "no-secret-provided"
JSON_TYPE = "application/json"
# Made once: every change of a booking asks it. An owner that is null owns nothing.
LISTENING = (
    select(Webhook)
    .where(
        col(Webhook.active),
        or_(
            col(Webhook.user_id) == bindparam("user_id"),
            col(Webhook.event_type_id).in_(bindparam("event_type_ids", expanding=True)),
            col(Webhook.team_id).in_(bindparam("team_ids", expanding=True)),
            col(Webhook.oauth_client_id) == bindparam("oauth_client_id"),
        ),
    )
    .order_by(Webhook.sequence, Webhook.id)
)


def subscribers(
    tx: Transaction,
    trigger: str,
    *,
    user_id: int | None = None,
    event_type_ids: Collection[int] = (),
    team_ids: Collection[int] = (),
    oauth_client_id: str | None = None,
) -> list[Webhook]:
    """Active webhooks of any of these owners that want `trigger`, in order of creation; an organization is a team here."""
    found = listening(
        tx, user_id=user_id, event_type_ids=event_type_ids, team_ids=team_ids, oauth_client_id=oauth_client_id
    )
    return wanting(found, trigger)


def listening(
    tx: Transaction,
    *,
    user_id: int | None,
    event_type_ids: Collection[int],
    team_ids: Collection[int],
    oauth_client_id: str | None,
) -> list[Webhook]:
    """Active webhooks of any of these owners, whatever they want."""
    return tx.all(
        LISTENING,
        user_id=user_id,
        event_type_ids=list(event_type_ids),
        team_ids=list(team_ids),
        oauth_client_id=oauth_client_id,
    )


def wanting(webhooks: Iterable[Webhook], trigger: str) -> list[Webhook]:
    return [webhook for webhook in webhooks if trigger in webhook.triggers]


def publish(
    tx: Transaction,
    trigger: str,
    payload: Payload,
    subscribers: Iterable[Webhook],
    *,
    root: Mapping[str, Any] | None = None,
    url: str | None = None,
) -> None:
    """One request to each subscriber, sent once the work is kept. `root` stands before the envelope's own keys; `url` is
    where it goes when that is not the webhook's own any more."""
    fields = plain(payload)
    for webhook in subscribers:
        if webhook.payload_template and _is_templated(trigger):
            _post_rendered(tx, webhook, trigger, fields)
        else:
            envelope = {"triggerEvent": trigger, "createdAt": iso_ms(tx.now), "payload": fields}
            body = json_text.dump({**_beside(envelope, root or {}), **envelope}).decode()
            post(tx, webhook, trigger, body, url=url)


def post(tx: Transaction, webhook: Webhook, trigger: str, body: str, *, url: str | None = None) -> None:
    """Exactly `body`, as JSON; `url` is where it goes when that is not the webhook's own any more."""
    _log(tx, webhook, trigger, body, content_type=JSON_TYPE, url=url)


def plain(payload: Payload) -> dict[str, Any]:
    """A payload as JSON values, its undefined fields left out."""
    if isinstance(payload, BaseModel):
        return payload.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return dict(payload)


def signature(secret: str | None, body: bytes) -> str:
    """`X-Cal-Signature-256`: lower-case hex, without a prefix."""
    if not secret:
        return NO_SECRET
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def _is_templated(trigger: str) -> bool:
    return trigger.startswith(("BOOKING_", "RECORDING_")) or trigger == "OOO_CREATED"


def _beside(envelope: Mapping[str, Any], root: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in root.items() if key not in envelope}


def _post_rendered(tx: Transaction, webhook: Webhook, trigger: str, fields: Mapping[str, Any]) -> None:
    """The rendered template is the whole body. The real service sends nothing for a template that is none."""
    from mockcal.events import templates

    context = {**fields, "triggerEvent": trigger, "createdAt": iso_ms(tx.now)}
    try:
        rendered = templates.payload_body(webhook.payload_template or "", context)
    except templates.TemplateError as error:
        _log(tx, webhook, trigger, "", content_type=JSON_TYPE, error=f"payloadTemplate: {error}")
    else:
        _log(tx, webhook, trigger, rendered.text, content_type=rendered.content_type)


def _log(
    tx: Transaction,
    webhook: Webhook,
    trigger: str,
    body: str,
    *,
    content_type: str,
    url: str | None = None,
    error: str | None = None,
) -> None:
    sandbox = tx.sandbox
    delivery = Delivery(
        id=sandbox.request_ids.uuid(),
        webhook_id=webhook.id,
        trigger=trigger,
        url=webhook.subscriber_url if url is None else url,
        request_headers={
            "Content-Type": content_type,
            SIGNATURE: signature(webhook.secret, body.encode()),
            "X-Cal-Webhook-Version": webhook.version,
        },
        request_body=body,
        at=tx.now,
        state="failed" if error else "pending",
        error=error,
    )

    def send() -> None:
        sandbox.deliveries.add(delivery)
        if delivery.state == "pending":
            sandbox.publish(delivery)

    tx.after_commit(send)
