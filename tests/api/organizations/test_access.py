"""Who may call: every operation on teams and organizations, by every kind of caller."""

from typing import Any

import pytest

from mockcal.api.operations import published
from tests.api.organizations.conftest import JOE, MANAGED, ORG, SUPPORT, TEAM

CALLERS = (
    "nobody",
    "stranger",
    "member",
    "admin",
    "owner",
    "pending",  # an admin who has not accepted yet
    "team-member",
    "team-admin",
    "team-owner",
    "root",  # an administrator of the instance
)

OK = 0
"""The operation's own status of success."""

#                nobody stranger member admin owner pending t-member t-admin t-owner root
ANYONE = (401, OK, OK, OK, OK, OK, OK, OK, OK, OK)
ORG_MEMBER = (401, 403, OK, OK, OK, OK, OK, OK, OK, OK)
ORG_ADMIN = (401, 403, 403, OK, OK, OK, 403, 403, 403, OK)
ORG_TEAM_ADMIN = (401, 403, 403, OK, OK, OK, 403, OK, OK, OK)
# Of the standalone team the last three but one are no members, whatever they are in the organization.
TEAM_MEMBER = (401, 403, OK, OK, OK, OK, 403, 403, 403, OK)
TEAM_ADMIN = (401, 403, 403, OK, OK, OK, 403, 403, 403, OK)
TEAM_OWNER = (401, 403, 403, 403, OK, 403, 403, 403, 403, OK)

KEY = {"private_key": "k", "client_email": "e", "client_id": "i"}
ORGANIZATIONS = "/v2/organizations/{orgId}"
TEAMS = f"{ORGANIZATIONS}/teams"
IN_TEAM = f"{TEAMS}/{{teamId}}"
ATTRIBUTES = f"{ORGANIZATIONS}/attributes"

# method, path, what fills the path beyond organization and team, body, status of success, who may
TABLE: list[tuple[str, str, dict[str, Any], Any, int, tuple[int, ...]]] = [
    ("POST", "/v2/teams", {}, {"name": "New"}, 201, ANYONE),
    ("GET", "/v2/teams", {}, None, 200, ANYONE),
    ("GET", "/v2/teams/{teamId}", {}, None, 200, TEAM_MEMBER),
    ("PATCH", "/v2/teams/{teamId}", {}, {"name": "New"}, 200, TEAM_OWNER),
    ("DELETE", "/v2/teams/{teamId}", {}, None, 200, TEAM_OWNER),
    ("POST", "/v2/teams/{teamId}/invite", {}, None, 200, TEAM_ADMIN),
    ("POST", "/v2/teams/{teamId}/memberships", {}, {"userId": JOE}, 201, TEAM_ADMIN),
    ("GET", "/v2/teams/{teamId}/memberships", {}, None, 200, TEAM_ADMIN),
    ("GET", "/v2/teams/{teamId}/memberships/{membershipId}", {"membershipId": 201}, None, 200, TEAM_ADMIN),
    ("PATCH", "/v2/teams/{teamId}/memberships/{membershipId}", {"membershipId": 201}, {}, 200, TEAM_ADMIN),
    ("DELETE", "/v2/teams/{teamId}/memberships/{membershipId}", {"membershipId": 201}, None, 200, TEAM_ADMIN),
    ("GET", TEAMS, {}, None, 200, ORG_ADMIN),
    ("POST", TEAMS, {}, {"name": "New"}, 201, ORG_ADMIN),
    ("GET", f"{TEAMS}/me", {}, None, 200, ORG_MEMBER),
    ("GET", IN_TEAM, {}, None, 200, ORG_TEAM_ADMIN),
    ("PATCH", IN_TEAM, {}, {"name": "New"}, 200, ORG_ADMIN),
    ("DELETE", IN_TEAM, {}, None, 200, ORG_ADMIN),
    ("POST", f"{IN_TEAM}/invite", {}, None, 200, ORG_TEAM_ADMIN),
    ("GET", f"{IN_TEAM}/memberships", {}, None, 200, ORG_TEAM_ADMIN),
    ("POST", f"{IN_TEAM}/memberships", {}, {"userId": JOE}, 201, ORG_TEAM_ADMIN),
    ("GET", f"{IN_TEAM}/memberships/{{membershipId}}", {"membershipId": 401}, None, 200, ORG_TEAM_ADMIN),
    ("PATCH", f"{IN_TEAM}/memberships/{{membershipId}}", {"membershipId": 401}, {}, 200, ORG_TEAM_ADMIN),
    ("DELETE", f"{IN_TEAM}/memberships/{{membershipId}}", {"membershipId": 401}, None, 200, ORG_TEAM_ADMIN),
    ("POST", f"{IN_TEAM}/roles", {}, {"name": "New"}, 201, ORG_ADMIN),
    ("GET", f"{IN_TEAM}/roles", {}, None, 200, ORG_ADMIN),
    ("GET", f"{IN_TEAM}/roles/{{roleId}}", {"roleId": "team-role"}, None, 200, ORG_ADMIN),
    ("PATCH", f"{IN_TEAM}/roles/{{roleId}}", {"roleId": "team-role"}, {"name": "New"}, 200, ORG_ADMIN),
    ("DELETE", f"{IN_TEAM}/roles/{{roleId}}", {"roleId": "team-role"}, None, 200, ORG_ADMIN),
    ("GET", f"{IN_TEAM}/roles/{{roleId}}/permissions", {"roleId": "team-role"}, None, 200, ORG_ADMIN),
    ("POST", f"{IN_TEAM}/roles/{{roleId}}/permissions", {"roleId": "team-role"}, {"permissions": []}, 200, ORG_ADMIN),
    ("PUT", f"{IN_TEAM}/roles/{{roleId}}/permissions", {"roleId": "team-role"}, {"permissions": []}, 200, ORG_ADMIN),
    ("DELETE", f"{IN_TEAM}/roles/{{roleId}}/permissions", {"roleId": "team-role"}, None, 204, ORG_ADMIN),
    (
        "DELETE",
        f"{IN_TEAM}/roles/{{roleId}}/permissions/{{permission}}",
        {"roleId": "team-role", "permission": "booking.read"},
        None,
        204,
        ORG_ADMIN,
    ),
    ("GET", f"{ORGANIZATIONS}/memberships", {}, None, 200, ORG_ADMIN),
    ("POST", f"{ORGANIZATIONS}/memberships", {}, {"userId": JOE}, 201, ORG_ADMIN),
    ("GET", f"{ORGANIZATIONS}/memberships/{{membershipId}}", {"membershipId": 301}, None, 200, ORG_ADMIN),
    ("PATCH", f"{ORGANIZATIONS}/memberships/{{membershipId}}", {"membershipId": 301}, {}, 200, ORG_ADMIN),
    ("DELETE", f"{ORGANIZATIONS}/memberships/{{membershipId}}", {"membershipId": 301}, None, 200, ORG_ADMIN),
    ("GET", f"{ORGANIZATIONS}/users", {}, None, 200, ORG_ADMIN),
    ("POST", f"{ORGANIZATIONS}/users", {}, {"email": "new@acme.example"}, 201, ORG_ADMIN),
    ("PATCH", f"{ORGANIZATIONS}/users/{{userId}}", {"userId": JOE}, {}, 200, ORG_ADMIN),
    ("DELETE", f"{ORGANIZATIONS}/users/{{userId}}", {"userId": JOE}, None, 200, ORG_ADMIN),
    ("GET", ATTRIBUTES, {}, None, 200, ORG_MEMBER),
    ("POST", ATTRIBUTES, {}, {"name": "New", "slug": "new", "type": "TEXT", "options": []}, 201, ORG_ADMIN),
    ("GET", f"{ATTRIBUTES}/{{attributeId}}", {"attributeId": "skills-id"}, None, 200, ORG_MEMBER),
    ("PATCH", f"{ATTRIBUTES}/{{attributeId}}", {"attributeId": "skills-id"}, {}, 200, ORG_ADMIN),
    ("DELETE", f"{ATTRIBUTES}/{{attributeId}}", {"attributeId": "skills-id"}, None, 200, ORG_ADMIN),
    (
        "POST",
        f"{ATTRIBUTES}/{{attributeId}}/options",
        {"attributeId": "skills-id"},
        {"value": "C", "slug": "c"},
        201,
        ORG_ADMIN,
    ),
    ("GET", f"{ATTRIBUTES}/{{attributeId}}/options", {"attributeId": "skills-id"}, None, 200, ORG_MEMBER),
    (
        "PATCH",
        f"{ATTRIBUTES}/{{attributeId}}/options/{{optionId}}",
        {"attributeId": "skills-id", "optionId": "js-id"},
        {},
        200,
        ORG_ADMIN,
    ),
    (
        "DELETE",
        f"{ATTRIBUTES}/{{attributeId}}/options/{{optionId}}",
        {"attributeId": "skills-id", "optionId": "js-id"},
        None,
        200,
        ORG_ADMIN,
    ),
    ("GET", f"{ATTRIBUTES}/{{attributeId}}/options/assigned", {"attributeId": "skills-id"}, None, 200, ORG_MEMBER),
    (
        "GET",
        f"{ATTRIBUTES}/slugs/{{attributeSlug}}/options/assigned",
        {"attributeSlug": "skills"},
        None,
        200,
        ORG_MEMBER,
    ),
    (
        "POST",
        f"{ATTRIBUTES}/options/{{userId}}",
        {"userId": JOE},
        {"attributeId": "skills-id", "attributeOptionId": "go-id"},
        201,
        ORG_ADMIN,
    ),
    ("GET", f"{ATTRIBUTES}/options/{{userId}}", {"userId": JOE}, None, 200, ORG_MEMBER),
    (
        "DELETE",
        f"{ATTRIBUTES}/options/{{userId}}/{{attributeOptionId}}",
        {"userId": JOE, "attributeOptionId": "js-id"},
        None,
        200,
        ORG_MEMBER,
    ),
    ("POST", f"{ORGANIZATIONS}/roles", {}, {"name": "New"}, 201, ORG_ADMIN),
    ("GET", f"{ORGANIZATIONS}/roles", {}, None, 200, ORG_ADMIN),
    ("GET", f"{ORGANIZATIONS}/roles/{{roleId}}", {"roleId": "org-role"}, None, 200, ORG_ADMIN),
    ("PATCH", f"{ORGANIZATIONS}/roles/{{roleId}}", {"roleId": "org-role"}, {"name": "New"}, 200, ORG_ADMIN),
    ("DELETE", f"{ORGANIZATIONS}/roles/{{roleId}}", {"roleId": "org-role"}, None, 200, ORG_ADMIN),
    ("GET", f"{ORGANIZATIONS}/roles/{{roleId}}/permissions", {"roleId": "org-role"}, None, 200, ORG_ADMIN),
    (
        "POST",
        f"{ORGANIZATIONS}/roles/{{roleId}}/permissions",
        {"roleId": "org-role"},
        {"permissions": []},
        200,
        ORG_ADMIN,
    ),
    (
        "PUT",
        f"{ORGANIZATIONS}/roles/{{roleId}}/permissions",
        {"roleId": "org-role"},
        {"permissions": []},
        200,
        ORG_ADMIN,
    ),
    ("DELETE", f"{ORGANIZATIONS}/roles/{{roleId}}/permissions", {"roleId": "org-role"}, None, 204, ORG_ADMIN),
    (
        "DELETE",
        f"{ORGANIZATIONS}/roles/{{roleId}}/permissions/{{permission}}",
        {"roleId": "org-role", "permission": "booking.read"},
        None,
        204,
        ORG_ADMIN,
    ),
    (
        "POST",
        f"{ORGANIZATIONS}/delegation-credentials",
        {},
        {"workspacePlatformSlug": "google", "domain": "new.example", "serviceAccountKey": KEY},
        201,
        ORG_ADMIN,
    ),
    (
        "PATCH",
        f"{ORGANIZATIONS}/delegation-credentials/{{credentialId}}",
        {"credentialId": "credential-id"},
        {},
        200,
        ORG_ADMIN,
    ),
    ("POST", f"{ORGANIZATIONS}/organizations", {}, {"name": "New"}, 201, ORG_ADMIN),
    ("GET", f"{ORGANIZATIONS}/organizations", {}, None, 200, ORG_ADMIN),
    (
        "GET",
        f"{ORGANIZATIONS}/organizations/{{managedOrganizationId}}",
        {"managedOrganizationId": MANAGED},
        None,
        200,
        ORG_ADMIN,
    ),
    (
        "PATCH",
        f"{ORGANIZATIONS}/organizations/{{managedOrganizationId}}",
        {"managedOrganizationId": MANAGED},
        {},
        200,
        ORG_ADMIN,
    ),
    (
        "DELETE",
        f"{ORGANIZATIONS}/organizations/{{managedOrganizationId}}",
        {"managedOrganizationId": MANAGED},
        None,
        200,
        ORG_ADMIN,
    ),
]

OTHERS = [
    "schedules",
    "ooo",
    "bookings",
    "event-types",
    "webhooks",
    "workflows",
    "routing-forms",
    "conferencing",
    "stripe",
    "verified-resources",
]


def test_the_table_is_complete():
    ours = {
        (operation.method, operation.template)
        for operation in published()
        if operation.template.startswith(("/v2/teams", "/v2/organizations"))
        and not set(operation.template.split("/")) & set(OTHERS)
    }

    assert {(method, path) for method, path, *_ in TABLE} == ours
    assert len(TABLE) == 73


@pytest.mark.parametrize(
    ("method", "path", "more", "body", "success", "who"), TABLE, ids=[f"{method} {path}" for method, path, *_ in TABLE]
)
def test_who_may_call(acme, method, path, more, body, success, who):
    team = TEAM if "orgId" in path else SUPPORT
    url = path.format(orgId=ORG, teamId=team, **more)
    acme.save("before")

    answers = {}
    for caller in CALLERS:
        client = acme.api(None if caller == "nobody" else f"cal_{caller}")
        answers[caller] = client.request(method, url, json=body).status_code
        acme.restore("before")

    assert answers == {caller: status or success for caller, status in zip(CALLERS, who, strict=True)}


@pytest.mark.parametrize(
    ("method", "path", "more"),
    [(method, path, more) for method, path, more, body, _, _ in TABLE if body and path != "/v2/teams"],
    ids=[f"{method} {path}" for method, path, _, body, _, _ in TABLE if body and path != "/v2/teams"],
)
def test_who_may_not_call_does_not_hear_what_is_wrong_with_the_body(acme, method, path, more):
    team = TEAM if "orgId" in path else SUPPORT
    url = path.format(orgId=ORG, teamId=team, **more)
    nonsense = {"name": 5, "permissions": ["x"], "userId": "x", "email": 5, "value": 5, "type": 5, "role": 5}

    assert acme.api("cal_stranger").request(method, url, json=nonsense).status_code == 403
    assert acme.api("cal_owner").request(method, url, json=nonsense).status_code == 400
