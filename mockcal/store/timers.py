"""What the sandbox's clock will set off, and the counters that make its ids."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from mockcal.store.columns import instant, json_value, key


class Timer(SQLModel, table=True):
    """Fires once when the clock reaches `at`. `subject` is what cancels it, e.g. `booking:<uid>`."""

    id: int | None = key()
    at: datetime = instant(null=False, index=True)
    kind: str
    subject: str = Field(index=True)
    data: Any = json_value()


class Meta(SQLModel, table=True):
    """One row, so that a file kept over restarts goes on: how far the id generator has come, and the clock.

    `offset_seconds` is null in a file whose clock nobody has touched yet.
    """

    id: int = Field(default=1, primary_key=True)
    ids_drawn: int = 0
    frozen_at: datetime | None = instant()
    offset_seconds: float | None = None
