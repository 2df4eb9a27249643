"""`/v2/calendars`: the list, checks, Apple's credentials, disconnecting."""

import pytest

from tests.conftest import constraints, refusal

GOOGLE = {
    "integration": "google_calendar",
    "externalId": "alice@gmail.example",
    "email": "alice@gmail.example",
    "primary": True,
}


def people(*calendars, **more):
    return {"users": [{"username": "alice", "calendars": list(calendars), **more}, {"username": "bob"}]}


@pytest.fixture
def alice(mockcal):
    return mockcal.api("cal_alice")


class TestListCalendars:
    def test_nobody_is_refused(self, mockcal):
        assert mockcal.api().get("/v2/calendars").status_code == 401

    def test_nothing_connected(self, mockcal, alice):
        mockcal.load(people())

        response = alice.get("/v2/calendars")

        assert response.status_code == 200
        assert response.json() == {"status": "success", "data": {"connectedCalendars": [], "destinationCalendar": {}}}

    @pytest.mark.parametrize("version", ["2024-04-15", "2024-08-13", "2026-02-25", "2026-06-12"])
    def test_every_version_is_served(self, mockcal, version):
        mockcal.load(people())

        assert mockcal.api("cal_alice", version).get("/v2/calendars").status_code == 200

    def test_a_connection_shows_its_calendars_the_primary_first(self, mockcal, alice):
        team = {**GOOGLE, "externalId": "team@group.example", "name": "Team", "primary": False, "readOnly": True}
        made = mockcal.load(people(team, GOOGLE))
        credential_id = made["users"]["alice"]["calendars"]["alice@gmail.example"]["credentialId"]

        connected = alice.get("/v2/calendars").json()["data"]["connectedCalendars"]

        assert len(connected) == 1
        assert connected[0]["credentialId"] == credential_id
        assert connected[0]["delegationCredentialId"] is None
        assert {
            key: connected[0]["integration"][key] for key in ("type", "slug", "title", "variant", "categories")
        } == {
            "type": "google_calendar",
            "slug": "google-calendar",
            "title": "Google Calendar",
            "variant": "calendar",
            "categories": ["calendar"],
        }
        primary = {
            "externalId": "alice@gmail.example",
            "integration": "google_calendar",
            "name": "alice@gmail.example",
            "primary": True,
            "readOnly": False,
            "email": "alice@gmail.example",
            "isSelected": True,
            "credentialId": credential_id,
            "delegationCredentialId": None,
        }
        assert connected[0]["primary"] == primary
        assert connected[0]["calendars"] == [
            primary,
            {
                **primary,
                "externalId": "team@group.example",
                "name": "Team",
                "primary": None,
                "readOnly": True,
                "isSelected": False,
            },
        ]

    def test_the_first_connection_becomes_the_destination(self, mockcal, alice):
        made = mockcal.load(people(GOOGLE))
        credential_id = made["users"]["alice"]["calendars"]["alice@gmail.example"]["credentialId"]

        destination = alice.get("/v2/calendars").json()["data"]["destinationCalendar"]

        assert destination == {
            "id": destination["id"],
            "integration": "google_calendar",
            "externalId": "alice@gmail.example",
            "primaryEmail": "alice@gmail.example",
            "userId": made["users"]["alice"]["id"],
            "eventTypeId": None,
            "credentialId": credential_id,
            "delegationCredentialId": None,
            "name": "alice@gmail.example",
            "primary": True,
            "readOnly": False,
            "email": "alice@gmail.example",
            "integrationTitle": "Google Calendar",
        }
        assert alice.get("/v2/calendars").json()["data"]["destinationCalendar"]["id"] == destination["id"]

    def test_a_destination_that_is_gone_gives_way_to_the_first_connection(self, mockcal, alice):
        other = {"integration": "office365_calendar", "externalId": "alice@outlook.example", "destination": True}
        mockcal.load(people(GOOGLE, other))
        connected = alice.get("/v2/calendars").json()["data"]
        assert connected["destinationCalendar"]["externalId"] == "alice@outlook.example"
        outlook = connected["connectedCalendars"][1]["credentialId"]

        alice.post("/v2/calendars/office365/disconnect", json={"id": outlook})

        destination = alice.get("/v2/calendars").json()["data"]["destinationCalendar"]
        assert destination["externalId"] == "alice@gmail.example"

    @pytest.mark.parametrize(
        ("trouble", "message"),
        [
            ({"error": "The provider is on holiday"}, "The provider is on holiday"),
            ({"invalid": True}, "Access token expired or revoked"),
            ({"primary": False}, "No primary calendar found"),
        ],
    )
    def test_a_failing_provider_is_told(self, mockcal, alice, trouble, message):
        calendars = [{**GOOGLE, **trouble}]
        if "primary" in trouble:
            mockcal.load(people(GOOGLE))
        mockcal.load(people(*calendars))

        connected = alice.get("/v2/calendars").json()["data"]["connectedCalendars"]

        assert connected[0]["error"] == {"message": message}
        assert "calendars" not in connected[0]
        assert "primary" not in connected[0]

    def test_only_ones_own_are_listed(self, mockcal):
        mockcal.load(people(GOOGLE))

        assert mockcal.api("cal_bob").get("/v2/calendars").json()["data"]["connectedCalendars"] == []


class TestCheckCalendar:
    @pytest.mark.parametrize(
        ("calendar", "name"),
        [("google", "google_calendar"), ("office365", "office_365_calendar"), ("apple", "apple calendar")],
    )
    def test_nothing_connected(self, mockcal, alice, calendar, name):
        mockcal.load(people())

        response = alice.get(f"/v2/calendars/{calendar}/check")

        assert refusal(response) == (400, "BadRequestException", f"Credentials for {name} not found.")

    @pytest.mark.parametrize(
        ("calendar", "name"),
        [("google", "google OAuth"), ("office365", "office 365 calendar"), ("apple", "apple calendar")],
    )
    def test_invalid_credentials(self, mockcal, alice, calendar, name):
        mockcal.load(people({**GOOGLE, "integration": f"{calendar}_calendar", "invalid": True}))

        response = alice.get(f"/v2/calendars/{calendar}/check")

        assert refusal(response) == (400, "BadRequestException", f"Invalid {name} credentials.")

    def test_a_failing_provider(self, mockcal, alice):
        mockcal.load(people({**GOOGLE, "error": "quota exceeded"}))

        response = alice.get("/v2/calendars/google/check")

        assert refusal(response) == (401, "UnauthorizedException", "quota exceeded")

    def test_an_unknown_kind(self, mockcal, alice):
        mockcal.load(people())

        response = alice.get("/v2/calendars/yahoo/check")

        assert refusal(response) == (
            400,
            "BadRequestException",
            "Invalid calendar type, available calendars are: ",
        )
        assert response.json()["error"]["details"]["error"] == "google, office365, apple"

    def test_a_working_connection(self, mockcal, alice):
        mockcal.load(people(GOOGLE))

        response = alice.get("/v2/calendars/google/check")

        assert (response.status_code, response.json()) == (200, {"status": "success"})

    def test_a_platform_client_needs_the_permission(self, mockcal):
        made = mockcal.load(platform(permissions=["BOOKING_READ"]))
        token = made["managedUsers"]["mia@customer.example"]["accessToken"]

        status, code, message = refusal(mockcal.api(token).get("/v2/calendars/google/check"))

        assert (status, code) == (403, "ForbiddenException")
        assert "does not have the required permissions=APPS_READ" in message


class TestAppleCredentials:
    def test_only_apple(self, mockcal, alice):
        mockcal.load(people())

        response = alice.post("/v2/calendars/google/credentials", json={"username": "a", "password": "b"})

        assert refusal(response)[:2] == (400, "BadRequestException")
        assert response.json()["error"]["details"]["error"] == "apple"

    def test_both_are_needed(self, mockcal, alice):
        mockcal.load(people())

        response = alice.post("/v2/calendars/apple/credentials", json={"username": 5})

        assert constraints(response) == {
            "username": {"isString": "username must be a string"},
            "password": {"isString": "password must be a string"},
        }

    @pytest.mark.parametrize(
        "body", [{"username": " a ", "password": "secret"}, {"username": "alice@icloud.example", "password": "  "}]
    )
    def test_empty_ones_are_refused(self, mockcal, alice, body):
        mockcal.load(people())

        response = alice.post("/v2/calendars/apple/credentials", json=body)

        assert refusal(response) == (400, "BadRequestException", "Username or password cannot be empty")

    def test_what_the_provider_refuses(self, mockcal, alice):
        mockcal.load(people())
        body = {"username": "alice@icloud.example", "password": "invalid-password"}

        status, code, message = refusal(alice.post("/v2/calendars/apple/credentials", json=body))

        assert (status, code) == (400, "BadRequestException")
        assert message.startswith("Could not add this apple calendar account: ")

    def test_an_account_is_connected_once(self, mockcal, alice):
        mockcal.load(people())
        body = {"username": " alice@icloud.example ", "password": "abcd-efgh"}

        response = alice.post("/v2/calendars/apple/credentials", json=body)
        alice.post("/v2/calendars/apple/credentials", json=body)
        alice.post("/v2/calendars/apple/credentials", json={**body, "password": "another"})

        assert (response.status_code, response.json()) == (201, {"status": "success"})
        connected = alice.get("/v2/calendars").json()["data"]["connectedCalendars"]
        assert [one["integration"]["type"] for one in connected] == ["apple_calendar"]
        assert connected[0]["primary"]["externalId"] == "alice@icloud.example"
        assert alice.get("/v2/calendars/apple/check").json() == {"status": "success"}

    def test_a_new_password_mends_a_broken_account(self, mockcal, alice):
        mockcal.load(people())
        body = {"username": "alice@icloud.example", "password": "abcd-efgh"}
        alice.post("/v2/calendars/apple/credentials", json=body)
        document = mockcal.export()
        document["users"][0]["calendars"][0]["invalid"] = True
        mockcal.load(document)
        assert alice.get("/v2/calendars/apple/check").status_code == 400

        alice.post("/v2/calendars/apple/credentials", json={**body, "password": "new one"})

        assert alice.get("/v2/calendars/apple/check").status_code == 200


class TestDisconnect:
    def test_the_id_is_needed(self, mockcal, alice):
        mockcal.load(people())

        response = alice.post("/v2/calendars/google/disconnect", json={})

        assert constraints(response) == {"id": {"isInt": "id must be an integer number"}}

    def test_somebody_elses_is_not_found(self, mockcal):
        made = mockcal.load(people(GOOGLE))
        credential_id = made["users"]["alice"]["calendars"]["alice@gmail.example"]["credentialId"]

        response = mockcal.api("cal_bob").post("/v2/calendars/google/disconnect", json={"id": credential_id})

        assert refusal(response) == (404, "NotFoundException", "Calendar credentials not found")
        assert mockcal.api("cal_alice").get("/v2/calendars/google/check").status_code == 200

    def test_whatever_kind_the_path_names_it_goes_with_all_that_hung_on_it(self, mockcal, alice):
        made = mockcal.load(people({**GOOGLE, "destination": True}))
        credential_id = made["users"]["alice"]["calendars"]["alice@gmail.example"]["credentialId"]

        response = alice.post("/v2/calendars/apple/disconnect", json={"id": credential_id})

        assert response.status_code == 200
        assert response.json()["data"] == {
            "id": credential_id,
            "type": "google_calendar",
            "userId": made["users"]["alice"]["id"],
            "teamId": None,
            "appId": "google-calendar",
            "invalid": False,
        }
        assert alice.get("/v2/calendars").json()["data"] == {"connectedCalendars": [], "destinationCalendar": {}}
        gone = {"integration": "google_calendar", "externalId": "alice@gmail.example", "credentialId": credential_id}
        assert alice.delete("/v2/selected-calendars", params=gone).status_code == 404


def platform(*, permissions):
    """An organization whose platform client has one managed user, mia."""
    client = {
        "name": "Acme Platform",
        "id": "acme-client",
        "secret": "acme-secret",
        "permissions": permissions,
        "redirectUris": ["https://app.example"],
        "managedUsers": [{"email": "mia@customer.example", "name": "Mia"}],
    }
    return {
        "users": [{"username": "owner"}],
        "organizations": [
            {
                "slug": "acme",
                "name": "Acme",
                "isPlatform": True,
                "plan": "ENTERPRISE",
                "members": [{"user": "owner", "role": "OWNER"}],
                "oauthClients": [client],
            }
        ],
    }
