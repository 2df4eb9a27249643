"""What is set on an event type is what slots and bookings go by."""

import pytest

from tests.api.event_types.conftest import BODY, data
from tests.conftest import refusal

ANN = {"name": "Ann Lee", "email": "ann@example.com", "timeZone": "Europe/London"}
DAY = {"start": "2026-01-06", "end": "2026-01-06", "timeZone": "Europe/London"}


@pytest.fixture
def slots(people):
    """The times of a day at which something is open: `slots(1)` gives `09:00`, …"""

    def times(event_type_id, **more):
        query = {"eventTypeId": event_type_id} | DAY | more
        found = data(people.api(None, "2024-09-04").get("/v2/slots", params=query))
        return [one["start"][11:16] for day in found.values() for one in day]

    return times


@pytest.fixture
def book(people):
    def booked(event_type_id, start="2026-01-06T10:00:00Z", key=None, **more):
        body = {"eventTypeId": event_type_id, "start": start, "attendee": ANN} | more
        return people.api(key, "2024-08-13").post("/v2/bookings", json=body)

    return booked


class TestPlaces:
    def test_a_location_that_cannot_be_read_is_where_its_type_says(self, people, book):
        odd = {
            "title": "Odd",
            "slug": "odd",
            "lengthInMinutes": 30,
            "stored": {"locations": [{"type": "link", "link": 5}]},
        }
        made = people.load({"users": [{"username": "alice", "eventTypes": [odd]}]})

        assert data(book(made["eventTypes"]["alice/odd"]["id"]))["location"] == "link"


class TestSeries:
    @pytest.mark.parametrize("occurrences", [-3, 0, 1])
    def test_a_series_has_one_at_least(self, make, book, occurrences):
        odd = make(recurrence={"interval": 1, "occurrences": occurrences, "frequency": "weekly"})

        assert [one["start"] for one in data(book(odd["id"]))] == ["2026-01-06T10:00:00.000Z"]

    @pytest.mark.parametrize("frequency", ["weekly", "monthly", "yearly"])
    def test_dates_that_no_calendar_has_are_refused(self, make, book, frequency):
        far = make(recurrence={"interval": 1_000_000, "occurrences": 3, "frequency": frequency})

        assert refusal(book(far["id"])) == (
            400,
            "INTERNAL_SERVER_ERROR",
            "There was an error, please try again later.",
        )


class TestSlots:
    def test_length(self, make, slots):
        assert slots(make(lengthInMinutes=120)["id"]) == ["09:00", "11:00", "13:00", "15:00"]

    def test_interval(self, make, slots):
        assert slots(make(lengthInMinutes=240, slotInterval=120)["id"]) == ["09:00", "11:00", "13:00"]

    def test_the_first_of_a_day(self, make, slots):
        assert slots(make(onlyShowFirstAvailableSlot=True)["id"]) == ["09:00"]

    def test_an_offset(self, make, slots):
        assert slots(make(lengthInMinutes=240, offsetStart=10)["id"]) == ["09:10"]

    def test_notice(self, make, slots):
        assert slots(make(minimumBookingNotice=30 * 60)["id"])[0] == "14:00"

    @pytest.mark.parametrize(
        ("window", "open_"),
        [
            ({"type": "range", "value": ["2026-01-06", "2026-01-07"]}, True),
            ({"type": "range", "value": ["2026-01-07", "2026-01-08"]}, False),
            ({"type": "calendarDays", "value": 1}, True),
            ({"type": "calendarDays", "value": 0}, False),
            ({"type": "businessDays", "value": 2, "rolling": True}, True),
            ({"disabled": True}, True),
        ],
        ids=str,
    )
    def test_a_window(self, make, slots, window, open_):
        assert bool(slots(make(bookingWindow=window)["id"])) is open_

    def test_a_schedule(self, people, make, slots):
        late = data(
            people.api("cal_alice", "2024-06-11").post(
                "/v2/schedules",
                json={
                    "name": "Late",
                    "timeZone": "Europe/London",
                    "isDefault": False,
                    "availability": [{"days": ["Tuesday"], "startTime": "20:00", "endTime": "22:00"}],
                },
            )
        )

        assert slots(make(scheduleId=late["id"])["id"]) == ["20:00", "21:00"]

    def test_buffers(self, make, slots, book):
        made = make(beforeEventBuffer=60)

        assert book(made["id"], "2026-01-06T12:00:00Z").status_code == 201

        assert slots(made["id"]) == ["09:00", "10:00", "14:00", "15:00", "16:00"]

    def test_limits(self, make, slots, book):
        made = make(bookingLimitsCount={"day": 1})

        assert book(made["id"]).status_code == 201

        assert slots(made["id"]) == []

    def test_limits_of_time(self, make, slots, book):
        made = make(bookingLimitsDuration={"day": 60})

        assert book(made["id"]).status_code == 201

        assert slots(made["id"]) == []

    def test_seats(self, people, make, book):
        made = make(seats={"seatsPerTimeSlot": 3, "showAttendeeInfo": True, "showAvailabilityCount": True})
        assert book(made["id"]).status_code == 201

        found = data(people.api(None, "2024-09-04").get("/v2/slots", params={"eventTypeId": made["id"]} | DAY))

        ten = next(one for one in found["2026-01-06"] if one["start"][11:16] == "10:00")
        assert (ten["seatsTotal"], ten["seatsBooked"], ten["seatsRemaining"]) == (3, 1, 2)


CALENDAR = {"integration": "google_calendar", "externalId": "alice@gmail.example", "email": "alice@gmail.example"}
CALENDAR |= {"primary": True, "selected": True, "destination": True}


class TestCalendars:
    @pytest.fixture
    def event(self, people):
        """What the calendar shows of a booking."""
        people.load({"users": [{"username": "alice", "calendars": [CALENDAR]}]})
        alice = people.api("cal_alice", "2024-08-13")

        def shown(booking):
            references = data(alice.get(f"/v2/bookings/{booking['uid']}/references"))
            uid = next(one["eventUid"] for one in references if one["type"] == "google_calendar")
            return data(alice.get(f"/v2/calendars/google/event/{uid}"))

        return shown

    @pytest.mark.parametrize(("hides", "described"), [(False, "Gate code 1234"), (True, None)])
    def test_notes(self, event, make, book, hides, described):
        made = make(hideCalendarNotes=hides)

        booking = data(book(made["id"], bookingFieldsResponses={"notes": "Gate code 1234"}))

        assert booking["description"] == "Gate code 1234"
        assert event(booking)["description"] == described

    @pytest.mark.parametrize(("uses", "address"), [(False, "alice@example.com"), (True, "alice@gmail.example")])
    def test_the_address_that_it_is_made_under(self, event, people, make, book, uses, address):
        made = make(useDestinationCalendarEmail=uses)

        booking = data(book(made["id"]))

        mails = people.outbox(to=address)
        assert [(one["template"], one["bookingUid"]) for one in mails] == [("organizer-scheduled", booking["uid"])]


class TestBookings:
    def test_a_custom_name(self, make, book):
        made = make(customName="{Event type title} between {Organiser} and {Scheduler}", title="Coding class")

        assert data(book(made["id"]))["title"] == "Coding class between Alice Example and Ann Lee"

    def test_confirmation(self, make, book):
        assert data(book(make(confirmationPolicy={"type": "always"})["id"]))["status"] == "pending"

    @pytest.mark.parametrize(("hours", "status"), [(48, "pending"), (1, "accepted")])
    def test_confirmation_within_a_time(self, make, book, hours, status):
        policy = {"type": "time", "noticeThreshold": {"count": hours, "unit": "hours"}}

        assert data(book(make(confirmationPolicy=policy)["id"]))["status"] == status

    def test_recurrence(self, make, book):
        made = make(recurrence={"interval": 1, "occurrences": 3, "frequency": "weekly"})

        booked = data(book(made["id"]))

        assert [one["start"][:10] for one in booked] == ["2026-01-06", "2026-01-13", "2026-01-20"]

    def test_lengths_to_choose_from(self, make, book):
        made = make(lengthInMinutesOptions=[15, 60])

        assert data(book(made["id"], lengthInMinutes=15))["duration"] == 15
        assert book(made["id"], "2026-01-06T12:00:00Z", lengthInMinutes=20).status_code == 400

    def test_a_bookers_limit(self, make, book):
        made = make(bookerActiveBookingsLimit={"maximumActiveBookings": 1})
        assert book(made["id"]).status_code == 201

        response = book(made["id"], "2026-01-06T12:00:00Z")

        assert refusal(response)[2] == (
            "Attendee with this email can't book because the maximum number of active bookings has been reached."
        )

    def test_only_ones_own_people(self, make, book):
        made = make(bookingRequiresAuthentication=True)

        assert book(made["id"]).status_code == 401
        assert book(made["id"], key="cal_alice").status_code == 201

    def test_a_location_that_is_offered(self, make, book):
        made = make(locations=[{"type": "address", "address": "1 Main St", "public": True}])

        assert data(book(made["id"]))["location"] == "1 Main St"
        assert data(book(made["id"], "2026-01-06T12:00:00Z", location={"type": "address"}))["location"] == "1 Main St"
        assert book(made["id"], "2026-01-06T14:00:00Z", location={"type": "attendeePhone"}).status_code == 400

    def test_cancelling_may_be_off(self, people, make, book):
        made = make(disableCancelling={"disabled": True})
        booked = data(book(made["id"]))

        response = people.api(None, "2024-08-13").post(
            f"/v2/bookings/{booked['uid']}/cancel", json={"cancellationReason": "x"}
        )

        assert response.status_code == 400

    def test_a_copy_of_a_managed_one(self, people, alice, book):
        people.load({"teams": [{"slug": "support", "id": 20, "members": [{"user": "alice", "role": "OWNER"}]}]})
        parent, copy = data(
            alice.post(
                "/v2/teams/20/event-types", json=BODY | {"schedulingType": "managed", "hosts": [{"userId": 101}]}
            )
        )

        assert refusal(book(parent["id"]))[0] == 400
        assert data(book(copy["id"]))["hosts"][0]["username"] == "alice"

    def test_hosts_who_meet_together(self, people, alice, book, slots):
        members = [{"user": "alice", "role": "OWNER"}, {"user": "bob"}]
        people.load({"teams": [{"slug": "support", "id": 20, "members": members}]})
        body = BODY | {"schedulingType": "collective", "hosts": [{"userId": 101}, {"userId": 102}]}
        made = data(alice.post("/v2/teams/20/event-types", json=body))

        booked = data(book(made["id"]))

        assert sorted(one["email"] for one in booked["attendees"]) == ["ann@example.com", "bob@example.com"]
        assert "10:00" not in slots(made["id"])
