"""`/v2/conferencing`."""

import json
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.conftest import refusal

GOOGLE = {"integration": "google_calendar", "externalId": "alice@gmail.example"}
BASE = "/v2/conferencing"


@pytest.fixture
def alice(mockcal, made):
    return mockcal.api("cal_alice")


def callback(mockcal, app="zoom", *, state=None, **query):
    text = {"state": state if isinstance(state, str) else json.dumps(state)} if state is not None else {}
    return mockcal.api().get(f"{BASE}/{app}/oauth/callback", params=text | query)


def state(token, **more):
    return {
        "returnTo": "https://app.example/done",
        "onErrorReturnTo": "https://app.example/failed",
        "fromApp": False,
        "accessToken": token,
        **more,
    }


class TestList:
    def test_nobody_is_refused(self, mockcal):
        assert mockcal.api().get(BASE).status_code == 401

    def test_a_new_user_has_none(self, alice):
        assert alice.get(BASE).json() == {"status": "success", "data": []}

    def test_only_conferencing_apps_are_listed(self, mockcal, alice):
        conferencing = [{"app": "zoom", "default": True}, {"app": "daily-video"}]
        made = mockcal.load(
            {"users": [{"username": "alice", "calendars": [GOOGLE], "conferencing": conferencing, "stripe": {}}]}
        )

        found = alice.get(BASE).json()["data"]

        assert found == [
            {
                "id": found[0]["id"],
                "type": "zoom_video",
                "userId": made["users"]["alice"]["id"],
                "teamId": None,
                "appId": "zoom",
                "subscriptionId": None,
                "paymentStatus": None,
                "billingCycleStart": None,
                "delegationCredentialId": None,
                "invalid": False,
            }
        ]


class TestConnect:
    @pytest.mark.parametrize("app", ["zoom", "msteams", "daily-video", "whereby"])
    def test_only_google_meet(self, alice, app):
        response = alice.post(f"{BASE}/{app}/connect")

        assert refusal(response) == (
            400,
            "BadRequestException",
            "Invalid conferencing app. Available apps: GOOGLE_MEET.",
        )

    def test_without_a_google_calendar(self, alice):
        response = alice.post(f"{BASE}/google-meet/connect")

        assert refusal(response) == (
            400,
            "BadRequestException",
            "Google Meet requires a Google Calendar connection.",
        )

    def test_with_an_invalid_google_calendar(self, mockcal, alice):
        mockcal.load({"users": [{"username": "alice", "calendars": [{**GOOGLE, "invalid": True}]}]})

        response = alice.post(f"{BASE}/google-meet/connect")

        assert refusal(response) == (
            400,
            "BadRequestException",
            "Google Meet requires a valid Google Calendar connection. Please reconnect Google Calendar.",
        )

    def test_it_is_connected_once(self, mockcal, alice):
        mockcal.load({"users": [{"username": "alice", "calendars": [GOOGLE]}]})

        response = alice.post(f"{BASE}/google-meet/connect")
        again = alice.post(f"{BASE}/google-meet/connect")

        assert response.status_code == 200
        shown = response.json()["data"]
        assert (shown["type"], shown["appId"], shown["key"]) == ("google_video", "google-meet", {})
        assert [one["id"] for one in alice.get(BASE).json()["data"]] == [shown["id"]]
        assert "key" not in alice.get(BASE).json()["data"][0]
        assert refusal(again) == (400, "BadRequestException", "Google Meet is already connected for this user.")


class TestAuthUrl:
    @pytest.mark.parametrize("app", ["google-meet", "daily-video", "whereby"])
    def test_other_apps(self, alice, app):
        response = alice.get(f"{BASE}/{app}/oauth/auth-url")

        assert refusal(response) == (
            400,
            "BadRequestException",
            "Invalid conferencing app, available apps are: ",
        )
        assert response.json()["error"]["details"]["error"] == "zoom, msteams"

    def test_client_credentials_carry_no_token(self, mockcal, made):
        client = mockcal.api(None, None, x_cal_client_id="acme-client", x_cal_secret_key="acme-secret")

        response = client.get(f"{BASE}/zoom/oauth/auth-url")

        assert refusal(response) == (400, "INTERNAL_SERVER_ERROR", "Internal server error")

    def test_zoom(self, mockcal, mia):
        targets = {"returnTo": "https://app.example/done", "onErrorReturnTo": ""}

        response = mockcal.api(mia).get(f"{BASE}/zoom/oauth/auth-url", params=targets)

        assert response.status_code == 200
        url = urlsplit(response.json()["data"]["url"])
        query = parse_qs(url.query)
        assert f"{url.scheme}://{url.netloc}{url.path}" == "https://zoom.us/oauth/authorize"
        assert list(query) == ["response_type", "client_id", "redirect_uri", "state"]
        assert query["redirect_uri"] == [f"{mockcal.url}/v2/conferencing/zoom/oauth/callback"]
        assert query["state"] == [
            f'{{"returnTo":"https://app.example/done","onErrorReturnTo":"","fromApp":false,"accessToken":"{mia}"}}'
        ]

    def test_msteams_with_the_callers_origin(self, mockcal, alice):
        api = mockcal.api("cal_alice", None, origin="https://app.example")

        url = api.get(f"{BASE}/msteams/oauth/auth-url").json()["data"]["url"]

        assert url.startswith(
            "https://login.microsoftonline.com/common/oauth2/v2.0/authorize?response_type=code&client_id="
        )
        assert "&scope=OnlineMeetings.ReadWrite%20offline_access&redirect_uri=" in url
        assert json.loads(parse_qs(urlsplit(url).query)["state"][0]) == {
            "returnTo": "https://app.example",
            "onErrorReturnTo": "https://app.example",
            "fromApp": False,
            "accessToken": "cal_alice",
        }


class TestCallback:
    def test_a_missing_state(self, mockcal, made):
        assert refusal(callback(mockcal, code="abc")) == (
            400,
            "BadRequestException",
            "Missing `state` query param",
        )

    def test_a_state_that_is_no_json(self, mockcal, made):
        assert refusal(callback(mockcal, state="nonsense", code="abc"))[0] == 400

    def test_a_provider_that_says_no(self, mockcal, mia):
        response = callback(mockcal, state=state(mia), error="access_denied")

        assert (response.status_code, response.headers["location"]) == (301, "https://app.example/failed")

    @pytest.mark.parametrize("token", ["nobody's", "cal_alice"])
    def test_only_managed_users_tokens_are_known(self, mockcal, made, token):
        response = callback(mockcal, state=state(token), code="abc")

        assert refusal(response) == (401, "UnauthorizedException", "Invalid Access token.")

    def test_an_unknown_app(self, mockcal, mia):
        response = callback(mockcal, "whereby", state=state(mia), code="abc")

        assert refusal(response)[2] == "Invalid conferencing app, available apps are: "

    @pytest.mark.parametrize("query", [{"code": "invalid"}, {}])
    def test_a_code_that_the_provider_refuses(self, mockcal, mia, query):
        response = callback(mockcal, state=state(mia), **query)

        assert refusal(response) == (400, "BadRequestException", "invalid_grant")
        assert mockcal.api(mia).get(BASE).json()["data"] == []

    @pytest.mark.parametrize(("app", "type"), [("zoom", "zoom_video"), ("msteams", "office365_video")])
    def test_the_app_is_connected(self, mockcal, mia, app, type):
        response = callback(mockcal, app, state=state(mia), code="abc")

        assert (response.status_code, response.headers["location"]) == (301, "https://app.example/done")
        assert [(one["type"], one["appId"]) for one in mockcal.api(mia).get(BASE).json()["data"]] == [(type, app)]

    def test_connecting_again_replaces_the_credential(self, mockcal, mia):
        callback(mockcal, state=state(mia), code="abc")
        [first] = mockcal.api(mia).get(BASE).json()["data"]

        callback(mockcal, state=state(mia), code="def")

        [second] = mockcal.api(mia).get(BASE).json()["data"]
        assert second["id"] != first["id"]

    def test_without_a_target(self, mockcal, mia):
        response = callback(mockcal, state={"accessToken": mia}, code="abc")

        assert (response.status_code, response.headers["location"]) == (301, "")

    def test_the_whole_way_through_the_played_provider(self, mockcal, mia):
        api = mockcal.api(mia, None, origin="https://app.example")
        url = urlsplit(api.get(f"{BASE}/zoom/oauth/auth-url").json()["data"]["url"])

        there = httpx.get(f"{mockcal.url}/_mock/providers/zoom/authorize?{url.query}&decision=allow")
        back = httpx.get(there.headers["location"])

        assert (back.status_code, back.headers["location"]) == (301, "https://app.example")
        assert len(mockcal.api(mia).get(BASE).json()["data"]) == 1


class TestDefault:
    def test_none_is_set(self, alice):
        assert alice.get(f"{BASE}/default").json() == {"status": "success"}

    def test_an_unknown_app(self, alice):
        response = alice.post(f"{BASE}/whereby/default")

        assert refusal(response) == (400, "BadRequestException", "Invalid app, available apps are: ")
        assert response.json()["error"]["details"]["error"] == "google-meet, zoom, msteams"

    @pytest.mark.parametrize("app", ["google-meet", "zoom", "msteams"])
    def test_an_app_that_is_not_connected(self, alice, app):
        response = alice.post(f"{BASE}/{app}/default")

        assert refusal(response) == (400, "BadRequestException", f"{app} not connected.")

    @pytest.mark.parametrize("app", ["zoom", "daily-video"])
    def test_an_app_becomes_the_default(self, mockcal, alice, app):
        mockcal.load({"users": [{"username": "alice", "conferencing": ["zoom"]}]})

        response = alice.post(f"{BASE}/{app}/default")

        assert (response.status_code, response.json()) == (200, {"status": "success"})
        assert alice.get(f"{BASE}/default").json()["data"] == {"appSlug": app}

    def test_it_is_kept_in_the_metadata_and_goes_with_them(self, mockcal, alice):
        mockcal.load({"users": [{"username": "alice", "metadata": {"a": 1}}]})

        alice.post(f"{BASE}/daily-video/default")
        assert alice.get("/v2/me").json()["data"]["metadata"] == {
            "a": 1,
            "defaultConferencingApp": {"appSlug": "daily-video"},
        }

        alice.patch("/v2/me", json={"metadata": {"b": 2}})
        assert alice.get(f"{BASE}/default").json() == {"status": "success"}

    def test_metadata_that_name_no_app(self, alice):
        alice.patch("/v2/me", json={"metadata": {"defaultConferencingApp": "zoom"}})

        assert alice.get(f"{BASE}/default").json() == {"status": "success"}


class TestDisconnect:
    @pytest.mark.parametrize(
        ("app", "message"),
        [
            ("zoom", "zoom not connected."),
            ("daily-video", "Invalid app, available apps are: "),
            ("whereby", "Invalid app, available apps are: "),
        ],
    )
    def test_what_cannot_be_disconnected(self, alice, app, message):
        assert refusal(alice.delete(f"{BASE}/{app}/disconnect")) == (400, "BadRequestException", message)

    def test_it_is_gone_and_no_longer_the_default(self, mockcal, alice):
        mockcal.load({"users": [{"username": "alice", "conferencing": [{"app": "zoom", "default": True}, "msteams"]}]})

        response = alice.delete(f"{BASE}/zoom/disconnect")

        assert (response.status_code, response.json()) == (200, {"status": "success"})
        assert [one["appId"] for one in alice.get(BASE).json()["data"]] == ["msteams"]
        assert alice.get(f"{BASE}/default").json() == {"status": "success"}

    def test_another_default_stays(self, mockcal, alice):
        mockcal.load({"users": [{"username": "alice", "conferencing": [{"app": "zoom", "default": True}, "msteams"]}]})

        alice.delete(f"{BASE}/msteams/disconnect")

        assert alice.get(f"{BASE}/default").json()["data"] == {"appSlug": "zoom"}

    def test_event_types_that_met_there_meet_on_cal_video(self, mockcal, alice):
        locations = [
            {"type": "integration", "integration": "zoom"},
            {"type": "address", "address": "Home 1", "public": True},
        ]
        intro = {"title": "Intro", "slug": "intro", "lengthInMinutes": 30, "locations": locations}
        mockcal.load({"users": [{"username": "alice", "conferencing": ["zoom"]}]})
        event_types = mockcal.api("cal_alice", "2024-06-14")
        event_type_id = event_types.post("/v2/event-types", json=intro).json()["data"]["id"]

        alice.delete(f"{BASE}/zoom/disconnect")

        shown = event_types.get(f"/v2/event-types/{event_type_id}").json()["data"]["locations"]
        assert shown == [
            {"type": "integration", "integration": "cal-video"},
            {"type": "address", "address": "Home 1", "public": True},
        ]
