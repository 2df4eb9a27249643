"""`/v2/organizations/{orgId}/attributes`."""

import pytest

from tests.api.organizations.conftest import JOE
from tests.conftest import constraints, refusal

ATTRIBUTES = "/v2/organizations/50/attributes"
NOT_FOUND = (404, "NOT_FOUND", "Invalid Query: The requested record was not found.")
DUPLICATE = (409, "CONFLICT", "Invalid Input: Trying to create a record that already exists.")


@pytest.fixture
def owner(acme):
    return acme.api("cal_owner")


@pytest.fixture
def foreign(acme):
    """The id of another organization's attribute."""
    acme.load(
        {
            "organizations": [
                {
                    "slug": "sub",
                    "members": [{"user": "owner", "role": "OWNER"}],
                    "attributes": [
                        {
                            "name": "Theirs",
                            "slug": "theirs",
                            "id": "foreign",
                            "type": "TEXT",
                            "options": [{"value": "x", "id": "foreign-option"}],
                        }
                    ],
                }
            ]
        }
    )
    return "foreign"


def make(client, kind, slug, *options):
    body = {"name": slug, "slug": slug, "type": kind, "options": [{"value": one, "slug": one} for one in options]}
    response = client.post(ATTRIBUTES, json=body)
    assert response.status_code == 201
    return response.json()["data"]["id"]


def options_of(client, attribute_id):
    return client.get(f"{ATTRIBUTES}/{attribute_id}/options").json()["data"]


class TestGetAttributes:
    def test_rows_without_options_by_pages(self, owner, foreign):
        text = make(owner, "TEXT", "text")

        first, second = owner.get(ATTRIBUTES).json()["data"]

        assert first == {
            "id": "skills-id",
            "teamId": 50,
            "type": "MULTI_SELECT",
            "name": "Skills",
            "slug": "skills",
            "enabled": True,
            "usersCanEditRelation": False,
            "createdAt": "2026-01-05T08:00:00.000Z",
            "updatedAt": "2026-01-05T08:00:00.000Z",
            "isWeightsEnabled": False,
            "isLocked": False,
        }
        assert second["id"] == text
        assert [one["id"] for one in owner.get(f"{ATTRIBUTES}?skip=1&take=1").json()["data"]] == [text]
        assert list(constraints(owner.get(f"{ATTRIBUTES}?take=0"))) == ["take"]


class TestGetAttribute:
    def test_one(self, owner):
        assert owner.get(f"{ATTRIBUTES}/skills-id").json()["data"]["slug"] == "skills"

    @pytest.mark.parametrize("attribute_id", ["nonsense", "foreign"])
    def test_an_unknown_one_and_a_foreign_one_are_null(self, owner, foreign, attribute_id):
        response = owner.get(f"{ATTRIBUTES}/{attribute_id}")

        assert (response.status_code, response.json()) == (200, {"status": "success", "data": None})


class TestCreateAttribute:
    @pytest.mark.parametrize("missing", ["name", "slug", "type", "options"])
    def test_all_but_enabled_are_asked_for(self, owner, missing):
        body = {"name": "New", "slug": "new", "type": "TEXT", "options": []}
        del body[missing]

        assert list(constraints(owner.post(ATTRIBUTES, json=body))) == [missing]

    def test_bad_options_are_refused(self, owner):
        body = {"name": "New", "slug": "new", "type": "SINGLE_SELECT", "options": [{"value": "", "slug": "a"}, 5]}

        (error,) = owner.post(ATTRIBUTES, json=body).json()["error"]["details"]["errors"]

        assert (error["property"], [child["property"] for child in error["children"]]) == ("options", ["0", "1"])

    def test_a_slug_in_use_is_a_duplicate(self, owner, foreign):
        body = {"name": "New", "slug": "skills", "type": "TEXT", "options": []}

        assert refusal(owner.post(ATTRIBUTES, json=body)) == DUPLICATE
        assert owner.post(ATTRIBUTES, json=body | {"slug": "theirs"}).status_code == 201

    def test_it_is_either_enabled_or_not(self, owner):
        response = owner.post(
            ATTRIBUTES, json={"name": "New", "slug": "new", "type": "TEXT", "options": [], "enabled": None}
        )

        assert refusal(response) == (400, "INTERNAL_SERVER_ERROR", "There was an error, please try again later.")

    @pytest.mark.parametrize(("kind", "kept"), [("SINGLE_SELECT", 2), ("MULTI_SELECT", 2), ("TEXT", 0), ("NUMBER", 0)])
    def test_options_are_kept_for_types_that_select(self, owner, kind, kept):
        attribute_id = make(owner, kind, "new", "1", "2")

        assert len(options_of(owner, attribute_id)) == kept

    def test_the_slug_is_kept_as_it_is(self, owner):
        body = {"name": "New", "slug": "My Slug", "type": "TEXT", "options": [], "enabled": False}

        created = owner.post(ATTRIBUTES, json=body).json()["data"]

        assert (created["slug"], created["enabled"], created["teamId"]) == ("My Slug", False, 50)


class TestUpdateAttribute:
    @pytest.mark.parametrize("attribute_id", ["nonsense", "foreign"])
    def test_an_unknown_one_is_not_found(self, owner, foreign, attribute_id):
        assert refusal(owner.patch(f"{ATTRIBUTES}/{attribute_id}", json={"name": "x"})) == NOT_FOUND

    def test_a_slug_in_use_is_a_duplicate(self, owner):
        make(owner, "TEXT", "text")

        assert refusal(owner.patch(f"{ATTRIBUTES}/skills-id", json={"slug": "text"})) == DUPLICATE
        assert owner.patch(f"{ATTRIBUTES}/skills-id", json={"slug": "skills"}).status_code == 200

    def test_another_type_leaves_the_options_alone(self, acme, owner):
        acme.advance("PT1H")

        changed = owner.patch(f"{ATTRIBUTES}/skills-id", json={"type": "TEXT", "enabled": False}).json()["data"]

        assert (changed["type"], changed["enabled"], changed["name"]) == ("TEXT", False, "Skills")
        assert changed["updatedAt"] == "2026-01-05T09:00:00.000Z"
        assert len(options_of(owner, "skills-id")) == 2


class TestDeleteAttribute:
    @pytest.mark.parametrize("attribute_id", ["nonsense", "foreign"])
    def test_an_unknown_one_is_not_found(self, owner, foreign, attribute_id):
        assert refusal(owner.delete(f"{ATTRIBUTES}/{attribute_id}")) == NOT_FOUND

    def test_options_and_assignments_go_with_it(self, owner):
        response = owner.delete(f"{ATTRIBUTES}/skills-id")

        assert (response.status_code, response.json()["data"]["id"]) == (200, "skills-id")
        assert options_of(owner, "skills-id") == []
        assert owner.get(f"{ATTRIBUTES}/options/{JOE}").json()["data"] == []
        assert owner.get("/v2/organizations/50/memberships/301").json()["data"]["attributes"] == []


class TestOptions:
    def test_an_unknown_attribute_does_not_exist(self, owner):
        assert refusal(owner.post(f"{ATTRIBUTES}/nonsense/options", json={"value": "a", "slug": "a"})) == (
            400,
            "BAD_REQUEST",
            "Invalid input: The referenced data does not exist.",
        )

    @pytest.mark.parametrize(
        "body", [{"value": "a"}, {"slug": "a"}, {"value": "", "slug": "a"}, {"value": "a", "slug": 5}]
    )
    def test_bad_options_are_refused(self, owner, body):
        assert owner.post(f"{ATTRIBUTES}/skills-id/options", json=body).status_code == 400

    def test_a_new_one_is_a_raw_row(self, owner):
        response = owner.post(f"{ATTRIBUTES}/skills-id/options", json={"value": "C", "slug": "c"})

        assert response.status_code == 201
        created = response.json()["data"]
        assert created.pop("id")
        assert created == {
            "attributeId": "skills-id",
            "value": "C",
            "slug": "c",
            "isGroup": False,
            "contains": [],
        }

    def test_duplicates_foreign_attributes_and_every_type_will_do(self, owner, foreign):
        text = make(owner, "TEXT", "text")

        for attribute_id in ("skills-id", "skills-id", text, foreign):
            body = {"value": "JS", "slug": "js"}
            assert owner.post(f"{ATTRIBUTES}/{attribute_id}/options", json=body).status_code == 201
        assert [one["slug"] for one in options_of(owner, "skills-id")] == ["js", "go", "js", "js"]

    def test_lists_ask_for_no_organization_and_no_attribute(self, owner, foreign):
        assert [one["id"] for one in options_of(owner, foreign)] == ["foreign-option"]
        assert options_of(owner, "nonsense") == []

    def test_a_change(self, owner):
        changed = owner.patch(f"{ATTRIBUTES}/skills-id/options/js-id", json={"value": "TS"}).json()["data"]

        assert (changed["value"], changed["slug"]) == ("TS", "js")

    @pytest.mark.parametrize(("attribute_id", "option_id"), [("skills-id", "nonsense"), ("foreign", "js-id")])
    def test_one_that_is_not_the_attributes_is_not_found(self, owner, foreign, attribute_id, option_id):
        path = f"{ATTRIBUTES}/{attribute_id}/options/{option_id}"

        assert refusal(owner.patch(path, json={"value": "x"})) == NOT_FOUND
        assert refusal(owner.delete(path)) == (404, "NotFoundException", "Attribute option not found")

    def test_who_had_a_deleted_one_has_it_no_more(self, owner):
        response = owner.delete(f"{ATTRIBUTES}/skills-id/options/js-id")

        assert (response.status_code, response.json()["data"]["slug"]) == (200, "js")
        assert owner.get(f"{ATTRIBUTES}/options/{JOE}").json()["data"] == []


class TestAssign:
    @pytest.mark.parametrize(
        ("user_id", "body", "expected"),
        [
            (JOE, {"attributeId": "nonsense", "value": "x"}, (404, "NotFoundException", "Attribute not found")),
            (JOE, {"attributeId": "foreign", "value": "x"}, (404, "NotFoundException", "Attribute not found")),
            (999, {"attributeId": "nonsense", "value": "x"}, (404, "NotFoundException", "Attribute not found")),
            (
                104,
                {"attributeId": "skills-id", "value": "x"},
                (
                    404,
                    "NotFoundException",
                    "Membership for user with id 104 within organization id 50 not found",
                ),
            ),
            (
                105,
                {"attributeId": "skills-id", "value": "x"},
                (404, "NotFoundException", "User is not a member of the organization"),
            ),
            (
                JOE,
                {"attributeId": "skills-id", "value": "x"},
                (400, "BadRequestException", "Attribute type does not support value"),
            ),
            (JOE, {"attributeId": "skills-id"}, (400, "INTERNAL_SERVER_ERROR", "Internal server error")),
            (
                JOE,
                {"attributeId": "skills-id", "attributeOptionId": "nonsense"},
                (400, "BAD_REQUEST", "Invalid input: The referenced data does not exist."),
            ),
            (JOE, {"attributeId": "skills-id", "attributeOptionId": "js-id"}, DUPLICATE),
        ],
    )
    def test_refusals_in_order(self, owner, foreign, user_id, body, expected):
        assert refusal(owner.post(f"{ATTRIBUTES}/options/{user_id}", json=body)) == expected

    def test_bad_input_is_refused(self, owner):
        assert list(constraints(owner.post(f"{ATTRIBUTES}/options/{JOE}", json={"value": 5}))) == [
            "value",
            "attributeId",
        ]

    def test_an_id_that_is_no_number_is_refused(self, owner):
        response = owner.post(f"{ATTRIBUTES}/options/abc", json={"attributeId": "skills-id"})

        assert refusal(response)[2] == "Validation failed (numeric string is expected)"

    def test_an_option(self, owner):
        body = {"attributeId": "skills-id", "attributeOptionId": "go-id"}

        response = owner.post(f"{ATTRIBUTES}/options/{JOE}", json=body)

        assert response.status_code == 201
        created = response.json()["data"]
        assert created.pop("id")
        assert created == {
            "memberId": 301,
            "attributeOptionId": "go-id",
            "weight": None,
            "createdAt": "2026-01-05T08:00:00.000Z",
            "createdById": None,
            "createdByDSyncId": None,
            "updatedAt": "2026-01-05T08:00:00.000Z",
            "updatedById": None,
            "updatedByDSyncId": None,
        }
        assert [one["id"] for one in owner.get(f"{ATTRIBUTES}/options/{JOE}").json()["data"]] == ["js-id", "go-id"]

    def test_a_value_becomes_an_option_of_its_own_each_time(self, owner):
        text = make(owner, "TEXT", "text")

        for _ in range(2):
            body = {"attributeId": text, "value": "Hello World"}
            assert owner.post(f"{ATTRIBUTES}/options/{JOE}", json=body).status_code == 201

        assert [(one["value"], one["slug"]) for one in options_of(owner, text)] == [("Hello World", "hello-world")] * 2
        attributes = owner.get("/v2/organizations/50/memberships/301").json()["data"]["attributes"]
        assert [one["option"] for one in attributes if one["type"] == "text"] == ["Hello World"]

    def test_an_option_wins_over_a_value_whatever_attribute_it_is_of(self, owner):
        text = make(owner, "TEXT", "text")
        body = {"attributeId": text, "value": "x", "attributeOptionId": "go-id"}

        assert owner.post(f"{ATTRIBUTES}/options/{JOE}", json=body).json()["data"]["attributeOptionId"] == "go-id"
        assert options_of(owner, text) == []

    def test_a_single_choice_does_not_replace_the_earlier_one(self, owner):
        single = make(owner, "SINGLE_SELECT", "single", "a", "b")
        for option in options_of(owner, single):
            body = {"attributeId": single, "attributeOptionId": option["id"]}
            assert owner.post(f"{ATTRIBUTES}/options/{JOE}", json=body).status_code == 201

        listed = owner.get(f"{ATTRIBUTES}/options/{JOE}").json()["data"]
        assert [one["value"] for one in listed] == ["JS", "a", "b"]


class TestOptionsOfUser:
    def test_nothing_for_somebody_who_is_no_member(self, owner):
        assert owner.get(f"{ATTRIBUTES}/options/999").json()["data"] == []

    def test_raw_rows(self, owner):
        assert owner.get(f"{ATTRIBUTES}/options/{JOE}").json()["data"] == [
            {
                "id": "js-id",
                "attributeId": "skills-id",
                "value": "JS",
                "slug": "js",
                "isGroup": False,
                "contains": [],
            }
        ]


class TestUnassign:
    def test_somebody_without_a_membership_is_not_found(self, owner):
        assert refusal(owner.delete(f"{ATTRIBUTES}/options/104/js-id")) == (
            404,
            "NotFoundException",
            "Membership for user with id 104 within organization id 50 not found",
        )

    def test_what_he_does_not_have_is_not_found(self, owner):
        assert refusal(owner.delete(f"{ATTRIBUTES}/options/{JOE}/go-id")) == (
            404,
            "NotFoundException",
            "Attribute does not belong to this user",
        )

    def test_any_member_may_and_the_option_stays(self, acme, owner):
        response = acme.api("cal_member").delete(f"{ATTRIBUTES}/options/{JOE}/js-id")

        assert response.status_code == 200
        assert (response.json()["data"]["memberId"], response.json()["data"]["attributeOptionId"]) == (301, "js-id")
        assert owner.get(f"{ATTRIBUTES}/options/{JOE}").json()["data"] == []
        assert len(options_of(owner, "skills-id")) == 2


class TestAssignedOptions:
    """attr1 has x (member) and y (joe), attr2 has z (joe); nobody has w and v; the member is in the team."""

    @pytest.fixture
    def owner(self, acme):
        acme.load(
            {
                "organizations": [
                    {
                        "slug": "acme",
                        "attributes": [
                            {
                                "name": slug,
                                "slug": slug,
                                "id": slug,
                                "type": "MULTI_SELECT",
                                "options": [{"value": one.upper(), "slug": one, "id": one} for one in options],
                                "assigned": [{"user": user, "options": [one]} for one, user in options.items() if user],
                            }
                            for slug, options in (
                                ("attr1", {"x": "member", "y": "joe", "w": None}),
                                ("attr2", {"z": "joe", "v": None}),
                            )
                        ],
                        "teams": [{"slug": "sales", "members": ["member"]}],
                    }
                ]
            }
        )
        return acme.api("cal_owner")

    @pytest.mark.parametrize("path", ["attr1", "slugs/attr1"])
    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("", ["x", "y"]),
            ("teamIds=60", ["x"]),
            ("assignedOptionIds=z", ["y"]),
            ("assignedOptionIds=x&teamIds=60", ["x"]),
            ("assignedOptionIds=x,z", ["x", "y"]),
            ("assignedOptionIds=x&assignedOptionIds=z", ["x", "y"]),
            ("assignedOptionIds=v", []),
            ("assignedOptionIds=nonsense", []),
            ("skip=1", ["y"]),
            ("take=1", ["x"]),
            ("take=1&assignedOptionIds=z", []),
            ("take=1000", ["x", "y"]),
        ],
    )
    def test_those_that_somebody_has(self, owner, path, query, found):
        listed = owner.get(f"{ATTRIBUTES}/{path}/options/assigned?{query}").json()["data"]

        assert [option["id"] for option in listed] == found

    @pytest.mark.parametrize("query", ["assignedOptionIds=z&teamIds=60", "assignedOptionIds=v&teamIds=60"])
    def test_options_that_nobody_of_the_teams_has_are_not_found(self, owner, query):
        assert refusal(owner.get(f"{ATTRIBUTES}/attr1/options/assigned?{query}")) == (
            404,
            "NotFoundException",
            "Options provided in assignedOptionIds are not assigned to anyone, or the users are not part of the teams "
            "specified in teamIds filter.",
        )

    def test_unknown_options_are_not_found_once_every_option_is_in_use(self, owner):
        for attribute_id, option_id in (("attr1", "w"), ("attr2", "v")):
            body = {"attributeId": attribute_id, "attributeOptionId": option_id}
            assert owner.post(f"{ATTRIBUTES}/options/{JOE}", json=body).status_code == 201

        assert owner.get(f"{ATTRIBUTES}/attr1/options/assigned?assignedOptionIds=nonsense").status_code == 404

    def test_a_team_id_beyond_32_bits_is_refused(self, owner):
        response = owner.get(f"{ATTRIBUTES}/attr1/options/assigned?teamIds=60,2147483648")

        assert refusal(response) == (400, "INTERNAL_SERVER_ERROR", "There was an error, please try again later.")

    def test_all_who_have_it_are_named_whatever_the_teams(self, owner):
        body = {"attributeId": "attr1", "attributeOptionId": "x"}
        owner.post(f"{ATTRIBUTES}/options/{JOE}", json=body)

        assert owner.get(f"{ATTRIBUTES}/attr1/options/assigned?teamIds=60").json()["data"] == [
            {"id": "x", "attributeId": "attr1", "value": "X", "slug": "x", "assignedUserIds": [103, JOE]}
        ]

    @pytest.mark.parametrize("path", ["nonsense", "slugs/nonsense", "foreign", "slugs/theirs"])
    def test_an_unknown_attribute_has_none(self, owner, foreign, path):
        assert owner.get(f"{ATTRIBUTES}/{path}/options/assigned").json()["data"] == []
