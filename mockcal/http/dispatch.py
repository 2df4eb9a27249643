"""The last station before a handler: route and version, rate limit, then the answer or the refusal."""

import urllib.parse
from collections.abc import Callable

from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from mockcal.http.call import Call, in_scope
from mockcal.http.directory import Directory
from mockcal.http.errors import BadRequest, RawError, UnknownRoute
from mockcal.http.js_dates import iso_ms
from mockcal.http.rate_limits import RateLimits
from mockcal.http.render import as_api_error, error_response
from mockcal.http.rewrites import shown
from mockcal.http.versions import HEADER, V2026_05_01, V2026_06_12, VersionedRoute, version_of
from mockcal.sandbox.transaction import FetchFirst

NEWEST_WE_HAVE = {
    V2026_05_01: "bookings answer 2026-05-01 as 2026-02-25; it has no variant of its own here yet",
    V2026_06_12: "event types answer 2026-06-12 as 2024-06-14; it has no variant of its own here yet",
}


class Dispatcher:
    """Finds the operation's route and runs it; every refusal on the way becomes its body here."""

    def __init__(self, directory: Directory, unbuilt: Callable[[Call], None]) -> None:
        self.directory = directory
        self.rate_limits = RateLimits()
        self.unbuilt = unbuilt

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        call = in_scope(scope)
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._run(call, scope, receive, watched)
        except Exception as error:
            if started:
                raise
            response = refuse(call, error)
            await response(scope, receive, send)

    async def _run(self, call: Call, scope: Scope, receive: Receive, send: Send) -> None:
        method = "GET" if call.method == "HEAD" else call.method
        path = call.url.split("?", 1)[0]
        call.version = version_of(call.headers.get(HEADER))
        found = self.directory.route(method, path, call.version)
        operation = self.directory.operation(method, path)
        call.operation_id = (
            operation.operation_id if operation else found[0].operation_id or found[0].name if found else None
        )
        if found is None:
            if operation is None or self.directory.versions_at(method, path):
                raise UnknownRoute(call.method, call.original_url, explain=self._why_unknown(call, method, path))
            self.rate_limits.count(call)
            self.unbuilt(call)
        route, params = found  # type: ignore[misc]
        self.rate_limits.count(call)
        _explain_newest(call, path)
        # The server below must go on seeing HEAD, or it misses the body that is not sent.
        asked = {
            **scope,
            "path_params": {name: decoded(value) for name, value in params.items()},
            "route": route,
            "method": method,
        }
        await _answer(call, route, asked, receive, send)

    def _why_unknown(self, call: Call, method: str, path: str) -> str | None:
        versions = sorted(self.directory.versions_at(method, path))
        if not versions:
            return None
        sent = call.headers.get(HEADER)
        said = (
            f"cal-api-version {sent} means {call.version}" if sent else f"without cal-api-version it is {call.version}"
        )
        return f"{said}; this path is served for {', '.join(versions)}"


async def _answer(call: Call, route: VersionedRoute, scope: Scope, receive: Receive, send: Send) -> None:
    """A handler that must `FetchFirst` has done nothing yet: it runs again once that is here."""
    while True:
        drawn = call.sandbox.ids.drawn
        try:
            return await route.app(scope, receive, send)
        except FetchFirst as need:
            call.sandbox.ids.drawn = drawn
            call.fetched |= await need.fetch()


def refuse(call: Call, error: Exception) -> Response:
    api_error = as_api_error(error)
    if isinstance(api_error, RawError):
        call.request_id = None
    return error_response(api_error, path=shown(call.original_url), at=iso_ms(call.sandbox.clock.now()))


def decoded(segment: str) -> str:
    """400 `Failed to decode param '<path>'` for a percent-encoding that is none."""
    try:
        return urllib.parse.unquote(segment, errors="strict") if _well_formed(segment) else _undecodable(segment)
    except UnicodeDecodeError:
        return _undecodable(segment)


def _well_formed(segment: str) -> bool:
    parts = segment.split("%")[1:]
    return all(len(part) >= 2 and all(char in "0123456789abcdefABCDEF" for char in part[:2]) for part in parts)


def _undecodable(segment: str) -> str:
    raise BadRequest(f"Failed to decode param '{segment}'")


def _explain_newest(call: Call, path: str) -> None:
    family = {V2026_05_01: "/v2/bookings", V2026_06_12: "/v2/event-types"}.get(call.version)
    if family and path.lower().startswith(family):
        call.explain = NEWEST_WE_HAVE[call.version]
