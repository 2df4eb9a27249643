"""Where a booking takes place, and `PATCH /v2/bookings/{bookingUid}/location`."""

import pytest

from tests.api.bookings.conftest import INTRO, PLACES, asked, book, message
from tests.conftest import refusal


class TestWhenBooking:
    @pytest.mark.parametrize(
        ("asked_for", "kept", "where"),
        [
            ({"type": "address"}, {"value": "inPerson", "optionValue": ""}, "1 Main Street"),
            ({"type": "link"}, {"value": "link", "optionValue": ""}, "https://meet.example.com/room"),
            ({"type": "phone"}, {"value": "userPhone", "optionValue": ""}, "+14155550100"),
            (
                {"type": "attendeeAddress", "address": "Via Roma 1"},
                {"value": "attendeeInPerson", "optionValue": "Via Roma 1"},
                "Via Roma 1",
            ),
            (
                {"type": "attendeePhone", "phone": "+919876543210"},
                {"value": "phone", "optionValue": "+919876543210"},
                "+919876543210",
            ),
            (
                {"type": "attendeeDefined", "location": "the park"},
                {"value": "somewhereElse", "optionValue": "the park"},
                "the park",
            ),
            (
                "https://a.example.com/x",
                {"value": "link", "optionValue": "https://a.example.com/x"},
                "https://a.example.com/x",
            ),
            ("a.example.com", {"value": "link", "optionValue": "a.example.com"}, "a.example.com"),
            ("www.whatever", {"value": "link", "optionValue": "www.whatever"}, "www.whatever"),
            ("+919876543210", {"value": "phone", "optionValue": "+919876543210"}, "+919876543210"),
            ("the pub", {"value": "somewhereElse", "optionValue": "the pub"}, "the pub"),
        ],
    )
    def test_what_is_asked_for(self, anyone, asked_for, kept, where):
        booking = book(anyone, PLACES, location=asked_for)

        assert booking["bookingFieldsResponses"]["location"] == kept
        assert booking["location"] == booking["meetingUrl"] == where

    def test_cal_video_opens_a_room(self, anyone):
        booking = book(anyone, PLACES, location={"type": "integration", "integration": "cal-video"})

        assert booking["bookingFieldsResponses"]["location"] == {"value": "integrations:daily", "optionValue": ""}
        assert booking["location"] == f"https://app.cal.com/video/{booking['uid']}"

    def test_nothing_asked_for_is_the_first_one(self, anyone):
        booking = book(anyone, PLACES)

        assert booking["location"] == "1 Main Street"
        assert "location" not in booking["bookingFieldsResponses"]

    def test_an_old_meeting_url_counts_without_a_location(self, anyone):
        assert book(anyone, meetingUrl="https://a.example.com")["location"] == "https://a.example.com"
        both = book(anyone, start="2026-01-07T10:00:00Z", meetingUrl="https://a.example.com", location="the pub")
        assert both["location"] == "the pub"

    def test_a_type_that_is_not_offered(self, anyone):
        response = anyone.post("/v2/bookings", json=asked(INTRO, location={"type": "phone"}))

        assert refusal(response) == (
            400,
            "BadRequestException",
            f"Booking location with type phone not valid for event type with id={INTRO}. The event type has following "
            "location types: integration, and only these types are allowed for booking location.",
        )

    def test_an_integration_that_is_not_offered(self, anyone):
        response = anyone.post(
            "/v2/bookings", json=asked(PLACES, location={"type": "integration", "integration": "zoom"})
        )

        assert message(response) == (
            400,
            f"Booking location with integration zoom not valid for event type with id={PLACES}. The event type has "
            "following integrations: cal-video, and only these integrations are allowed for booking location.",
        )

    @pytest.mark.parametrize(
        ("location", "sentence"),
        [
            ({"type": "attendeeAddress"}, "responses.location.optionValue - Required, "),
            ({"type": "attendeePhone", "phone": "12"}, "responses - {location}invalid_number, "),
        ],
    )
    def test_what_the_attendee_must_give(self, anyone, location, sentence):
        response = anyone.post("/v2/bookings", json=asked(PLACES, location=location))

        assert refusal(response) == (400, "BAD_REQUEST", sentence)

    def test_an_app_that_is_connected(self, mockcal, world):
        mockcal.load(
            {
                "users": [
                    {
                        "username": "alice",
                        "conferencing": [{"app": "zoom", "default": True}],
                        "eventTypes": [
                            {
                                "slug": "zoom",
                                "id": 44,
                                "title": "Zoom",
                                "lengthInMinutes": 30,
                                "locations": [{"type": "integration", "integration": "zoom"}],
                            }
                        ],
                    }
                ]
            }
        )
        alice = mockcal.api("cal_alice", "2024-08-13")

        booking = book(alice, 44)

        assert booking["location"].startswith("https://zoom.us/j/")
        (reference,) = alice.get(f"/v2/bookings/{booking['uid']}/references").json()["data"]
        assert reference["type"] == "zoom_video"

        moved = alice.post(f"/v2/bookings/{booking['uid']}/reschedule", json={"start": "2026-01-06T14:00:00Z"})

        moved = moved.json()["data"]
        assert moved["location"] == booking["location"]
        assert alice.get(f"/v2/bookings/{moved['uid']}/references").json()["data"] == [reference]


class TestUpdateLocation:
    @pytest.mark.parametrize(
        ("location", "kept", "where"),
        [
            (
                {"type": "address", "address": "2 Side Street"},
                {"value": "inPerson", "optionValue": ""},
                "2 Side Street",
            ),
            (
                {"type": "link", "link": "https://b.example.com"},
                {"value": "link", "optionValue": ""},
                "https://b.example.com",
            ),
            ({"type": "phone", "phone": "+14155550101"}, {"value": "userPhone", "optionValue": ""}, "+14155550101"),
            (
                {"type": "attendeeDefined", "location": "the pub"},
                {"value": "somewhereElse", "optionValue": "the pub"},
                "the pub",
            ),
        ],
    )
    def test_any_place_will_do(self, alice, location, kept, where):
        uid = book(alice)["uid"]

        booking = alice.patch(f"/v2/bookings/{uid}/location", json={"location": location}).json()["data"]

        assert booking["location"] == booking["meetingUrl"] == where
        assert booking["bookingFieldsResponses"]["location"] == kept

    def test_nothing_changes_nothing(self, alice):
        booking = book(alice)

        same = alice.patch(f"/v2/bookings/{booking['uid']}/location", json={})

        assert same.json()["data"]["location"] == booking["location"]

    @pytest.mark.parametrize(
        ("location", "kind"),
        [("the pub", "undefined"), ({"type": "link"}, "link"), ({"type": "address", "address": 5}, "address")],
    )
    def test_a_value_is_needed(self, alice, location, kind):
        uid = book(alice)["uid"]

        response = alice.patch(f"/v2/bookings/{uid}/location", json={"location": location})

        assert message(response) == (400, f"Missing or invalid location value for type: {kind}")

    def test_an_unknown_type(self, alice):
        uid = book(alice)["uid"]

        assert alice.patch(f"/v2/bookings/{uid}/location", json={"location": {"type": "moon"}}).status_code == 400

    def test_who_may(self, mockcal, anyone, stranger, alice):
        uid = book(anyone)["uid"]
        change = {"location": {"type": "link", "link": "https://b.example.com"}}

        assert mockcal.api(version="2024-08-13").patch(f"/v2/bookings/{uid}/location", json=change).status_code == 401
        assert refusal(stranger.patch(f"/v2/bookings/{uid}/location", json=change)) == (
            403,
            "ForbiddenException",
            "User is not authorized to update this booking location. User must be the event type owner, host, team admin or "
            "owner, or org admin or owner.",
        )
        assert message(alice.patch("/v2/bookings/none/location", json=change)) == (
            404,
            "Booking with uid=none not found",
        )

    def test_without_the_version_it_is_not_there(self, mockcal, world):
        response = mockcal.api("cal_alice").patch("/v2/bookings/x/location", json={})

        assert message(response) == (404, "Cannot PATCH /v2/bookings/x/location")

    def test_both_sides_are_told(self, mockcal, alice):
        uid = book(alice, guests=["gus@example.com"])["uid"]

        alice.patch(
            f"/v2/bookings/{uid}/location", json={"location": {"type": "link", "link": "https://b.example.com"}}
        ).raise_for_status()

        told = sorted((mail["template"], *mail["to"]) for mail in mockcal.outbox() if "location" in mail["template"])
        assert told == [
            ("attendee-location-updated", "ann@example.com"),
            ("attendee-location-updated", "gus@example.com"),
            ("organizer-location-updated", "alice@example.com"),
        ]
