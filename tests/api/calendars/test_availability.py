"""What calendars do to slots and bookings, and bookings to calendars."""

import pytest

from tests.api.calendars.conftest import event
from tests.conftest import refusal

DAY = "2026-01-06"
GOOGLE = {
    "integration": "google_calendar",
    "externalId": "alice@gmail.example",
    "destination": True,
    "busy": [{"start": f"{DAY}T10:00:00Z", "end": f"{DAY}T11:00:00Z"}],
}


def world(*calendars):
    alice = {
        "username": "alice",
        "timeZone": "UTC",
        "calendars": list(calendars),
        "eventTypes": [{"title": "Intro", "slug": "intro", "lengthInMinutes": 60}],
    }
    return {"users": [alice]}


def slots(mockcal, event_type_id, day=DAY):
    """The hours at which slots start."""
    query = {"eventTypeId": event_type_id, "start": day, "end": day}
    found = mockcal.api(None, "2024-09-04").get("/v2/slots", params=query).json()["data"]
    return [int(slot["start"][11:13]) for slot in found.get(day, [])]


def book(mockcal, event_type_id, hour=13):
    body = {
        "eventTypeId": event_type_id,
        "start": f"{DAY}T{hour}:00:00Z",
        "attendee": {"name": "Bob", "email": "bob@example.com", "timeZone": "UTC"},
    }
    return mockcal.api(None, "2024-08-13").post("/v2/bookings", json=body)


@pytest.fixture
def intro(mockcal):
    """The event type of somebody with a selected calendar that bookings are written to."""
    return mockcal.load(world(GOOGLE))["eventTypes"]["alice/intro"]["id"]


class TestSlots:
    def test_a_busy_time_is_no_slot(self, mockcal, intro):
        assert slots(mockcal, intro) == [9, 11, 12, 13, 14, 15, 16]

    def test_only_selected_calendars_count(self, mockcal):
        made = mockcal.load(world({**GOOGLE, "selected": False}))

        assert 10 in slots(mockcal, made["eventTypes"]["alice/intro"]["id"])

    def test_a_host_whose_provider_fails_is_never_free(self, mockcal):
        made = mockcal.load(world({**GOOGLE, "error": "quota exceeded"}))

        assert slots(mockcal, made["eventTypes"]["alice/intro"]["id"]) == []

    def test_broken_credentials_are_not_asked(self, mockcal):
        made = mockcal.load(world({**GOOGLE, "invalid": True}))

        assert 10 in slots(mockcal, made["eventTypes"]["alice/intro"]["id"])

    def test_a_feed_is_fetched_for_each_query(self, mockcal, publisher):
        url = publisher.publish("/a.ics", event("one", f"DTSTART:{DAY.replace('-', '')}T140000Z", "DURATION:PT1H"))
        made = mockcal.load(world({"integration": "ics-feed_calendar", "externalId": url}))
        intro = made["eventTypes"]["alice/intro"]["id"]
        assert slots(mockcal, intro) == [9, 10, 11, 12, 13, 15, 16]

        publisher.publish("/a.ics")

        assert slots(mockcal, intro) == [9, 10, 11, 12, 13, 14, 15, 16]
        publisher.files.clear()
        assert slots(mockcal, intro) == []

    def test_a_selected_feed_that_was_saved(self, mockcal, publisher):
        made = mockcal.load(world())
        alice = mockcal.api("cal_alice")
        url = publisher.publish("/a.ics", event("one", f"DTSTART:{DAY.replace('-', '')}T140000Z", "DURATION:PT1H"))
        credential_id = alice.post("/v2/calendars/ics-feed/save", json={"urls": [url]}).json()["data"]["id"]
        assert 14 in slots(mockcal, made["eventTypes"]["alice/intro"]["id"])

        selection = {"integration": "ics-feed_calendar", "externalId": url, "credentialId": credential_id}
        alice.post("/v2/selected-calendars", json=selection)

        assert 14 not in slots(mockcal, made["eventTypes"]["alice/intro"]["id"])


class TestBookings:
    def test_a_busy_time_cannot_be_booked(self, mockcal, intro):
        assert refusal(book(mockcal, intro, hour=10)) == (
            400,
            "BadRequestException",
            "User either already has booking at this time or is not available",
        )

    def test_a_feed_is_asked_before_a_booking(self, mockcal, publisher):
        url = publisher.publish("/a.ics", event("one", f"DTSTART:{DAY.replace('-', '')}T140000Z", "DURATION:PT1H"))
        made = mockcal.load(world({"integration": "ics-feed_calendar", "externalId": url}))
        intro = made["eventTypes"]["alice/intro"]["id"]

        assert book(mockcal, intro, hour=14).status_code == 400
        assert book(mockcal, intro, hour=15).status_code == 201

    def test_an_accepted_booking_is_put_into_the_destination(self, mockcal, intro):
        booking = book(mockcal, intro).json()["data"]

        alice = mockcal.api("cal_alice", "2024-08-13")
        references = alice.get(f"/v2/bookings/{booking['uid']}/references").json()["data"]
        [reference] = [one for one in references if one["type"] == "google_calendar"]
        assert reference["destinationCalendarId"] == "alice@gmail.example"
        shown = alice.get(f"/v2/calendars/google/event/{reference['eventUid']}").json()["data"]
        assert shown["title"] == booking["title"]
        assert shown["start"]["time"] == f"{DAY}T13:00:00.000Z"
        assert shown["status"] == "accepted"
        assert "bob@example.com" in {one["email"] for one in shown["attendees"]}

    def test_its_time_is_busy_from_then_on(self, mockcal, intro):
        booking = book(mockcal, intro).json()["data"]
        assert busy(mockcal) == ["10", "13"]

        mockcal.api("cal_alice", "2024-08-13").post(
            f"/v2/bookings/{booking['uid']}/cancel", json={"cancellationReason": "ill"}
        )

        assert busy(mockcal) == ["10"]
        assert 13 in slots(mockcal, intro)

    def test_rescheduled_it_moves_and_does_not_stand_in_its_own_way(self, mockcal, intro):
        booking = book(mockcal, intro).json()["data"]
        path = f"/v2/bookings/{booking['uid']}/reschedule"

        response = mockcal.api(None, "2024-08-13").post(path, json={"start": f"{DAY}T13:30:00Z"})

        assert response.status_code == 201
        assert busy(mockcal) == ["10", "13"]

    def test_without_a_destination_there_is_no_event(self, mockcal):
        made = mockcal.load(world({**GOOGLE, "destination": False}))
        booking = book(mockcal, made["eventTypes"]["alice/intro"]["id"]).json()["data"]

        references = mockcal.api("cal_alice", "2024-08-13").get(f"/v2/bookings/{booking['uid']}/references").json()

        assert "google_calendar" not in {one["type"] for one in references["data"]}
        assert busy(mockcal) == ["10"]


def busy(mockcal):
    """The hours at which alice's calendar is busy on the day."""
    alice = mockcal.api("cal_alice")
    credential_id = alice.get("/v2/calendars").json()["data"]["connectedCalendars"][0]["credentialId"]
    query = {
        "calendarsToLoad[0][credentialId]": credential_id,
        "calendarsToLoad[0][externalId]": "alice@gmail.example",
        "dateFrom": DAY,
        "dateTo": f"{DAY}T08:00:00Z",
    }
    return [one["start"][11:13] for one in alice.get("/v2/calendars/busy-times", params=query).json()["data"]]
