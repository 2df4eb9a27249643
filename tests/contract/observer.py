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
from mockcal.http.directory import Directory
from tests.contract.allowed import is_allowed

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
        if response.is_success and (document := upstream()) is not None:
            self._compare(document, operation.template, request, response)

    def take_broken(self) -> list[str]:
        taken, self.broken = self.broken, []
        return taken

    def _compare(self, document: Any, template: str, request: httpx.Request, response: httpx.Response) -> None:
        declared = document.raw_schema["paths"][_spelled(template)][request.method.lower()]
        for problem in problems(document, declared, response):
            if not is_allowed(declared["operationId"], problem):
                self.broken.append(f"{request.method} {request.url.path}: {problem}")


def problems(document: Any, declared: dict[str, Any], response: httpx.Response) -> list[str]:
    """What the schema of the operation's success says is wrong with the body, each with its place."""
    schema = _success_schema(declared)
    if schema is None or not response.content:
        return []
    validator = _validator(json.dumps(schema))
    return sorted({f"{_place(error)}: {error.message}" for error in validator.iter_errors(response.json())})


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
def _components() -> dict[str, Any]:
    """The document's schemas in JSON Schema's terms."""
    converted: dict[str, Any] = _converted(upstream().raw_schema["components"]["schemas"])
    return converted


@cache
def _validator(schema: str) -> Any:
    from jsonschema_rs import Draft202012Validator

    return Draft202012Validator({**_converted(json.loads(schema)), "components": {"schemas": _components()}})


def _converted(schema: Any) -> Any:
    """`nullable` as a type of its own; what is a mere annotation, or contradicts itself, left out."""
    if isinstance(schema, list):
        return [_converted(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: _converted(value) for key, value in schema.items() if key not in ("nullable", "example", "default")}
    if isinstance(schema.get("required"), bool):
        kept.pop("required")
    return {"anyOf": [kept, {"type": "null"}]} if schema.get("nullable") is True else kept


def _success_schema(declared: dict[str, Any]) -> Any:
    for status, answer in declared["responses"].items():
        if status.startswith("2") and (content := answer.get("content")):
            return next(iter(content.values())).get("schema")
    return None


@cache
def _spelling() -> dict[str, str]:
    return {_shape(path): path for path in upstream().raw_schema["paths"]}


def _spelled(template: str) -> str:
    return _spelling()[_shape(template)]


def _shape(path: str) -> str:
    return "/".join("{}" if part.startswith("{") else part for part in path.split("/"))


def _place(error: Any) -> str:
    return "/".join("*" if isinstance(step, int) else str(step) for step in error.instance_path) or "(all)"


def _api_path(path: str) -> str | None:
    rest = path.split("/", 2)[2] if path.startswith("/~") else path.removeprefix("/")
    return f"/{rest}".rstrip("/") if rest.startswith("v2/") else None


def _is_described(path: str, version: str | None) -> bool:
    family = next((one for one in DESCRIBED if path == one or path.startswith(f"{one}/")), None)
    if family is None or any(part in path for part in EVERY_VERSION):
        return True
    return version in DESCRIBED[family]
