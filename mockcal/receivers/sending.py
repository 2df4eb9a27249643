"""Sends as deliveries are sent: no redirect is followed, nothing is repeated, and time is limited."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx

from mockcal.events.delivery import read
from mockcal.receivers.genuine import Request

PIECES = 20
PAUSE_SECONDS = 0.05
CONNECTING = 0.9
"""Of the time that there is: whoever has not let one in by then is not there."""


class NotThere(Exception):
    """The URL leads to nobody."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`trouble` says why there is no status: "did not answer within 10 seconds"."""

    seconds: float
    status: int | None = None
    text: str = ""
    trouble: str = ""

    def __str__(self) -> str:
        return str(self.status) if self.status is not None else self.trouble


async def post(http: httpx.AsyncClient, url: str, request: Request, *, timeout: float) -> Answer:
    """NotThere when there is no connection to be had."""
    patience = timeout + (PIECES * PAUSE_SECONDS if request.trickled else 0)
    began = time.perf_counter()
    try:
        async with asyncio.timeout(patience):
            status, text = await _exchange(http, url, request, timeout=timeout)
        return Answer(time.perf_counter() - began, status, text)
    except TimeoutError:
        return Answer(time.perf_counter() - began, trouble=f"did not answer within {timeout:g} seconds")
    except httpx.HTTPError as problem:
        if isinstance(problem, httpx.ConnectError | httpx.ConnectTimeout | httpx.UnsupportedProtocol):
            raise NotThere(str(problem) or "no connection in time") from None
        told = f"gave no answer that can be read ({str(problem) or type(problem).__name__})"
        return Answer(time.perf_counter() - began, trouble=told)
    except Exception as problem:  # What is no URL fails in many ways.
        raise NotThere(str(problem)) from None


async def _exchange(http: httpx.AsyncClient, url: str, request: Request, *, timeout: float) -> tuple[int, str]:
    headers = {**request.headers, "Content-Length": str(len(request.body))}
    content = _pieces(request.body) if request.trickled else request.body
    connecting = httpx.Timeout(None, connect=timeout * CONNECTING)
    async with http.stream("POST", url, content=content, headers=headers, timeout=connecting) as response:
        return response.status_code, await read(response)


async def _pieces(body: bytes) -> AsyncIterator[bytes]:
    size = -(-len(body) // PIECES)
    for start in range(0, len(body), size):
        await asyncio.sleep(PAUSE_SECONDS)
        yield body[start : start + size]
