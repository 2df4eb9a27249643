"""Routes `/_mock` to the control plane and everything else to the API."""

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from mockcal.control.sections import SECTIONS
from mockcal.control.server import Server
from mockcal.http.call import Call, in_scope
from mockcal.http.directory import Directory
from mockcal.http.dispatch import decoded, refuse
from mockcal.http.errors import HttpError, NotFound

LIMIT_BYTES = 100 * 1024 * 1024
ORIGIN = {"Access-Control-Allow-Origin": "*"}
PREFLIGHT = {
    **ORIGIN,
    "Access-Control-Allow-Methods": "GET,POST,PUT,DELETE,OPTIONS",
    "Access-Control-Allow-Headers": "Content-Type,X-Mockcal-Sandbox",
}


class NoSuchEndpoint(NotFound):
    def __init__(self, method: str, path: str) -> None:
        super().__init__(f"The control plane has no {method} {path}; docs/control-plane.md lists what there is.")


class DocumentTooLarge(HttpError):
    """413: beyond what a fixture document may reasonably have."""

    status = 413
    code = "PayloadTooLargeException"

    def __init__(self) -> None:
        super().__init__(f"A body may have {LIMIT_BYTES} bytes; load the fixtures in several documents.")


class ControlPlane:
    """No authentication, no journal, no faults: it is for whoever runs the server."""

    def __init__(self, app: ASGIApp, server: Server) -> None:
        self.app = app
        self.server = server
        self.directory = Directory(SECTIONS, [])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _is_ours(scope["path"]):
            await self.app(scope, receive, send)
            return
        call = in_scope(scope)
        scope["mockcal.server"] = self.server
        try:
            response = await self._answer(call, scope, receive, send)
        except Exception as error:
            response = refuse(call, error)
        if response is not None:
            response.headers.update(ORIGIN)
            await response(scope, receive, send)

    async def _answer(self, call: Call, scope: Scope, receive: Receive, send: Send) -> Response | None:
        if call.method == "OPTIONS":
            return Response(status_code=204, headers=PREFLIGHT)
        call.raw_body = await _read(receive)
        path = call.url.split("?", 1)[0]
        # Who asks with HEAD whether the server is ready gets the headers of GET; the server below leaves out the body.
        method = "GET" if call.method == "HEAD" else call.method
        found = self.directory.route(method, path.rstrip("/") or "/", "2024-04-15")
        if found is None:
            raise NoSuchEndpoint(call.method, path)
        route, params = found
        path_params = {name: decoded(value) for name, value in params.items()}
        await route.app({**scope, "path_params": path_params, "route": route, "method": method}, receive, send)
        return None


def _is_ours(path: str) -> bool:
    return path == "/_mock" or path.startswith("/_mock/")


async def _read(receive: Receive) -> bytes:
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionResetError("the client left")
        chunks.append(message.get("body", b""))
        size += len(chunks[-1])
        if size > LIMIT_BYTES:
            raise DocumentTooLarge
        if not message.get("more_body"):
            return b"".join(chunks)
