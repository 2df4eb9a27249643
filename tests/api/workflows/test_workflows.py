"""`/v2/organizations/{orgId}/teams/{teamId}/workflows`."""

import pytest

from tests.api.workflows.world import BASE, NUMBER, acme, mail_step, text_step, workflow
from tests.conftest import constraints, refusal

OFFSET = {"value": 2, "unit": "day"}


@pytest.fixture
def made(mockcal):
    return mockcal.load(acme())


@pytest.fixture
def carol(made, mockcal):
    return mockcal.api("cal_carol")


def data(response, status=200):
    assert response.status_code == status, response.text
    return response.json()["data"]


def errors(response):
    assert response.status_code == 400
    return response.json()["error"]["details"]["errors"]


def leaves(items):
    """Every sentence of the validator, whatever it is nested in."""
    for item in items:
        yield from item.get("constraints", {}).values()
        yield from leaves(item["children"])


class TestGuards:
    def test_nobody_is_refused(self, made, mockcal):
        assert mockcal.api().get(BASE).status_code == 401

    def test_a_team_of_elsewhere_is_not_found_before_the_role(self, made, mockcal):
        assert refusal(mockcal.api("cal_dave").get("/v2/organizations/70/teams/99/workflows")) == (
            404,
            "NotFoundException",
            "IsTeamInOrg - Team (99) not found.",
        )

    def test_a_platform_needs_the_plan_scale_before_the_role(self, made, mockcal):
        mockcal.load({"organizations": [{"slug": "acme", "isPlatform": True, "plan": "ESSENTIALS"}]})

        assert refusal(mockcal.api("cal_dave").get(BASE)) == (
            403,
            "ForbiddenException",
            "PlatformPlanGuard - organization with id=70 does not have required plan for this operation. Minimum plan is "
            "SCALE while the organization has ESSENTIALS.",
        )

    def test_members_are_refused(self, made, mockcal):
        assert refusal(mockcal.api("cal_bob").get(BASE)) == (
            403,
            "ForbiddenException",
            "RolesGuard - user with id=102 does not have the minimum required role=TEAM_ADMIN within organization with "
            "id=70 team with id=71.",
        )

    def test_the_owner_of_the_organization_may_all(self, made, mockcal):
        assert data(mockcal.api("cal_alice").get(BASE)) == []

    def test_an_organization_without_settings_is_refused_after_the_role(self, made, mockcal):
        mockcal.load({"organizations": [{"slug": "acme", "adminApi": False}]})

        assert refusal(mockcal.api("cal_bob").get(BASE))[2].startswith("RolesGuard - ")
        assert refusal(mockcal.api("cal_carol").get(BASE))[2].startswith("IsAdminAPIEnabledGuard - ")

    @pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
    def test_unknown_workflows_and_those_of_other_teams_are_not_found(self, carol, mockcal, method):
        foreign = data(mockcal.api("cal_erin").post("/v2/organizations/70/teams/72/workflows", json=workflow()), 201)[
            "id"
        ]

        for workflow_id in (foreign, 999):
            assert refusal(carol.request(method, f"{BASE}/{workflow_id}")) == (
                404,
                "NotFoundException",
                f"IsWorkflowInTeam - workflow ({workflow_id}) not found.",
            )

    def test_the_role_comes_before_the_body(self, made, mockcal):
        assert mockcal.api("cal_bob").post(BASE, json={}).status_code == 403


class TestCreate:
    FULL = workflow(
        mail_step(1),
        text_step(2, "sms_number", recipient="phone_number", verifiedPhoneId=4),
        mail_step(3, "email_address", recipient="email", verifiedEmailId=9, sender="S3"),
    )

    def test_three_steps(self, carol):
        created = data(carol.post(BASE, json=self.FULL), 201)

        steps = created["steps"]
        assert created | {"id": 0, "steps": []} == {
            "id": 0,
            "name": "W",
            "activation": {"isActiveOnAllEventTypes": True, "activeOnEventTypeIds": []},
            "trigger": {"type": "beforeEvent", "offset": {"value": 1, "unit": "day"}},
            "steps": [],
            "type": "event-type",
        }
        assert steps[0] | {"id": 0} == {
            "id": 0,
            "stepNumber": 1,
            "action": "email_attendee",
            "recipient": "attendee",
            "email": "",
            "phone": "",
            "template": "reminder",
            "includeCalendarEvent": True,
            "sender": "S1",
            "message": {"subject": "Upcoming: {EVENT_NAME}", "html": "<p>x</p>"},
        }
        assert steps[1] | {"id": 102} == {
            "id": 102,
            "stepNumber": 2,
            "action": "sms_number",
            "recipient": "phone_number",
            "email": "",
            "phone": NUMBER,
            "template": "reminder",
            "includeCalendarEvent": False,
            "sender": "S2",
            "message": {"subject": "Upcoming: {EVENT_NAME}", "text": "x"},
        }
        assert (steps[2]["recipient"], steps[2]["email"], steps[2]["phone"]) == ("email", "desk@acme.example", "")

    def test_it_is_there_afterwards(self, carol):
        created = data(carol.post(BASE, json=self.FULL), 201)

        assert data(carol.get(f"{BASE}/{created['id']}")) == created
        assert data(carol.get(BASE)) == [created]

    def test_ids_of_steps_mean_nothing_yet(self, carol):
        first = data(carol.post(BASE, json=workflow()), 201)
        borrowed = first["steps"][0]["id"]

        second = data(carol.post(BASE, json=workflow(mail_step(1, id=borrowed), mail_step(2, id=9999))), 201)

        assert [step["stepNumber"] for step in second["steps"]] == [1, 2]
        assert not {borrowed, 9999} & {step["id"] for step in second["steps"]}
        assert data(carol.get(f"{BASE}/{first['id']}")) == first

    def test_recipients_follow_from_the_action(self, carol):
        steps = [
            mail_step(1, "email_host", recipient="email"),
            text_step(2, "sms_attendee", recipient="const"),
            text_step(3, "whatsapp_attendee", phoneRequired=True),
            text_step(4, "whatsapp_number", verifiedPhoneId=4),
        ]
        for step in steps:
            step.pop("recipient", None)

        shown = data(carol.post(BASE, json=workflow(*steps)), 201)["steps"]

        assert [step["recipient"] for step in shown] == ["const", "attendee", "attendee", "phone_number"]
        assert [step.get("phoneRequired") for step in shown] == [None, False, True, None]
        assert [step["includeCalendarEvent"] for step in shown] == [True, False, False, False]

    def test_an_empty_sender_gets_a_name(self, carol):
        steps = [mail_step(1, sender=""), text_step(2, sender="")]

        shown = data(carol.post(BASE, json=workflow(*steps)), 201)["steps"]

        assert [step["sender"] for step in shown] == ["Cal.com", "Cal"]

    def test_steps_are_shown_by_their_number(self, carol):
        shown = data(carol.post(BASE, json=workflow(mail_step(2), mail_step(1), mail_step(3))), 201)["steps"]

        assert [step["stepNumber"] for step in shown] == [1, 2, 3]

    @pytest.mark.parametrize("missing", ["name", "activation", "trigger", "steps"])
    def test_everything_is_required(self, carol, missing):
        body = {key: value for key, value in workflow().items() if key != missing}

        assert missing in constraints(carol.post(BASE, json=body))

    def test_there_must_be_a_step(self, carol):
        assert constraints(carol.post(BASE, json=workflow() | {"steps": []})) == {
            "steps": {"arrayMinSize": "Your workflow must contain at least one step."}
        }

    @pytest.mark.parametrize(
        ("trigger", "sentence"),
        [
            ({"type": "never"}, "type must be one of the following values: beforeEvent, eventCancelled, newEvent, "),
            ({"type": "formSubmitted"}, "type must be one of the following values: beforeEvent, "),
            ({}, "type must be one of the following values: beforeEvent, "),
            ({"type": "beforeEvent"}, "offset must be an object"),
            ({"type": "afterEvent", "offset": {"unit": "day"}}, "value must be a number conforming to"),
            (
                {"type": "afterEvent", "offset": {"value": 1, "unit": "week"}},
                "unit must be one of the following values: hour, minute, day",
            ),
            ({"type": "afterHostsCalVideoNoShow"}, "offset must be an object"),
        ],
        ids=str,
    )
    def test_a_trigger_has_the_form_of_its_type(self, carol, trigger, sentence):
        (item,) = errors(carol.post(BASE, json=workflow() | {"trigger": trigger}))

        assert item["property"] == "trigger"
        assert next(leaves([item])).startswith(sentence)

    @pytest.mark.parametrize(
        ("step", "sentence"),
        [
            (mail_step(action="cal_ai_phone_call"), "action must be one of the following values: email_host, "),
            (mail_step(action=None), "action must be one of the following values: email_host, "),
            (mail_step(stepNumber="1"), "stepNumber must be a number conforming to the specified constraints"),
            (mail_step(template="poem"), "template must be one of the following values: reminder, custom, "),
            (mail_step(sender=None), "sender must be a string"),
            (mail_step(message=None), "message must be an object"),
            (mail_step(message={"html": "x"}), "subject must be a string"),
            (mail_step(message={"subject": "x", "text": "x"}), "html must be a string"),
            (text_step(message={"subject": "x", "html": "x"}), "text must be a string"),
            (mail_step(includeCalendarEvent="yes"), "includeCalendarEvent must be a boolean value"),
            (text_step(phoneRequired="yes"), "phoneRequired must be a boolean value"),
            (mail_step(action="email_address"), "verifiedEmailId must be a number conforming to the"),
            (text_step(action="sms_number"), "verifiedPhoneId must be a number conforming to the"),
            (text_step(action="whatsapp_number"), "verifiedPhoneId must be a number conforming to the"),
        ],
        ids=str,
    )
    def test_a_step_has_the_form_of_its_action(self, carol, step, sentence):
        (item,) = errors(carol.post(BASE, json=workflow(step)))

        assert item["property"] == "steps"
        assert item["children"][0]["property"] == "0"
        assert next(leaves([item])).startswith(sentence)

    @pytest.mark.parametrize(
        ("activation", "sentence"),
        [
            ({}, "isActiveOnAllEventTypes must be a boolean value"),
            (
                {"isActiveOnAllEventTypes": False, "activeOnEventTypeIds": ["x"]},
                "each value in activeOnEventTypeIds must be a number conforming to the specified constraints",
            ),
        ],
        ids=str,
    )
    def test_an_activation_is_checked(self, carol, activation, sentence):
        (item,) = errors(carol.post(BASE, json=workflow() | {"activation": activation}))

        assert list(leaves([item])) == [sentence]

    @pytest.mark.parametrize(
        ("step", "message"),
        [
            (mail_step(action="email_address", verifiedEmailId=999), "Invalid Verified Email Id."),
            (mail_step(action="email_address", verifiedEmailId=10), "Invalid Verified Email Id."),
            (text_step(action="sms_number", verifiedPhoneId=5), "Invalid Verified Phone Id."),
            (text_step(action="whatsapp_number", verifiedPhoneId=1.5), "Invalid Verified Phone Id."),
        ],
        ids=str,
    )
    def test_only_what_this_team_verified_will_do_and_an_empty_workflow_stays_behind(self, carol, step, message):
        response = carol.post(BASE, json=workflow(step))

        assert refusal(response) == (400, "BadRequestException", message)
        (left,) = data(carol.get(BASE))
        assert (left["name"], left["steps"]) == ("", [])

    def test_event_types_of_other_teams_are_refused(self, carol, made):
        foreign = made["eventTypes"]["acme/support/help"]["id"]
        activation = {"isActiveOnAllEventTypes": False, "activeOnEventTypeIds": [foreign]}

        assert refusal(carol.post(BASE, json=workflow() | {"activation": activation})) == (
            401,
            "TRPCError",
            "You are not authorized to access this resource",
        )

    def test_unknown_event_types_are_passed_over(self, carol, made):
        own = made["eventTypes"]["acme/sales/demo"]["id"]
        activation = {"isActiveOnAllEventTypes": False, "activeOnEventTypeIds": [9999, own]}

        created = data(carol.post(BASE, json=workflow() | {"activation": activation}), 201)

        assert created["activation"] == {"isActiveOnAllEventTypes": False, "activeOnEventTypeIds": [own]}

    def test_event_types_read_back_in_the_order_given(self, carol, made):
        own = [made["eventTypes"][f"acme/sales/{slug}"]["id"] for slug in ("other", "demo")]
        activation = {"isActiveOnAllEventTypes": False, "activeOnEventTypeIds": own}

        created = data(carol.post(BASE, json=workflow() | {"activation": activation}), 201)

        assert created["activation"] == activation

    @pytest.mark.parametrize("path", ["acme/sales/demo", "acme/support/help"])
    def test_being_active_on_all_hides_the_ids(self, carol, made, path):
        activation = {"isActiveOnAllEventTypes": True, "activeOnEventTypeIds": [made["eventTypes"][path]["id"]]}

        created = data(carol.post(BASE, json=workflow() | {"activation": activation}), 201)

        assert created["activation"] == {"isActiveOnAllEventTypes": True, "activeOnEventTypeIds": []}

    @pytest.mark.parametrize("kind", ["beforeEvent", "afterEvent"])
    def test_offsets_are_kept(self, carol, kind):
        created = data(carol.post(BASE, json=workflow() | {"trigger": {"type": kind, "offset": OFFSET}}), 201)

        assert created["trigger"] == {"type": kind, "offset": OFFSET}

    @pytest.mark.parametrize("kind", ["afterHostsCalVideoNoShow", "afterGuestsCalVideoNoShow"])
    def test_offsets_of_no_shows_read_back_as_an_hour(self, carol, kind):
        created = data(carol.post(BASE, json=workflow() | {"trigger": {"type": kind, "offset": OFFSET}}), 201)

        assert created["trigger"] == {"type": kind, "offset": {"value": 1, "unit": "hour"}}

    @pytest.mark.parametrize(
        "kind",
        [
            "newEvent",
            "eventCancelled",
            "rescheduleEvent",
            "bookingRejected",
            "bookingRequested",
            "bookingPaymentInitiated",
            "bookingPaid",
            "bookingNoShowUpdated",
        ],
    )
    def test_the_others_have_none(self, carol, kind):
        created = data(carol.post(BASE, json=workflow() | {"trigger": {"type": kind, "offset": "x"}}), 201)

        assert created["trigger"] == {"type": kind}

    def test_a_team_that_has_not_paid_writes_no_mails_of_its_own(self, carol, mockcal):
        mockcal.load(
            {"organizations": [{"slug": "acme", "teams": [{"slug": "sales", "stored": {"pending_payment": True}}]}]}
        )

        assert refusal(carol.post(BASE, json=workflow()))[:2] == (401, "TRPCError")
        assert carol.post(BASE, json=workflow(text_step())).status_code == 201


class TestList:
    @pytest.fixture
    def three(self, carol):
        return [data(carol.post(BASE, json=workflow() | {"name": name}), 201)["id"] for name in "abc"]

    @pytest.mark.parametrize(("query", "expected"), [({}, "abc"), ({"skip": 1}, "bc"), ({"take": 1}, "a")])
    def test_a_page(self, carol, three, query, expected):
        assert [one["name"] for one in data(carol.get(BASE, params=query))] == list(expected)

    @pytest.mark.parametrize("query", [{"take": 0}, {"take": 251}, {"skip": -1}])
    def test_a_page_has_bounds(self, carol, query):
        assert set(constraints(carol.get(BASE, params=query))) == set(query)


class TestUpdate:
    @pytest.fixture
    def stored(self, carol):
        body = workflow(mail_step(1), text_step(2)) | {"trigger": {"type": "beforeEvent", "offset": OFFSET}}
        return data(carol.post(BASE, json=body), 201)

    def patch(self, carol, stored, **change):
        return carol.patch(f"{BASE}/{stored['id']}", json=change)

    def test_nothing_given_changes_nothing(self, carol, stored):
        assert data(self.patch(carol, stored)) == stored

    def test_without_a_trigger_the_offset_stays(self, carol, stored):
        changed = data(self.patch(carol, stored, name="New"))

        assert changed == stored | {"name": "New"}

    def test_steps_are_the_whole_new_set(self, carol, stored):
        step = mail_step(1, id=stored["steps"][0]["id"], sender="Other")
        trigger = {"type": "afterEvent", "offset": {"value": 10, "unit": "minute"}}

        changed = data(self.patch(carol, stored, name="New", trigger=trigger, steps=[step]))

        assert changed["name"] == "New"
        assert changed["trigger"] == trigger
        assert changed["steps"] == [stored["steps"][0] | {"sender": "Other"}]

    def test_a_step_without_an_id_is_new(self, carol, stored):
        steps = [mail_step(1, id=stored["steps"][0]["id"]), mail_step(2, "email_host")]

        changed = data(self.patch(carol, stored, steps=steps))["steps"]

        assert changed[0]["id"] == stored["steps"][0]["id"]
        assert changed[1]["action"] == "email_host"
        assert changed[1]["id"] not in {step["id"] for step in stored["steps"]}

    def test_a_step_with_an_unknown_id_is_passed_over(self, carol, stored):
        steps = [mail_step(1, id=stored["steps"][0]["id"]), mail_step(2, id=9999)]

        assert len(data(self.patch(carol, stored, steps=steps))["steps"]) == 1

    def test_a_trigger_without_an_offset_forgets_it(self, carol, stored):
        assert data(self.patch(carol, stored, trigger={"type": "newEvent"}))["trigger"] == {"type": "newEvent"}

    def test_it_is_validated(self, carol, stored):
        assert constraints(self.patch(carol, stored, name=5)) == {"name": {"isString": "name must be a string"}}
        assert "steps" in constraints(self.patch(carol, stored, steps=[]))

    def test_a_refusal_changes_nothing(self, carol, stored):
        response = self.patch(carol, stored, name="New", steps=[mail_step(action="email_address", verifiedEmailId=10)])

        assert refusal(response)[2] == "Invalid Verified Email Id."
        assert data(carol.get(f"{BASE}/{stored['id']}")) == stored


class TestDelete:
    def test_it_says_nothing_more(self, carol):
        workflow_id = data(carol.post(BASE, json=workflow()), 201)["id"]

        response = carol.delete(f"{BASE}/{workflow_id}")

        assert response.json() == {"status": "success"}
        assert carol.get(f"{BASE}/{workflow_id}").status_code == 404


class TestPhoneField:
    """The booking field `smsReminderNumber` of the event types that a workflow texts for."""

    def field(self, carol, made, slug="demo"):
        event_type_id = made["eventTypes"][f"acme/sales/{slug}"]["id"]
        shown = data(carol.get(f"/v2/organizations/70/teams/71/event-types/{event_type_id}"))
        return next((one for one in shown["bookingFields"] if one.get("slug") == "smsReminderNumber"), None)

    @pytest.mark.parametrize("required", [True, False])
    def test_a_text_to_the_attendee_asks_for_a_number(self, carol, made, required):
        own = made["eventTypes"]["acme/sales/demo"]["id"]
        activation = {"isActiveOnAllEventTypes": False, "activeOnEventTypeIds": [own]}

        carol.post(BASE, json=workflow(text_step(phoneRequired=required)) | {"activation": activation})

        assert self.field(carol, made)["required"] is required
        assert self.field(carol, made, "other") is None

    def test_it_goes_with_the_step_the_activation_or_the_workflow(self, carol, made):
        own = made["eventTypes"]["acme/sales/demo"]["id"]
        stored = data(carol.post(BASE, json=workflow(text_step())), 201)
        path = f"{BASE}/{stored['id']}"
        assert self.field(carol, made, "other") is not None

        carol.patch(path, json={"activation": {"isActiveOnAllEventTypes": False, "activeOnEventTypeIds": [own]}})
        assert self.field(carol, made) is not None
        assert self.field(carol, made, "other") is None

        carol.patch(path, json={"steps": [mail_step()]})
        assert self.field(carol, made) is None

        carol.patch(path, json={"steps": [text_step()]})
        carol.delete(path)
        assert self.field(carol, made) is None
