"""Lets the faults that a test asked for strike."""

import asyncio
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from mockcal.http import json_text
from mockcal.http.answers import json_response
from mockcal.http.call import Call, in_scope
from mockcal.http.directory import Directory
from mockcal.sandbox.faults import Fault

WITHOUT_BODY = (204, 304)
CONNECTION = "mockcal.connection"
"""Where the scope holds the transport of the connection, if the server below shows it."""


class FaultMiddleware:
    """A fault that answers or drops ends the request; one that only delays lets it go on."""

    def __init__(self, app: ASGIApp, directory: Directory) -> None:
        self.app = app
        self.directory = directory

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        call = in_scope(scope)
        for fault in self._striking(call):
            fault.hits += 1
            if fault.delay_ms:
                await asyncio.sleep(fault.delay_ms / 1000)
            if fault.drop:
                await _drop(scope, send)
                return
            if fault.respond is not None:
                await _answer(fault.respond)(scope, receive, send)
                return
        await self.app(scope, receive, send)

    def _striking(self, call: Call) -> list[Fault]:
        if not call.sandbox.faults:
            return []
        path = call.url.split("?", 1)[0]
        operation = self.directory.operation(call.method, path)
        call.operation_id = operation.operation_id if operation else None
        return [
            fault
            for fault in call.sandbox.faults
            if fault.matches(call.method, {path, call.original_url.split("?", 1)[0]}, call.operation_id)
            and (fault.probability >= 1 or call.sandbox.random.random() < fault.probability)
        ]


async def _drop(scope: Scope, send: Send) -> None:
    """Hang up without an answer; where no connection is at hand, begin an answer and never end it."""
    if connection := scope.get(CONNECTION):
        connection.close()
        await asyncio.sleep(0)  # the server below notes that nobody listens any more
        return
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b" ", "more_body": True})


def _answer(respond: dict[str, Any]) -> Any:
    body = None if respond["status"] in WITHOUT_BODY else respond.get("body")
    text = body.encode() if isinstance(body, str) else b"" if body is None else json_text.dump(body)
    return json_response(text, status=respond["status"], headers=respond.get("headers"))
