"""What the clock will set off. A document seldom says so: it follows from the rest, but for what happened in another order."""

from sqlalchemy import delete, select

from mockcal.api.sections import TIMERS
from mockcal.sandbox.transaction import Transaction
from mockcal.seed.document import Json, TimerDoc
from mockcal.seed.loading import Loading
from mockcal.store.timers import Timer
from mockcal.store.webhooks import Webhook
from mockcal.store.workflows import Workflow


def load_timers(loading: Loading, docs: list[TimerDoc]) -> None:
    """These in the place of all that wait."""
    loading.tx.execute(delete(Timer))
    for index, doc in enumerate(docs):
        if doc.kind not in TIMERS:
            loading.refuse(f"timers[{index}].kind", f"is none of {', '.join(TIMERS)}")
        loading.tx.add(Timer(at=doc.at, kind=doc.kind, subject=doc.subject, data=doc.data))


def export_timers(tx: Transaction) -> list[Json] | None:
    """As they are loaded; None where nothing waits and nothing would once the document is loaded."""
    rows = tx.all(select(Timer).order_by(Timer.at, Timer.id))
    if not rows and tx.first(select(Webhook.id)) is None and tx.first(select(Workflow.id)) is None:
        return None
    return [{"at": row.at, "kind": row.kind, "subject": row.subject, "data": row.data} for row in rows]
