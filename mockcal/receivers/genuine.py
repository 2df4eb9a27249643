"""Genuine deliveries: each is made by a real change of state, in a universe that holds nothing but its subscriber."""

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from mockcal.app import Mockcal, timer_handlers
from mockcal.control import samples
from mockcal.events.triggers import Trigger
from mockcal.events.webhooks import SIGNATURE, signature
from mockcal.http import json_text
from mockcal.sandbox.deliveries import Delivery
from mockcal.sandbox.sandbox import Image, Sandbox
from mockcal.seed import images
from mockcal.settings import Settings

Json = dict[str, Any]

NOWHERE = "http://receiver.example"  # A sandbox without a deliverer only logs what it would send.
NUMBERS_OF_A_RUN = 20
LARGEST_NUMBER = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Request:
    """What is posted; a body that is `trickled` arrives in small pieces."""

    headers: Mapping[str, str]
    body: bytes
    trickled: bool = False

    @property
    def said(self) -> Json:
        said: Json = json_text.parse(self.body)
        return said

    def signed_as(self, signature: str | None) -> "Request":
        """With another signature; None leaves the header out."""
        headers = {name: value for name, value in self.headers.items() if name != SIGNATURE}
        return replace(self, headers=headers if signature is None else headers | {SIGNATURE: signature})


@dataclass(slots=True)
class Origin:
    """Where a run's requests come from. Every booking has a uid and a number that no other has, in other runs neither."""

    trigger: Trigger
    secret: str | None
    number: int

    @classmethod
    def at(cls, now: datetime, trigger: Trigger, secret: str | None) -> "Origin":
        return cls(trigger, secret, int(now.timestamp()) * NUMBERS_OF_A_RUN % LARGEST_NUMBER)

    def request(self, **said: Any) -> Request:
        """One about something new; `said` stands in the place of what its body says."""
        (made,) = self.story(self.trigger)
        return self.signed(made, made.said | said) if said else made

    def story(self, *triggers: Trigger) -> list[Request]:
        """What is told of one booking, in the order of `triggers`."""
        self.number += 1
        universe = _universe(NOWHERE, self.secret, number=self.number)
        with closing(Sandbox("receiver", universe, handlers=timer_handlers())) as sandbox:
            webhook_id = samples.first_webhook(sandbox)
            return [_request(samples.send(sandbox, webhook_id, trigger)[0]) for trigger in triggers]

    def signed(self, request: Request, said: Json) -> Request:
        body = json_text.dump(said)
        return replace(request, body=body).signed_as(signature(self.secret, body))


def _request(delivery: Delivery) -> Request:
    return Request(delivery.request_headers, delivery.request_body.encode())


def _universe(subscriber_url: str, secret: str | None, *, number: int = 0) -> Image:
    """Somebody who takes bookings, and his webhook. The next booking's number is above `number`, ids are drawn from it."""
    webhook = {"active": True, "subscriberUrl": subscriber_url, "triggers": [], "secret": secret}
    intro = {"title": "Intro", "slug": "intro", "lengthInMinutes": 30}
    document = {"users": [{"username": "sample", "name": "Sam Sample", "webhooks": [webhook], "eventTypes": [intro]}]}
    past = {"bookings": [_past(number)]} if number else {}
    return images.build([document | past], seed=number or 1)


async def sent(trigger: Trigger, to: str, secret: str | None) -> list[Delivery]:
    """What a subscriber at `to` hears of the trigger, with what he answered."""
    server = Mockcal(Settings(data=None), _universe(to, secret))
    async with server.running():
        sandbox = server.sandboxes.get()
        deliveries = samples.send(sandbox, samples.first_webhook(sandbox), trigger)
        await server.deliverer.wait(sandbox, server.settings.webhook_timeout + 1)
        return deliveries


def _past(number: int) -> Json:
    attendee = {"name": "Ann", "email": "ann@example.com", "timeZone": "UTC"}
    return {"id": number, "eventType": "sample/intro", "start": "2020-01-06T10:00:00Z", "attendee": attendee}
