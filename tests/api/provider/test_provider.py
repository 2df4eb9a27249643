"""`/v2/provider/{clientId}` and its like for third-party apps."""

import pytest

from tests.api.oauth2.conftest import APPS
from tests.api.oauth_clients.conftest import PLATFORM
from tests.conftest import refusal


@pytest.fixture
def platform(mockcal):
    mockcal.load(PLATFORM)
    return mockcal


class TestClient:
    def test_anybody_may_ask(self, platform):
        response = platform.api(origin="https://anywhere.example").get("/v2/provider/c1")

        assert response.json() == {
            "status": "success",
            "data": {"clientId": "c1", "organizationId": 500, "name": "Acme"},
        }

    def test_an_unknown_client_is_unauthorized(self, platform):
        response = platform.api().get("/v2/provider/nope")

        assert refusal(response) == (401, "UnauthorizedException", "Unauthorized")
        assert response.json()["error"]["details"] == {"message": "Unauthorized", "statusCode": 401}


class TestAccessToken:
    @pytest.fixture
    def alice(self, platform):
        body = {"email": "alice@example.com", "name": "Alice"}
        return platform.api(x_cal_secret_key="s1").post("/v2/oauth-clients/c1/users", json=body).json()["data"]

    def test_a_good_one(self, platform, alice):
        response = platform.api(alice["accessToken"]).get("/v2/provider/c2/access-token")

        assert (response.status_code, response.json()) == (200, {"status": "success"})

    def test_one_that_must_be_refreshed(self, platform, alice):
        platform.advance("PT1H")

        assert platform.api(alice["accessToken"]).get("/v2/provider/c1/access-token").status_code == 498
        assert platform.api("nonsense").get("/v2/provider/c1/access-token").status_code == 401

    def test_the_origin_must_be_among_the_redirect_uris(self, platform, alice):
        foreign = "https://evil.example"

        response = platform.api(alice["accessToken"], origin=foreign).get("/v2/provider/c1/access-token")

        assert refusal(response) == (
            401,
            "UnauthorizedException",
            "ApiAuthStrategy - access token - Invalid request origin - please open https://app.cal.com/settings/platform "
            f"and add the origin '{foreign}' to the 'Redirect uris' of your OAuth client with ID 'c1'",
        )


class TestThirdPartyApp:
    def test_anybody_may_ask(self, mockcal):
        mockcal.load(APPS)

        known = mockcal.api().get("/v2/atoms/auth/oauth2/clients/pub")
        unknown = mockcal.api().get("/v2/atoms/auth/oauth2/clients/nope")

        assert known.json() == {"status": "success", "data": {"clientId": "pub", "organizationId": None}}
        assert unknown.status_code == 404
