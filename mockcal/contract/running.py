"""Asks a running server for everything that an OpenAPI document describes, and holds its answers against it."""

import random
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from mockcal.contract.allowed import is_allowed
from mockcal.contract.answers import is_refusal
from mockcal.contract.documents import Json, read_document
from mockcal.contract.finding import VERSION, Finder
from mockcal.contract.promises import Promises

DATE = re.compile(r"\d{4}-\d\d-\d\d")
Tell = Callable[[str], None]


class NotInstalled(Exception):
    """The extra is missing; the message says how to get it."""

    def __init__(self) -> None:
        super().__init__(
            "`mockcal contract test` makes its requests with schemathesis: pip install 'mockcal[contract]'"
        )


class NotThere(Exception):
    """Nothing answers at the URL."""


@dataclass
class Report:
    answered: Counter[int] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        statuses = ", ".join(f"{count} × {status}" for status, count in sorted(self.answered.items()))
        return f"{self.answered.total()} requests: {statuses}\n{len(self.problems) or 'no'} problems"


def check(spec: Path, url: str, *, key: str | None, cases: int, seed: int, tell: Tell) -> Report:
    """`cases` requests to each operation; a problem is told as soon as it is seen, the first of each operation only."""
    operations = _operations(read_document(spec))
    promises = Promises(read_document(spec))
    headers = {"authorization": f"Bearer {key}"} if key else {}
    with httpx.Client(base_url=url.rstrip("/"), headers=headers, timeout=60) as client:
        _require_answer(client, url)
        finder = Finder(client, {one.path: _version(one.definition.raw) for one in operations if one.method == "get"})
        run = _Run(client, finder, promises, Report(), tell)
        for operation in operations:
            run.ask(operation, cases, seed)
    return run.report


@dataclass
class _Run:
    client: httpx.Client
    finder: Finder
    promises: Promises
    report: Report
    tell: Tell

    def ask(self, operation: Any, cases: int, seed: int) -> None:
        import hypothesis
        from hypothesis import strategies as st

        quiet = hypothesis.settings(
            max_examples=cases,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[hypothesis.Phase.generate],
            suppress_health_check=list(hypothesis.HealthCheck),
        )
        told: list[str] = []

        @quiet
        @hypothesis.given(st.data())
        def each(data: Any) -> None:
            dice = random.Random(f"{seed} {data.draw(st.integers(0, 2**32))}")
            case = data.draw(_generated(operation))
            if (problem := self._answer_to(case, dice)) is not None and not told:
                told.append(problem)

        each()
        self.report.problems += told
        for problem in told:
            self.tell(problem)

    def _answer_to(self, case: Any, dice: random.Random) -> str | None:
        request = self._request(case, dice)
        response = self.client.send(request)
        self.report.answered[response.status_code] += 1
        problem = self._problem(case.operation.definition.raw, response)
        return f"{case.operation.label}: {problem}\n{_retold(request, response)}" if problem else None

    def _request(self, case: Any, dice: random.Random) -> httpx.Request:
        import requests

        case.path_parameters = self.finder.fill(case.operation.path, dict(case.path_parameters or {}), dice)
        case.headers, case.cookies = {}, {}
        sent = case.as_transport_kwargs(base_url=str(self.client.base_url).rstrip("/"))
        sent.pop("timeout", None)
        prepared = requests.Request(**sent).prepare()
        version = _version(case.operation.definition.raw)
        headers: dict[str, Any] = {"content-type": prepared.headers.get("content-type", "application/json")}
        headers |= {VERSION: version} if version else {}
        assert prepared.method
        assert prepared.url
        content: Any = prepared.body or b""
        return self.client.build_request(prepared.method, prepared.url, headers=headers, content=content)

    def _problem(self, declared: Json, response: httpx.Response) -> str | None:
        if response.status_code >= 500:
            return "a 5xx"
        body = _body(response)
        if response.status_code >= 400:
            return None if is_refusal(body, response.status_code) else "a refusal of no known shape"
        if not response.is_success or not response.content:
            return None
        broken = self.promises.broken(declared, body)
        wrong = [one for one in broken if not is_allowed(declared.get("operationId", ""), one)]
        return "; ".join(one[:300] for one in wrong[:5]) or None


def _operations(document: Json) -> list[Any]:
    try:
        import schemathesis
    except ImportError:
        raise NotInstalled from None
    found: Any = schemathesis.openapi.from_dict(document).get_all_operations()
    return sorted((one.ok() for one in found), key=_destroys)


def _destroys(operation: Any) -> int:
    """What ends something comes last, and at the very end what takes the key away."""
    return 2 if operation.path.endswith("/refresh") else operation.method == "delete"


def _generated(operation: Any) -> Any:
    """Two of three as the document allows, one as it does not, where anything can be wrong."""
    from hypothesis import strategies as st
    from schemathesis import GenerationMode

    good = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    try:
        bad = operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)
        bad.validate()
    except Exception:  # nothing can
        return good
    return st.one_of(good, good, bad)


def _version(declared: Json) -> str:
    """What the document says the version header must be."""
    for parameter in declared.get("parameters", []):
        if parameter.get("name", "").lower() == VERSION:
            told = DATE.findall(parameter.get("description", ""))
            return str(parameter.get("schema", {}).get("default") or next(iter(told), ""))
    return ""


def _require_answer(client: httpx.Client, url: str) -> None:
    try:
        client.get("/v2/me")
    except (httpx.HTTPError, httpx.InvalidURL) as problem:
        raise NotThere(f"{url} does not answer ({problem}). Start it with `mockcal serve`.") from None


def _body(response: httpx.Response) -> Any:
    try:
        return response.json()
    except ValueError:
        return None


def _retold(request: httpx.Request, response: httpx.Response) -> str:
    """As a curl that can be run again (its key left out), and what came back."""
    body = request.content.decode("utf-8", "backslashreplace")
    version = f" -H '{VERSION}: {request.headers[VERSION]}'" if VERSION in request.headers else ""
    sent = f" -H 'content-type: application/json' -d '{body[:1000]}'" if body else ""
    return (
        f"  curl -X {request.method} '{request.url}'{version}{sent}\n  -> {response.status_code} {response.text[:500]}"
    )
