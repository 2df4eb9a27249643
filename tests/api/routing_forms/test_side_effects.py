"""What follows a response: webhooks, mails, and what falls due a quarter of an hour later."""

import json

import pytest

from tests.api.routing_forms.world import DATES, DEMO, acme, form, route, rule

RESPOND = "/v2/organizations/70/teams/71/routing-forms/form-intake/responses"
EMAIL = {"id": "e", "identifier": "email", "label": "Your email", "type": "email"}
SPORT = {"id": "s", "label": "sport", "type": "select", "options": [{"id": "o1", "label": "Football"}]}
TAGS = {"id": "t", "label": "tags", "type": "multiselect", "selectText": "Red\nBlue"}
INTAKE = form("intake", [EMAIL, SPORT, TAGS], route(None, "eventTypeRedirectUrl", "team/sales/demo"))
ALL = ["FORM_SUBMITTED", "FORM_SUBMITTED_NO_EVENT", "ROUTING_FORM_FALLBACK_HIT"]
ANSWERS = {"email": "ana@example.com", "sport": "Football", "tags": ["Red", "Blue"]}
RESPONSES = {
    "email": {"value": "ana@example.com", "response": "ana@example.com"},
    "sport": {"value": ["Football"], "response": [{"label": "Football", "id": "o1"}]},
    "tags": {"value": ["Red", "Blue"], "response": [{"label": "Red", "id": None}, {"label": "Blue", "id": None}]},
}


def hook(name):
    return {"subscriberUrl": f"http://127.0.0.1:9/{name}", "active": True, "triggers": ALL}


def sent(mockcal, trigger):
    """Bodies by the last part of their URL."""
    found = mockcal.deliveries(trigger=trigger)
    return {one["url"].rpartition("/")[2]: json.loads(one["requestBody"]) for one in found}


def world(intake=INTAKE, **more):
    document = acme(intake, eventTypes=[DEMO], webhooks=[hook("team")], **more)
    document["organizations"][0]["webhooks"] = [hook("org")]
    document["organizations"][0]["teams"][1]["webhooks"] = [hook("support")]
    document["users"][1]["webhooks"] = [hook("bob")]
    return document


@pytest.fixture
def bob(mockcal):
    mockcal.load(world())
    return mockcal.api("cal_bob")


def respond(client, answers=ANSWERS, **query):
    response = client.post(RESPOND, params=DATES | query, json=answers)
    assert response.status_code == 201, response.text
    return response.json()["data"]


def book(mockcal, data):
    body = {
        "start": data["slots"]["2050-09-05"][0]["start"],
        "eventTypeId": data["eventTypeId"],
        "attendee": {"name": "Ana", "email": "ana@example.com", "timeZone": "Europe/Rome"},
        "routing": data["routing"],
    }
    booked = mockcal.api(version="2024-08-13").post("/v2/bookings", json=body)
    assert booked.status_code == 201, booked.text


class TestFormSubmitted:
    def test_the_team_and_its_organization_hear_of_it(self, bob, mockcal):
        respond(bob)

        bodies = sent(mockcal, "FORM_SUBMITTED")

        assert set(bodies) == {"team", "org"}
        assert bodies["team"] == {
            "email": "ana@example.com",
            "sport": "Football",
            "tags": ["Red", "Blue"],
            "triggerEvent": "FORM_SUBMITTED",
            "createdAt": "2026-01-05T08:00:00.000Z",
            "payload": {"formId": "form-intake", "formName": "intake", "teamId": 71, "responses": RESPONSES},
        }
        assert list(bodies["team"]) == ["email", "sport", "tags", "triggerEvent", "createdAt", "payload"]

    def test_answers_cannot_take_the_place_of_standard_keys(self, mockcal):
        sly = form("intake", [{"id": "x", "label": "payload", "type": "text"}])
        mockcal.load(world(sly))

        mockcal.api("cal_bob").post(RESPOND, params=DATES, json={"payload": "mine"})

        body = sent(mockcal, "FORM_SUBMITTED")["team"]
        assert list(body) == ["triggerEvent", "createdAt", "payload"]
        assert body["payload"]["responses"] == {"payload": {"value": "mine", "response": "mine"}}

    def test_of_a_personal_form_its_owner_hears(self, mockcal):
        document = world()
        document["users"][1]["routingForms"] = [form("mine", [EMAIL])]
        mockcal.load(document)

        path = "/v2/organizations/70/routing-forms/form-mine/responses"
        mockcal.api("cal_bob").post(path, params=DATES, json={"email": "ana@example.com"})

        bodies = sent(mockcal, "FORM_SUBMITTED")
        assert set(bodies) == {"bob", "org"}
        assert bodies["bob"]["payload"]["teamId"] is None

    def test_of_a_queued_response_nobody_hears(self, bob, mockcal):
        respond(bob, queueResponse="true")

        assert mockcal.deliveries() == []


class TestFormSubmittedNoEvent:
    def test_it_comes_after_fifteen_minutes_without_a_booking(self, bob, mockcal):
        respond(bob)

        assert mockcal.advance("PT14M59S") == []
        assert mockcal.advance("PT1S") == [
            {"at": "2026-01-05T08:15:00.000Z", "what": "FORM_SUBMITTED_NO_EVENT", "subject": "form-response:1"}
        ]

        bodies = sent(mockcal, "FORM_SUBMITTED_NO_EVENT")
        assert set(bodies) == {"team", "org"}
        assert bodies["team"] == {
            "triggerEvent": "FORM_SUBMITTED_NO_EVENT",
            "createdAt": "2026-01-05T08:15:00.000Z",
            "payload": {
                "formId": "form-intake",
                "formName": "intake",
                "teamId": 71,
                "responses": RESPONSES,
                "redirect": {"type": "eventTypeRedirectUrl", "value": "team/sales/demo"},
                "responseId": 1,
            },
        }

    def test_a_booking_from_the_response_forestalls_it(self, bob, mockcal):
        book(mockcal, respond(bob))

        assert mockcal.advance("PT15M") == []

    def test_so_does_one_from_another_response_of_the_same_address(self, bob, mockcal):
        respond(bob)
        respond(bob, ANSWERS | {"email": "ben@example.com"})
        book(mockcal, respond(bob, ANSWERS | {"tags": ""}))

        happened = mockcal.advance("PT15M")

        assert [one["subject"] for one in happened] == ["form-response:2"]


class TestFallbackHit:
    def test_it_is_told_when_an_attribute_route_finds_nobody(self, mockcal):
        action = {"type": "customPageMessage", "value": "Nobody"}
        nobody = rule("desk", "select_equals", ["tokyo"])
        to_demo = route(
            None, "eventTypeRedirectUrl", "team/sales/demo", attributesQueryValue=nobody, fallbackAction=action
        )
        document = world(form("intake", [EMAIL], to_demo))
        document["organizations"][0]["attributes"] = [
            {"name": "Desk", "slug": "desk", "type": "SINGLE_SELECT", "options": [{"value": "Rome", "slug": "rome"}]}
        ]
        mockcal.load(document)

        respond(mockcal.api("cal_bob"), {"email": "ana@example.com"})

        assert sent(mockcal, "ROUTING_FORM_FALLBACK_HIT")["team"]["payload"] == {
            "formId": "form-intake",
            "formName": "intake",
            "teamId": 71,
            "responseId": 1,
            "fallbackAction": action,
            "responses": {"email": {"value": "ana@example.com", "response": "ana@example.com"}},
        }

    def test_it_waits_for_the_booking_of_a_queued_response(self, mockcal):
        desk = {"name": "Desk", "slug": "desk", "type": "SINGLE_SELECT", "options": [{"value": "Rome", "slug": "rome"}]}
        trees = [rule("desk", "select_equals", [place]) for place in ("tokyo", "rome")]
        rules = dict(zip(("attributesQueryValue", "fallbackAttributesQueryValue"), trees, strict=True))
        document = world(form("intake", [EMAIL], route(None, "eventTypeRedirectUrl", "team/sales/demo", **rules)))
        document["organizations"][0]["attributes"] = [desk]
        mockcal.load(document)

        queued = respond(mockcal.api("cal_bob"), {"email": "ana@example.com"}, queueResponse="true")
        assert mockcal.deliveries() == []
        book(mockcal, queued)

        assert sent(mockcal, "ROUTING_FORM_FALLBACK_HIT")["team"]["payload"]["responseId"] == 1


class TestMails:
    @pytest.mark.parametrize(
        ("settings", "expected"),
        [
            (None, []),
            ({"emailOwnerOnSubmission": True}, ["carol@example.com"]),
            ({"sendToAll": True}, ["bob@example.com", "carol@example.com"]),
            ({"sendUpdatesTo": ["bob", "erin"]}, ["bob@example.com"]),
            ({"emailOwnerOnSubmission": True, "sendUpdatesTo": ["bob"]}, ["bob@example.com", "carol@example.com"]),
        ],
        ids=str,
    )
    def test_they_go_to_whom_the_settings_name(self, mockcal, settings, expected):
        mockcal.load(world(INTAKE | {"owner": "carol", "settings": settings}))

        respond(mockcal.api("cal_bob"))

        mails = mockcal.outbox()
        assert [address for mail in mails for address in mail["to"]] == expected
        for mail in mails:
            assert mail["template"] == "routing-form-response"
            assert mail["subject"] == "intake has a new response"
            assert "Your email: ana@example.com" in mail["text"]
            assert "tags: Red, Blue" in mail["text"]
