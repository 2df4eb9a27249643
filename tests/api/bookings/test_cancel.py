"""`POST /v2/bookings/{bookingUid}/cancel`, of single bookings."""

from tests.api.bookings.conftest import CONFIRM, INTRO, book, message, raw, starts
from tests.conftest import refusal


def cancel(client, uid: str, **body):
    return client.post(f"/v2/bookings/{uid}/cancel", json=body)


class TestRefusals:
    def test_an_unknown_booking(self, anyone):
        assert refusal(cancel(anyone, "none")) == (404, "NotFoundException", "Booking with uid=none not found")

    def test_unknown_keys(self, anyone):
        uid = book(anyone)["uid"]

        assert message(cancel(anyone, uid, foo=1)) == (400, "foo property is wrong,property foo should not exist ")

    def test_twice(self, anyone):
        uid = book(anyone)["uid"]
        cancel(anyone, uid).raise_for_status()

        assert message(cancel(anyone, uid)) == (
            400,
            f"Can't cancel booking with uid={uid} because it has been cancelled already. Please provide uid of a booking "
            "that is not cancelled.",
        )

    def test_where_it_is_switched_off(self, alice, anyone):
        alice.patch(
            f"/v2/event-types/{INTRO}",
            json={"disableCancelling": {"disabled": True}},
            headers={"cal-api-version": "2024-06-14"},
        ).raise_for_status()
        uid = book(anyone)["uid"]

        assert raw(cancel(anyone, uid)) == (400, "This event type does not allow cancellations")

    def test_a_host_gives_a_reason(self, alice):
        uid = book(alice)["uid"]

        assert raw(cancel(alice, uid)) == (400, "Cancellation reason is required when you are the host")
        assert raw(cancel(alice, uid, cancellationReason="  "))[0] == 400
        assert cancel(alice, uid, cancellationReason="ill").status_code == 200

    def test_what_is_over(self, anyone, mockcal):
        uid = book(anyone)["uid"]
        mockcal.advance("P1DT3H")

        assert raw(cancel(anyone, uid)) == (400, "Cannot cancel a booking that has already ended")


class TestCancel:
    def test_whoever_knows_the_uid_may(self, anyone, mockcal):
        uid = book(anyone)["uid"]

        response = cancel(anyone, uid, cancellationReason="ill")

        assert response.status_code == 200
        booking = response.json()["data"]
        assert (booking["status"], booking["cancellationReason"], booking["cancelledByEmail"]) == (
            "cancelled",
            "ill",
            "",
        )
        assert [one["email"] for one in booking["attendees"]] == ["ann@example.com"]
        assert "10:00" in starts(mockcal, INTRO)

    def test_without_a_body(self, anyone):
        uid = book(anyone)["uid"]

        assert anyone.post(f"/v2/bookings/{uid}/cancel").json()["data"]["status"] == "cancelled"

    def test_what_waits_or_was_rejected_can_be_cancelled(self, alice, anyone):
        waiting = book(anyone, CONFIRM)["uid"]
        rejected = book(anyone, CONFIRM, "2026-01-06T12:00:00Z")["uid"]
        alice.post(f"/v2/bookings/{rejected}/decline", json={}).raise_for_status()

        assert cancel(anyone, waiting).json()["data"]["status"] == "cancelled"
        assert cancel(anyone, rejected).json()["data"]["status"] == "cancelled"

    def test_nothing_stays_elsewhere(self, mockcal, world):
        calendar = {
            "integration": "google_calendar",
            "externalId": "a@gmail.example",
            "primary": True,
            "destination": True,
            "selected": True,
        }
        mockcal.load({"users": [{"username": "alice", "calendars": [calendar]}]})
        alice = mockcal.api("cal_alice", "2024-08-13")
        uid = book(alice)["uid"]
        assert len(alice.get(f"/v2/bookings/{uid}/references").json()["data"]) == 2

        cancel(alice, uid, cancellationReason="ill").raise_for_status()

        assert alice.get(f"/v2/bookings/{uid}/references").json()["data"] == []
        assert book(alice)["status"] == "accepted"

    def test_everybody_is_told(self, mockcal, alice):
        alice.post(
            "/v2/webhooks",
            json={"active": True, "subscriberUrl": "http://127.0.0.1:9/", "triggers": ["BOOKING_CANCELLED"]},
        ).raise_for_status()
        uid = book(alice, guests=["gus@example.com"])["uid"]

        cancel(alice, uid, cancellationReason="ill").raise_for_status()

        (delivery,) = mockcal.deliveries()
        assert '"cancellationReason":"ill"' in delivery["requestBody"]
        told = sorted((mail["template"], *mail["to"]) for mail in mockcal.outbox() if "cancelled" in mail["template"])
        assert told == [
            ("attendee-cancelled", "ann@example.com"),
            ("attendee-cancelled", "gus@example.com"),
            ("organizer-cancelled", "alice@example.com"),
        ]
