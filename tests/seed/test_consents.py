"""Codes that wait to be exchanged, and tokens of users whom a platform client does not manage: out of a universe and in again."""

import pytest

from mockcal.client import Options, Refused

SESSION = {"Cookie": "next-auth.session-token=bob@example.com"}
CALLBACK = "https://app.example/cb"
THIRD = {"clientId": "third", "clientSecret": "s3", "redirectUri": CALLBACK, "owner": "alice"}
WORLD = {
    "users": [{"username": "alice"}, {"username": "bob"}],
    "teams": [{"slug": "support", "members": [{"user": "alice", "role": "OWNER"}]}],
    "organizations": [
        {
            "slug": "acme",
            "isPlatform": True,
            "members": [{"user": "alice", "role": "OWNER"}],
            "oauthClients": [{"name": "App", "id": "app", "secret": "s", "redirectUris": [CALLBACK]}],
        }
    ],
    "oauth2Clients": [THIRD],
}


def authorize(sandbox):
    response = sandbox.api(**SESSION).post("/v2/oauth/app/authorize", json={"redirectUri": CALLBACK})
    return response, response.headers.get("location", "").partition("code=")[2]


def exchange(sandbox, code):
    api = sandbox.api(Authorization=f"Bearer {code}")
    return api.post("/v2/oauth/app/exchange", json={"clientSecret": "s"})


def ask_token(sandbox, code):
    body = {"client_id": "third", "client_secret": "s3", "grant_type": "authorization_code"}
    return sandbox.api().post("/v2/auth/oauth2/token", json={**body, "redirect_uri": CALLBACK, "code": code})


def test_a_platform_code_is_there_again(mockcal, mockcal_server):
    mockcal.load(WORLD)
    _, code = authorize(mockcal)
    document = mockcal.export()

    with mockcal_server.sandbox(Options(fixtures=[document])) as twin:
        assert twin.export() == document
        refused, _ = authorize(twin)
        assert refused.json()["error"]["message"] == "User with id=2 has already authorized client with id=app."
        assert exchange(twin, code).status_code == 200
        assert "authorizations" in twin.export()["organizations"][0]["oauthClients"][0]


def test_tokens_of_who_is_not_managed_are_there_again(mockcal, mockcal_server):
    mockcal.load(WORLD)
    pair = exchange(mockcal, authorize(mockcal)[1]).json()["data"]
    document = mockcal.export()

    with mockcal_server.sandbox(Options(fixtures=[document])) as twin:
        assert twin.export() == document
        assert twin.api(pair["accessToken"]).get("/v2/me").json()["data"]["username"] == "bob"
        twin.load({"organizations": [{"slug": "acme", "oauthClients": [{"name": "App", "authorizations": []}]}]})
        assert twin.api(pair["accessToken"]).get("/v2/me").status_code == 401


@pytest.mark.parametrize("team", [None, "support"])
def test_a_third_partys_code_is_there_again(mockcal, mockcal_server, team):
    mockcal.load(WORLD)
    ask = {"clientId": "third", "user": "alice", "scopes": ["PROFILE_READ"], **({"team": team} if team else {})}
    code = mockcal.control("POST", "/oauth2/codes", json=ask)["code"]
    document = mockcal.export()

    with mockcal_server.sandbox(Options(fixtures=[document])) as twin:
        assert twin.export() == document
        token = ask_token(twin, code).json()["access_token"]
        assert twin.api(token).get("/v2/me").json()["data"]["username"] == "alice"
        assert "codes" not in twin.export()["oauth2Clients"][0]


def test_a_loaded_code_ends_when_it_says(mockcal):
    code = {"code": "abc", "user": "bob", "expiresAt": "2026-01-05T08:01:00Z"}
    mockcal.load(WORLD | {"oauth2Clients": [{**THIRD, "codes": [code]}]})

    assert [one["what"] for one in mockcal.advance("PT2M")] == ["OAUTH2_CODE_EXPIRED"]
    assert ask_token(mockcal, "abc").json()["error_description"] == "code_invalid_or_expired"


@pytest.mark.parametrize(
    ("document", "message"),
    [
        (
            {
                "oauth2Clients": [
                    {**THIRD, "codes": [{"code": "a", "user": "zed", "expiresAt": "2026-01-05T08:01:00Z"}]}
                ]
            },
            r"oauth2Clients\[0\].codes\[0\].user: no user is called zed",
        ),
        (
            {
                "organizations": [
                    {
                        "slug": "acme",
                        "oauthClients": [{"name": "App", "authorizations": [{"user": "zed", "code": "a"}]}],
                    }
                ]
            },
            r"organizations\[0\].oauthClients\[0\].authorizations\[0\].user: no user is called zed",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_place(mockcal, document, message):
    mockcal.load(WORLD)

    with pytest.raises(Refused, match=message):
        mockcal.load(document)
