"""Answering a form: `POST …/routing-forms/{routingFormId}/responses` for organizations and teams."""

import pytest

from mockcal.client import Options
from tests.api.routing_forms.world import DATES, DEMO, INTAKE, QUESTION_1, acme, form, route, rule
from tests.conftest import NOW, constraints, refusal

ORG = "/v2/organizations/70/routing-forms/form-intake/responses"
TEAM = "/v2/organizations/70/teams/71/routing-forms/form-intake/responses"
PERSONAL = form(
    "personal",
    [QUESTION_1],
    route(rule("f1", "equal", ["mine"]), "eventTypeRedirectUrl", "dave/intro"),
)


@pytest.fixture
def world(mockcal):
    document = acme(INTAKE, eventTypes=[DEMO])
    document["users"][3] |= {
        "routingForms": [PERSONAL],
        "eventTypes": [{"title": "Intro", "slug": "intro", "lengthInMinutes": 30}],
    }
    return mockcal.load(document)


@pytest.fixture
def alice(world, mockcal):
    return mockcal.api("cal_alice")


@pytest.fixture
def bob(world, mockcal):
    return mockcal.api("cal_bob")


def respond(client, answers, path=TEAM, **query):
    return client.post(path, params=DATES | query, json=answers)


class TestWhoMayRespond:
    @pytest.mark.parametrize("path", [ORG, TEAM])
    def test_nobody_is_refused(self, world, mockcal, path):
        assert respond(mockcal.api(), {}, path).status_code == 401

    def test_an_unknown_organization_is_refused(self, alice):
        response = respond(alice, {}, "/v2/organizations/999/routing-forms/form-intake/responses")

        assert refusal(response)[:2] == (403, "ForbiddenException")

    @pytest.mark.parametrize("form_id", ["form-intake", "nowhere"])
    def test_to_others_than_its_admins_an_organization_opens_only_their_own_forms(self, bob, form_id):
        response = respond(bob, {}, f"/v2/organizations/70/routing-forms/{form_id}/responses")

        assert refusal(response) == (
            403,
            "ForbiddenException",
            f"Routing Form with id={form_id} is not a user Routing Form owned by user with id=102.",
        )

    def test_the_owner_of_a_personal_form_needs_no_membership(self, world, mockcal):
        path = "/v2/organizations/70/routing-forms/form-personal/responses"

        response = respond(mockcal.api("cal_dave"), {"question1": "mine"}, path)

        assert response.status_code == 201
        assert response.json()["data"]["eventTypeId"] == world["eventTypes"]["dave/intro"]["id"]

    def test_an_admin_answers_any_form_with_event_types_of_his_own(self, alice):
        response = respond(alice, {"question1": "mine"}, "/v2/organizations/70/routing-forms/form-personal/responses")

        assert refusal(response)[2] == "Chosen event type identified by slug intro not found."

    def test_members_of_the_organization_are_not_of_the_team(self, world, mockcal):
        assert refusal(respond(mockcal.api("cal_erin"), {})) == (
            403,
            "ForbiddenException",
            "RolesGuard - User is not part of the team with id=71 and/or, is not an admin nor an owner of the "
            "organization with id=70.",
        )

    def test_a_form_of_elsewhere_is_refused(self, bob):
        response = respond(bob, {}, "/v2/organizations/70/teams/71/routing-forms/form-personal/responses")

        assert refusal(response)[2] == (
            "IsRoutingFormInTeam - team with id=(71) does not own routing form with id=(form-personal)."
        )

    def test_no_plan_is_needed(self, bob, mockcal):
        mockcal.load({"organizations": [{"slug": "acme", "isPlatform": True, "plan": "FREE"}]})

        assert respond(bob, {"question1": "different-answer"}).status_code == 201


class TestQuery:
    @pytest.mark.parametrize(
        ("query", "rule_name", "sentence"),
        [
            ({"start": None}, "isIso8601", "start must be a valid ISO 8601 date string"),
            ({"end": "tomorrow"}, "isIso8601", "end must be a valid ISO 8601 date string"),
            ({"timeZone": "Narnia"}, "isTimeZone", "timeZone must be a valid IANA time-zone"),
            ({"format": "both"}, "isIn", "slotFormat must be either 'range' or 'time'"),
            ({"duration": "x"}, "isNumber", "duration must be a number conforming to the specified constraints"),
        ],
        ids=str,
    )
    def test_it_is_validated(self, bob, query, rule_name, sentence):
        sent = {key: value for key, value in (DATES | query).items() if value is not None}

        response = bob.post(TEAM, params=sent, json={})

        assert constraints(response)[next(iter(query))][rule_name] == sentence

    def test_an_end_before_the_start_is_refused_before_the_form_is_looked_for(self, alice):
        path = "/v2/organizations/70/routing-forms/nowhere/responses"

        assert refusal(respond(alice, {}, path, end="2050-09-04")) == (
            400,
            "BadRequestException",
            "End date cannot be before start date.",
        )

    def test_an_unknown_form_is_not_found(self, alice):
        assert refusal(respond(alice, {}, "/v2/organizations/70/routing-forms/nowhere/responses")) == (
            404,
            "NotFoundException",
            "Routing form not found.",
        )


class TestAnswers:
    @pytest.mark.parametrize("answers", [{"question2": "x"}, {"question1": ""}, {"question1": None}, {}], ids=str)
    def test_a_required_field_is_missed_by_its_label(self, bob, answers):
        assert refusal(respond(bob, answers)) == (400, "BadRequestException", "Missing required fields Question 1")

    def test_several_are_missed_together_and_zero_is_no_answer(self, mockcal):
        fields = [
            {"id": "a", "label": "First", "type": "select", "options": [], "required": True},
            {"id": "b", "label": "Second", "type": "number", "required": True},
            {"id": "c", "label": "Gone", "type": "text", "required": True, "deleted": True},
        ]
        mockcal.load(acme(form("intake", fields)))

        response = respond(mockcal.api("cal_bob"), {"Second": 0})

        assert refusal(response)[2] == "Missing required fields First, Second"

    def test_only_emails_are_checked(self, mockcal):
        kinds = ("email", "email", "phone", "number", "select")
        fields = [{"id": f"{i}", "identifier": f"k{i}", "label": f"L{i}", "type": kind} for i, kind in enumerate(kinds)]
        mockcal.load(acme(form("intake", fields)))
        bob = mockcal.api("cal_bob")

        assert refusal(respond(bob, {"k0": "ana", "k1": "b@b.example"})) == (
            400,
            "BadRequestException",
            "Invalid value for fields 'L0' with value 'ana' should be valid email",
        )
        assert refusal(respond(bob, {"k0": "ana", "k1": "bo"}))[2] == (
            "Invalid value for fields 'L0' with value 'ana' should be valid email, "
            "'L1' with value 'bo' should be valid email"
        )
        assert respond(bob, {"k2": "no phone", "k3": "no number", "k4": "no option"}).status_code == 201

    def test_they_are_stored_by_field_with_options_by_id(self, mockcal):
        options = [{"id": "o1", "label": "Rome"}, {"id": "o2", "label": "Paris"}]
        fields = [
            {"id": "t", "label": "Text", "type": "text"},
            {"id": "n", "identifier": "count", "label": "Number", "type": "number"},
            {"id": "s", "label": "Select", "type": "select", "options": options},
            {"id": "m", "label": "Many", "type": "multiselect", "options": options},
            {"id": "l", "label": "Legacy", "type": "select", "selectText": "Rome\nParis"},
            {"id": "u", "label": "Unanswered", "type": "multiselect", "options": options},
            {"id": "d", "label": "Deleted", "type": "text", "deleted": True},
        ]
        mockcal.load(acme(form("intake", fields)))
        answers = {
            "Text": 5,
            "count": "2.5",
            "Select": " Rome",
            "Many": ["Paris", "o1", "Oslo"],
            "Legacy": "Paris",
            "x": "y",
        }

        assert respond(mockcal.api("cal_bob"), answers).status_code == 201

        stored = mockcal.api("cal_alice").get(ORG).json()["data"][0]
        assert stored["response"] == {
            "t": {"label": "Text", "value": "5"},
            "n": {"label": "Number", "value": 2.5},
            "s": {"label": "Select", "value": "o1"},
            "m": {"label": "Many", "value": ["o2", "o1", "Oslo"]},
            "l": {"label": "Legacy", "value": "Paris"},
            "u": {"label": "Unanswered", "value": ""},
        }
        assert stored["createdAt"] == NOW
        assert stored["routedToBookingUid"] is None


class TestOutcomes:
    @pytest.mark.parametrize("answers", [{"question1": "answer1", "question2": "x"}, {"question1": "ANSWER1"}])
    def test_an_event_type_with_its_slots(self, bob, world, answers):
        response = respond(bob, answers)

        assert response.status_code == 201
        data = response.json()["data"]
        assert data["routing"] == {"responseId": 1, "teamMemberIds": [], "skipContactOwner": False}
        assert data["eventTypeId"] == world["eventTypes"]["acme/sales/demo"]["id"]
        assert list(data["slots"]) == ["2050-09-05", "2050-09-06"]
        assert data["slots"]["2050-09-05"][0] == {"start": "2050-09-05T08:00:00.000Z"}

    def test_slots_follow_the_query(self, bob):
        query = {"timeZone": "Europe/Rome", "format": "RANGE", "end": "2050-09-05"}

        slots = respond(bob, {"question1": "answer1"}, **query).json()["data"]["slots"]

        assert list(slots) == ["2050-09-05"]
        assert slots["2050-09-05"][0] == {
            "start": "2050-09-05T10:00:00.000+02:00",
            "end": "2050-09-05T11:00:00.000+02:00",
        }

    def test_a_message(self, bob):
        assert respond(bob, {"question1": "different-answer"}).json() == {
            "status": "success",
            "data": {"routingCustomMessage": "Fallback Message"},
        }

    def test_another_site_with_everything_that_was_said(self, bob):
        response = respond(bob, {"question1": "external", "more & more": ["a", "b"]}, queueResponse="TRUE")

        assert response.json()["data"] == {
            "routingExternalRedirectUrl": "https://example.com/x?question1=external&more%20%26%20more=a%2Cb"
            "&form=form-intake&cal.queueFormResponse=true&cal.action=externalRedirectUrl"
        }

    def test_a_message_and_a_site_store_a_response_too(self, alice, bob):
        respond(bob, {"question1": "external"})
        respond(bob, {"question1": "different-answer"})

        assert len(alice.get(ORG).json()["data"]) == 2

    @pytest.mark.parametrize(
        ("answer", "message"),
        [("lost", "Chosen event type identified by slug gone not found."), ("silence", "No route found.")],
    )
    def test_a_route_to_nowhere_is_refused_once_the_response_is_stored(self, alice, answer, message):
        response = respond(alice, {"question1": answer})

        assert (response.status_code, response.json()["error"]["message"]) == (400, message)
        assert [one["response"]["f1"]["value"] for one in alice.get(ORG).json()["data"]] == [answer]

    def test_a_form_without_a_fallback_is_refused(self, mockcal):
        incomplete = INTAKE | {"routes": INTAKE["routes"][:1]}
        mockcal.load(acme(incomplete))
        alice = mockcal.api("cal_alice")

        response = respond(alice, {})

        assert response.status_code == 400
        assert "no fallback route" in response.headers["x-mockcal-explain"]
        assert alice.get(ORG).json()["data"] == []

    @pytest.mark.parametrize(
        ("template", "answers"),
        [
            ("team/sales/{city}", {"city": "New York"}),
            ("team/sales/{CITY}", {"city": "o1"}),
            ("team/sales/{Which city}", {"city": "New York"}),
            ("team/sales/{tags}", {"tags": ["new", "York"]}),
            ("team/sales/{unknown}new-york?x={city}", {"city": "Rome"}),
        ],
    )
    def test_an_event_types_path_is_filled_with_answers(self, mockcal, template, answers):
        fields = [
            {
                "id": "c",
                "identifier": "city",
                "label": "Which city",
                "type": "select",
                "options": [{"id": "o1", "label": "New York"}],
            },
            {"id": "t", "identifier": "tags", "label": "Tags", "type": "multiselect", "options": []},
        ]
        slug = "new-york" if "unknown" not in template else "{unknown}new-york"
        mockcal.load(acme(form("intake", fields, route(None, "eventTypeRedirectUrl", template))))

        response = respond(mockcal.api("cal_bob"), answers)

        assert response.json()["error"]["message"] == f"Chosen event type identified by slug {slug} not found."

    def test_a_route_may_skip_the_contact_owner(self, mockcal):
        skipping = route(
            None, "eventTypeRedirectUrl", "team/sales/demo", attributeRoutingConfig={"skipContactOwner": True}
        )
        mockcal.load(acme(form("intake", [], skipping), eventTypes=[DEMO]))

        assert respond(mockcal.api("cal_bob"), {}).json()["data"]["routing"]["skipContactOwner"] is True


class TestRepetition:
    @pytest.fixture
    def mockcal_options(self):
        return Options(fixtures=[], now=NOW, rate_limit="real")

    def test_the_eleventh_time_within_a_minute_is_refused(self, bob, mockcal):
        answers = {"question1": "again"}
        for _ in range(10):
            assert respond(bob, answers).status_code == 201

        assert refusal(respond(bob, answers)) == (
            429,
            "TRPCError",
            "You have exceeded the allowed number of requests",
        )
        assert respond(bob, {"question1": "other"}).status_code == 201
        mockcal.advance("PT61S")
        assert respond(bob, answers).status_code == 201


class TestQueue:
    def test_a_queued_response_is_not_listed_yet(self, alice, bob, mockcal):
        data = respond(bob, {"question1": "answer1"}, queueResponse="true").json()["data"]

        assert set(data["routing"]) == {"queuedResponseId", "teamMemberIds", "skipContactOwner"}
        assert isinstance(data["routing"]["queuedResponseId"], str)
        assert alice.get(ORG).json()["data"] == []
        assert mockcal.advance("PT15M") == []

    def test_a_booking_makes_it_real(self, alice, bob, mockcal):
        data = respond(bob, {"question1": "answer1"}, queueResponse="true").json()["data"]
        booking = {
            "start": data["slots"]["2050-09-05"][0]["start"],
            "eventTypeId": data["eventTypeId"],
            "attendee": {"name": "Ana", "email": "ana@example.com", "timeZone": "Europe/Rome"},
            "routing": data["routing"],
        }

        booked = mockcal.api(version="2024-08-13").post("/v2/bookings", json=booking)

        assert booked.status_code == 201, booked.text
        (listed,) = alice.get(ORG).json()["data"]
        assert listed["routedToBookingUid"] == booked.json()["data"]["uid"]
        assert listed["response"]["f1"]["value"] == "answer1"
