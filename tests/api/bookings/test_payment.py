"""Bookings of event types that have a price."""

import pytest

from tests.api.bookings.conftest import book

TRIGGERS = ["BOOKING_PAYMENT_INITIATED", "BOOKING_CREATED", "BOOKING_PAID", "BOOKING_REQUESTED"]
HOOK = {"active": True, "subscriberUrl": "http://127.0.0.1:9/", "triggers": TRIGGERS}


def priced(**more) -> dict:
    return {"slug": "paid", "id": 46, "title": "Paid", "lengthInMinutes": 30, "stored": {"price": 1000}, **more}


@pytest.fixture
def sold(mockcal, world):
    """A priced event type; `sold(confirmationPolicy=…)` changes it."""

    def load(**more):
        mockcal.load({"users": [{"username": "alice", "webhooks": [HOOK], "eventTypes": [priced(**more)]}]})
        return mockcal.api(version="2024-08-13")

    return load


def pay(client, uid: str) -> None:
    event = {"type": "payment_intent.succeeded", "data": {"object": {"metadata": {"bookingUid": uid}}}}
    client.post("/v2/billing/webhook", json=event).raise_for_status()


def triggers(mockcal) -> list[str]:
    return [one["trigger"] for one in mockcal.deliveries()]


def test_it_waits_for_the_money(sold, mockcal):
    booking = book(sold(), 46)

    assert (booking["status"], booking["location"]) == ("pending", "integrations:daily")
    assert triggers(mockcal) == ["BOOKING_PAYMENT_INITIATED"]
    assert "payment-requested" in {mail["template"] for mail in mockcal.outbox()}


def test_the_money_accepts_it(sold, mockcal):
    anyone = sold()
    uid = book(anyone, 46)["uid"]

    pay(anyone, uid)
    pay(anyone, uid)

    paid = anyone.get(f"/v2/bookings/{uid}").json()["data"]
    assert (paid["status"], paid["location"]) == ("accepted", f"https://app.cal.com/video/{uid}")
    assert triggers(mockcal) == ["BOOKING_PAYMENT_INITIATED", "BOOKING_CREATED", "BOOKING_PAID"]


def test_what_is_free_is_not_paid_for(sold, mockcal):
    anyone = sold(stored={"price": 0})
    uid = book(anyone, 46)["uid"]

    pay(anyone, uid)

    assert triggers(mockcal) == ["BOOKING_CREATED"]


def test_the_host_may_have_a_word_to_say(sold, mockcal):
    anyone = sold(confirmationPolicy={"type": "always", "blockUnconfirmedBookingsInBooker": False})
    uid = book(anyone, 46)["uid"]

    pay(anyone, uid)
    waiting = anyone.get(f"/v2/bookings/{uid}").json()["data"]["status"]
    mockcal.api("cal_alice", "2024-08-13").post(f"/v2/bookings/{uid}/confirm").raise_for_status()

    assert waiting == "pending"
    assert triggers(mockcal)[:3] == ["BOOKING_PAYMENT_INITIATED", "BOOKING_REQUESTED", "BOOKING_CREATED"]


def test_what_was_paid_stays_paid_when_it_moves(sold):
    anyone = sold()
    uid = book(anyone, 46)["uid"]
    pay(anyone, uid)

    moved = anyone.post(f"/v2/bookings/{uid}/reschedule", json={"start": "2026-01-06T12:00:00Z"}).json()["data"]

    assert moved["status"] == "accepted"
