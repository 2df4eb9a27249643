"""A universe with something of every kind, asked in this process: its bytes can be compared before and after a request.

No connection leaves it: the event loop that it runs on makes none.
"""

import asyncio
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import httpx
import yaml

from mockcal.app import Mockcal, create_app
from mockcal.sandbox.sandbox import Sandbox
from mockcal.settings import Settings

NOW = "2026-01-05T08:00:00.000Z"
DOCUMENT = Path(__file__).parent / "universe.yaml"
NAME = "universe"
Headers = dict[str, str]


class Secluded(asyncio.SelectorEventLoop):
    """A loop from which nothing can be reached."""

    async def create_connection(self, *args: Any, **more: Any) -> NoReturn:  # type: ignore[override]
        raise OSError("nothing is reached from here")

    async def getaddrinfo(self, *args: Any, **more: Any) -> NoReturn:  # type: ignore[override]
        raise OSError("nothing is reached from here")


class InProcess(httpx.BaseTransport):
    """Asks an application without a socket."""

    def __init__(self, app: Any) -> None:
        self.loop = Secluded()
        self.inner = httpx.ASGITransport(app=app)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self.loop.run_until_complete(self._answer(request))

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        response = await self.inner.handle_async_request(request)
        content = await response.aread()
        return httpx.Response(response.status_code, headers=response.headers, content=content)


@dataclass
class Universe:
    """`callers` are the headers of everybody who may call, by who it is; `ids` finds what a path can name."""

    app: Mockcal
    transport: httpx.BaseTransport
    callers: dict[str, Headers] = field(default_factory=dict)
    _rows: sqlite3.Connection = field(default_factory=lambda: sqlite3.connect(":memory:"))

    @property
    def sandbox(self) -> Sandbox:
        return self.app.sandboxes.get(NAME)

    def client(self, **headers: str) -> httpx.Client:
        return httpx.Client(base_url=f"http://mockcal/~{NAME}", transport=self.transport, headers=headers)

    def begin_again(self) -> None:
        self.sandbox.reset()
        for other in [one for one in self.app.sandboxes if one.name != NAME]:
            self.app.sandboxes.delete(other.name)

    def state(self) -> bytes:
        """The whole store, byte for byte."""
        return self.sandbox.database.image()

    def ids(self, sql: str, chosen: dict[str, Any]) -> list[Any]:
        """What a query finds in the universe as it began; a parameter that was not chosen is null."""
        return [
            row[0] for row in self._rows.execute(sql, _Chosen((name, _held(value)) for name, value in chosen.items()))
        ]

    def keep(self) -> None:
        """From here on the universe begins as it is now."""
        self.sandbox.baseline = self.sandbox.image()
        self._rows.deserialize(self.sandbox.baseline.database)


def _held(value: Any) -> Any:
    """As SQLite can hold it; no row has a number that it cannot."""
    return str(value) if isinstance(value, int) and value.bit_length() > 63 else value


class _Chosen(dict[str, Any]):
    def __missing__(self, key: str) -> None:
        return None


def universe(watched: Callable[[httpx.BaseTransport], httpx.BaseTransport] = lambda inner: inner) -> Universe:
    app = create_app(Settings(empty=True, cache=False, webhook_delivery=False, rate_limit="off"))
    made = Universe(app, watched(InProcess(app)))
    app.directory.load_all()
    document = yaml.safe_load(DOCUMENT.read_text(encoding="utf-8"))
    plain = made.client()
    sandbox = {"fixtures": [_jsonable(document)], "now": NOW, "rateLimit": "off"}
    answer = plain.put(f"/_mock/sandboxes/{NAME}", json=sandbox)
    assert answer.status_code == 201, answer.text
    made.callers = _callers(made)
    made.keep()
    return made


def _callers(made: Universe) -> dict[str, Headers]:
    """Each kind of credential, and each kind of person."""
    keys = {name: _bearer(f"cal_{name}") for name in ("olga", "ada", "mel", "stan", "root", "pia", "paul", "acme")}
    client = {"x-cal-client-id": "platform-client", "x-cal-secret-key": "platform-secret"}
    return {
        **keys,
        "client": client,
        "half a client": {"x-cal-client-id": "platform-client"},
        "managed": _bearer(_managed_token(made, client)),
        "third party": _bearer(_third_party_token(made)),
        "session": {"cookie": "next-auth.session-token=olga%40example.com"},
        "unknown": _bearer("cal_nobody"),
        "nobody": {},
    }


def _managed_token(made: Universe, client: Headers) -> str:
    refreshed = made.client(**client).post("/v2/oauth-clients/platform-client/users/111/force-refresh")
    assert refreshed.status_code == 200, refreshed.text
    return str(refreshed.json()["data"]["accessToken"])


def _third_party_token(made: Universe) -> str:
    code = made.client().post("/_mock/oauth2/codes", json={"clientId": "app", "user": "olga"}).json()["code"]
    body = {
        "grant_type": "authorization_code",
        "client_id": "app",
        "client_secret": "app-secret",
        "code": code,
        "redirect_uri": "http://localhost:3000/oauth/callback",
    }
    exchanged = made.client().post("/v2/auth/oauth2/token", json=body)
    assert exchanged.status_code == 200, exchanged.text
    return str(exchanged.json()["access_token"])


def _bearer(token: str) -> Headers:
    return {"authorization": f"Bearer {token}"}


def _jsonable(value: Any) -> Any:
    """YAML's instants as texts."""
    if isinstance(value, dict):
        return {key: _jsonable(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_jsonable(inner) for inner in value]
    return value.isoformat() if hasattr(value, "isoformat") else value
