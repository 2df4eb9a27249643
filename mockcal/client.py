"""A small typed client of the control plane: for tests in Python, and what the pytest plugin is made of."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

Json = dict[str, Any]
Fixture = Mapping[str, Any] | str | Path


class Refused(Exception):
    """The control plane refused; the message is its own."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a sandbox begins with: `fixtures` None is the server's own baseline, an empty list an empty universe."""

    fixtures: Sequence[Fixture] | None = None
    now: str | None = None
    seed: int | None = None
    rate_limit: str | None = None

    def body(self) -> Json:
        given = {
            "fixtures": None if self.fixtures is None else [_document(one) for one in self.fixtures],
            "now": self.now,
            "seed": self.seed,
            "rateLimit": self.rate_limit,
        }
        return {key: value for key, value in given.items() if value is not None}


class _Kept(httpx.BaseTransport):
    """Connections outlive the clients that use them."""

    def __init__(self, transport: httpx.HTTPTransport) -> None:
        self.transport = transport

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self.transport.handle_request(request)


class Server:
    """A running mockcal."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self.transport = _Kept(httpx.HTTPTransport(verify=False, limits=httpx.Limits(max_keepalive_connections=50)))

    @contextmanager
    def sandbox(self, options: Options | None = None, *, name: str | None = None) -> Iterator["Sandbox"]:
        """A universe of one's own, gone afterwards."""
        sandbox = Sandbox(self, name or f"t{uuid.uuid4().hex[:12]}")  # noqa: TID251
        sandbox.control("PUT", f"/sandboxes/{sandbox.name}", json=(options or Options()).body())
        try:
            yield sandbox
        finally:
            sandbox.control("DELETE", f"/sandboxes/{sandbox.name}")


class Sandbox:
    """One universe: its API, and everything around it."""

    def __init__(self, server: Server, name: str) -> None:
        self.server = server
        self.name = name
        self.url = f"{server.url}/~{name}"
        self._http = httpx.Client(base_url=self.url, transport=server.transport, timeout=30)

    def api(self, key: str | None = None, version: str | None = None, **headers: str) -> httpx.Client:
        """A client of the API: `api("cal_alice", "2024-08-13").get("/v2/bookings")`."""
        sent = _sent(key, version, headers)
        return httpx.Client(base_url=self.url, headers=sent, transport=self.server.transport, timeout=30)

    def async_api(self, key: str | None = None, version: str | None = None, **headers: str) -> httpx.AsyncClient:
        """The same for asynchronous code; close it (or use it as a context) in the loop that used it."""
        return httpx.AsyncClient(base_url=self.url, headers=_sent(key, version, headers), timeout=30)

    def control(self, method: str, path: str, **more: Any) -> Any:
        """A call of `/_mock`; its answer as data. Raises `Refused` with the control plane's words."""
        response = self._http.request(method, f"/_mock{path}", **more)
        if response.is_error:
            raise Refused(_words(response))
        return response.json() if response.content else None

    def load(self, fixture: Fixture) -> Json:
        """Load a fixture document; the answer has the numbers behind its names."""
        document = _document(fixture)
        if isinstance(document, str):
            made: Json = self.control(
                "POST", "/fixtures", content=document.encode(), headers={"content-type": "application/yaml"}
            )
            return made
        loaded: Json = self.control("POST", "/fixtures", json=document)
        return loaded

    def export(self) -> Json:
        document: Json = self.control("GET", "/fixtures")
        return document

    def reset(self) -> None:
        self.control("POST", "/reset")

    def save(self, name: str) -> None:
        self.control("PUT", f"/snapshots/{name}")

    def restore(self, name: str) -> None:
        self.control("POST", f"/snapshots/{name}/restore")

    @property
    def now(self) -> str:
        return str(self.control("GET", "/clock")["now"])

    def set_clock(self, now: str, *, frozen: bool = True) -> None:
        self.control("PUT", "/clock", json={"now": now, "frozen": frozen})

    def advance(self, by: str | None = None, *, to: str | None = None) -> list[Json]:
        """Let time pass, by an ISO 8601 duration or to an instant; what happened on the way."""
        happened: list[Json] = self.control("POST", "/clock/advance", json={"by": by} if by else {"to": to})["happened"]
        return happened

    def requests(self, **query: Any) -> list[Json]:
        found: list[Json] = self.control("GET", "/requests", params=query)
        return found

    def outbox(self, **query: Any) -> list[Json]:
        found: list[Json] = self.control("GET", "/outbox", params=query)
        return found

    def deliveries(self, *, wait: float = 5, **query: Any) -> list[Json]:
        """Webhook deliveries, once none is under way any more."""
        self.control("POST", "/webhooks/wait", json={"timeoutSeconds": wait})
        found: list[Json] = self.control("GET", "/webhooks/deliveries", params=query)
        return found

    def fault(self, *, match: Json | None = None, **fault: Any) -> Json:
        made: Json = self.control("POST", "/faults", json={"match": match or {}, **fault})
        return made


def _sent(key: str | None, version: str | None, headers: Mapping[str, str]) -> dict[str, str]:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    if key is not None:
        sent["Authorization"] = f"Bearer {key}"
    if version is not None:
        sent["cal-api-version"] = version
    return sent


def _document(fixture: Fixture) -> Any:
    """A mapping as it is; a file's text; a bare name, which the server knows."""
    if isinstance(fixture, Path):
        return fixture.read_text(encoding="utf-8")
    return dict(fixture) if isinstance(fixture, Mapping) else fixture


def _words(response: httpx.Response) -> str:
    try:
        return str(response.json()["error"]["message"])
    except (ValueError, KeyError, TypeError):
        return f"{response.status_code} {response.text}"
