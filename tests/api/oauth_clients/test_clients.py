"""`/v2/oauth-clients`."""

import pytest

from tests.conftest import constraints, refusal

NOT_NULL = (400, "INTERNAL_SERVER_ERROR", "There was an error, please try again later.")
BODY = {"name": "New", "redirectUris": ["anything"], "permissions": ["BOOKING_READ", "PROFILE_WRITE"]}


class TestWhoMayManageClients:
    @pytest.mark.parametrize(
        ("username", "text"),
        [
            ("lone", "OrganizationRolesGuard - No organization associated with the user."),
            ("plain", "OrganizationRolesGuard - Organization is not a platform (SHP)."),
            ("tom", "OrganizationRolesGuard - User has not accepted membership in the organization."),
            ("mia", "OrganizationRolesGuard - User must have one of the roles: ADMIN, OWNER."),
        ],
    )
    def test_refusals_in_order(self, platform, session, username, text):
        platform.load(
            {
                "users": [{"username": "lone"}, {"username": "plain"}],
                "organizations": [{"slug": "shop", "members": [{"user": "plain", "role": "OWNER"}]}],
            }
        )

        response = session(username).post("/v2/oauth-clients", json={})

        assert refusal(response) == (403, "ForbiddenException", text)

    def test_a_profile_without_membership(self, platform, session):
        platform.load(
            {
                "users": [{"username": "ghost"}],
                "organizations": [
                    {"slug": "third", "isPlatform": True, "members": [{"user": "ghost", "membership": False}]}
                ],
            }
        )

        response = session("ghost").get("/v2/oauth-clients")

        assert refusal(response) == (
            404,
            "NOT_FOUND",
            "Invalid Query: The requested record was not found.",
        )

    def test_nobody_is_asked_for_the_missing_half(self, platform):
        text = (
            "Only 'x-cal-client-id' header provided. Please also provide 'x-cal-secret-key' header or Auth bearer token "
            "as 'Authentication' header"
        )

        response = platform.api().get("/v2/oauth-clients/c1")

        assert refusal(response) == (401, "UnauthorizedException", text)

    def test_an_unknown_client(self, session):
        response = session("olga").get("/v2/oauth-clients/nope")

        assert refusal(response) == (404, "NotFoundException", "OAuthClientGuard - OAuth client not found.")

    def test_a_foreign_client(self, session):
        text = "OAuthClientGuard - forbidden. oAuth client with id=c9 does not belong to the organization with id=500."

        response = session("olga").get("/v2/oauth-clients/c9")

        assert refusal(response) == (403, "ForbiddenException", text)

    def test_the_role_is_asked_for_before_the_client(self, session):
        response = session("tom").get("/v2/oauth-clients/nope")

        assert response.status_code == 403

    @pytest.mark.parametrize("method", ["patch", "delete"])
    def test_a_member_may_only_read(self, session, method):
        assert session("mia").get("/v2/oauth-clients/c1").status_code == 200
        assert getattr(session("mia"), method)("/v2/oauth-clients/c1").status_code == 403


class TestCreateOAuthClient:
    def test_an_api_key_without_an_organization_is_refused_late(self, platform):
        olga = platform.api("cal_olga")
        expected = (401, "UnauthorizedException", "GetOrgId decorator: Organization ID not found")

        assert refusal(olga.post("/v2/oauth-clients", json=BODY)) == expected
        assert refusal(olga.get("/v2/oauth-clients")) == expected
        assert olga.get("/v2/oauth-clients/c1").status_code == 200

    def test_an_api_key_of_the_organization_will_do(self, platform):
        platform.load({"users": [{"username": "olga", "apiKeys": [{"key": "cal_org", "organization": "platform"}]}]})

        assert platform.api("cal_org").post("/v2/oauth-clients", json=BODY).status_code == 201

    def test_all_that_is_wrong_is_told(self, session):
        wrong = {"name": 5, "redirectUris": "x", "permissions": ["NOPE"], "areEmailsEnabled": "yes"}

        told = constraints(session("olga").post("/v2/oauth-clients", json=wrong))

        assert told["name"] == {"isString": "name must be a string"}
        assert told["redirectUris"]["isArray"] == "redirectUris must be an array"
        assert told["permissions"] == {"isEnum": "each value in permissions must be one of the following values: "}
        assert told["areEmailsEnabled"] == {"isBoolean": "areEmailsEnabled must be a boolean value"}

    def test_without_a_subscription(self, session):
        text = "Team is not subscribed to platform plan, cannot create an OAuth Client."

        response = session("eve").post("/v2/oauth-clients", json=BODY)

        assert refusal(response) == (400, "BadRequestException", text)

    def test_it_answers_with_credentials_that_work(self, platform, session):
        response = session("olga").post("/v2/oauth-clients", json=BODY)

        assert response.status_code == 201
        made = response.json()["data"]
        assert set(made) == {"clientId", "clientSecret"}
        assert made["clientSecret"].startswith("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.")
        backend = platform.api(x_cal_secret_key=made["clientSecret"])
        assert backend.get(f"/v2/oauth-clients/{made['clientId']}").json()["data"] == {
            "id": made["clientId"],
            "name": "New",
            "secret": made["clientSecret"],
            "permissions": ["BOOKING_READ", "PROFILE_WRITE"],
            "logo": None,
            "redirectUris": ["anything"],
            "organizationId": 500,
            "createdAt": "2026-01-05T08:00:00.000Z",
            "areEmailsEnabled": False,
            "areDefaultEventTypesEnabled": False,
            "areCalendarEventsEnabled": True,
        }

    @pytest.mark.parametrize(
        ("given", "shown"),
        [
            ([], []),
            (
                ["*"],
                [
                    "EVENT_TYPE_READ",
                    "EVENT_TYPE_WRITE",
                    "BOOKING_READ",
                    "BOOKING_WRITE",
                    "SCHEDULE_READ",
                    "SCHEDULE_WRITE",
                    "APPS_READ",
                    "APPS_WRITE",
                    "PROFILE_READ",
                    "PROFILE_WRITE",
                ],
            ),
            (["PROFILE_WRITE", "EVENT_TYPE_READ"], ["EVENT_TYPE_READ", "PROFILE_WRITE"]),
        ],
        ids=["none", "all", "in bit order"],
    )
    def test_permissions(self, session, given, shown):
        made = session("olga").post("/v2/oauth-clients", json=BODY | {"permissions": given}).json()["data"]

        client = session("olga").get(f"/v2/oauth-clients/{made['clientId']}").json()["data"]
        assert client["permissions"] == shown

    @pytest.mark.parametrize("name", ["areEmailsEnabled", "areDefaultEventTypesEnabled", "areCalendarEventsEnabled"])
    def test_null_is_not_absent(self, session, name):
        assert refusal(session("olga").post("/v2/oauth-clients", json=BODY | {name: None})) == NOT_NULL


class TestGetOAuthClients:
    def test_it_lists_those_of_the_organization_with_their_secrets(self, session):
        listed = session("mia").get("/v2/oauth-clients").json()["data"]

        assert [(one["id"], one["secret"]) for one in listed] == [("c1", "s1"), ("c2", "s2")]

    def test_those_of_one_instant_come_as_they_were_made(self, platform, session):
        platform.set_clock("2026-01-05T08:00:00Z")
        made = [session("olga").post("/v2/oauth-clients", json=BODY).json()["data"]["clientId"] for _ in range(8)]

        listed = session("mia").get("/v2/oauth-clients").json()["data"]
        assert [one["id"] for one in listed] == ["c1", "c2", *made]


class TestUpdateOAuthClient:
    def test_it_changes_what_is_sent_but_never_permissions(self, session):
        change = {
            "name": "Acme 2",
            "permissions": [],
            "bookingRedirectUri": "https://acme.example/booked",
            "logo": None,
        }

        shown = session("adam").patch("/v2/oauth-clients/c1", json=change).json()["data"]

        assert shown["name"] == "Acme 2"
        assert len(shown["permissions"]) == 10
        assert shown["bookingRedirectUri"] == "https://acme.example/booked"
        assert shown["logo"] is None
        assert "bookingCancelRedirectUri" not in shown

    @pytest.mark.parametrize("name", ["name", "redirectUris", "areEmailsEnabled"])
    def test_a_required_column_cannot_be_null(self, session, name):
        before = session("adam").get("/v2/oauth-clients/c1").json()
        response = session("adam").patch("/v2/oauth-clients/c1", json={name: None})

        assert refusal(response) == NOT_NULL
        assert session("adam").get("/v2/oauth-clients/c1").json() == before


class TestDeleteOAuthClient:
    def test_its_tokens_go_and_its_users_stay(self, platform, session):
        made = (
            platform.api(x_cal_secret_key="s1")
            .post("/v2/oauth-clients/c1/users", json={"email": "kim@example.com", "name": "Kim"})
            .json()["data"]
        )

        response = session("olga").delete("/v2/oauth-clients/c1")

        assert response.json()["data"]["id"] == "c1"
        assert session("olga").get("/v2/oauth-clients/c1").status_code == 404
        assert platform.api(made["accessToken"]).get("/v2/me").status_code == 401
        assert platform.api(cookie=f"next-auth.session-token={made['user']['email']}").get("/v2/me").status_code == 200


class TestManagedUsersOfAnyMember:
    def test_a_member_may_list_them(self, client, session):
        client.post("/v2/oauth-clients/c1/users", json={"email": "kim@example.com", "name": "Kim"})

        listed = session("mia").get("/v2/oauth-clients/c1/managed-users?emails=nobody").json()["data"]

        assert [one["email"] for one in listed] == ["kim+c1@example.com"]
