"""Attendees, guests and who was absent."""

import pytest

from tests.api.bookings.conftest import ALICE, BOTH, INTRO, ROUND, SEATED, STRANGER, V08, book, message
from tests.conftest import constraints, refusal

DAN = {"name": "Dan Day", "email": "dan@example.com", "timeZone": "Asia/Tokyo"}


def no_access(user_id: int, uid: str) -> tuple[int, str]:
    return 403, f"BookingPbacGuard - user with id={user_id} does not have access to booking with uid={uid}"


class TestGetAttendees:
    def test_with_their_ids(self, alice):
        uid = book(alice, guests=["gus@example.com"])["uid"]

        ann, gus = alice.get(f"/v2/bookings/{uid}/attendees").json()["data"]

        assert ann == {
            "id": ann["id"],
            "name": "Ann Lee",
            "email": "ann@example.com",
            "displayEmail": "ann@example.com",
            "timeZone": "Europe/Rome",
            "language": "it",
            "absent": False,
        }
        assert alice.get(f"/v2/bookings/{uid}/attendees/{gus['id']}").json()["data"] == gus

    def test_refusals(self, alice, stranger, anyone):
        uid = book(alice)["uid"]

        assert anyone.get(f"/v2/bookings/{uid}/attendees").status_code == 401
        assert message(stranger.get(f"/v2/bookings/{uid}/attendees")) == no_access(STRANGER, uid)
        assert message(alice.get("/v2/bookings/none/attendees")) == no_access(ALICE, "none")
        assert message(alice.get(f"/v2/bookings/{uid}/attendees/abc")) == (
            400,
            "Validation failed (numeric string is expected)",
        )
        unknown = alice.get(f"/v2/bookings/{uid}/attendees/999")
        assert message(unknown) == (404, f"Attendee with id 999 not found in booking {uid}")
        assert unknown.json()["message"] == unknown.json()["error"]["message"]

    def test_an_attending_host_and_an_admin_of_the_team_may(self, bob, carol, anyone):
        uid = book(anyone, BOTH)["uid"]

        assert bob.get(f"/v2/bookings/{uid}/attendees").status_code == 200
        assert carol.get(f"/v2/bookings/{uid}/attendees").status_code == 200

    def test_a_host_who_does_not_attend_may_not(self, bob, anyone):
        booking = book(anyone, ROUND)

        assert booking["hosts"][0]["id"] == ALICE
        assert bob.get(f"/v2/bookings/{booking['uid']}/attendees").status_code == 403

    def test_an_admin_of_the_organizers_team_may_once_the_event_type_is_gone(self, alice, bob, carol):
        uid = book(alice)["uid"]

        alice.delete(f"/v2/event-types/{INTRO}", headers={"cal-api-version": "2024-06-14"}).raise_for_status()

        assert carol.get(f"/v2/bookings/{uid}/attendees").status_code == 200
        assert bob.get(f"/v2/bookings/{uid}/attendees").status_code == 403


class TestAddAttendee:
    def test_somebody_more(self, alice, mockcal):
        uid = book(alice)["uid"]

        response = alice.post(f"/v2/bookings/{uid}/attendees", json=DAN)

        assert response.status_code == 201
        added = response.json()["data"]
        assert added == {
            "id": added["id"],
            "bookingId": added["bookingId"],
            "name": "Dan Day",
            "email": "dan@example.com",
            "displayEmail": "dan@example.com",
            "timeZone": "Asia/Tokyo",
            "language": "en",
            "absent": False,
        }
        assert alice.get(f"/v2/bookings/{uid}").json()["data"]["guests"] == ["dan@example.com"]
        assert [mail["to"] for mail in mockcal.outbox()[2:]] == [["dan@example.com"]]

    @pytest.mark.parametrize(
        ("change", "field"), [({"name": None}, "name"), ({"email": "dan"}, "email"), ({"timeZone": "X"}, "timeZone")]
    )
    def test_a_wrong_body(self, alice, change, field):
        uid = book(alice)["uid"]

        assert field in constraints(alice.post(f"/v2/bookings/{uid}/attendees", json=DAN | change))

    def test_who_may(self, mockcal, alice, anyone, stranger):
        uid = book(alice)["uid"]

        assert anyone.post(f"/v2/bookings/{uid}/attendees", json=DAN).status_code == 401
        assert stranger.post(f"/v2/bookings/{uid}/attendees", json=DAN).status_code == 403
        assert message(alice.post("/v2/bookings/none/attendees", json=DAN)) == no_access(ALICE, "none")

    def test_an_attendee_may(self, alice, stranger):
        uid = book(alice, guests=["stranger@example.com"])["uid"]

        assert stranger.post(f"/v2/bookings/{uid}/attendees", json=DAN).status_code == 201

    def test_nobody_twice(self, alice):
        uid = book(alice)["uid"]

        for email in ("ann@example.com", "ANN@example.com", "ann+x@example.com"):
            assert alice.post(f"/v2/bookings/{uid}/attendees", json=DAN | {"email": email}).status_code == 400

    def test_not_where_guests_are_switched_off(self, alice):
        uid = book(alice)["uid"]
        alice.patch(
            f"/v2/event-types/{INTRO}", json={"disableGuests": True}, headers={"cal-api-version": "2024-06-14"}
        ).raise_for_status()

        assert alice.post(f"/v2/bookings/{uid}/attendees", json=DAN).status_code == 400
        assert (
            alice.post(f"/v2/bookings/{uid}/guests", json={"guests": [{"email": "d@example.com"}]}).status_code == 400
        )

    def test_no_seat_is_taken(self, mockcal, alice):
        booking = book(alice, SEATED)

        alice.post(f"/v2/bookings/{booking['uid']}/attendees", json=DAN).raise_for_status()

        seen = alice.get(f"/v2/bookings/{booking['uid']}").json()["data"]["attendees"]
        assert [one.get("seatUid") for one in seen] == [booking["seatUid"], None]
        record = mockcal.api().get(f"/v2/bookings/{booking['uid']}").json()["data"]
        assert record["responses"] is None

    @pytest.mark.mockcal(fixtures=[], now="2026-01-05T08:00:00Z", rate_limit="real")
    def test_five_a_minute(self, alice):
        uid = book(alice)["uid"]

        statuses = [
            alice.post(f"/v2/bookings/{uid}/attendees", json=DAN | {"email": f"d{n}@example.com"}).status_code
            for n in range(6)
        ]

        assert statuses == [201] * 5 + [429]


class TestRemoveAttendee:
    def test_a_guest(self, alice, mockcal):
        uid = book(alice, guests=["gus@example.com"])["uid"]
        _, gus = alice.get(f"/v2/bookings/{uid}/attendees").json()["data"]

        response = alice.delete(f"/v2/bookings/{uid}/attendees/{gus['id']}")

        assert response.status_code == 200
        assert set(response.json()["data"]) == {"id", "bookingId", "name", "email", "timeZone"}
        booking = alice.get(f"/v2/bookings/{uid}").json()["data"]
        assert booking["guests"] == []
        assert [one["email"] for one in booking["attendees"]] == ["ann@example.com"]
        assert (mockcal.outbox()[-1]["template"], mockcal.outbox()[-1]["to"]) == (
            "attendee-removed",
            ["gus@example.com"],
        )

    def test_the_booker_stays(self, alice):
        uid = book(alice)["uid"]
        (ann,) = alice.get(f"/v2/bookings/{uid}/attendees").json()["data"]

        response = alice.delete(f"/v2/bookings/{uid}/attendees/{ann['id']}")

        assert refusal(response) == (400, "cannot_remove_primary_attendee", "cannot_remove_primary_attendee")

    def test_nobody(self, alice, stranger):
        uid = book(alice)["uid"]

        assert refusal(alice.delete(f"/v2/bookings/{uid}/attendees/999"))[:2] == (404, "attendee_not_found")
        assert stranger.delete(f"/v2/bookings/{uid}/attendees/1").status_code == 403


class TestAddGuests:
    def test_new_ones(self, alice, mockcal):
        uid = book(alice, guests=["gus@example.com"])["uid"]
        sent = len(mockcal.outbox())

        response = alice.post(
            f"/v2/bookings/{uid}/guests",
            json={
                "guests": [
                    {"email": "dan@example.com"},
                    {"email": "eve@example.com", "name": "Eve", "timeZone": "Asia/Tokyo"},
                ]
            },
        )

        booking = response.json()["data"]
        assert response.status_code == 200
        assert booking["guests"] == ["gus@example.com", "dan@example.com", "eve@example.com"]
        assert [(one["name"], one["timeZone"]) for one in booking["attendees"]][2:] == [
            ("", "UTC"),
            ("Eve", "Asia/Tokyo"),
        ]
        told = sorted((mail["template"], *mail["to"]) for mail in mockcal.outbox()[sent:])
        assert told == [
            ("attendee-guest-added", "ann@example.com"),
            ("attendee-guest-added", "gus@example.com"),
            ("attendee-scheduled", "dan@example.com"),
            ("attendee-scheduled", "eve@example.com"),
            ("organizer-guest-added", "alice@example.com"),
        ]

    def test_those_who_are_there_are_dropped(self, alice):
        uid = book(alice)["uid"]
        asked = [{"email": "ANN+x@example.com"}, {"email": "dan@example.com"}, {"email": "dan+y@example.com"}]

        booking = alice.post(f"/v2/bookings/{uid}/guests", json={"guests": asked}).json()["data"]

        assert booking["guests"] == ["dan@example.com"]

    def test_nobody_new(self, alice):
        uid = book(alice)["uid"]

        response = alice.post(f"/v2/bookings/{uid}/guests", json={"guests": [{"email": "ann@example.com"}]})

        assert refusal(response) == (
            400,
            "TRPCError",
            "Bad request: Please check your request data and try again",
        )

    def test_so_many(self, alice):
        uid = book(alice)["uid"]
        ten = [[{"email": f"g{n}-{m}@example.com"} for m in range(10)] for n in range(4)]

        assert "guests" in constraints(alice.post(f"/v2/bookings/{uid}/guests", json={"guests": ten[0] + ten[1]}))
        assert "guests" in constraints(alice.post(f"/v2/bookings/{uid}/guests", json={"guests": []}))
        statuses = [alice.post(f"/v2/bookings/{uid}/guests", json={"guests": one}).status_code for one in ten]
        assert statuses == [200, 200, 200, 400]

    def test_who_may(self, alice, stranger, anyone):
        uid = book(alice, guests=["bob@example.com"])["uid"]
        body = {"guests": [{"email": "dan@example.com"}]}

        assert anyone.post(f"/v2/bookings/{uid}/guests", json=body).status_code == 401
        assert refusal(stranger.post(f"/v2/bookings/{uid}/guests", json=body)) == (
            403,
            "TRPCError",
            "You don't have necessary permissions to access this resource",
        )
        assert message(alice.post("/v2/bookings/none/guests", json=body)) == (404, "Booking with uid none not found")

    def test_an_added_guest_may_add_more(self, alice, bob):
        uid = book(alice)["uid"]
        alice.post(f"/v2/bookings/{uid}/guests", json={"guests": [{"email": "bob@example.com"}]}).raise_for_status()

        response = bob.post(f"/v2/bookings/{uid}/guests", json={"guests": [{"email": "dan@example.com"}]})

        assert response.status_code == 200


class TestMarkAbsent:
    @pytest.fixture
    def begun(self, alice, mockcal):
        uid = book(alice, guests=["gus@example.com"])["uid"]
        mockcal.advance("P1DT2H1M")
        return uid

    def test_not_before_it_begins(self, alice):
        uid = book(alice)["uid"]

        response = alice.post(f"/v2/bookings/{uid}/mark-absent", json={"host": True})

        assert message(response) == (
            400,
            "Bookings can only be marked as absent after their scheduled start time. Current time in UTC+0: "
            "2026-01-05T08:00:00.000Z, Booking start time in UTC+0: 2026-01-06T10:00:00.000Z",
        )

    def test_attendees_and_host(self, alice, begun):
        body = {
            "host": True,
            "attendees": [{"email": "ann@example.com", "absent": True}, {"email": "x@y.zz", "absent": True}],
        }

        response = alice.post(f"/v2/bookings/{begun}/mark-absent", json=body)

        booking = response.json()["data"]
        assert (response.status_code, booking["absentHost"]) == (200, True)
        assert [one["absent"] for one in booking["attendees"]] == [True, False]

    def test_attendees_may_have_come_after_all_the_host_may_not(self, alice, begun):
        alice.post(
            f"/v2/bookings/{begun}/mark-absent",
            json={"host": True, "attendees": [{"email": "ann@example.com", "absent": True}]},
        ).raise_for_status()

        booking = alice.post(
            f"/v2/bookings/{begun}/mark-absent",
            json={"host": False, "attendees": [{"email": "ann@example.com", "absent": False}]},
        ).json()["data"]

        assert booking["absentHost"] is True
        assert booking["attendees"][0]["absent"] is False

    def test_an_empty_body_does_nothing(self, alice, begun):
        assert alice.post(f"/v2/bookings/{begun}/mark-absent", json={}).status_code == 200

    def test_who_may(self, mockcal, stranger, anyone, alice, begun):
        attendees = {"attendees": [{"email": "ann@example.com", "absent": True}]}

        assert anyone.post(f"/v2/bookings/{begun}/mark-absent", json=attendees).status_code == 403
        assert message(alice.post("/v2/bookings/none/mark-absent", json={})) == (
            404,
            "Booking with uid=none not found.",
        )
        refused = stranger.post(f"/v2/bookings/{begun}/mark-absent", json=attendees)
        assert message(refused) == (400, "Failed to update no-show status")
        root = mockcal.api("cal_root", V08)
        assert root.post(f"/v2/bookings/{begun}/mark-absent", json=attendees).status_code == 400
        assert stranger.post(f"/v2/bookings/{begun}/mark-absent", json={"host": True}).status_code == 200

    def test_bodies_are_validated(self, alice, begun):
        assert "attendees" in constraints(alice.post(f"/v2/bookings/{begun}/mark-absent", json={"attendees": []}))

    def test_only_attendees_are_told_of(self, alice, begun, mockcal):
        alice.post(
            "/v2/webhooks",
            json={"active": True, "subscriberUrl": "http://127.0.0.1:9/", "triggers": ["BOOKING_NO_SHOW_UPDATED"]},
        ).raise_for_status()

        alice.post(f"/v2/bookings/{begun}/mark-absent", json={"host": True}).raise_for_status()
        alice.post(
            f"/v2/bookings/{begun}/mark-absent", json={"attendees": [{"email": "ann@example.com", "absent": True}]}
        ).raise_for_status()

        (delivery,) = mockcal.deliveries()
        assert '"message":"ann@example.com marked as no-show"' in delivery["requestBody"]

    def test_a_seated_one_is_shown_flat(self, alice, mockcal):
        uid = book(alice, SEATED)["uid"]
        mockcal.advance("P1DT3H")

        booking = alice.post(f"/v2/bookings/{uid}/mark-absent", json={"host": True}).json()["data"]

        assert booking["bookingFieldsResponses"]["email"] == "unknown"
        assert "seatUid" not in booking["attendees"][0]
