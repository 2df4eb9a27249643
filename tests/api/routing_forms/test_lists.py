"""`GET /v2/organizations/{orgId}/routing-forms` and `…/teams/{teamId}/routing-forms`."""

import pytest

from tests.api.routing_forms.world import acme, form
from tests.conftest import constraints, refusal

ORG = "/v2/organizations/70/routing-forms"
TEAM = "/v2/organizations/70/teams/71/routing-forms"

FIRST = form("first", [], createdAt="2026-01-01T10:00:00Z", updatedAt="2026-01-04T10:00:00Z", owner="bob", position=3)
SECOND = form("second", [], createdAt="2026-01-02T10:00:00Z", updatedAt="2026-01-02T10:00:00Z", disabled=True)
THIRD = form("third", [], createdAt="2026-01-02T10:00:00Z", updatedAt="2026-01-03T10:00:00Z")
OF_SUPPORT = form("of-support", [])
OF_ACME = form("of-acme", [])
PERSONAL = form("personal", [])


@pytest.fixture
def alice(mockcal):
    world = acme(FIRST, SECOND, THIRD)
    world["organizations"][0]["teams"][1]["routingForms"] = [OF_SUPPORT]
    world["organizations"][0]["routingForms"] = [OF_ACME]
    world["users"][0]["routingForms"] = [PERSONAL]
    mockcal.load(world)
    return mockcal.api("cal_alice")


def names(response):
    assert response.status_code == 200, response.text
    return [one["name"] for one in response.json()["data"]]


class TestOrganizationForms:
    def test_nobody_is_refused(self, alice, mockcal):
        assert mockcal.api().get(ORG).status_code == 401

    def test_no_organization_is_refused_before_the_role(self, alice, mockcal):
        assert refusal(mockcal.api("cal_dave").get("/v2/organizations/71/routing-forms")) == (
            403,
            "ForbiddenException",
            "IsOrgGuard - provided organization id=71 does not represent any existing organization.",
        )

    def test_a_member_is_refused(self, alice, mockcal):
        assert refusal(mockcal.api("cal_bob").get(ORG)) == (
            403,
            "ForbiddenException",
            "RolesGuard - user with id=102 does not have the minimum required role=ORG_ADMIN within organization with "
            "id=70.",
        )

    def test_an_organization_without_settings_is_refused(self, alice, mockcal):
        mockcal.load({"organizations": [{"slug": "acme", "adminApi": False}]})

        assert refusal(alice.get(ORG))[2].startswith("IsAdminAPIEnabledGuard - ")

    def test_a_platform_needs_the_plan_essentials(self, alice, mockcal):
        mockcal.load({"organizations": [{"slug": "acme", "isPlatform": True, "plan": "STARTER"}]})

        assert refusal(alice.get(ORG)) == (
            403,
            "ForbiddenException",
            "PlatformPlanGuard - organization with id=70 does not have required plan for this operation. Minimum plan is "
            "ESSENTIALS while the organization has STARTER.",
        )

    def test_it_lists_the_forms_of_teams_only(self, alice):
        assert names(alice.get(ORG)) == ["first", "second", "third", "of-support"]

    def test_a_form_shows_every_column(self, alice):
        shown = alice.get(ORG).json()["data"][0]

        assert shown == {
            "id": "form-first",
            "description": None,
            "position": 3,
            "routes": FIRST["routes"],
            "createdAt": "2026-01-01T10:00:00.000Z",
            "updatedAt": "2026-01-04T10:00:00.000Z",
            "name": "first",
            "fields": [],
            "userId": 102,
            "teamId": 71,
            "disabled": False,
            "settings": None,
            "updatedById": None,
        }

    def test_there_is_no_pagination(self, alice):
        assert set(alice.get(ORG).json()) == {"status", "data"}

    def test_team_ids_narrow_it_to_teams_of_the_organization(self, alice):
        assert names(alice.get(ORG, params={"teamIds": "72, 81"})) == ["of-support"]
        assert names(alice.get(ORG, params={"teamIds": "81"})) == []

    def test_team_ids_must_be_numbers(self, alice):
        assert constraints(alice.get(ORG, params={"teamIds": "72,x"})) == {
            "teamIds": {"isNumber": "each value in teamIds must be a number conforming to the specified constraints"}
        }

    @pytest.mark.parametrize("unheard", [{"name": "first"}, {"disabled": "true"}, {"routedToBookingUid": "x"}])
    def test_some_filters_are_not_heard(self, alice, unheard):
        assert len(names(alice.get(ORG, params=unheard))) == 4


class TestTeamForms:
    def test_a_member_of_the_team_is_refused(self, alice, mockcal):
        assert refusal(mockcal.api("cal_bob").get(TEAM)) == (
            403,
            "ForbiddenException",
            "RolesGuard - user with id=102 does not have the minimum required role=TEAM_ADMIN within organization with "
            "id=70 team with id=71.",
        )

    @pytest.mark.parametrize("team_id", [81, 99])
    def test_a_team_of_elsewhere_is_not_found(self, alice, team_id):
        assert refusal(alice.get(f"/v2/organizations/70/teams/{team_id}/routing-forms")) == (
            404,
            "NotFoundException",
            f"IsTeamInOrg - Team ({team_id}) not found.",
        )

    def test_a_team_admin_lists_the_teams_forms(self, alice, mockcal):
        assert names(mockcal.api("cal_carol").get(TEAM)) == ["first", "second", "third"]

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ({"skip": "1"}, ["second", "third"]),
            ({"take": "2"}, ["first", "second"]),
            ({"take": "0"}, []),
            ({"take": ""}, ["first", "second", "third"]),
            ({"take": "5000"}, ["first", "second", "third"]),
            ({"sortCreatedAt": "desc"}, ["second", "third", "first"]),
            ({"sortUpdatedAt": "asc"}, ["second", "third", "first"]),
            ({"sortUpdatedAt": "desc"}, ["first", "third", "second"]),
            ({"sortCreatedAt": "asc", "sortUpdatedAt": "desc"}, ["first", "third", "second"]),
            ({"afterCreatedAt": "2026-01-02T10:00:00Z"}, ["second", "third"]),
            ({"beforeCreatedAt": "2026-01-01T10:00:00.000Z"}, ["first"]),
            ({"beforeCreatedAt": "2026-01-01T11:00:00+01:00"}, ["first"]),
            ({"afterUpdatedAt": "2026-01-03T10:00:00Z"}, ["first", "third"]),
            ({"beforeUpdatedAt": "2026-01-03T10:00:00Z"}, ["second", "third"]),
            ({"afterCreatedAt": "2026-01-02T00:00:00Z", "beforeCreatedAt": "2026-01-01T12:00:00Z"}, ["first"]),
        ],
        ids=str,
    )
    def test_filters_and_sorts(self, alice, query, expected):
        assert names(alice.get(TEAM, params=query)) == expected

    @pytest.mark.parametrize(
        ("query", "rule", "sentence"),
        [
            ({"take": "x"}, "isNumber", "take must be a number conforming to the specified constraints"),
            ({"sortCreatedAt": "up"}, "isEnum", "sortCreatedAt must be one of the following values: asc, desc"),
            ({"afterUpdatedAt": "soon"}, "isIso8601", "afterUpdatedAt must be a valid ISO 8601 date string"),
        ],
    )
    def test_bad_queries_are_refused(self, alice, query, rule, sentence):
        assert constraints(alice.get(TEAM, params=query))[next(iter(query))][rule] == sentence

    def test_a_date_alone_is_refused_by_the_database(self, alice):
        assert refusal(alice.get(TEAM, params={"afterCreatedAt": "2025-01-01"})) == (
            400,
            "INTERNAL_SERVER_ERROR",
            "There was an error, please try again later.",
        )


def test_a_form_of_a_team_without_members_belongs_to_the_organizations_owner(mockcal):
    team = {"slug": "empty", "id": 71, "routingForms": [{"name": "Intake"}]}
    owner = {"username": "alice", "id": 101}
    mockcal.load(
        {
            "users": [owner],
            "organizations": [
                {"slug": "acme", "id": 70, "members": [{"user": "alice", "role": "OWNER"}], "teams": [team]}
            ],
        }
    )

    (form,) = mockcal.api("cal_alice").get("/v2/organizations/70/routing-forms").json()["data"]

    assert (form["userId"], form["teamId"]) == (101, 71)


def test_a_form_forgets_who_updated_it_when_he_is_deleted(mockcal):
    client = {"name": "P", "id": "p", "secret": "s", "managedUsers": [{"email": "mia@customer.example", "id": 501}]}
    document = acme(form("intake", [], updatedBy="mia@customer.example"))
    document["organizations"][0] |= {"isPlatform": True, "plan": "SCALE", "oauthClients": [client]}
    mockcal.load(document)
    forms = lambda: mockcal.api("cal_alice").get("/v2/organizations/70/routing-forms").json()["data"]  # noqa: E731
    assert [one["updatedById"] for one in forms()] == [501]

    keys = {"x-cal-client-id": "p", "x-cal-secret-key": "s"}
    assert mockcal.api().delete("/v2/oauth-clients/p/users/501", headers=keys).status_code == 200

    assert [one["updatedById"] for one in forms()] == [None]
