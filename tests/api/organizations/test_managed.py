"""`/v2/organizations/{orgId}/organizations`."""

import pytest

from tests.api.organizations.conftest import MANAGED, OWNER
from tests.conftest import constraints, refusal

MANAGED_ORGS = "/v2/organizations/50/organizations"


@pytest.fixture
def owner(acme):
    return acme.api("cal_owner")


class TestCreateOrganization:
    @pytest.mark.parametrize(
        ("change", "rule"),
        [
            ({"name": ""}, "minLength"),
            ({"slug": 5}, "isString"),
            ({"metadata": "x"}, "ValidateMetadata"),
            ({"apiKeyDaysValid": 0}, "min"),
            ({"apiKeyDaysValid": 1.5}, "isInt"),
            ({"apiKeyNeverExpires": "yes"}, "isBoolean"),
        ],
    )
    def test_bad_input_is_refused(self, owner, change, rule):
        assert rule in constraints(owner.post(MANAGED_ORGS, json={"name": "New"} | change))[next(iter(change))]

    def test_an_organization_that_is_no_platform_is_refused(self, acme, owner):
        acme.load({"organizations": [{"slug": "acme", "isPlatform": False}]})

        assert refusal(owner.post(MANAGED_ORGS, json={"name": "New"})) == (
            403,
            "ForbiddenException",
            "Manager organization must be a platform organization. Normal organizations can't create managed organizations "
            "yet.",
        )

    def test_a_slug_of_ones_own_is_refused_in_words(self, owner):
        assert refusal(owner.post(MANAGED_ORGS, json={"name": "Sub"})) == (
            409,
            "ConflictException",
            "Organization with slug 'sub' already exists. Please, either provide a different slug or change name so that "
            "the automatically generated slug is different.",
        )

    @pytest.mark.parametrize("slug", ["acme", "support"])
    def test_any_other_slug_at_the_top_is_a_duplicate(self, owner, slug):
        assert refusal(owner.post(MANAGED_ORGS, json={"name": "New", "slug": slug})) == (
            409,
            "CONFLICT",
            "Invalid Input: Trying to create a record that already exists.",
        )

    def test_a_higher_plan_is_refused_when_the_organization_is_there(self, acme, owner):
        acme.load({"organizations": [{"slug": "acme", "plan": "ENTERPRISE"}]})

        assert refusal(owner.post(MANAGED_ORGS, json={"name": "New"})) == (
            404,
            "NotFoundException",
            "Manager organization billing plan is not SCALE.",
        )
        assert [one["slug"] for one in owner.get(MANAGED_ORGS).json()["data"]] == ["sub", "new"]

    def test_both_ways_of_expiring_are_refused_when_the_organization_is_there(self, owner):
        body = {"name": "New", "apiKeyDaysValid": 5, "apiKeyNeverExpires": True}

        assert refusal(owner.post(MANAGED_ORGS, json=body)) == (
            400,
            "BadRequestException",
            "ApiKeysService -Cannot set both apiKeyDaysValid and apiKeyNeverExpires. It has to be either or none of them.",
        )
        assert len(owner.get(MANAGED_ORGS).json()["data"]) == 2

    def test_it_answers_the_key_this_once(self, owner):
        response = owner.post(MANAGED_ORGS, json={"name": "New One", "metadata": {"a": "1"}})

        assert response.status_code == 201
        created = response.json()["data"]
        assert set(created) == {"id", "name", "slug", "metadata", "apiKey"}
        assert (created["name"], created["slug"], created["metadata"]) == ("New One", "new-one", {"a": "1"})
        assert created["apiKey"].startswith("cal_")
        assert len(created["apiKey"].removeprefix("cal_")) == 32
        assert "apiKey" not in owner.get(f"{MANAGED_ORGS}/{created['id']}").json()["data"]

    def test_the_caller_is_its_owner_and_his_own_organization_stays(self, acme, owner):
        created = owner.post(MANAGED_ORGS, json={"name": "New"}).json()["data"]

        org = f"/v2/organizations/{created['id']}"
        (membership,) = owner.get(f"{org}/memberships").json()["data"]
        assert (membership["userId"], membership["role"], membership["accepted"]) == (OWNER, "OWNER", True)
        (user,) = owner.get(f"{org}/users").json()["data"]
        assert (user["profile"]["username"], user["profile"]["organizationId"]) == ("owner", created["id"])
        assert owner.get("/v2/me").json()["data"]["organizationId"] == 50

    def test_it_is_a_platform_of_the_managers_plan(self, acme, owner):
        created = owner.post(MANAGED_ORGS, json={"name": "New"}).json()["data"]

        assert owner.get(f"/v2/organizations/{created['id']}/organizations").status_code == 200
        assert owner.get("/v2/teams").json()["data"][-1]["isOrganization"] is True

    def test_the_key_acts_inside_the_managed_organization(self, acme, owner):
        created = owner.post(MANAGED_ORGS, json={"name": "New"}).json()["data"]
        inside = acme.api(created["apiKey"])

        client = inside.post("/v2/oauth-clients", json={"name": "App", "redirectUris": [], "permissions": ["*"]})

        assert client.status_code == 201
        listed = inside.get("/v2/oauth-clients").json()["data"]
        assert [one["organizationId"] for one in listed] == [created["id"]]

    @pytest.mark.parametrize(
        ("options", "good", "bad"),
        [
            ({}, "P29D", "P32D"),
            ({"apiKeyDaysValid": 5}, "P4D", "P7D"),
            ({"apiKeyNeverExpires": True}, "P5000D", None),
        ],
    )
    def test_the_key_expires(self, acme, owner, options, good, bad):
        key = owner.post(MANAGED_ORGS, json={"name": "New"} | options).json()["data"]["apiKey"]

        acme.advance(good)
        assert acme.api(key).get("/v2/me").status_code == 200
        if bad:
            acme.advance(bad)
            assert acme.api(key).get("/v2/me").status_code == 401

    def test_the_key_can_be_refreshed(self, acme, owner):
        key = owner.post(MANAGED_ORGS, json={"name": "New"}).json()["data"]["apiKey"]

        response = acme.api(key).post("/v2/api-keys/refresh")

        assert response.status_code == 200
        assert acme.api(response.json()["data"]["apiKey"]).get("/v2/me").status_code == 200
        assert acme.api(key).get("/v2/me").status_code == 401


class TestGetOrganizations:
    @pytest.fixture
    def several(self, owner):
        for name, metadata in (("A", {"k": "1", "n": 5}), ("B", {"k": "2"}), ("C", {"k": "1"})):
            owner.post(MANAGED_ORGS, json={"name": name, "metadata": metadata})
        return owner

    @pytest.mark.parametrize(
        ("query", "slugs"),
        [
            ("", ["sub", "a", "b", "c"]),
            ("slug=b", ["b"]),
            ("slug=B", []),
            ("metadataKey=k&metadataValue=1", ["a", "c"]),
            ("metadataKey=k&metadataValue=1&slug=c", ["c"]),
            ("metadataKey=k", ["sub", "a", "b", "c"]),
            ("metadataValue=1", ["sub", "a", "b", "c"]),
            ("metadataKey=n&metadataValue=5", []),
            ("skip=1&take=2", ["a", "b"]),
        ],
    )
    def test_filters_in_order_of_id(self, several, query, slugs):
        assert [one["slug"] for one in several.get(f"{MANAGED_ORGS}?{query}").json()["data"]] == slugs

    @pytest.mark.parametrize(
        ("query", "figures"),
        [
            ("", (4, 0, 4, 250, 1, 1, False, False)),
            ("take=3", (4, 1, 3, 3, 1, 2, True, False)),
            ("take=3&skip=3", (4, 0, 1, 3, 2, 2, False, True)),
            ("skip=9", (4, 0, 0, 250, 1, 1, False, True)),
            ("slug=nonsense", (0, 0, 0, 250, 0, 0, False, False)),
            ("metadataKey=k&metadataValue=1", (2, 0, 2, 250, 1, 1, False, False)),
        ],
    )
    def test_figures_of_the_page(self, several, query, figures):
        names = (
            "totalItems",
            "remainingItems",
            "returnedItems",
            "itemsPerPage",
            "currentPage",
            "totalPages",
            "hasNextPage",
            "hasPreviousPage",
        )

        assert several.get(f"{MANAGED_ORGS}?{query}").json()["pagination"] == dict(zip(names, figures, strict=True))

    def test_bad_pages_are_refused(self, owner):
        assert list(constraints(owner.get(f"{MANAGED_ORGS}?take=0&skip=-1"))) == ["take", "skip"]


class TestOneOrganization:
    @pytest.mark.parametrize("managed_id", [50, 70, 999])
    @pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
    def test_one_that_it_does_not_manage_is_refused(self, owner, method, managed_id):
        assert refusal(owner.request(method, f"{MANAGED_ORGS}/{managed_id}")) == (
            403,
            "ForbiddenException",
            f"IsManagedOrgInManagerOrg - Managed organization with id={managed_id} is not owned by manager organization "
            "with id=50.",
        )

    def test_one(self, owner):
        assert owner.get(f"{MANAGED_ORGS}/{MANAGED}").json()["data"] == {"id": MANAGED, "name": "Sub", "slug": "sub"}

    def test_name_and_metadata_change_the_slug_stays(self, owner):
        path = f"{MANAGED_ORGS}/{MANAGED}"
        owner.patch(path, json={"metadata": {"a": "1", "b": "2"}})

        changed = owner.patch(path, json={"name": "Other", "slug": "other", "metadata": {"c": "3"}})

        assert changed.json()["data"] == {"id": MANAGED, "name": "Other", "slug": "sub", "metadata": {"c": "3"}}
        assert owner.patch(path, json={}).json()["data"] == changed.json()["data"]
        assert list(constraints(owner.patch(path, json={"name": ""}))) == ["name"]

    def test_deleting_takes_everything_in_it_but_not_the_managers_plan(self, acme, owner):
        key = owner.post(MANAGED_ORGS, json={"name": "New"}).json()["data"]
        inside = acme.api(key["apiKey"])
        team = inside.post(f"/v2/organizations/{key['id']}/teams", json={"name": "Team"}).json()["data"]

        response = owner.delete(f"{MANAGED_ORGS}/{key['id']}")

        assert (response.status_code, response.json()["data"]["slug"]) == (200, "new")
        assert "apiKey" not in response.json()["data"]
        assert owner.get(f"{MANAGED_ORGS}/{key['id']}").status_code == 403
        assert owner.get(f"/v2/teams/{team['id']}").status_code == 403
        assert inside.get("/v2/me").status_code == 401
        assert [one["slug"] for one in owner.get(MANAGED_ORGS).json()["data"]] == ["sub"]
