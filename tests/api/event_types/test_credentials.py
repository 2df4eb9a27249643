"""Every kind of credential at the event types: what each may do, and what it is refused with."""

import pytest

from tests.api.event_types.conftest import BODY, PEOPLE, TEAMS, V, data
from tests.conftest import refusal

APP = {
    "oauth2Clients": [{"clientId": "app", "clientSecret": "s", "name": "App", "redirectUri": "https://app.example/"}]
}


@pytest.fixture
def token(mockcal):
    """A third-party token: `token("bob", "EVENT_TYPE_READ")` is a client of the API that has it."""
    mockcal.load(PEOPLE | TEAMS | APP)

    def issue(user, *scopes, version=V):
        asked = {"clientId": "app", "user": user, "scopes": list(scopes)}
        code = mockcal.control("POST", "/oauth2/codes", json=asked)["code"]
        body = {
            "client_id": "app",
            "client_secret": "s",
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": "https://app.example/",
        }
        answered = mockcal.api().post("/v2/auth/oauth2/token", json=body).json()
        return mockcal.api(answered["access_token"], version)

    return issue


class TestThirdParties:
    def test_a_scope_names_what_may_be_done(self, token):
        reader = token("bob", "EVENT_TYPE_READ")
        writer = token("bob", "EVENT_TYPE_WRITE")

        made = data(writer.post("/v2/event-types", json=BODY))

        assert made["ownerId"] == 102
        assert data(reader.get(f"/v2/event-types/{made['id']}")) == made
        assert refusal(reader.post("/v2/event-types", json=BODY)) == (
            403,
            "ForbiddenException",
            "insufficient_scope: token does not have the required scopes. Required: EVENT_TYPE_WRITE. Token has: "
            "EVENT_TYPE_READ",
        )

    def test_a_token_without_scopes_may_do_all(self, token):
        assert token("bob").post("/v2/event-types", json=BODY).status_code == 201

    def test_the_teams_scope_serves_a_plain_member(self, token):
        body = BODY | {"schedulingType": "collective", "hosts": [{"userId": 102}]}
        writer = token("bob", "TEAM_EVENT_TYPE_WRITE")

        made = data(writer.post("/v2/teams/20/event-types", json=body))

        assert made["teamId"] == 20
        assert refusal(writer.get(f"/v2/teams/20/event-types/{made['id']}"))[0] == 403
        reader = token("bob", "ORG_EVENT_TYPE_READ")
        assert data(reader.get(f"/v2/teams/20/event-types/{made['id']}")) == made

    def test_membership_is_required_all_the_same(self, token, mockcal):
        writer = token("root", "TEAM_EVENT_TYPE_WRITE")
        mockcal.load({"users": [{"username": "root", "admin": False}]})

        response = writer.post("/v2/teams/20/event-types", json=BODY | {"schedulingType": "collective"})

        assert refusal(response)[2] == "RolesGuard - User is not a member of the team with id=20."


class TestManagedUsers:
    def platform(self, mockcal, *permissions):
        made = mockcal.load(
            {
                "users": [{"username": "owner"}],
                "organizations": [
                    {
                        "slug": "platform",
                        "isPlatform": True,
                        "plan": "SCALE",
                        "members": [{"user": "owner", "role": "OWNER"}],
                        "oauthClients": [
                            {
                                "name": "App",
                                "id": "app",
                                "secret": "s",
                                "permissions": list(permissions),
                                "managedUsers": [{"email": "mia@example.com", "name": "Mia"}],
                            }
                        ],
                    }
                ],
            }
        )
        return made["managedUsers"]["mia@example.com"]

    def test_a_token_acts_as_its_user(self, mockcal):
        mia = self.platform(mockcal, "EVENT_TYPE_READ", "EVENT_TYPE_WRITE")
        api = mockcal.api(mia["accessToken"], V)

        made = data(api.post("/v2/event-types", json=BODY))

        assert (made["ownerId"], made["bookingUrl"]) == (mia["id"], "")
        assert data(api.get(f"/v2/event-types/{made['id']}")) == made
        public = mockcal.api(None, V).get("/v2/event-types", params={"username": mia["username"]})
        assert [one["id"] for one in data(public)] == [made["id"]]

    @pytest.mark.parametrize(
        ("held", "method", "needed"),
        [
            ("EVENT_TYPE_READ", "POST", "EVENT_TYPE_WRITE"),
            ("EVENT_TYPE_WRITE", "GET", "EVENT_TYPE_READ"),
            ("EVENT_TYPE_READ", "PATCH", "EVENT_TYPE_WRITE"),
            ("EVENT_TYPE_READ", "DELETE", "EVENT_TYPE_WRITE"),
        ],
    )
    def test_its_client_needs_the_permission(self, mockcal, held, method, needed):
        mia = self.platform(mockcal, held)
        path = "/v2/event-types" if method == "POST" else "/v2/event-types/1"

        response = mockcal.api(mia["accessToken"], V).request(method, path)

        assert refusal(response) == (
            403,
            "ForbiddenException",
            f"PermissionsGuard - oAuth client with id=app does not have the required permissions={needed}. Go to platform "
            "dashboard settings and add the required permissions to the oAuth client.",
        )

    def test_the_list_needs_no_permission(self, mockcal):
        mia = self.platform(mockcal, "BOOKING_READ")

        assert data(mockcal.api(mia["accessToken"], V).get("/v2/event-types")) == []
