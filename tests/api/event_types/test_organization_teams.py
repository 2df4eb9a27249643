"""`/v2/organizations/{orgId}/teams/{teamId}/event-types`, and the list of the whole organization."""

import pytest

from tests.api.event_types.conftest import BODY, data
from tests.conftest import constraints, refusal

URL = "/v2/organizations/30/teams/31/event-types"
ALL = "/v2/organizations/30/teams/event-types"
TURNS = BODY | {"schedulingType": "roundRobin", "hosts": [{"userId": 102}]}
CALL = {"yourPhoneNumber": "+14155550100", "numberToCall": "+14155550101", "calApiKey": "cal_x"}


@pytest.fixture
def alice(teams):
    """An admin of the organization who is in none of its teams."""
    return teams.api("cal_alice")


class TestWhoMay:
    def test_nobody_must_authenticate(self, teams):
        assert teams.api().post(URL, json=TURNS).status_code == 401

    def test_an_organization_must_be_one(self, alice):
        response = alice.post("/v2/organizations/31/teams/31/event-types", json=TURNS)

        assert refusal(response) == (
            403,
            "ForbiddenException",
            "IsOrgGuard - provided organization id=31 does not represent any existing organization.",
        )

    @pytest.mark.parametrize("key", ["cal_alice", "cal_bob", "cal_root"])
    def test_admins_of_the_organization_and_of_the_team_pass(self, teams, key):
        assert teams.api(key).post(URL, json=TURNS).status_code == 201

    def test_a_member_of_the_team_has_too_low_a_role(self, teams):
        response = teams.api("cal_carol").post(URL, json={})

        assert refusal(response) == (
            403,
            "ForbiddenException",
            "RolesGuard - user with id=103 does not have the minimum required role=TEAM_ADMIN within organization with "
            "id=30 team with id=31.",
        )

    def test_a_stranger_is_not_of_the_organization(self, teams):
        teams.load({"users": [{"username": "eve"}]})

        response = teams.api("cal_eve").post(URL, json=TURNS)

        assert refusal(response)[2] == "RolesGuard - User is not part of the organization with id=30."

    def test_a_team_of_another_organization(self, teams, alice):
        foreign = "/v2/organizations/30/teams/41/event-types"

        admin = alice.get(f"{foreign}/1")
        team_admin = teams.api("cal_bob").get(f"{foreign}/1")

        assert refusal(admin) == (404, "NotFoundException", "IsTeamInOrg - Team (41) not found.")
        assert refusal(team_admin) == (
            403,
            "ForbiddenException",
            "RolesGuard - User is not part of the team with id=41 and/or, is not an admin nor an owner of the "
            "organization with id=30.",
        )

    def test_a_custom_role_may_grant_it(self, teams):
        teams.load(
            {
                "organizations": [
                    {
                        "slug": "acme",
                        "features": ["pbac"],
                        "teams": [
                            {
                                "slug": "sales",
                                "roles": [{"name": "Maker", "permissions": ["eventType.create"]}],
                                "members": [
                                    {"user": "bob", "role": "ADMIN"},
                                    {"user": "carol", "role": "MEMBER", "customRole": "Maker"},
                                ],
                            }
                        ],
                    }
                ]
            }
        )
        carol = teams.api("cal_carol")

        made = carol.post(URL, json=TURNS)

        assert made.status_code == 201
        assert carol.delete(f"{URL}/{made.json()['data']['id']}").status_code == 403

    def test_without_settings_there_is_no_admin_api(self, teams):
        teams.load({"organizations": [{"slug": "globex", "adminApi": False}]})

        response = teams.api("cal_root").post(
            "/v2/organizations/40/teams/41/event-types", json=BODY | {"schedulingType": "collective"}
        )

        assert refusal(response) == (
            403,
            "ForbiddenException",
            "IsAdminAPIEnabledGuard - Organization does not have Admin API access, please contact "
            "https://cal.com/sales to upgrade",
        )

    @pytest.mark.parametrize(
        ("plan", "message"),
        [
            ("NONE", "PlatformPlanGuard - No platform subscription found for organization with id=40."),
            (
                "STARTER",
                "PlatformPlanGuard - organization with id=40 does not have required plan for this operation. Minimum "
                "plan is ESSENTIALS while the organization has STARTER.",
            ),
        ],
    )
    def test_a_platform_needs_a_plan(self, teams, plan, message):
        teams.load({"organizations": [{"slug": "globex", "isPlatform": True, "plan": plan}]})

        response = teams.api("cal_root").get("/v2/organizations/40/teams/41/event-types/1")

        assert refusal(response) == (403, "ForbiddenException", message)


class TestOperations:
    def test_make_read_change_and_delete(self, alice):
        made = data(alice.post(URL, json=TURNS))

        assert (made["teamId"], made["hosts"][0]["userId"]) == (31, 102)
        assert data(alice.get(f"{URL}/{made['id']}")) == made
        assert data(alice.patch(f"{URL}/{made['id']}", json={"title": "U"})) == made | {"title": "U"}
        assert data(alice.delete(f"{URL}/{made['id']}")) == {"id": made["id"], "title": "U"}
        assert refusal(alice.get(f"{URL}/{made['id']}"))[0] == 404

    def test_a_host_may_be_waiting(self, teams, alice):
        teams.load(
            {
                "organizations": [
                    {
                        "slug": "acme",
                        "teams": [
                            {
                                "slug": "sales",
                                "members": [{"user": "bob", "role": "ADMIN"}, {"user": "carol", "accepted": False}],
                            }
                        ],
                    }
                ]
            }
        )

        made = data(alice.post(URL, json=TURNS | {"hosts": [{"userId": 103}]}))

        assert [one["userId"] for one in made["hosts"]] == [103]

    def test_mails_can_be_kept_back_one_by_one(self, alice):
        made = data(alice.post(URL, json=TURNS | {"emailSettings": {"disableEmailsToHosts": True}}))

        changed = data(alice.patch(f"{URL}/{made['id']}", json={"emailSettings": {"disableEmailsToAttendees": True}}))

        assert made["emailSettings"] == {"disableEmailsToAttendees": False, "disableEmailsToHosts": True}
        assert changed["emailSettings"] == {"disableEmailsToAttendees": True, "disableEmailsToHosts": True}

    def test_other_teams_have_the_same_slugs(self, teams, alice):
        assert alice.post(URL, json=TURNS).status_code == 201
        other = teams.api("cal_root").post(
            "/v2/organizations/40/teams/41/event-types", json=BODY | {"schedulingType": "collective"}
        )
        assert other.status_code == 201


class TestList:
    def test_it_asks_for_no_role_and_for_no_credentials(self, teams, alice):
        alice.post(URL, json=TURNS)

        for caller in (teams.api(), teams.api("cal_carol")):
            assert [one["slug"] for one in data(caller.get(URL))] == ["t"]

    def test_the_team_must_be_the_organizations(self, teams):
        response = teams.api().get("/v2/organizations/30/teams/41/event-types")

        assert refusal(response) == (404, "NotFoundException", "IsTeamInOrg - Team (41) not found.")


class TestOfTheWholeOrganization:
    @pytest.fixture
    def made(self, teams, alice):
        more = [{"slug": "sales"}, {"slug": "labs", "id": 32, "members": ["bob"]}]
        teams.load({"organizations": [{"slug": "acme", "teams": more}]})
        alice.post(URL, json=TURNS)
        alice.post("/v2/organizations/30/teams/32/event-types", json=TURNS | {"slug": "u"})
        alice.post("/v2/teams/20/event-types", json=BODY | {"schedulingType": "collective"})

    def test_admins_see_those_of_all_teams(self, alice, made):
        listed = data(alice.get(ALL))

        assert [(one["slug"], one["team"]) for one in listed] == [("t", {"id": 31}), ("u", {"id": 32})]

    def test_it_is_paged_and_sorted(self, alice, made):
        assert [one["slug"] for one in data(alice.get(ALL, params={"take": 1}))] == ["t"]
        assert [one["slug"] for one in data(alice.get(ALL, params={"skip": 1}))] == ["u"]
        assert [one["slug"] for one in data(alice.get(ALL, params={"sortCreatedAt": "desc"}))] == ["u", "t"]
        assert set(constraints(alice.get(ALL, params={"take": 251, "skip": -1}))) == {"take", "skip"}

    def test_a_member_is_refused(self, teams, made):
        assert refusal(teams.api("cal_bob").get(ALL)) == (
            403,
            "ForbiddenException",
            "RolesGuard - user with id=102 does not have the minimum required role=TEAM_ADMIN within organization with "
            "id=30.",
        )


class TestPhoneCall:
    @pytest.fixture
    def url(self, alice):
        return f"{URL}/{data(alice.post(URL, json=TURNS))['id']}/create-phone-call"

    def test_a_call_has_ids(self, alice, url):
        called = alice.post(url, json=CALL | {"guestName": "", "guestEmail": "ann@example.com"})

        assert called.status_code == 201
        assert set(data(called)) == {"callId", "agentId"}

    @pytest.mark.parametrize("number", ["14155550100", "+0415", "+1 415 555 0100", "+1"])
    def test_numbers_have_one_form(self, alice, url, number):
        response = alice.post(url, json=CALL | {"numberToCall": number})

        assert constraints(response)["numberToCall"] == {
            "matches": "Invalid phone number format. Expected format: +<CountryCode><PhoneNumber> with no spaces or "
            "separators."
        }

    def test_a_key_is_required(self, alice, url):
        body = {name: value for name, value in CALL.items() if name != "calApiKey"}

        assert set(constraints(alice.post(url, json=body))) == {"calApiKey"}

    def test_an_unknown_event_type_is_the_databases_business(self, alice):
        response = alice.post(f"{URL}/77/create-phone-call", json=CALL)

        assert refusal(response) == (400, "BAD_REQUEST", "Invalid input: The referenced data does not exist.")

    def test_it_asks_for_the_team_before_the_role(self, teams):
        response = teams.api("cal_carol").post("/v2/organizations/30/teams/41/event-types/1/create-phone-call", json={})

        assert refusal(response)[2] == "IsTeamInOrg - Team (41) not found."
