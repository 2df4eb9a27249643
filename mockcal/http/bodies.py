"""Reads and parses bodies, and numbers the request: what comes before routing."""

import codecs
import re
import zlib
from urllib.parse import parse_qsl

from starlette.types import ASGIApp, Receive, Scope, Send

from mockcal.http import json_text
from mockcal.http.call import UNKNOWN_REQUEST_ID, Call, in_scope
from mockcal.http.dispatch import decoded, refuse
from mockcal.http.errors import BadRequest, RawError

LIMIT_BYTES = 100 * 1024
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
TAKES_FORMS = {"/v2/auth/oauth2/token", "/api/auth/oauth/token", "/api/auth/oauth/refreshtoken"}
WINDOW_BITS = {"gzip": 31, "deflate": 15}


class BodyTooLarge(RawError):
    def __init__(self) -> None:
        super().__init__(413, "request entity too large", explain=f"a body may have {LIMIT_BYTES} bytes")


class UnknownCharset(RawError):
    """JSON is Unicode; the reader of the real service wants it spelt `utf-…`."""

    def __init__(self, charset: str) -> None:
        super().__init__(415, f'unsupported charset "{charset.upper()}"')


class UnknownEncoding(RawError):
    def __init__(self, encoding: str) -> None:
        super().__init__(415, f'unsupported content encoding "{encoding}"')


class ClientLeft(Exception):
    """In the middle of its body; there is nobody left to answer."""


class BodyMiddleware:
    """Bodies that are no JSON count as `{}`. 413 too large, 415 charset, 400 malformed, or a path that cannot be decoded."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        call = in_scope(scope)
        try:
            await _take_body(call, receive)
            decoded(call.original_url.partition("?")[0])
        except ClientLeft:
            return
        except RawError as refusal:
            await refuse(call, refusal)(scope, receive, send)
            return
        except BadRequest as refusal:
            call.request_id = UNKNOWN_REQUEST_ID
            await refuse(call, refusal)(scope, receive, send)
            return
        call.request_id = call.headers.get("x-vercel-id") or call.sandbox.request_ids.uuid()
        scope["headers"] = [*_without_content_headers(scope), (b"content-type", b"application/json")]
        await self.app(scope, receive, send)


async def _take_body(call: Call, receive: Receive) -> None:
    """A body of another kind is read and forgotten, however large: only its beginning is kept, for the journal."""
    media, _, parameters = call.headers.get("content-type", "").partition(";")
    media = media.strip().lower()
    is_form = media == FORM and call.url.partition("?")[0].lower() in TAKES_FORMS
    call.body = {}
    if media != JSON and not is_form:
        call.raw_body = await _read(receive, refuses=False)
        if call.raw_body:
            call.explain = f"the body was not read: its Content-Type is {media or 'missing'}, not {JSON}"
        return
    charset = _known_charset(parameters, is_form=is_form)
    if int(_digits(call.headers.get("content-length"))) > LIMIT_BYTES:
        raise BodyTooLarge
    call.raw_body = _inflated(call, await _read(receive, refuses=True))
    if call.raw_body:
        text = call.raw_body if charset == "utf-8" else call.raw_body.decode(charset, "replace").encode()
        call.body = _form(text) if is_form else _json(text)


def _form(text: bytes) -> object:
    return dict(parse_qsl(text.decode("utf-8", "replace"), keep_blank_values=True))


def _json(text: bytes) -> object:
    try:
        return json_text.parse(text)
    except json_text.MalformedJson as error:
        raise BadRequest(error.message) from None


def _known_charset(parameters: str, *, is_form: bool) -> str:
    found = re.search(r'charset\s*=\s*"?([^";\s]+)', parameters, flags=re.IGNORECASE)
    charset = found.group(1).lower() if found else "utf-8"
    if not charset.startswith("utf-") or (is_form and charset != "utf-8"):
        raise UnknownCharset(charset)
    try:
        codecs.lookup(charset)
    except LookupError:
        raise UnknownCharset(charset) from None
    return charset


def _inflated(call: Call, raw: bytes) -> bytes:
    """What a compressed body holds, bounded like any other."""
    encoding = call.headers.get("content-encoding", "identity").lower()
    if encoding == "identity" or not raw:
        return raw
    if encoding not in WINDOW_BITS:
        raise UnknownEncoding(encoding)
    try:
        inflated = zlib.decompressobj(WINDOW_BITS[encoding]).decompress(raw, LIMIT_BYTES + 1)
    except zlib.error:
        raise BadRequest("incorrect header check") from None
    if len(inflated) > LIMIT_BYTES:
        raise BodyTooLarge
    return inflated


async def _read(receive: Receive, *, refuses: bool) -> bytes:
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientLeft
        chunk = message.get("body", b"")
        size += len(chunk)
        if size <= LIMIT_BYTES:
            chunks.append(chunk)
        elif refuses:
            raise BodyTooLarge
        if not message.get("more_body"):
            return b"".join(chunks)


def _digits(text: str | None) -> str:
    return text if text and text.isascii() and text.isdigit() and len(text) < 20 else "0"


def _without_content_headers(scope: Scope) -> list[tuple[bytes, bytes]]:
    return [pair for pair in scope["headers"] if pair[0].lower() not in (b"content-type", b"content-length")]
