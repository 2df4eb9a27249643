"""`POST /v2/router/forms/{formId}/submit`: a public form, as pages submit it."""

import pytest

from tests.api.routing_forms.world import INTAKE, acme
from tests.conftest import refusal

PATH = "/v2/router/forms/{}/submit"


@pytest.fixture
def anybody(mockcal):
    mockcal.load(acme(INTAKE))
    return mockcal.api()


class TestSubmitForm:
    def test_an_unknown_form_is_not_found(self, anybody):
        assert refusal(anybody.post(PATH.format("nowhere"), json={})) == (
            404,
            "NotFoundException",
            "Routing form not found.",
        )

    def test_a_missing_answer_is_refused(self, anybody):
        response = anybody.post(PATH.format("form-intake"), json={})

        assert refusal(response) == (400, "BadRequestException", "Missing required fields Question 1")

    def test_a_message_is_shown(self, anybody):
        response = anybody.post(PATH.format("form-intake"), json={"question1": "x"})

        assert response.json() == {"status": "success", "data": {"message": "Fallback Message"}}

    def test_a_page_of_the_web_app_is_named_with_the_response(self, anybody, mockcal):
        response = anybody.post(PATH.format("form-intake"), json={"question1": "answer1"})

        url = "https://app.cal.com/team/sales/demo?question1=answer1&cal.routingFormResponseId=1"
        assert response.json() == {"status": "success", "data": url, "redirect": True}
        listed = mockcal.api("cal_alice").get("/v2/organizations/70/routing-forms/form-intake/responses").json()
        assert [one["id"] for one in listed["data"]] == [1]

    def test_another_site_is_named_with_the_answers(self, anybody):
        response = anybody.post(PATH.format("form-intake"), json={"question1": "external"})

        assert response.json()["data"] == (
            "https://example.com/x?question1=external&form=form-intake&cal.action=externalRedirectUrl"
        )
