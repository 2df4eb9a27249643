"""Watches every answer that any test gets: which operations were seen to succeed, and whether the answer is what the published
document promises.

The document is not part of the repository: MOCKCAL_UPSTREAM_OPENAPI names a copy. Without it only the first half is done.
"""

import json
import os
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import httpx

from mockcal.api.operations import published
from mockcal.contract.allowed import is_allowed
from mockcal.contract.promises import Promises
from mockcal.http.directory import Directory

# What the document describes of the families that have several variants; other versions answer in shapes of their own.
DESCRIBED = {
    "/v2/bookings": {"2024-08-13", "2026-02-25", "2026-05-01"},
    "/v2/event-types": {"2024-06-14", "2026-06-12"},
    "/v2/schedules": {"2024-06-11", "2024-06-14"},
    "/v2/slots": {"2024-09-04"},
}
BY_CHANCE = "tests/contract/"
"""What generated requests hit upon proves nothing."""
EVERY_VERSION = ("/private-links", "/webhooks")


@dataclass
class Observer:
    """`seen` are the operation ids that answered 2xx, or with the redirect that is their success, with the test modules that saw
    it; `broken` what failed of late."""

    seen: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    broken: list[str] = field(default_factory=list)
    module: str = ""
    directory: Directory = field(default_factory=lambda: Directory({}, published()))

    def watch(self, request: httpx.Request, response: httpx.Response) -> None:
        path = _api_path(request.url.path)
        operation = self.directory.operation(request.method, path) if path else None
        if operation is None or not (response.is_success or response.has_redirect_location):
            return
        if not _is_described(path or "", request.headers.get("cal-api-version")):
            return
        if not self.module.startswith(BY_CHANCE):
            self.seen[operation.operation_id].add(self.module)
        if response.is_success and upstream() is not None:
            self._compare(operation.template, request, response)

    def take_broken(self) -> list[str]:
        taken, self.broken = self.broken, []
        return taken

    def _compare(self, template: str, request: httpx.Request, response: httpx.Response) -> None:
        declared = promises().operation(request.method, template)
        if declared is None or not response.content:
            return
        for problem in promises().broken(declared, response.json()):
            if not is_allowed(declared["operationId"], problem):
                self.broken.append(f"{request.method} {request.url.path}: {problem}")


class Watching(httpx.BaseTransport):
    """A transport whose answers are observed."""

    def __init__(self, inner: httpx.BaseTransport, observer: Observer) -> None:
        self.inner = inner
        self.observer = observer

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = self.inner.handle_request(request)
        response.read()
        self.observer.watch(request, response)
        return response


@cache
def upstream() -> Any:
    """The published document; None where there is none."""
    path = os.environ.get("MOCKCAL_UPSTREAM_OPENAPI")
    if not path or not Path(path).is_file():
        return None
    import schemathesis

    return schemathesis.openapi.from_dict(json.loads(Path(path).read_text(encoding="utf-8")))


@cache
def promises() -> Promises:
    return Promises(upstream().raw_schema)


def _api_path(path: str) -> str | None:
    rest = path.split("/", 2)[2] if path.startswith("/~") else path.removeprefix("/")
    return f"/{rest}".rstrip("/") if rest.startswith("v2/") else None


def _is_described(path: str, version: str | None) -> bool:
    family = next((one for one in DESCRIBED if path == one or path.startswith(f"{one}/")), None)
    if family is None or any(part in path for part in EVERY_VERSION):
        return True
    return version in DESCRIBED[family]
