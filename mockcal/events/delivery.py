"""Sends webhook deliveries, off the path of the request that caused them."""

import asyncio

from mockcal.sandbox.sandbox import Sandbox
from mockcal.settings import Settings


class Deliverer:
    """One for a server; knows its sandboxes by what they enqueue."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def attach(self, sandbox: Sandbox) -> None:
        """Take over what `sandbox` publishes."""

    async def run(self) -> None:
        await asyncio.Event().wait()
