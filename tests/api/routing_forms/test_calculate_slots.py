"""`POST /v2/routing-forms/{routingFormId}/calculate-slots`."""

import pytest

from tests.api.routing_forms.world import DATES, INTAKE, QUESTION_1, acme, form, route, rule
from tests.conftest import constraints, refusal

PATH = "/v2/routing-forms/{}/calculate-slots"
SPORT = {
    "id": "sport-id",
    "label": "sport",
    "type": "select",
    "options": [{"id": "o1", "label": "Football"}, {"id": "o2", "label": "Basketball"}],
}
SPORTS = form(
    "sports",
    [SPORT],
    route(rule("sport-id", "select_equals", ["o1"]), "eventTypeRedirectUrl", "team/sales/football"),
    route(rule("sport-id", "select_equals", ["o2"]), "eventTypeRedirectUrl", "team/sales/basketball"),
)
PERSONAL = form("personal", [QUESTION_1], route(None, "eventTypeRedirectUrl", "dave/intro"))


def hours(name, day, start, end):
    return {
        "name": name,
        "timeZone": "Europe/London",
        "isDefault": False,
        "availability": [{"days": [day], "startTime": start, "endTime": end}],
    }


def event(slug, schedule):
    hosts = [{"user": "bob", "schedule": schedule}]
    return {"title": slug, "slug": slug, "lengthInMinutes": 60, "schedulingType": "collective", "hosts": hosts}


@pytest.fixture
def world(mockcal):
    document = acme(SPORTS, INTAKE, eventTypes=[event("football", "Mondays"), event("basketball", "Tuesdays")])
    document["users"][1]["schedules"] = [
        hours("Mondays", "Monday", "09:00", "11:00"),
        hours("Tuesdays", "Tuesday", "11:00", "13:00"),
    ]
    document["users"][3]["routingForms"] = [PERSONAL]
    return mockcal.load(document)


@pytest.fixture
def anybody(world, mockcal):
    return mockcal.api()


class TestCalculateSlots:
    def test_it_needs_the_dates(self, anybody):
        response = anybody.post(PATH.format("form-sports"), json={})

        assert set(constraints(response)) == {"start", "end"}

    def test_an_end_before_the_start_is_refused(self, anybody):
        response = anybody.post(
            PATH.format("form-sports"), params={"start": "2060-01-16", "end": "2060-01-12"}, json={}
        )

        assert refusal(response)[2] == "End date cannot be before start date."

    @pytest.mark.parametrize(
        ("form_id", "answers", "message"),
        [
            ("nowhere", {}, "Route to which the form response should be redirected not found."),
            ("form-intake", {}, "Route to which the form response should be redirected not found."),
            ("form-intake", {"question1": "x"}, "Route to which the form response should be redirected not found."),
            ("form-intake", {"question1": "external"}, "Routed to a non cal.com event type URL."),
            ("form-personal", {"question1": "x"}, "Team ID not found in the routed URL."),
            ("form-intake", {"question1": "lost"}, "Event type not found."),
        ],
    )
    def test_whatever_hinders_it_is_not_found(self, anybody, form_id, answers, message):
        response = anybody.post(PATH.format(form_id), params=DATES, json=answers)

        assert refusal(response) == (404, "NotFoundException", message)

    @pytest.mark.parametrize(
        ("sport", "slug", "slots"),
        [
            (
                "Football",
                "football",
                {"2060-01-12": [{"start": "2060-01-12T09:00:00.000Z"}, {"start": "2060-01-12T10:00:00.000Z"}]},
            ),
            (
                "Basketball",
                "basketball",
                {"2060-01-13": [{"start": "2060-01-13T11:00:00.000Z"}, {"start": "2060-01-13T12:00:00.000Z"}]},
            ),
        ],
    )
    def test_the_answer_picks_the_event_type(self, anybody, world, sport, slug, slots):
        query = {"start": "2060-01-12", "end": "2060-01-16"}

        response = anybody.post(PATH.format("form-sports"), params=query, json={"sport": sport})

        assert response.status_code == 200
        assert response.json() == {
            "status": "success",
            "data": {"eventTypeId": world["eventTypes"][f"acme/sales/{slug}"]["id"], "slots": slots},
        }

    def test_nothing_is_stored_and_nobody_told(self, anybody, mockcal):
        anybody.post(PATH.format("form-sports"), params=DATES, json={"sport": "Football"})

        listed = mockcal.api("cal_alice").get("/v2/organizations/70/routing-forms/form-sports/responses").json()
        assert listed["data"] == []
        assert mockcal.advance("PT15M") == []

    def test_an_unknown_api_key_is_refused_at_the_door(self, world, mockcal):
        response = mockcal.api("cal_nobody").post(PATH.format("form-sports"), params=DATES, json={})

        assert refusal(response)[2] == "CustomThrottlerGuard - Invalid API Key"
