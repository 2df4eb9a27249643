"""Which answers a rule holds for: every operator of every type of field."""

import pytest

from tests.api.routing_forms.world import DATES, acme, form, route, rule

RESPOND = "/v2/organizations/70/teams/71/routing-forms/form-rules/responses"
OPTIONS = [{"id": "id-a", "label": "Rome"}, {"id": "id-b", "label": "Paris"}, {"id": "id-c", "label": "New York"}]
FIELDS = [
    {"id": "text", "label": "text", "type": "text"},
    {"id": "textarea", "label": "textarea", "type": "textarea"},
    {"id": "email", "label": "email", "type": "email"},
    {"id": "phone", "label": "phone", "type": "phone"},
    {"id": "number", "label": "number", "type": "number"},
    {"id": "select", "label": "select", "type": "select", "options": OPTIONS},
    {"id": "multiselect", "label": "multiselect", "type": "multiselect", "options": OPTIONS},
    {"id": "legacy", "label": "legacy", "type": "select", "selectText": "Rome\nParis"},
    {"id": "deleted", "label": "deleted", "type": "text", "deleted": True},
]


def hits(mockcal, tree, answers):
    """Whether the route with these rules is taken."""
    mockcal.load(acme(form("rules", FIELDS, route(tree, "customPageMessage", "Hit"))))

    response = mockcal.api("cal_bob").post(RESPOND, params=DATES, json=answers)

    assert response.status_code == 201, response.text
    return response.json()["data"]["routingCustomMessage"] == "Hit"


TEXTS = [
    ("equal", ["Answer"], "ANSWER", True),
    ("equal", ["answer"], "answers", False),
    ("equal", ["answer"], None, False),
    ("not_equal", ["answer"], "Answer", False),
    ("not_equal", ["answer"], "other", True),
    ("not_equal", ["answer"], None, True),
    ("like", ["SWE"], "answer", True),
    ("like", ["swe"], "other", False),
    ("not_like", ["swe"], "other", True),
    ("not_like", ["swe"], "AnSWEr", False),
    ("starts_with", ["An"], "answer", True),
    ("starts_with", ["swer"], "answer", False),
    ("is_empty", None, None, True),
    ("is_empty", [], "", True),
    ("is_empty", None, "x", False),
    ("is_not_empty", None, "x", True),
    ("is_not_empty", None, None, False),
]
NUMBERS = [
    ("equal", [5], 5, True),
    ("equal", ["5"], "5", True),
    ("equal", [5], 6, False),
    ("not_equal", [5], 6, True),
    ("not_equal", [5], 5, False),
    ("less", [5], 4, True),
    ("less", [5], 5, False),
    ("less_or_equal", [5], 5, True),
    ("less_or_equal", [5], 6, False),
    ("greater", [5], 6, True),
    ("greater", [5], 5, False),
    ("greater_or_equal", [5], 5, True),
    ("greater_or_equal", [5], 4.5, False),
    ("between", [10, 20], 10, True),
    ("between", [10, 20], 20, True),
    ("between", [10, 20], 21, False),
    ("between", [10.9, 20.9], 10, True),
    ("between", [10, 20], "many", False),
    ("not_between", [10, 20], 21, True),
    ("not_between", [10, 20], 20, False),
    ("is_empty", None, None, True),
    ("is_empty", None, 3, False),
    ("is_not_empty", None, 3, True),
    ("is_not_empty", None, None, False),
]
SELECTS = [
    ("select_equals", ["id-a"], "Rome", True),
    ("select_equals", ["id-a"], "id-a", True),
    ("select_equals", ["ID-A"], " Rome ", True),
    ("select_equals", ["id-a"], "rome", False),
    ("select_equals", ["id-a"], ["Rome"], True),
    ("select_equals", ["id-a"], "Paris", False),
    ("select_equals", ["id-a"], None, False),
    ("select_not_equals", ["id-a"], "Paris", True),
    ("select_not_equals", ["id-a"], "Rome", False),
    ("select_any_in", [["id-a", "id-b"]], "Paris", True),
    ("select_any_in", [["id-a", "id-b"]], "New York", False),
    ("select_not_any_in", [["id-a", "id-b"]], "New York", True),
    ("select_not_any_in", [["id-a", "id-b"]], "Paris", False),
]
MULTISELECTS = [
    ("multiselect_equals", [["id-a", "id-b"]], ["Rome"], True),
    ("multiselect_equals", ["id-a", "id-b"], "Rome, Paris", True),
    ("multiselect_equals", [["id-a", "id-b"]], ["Rome", "New York"], False),
    ("multiselect_equals", [["id-a", "id-b"]], None, False),
    ("multiselect_not_equals", [["id-a", "id-b"]], ["Rome", "New York"], True),
    ("multiselect_not_equals", [["id-a", "id-b"]], ["Rome"], False),
    ("multiselect_not_equals", [["id-a", "id-b"]], None, True),
]


class TestOperators:
    @pytest.mark.parametrize(("operator", "value", "answer", "expected"), TEXTS)
    def test_text(self, mockcal, operator, value, answer, expected):
        assert hits(mockcal, rule("text", operator, value), {"text": answer}) is expected

    @pytest.mark.parametrize("field", ["textarea", "phone"])
    def test_other_texts_have_the_same(self, mockcal, field):
        assert hits(mockcal, rule(field, "starts_with", ["+39"]), {field: "+39 06"}) is True

    def test_an_email_too(self, mockcal):
        assert hits(mockcal, rule("email", "like", ["@EXAMPLE.com"]), {"email": "ana@example.com"}) is True

    @pytest.mark.parametrize(("operator", "value", "answer", "expected"), NUMBERS)
    def test_number(self, mockcal, operator, value, answer, expected):
        assert hits(mockcal, rule("number", operator, value), {"number": answer}) is expected

    @pytest.mark.parametrize(("operator", "value", "answer", "expected"), SELECTS)
    def test_select(self, mockcal, operator, value, answer, expected):
        assert hits(mockcal, rule("select", operator, value), {"select": answer}) is expected

    @pytest.mark.parametrize(("operator", "value", "answer", "expected"), MULTISELECTS)
    def test_multiselect(self, mockcal, operator, value, answer, expected):
        assert hits(mockcal, rule("multiselect", operator, value), {"multiselect": answer}) is expected

    def test_options_without_ids_are_known_by_label(self, mockcal):
        assert hits(mockcal, rule("legacy", "select_equals", ["Paris"]), {"legacy": "Paris"}) is True


class TestGroups:
    BOTH = {
        "type": "group",
        "children1": {"1": rule("text", "equal", ["a"]), "2": rule("textarea", "equal", ["b"])["children1"]["r"]},
    }

    def test_all_rules_must_hold_unless_told_otherwise(self, mockcal):
        assert hits(mockcal, self.BOTH, {"text": "a", "textarea": "b"}) is True
        assert hits(mockcal, self.BOTH, {"text": "a", "textarea": "c"}) is False

    def test_or(self, mockcal):
        either = self.BOTH | {"properties": {"conjunction": "OR"}}

        assert hits(mockcal, either, {"text": "x", "textarea": "b"}) is True
        assert hits(mockcal, either, {"text": "x", "textarea": "x"}) is False

    def test_not(self, mockcal):
        neither = self.BOTH | {"properties": {"conjunction": "OR", "not": True}}

        assert hits(mockcal, neither, {"text": "x", "textarea": "x"}) is True
        assert hits(mockcal, neither, {"text": "a", "textarea": "x"}) is False


class TestRulesThatSayNothing:
    @pytest.mark.parametrize(
        "tree",
        [
            None,
            {"type": "group"},
            {"type": "group", "children1": {}},
            rule("nowhere", "equal", ["a"]),
            rule("deleted", "equal", ["a"]),
            rule("text", "select_equals", ["a"]),
            rule("text", "equal", [None]),
            rule("text", "equal", [""]),
            rule("number", "less", ["many"]),
            rule("number", "between", [10]),
        ],
        ids=str,
    )
    def test_a_route_without_a_valid_rule_is_taken(self, mockcal, tree):
        assert hits(mockcal, tree, {"text": "anything"}) is True

    def test_an_invalid_rule_does_not_spoil_the_others(self, mockcal):
        mixed = {
            "type": "group",
            "children1": {"1": rule("nowhere", "equal", ["a"]), "2": rule("text", "equal", ["a"])},
        }

        assert hits(mockcal, mixed, {"text": "b"}) is False


class TestOrder:
    def test_the_first_route_that_holds_is_taken_wherever_the_fallback_stands(self, mockcal):
        fallback_first = form("rules", FIELDS)
        fallback_first["routes"] += [
            route(rule("text", "equal", ["x"]), "customPageMessage", "x"),
            route(None, "customPageMessage", "Hit"),
            route(None, "customPageMessage", "Never"),
        ]
        mockcal.load(acme(fallback_first))

        response = mockcal.api("cal_bob").post(RESPOND, params=DATES, json={"text": "y"})

        assert response.json()["data"] == {"routingCustomMessage": "Hit"}

    def test_a_router_stands_for_the_routes_of_its_form(self, mockcal):
        router = form(
            "shared",
            [{"id": "shared-text", "label": "shared", "type": "text"}],
            route(rule("shared-text", "equal", ["x"]), "customPageMessage", "Shared, unanswered"),
            route(rule("text", "equal", ["y"]), "customPageMessage", "Hit"),
        )
        mockcal.load(acme(router, form("rules", FIELDS, {"id": "form-shared", "isRouter": True})))

        response = mockcal.api("cal_bob").post(RESPOND, params=DATES, json={"text": "y"})

        assert response.json()["data"] == {"routingCustomMessage": "Hit"}
