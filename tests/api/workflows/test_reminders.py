"""What workflows of event types send, and when."""

import pytest

from tests.api.workflows.world import ADDRESS, BASE, NUMBER, acme, event_type, mail_step, text_step, workflow

START = "2026-01-07T10:00:00Z"  # Wednesday, 11:00 in Rome


@pytest.fixture
def made(mockcal):
    event_types = [
        event_type(),
        event_type("other"),
        event_type("both", hosts=[{"user": "bob"}, {"user": "carol"}]),
        event_type("asked", confirmationPolicy={"type": "always", "blockUnconfirmedBookingsInBooker": True}),
    ]
    return mockcal.load(acme(eventTypes=event_types))


@pytest.fixture
def carol(made, mockcal):
    return mockcal.api("cal_carol")


@pytest.fixture
def book(made, mockcal):
    def book(slug="demo", start=START, **more):
        attendee = {"name": "Ana Bianchi", "email": "ana@example.com", "timeZone": "America/New_York"}
        attendee |= more.pop("attendee", {})
        body = {"start": start, "eventTypeId": made["eventTypes"][f"acme/sales/{slug}"]["id"], "attendee": attendee}
        response = mockcal.api(version="2024-08-13").post("/v2/bookings", json=body | more)
        assert response.status_code == 201, response.text
        return response.json()["data"]

    return book


def make(carol, *steps, trigger="newEvent", offset=None, **more):
    told = {"type": trigger} | ({"offset": offset} if offset else {})
    response = carol.post(BASE, json=workflow(*steps, trigger=told, **more))
    assert response.status_code == 201, response.text
    return response.json()["data"]


def reminders(mockcal):
    return [one for one in mockcal.outbox() if one["template"] == "workflow-reminder"]


HOUR = {"value": 1, "unit": "hour"}


class TestSteps:
    def test_each_action_speaks_to_its_own(self, carol, book, mockcal):
        make(
            carol,
            mail_step(1, "email_host"),
            mail_step(2, "email_attendee"),
            mail_step(3, "email_address", verifiedEmailId=9),
            text_step(4, "sms_attendee"),
            text_step(5, "sms_number", verifiedPhoneId=4),
            text_step(6, "whatsapp_attendee"),
            text_step(7, "whatsapp_number", verifiedPhoneId=4),
        )

        booking = book(attendee={"phoneNumber": "+393331112222"})

        sent = reminders(mockcal)
        assert [(one["kind"], one["to"], one["from"]) for one in sent] == [
            ("email", ["bob@example.com"], "S1"),
            ("email", ["ana@example.com"], "S1"),
            ("email", [ADDRESS], "S1"),
            ("sms", ["+393331112222"], "S2"),
            ("sms", [NUMBER], "S2"),
            ("sms", ["+393331112222"], "S2"),
            ("sms", [NUMBER], "S2"),
        ]
        assert {one["bookingUid"] for one in sent} == {booking["uid"]}

    def test_all_who_host_hear_of_it(self, carol, book, mockcal):
        make(carol, mail_step(1, "email_host"))

        book("both")

        assert [one["to"] for one in reminders(mockcal)] == [["bob@example.com"], ["carol@example.com"]]

    def test_without_a_number_nobody_is_texted(self, carol, book, mockcal):
        make(carol, text_step(1, "sms_attendee"))

        book()

        assert reminders(mockcal) == []

    @pytest.mark.parametrize("zone", ["europe/rome", "EUROPE/ISLE_OF_MAN", "Etc/GMT+5"])
    def test_zones_may_be_spelled_in_any_case(self, carol, book, mockcal, zone):
        make(carol, mail_step(message={"subject": "{TIMEZONE}", "html": "<p>x</p>"}))

        book(attendee={"timeZone": zone})

        assert [one["subject"] for one in reminders(mockcal)] == [zone]

    def test_answers_are_variables_too(self, carol, book, mockcal):
        fields = [
            {"type": "boolean", "slug": "agree", "label": "Do you agree?", "required": True},
            {"type": "checkbox", "slug": "tags", "label": "Tags", "required": True, "options": ["a", "b"]},
        ]
        mockcal.load(acme(eventTypes=[{**event_type(), "bookingFields": fields}]))
        make(carol, mail_step(message={"subject": "{AGREE}|{DO_YOU_AGREE}|{TAGS}", "html": "<p>x</p>"}))

        book(bookingFieldsResponses={"agree": False, "tags": ["a", "b"]})

        assert [one["subject"] for one in reminders(mockcal)] == ["false|false|a, b"]

    def test_variables_are_filled_for_their_reader(self, carol, book, mockcal):
        text = (
            "{EVENT_NAME}|{ATTENDEE_NAME}|{ATTENDEE_FIRST_NAME}|{ORGANIZER}|{EVENT_DATE}|{EVENT_TIME}|{EVENT_END_TIME}|"
            "{TIMEZONE}|{LOCATION}|{EVENT_DATE_YYYY-MM-DD}|{EVENT_TIME_HH:mm}|{START_TIME_h:mma}|{NOTHING}"
        )
        make(
            carol,
            mail_step(1, "email_attendee", message={"subject": text, "html": "<b>{ATTENDEE}</b>"}),
            mail_step(2, "email_host", message={"subject": text, "html": "<p>{ATTENDEE_EMAIL}</p><p>{CANCEL_URL}</p>"}),
        )

        booking = book(attendee={"name": "Ana <Bianchi>"})

        attendee, host = reminders(mockcal)
        assert attendee["subject"] == (
            f"{booking['title']}|Ana <Bianchi>|Ana|Bob|Wednesday, January 7, 2026|5:00am|6:00am|America/New_York|Cal Video|"
            "2026-01-07|05:00|5:00am|{NOTHING}"
        )
        assert attendee["html"] == "<b>Ana &lt;Bianchi&gt;</b>"
        assert attendee["text"] == "Ana <Bianchi>"
        assert "|11:00am|12:00pm|Europe/Rome|" in host["subject"]
        assert host["text"] == f"ana@example.com\nhttps://acme.cal.com/booking/{booking['uid']}?cancel=true"


class TestTransitions:
    @pytest.fixture
    def heard(self, carol, mockcal):
        """What each trigger says, once it happens."""
        for kind in (
            "newEvent",
            "eventCancelled",
            "rescheduleEvent",
            "bookingRejected",
            "bookingRequested",
            "bookingNoShowUpdated",
        ):
            step = mail_step(message={"subject": kind, "html": ""})
            make(carol, step, trigger=kind, name=kind)
        return lambda: [one["subject"] for one in reminders(mockcal)]

    def test_an_accepted_booking_is_new(self, heard, book):
        book()

        assert heard() == ["newEvent"]

    def test_a_request_is_no_event_until_it_is_confirmed(self, heard, book, mockcal):
        booking = book("asked")
        assert heard() == ["bookingRequested"]

        mockcal.api("cal_bob", "2024-08-13").post(f"/v2/bookings/{booking['uid']}/confirm")

        assert heard() == ["bookingRequested", "newEvent"]

    def test_a_request_may_be_rejected(self, heard, book, mockcal):
        booking = book("asked")

        mockcal.api("cal_bob", "2024-08-13").post(f"/v2/bookings/{booking['uid']}/decline", json={})

        assert heard() == ["bookingRequested", "bookingRejected"]

    def test_cancelling_and_rescheduling(self, heard, book, mockcal):
        api = mockcal.api(version="2024-08-13")
        booking = book()

        moved = api.post(f"/v2/bookings/{booking['uid']}/reschedule", json={"start": "2026-01-08T10:00:00Z"})
        assert moved.status_code == 201, moved.text
        api.post(f"/v2/bookings/{moved.json()['data']['uid']}/cancel", json={"cancellationReason": "no"})

        assert heard() == ["newEvent", "rescheduleEvent", "eventCancelled"]

    def test_marking_absent(self, heard, book, mockcal):
        booking = book()
        mockcal.advance(to="2026-01-07T10:05:00Z")

        body = {"attendees": [{"email": "ana@example.com", "absent": True}]}
        mockcal.api("cal_bob", "2024-08-13").post(f"/v2/bookings/{booking['uid']}/mark-absent", json=body)

        assert heard() == ["newEvent", "bookingNoShowUpdated"]

    def test_only_the_event_types_that_it_is_active_on_count(self, carol, made, book, mockcal):
        own = made["eventTypes"]["acme/sales/demo"]["id"]
        make(carol, activation={"isActiveOnAllEventTypes": False, "activeOnEventTypeIds": [own]})

        book("other")
        assert reminders(mockcal) == []
        book("demo", start="2026-01-07T12:00:00Z")
        assert len(reminders(mockcal)) == 1


class TestTime:
    def test_before_an_event(self, carol, book, mockcal):
        make(carol, trigger="beforeEvent", offset={"value": 1, "unit": "day"})
        booking = book()

        mockcal.advance(to="2026-01-06T09:59:59Z")
        assert reminders(mockcal) == []
        happened = mockcal.advance(to="2026-01-06T10:00:00Z")

        assert happened == [
            {"at": "2026-01-06T10:00:00.000Z", "what": "WORKFLOW_REMINDER", "subject": f"booking:{booking['uid']}"}
        ]
        (sent,) = reminders(mockcal)
        assert sent["at"] == "2026-01-06T10:00:00.000Z"
        mockcal.advance("P7D")
        assert len(reminders(mockcal)) == 1

    def test_after_an_event(self, carol, book, mockcal):
        make(carol, trigger="afterEvent", offset={"value": 10, "unit": "minute"})
        book()

        happened = mockcal.advance(to="2026-01-07T11:10:00Z")

        assert [(one["at"], one["what"]) for one in happened] == [("2026-01-07T11:10:00.000Z", "WORKFLOW_REMINDER")]

    def test_what_would_be_in_the_past_is_let_go(self, carol, book, mockcal):
        make(carol, trigger="beforeEvent", offset={"value": 3, "unit": "day"})

        book()

        assert mockcal.advance("P7D") == []

    def test_a_pending_booking_is_reminded_of_once_it_is_confirmed(self, carol, book, mockcal):
        make(carol, trigger="beforeEvent", offset=HOUR)
        first, second = book("asked"), book("asked", start="2026-01-07T13:00:00Z")
        mockcal.api("cal_bob", "2024-08-13").post(f"/v2/bookings/{first['uid']}/confirm")

        mockcal.advance("P3D")

        assert [one["bookingUid"] for one in reminders(mockcal)] == [first["uid"]]
        assert second["status"] == "pending"

    def test_reminders_go_with_the_booking(self, carol, book, mockcal):
        make(carol, trigger="beforeEvent", offset=HOUR)
        make(carol, trigger="afterEvent", offset=HOUR, name="After")
        booking = book()
        mockcal.api(version="2024-08-13").post(f"/v2/bookings/{booking['uid']}/cancel", json={})

        assert mockcal.advance("P7D") == []

    def test_reminders_move_with_the_booking(self, carol, book, mockcal):
        make(carol, trigger="beforeEvent", offset=HOUR)
        booking = book()
        path = f"/v2/bookings/{booking['uid']}/reschedule"
        mockcal.api(version="2024-08-13").post(path, json={"start": "2026-01-08T10:00:00Z"})

        happened = mockcal.advance("P7D")

        assert [one["at"] for one in happened] == ["2026-01-08T09:00:00.000Z"]

    def test_a_workflow_counts_for_bookings_made_before_it(self, carol, book, mockcal):
        book()
        make(carol, trigger="beforeEvent", offset=HOUR)

        assert [one["at"] for one in mockcal.advance("P7D")] == ["2026-01-07T09:00:00.000Z"]

    def test_a_changed_workflow_speaks_at_its_new_time_with_its_new_words(self, carol, book, mockcal):
        stored = make(carol, trigger="beforeEvent", offset=HOUR)
        book()

        trigger = {"type": "beforeEvent", "offset": {"value": 2, "unit": "hour"}}
        steps = [mail_step(message={"subject": "New words", "html": ""})]
        carol.patch(f"{BASE}/{stored['id']}", json={"trigger": trigger, "steps": steps})

        assert [one["at"] for one in mockcal.advance("P7D")] == ["2026-01-07T08:00:00.000Z"]
        assert [one["subject"] for one in reminders(mockcal)] == ["New words"]

    @pytest.mark.parametrize("how", ["deleted", "inactive"])
    def test_a_workflow_that_is_gone_is_silent(self, carol, book, mockcal, how):
        stored = make(carol, trigger="beforeEvent", offset=HOUR)
        book()
        path = f"{BASE}/{stored['id']}"
        if how == "deleted":
            carol.delete(path)
        else:
            carol.patch(path, json={"activation": {"isActiveOnAllEventTypes": False}})

        assert mockcal.advance("P7D") == []

    def test_an_offset_of_ages_hinders_nobody(self, carol, book):
        make(carol, trigger="beforeEvent", offset={"value": 2147483647, "unit": "day"})

        book()

    def test_a_members_copy_of_a_managed_event_type_has_its_workflows(self, carol, made, mockcal):
        managed = {"title": "Managed", "slug": "managed", "lengthInMinutes": 30, "schedulingType": "managed"}
        loaded = mockcal.load(
            {
                "organizations": [
                    {
                        "slug": "acme",
                        "teams": [{"slug": "sales", "eventTypes": [managed | {"hosts": [{"user": "bob"}]}]}],
                    }
                ]
            }
        )
        make(carol)
        body = {
            "start": START,
            "eventTypeId": loaded["eventTypes"]["bob/managed"]["id"],
            "attendee": {"name": "Ana", "email": "ana@example.com", "timeZone": "Europe/Rome"},
        }

        assert mockcal.api(version="2024-08-13").post("/v2/bookings", json=body).status_code == 201

        assert [one["to"] for one in reminders(mockcal)] == [["ana@example.com"]]


class TestNoShows:
    @pytest.mark.parametrize("trigger", ["afterHostsCalVideoNoShow", "afterGuestsCalVideoNoShow"])
    def test_an_hour_into_a_call_that_nobody_joined(self, carol, book, mockcal, trigger):
        make(carol, trigger=trigger, offset={"value": 5, "unit": "minute"})
        book()

        happened = mockcal.advance("P3D")

        assert [(one["at"], one["what"]) for one in happened] == [("2026-01-07T11:00:00.000Z", "WORKFLOW_REMINDER")]
        assert len(reminders(mockcal)) == 1
