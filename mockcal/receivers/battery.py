"""What a receiver is sent, and what each of it asks of one."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from mockcal.events.triggers import Trigger
from mockcal.events.webhooks import NO_SECRET, signature
from mockcal.http import json_text
from mockcal.receivers.genuine import Origin, Request


class Kind(StrEnum):
    GENUINE = "genuine"
    FORGED = "forged"
    ODD = "odd"


@dataclass(frozen=True, slots=True)
class Check:
    """Its texts are parts of one sentence: it was sent …; it should …, because …

    `defensible` are refusals of something genuine for which there are reasons."""

    name: str
    kind: Kind
    requests: Callable[[Origin], list[Request]]
    sent: str
    should: str
    because: str
    defensible: frozenset[int] = frozenset()


LONG_AGO = "2020-01-06T10:00:00.000Z"
UNHEARD_OF = "A_TRIGGER_OF_TOMORROW"
LARGE_CHARACTERS = 1_000_000


def _genuine(origin: Origin) -> list[Request]:
    return [origin.request()]


def _wrongly_signed(origin: Origin) -> list[Request]:
    request = origin.request()
    return [request.signed_as(signature(f"not {origin.secret}", request.body))]


def _unsigned(origin: Origin) -> list[Request]:
    return [origin.request().signed_as(None)]


def _without_secret(origin: Origin) -> list[Request]:
    return [origin.request().signed_as(NO_SECRET)]


def _tampered(origin: Origin) -> list[Request]:
    request = origin.request()
    return [replace(request, body=json_text.dump(request.said | {"added": "by somebody on the way"}))]


def _twice(origin: Origin) -> list[Request]:
    return origin.story(origin.trigger) * 2


def _out_of_order(origin: Origin) -> list[Request]:
    return origin.story(Trigger.BOOKING_CREATED, Trigger.BOOKING_CANCELLED)[::-1]


def _late(origin: Origin) -> list[Request]:
    return [origin.request(createdAt=LONG_AGO)]


def _unheard_of(origin: Origin) -> list[Request]:
    return [origin.request(triggerEvent=UNHEARD_OF)]


def _large(origin: Origin) -> list[Request]:
    request = origin.request()
    notes = {"additionalNotes": "All about it. " * (LARGE_CHARACTERS // 14)}
    said = request.said
    return [origin.signed(request, said | ({"payload": said["payload"] | notes} if "payload" in said else notes))]


def _slow(origin: Origin) -> list[Request]:
    return [replace(origin.request(), trickled=True)]


BATTERY = (
    Check(
        "genuine",
        Kind.GENUINE,
        _genuine,
        sent="a genuine {trigger}",
        should="answer 2xx in time",
        because="Cal.com sends a webhook once and does not try again, so what a receiver does not take is lost",
    ),
    Check(
        "wrong signature",
        Kind.FORGED,
        _wrongly_signed,
        sent="a {trigger} that another secret signed",
        should="refuse it with a 4xx such as 401",
        because="whoever finds the URL can post to it, and only the signature tells Cal.com's requests from theirs",
    ),
    Check(
        "no signature",
        Kind.FORGED,
        _unsigned,
        sent="a {trigger} without X-Cal-Signature-256",
        should="refuse it with a 4xx such as 401",
        because="Cal.com sends that header with every request, so one without it is not from Cal.com",
    ),
    Check(
        "no-secret-provided",
        Kind.FORGED,
        _without_secret,
        sent=f"a {{trigger}} whose X-Cal-Signature-256 is `{NO_SECRET}`",
        should="refuse it with a 4xx such as 401",
        because="Cal.com writes that only where a webhook has no secret, and anybody can write it",
    ),
    Check(
        "tampered body",
        Kind.FORGED,
        _tampered,
        sent="a {trigger} whose body was changed after it had been signed",
        should="refuse it with a 4xx such as 401",
        because="Cal.com's signature is the HMAC-SHA256 of the exact bytes of the body, and so covers all that it says",
    ),
    Check(
        "duplicate",
        Kind.ODD,
        _twice,
        sent="one and the same {trigger} twice",
        should="answer 2xx both times and act once",
        because="Cal.com's requests have no id and two webhooks may lead to one URL, so the same news can come again",
        defensible=frozenset({409}),
    ),
    Check(
        "out of order",
        Kind.ODD,
        _out_of_order,
        sent="a booking's BOOKING_CANCELLED before its BOOKING_CREATED",
        should="answer 2xx to both and hold the booking for cancelled",
        because="Cal.com sends side by side and promises no order",
        defensible=frozenset({400, 404, 409, 422}),
    ),
    Check(
        "late",
        Kind.ODD,
        _late,
        sent=f"a genuine {{trigger}} whose createdAt is {LONG_AGO}",
        should="answer 2xx",
        because="a Cal.com whose queue stood still sends what waited, and nobody will say it again",
        defensible=frozenset({400, 401, 403, 409, 410, 422}),
    ),
    Check(
        "unknown trigger",
        Kind.ODD,
        _unheard_of,
        sent=f"a genuine request of the trigger {UNHEARD_OF}",
        should="answer 2xx and do nothing",
        because="Cal.com gets new triggers, and a webhook can be subscribed to them without its receiver being asked",
        defensible=frozenset({400, 404, 422}),
    ),
    Check(
        "large",
        Kind.ODD,
        _large,
        sent="a genuine {trigger} of 1 MB",
        should="answer 2xx, and read that much before it checks the signature",
        because="Cal.com sets no limit to what bookers write and how many they are, and sends all of it in one body",
        defensible=frozenset({413}),
    ),
    Check(
        "slow",
        Kind.ODD,
        _slow,
        sent="a genuine {trigger} whose body took a second to come",
        should="answer 2xx, and wait until all of the body is there",
        because="Cal.com's requests cross networks that are slow at times, and are not sent again",
        defensible=frozenset({408}),
    ),
)
