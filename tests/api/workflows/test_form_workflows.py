"""`…/workflows/routing-form`: workflows of routing forms, and what they send."""

import pytest

from tests.api.routing_forms.world import form
from tests.api.workflows.world import ADDRESS, BASE, NUMBER, acme, form_workflow, mail_step, text_step, workflow
from tests.conftest import constraints, refusal

FORMS = f"{BASE}/routing-form"
FIELDS = [
    {"id": "e", "identifier": "email", "label": "Your email", "type": "email"},
    {"id": "p", "identifier": "phone", "label": "Your phone", "type": "phone"},
]
RESPOND = "/v2/organizations/70/teams/71/routing-forms/form-intake/responses"
DATES = {"start": "2050-09-05", "end": "2050-09-06"}


@pytest.fixture
def carol(mockcal):
    world = acme(routingForms=[form("intake", FIELDS), form("second", FIELDS)])
    world["organizations"][0]["teams"][1]["routingForms"] = [form("foreign", [])]
    mockcal.load(world)
    return mockcal.api("cal_carol")


def data(response, status=200):
    assert response.status_code == status, response.text
    return response.json()["data"]


class TestFormWorkflows:
    def test_they_are_made_and_shown(self, carol):
        body = form_workflow(trigger={"type": "formSubmittedNoEvent", "offset": {"value": 20, "unit": "minute"}})

        created = data(carol.post(FORMS, json=body), 201)

        assert created | {"id": 0, "steps": []} == {
            "id": 0,
            "name": "F",
            "activation": {"isActiveOnAllRoutingForms": True, "activeOnRoutingFormIds": []},
            "trigger": {"type": "formSubmittedNoEvent", "offset": {"value": 20, "unit": "minute"}},
            "steps": [],
            "type": "routing-form",
        }
        assert data(carol.get(FORMS)) == [created]
        assert data(carol.get(f"{BASE}/{created['id']}/routing-form")) == created

    def test_they_are_apart_from_those_of_event_types(self, carol):
        of_form = data(carol.post(FORMS, json=form_workflow()), 201)["id"]
        of_event = data(carol.post(BASE, json=workflow()), 201)["id"]

        assert [one["id"] for one in data(carol.get(FORMS))] == [of_form]
        assert [one["id"] for one in data(carol.get(BASE))] == [of_event]
        for method in ("GET", "PATCH", "DELETE"):
            assert refusal(carol.request(method, f"{BASE}/{of_form}"))[::2] == (
                404,
                f"IsWorkflowInTeam - workflow ({of_form}) not found.",
            )
            assert carol.request(method, f"{BASE}/{of_event}/routing-form").status_code == 404

    def test_they_are_active_on_some_forms(self, carol):
        activation = {"isActiveOnAllRoutingForms": False, "activeOnRoutingFormIds": ["form-second", "nowhere"]}

        created = data(carol.post(FORMS, json=form_workflow(activation=activation)), 201)

        assert created["activation"] == {"isActiveOnAllRoutingForms": False, "activeOnRoutingFormIds": ["form-second"]}

    def test_forms_of_other_teams_are_refused(self, carol):
        activation = {"isActiveOnAllRoutingForms": False, "activeOnRoutingFormIds": ["form-foreign"]}

        assert refusal(carol.post(FORMS, json=form_workflow(activation=activation)))[:2] == (401, "TRPCError")

    def test_there_must_be_an_allowed_step(self, carol):
        allowed = (
            "Your workflow must contain at least one allowed step. "
            "allowed steps are email_attendee,email_address,sms_attendee,sms_number"
        )

        assert constraints(carol.post(FORMS, json=form_workflow() | {"steps": []})) == {
            "steps": {"arrayMinSize": allowed}
        }
        response = carol.post(FORMS, json=form_workflow(mail_step(action="email_host")))
        assert response.status_code == 400
        assert allowed in response.text

    @pytest.mark.parametrize("trigger", [{"type": "newEvent"}, {"type": "formSubmittedNoEvent"}], ids=str)
    def test_triggers_are_those_of_forms(self, carol, trigger):
        assert carol.post(FORMS, json=form_workflow(trigger=trigger)).status_code == 400

    def test_they_change_and_go(self, carol):
        created = data(carol.post(FORMS, json=form_workflow()), 201)
        path = f"{BASE}/{created['id']}/routing-form"

        assert data(carol.patch(path, json={"name": "New"})) == created | {"name": "New"}
        assert carol.delete(path).json() == {"status": "success"}
        assert carol.get(path).status_code == 404


class TestMessages:
    STEPS = [
        mail_step(1, message={"subject": "Thanks {EMAIL}", "html": "<p>From {FORM_NAME}, {YOUR_PHONE}</p>"}),
        mail_step(2, "email_address", verifiedEmailId=9, message={"subject": "New", "html": "<p>{EMAIL}</p>"}),
        text_step(3, message={"subject": "", "text": "Hello {YOUR_EMAIL}"}),
        text_step(4, "sms_number", verifiedPhoneId=4),
    ]

    def respond(self, mockcal, **answers):
        response = mockcal.api("cal_bob").post(RESPOND, params=DATES, json=answers)
        assert response.status_code == 201

    def test_a_response_sets_them_off_at_once(self, carol, mockcal):
        data(carol.post(FORMS, json=form_workflow(*self.STEPS)), 201)

        self.respond(mockcal, email="ana@example.com", phone="+393331112222")

        sent = mockcal.outbox()
        assert [(one["kind"], one["to"], one["template"]) for one in sent] == [
            ("email", ["ana@example.com"], "workflow-reminder"),
            ("email", [ADDRESS], "workflow-reminder"),
            ("sms", ["+393331112222"], "workflow-reminder"),
            ("sms", [NUMBER], "workflow-reminder"),
        ]
        assert sent[0]["subject"] == "Thanks ana@example.com"
        assert sent[0]["html"] == "<p>From intake, +393331112222</p>"
        assert sent[0]["text"] == "From intake, +393331112222"
        assert sent[2]["text"] == "Hello ana@example.com"

    def test_whoever_gave_no_address_gets_nothing(self, carol, mockcal):
        data(carol.post(FORMS, json=form_workflow(*self.STEPS)), 201)

        self.respond(mockcal)

        assert [one["to"] for one in mockcal.outbox()] == [[ADDRESS], [NUMBER]]

    def test_only_the_forms_that_it_is_active_on_count(self, carol, mockcal):
        activation = {"isActiveOnAllRoutingForms": False, "activeOnRoutingFormIds": ["form-second"]}
        data(carol.post(FORMS, json=form_workflow(activation=activation)), 201)

        self.respond(mockcal, email="ana@example.com")

        assert mockcal.outbox() == []

    def test_a_response_without_a_booking_is_followed_up(self, carol, mockcal):
        trigger = {"type": "formSubmittedNoEvent", "offset": {"value": 2, "unit": "hour"}}
        data(carol.post(FORMS, json=form_workflow(trigger=trigger)), 201)

        self.respond(mockcal, email="ana@example.com")
        mockcal.advance("PT1H59M")
        assert mockcal.outbox() == []

        happened = mockcal.advance("PT1M")

        assert [one["what"] for one in happened] == ["WORKFLOW_REMINDER"]
        assert [one["to"] for one in mockcal.outbox()] == [["ana@example.com"]]

    def test_unless_the_workflow_is_gone_by_then(self, carol, mockcal):
        trigger = {"type": "formSubmittedNoEvent", "offset": {"value": 2, "unit": "hour"}}
        workflow_id = data(carol.post(FORMS, json=form_workflow(trigger=trigger)), 201)["id"]
        self.respond(mockcal, email="ana@example.com")

        carol.delete(f"{BASE}/{workflow_id}/routing-form")

        mockcal.advance("P1D")
        assert mockcal.outbox() == []
