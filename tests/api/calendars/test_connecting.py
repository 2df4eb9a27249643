"""Connecting Google and Microsoft 365: the link, the played provider, and the way back."""

import json
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest

from tests.api.calendars.test_calendars import platform
from tests.conftest import refusal


@pytest.fixture
def mia(mockcal):
    """A managed user's access token."""
    made = mockcal.load(platform(permissions=["*"]))
    return made["managedUsers"]["mia@customer.example"]


def save(mockcal, calendar="google", **query):
    return mockcal.api().get(f"/v2/calendars/{calendar}/save", params=query)


def state(token, **more):
    return json.dumps({"accessToken": token, "origin": "https://app.example", **more})


class TestConnect:
    def test_nobody_is_refused(self, mockcal):
        assert mockcal.api().get("/v2/calendars/google/connect").status_code == 401

    def test_client_credentials_carry_no_token(self, mockcal, mia):
        client = mockcal.api(None, None, x_cal_client_id="acme-client", x_cal_secret_key="acme-secret")

        response = client.get("/v2/calendars/google/connect")

        assert refusal(response) == (
            401,
            "UnauthorizedException",
            "Invalid authentication method. Please provide one of the allowed methods: API_KEY, ACCESS_TOKEN",
        )

    @pytest.mark.parametrize("calendar", ["apple", "yahoo"])
    def test_other_kinds(self, mockcal, mia, calendar):
        response = mockcal.api(mia["accessToken"]).get(f"/v2/calendars/{calendar}/connect")

        assert refusal(response) == (400, "BadRequestException", "Invalid calendar type, available calendars are: ")
        assert response.json()["error"]["details"]["error"] == "google, office365, apple"

    def test_a_dry_run_is_true_or_false(self, mockcal, mia):
        response = mockcal.api(mia["accessToken"]).get("/v2/calendars/google/connect?isDryRun=maybe")

        assert refusal(response) == (
            400,
            "BadRequestException",
            "Validation failed (boolean string is expected)",
        )

    def test_google(self, mockcal, mia):
        api = mockcal.api(mia["accessToken"])

        response = api.get("/v2/calendars/google/connect", params={"redir": "https://app.example/done"})

        assert response.status_code == 200
        url = urlsplit(response.json()["data"]["authUrl"])
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        assert (url.scheme, url.netloc, url.path) == ("https", "accounts.google.com", "/o/oauth2/v2/auth")
        assert query["access_type"] == "offline"
        assert query["prompt"] == "consent"
        assert query["response_type"] == "code"
        assert query["redirect_uri"] == f"{mockcal.url}/v2/calendars/google/save"
        assert json.loads(query["state"]) == {
            "accessToken": mia["accessToken"],
            "origin": urlsplit(mockcal.url).netloc,
            "redir": "https://app.example/done",
            "isDryRun": False,
        }

    def test_office365(self, mockcal):
        mockcal.load({"users": [{"username": "alice"}]})
        api = mockcal.api("cal_alice", None, origin="https://app.example")

        url = urlsplit(api.get("/v2/calendars/office365/connect?isDryRun=true").json()["data"]["authUrl"])

        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        assert url.netloc + url.path == "login.microsoftonline.com/common/oauth2/v2.0/authorize"
        assert query["prompt"] == "select_account"
        assert query["redirect_uri"] == f"{mockcal.url}/v2/calendars/office365/save"
        assert query["state"] == '{"accessToken":"cal_alice","origin":"https://app.example","isDryRun":true}'


class TestSave:
    @pytest.mark.parametrize(
        ("sent", "message"),
        [
            (None, "origin - Required, accessToken - Required, "),
            ("no json", "origin - Required, accessToken - Required, "),
            (
                '{"accessToken":5,"origin":null}',
                "origin - Expected string, received null, accessToken - Expected string, received number, ",
            ),
            ('{"accessToken":"x"}', "origin - Required, "),
        ],
    )
    def test_a_state_without_token_or_origin(self, mockcal, sent, message):
        query = {"code": "abc"} if sent is None else {"code": "abc", "state": sent}

        assert refusal(save(mockcal, **query)) == (400, "BAD_REQUEST", message)

    def test_another_kind(self, mockcal, mia):
        response = save(mockcal, "apple", state=state(mia["accessToken"]), code="abc")

        assert response.status_code == 400
        assert response.json()["error"]["details"]["error"] == "google, office365, apple"

    def test_an_unknown_token(self, mockcal):
        response = save(mockcal, state=state("nobody's"), code="abc")

        assert refusal(response) == (401, "UnauthorizedException", "Invalid Access token.")

    @pytest.mark.parametrize("query", [{}, {"code": "undefined"}, {"code": ""}])
    def test_without_a_code_nothing_is_saved(self, mockcal, mia, query):
        response = save(mockcal, state=state(mia["accessToken"]), **query)

        assert (response.status_code, response.headers["location"]) == (301, "https://app.example")
        assert connected(mockcal, mia) == []

    def test_a_dry_run_saves_nothing(self, mockcal, mia):
        there = state(mia["accessToken"], isDryRun=True, redir="https://app.example/there")

        response = save(mockcal, state=there, code="abc")

        assert (response.status_code, response.headers["location"]) == (301, "https://app.example/there")
        assert connected(mockcal, mia) == []

    def test_a_code_that_the_provider_refuses(self, mockcal, mia):
        response = save(mockcal, state=state(mia["accessToken"]), code="invalid-code")

        assert refusal(response)[:2] == (400, "BadRequestException")
        assert connected(mockcal, mia) == []

    @pytest.mark.parametrize("calendar", ["google", "office365"])
    def test_the_account_is_connected_and_its_primary_calendar_selected(self, mockcal, mia, calendar):
        response = save(
            mockcal, calendar, state=state(mia["accessToken"], redir="https://app.example/done"), code="abc"
        )

        assert (response.status_code, response.headers["location"]) == (301, "https://app.example/done")
        [connection] = connected(mockcal, mia)
        assert connection["integration"]["type"] == f"{calendar}_calendar"
        assert connection["primary"]["externalId"] == mia["email"]
        assert connection["primary"]["isSelected"] is True
        assert mockcal.api(mia["accessToken"]).get(f"/v2/calendars/{calendar}/check").json() == {"status": "success"}

    def test_the_state_may_be_url_encoded_pairs(self, mockcal, mia):
        pairs = urlencode({"accessToken": mia["accessToken"], "origin": "https://app.example", "isDryRun": "false"})

        assert save(mockcal, state=pairs, code="abc").status_code == 301
        assert len(connected(mockcal, mia)) == 1

    def test_the_same_account_is_not_connected_twice(self, mockcal, mia):
        save(mockcal, state=state(mia["accessToken"]), code="abc")
        [first] = connected(mockcal, mia)

        save(mockcal, state=state(mia["accessToken"]), code="def")

        assert [one["credentialId"] for one in connected(mockcal, mia)] == [first["credentialId"]]

    def test_another_account_is_named_by_its_code(self, mockcal, mia):
        save(mockcal, state=state(mia["accessToken"]), code="abc")
        save(mockcal, state=state(mia["accessToken"]), code="work@company.example")

        assert [one["primary"]["externalId"] for one in connected(mockcal, mia)] == [
            mia["email"],
            "work@company.example",
        ]

    def test_connecting_again_mends_a_broken_credential(self, mockcal):
        broken = {"integration": "google_calendar", "externalId": "alice@example.com", "invalid": True}
        mockcal.load({"users": [{"username": "alice", "calendars": [broken]}]})
        api = mockcal.api("cal_alice")
        assert api.get("/v2/calendars/google/check").status_code == 400

        save(mockcal, state=state("cal_alice"), code="abc")

        assert api.get("/v2/calendars/google/check").json() == {"status": "success"}
        assert len(api.get("/v2/calendars").json()["data"]["connectedCalendars"]) == 1


class TestConsent:
    @pytest.fixture
    def page(self, mockcal, mia):
        """Where the played provider asks for consent: the link's query behind a local address."""
        api = mockcal.api(mia["accessToken"], None, origin="https://app.example")
        response = api.get("/v2/calendars/google/connect")
        assert "/_mock/providers/google/authorize" in response.headers["x-mockcal-explain"]
        return f"{mockcal.url}/_mock/providers/google/authorize?{urlsplit(response.json()['data']['authUrl']).query}"

    def test_a_person_sees_a_page(self, page):
        response = httpx.get(page)

        assert response.headers["content-type"] == "text/html; charset=utf-8"
        assert "Google Calendar" in response.text

    def test_agreeing_leads_back_through_the_callback(self, mockcal, mia, page):
        ways = httpx.get(page, headers={"accept": "application/json"}).json()

        there = httpx.get(f"{page}&decision=allow")
        back = httpx.get(there.headers["location"])

        assert (there.status_code, there.headers["location"]) == (302, ways["allow"])
        assert (back.status_code, back.headers["location"]) == (301, "https://app.example")
        assert len(connected(mockcal, mia)) == 1

    def test_refusing_connects_nothing(self, mockcal, mia, page):
        back = httpx.get(httpx.get(f"{page}&decision=deny").headers["location"])

        assert back.status_code == 301
        assert connected(mockcal, mia) == []

    @pytest.mark.parametrize(
        "path",
        ["yahoo/authorize?redirect_uri=http://a.example", "google/authorize", "google/authorize?redirect_uri=http://["],
    )
    def test_an_unknown_provider_or_no_way_back(self, mockcal, path):
        assert httpx.get(f"{mockcal.url}/_mock/providers/{path}").status_code == 404


def connected(mockcal, mia):
    return mockcal.api(mia["accessToken"]).get("/v2/calendars").json()["data"]["connectedCalendars"]
