"""Workflows and routing forms in fixture documents."""

import pytest

from mockcal.client import Options, Refused
from tests.api.routing_forms.world import INTAKE, form
from tests.api.workflows.world import ADDRESS, BASE, NUMBER, acme, form_workflow, mail_step, text_step, workflow
from tests.conftest import NOW

NAMED = workflow(
    mail_step(1, "email_address", verifiedEmailId=ADDRESS),
    text_step(2, "sms_number", verifiedPhoneId=NUMBER),
    text_step(3, "sms_attendee", phoneRequired=True),
    activation={"isActiveOnAllEventTypes": False, "activeOnEventTypeIds": ["demo", "acme/sales/other"]},
    id=44,
)
OF_FORM = form_workflow(activation={"isActiveOnAllRoutingForms": False, "activeOnRoutingFormIds": ["intake"]}, id=45)


def world():
    document = acme(
        workflows=[NAMED, OF_FORM], routingForms=[INTAKE, form("settled", [], settings={"sendUpdatesTo": ["bob"]})]
    )
    document["organizations"][0]["routingForms"] = [form("of-acme", [])]
    document["users"][0]["routingForms"] = [form("personal", [], responses=[{"id": 5, "response": {"a": 1}}])]
    return document


def team(workflows=None, **more):
    changed = {"slug": "sales"} | ({} if workflows is None else {"workflows": workflows}) | more
    return {"organizations": [{"slug": "acme", "teams": [changed]}]}


class TestWorkflows:
    def test_records_are_named_not_numbered(self, mockcal):
        made = mockcal.load(world())

        carol = mockcal.api("cal_carol")
        shown = carol.get(f"{BASE}/44").json()["data"]
        event_types = made["eventTypes"]
        ids = [event_types["acme/sales/demo"]["id"], event_types["acme/sales/other"]["id"]]
        assert shown["activation"]["activeOnEventTypeIds"] == ids
        assert shown["steps"][0]["email"] == ADDRESS
        assert shown["steps"][1]["phone"] == NUMBER
        of_form = carol.get(f"{BASE}/45/routing-form").json()["data"]
        assert of_form["activation"]["activeOnRoutingFormIds"] == ["form-intake"]
        assert made["teams"]["acme/sales"]["workflows"] == {"W": {"id": 44}, "F": {"id": 45}}

    def test_a_later_document_changes_what_it_gives(self, mockcal):
        mockcal.load(world())
        carol = mockcal.api("cal_carol")
        before = carol.get(f"{BASE}/44").json()["data"]

        mockcal.load(team([{"name": "W", "trigger": {"type": "newEvent"}}]))

        assert carol.get(f"{BASE}/44").json()["data"] == before | {"trigger": {"type": "newEvent"}}
        assert carol.get(f"{BASE}/routing-form").json()["data"] == []

    @pytest.mark.parametrize(
        ("body", "place"),
        [
            (workflow() | {"nmae": "x"}, "workflows[0].nmae: unknown field"),
            (workflow() | {"trigger": {"type": "never"}}, "workflows[0].trigger.type: type must be one of"),
            (workflow(mail_step(colour="red")), "workflows[0].steps[0].colour: unknown field"),
            (
                workflow(mail_step(action="email_address", verifiedEmailId="x@y.example")),
                "workflows[0].steps[0].verifiedEmailId: the team has not verified x@y.example",
            ),
            (
                workflow(activation={"isActiveOnAllEventTypes": False, "activeOnEventTypeIds": ["gone"]}),
                "workflows[0].activation.activeOnEventTypeIds: the team has no event type gone",
            ),
        ],
    )
    def test_a_mistake_is_told_with_its_place(self, mockcal, body, place):
        with pytest.raises(Refused, match=r"organizations\[0\]\.teams\[0\]\.") as refused:
            mockcal.load(acme(workflows=[body]))

        assert place in str(refused.value)

    def test_bookings_of_a_document_are_reminded_of(self, mockcal):
        document = acme(workflows=[workflow()])
        booking = {"eventType": "acme/sales/demo", "start": "2026-01-08T10:00:00Z", "host": "bob", "uid": "bk_1"}
        document["bookings"] = [booking | {"attendee": {"name": "Ana", "email": "ana@example.com", "timeZone": "UTC"}}]
        mockcal.load(document)

        happened = mockcal.advance("P3D")

        assert {"at": "2026-01-07T10:00:00.000Z", "what": "WORKFLOW_REMINDER", "subject": "booking:bk_1"} in happened


class TestRoutingForms:
    def test_they_belong_to_users_teams_and_organizations(self, mockcal):
        made = mockcal.load(world())

        assert made["users"]["alice"]["routingForms"] == {"personal": {"id": "form-personal"}}
        assert made["teams"]["acme/sales"]["routingForms"]["intake"] == {"id": "form-intake"}
        assert made["organizations"]["acme"]["routingForms"] == {"of-acme": {"id": "form-of-acme"}}

    def test_a_later_document_changes_what_it_gives(self, mockcal):
        mockcal.load(world())

        mockcal.load(team(routingForms=[{"name": "intake", "description": "Changed"}]))

        (shown,) = mockcal.api("cal_carol").get("/v2/organizations/70/teams/71/routing-forms").json()["data"]
        assert (shown["id"], shown["description"]) == ("form-intake", "Changed")
        assert shown["fields"] == INTAKE["fields"]

    @pytest.mark.parametrize(
        ("broken", "place"),
        [
            ({"fields": [{"label": "x"}]}, "routingForms[0].fields[0].type: Field required"),
            ({"routes": ["x"]}, "routingForms[0].routes[0]: "),
            ({"routes": [{"queryValue": {"children1": "x"}}]}, "routingForms[0].routes[0].queryValue.children1"),
            ({"colour": "red"}, "routingForms[0].colour: unknown field"),
        ],
    )
    def test_a_mistake_is_told_with_its_place(self, mockcal, broken, place):
        with pytest.raises(Refused) as refused:
            mockcal.load(acme(routingForms=[{"name": "x"} | broken]))

        assert place in str(refused.value)


class TestExport:
    def test_steps_outlive_the_addresses_they_were_verified_for(self, mockcal, mockcal_server):
        mockcal.load(world())
        mockcal.load(team(verifiedEmails=[], verifiedPhones=[]))
        saved = mockcal.export()

        with mockcal_server.sandbox(Options(fixtures=[], now=NOW)) as copy:
            copy.load(saved)

            shown = copy.api("cal_carol").get(BASE).json()
            assert shown == mockcal.api("cal_carol").get(BASE).json()
            assert [step["email"] for step in shown["data"][0]["steps"]] == [ADDRESS, "", ""]
            assert copy.api("cal_carol").get("/v2/teams/71/verified-resources/emails").json()["data"] == []
            assert copy.export() == saved

    def test_what_was_saved_loads_to_the_same(self, mockcal, mockcal_server):
        mockcal.load(world())
        respond = "/v2/organizations/70/teams/71/routing-forms/form-intake/responses"
        dates = {"start": "2050-09-05", "end": "2050-09-06"}
        bob = mockcal.api("cal_bob")
        assert bob.post(respond, params=dates, json={"question1": "x"}).status_code == 201
        assert bob.post(respond, params=dates | {"queueResponse": "true"}, json={"question1": "y"}).status_code == 201
        saved = mockcal.export()

        with mockcal_server.sandbox(Options(fixtures=[], now=NOW)) as copy:
            copy.load(saved)

            event_types = "/v2/organizations/70/teams/71/event-types"
            for path in (BASE, f"{BASE}/routing-form", "/v2/organizations/70/routing-forms", respond, event_types):
                before = mockcal.api("cal_alice").get(path)
                assert before.status_code == 200
                assert copy.api("cal_alice").get(path).json() == before.json()
            assert copy.export()["organizations"] == saved["organizations"]
