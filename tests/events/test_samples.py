"""`POST /_mock/webhooks/send`: what a webhook would really get."""

import hashlib
import hmac
import json

import pytest

from mockcal.client import Refused
from mockcal.events.triggers import Trigger

FLAT = ("MEETING_STARTED", "MEETING_ENDED")


@pytest.fixture
def webhooks(mockcal, receiver):
    """One of each owner, by whom it belongs to."""
    hook = {"subscriberUrl": receiver.url, "active": True, "triggers": ["BOOKING_CREATED"]}
    members = [{"user": "cal", "role": "OWNER"}]
    made = mockcal.load(
        {
            "users": [
                {
                    "username": "cal",
                    "webhooks": [hook],
                    "eventTypes": [{"title": "Intro", "slug": "intro", "lengthInMinutes": 30, "webhooks": [hook]}],
                }
            ],
            "teams": [{"slug": "support", "members": members, "webhooks": [hook]}],
            "organizations": [
                {
                    "slug": "plat",
                    "isPlatform": True,
                    "members": members,
                    "webhooks": [hook],
                    "oauthClients": [{"name": "Plat", "webhooks": [hook]}],
                }
            ],
        }
    )
    return [one["id"] for one in made["webhooks"]]


@pytest.mark.parametrize("trigger", list(Trigger))
def test_every_trigger_for_every_owner(webhooks, mockcal, receiver, trigger):
    assert len(webhooks) == 5
    for webhook_id in webhooks:
        body = {"webhookId": webhook_id, "trigger": trigger}
        (sent,) = mockcal.control("POST", "/webhooks/send", json=body)
        assert (sent["webhookId"], sent["trigger"]) == (webhook_id, trigger)
        body = json.loads(sent["requestBody"])
        assert body["triggerEvent"] == trigger
        assert ("payload" in body) is (trigger not in FLAT)

    mockcal.deliveries()
    assert receiver.triggers == [trigger] * 5


@pytest.mark.parametrize("trigger", ["BOOKING_CREATED", "BOOKING_RESCHEDULED"])
def test_at_night_on_a_sunday_and_whatever_else_the_host_has_to_do(webhooks, mockcal, trigger):
    mockcal.set_clock("2026-01-04T03:10:00Z")
    attendee = {"name": "Ana", "email": "ana@example.com", "timeZone": "UTC"}
    mockcal.load(
        {
            "bookings": [
                {"eventType": "cal/intro", "start": f"2026-01-04T0{hour}:00:00Z", "attendee": attendee}
                for hour in (5, 6)
            ]
        }
    )

    (sent,) = mockcal.control("POST", "/webhooks/send", json={"webhookId": webhooks[0], "trigger": trigger})

    start = json.loads(sent["requestBody"])["payload"]["startTime"]
    assert start == {"BOOKING_CREATED": "2026-01-04T05:00:00Z", "BOOKING_RESCHEDULED": "2026-01-04T07:00:00Z"}[trigger]


@pytest.mark.parametrize("trigger", [trigger for trigger in Trigger if trigger not in FLAT])
def test_it_is_told_now_and_signed_so(cal, receiver, mockcal, trigger):
    """Some need time to pass before they come about; the sample leaves at the sandbox's time all the same."""
    webhook_id = cal.subscribe(receiver.url, secret="s3cret")

    mockcal.control("POST", "/webhooks/send", json={"webhookId": webhook_id, "trigger": trigger})
    mockcal.deliveries()

    (received,) = receiver.received
    assert received.json["createdAt"] == "2026-01-05T08:00:00.000Z"
    assert received.headers["X-Cal-Signature-256"] == hmac.new(b"s3cret", received.body, hashlib.sha256).hexdigest()


def test_nothing_of_it_stays(webhooks, mockcal):
    before = mockcal.export()

    mockcal.control("POST", "/webhooks/send", json={"webhookId": webhooks[0], "trigger": "BOOKING_CREATED"})

    assert mockcal.export() == before
    assert mockcal.outbox() == []
    assert mockcal.now == "2026-01-05T08:00:00.000Z"


def test_a_payload_of_ones_own(webhooks, mockcal, receiver):
    body = {"webhookId": webhooks[0], "trigger": "BOOKING_CREATED", "payload": {"uid": "x"}}

    mockcal.control("POST", "/webhooks/send", json=body)

    mockcal.deliveries()
    assert receiver.received[0].json == {
        "triggerEvent": "BOOKING_CREATED",
        "createdAt": "2026-01-05T08:00:00.000Z",
        "payload": {"uid": "x"},
    }


def test_an_unknown_webhook(mockcal):
    with pytest.raises(Refused, match="has no webhook nothing"):
        mockcal.control("POST", "/webhooks/send", json={"webhookId": "nothing", "trigger": "BOOKING_CREATED"})


def test_an_unknown_trigger(mockcal):
    with pytest.raises(Refused, match="trigger"):
        mockcal.control("POST", "/webhooks/send", json={"webhookId": "nothing", "trigger": "BOOKING_CONFIRMED"})
