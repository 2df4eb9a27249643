"""`PUT /v2/destination-calendars`."""

import pytest

from tests.conftest import constraints, refusal

GOOGLE = {"integration": "google_calendar", "externalId": "alice@gmail.example", "email": "alice@gmail.example"}
TEAM = {**GOOGLE, "externalId": "team@group.example"}
HOLIDAYS = {**GOOGLE, "externalId": "holidays@group.example", "readOnly": True}
OUTLOOK = {"integration": "office365_calendar", "externalId": "alice@outlook.example"}


@pytest.fixture
def made(mockcal):
    calendars = [GOOGLE, TEAM, HOLIDAYS, OUTLOOK]
    return mockcal.load({"users": [{"username": "alice", "calendars": calendars}, {"username": "bob"}]})["users"]


@pytest.fixture
def alice(mockcal, made):
    return mockcal.api("cal_alice")


def choose(api, integration, external_id, **more):
    return api.put("/v2/destination-calendars", json={"integration": integration, "externalId": external_id, **more})


class TestChooseDestination:
    def test_nobody_is_refused(self, mockcal, made):
        assert choose(mockcal.api(), "google_calendar", "alice@gmail.example").status_code == 401

    def test_feeds_are_no_destination(self, alice):
        response = choose(alice, "ics-feed_calendar", "https://feeds.example/a.ics")

        assert constraints(response) == {
            "integration": {
                "isEnum": "integration must be one of the following values: apple_calendar, google_calendar, "
                "office365_calendar"
            }
        }

    @pytest.mark.parametrize(
        ("integration", "external_id"),
        [
            ("google_calendar", "nobody@gmail.example"),
            ("office365_calendar", "alice@gmail.example"),
            ("google_calendar", "holidays@group.example"),
        ],
        ids=["unknown", "of another kind", "read-only"],
    )
    def test_what_cannot_be_written(self, alice, integration, external_id):
        response = choose(alice, integration, external_id)

        assert refusal(response) == (404, "NotFoundException", f"Could not find calendar {external_id}")

    def test_somebody_elses_calendar(self, mockcal, made):
        response = choose(mockcal.api("cal_bob"), "google_calendar", "alice@gmail.example")

        assert refusal(response) == (404, "NotFoundException", "Could not find calendar alice@gmail.example")

    def test_it_replaces_the_old_destination(self, alice, made):
        choose(alice, "office365_calendar", "alice@outlook.example")

        response = choose(alice, "google_calendar", "team@group.example")

        credential_id = made["alice"]["calendars"]["team@group.example"]["credentialId"]
        assert response.status_code == 200
        assert response.json()["data"] == {
            "userId": made["alice"]["id"],
            "integration": "google_calendar",
            "externalId": "team@group.example",
            "credentialId": credential_id,
        }
        destination = alice.get("/v2/calendars").json()["data"]["destinationCalendar"]
        assert destination["externalId"] == "team@group.example"
        assert destination["primaryEmail"] == "alice@gmail.example"
