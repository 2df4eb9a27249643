"""One booking, and what it has elsewhere: links, references, recordings, transcripts, sessions."""

from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from tests.api.bookings.conftest import ALICE, ANN, INTRO, STRANGER, WEEKLY, book, message
from tests.conftest import refusal


def seeded(**more) -> dict:
    return {
        "bookings": [
            {
                "uid": "seeded",
                "eventType": "alice/intro",
                "start": "2026-01-06T10:00:00Z",
                "attendee": ANN,
                **more,
            }
        ]
    }


class TestGetBooking:
    def test_unknown(self, anyone):
        assert refusal(anyone.get("/v2/bookings/none")) == (
            404,
            "NotFoundException",
            "Booking with uid=none was not found in the database",
        )

    def test_anybody_may(self, anyone, stranger):
        uid = book(anyone)["uid"]

        assert anyone.get(f"/v2/bookings/{uid}").json() == stranger.get(f"/v2/bookings/{uid}").json()

    def test_a_bad_token_is_refused(self, mockcal, world):
        assert mockcal.api("bad-token", "2024-08-13").get("/v2/bookings/none").status_code == 401

    def test_half_a_client_is_nobody(self, mockcal, anyone):
        uid = book(anyone)["uid"]

        assert (
            mockcal.api(version="2024-08-13", **{"x-cal-client-id": "none"}).get(f"/v2/bookings/{uid}").status_code
            == 200
        )

    def test_an_event_type_that_is_gone(self, alice):
        uid = book(alice)["uid"]
        alice.delete(f"/v2/event-types/{INTRO}", headers={"cal-api-version": "2024-06-14"}).raise_for_status()

        booking = alice.get(f"/v2/bookings/{uid}").json()["data"]

        assert (booking["eventTypeId"], booking["eventType"]) == (None, None)

    @pytest.mark.parametrize(
        "answers",
        [
            {"odd": 1},
            {"name": 5, "email": "ann@example.com"},
            {"name": "Ann", "email": "ann@example.com", "guests": 5},
            {"name": "Ann", "email": "ann@example.com", "guests": ["gus@example.com", None]},
            {"name": "Ann", "email": "ann@example.com", "rescheduledReason": {"a": 1}},
        ],
    )
    def test_answers_that_cannot_be_read(self, mockcal, world, answers):
        mockcal.load(seeded(stored={"responses": answers}))

        booking = mockcal.api(version="2024-08-13").get("/v2/bookings/seeded").json()["data"]

        assert booking["bookingFieldsResponses"] == {
            "name": "unknown",
            "email": "unknown",
            "guests": [],
            "rescheduledReason": "unknown",
        }


class TestCalendarLinks:
    def test_four_of_them(self, alice, stranger):
        booking = book(alice, bookingFieldsResponses={"notes": "a & b"})

        found = stranger.get(f"/v2/bookings/{booking['uid']}/calendar-links").json()["data"]

        assert [(one["label"], one["id"]) for one in found] == [
            ("Google Calendar", "googleCalendar"),
            ("Microsoft Office", "microsoftOffice"),
            ("Microsoft Outlook", "microsoftOutlook"),
            ("ICS", "ics"),
        ]
        google, office, outlook, ics = (one["link"] for one in found)
        assert google == (
            "https://calendar.google.com/calendar/r/eventedit?dates=20260106T100000Z/20260106T103000Z"
            "&text=Intro%20between%20Alice%20Host%20and%20Ann%20Lee&details=a%20%26%20b"
            f"&location=https%3A%2F%2Fapp.cal.com%2Fvideo%2F{booking['uid']}"
        )
        assert office == (
            "https://outlook.office.com/calendar/0/deeplink/compose?body=a%20%26%20b&enddt=2026-01-06T10%3A30%3A00.000Z"
            "&path=%2Fcalendar%2Faction%2Fcompose&rru=addevent&startdt=2026-01-06T10%3A00%3A00.000Z"
            "&subject=Intro%20between%20Alice%20Host%20and%20Ann%20Lee"
        )
        assert outlook == office.replace("outlook.office.com", "outlook.live.com")
        assert ics.startswith("data:text/calendar,BEGIN%3AVCALENDAR")
        assert f"UID:{booking['icsUid']}" in unquote(ics)

    def test_a_series_recurs(self, alice):
        uid = book(alice, WEEKLY, "2030-02-04T13:00:00Z")[0]["uid"]

        google = alice.get(f"/v2/bookings/{uid}/calendar-links").json()["data"][0]["link"]

        assert parse_qs(urlsplit(google).query)["recur"] == ["RRULE:FREQ=WEEKLY;INTERVAL=1;COUNT=3"]

    def test_refusals(self, alice, anyone):
        uid = book(alice)["uid"]

        assert anyone.get(f"/v2/bookings/{uid}/calendar-links").status_code == 403
        assert message(alice.get("/v2/bookings/none/calendar-links")) == (404, "Booking with uid none not found")
        alice.delete(f"/v2/event-types/{INTRO}", headers={"cal-api-version": "2024-06-14"}).raise_for_status()
        assert message(alice.get(f"/v2/bookings/{uid}/calendar-links")) == (
            400,
            f"Booking with uid {uid} has no event type",
        )


class TestReferences:
    REFERENCES = [
        {"type": "google_calendar", "uid": "evt_1", "externalCalendarId": "a@gmail.example"},
        {"type": "daily_video", "uid": "room"},
    ]

    def test_what_it_made(self, mockcal, alice):
        mockcal.load(seeded(references=self.REFERENCES))

        found = alice.get("/v2/bookings/seeded/references").json()["data"]

        assert found == [
            {"type": "google_calendar", "eventUid": "evt_1", "id": 1, "destinationCalendarId": "a@gmail.example"},
            {"type": "daily_video", "eventUid": "room", "id": 2, "destinationCalendarId": None},
        ]

    def test_of_one_type(self, mockcal, alice):
        mockcal.load(seeded(references=self.REFERENCES))

        found = alice.get("/v2/bookings/seeded/references", params={"type": "daily_video"}).json()["data"]

        assert [one["eventUid"] for one in found] == ["room"]
        assert alice.get("/v2/bookings/seeded/references", params={"type": "nothing"}).status_code == 400

    def test_only_the_organizer_may(self, alice, stranger, anyone):
        uid = book(alice)["uid"]

        assert message(stranger.get(f"/v2/bookings/{uid}/references")) == (
            400,
            f"Booking with uid {uid} does not belong to user",
        )
        assert message(alice.get("/v2/bookings/none/references")) == (404, "Booking with uid none not found")
        assert anyone.get(f"/v2/bookings/{uid}/references").status_code == 403


RECORDING = {"id": "r1", "roomName": "room", "startTs": 1, "status": "finished", "duration": 60, "shareToken": "t"}
SESSION = {
    "id": "s1",
    "room": "room",
    "startTime": 1,
    "duration": 60,
    "ongoing": False,
    "maxParticipants": 2,
    "participants": [],
}


@pytest.mark.parametrize(
    ("path", "key", "items"),
    [
        ("recordings", "recordings", [RECORDING]),
        ("transcripts", "transcripts", ["https://example.com/t.vtt"]),
        ("conferencing-sessions", "conferencingSessions", [SESSION]),
    ],
)
class TestMeeting:
    def test_what_the_room_kept(self, mockcal, alice, path, key, items):
        mockcal.load(seeded(**{key: items}))

        assert alice.get(f"/v2/bookings/seeded/{path}").json() == {"status": "success", "data": items}

    def test_a_room_beside_what_else_the_booking_refers_to(self, mockcal, alice, path, key, items):
        mockcal.load(seeded(references=[{"type": "google_calendar", "uid": "evt_1"}], **{key: items}))

        assert alice.get(f"/v2/bookings/seeded/{path}").json()["data"] == items

    def test_a_room_that_kept_nothing(self, alice, path, key, items):
        uid = book(alice)["uid"]

        assert alice.get(f"/v2/bookings/{uid}/{path}").json()["data"] == []

    def test_no_room(self, mockcal, alice, path, key, items):
        mockcal.load(seeded())

        assert message(alice.get(f"/v2/bookings/seeded/{path}")) == (
            404,
            "No Cal Video reference found with booking uid seeded",
        )

    def test_who_may(self, alice, stranger, anyone, path, key, items):
        uid = book(alice)["uid"]
        refused = "BookingPbacGuard - user with id={} does not have access to booking with uid={}"

        assert message(stranger.get(f"/v2/bookings/{uid}/{path}")) == (403, refused.format(STRANGER, uid))
        assert message(alice.get(f"/v2/bookings/none/{path}")) == (403, refused.format(ALICE, "none"))
        assert anyone.get(f"/v2/bookings/{uid}/{path}").status_code == 403
