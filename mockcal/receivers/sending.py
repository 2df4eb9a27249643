"""Sends as deliveries are sent: no redirect is followed, nothing is repeated, and time is limited."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

import httpx

from mockcal.events.delivery import LONGEST_ANSWER, trusted
from mockcal.receivers.genuine import Request

PIECES = 20
PAUSE_SECONDS = 0.05


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


class _TooLate(Exception):
    pass


def client() -> httpx.Client:
    """Not asyncio's: that loses the answer of a receiver who refuses a large body without reading all of it."""
    limits = httpx.Limits(max_keepalive_connections=0)
    return httpx.Client(verify=trusted(), limits=limits, follow_redirects=False, trust_env=False)


def post(http: httpx.Client, url: str, request: Request, *, timeout: float) -> Answer:
    """NotThere when there is no connection to be had."""
    began = time.perf_counter()
    until = began + timeout + (PIECES * PAUSE_SECONDS if request.trickled else 0)
    status, text, trouble = None, "", ""
    try:
        status, text = _exchange(http, url, request, timeout=timeout, until=until)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.UnsupportedProtocol) as problem:
        raise NotThere(str(problem)) from None
    except (httpx.TimeoutException, _TooLate):
        trouble = f"did not answer within {timeout:g} seconds"
    except httpx.HTTPError as problem:
        trouble = f"gave no answer that can be read ({str(problem) or type(problem).__name__})"
    except Exception as problem:  # What is no URL fails in many ways.
        raise NotThere(str(problem)) from None
    return Answer(time.perf_counter() - began, status, text, trouble)


def _exchange(http: httpx.Client, url: str, request: Request, *, timeout: float, until: float) -> tuple[int, str]:
    headers = {**request.headers, "Content-Length": str(len(request.body))}
    content = _pieces(request.body) if request.trickled else request.body
    with http.stream("POST", url, content=content, headers=headers, timeout=timeout) as response:
        answer = b""
        for chunk in response.iter_bytes():
            answer += chunk
            if len(answer) > LONGEST_ANSWER or time.perf_counter() > until:
                break
        if time.perf_counter() > until:
            raise _TooLate
        return response.status_code, answer.decode(response.encoding or "utf-8", "replace")


def _pieces(body: bytes) -> Iterator[bytes]:
    size = -(-len(body) // PIECES)
    for start in range(0, len(body), size):
        time.sleep(PAUSE_SECONDS)
        yield body[start : start + size]
