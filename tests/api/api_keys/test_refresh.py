"""`POST /v2/api-keys/refresh`."""

import re

import pytest

from tests.conftest import constraints, refusal

PEOPLE = {
    "users": [
        {"username": "alice"},
        {"username": "boss", "apiKeys": [{"key": "cal_boss", "organization": "acme", "note": "Reports"}]},
    ],
    "organizations": [
        {
            "slug": "acme",
            "isPlatform": True,
            "members": [{"user": "boss", "role": "ADMIN"}],
            "oauthClients": [{"name": "App", "id": "c1", "secret": "s1"}],
        }
    ],
}


@pytest.fixture
def alice(mockcal):
    mockcal.load(PEOPLE)
    return mockcal.api("cal_alice")


def days_until_refused(mockcal, key, days):
    """Whether the key is good on the last of `days` and refused the day after."""
    mockcal.advance(f"P{days}D")
    last = mockcal.api(key).get("/v2/me").status_code
    mockcal.advance("P1D")
    return last, mockcal.api(key).get("/v2/me")


class TestRefreshApiKey:
    def test_other_credentials_are_refused(self, alice, mockcal):
        text = (
            "ApiKeysService - This endpoint can only be accessed using an API key by providing 'Authorization: Bearer "
            "<apiKey>' header"
        )

        response = mockcal.api(x_cal_client_id="c1", x_cal_secret_key="s1").post("/v2/api-keys/refresh")

        assert refusal(response) == (401, "UnauthorizedException", text)

    def test_both_options_at_once(self, alice):
        body = {"apiKeyDaysValid": 5, "apiKeyNeverExpires": True}
        text = "ApiKeysService -Cannot set both apiKeyDaysValid and apiKeyNeverExpires. It has to be either or none of them."

        assert refusal(alice.post("/v2/api-keys/refresh", json=body)) == (400, "BadRequestException", text)

    @pytest.mark.parametrize("body", [{"apiKeyDaysValid": 0}, {"apiKeyDaysValid": "5"}, {"apiKeyNeverExpires": "yes"}])
    def test_bad_options(self, alice, body):
        assert constraints(alice.post("/v2/api-keys/refresh", json=body)).keys() == body.keys()

    def test_a_team_key_whose_owner_was_demoted(self, alice, mockcal):
        mockcal.load({"organizations": [{"slug": "acme", "members": [{"user": "boss", "role": "MEMBER"}]}]})

        response = mockcal.api("cal_boss").post("/v2/api-keys/refresh")

        assert refusal(response) == (401, "TRPCError", "You are not authorized to access this resource")

    def test_the_old_key_is_gone_and_the_new_one_lasts_thirty_days(self, alice, mockcal):
        response = alice.post("/v2/api-keys/refresh")

        assert response.status_code == 200
        key = response.json()["data"]["apiKey"]
        assert re.fullmatch("cal_[0-9a-f]{32}", key)
        assert mockcal.api(key).get("/v2/me").json()["data"]["username"] == "alice"
        assert refusal(alice.get("/v2/me")) == (
            401,
            "UnauthorizedException",
            "ApiAuthStrategy - api key - Your api key is not valid",
        )
        last, after = days_until_refused(mockcal, key, 30)
        assert last == 200
        assert refusal(after) == (
            401,
            "UnauthorizedException",
            "ApiAuthStrategy - api key - Your api key is expired",
        )

    def test_a_life_of_its_own(self, alice, mockcal):
        key = alice.post("/v2/api-keys/refresh", json={"apiKeyDaysValid": 2}).json()["data"]["apiKey"]

        last, after = days_until_refused(mockcal, key, 2)

        assert (last, after.status_code) == (200, 401)

    def test_for_ever(self, alice, mockcal):
        key = alice.post("/v2/api-keys/refresh", json={"apiKeyNeverExpires": True}).json()["data"]["apiKey"]

        mockcal.advance("P9Y")

        assert mockcal.api(key).get("/v2/me").status_code == 200

    def test_a_team_key_keeps_team_and_note(self, alice, mockcal):
        key = mockcal.api("cal_boss").post("/v2/api-keys/refresh").json()["data"]["apiKey"]

        boss = next(user for user in mockcal.export()["users"] if user["username"] == "boss")
        assert [(one["key"], one["organization"], one["note"]) for one in boss["apiKeys"]] == [(key, "acme", "Reports")]
