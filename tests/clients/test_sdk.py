"""Cal.com's platform SDK for JavaScript: a platform's backend that makes managed users and works with their tokens."""

import pytest

from tests.clients import environments, running

PINS = ("@calcom/sdk@1.0.1",)
CLIENT, SECRET = "acme-client", "acme-secret"
REDIRECT = "http://localhost:3000/callback"
PLATFORM = {
    "users": [{"username": "ada"}],
    "organizations": [
        {
            "slug": "acme",
            "isPlatform": True,
            "plan": "SCALE",
            "members": [{"user": "ada", "role": "OWNER"}],
            "oauthClients": [
                {"name": "Acme", "id": CLIENT, "secret": SECRET, "permissions": ["*"], "redirectUris": [REDIRECT]}
            ],
        }
    ],
}

pytestmark = [pytest.mark.clients, pytest.mark.xdist_group("sdk")]


@pytest.fixture(scope="session")
def sdk():
    return running.obtained("@calcom/sdk", lambda: environments.node("sdk", *PINS))


def test_a_platform_sets_up_a_managed_user(sdk, mockcal):
    mockcal.load(PLATFORM)
    told = {"url": mockcal.url, "clientId": CLIENT, "secret": SECRET, "code": code(mockcal)}

    said = running.in_node(sdk, "sdk.mjs", told)

    mia = said["made"]["user"]
    assert (mia["email"], mia["username"], mia["timeZone"]) == (
        "mia+acme-client@customer.example",
        "mia-acme-client-customer-example",
        "Europe/Rome",
    )
    assert [user["id"] for user in said["users"]] == [said["user"]["id"]] == [mia["id"]]
    assert said["stranger"] == {"refused": 401}

    assert (said["eventType"]["title"], said["eventType"]["length"]) == ("Intro", 60)
    assert said["eventTypeRead"]["eventType"]["slug"] == "intro"

    assert said["usual"]["workingHours"] == [{"days": [1, 2, 3, 4, 5], "startTime": 540, "endTime": 1020}]
    assert said["mornings"]["workingHours"] == [{"days": [1, 2], "startTime": 540, "endTime": 720}]
    assert said["scheduleRead"] == said["mornings"]
    assert [schedule["name"] for schedule in said["schedules"]] == ["Default schedule", "Mornings"]
    assert said["renamed"]["schedule"]["name"] == "Early"
    assert said["deleted"] is True
    assert said["deletedRead"] == {"refused": 400}

    hours = [f"2026-01-12T{hour:02}:00:00.000Z" for hour in range(8, 16)]
    assert said["slots"] == {"slots": {"2026-01-12": [{"time": hour} for hour in hours]}}
    assert said["slotsLeft"] == {"slots": {"2026-01-12": [{"time": hour} for hour in hours[1:]]}}
    assert said["released"] == {"refused": 404}
    assert said["timeZones"] == {"refused": 401}


def test_tokens_are_refreshed_and_exchanged(sdk, mockcal):
    mockcal.load(PLATFORM)
    told = {"url": mockcal.url, "clientId": CLIENT, "secret": SECRET, "code": code(mockcal)}

    said = running.in_node(sdk, "sdk_tokens.mjs", told)

    assert said["outdated"] == 498
    assert said["afterwards"] == ["Default schedule"]
    ada = mockcal.api(said["exchanged"]["accessToken"]).get("/v2/me").json()["data"]
    assert ada["username"] == "ada"


def code(mockcal):
    """What the consent of Ada gives."""
    with mockcal.api(Cookie="next-auth.session-token=ada@example.com") as browser:
        answer = browser.post(f"/v2/oauth/{CLIENT}/authorize", json={"redirectUri": REDIRECT})
    return answer.headers["location"].partition("code=")[2]
