"""Reads and parses bodies, numbers the request, and makes the real API's rewrites of the URL: what comes before routing."""

import re
from urllib.parse import parse_qsl

from starlette.types import ASGIApp, Receive, Scope, Send

from mockcal.http import json_text
from mockcal.http.call import UNKNOWN_REQUEST_ID, Call, in_scope
from mockcal.http.dispatch import refuse
from mockcal.http.errors import BadRequest, RawError

LIMIT_BYTES = 100 * 1024
TAKES_FORMS = {"/v2/auth/oauth2/token", "/api/auth/oauth/token", "/api/auth/oauth/refreshtoken"}


class BodyTooLarge(RawError):
    def __init__(self) -> None:
        super().__init__(413, "request entity too large", explain=f"a body may have {LIMIT_BYTES} bytes")


class UnknownCharset(RawError):
    def __init__(self, charset: str) -> None:
        super().__init__(415, f'unsupported charset "{charset.upper()}"')


class BodyMiddleware:
    """Bodies that are no JSON count as `{}`. 413 too large, 415 charset, 400 malformed."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        call = in_scope(scope)
        try:
            call.raw_body = await _read(receive, call.headers.get("content-length"))
            call.body = parsed(call)
        except RawError as refusal:
            call.request_id = None
            await refuse(call, refusal)(scope, receive, send)
            return
        except BadRequest as refusal:
            call.request_id = UNKNOWN_REQUEST_ID
            await refuse(call, refusal)(scope, receive, send)
            return
        call.request_id = call.headers.get("x-vercel-id") or call.sandbox.request_ids.uuid()
        scope["headers"] = [*_without_content_headers(scope), (b"content-type", b"application/json")]
        await self.app(scope, receive, send)


def rewritten(url: str) -> str:
    """`/api/v2/…` and `/v2/ee/…` become `/v2/…`, the first `reccuring` becomes `recurring`, one trailing slash goes."""
    path, mark, query = url.partition("?")
    path = re.sub(r"^/api(?=/v2(/|$))", "", path, flags=re.IGNORECASE)
    path = re.sub(r"^/v2/ee/", "/v2/", path, flags=re.IGNORECASE)
    path = path.replace("reccuring", "recurring", 1)
    path = path[:-1] if len(path) > 1 and path.endswith("/") else path
    return path + mark + query


def parsed(call: Call) -> object:
    media, _, rest = call.headers.get("content-type", "").partition(";")
    media = media.strip().lower()
    if not call.raw_body:
        return {}
    if media == "application/x-www-form-urlencoded" and call.url.split("?")[0].lower() in TAKES_FORMS:
        return dict(parse_qsl(call.raw_body.decode(errors="replace"), keep_blank_values=True))
    if media != "application/json":
        return {}
    if (charset := _charset(rest)) not in ("utf-8", "utf8"):
        raise UnknownCharset(charset)
    try:
        return json_text.parse(call.raw_body)
    except json_text.MalformedJson as error:
        raise BadRequest(error.message) from None


def _charset(parameters: str) -> str:
    found = re.search(r'charset\s*=\s*"?([^";\s]+)', parameters, flags=re.IGNORECASE)
    return found.group(1).lower() if found else "utf-8"


async def _read(receive: Receive, length: str | None) -> bytes:
    if length and length.isdigit() and int(length) > LIMIT_BYTES:
        raise BodyTooLarge
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionResetError("the client left")
        chunks.append(message.get("body", b""))
        size += len(chunks[-1])
        if size > LIMIT_BYTES:
            raise BodyTooLarge
        if not message.get("more_body"):
            return b"".join(chunks)


def _without_content_headers(scope: Scope) -> list[tuple[bytes, bytes]]:
    return [pair for pair in scope["headers"] if pair[0].lower() not in (b"content-type", b"content-length")]
