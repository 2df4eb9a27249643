"""The ASGI application: the way of a request, readable on one screen."""

import asyncio
import gc
import importlib
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, NoReturn

from fastapi.middleware.asyncexitstack import AsyncExitStackMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from mockcal.api.operations import published
from mockcal.api.sections import SECTIONS, TIMERS
from mockcal.auth.caller import authenticate
from mockcal.control.app import ControlPlane
from mockcal.control.server import Server
from mockcal.events.delivery import Deliverer
from mockcal.http.bodies import BodyMiddleware
from mockcal.http.call import Call
from mockcal.http.directory import Directory
from mockcal.http.dispatch import Dispatcher
from mockcal.http.errors import NotImplementedHere
from mockcal.http.faulting import CONNECTION, FaultMiddleware
from mockcal.http.headers import HeadersMiddleware
from mockcal.http.journaling import JournalMiddleware
from mockcal.http.sandboxes import SandboxMiddleware
from mockcal.sandbox.clock import real_now
from mockcal.sandbox.sandbox import Image, Limits, Sandbox, Sandboxes
from mockcal.sandbox.timers import Handler
from mockcal.sandbox.transaction import Transaction
from mockcal.seed.images import baseline, start_of
from mockcal.settings import Settings
from mockcal.store.timers import Timer

TICK_SECONDS = 0.25
WARM_UP_AFTER_SECONDS = 10
log = logging.getLogger("mockcal")


class Mockcal:
    """A server's application: its sandboxes, the API, and the control plane beside it."""

    def __init__(self, settings: Settings, image: Image) -> None:
        self.settings = settings
        self.deliverer = Deliverer(settings)
        self.sandboxes = Sandboxes(
            baseline=image,
            limit=settings.max_sandboxes,
            rate_limit=settings.rate_limit,
            limits=Limits(journal=settings.journal),
            path=settings.data,
            handlers=timer_handlers(),
            prepare=self.deliverer.attach,
        )
        self.directory = Directory(SECTIONS, published())
        self._asgi = self._assemble()

    def _assemble(self) -> ASGIApp:
        app: ASGIApp = Dispatcher(self.directory, unbuilt)
        app = BodyMiddleware(app)
        app = FaultMiddleware(app, self.directory)
        app = HeadersMiddleware(app)
        app = JournalMiddleware(app)
        app = ControlPlane(app, self._server())
        app = AsyncExitStackMiddleware(app)
        return SandboxMiddleware(app, self.sandboxes)

    def _server(self) -> Server:
        return Server(self.settings, self.sandboxes, self.directory, self.deliverer, real_now())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            scope[CONNECTION] = getattr(getattr(send, "__self__", None), "transport", None)
            await self._asgi(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        async with self.running():
            await send({"type": "lifespan.startup.complete"})
            await receive()
        await send({"type": "lifespan.shutdown.complete"})

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """The default sandbox is there, and in the background sections load, timers fire and webhooks go out."""
        self._begin_at(self.sandboxes.get())
        tasks = [asyncio.create_task(work()) for work in (self._load_sections, self._fire_timers, self.deliverer.run)]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def _begin_at(self, sandbox: Sandbox) -> None:
        """A file goes on with its own time unless the server is told another."""
        if self.settings.data is not None and self.settings.now:
            sandbox.set_clock(start_of(self.settings))

    async def _load_sections(self) -> None:
        """One at a time, so that requests in between wait for one import at most; and not at once: a server that is
        started for a few requests stays small."""
        await asyncio.sleep(WARM_UP_AFTER_SECONDS)
        while self.directory.load_next():
            await asyncio.sleep(0.01)
        # Modules stay for good: the collector need not walk over them again and again.
        gc.collect()
        gc.freeze()

    async def _fire_timers(self) -> None:
        while True:
            await asyncio.sleep(TICK_SECONDS)
            for sandbox in self.sandboxes:
                if not sandbox.clock.frozen:
                    _fire(sandbox)


def _fire(sandbox: Sandbox) -> None:
    """A timer that fails is logged, and the others go on."""
    try:
        sandbox.fire_due()
    except Exception:
        log.exception("A bug in mockcal: a timer of sandbox %s failed; please report it", sandbox.name)


def timer_handlers() -> dict[str, Handler]:
    """What each kind of timer sets off."""
    return {kind: _late(target) for kind, target in TIMERS.items()}


def create_app(settings: Settings | None = None) -> Mockcal:
    settings = settings or Settings()
    return Mockcal(settings, baseline(settings))


class NotBuilt(NotImplementedHere):
    """501: an operation of the published document that mockcal does not answer yet."""

    def __init__(self, operation_id: str) -> None:
        super().__init__(
            f"mockcal does not answer {operation_id} yet; docs/coverage.md lists what it does",
            explain=f"{operation_id} is not built",
        )


def unbuilt(call: Call) -> NoReturn:
    """Refuses an operation that is not built, once the caller is known to be one."""
    tx = call.sandbox.begin()
    try:
        authenticate(tx, call, {})
    finally:
        tx.rollback()
    raise NotBuilt(call.operation_id or "this operation")


def _late(target: str) -> Handler:
    """A timer's handler, imported when the first of its kind fires."""
    module, _, name = target.partition(":")

    def handle(tx: Transaction, timer: Timer) -> str | None:
        handler: Any = getattr(importlib.import_module(module), name)
        told: str | None = handler(tx, timer)
        return told

    return handle
