"""Team event types: who hosts, instant meetings, routed bookings, reassigning."""

from tests.api.bookings.conftest import (
    ALICE,
    ANN,
    BEN,
    BOB,
    BOTH,
    CAROL,
    CLEO,
    INTRO,
    ROUND,
    TEAM,
    asked,
    book,
    message,
)
from tests.conftest import refusal

HOSTS_BUSY = "One of the hosts either already has booking at this time or is not available"
USER_BUSY = "User either already has booking at this time or is not available"


def hosts(booking) -> list[int]:
    return [one["id"] for one in booking["hosts"]]


def emails(booking) -> list[str]:
    return [one["email"] for one in booking["attendees"]]


class TestCollective:
    def test_the_first_organizes_the_others_attend(self, anyone):
        booking = book(anyone, BOTH, guests=["gus@example.com"])

        assert hosts(booking) == [ALICE]
        assert emails(booking) == ["ann@example.com", "gus@example.com", "bob@example.com"]
        assert booking["title"] == "Both between Support and Ann Lee"

    def test_all_must_be_free(self, anyone):
        book(anyone, BOTH)

        assert refusal(anyone.post("/v2/bookings", json=asked(BOTH, attendee=BEN))) == (
            400,
            "BadRequestException",
            HOSTS_BUSY,
        )

    def test_one_who_is_not_is_enough(self, anyone):
        book(anyone, INTRO)

        assert message(anyone.post("/v2/bookings", json=asked(BOTH, attendee=BEN))) == (400, HOSTS_BUSY)

    def test_who_attends_is_busy(self, anyone):
        book(anyone, BOTH)

        taken = anyone.post("/v2/bookings", json=asked(ROUND, attendee=BEN))

        assert message(taken) == (400, HOSTS_BUSY)

    def test_a_host_is_no_guest(self, anyone):
        booking = book(anyone, BOTH, guests=["bob@example.com", "gus@example.com"])

        assert emails(booking) == ["ann@example.com", "gus@example.com", "bob@example.com"]
        assert booking["guests"] == ["gus@example.com"]


class TestRoundRobin:
    def test_a_host_whose_turn_it_is_not_may_be_a_guest(self, anyone):
        booking = book(anyone, ROUND, guests=["alice@example.com", "bob@example.com"])

        assert hosts(booking) == [ALICE]
        assert emails(booking) == ["ann@example.com", "bob@example.com"]
        assert booking["guests"] == ["bob@example.com"]

    def test_hosts_take_turns(self, anyone, mockcal):
        order = []
        for day, person in (("06", ANN), ("07", BEN), ("08", CLEO)):
            order += hosts(book(anyone, ROUND, f"2026-01-{day}T10:00:00Z", attendee=person))
            mockcal.advance("PT1M")

        assert order == [ALICE, BOB, ALICE]

    def test_whoever_is_free(self, anyone):
        book(anyone, INTRO)

        assert hosts(book(anyone, ROUND, attendee=BEN)) == [BOB]

    def test_nobody_is(self, anyone):
        book(anyone, ROUND, attendee=ANN)
        book(anyone, ROUND, attendee=BEN)

        assert message(anyone.post("/v2/bookings", json=asked(ROUND, attendee=CLEO))) == (400, HOSTS_BUSY)

    def test_the_same_booker_gets_the_same_booking(self, anyone, mockcal):
        first = book(anyone, ROUND)
        sent = len(mockcal.outbox())

        assert book(anyone, ROUND)["uid"] == first["uid"]
        assert len(mockcal.outbox()) == sent

    def test_the_organizer_names_the_title(self, anyone):
        assert book(anyone, ROUND)["title"] == "Round between Alice Host and Ann Lee"

    def test_a_fixed_host_organizes(self, mockcal, world):
        mockcal.load(
            {
                "teams": [
                    {
                        "slug": "support",
                        "eventTypes": [
                            {
                                "slug": "mixed",
                                "id": 45,
                                "title": "Mixed",
                                "lengthInMinutes": 30,
                                "schedulingType": "roundRobin",
                                "hosts": [{"user": "alice"}, {"user": "bob", "mandatory": True}, {"user": "carol"}],
                            }
                        ],
                    }
                ]
            }
        )
        anyone = mockcal.api(version="2024-08-13")

        booking = book(anyone, 45)

        assert hosts(booking) == [BOB]
        assert emails(booking) == ["ann@example.com", "alice@example.com"]
        assert booking["title"] == "Mixed between Support and Ann Lee"

    def test_a_subset_of_hosts(self, anyone):
        assert hosts(book(anyone, ROUND, rrHostSubsetIds=[BOB])) == [BOB]


class TestRouting:
    def test_only_routed_members_host(self, anyone):
        booking = book(anyone, ROUND, routing={"responseId": None, "teamMemberIds": [BOB]})

        assert hosts(booking) == [BOB]

    def test_nobody_routed_is_everybody(self, anyone):
        assert hosts(book(anyone, ROUND, routing={"responseId": None, "teamMemberIds": [CAROL]})) == [ALICE]

    def test_a_named_member_organizes(self, anyone):
        routing = {"responseId": None, "teamMemberIds": [ALICE], "teamMemberEmail": "bob@example.com"}

        assert hosts(book(anyone, ROUND, routing=routing)) == [BOB]

    def test_members_without_a_response(self, anyone):
        response = anyone.post("/v2/bookings", json=asked(ROUND, routing={"teamMemberIds": [BOB]}))

        assert response.json() == {"statusCode": 400, "message": "Missing routingFormResponseId"}

    def test_the_response_knows_its_booking(self, mockcal, world):
        mockcal.load(
            {
                "organizations": [
                    {
                        "slug": "acme",
                        "id": 70,
                        "members": [{"user": "carol", "role": "OWNER"}],
                        "teams": [
                            {
                                "slug": "sales",
                                "id": 71,
                                "members": [{"user": "carol", "role": "OWNER"}],
                                "routingForms": [
                                    {
                                        "id": "c2f1f9a0-0000-4000-8000-000000000001",
                                        "name": "Intake",
                                        "owner": "carol",
                                        "fields": [],
                                        "routes": [],
                                        "responses": [{"id": 5, "formFillerId": "f1", "response": {}}],
                                    }
                                ],
                            }
                        ],
                    }
                ]
            }
        )
        anyone = mockcal.api(version="2024-08-13")

        booking = book(anyone, ROUND, routing={"responseId": 5, "teamMemberIds": [BOB]})

        form = "/v2/organizations/70/teams/71/routing-forms/c2f1f9a0-0000-4000-8000-000000000001"
        (response,) = mockcal.api("cal_carol").get(f"{form}/responses").json()["data"]
        assert response["routedToBookingUid"] == booking["uid"]


class TestInstant:
    def test_for_teams_only(self, anyone):
        response = anyone.post("/v2/bookings", json=asked(INTRO, instant=True))

        assert message(response) == (
            400,
            "Instant bookings are only supported for team event types, not individual user event types.",
        )

    def test_a_room_waits_for_a_host(self, anyone):
        booking = book(anyone, ROUND, "2026-01-05T08:00:00Z", instant=True)

        assert booking["status"] == "awaiting_host"
        assert booking["title"] == "Instant Meeting with Ann Lee"
        assert booking["location"] == f"https://app.cal.com/video/{booking['uid']}"
        (host,) = booking["hosts"]
        assert {host[key] for key in ("id", "name", "email", "displayEmail", "username")} == {"unknown"}

    def test_guests_and_metadata_must_be_sound(self, anyone):
        response = anyone.post("/v2/bookings", json=asked(ROUND, instant=True, guests=["nobody"], metadata={"a": 5}))

        assert refusal(response) == (
            400,
            "BAD_REQUEST",
            "responses - {guests}email_validation_error, metadata.a - Expected string, received number, ",
        )

    def test_only_one_webhook_and_no_mail(self, mockcal, alice, carol):
        carol.post(
            f"/v2/teams/60/event-types/{ROUND}/webhooks",
            json={
                "active": True,
                "subscriberUrl": "http://127.0.0.1:9/",
                "triggers": ["INSTANT_MEETING", "BOOKING_CREATED"],
            },
        ).raise_for_status()

        book(alice, ROUND, "2026-01-05T08:00:00Z", instant=True)

        assert [one["trigger"] for one in mockcal.deliveries()] == ["INSTANT_MEETING"]
        assert mockcal.outbox() == []

    def test_nobodys_time_is_taken(self, anyone):
        book(anyone, ROUND, instant=True)

        assert book(anyone, ROUND, attendee=BEN)["status"] == "accepted"


class TestRescheduleTeam:
    def test_the_turn_is_found_anew(self, anyone, mockcal):
        first = book(anyone, ROUND, "2026-01-06T10:00:00Z")
        book(anyone, INTRO, "2026-01-06T12:00:00Z", attendee=BEN)

        moved = anyone.post(f"/v2/bookings/{first['uid']}/reschedule", json={"start": "2026-01-06T12:00:00Z"})

        assert hosts(first) == [ALICE]
        assert hosts(moved.json()["data"]) == [BOB]
        assert emails(moved.json()["data"]) == ["ann@example.com"]
        told = sorted((mail["template"], *mail["to"]) for mail in mockcal.outbox()[-3:])
        assert told == [
            ("attendee-rescheduled", "ann@example.com"),
            ("organizer-cancelled", "alice@example.com"),
            ("organizer-scheduled", "bob@example.com"),
        ]

    def test_with_a_fixed_host_the_others_hear_who_comes_now(self, mockcal, world):
        mixed = {
            "slug": "mixed",
            "id": 45,
            "title": "Mixed",
            "lengthInMinutes": 30,
            "schedulingType": "roundRobin",
            "hosts": [{"user": "alice", "mandatory": True}, {"user": "bob"}, {"user": "carol"}],
        }
        mockcal.load({"teams": [{"slug": "support", "eventTypes": [mixed]}]})
        anyone = mockcal.api(version="2024-08-13")
        first = book(anyone, 45)
        mockcal.advance("PT1M")

        moved = anyone.post(f"/v2/bookings/{first['uid']}/reschedule", json={"start": "2026-01-07T10:00:00Z"})

        assert emails(first) == ["ann@example.com", "bob@example.com"]
        assert emails(moved.json()["data"]) == ["ann@example.com", "carol@example.com"]
        told = sorted((mail["template"], *mail["to"]) for mail in mockcal.outbox()[-4:])
        assert told == [
            ("attendee-rescheduled", "ann@example.com"),
            ("organizer-cancelled", "bob@example.com"),
            ("organizer-rescheduled", "alice@example.com"),
            ("organizer-scheduled", "carol@example.com"),
        ]

    def test_a_team_is_refused_in_the_personal_words(self, anyone):
        uid = book(anyone, BOTH)["uid"]
        book(anyone, INTRO, "2026-01-06T12:00:00Z", attendee=BEN)

        response = anyone.post(f"/v2/bookings/{uid}/reschedule", json={"start": "2026-01-06T12:00:00Z"})

        assert message(response) == (400, USER_BUSY)

    def test_its_own_slot_is_not_in_the_way(self, anyone):
        uid = book(anyone, BOTH)["uid"]

        moved = anyone.post(f"/v2/bookings/{uid}/reschedule", json={"start": "2026-01-06T10:15:00Z"})

        assert emails(moved.json()["data"]) == ["ann@example.com", "bob@example.com"]


class TestReassign:
    def test_to_whoever_is_free(self, alice, mockcal):
        booking = book(alice, ROUND)

        given = alice.post(f"/v2/bookings/{booking['uid']}/reassign")

        assert given.status_code == 200
        assert given.json()["data"] == {
            "bookingUid": booking["uid"],
            "reassignedTo": {"id": BOB, "name": "Bob Host", "email": "bob@example.com"},
        }
        now = alice.get(f"/v2/bookings/{booking['uid']}").json()["data"]
        assert hosts(now) == [BOB]
        assert now["title"] == "Round between Bob Host and Ann Lee"
        told = sorted((mail["template"], *mail["to"]) for mail in mockcal.outbox()[-3:])
        assert told == [
            ("attendee-reassigned", "ann@example.com"),
            ("organizer-reassigned-in", "bob@example.com"),
            ("organizer-reassigned-out", "alice@example.com"),
        ]

    def test_nobody_else_is(self, alice):
        uid = book(alice, ROUND, attendee=ANN)["uid"]
        book(alice, ROUND, attendee=BEN)

        assert message(alice.post(f"/v2/bookings/{uid}/reassign")) == (
            400,
            "Can't reassign the booking because no other host is available at that time.",
        )

    def test_to_a_chosen_one_busy_or_not(self, carol, anyone):
        uid = book(carol, ROUND, attendee=ANN)["uid"]
        book(carol, ROUND, attendee=BEN)

        given = carol.post(f"/v2/bookings/{uid}/reassign/{BOB}", json={"reason": "ill", "other": 1})

        assert given.json()["data"]["reassignedTo"]["id"] == BOB

    def test_refusals_in_their_order(self, alice, stranger, carol):
        uid = book(alice, ROUND)["uid"]

        assert message(alice.post("/v2/bookings/none/reassign")) == (
            404,
            "Booking with uid=none was not found in the database",
        )
        assert message(stranger.post(f"/v2/bookings/{uid}/reassign")) == (
            403,
            "You do not have permission to reassign this booking",
        )
        assert message(alice.post(f"/v2/bookings/{uid}/reassign/999", json={})) == (
            404,
            "User with id=999 was not found in the database",
        )
        not_a_host = alice.post(f"/v2/bookings/{uid}/reassign/{CAROL}", json={})
        assert not_a_host.status_code == 400
        assert message(not_a_host)[1].startswith(f"User with id={CAROL} is not a valid Round Robin host - ")
        assert alice.post(f"/v2/bookings/{uid}/reassign/abc", json={}).status_code == 400

    def test_whose_event_type_is_gone(self, alice, carol):
        uid = book(alice, ROUND)["uid"]
        carol.delete(f"/v2/teams/{TEAM}/event-types/{ROUND}").raise_for_status()

        response = alice.post(f"/v2/bookings/{uid}/reassign")

        assert message(response) == (400, "Event type with id=null was not found in the database")

    def test_with_a_fixed_host_the_other_one_changes(self, mockcal, world):
        mockcal.load(
            {
                "teams": [
                    {
                        "slug": "support",
                        "eventTypes": [
                            {
                                "slug": "mixed",
                                "id": 45,
                                "title": "Mixed",
                                "lengthInMinutes": 30,
                                "schedulingType": "roundRobin",
                                "hosts": [{"user": "bob", "mandatory": True}, {"user": "alice"}, {"user": "carol"}],
                            }
                        ],
                    }
                ]
            }
        )
        alice = mockcal.api("cal_alice", "2024-08-13")
        uid = book(alice, 45)["uid"]

        given = alice.post(f"/v2/bookings/{uid}/reassign")
        fixed = alice.post(f"/v2/bookings/{uid}/reassign/{BOB}", json={})

        assert given.json()["data"]["reassignedTo"]["id"] == BOB
        now = alice.get(f"/v2/bookings/{uid}").json()["data"]
        assert hosts(now) == [BOB]
        assert emails(now) == ["ann@example.com", "carol@example.com"]
        assert fixed.status_code == 400

    def test_nobody_without_credentials(self, anyone):
        uid = book(anyone, ROUND)["uid"]

        response = anyone.post(f"/v2/bookings/{uid}/reassign")

        assert response.status_code == 403
        assert "PermissionsGuard - no authentication provided." in message(response)[1]


class TestManaged:
    def test_a_copy_is_booked_like_a_personal_one(self, anyone, world):
        child = world["eventTypes"]["bob/managed"]["id"]

        booking = book(anyone, child)

        assert hosts(booking) == [BOB]
        assert message(anyone.post("/v2/bookings", json=asked(child, attendee=BEN))) == (400, USER_BUSY)
