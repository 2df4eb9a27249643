"""What falls due when the clock gets there: expiries, meetings starting, reminders.

Timers are rows, so that resets, snapshots and files carry them. A kind names who acts on it; `HANDLERS` is filled by the
application, since the floors above know what a kind means.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlmodel import col

from mockcal.sandbox.transaction import Transaction
from mockcal.store.timers import Timer

Handler = Callable[[Transaction, Timer], "str | None"]


@dataclass(frozen=True, slots=True)
class Happened:
    """An entry of the list that a clock advance answers with."""

    at: datetime
    what: str
    subject: str


def schedule(tx: Transaction, *, at: datetime, kind: str, subject: str, data: Any = None) -> None:
    tx.add(Timer(at=at, kind=kind, subject=subject, data=data))


def is_scheduled(tx: Transaction, *, at: datetime, kind: str, subject: str) -> bool:
    same = select(Timer.id).where(Timer.subject == subject, Timer.kind == kind, Timer.at == at)
    return tx.first(same) is not None


def cancel(tx: Transaction, subject: str, *kinds: str) -> None:
    """Forget the timers of `subject`, or those of these kinds."""
    statement = delete(Timer).where(Timer.subject == subject)
    tx.execute(statement.where(col(Timer.kind).in_(kinds)) if kinds else statement)


def next_due(tx: Transaction) -> Timer | None:
    return tx.first(select(Timer).order_by(Timer.at, Timer.id))


def due_at(tx: Transaction) -> datetime | None:
    """When the next timer falls due."""
    timer = next_due(tx)
    return timer.at if timer else None
