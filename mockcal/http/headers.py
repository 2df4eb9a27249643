"""The headers that every answer of the API has: request id, CORS, security, entity tag."""

import base64
import hashlib

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mockcal.http.call import Call, in_scope
from mockcal.http.render import EXPLAIN, header_text

SECURITY = {
    "Content-Security-Policy": (
        "default-src 'self';base-uri 'self';font-src 'self' https: data:;form-action 'self';frame-ancestors 'self';"
        "img-src 'self' data:;object-src 'none';script-src 'self';script-src-attr 'none';"
        "style-src 'self' https: 'unsafe-inline';upgrade-insecure-requests"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Origin-Agent-Cluster": "?1",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=15552000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-DNS-Prefetch-Control": "off",
    "X-Download-Options": "noopen",
    "X-Frame-Options": "SAMEORIGIN",
    "X-Permitted-Cross-Domain-Policies": "none",
    "X-XSS-Protection": "0",
    "Access-Control-Allow-Origin": "*",
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET,PATCH,DELETE,HEAD,POST,PUT,OPTIONS",
    "Access-Control-Allow-Headers": (
        "x-cal-client-id,x-cal-secret-key,x-cal-platform-embed,cal-api-version,Accept,Authorization,Content-Type,Origin"
    ),
    "Access-Control-Max-Age": "86400",
}
NEWER_HEADERS = ("x-cal-atoms-version",)
"""What newer releases of Cal.com's own components send; allowed where a preflight asks for it."""
POLICY = b"content-security-policy"
_SECURITY_BYTES = [(name.lower().encode(), value.encode()) for name, value in SECURITY.items()]
_WITHOUT_POLICY = [pair for pair in _SECURITY_BYTES if pair[0] != POLICY]
"""For a page that comes with a policy of its own."""


class HeadersMiddleware:
    """Answers preflights, numbers requests, and puts the headers on."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        call = in_scope(scope)
        if call.method == "OPTIONS":
            await Response(status_code=204, headers=_preflight(call) | SECURITY)(scope, receive, send)
            return
        waiting: list[Message] = []

        async def dress(message: Message) -> None:
            if message["type"] == "http.response.start":
                waiting.append(message)
                return
            if waiting:
                start = waiting.pop()
                message = _finish(call, start, message)
                await send(start)
            await send(message)

        await self.app(scope, receive, dress)


def _preflight(call: Call) -> dict[str, str]:
    asked = call.headers.get("access-control-request-headers", "").lower()
    newer = [name for name in NEWER_HEADERS if name in asked]
    allowed = ",".join([PREFLIGHT["Access-Control-Allow-Headers"], *newer])
    return {**PREFLIGHT, "Access-Control-Allow-Headers": allowed}


def _finish(call: Call, start: Message, body: Message) -> Message:
    """Completes the start of the answer; the body that goes with it, empty after 304 and for HEAD."""
    headers = MutableHeaders(raw=start["headers"])
    if call.request_id and "x-request-id" not in headers:
        headers["X-Request-Id"] = call.request_id
    for name, value in call.answer_headers.items():
        headers[name] = value
    if call.explain and EXPLAIN not in headers:
        headers[EXPLAIN] = header_text(call.explain)
    own_policy = any(name == POLICY for name, _ in headers.raw)
    start["headers"] = [*headers.raw, *(_WITHOUT_POLICY if own_policy else _SECURITY_BYTES)]
    content = body.get("body", b"")
    if content and not body.get("more_body"):
        tag = _entity_tag(content)
        start["headers"].append((b"etag", tag.encode()))
        if call.method in ("GET", "HEAD") and 200 <= start["status"] < 300 and _is_known(call, tag):
            return _not_modified(start, body)
    return {**body, "body": b""} if call.method == "HEAD" else body


def _entity_tag(content: bytes) -> str:
    digest = base64.b64encode(hashlib.sha1(content, usedforsecurity=False).digest()).decode()[:27]
    return f'W/"{len(content):x}-{digest}"'


def _is_known(call: Call, tag: str) -> bool:
    if "no-cache" in call.headers.get("cache-control", ""):
        return False
    known = [one.strip() for one in call.headers.get("if-none-match", "").split(",")]
    return "*" in known or tag in known or tag.removeprefix("W/") in known


def _not_modified(start: Message, body: Message) -> Message:
    start["status"] = 304
    start["headers"] = [pair for pair in start["headers"] if pair[0] not in (b"content-length", b"content-type")]
    return {**body, "body": b""}
