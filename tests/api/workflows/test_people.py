"""Workflows and the people of a booking: numbers asked for, seats, series, members who leave."""

import pytest

from tests.api.workflows.test_reminders import HOUR, START, make, reminders
from tests.api.workflows.world import acme, event_type, mail_step, text_step
from tests.conftest import refusal

SEATS = {"seatsPerTimeSlot": 3, "showAttendeeInfo": True, "showAvailabilityCount": True}
SERIES = {"interval": 1, "occurrences": 3, "frequency": "weekly"}


@pytest.fixture
def made(mockcal):
    event_types = [event_type(), event_type("seated", seats=SEATS), event_type("weekly", recurrence=SERIES)]
    return mockcal.load(acme(eventTypes=event_types))


@pytest.fixture
def carol(made, mockcal):
    return mockcal.api("cal_carol")


@pytest.fixture
def api(mockcal):
    return mockcal.api(version="2024-08-13")


@pytest.fixture
def book(made, api):
    def book(slug="demo", name="Ana", **attendee):
        person = {"name": name, "email": f"{name.lower()}@example.com", "timeZone": "Europe/Rome", **attendee}
        event_type_id = made["eventTypes"][f"acme/sales/{slug}"]["id"]
        return api.post("/v2/bookings", json={"start": START, "eventTypeId": event_type_id, "attendee": person})

    return book


def addressees(mockcal):
    return [one["to"][0] for one in reminders(mockcal)]


class TestNumbers:
    def test_a_required_number_must_be_given(self, carol, book, mockcal):
        make(carol, text_step(phoneRequired=True), trigger="beforeEvent", offset=HOUR)

        assert refusal(book())[2] == (
            "Missing attendee phone number - it is required by the event type. "
            'Pass it as "attendee.phoneNumber" string in the request.'
        )
        booked = book(phoneNumber="+393331112222")

        assert booked.status_code == 201, booked.text
        mockcal.advance("P3D")
        assert addressees(mockcal) == ["+393331112222"]

    def test_the_field_outlives_other_booking_fields(self, carol, made):
        make(carol, text_step())
        path = f"/v2/organizations/70/teams/71/event-types/{made['eventTypes']['acme/sales/demo']['id']}"
        own = {"type": "text", "slug": "why", "label": "Why", "required": False, "placeholder": ""}

        changed = carol.patch(path, json={"bookingFields": [own]})

        assert changed.status_code == 200, changed.text
        slugs = [field.get("slug") for field in changed.json()["data"]["bookingFields"]]
        assert {"why", "smsReminderNumber"} <= set(slugs)

    def test_a_new_event_type_has_it_from_a_workflow_for_all(self, carol):
        make(carol, text_step())
        body = {
            "title": "New",
            "slug": "new",
            "lengthInMinutes": 30,
            "schedulingType": "collective",
            "hosts": [{"userId": 102}],
        }

        created = carol.post("/v2/organizations/70/teams/71/event-types", json=body)

        assert created.status_code == 201, created.text
        assert "smsReminderNumber" in [field.get("slug") for field in created.json()["data"]["bookingFields"]]


class TestSeats:
    def test_who_joins_is_spoken_to_alone_and_everybody_reminded_once(self, carol, book, mockcal):
        make(carol)
        make(carol, trigger="beforeEvent", offset=HOUR, name="Before")

        book("seated", "Ana")
        book("seated", "Ben")

        assert addressees(mockcal) == ["ana@example.com", "ben@example.com"]
        mockcal.advance("P3D")
        assert addressees(mockcal)[2:] == ["ana@example.com", "ben@example.com"]

    def test_who_leaves_is_told_and_the_others_still_reminded(self, carol, book, api, mockcal):
        make(carol, trigger="eventCancelled")
        make(carol, trigger="beforeEvent", offset=HOUR, name="Before")
        first = book("seated", "Ana").json()["data"]
        book("seated", "Ben")

        left = api.post(f"/v2/bookings/{first['uid']}/cancel", json={"seatUid": first["seatUid"]})

        assert left.status_code == 200, left.text
        assert addressees(mockcal) == ["ana@example.com"]
        mockcal.advance("P3D")
        assert addressees(mockcal)[1:] == ["ben@example.com"]


class TestSeries:
    def test_it_is_new_once_and_each_occurrence_reminded_of(self, carol, book, mockcal):
        make(carol)
        make(carol, trigger="beforeEvent", offset=HOUR, name="Before")

        assert len(book("weekly").json()["data"]) == 3

        assert len(reminders(mockcal)) == 1
        happened = mockcal.advance("P30D")
        assert [one["at"] for one in happened if one["what"] == "WORKFLOW_REMINDER"] == [
            "2026-01-07T09:00:00.000Z",
            "2026-01-14T09:00:00.000Z",
            "2026-01-21T09:00:00.000Z",
        ]

    def test_it_is_cancelled_once_with_all_its_reminders(self, carol, book, api, mockcal):
        make(carol, trigger="eventCancelled")
        make(carol, trigger="beforeEvent", offset=HOUR, name="Before")
        first = book("weekly").json()["data"][0]

        api.post(f"/v2/bookings/{first['uid']}/cancel", json={"cancelSubsequentBookings": True})

        assert len(reminders(mockcal)) == 1
        assert mockcal.advance("P30D") == []


class TestMembersWhoLeave:
    def test_nobody_is_reminded_of_what_they_would_have_hosted(self, carol, book, made, mockcal):
        make(carol, mail_step(1, "email_host"), trigger="beforeEvent", offset=HOUR)
        book()
        membership = made["teams"]["acme/sales"]["memberships"]["bob"]

        gone = carol.delete(f"/v2/organizations/70/teams/71/memberships/{membership}")

        assert gone.status_code == 200, gone.text
        assert mockcal.advance("P3D") == []
