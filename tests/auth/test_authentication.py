"""Who is calling: each kind of credentials, their precedence, and the words of every refusal."""

import pytest

from tests.api.oauth2.conftest import APPS
from tests.api.oauth_clients.conftest import PLATFORM
from tests.conftest import refusal

NOTHING = (
    "No authentication method provided. Either pass an API key as 'Bearer' header or OAuth client credentials as "
    "'x-cal-secret-key' and 'x-cal-client-id' headers"
)
ONLY = "Only '{sent}' header provided. Please also provide '{missing}' header or Auth bearer token as 'Authentication' header"


def unauthorized(text):
    return (401, "UnauthorizedException", text)


@pytest.fixture
def world(mockcal):
    mockcal.load(PLATFORM)
    mockcal.load(APPS)
    return mockcal


@pytest.fixture
def kim(world):
    """A managed user's tokens."""
    body = {"email": "kim@example.com", "name": "Kim"}
    return world.api(x_cal_secret_key="s1").post("/v2/oauth-clients/c1/users", json=body).json()["data"]


def third_party(world, user="alice", scopes=None, **more):
    """An access token of the app `conf`."""
    asked = {"clientId": "conf", "user": user, **more} | ({} if scopes is None else {"scopes": scopes})
    form = {
        "client_id": "conf",
        "client_secret": "secret",
        "grant_type": "authorization_code",
        "redirect_uri": "https://app.example/callback",
        "code": world.control("POST", "/oauth2/codes", json=asked)["code"],
    }
    return world.api().post("/v2/auth/oauth2/token", data=form).json()["access_token"]


def me(world, key=None, **headers):
    return world.api(key, **headers).get("/v2/me")


def username(response):
    return response.json()["data"]["username"]


class TestNothing:
    def test_at_all(self, world):
        response = me(world)

        assert refusal(response) == unauthorized(NOTHING)
        assert response.json()["error"]["details"] == {
            "message": NOTHING,
            "error": "Unauthorized",
            "statusCode": 401,
        }

    @pytest.mark.parametrize("header", ["", "Bearer "])
    def test_an_empty_header(self, world, header):
        assert me(world, authorization=header.strip()).status_code == 401

    def test_half_of_a_client(self, world):
        only_id = ONLY.format(sent="x-cal-client-id", missing="x-cal-secret-key")
        only_secret = ONLY.format(sent="x-cal-secret-key", missing="x-cal-client-id")

        assert refusal(me(world, x_cal_client_id="c1")) == unauthorized(only_id)
        assert refusal(me(world, x_cal_secret_key="s1")) == unauthorized(only_secret)
        assert refusal(world.api().get("/v2/oauth-clients/c1/users")) == unauthorized(only_id)


class TestClientCredentials:
    def test_they_act_as_the_first_owner(self, world):
        response = me(world, x_cal_client_id="c1", x_cal_secret_key="s1")

        assert username(response) == "olga"

    def test_without_an_owner_as_the_first_admin(self, world):
        world.load({"organizations": [{"slug": "platform", "members": [{"user": "adam", "role": "ADMIN"}]}]})

        assert username(me(world, x_cal_client_id="c1", x_cal_secret_key="s1")) == "adam"

    def test_without_either(self, world):
        members = [{"user": "mia"}, {"user": "olga", "role": "OWNER", "accepted": False}]
        world.load({"organizations": [{"slug": "platform", "members": members}]})

        assert refusal(me(world, x_cal_client_id="c1", x_cal_secret_key="s1")) == unauthorized(
            "ApiAuthStrategy - oAuth client - No owner ID found for this OAuth client"
        )

    def test_refusals(self, world):
        unknown = me(world, x_cal_client_id="zz", x_cal_secret_key="s1")
        wrong = me(world, x_cal_client_id="c1", x_cal_secret_key="zz")

        assert refusal(unknown) == unauthorized("ApiAuthStrategy - oAuth client - Client with ID zz not found")
        assert refusal(wrong) == unauthorized("ApiAuthStrategy - oAuth client - Invalid client secret")

    def test_they_beat_a_bearer(self, world):
        assert username(me(world, "cal_eve", x_cal_client_id="c1", x_cal_secret_key="s1")) == "olga"
        assert me(world, "cal_eve", x_cal_client_id="c1", x_cal_secret_key="zz").status_code == 401

    def test_the_id_of_the_path_beats_the_header(self, world):
        path = "/v2/oauth-clients/c1/users"

        assert world.api(x_cal_client_id="c2", x_cal_secret_key="s1").get(path).status_code == 200
        assert world.api(x_cal_client_id="c2", x_cal_secret_key="s2").get(path).status_code == 401


class TestApiKey:
    @pytest.mark.parametrize("header", ["Bearer cal_eve", "cal_eve"])
    def test_with_or_without_the_word(self, world, header):
        assert username(me(world, authorization=header)) == "eve"

    @pytest.mark.parametrize("header", ["bearer cal_eve", "BEARER cal_eve", "Token cal_eve", "Bearer Bearer cal_eve"])
    def test_other_words_are_part_of_the_token(self, world, header):
        assert refusal(me(world, authorization=header)) == unauthorized("Invalid Access Token.")

    def test_an_unknown_one(self, world):
        assert refusal(me(world, "cal_nope")) == unauthorized("CustomThrottlerGuard - Invalid API Key")

    def test_it_is_good_until_the_day_after_its_expiry(self, world):
        world.load(
            {"users": [{"username": "eve", "apiKeys": [{"key": "cal_old", "expiresAt": "2026-01-06T10:00:00Z"}]}]}
        )

        world.set_clock("2026-01-06T23:59:59Z")
        assert me(world, "cal_old").status_code == 200
        world.set_clock("2026-01-07T00:00:00Z")
        assert refusal(me(world, "cal_old")) == unauthorized("ApiAuthStrategy - api key - Your api key is expired")

    def test_it_beats_half_of_a_client_and_a_session(self, world):
        cookie = "next-auth.session-token=olga@example.com"

        assert username(me(world, "cal_eve", x_cal_client_id="c1", cookie=cookie)) == "eve"


class TestManagedToken:
    def test_it_acts_as_its_owner(self, world, kim):
        assert me(world, kim["accessToken"]).json()["data"]["id"] == kim["user"]["id"]

    def test_a_refresh_token_is_none(self, world, kim):
        assert refusal(me(world, kim["refreshToken"])) == unauthorized("Invalid Access Token.")

    def test_an_expired_one(self, world, kim):
        world.advance("PT1H")

        assert refusal(me(world, kim["accessToken"])) == (498, "TokenExpiredException", "ACCESS_TOKEN_IS_EXPIRED")

    @pytest.mark.parametrize(("origin", "status"), [("https://acme.example/cb", 200), ("https://acme.example", 401)])
    def test_the_origin_must_match(self, world, kim, origin, status):
        assert me(world, kim["accessToken"], origin=origin).status_code == status

    def test_other_credentials_have_no_origin(self, world):
        assert me(world, "cal_eve", origin="https://anywhere.example").status_code == 200


class TestThirdPartyToken:
    def test_it_acts_as_its_user(self, world):
        assert username(me(world, third_party(world))) == "alice"

    def test_a_teams_acts_as_the_first_owner(self, world):
        assert username(me(world, third_party(world, team="support"))) == "alice"

    def test_a_team_without_an_owner(self, world):
        token = third_party(world, team="support")
        world.load({"teams": [{"slug": "support", "members": [{"user": "bob", "role": "ADMIN"}]}]})

        assert refusal(me(world, token)) == unauthorized(
            "ApiAuthStrategy - third-party token - No owner found for the associated team."
        )

    def test_an_expired_one(self, world):
        token = third_party(world)
        world.advance("PT30M")

        assert refusal(me(world, token)) == unauthorized("Invalid Access Token.")

    @pytest.mark.parametrize("token", ["nonsense", "a.b.c", "eyJhbGciOiJub25lIn0.eyJ1c2VySWQiOjF9."])
    def test_what_is_none(self, world, token):
        assert refusal(me(world, token)) == unauthorized("Invalid Access Token.")

    def test_another_universes_is_none(self, world):
        token = third_party(world)
        world.control("PUT", "/sandboxes/elsewhere", json={"fixtures": [APPS], "seed": 77})

        elsewhere = world.api(token).get(f"{world.server.url}/~elsewhere/v2/me")

        assert elsewhere.status_code == 401
        world.control("DELETE", "/sandboxes/elsewhere")


class TestSession:
    @pytest.mark.parametrize(
        "cookie",
        [
            "next-auth.session-token=eve@example.com",
            "next-auth.session-token=eve%40example.com",
            "__Secure-next-auth.session-token=eve@example.com",
            "a=b; next-auth.session-token=eve@example.com; c=d",
        ],
    )
    def test_a_cookie_is_a_session(self, world, cookie):
        assert username(me(world, cookie=cookie)) == "eve"

    def test_of_nobody(self, world):
        assert refusal(me(world, cookie="next-auth.session-token=nobody@example.com")) == unauthorized(
            "ApiAuthStrategy - next auth - User associated with the authentication token email not found."
        )

    def test_it_beats_half_of_a_client(self, world):
        cookie = "next-auth.session-token=eve@example.com"

        assert username(me(world, x_cal_client_id="c1", cookie=cookie)) == "eve"


class TestKindsThatAreNotAllowed:
    PATH = "/v2/calendars/google/connect"
    ALLOWED = "Invalid authentication method. Please provide one of the allowed methods: API_KEY, ACCESS_TOKEN"

    def test_client_credentials_and_sessions(self, world):
        client = world.api(x_cal_client_id="c1", x_cal_secret_key="s1").get(self.PATH)
        session = world.api(cookie="next-auth.session-token=eve@example.com").get(self.PATH)

        assert refusal(client) == unauthorized(self.ALLOWED)
        assert refusal(session) == unauthorized(self.ALLOWED)

    def test_a_bearer_of_another_kind(self, world):
        assert refusal(world.api(third_party(world)).get(self.PATH)) == unauthorized("Invalid Bearer token")

    def test_nothing(self, world):
        assert refusal(world.api().get(self.PATH)) == unauthorized(NOTHING)

    def test_the_allowed_ones(self, world, kim):
        assert world.api("cal_eve").get(self.PATH).status_code == 200
        assert world.api(kim["accessToken"]).get(self.PATH).status_code == 200


class TestOptionalAuthentication:
    """`GET /v2/event-types` 2024-06-14 looks at credentials only if they are whole."""

    @pytest.mark.parametrize("headers", [{}, {"x_cal_client_id": "c1"}, {"x_cal_secret_key": "s1"}])
    def test_nobody_is_welcome(self, world, headers):
        response = world.api(version="2024-06-14", **headers).get("/v2/event-types?username=eve")

        assert (response.status_code, response.json()["data"]) == (200, [])

    @pytest.mark.parametrize(
        ("headers", "text"),
        [
            ({"key": "nonsense"}, "Invalid Access Token."),
            ({"key": "cal_nope"}, "CustomThrottlerGuard - Invalid API Key"),
            (
                {"x_cal_client_id": "c1", "x_cal_secret_key": "zz"},
                "ApiAuthStrategy - oAuth client - Invalid client secret",
            ),
            (
                {"cookie": "next-auth.session-token=nobody@example.com"},
                "ApiAuthStrategy - next auth - User associated with the authentication token email not found.",
            ),
        ],
    )
    def test_but_not_somebody_false(self, world, headers, text):
        response = world.api(version="2024-06-14", **headers).get("/v2/event-types?username=eve")

        assert refusal(response) == unauthorized(text)


class TestSessionOnly:
    @pytest.mark.parametrize(
        "headers",
        [
            {},
            {"key": "cal_olga"},
            {"x_cal_client_id": "c1", "x_cal_secret_key": "s1"},
            {"cookie": "next-auth.session-token=nobody@example.com"},
        ],
    )
    def test_everything_else_is_refused(self, world, headers):
        response = world.api(**headers).get("/v2/billing/500/check")

        assert refusal(response) == unauthorized("NextAuthStrategy - Authentication token is missing or invalid.")

    def test_a_session_is_taken_whatever_else_comes(self, world):
        api = world.api("nonsense", cookie="next-auth.session-token=olga@example.com")

        assert api.get("/v2/billing/500/check").status_code == 200
