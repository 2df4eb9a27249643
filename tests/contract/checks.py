"""What holds for every answer, whoever asked for whatever."""

from collections import Counter

import httpx

from mockcal.contract.answers import is_refusal
from mockcal.http.render import EXPLAIN, KEPT
from tests.contract.asking import Asked
from tests.contract.observer import Observer
from tests.contract.ours import broken
from tests.contract.universe import Universe

WAITED = ("POST /_mock/webhooks/wait", 504)
"""The control plane's word for a wait that was in vain."""

TALLY: Counter[str] = Counter()
"""How many requests were sent, by the first digit of what came back."""


class Broken(AssertionError):
    """An answer that no request may get."""

    def __init__(self, asked: Asked, response: httpx.Response, problem: str) -> None:
        body = asked.content[:2000].decode("utf-8", "backslashreplace")
        headers = {name: value for name, value in asked.headers.items() if name != "content-type"}
        super().__init__(
            f"{problem}\n  {asked.operation} as {asked.caller}\n  {asked.method} {asked.url}\n  {headers}\n  {body}\n"
            f"  -> {response.status_code} {response.text[:1500]}"
        )


def ask(universe: Universe, asked: Asked, observer: Observer) -> httpx.Response:
    """Sends a request and holds the answer to all of it."""
    before = universe.state()
    request = asked.request()
    response = universe.transport.handle_request(request)
    response.read()
    TALLY[f"{response.status_code // 100}xx"] += 1
    problem = (
        _failure(asked, response)
        or _unknown_shape(response)
        or _left_behind(asked, response, changed=universe.state() != before)
        or "; ".join([*observer.take_broken(), *broken(universe.app.directory, request, response)])
    )
    if problem:
        raise Broken(asked, response, problem)
    return response


def _failure(asked: Asked, response: httpx.Response) -> str | None:
    if response.status_code < 500 or (asked.operation, response.status_code) == WAITED:
        return None
    return "a 5xx"


def _left_behind(asked: Asked, response: httpx.Response, *, changed: bool) -> str | None:
    if not changed or response.status_code < 400:
        return None
    if KEPT in response.headers.get(EXPLAIN, ""):
        return None
    return "refused, and yet something changed"


def _unknown_shape(response: httpx.Response) -> str | None:
    if response.status_code < 400 or _is_page(response):
        return None
    try:
        body = response.json()
    except ValueError:
        return "the refusal is no JSON"
    return None if is_refusal(body, response.status_code) else "a refusal of no known shape"


def _is_page(response: httpx.Response) -> bool:
    return response.headers.get("content-type", "").startswith("text/html")
