"""The log of webhook deliveries, and which of them are still under way."""

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal


@dataclass(slots=True)
class Delivery:
    """One HTTP request to a subscriber; `request_body` is the exact text that goes out."""

    id: str
    webhook_id: str
    trigger: str
    url: str
    request_headers: dict[str, str]
    request_body: str
    at: datetime
    attempt: int = 1
    state: Literal["pending", "delivered", "failed"] = "pending"
    response_status: int | None = None
    response_body: str | None = None
    error: str | None = None
    duration_ms: float | None = None


@dataclass(slots=True)
class DeliveryLog:
    """The newest deliveries; those still pending are never dropped."""

    keep: int
    _deliveries: OrderedDict[str, Delivery] = field(default_factory=OrderedDict)

    def add(self, delivery: Delivery) -> None:
        self._deliveries[delivery.id] = delivery
        while len(self._deliveries) > self.keep and next(iter(self._deliveries.values())).state != "pending":
            self._deliveries.popitem(last=False)

    def get(self, delivery_id: str) -> Delivery | None:
        return self._deliveries.get(delivery_id)

    def pending(self) -> bool:
        return any(delivery.state == "pending" for delivery in self._deliveries.values())

    def clear(self) -> None:
        self._deliveries.clear()

    def __iter__(self) -> Iterator[Delivery]:
        return iter(self._deliveries.values())
