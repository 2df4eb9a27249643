"""What a subscriber gets over the wire, and what the log says of it."""

import hashlib
import hmac
import json
import time

import pytest

from mockcal.client import Refused

WORKED_BODY = (
    '{"triggerEvent":"BOOKING_NO_SHOW_UPDATED","createdAt":"2026-01-05T10:00:00.000Z","payload":{"message":'
    '"ana@example.com marked as no-show","attendees":[{"email":"ana@example.com","noShow":true}],'
    '"bookingUid":"7f1kQ2","bookingId":41}}'
)


class TestTheRequest:
    def test_its_headers(self, cal, receiver, mockcal):
        cal.subscribe(f"{receiver.url}/hook", secret="s3cret")

        cal.book()
        mockcal.deliveries()

        (request,) = receiver.received
        assert request.path == "/hook"
        assert request.headers["Content-Type"] == "application/json"
        assert request.headers["X-Cal-Webhook-Version"] == "2021-10-20"
        assert request.headers["X-Cal-Signature-256"] == hmac.new(b"s3cret", request.body, hashlib.sha256).hexdigest()

    def test_the_worked_signature(self, cal, receiver, mockcal):
        webhook_id = cal.subscribe(receiver.url, secret="s3cret")
        mockcal.set_clock("2026-01-05T10:00:00Z")
        payload = {
            "message": "ana@example.com marked as no-show",
            "attendees": [{"email": "ana@example.com", "noShow": True}],
            "bookingUid": "7f1kQ2",
            "bookingId": 41,
        }

        sample = {"webhookId": webhook_id, "trigger": "BOOKING_NO_SHOW_UPDATED", "payload": payload}
        mockcal.control("POST", "/webhooks/send", json=sample)
        mockcal.deliveries()

        (request,) = receiver.received
        assert request.body == WORKED_BODY.encode()
        assert (
            request.headers["X-Cal-Signature-256"] == "72219448f72bc4c07252b2a824dcde86849443a05c2b62254067ae5f0bd3683b"
        )

    @pytest.mark.parametrize("secret", [None, ""])
    def test_without_a_secret_the_signature_says_so(self, cal, receiver, mockcal, secret):
        cal.subscribe(receiver.url, secret=secret)

        cal.book()
        mockcal.deliveries()

        assert receiver.received[0].headers["X-Cal-Signature-256"] == "no-secret-provided"

    def test_its_body_is_compact_and_unescaped(self, cal, receiver, mockcal):
        cal.subscribe(receiver.url)

        cal.book(attendee={"name": "Zoë", "email": "zoe@example.com", "timeZone": "UTC"})
        mockcal.deliveries()

        body = receiver.received[0].body
        assert body.startswith(b'{"triggerEvent":"BOOKING_CREATED","createdAt":"2026-01-05T08:00:00.000Z","payload":{')
        assert "Zoë".encode() in body
        assert json.loads(body)["payload"]["attendees"][0]["name"] == "Zoë"


class TestWhatHappensToIt:
    def test_it_is_logged_with_the_answer(self, cal, receiver, mockcal):
        webhook_id = cal.subscribe(receiver.url)

        cal.book()

        (delivery,) = mockcal.deliveries()
        assert delivery["webhookId"] == webhook_id
        assert delivery["trigger"] == "BOOKING_CREATED"
        assert delivery["url"] == receiver.url
        assert delivery["attempt"] == 1
        assert delivery["requestBody"].encode() == receiver.received[0].body
        assert delivery["requestHeaders"]["X-Cal-Signature-256"] == "no-secret-provided"
        assert (delivery["responseStatus"], delivery["responseBody"], delivery["error"]) == (200, "thanks", None)
        assert delivery["state"] == "delivered"
        assert delivery["at"] == "2026-01-05T08:00:00.000Z"
        assert delivery["durationMs"] > 0

    def test_a_failing_receiver_changes_nothing_and_is_not_asked_again(self, cal, receiver, mockcal):
        receiver.status = 500
        cal.subscribe(receiver.url)

        booking = cal.book()

        assert booking["status"] == "accepted"
        (delivery,) = mockcal.deliveries()
        assert (delivery["responseStatus"], delivery["state"]) == (500, "failed")
        assert len(receiver.received) == 1

    def test_nobody_there_is_logged_too(self, cal, mockcal):
        cal.subscribe("http://127.0.0.1:1/nobody")

        cal.book()

        (delivery,) = mockcal.deliveries()
        assert delivery["state"] == "failed"
        assert delivery["responseStatus"] is None
        assert "ConnectError" in delivery["error"]

    @pytest.mark.parametrize("url", ["", "no url at all", "http://"])
    def test_what_is_no_url_is_never_delivered(self, cal, mockcal, url):
        cal.subscribe(url)

        cal.book()

        (delivery,) = mockcal.deliveries()
        assert (delivery["state"], delivery["responseStatus"]) == ("failed", None)

    def test_redirects_are_not_followed(self, cal, receiver, mockcal):
        receiver.status, receiver.headers = 302, {"Location": f"{receiver.url}/elsewhere"}
        cal.subscribe(f"{receiver.url}/here")

        cal.book()

        (delivery,) = mockcal.deliveries()
        assert delivery["responseStatus"] == 302
        assert [one.path for one in receiver.received] == ["/here"]

    def test_one_url_hears_things_in_their_order(self, cal, receiver, mockcal):
        receiver.delay = 0.02
        cal.subscribe(receiver.url)

        for _ in range(3):
            uid = cal.book()["uid"]
            cal.post(f"/v2/bookings/{uid}/cancel", {"cancellationReason": "no"})
        mockcal.deliveries()

        assert receiver.triggers == ["BOOKING_CREATED", "BOOKING_CANCELLED"] * 3

    def test_the_caller_does_not_wait_for_a_slow_receiver(self, cal, receiver, mockcal):
        receiver.delay = 1
        cal.subscribe(receiver.url)
        began = time.monotonic()

        cal.book()

        assert time.monotonic() - began < 0.8
        (pending,) = mockcal.control("GET", "/webhooks/deliveries")
        assert pending["state"] == "pending"
        assert mockcal.deliveries()[0]["state"] == "delivered"

    def test_two_subscriptions_to_one_url_are_two_requests(self, cal, receiver, mockcal):
        cal.subscribe(receiver.url)
        body = {"active": True, "subscriberUrl": receiver.url, "triggers": ["BOOKING_CREATED"], "secret": "other"}
        cal.post(f"/v2/event-types/{cal.event_type_id}/webhooks", body)

        cal.book()
        mockcal.deliveries()

        assert receiver.triggers == ["BOOKING_CREATED", "BOOKING_CREATED"]
        signatures = {one.headers["X-Cal-Signature-256"] for one in receiver.received}
        assert len(signatures) == 2

    @pytest.mark.parametrize("change", [{"active": False}, {"triggers": ["BOOKING_CANCELLED"]}])
    def test_who_does_not_listen_hears_nothing(self, cal, receiver, mockcal, change):
        webhook_id = cal.subscribe(receiver.url)
        cal.api.patch(f"/v2/webhooks/{webhook_id}", json=change)

        cal.book()

        assert mockcal.deliveries() == []

    def test_a_refused_booking_sends_nothing(self, cal, receiver, mockcal):
        cal.subscribe(receiver.url, ["BOOKING_CREATED"])
        cal.book()
        again = {"start": "2026-01-12T10:00:00Z", "eventTypeId": cal.event_type_id}
        again["attendee"] = {"name": "Bo", "email": "bo@example.com", "timeZone": "UTC"}

        response = mockcal.api(None, "2024-08-13").post("/v2/bookings", json=again)

        assert response.status_code == 400
        assert len(mockcal.deliveries()) == 1


class TestTheControlPlane:
    def test_waiting_ends_with_504_while_a_receiver_thinks(self, cal, receiver, mockcal):
        receiver.delay = 1
        cal.subscribe(receiver.url)
        cal.book()

        with pytest.raises(Refused, match="still under way"):
            mockcal.control("POST", "/webhooks/wait", json={"timeoutSeconds": 0.05})

        assert mockcal.control("POST", "/webhooks/wait", json={"timeoutSeconds": 5}) == {"pending": 0}

    def test_replay_sends_the_same_bytes(self, cal, receiver, mockcal):
        cal.subscribe(receiver.url, secret="s3cret")
        cal.book()
        (first,) = mockcal.deliveries()
        mockcal.advance("PT1M")

        again = mockcal.control("POST", f"/webhooks/deliveries/{first['id']}/replay")

        assert again["attempt"] == 2
        assert len(mockcal.deliveries()) == 2
        one, two = receiver.received
        assert one.body == two.body
        assert one.headers["X-Cal-Signature-256"] == two.headers["X-Cal-Signature-256"]

    def test_an_unknown_delivery_cannot_be_replayed(self, mockcal):
        with pytest.raises(Refused, match="has no delivery nothing"):
            mockcal.control("POST", "/webhooks/deliveries/nothing/replay")

    def test_deliveries_can_be_looked_for(self, cal, receiver, mockcal):
        cal.subscribe(f"{receiver.url}/a", ["BOOKING_CREATED"])
        cal.subscribe("http://127.0.0.1:1/b", ["BOOKING_CREATED", "BOOKING_CANCELLED"])
        uid = cal.book()["uid"]
        cal.post(f"/v2/bookings/{uid}/cancel", {"cancellationReason": "no"})

        assert len(mockcal.deliveries()) == 3
        assert len(mockcal.deliveries(trigger="BOOKING_CREATED")) == 2
        assert len(mockcal.deliveries(url="http://127.0.0.1:1/b")) == 2
        assert len(mockcal.deliveries(status="delivered")) == 1
        assert len(mockcal.deliveries(status="200")) == 1

    def test_a_reset_forgets_deliveries_and_drops_what_waits(self, cal, receiver, mockcal):
        receiver.delay = 0.3
        cal.subscribe(receiver.url)
        for minute in ("00", "30"):
            cal.book(f"2026-01-12T10:{minute}:00Z")

        mockcal.reset()

        assert mockcal.deliveries() == []
        time.sleep(0.7)
        assert len(receiver.received) <= 1

    def test_another_universe_hears_nothing(self, cal, receiver, mockcal, mockcal_server):
        cal.subscribe(receiver.url)

        with mockcal_server.sandbox() as other:
            cal.book()
            mockcal.deliveries()

            assert other.deliveries() == []
