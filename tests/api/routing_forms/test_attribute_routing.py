"""Which members a route means: rules about their attributes."""

import pytest

from tests.api.routing_forms.world import DATES, acme, form, route, rule

RESPOND = "/v2/organizations/70/teams/71/routing-forms/form-attributes/responses"
LANGUAGE = {
    "id": "lang",
    "identifier": "language",
    "label": "Language",
    "type": "select",
    "options": [{"id": "o-it", "label": "Italian"}, {"id": "o-fr", "label": "French"}],
}
ATTRIBUTES = [
    {
        "id": "a-lang",
        "name": "Languages",
        "slug": "languages",
        "type": "MULTI_SELECT",
        "options": [
            {"id": "ao-it", "value": "Italian", "slug": "it"},
            {"id": "ao-en", "value": "English", "slug": "en"},
        ],
        "assigned": [
            {"user": "bob", "options": ["it", "en"]},
            {"user": "carol", "options": ["en"]},
            {"user": "erin", "options": ["it"]},
        ],
    },
    {
        "id": "a-desk",
        "name": "Desk",
        "slug": "desk",
        "type": "SINGLE_SELECT",
        "options": [{"value": "Rome", "slug": "rome"}, {"value": "Paris", "slug": "paris"}],
        "assigned": [{"user": "bob", "options": ["rome"]}, {"user": "carol", "options": ["paris"]}],
    },
    {
        "id": "a-years",
        "name": "Years",
        "slug": "years",
        "type": "NUMBER",
        "options": [{"value": "12", "slug": "12"}, {"value": "3", "slug": "3"}],
        "assigned": [{"user": "bob", "options": ["12"]}, {"user": "carol", "options": ["3"]}],
    },
    {
        "id": "a-team",
        "name": "Squad",
        "slug": "squad",
        "type": "TEXT",
        "options": [{"value": "Blue Sky", "slug": "blue-sky"}],
        "assigned": [{"user": "carol", "options": ["blue-sky"]}],
    },
]
EVENT = {
    "title": "Demo",
    "slug": "demo",
    "lengthInMinutes": 60,
    "schedulingType": "roundRobin",
    "hosts": [{"user": "bob"}, {"user": "carol"}],
}
BOB, CAROL = 102, 103


def routed(mockcal, answers=None, **of_route):
    to_demo = route(None, "eventTypeRedirectUrl", "team/sales/demo", **of_route)
    document = acme(form("attributes", [LANGUAGE], to_demo), eventTypes=[EVENT])
    document["organizations"][0]["attributes"] = ATTRIBUTES
    mockcal.load(document)

    response = mockcal.api("cal_bob").post(RESPOND, params=DATES, json=answers or {})

    assert response.status_code == 201, response.text
    return response.json()["data"]


class TestRules:
    @pytest.mark.parametrize(
        ("attribute", "operator", "value", "expected"),
        [
            ("a-lang", "multiselect_some_in", [["ao-it"]], [BOB]),
            ("languages", "multiselect_some_in", [["it", "nothing"]], [BOB]),
            ("a-lang", "multiselect_some_in", [["Italian", "English"]], [CAROL, BOB]),
            ("a-lang", "multiselect_not_some_in", [["italian"]], [CAROL]),
            ("a-lang", "multiselect_equals", [["english"]], [CAROL]),
            ("a-lang", "multiselect_not_equals", [["english"]], [BOB]),
            ("a-desk", "select_equals", ["ROME"], [BOB]),
            ("a-desk", "select_not_equals", ["rome"], [CAROL]),
            ("a-desk", "select_any_in", [["rome", "paris"]], [CAROL, BOB]),
            ("a-desk", "select_not_any_in", [["paris"]], [BOB]),
            ("a-years", "greater", [5], [BOB]),
            ("a-years", "between", [3, 4], [CAROL]),
            ("a-team", "like", ["sky"], [CAROL]),
            ("a-team", "is_empty", None, [BOB]),
        ],
    )
    def test_members_for_whom_they_hold_are_meant(self, mockcal, attribute, operator, value, expected):
        data = routed(mockcal, attributesQueryValue=rule(attribute, operator, value))

        assert data["routing"]["teamMemberIds"] == expected

    def test_a_value_may_be_the_answer_to_a_field(self, mockcal):
        tree = rule("a-lang", "multiselect_some_in", [["{field:lang}"]])

        data = routed(mockcal, {"language": "Italian"}, attributesQueryValue=tree)

        assert data["routing"]["teamMemberIds"] == [BOB]

    @pytest.mark.parametrize("tree", [{"type": "group"}, {"type": "group", "children1": {}}, None])
    def test_an_empty_query_narrows_nothing(self, mockcal, tree):
        assert routed(mockcal, attributesQueryValue=tree)["routing"]["teamMemberIds"] == []

    def test_members_who_have_not_accepted_are_not_asked(self, mockcal):
        tree = rule("a-lang", "multiselect_some_in", [["en"]])
        mockcal.load(acme())
        mockcal.load(
            {
                "organizations": [
                    {
                        "slug": "acme",
                        "teams": [
                            {"slug": "sales", "members": [{"user": "bob"}, {"user": "carol", "accepted": False}]}
                        ],
                    }
                ]
            }
        )
        to_demo = route(None, "eventTypeRedirectUrl", "team/sales/demo", attributesQueryValue=tree)
        team = {"slug": "sales", "eventTypes": [EVENT], "routingForms": [form("attributes", [LANGUAGE], to_demo)]}
        mockcal.load({"organizations": [{"slug": "acme", "attributes": ATTRIBUTES, "teams": [team]}]})

        data = mockcal.api("cal_bob").post(RESPOND, params=DATES, json={}).json()["data"]

        assert data["routing"]["teamMemberIds"] == [BOB]


class TestFallback:
    NOBODY = rule("a-desk", "select_equals", ["tokyo"])

    def test_other_rules_are_tried_when_nobody_fits(self, mockcal):
        tree = rule("a-desk", "select_equals", ["paris"])

        data = routed(mockcal, attributesQueryValue=self.NOBODY, fallbackAttributesQueryValue=tree)

        assert data["routing"]["teamMemberIds"] == [CAROL]

    def test_nobody_at_all_means_everybody(self, mockcal):
        data = routed(mockcal, attributesQueryValue=self.NOBODY, fallbackAttributesQueryValue=self.NOBODY)

        assert data["routing"]["teamMemberIds"] == []
        assert data["slots"]

    def test_a_fallback_action_leads_elsewhere(self, mockcal):
        action = {"type": "customPageMessage", "value": "Nobody speaks that"}

        data = routed(mockcal, attributesQueryValue=self.NOBODY, fallbackAction=action)

        assert data == {"routingCustomMessage": "Nobody speaks that"}


class TestSlots:
    def test_they_are_those_of_the_members_who_are_meant(self, mockcal):
        document = acme()
        document["users"][1]["schedules"] = [
            {
                "name": "Mornings",
                "timeZone": "UTC",
                "isDefault": True,
                "availability": [{"days": ["Monday"], "startTime": "06:00", "endTime": "07:00"}],
            }
        ]
        mockcal.load(document)

        data = routed(mockcal, attributesQueryValue=rule("a-desk", "select_equals", ["rome"]))

        assert data["slots"] == {"2050-09-05": [{"start": "2050-09-05T06:00:00.000Z"}]}
