"""Which sandbox a request is for: path prefix, then header, then host."""

import re
from urllib.parse import unquote

from starlette.types import ASGIApp, Receive, Scope, Send

from mockcal.http.call import SANDBOX_HEADER, Call
from mockcal.http.errors import BadRequest, HttpError
from mockcal.http.js_dates import iso_ms
from mockcal.http.render import error_response
from mockcal.http.rewrites import rewritten
from mockcal.sandbox.clock import real_now
from mockcal.sandbox.sandbox import DEFAULT, NAME, Sandboxes, TooManySandboxes

PREFIX = re.compile(r"/(?:~|%7[eE])([^/]*)")


class SandboxLimit(HttpError):
    """429: the server holds as many sandboxes as it may."""

    status = 429
    code = "TooManySandboxes"

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"This server already holds {limit} sandboxes. Delete one with DELETE /_mock/sandboxes/NAME, "
            "or start it with a higher MOCKCAL_MAX_SANDBOXES."
        )


class BadSandboxName(BadRequest):
    """400: not a name that a sandbox can have."""

    def __init__(self, name: str) -> None:
        super().__init__(f"'{name}' cannot name a sandbox: use a-z, 0-9 and '-', at most 63, the first no '-'.")


class SandboxMiddleware:
    """Makes the `Call` of a request, in its sandbox and with the prefix taken off."""

    def __init__(self, app: ASGIApp, sandboxes: Sandboxes) -> None:
        self.app = app
        self.sandboxes = sandboxes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = _headers(scope)
        raw_path = scope.get("raw_path", scope["path"].encode()).split(b"?")[0].decode("latin-1")
        name, prefix = _choice(raw_path, headers)
        path = raw_path[len(prefix) :] or "/"
        query = scope["query_string"].decode("latin-1")
        url = f"{path}?{query}" if query else path
        try:
            sandbox = self._sandbox(name)
        except HttpError as refusal:
            await error_response(refusal, path=url, at=iso_ms(real_now()))(scope, receive, send)
            return
        scope["path"] = unquote(path)
        client = scope.get("client")
        scope["call"] = Call(
            sandbox=sandbox,
            prefix=prefix,
            method=scope["method"],
            original_url=url,
            url=rewritten(url),
            headers=headers,
            client_host=client[0] if client else "",
            scheme=scope.get("scheme", "http"),
        )
        await self.app(scope, receive, send)

    def _sandbox(self, name: str):  # type: ignore[no-untyped-def]
        if not NAME.fullmatch(name):
            raise BadSandboxName(name)
        try:
            return self.sandboxes.get(name)
        except TooManySandboxes:
            raise SandboxLimit(self.sandboxes.limit) from None


def _headers(scope: Scope) -> dict[str, str]:
    headers: dict[str, str] = {}
    for name, value in scope["headers"]:
        headers.setdefault(name.decode("latin-1").lower(), value.decode("latin-1"))
    return headers


def _choice(raw_path: str, headers: dict[str, str]) -> tuple[str, str]:
    """The sandbox's name, and the prefix of the path that said so."""
    if found := PREFIX.match(raw_path):
        return found.group(1), found.group(0)
    if name := headers.get(SANDBOX_HEADER):
        return name, ""
    host = headers.get("host", "").rsplit(":", 1)[0].lower()
    return (host.removesuffix(".localhost") if host.endswith(".localhost") else DEFAULT), ""
