"""`POST /v2/auth/oauth2/token`, and the older paths for the same."""

import jwt
import pytest

from tests.api.oauth2.conftest import CALLBACK, CHALLENGE, VERIFIER
from tests.conftest import refusal

PATH = "/v2/auth/oauth2/token"
EXCHANGE = {
    "client_id": "conf",
    "client_secret": "secret",
    "grant_type": "authorization_code",
    "redirect_uri": CALLBACK,
}
PUBLIC = {
    "client_id": "pub",
    "grant_type": "authorization_code",
    "redirect_uri": CALLBACK,
    "code_verifier": VERIFIER,
}
REFRESH = {"client_id": "conf", "client_secret": "secret", "grant_type": "refresh_token"}
PKCE = {"codeChallenge": CHALLENGE, "codeChallengeMethod": "S256"}


def failure(error, description):
    return {"error": error, "error_description": description}


def claims(token):
    return jwt.decode(token, options={"verify_signature": False, "verify_exp": False, "verify_iat": False})


class TestValidation:
    @pytest.mark.parametrize(
        ("body", "text"),
        [
            ({}, "client_id is required"),
            ({"client_id": ""}, "client_id is required"),
            ([], "Body should be an object"),
            ({"client_id": "x"}, "grant_type must be 'authorization_code' or 'refresh_token'"),
            (
                {"client_id": "x", "grant_type": "password"},
                "grant_type must be 'authorization_code' or 'refresh_token'",
            ),
            (
                {
                    "client_id": "x",
                    "grant_type": "authorization_code",
                    "client_secret": "s",
                    "redirect_uri": "r",
                    "foo": 1,
                },
                "foo property is wrong,property foo should not exist , code property is wrong,code must be a string ",
            ),
            (
                {**EXCHANGE, "code": "x", "code_verifier": "v"},
                "code_verifier property is wrong,property code_verifier should not exist ",
            ),
            (
                {"client_id": "pub", "grant_type": "authorization_code", "code": "x", "redirect_uri": CALLBACK},
                "code_verifier property is wrong,code_verifier must be a string ",
            ),
            (
                {"client_id": "pub", "grant_type": "refresh_token", "refresh_token": "x", "code_verifier": "v"},
                "code_verifier property is wrong,property code_verifier should not exist ",
            ),
            (
                {"client_id": 5, "grant_type": "refresh_token", "refresh_token": "x"},
                "client_id property is wrong,client_id must be a string ",
            ),
        ],
    )
    def test_invalid_requests(self, apps, body, text):
        response = apps.api().post(PATH, json=body)

        assert (response.status_code, response.json()) == (400, failure("invalid_request", text))

    def test_no_body_at_all(self, apps):
        response = apps.api().post(PATH)

        assert (response.status_code, response.json()) == (400, failure("invalid_request", "Body is required"))

    def test_refusals_echo_the_clients_request_id(self, apps):
        named = apps.api().post(PATH, json={}, headers={"x-request-id": "mine-1"})
        unnamed = apps.api().post(PATH, json={})

        assert named.headers["x-request-id"] == "mine-1"
        assert unnamed.headers["x-request-id"] == "unknown-request-id"

    def test_malformed_json_is_refused_as_everywhere(self, apps):
        response = apps.api().post(PATH, content=b"{", headers={"content-type": "application/json"})

        assert refusal(response)[:2] == (400, "BadRequestException")


class TestExchange:
    """The rows of the table, each before the next."""

    def test_an_unknown_client(self, token):
        assert token(**EXCHANGE | {"client_id": "x", "code": "x", "redirect_uri": "x"}) == (
            401,
            failure("invalid_client", "client_not_found"),
        )

    def test_another_redirect_uri(self, token):
        assert token(**EXCHANGE | {"code": "x", "redirect_uri": "x", "client_secret": "x"}) == (
            400,
            failure("invalid_grant", "redirect_uri_mismatch"),
        )

    def test_a_wrong_secret(self, token, code):
        assert token(**EXCHANGE | {"code": code(), "client_secret": "x"}) == (
            401,
            failure("invalid_client", "invalid_client_credentials"),
        )

    def test_a_confidential_client_without_a_secret(self, token, code):
        assert token(**PUBLIC | {"client_id": "conf", "code": code()}) == (
            401,
            failure("invalid_client", "invalid_client_credentials"),
        )

    def test_an_unknown_code(self, token):
        assert token(**EXCHANGE, code="x") == (400, failure("invalid_grant", "code_invalid_or_expired"))

    def test_a_code_of_another_client(self, token, code):
        assert token(**EXCHANGE, code=code("pub", **PKCE)) == (400, failure("invalid_grant", "code_invalid_or_expired"))

    def test_a_code_is_good_for_ten_minutes(self, apps, token, code):
        issued = code()

        happened = apps.advance("PT10M")

        assert [one["what"] for one in happened] == ["OAUTH2_CODE_EXPIRED"]
        assert token(**EXCHANGE, code=issued) == (400, failure("invalid_grant", "code_invalid_or_expired"))

    def test_a_code_is_good_once(self, token, code):
        issued = code()

        assert token(**EXCHANGE, code=issued)[0] == 200
        assert token(**EXCHANGE, code=issued) == (400, failure("invalid_grant", "code_invalid_or_expired"))

    def test_a_client_that_lost_its_approval(self, apps, token, code):
        issued = code()
        apps.load({"oauth2Clients": [{"clientId": "conf", "status": "PENDING"}]})

        assert token(**EXCHANGE, code=issued) == (401, failure("unauthorized_client", "client_not_approved"))
        apps.load({"oauth2Clients": [{"clientId": "conf", "status": "APPROVED"}]})
        assert token(**EXCHANGE, code=issued) == (400, failure("invalid_grant", "code_invalid_or_expired"))

    def test_a_client_that_was_rejected(self, apps, token, code):
        issued = code("pend", "dev")
        apps.load({"oauth2Clients": [{"clientId": "pend", "status": "REJECTED"}]})

        assert token(**EXCHANGE | {"client_id": "pend"}, code=issued) == (
            401,
            failure("unauthorized_client", "client_rejected"),
        )

    def test_the_owner_may_try_a_pending_client(self, token, code):
        assert token(**EXCHANGE | {"client_id": "pend"}, code=code("pend", "dev"))[0] == 200

    def test_a_wrong_verifier_uses_the_code_up(self, token, code):
        issued = code("pub", **PKCE)

        assert token(**PUBLIC | {"code_verifier": "wrong"}, code=issued) == (
            400,
            failure("invalid_grant", "pkce_verification_failed"),
        )
        assert token(**PUBLIC, code=issued) == (400, failure("invalid_grant", "code_invalid_or_expired"))

    def test_a_stored_challenge_asks_a_confidential_client_for_what_its_shape_forbids(self, token, code):
        assert token(**EXCHANGE, code=code(**PKCE)) == (
            400,
            failure("invalid_request", "pkce_missing_parameters_or_invalid_method"),
        )

    def test_tokens_of_a_user(self, apps, code):
        response = apps.api().post(PATH, json=EXCHANGE | {"code": code(scopes=["BOOKING_READ", "PROFILE_READ"])})

        assert response.status_code == 200
        assert (response.headers["cache-control"], response.headers["pragma"]) == ("no-store", "no-cache")
        body = response.json()
        assert body == {
            "access_token": body["access_token"],
            "token_type": "bearer",
            "refresh_token": body["refresh_token"],
            "expires_in": 1800,
        }
        me = apps.api(body["access_token"]).get("/v2/me").json()["data"]
        assert me["username"] == "alice"
        access = claims(body["access_token"])
        assert access == {
            "userId": me["id"],
            "teamId": None,
            "scope": ["BOOKING_READ", "PROFILE_READ"],
            "token_type": "Access Token",
            "clientId": "conf",
            "iat": 1767600000,
            "exp": 1767601800,
        }
        assert claims(body["refresh_token"])["exp"] == 1767600000 + 30 * 86400

    def test_tokens_of_a_team_act_as_its_owner(self, apps, token, code):
        _, body = token(**EXCHANGE, code=code(team="support"))

        assert (claims(body["access_token"])["userId"], claims(body["access_token"])["teamId"]) == (None, 40)
        assert apps.api(body["access_token"]).get("/v2/me").json()["data"]["username"] == "alice"

    def test_a_public_client_proves_itself(self, apps, token, code):
        status, body = token(**PUBLIC, code=code("pub", **PKCE))

        assert status == 200
        assert claims(body["refresh_token"])["codeChallenge"] == CHALLENGE
        assert claims(body["refresh_token"])["codeChallengeMethod"] == "S256"
        assert token(client_id="pub", grant_type="refresh_token", refresh_token=body["refresh_token"])[0] == 200

    def test_an_access_token_ends_after_half_an_hour(self, apps, token, code):
        _, body = token(**EXCHANGE, code=code())

        apps.advance("PT29M59S")
        assert apps.api(body["access_token"]).get("/v2/me").status_code == 200
        apps.advance("PT1S")

        assert refusal(apps.api(body["access_token"]).get("/v2/me"))[2] == "Invalid Access Token."


class TestRefresh:
    def test_an_unknown_client(self, token):
        assert token(**REFRESH | {"client_id": "x"}, refresh_token="x") == (
            401,
            failure("invalid_client", "client_not_found"),
        )

    def test_a_wrong_secret(self, token):
        assert token(**REFRESH | {"client_secret": "x"}, refresh_token="x") == (
            401,
            failure("invalid_client", "invalid_client_credentials"),
        )

    def test_what_is_no_refresh_token(self, token, code):
        _, body = token(**EXCHANGE, code=code())

        for text in ("x", body["access_token"]):
            assert token(**REFRESH, refresh_token=text) == (400, failure("invalid_grant", "invalid_refresh_token"))

    def test_another_clients_token(self, token, code):
        _, body = token(**EXCHANGE | {"client_id": "pend"}, code=code("pend", "dev"))

        assert token(**REFRESH, refresh_token=body["refresh_token"]) == (
            400,
            failure("invalid_grant", "client_id_mismatch"),
        )

    def test_a_rejected_client(self, apps, token, code):
        _, body = token(**EXCHANGE, code=code())
        apps.load({"oauth2Clients": [{"clientId": "conf", "status": "REJECTED"}]})

        assert token(**REFRESH, refresh_token=body["refresh_token"]) == (
            401,
            failure("unauthorized_client", "client_rejected"),
        )
        assert apps.api(body["access_token"]).get("/v2/me").status_code == 200

    def test_scopes_are_kept_and_the_old_token_stays_good(self, apps, token, code):
        _, body = token(**EXCHANGE, code=code(scopes=["PROFILE_READ"]))
        apps.advance("P29D")

        status, renewed = token(**REFRESH, refresh_token=body["refresh_token"])

        assert status == 200
        assert claims(renewed["access_token"])["scope"] == ["PROFILE_READ"]
        assert token(**REFRESH, refresh_token=body["refresh_token"])[0] == 200
        apps.advance("P1D")
        assert token(**REFRESH, refresh_token=body["refresh_token"])[0] == 400


class TestOlderPaths:
    def test_they_give_the_same_tokens(self, apps, code):
        form = EXCHANGE | {"code": code(), "anything": "else"}

        response = apps.api().post("/api/auth/oauth/token", data=form)

        assert response.status_code == 200
        body = response.json()
        assert body.keys() == {"access_token", "token_type", "refresh_token", "expires_in"}
        renewed = apps.api().post(
            "/api/auth/oauth/refreshToken", data=REFRESH | {"refresh_token": body["refresh_token"]}
        )
        assert apps.api(renewed.json()["access_token"]).get("/v2/me").status_code == 200

    def test_secret_and_verifier_may_stand_side_by_side(self, apps, code):
        form = EXCHANGE | {"code": code(**PKCE), "code_verifier": VERIFIER}

        assert apps.api().post("/api/auth/oauth/token", data=form).status_code == 200

    def test_the_refresh_token_may_be_the_bearer(self, apps, token, code):
        _, body = token(**EXCHANGE, code=code())

        response = apps.api(body["refresh_token"]).post("/api/auth/oauth/refreshToken", data=REFRESH)

        assert response.status_code == 200

    def test_refusals(self, apps):
        response = apps.api().post("/api/auth/oauth/token", data={"client_id": "conf"})

        assert (response.status_code, response.json()) == (400, failure("invalid_request", "code is required"))
