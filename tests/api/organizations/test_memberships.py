"""`/v2/organizations/{orgId}/memberships`."""

import pytest

from tests.api.organizations.conftest import JOE, OWNER, STRANGER, TEAM
from tests.conftest import constraints, refusal

MEMBERSHIPS = "/v2/organizations/50/memberships"


@pytest.fixture
def owner(acme):
    return acme.api("cal_owner")


class TestGetMemberships:
    def test_those_of_teams_are_not_among_them(self, owner):
        listed = owner.get(MEMBERSHIPS).json()["data"]

        assert {one["teamId"] for one in listed} == {50}
        assert len(listed) == 8
        assert [one["id"] for one in listed] == sorted(one["id"] for one in listed)

    def test_pages(self, owner):
        ids = [one["id"] for one in owner.get(MEMBERSHIPS).json()["data"]]

        assert [one["id"] for one in owner.get(f"{MEMBERSHIPS}?skip=2&take=3").json()["data"]] == ids[2:5]

    def test_all_that_is_shown(self, owner):
        (shown,) = [one for one in owner.get(MEMBERSHIPS).json()["data"] if one["id"] == 301]

        name = shown["user"].pop("name")
        assert name
        assert shown == {
            "id": 301,
            "userId": JOE,
            "teamId": 50,
            "accepted": True,
            "role": "MEMBER",
            "disableImpersonation": False,
            "user": {"username": "joe", "email": "joe@example.com", "avatarUrl": None, "bio": None},
            "customRoleId": "member_role",
            "createdAt": "2026-01-05T08:00:00.000Z",
            "updatedAt": "2026-01-05T08:00:00.000Z",
            "attributes": [
                {
                    "id": "skills-id",
                    "name": "Skills",
                    "type": "multiSelect",
                    "options": [{"optionId": "js-id", "option": "JS"}],
                }
            ],
        }

    def test_attributes_of_every_type(self, acme, owner):
        acme.load(
            {
                "organizations": [
                    {
                        "slug": "acme",
                        "attributes": [
                            {
                                "name": kind,
                                "slug": kind.lower(),
                                "id": kind.lower(),
                                "type": kind,
                                "enabled": kind != "TEXT",
                                "options": [
                                    {"value": value, "slug": value, "id": f"{kind}-{value}"} for value in values
                                ],
                                "assigned": [{"user": "joe", "options": values}],
                            }
                            for kind, values in {
                                "TEXT": ["hello"],
                                "NUMBER": ["18", "19"],
                                "SINGLE_SELECT": ["a", "b"],
                                "MULTI_SELECT": ["x", "y"],
                            }.items()
                        ],
                    }
                ]
            }
        )

        attributes = owner.get(f"{MEMBERSHIPS}/301").json()["data"]["attributes"]

        assert attributes == [
            {"id": "text", "name": "TEXT", "optionId": "TEXT-hello", "option": "hello", "type": "text"},
            {"id": "number", "name": "NUMBER", "optionId": "NUMBER-18", "option": 18, "type": "number"},
            {
                "id": "single_select",
                "name": "SINGLE_SELECT",
                "optionId": "SINGLE_SELECT-a",
                "option": "a",
                "type": "singleSelect",
            },
            {
                "id": "multi_select",
                "name": "MULTI_SELECT",
                "options": [
                    {"optionId": "MULTI_SELECT-x", "option": "x"},
                    {"optionId": "MULTI_SELECT-y", "option": "y"},
                ],
                "type": "multiSelect",
            },
        ]


class TestGetMembership:
    @pytest.mark.parametrize("membership_id", [999, 401, 201])
    def test_a_missing_one_and_a_teams_are_not_found(self, owner, membership_id):
        assert refusal(owner.get(f"{MEMBERSHIPS}/{membership_id}")) == (
            404,
            "NotFoundException",
            f"IsMembershipInOrg - Membership ({membership_id}) not found.",
        )

    def test_an_id_that_is_no_number_fails_in_the_database(self, owner):
        assert refusal(owner.get(f"{MEMBERSHIPS}/abc")) == (
            400,
            "INTERNAL_SERVER_ERROR",
            "There was an error, please try again later.",
        )


class TestCreateMembership:
    def test_bad_input_is_refused(self, owner):
        response = owner.post(MEMBERSHIPS, json={"role": "KING"})

        assert constraints(response)["role"] == {
            "isEnum": "role must be one of the following values: MEMBER, ADMIN, OWNER"
        }
        assert "userId" in constraints(response)

    @pytest.mark.parametrize("path", [MEMBERSHIPS, "/v2/organizations/50/teams/60/memberships"])
    def test_a_user_id_beyond_32_bits_fails_in_the_database(self, owner, path):
        response = owner.post(path, json={"userId": 2**31, "role": "MEMBER"})

        assert refusal(response) == (400, "INTERNAL_SERVER_ERROR", "There was an error, please try again later.")

    def test_nobody_cannot_be_a_member(self, owner):
        assert refusal(owner.post(MEMBERSHIPS, json={"userId": 999})) == (
            400,
            "BAD_REQUEST",
            "Invalid input: The referenced data does not exist.",
        )

    @pytest.mark.parametrize(
        ("clients", "client_of_user", "reason"),
        [
            (
                ["App"],
                None,
                "the user is not platform managed user but organization is platform managed. Both have to be created "
                "using OAuth credentials.",
            ),
            (
                [],
                "Theirs",
                "the user is platform managed user but organization is not because organization probably was not created "
                "using OAuth credentials.",
            ),
            (["App"], "Theirs", "managed user and organization were created using different OAuth clients."),
            (["App"], "App", None),
        ],
    )
    def test_accounts_of_a_platform_client_keep_to_its_organization(self, acme, owner, clients, client_of_user, reason):
        acme.load(
            {
                "organizations": [
                    {"slug": "acme", "oauthClients": [{"name": name} for name in clients]},
                    {"slug": "other", "oauthClients": [{"name": "Theirs"}]},
                ]
            }
        )
        if client_of_user:
            acme.load({"users": [{"username": "stranger", "oauthClient": client_of_user}]})

        response = owner.post(MEMBERSHIPS, json={"userId": STRANGER})

        if reason is None:
            assert response.status_code == 201
        else:
            assert refusal(response) == (
                400,
                "BadRequestException",
                f"Can't add user to organization - {reason}",
            )

    def test_a_plain_one_is_a_member_who_has_not_accepted(self, acme, owner):
        response = owner.post(MEMBERSHIPS, json={"userId": STRANGER})

        assert response.status_code == 201
        created = response.json()["data"]
        assert (created["role"], created["accepted"], created["disableImpersonation"]) == ("MEMBER", False, False)
        assert created["customRoleId"] == "member_role"
        assert created["attributes"] == []

    def test_it_brings_no_profile(self, acme, owner):
        owner.post(MEMBERSHIPS, json={"userId": STRANGER, "accepted": True})

        assert acme.api("cal_stranger").get("/v2/me").json()["data"]["organizationId"] is None
        users = owner.get("/v2/organizations/50/users").json()["data"]
        assert STRANGER not in [user["id"] for user in users]
        assert owner.patch(f"/v2/organizations/50/users/{STRANGER}", json={}).status_code == 403

    def test_one_that_is_there_is_made_as_sent(self, owner):
        response = owner.post(MEMBERSHIPS, json={"userId": JOE, "role": "ADMIN"})

        assert response.status_code == 201
        changed = response.json()["data"]
        assert (changed["id"], changed["role"], changed["accepted"]) == (301, "ADMIN", False)
        assert len(owner.get(MEMBERSHIPS).json()["data"]) == 8


class TestUpdateMembership:
    @pytest.mark.parametrize("role", ["OWNER", "ADMIN", "MEMBER"])
    def test_any_role_may_be_given(self, acme, role):
        changed = acme.api("cal_admin").patch(f"{MEMBERSHIPS}/301", json={"role": role}).json()["data"]

        assert (changed["role"], changed["customRoleId"]) == (role, f"{role.lower()}_role")
        assert changed["accepted"] is True

    def test_the_last_owner_may_be_demoted_by_an_admin(self, acme, owner):
        (membership_id,) = [one["id"] for one in owner.get(MEMBERSHIPS).json()["data"] if one["userId"] == OWNER]

        assert acme.api("cal_admin").patch(f"{MEMBERSHIPS}/{membership_id}", json={"role": "MEMBER"}).status_code == 200
        assert owner.get(MEMBERSHIPS).status_code == 403

    def test_writing_the_role_takes_a_custom_one_away(self, acme, owner):
        acme.load(
            {
                "organizations": [
                    {
                        "slug": "acme",
                        "members": [{"user": "owner", "role": "OWNER"}, {"user": "joe", "customRole": "Closer"}],
                    }
                ]
            }
        )
        assert owner.get(f"{MEMBERSHIPS}/301").json()["data"]["customRoleId"] == "org-role"
        assert owner.patch(f"{MEMBERSHIPS}/301", json={"accepted": True}).json()["data"]["customRoleId"] == "org-role"

        changed = owner.patch(f"{MEMBERSHIPS}/301", json={"role": "MEMBER"}).json()["data"]

        assert changed["customRoleId"] == "member_role"

    def test_the_time_of_the_change_is_kept(self, acme, owner):
        acme.advance("PT1H")

        changed = owner.patch(f"{MEMBERSHIPS}/301", json={"disableImpersonation": True}).json()["data"]

        assert (changed["createdAt"], changed["updatedAt"]) == ("2026-01-05T08:00:00.000Z", "2026-01-05T09:00:00.000Z")


class TestDeleteMembership:
    @pytest.fixture
    def in_team(self, acme, owner):
        acme.load(
            {
                "users": [{"username": "joe", "eventTypes": [{"title": "Mine", "slug": "mine", "lengthInMinutes": 5}]}],
                "teams": [{"slug": "support", "members": [{"user": "owner", "role": "OWNER"}, {"user": "joe"}]}],
                "organizations": [
                    {
                        "slug": "acme",
                        "teams": [
                            {
                                "slug": "sales",
                                "eventTypes": [
                                    {
                                        "title": title,
                                        "slug": title.lower(),
                                        "lengthInMinutes": 30,
                                        "schedulingType": kind,
                                        "assignAllTeamMembers": True,
                                    }
                                    for title, kind in (("All", "collective"), ("Managed", "managed"))
                                ],
                            }
                        ],
                    }
                ],
            }
        )
        owner.post(f"/v2/organizations/50/teams/{TEAM}/memberships", json={"userId": JOE, "accepted": True})
        return owner

    def test_he_leaves_the_organization_and_all_its_teams(self, acme, in_team):
        before = in_team.get(f"{MEMBERSHIPS}/301").json()["data"]

        response = in_team.delete(f"{MEMBERSHIPS}/301")

        assert (response.status_code, response.json()["data"]) == (200, before)
        assert in_team.get(f"{MEMBERSHIPS}/301").status_code == 404
        members = in_team.get(f"/v2/organizations/50/teams/{TEAM}/memberships").json()["data"]
        assert JOE not in [one["userId"] for one in members]
        listed = in_team.get(f"/v2/organizations/50/teams/{TEAM}/event-types").json()["data"]
        assert JOE not in {host["userId"] for one in listed for host in one["hosts"]}
        assert JOE not in [user["id"] for user in in_team.get("/v2/organizations/50/users").json()["data"]]
        assigned = in_team.get("/v2/organizations/50/attributes/skills-id/options/assigned").json()["data"]
        assert assigned == []

    def test_the_account_stays_under_a_name_with_its_number(self, acme, in_team):
        in_team.delete(f"{MEMBERSHIPS}/301")

        joe = acme.api("cal_joe", "2024-06-14")
        me = joe.get("/v2/me").json()["data"]
        assert (me["username"], me["organizationId"]) == (f"joe-{JOE}", None)
        own = joe.get("/v2/event-types", params={"username": f"joe-{JOE}"}).json()["data"]
        assert [one["slug"] for one in own] == ["mine"]
        assert [team["id"] for team in joe.get("/v2/teams").json()["data"]] == [70]

    def test_an_organization_forgets_a_member_without_a_profile_too(self, acme, owner):
        added = owner.post(MEMBERSHIPS, json={"userId": STRANGER}).json()["data"]

        assert owner.delete(f"{MEMBERSHIPS}/{added['id']}").status_code == 200
        assert acme.api("cal_stranger").get("/v2/me").json()["data"]["username"] == f"stranger-{STRANGER}"
