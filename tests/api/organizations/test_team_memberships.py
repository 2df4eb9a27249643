"""`/v2/organizations/{orgId}/teams/{teamId}/memberships`."""

import pytest

from tests.api.organizations.conftest import JOE, MEMBER, STRANGER, TEAM
from tests.conftest import constraints, refusal

MEMBERSHIPS = f"/v2/organizations/50/teams/{TEAM}/memberships"
EVENT_TYPES = {
    "organizations": [
        {
            "slug": "acme",
            "teams": [
                {
                    "slug": "sales",
                    "eventTypes": [
                        {
                            "title": "All",
                            "slug": "all",
                            "lengthInMinutes": 30,
                            "schedulingType": "collective",
                            "assignAllTeamMembers": True,
                        },
                        {
                            "title": "Managed",
                            "slug": "managed",
                            "lengthInMinutes": 30,
                            "schedulingType": "managed",
                            "assignAllTeamMembers": True,
                        },
                    ],
                }
            ],
        }
    ]
}


@pytest.fixture
def owner(acme):
    acme.load(EVENT_TYPES)
    return acme.api("cal_owner")


def hosts(owner):
    listed = owner.get(f"/v2/organizations/50/teams/{TEAM}/event-types", params={"eventSlug": "all"}).json()["data"]
    return {host["userId"] for one in listed for host in one["hosts"]}


def event_types(acme, username):
    listed = acme.api(f"cal_{username}", "2024-06-14").get("/v2/event-types", params={"username": username})
    return [one["slug"] for one in listed.json()["data"]]


class TestGetMemberships:
    def test_in_order_by_pages(self, owner):
        ids = [one["id"] for one in owner.get(MEMBERSHIPS).json()["data"]]
        assert (ids[0], len(ids)) == (401, 3)
        assert ids == sorted(ids)
        assert [one["id"] for one in owner.get(f"{MEMBERSHIPS}?take=1").json()["data"]] == [401]

    def test_there_is_no_filter_by_address(self, owner):
        assert len(owner.get(f"{MEMBERSHIPS}?emails=nonsense").json()["data"]) == 3


class TestGetMembership:
    @pytest.mark.parametrize("membership_id", [999, 301, 201])
    def test_a_missing_one_and_another_teams_are_not_found(self, owner, membership_id):
        assert refusal(owner.get(f"{MEMBERSHIPS}/{membership_id}")) == (
            404,
            "NotFoundException",
            "Organization's Team membership not found",
        )

    def test_an_id_that_is_no_number_is_refused(self, owner):
        assert refusal(owner.get(f"{MEMBERSHIPS}/abc"))[2] == "Validation failed (numeric string is expected)"


class TestCreateMembership:
    def test_a_foreign_team_is_not_found(self, owner):
        response = owner.post("/v2/organizations/50/teams/70/memberships", json={"userId": JOE})

        assert refusal(response) == (404, "NotFoundException", "IsTeamInOrg - Team (70) not found.")

    def test_bad_input_is_refused(self, owner):
        assert list(constraints(owner.post(MEMBERSHIPS, json={"role": "MEMBER"}))) == ["userId"]

    @pytest.mark.parametrize("user_id", [STRANGER, 999])
    def test_who_has_no_profile_in_the_organization_is_refused(self, owner, user_id):
        assert refusal(owner.post(MEMBERSHIPS, json={"userId": user_id, "role": "MEMBER"})) == (
            422,
            "UnprocessableEntityException",
            "User is not part of the Organization",
        )

    def test_a_membership_without_a_profile_does_not_help(self, owner):
        assert owner.post("/v2/organizations/50/memberships", json={"userId": STRANGER}).status_code == 201

        assert owner.post(MEMBERSHIPS, json={"userId": STRANGER}).status_code == 422

    def test_a_member_cannot_be_one_again(self, owner):
        owner.post(MEMBERSHIPS, json={"userId": JOE})

        assert refusal(owner.post(MEMBERSHIPS, json={"userId": JOE})) == (
            409,
            "CONFLICT",
            "Invalid Input: Trying to create a record that already exists.",
        )

    def test_an_account_of_a_platform_client_is_refused(self, acme, owner):
        acme.load(
            {
                "users": [{"username": "joe", "oauthClient": "App"}],
                "organizations": [{"slug": "acme", "oauthClients": [{"name": "App"}]}],
            }
        )

        response = owner.post(MEMBERSHIPS, json={"userId": JOE})

        assert response.status_code == 400
        assert response.json()["error"]["message"].startswith("Can't add user to team - the user is platform managed")

    def test_the_role_may_be_left_out(self, acme, owner):
        response = owner.post(MEMBERSHIPS, json={"userId": JOE})

        assert response.status_code == 201
        created = response.json()["data"]
        assert (created["role"], created["accepted"], created["teamId"]) == ("MEMBER", False, TEAM)
        assert JOE not in hosts(owner)
        assert event_types(acme, "joe") == []

    def test_an_accepted_member_gets_the_event_types_for_all(self, acme, owner):
        owner.post(MEMBERSHIPS, json={"userId": JOE, "role": "MEMBER", "accepted": True})

        assert JOE in hosts(owner)
        assert event_types(acme, "joe") == ["managed"]
        assert len(owner.get(f"/v2/organizations/50/teams/{TEAM}/event-types").json()["data"]) == 2


class TestAutoAccept:
    @pytest.fixture
    def verified(self, acme):
        people = {
            "alice": "alice@acme.com",
            "bob": "bob@ACME.COM",
            "charlie": "charlie@external.com",
            "david": "david@acme.com",
            "eve": "eve@mail.acme.com",
        }
        made = acme.load(
            {
                "users": [{"username": name, "email": email} for name, email in people.items()],
                "organizations": [
                    {
                        "slug": "acme",
                        "emailDomain": "acme.com",
                        "verified": True,
                        "members": [{"user": "owner", "role": "OWNER"}, *people],
                    }
                ],
            }
        )
        return {name: made["users"][name]["id"] for name in people}

    @pytest.mark.parametrize(
        ("name", "sent", "accepted"),
        [
            ("alice", {}, True),
            ("bob", {}, True),
            ("charlie", {}, False),
            ("david", {"accepted": False}, True),
            ("eve", {}, False),
            ("charlie", {"accepted": True}, True),
        ],
    )
    def test_the_organizations_own_domain_is_accepted_whatever_is_sent(self, owner, verified, name, sent, accepted):
        created = owner.post(MEMBERSHIPS, json={"userId": verified[name], "role": "MEMBER"} | sent).json()["data"]

        assert created["accepted"] is accepted
        assert (verified[name] in hosts(owner)) is accepted

    def test_not_for_an_organization_that_is_not_verified(self, acme, owner, verified):
        acme.load({"organizations": [{"slug": "acme", "verified": False}]})

        created = owner.post(MEMBERSHIPS, json={"userId": verified["alice"]}).json()["data"]

        assert created["accepted"] is False

    def test_not_in_the_organization_itself(self, owner, verified):
        created = owner.post("/v2/organizations/50/memberships", json={"userId": verified["alice"]}).json()["data"]

        assert created["accepted"] is False


class TestUpdateMembership:
    def test_a_missing_one_is_not_found(self, owner):
        assert refusal(owner.patch(f"{MEMBERSHIPS}/301", json={})) == (
            404,
            "NotFoundException",
            "Organization's Team membership not found",
        )

    def test_accepting_brings_the_event_types(self, acme, owner):
        membership_id = owner.post(MEMBERSHIPS, json={"userId": JOE}).json()["data"]["id"]

        changed = owner.patch(f"{MEMBERSHIPS}/{membership_id}", json={"accepted": True}).json()["data"]

        assert changed["accepted"] is True
        assert JOE in hosts(owner)
        assert event_types(acme, "joe") == ["managed"]

    def test_taking_acceptance_back_takes_nothing_else(self, acme, owner):
        membership_id = owner.post(MEMBERSHIPS, json={"userId": JOE, "accepted": True}).json()["data"]["id"]

        owner.patch(f"{MEMBERSHIPS}/{membership_id}", json={"accepted": False})

        assert JOE in hosts(owner)
        assert event_types(acme, "joe") == ["managed"]
        assert owner.patch(f"{MEMBERSHIPS}/{membership_id}", json={"accepted": True}).status_code == 200

    def test_acceptance_in_the_organization_is_another_matter(self, owner):
        membership_id = owner.post(MEMBERSHIPS, json={"userId": 105}).json()["data"]["id"]

        owner.patch(f"{MEMBERSHIPS}/{membership_id}", json={"accepted": True})

        of_org = owner.get("/v2/organizations/50/memberships").json()["data"]
        assert [one["accepted"] for one in of_org if one["userId"] == 105] == [False]


class TestDeleteMembership:
    def test_a_missing_one_is_not_found(self, owner):
        assert refusal(owner.delete(f"{MEMBERSHIPS}/301")) == (
            404,
            "NotFoundException",
            f"Membership with id 301 not found in team {TEAM} of organization 50",
        )

    def test_what_he_is_in_the_organization_stays(self, acme, owner):
        added = owner.post(MEMBERSHIPS, json={"userId": JOE, "accepted": True}).json()["data"]

        response = owner.delete(f"{MEMBERSHIPS}/{added['id']}")

        assert (response.status_code, response.json()["data"]) == (200, added)
        assert JOE not in hosts(owner)
        assert event_types(acme, "joe") == []
        assert owner.get("/v2/organizations/50/memberships/301").status_code == 200
        me = acme.api("cal_joe").get("/v2/me").json()["data"]
        assert (me["username"], me["organizationId"]) == ("joe", 50)

    def test_a_team_admin_may_do_all_this(self, acme):
        admin = acme.api("cal_team-admin")

        membership_id = admin.post(MEMBERSHIPS, json={"userId": MEMBER, "role": "OWNER"}).json()["data"]["id"]
        assert admin.patch(f"{MEMBERSHIPS}/{membership_id}", json={"role": "ADMIN"}).status_code == 200
        assert admin.delete(f"{MEMBERSHIPS}/{membership_id}").status_code == 200
