"""Every slot one could think of, and why it is open or closed: `POST /_mock/explain/slots`."""

from typing import Any

from mockcal.api.slots import service
from mockcal.api.slots.schemas import form_of
from mockcal.sandbox.transaction import Transaction
from mockcal.scheduling.verdicts import Verdict

Json = dict[str, Any]


def explain(tx: Transaction, query: Json) -> Json:
    """`query` is that of `GET /v2/slots`, refused as there."""
    asked = form_of(query)
    write = service.writer(asked.time_zone)
    return {"slots": [_show(one, write(one.start)) for one in service.search_of(tx, asked).verdicts()]}


def _show(verdict: Verdict, start: str) -> Json:
    if verdict.reason is None:
        return {"start": start, "verdict": "open", "reason": None, "subject": None}
    return {
        "start": start,
        "verdict": "closed",
        "reason": str(verdict.reason.why),
        "subject": verdict.reason.subject or None,
    }
