"""Sends webhook deliveries, off the path of the request that caused them.

Each sandbox has a post office, and in it a lane for every subscriber's URL: what goes to one URL arrives in the order it was
sent, and a slow receiver keeps only its own lane waiting.
"""

import asyncio
import time
from collections import deque
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary, ref

from mockcal.events.smtp import Relay
from mockcal.sandbox.deliveries import Delivery
from mockcal.sandbox.outbox import Message
from mockcal.sandbox.sandbox import Sandbox
from mockcal.settings import Settings

if TYPE_CHECKING:
    import ssl

    import httpx

AT_ONCE = 200
"""Requests under way in the whole server."""
LONGEST_ANSWER = 64 * 1024
FIRST_PAUSE_SECONDS = 0.5
WORTH_REPEATING = (408, 429)
SWITCHED_OFF = "webhook delivery is switched off"


class Deliverer:
    """One for a server; knows its sandboxes by what they publish."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._offices: WeakKeyDictionary[Sandbox, PostOffice] = WeakKeyDictionary()
        self._relay = Relay(settings.smtp_url)
        self._client: httpx.AsyncClient | None = None
        self._opening = asyncio.Lock()
        self._places = asyncio.Semaphore(AT_ONCE)

    def attach(self, sandbox: Sandbox) -> None:
        """Take over what `sandbox` publishes."""
        office = PostOffice(self, sandbox)
        self._offices[sandbox] = office
        sandbox.publish = office.take
        sandbox.forget = office.close

    async def run(self) -> None:
        """Send what was published before there was a loop, and at the end let go of everything."""
        try:
            for office in list(self._offices.values()):
                office.open()
            await asyncio.Event().wait()
        finally:
            for office in list(self._offices.values()):
                office.close()
            if self._client is not None:
                await self._client.aclose()

    async def wait(self, sandbox: Sandbox, timeout_seconds: float) -> bool:
        """Whether all deliveries were answered in time."""
        try:
            async with asyncio.timeout(timeout_seconds):
                await self._offices[sandbox].idle()
        except TimeoutError:
            return False
        return True

    def replay(self, sandbox: Sandbox, delivery_id: str) -> Delivery | None:
        """The same bytes to the same place once more; None for a delivery that is not known."""
        known = sandbox.deliveries.get(delivery_id)
        return None if known is None else self._offices[sandbox].again(known)

    def relay(self, message: Message) -> None:
        self._relay.take(message)

    async def send(self, delivery: Delivery) -> None:
        """One request and its answer, or why there is none; both are noted on the delivery."""
        http = await self._http()
        began = time.perf_counter()
        try:
            async with self._places, asyncio.timeout(self.settings.webhook_timeout):
                await _exchange(http, delivery)
        except TimeoutError:
            delivery.error = f"no answer within {self.settings.webhook_timeout:g} seconds"
        except Exception as error:  # Whatever a receiver, a resolver or a URL does wrong belongs into the log.
            delivery.error = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        delivery.duration_ms = round((time.perf_counter() - began) * 1000, 3)
        delivery.state = "delivered" if _was_taken(delivery) else "failed"

    async def _http(self) -> "httpx.AsyncClient":
        """Made when first needed, beside the loop: it takes a tenth of a second."""
        async with self._opening:
            if self._client is None:
                self._client = await asyncio.to_thread(_client)
        return self._client


async def _exchange(http: "httpx.AsyncClient", delivery: Delivery) -> None:
    body, headers = delivery.request_body.encode(), delivery.request_headers
    async with http.stream("POST", delivery.url, content=body, headers=headers) as response:
        delivery.response_status = response.status_code
        answer = b""
        async for chunk in response.aiter_bytes():
            answer += chunk
            if len(answer) > LONGEST_ANSWER:
                break
        delivery.response_body = answer[:LONGEST_ANSWER].decode(response.encoding or "utf-8", "replace")


def _client() -> "httpx.AsyncClient":
    """No connection is kept: a receiver that restarts between two deliveries must not lose the second."""
    import httpx

    limits = httpx.Limits(max_connections=None, max_keepalive_connections=0)
    return httpx.AsyncClient(verify=trusted(), timeout=None, limits=limits, follow_redirects=False, trust_env=False)


def trusted() -> "ssl.SSLContext":
    """The usual authorities, and those of SSL_CERT_FILE, for receivers with an authority of their own."""
    import ssl

    import certifi

    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


@dataclass(slots=True)
class _Lane:
    waiting: deque[Delivery] = field(default_factory=deque)
    worker: "asyncio.Task[None] | None" = None


class PostOffice:
    """What one sandbox sends."""

    def __init__(self, deliverer: Deliverer, sandbox: Sandbox) -> None:
        self._deliverer = deliverer
        self._sandbox = ref(sandbox)  # or the deliverer would keep every sandbox that there ever was
        self._lanes: dict[str, _Lane] = {}
        self._changed = asyncio.Event()

    def take(self, event: Delivery | Message) -> None:
        """A delivery waits in its lane; a mail may have a server that it goes to."""
        if isinstance(event, Message):
            self._deliverer.relay(event)
        elif not self._deliverer.settings.webhook_delivery:
            event.state, event.error = "failed", SWITCHED_OFF
        else:
            lane = self._lanes.setdefault(event.url, _Lane())
            lane.waiting.append(event)
            self._work(event.url, lane)

    def again(self, known: Delivery) -> Delivery:
        """The same request, sent behind what waits already."""
        repeated = self._logged_again(known)
        self.take(repeated)
        return repeated

    def open(self) -> None:
        for url, lane in self._lanes.items():
            self._work(url, lane)

    def close(self) -> None:
        """Nothing that waits is sent any more, what is under way is given up."""
        lanes, self._lanes = self._lanes, {}
        for lane in lanes.values():
            if lane.worker is not None:
                lane.worker.cancel()
        self._changed.set()

    async def idle(self) -> None:
        while self._lanes:
            self._changed.clear()
            await self._changed.wait()

    def _work(self, url: str, lane: _Lane) -> None:
        if lane.worker is None:
            try:
                lane.worker = asyncio.get_running_loop().create_task(self._drain(url, lane))
            except RuntimeError:
                return  # There is no loop yet; `open` comes back to it.

    async def _drain(self, url: str, lane: _Lane) -> None:
        while lane.waiting:
            await self._deliver(lane.waiting.popleft())
        if self._lanes.get(url) is lane:
            del self._lanes[url]
        self._changed.set()

    async def _deliver(self, delivery: Delivery) -> None:
        """With its repetitions, if any are asked for; later ones for the same URL wait for them."""
        await self._deliverer.send(delivery)
        pause = FIRST_PAUSE_SECONDS
        for _ in range(self._deliverer.settings.webhook_retries):
            if not _is_worth_repeating(delivery):
                return
            await asyncio.sleep(pause)
            pause *= 2
            delivery = self._logged_again(delivery)
            await self._deliverer.send(delivery)

    def _logged_again(self, known: Delivery) -> Delivery:
        """The same request as an entry of its own in the log."""
        sandbox = self._sandbox()
        assert sandbox is not None, "a sandbox that is gone closed its office"
        repeated = replace(
            known,
            id=sandbox.request_ids.uuid(),
            at=sandbox.clock.now(),
            attempt=known.attempt + 1,
            state="pending",
            response_status=None,
            response_body=None,
            error=None,
            duration_ms=None,
        )
        sandbox.deliveries.add(repeated)
        return repeated


def _was_taken(delivery: Delivery) -> bool:
    return delivery.response_status is not None and 200 <= delivery.response_status < 300


def _is_worth_repeating(delivery: Delivery) -> bool:
    status = delivery.response_status
    return status is None or status in WORTH_REPEATING or status >= 500
