"""What the clock will set off. A document seldom says so: it follows from the rest, but for what happened in another order."""

import re
from typing import Annotated

from pydantic import Field, ValidationError
from sqlalchemy import delete, select

from mockcal.api.sections import TIMERS
from mockcal.events.payloads.attendance import CheckingWebhook
from mockcal.sandbox.transaction import Transaction
from mockcal.seed.document import Doc, Json, TimerDoc, place_of
from mockcal.seed.loading import Loading
from mockcal.store.timers import Timer
from mockcal.store.webhooks import Webhook
from mockcal.store.workflows import Workflow

Number = Annotated[int, Field(strict=True, le=2**53)]


class MeetingData(Doc):
    webhook_id: str
    url: str
    body: str


class CheckData(Doc):
    webhook_id: str
    url: str
    checking: CheckingWebhook | None = None


class NoEventData(Doc):
    redirect: Json


class ReminderData(Doc):
    workflow_id: Number
    response_id: Number | None = None


DATA: dict[str, type[Doc]] = {
    "MEETING_STARTED": MeetingData,
    "MEETING_ENDED": MeetingData,
    "AFTER_HOSTS_CAL_VIDEO_NO_SHOW": CheckData,
    "AFTER_GUESTS_CAL_VIDEO_NO_SHOW": CheckData,
    "FORM_SUBMITTED_NO_EVENT": NoEventData,
    "WORKFLOW_REMINDER": ReminderData,
}
NUMBERED = {"FORM_SUBMITTED_NO_EVENT": "form-response", "access-token-expired": "access-token"}
"""Kinds whose subject is a number, and what stands before it."""


def load_timers(loading: Loading, docs: list[TimerDoc]) -> None:
    """These in the place of all that wait."""
    loading.tx.execute(delete(Timer))
    for index, doc in enumerate(docs):
        if doc.kind not in TIMERS:
            loading.refuse(f"timers[{index}].kind", f"is none of {', '.join(TIMERS)}")
        _require_sound(loading, f"timers[{index}]", doc)
        loading.tx.add(Timer(at=doc.at, kind=doc.kind, subject=doc.subject, data=doc.data))


def export_timers(tx: Transaction) -> list[Json] | None:
    """As they are loaded; None where nothing waits and nothing would once the document is loaded."""
    rows = tx.all(select(Timer).order_by(Timer.at, Timer.id))
    if not rows and tx.first(select(Webhook.id)) is None and tx.first(select(Workflow.id)) is None:
        return None
    return [{"at": row.at, "kind": row.kind, "subject": row.subject, "data": row.data} for row in rows]


def _require_sound(loading: Loading, place: str, doc: TimerDoc) -> None:
    """400 for one that nobody could act on when it falls due."""
    prefix = NUMBERED.get(doc.kind)
    if prefix and not re.fullmatch(rf"{prefix}:[0-9]{{1,15}}", doc.subject):
        loading.refuse(f"{place}.subject", f"is no {prefix}:NUMBER")
    if doc.kind in DATA:
        try:
            DATA[doc.kind].model_validate(doc.data)
        except ValidationError as error:
            first = error.errors()[0]
            loading.refuse(f"{place}.{place_of(('data', *first['loc']))}", first["msg"])
