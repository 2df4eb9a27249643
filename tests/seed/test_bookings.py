"""`bookings` of a fixture: what is made of each key, what a later document changes, and the way out and in again."""

import pytest

from mockcal.client import Options, Refused
from tests.api.bookings.conftest import ANN, BEN, WORLD

V08 = "2024-08-13"


def one(**more):
    return {"uid": "b1", "eventType": "alice/intro", "start": "2026-01-06T09:00:00Z", "attendee": ANN, **more}


@pytest.fixture
def alice(mockcal):
    mockcal.load(WORLD)
    return mockcal.api("cal_alice", V08)


def shown(client, uid: str = "b1"):
    response = client.get(f"/v2/bookings/{uid}")
    assert response.status_code == 200, response.text
    return response.json()["data"]


class TestLoad:
    @pytest.mark.parametrize("answers", [[1], {"guests": 5}], ids=["a list", "a number of guests"])
    def test_again_over_odd_answers(self, mockcal, alice, answers):
        mockcal.load({"bookings": [one(stored={"responses": answers})]})

        mockcal.load({"bookings": [one(title="Again")]})

        assert shown(alice)["title"] == "Again"

    def test_an_instant_meeting_is_called_so(self, mockcal, alice):
        mockcal.load({"bookings": [one(eventType="support/round", status="awaiting_host")]})

        assert shown(alice)["title"] == "Instant Meeting with Ann Lee"

    def test_the_answer_names_them(self, mockcal, alice):
        made = mockcal.load({"bookings": [one(id=31)]})

        assert made["bookings"] == [{"id": 31, "uid": "b1"}]

    def test_as_the_api_would_have_made_it(self, mockcal, alice):
        mockcal.load({"bookings": [one(guests=["gus@example.com"])]})

        booking = shown(alice)

        assert (booking["title"], booking["status"]) == ("Intro between Alice Host and Ann Lee", "accepted")
        assert (booking["duration"], booking["icsUid"]) == (30, "b1@Cal.com")
        assert [person["email"] for person in booking["attendees"]] == ["ann@example.com", "gus@example.com"]
        assert booking["guests"] == ["gus@example.com"]
        assert booking["location"] == "integrations:daily"

    def test_every_plain_key(self, mockcal, alice):
        mockcal.load(
            {
                "bookings": [
                    one(
                        lengthInMinutes=45,
                        status="cancelled",
                        title="Own title",
                        description="Words",
                        location="https://a.example.com",
                        metadata={"a": "b"},
                        bookingFieldsResponses={"colour": "red"},
                        cancellationReason="ill",
                        cancelledBy="x@example.com",
                        absentHost=True,
                        rating=4,
                        createdAt="2026-01-01T00:00:00Z",
                        updatedAt="2026-01-02T00:00:00Z",
                        icsUid="own@x",
                    )
                ]
            }
        )

        booking = shown(alice)

        expected = {
            "duration": 45,
            "status": "cancelled",
            "title": "Own title",
            "description": "Words",
            "location": "https://a.example.com",
            "metadata": {"a": "b"},
            "cancellationReason": "ill",
            "cancelledByEmail": "x@example.com",
            "absentHost": True,
            "rating": 4,
            "createdAt": "2026-01-01T00:00:00.000Z",
            "updatedAt": "2026-01-02T00:00:00.000Z",
            "icsUid": "own@x",
        }
        assert {key: booking[key] for key in expected} == expected
        assert booking["bookingFieldsResponses"]["colour"] == "red"

    def test_what_was_recorded_stays_where_it_was_told_to_be(self, mockcal, alice):
        mockcal.load({"bookings": [one(location="https://meet.example/x", transcripts=["https://t.example/1"])]})

        booking = shown(alice)

        assert booking["location"] == booking["meetingUrl"] == "https://meet.example/x"
        assert alice.get("/v2/bookings/b1/transcripts").json()["data"] == ["https://t.example/1"]

    def test_a_series_by_its_name(self, mockcal, alice):
        mockcal.load(
            {"bookings": [one(series="weekly-1"), one(uid="b2", start="2026-01-13T09:00:00Z", series="weekly-1")]}
        )

        assert [booking["uid"] for booking in shown(alice, "weekly-1")] == ["b1", "b2"]
        assert shown(alice)["recurringBookingUid"] == "weekly-1"

    def test_a_move_whichever_comes_first(self, mockcal, alice):
        new = one(uid="new", start="2026-01-07T09:00:00Z", rescheduledFrom="old", rescheduledBy="x@example.com")
        old = one(uid="old", status="cancelled", rescheduledBy="x@example.com")
        mockcal.load({"bookings": [new, old]})

        assert shown(alice, "new")["rescheduledFromUid"] == "old"
        assert shown(alice, "old")["rescheduledToUid"] == "new"

    def test_a_team_booking(self, mockcal, alice):
        mockcal.load({"bookings": [one(eventType="support/both", host="bob", coHosts=["alice"])]})

        booking = shown(alice)

        assert booking["hosts"][0]["username"] == "bob"
        assert [person["email"] for person in booking["attendees"]] == ["ann@example.com", "alice@example.com"]
        assert booking["title"] == "Both between Support and Ann Lee"

    def test_seats(self, mockcal, alice):
        mockcal.load(
            {
                "bookings": [
                    one(
                        eventType="alice/class",
                        seats=[{"attendee": BEN, "seatUid": "seat-ben", "metadata": {"a": "b"}}],
                    ),
                    one(uid="b2", eventType="alice/class", start="2026-01-07T09:00:00Z"),
                ]
            }
        )

        ann, ben = shown(alice)["attendees"]

        assert (ann["name"], ben["seatUid"], ben["metadata"]) == ("Ann Lee", "seat-ben", {"a": "b"})
        assert len(shown(alice, "b2")["attendees"]) == 1
        assert shown(alice)["description"] is None

    def test_what_is_unknown_is_named(self, mockcal, alice):
        with pytest.raises(Refused, match=r"bookings\[0\]\.lenght: unknown field"):
            mockcal.load({"bookings": [one(lenght=30)]})
        with pytest.raises(Refused, match=r"bookings\[0\]\.eventType: no event type has the path alice/none"):
            mockcal.load({"bookings": [one(eventType="alice/none")]})
        with pytest.raises(Refused, match=r"bookings\[0\]\.stored\.odd: unknown field"):
            mockcal.load({"bookings": [one(stored={"odd": 1})]})

    def test_nobody_is_told_and_nothing_checked(self, mockcal, alice):
        alice.post(
            "/v2/webhooks",
            json={"active": True, "subscriberUrl": "http://127.0.0.1:9/", "triggers": ["BOOKING_CREATED"]},
        ).raise_for_status()

        mockcal.load({"bookings": [one(), one(uid="b2")]})

        assert mockcal.deliveries() == []
        assert mockcal.outbox() == []

    def test_its_time_comes(self, mockcal):
        hook = {
            "active": True,
            "subscriberUrl": "http://127.0.0.1:9/",
            "triggers": ["MEETING_STARTED", "MEETING_ENDED"],
        }
        mockcal.load(WORLD)
        mockcal.load({"users": [{"username": "alice", "webhooks": [hook]}], "bookings": [one()]})

        mockcal.advance("P2D")

        assert [delivery["trigger"] for delivery in mockcal.deliveries()] == ["MEETING_STARTED", "MEETING_ENDED"]


class TestChange:
    def test_only_what_is_given(self, mockcal, alice):
        mockcal.load({"bookings": [one(guests=["gus@example.com"], metadata={"a": "b"})]})

        mockcal.load({"bookings": [{"uid": "b1", "start": "2026-01-07T09:00:00Z", "guests": ["hal@example.com"]}]})

        booking = shown(alice)
        assert booking["start"] == "2026-01-07T09:00:00.000Z"
        assert booking["metadata"] == {"a": "b"}
        assert [person["email"] for person in booking["attendees"]] == ["ann@example.com", "hal@example.com"]


class TestExport:
    def test_who_sits_beside_himself(self, mockcal, mockcal_server):
        """He booked before the event type had seats, and took one since."""
        mockcal.load(WORLD)
        alice = mockcal.api("cal_alice", V08)
        ask = {"eventTypeId": 1, "start": "2026-01-06T10:00:00Z", "attendee": ANN}
        alice.post("/v2/bookings", json=ask).raise_for_status()
        seats = {"seatsPerTimeSlot": 3, "showAttendeeInfo": True, "showAvailabilityCount": True}
        mockcal.api("cal_alice", "2024-06-14").patch("/v2/event-types/1", json={"seats": seats}).raise_for_status()
        alice.post("/v2/bookings", json=ask).raise_for_status()
        document = mockcal.export()

        with mockcal_server.sandbox(Options(fixtures=[document])) as twin:
            assert twin.export() == document
            assert twin.api("cal_alice", V08).get("/v2/bookings").json() == alice.get("/v2/bookings").json()
            twin.load(document)
            assert twin.export() == document

    def test_a_meeting_that_nobody_came_to_host(self, mockcal, mockcal_server):
        mockcal.load(WORLD)
        anyone = mockcal.api(version=V08)
        ask = {"eventTypeId": 20, "start": "2026-01-06T10:00:00Z", "attendee": ANN, "instant": True}
        uid = anyone.post("/v2/bookings", json=ask).json()["data"]["uid"]
        anyone.post(f"/v2/bookings/{uid}/cancel", json={}).raise_for_status()
        document = mockcal.export()

        with mockcal_server.sandbox(Options(fixtures=[document])) as twin:
            assert twin.export() == document
            assert shown(twin.api(version=V08), uid)["hosts"][0]["name"] == "unknown"

    def test_who_booked_before_there_were_seats_sits_on_none(self, mockcal, mockcal_server):
        mockcal.load(WORLD)
        alice = mockcal.api("cal_alice", V08)
        mockcal.load({"bookings": [one()]})
        seats = {"seatsPerTimeSlot": 3, "showAttendeeInfo": True, "showAvailabilityCount": True}
        mockcal.api("cal_alice", "2024-06-14").patch("/v2/event-types/1", json={"seats": seats}).raise_for_status()
        document = mockcal.export()

        with mockcal_server.sandbox(Options(fixtures=[document])) as twin:
            assert twin.export() == document
            assert shown(twin.api("cal_alice", V08)) == shown(alice)

    def test_guests_of_a_seated_booking(self, mockcal, mockcal_server):
        """They sit on no seat, also when nobody sits there any more."""
        mockcal.load(WORLD)
        alice = mockcal.api("cal_alice", V08)
        ask = {"eventTypeId": 5, "start": "2026-01-06T10:00:00Z", "attendee": ANN}
        seat = alice.post("/v2/bookings", json=ask).json()["data"]
        guests = {"guests": [{"email": "gus@example.com"}]}
        alice.post(f"/v2/bookings/{seat['uid']}/guests", json=guests).raise_for_status()
        move = {"start": "2026-01-06T12:00:00Z", "seatUid": seat["seatUid"]}
        alice.post(f"/v2/bookings/{seat['uid']}/reschedule", json=move).raise_for_status()
        document = mockcal.export()

        with mockcal_server.sandbox(Options(fixtures=[document])) as twin:
            assert twin.export() == document

    def test_a_seat_that_moved_keeps_its_number(self, mockcal, mockcal_server):
        mockcal.load(WORLD)
        alice = mockcal.api("cal_alice", V08)
        seats = [
            alice.post(
                "/v2/bookings", json={"eventTypeId": 5, "start": "2026-01-06T10:00:00Z", "attendee": person}
            ).json()["data"]
            for person in (ANN, BEN)
        ]
        uid = seats[0]["uid"]
        move = {"start": "2026-01-06T12:00:00Z", "seatUid": seats[0]["seatUid"]}
        alice.post(f"/v2/bookings/{uid}/reschedule", json=move).raise_for_status()
        document = mockcal.export()

        with mockcal_server.sandbox(Options(fixtures=[document])) as twin:
            again, old = twin.api().get(f"/v2/bookings/{uid}").json(), mockcal.api().get(f"/v2/bookings/{uid}").json()

        assert again["data"]["seatsReferences"] == old["data"]["seatsReferences"]

    def test_the_way_out_and_in_again(self, mockcal, mockcal_server):
        mockcal.load(WORLD)
        alice = mockcal.api("cal_alice", V08)
        ask = {"start": "2026-01-06T10:00:00Z", "attendee": ANN}
        for event_type, hour in ((1, "10"), (4, "11"), (5, "12"), (21, "14"), (20, "15")):
            body = ask | {
                "eventTypeId": event_type,
                "start": f"2026-01-06T{hour}:00:00Z",
                "guests": ["gus@example.com"],
            }
            alice.post("/v2/bookings", json=body).raise_for_status()
        uid = alice.get("/v2/bookings").json()["data"][0]["uid"]
        alice.post(f"/v2/bookings/{uid}/reschedule", json={"start": "2026-01-07T10:00:00Z"}).raise_for_status()
        alice.post("/v2/bookings", json=ask | {"eventTypeId": 6, "start": "2026-02-02T10:00:00Z"}).raise_for_status()
        document = mockcal.export()

        with mockcal_server.sandbox(Options(fixtures=[document])) as twin:
            again = twin.api("cal_alice", V08)

            assert twin.export() == document
            assert again.get("/v2/bookings").json() == alice.get("/v2/bookings").json()
            for booking in alice.get("/v2/bookings").json()["data"]:
                for path in ("references", "attendees"):
                    url = f"/v2/bookings/{booking['uid']}/{path}"
                    assert again.get(url).json().get("data") == alice.get(url).json().get("data")
