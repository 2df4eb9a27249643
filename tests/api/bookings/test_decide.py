"""`POST /v2/bookings/{bookingUid}/confirm` and `…/decline`."""

import pytest

from tests.api.bookings.conftest import BEN, CONFIRM, INTRO, ROUND, book, message, starts
from tests.conftest import refusal

GENERIC_400 = "Bad request: Please check your request data and try again"
GENERIC_401 = "You are not authorized to access this resource"


@pytest.mark.parametrize("deed", ["confirm", "decline"])
class TestRefusals:
    def test_nobody(self, anyone, deed):
        uid = book(anyone, CONFIRM)["uid"]

        response = anyone.post(f"/v2/bookings/{uid}/{deed}", json={})

        assert response.status_code == 403
        assert message(response)[1].startswith("PermissionsGuard - no authentication provided.")

    def test_an_unknown_booking(self, alice, deed):
        response = alice.post(f"/v2/bookings/none/{deed}", json={})

        assert message(response) == (404, "Booking with uid=none was not found in the database")

    def test_somebody_else(self, alice, stranger, deed):
        uid = book(alice, CONFIRM)["uid"]

        assert refusal(stranger.post(f"/v2/bookings/{uid}/{deed}", json={})) == (401, "TRPCError", GENERIC_401)

    def test_what_is_accepted_already(self, alice, deed):
        uid = book(alice, INTRO)["uid"]

        assert refusal(alice.post(f"/v2/bookings/{uid}/{deed}", json={})) == (400, "TRPCError", GENERIC_400)


class TestConfirm:
    def test_it_is_accepted_and_gets_its_room(self, alice, mockcal):
        uid = book(alice, CONFIRM)["uid"]

        response = alice.post(f"/v2/bookings/{uid}/confirm")

        booking = response.json()["data"]
        assert (response.status_code, booking["status"]) == (200, "accepted")
        assert booking["location"] == f"https://app.cal.com/video/{uid}"
        assert "10:00" not in starts(mockcal, CONFIRM)

    def test_what_was_rejected_or_cancelled_can_be_confirmed(self, alice):
        rejected, cancelled = book(alice, CONFIRM)["uid"], book(alice, CONFIRM, "2026-01-06T12:00:00Z")["uid"]
        alice.post(f"/v2/bookings/{rejected}/decline", json={}).raise_for_status()
        alice.post(f"/v2/bookings/{cancelled}/cancel", json={"cancellationReason": "x"}).raise_for_status()

        for uid in (rejected, cancelled):
            assert alice.post(f"/v2/bookings/{uid}/confirm").json()["data"]["status"] == "accepted"

    def test_who_is_told(self, mockcal, alice):
        alice.post(
            "/v2/webhooks",
            json={
                "active": True,
                "subscriberUrl": "http://127.0.0.1:9/",
                "triggers": ["BOOKING_REQUESTED", "BOOKING_CREATED"],
            },
        ).raise_for_status()
        uid = book(alice, CONFIRM, guests=["gus@example.com"])["uid"]

        alice.post(f"/v2/bookings/{uid}/confirm").raise_for_status()

        assert [one["trigger"] for one in mockcal.deliveries()] == ["BOOKING_REQUESTED", "BOOKING_CREATED"]
        told = sorted((mail["template"], *mail["to"]) for mail in mockcal.outbox()[2:])
        assert told == [
            ("attendee-scheduled", "ann@example.com"),
            ("attendee-scheduled", "gus@example.com"),
            ("organizer-scheduled", "alice@example.com"),
        ]

    def test_an_admin_of_the_hosts_organization_may(self, mockcal, world):
        mockcal.load({"organizations": [{"slug": "acme", "members": ["alice", {"user": "stranger", "role": "ADMIN"}]}]})
        uid = book(mockcal.api(version="2024-08-13"), CONFIRM)["uid"]

        boss = mockcal.api("cal_stranger", "2024-08-13")

        assert boss.post(f"/v2/bookings/{uid}/confirm").json()["data"]["status"] == "accepted"

    def test_hosts_and_admins_of_a_team_may(self, mockcal, alice, bob, carol):
        carol.patch(
            f"/v2/teams/60/event-types/{ROUND}",
            json={"confirmationPolicy": {"type": "always", "blockUnconfirmedBookingsInBooker": False}},
        ).raise_for_status()
        first, second = book(alice, ROUND)["uid"], book(alice, ROUND, attendee=BEN)["uid"]

        assert bob.post(f"/v2/bookings/{first}/confirm").status_code == 200
        assert carol.post(f"/v2/bookings/{second}/confirm").status_code == 200

    def test_an_unpaid_booking_is_merely_accepted(self, mockcal, world):
        mockcal.load({"users": [{"username": "alice", "eventTypes": [self.priced()]}]})
        alice = mockcal.api("cal_alice", "2024-08-13")
        booking = book(alice, 46)
        sent = len(mockcal.outbox())

        confirmed = alice.post(f"/v2/bookings/{booking['uid']}/confirm").json()["data"]

        assert (booking["status"], confirmed["status"]) == ("pending", "accepted")
        assert confirmed["location"] == "integrations:daily"
        assert len(mockcal.outbox()) == sent

    def priced(self) -> dict:
        return {"slug": "paid", "id": 46, "title": "Paid", "lengthInMinutes": 30, "stored": {"price": 1000}}


class TestDecline:
    def test_it_is_rejected_and_the_reason_is_not_shown(self, alice, mockcal):
        uid = book(alice, CONFIRM)["uid"]

        response = alice.post(f"/v2/bookings/{uid}/decline", json={"reason": "no time"})

        booking = response.json()["data"]
        assert (response.status_code, booking["status"]) == (200, "rejected")
        assert "no time" not in response.text
        assert [mail["template"] for mail in mockcal.outbox()[2:]] == ["attendee-declined"]

    def test_a_reason_is_a_text(self, alice):
        uid = book(alice, CONFIRM)["uid"]

        response = alice.post(f"/v2/bookings/{uid}/decline", json={"reason": 5})

        assert refusal(response) == (400, "BadRequestException", "Bad Request Exception")

    def test_one_webhook(self, mockcal, alice):
        alice.post(
            "/v2/webhooks",
            json={"active": True, "subscriberUrl": "http://127.0.0.1:9/", "triggers": ["BOOKING_REJECTED"]},
        ).raise_for_status()
        uid = book(alice, CONFIRM)["uid"]

        alice.post(f"/v2/bookings/{uid}/decline", json={"reason": "no time"}).raise_for_status()

        (delivery,) = mockcal.deliveries()
        assert '"rejectionReason":"no time"' in delivery["requestBody"]
