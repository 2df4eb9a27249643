"""What stands before the operations of an organization: every refusal, in its order and words; and what custom roles open."""

import pytest

from tests.api.organizations.conftest import ADMIN, JOE, MEMBER, ORG, STRANGER, TEAM, TEAM_MEMBER
from tests.conftest import refusal

DATABASE = (400, "INTERNAL_SERVER_ERROR", "There was an error, please try again later.")


def forbidden(text):
    return 403, "ForbiddenException", text


@pytest.fixture
def owner(acme):
    return acme.api("cal_owner")


class TestIsOrg:
    @pytest.mark.parametrize("org_id", [999, TEAM, 70])
    def test_what_is_no_organization_is_refused_even_to_a_member(self, owner, org_id):
        assert refusal(owner.get(f"/v2/organizations/{org_id}/teams")) == forbidden(
            f"IsOrgGuard - provided organization id={org_id} does not represent any existing organization."
        )

    def test_an_id_that_is_no_number_fails_in_the_database(self, owner):
        assert refusal(owner.get("/v2/organizations/abc/teams")) == DATABASE

    def test_a_caller_is_asked_for_first(self, acme):
        assert acme.api().get("/v2/organizations/999/teams").status_code == 401


class TestRoles:
    @pytest.mark.parametrize(
        ("caller", "path", "text"),
        [
            ("stranger", "/teams", f"RolesGuard - User is not a member of the organization with id={ORG}."),
            (
                "member",
                "/teams",
                f"RolesGuard - user with id={MEMBER} does not have the minimum required role=ORG_ADMIN within organization "
                f"with id={ORG}.",
            ),
            ("stranger", f"/teams/{TEAM}", f"RolesGuard - User is not part of the organization with id={ORG}."),
            (
                "member",
                f"/teams/{TEAM}",
                f"RolesGuard - User is not part of the team with id={TEAM} and/or, is not an admin nor an owner of the "
                f"organization with id={ORG}.",
            ),
            (
                "team-member",
                f"/teams/{TEAM}",
                f"RolesGuard - user with id={TEAM_MEMBER} does not have the minimum required role=TEAM_ADMIN within "
                f"organization with id={ORG} team with id={TEAM}.",
            ),
            (
                "team-owner",
                f"/teams/{TEAM}/roles",
                f"RolesGuard - user with id=108 does not have the minimum required role=ORG_ADMIN within organization with "
                f"id={ORG} team with id={TEAM}.",
            ),
        ],
    )
    def test_the_words(self, acme, caller, path, text):
        assert refusal(acme.api(f"cal_{caller}").get(f"/v2/organizations/{ORG}{path}")) == forbidden(text)

    def test_a_team_member_from_outside_the_organization_is_refused(self, acme):
        acme.load({"organizations": [{"slug": "acme", "teams": [{"slug": "sales", "members": ["stranger"]}]}]})

        assert refusal(acme.api("cal_stranger").get(f"/v2/organizations/{ORG}/teams/{TEAM}")) == forbidden(
            f"RolesGuard - User is not part of the organization with id={ORG}."
        )


class TestPlan:
    @pytest.mark.parametrize(
        ("plan", "essentials", "scale"),
        [
            ("FREE", 403, 403),
            ("STARTER", 403, 403),
            ("ESSENTIALS", 200, 403),
            ("SCALE", 200, 200),
            ("PER_ACTIVE_USER", 200, 200),
            ("ENTERPRISE", 200, 200),
            ("NONE", 403, 403),
        ],
    )
    def test_what_each_plan_opens(self, acme, owner, plan, essentials, scale):
        acme.load({"organizations": [{"slug": "acme", "plan": plan}]})
        org = f"/v2/organizations/{ORG}"

        for path in ("/teams", "/teams/me", "/memberships", "/users", "/attributes", f"/teams/{TEAM}/memberships"):
            assert owner.get(org + path).status_code == essentials
        for path in ("/roles", f"/teams/{TEAM}/roles", "/organizations"):
            assert owner.get(org + path).status_code == scale

    def test_too_low_a_plan(self, acme, owner):
        acme.load({"organizations": [{"slug": "acme", "plan": "STARTER"}]})

        assert refusal(owner.get(f"/v2/organizations/{ORG}/teams")) == forbidden(
            f"PlatformPlanGuard - organization with id={ORG} does not have required plan for this operation. Minimum plan "
            "is ESSENTIALS while the organization has STARTER."
        )

    def test_no_subscription(self, acme, owner):
        acme.load({"organizations": [{"slug": "acme", "plan": "NONE"}]})

        assert refusal(owner.get(f"/v2/organizations/{ORG}/roles")) == forbidden(
            f"PlatformPlanGuard - No platform subscription found for organization with id={ORG}."
        )

    def test_an_ordinary_organization_needs_none(self, acme, owner):
        acme.load({"organizations": [{"slug": "acme", "isPlatform": False, "plan": "FREE"}]})

        assert owner.get(f"/v2/organizations/{ORG}/roles").status_code == 200

    def test_the_role_is_asked_for_first(self, acme):
        acme.load({"organizations": [{"slug": "acme", "plan": "FREE"}]})

        text = refusal(acme.api("cal_member").get(f"/v2/organizations/{ORG}/teams"))[2]
        assert text.startswith("RolesGuard")

    def test_a_team_is_looked_for_before_it_in_memberships_and_after_it_elsewhere(self, acme, owner):
        acme.load({"organizations": [{"slug": "acme", "plan": "FREE"}]})

        assert owner.get(f"/v2/organizations/{ORG}/teams/999/memberships").status_code == 404
        assert owner.get(f"/v2/organizations/{ORG}/teams/999").status_code == 403


class TestAdminApi:
    def test_an_ordinary_organization_without_settings_is_refused(self, acme, owner):
        acme.load({"organizations": [{"slug": "acme", "isPlatform": False, "adminApi": False}]})

        for path in ("/teams", "/memberships", "/users", "/attributes", "/roles", f"/teams/{TEAM}/memberships"):
            assert refusal(owner.get(f"/v2/organizations/{ORG}{path}")) == forbidden(
                "IsAdminAPIEnabledGuard - Organization does not have Admin API access, please contact "
                "https://cal.com/sales to upgrade"
            )

    def test_a_platform_needs_none(self, acme, owner):
        acme.load({"organizations": [{"slug": "acme", "adminApi": False}]})

        assert owner.get(f"/v2/organizations/{ORG}/teams").status_code == 200

    def test_it_is_asked_for_before_the_user_and_the_membership(self, acme, owner):
        acme.load({"organizations": [{"slug": "acme", "isPlatform": False, "adminApi": False}]})

        assert owner.get(f"/v2/organizations/{ORG}/memberships/999").status_code == 403
        assert refusal(owner.patch(f"/v2/organizations/{ORG}/users/999", json={}))[2].startswith("IsAdminAPIEnabled")


class TestCustomRoles:
    """A plain member whose custom role holds a permission does what it names, where the organization has switched that on."""

    @pytest.fixture
    def with_role(self, acme):
        def give(*permissions, features=("pbac",), team=False):
            held = {"name": "Special", "permissions": list(permissions)}
            members = [{"user": "owner", "role": "OWNER"}, {"user": "joe", "id": 301}]
            organization = {"slug": "acme", "features": list(features), "members": members}
            if team:
                organization["teams"] = [
                    {"slug": "sales", "roles": [held], "members": [{"user": "joe", "customRole": "Special"}]}
                ]
            else:
                organization["roles"] = [held]
                members[1]["customRole"] = "Special"
            acme.load({"organizations": [organization]})
            return acme.api("cal_joe")

        return give

    ORG_OPERATIONS = [
        ("team.read", "GET", "/teams", None, 200),
        ("team.read", "GET", f"/teams/{TEAM}", None, 200),
        ("team.create", "POST", "/teams", {"name": "New"}, 201),
        ("team.update", "PATCH", f"/teams/{TEAM}", {"name": "New"}, 200),
        ("team.delete", "DELETE", f"/teams/{TEAM}", None, 200),
        ("team.listMembers", "GET", f"/teams/{TEAM}/memberships", None, 200),
        ("team.invite", "POST", f"/teams/{TEAM}/memberships", {"userId": JOE}, 201),
        ("team.invite", "POST", f"/teams/{TEAM}/invite", None, 200),
        ("organization.listMembers", "GET", "/memberships", None, 200),
        ("organization.listMembers", "GET", "/memberships/301", None, 200),
        ("organization.invite", "POST", "/memberships", {"userId": STRANGER}, 201),
        ("organization.changeMemberRole", "PATCH", "/memberships/301", {}, 200),
        ("organization.remove", "DELETE", "/memberships/301", None, 200),
        ("organization.listMembers", "GET", "/users", None, 200),
        ("organization.invite", "POST", "/users", {"email": "new@acme.com"}, 201),
        ("organization.attributes.editUsers", "PATCH", f"/users/{JOE}", {}, 200),
        ("organization.remove", "DELETE", f"/users/{JOE}", None, 200),
        ("role.read", "GET", "/roles", None, 200),
        ("role.create", "POST", "/roles", {"name": "New"}, 201),
        ("role.read", "GET", f"/teams/{TEAM}/roles", None, 200),
        ("role.create", "POST", f"/teams/{TEAM}/roles", {"name": "New"}, 201),
    ]

    @pytest.mark.parametrize(
        ("permission", "method", "path", "body", "status"),
        ORG_OPERATIONS,
        ids=[f"{permission} {method} {path}" for permission, method, path, _, _ in ORG_OPERATIONS],
    )
    def test_each_operation_has_its_permission(self, acme, with_role, permission, method, path, body, status):
        url = f"/v2/organizations/{ORG}{path}"
        assert with_role("booking.read").request(method, url, json=body).status_code == 403

        assert with_role(permission).request(method, url, json=body).status_code == status

    @pytest.mark.parametrize(
        ("permission", "method", "path", "body", "status"),
        [
            ("role.update", "PATCH", "", {"name": "New"}, 200),
            ("role.delete", "DELETE", "", None, 200),
            ("role.read", "GET", "/permissions", None, 200),
            ("role.update", "POST", "/permissions", {"permissions": []}, 200),
            ("role.update", "PUT", "/permissions", {"permissions": []}, 200),
            ("role.update", "DELETE", "/permissions", None, 204),
            ("role.update", "DELETE", "/permissions/booking.read", None, 204),
        ],
    )
    def test_roles_themselves(self, acme, with_role, permission, method, path, body, status):
        joe = with_role(permission)
        roles = acme.api("cal_owner").get(f"/v2/organizations/{ORG}/roles").json()["data"]
        url = f"/v2/organizations/{ORG}/roles/{roles[-1]['id']}{path}"

        assert joe.request(method, url, json=body).status_code == status

    @pytest.mark.parametrize(
        ("permission", "method", "body", "status"),
        [
            ("team.changeMemberRole", "PATCH", {"role": "ADMIN"}, 200),
            ("team.remove", "DELETE", None, 200),
            ("team.listMembers", "GET", None, 200),
        ],
    )
    def test_one_membership_of_a_team(self, acme, with_role, permission, method, body, status):
        joe = with_role(permission)

        response = joe.request(method, f"/v2/organizations/{ORG}/teams/{TEAM}/memberships/401", json=body)

        assert response.status_code == status

    @pytest.mark.parametrize("held", ["*.*", "team.read"])
    def test_wildcards(self, with_role, held):
        assert with_role(held).get(f"/v2/organizations/{ORG}/teams").status_code == 200

    @pytest.mark.parametrize("held", ["*.read", "team.*"])
    def test_wildcards_that_only_a_fixture_can_give(self, with_role, held):
        assert with_role(held).get(f"/v2/organizations/{ORG}/teams").status_code == 200

    def test_nothing_without_the_feature(self, with_role):
        assert with_role("*.*", features=()).get(f"/v2/organizations/{ORG}/teams").status_code == 403

    def test_a_feature_of_the_team_alone_opens_the_team(self, acme, with_role):
        joe = with_role("team.listMembers", features=())
        acme.load({"organizations": [{"slug": "acme", "teams": [{"slug": "sales", "features": ["pbac"]}]}]})

        assert joe.get(f"/v2/organizations/{ORG}/teams/{TEAM}/memberships").status_code == 200
        assert joe.get(f"/v2/organizations/{ORG}/memberships").status_code == 403

    def test_a_role_of_the_team_opens_that_team_only(self, with_role):
        joe = with_role("team.invite", team=True)

        assert joe.post(f"/v2/organizations/{ORG}/teams/{TEAM}/invite").status_code == 200
        assert joe.post(f"/v2/organizations/{ORG}/memberships", json={"userId": STRANGER}).status_code == 403

    def test_a_refusal_is_in_the_words_of_the_plain_roles(self, with_role):
        assert refusal(with_role("booking.read").get(f"/v2/organizations/{ORG}/teams")) == forbidden(
            f"RolesGuard - user with id={JOE} does not have the minimum required role=ORG_ADMIN within organization with "
            f"id={ORG}."
        )

    def test_an_admin_whose_custom_role_grants_nothing_is_an_admin_still(self, acme):
        acme.load(
            {
                "organizations": [
                    {
                        "slug": "acme",
                        "features": ["pbac"],
                        "roles": [{"name": "Nothing"}],
                        "members": [
                            {"user": "owner", "role": "OWNER"},
                            {"user": "admin", "role": "ADMIN", "customRole": "Nothing"},
                        ],
                    }
                ]
            }
        )

        assert acme.api("cal_admin").get(f"/v2/organizations/{ORG}/teams").status_code == 200

    def test_plain_members_may_read_what_their_system_role_grants(self, acme):
        acme.load({"organizations": [{"slug": "acme", "features": ["pbac"]}]})
        member = acme.api("cal_member")

        assert member.get(f"/v2/organizations/{ORG}/teams").status_code == 200
        assert member.get(f"/v2/organizations/{ORG}/memberships").status_code == 200
        assert member.get(f"/v2/organizations/{ORG}/roles").status_code == 200
        assert member.post(f"/v2/organizations/{ORG}/teams", json={"name": "New"}).status_code == 403

    def test_a_stranger_gets_nothing_by_roles(self, acme):
        acme.load({"organizations": [{"slug": "acme", "features": ["pbac"]}]})

        assert acme.api("cal_stranger").get(f"/v2/organizations/{ORG}/teams").status_code == 403

    def test_plans_hold_all_the_same(self, acme, with_role):
        joe = with_role("*.*")
        acme.load({"organizations": [{"slug": "acme", "plan": "FREE"}]})

        assert refusal(joe.get(f"/v2/organizations/{ORG}/teams"))[2].startswith("PlatformPlanGuard")


class TestKindsOfCallers:
    def test_client_credentials_need_no_permission_of_the_client(self, acme):
        acme.load(
            {
                "organizations": [
                    {"slug": "acme", "oauthClients": [{"name": "App", "id": "app", "secret": "s", "permissions": []}]}
                ]
            }
        )
        client = acme.api(None, **{"x-cal-client-id": "app", "x-cal-secret-key": "s"})

        assert client.get(f"/v2/organizations/{ORG}/teams").status_code == 200
        assert client.get("/v2/teams").status_code == 200

    def test_client_credentials_without_an_owner_are_refused(self, acme):
        acme.load(
            {
                "organizations": [
                    {
                        "slug": "acme",
                        "members": [{"user": "pending", "role": "OWNER", "accepted": False}, "member"],
                        "oauthClients": [{"name": "App", "id": "app", "secret": "s"}],
                    }
                ]
            }
        )
        client = acme.api(None, **{"x-cal-client-id": "app", "x-cal-secret-key": "s"})

        assert refusal(client.get(f"/v2/organizations/{ORG}/teams")) == (
            401,
            "UnauthorizedException",
            "ApiAuthStrategy - oAuth client - No owner ID found for this OAuth client",
        )

    def test_an_accepted_admin_stands_in_for_the_owner(self, acme):
        acme.load(
            {
                "organizations": [
                    {
                        "slug": "acme",
                        "members": [
                            {"user": "pending", "role": "OWNER", "accepted": False},
                            {"user": "admin", "role": "ADMIN"},
                        ],
                        "oauthClients": [{"name": "App", "id": "app", "secret": "s"}],
                    }
                ]
            }
        )
        client = acme.api(None, **{"x-cal-client-id": "app", "x-cal-secret-key": "s"})

        assert client.get("/v2/me").json()["data"]["id"] == ADMIN

    def test_a_browser_session_will_do(self, acme):
        client = acme.api(None, cookie="next-auth.session-token=owner@example.com")

        assert client.get(f"/v2/organizations/{ORG}/teams").status_code == 200

    def test_a_managed_user_is_a_member(self, acme):
        made = acme.load(
            {
                "organizations": [
                    {"slug": "acme", "oauthClients": [{"name": "App", "managedUsers": [{"email": "m@x.example"}]}]}
                ]
            }
        )
        managed = acme.api(made["managedUsers"]["m@x.example"]["accessToken"])

        assert managed.get(f"/v2/organizations/{ORG}/attributes").status_code == 200
        assert managed.get(f"/v2/organizations/{ORG}/teams").status_code == 403


class TestThirdPartyTokens:
    @pytest.fixture
    def token(self, acme):
        acme.load(
            {
                "oauth2Clients": [
                    {"clientId": "app", "clientSecret": "s", "name": "App", "redirectUri": "https://app.example/cb"}
                ]
            }
        )

        def issue(user, *scopes):
            code = acme.control("POST", "/oauth2/codes", json={"clientId": "app", "user": user, "scopes": list(scopes)})
            answer = acme.api().post(
                "/v2/auth/oauth2/token",
                json={
                    "grant_type": "authorization_code",
                    "client_id": "app",
                    "client_secret": "s",
                    "code": code["code"],
                    "redirect_uri": "https://app.example/cb",
                },
            )
            return acme.api(answer.json()["access_token"])

        return issue

    SCOPES = [
        ("TEAM_PROFILE_READ", "GET", "/v2/teams", 200),
        ("TEAM_PROFILE_READ", "GET", "/v2/teams/70", 200),
        ("ORG_PROFILE_READ", "GET", "/v2/organizations/50/teams", 200),
        ("TEAM_PROFILE_READ", "GET", "/v2/organizations/50/teams/60", 200),
        ("TEAM_MEMBERSHIP_READ", "GET", "/v2/teams/70/memberships", 200),
        ("TEAM_MEMBERSHIP_READ", "GET", "/v2/organizations/50/teams/60/memberships", 200),
        ("ORG_MEMBERSHIP_READ", "GET", "/v2/organizations/50/memberships", 200),
        ("ORG_MEMBERSHIP_READ", "GET", "/v2/organizations/50/users", 200),
        ("ORG_ATTRIBUTES_READ", "GET", "/v2/organizations/50/attributes", 200),
    ]

    @pytest.mark.parametrize(("scope", "method", "path", "status"), SCOPES, ids=[path for _, _, path, _ in SCOPES])
    def test_each_operation_has_its_scope(self, token, scope, method, path, status):
        assert token("owner", scope).request(method, path).status_code == status

        assert refusal(token("owner", "PROFILE_READ").request(method, path)) == forbidden(
            f"insufficient_scope: token does not have the required scopes. Required: {scope}. Token has: PROFILE_READ"
        )

    def test_a_scope_of_organizations_serves_for_their_teams_but_not_the_other_way_round(self, token):
        assert token("owner", "ORG_PROFILE_READ").get("/v2/organizations/50/teams/60").status_code == 200
        assert token("owner", "TEAM_PROFILE_READ").get("/v2/organizations/50/teams").status_code == 403

    def test_the_scope_passes_the_role_too_but_not_the_membership(self, token):
        assert (
            token("team-member", "TEAM_MEMBERSHIP_READ").get("/v2/organizations/50/teams/60/memberships").status_code
            == 200
        )
        assert (
            token("stranger", "TEAM_MEMBERSHIP_READ").get("/v2/organizations/50/teams/60/memberships").status_code
            == 403
        )

    def test_without_scopes_a_token_is_as_good_as_its_user(self, token):
        assert token("owner").get("/v2/organizations/50/roles").status_code == 200
        assert token("member").get("/v2/organizations/50/roles").status_code == 403

    @pytest.mark.parametrize("path", ["roles", "teams/60/roles", "organizations"])
    def test_what_has_no_scope_is_closed(self, token, path):
        assert refusal(token("owner", "ORG_PROFILE_READ").get(f"/v2/organizations/50/{path}")) == forbidden(
            "insufficient_scope: this endpoint is not available for third-party OAuth tokens"
        )
