"""Teams and organizations of a fixture: what is loaded, what loading again changes, and what export keeps."""

import pytest

from mockcal.client import Options, Refused
from tests.api.organizations.conftest import ACME, JOE, MANAGED, ORG, STRANGER, TEAM
from tests.conftest import NOW

READ = (
    "/v2/teams",
    "/v2/teams/70",
    "/v2/teams/70/memberships",
    f"/v2/organizations/{ORG}/teams",
    f"/v2/organizations/{ORG}/teams/me",
    f"/v2/organizations/{ORG}/teams/{TEAM}/memberships",
    f"/v2/organizations/{ORG}/teams/{TEAM}/roles",
    f"/v2/organizations/{ORG}/memberships",
    f"/v2/organizations/{ORG}/users",
    f"/v2/organizations/{ORG}/attributes",
    f"/v2/organizations/{ORG}/attributes/skills-id/options",
    f"/v2/organizations/{ORG}/attributes/skills-id/options/assigned",
    f"/v2/organizations/{ORG}/attributes/options/{JOE}",
    f"/v2/organizations/{ORG}/roles",
    f"/v2/organizations/{ORG}/organizations",
    f"/v2/organizations/{MANAGED}/teams",
)


def seen_by_owner(sandbox):
    owner = sandbox.api("cal_owner")
    return {path: owner.get(path).json() for path in READ}


def lived_in(acme):
    """Everything that the API can change, changed, and some time gone by."""
    owner = acme.api("cal_owner")
    org = f"/v2/organizations/{ORG}"
    acme.advance("PT1H")
    answers = [
        owner.post("/v2/teams", json={"name": "Mine", "metadata": {"a": 1}, "bio": "We", "timeZone": "Europe/Rome"}),
        owner.post("/v2/teams/70/memberships", json={"userId": JOE, "role": "ADMIN"}),
        owner.patch(f"{org}/teams/{TEAM}", json={"name": "Sales", "bookingLimits": "x", "isPrivate": True}),
        owner.post(f"{org}/teams", json={"name": "New", "slug": "new"}),
        owner.post(f"{org}/teams/{TEAM}/memberships", json={"userId": JOE, "disableImpersonation": True}),
        owner.post(f"{org}/memberships", json={"userId": STRANGER}),
        owner.patch(f"{org}/memberships/301", json={"role": "ADMIN"}),
        owner.post(
            f"{org}/users",
            json={
                "email": "zoe@acme.com",
                "username": "zoe",
                "theme": "dark",
                "appTheme": "light",
                "brandColor": "#fff",
                "darkBrandColor": "#000",
                "hideBranding": True,
                "locale": "fr",
                "timeFormat": 24,
            },
        ),
        owner.post(f"{org}/roles", json={"name": "Reader", "color": "#fff", "permissions": ["role.read", "team.read"]}),
        owner.post(f"{org}/teams/{TEAM}/roles", json={"name": "Reader", "permissions": ["role.read"]}),
        owner.post(
            f"{org}/attributes",
            json={"name": "Level", "slug": "level", "type": "NUMBER", "options": [], "enabled": False},
        ),
        owner.post(f"{org}/attributes/skills-id/options", json={"value": "JS again", "slug": "js"}),
        owner.post(f"{org}/attributes/options/{JOE}", json={"attributeId": "skills-id", "attributeOptionId": "go-id"}),
        owner.patch(f"{org}/delegation-credentials/credential-id", json={"enabled": True}),
        owner.patch(f"{org}/organizations/{MANAGED}", json={"metadata": {"k": "v"}}),
        owner.post(f"{org}/organizations", json={"name": "Another"}),
    ]
    assert [answer.status_code for answer in answers if answer.is_error] == []
    return acme


@pytest.fixture
def acme(mockcal):
    mockcal.load(ACME)
    return mockcal


def test_the_answer_has_the_numbers_behind_the_names(mockcal):
    made = mockcal.load(ACME)

    assert made["teams"]["acme/sales"]["id"] == TEAM
    assert made["teams"]["acme/sales"]["memberships"]["team-member"] == 401
    assert made["teams"]["acme/sales"]["roles"] == {"Opener": {"id": "team-role"}}
    acme = made["organizations"]["acme"]
    assert acme["memberships"]["joe"] == 301
    assert acme["attributes"] == {"skills": {"id": "skills-id", "options": {"js": "js-id", "go": "go-id"}}}
    assert acme["roles"] == {"Closer": {"id": "org-role"}}
    assert acme["delegationCredentials"] == [{"id": "credential-id", "domain": "acme.example"}]
    assert made["organizations"]["sub"] == {"id": MANAGED, "memberships": {}}


def test_what_is_exported_loads_again_unchanged(acme, mockcal_server):
    document = lived_in(acme).export()

    with mockcal_server.sandbox(Options(fixtures=[], now=NOW)) as other:
        other.load(document)
        assert other.export() == document
        assert seen_by_owner(other) == seen_by_owner(acme)
        path = f"/v2/organizations/{ORG}/delegation-credentials/credential-id"
        assert other.api("cal_owner").patch(path, json={}).json()["data"]["enabled"] is True


def test_what_was_lost_is_exported_too(mockcal, mockcal_server):
    """Who held a role that is gone holds none; an organization that was never billed has no plan."""
    owner = {"user": "alice", "role": "OWNER"}
    members = [owner, {"user": "bob", "customRole": "Closer"}]
    role = {"id": "role-1", "name": "Closer", "permissions": ["booking.read"]}
    acme = {"slug": "acme", "id": 8, "members": members, "roles": [role]}
    mockcal.load({"users": [{"username": "alice"}, {"username": "bob"}], "organizations": [acme]})
    mockcal.load({"organizations": [{"slug": "bare", "isPlatform": True, "plan": None, "members": [owner]}]})
    mockcal.api("cal_alice").delete("/v2/organizations/8/roles/role-1").raise_for_status()
    document = mockcal.export()

    with mockcal_server.sandbox(Options(fixtures=[document])) as twin:
        twin.load({"organizations": [{"slug": "bare", "name": "Bare"}]})
        members = twin.api("cal_alice").get("/v2/organizations/8/memberships").json()["data"]
        assert [member["customRoleId"] for member in members] == ["owner_role", None]
        assert twin.export()["organizations"][1] == document["organizations"][1] | {"name": "Bare"}
        assert document["organizations"][1]["plan"] is None


def test_a_managed_organization_that_was_never_billed_has_no_plan_when_it_is_loaded_either(mockcal, mockcal_server):
    acme = {"slug": "acme", "id": 8, "isPlatform": True, "members": [{"user": "alice", "role": "OWNER"}]}
    mockcal.load({"users": [{"username": "alice"}], "organizations": [acme]})
    refused = mockcal.api("cal_alice").post("/v2/organizations/8/organizations", json={"name": "Sub"})
    assert refused.json()["error"]["message"] == "Manager organization billing plan is not SCALE."

    with mockcal_server.sandbox(Options(fixtures=[mockcal.export()])) as twin:
        for one in (mockcal, twin):
            refused = one.api("cal_alice").get("/v2/organizations/9/teams").json()["error"]["message"]
            assert refused == "PlatformPlanGuard - No platform subscription found for organization with id=9."


TALK = {"title": "Talk", "slug": "talk", "lengthInMinutes": 30, "schedulingType": "collective", "hosts": ["alice"]}
ANN = {"name": "Ann", "email": "ann@example.com", "timeZone": "Europe/London"}
ANY_SLUG = {
    "users": [{"username": "alice", "apiKeys": ["cal_alice", {"key": "cal_support", "team": "support"}]}],
    "teams": [{"slug": "support", "id": 7, "members": [{"user": "alice", "role": "OWNER"}], "eventTypes": [TALK]}],
    "organizations": [
        {
            "slug": "acme",
            "id": 8,
            "isPlatform": True,
            "plan": "SCALE",
            "members": [{"user": "alice", "role": "OWNER"}],
            "teams": [{"slug": "sales", "id": 9, "members": ["alice"], "eventTypes": [TALK]}],
            "managedOrganizations": [{"slug": "sub", "id": 10}],
        },
        {"slug": "sub", "id": 10, "members": [{"user": "alice", "role": "OWNER"}]},
    ],
    "bookings": [
        {"eventType": "support/talk", "start": "2026-01-06T10:00:00Z", "attendee": ANN},
        {"eventType": "acme/sales/talk", "start": "2026-01-06T11:00:00Z", "attendee": ANN},
    ],
}


@pytest.mark.parametrize("slug", [None, "north/west", "#3"])
def test_whatever_slug_a_team_has_it_survives_export_and_load(mockcal, mockcal_server, slug):
    mockcal.load(ANY_SLUG)
    alice = mockcal.api("cal_alice")
    for path in ("/v2/teams/7", "/v2/organizations/8/teams/9"):
        assert alice.patch(path, json={"name": "Changed", "slug": slug}).json()["data"]["slug"] == slug
    assert alice.patch("/v2/teams/10", json={"name": "Sub", "slug": slug and f"{slug}2"}).status_code == 200
    document = mockcal.export()

    with mockcal_server.sandbox(Options(fixtures=[], now=NOW)) as other:
        other.load(document)
        other.load(document)
        assert other.export() == document
        assert other.api("cal_support").get("/v2/teams").json() == alice.get("/v2/teams").json()


def test_roles_of_the_system_are_not_exported(acme):
    (org, _) = acme.export()["organizations"]

    assert [role["name"] for role in org["roles"]] == ["Closer"]


def test_loading_twice_changes_nothing(acme):
    before = acme.export()

    acme.load(ACME)

    assert acme.export() == before


def test_a_list_replaces_and_keeps_the_ids_of_what_stays(acme):
    acme.load(
        {
            "organizations": [
                {
                    "slug": "acme",
                    "roles": [{"name": "Closer", "permissions": ["team.read"]}, {"name": "Other"}],
                    "attributes": [
                        {
                            "name": "Renamed",
                            "slug": "skills",
                            "type": "SINGLE_SELECT",
                            "options": [{"value": "JavaScript", "slug": "js"}],
                        },
                        {"name": "New", "slug": "new", "type": "TEXT"},
                    ],
                    "managedOrganizations": [{"name": "Renamed", "slug": "sub"}, {"name": "Second", "slug": "second"}],
                }
            ]
        }
    )

    owner = acme.api("cal_owner")
    roles = owner.get(f"/v2/organizations/{ORG}/roles").json()["data"][3:]
    assert [(role["name"], role["permissions"]) for role in roles] == [("Closer", ["team.read"]), ("Other", [])]
    assert roles[0]["id"] == "org-role"
    attributes = owner.get(f"/v2/organizations/{ORG}/attributes").json()["data"]
    assert [(one["name"], one["type"]) for one in attributes] == [("Renamed", "SINGLE_SELECT"), ("New", "TEXT")]
    assert attributes[0]["id"] == "skills-id"
    options = owner.get(f"/v2/organizations/{ORG}/attributes/skills-id/options").json()["data"]
    assert [(one["id"], one["value"]) for one in options] == [("js-id", "JavaScript")]
    assert [one["id"] for one in owner.get(f"/v2/organizations/{ORG}/attributes/options/{JOE}").json()["data"]] == [
        "js-id"
    ]
    managed = owner.get(f"/v2/organizations/{ORG}/organizations").json()["data"]
    assert [(one["name"], one["slug"]) for one in managed] == [("Renamed", "sub"), ("Second", "second")]
    assert managed[0]["id"] == MANAGED

    acme.load({"organizations": [{"slug": "acme", "roles": [], "attributes": [], "managedOrganizations": []}]})

    assert len(owner.get(f"/v2/organizations/{ORG}/roles").json()["data"]) == 3
    assert owner.get(f"/v2/organizations/{ORG}/attributes").json()["data"] == []
    assert owner.get(f"/v2/organizations/{ORG}/organizations").json()["data"] == []


def test_a_later_document_changes_just_what_it_gives(acme):
    before = acme.api("cal_owner").get(f"/v2/organizations/{ORG}/attributes").json()

    acme.load(
        {
            "organizations": [
                {
                    "slug": "acme",
                    "attributes": [{"slug": "skills", "assigned": [{"user": "member", "options": ["go"]}]}],
                    "delegationCredentials": [{"domain": "acme.example", "enabled": True}],
                    "managedOrganizations": [{"slug": "sub", "metadata": {"a": "1"}}],
                    "roles": [{"name": "Closer", "color": "#fff"}],
                }
            ]
        }
    )

    owner = acme.api("cal_owner")
    assert owner.get(f"/v2/organizations/{ORG}/attributes").json() == before
    assert owner.get(f"/v2/organizations/{ORG}/attributes/options/103").json()["data"][0]["id"] == "go-id"
    path = f"/v2/organizations/{ORG}/delegation-credentials/credential-id"
    assert owner.patch(path, json={}).json()["data"]["enabled"] is True
    managed = owner.get(f"/v2/organizations/{ORG}/organizations/{MANAGED}").json()["data"]
    assert (managed["name"], managed["metadata"]) == ("Sub", {"a": "1"})
    role = owner.get(f"/v2/organizations/{ORG}/roles/org-role").json()["data"]
    assert (role["color"], role["permissions"]) == ("#fff", ["booking.read"])


@pytest.mark.parametrize(
    ("organization", "sentence"),
    [
        (
            {"roles": [{"name": "X", "permissions": ["nonsense"]}]},
            "roles[0].permissions[0]: write it as resource.action",
        ),
        (
            {"attributes": [{"name": "X", "slug": "x", "type": "TEXT", "assigned": [{"user": "zoe", "options": []}]}]},
            "attributes[0].assigned[0].user: no user is called zoe",
        ),
        (
            {
                "attributes": [
                    {"name": "X", "slug": "x", "type": "TEXT", "assigned": [{"user": "stranger", "options": []}]}
                ]
            },
            "attributes[0].assigned[0].user: stranger has no membership in the organization",
        ),
        (
            {
                "attributes": [
                    {"name": "X", "slug": "x", "type": "TEXT", "assigned": [{"user": "joe", "options": ["a"]}]}
                ]
            },
            "attributes[0].assigned[0].options: the attribute has no option a",
        ),
        (
            {"delegationCredentials": [{"domain": "x", "workspacePlatformSlug": "office365"}]},
            "delegationCredentials[0].workspacePlatformSlug: no workspace platform is called office365",
        ),
        (
            {"managedOrganizations": [{"name": "X", "slug": "acme"}]},
            "managedOrganizations[0].slug: an organization cannot manage itself",
        ),
        (
            {"attributes": [{"name": "X", "slug": "x"}]},
            "attributes[0].type: a new attribute needs one",
        ),
        (
            {"attributes": [{"name": "X", "slug": "x", "type": "TEXT", "optoins": []}]},
            "attributes[0].optoins: unknown field",
        ),
    ],
)
def test_what_cannot_be_loaded_is_told_with_its_place(acme, organization, sentence):
    with pytest.raises(Refused) as refused:
        acme.load({"organizations": [{"slug": "acme"} | organization]})

    assert str(refused.value) == f"organizations[0].{sentence}"


def test_a_managed_user_who_is_there_is_called_by_his_plain_address(mockcal):
    clients = [{"name": "P", "id": "p", "secret": "s", "managedUsers": [{"email": "mia@customer.example", "id": 501}]}]
    platform = {"slug": "platform", "isPlatform": True, "plan": "SCALE", "oauthClients": clients}
    mockcal.load({"organizations": [platform]})

    made = mockcal.load({"teams": [{"slug": "desk", "id": 7, "members": [{"user": "mia@customer.example"}]}]})

    assert list(made["teams"]["desk"]["memberships"]) == ["mia@customer.example"]


def test_whoever_a_later_document_leaves_out_is_at_home_nowhere(mockcal):
    users = [{"username": "alice"}, {"username": "bob"}]
    mockcal.load({"users": users, "organizations": [{"slug": "acme", "members": ["alice", "bob"]}]})

    mockcal.load({"organizations": [{"slug": "acme", "members": ["alice"]}]})

    homes = [mockcal.api(key).get("/v2/me").json()["data"]["organizationId"] for key in ("cal_alice", "cal_bob")]
    assert homes == [1, None]
