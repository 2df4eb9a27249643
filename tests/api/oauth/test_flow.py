"""`/v2/oauth/{clientId}/…`: tokens of managed users, and the platform's authorization codes."""

import jwt
import pytest

from tests.api.oauth_clients.conftest import PLATFORM
from tests.conftest import constraints, refusal

ONLY_ID = (
    "Only 'x-cal-client-id' header provided. Please also provide 'x-cal-secret-key' header or Auth bearer token as "
    "'Authentication' header"
)


def claims(token):
    return jwt.decode(token, options={"verify_signature": False, "verify_exp": False, "verify_iat": False})


@pytest.fixture
def platform(mockcal):
    mockcal.set_clock("2026-03-10T14:23:47.000Z")
    mockcal.load(PLATFORM)
    return mockcal


@pytest.fixture
def client(platform):
    return platform.api(x_cal_secret_key="s1")


@pytest.fixture
def alice(client):
    body = {"email": "alice@example.com", "name": "Alice"}
    return client.post("/v2/oauth-clients/c1/users", json=body).json()["data"]


class TestTokens:
    def test_expiries_are_cut_to_the_minute_and_to_the_day(self, alice):
        assert alice["accessTokenExpiresAt"] == 1773156180000
        assert alice["refreshTokenExpiresAt"] == 1804636800000

    def test_claims(self, alice):
        access, refresh = claims(alice["accessToken"]), claims(alice["refreshToken"])

        assert access.keys() == {"type", "clientId", "ownerId", "expiresAt", "jti", "iat"}
        assert (access["type"], refresh["type"]) == ("access_token", "refresh_token")
        assert (access["clientId"], access["ownerId"]) == ("c1", alice["user"]["id"])
        assert (access["expiresAt"], access["iat"]) == (1773156180000, 1773152627)

    def test_a_token_expires_and_is_purged_at_the_next_refresh(self, platform, client, alice):
        me = platform.api(alice["accessToken"])
        assert me.get("/v2/me").status_code == 200

        happened = platform.advance("PT60M")

        assert [(one["at"], one["what"]) for one in happened] == [("2026-03-10T15:23:00.000Z", "ACCESS_TOKEN_EXPIRED")]
        expired = me.get("/v2/me")
        assert refusal(expired) == (498, "TokenExpiredException", "ACCESS_TOKEN_IS_EXPIRED")
        assert expired.json()["error"]["details"] == "ACCESS_TOKEN_IS_EXPIRED"
        client.post("/v2/oauth/c1/refresh", json={"refreshToken": alice["refreshToken"]})
        assert refusal(me.get("/v2/me")) == (401, "UnauthorizedException", "Invalid Access Token.")


class TestRefresh:
    def test_the_secret_is_needed(self, platform):
        response = platform.api().post("/v2/oauth/c1/refresh", json={"refreshToken": "x"})

        assert refusal(response) == (401, "UnauthorizedException", ONLY_ID)

    def test_a_token_must_be_sent(self, client):
        told = constraints(client.post("/v2/oauth/c1/refresh"))

        assert told == {"refreshToken": {"isString": "refreshToken must be a string"}}

    def test_another_clients_token(self, platform, alice):
        response = platform.api(x_cal_secret_key="s2").post(
            "/v2/oauth/c2/refresh", json={"refreshToken": alice["refreshToken"]}
        )

        assert refusal(response) == (400, "BadRequestException", "Invalid refresh token")

    def test_a_refresh_token_is_good_once_and_live_access_tokens_stay(self, platform, client, alice):
        body = {"refreshToken": alice["refreshToken"]}

        response = client.post("/v2/oauth/c1/refresh", json=body)

        assert response.status_code == 200
        pair = response.json()["data"]
        assert pair.keys() == {"accessToken", "accessTokenExpiresAt", "refreshToken", "refreshTokenExpiresAt"}
        assert claims(pair["accessToken"])["userId"] == alice["user"]["id"]
        assert platform.api(pair["accessToken"]).get("/v2/me").status_code == 200
        assert platform.api(alice["accessToken"]).get("/v2/me").status_code == 200
        assert refusal(client.post("/v2/oauth/c1/refresh", json=body))[2] == "Invalid refresh token"

    def test_an_old_refresh_token_still_works(self, platform, client, alice):
        platform.advance("P2Y")

        assert client.post("/v2/oauth/c1/refresh", json={"refreshToken": alice["refreshToken"]}).status_code == 200


class TestAuthorizeAndExchange:
    CALLBACK = {"redirectUri": "https://acme.example/cb"}

    @pytest.fixture
    def browser(self, platform):
        return platform.api(cookie="next-auth.session-token=eve%40example.com")

    def code(self, browser):
        response = browser.post("/v2/oauth/c1/authorize", json=self.CALLBACK)
        assert response.status_code == 302
        return response.headers["location"].removeprefix("https://acme.example/cb?code=")

    def exchange(self, platform, code, **headers):
        return platform.api(code).post("/v2/oauth/c1/exchange", json={"clientSecret": "s1"}, headers=headers)

    @pytest.mark.parametrize("key", [None, "cal_eve"])
    def test_only_a_browser_session_authorizes(self, platform, key):
        response = platform.api(key).post("/v2/oauth/c1/authorize", json=self.CALLBACK)

        assert refusal(response) == (
            401,
            "UnauthorizedException",
            "NextAuthStrategy - Authentication token is missing or invalid.",
        )

    def test_refusals_of_authorize(self, browser):
        unknown = browser.post("/v2/oauth/nope/authorize", json=self.CALLBACK)
        elsewhere = browser.post("/v2/oauth/c1/authorize", json={"redirectUri": "https://evil.example"})
        nothing = browser.post("/v2/oauth/c1/authorize", json={})

        assert refusal(unknown) == (400, "BadRequestException", "OAuth client with ID 'nope' not found")
        assert refusal(elsewhere) == (400, "BadRequestException", "Invalid 'redirect_uri' value.")
        assert constraints(nothing) == {"redirectUri": {"isString": "redirectUri must be a string"}}

    def test_one_open_code_at_a_time(self, platform, browser):
        eve = platform.api("cal_eve").get("/v2/me").json()["data"]["id"]
        code = self.code(browser)

        response = browser.post("/v2/oauth/c1/authorize", json=self.CALLBACK)

        text = f"User with id={eve} has already authorized client with id=c1."
        assert refusal(response) == (400, "BadRequestException", text)
        assert self.exchange(platform, code).status_code == 200
        assert self.code(browser) != code

    def test_a_code_is_good_once(self, platform, browser):
        code = self.code(browser)

        pair = self.exchange(platform, code).json()["data"]

        assert platform.api(pair["accessToken"]).get("/v2/me").json()["data"]["username"] == "eve"
        assert refusal(self.exchange(platform, code)) == (400, "BadRequestException", "Invalid OAuth Client.")

    def test_refusals_of_exchange(self, platform):
        api = platform.api("nope")

        assert constraints(api.post("/v2/oauth/c1/exchange", json={})) == {
            "clientSecret": {"isString": "clientSecret must be a string"}
        }
        for client_id, secret in (("c1", "s1"), ("c1", "wrong"), ("zz", "s1")):
            response = api.post(f"/v2/oauth/{client_id}/exchange", json={"clientSecret": secret})
            assert refusal(response) == (400, "BadRequestException", "Invalid OAuth Client.")

    def test_the_authorization_header(self, platform):
        body = {"clientSecret": "s1"}
        empty = platform.api(authorization="").post("/v2/oauth/c1/exchange", json=body)
        absent = platform.api().post("/v2/oauth/c1/exchange", json=body)

        assert refusal(empty) == (400, "BadRequestException", "Missing 'Bearer' Authorization header.")
        assert refusal(absent) == (400, "INTERNAL_SERVER_ERROR", "Internal server error")
