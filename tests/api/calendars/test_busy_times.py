"""`GET /v2/calendars/busy-times`."""

import pytest

from tests.conftest import constraints, refusal

BUSY = [
    {"start": "2026-01-06T10:00:00Z", "end": "2026-01-06T11:00:00Z"},
    {"start": "2026-01-06T20:00:00Z", "end": "2026-01-06T21:00:00Z"},
    {"start": "2026-01-09T10:00:00Z", "end": "2026-01-09T11:00:00Z"},
]
GOOGLE = {"integration": "google_calendar", "externalId": "alice@gmail.example", "busy": BUSY}


@pytest.fixture
def credential_id(mockcal):
    made = mockcal.load({"users": [{"username": "alice", "calendars": [GOOGLE]}, {"username": "bob"}]})
    return made["users"]["alice"]["calendars"]["alice@gmail.example"]["credentialId"]


def asked(credential_id, external_id="alice@gmail.example", **more):
    return {
        "calendarsToLoad[0][credentialId]": credential_id,
        "calendarsToLoad[0][externalId]": external_id,
        "dateFrom": "2026-01-06",
        "dateTo": "2026-01-06",
        "timeZone": "Europe/Madrid",
        **more,
    }


class TestBusyTimes:
    def test_nobody_is_refused(self, mockcal, credential_id):
        assert mockcal.api().get("/v2/calendars/busy-times", params=asked(credential_id)).status_code == 401

    def test_what_is_missing_is_told_at_once(self, mockcal, credential_id):
        response = mockcal.api("cal_alice").get("/v2/calendars/busy-times")

        assert set(constraints(response)) == {"dateFrom", "dateTo", "calendarsToLoad"}

    @pytest.mark.parametrize("date", ["tomorrow", "2026-13-01"])
    def test_dates_are_iso_dates(self, mockcal, credential_id, date):
        response = mockcal.api("cal_alice").get("/v2/calendars/busy-times", params=asked(credential_id, dateFrom=date))

        assert constraints(response) == {"dateFrom": {"isDateString": "dateFrom must be a valid ISO 8601 date string"}}

    def test_a_date_that_javascript_cannot_read_is_refused_too(self, mockcal, credential_id):
        query = asked(credential_id, dateTo="2026-W02-1")

        response = mockcal.api("cal_alice").get("/v2/calendars/busy-times", params=query)

        assert list(constraints(response)) == ["dateTo"]

    def test_a_credential_is_a_number(self, mockcal, credential_id):
        response = mockcal.api("cal_alice").get("/v2/calendars/busy-times", params=asked("none"))

        [item] = response.json()["error"]["details"]["errors"]
        assert item["property"] == "calendarsToLoad"
        assert item["children"][0]["property"] == "0"
        assert list(item["children"][0]["children"][0]["constraints"]) == ["isNumber"]

    def test_somebody_elses_credentials_are_refused(self, mockcal, credential_id):
        response = mockcal.api("cal_bob").get("/v2/calendars/busy-times", params=asked(credential_id))

        assert refusal(response) == (401, "UnauthorizedException", "These credentials do not belong to you")

    def test_they_come_in_utc_and_from_half_a_day_around(self, mockcal, credential_id):
        response = mockcal.api("cal_alice").get("/v2/calendars/busy-times", params=asked(credential_id))

        assert response.status_code == 200
        assert response.json()["data"] == [{"start": "2026-01-06T10:00:00.000Z", "end": "2026-01-06T11:00:00.000Z"}]

    @pytest.mark.parametrize(
        ("date_from", "date_to", "seen"),
        [
            ("2026-01-06T21:00:00Z", "2026-01-06T22:00:00Z", ["10", "20"]),
            ("2026-01-06T22:00:00Z", "2026-01-06T22:00:00Z", ["20"]),
            ("2026-01-05", "2026-01-05T20:00:00Z", []),
            ("2026-01-05", "2026-01-05T20:00:01Z", ["10"]),
        ],
    )
    def test_the_provider_is_asked_for_eleven_hours_before_and_fourteen_after(
        self, mockcal, credential_id, date_from, date_to, seen
    ):
        query = asked(credential_id, dateFrom=date_from, dateTo=date_to)

        busy = mockcal.api("cal_alice").get("/v2/calendars/busy-times", params=query).json()["data"]

        assert [one["start"][11:13] for one in busy] == seen

    def test_an_unknown_calendar_is_never_busy(self, mockcal, credential_id):
        query = asked(credential_id, "nobody@gmail.example")

        response = mockcal.api("cal_alice").get("/v2/calendars/busy-times", params=query)

        assert response.json() == {"status": "success", "data": []}

    def test_a_failing_provider(self, mockcal, credential_id):
        mockcal.load({"users": [{"username": "alice", "calendars": [{**GOOGLE, "error": "quota exceeded"}]}]})

        response = mockcal.api("cal_alice").get("/v2/calendars/busy-times", params=asked(credential_id))

        assert refusal(response) == (
            400,
            "INTERNAL_SERVER_ERROR",
            "Unable to fetch connected calendars events. Please try again later.",
        )

    def test_events_are_busy_unless_they_are_cancelled(self, mockcal, credential_id):
        events = [
            event("evt_1", "2026-01-06T08:00:00Z", "2026-01-06T08:30:00Z"),
            event("evt_2", "2026-01-06T12:00:00+02:00", "2026-01-06T13:00:00+02:00", status="cancelled"),
        ]
        mockcal.load({"users": [{"username": "alice", "calendars": [{**GOOGLE, "busy": [], "events": events}]}]})

        busy = mockcal.api("cal_alice").get("/v2/calendars/busy-times", params=asked(credential_id)).json()["data"]

        assert busy == [{"start": "2026-01-06T08:00:00.000Z", "end": "2026-01-06T08:30:00.000Z"}]

    def test_several_calendars_at_once(self, mockcal):
        second = {
            "integration": "office365_calendar",
            "externalId": "alice@outlook.example",
            "busy": [{"start": "2026-01-06T06:00:00Z", "end": "2026-01-06T07:00:00Z"}],
        }
        made = mockcal.load({"users": [{"username": "alice", "calendars": [GOOGLE, second]}]})
        ids = made["users"]["alice"]["calendars"]
        query = asked(ids["alice@gmail.example"]["credentialId"]) | {
            "calendarsToLoad[1][credentialId]": ids["alice@outlook.example"]["credentialId"],
            "calendarsToLoad[1][externalId]": "alice@outlook.example",
        }

        busy = mockcal.api("cal_alice").get("/v2/calendars/busy-times", params=query).json()["data"]

        assert [one["start"] for one in busy] == ["2026-01-06T10:00:00.000Z", "2026-01-06T06:00:00.000Z"]


def event(uid, start, end, **more):
    return {
        "id": uid,
        "title": uid,
        "start": {"time": start, "timeZone": "UTC"},
        "end": {"time": end, "timeZone": "UTC"},
        **more,
    }
