"""Schedules seen and kept by organizations and teams: every version, always in the shape of 2024-06-11."""

import pytest

from tests.api.schedules.conftest import ALICE, BOB, MEMBER, NINE_TO_FIVE, ORG, OWNER, TEAM, made, schedule
from tests.conftest import constraints, refusal

ORG_LIST = f"/v2/organizations/{ORG}/schedules"
OF_ALICE = f"/v2/organizations/{ORG}/users/{ALICE}/schedules"
TEAM_LIST = f"/v2/organizations/{ORG}/teams/{TEAM}/schedules"
OF_MEMBER = f"/v2/organizations/{ORG}/teams/{TEAM}/users/{ALICE}/schedules"
TEAM_ALONE = f"/v2/teams/{TEAM}/schedules"


def roles(text: str) -> tuple[int, str, str]:
    return 403, "ForbiddenException", f"RolesGuard - {text}"


@pytest.fixture
def everybody(mockcal, world):
    """One schedule of each."""
    return {
        name: made(mockcal.api(f"cal_{name}", "2024-06-11"), name=name, isDefault=name != "bob")
        for name in ("alice", "bob", "owner", "member", "stranger")
    }


class TestGuards:
    @pytest.mark.parametrize("path", [ORG_LIST, OF_ALICE, TEAM_LIST, OF_MEMBER, TEAM_ALONE])
    def test_nobody(self, mockcal, world, path):
        assert refusal(mockcal.api().get(path))[:2] == (401, "UnauthorizedException")

    @pytest.mark.parametrize("rest", ["schedules", f"users/{ALICE}/schedules", f"teams/{TEAM}/schedules"])
    def test_what_is_no_organization(self, mockcal, world, rest):
        for organization in (TEAM, 999):
            response = mockcal.api("cal_owner").get(f"/v2/organizations/{organization}/{rest}")

            assert refusal(response) == (
                403,
                "ForbiddenException",
                f"IsOrgGuard - provided organization id={organization} does not represent any existing organization.",
            )

    @pytest.mark.parametrize("rest", ["", f"/users/{ALICE}"])
    def test_the_team_must_be_the_organization_s(self, mockcal, world, rest):
        made = mockcal.load({"teams": [{"slug": "elsewhere", "members": ["owner"]}]})["teams"]["elsewhere"]["id"]

        for team in (made, 999):
            response = mockcal.api("cal_owner").get(f"/v2/organizations/{ORG}/teams/{team}{rest}/schedules")

            assert refusal(response) == (404, "NotFoundException", f"IsTeamInOrg - Team ({team}) not found.")

    @pytest.mark.parametrize("path", [ORG_LIST, OF_ALICE])
    def test_an_admin_of_the_organization_is_needed(self, mockcal, world, path):
        stranger = mockcal.api("cal_stranger").get(path)
        member = mockcal.api("cal_member").get(path)

        assert refusal(stranger) == roles(f"User is not a member of the organization with id={ORG}.")
        assert refusal(member) == roles(
            f"user with id={MEMBER} does not have the minimum required role=ORG_ADMIN within organization with id={ORG}."
        )

    @pytest.mark.parametrize("path", [TEAM_LIST, OF_MEMBER])
    def test_an_admin_of_the_team_or_of_the_organization(self, mockcal, world, path):
        assert mockcal.api("cal_owner").get(path).status_code == 200
        assert mockcal.api("cal_member").get(path).status_code == 200
        assert refusal(mockcal.api("cal_alice").get(path)) == roles(
            f"user with id={ALICE} does not have the minimum required role=TEAM_ADMIN within organization with id={ORG} "
            f"team with id={TEAM}."
        )
        assert refusal(mockcal.api("cal_stranger").get(path)) == roles(
            f"User is not part of the organization with id={ORG}."
        )

    def test_outside_its_organization_the_team_s_own_admin(self, mockcal, world):
        assert mockcal.api("cal_member").get(TEAM_ALONE).status_code == 200
        assert refusal(mockcal.api("cal_owner").get(TEAM_ALONE)) == roles(
            f"User is not a member of the team with id={TEAM}."
        )

    @pytest.mark.parametrize("path", [ORG_LIST, OF_ALICE, TEAM_LIST, OF_MEMBER])
    def test_without_the_admin_api(self, mockcal, world, path):
        mockcal.load({"organizations": [{"slug": "acme", "adminApi": False}]})

        assert refusal(mockcal.api("cal_owner").get(path)) == (
            403,
            "ForbiddenException",
            "IsAdminAPIEnabledGuard - Organization does not have Admin API access, please contact https://cal.com/sales "
            "to upgrade",
        )

    @pytest.mark.parametrize("path", [ORG_LIST, OF_ALICE, TEAM_LIST, OF_MEMBER])
    def test_a_platform_needs_a_plan(self, mockcal, world, path):
        mockcal.load({"organizations": [{"slug": "acme", "isPlatform": True, "plan": "STARTER"}]})

        assert refusal(mockcal.api("cal_owner").get(path)) == (
            403,
            "ForbiddenException",
            f"PlatformPlanGuard - organization with id={ORG} does not have required plan for this operation. Minimum plan "
            "is ESSENTIALS while the organization has STARTER.",
        )

    @pytest.mark.parametrize("user", [BOB, 999])
    def test_the_user_must_be_in_the_organization(self, owner, user):
        assert refusal(owner.get(f"/v2/organizations/{ORG}/users/{user}/schedules")) == (
            403,
            "ForbiddenException",
            f"IsUserInOrg - user with id={user} is not part of the organization with id={ORG}.",
        )

    @pytest.mark.parametrize("user", [OWNER, 999])
    def test_and_in_the_team(self, owner, user):
        assert refusal(owner.get(f"/v2/organizations/{ORG}/teams/{TEAM}/users/{user}/schedules")) == (
            403,
            "ForbiddenException",
            f"IsUserInOrgTeam - user with id=({user}) is not part of the team with id=({TEAM}) in the organization with "
            f"id=({ORG})",
        )

    def test_guards_come_before_the_body(self, mockcal, world):
        assert mockcal.api("cal_member").post(OF_ALICE, json={}).status_code == 403

    @pytest.mark.parametrize("version", [None, "2024-04-15", "2024-08-13", "2024-09-04", "2026-02-25", "2026-06-12"])
    def test_every_version(self, mockcal, everybody, version):
        client = mockcal.api("cal_owner", version)

        assert client.get(OF_ALICE).json()["data"] == [everybody["alice"]]


class TestLists:
    def test_everybody_with_a_profile(self, owner, everybody):
        names = [one["name"] for one in owner.get(ORG_LIST).json()["data"]]

        assert names == ["alice", "owner", "member"]

    def test_members_accepted_or_not(self, owner, mockcal, everybody):
        names = [one["name"] for one in owner.get(TEAM_LIST).json()["data"]]
        alone = [one["name"] for one in mockcal.api("cal_member").get(TEAM_ALONE).json()["data"]]

        assert names == alone == ["alice", "bob", "member"]

    def test_each_says_whether_it_is_its_owner_s_default(self, owner, everybody):
        shown = {one["name"]: (one["ownerId"], one["isDefault"]) for one in owner.get(TEAM_LIST).json()["data"]}

        assert shown == {"alice": (ALICE, True), "bob": (BOB, False), "member": (MEMBER, True)}

    def test_all_of_one_member(self, owner, alice, everybody):
        second = made(alice, name="second", isDefault=False)

        assert owner.get(OF_MEMBER).json()["data"] == [everybody["alice"], second]

    @pytest.mark.parametrize("path", [ORG_LIST, TEAM_LIST])
    def test_pages(self, owner, everybody, path):
        whole = owner.get(path).json()["data"]

        assert owner.get(path, params={"take": 1, "skip": 1}).json() == {"status": "success", "data": whole[1:2]}

    @pytest.mark.parametrize("query", [{"take": 0}, {"take": 251}, {"take": "x"}, {"skip": -1}])
    @pytest.mark.parametrize("path", [ORG_LIST, TEAM_LIST])
    def test_pages_that_are_none(self, owner, path, query):
        assert list(constraints(owner.get(path, params=query))) == list(query)

    @pytest.mark.parametrize("path", [TEAM_LIST, OF_MEMBER])
    def test_of_an_event_type_those_attached_to_its_hosts(self, mockcal, owner, everybody, path):
        event_type = {"title": "Demo", "slug": "demo", "lengthInMinutes": 60, "schedulingType": "collective",
                      "hosts": [{"user": "alice", "schedule": "alice"}, {"user": "member"}]}  # fmt: skip
        teams = [{"slug": "sales", "eventTypes": [event_type]}]
        made = mockcal.load({"organizations": [{"slug": "acme", "teams": teams}]})
        query = {"eventTypeId": made["eventTypes"]["acme/sales/demo"]["id"]}

        assert owner.get(path, params=query).json()["data"] == [everybody["alice"]]
        assert owner.get(path, params={"eventTypeId": 999}).json()["data"] == []


class TestOfUser:
    def test_a_schedule_is_made_for_him(self, owner, alice):
        response = owner.post(OF_ALICE, json=schedule())

        assert (response.status_code, response.json()["data"]) == (
            201,
            {
                "id": 1,
                "ownerId": ALICE,
                "name": "Main",
                "timeZone": "Europe/Rome",
                "availability": [NINE_TO_FIVE],
                "isDefault": True,
                "overrides": [],
            },
        )
        assert alice.get("/v2/schedules/default").json()["data"]["id"] == 1

    def test_what_it_must_be(self, owner):
        assert list(constraints(owner.post(OF_ALICE, json={}))) == ["name", "timeZone", "isDefault"]

    def test_read_changed_and_deleted(self, owner, alice):
        mine = made(owner, OF_ALICE)
        path = f"{OF_ALICE}/{mine['id']}"

        assert owner.get(OF_ALICE).json()["data"] == [mine]
        assert owner.get(path).json()["data"] == mine
        assert owner.patch(path, json={"name": "New"}).json()["data"] == mine | {"name": "New"}
        assert owner.delete(path).json() == {"status": "success"}
        assert alice.get("/v2/schedules").json()["data"] == []

    @pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
    def test_somebody_else_s(self, owner, everybody, method):
        other = everybody["member"]["id"]

        response = owner.request(method, f"{OF_ALICE}/{other}", json={} if method == "PATCH" else None)

        assert refusal(response) == (
            403, "ForbiddenException", f"User with ID={ALICE} does not own schedule with ID={other}")  # fmt: skip

    @pytest.mark.parametrize(("method", "status"), [("GET", 404), ("PATCH", 404), ("DELETE", 400)])
    def test_an_unknown_one(self, owner, method, status):
        response = owner.request(method, f"{OF_ALICE}/999", json={} if method == "PATCH" else None)

        assert (refusal(response)[0], refusal(response)[2]) == (status, "Schedule with ID=999 does not exist.")

    @pytest.mark.parametrize(
        ("method", "message"),
        [
            ("GET", "There was an error, please try again later."),
            ("PATCH", "Validation failed (numeric string is expected)"),
            ("DELETE", "Validation failed (numeric string is expected)"),
        ],
    )
    def test_what_is_no_number(self, owner, method, message):
        response = owner.request(method, f"{OF_ALICE}/abc", json={} if method == "PATCH" else None)

        assert (refusal(response)[0], refusal(response)[2]) == (400, message)


class TestThirdParties:
    """Scopes of tokens that a third-party app got."""

    @pytest.fixture
    def token(self, mockcal, world):
        def make(user, *scopes):
            mockcal.load({"oauth2Clients": [{"clientId": "app", "clientSecret": "s", "redirectUri": "https://app.example/cb",
                                             "owner": "owner"}]})  # fmt: skip
            code = mockcal.control(
                "POST", "/oauth2/codes", json={"clientId": "app", "user": user, "scopes": list(scopes)}
            )
            body = {"client_id": "app", "client_secret": "s", "grant_type": "authorization_code", "code": code["code"],
                    "redirect_uri": "https://app.example/cb"}  # fmt: skip
            granted = mockcal.api().post("/v2/auth/oauth2/token", json=body).json()
            return mockcal.api(granted["access_token"], "2024-06-11")

        return make

    def test_a_personal_scope_reads_one_s_own(self, token, everybody):
        client = token("alice", "SCHEDULE_READ")

        assert client.get("/v2/schedules").json()["data"] == [everybody["alice"]]
        assert refusal(client.post("/v2/schedules", json=schedule())) == (
            403,
            "ForbiddenException",
            "insufficient_scope: token does not have the required scopes. Required: SCHEDULE_WRITE. Token has: "
            "SCHEDULE_READ",
        )

    def test_it_does_not_satisfy_a_team_s(self, token):
        client = token("member", "SCHEDULE_READ")

        assert refusal(client.get(TEAM_ALONE))[2].startswith("insufficient_scope")

    def test_a_member_with_the_team_s_scope_reads_what_needs_an_admin(self, token):
        assert token("alice", "TEAM_SCHEDULE_READ").get(TEAM_ALONE).status_code == 200

    def test_an_organization_s_scope_is_a_team_s_too(self, token):
        assert token("member", "ORG_SCHEDULE_READ").get(TEAM_ALONE).status_code == 200

    def test_but_not_the_other_way_round(self, token):
        assert refusal(token("owner", "TEAM_SCHEDULE_READ").get(ORG_LIST))[2].startswith("insufficient_scope")
