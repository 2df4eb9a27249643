"""Who may not, at each owner, in the order of the checks."""

import pytest

from tests.api.webhooks.conftest import BODY, UNKNOWN
from tests.conftest import refusal

FORBIDDEN = (403, "ForbiddenException")
NOT_FOUND = (404, "NotFoundException")
BAD = (400, "BadRequestException")


def made(api, base, **change):
    response = api.post(base, json={**BODY, **change})
    assert response.status_code == 201, response.text
    return response.json()["data"]["id"]


class TestUserWebhooks:
    @pytest.mark.parametrize("webhook_id", [UNKNOWN, "malformed"])
    @pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
    def test_an_unknown_one(self, world, method, webhook_id):
        response = world.api("cal_ann").request(method, f"/v2/webhooks/{webhook_id}")

        assert refusal(response) == (*NOT_FOUND, f"Webhook ({webhook_id}) not found")

    @pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
    def test_somebody_elses(self, world, method):
        webhook_id = made(world.api("cal_ann"), "/v2/webhooks")

        response = world.api("cal_bob").request(method, f"/v2/webhooks/{webhook_id}")

        assert refusal(response) == (
            *FORBIDDEN,
            f"IsUserWebhookGuard - user with id=(2) is not the owner of webhook with id=({webhook_id})",
        )

    def test_ones_own_of_an_event_type(self, world):
        ann = world.api("cal_ann")
        webhook_id = made(ann, "/v2/event-types/41/webhooks")

        assert refusal(ann.get(f"/v2/webhooks/{webhook_id}"))[:2] == FORBIDDEN

    def test_a_system_administrator_may(self, world):
        webhook_id = made(world.api("cal_ann"), "/v2/webhooks")

        assert world.api("cal_root").get(f"/v2/webhooks/{webhook_id}").status_code == 200

    def test_a_system_administrator_sees_no_user_of_what_is_an_event_types(self, world):
        webhook_id = made(world.api("cal_ann"), "/v2/event-types/41/webhooks")

        shown = world.api("cal_root").delete(f"/v2/webhooks/{webhook_id}").json()["data"]

        assert shown["userId"] is None
        assert "eventTypeId" not in shown

    def test_a_list_holds_only_ones_own(self, world):
        ann = world.api("cal_ann")
        made(ann, "/v2/event-types/41/webhooks")
        made(world.api("cal_bob"), "/v2/webhooks")

        assert ann.get("/v2/webhooks").json()["data"] == []

    def test_one_alone_shows_every_column(self, world):
        ann = world.api("cal_ann")
        webhook_id = made(ann, "/v2/webhooks")

        assert ann.get(f"/v2/webhooks/{webhook_id}").json()["data"] == {
            "payloadTemplate": None,
            "id": webhook_id,
            "triggers": ["BOOKING_CREATED"],
            "subscriberUrl": "https://example.com/hook",
            "active": True,
            "secret": None,
            "userId": 1,
            "teamId": None,
            "eventTypeId": None,
            "oAuthClientId": None,
            "createdAt": "2026-01-05T08:00:00.000Z",
            "appId": None,
            "platform": False,
            "time": None,
            "timeUnit": None,
            "version": "2021-10-20",
        }

    def test_a_client_acts_as_its_owner(self, world):
        client = world.api(None, x_cal_client_id="client-1", x_cal_secret_key="hush-1")

        assert client.post("/v2/webhooks", json=BODY).json()["data"]["userId"] == 4


class TestEventTypeWebhooks:
    def test_an_unknown_event_type(self, world):
        response = world.api("cal_ann").post("/v2/event-types/999/webhooks", json={})

        assert refusal(response) == (*NOT_FOUND, "IsUserEventTypeWebhookGuard - Event type (999) not found")

    @pytest.mark.parametrize("key", ["cal_bob", "cal_root"])
    def test_somebody_elses(self, world, key):
        response = world.api(key).post("/v2/event-types/41/webhooks", json={})

        user_id = {"cal_bob": 2, "cal_root": 3}[key]
        assert refusal(response) == (
            *FORBIDDEN,
            f"IsUserEventTypeWebhookGuard - User ({user_id}) is not the owner of event type (41)",
        )

    def test_a_teams_even_for_its_owner(self, world):
        response = world.api("cal_ann").get("/v2/event-types/51/webhooks")

        assert refusal(response) == (
            *FORBIDDEN,
            "IsUserEventTypeWebhookGuard - User (1) is not the owner of event type (51)",
        )

    @pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
    def test_one_webhook(self, world, method):
        ann = world.api("cal_ann")
        of_user, of_other = made(ann, "/v2/webhooks"), made(ann, "/v2/event-types/42/webhooks")

        def answer(webhook_id):
            return refusal(ann.request(method, f"/v2/event-types/41/webhooks/{webhook_id}"))

        guard = "IsUserEventTypeWebhookGuard -"
        assert answer(UNKNOWN) == (*NOT_FOUND, f"Webhook ({UNKNOWN}) not found")
        assert answer(of_user) == (*BAD, f"{guard} Webhook ({of_user}) is not associated with an event type")
        assert answer(of_other) == (*FORBIDDEN, f"{guard} Webhook ({of_other}) is not associated with event type (41)")

    def test_an_id_that_is_no_number(self, world):
        response = world.api("cal_ann").get("/v2/event-types/first/webhooks")

        assert refusal(response) == (400, "INTERNAL_SERVER_ERROR", "There was an error, please try again later.")

    def test_a_webhook_goes_with_its_event_type(self, world):
        ann = world.api("cal_ann", "2024-06-14")
        webhook_id = made(ann, "/v2/event-types/41/webhooks")
        assert ann.delete("/v2/event-types/41").status_code == 200

        response = ann.get(f"/v2/webhooks/{webhook_id}")

        assert refusal(response)[:2] == NOT_FOUND


class TestTeamEventTypeWebhooks:
    BASE = "/v2/teams/9/event-types/51/webhooks"

    def test_no_member(self, world):
        response = world.api("cal_eve").post(self.BASE, json={})

        assert refusal(response) == (*FORBIDDEN, "RolesGuard - User is not a member of the team with id=9.")

    def test_a_plain_member_may_not_write(self, world):
        response = world.api("cal_bob").post(self.BASE, json={})

        assert refusal(response) == (
            *FORBIDDEN,
            "RolesGuard - user with id=2 does not have the minimum required role=TEAM_ADMIN within team with id=9.",
        )

    def test_nor_read_though_the_role_would_do(self, world):
        response = world.api("cal_bob").get(self.BASE)

        assert refusal(response) == (
            *FORBIDDEN,
            "IsTeamEventTypeWebhookGuard - User (2) is not an admin/owner of team (9)",
        )

    def test_an_invitation_is_not_enough(self, world):
        response = world.api("cal_root").get(self.BASE)

        assert refusal(response) == (
            *FORBIDDEN,
            "IsTeamEventTypeWebhookGuard - User (3) is not an admin/owner of team (9)",
        )

    @pytest.mark.parametrize("event_type_id", [999, 41])
    def test_no_event_type_of_the_team(self, world, event_type_id):
        response = world.api("cal_ann").get(f"/v2/teams/9/event-types/{event_type_id}/webhooks")

        assert refusal(response) == (
            *NOT_FOUND,
            f"IsTeamEventTypeWebhookGuard - Event type ({event_type_id}) not found for team (9)",
        )

    @pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
    def test_one_webhook(self, world, method):
        ann = world.api("cal_ann")
        of_user = made(ann, "/v2/webhooks")
        of_other = made(ann, "/v2/teams/9/event-types/52/webhooks")

        def answer(webhook_id):
            return refusal(ann.request(method, f"{self.BASE}/{webhook_id}"))

        guard = "IsTeamEventTypeWebhookGuard -"
        assert answer(UNKNOWN) == (*NOT_FOUND, f"{guard} Webhook ({UNKNOWN}) not found")
        assert answer(of_user) == (*BAD, f"{guard} Webhook ({of_user}) no event type")
        assert answer(of_other) == (*FORBIDDEN, f"{guard} Webhook mismatch with event type")


class TestOrganizationWebhooks:
    def test_no_organization(self, world):
        response = world.api("cal_ann").post("/v2/organizations/9/webhooks", json={})

        text = "IsOrgGuard - provided organization id=9 does not represent any existing organization."
        assert refusal(response) == (*FORBIDDEN, text)

    def test_no_member(self, world):
        response = world.api("cal_eve").post("/v2/organizations/20/webhooks", json={})

        assert refusal(response) == (
            *FORBIDDEN,
            "RolesGuard - User is not a member of the organization with id=20.",
        )

    def test_a_plain_member(self, world):
        response = world.api("cal_bob").get("/v2/organizations/20/webhooks")

        assert refusal(response) == (
            *FORBIDDEN,
            "RolesGuard - user with id=2 does not have the minimum required role=ORG_ADMIN within organization with id=20.",
        )

    def test_too_small_a_plan(self, world):
        response = world.api("cal_eve").get("/v2/organizations/31/webhooks")

        assert refusal(response) == (
            *FORBIDDEN,
            "PlatformPlanGuard - organization with id=31 does not have required plan for this operation. Minimum plan is "
            "ESSENTIALS while the organization has STARTER.",
        )

    def test_without_the_admin_api(self, world):
        response = world.api("cal_root").get("/v2/organizations/21/webhooks")

        assert refusal(response) == (
            *FORBIDDEN,
            "IsAdminAPIEnabledGuard - Organization does not have Admin API access, please contact https://cal.com/sales "
            "to upgrade",
        )

    @pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
    def test_one_webhook_unknown_and_foreign_alike(self, world, method):
        ann = world.api("cal_ann")
        for webhook_id in (UNKNOWN, made(ann, "/v2/webhooks", subscriberUrl=f"https://x.example/{method}")):
            response = ann.request(method, f"/v2/organizations/20/webhooks/{webhook_id}")

            assert refusal(response) == (
                *FORBIDDEN,
                f"IsWebhookInOrg - webhook with id={webhook_id} is not part of the organization with id=20.",
            )


class TestClientWebhooks:
    BASE = "/v2/oauth-clients/client-1/webhooks"

    @pytest.mark.parametrize(
        ("key", "text"),
        [
            ("cal_bob", "Organization is not a platform (SHP)."),
            ("cal_lone", "No organization associated with the user."),
            ("cal_member", "User must have one of the roles: ADMIN, OWNER."),
            ("cal_invited", "User has not accepted membership in the organization."),
        ],
    )
    def test_who_may_not(self, world, key, text):
        world.load(
            {
                "users": [{"username": "lone"}, {"username": "member"}, {"username": "invited"}],
                "organizations": [
                    {
                        "slug": "plat",
                        "members": [
                            {"user": "eve", "role": "OWNER"},
                            {"user": "member", "role": "MEMBER"},
                            {"user": "invited", "role": "OWNER", "accepted": False},
                        ],
                    }
                ],
            }
        )

        response = world.api(key).post(self.BASE, json={})

        assert refusal(response) == (*FORBIDDEN, f"OrganizationRolesGuard - {text}")

    def test_a_plain_member_may_read(self, world):
        members = [{"user": "eve", "role": "OWNER"}, {"user": "member", "role": "MEMBER"}]
        world.load({"users": [{"username": "member"}], "organizations": [{"slug": "plat", "members": members}]})

        assert world.api("cal_member").get(self.BASE).status_code == 200

    def test_an_unknown_client(self, world):
        response = world.api("cal_eve").post("/v2/oauth-clients/nobody/webhooks", json={})

        assert refusal(response) == (*NOT_FOUND, "OAuthClientGuard - OAuth client not found.")

    def test_a_foreign_client(self, world):
        world.load(
            {
                "users": [{"username": "max"}],
                "organizations": [
                    {"slug": "other", "id": 33, "isPlatform": True, "members": [{"user": "max", "role": "OWNER"}]}
                ],
            }
        )

        response = world.api("cal_max").post(self.BASE, json={})

        assert refusal(response) == (
            *FORBIDDEN,
            "OAuthClientGuard - forbidden. oAuth client with id=client-1 does not belong to the organization with id=33.",
        )

    @pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
    def test_one_webhook(self, world, method):
        first = world.api(None, x_cal_secret_key="hush-1")
        foreign = made(world.api(None, x_cal_secret_key="hush-2"), "/v2/oauth-clients/client-2/webhooks")

        assert refusal(first.request(method, f"{self.BASE}/{UNKNOWN}")) == (
            *NOT_FOUND,
            f"Webhook ({UNKNOWN}) not found",
        )
        assert refusal(first.request(method, f"{self.BASE}/{foreign}")) == (
            *FORBIDDEN,
            "IsOAuthClientWebhookGuard - Webhook does not belong to this oAuthClient",
        )

    @pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
    def test_a_client_outside_the_owners_main_organization(self, world, method):
        owned = {"isPlatform": True, "members": [{"user": "max", "role": "OWNER"}]}
        second = {"name": "Second", "id": "client-9", "secret": "hush-9"}
        world.load(
            {
                "users": [{"username": "max"}],
                "organizations": [owned | {"slug": "main"}, owned | {"slug": "second", "oauthClients": [second]}],
            }
        )
        client = world.api(None, x_cal_secret_key="hush-9")
        webhook_id = made(client, "/v2/oauth-clients/client-9/webhooks")

        response = client.request(method, f"/v2/oauth-clients/client-9/webhooks/{webhook_id}")

        assert refusal(response) == (*FORBIDDEN, "Forbidden resource")

    def test_an_admin_of_the_organization_may(self, world):
        assert world.api("cal_eve").post(self.BASE, json=BODY).status_code == 201
