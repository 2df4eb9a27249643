"""`/v2/organizations/{orgId}/roles` and `/v2/organizations/{orgId}/teams/{teamId}/roles`: the same rules."""

import pytest

from tests.api.organizations.conftest import ORG, TEAM
from tests.conftest import constraints, refusal

LEVELS = {
    "organization": (f"/v2/organizations/{ORG}/roles", ORG, "org-role", "organizationId"),
    "team": (f"/v2/organizations/{ORG}/teams/{TEAM}/roles", TEAM, "team-role", "teamId"),
}


@pytest.fixture(params=LEVELS)
def level(request):
    """Path of the roles, what they belong to, a role that is there, and the key that says whose it is."""
    return LEVELS[request.param]


@pytest.fixture
def owner(acme):
    return acme.api("cal_owner")


def invalid(permission):
    return (
        400,
        "BadRequestException",
        f"Permission '{permission}' must be a valid permission string in format 'resource.action' "
        "(e.g., 'eventType.read', 'booking.create')",
    )


class TestCreateRole:
    def test_the_name_is_asked_for(self, owner, level):
        assert list(constraints(owner.post(level[0], json={}))) == ["name"]
        assert list(constraints(owner.post(level[0], json={"name": ""}))) == ["name"]

    @pytest.mark.parametrize("permission", ["nonsense", "booking.nonsense", "nonsense.read", "booking", "*.read", ""])
    def test_unknown_permissions_are_refused_in_a_sentence(self, owner, level, permission):
        body = {"name": "New", "permissions": ["booking.read", permission]}

        assert refusal(owner.post(level[0], json=body)) == invalid(permission)

    @pytest.mark.parametrize(
        ("permission", "of_organization", "of_team"),
        [
            ("*.*", 201, 400),
            ("team.create", 201, 400),
            ("organization.read", 201, 400),
            ("organization.attributes.editUsers", 201, 400),
            ("watchlist.read", 201, 400),
            ("booking.readOrgBookings", 201, 400),
            ("booking.readOrgAuditLogs", 201, 400),
            ("booking.readTeamBookings", 400, 201),
            ("booking.readTeamAuditLogs", 400, 201),
            ("featureOptIn.update", 201, 201),
            ("availability.read", 400, 400),
        ],
    )
    def test_each_level_has_its_own(self, owner, permission, of_organization, of_team):
        for name, status in (("organization", of_organization), ("team", of_team)):
            response = owner.post(LEVELS[name][0], json={"name": "New", "permissions": [permission]})

            assert response.status_code == status

    def test_a_name_in_use_is_refused(self, owner, level):
        owner.post(level[0], json={"name": "New"})

        assert refusal(owner.post(level[0], json={"name": "New"})) == (
            400,
            "BadRequestException",
            'Role with name "New" already exists',
        )

    def test_the_name_of_a_system_role_is_free(self, owner, level):
        assert owner.post(level[0], json={"name": "Owner"}).status_code == 201

    def test_what_a_new_role_is(self, owner, level):
        path, team_id, _, key = level
        body = {"name": "New", "color": "#fff", "description": "d", "permissions": ["booking.read", "role.read"]}

        response = owner.post(path, json=body)

        assert response.status_code == 201
        role = response.json()["data"]
        assert len(role.pop("id")) == 36
        assert role == {
            **body,
            key: team_id,
            "type": "CUSTOM",
            "createdAt": "2026-01-05T08:00:00.000Z",
            "updatedAt": "2026-01-05T08:00:00.000Z",
        }

    def test_all_but_the_name_may_be_left_out(self, owner, level):
        role = owner.post(level[0], json={"name": "New"}).json()["data"]

        assert (role["color"], role["description"], role["permissions"]) == (None, None, [])

    def test_a_team_that_is_not_there_does_not_exist(self, owner):
        assert refusal(owner.post("/v2/organizations/50/teams/999/roles", json={"name": "New"})) == (
            400,
            "BAD_REQUEST",
            "Invalid input: The referenced data does not exist.",
        )

    def test_whether_the_team_is_the_organizations_is_not_asked(self, owner):
        assert owner.post("/v2/organizations/50/teams/70/roles", json={"name": "New"}).status_code == 201


class TestGetRoles:
    def test_those_of_the_system_too(self, owner, level):
        path, team_id, role_id, key = level

        listed = owner.get(path).json()["data"]

        assert [(role["id"], role["name"], role["type"], role[key]) for role in listed] == [
            ("owner_role", "Owner", "SYSTEM", None),
            ("admin_role", "Admin", "SYSTEM", None),
            ("member_role", "Member", "SYSTEM", None),
            (role_id, "Closer" if key == "organizationId" else "Opener", "CUSTOM", team_id),
        ]
        assert listed[0]["permissions"] == ["*.*"]
        assert listed[0]["color"] == "#1BA774"
        assert listed[1]["description"] == "Administrative access to most resources"
        assert {"team.create", "organization.manageBilling", "insights.read"} <= set(listed[1]["permissions"])
        assert "team.delete" not in listed[1]["permissions"]
        assert listed[2]["permissions"] == [
            "eventType.read",
            "team.read",
            "team.listMembers",
            "role.read",
            "organization.read",
            "organization.listMembers",
            "booking.update",
            "availability.read",
            "availability.update",
            "ooo.read",
            "workflow.read",
            "routingForm.read",
            "organization.attributes.read",
            "webhook.read",
        ]

    def test_pages(self, owner, level):
        assert [role["id"] for role in owner.get(f"{level[0]}?skip=3&take=1").json()["data"]] == [level[2]]
        assert list(constraints(owner.get(f"{level[0]}?take=0"))) == ["take"]


class TestOneRole:
    @pytest.mark.parametrize("other", ["nonsense", "owner_role", "other level's"])
    def test_unknown_foreign_and_system_roles_are_not_found(self, owner, level, other):
        path, team_id, role_id, _ = level
        if other == "other level's":
            other = "team-role" if role_id == "org-role" else "org-role"
        expected = (404, "NotFoundException", f"Role with id {other} within team id {team_id} not found")

        assert refusal(owner.get(f"{path}/{other}")) == expected
        assert refusal(owner.patch(f"{path}/{other}", json={"name": "x"})) == expected
        assert refusal(owner.delete(f"{path}/{other}")) == expected
        assert refusal(owner.get(f"{path}/{other}/permissions")) == expected
        assert refusal(owner.post(f"{path}/{other}/permissions", json={"permissions": []})) == expected
        assert refusal(owner.put(f"{path}/{other}/permissions", json={"permissions": []})) == expected
        assert refusal(owner.delete(f"{path}/{other}/permissions")) == expected
        assert refusal(owner.delete(f"{path}/{other}/permissions/booking.read")) == expected

    def test_one(self, owner, level):
        assert owner.get(f"{level[0]}/{level[2]}").json()["data"]["permissions"] == ["booking.read"]


class TestUpdateRole:
    def test_a_name_in_use_is_a_duplicate(self, owner, level):
        owner.post(level[0], json={"name": "New"})

        assert refusal(owner.patch(f"{level[0]}/{level[2]}", json={"name": "New"})) == (
            409,
            "CONFLICT",
            "Invalid Input: Trying to create a record that already exists.",
        )

    def test_unknown_permissions_are_refused(self, owner, level):
        response = owner.patch(f"{level[0]}/{level[2]}", json={"permissions": ["nonsense"]})

        assert refusal(response) == invalid("nonsense")
        assert owner.get(f"{level[0]}/{level[2]}").json()["data"]["permissions"] == ["booking.read"]

    def test_permissions_are_replaced_or_stay(self, owner, level):
        path = f"{level[0]}/{level[2]}"

        renamed = owner.patch(path, json={"name": "Renamed", "color": "#000"}).json()["data"]
        replaced = owner.patch(path, json={"permissions": ["role.read", "team.read"]}).json()["data"]
        emptied = owner.patch(path, json={"permissions": []}).json()["data"]

        assert (renamed["name"], renamed["color"], renamed["permissions"]) == ("Renamed", "#000", ["booking.read"])
        assert (replaced["name"], replaced["permissions"]) == ("Renamed", ["role.read", "team.read"])
        assert emptied["permissions"] == []

    def test_a_description_is_forgotten(self, owner, level):
        response = owner.patch(f"{level[0]}/{level[2]}", json={"description": "new"})

        assert (response.status_code, response.json()["data"]["description"]) == (200, None)


class TestDeleteRole:
    def test_it_answers_the_role(self, owner, level):
        response = owner.delete(f"{level[0]}/{level[2]}")

        assert (response.status_code, response.json()["data"]["id"]) == (200, level[2])
        assert response.json()["data"]["permissions"] == ["booking.read"]
        assert owner.get(f"{level[0]}/{level[2]}").status_code == 404

    def test_who_held_it_holds_none(self, acme, owner):
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

        owner.delete("/v2/organizations/50/roles/org-role")

        assert owner.get("/v2/organizations/50/memberships/301").json()["data"]["customRoleId"] is None


class TestPermissions:
    def test_the_list(self, owner, level):
        assert owner.get(f"{level[0]}/{level[2]}/permissions").json()["data"] == ["booking.read"]

    def test_more_come_after_those_that_are_there(self, owner, level):
        response = owner.post(
            f"{level[0]}/{level[2]}/permissions", json={"permissions": ["role.read", "booking.read", "role.read"]}
        )

        assert (response.status_code, response.json()["data"]) == (200, ["booking.read", "role.read"])

    def test_all_are_replaced(self, owner, level):
        response = owner.put(f"{level[0]}/{level[2]}/permissions", json={"permissions": ["team.read"]})

        assert (response.status_code, response.json()["data"]) == (200, ["team.read"])

    @pytest.mark.parametrize("method", ["POST", "PUT"])
    def test_bad_lists_are_refused(self, owner, level, method):
        path = f"{level[0]}/{level[2]}/permissions"

        assert list(constraints(owner.request(method, path, json={}))) == ["permissions"]
        assert refusal(owner.request(method, path, json={"permissions": ["x.y"]})) == invalid("x.y")

    @pytest.mark.parametrize(
        "query", ["permissions=role.read,team.read", "permissions=role.read&permissions=team.read,webhook.read"]
    )
    def test_several_go(self, owner, level, query):
        path = f"{level[0]}/{level[2]}/permissions"
        owner.put(path, json={"permissions": ["booking.read", "role.read", "team.read"]})

        response = owner.delete(f"{path}?{query}")

        assert (response.status_code, response.content) == (204, b"")
        assert owner.get(path).json()["data"] == ["booking.read"]

    def test_unknown_ones_are_refused(self, owner, level):
        response = owner.delete(f"{level[0]}/{level[2]}/permissions?permissions=booking.read,nonsense")

        assert refusal(response) == invalid("nonsense")
        assert owner.get(f"{level[0]}/{level[2]}/permissions").json()["data"] == ["booking.read"]

    @pytest.mark.parametrize(
        ("permission", "left"),
        [
            ("booking.read", []),
            ("role.read", ["booking.read"]),
            ("role.impersonate", ["booking.read"]),
            ("*.*", ["booking.read"]),
        ],
    )
    def test_one_goes_held_or_not(self, owner, level, permission, left):
        path = f"{level[0]}/{level[2]}/permissions"

        assert owner.delete(f"{path}/{permission}").status_code == 204
        assert owner.get(path).json()["data"] == left

    @pytest.mark.parametrize("permission", ["nonsense", "nonsense.read", "role.nonsense"])
    def test_one_must_be_of_words_that_there_are(self, owner, level, permission):
        response = owner.delete(f"{level[0]}/{level[2]}/permissions/{permission}")

        assert refusal(response) == invalid(permission)
