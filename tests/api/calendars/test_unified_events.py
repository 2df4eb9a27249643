"""`GET /v2/calendars/{calendar}/event/{uid}` and `PATCH …/events/{uid}`."""

import pytest

from tests.conftest import constraints, refusal

EVENT = {
    "id": "evt_1",
    "title": "Planning",
    "description": "",
    "start": {"time": "2026-01-06T10:00:00+01:00", "timeZone": "Europe/Rome"},
    "end": {"time": "2026-01-06T11:00:00+01:00", "timeZone": "Europe/Rome"},
    "status": "accepted",
    "locations": [{"type": "video", "url": "https://meet.google.com/abc", "label": "meet", "pin": None}],
    "attendees": [{"email": "bob@example.com", "responseStatus": "needsAction"}],
    "calendarEventOwner": {"email": "alice@gmail.example", "name": "Alice"},
}
BOOKING = {
    "eventType": "alice/intro",
    "uid": "bk_1",
    "start": "2026-01-06T09:00:00Z",
    "attendee": {"name": "Bob", "email": "bob@example.com"},
    "references": [{"type": "google_calendar", "uid": "evt_1"}],
}


def world(*, events=(EVENT,), booking=BOOKING, **calendar):
    google = {"integration": "google_calendar", "externalId": "alice@gmail.example", "events": list(events), **calendar}
    intro = {"title": "Intro", "slug": "intro", "lengthInMinutes": 60}
    return {
        "users": [{"username": "alice", "calendars": [google], "eventTypes": [intro]}, {"username": "bob"}],
        "bookings": [booking],
    }


@pytest.fixture
def alice(mockcal):
    mockcal.load(world())
    return mockcal.api("cal_alice")


class TestGetEvent:
    def test_nobody_is_refused(self, mockcal, alice):
        assert mockcal.api().get("/v2/calendars/google/event/evt_1").status_code == 401

    def test_only_google(self, alice):
        response = alice.get("/v2/calendars/office365/event/evt_1")

        assert refusal(response) == (
            400,
            "BadRequestException",
            "Meeting details are currently only available for Google Calendar",
        )

    def test_a_uid_that_no_booking_refers_to(self, alice):
        response = alice.get("/v2/calendars/google/event/evt_2")

        assert refusal(response) == (404, "NotFoundException", "Booking reference not found")

    def test_without_valid_credentials(self, mockcal):
        mockcal.load(world(invalid=True))

        response = mockcal.api("cal_alice").get("/v2/calendars/google/event/evt_1")

        assert refusal(response) == (
            401,
            "UnauthorizedException",
            "No valid credentials available for Google Calendar",
        )

    def test_an_event_that_the_calendar_lost(self, mockcal):
        mockcal.load(world(events=()))

        response = mockcal.api("cal_alice").get("/v2/calendars/google/event/evt_1")

        assert refusal(response) == (404, "NotFoundException", "Failed to retrieve meeting details")

    def test_the_plural_path_does_not_exist(self, alice):
        response = alice.get("/v2/calendars/google/events/evt_1")

        assert refusal(response) == (404, "NotFoundException", "Cannot GET /v2/calendars/google/events/evt_1")

    def test_anybody_may_see_it(self, mockcal, alice):
        response = mockcal.api("cal_bob").get("/v2/calendars/google/event/evt_1")

        assert response.status_code == 200
        assert response.json()["data"] == {
            "id": "evt_1",
            "title": "Planning",
            "description": None,
            "start": {"time": "2026-01-06T10:00:00+01:00", "timeZone": "Europe/Rome"},
            "end": {"time": "2026-01-06T11:00:00+01:00", "timeZone": "Europe/Rome"},
            "locations": [{"type": "video", "url": "https://meet.google.com/abc", "label": "meet", "pin": None}],
            "attendees": [{"email": "bob@example.com", "responseStatus": "needsAction"}],
            "status": "accepted",
            "hosts": [{"email": "alice@gmail.example", "name": "Alice", "responseStatus": None}],
            "calendarEventOwner": {"email": "alice@gmail.example", "name": "Alice"},
            "source": "google",
        }

    def test_given_hosts_are_shown_and_no_attendees_are_left_out(self, mockcal):
        hosts = [{"email": "carol@example.com", "name": "Carol", "responseStatus": "accepted"}]
        mockcal.load(world(events=[{**EVENT, "attendees": [], "hosts": hosts}]))

        shown = mockcal.api("cal_alice").get("/v2/calendars/google/event/evt_1").json()["data"]

        assert shown["hosts"] == hosts
        assert "attendees" not in shown


class TestUpdateEvent:
    def test_only_google(self, alice):
        response = alice.patch("/v2/calendars/apple/events/evt_1", json={})

        assert refusal(response) == (
            400,
            "BadRequestException",
            "Event updates are currently only available for Google Calendar",
        )

    @pytest.mark.parametrize(
        ("change", "name"),
        [
            ({"title": 5}, "title"),
            ({"status": "maybe"}, "status"),
            ({"start": "2026-01-06"}, "start"),
            ({"end": {"time": "noon", "timeZone": "UTC"}}, "end"),
            ({"attendees": [{"email": "bob@example.com", "responseStatus": "perhaps"}]}, "attendees"),
        ],
    )
    def test_bad_input(self, alice, change, name):
        response = alice.patch("/v2/calendars/google/events/evt_1", json=change)

        assert list(constraints(response)) == [name]

    def test_an_event_that_the_calendar_lost(self, mockcal):
        mockcal.load(world(events=()))

        response = mockcal.api("cal_alice").patch("/v2/calendars/google/events/evt_1", json={"title": "New"})

        assert refusal(response) == (404, "NotFoundException", "Failed to update meeting details")

    def test_what_is_left_out_stays(self, alice):
        change = {"title": "Review", "description": "Bring figures"}

        response = alice.patch("/v2/calendars/google/events/evt_1", json=change)

        assert response.status_code == 200
        shown = response.json()["data"]
        assert (shown["title"], shown["description"]) == ("Review", "Bring figures")
        assert shown["start"] == {"time": "2026-01-06T10:00:00+01:00", "timeZone": "Europe/Rome"}
        assert alice.get("/v2/calendars/google/event/evt_1").json()["data"] == shown

    def test_it_moves_and_its_calendar_is_busy_elsewhere(self, mockcal, alice):
        start = {"time": "2026-01-06T15:00:00Z", "timeZone": "UTC"}
        end = {"time": "2026-01-06T16:00:00Z", "timeZone": "UTC"}

        shown = alice.patch("/v2/calendars/google/events/evt_1", json={"start": start, "end": end}).json()["data"]

        assert (shown["start"], shown["end"]) == (start, end)
        assert busy(alice) == [("2026-01-06T15:00:00.000Z", "2026-01-06T16:00:00.000Z")]

    def test_a_time_without_an_offset_is_on_the_zones_clock(self, alice):
        change = {
            "start": {"time": "2026-01-06T15:00:00", "timeZone": "Europe/Rome"},
            "end": {"time": "2026-01-06T16:00:00", "timeZone": "Europe/Rome"},
        }

        alice.patch("/v2/calendars/google/events/evt_1", json=change)

        assert busy(alice) == [("2026-01-06T14:00:00.000Z", "2026-01-06T15:00:00.000Z")]

    @pytest.mark.parametrize(
        "start", [{"time": "2026-W02", "timeZone": "UTC"}, {"time": "2026-01-06T15:00:00", "timeZone": "Narnia/Woods"}]
    )
    def test_times_that_the_provider_cannot_read(self, alice, start):
        response = alice.patch("/v2/calendars/google/events/evt_1", json={"start": start})

        assert refusal(response) == (404, "NotFoundException", "Failed to update meeting details")

    @pytest.mark.parametrize(
        ("sent", "shown", "is_busy"),
        [
            ("accepted", "accepted", True),
            ("pending", "pending", True),
            ("declined", "cancelled", False),
            ("cancelled", "cancelled", False),
        ],
    )
    def test_a_status(self, alice, sent, shown, is_busy):
        answer = alice.patch("/v2/calendars/google/events/evt_1", json={"status": sent}).json()["data"]

        assert answer["status"] == shown
        assert bool(busy(alice)) is is_busy

    def test_attendees_replace_the_whole_list(self, alice):
        attendees = [
            {"email": "carol@example.com", "name": "Carol", "responseStatus": "accepted", "host": True},
            {"email": "dave@example.com", "optional": True, "self": True},
        ]

        shown = alice.patch("/v2/calendars/google/events/evt_1", json={"attendees": attendees}).json()["data"]

        assert [one["email"] for one in shown["attendees"]] == ["carol@example.com", "dave@example.com"]
        assert shown["attendees"][1] == attendees[1] | {"responseStatus": "needsAction"}
        assert shown["hosts"] == [{"email": "carol@example.com", "name": "Carol", "responseStatus": "accepted"}]

    def test_an_attendee_who_cannot_be_invited(self, alice):
        response = alice.patch("/v2/calendars/google/events/evt_1", json={"attendees": [{"name": "Carol"}]})

        assert refusal(response) == (404, "NotFoundException", "Failed to update meeting details")

    def test_all_that_an_attendee_can_be(self, alice):
        ann = {"email": "ann@example.com", "name": "Ann", "responseStatus": "pending"}
        ann |= {"self": True, "optional": True, "host": False}

        shown = alice.patch("/v2/calendars/google/events/evt_1", json={"attendees": [ann]}).json()["data"]

        assert shown["attendees"] == [ann]

    def test_an_attendee_without_an_address_cannot_be_invited(self, alice):
        before = alice.get("/v2/calendars/google/event/evt_1").json()

        response = alice.patch("/v2/calendars/google/events/evt_1", json={"attendees": [{"name": "Nobody"}]})

        assert (response.status_code, response.json()["error"]["message"]) == (404, "Failed to update meeting details")
        assert alice.get("/v2/calendars/google/event/evt_1").json() == before


def busy(api):
    credential_id = api.get("/v2/calendars").json()["data"]["connectedCalendars"][0]["credentialId"]
    query = {
        "calendarsToLoad[0][credentialId]": credential_id,
        "calendarsToLoad[0][externalId]": "alice@gmail.example",
        "dateFrom": "2026-01-06",
        "dateTo": "2026-01-06T08:00:00Z",
    }
    found = api.get("/v2/calendars/busy-times", params=query).json()["data"]
    return [(one["start"], one["end"]) for one in found]
