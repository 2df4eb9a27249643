"""`/v2/organizations/{orgId}/teams`."""

import pytest

from tests.api.organizations.conftest import JOE, OWNER, TEAM
from tests.conftest import constraints, refusal

DUPLICATE = (409, "CONFLICT", "Invalid Input: Trying to create a record that already exists.")


@pytest.fixture
def owner(acme):
    return acme.api("cal_owner")


class TestCreateTeam:
    def test_the_slug_is_made_of_the_name(self, owner):
        response = owner.post("/v2/organizations/50/teams", json={"name": "Organizations Teams Automatic Slug"})

        assert response.status_code == 201
        team = response.json()["data"]
        assert (team["slug"], team["parentId"], team["isOrganization"]) == (
            "organizations-teams-automatic-slug",
            50,
            False,
        )

    def test_bad_input_is_refused(self, owner):
        assert set(constraints(owner.post("/v2/organizations/50/teams", json={"logoUrl": "x"}))) == {"name", "logoUrl"}

    def test_the_creator_is_an_accepted_owner_unless_he_says_otherwise(self, owner):
        mine = owner.post("/v2/organizations/50/teams", json={"name": "Mine"}).json()["data"]["id"]
        later = owner.post("/v2/organizations/50/teams", json={"name": "Later", "autoAcceptCreator": False})

        (first,) = owner.get(f"/v2/organizations/50/teams/{mine}/memberships").json()["data"]
        (second,) = owner.get(f"/v2/organizations/50/teams/{later.json()['data']['id']}/memberships").json()["data"]
        assert (first["userId"], first["role"], first["accepted"]) == (OWNER, "OWNER", True)
        assert (second["role"], second["accepted"]) == ("OWNER", False)

    def test_an_administrator_of_the_instance_gets_no_membership(self, acme):
        root = acme.api("cal_root")

        team_id = root.post("/v2/organizations/50/teams", json={"name": "New"}).json()["data"]["id"]

        assert root.get(f"/v2/organizations/50/teams/{team_id}/memberships").json()["data"] == []

    def test_the_name_may_be_used_again_but_not_the_slug(self, owner):
        assert refusal(owner.post("/v2/organizations/50/teams", json={"name": "Sales"})) == DUPLICATE
        assert owner.post("/v2/organizations/50/teams", json={"name": "Sales", "slug": "sales-2"}).status_code == 201

    def test_the_slug_of_another_organizations_team_is_free(self, acme):
        acme.load({"organizations": [{"slug": "sub", "members": [{"user": "owner", "role": "OWNER"}]}]})
        owner = acme.api("cal_owner")

        assert owner.post("/v2/organizations/90/teams", json={"name": "Sales", "slug": "sales"}).status_code == 201

    def test_it_is_never_paid_for(self, acme, owner):
        acme.load({"teams": [{"slug": "support", "billing": True}]})

        assert owner.post("/v2/organizations/50/teams", json={"name": "New"}).json()["data"]["slug"] == "new"

    def test_it_is_the_platform_clients_that_the_call_names(self, acme):
        acme.load({"organizations": [{"slug": "acme", "oauthClients": [{"name": "App", "id": "app"}]}]})
        owner = acme.api("cal_owner", **{"x-cal-client-id": "app"})

        team_id = owner.post("/v2/organizations/50/teams", json={"name": "New"}).json()["data"]["id"]

        response = owner.post(f"/v2/organizations/50/teams/{team_id}/memberships", json={"userId": JOE})
        assert response.status_code == 400
        assert "team is platform managed" in response.json()["error"]["message"]

    def test_an_unknown_platform_client_does_not_exist(self, acme):
        owner = acme.api("cal_owner", **{"x-cal-client-id": "nonsense"})

        assert refusal(owner.post("/v2/organizations/50/teams", json={"name": "New"})) == (
            400,
            "BAD_REQUEST",
            "Invalid input: The referenced data does not exist.",
        )

    def test_client_credentials_act_as_the_organizations_owner(self, acme):
        acme.load({"organizations": [{"slug": "acme", "oauthClients": [{"name": "App", "id": "app", "secret": "s"}]}]})
        client = acme.api(None, **{"x-cal-client-id": "app", "x-cal-secret-key": "s"})

        team_id = client.post("/v2/organizations/50/teams", json={"name": "New"}).json()["data"]["id"]

        (member,) = client.get(f"/v2/organizations/50/teams/{team_id}/memberships").json()["data"]
        assert member["userId"] == OWNER


class TestGetTeams:
    def test_pages(self, owner):
        new = owner.post("/v2/organizations/50/teams", json={"name": "New"}).json()["data"]["id"]

        assert [team["id"] for team in owner.get("/v2/organizations/50/teams").json()["data"]] == [TEAM, new]
        assert [team["id"] for team in owner.get("/v2/organizations/50/teams?skip=1").json()["data"]] == [new]
        assert [team["id"] for team in owner.get("/v2/organizations/50/teams?take=1").json()["data"]] == [TEAM]

    @pytest.mark.parametrize("query", ["take=0", "take=251", "skip=-1", "take=abc"])
    def test_bad_pages_are_refused(self, owner, query):
        assert list(constraints(owner.get(f"/v2/organizations/50/teams?{query}"))) == [query.split("=")[0]]

    def test_there_is_no_pagination_in_the_answer(self, owner):
        assert set(owner.get("/v2/organizations/50/teams").json()) == {"status", "data"}


class TestGetMyTeams:
    def test_admins_see_all_teams_with_their_part_where_they_have_one(self, owner):
        new = owner.post("/v2/organizations/50/teams", json={"name": "New"}).json()["data"]["id"]

        sales, mine = owner.get("/v2/organizations/50/teams/me").json()["data"]

        assert sales["id"] == TEAM
        assert not {"role", "accepted"} & set(sales)
        assert (mine["id"], mine["role"], mine["accepted"]) == (new, "OWNER", True)

    def test_members_see_theirs_those_not_accepted_too(self, acme, owner):
        owner.post("/v2/organizations/50/teams", json={"name": "New"})
        owner.post(f"/v2/organizations/50/teams/{TEAM}/memberships", json={"userId": JOE})

        (team,) = acme.api("cal_joe").get("/v2/organizations/50/teams/me").json()["data"]

        assert (team["id"], team["role"], team["accepted"]) == (TEAM, "MEMBER", False)
        assert acme.api("cal_member").get("/v2/organizations/50/teams/me").json()["data"] == []

    def test_pages(self, owner):
        new = owner.post("/v2/organizations/50/teams", json={"name": "New"}).json()["data"]["id"]

        assert [team["id"] for team in owner.get("/v2/organizations/50/teams/me?skip=1&take=1").json()["data"]] == [new]


class TestGetTeam:
    def test_the_team_itself(self, owner):
        assert owner.get(f"/v2/organizations/50/teams/{TEAM}").json()["data"]["slug"] == "sales"

    @pytest.mark.parametrize("team_id", [999, 70, 50])
    def test_a_team_of_others_an_unknown_one_and_the_organization_are_not_found(self, owner, team_id):
        assert refusal(owner.get(f"/v2/organizations/50/teams/{team_id}")) == (
            404,
            "NotFoundException",
            f"IsTeamInOrg - Team ({team_id}) not found.",
        )

    def test_a_member_does_not_hear_that_there_is_none(self, acme):
        assert acme.api("cal_member").get("/v2/organizations/50/teams/999").status_code == 403

    def test_a_plain_member_of_the_team_may_read_it_only_by_itself(self, acme):
        member = acme.api("cal_team-member")

        assert member.get(f"/v2/organizations/50/teams/{TEAM}").status_code == 403
        assert member.get(f"/v2/teams/{TEAM}").status_code == 200


class TestUpdateTeam:
    def test_a_slug_of_the_same_organization_is_refused(self, owner):
        owner.post("/v2/organizations/50/teams", json={"name": "New"})

        response = owner.patch(f"/v2/organizations/50/teams/{TEAM}", json={"name": "Sales", "slug": "new"})

        assert refusal(response) == DUPLICATE

    def test_the_name_is_asked_for(self, owner):
        assert list(constraints(owner.patch(f"/v2/organizations/50/teams/{TEAM}", json={}))) == ["name"]

    def test_it_is_changed(self, owner):
        changed = owner.patch(f"/v2/organizations/50/teams/{TEAM}", json={"name": "Trade", "bio": "We"}).json()["data"]

        assert (changed["name"], changed["bio"], changed["slug"]) == ("Trade", "We", "sales")


class TestDeleteTeam:
    def test_it_answers_the_team_which_is_not_found_from_then_on(self, owner):
        before = owner.get(f"/v2/organizations/50/teams/{TEAM}").json()["data"]

        response = owner.delete(f"/v2/organizations/50/teams/{TEAM}")

        assert (response.status_code, response.json()["data"]) == (200, before)
        assert owner.get(f"/v2/organizations/50/teams/{TEAM}").status_code == 404

    @pytest.mark.mockcal(rate_limit="real")
    def test_one_a_second(self, acme, owner):
        other = owner.post("/v2/organizations/50/teams", json={"name": "New"}).json()["data"]["id"]
        assert owner.delete(f"/v2/organizations/50/teams/{TEAM}").status_code == 200

        assert refusal(owner.delete(f"/v2/organizations/50/teams/{other}")) == (
            429,
            "ThrottlerException",
            "CustomThrottlerGuard - Too many requests. Please try again later.",
        )

        acme.advance("PT1S")
        assert owner.delete(f"/v2/organizations/50/teams/{other}").status_code == 200


class TestInvite:
    def test_a_link_to_the_sign_up(self, acme):
        response = acme.api("cal_team-admin").post(f"/v2/organizations/50/teams/{TEAM}/invite")

        assert response.status_code == 200
        invite = response.json()["data"]
        assert invite["inviteLink"].endswith(f"/signup?token={invite['token']}&callbackUrl=/getting-started")

    def test_a_foreign_team_is_not_found(self, owner):
        assert refusal(owner.post("/v2/organizations/50/teams/70/invite")) == (
            404,
            "NotFoundException",
            "IsTeamInOrg - Team (70) not found.",
        )

    def test_no_plan_is_asked_for(self, acme, owner):
        acme.load({"organizations": [{"slug": "acme", "plan": "FREE"}]})

        assert owner.post(f"/v2/organizations/50/teams/{TEAM}/invite").status_code == 200
        assert owner.get(f"/v2/organizations/50/teams/{TEAM}").status_code == 403
