"""Refusals, delays and dropped connections that a test asks for."""

from collections.abc import Collection
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any


@dataclass(slots=True)
class Fault:
    """Strikes requests that match all that is given; `times` None is always, `probability` 1 every one of them."""

    id: str
    method: str | None = None
    path: str | None = None
    operation_id: str | None = None
    respond: dict[str, Any] | None = None  # {"status", "body"?, "headers"?}
    delay_ms: float = 0
    drop: bool = False
    times: int | None = None
    probability: float = 1.0
    hits: int = 0
    spec: dict[str, Any] = field(default_factory=dict)  # as it was asked for

    def matches(self, method: str, paths: Collection[str], operation_id: str | None) -> bool:
        """`paths` are the forms in which one path may be known."""
        return (
            (self.times is None or self.hits < self.times)
            and (self.method is None or self.method.upper() == method)
            and (self.path is None or any(fnmatchcase(path, self.path) for path in paths))
            and (self.operation_id is None or self.operation_id == operation_id)
        )


class Faults:
    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self._faults.append(fault)

    def remove(self, fault_id: str) -> bool:
        kept = [fault for fault in self._faults if fault.id != fault_id]
        found = len(kept) < len(self._faults)
        self._faults = kept
        return found

    def clear(self) -> None:
        self._faults.clear()

    def __iter__(self) -> Any:
        return iter(self._faults)

    def __bool__(self) -> bool:
        return bool(self._faults)
