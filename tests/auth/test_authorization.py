"""What a caller may do: client permissions, scopes, roles, and the chains of guards of organizations."""

import pytest

from tests.auth.test_authentication import third_party
from tests.conftest import refusal

PEOPLE = ("owner", "admin", "member", "pending", "stranger", "lead", "root")
WORLD = {
    "users": [{"username": name, "admin": name == "root"} for name in PEOPLE],
    "organizations": [
        {
            "slug": "acme",
            "id": 800,
            "members": [
                {"user": "owner", "role": "OWNER"},
                {"user": "admin", "role": "ADMIN"},
                {"user": "member"},
                {"user": "lead"},
                {"user": "pending", "role": "ADMIN", "accepted": False},
            ],
            "teams": [{"slug": "sales", "id": 801, "members": [{"user": "lead", "role": "ADMIN"}, {"user": "member"}]}],
        },
        {"slug": "shut", "id": 810, "adminApi": False, "members": [{"user": "owner", "role": "OWNER"}]},
        {
            "slug": "free",
            "id": 820,
            "isPlatform": True,
            "plan": "FREE",
            "members": [{"user": "owner", "role": "OWNER"}],
            "oauthClients": [
                {"name": "Reader", "id": "c1", "secret": "s1", "permissions": ["PROFILE_READ", "BOOKING_READ"]}
            ],
        },
        {
            "slug": "unpaid",
            "id": 830,
            "isPlatform": True,
            "plan": "NONE",
            "members": [{"user": "owner", "role": "OWNER"}],
        },
        {
            "slug": "paid",
            "id": 840,
            "isPlatform": True,
            "plan": "SCALE",
            "adminApi": False,
            "members": [{"user": "owner", "role": "OWNER"}],
        },
    ],
    "teams": [
        {"slug": "alone", "id": 850, "members": [{"user": "lead", "role": "ADMIN"}, {"user": "member"}]},
    ],
    "oauth2Clients": [
        {"clientId": "conf", "clientSecret": "secret", "redirectUri": "https://app.example/callback"},
    ],
}


def forbidden(text):
    return (403, "ForbiddenException", text)


@pytest.fixture
def world(mockcal):
    mockcal.load(WORLD)
    return mockcal


@pytest.fixture
def ids(world):
    return {name: world.api(f"cal_{name}").get("/v2/me").json()["data"]["id"] for name in PEOPLE}


def missing(permissions):
    return forbidden(
        f"PermissionsGuard - oAuth client with id=c1 does not have the required permissions={permissions}. Go to platform "
        "dashboard settings and add the required permissions to the oAuth client."
    )


class TestClientPermissions:
    @pytest.fixture
    def kim(self, world):
        body = {"email": "kim@example.com", "name": "Kim"}
        made = world.api(x_cal_secret_key="s1").post("/v2/oauth-clients/c1/users", json=body).json()["data"]
        return world.api(made["accessToken"])

    @pytest.fixture
    def client(self, world):
        return world.api(x_cal_client_id="c1", x_cal_secret_key="s1")

    @pytest.mark.parametrize(
        ("method", "path", "version", "needed"),
        [
            ("PATCH", "/v2/me", None, "PROFILE_WRITE"),
            ("GET", "/v2/schedules", "2024-06-11", "SCHEDULE_READ"),
            ("POST", "/v2/schedules", "2024-06-11", "SCHEDULE_WRITE"),
            ("GET", "/v2/schedules", None, "SCHEDULE_READ"),
            ("POST", "/v2/event-types", "2024-06-14", "EVENT_TYPE_WRITE"),
            ("GET", "/v2/event-types/1", "2024-06-14", "EVENT_TYPE_READ"),
            ("GET", "/v2/event-types", None, "EVENT_TYPE_READ"),
            ("GET", "/v2/event-types/1/private-links", None, "EVENT_TYPE_READ"),
            ("POST", "/v2/bookings/x/mark-absent", "2024-08-13", "BOOKING_WRITE"),
            ("POST", "/v2/bookings/x/confirm", "2024-08-13", "BOOKING_WRITE"),
            ("POST", "/v2/bookings/x/decline", "2024-08-13", "BOOKING_WRITE"),
            ("POST", "/v2/bookings/x/reassign", "2024-08-13", "BOOKING_WRITE"),
            ("GET", "/v2/calendars/google/check", None, "APPS_READ"),
        ],
    )
    def test_what_the_client_may_not_neither_may_its_users(self, world, client, kim, method, path, version, needed):
        headers = {"cal-api-version": version} if version else {}

        assert refusal(client.request(method, path, headers=headers)) == missing(needed)
        assert refusal(kim.request(method, path, headers=headers)) == missing(needed)

    def test_what_it_may(self, client, kim):
        assert client.get("/v2/me").status_code == 200
        assert kim.get("/v2/me").status_code == 200
        assert kim.get("/v2/bookings", headers={"cal-api-version": "2024-08-13"}).status_code == 200
        assert kim.get("/v2/event-types", headers={"cal-api-version": "2024-06-14"}).status_code == 200

    def test_others_have_no_client(self, world):
        assert world.api("cal_member").patch("/v2/me", json={}).status_code == 200


class TestPermissionsBeforeAuthentication:
    """On bookings, event types and private links nobody is told 403, not 401."""

    NOBODY = forbidden(
        "PermissionsGuard - no authentication provided. Provide either authorization bearer token containing managed user "
        "access token or oAuth client id in 'x-cal-client-id' header."
    )

    @pytest.mark.parametrize(
        ("path", "version"),
        [
            ("/v2/bookings", "2024-08-13"),
            ("/v2/event-types/1", "2024-06-14"),
            ("/v2/event-types/1/private-links", None),
            ("/v2/event-types", None),
        ],
    )
    def test_nobody_and_nonsense(self, world, path, version):
        assert refusal(world.api(version=version).get(path)) == self.NOBODY
        assert refusal(world.api("nonsense", version).get(path)) == forbidden(
            "PermissionsGuard - no oAuth client found for access token=nonsense"
        )

    @pytest.mark.parametrize("path", ["/v2/schedules", "/v2/me", "/v2/calendars/google/check"])
    def test_elsewhere_authentication_comes_first(self, world, path):
        assert world.api().get(path).status_code == 401
        assert world.api("nonsense").get(path).status_code == 401

    def test_keys_tokens_and_sessions_pass(self, world):
        cookie = "next-auth.session-token=member@example.com"

        assert world.api("cal_member", "2024-08-13").get("/v2/bookings").status_code == 200
        assert world.api(third_party(world, "member"), "2024-08-13").get("/v2/bookings").status_code == 200
        assert world.api(version="2024-08-13", cookie=cookie).get("/v2/bookings").status_code == 200


class TestScopes:
    @pytest.mark.parametrize(
        ("method", "path", "held", "lacking"),
        [
            ("GET", "/v2/me", ["BOOKING_READ"], "PROFILE_READ"),
            ("PATCH", "/v2/me", ["PROFILE_READ", "BOOKING_READ"], "PROFILE_WRITE"),
            ("GET", "/v2/teams", ["PROFILE_READ"], "TEAM_PROFILE_READ"),
            ("GET", "/v2/organizations/800/teams", ["TEAM_PROFILE_READ"], "ORG_PROFILE_READ"),
            ("GET", "/v2/organizations/800/teams/801", ["PROFILE_READ"], "TEAM_PROFILE_READ"),
            ("GET", "/v2/teams/850/schedules", ["SCHEDULE_READ"], "TEAM_SCHEDULE_READ"),
            ("GET", "/v2/schedules", ["TEAM_SCHEDULE_READ"], "SCHEDULE_READ"),
        ],
    )
    def test_what_lacks_is_told(self, world, method, path, held, lacking):
        response = world.api(third_party(world, "owner", held)).request(method, path)

        assert refusal(response) == forbidden(
            f"insufficient_scope: token does not have the required scopes. Required: {lacking}. "
            f"Token has: {', '.join(held)}"
        )

    @pytest.mark.parametrize(
        ("path", "held"),
        [
            ("/v2/me", ["PROFILE_READ"]),
            ("/v2/teams", ["TEAM_PROFILE_READ"]),
            ("/v2/teams", ["ORG_PROFILE_READ"]),
            ("/v2/organizations/800/teams/801", ["ORG_PROFILE_READ"]),
            ("/v2/me", ["READ_BOOKING"]),
            ("/v2/me", []),
            ("/v2/teams", ["READ_PROFILE", "BOOKING_READ"]),
        ],
    )
    def test_what_is_enough(self, world, path, held):
        assert world.api(third_party(world, "owner", held)).get(path).status_code == 200

    def test_what_is_closed(self, world):
        closed = "insufficient_scope: this endpoint is not available for third-party OAuth tokens"

        some = world.api(third_party(world, "owner", ["APPS_WRITE"])).post("/v2/calendars/ics-feed/save", json={})
        full = world.api(third_party(world, "owner", [])).post("/v2/calendars/ics-feed/save", json={})

        assert refusal(some) == forbidden(closed)
        assert full.status_code == 400

    def test_a_named_scope_stands_for_the_role(self, world):
        token = third_party(world, "member", ["TEAM_SCHEDULE_READ"])

        assert world.api("cal_member").get("/v2/teams/850/schedules").status_code == 403
        assert world.api(token).get("/v2/teams/850/schedules").status_code == 200
        stranger = world.api(third_party(world, "stranger", ["TEAM_SCHEDULE_READ"])).get("/v2/teams/850/schedules")
        assert refusal(stranger) == forbidden("RolesGuard - User is not a member of the team with id=850.")


class TestRoles:
    ORG, TEAM = "/v2/organizations/800/schedules", "/v2/organizations/800/teams/801/memberships"

    def test_of_an_organization(self, world, ids):
        assert refusal(world.api("cal_stranger").get(self.ORG)) == forbidden(
            "RolesGuard - User is not a member of the organization with id=800."
        )
        assert refusal(world.api("cal_member").get(self.ORG)) == forbidden(
            f"RolesGuard - user with id={ids['member']} does not have the minimum required role=ORG_ADMIN within "
            "organization with id=800."
        )
        for name in ("owner", "admin", "root", "pending"):
            assert world.api(f"cal_{name}").get(self.ORG).status_code == 200, name

    def test_of_a_team(self, world, ids):
        path = "/v2/teams/850/schedules"

        assert refusal(world.api("cal_stranger").get(path)) == forbidden(
            "RolesGuard - User is not a member of the team with id=850."
        )
        assert refusal(world.api("cal_member").get(path)) == forbidden(
            f"RolesGuard - user with id={ids['member']} does not have the minimum required role=TEAM_ADMIN within team "
            "with id=850."
        )
        assert world.api("cal_lead").get(path).status_code == 200
        assert world.api("cal_root").get(path).status_code == 200

    def test_of_a_team_in_an_organization(self, world, ids):
        world.load(
            {
                "users": [{"username": "other"}],
                "organizations": [
                    {
                        "slug": "acme",
                        "members": [
                            {"user": "owner", "role": "OWNER"},
                            {"user": "admin", "role": "ADMIN"},
                            "member",
                            "lead",
                            "other",
                        ],
                    }
                ],
            }
        )

        assert refusal(world.api("cal_stranger").get(self.TEAM)) == forbidden(
            "RolesGuard - User is not part of the organization with id=800."
        )
        assert refusal(world.api("cal_other").get(self.TEAM)) == forbidden(
            "RolesGuard - User is not part of the team with id=801 and/or, is not an admin nor an owner of the "
            "organization with id=800."
        )
        assert refusal(world.api("cal_member").get(self.TEAM)) == forbidden(
            f"RolesGuard - user with id={ids['member']} does not have the minimum required role=TEAM_ADMIN within "
            "organization with id=800 team with id=801."
        )
        for name in ("owner", "admin", "lead", "root"):
            assert world.api(f"cal_{name}").get(self.TEAM).status_code == 200, name

    def test_a_demoted_user_loses_access_at_once(self, world):
        assert world.api("cal_admin").get(self.ORG).status_code == 200
        world.load({"organizations": [{"slug": "acme", "members": ["owner", {"user": "admin", "role": "MEMBER"}]}]})

        assert world.api("cal_admin").get(self.ORG).status_code == 403
        assert world.api("cal_owner").get(self.ORG).status_code == 200


class TestOrganizationChain:
    def test_authentication_is_first(self, world):
        assert world.api().get("/v2/organizations/9/schedules").status_code == 401

    @pytest.mark.parametrize("org", ["9", "850", "801"])
    def test_what_is_no_organization(self, world, org):
        assert refusal(world.api("cal_owner").get(f"/v2/organizations/{org}/schedules")) == forbidden(
            f"IsOrgGuard - provided organization id={org} does not represent any existing organization."
        )

    @pytest.mark.parametrize("org", ["abc", "99999999999", "1.5"])
    def test_what_is_no_id(self, world, org):
        response = world.api("cal_owner").get(f"/v2/organizations/{org}/schedules")

        assert refusal(response) == (400, "INTERNAL_SERVER_ERROR", "There was an error, please try again later.")

    def test_a_team_of_nobody(self, world):
        response = world.api("cal_owner").get("/v2/organizations/800/teams/850/memberships")

        assert refusal(response) == (404, "NotFoundException", "IsTeamInOrg - Team (850) not found.")

    def test_the_role_is_asked_before_the_team(self, world):
        assert world.api("cal_stranger").get("/v2/organizations/800/teams/850/memberships").status_code == 403

    def test_team_schedules_ask_for_the_team_first(self, world):
        response = world.api("cal_stranger").get("/v2/organizations/800/teams/850/schedules")

        assert refusal(response)[2] == "IsTeamInOrg - Team (850) not found."

    def test_plans(self, world):
        assert refusal(world.api("cal_owner").get("/v2/organizations/830/schedules")) == forbidden(
            "PlatformPlanGuard - No platform subscription found for organization with id=830."
        )
        assert refusal(world.api("cal_owner").get("/v2/organizations/820/schedules")) == forbidden(
            "PlatformPlanGuard - organization with id=820 does not have required plan for this operation. Minimum plan is "
            "ESSENTIALS while the organization has FREE."
        )

    def test_the_admin_api(self, world):
        assert refusal(world.api("cal_owner").get("/v2/organizations/810/schedules")) == forbidden(
            "IsAdminAPIEnabledGuard - Organization does not have Admin API access, please contact https://cal.com/sales to "
            "upgrade"
        )
        assert world.api("cal_owner").get("/v2/organizations/840/schedules").status_code == 200

    def test_somebody_of_another_organization(self, world, ids):
        response = world.api("cal_owner").get(f"/v2/organizations/800/users/{ids['stranger']}/schedules")

        assert refusal(response) == forbidden(
            f"IsUserInOrg - user with id={ids['stranger']} is not part of the organization with id=800."
        )

    def test_it_acts_as_the_user_of_the_path(self, world, ids):
        body = {"name": "Hers", "timeZone": "Europe/Rome", "isDefault": False}

        made = world.api("cal_owner").post(f"/v2/organizations/800/users/{ids['member']}/schedules", json=body)

        assert made.json()["data"]["ownerId"] == ids["member"]

    def test_a_membership_of_another_organization(self, world):
        response = world.api("cal_owner").get("/v2/organizations/800/memberships/99999")

        assert refusal(response) == (404, "NotFoundException", "IsMembershipInOrg - Membership (99999) not found.")

    def test_a_webhook_of_another_organization(self, world):
        response = world.api("cal_owner").get("/v2/organizations/800/webhooks/nope")

        assert response.status_code == 403
        assert (
            refusal(response)[2] == "IsWebhookInOrg - webhook with id=nope is not part of the organization with id=800."
        )

    def test_somebody_elses_managed_organization(self, world):
        response = world.api("cal_owner").get("/v2/organizations/840/organizations/800")

        assert refusal(response) == forbidden(
            "IsManagedOrgInManagerOrg - Managed organization with id=800 is not owned by manager organization with id=840."
        )


class TestCustomRoles:
    PBAC = {
        "organizations": [
            {
                "slug": "acme",
                "features": ["pbac"],
                "roles": [{"name": "Maker", "permissions": ["role.create"]}],
                "members": [
                    {"user": "owner", "role": "OWNER"},
                    {"user": "member", "customRole": "Maker"},
                    {"user": "lead"},
                ],
            }
        ]
    }

    def test_one_that_grants_stands_for_the_role(self, world):
        path, body = "/v2/organizations/800/roles", {"name": "New"}
        assert world.api("cal_member").post(path, json=body).status_code == 403

        world.load(self.PBAC)

        assert world.api("cal_member").post(path, json=body).status_code == 201
        assert world.api("cal_lead").post(path, json=body).status_code == 403

    def test_it_never_denies(self, world):
        world.load(self.PBAC)

        assert world.api("cal_owner").post("/v2/organizations/800/roles", json={"name": "New"}).status_code == 201
