"""`POST /v2/bookings/{bookingUid}/reschedule` and `…/request-reschedule`."""

import pytest

from tests.api.bookings.conftest import ANN, BEN, CONFIRM, INTRO, LONG, asked, book, message, raw, starts
from tests.conftest import refusal

NOON = "2026-01-06T12:00:00Z"


def move(client, uid: str, start: str = NOON, **more):
    return client.post(f"/v2/bookings/{uid}/reschedule", json={"start": start, **more})


class TestRefusals:
    @pytest.mark.parametrize(
        ("body", "sentence"),
        [
            ({}, "start property is wrong,start must be a valid ISO 8601 date string "),
            ({"start": NOON, "foo": 1}, "foo property is wrong,property foo should not exist "),
            (
                {"start": NOON, "rescheduledBy": "me"},
                "rescheduledBy property is wrong,Invalid rescheduledBy email format ",
            ),
            (
                {"start": NOON, "seatUid": "seat", "rescheduledBy": "me"},
                "rescheduledBy property is wrong,Invalid rescheduledBy email format ",
            ),
        ],
    )
    def test_a_wrong_body(self, anyone, body, sentence):
        uid = book(anyone)["uid"]

        assert message(anyone.post(f"/v2/bookings/{uid}/reschedule", json=body)) == (400, sentence)

    def test_an_unknown_booking(self, anyone):
        assert message(move(anyone, "none")) == (404, "Booking with uid=none was not found in the database")

    def test_a_cancelled_one(self, anyone):
        uid = book(anyone)["uid"]
        anyone.post(f"/v2/bookings/{uid}/cancel", json={}).raise_for_status()

        assert refusal(move(anyone, uid)) == (
            400,
            "BadRequestException",
            f"Can't reschedule booking with uid={uid} because it has been cancelled. Please provide uid of a booking that is "
            "not cancelled.",
        )

    def test_one_that_was_moved_already(self, anyone):
        uid = book(anyone)["uid"]
        new = move(anyone, uid).json()["data"]["uid"]

        assert message(move(anyone, uid, "2026-01-06T14:00:00Z")) == (
            400,
            f"Can't reschedule booking with uid={uid} because it has been cancelled and rescheduled already to booking with "
            f"uid={new}. You probably want to reschedule {new} instead by passing it within the request URL.",
        )

    def test_a_rejected_one(self, alice):
        uid = book(alice, CONFIRM)["uid"]
        alice.post(f"/v2/bookings/{uid}/decline", json={}).raise_for_status()

        assert raw(move(alice, uid)) == (404, "Could not find original booking")

    def test_one_whose_event_type_is_gone(self, alice):
        uid = book(alice)["uid"]
        alice.delete(f"/v2/event-types/{INTRO}", headers={"cal-api-version": "2024-06-14"}).raise_for_status()

        assert message(move(alice, uid)) == (404, f"Booking with uid={uid} is missing event type")

    def test_the_new_time_is_checked(self, anyone):
        uid = book(anyone)["uid"]
        book(anyone, start=NOON, attendee=BEN)

        assert message(move(anyone, uid)) == (
            400,
            "User either already has booking at this time or is not available",
        )
        assert message(move(anyone, uid, "2026-01-05T07:00:00Z")) == (400, "Attempting to book a meeting in the past.")
        assert anyone.get(f"/v2/bookings/{uid}").json()["data"]["status"] == "accepted"


class TestMove:
    def test_old_and_new_know_each_other(self, anyone):
        old = book(anyone, guests=["gus@example.com"], metadata={"a": "b"}, location="https://a.example.com")

        new = move(anyone, old["uid"], reschedulingReason="late", rescheduledBy="someone@example.com").json()["data"]

        assert new["uid"] != old["uid"]
        assert new["rescheduledFromUid"] == old["uid"]
        assert new["reschedulingReason"] == new["bookingFieldsResponses"]["rescheduledReason"] == "late"
        assert new["cancellationReason"] == ""
        assert new["rescheduledByEmail"] == "someone@example.com"
        assert new["icsUid"] == old["icsUid"]
        for kept in ("attendees", "guests", "metadata", "location", "title", "duration", "hosts"):
            assert new[kept] == old[kept]
        before = anyone.get(f"/v2/bookings/{old['uid']}").json()["data"]
        assert before["status"] == "cancelled"
        assert before["rescheduledToUid"] == new["uid"]
        assert before["rescheduledByEmail"] == "someone@example.com"
        assert "reschedulingReason" not in before

    def test_each_move_of_several_names_its_own_mover(self, anyone):
        first = book(anyone)["uid"]
        second = move(anyone, first, rescheduledBy="one@example.com").json()["data"]["uid"]
        moved = move(anyone, second, "2026-01-06T14:00:00Z", rescheduledBy="two@example.com")
        third = moved.json()["data"]["uid"]

        shown = [anyone.get(f"/v2/bookings/{uid}").json()["data"] for uid in (first, second, third)]

        assert [one["rescheduledByEmail"] for one in shown] == ["one@example.com", "two@example.com", "two@example.com"]
        assert (shown[1]["rescheduledFromUid"], shown[1]["rescheduledToUid"]) == (first, third)

    def test_the_length_stays_though_the_event_type_has_another_now(self, anyone, alice):
        uid = book(anyone)["uid"]
        headers = {"cal-api-version": "2024-06-14"}
        alice.patch(f"/v2/event-types/{INTRO}", json={"lengthInMinutes": 45}, headers=headers).raise_for_status()

        assert move(anyone, uid).json()["data"]["duration"] == 30

    def test_slots_follow(self, anyone, mockcal):
        uid = book(anyone)["uid"]

        move(anyone, uid).raise_for_status()

        assert "10:00" in starts(mockcal, INTRO)
        assert "12:00" not in starts(mockcal, INTRO)

    def test_it_is_not_in_its_own_way(self, anyone, mockcal):
        uid = book(anyone)["uid"]

        assert "10:00" in starts(mockcal, INTRO, bookingUidToReschedule=uid)
        assert move(anyone, uid, "2026-01-06T10:15:00Z").status_code == 201

    def test_its_length_is_kept(self, anyone):
        old = book(anyone, LONG, lengthInMinutes=60)

        assert move(anyone, old["uid"]).json()["data"]["duration"] == 60

    def test_a_new_room_is_opened(self, anyone):
        old = book(anyone)

        new = move(anyone, old["uid"]).json()["data"]

        assert new["location"] == f"https://app.cal.com/video/{new['uid']}"

    def test_a_booking_that_is_over_may_be_moved(self, anyone, mockcal):
        uid = book(anyone)["uid"]
        mockcal.advance("P2D")

        assert move(anyone, uid, "2026-01-09T10:00:00Z").status_code == 201

    def test_answers_that_cannot_be_read_are_made_of_the_first_attendee(self, mockcal, world):
        mockcal.load(
            {
                "bookings": [
                    {
                        "uid": "broken",
                        "eventType": "alice/intro",
                        "start": "2026-01-06T10:00:00Z",
                        "attendee": ANN,
                        "stored": {"responses": None},
                    }
                ]
            }
        )

        new = move(mockcal.api(version="2024-08-13"), "broken").json()["data"]

        assert new["attendees"][0]["email"] == "ann@example.com"
        assert new["bookingFieldsResponses"]["name"] == "Ann Lee"

    def test_odd_answers_are_in_nobodys_way(self, mockcal, world):
        odd = {"name": "Ann Lee", "email": "ann@example.com", "guests": 5}
        seeded = {"uid": "odd", "eventType": "support/both", "start": "2026-01-06T10:00:00Z", "attendee": ANN}
        mockcal.load({"bookings": [{**seeded, "host": "alice", "coHosts": ["bob"], "stored": {"responses": odd}}]})

        added = mockcal.api("cal_alice", "2024-08-13").post(
            "/v2/bookings/odd/guests", json={"guests": [{"email": "gus@example.com"}]}
        )
        new = move(mockcal.api(version="2024-08-13"), "odd").json()["data"]

        assert added.json()["data"]["guests"] == ["gus@example.com"]
        assert [one["email"] for one in new["attendees"]] == ["ann@example.com", "gus@example.com", "bob@example.com"]

    def test_a_booking_of_nobody_cannot_be_moved(self, mockcal, world):
        mockcal.load({"bookings": [{"uid": "bare", "eventType": "alice/intro", "start": "2026-01-06T10:00:00Z"}]})

        response = move(mockcal.api(version="2024-08-13"), "bare")

        assert message(response) == (400, "Internal server error")

    def test_people_added_later_come_along(self, alice):
        uid = book(alice)["uid"]
        added = {"name": "Dan", "email": "dan@example.com", "timeZone": "Asia/Tokyo"}
        alice.post(f"/v2/bookings/{uid}/attendees", json=added).raise_for_status()

        new = move(alice, uid).json()["data"]

        assert [(one["name"], one["timeZone"]) for one in new["attendees"]] == [
            ("Ann Lee", "Europe/Rome"),
            ("Dan", "Asia/Tokyo"),
        ]

    def test_the_calendar_event_moves(self, mockcal, world):
        calendar = {
            "integration": "google_calendar",
            "externalId": "a@gmail.example",
            "primary": True,
            "destination": True,
            "selected": True,
        }
        mockcal.load({"users": [{"username": "alice", "calendars": [calendar]}]})
        alice = mockcal.api("cal_alice", "2024-08-13")
        old = book(alice)
        (event,) = self.calendar_events(alice, old["uid"])

        new = move(alice, old["uid"]).json()["data"]

        assert self.calendar_events(alice, new["uid"]) == [event]
        assert alice.get(f"/v2/bookings/{old['uid']}/references").json()["data"] == []
        shown = alice.get(f"/v2/calendars/google/event/{event}").json()["data"]
        assert shown["start"]["time"] == "2026-01-06T12:00:00.000Z"

    def calendar_events(self, client, uid: str) -> list[str]:
        found = client.get(f"/v2/bookings/{uid}/references", params={"type": "google_calendar"}).json()["data"]
        return [one["eventUid"] for one in found]

    def test_who_is_told(self, mockcal, alice):
        alice.post(
            "/v2/webhooks",
            json={
                "active": True,
                "subscriberUrl": "http://127.0.0.1:9/",
                "triggers": ["BOOKING_RESCHEDULED", "BOOKING_CANCELLED", "BOOKING_CREATED"],
            },
        ).raise_for_status()
        old = book(alice)

        new = move(alice, old["uid"]).json()["data"]

        created, rescheduled = mockcal.deliveries()
        assert (created["trigger"], rescheduled["trigger"]) == ("BOOKING_CREATED", "BOOKING_RESCHEDULED")
        assert f'"rescheduleUid":"{old["uid"]}"' in rescheduled["requestBody"]
        assert f'"uid":"{new["uid"]}"' in rescheduled["requestBody"]
        assert [mail["template"] for mail in mockcal.outbox()[-2:]] == ["organizer-rescheduled", "attendee-rescheduled"]


class TestConfirmation:
    def confirmed(self, alice) -> str:
        uid = book(alice, CONFIRM)["uid"]
        alice.post(f"/v2/bookings/{uid}/confirm").raise_for_status()
        return uid

    def test_anybody_elses_move_waits_again(self, alice, anyone):
        uid = self.confirmed(alice)

        moved = anyone.post(f"/v2/bookings/{uid}/reschedule", json={"start": NOON}).json()["data"]

        assert moved["status"] == "pending"

    def test_the_organizers_does_not(self, alice, mockcal):
        uid = self.confirmed(alice)
        plain = mockcal.api(version="2024-08-13")

        moved = move(plain, uid, rescheduledBy="alice@example.com").json()["data"]

        assert moved["status"] == "accepted"
        assert move(alice, moved["uid"], "2026-01-06T14:00:00Z").json()["data"]["status"] == "accepted"

    def test_a_move_in_the_attendees_name_waits(self, alice, mockcal):
        uid = self.confirmed(alice)

        moved = move(mockcal.api(version="2024-08-13"), uid, rescheduledBy="ann@example.com")

        assert moved.json()["data"]["status"] == "pending"


class TestRequestReschedule:
    def test_the_booking_is_given_up(self, alice, mockcal):
        uid = book(alice)["uid"]

        response = alice.post(f"/v2/bookings/{uid}/request-reschedule", json={"rescheduleReason": "ill"})

        assert (response.status_code, response.json()) == (200, {"status": "success"})
        booking = alice.get(f"/v2/bookings/{uid}").json()["data"]
        assert (booking["status"], booking["cancellationReason"]) == ("cancelled", "ill")
        assert booking["cancelledByEmail"] == "alice@example.com"
        assert "10:00" in starts(mockcal, INTRO)
        assert "has been cancelled" in message(move(alice, uid))[1]
        assert "reschedule-requested" in {mail["template"] for mail in mockcal.outbox()}

    def test_refusals(self, alice, stranger, mockcal):
        uid = book(alice)["uid"]

        assert (
            mockcal.api(version="2024-08-13").post(f"/v2/bookings/{uid}/request-reschedule", json={}).status_code == 401
        )
        assert alice.post("/v2/bookings/none/request-reschedule", json={}).status_code == 404
        assert stranger.post(f"/v2/bookings/{uid}/request-reschedule", json={}).status_code == 403
        alice.post(f"/v2/bookings/{uid}/cancel", json={"cancellationReason": "ill"}).raise_for_status()
        assert alice.post(f"/v2/bookings/{uid}/request-reschedule", json={}).status_code == 400


def test_booking_again_what_was_moved_away(anyone):
    uid = book(anyone)["uid"]
    move(anyone, uid).raise_for_status()

    assert anyone.post("/v2/bookings", json=asked(attendee=BEN)).status_code == 201
