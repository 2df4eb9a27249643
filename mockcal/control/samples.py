"""Samples of webhooks: the trigger is made to come about in a copy of the universe, and what the webhook gets there is sent.

The copy is thrown away; nobody but this webhook hears of it, and nothing of it stays in the real one.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from sqlalchemy import delete, select
from sqlmodel import col

from mockcal.control import sample_forms, sample_meetings
from mockcal.control.sample_stage import Stage
from mockcal.events.scheduled import ENDED, STARTED
from mockcal.events.triggers import Trigger
from mockcal.events.webhooks import SIGNATURE, plain, post, publish, signature
from mockcal.http import json_text
from mockcal.http.errors import NotFound
from mockcal.http.js_dates import iso_ms
from mockcal.sandbox.deliveries import Delivery
from mockcal.sandbox.sandbox import Sandbox
from mockcal.store.timers import Timer
from mockcal.store.webhooks import Webhook

SCENES: dict[Trigger, Callable[[Stage], None]] = {**sample_meetings.SCENES, **sample_forms.SCENES}


class UnknownWebhook(NotFound):
    def __init__(self, webhook_id: str) -> None:
        super().__init__(f"This sandbox has no webhook {webhook_id}.")


def send(sandbox: Sandbox, webhook_id: str, trigger: Trigger, payload: dict[str, Any] | None = None) -> list[Delivery]:
    """The deliveries that are on their way now; with `payload` one that carries it. 404 for an unknown webhook."""
    tx = sandbox.begin()
    webhook = tx.get(Webhook, webhook_id)
    tx.rollback()
    if webhook is None:
        raise UnknownWebhook(webhook_id)
    before = {delivery.id for delivery in sandbox.deliveries}
    if payload is not None:
        _publish(sandbox, webhook, trigger, payload)
    else:
        for delivery in _played(sandbox, webhook_id, trigger):
            _post(sandbox, webhook, delivery)
    return [delivery for delivery in sandbox.deliveries if delivery.id not in before]


def first_webhook(sandbox: Sandbox) -> str:
    """The id of the first webhook there is."""
    tx = sandbox.begin()
    found = tx.first(select(col(Webhook.id)).order_by(Webhook.sequence))
    tx.rollback()
    if found is None:
        raise UnknownWebhook("(any)")
    return found


def _publish(sandbox: Sandbox, webhook: Webhook, trigger: Trigger, payload: dict[str, Any]) -> None:
    tx = sandbox.begin()
    if trigger in (STARTED, ENDED):
        post(tx, webhook, trigger, json_text.dump(plain({"triggerEvent": trigger, **payload})).decode())
    else:
        publish(tx, trigger, payload, [webhook])
    tx.commit()


def _played(sandbox: Sandbox, webhook_id: str, trigger: Trigger) -> list[Delivery]:
    """What the webhook gets when the trigger comes about in a copy."""
    with _copy(sandbox) as copy:
        tx = copy.begin()
        tx.execute(delete(Timer))
        tx.execute(delete(Webhook).where(Webhook.id != webhook_id))
        tx.commit()
        SCENES[trigger](Stage(copy, webhook_id, trigger))
        return [one for one in copy.deliveries if one.webhook_id == webhook_id and one.trigger == trigger]


@contextmanager
def _copy(sandbox: Sandbox) -> Iterator[Sandbox]:
    copy = Sandbox("sample", sandbox.image(), handlers=sandbox.handlers)
    try:
        yield copy
    finally:
        copy.close()


def _post(sandbox: Sandbox, webhook: Webhook, delivery: Delivery) -> None:
    """The same request, as one of the real universe: it leaves now, however much time passed in the copy."""
    now = sandbox.clock.now()
    stamp = '"createdAt":"{}"'.format
    body = delivery.request_body.replace(stamp(iso_ms(delivery.at)), stamp(iso_ms(now)), 1)
    headers = delivery.request_headers | {SIGNATURE: signature(webhook.secret, body.encode())}
    own = replace(delivery, id=sandbox.request_ids.uuid(), at=now, request_body=body, request_headers=headers)
    sandbox.deliveries.add(own)
    if own.state == "pending":
        sandbox.publish(own)
