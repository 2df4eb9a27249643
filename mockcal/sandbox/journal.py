"""The requests that a sandbox answered, the newest kept."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(slots=True)
class Exchange:
    """One request and what was answered; `body` and `response` are JSON where they were, else text."""

    id: str
    at: datetime
    method: str
    path: str
    query: str
    headers: dict[str, str]
    raw_body: bytes = b""
    status: int | None = None
    raw_response: bytes = b""
    duration_ms: float = 0.0
    operation_id: str | None = None
    api_version: str | None = None
    extra: dict[str, Any] = field(default_factory=dict)


class Journal:
    def __init__(self, keep: int) -> None:
        self._exchanges: deque[Exchange] = deque(maxlen=keep)
        self.count = 0

    def add(self, exchange: Exchange) -> None:
        self._exchanges.append(exchange)
        self.count += 1

    def clear(self) -> None:
        self._exchanges.clear()

    def __iter__(self) -> Any:
        return iter(self._exchanges)
