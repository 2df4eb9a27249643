"""Responses that are there: `GET` and `PATCH …/routing-forms/{routingFormId}/responses`."""

import pytest

from tests.api.routing_forms.world import QUESTION_1, acme, form
from tests.conftest import constraints, refusal

ORG = "/v2/organizations/70/routing-forms/form-intake/responses"
TEAM = "/v2/organizations/70/teams/71/routing-forms/form-intake/responses"

RESPONSES = [
    {
        "id": 1,
        "formFillerId": "filler-1",
        "response": {"f1": {"label": "Question 1", "value": "a", "secret": "x"}},
        "createdAt": "2026-01-01T10:00:00Z",
        "updatedAt": "2026-01-04T10:00:00Z",
        "routedToBooking": "bk_1",
    },
    {"id": 2, "response": {"question1": "plain"}, "createdAt": "2026-01-02T10:00:00Z"},
    {"id": 3, "response": '{"question1":"text"}', "createdAt": "2026-01-03T10:00:00Z"},
    {"id": 4, "response": {"f1": {"identifier": "question1", "value": ["b"]}}, "createdAt": "2026-01-04T10:00:00Z"},
]


@pytest.fixture
def alice(mockcal):
    world = acme(form("intake", [QUESTION_1], responses=RESPONSES), form("other", []))
    world["users"][0]["routingForms"] = [form("personal", [])]
    mockcal.load(world)
    return mockcal.api("cal_alice")


@pytest.fixture
def carol(alice, mockcal):
    return mockcal.api("cal_carol")


def ids(response):
    assert response.status_code == 200, response.text
    return [one["id"] for one in response.json()["data"]]


class TestListResponses:
    def test_a_team_admin_is_no_admin_of_the_organization(self, carol):
        assert refusal(carol.get(ORG)) == (
            403,
            "ForbiddenException",
            "RolesGuard - user with id=103 does not have the minimum required role=ORG_ADMIN within organization with "
            "id=70.",
        )

    @pytest.mark.parametrize("form_id", ["form-personal", "nowhere"])
    def test_a_form_of_no_team_is_not_found(self, alice, form_id):
        assert refusal(alice.get(f"/v2/organizations/70/routing-forms/{form_id}/responses")) == (
            404,
            "NOT_FOUND",
            "Invalid Query: The requested record was not found.",
        )

    @pytest.mark.parametrize("form_id", ["form-personal", "nowhere"])
    def test_a_form_of_another_team_is_refused_before_the_role(self, carol, mockcal, form_id):
        response = mockcal.api("cal_bob").get(f"/v2/organizations/70/teams/71/routing-forms/{form_id}/responses")

        assert refusal(response) == (
            403,
            "ForbiddenException",
            f"IsRoutingFormInTeam - team with id=(71) does not own routing form with id=({form_id}).",
        )

    def test_a_member_of_the_team_is_refused(self, carol, mockcal):
        assert refusal(mockcal.api("cal_bob").get(TEAM))[2].startswith("RolesGuard - user with id=102 does not have")

    def test_the_plan_comes_before_the_role(self, carol, mockcal):
        mockcal.load({"organizations": [{"slug": "acme", "isPlatform": True, "plan": "STARTER"}]})

        assert refusal(mockcal.api("cal_dave").get(ORG))[2].startswith("PlatformPlanGuard - ")
        assert refusal(mockcal.api("cal_bob").get(TEAM))[2].startswith("PlatformPlanGuard - ")

    @pytest.mark.parametrize("path", [ORG, TEAM])
    def test_a_response_is_shown_with_its_answers_cut(self, alice, path):
        shown = alice.get(path).json()["data"]

        assert shown[0] == {
            "id": 1,
            "formId": "form-intake",
            "formFillerId": "filler-1",
            "routedToBookingUid": "bk_1",
            "response": {"f1": {"label": "Question 1", "value": "a"}},
            "createdAt": "2026-01-01T10:00:00.000Z",
        }
        assert shown[1]["response"] == {"question1": "plain"}
        assert shown[1]["routedToBookingUid"] is None
        assert shown[2]["response"] == '{"question1":"text"}'
        assert shown[3]["response"] == {"f1": {"identifier": "question1", "value": ["b"]}}

    @pytest.mark.parametrize("path", [ORG, TEAM])
    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ({"skip": "1", "take": "2"}, [2, 3]),
            ({"sortCreatedAt": "desc"}, [4, 3, 2, 1]),
            ({"afterCreatedAt": "2026-01-03T10:00:00Z"}, [3, 4]),
            ({"beforeCreatedAt": "2026-01-02T10:00:00Z"}, [1, 2]),
            ({"routedToBookingUid": "bk_1"}, [1]),
            ({"routedToBookingUid": "bk"}, []),
        ],
        ids=str,
    )
    def test_filters_and_sorts(self, alice, path, query, expected):
        assert ids(alice.get(path, params=query)) == expected

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ({"sortUpdatedAt": "asc"}, [2, 3, 1, 4]),
            ({"afterUpdatedAt": "2026-01-04T00:00:00Z"}, [1, 4]),
            ({"beforeUpdatedAt": "2026-01-02T10:00:00Z"}, [2]),
        ],
        ids=str,
    )
    def test_only_the_organization_hears_of_updates(self, alice, query, expected):
        assert ids(alice.get(ORG, params=query)) == expected
        assert ids(alice.get(TEAM, params=query)) == [1, 2, 3, 4]


class TestUpdateResponse:
    @pytest.mark.parametrize(
        "path", [f"{ORG}/9", f"{TEAM}/9", "/v2/organizations/70/routing-forms/form-other/responses/1"]
    )
    def test_a_missing_response_is_not_found(self, alice, path):
        assert refusal(alice.patch(path, json={"response": {}})) == (
            404,
            "NOT_FOUND",
            "Invalid Query: The requested record was not found.",
        )

    def test_an_id_must_be_a_number(self, alice):
        assert refusal(alice.patch(f"{ORG}/x", json={}))[2] == "Validation failed (numeric string is expected)"

    def test_a_response_must_be_an_object(self, alice):
        assert constraints(alice.patch(f"{ORG}/1", json={"response": "x"})) == {
            "response": {"isObject": "response must be an object"}
        }

    @pytest.mark.parametrize("path", [ORG, TEAM])
    def test_it_takes_the_old_ones_place_unchecked(self, alice, path):
        given = {"question1": "whatever", "f9": {"label": "No field", "value": 5}}

        changed = alice.patch(f"{path}/1", json={"response": given})

        assert changed.status_code == 200
        assert changed.json()["data"] == {
            "id": 1,
            "formId": "form-intake",
            "formFillerId": "filler-1",
            "routedToBookingUid": "bk_1",
            "response": given,
            "createdAt": "2026-01-01T10:00:00.000Z",
        }
        assert alice.get(path).json()["data"][0]["response"] == given

    def test_nothing_given_changes_nothing(self, alice):
        before = alice.get(ORG).json()["data"][1]

        assert alice.patch(f"{ORG}/2", json={}).json()["data"] == before

    def test_members_may_not(self, alice, mockcal):
        assert mockcal.api("cal_bob").patch(f"{TEAM}/1", json={"response": {}}).status_code == 403
