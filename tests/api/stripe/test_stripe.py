"""`/v2/stripe`, and the same for an organization's team."""

import json
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.conftest import refusal


def state(token, **more):
    return json.dumps(
        {
            "onErrorReturnTo": "https://app.example/failed",
            "fromApp": False,
            "returnTo": "https://app.example/done",
            "accessToken": token,
            **more,
        }
    )


def save(mockcal, **query):
    return mockcal.api().get("/v2/stripe/save", params=query)


class TestConnect:
    def test_nobody_is_refused(self, mockcal):
        assert mockcal.api().get("/v2/stripe/connect").status_code == 401

    def test_client_credentials_carry_no_token(self, mockcal, made):
        client = mockcal.api(None, None, x_cal_client_id="acme-client", x_cal_secret_key="acme-secret")

        assert refusal(client.get("/v2/stripe/connect")) == (400, "INTERNAL_SERVER_ERROR", "Internal server error")

    def test_the_link(self, mockcal, made, mia):
        api = mockcal.api(mia, None, origin="https://app.example")

        response = api.get("/v2/stripe/connect", params={"returnTo": ""})

        assert response.status_code == 200
        url = response.json()["data"]["authUrl"]
        query = parse_qs(urlsplit(url).query)
        assert url.startswith("https://connect.stripe.com/oauth/authorize?client_id=")
        assert list(query) == [
            "client_id",
            "scope",
            "response_type",
            "stripe_user[email]",
            "stripe_user[first_name]",
            "redirect_uri",
            "state",
        ]
        assert query["scope"] == ["read_write"]
        assert query["redirect_uri"] == [f"{mockcal.url}/v2/stripe/save"]
        assert query["state"] == [
            '{"onErrorReturnTo":"https://app.example","fromApp":false,"returnTo":"https://app.example",'
            f'"accessToken":"{mia}"}}'
        ]


class TestSave:
    def test_a_missing_state(self, mockcal, made):
        assert refusal(save(mockcal, code="abc")) == (400, "BadRequestException", "Missing `state` query param")

    def test_a_state_that_is_no_json(self, mockcal, made):
        assert save(mockcal, state="nonsense", code="abc").status_code == 400

    @pytest.mark.parametrize(
        ("token", "query"),
        [
            ("mia", {"error": "access_denied"}),
            ("mia", {"code": "invalid_code"}),
            ("mia", {}),
            ("nobody's", {"code": "abc"}),
            ("cal_alice", {"code": "abc"}),
        ],
    )
    def test_every_failure_leads_to_the_errors_target(self, mockcal, mia, token, query):
        response = save(mockcal, state=state(mia if token == "mia" else token), **query)

        assert (response.status_code, response.headers["location"]) == (301, "https://app.example/failed")
        assert mockcal.api(mia).get("/v2/stripe/check").status_code == 404

    def test_the_account_is_connected(self, mockcal, mia):
        response = save(mockcal, state=state(mia), code="abc")

        assert (response.status_code, response.headers["location"]) == (301, "https://app.example/done")
        assert mockcal.api(mia).get("/v2/stripe/check").json() == {"status": "success"}

    def test_the_whole_way_through_the_played_provider(self, mockcal, mia):
        api = mockcal.api(mia, None, origin="https://app.example")
        url = urlsplit(api.get("/v2/stripe/connect").json()["data"]["authUrl"])

        there = httpx.get(f"{mockcal.url}/_mock/providers/stripe/authorize?{url.query}&decision=allow")
        back = httpx.get(there.headers["location"])

        assert (back.status_code, back.headers["location"]) == (301, "https://app.example")
        assert api.get("/v2/stripe/check").status_code == 200


class TestCheck:
    @pytest.mark.parametrize(
        ("stripe", "refused"),
        [
            ({"connected": False}, (404, "NotFoundException", "Credentials for stripe not found.")),
            ({"invalid": True}, (400, "BadRequestException", "Invalid stripe credentials.")),
            ({"active": False}, (400, "BadRequestException", "Stripe account is not an active account")),
        ],
    )
    def test_an_account_that_cannot_be_paid(self, mockcal, made, stripe, refused):
        mockcal.load({"users": [{"username": "alice", "stripe": stripe}]})

        assert refusal(mockcal.api("cal_alice").get("/v2/stripe/check")) == refused

    def test_a_code_may_stand_for_an_inactive_account(self, mockcal, mia):
        save(mockcal, state=state(mia), code="inactive-account")

        assert refusal(mockcal.api(mia).get("/v2/stripe/check"))[2] == "Stripe account is not an active account"


class TestTeam:
    @pytest.mark.parametrize("path", ["connect", "check", "save"])
    def test_a_member_is_too_low(self, mockcal, team, path):
        assert refusal(mockcal.api("cal_member").get(f"{team}/stripe/{path}"))[:2] == (403, "ForbiddenException")

    @pytest.mark.parametrize("path", ["connect", "check", "save"])
    def test_nobody_is_refused(self, mockcal, team, path):
        assert mockcal.api().get(f"{team}/stripe/{path}").status_code == 401

    def test_the_account_is_the_teams(self, mockcal, made, team):
        admin = mockcal.api("cal_admin")
        targets = {"returnTo": "https://app.example/done", "onErrorReturnTo": "https://app.example/failed"}
        url = admin.get(f"{team}/stripe/connect", params=targets).json()["data"]["authUrl"]
        sent = parse_qs(urlsplit(url).query)
        assert json.loads(sent["state"][0])["teamId"] == str(made["teams"]["acme/sales"]["id"])
        assert sent["redirect_uri"] == [f"{mockcal.url}/v2/stripe/save"]

        failed = save(mockcal, state=sent["state"][0], code="invalid")
        assert refusal(admin.get(f"{team}/stripe/check"))[0] == 404
        done = save(mockcal, state=sent["state"][0], code="abc")

        assert failed.headers["location"] == "https://app.example/failed"
        assert done.headers["location"] == "https://app.example/done"
        assert admin.get(f"{team}/stripe/check").json() == {"status": "success"}
        assert refusal(admin.get("/v2/stripe/check"))[0] == 404

    def test_the_teams_own_save(self, mockcal, made, team):
        admin = mockcal.api("cal_admin")

        assert refusal(admin.get(f"{team}/stripe/save"))[2] == "Missing `state` query param"
        failed = admin.get(f"{team}/stripe/save", params={"state": state("cal_admin"), "code": "invalid"})
        done = admin.get(f"{team}/stripe/save", params={"state": state("cal_admin"), "code": "abc"})

        assert (failed.status_code, failed.headers["location"]) == (301, "https://app.example/failed")
        assert (done.status_code, done.headers["location"]) == (301, "https://app.example/done")
        assert admin.get(f"{team}/stripe/check").json() == {"status": "success"}
