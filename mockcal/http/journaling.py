"""Notes every request of the API and its answer in the sandbox's journal."""

import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mockcal.http.call import in_scope
from mockcal.http.versions import HEADER, version_of
from mockcal.sandbox.journal import Exchange

KEEP_BYTES = 200_000


class JournalMiddleware:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        call = in_scope(scope)
        began = time.perf_counter()
        path, _, query = call.original_url.partition("?")
        exchange = Exchange(
            id=call.sandbox.request_ids.uuid(),
            at=call.sandbox.clock.now(),
            method=call.method,
            path=path,
            query=query,
            headers=dict(call.headers),
            api_version=version_of(call.headers.get(HEADER)),
        )

        async def note(message: Message) -> None:
            if message["type"] == "http.response.start":
                exchange.status = message["status"]
            elif message["type"] == "http.response.body" and len(exchange.raw_response) < KEEP_BYTES:
                exchange.raw_response += message.get("body", b"")
            await send(message)

        try:
            await self.app(scope, receive, note)
        finally:
            exchange.raw_body = call.raw_body[:KEEP_BYTES]
            exchange.operation_id = call.operation_id
            exchange.duration_ms = round((time.perf_counter() - began) * 1000, 3)
            call.sandbox.journal.add(exchange)
