"""`/v2/selected-calendars`."""

import pytest

from tests.conftest import constraints, refusal

GOOGLE = {"integration": "google_calendar", "externalId": "alice@gmail.example", "selected": False}


@pytest.fixture
def made(mockcal):
    return mockcal.load({"users": [{"username": "alice", "calendars": [GOOGLE]}, {"username": "bob"}]})["users"]


@pytest.fixture
def body(made):
    """What selects alice's calendar."""
    return {
        "integration": "google_calendar",
        "externalId": "alice@gmail.example",
        "credentialId": made["alice"]["calendars"]["alice@gmail.example"]["credentialId"],
    }


@pytest.fixture
def alice(mockcal, made):
    return mockcal.api("cal_alice")


def is_selected(api):
    return api.get("/v2/calendars").json()["data"]["connectedCalendars"][0]["primary"]["isSelected"]


class TestSelect:
    def test_nobody_is_refused(self, mockcal, body):
        assert mockcal.api().post("/v2/selected-calendars", json=body).status_code == 401

    def test_what_is_missing(self, alice):
        response = alice.post("/v2/selected-calendars", json={"credentialId": "5"})

        assert constraints(response) == {
            "integration": {"isString": "integration must be a string"},
            "externalId": {"isString": "externalId must be a string"},
            "credentialId": {"isInt": "credentialId must be an integer number"},
        }

    def test_somebody_elses_credentials(self, mockcal, body):
        response = mockcal.api("cal_bob").post("/v2/selected-calendars", json=body)

        assert refusal(response) == (404, "NotFoundException", "Calendar credentials not found")

    def test_a_calendar_is_selected(self, alice, made, body):
        assert is_selected(alice) is False

        response = alice.post("/v2/selected-calendars", json=body)

        assert response.status_code == 201
        assert response.json() == {"status": "success", "data": {"userId": made["alice"]["id"], **body}}
        assert is_selected(alice) is True

    def test_a_second_time_there_is_no_data(self, alice, body):
        alice.post("/v2/selected-calendars", json=body)

        response = alice.post("/v2/selected-calendars", json=body)

        assert (response.status_code, response.json()) == (201, {"status": "success"})

    def test_whether_the_calendar_exists_is_not_asked(self, alice, body):
        response = alice.post("/v2/selected-calendars", json={**body, "externalId": "nowhere@gmail.example"})

        assert response.status_code == 201

    def test_an_unknown_delegation(self, alice, body):
        response = alice.post("/v2/selected-calendars", json={**body, "delegationCredentialId": "d1"})

        assert refusal(response) == (
            404,
            "NotFoundException",
            "DelegationCredential with provided delegationCredentialId not found",
        )


class TestDeselect:
    def test_all_three_are_needed(self, alice):
        response = alice.delete("/v2/selected-calendars")

        assert set(constraints(response)) == {"integration", "externalId", "credentialId"}

    def test_a_credential_that_is_no_number(self, alice, body):
        response = alice.delete("/v2/selected-calendars", params={**body, "credentialId": "mine"})

        assert refusal(response) == (
            400,
            "INTERNAL_SERVER_ERROR",
            "There was an error, please try again later.",
        )

    def test_somebody_elses_credentials(self, mockcal, body):
        response = mockcal.api("cal_bob").delete("/v2/selected-calendars", params=body)

        assert refusal(response) == (404, "NotFoundException", "Calendar credentials not found")

    def test_what_was_not_selected(self, alice, body):
        response = alice.delete("/v2/selected-calendars", params=body)

        assert refusal(response) == (404, "NotFoundException", "No SelectedCalendar found.")

    def test_the_removed_row_is_shown(self, alice, made, body):
        alice.post("/v2/selected-calendars", json=body)

        response = alice.delete("/v2/selected-calendars", params=body)

        assert response.status_code == 200
        assert response.json()["data"] == {"userId": made["alice"]["id"], **body}
        assert is_selected(alice) is False


class TestDelegation:
    @pytest.fixture
    def delegated(self, mockcal, made, body):
        """The same calendar by the delegation of an organization that alice belongs to."""
        delegation = {
            "id": "d1d1d1d1-0000-4000-8000-000000000001",
            "domain": "acme.example",
            "workspacePlatformSlug": "google",
        }
        mockcal.load(
            {
                "organizations": [
                    {
                        "slug": "acme",
                        "members": [{"user": "alice", "role": "MEMBER"}],
                        "workspacePlatforms": [{"slug": "google", "name": "Google"}],
                        "delegationCredentials": [delegation],
                    }
                ]
            }
        )
        return {**body, "delegationCredentialId": delegation["id"]}

    def test_somebody_outside_is_refused(self, mockcal, delegated):
        response = mockcal.api("cal_bob").post("/v2/selected-calendars", json=delegated)

        assert refusal(response) == (
            404,
            "NotFoundException",
            "User is not a member of the organization that owns the Delegation credential",
        )

    def test_a_member_selects_and_deselects_it(self, alice, delegated):
        chosen = alice.post("/v2/selected-calendars", json=delegated)
        gone = alice.delete("/v2/selected-calendars", params=delegated)

        assert (chosen.status_code, gone.status_code) == (201, 200)
        assert chosen.json()["data"]["credentialId"] is None
        assert gone.json()["data"] == chosen.json()["data"]
