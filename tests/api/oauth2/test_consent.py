"""Consent: `GET /auth/oauth2/authorize`, `POST /_mock/oauth2/codes` and `GET /v2/auth/oauth2/clients/{clientId}`."""

from urllib.parse import parse_qs, urlsplit

import pytest

from mockcal.client import Refused
from tests.api.oauth2.conftest import CALLBACK, CHALLENGE
from tests.conftest import refusal

PATH = "/auth/oauth2/authorize"
ASKED = {"client_id": "conf", "redirect_uri": CALLBACK, "response_type": "code", "state": "s 1"}


@pytest.fixture
def browser(apps):
    return apps.api(cookie="next-auth.session-token=alice@example.com")


def sent_back(response):
    """Where the browser is sent, and with what."""
    assert response.status_code == 302
    target = urlsplit(response.headers["location"])
    return f"{target.scheme}://{target.netloc}{target.path}", {
        name: values[0] for name, values in parse_qs(target.query).items()
    }


class TestAuthorizePage:
    def test_a_session_agrees_at_once(self, browser, token):
        where, told = sent_back(browser.get(PATH, params=ASKED | {"scope": "BOOKING_READ, PROFILE_READ"}))

        assert where == CALLBACK
        assert told.keys() == {"code", "state"}
        assert told["state"] == "s 1"
        assert len(told["code"]) == 54
        status, _ = token(
            client_id="conf",
            client_secret="secret",
            grant_type="authorization_code",
            redirect_uri=CALLBACK,
            code=told["code"],
        )
        assert status == 200

    @pytest.mark.parametrize(
        ("change", "reason"),
        [
            ({"client_id": "nope"}, "client_not_found"),
            ({"client_id": "pend"}, "client_not_approved"),
            ({"client_id": "rej"}, "client_rejected"),
            ({"redirect_uri": "https://evil.example"}, "redirect_uri_mismatch"),
        ],
    )
    def test_what_the_app_is_never_told(self, browser, change, reason):
        response = browser.get(PATH, params=ASKED | change)

        assert response.status_code == 400
        assert reason in response.text
        assert "location" not in response.headers

    @pytest.mark.parametrize(
        ("change", "error", "description"),
        [
            ({"client_id": "pub"}, "invalid_request", "pkce_required"),
            ({"code_challenge": CHALLENGE}, "invalid_request", "invalid_code_challenge_method"),
            (
                {"code_challenge": CHALLENGE, "code_challenge_method": "plain"},
                "invalid_request",
                "invalid_code_challenge_method",
            ),
            ({"team": "nope"}, "access_denied", "team_not_found_or_no_access"),
        ],
    )
    def test_what_the_app_is_told(self, browser, change, error, description):
        where, told = sent_back(browser.get(PATH, params=ASKED | change))

        assert where == CALLBACK
        assert told == {"error": error, "error_description": description, "state": "s 1"}

    def test_without_a_session_a_page_asks_who_agrees(self, apps):
        response = apps.api().get(PATH, params=ASKED | {"scope": "BOOKING_READ", "state": '"><script>'})

        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/html")
        assert "form-action" not in response.headers["content-security-policy"]
        assert "Confidential" in response.text
        assert "bob@example.com" in response.text
        assert "<script>" not in response.text

    def test_what_the_page_sends(self, apps):
        _, told = sent_back(apps.api().get(PATH, params=ASKED | {"approve_as": "bob@example.com"}))
        _, denied = sent_back(apps.api().get(PATH, params=ASKED | {"approve_as": "bob@example.com", "deny": "true"}))

        assert "code" in told
        assert denied["error"] == "access_denied"

    def test_a_team_is_agreed_for_by_its_admins(self, apps, browser):
        _, told = sent_back(browser.get(PATH, params=ASKED | {"team": "support"}))
        _, bobs = sent_back(apps.api().get(PATH, params=ASKED | {"team": "support", "approve_as": "bob@example.com"}))

        assert "code" in told
        assert bobs["error_description"] == "team_not_found_or_no_access"


class TestCodesOfTheControlPlane:
    def test_a_code_and_where_it_goes(self, apps):
        body = {"clientId": "conf", "user": "alice", "state": "x", "redirectUri": CALLBACK}

        made = apps.control("POST", "/oauth2/codes", json=body)

        assert made == {"code": made["code"], "redirectUrl": f"{CALLBACK}?code={made['code']}&state=x"}

    @pytest.mark.parametrize(
        ("change", "text"),
        [
            ({"clientId": "nope"}, "invalid_client: client_not_found"),
            ({"redirectUri": "https://evil.example"}, "invalid_request: redirect_uri_mismatch"),
            ({"clientId": "rej", "user": "dev"}, "unauthorized_client: client_rejected"),
            ({"clientId": "pub"}, "invalid_request: pkce_required"),
            ({"user": "bob", "team": "support"}, "access_denied: team_not_found_or_no_access"),
            ({"user": "nobody"}, "This sandbox has no user nobody."),
            ({"team": "nope"}, "This sandbox has no team nope."),
            ({"scope": "x"}, "scope: unknown field"),
        ],
    )
    def test_refusals(self, apps, change, text):
        with pytest.raises(Refused, match=text):
            apps.control("POST", "/oauth2/codes", json={"clientId": "conf", "user": "alice"} | change)

    def test_people_and_teams_are_called_as_in_fixtures(self, mockcal):
        users = [{"username": "alice"}, {"username": "#12", "id": 12}]
        members = [{"user": "alice", "role": "OWNER"}, {"user": "#12"}]
        team = {"slug": "a/b", "members": [{"user": "alice", "role": "OWNER"}]}
        client = {"name": "C", "id": "c1", "managedUsers": [{"email": "jo@x.io"}]}
        made = mockcal.load(
            {
                "users": users,
                "organizations": [{"slug": "acme", "isPlatform": True, "members": members, "teams": [team], "oauthClients": [client]}],
                "oauth2Clients": [{"clientId": "app", "redirectUri": CALLBACK, "owner": "alice"}],
            }
        )  # fmt: skip
        for who in ({"user": "jo@x.io"}, {"user": "#12"}, {"user": "alice", "team": "acme/a/b"}):
            assert mockcal.control("POST", "/oauth2/codes", json={"clientId": "app", **who})["code"]
        assert list(made["users"]) == ["alice", "#12"]


class TestClientInformation:
    def test_nobody_is_refused(self, apps):
        assert apps.api().get("/v2/auth/oauth2/clients/conf").status_code == 401

    def test_an_unknown_client(self, apps):
        response = apps.api("cal_bob").get("/v2/auth/oauth2/clients/nope")

        assert refusal(response) == (404, "HttpException", "unauthorized_client")
        assert response.json()["error"]["details"] == "unauthorized_client"

    def test_it_shows_all_but_the_secret(self, apps):
        response = apps.api("cal_bob").get("/v2/auth/oauth2/clients/pub")

        assert response.json() == {
            "status": "success",
            "data": {
                "client_id": "pub",
                "redirect_uri": CALLBACK,
                "name": "Public",
                "logo": None,
                "is_trusted": True,
                "client_type": "PUBLIC",
            },
        }


class TestFixtures:
    def test_apps_are_exported_as_they_were_loaded(self, apps):
        exported = apps.export()["oauth2Clients"]

        assert [(one["clientId"], one["type"], one["status"]) for one in exported] == [
            ("conf", "CONFIDENTIAL", "APPROVED"),
            ("pend", "CONFIDENTIAL", "PENDING"),
            ("pub", "PUBLIC", "APPROVED"),
            ("rej", "CONFIDENTIAL", "REJECTED"),
        ]
        assert exported[1]["owner"] == "dev"
