"""Tries a receiver, check by check."""

from collections.abc import Callable
from dataclasses import dataclass

import httpx

from mockcal.events.triggers import Trigger
from mockcal.receivers.battery import BATTERY, Check, Kind
from mockcal.receivers.genuine import Origin
from mockcal.receivers.grading import Result, graded, skipped
from mockcal.receivers.sending import Answer, NotThere, client, post
from mockcal.sandbox.clock import real_now

NOTHING_TO_FORGE = "no secret was given, so there is nothing to forge"
UNSIGNED = "unsigned, as no secret was given"


class NobodyThere(Exception):
    """There is no receiver to try; the message says what to do."""

    def __init__(self, url: str, problem: NotThere) -> None:
        told = str(problem).rstrip(".")
        super().__init__(
            f"{url or 'Nothing'} cannot be connected to ({told}): start the receiver, or give another URL."
        )


@dataclass(frozen=True, slots=True)
class Receiver:
    """`secret` is what it checks signatures with."""

    url: str
    secret: str | None
    timeout: float


def verify(receiver: Receiver, trigger: Trigger, tell: Callable[[Result], None]) -> list[Result]:
    """The result of each check, told as soon as it is known. NobodyThere when not even the first can be sent."""
    origin = Origin.at(real_now(), trigger, receiver.secret)
    called = trigger if receiver.secret else f"{trigger} ({UNSIGNED})"
    results: list[Result] = []
    with client() as http:
        for check in BATTERY:
            if check.kind is Kind.FORGED and not receiver.secret:
                result = skipped(check, NOTHING_TO_FORGE)
            else:
                answers = _answers(http, receiver, origin, check, is_first=not results)
                result = graded(check, answers, trigger=called)
            results.append(result)
            tell(result)
    return results


def _answers(http: httpx.Client, receiver: Receiver, origin: Origin, check: Check, *, is_first: bool) -> list[Answer]:
    answers = []
    for request in check.requests(origin):
        try:
            answers.append(post(http, receiver.url, request, timeout=receiver.timeout))
        except NotThere as problem:
            if is_first:
                raise NobodyThere(receiver.url, problem) from None
            answers.append(Answer(0, trouble=f"could not be connected to any more ({problem})"))
    return answers
