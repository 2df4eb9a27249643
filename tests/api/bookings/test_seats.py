"""Seated bookings: several bookers share one booking of a slot."""

import pytest

from tests.api.bookings.conftest import ANN, BEN, CLEO, INTRO, SEATED, V08, asked, book, message, raw, starts
from tests.conftest import refusal

ASKED = {
    "slug": "asked",
    "id": 43,
    "title": "Asked",
    "lengthInMinutes": 30,
    "stored": {"requiresConfirmation": True, "seatsPerTimeSlot": 3},
}
SHARED = {
    "teams": [
        {
            "slug": "support",
            "eventTypes": [
                {
                    "slug": "shared",
                    "id": 44,
                    "title": "Shared",
                    "lengthInMinutes": 30,
                    "schedulingType": "collective",
                    "hosts": [{"user": "alice"}, {"user": "bob"}],
                    "seats": {"seatsPerTimeSlot": 2, "showAttendeeInfo": True, "showAvailabilityCount": True},
                }
            ],
        }
    ]
}
CONFIRMED = {"users": [{"username": "bob", "eventTypes": [ASKED]}]}


def patch(client, **change):
    client.patch(f"/v2/event-types/{SEATED}", json=change, headers={"cal-api-version": "2024-06-14"}).raise_for_status()


@pytest.fixture
def two(anyone):
    """Ann's and Ben's seats of one booking."""
    return book(anyone, SEATED, attendee=ANN), book(anyone, SEATED, attendee=BEN)


class TestTakeSeats:
    def test_the_second_joins_the_first(self, anyone, two):
        ann, ben = two

        assert ann["uid"] == ben["uid"]
        assert ann["seatUid"] != ben["seatUid"]
        assert ann["description"] is None
        assert "guests" not in ann and "bookingFieldsResponses" not in ann and "metadata" not in ann

    def test_none_is_left(self, anyone, two):
        response = anyone.post("/v2/bookings", json=asked(SEATED, attendee=CLEO))

        assert refusal(response) == (409, "ConflictException", "No more seats left at this seated booking.")

    def test_nobody_sits_twice(self, alice):
        patch(alice, seats={"seatsPerTimeSlot": 5, "showAttendeeInfo": False, "showAvailabilityCount": True})
        book(alice, SEATED, attendee=ANN)

        assert raw(alice.post("/v2/bookings", json=asked(SEATED, attendee=ANN))) == (
            409,
            "already_signed_up_for_this_booking_error",
        )

    def test_others_are_hidden_from_who_is_no_host(self, anyone, alice, stranger, two):
        uid = two[0]["uid"]

        assert two[0]["attendees"] == []
        assert anyone.get(f"/v2/bookings/{uid}").json()["data"]["attendees"] == []
        assert stranger.get(f"/v2/bookings/{uid}").json()["data"]["attendees"] == []
        seen = alice.get(f"/v2/bookings/{uid}").json()["data"]["attendees"]
        assert [one["name"] for one in seen] == ["Ann Lee", "Ben Poe"]

    def test_what_is_told_of_a_seat(self, alice):
        answers = {"notes": "tea", "colour": "red"}
        booking = book(
            alice, SEATED, bookingFieldsResponses=answers, metadata={"plan": "a"}, guests=["gus@example.com"]
        )

        assert booking["attendees"] == [
            {
                "name": "Ann Lee",
                "email": "ann@example.com",
                "displayEmail": "ann@example.com",
                "timeZone": "Europe/Rome",
                "language": "it",
                "absent": False,
                "seatUid": booking["seatUid"],
                "bookingFieldsResponses": {"name": "Ann Lee", "notes": "tea", "colour": "red", "guests": []},
                "metadata": {"plan": "a"},
            }
        ]

    def test_everybody_is_shown_where_the_event_type_says_so(self, alice, mockcal):
        patch(alice, seats={"seatsPerTimeSlot": 2, "showAttendeeInfo": True, "showAvailabilityCount": True})
        anyone = mockcal.api(version="2024-08-13")

        assert [one["name"] for one in book(anyone, SEATED)["attendees"]] == ["Ann Lee"]

    def test_lists_always_show_them(self, alice, two):
        (listed,) = alice.get("/v2/bookings").json()["data"]

        assert len(listed["attendees"]) == 2
        assert "seatUid" not in listed

    def test_slots_count_seats(self, mockcal, anyone):
        booking = book(anyone, SEATED)

        slots = mockcal.api(version="2024-09-04").get(
            "/v2/slots", params={"eventTypeId": SEATED, "start": "2026-01-06", "end": "2026-01-06"}
        )
        ten = next(one for one in slots.json()["data"]["2026-01-06"] if one["start"][11:16] == "10:00")
        assert (ten["seatsBooked"], ten["seatsRemaining"], ten["bookingUid"]) == (1, 1, booking["uid"])

    def test_who_waits_for_the_host_gets_a_booking_of_his_own(self, mockcal, world):
        mockcal.load(CONFIRMED)
        anyone = mockcal.api(version="2024-08-13")

        ann, ben = book(anyone, 43, attendee=ANN), book(anyone, 43, attendee=BEN)

        assert ann["uid"] != ben["uid"]
        assert ann["status"] == ben["status"] == "pending"

    def test_who_comes_once_the_host_has_accepted_joins(self, mockcal, world):
        mockcal.load(CONFIRMED)
        bob = mockcal.api("cal_bob", "2024-08-13")
        ann = book(bob, 43, attendee=ANN)
        bob.post(f"/v2/bookings/{ann['uid']}/confirm").raise_for_status()

        ben = book(bob, 43, attendee=BEN)

        assert (ben["uid"], ben["status"]) == (ann["uid"], "accepted")
        assert [one["name"] for one in ben["attendees"]] == ["Ann Lee", "Ben Poe"]

    def test_who_has_no_seat_is_shown_without_one(self, alice):
        before = book(alice, INTRO, attendee=BEN)

        alice.patch(
            f"/v2/event-types/{INTRO}",
            json={"seats": {"seatsPerTimeSlot": 2, "showAttendeeInfo": True, "showAvailabilityCount": True}},
            headers={"cal-api-version": "2024-06-14"},
        ).raise_for_status()

        assert alice.get(f"/v2/bookings/{before['uid']}").json()["data"]["attendees"] == [
            {
                "name": "Ben Poe",
                "email": "ben@example.com",
                "displayEmail": "ben@example.com",
                "timeZone": "UTC",
                "language": "en",
                "absent": False,
                "bookingFieldsResponses": {"name": "unknown"},
                "metadata": {},
            }
        ]

    def test_co_hosts_attend_on_no_seat(self, mockcal, world):
        mockcal.load(SHARED)

        booking = book(mockcal.api(version="2024-08-13"), 44)

        assert [one["email"] for one in booking["attendees"]] == ["ann@example.com", "bob@example.com"]
        assert [one.get("seatUid") for one in booking["attendees"]] == [booking["seatUid"], None]

    def test_a_joiner_is_a_webhook_and_a_mail_of_his_own(self, mockcal, alice):
        alice.post(
            "/v2/webhooks",
            json={"active": True, "subscriberUrl": "http://127.0.0.1:9/", "triggers": ["BOOKING_CREATED"]},
        ).raise_for_status()
        book(alice, SEATED, attendee=ANN)

        ben = book(alice, SEATED, attendee=BEN)

        _, second = mockcal.deliveries()
        assert f'"attendeeSeatId":"{ben["seatUid"]}"' in second["requestBody"]
        told = [mail for mail in mockcal.outbox() if mail["template"] == "attendee-scheduled"]
        assert [mail["to"] for mail in told] == [["ann@example.com"], ["ben@example.com"]]

    def test_who_joins_what_was_booked_without_seats_is_told_alone(self, mockcal, alice):
        book(alice, INTRO, attendee=ANN)
        seats = {"seatsPerTimeSlot": 2, "showAttendeeInfo": True, "showAvailabilityCount": True}
        headers = {"cal-api-version": "2024-06-14"}
        alice.patch(f"/v2/event-types/{INTRO}", json={"seats": seats}, headers=headers).raise_for_status()

        book(alice, INTRO, attendee=BEN)

        told = [mail["to"] for mail in mockcal.outbox() if mail["template"] == "attendee-scheduled"]
        assert told == [["ann@example.com"], ["ben@example.com"]]


class TestGetBySeat:
    def test_one_sees_ones_own(self, anyone, two):
        found = anyone.get(f"/v2/bookings/by-seat/{two[1]['seatUid']}").json()["data"]

        assert [one["seatUid"] for one in found["attendees"]] == [two[1]["seatUid"]]
        assert "seatUid" not in found

    def test_a_host_sees_all(self, alice, two):
        assert len(alice.get(f"/v2/bookings/by-seat/{two[1]['seatUid']}").json()["data"]["attendees"]) == 2

    def test_an_unknown_one(self, anyone):
        response = anyone.get("/v2/bookings/by-seat/nothing")

        assert message(response) == (404, "Booking with seatUid=nothing was not found in the database")


class TestCancelSeats:
    def test_one_seat_leaves_the_others(self, anyone, alice, two):
        ann, ben = two

        left = anyone.post(f"/v2/bookings/{ann['uid']}/cancel", json={"seatUid": ann["seatUid"]})

        assert left.json()["data"]["status"] == "accepted"
        seen = alice.get(f"/v2/bookings/{ann['uid']}").json()["data"]["attendees"]
        assert [one["seatUid"] for one in seen] == [ben["seatUid"]]

    def test_with_the_last_seat_the_booking_goes(self, anyone, alice, two, mockcal):
        for one in two:
            gone = anyone.post(f"/v2/bookings/{one['uid']}/cancel", json={"seatUid": one["seatUid"]})

        assert gone.json()["data"]["status"] == "cancelled"
        assert alice.get(f"/v2/bookings/{two[0]['uid']}").json()["data"]["attendees"] == []
        assert "10:00" in starts(mockcal, SEATED)

    def test_only_hosts_clear_all_seats(self, mockcal, anyone, stranger, alice, two):
        uid, root = two[0]["uid"], mockcal.api("cal_root", V08)

        assert raw(anyone.post(f"/v2/bookings/{uid}/cancel", json={})) == (401, "User not a host of this event")
        assert raw(stranger.post(f"/v2/bookings/{uid}/cancel", json={})) == (401, "User not a host of this event")
        assert raw(root.post(f"/v2/bookings/{uid}/cancel", json={})) == (401, "User not a host of this event")
        gone = alice.post(f"/v2/bookings/{uid}/cancel", json={"cancellationReason": "ill"})
        assert (gone.json()["data"]["status"], gone.json()["data"]["attendees"]) == ("cancelled", [])

    def test_only_hosts_clear_the_seats_of_a_series(self, mockcal, anyone, alice):
        mockcal.load(
            {
                "bookings": [
                    {
                        "eventType": "alice/class",
                        "start": f"2026-01-{day:02}T10:00:00Z",
                        "uid": f"on-{day}",
                        "series": "weekly",
                        "attendee": ANN,
                    }
                    for day in (6, 13)
                ]
            }
        )
        series = anyone.get("/v2/bookings/on-6").json()["data"]["recurringBookingUid"]
        older = mockcal.api(version="2024-04-15")

        response = older.post("/v2/bookings/on-6/cancel", json={"allRemainingBookings": True})
        assert refusal(response) == (401, "HttpException", "User not a host of this event")
        assert raw(anyone.post(f"/v2/bookings/{series}/cancel", json={})) == (401, "User not a host of this event")
        gone = alice.post(f"/v2/bookings/{series}/cancel", json={"cancellationReason": "ill"})
        assert [one["status"] for one in gone.json()["data"]] == ["cancelled"] * 2

    def test_newer_versions_still_show_who_sat_there(self, mockcal, alice, two):
        uid = two[0]["uid"]
        alice.post(f"/v2/bookings/{uid}/cancel", json={"cancellationReason": "ill"}).raise_for_status()

        newer = mockcal.api("cal_alice", "2026-02-25")

        seen = newer.get(f"/v2/bookings/{uid}").json()["data"]["attendees"]
        assert [one["seatUid"] for one in seen] == [one["seatUid"] for one in two]
        assert len(newer.get("/v2/bookings").json()["data"][0]["attendees"]) == 2
        assert mockcal.api(version="2026-02-25").get(f"/v2/bookings/{uid}").json()["data"]["attendees"] == []
        assert alice.get("/v2/bookings").json()["data"][0]["attendees"] == []

    def test_older_versions_know_nobody_who_sat_there(self, mockcal, alice, two):
        uid, seat = two[0]["uid"], two[0]["seatUid"]
        sitting = alice.get(f"/v2/bookings/{uid}/attendees").json()["data"][0]["id"]
        alice.post(f"/v2/bookings/{uid}/cancel", json={"cancellationReason": "ill"}).raise_for_status()

        assert alice.get(f"/v2/bookings/{uid}/attendees").json()["data"] == []
        assert alice.get(f"/v2/bookings/{uid}/attendees/{sitting}").status_code == 404
        newer = mockcal.api("cal_alice", "2026-02-25")
        assert newer.get(f"/v2/bookings/{uid}/attendees/{sitting}").json()["data"]["id"] == sitting
        oldest = mockcal.api("cal_alice")
        found = oldest.get(f"/v2/bookings/{uid}").json()["data"]
        assert (found["attendees"], found["seatsReferences"]) == ([], [])
        listed = oldest.get("/v2/bookings?filters[status]=cancelled").json()["data"]["bookings"]
        assert [one["attendees"] for one in listed] == [[]]
        assert oldest.get(f"/v2/bookings/{seat}/reschedule").status_code == 404

    def test_a_seat_that_is_none(self, anyone, two):
        response = anyone.post(f"/v2/bookings/{two[0]['uid']}/cancel", json={"seatUid": "nothing"})

        assert message(response) == (
            400,
            "Invalid seatUid: this seat does not exist or has already been cancelled.",
        )

    def test_a_seat_of_another_booking(self, anyone, two):
        other = book(anyone, SEATED, "2026-01-06T12:00:00Z")

        response = anyone.post(f"/v2/bookings/{other['uid']}/cancel", json={"seatUid": two[0]["seatUid"]})

        assert message(response) == (400, "Invalid seatUid: this seat does not belong to this booking.")

    def test_a_seat_given_up_is_told_with_who_left(self, mockcal, alice, two):
        alice.post(
            "/v2/webhooks",
            json={"active": True, "subscriberUrl": "http://127.0.0.1:9/", "triggers": ["BOOKING_CANCELLED"]},
        ).raise_for_status()

        alice.post(
            f"/v2/bookings/{two[0]['uid']}/cancel", json={"seatUid": two[0]["seatUid"], "cancellationReason": "ill"}
        ).raise_for_status()

        (delivery,) = mockcal.deliveries()
        assert "ann@example.com" in delivery["requestBody"]
        assert '"email":"ben@example.com"' not in delivery["requestBody"]

    def test_a_co_host_stays_one_when_the_first_has_left(self, mockcal, world):
        mockcal.load(SHARED)
        anyone = mockcal.api(version="2024-08-13")
        seats = [book(anyone, 44, attendee=person) for person in (ANN, BEN)]
        uid = seats[0]["uid"]
        for one in seats:
            anyone.post(f"/v2/bookings/{uid}/cancel", json={"seatUid": one["seatUid"]}).raise_for_status()

        told = sorted((mail["template"], *mail["to"]) for mail in mockcal.outbox()[-3:])

        assert told == [
            ("attendee-cancelled", "ben@example.com"),
            ("organizer-cancelled", "alice@example.com"),
            ("organizer-cancelled", "bob@example.com"),
        ]


class TestRescheduleSeats:
    NOON = "2026-01-06T12:00:00Z"

    def test_a_seat_must_be_named(self, anyone, two):
        uid = two[0]["uid"]

        response = anyone.post(f"/v2/bookings/{uid}/reschedule", json={"start": self.NOON})

        assert response.status_code == 400
        assert response.json()["error"]["message"].startswith(
            f"Booking with uid={uid} is a seated booking which means you have to provide seatUid in the request body"
        )

    def test_an_unknown_seat(self, anyone, two):
        response = anyone.post(
            f"/v2/bookings/{two[0]['uid']}/reschedule", json={"start": self.NOON, "seatUid": "nothing"}
        )

        assert message(response) == (404, "Seat with uid=nothing does not exist.")

    def test_a_seat_of_another_booking(self, anyone, two):
        other = book(anyone, SEATED, "2026-01-06T14:00:00Z", attendee=CLEO)

        response = anyone.post(
            f"/v2/bookings/{other['uid']}/reschedule", json={"start": self.NOON, "seatUid": two[0]["seatUid"]}
        )

        assert message(response) == (
            404,
            f"Attendee with e-mail ann@example.com for booking with uid={other['uid']} and "
            f"seatUid={two[0]['seatUid']} not found",
        )

    def test_into_an_empty_slot(self, alice, two):
        ann, ben = two

        moved = alice.post(
            f"/v2/bookings/{ann['uid']}/reschedule", json={"start": self.NOON, "seatUid": ann["seatUid"]}
        ).json()["data"]

        assert moved["uid"] != ann["uid"]
        assert moved["seatUid"] != ann["seatUid"]
        assert [one["email"] for one in moved["attendees"]] == ["ann@example.com"]
        assert "rescheduledFromUid" not in moved
        source = alice.get(f"/v2/bookings/{ann['uid']}").json()["data"]
        assert source["status"] == "accepted"
        assert [one["seatUid"] for one in source["attendees"]] == [ben["seatUid"]]

    def test_of_an_event_type_that_has_no_seats_any_more(self, alice, two):
        patch(alice, seats={"disabled": True})
        ann, _ = two

        moved = alice.post(
            f"/v2/bookings/{ann['uid']}/reschedule", json={"start": self.NOON, "seatUid": ann["seatUid"]}
        ).json()["data"]

        assert [one["email"] for one in moved["attendees"]] == ["ann@example.com"]
        assert "rescheduledFromUid" not in moved
        assert alice.get(f"/v2/bookings/{ann['uid']}").json()["data"]["status"] == "accepted"

    def test_where_the_host_confirms_the_move_waits_for_him(self, mockcal, world):
        mockcal.load(CONFIRMED)
        bob, anyone = mockcal.api("cal_bob", "2024-08-13"), mockcal.api(version="2024-08-13")
        hook = {"active": True, "subscriberUrl": "http://127.0.0.1:9/"}
        bob.post("/v2/webhooks", json={**hook, "triggers": ["BOOKING_REQUESTED", "BOOKING_RESCHEDULED"]})
        ann = book(anyone, 43, attendee=ANN)
        bob.post(f"/v2/bookings/{ann['uid']}/confirm").raise_for_status()

        moved = anyone.post(
            f"/v2/bookings/{ann['uid']}/reschedule", json={"start": self.NOON, "seatUid": ann["seatUid"]}
        ).json()["data"]

        assert moved["status"] == "pending"
        first, second = mockcal.deliveries()
        assert [first["trigger"], second["trigger"]] == ["BOOKING_REQUESTED", "BOOKING_REQUESTED"]
        assert f'"rescheduleUid":"{ann["uid"]}"' in second["requestBody"]
        assert [
            f'"attendeeSeatId":"{one["seatUid"]}"' in sent["requestBody"]
            for one, sent in ((ann, first), (moved, second))
        ] == [True, True]
        told = sorted((mail["template"], *mail["to"]) for mail in mockcal.outbox()[-2:])
        assert told == [("attendee-awaiting-confirmation", "ann@example.com"), ("organizer-request", "bob@example.com")]

    def test_into_a_slot_that_is_booked(self, alice, two):
        ann, _ = two
        target = book(alice, SEATED, self.NOON, attendee=CLEO)

        moved = alice.post(
            f"/v2/bookings/{ann['uid']}/reschedule", json={"start": self.NOON, "seatUid": ann["seatUid"]}
        ).json()["data"]

        assert moved["uid"] == target["uid"]
        assert moved["seatUid"] == ann["seatUid"]
        assert {one["email"] for one in moved["attendees"]} == {"ann@example.com", "cleo@example.com"}

    def test_into_a_slot_that_is_full(self, alice, two):
        ann, _ben = two
        for person in (CLEO, CLEO | {"email": "dan@example.com"}):
            book(alice, SEATED, self.NOON, attendee=person)

        response = alice.post(
            f"/v2/bookings/{ann['uid']}/reschedule", json={"start": self.NOON, "seatUid": ann["seatUid"]}
        )

        assert message(response) == (409, "No more seats left at this seated booking.")
        assert len(alice.get(f"/v2/bookings/{ann['uid']}").json()["data"]["attendees"]) == 2

    def test_the_last_one_leaves_a_cancelled_booking(self, alice):
        ann = book(alice, SEATED)

        moved = alice.post(
            f"/v2/bookings/{ann['uid']}/reschedule", json={"start": self.NOON, "seatUid": ann["seatUid"]}
        ).json()["data"]

        source = alice.get(f"/v2/bookings/{ann['uid']}").json()["data"]
        assert (source["status"], source["attendees"]) == ("cancelled", [])
        assert "rescheduledToUid" not in source
        assert "rescheduledFromUid" not in moved
        assert moved["icsUid"] != ann["icsUid"]


class TestRescheduleEverybody:
    """Admins of the host's organization move a whole booking."""

    NOON = "2026-01-06T12:00:00Z"

    @pytest.fixture
    def boss(self, mockcal, world):
        mockcal.load({"organizations": [{"slug": "acme", "members": ["alice", {"user": "stranger", "role": "ADMIN"}]}]})
        return mockcal.api("cal_stranger", "2024-08-13")

    def test_into_an_empty_slot_the_booking_itself_moves(self, boss, two):
        uid = two[0]["uid"]

        moved = boss.post(f"/v2/bookings/{uid}/reschedule", json={"start": self.NOON}).json()["data"]

        assert (moved["uid"], moved["start"]) == (uid, "2026-01-06T12:00:00.000Z")
        assert [one["seatUid"] for one in moved["attendees"]] == [one["seatUid"] for one in two]

    def test_into_a_booked_slot_they_join(self, boss, alice, two):
        patch(alice, seats={"seatsPerTimeSlot": 3, "showAttendeeInfo": False, "showAvailabilityCount": True})
        target = book(alice, SEATED, self.NOON, attendee=CLEO)

        moved = boss.post(f"/v2/bookings/{two[0]['uid']}/reschedule", json={"start": self.NOON}).json()["data"]

        assert moved["uid"] == target["uid"]
        assert len(moved["attendees"]) == 3
        assert alice.get(f"/v2/bookings/{two[0]['uid']}").json()["data"]["status"] == "cancelled"

    def test_who_sits_there_already_is_dropped(self, boss, alice, two):
        target = book(alice, SEATED, self.NOON, attendee=ANN)

        moved = boss.post(f"/v2/bookings/{two[0]['uid']}/reschedule", json={"start": self.NOON}).json()["data"]

        assert moved["uid"] == target["uid"]
        assert sorted(one["email"] for one in moved["attendees"]) == ["ann@example.com", "ben@example.com"]

    def test_a_slot_that_has_begun_is_not_joined(self, boss, alice, two, mockcal):
        book(alice, SEATED, self.NOON, attendee=ANN)
        mockcal.advance("P1DT4H30M")

        response = boss.post(f"/v2/bookings/{two[0]['uid']}/reschedule", json={"start": self.NOON})

        assert message(response) == (400, "Attempting to book a meeting in the past.")

    def test_the_slot_that_they_join_begins_once(self, boss, alice, two, mockcal):
        patch(alice, seats={"seatsPerTimeSlot": 3, "showAttendeeInfo": False, "showAvailabilityCount": True})
        alice.post(
            "/v2/webhooks",
            json={"active": True, "subscriberUrl": "http://127.0.0.1:9/", "triggers": ["MEETING_STARTED"]},
        ).raise_for_status()
        target = book(alice, SEATED, self.NOON, attendee=CLEO)
        boss.post(f"/v2/bookings/{two[0]['uid']}/reschedule", json={"start": self.NOON}).raise_for_status()

        happened = mockcal.advance("P10D")

        assert [(one["what"], one["subject"]) for one in happened] == [("MEETING_STARTED", f"booking:{target['uid']}")]

    def test_too_many(self, boss, alice, two):
        book(alice, SEATED, self.NOON, attendee=CLEO)

        response = boss.post(f"/v2/bookings/{two[0]['uid']}/reschedule", json={"start": self.NOON})

        assert raw(response) == (409, "not_enough_available_seats_error")
