"""Routes `/_mock` to the control plane and everything else to the API."""

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

if TYPE_CHECKING:
    from mockcal.app import Mockcal


class ControlPlane:
    def __init__(self, app: ASGIApp, mockcal: "Mockcal") -> None:
        self.app = app
        self.mockcal = mockcal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"].startswith("/_mock"):
            await JSONResponse({"status": "ok"})(scope, receive, send)
            return
        await self.app(scope, receive, send)
