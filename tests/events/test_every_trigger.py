"""Each of the 21 triggers reaches a real receiver once, with a signature that it can check."""

import hashlib
import hmac
from collections import Counter

import pytest

from mockcal.events.triggers import Trigger

SECRET = "s3cret"


@pytest.fixture
def webhook_id(cal, receiver):
    """Of a user's own; the samples make it the organization's where only such a one hears."""
    return cal.subscribe(receiver.url, [one for one in Trigger if one != "DELEGATION_CREDENTIAL_ERROR"], secret=SECRET)


def test_there_are_21():
    assert len(Trigger) == 21


@pytest.mark.parametrize("trigger", list(Trigger))
def test_each_comes_once_and_is_signed(webhook_id, receiver, mockcal, trigger):
    """By a change of state in a copy of the universe, in which everything that leads to it happens too."""
    mockcal.control("POST", "/webhooks/send", json={"webhookId": webhook_id, "trigger": trigger})

    (delivery,) = mockcal.deliveries()
    (received,) = receiver.received
    assert received.trigger == delivery["trigger"] == trigger
    assert received.headers["X-Cal-Signature-256"] == signature(received.body)
    assert received.headers["Content-Type"] == "application/json"
    assert (delivery["state"], delivery["responseStatus"]) == ("delivered", 200)


def test_a_life_of_bookings(cal, webhook_id, receiver, mockcal):
    """What bookings, payments of none, the clock and the host set off of themselves: each once, and signed."""
    kept = cal.book("2026-01-12T10:00:00Z")["uid"]
    moved = cal.book("2026-01-13T10:00:00Z")["uid"]
    again = cal.post(f"/v2/bookings/{moved}/reschedule", {"start": "2026-01-14T10:00:00Z"})["uid"]
    cal.post(f"/v2/bookings/{again}/cancel", {"cancellationReason": "no"})
    cal.change(confirmationPolicy={"type": "always", "blockUnconfirmedBookingsInBooker": False})
    declined = cal.book("2026-01-15T10:00:00Z")["uid"]
    cal.post(f"/v2/bookings/{declined}/decline", {"reason": "busy"})
    mockcal.advance(to="2026-01-12T11:00:00Z")
    cal.post(f"/v2/bookings/{kept}/mark-absent", {"attendees": [{"email": "ana@example.com", "absent": True}]})

    mockcal.deliveries()
    assert Counter(receiver.triggers) == {
        "BOOKING_CREATED": 2,
        "BOOKING_RESCHEDULED": 1,
        "BOOKING_CANCELLED": 1,
        "BOOKING_REQUESTED": 1,
        "BOOKING_REJECTED": 1,
        "MEETING_STARTED": 1,
        "MEETING_ENDED": 1,
        "BOOKING_NO_SHOW_UPDATED": 1,
    }
    assert all(one.headers["X-Cal-Signature-256"] == signature(one.body) for one in receiver.received)


def signature(body: bytes) -> str:
    return hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
