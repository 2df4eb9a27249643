"""What is in a webhook's body, trigger by trigger."""

import pytest

from tests.events.conftest import ANA, START, created

ANSWERS = {
    "attendeePhoneNumber": {"label": "phone_number", "isHidden": True},
    "name": {"label": "your_name", "value": "Ana", "isHidden": False},
    "email": {"label": "email_address", "value": "ana@example.com", "isHidden": False},
    "location": {"label": "location", "isHidden": False},
    "title": {"label": "what_is_this_meeting_about", "isHidden": True},
    "notes": {"label": "additional_notes", "isHidden": False},
    "guests": {"label": "additional_guests", "value": [], "isHidden": False},
    "rescheduleReason": {"label": "reason_for_reschedule", "isHidden": False},
}
ORGANIZER = {
    "id": 3,
    "name": "Cal",
    "email": "cal@example.com",
    "username": "cal",
    "timeZone": "Europe/Rome",
    "language": {"locale": "en"},
    "timeFormat": "h:mma",
    "utcOffset": 60,
}
PLAIN_ORGANIZER = {key: value for key, value in ORGANIZER.items() if key != "id"}
PLAIN_ANA = {
    "name": "Ana",
    "email": "ana@example.com",
    "timeZone": "America/New_York",
    "phoneNumber": None,
    "language": {"locale": "en"},
    "utcOffset": -300,
}


@pytest.fixture
def heard(cal, receiver, mockcal):
    """The payload of the one request of a trigger."""
    cal.subscribe(receiver.url)

    def find(trigger: str):
        mockcal.deliveries()
        return receiver.only(trigger).payload

    return find


class TestBookingCreated:
    def test_at_once(self, cal, heard):
        booking = cal.book()

        payload = heard("BOOKING_CREATED")

        uid = booking["uid"]
        meeting = payload.pop("videoCallData")
        assert meeting["type"] == "daily_video"
        assert meeting.keys() == {"type", "id", "password", "url"}
        assert payload == {
            "bookerUrl": "https://app.cal.com",
            "type": "intro",
            "title": "Intro between Cal and Ana",
            "description": "",
            "additionalNotes": "",
            "startTime": "2026-01-12T10:00:00Z",
            "endTime": "2026-01-12T10:30:00Z",
            "eventTypeId": cal.event_type_id,
            "schedulingType": None,
            "hideCalendarNotes": False,
            "hideCalendarEventDetails": False,
            "hideOrganizerEmail": False,
            "customReplyToEmail": None,
            "seatsPerTimeSlot": None,
            "seatsShowAttendees": True,
            "seatsShowAvailabilityCount": True,
            "disableRescheduling": False,
            "disableCancelling": False,
            "organizer": ORGANIZER,
            "attendees": [
                {
                    "email": "ana@example.com",
                    "name": "Ana",
                    "firstName": "",
                    "lastName": "",
                    "timeZone": "America/New_York",
                    "language": {"locale": "en"},
                    "utcOffset": -300,
                }
            ],
            "customInputs": {},
            "responses": ANSWERS,
            "userFieldsResponses": {},
            "location": "integrations:daily",
            "destinationCalendar": None,
            "iCalUID": f"{uid}@Cal.com",
            "iCalSequence": 0,
            "requiresConfirmation": False,
            "oneTimePassword": None,
            "uid": uid,
            "appsStatus": [
                {"appName": "daily-video", "type": "daily_video", "success": 1, "failures": 0, "errors": []}
            ],
            "eventTitle": "Intro",
            "eventDescription": None,
            "price": 0,
            "currency": "usd",
            "length": 30,
            "bookingId": booking["id"],
            "metadata": {"videoCallUrl": f"https://app.cal.com/video/{uid}"},
            "status": "ACCEPTED",
            "organizationId": None,
            "hashedLink": None,
        }

    def test_answers_guests_notes_and_metadata(self, cal, heard):
        cal.change(
            bookingFields=[
                {"type": "text", "slug": "company", "label": "Company", "required": True},
                {"type": "splitName", "firstNameLabel": "First", "lastNameLabel": "Last"},
            ],
            description="All about it",
        )

        cal.book(
            attendee={
                "name": "Ana Lee",
                "email": "ana@example.com",
                "timeZone": "Europe/Rome",
                "language": "it",
                "phoneNumber": "+393331234567",
            },
            bookingFieldsResponses={
                "company": "Acme",
                "notes": "Please be kind",
                "name": {"firstName": "Ana", "lastName": "Lee"},
            },
            guests=["bo@example.com"],
            location="https://meet.example.com/room",
            metadata={"order": "17"},
        )

        payload = heard("BOOKING_CREATED")
        booker, guest = payload["attendees"]
        assert (booker["name"], booker["firstName"], booker["lastName"]) == ("Ana Lee", "Ana", "Lee")
        assert (booker["language"], booker["phoneNumber"]) == ({"locale": "it"}, "+393331234567")
        assert (guest["email"], guest["name"], guest["timeZone"]) == ("bo@example.com", "", "Europe/Rome")
        assert "phoneNumber" not in guest
        assert payload["responses"]["company"] == {"label": "Company", "value": "Acme", "isHidden": False}
        assert payload["userFieldsResponses"] == {"company": {"label": "Company", "value": "Acme", "isHidden": False}}
        assert payload["responses"]["guests"]["value"] == ["bo@example.com"]
        assert payload["description"] == "All about it"
        assert payload["additionalNotes"] == "Please be kind"
        assert payload["location"] == "https://meet.example.com/room"
        assert payload["metadata"]["order"] == "17"

    def test_the_notes_stand_in_for_a_description(self, cal, heard):
        cal.book(bookingFieldsResponses={"notes": "Please be kind"})

        assert heard("BOOKING_CREATED")["description"] == "Please be kind"

    def test_summer_time_counts_at_the_start(self, cal, heard):
        cal.book("2026-07-13T08:00:00Z")

        payload = heard("BOOKING_CREATED")
        assert payload["organizer"]["utcOffset"] == 120
        assert payload["attendees"][0]["utcOffset"] == -240

    @pytest.mark.parametrize("spelling", ["europe/isle_of_man", "EUROPE/ROME"])
    def test_zones_in_any_spelling(self, cal, heard, spelling):
        assert cal.api.patch("/v2/me", json={"timeZone": spelling}).status_code == 200

        cal.book()

        assert heard("BOOKING_CREATED")["organizer"]["utcOffset"] in (0, 60)

    def test_once_confirmed(self, cal, heard):
        cal.change(confirmationPolicy={"type": "always", "blockUnconfirmedBookingsInBooker": False})
        booking = cal.book(metadata={"order": "17"})

        cal.post(f"/v2/bookings/{booking['uid']}/confirm")

        payload = heard("BOOKING_CREATED")
        assert payload["startTime"] == "2026-01-12T10:00:00.000Z"
        assert payload["status"] == "ACCEPTED"
        assert payload["organizer"] == PLAIN_ORGANIZER
        assert payload["attendees"] == [PLAIN_ANA]
        assert payload["destinationCalendar"] == []
        assert payload["requiresConfirmation"] is True
        assert payload["metadata"] == {"videoCallUrl": f"https://app.cal.com/video/{booking['uid']}"}
        assert payload["responses"] == ANSWERS
        missing = {
            "additionalNotes",
            "iCalUID",
            "iCalSequence",
            "schedulingType",
            "oneTimePassword",
            "seatsPerTimeSlot",
        }
        assert not missing & payload.keys()


class TestConferencing:
    def test_a_connected_app_is_named_by_its_credential(self, mockcal, receiver):
        zoom = {
            "title": "Z",
            "slug": "z",
            "lengthInMinutes": 30,
            "locations": [{"type": "integration", "integration": "zoom"}],
        }
        webhook = {"active": True, "subscriberUrl": receiver.url, "triggers": ["BOOKING_CREATED"]}
        user = {"username": "cal", "conferencing": [{"app": "zoom"}], "eventTypes": [zoom], "webhooks": [webhook]}
        made = mockcal.load({"users": [user]})
        body = {"start": START, "eventTypeId": made["eventTypes"]["cal/z"]["id"], "attendee": ANA}
        assert mockcal.api(None, "2024-08-13").post("/v2/bookings", json=body).status_code == 201

        mockcal.deliveries()
        payload = receiver.only("BOOKING_CREATED").payload
        (credential,) = mockcal.api("cal_cal").get("/v2/conferencing").json()["data"]
        assert payload["conferenceCredentialId"] == credential["id"]
        assert payload["videoCallData"]["type"] == "zoom_video"


class TestBookingRequested:
    def test_it_waits_and_has_no_room_yet(self, cal, heard):
        cal.change(confirmationPolicy={"type": "always", "blockUnconfirmedBookingsInBooker": False})

        booking = cal.book(metadata={"order": "17"})

        payload = heard("BOOKING_REQUESTED")
        assert (payload["status"], payload["requiresConfirmation"]) == ("PENDING", True)
        assert len(payload["oneTimePassword"]) == 36
        assert payload["metadata"] == {"order": "17"}
        assert "videoCallData" not in payload
        assert payload["startTime"] == "2026-01-12T10:00:00Z"
        assert (payload["uid"], payload["bookingId"]) == (booking["uid"], booking["id"])


class TestBookingRescheduled:
    def test_it_names_the_old_one(self, cal, heard):
        old = cal.book()

        body = {"start": "2026-01-12T13:00:00Z", "rescheduledBy": "ana@example.com"}
        new = cal.post(f"/v2/bookings/{old['uid']}/reschedule", body)

        payload = heard("BOOKING_RESCHEDULED")
        assert (payload["uid"], payload["bookingId"]) == (new["uid"], new["id"])
        assert payload["startTime"] == "2026-01-12T13:00:00Z"
        assert payload["rescheduleId"] == old["id"]
        assert payload["rescheduleUid"] == old["uid"]
        assert payload["rescheduleStartTime"] == "2026-01-12T10:00:00Z"
        assert payload["rescheduleEndTime"] == "2026-01-12T10:30:00Z"
        assert payload["rescheduledBy"] == "ana@example.com"
        assert (payload["iCalUID"], payload["iCalSequence"]) == (f"{old['uid']}@Cal.com", 1)
        assert payload["status"] == "ACCEPTED"


class TestBookingRejected:
    def test_the_whole_of_it(self, cal, heard):
        cal.change(confirmationPolicy={"type": "always", "blockUnconfirmedBookingsInBooker": False})
        booking = cal.book()

        cal.post(f"/v2/bookings/{booking['uid']}/decline", {"reason": "busy"})

        assert heard("BOOKING_REJECTED") == {
            "type": "intro",
            "title": "Intro between Cal and Ana",
            "description": "",
            "additionalNotes": "",
            "startTime": "2026-01-12T10:00:00.000Z",
            "endTime": "2026-01-12T10:30:00.000Z",
            "customInputs": {},
            "responses": ANSWERS,
            "userFieldsResponses": {},
            "organizer": PLAIN_ORGANIZER,
            "attendees": [PLAIN_ANA],
            "location": "integrations:daily",
            "uid": booking["uid"],
            "destinationCalendar": [],
            "requiresConfirmation": True,
            "eventTypeId": cal.event_type_id,
            "eventTitle": "Intro",
            "eventDescription": None,
            "price": 0,
            "currency": "usd",
            "length": 30,
            "bookingId": booking["id"],
            "status": "REJECTED",
            "rejectionReason": "busy",
            "organizationId": None,
        }

    def test_without_a_reason_it_is_empty(self, cal, heard):
        cal.change(confirmationPolicy={"type": "always", "blockUnconfirmedBookingsInBooker": False})
        booking = cal.book()

        cal.post(f"/v2/bookings/{booking['uid']}/decline")

        assert heard("BOOKING_REJECTED")["rejectionReason"] == ""


class TestBookingCancelled:
    def test_the_whole_of_it(self, cal, heard):
        booking = cal.book()

        cal.mockcal.api(None, "2024-08-13").post(
            f"/v2/bookings/{booking['uid']}/cancel", json={"cancellationReason": "ill"}
        )

        assert heard("BOOKING_CANCELLED") == {
            "title": "Intro between Cal and Ana",
            "type": "intro",
            "startTime": "2026-01-12T10:00:00+00:00",
            "endTime": "2026-01-12T10:30:00+00:00",
            "description": "",
            "additionalNotes": "",
            "customInputs": {},
            "responses": ANSWERS,
            "userFieldsResponses": {},
            "organizer": PLAIN_ORGANIZER,
            "attendees": [PLAIN_ANA],
            "uid": booking["uid"],
            "bookingId": booking["id"],
            "eventTypeId": cal.event_type_id,
            "location": "integrations:daily",
            "destinationCalendar": [],
            "cancellationReason": "ill",
            "seatsPerTimeSlot": None,
            "seatsShowAttendees": False,
            "iCalUID": f"{booking['uid']}@Cal.com",
            "iCalSequence": 1,
            "hideOrganizerEmail": False,
            "customReplyToEmail": None,
            "bookerUrl": "https://app.cal.com",
            "requestReschedule": False,
            "organizationId": None,
            "eventTitle": "Intro",
            "eventDescription": None,
            "requiresConfirmation": None,
            "price": None,
            "currency": "usd",
            "length": 30,
            "status": "CANCELLED",
        }

    def test_its_length_is_the_event_types(self, cal, heard):
        cal.change(lengthInMinutesOptions=[30, 60])
        booking = cal.book(lengthInMinutes=60)
        cal.post(f"/v2/bookings/{booking['uid']}/cancel", {"cancellationReason": "ill"})

        assert heard("BOOKING_CREATED")["length"] == 60
        assert heard("BOOKING_CANCELLED")["length"] == 30


class TestSeats:
    @pytest.fixture
    def seated(self, cal):
        cal.change(seats={"seatsPerTimeSlot": 3, "showAttendeeInfo": True, "showAvailabilityCount": True})
        return cal

    def test_each_seat_is_told_with_all_who_sit(self, seated, receiver, mockcal):
        seated.subscribe(receiver.url)

        first = seated.book()
        second = seated.book(attendee={"name": "Bo", "email": "bo@example.com", "timeZone": "UTC"})

        mockcal.deliveries()
        one, two = [request.payload for request in receiver.received]
        assert one["uid"] == two["uid"] == first["uid"]
        assert one["attendeeSeatId"] == first["seatUid"]
        assert two["attendeeSeatId"] == second["seatUid"]
        assert [person["email"] for person in one["attendees"]] == ["ana@example.com"]
        assert [person["email"] for person in two["attendees"]] == ["ana@example.com", "bo@example.com"]
        assert two["responses"]["name"]["value"] == "Bo"
        assert (two["seatsPerTimeSlot"], two["seatsShowAttendees"]) == (3, True)

    def test_a_seat_given_up_names_only_who_leaves(self, seated, heard):
        seated.book()
        second = seated.book(attendee={"name": "Bo", "email": "bo@example.com", "timeZone": "UTC"})

        anybody = seated.mockcal.api(None, "2024-08-13")
        created(anybody.post(f"/v2/bookings/{second['uid']}/cancel", json={"seatUid": second["seatUid"]}))

        payload = heard("BOOKING_CANCELLED")
        assert [person["email"] for person in payload["attendees"]] == ["bo@example.com"]
        assert payload["seatsPerTimeSlot"] == 3

    def test_the_last_seat_and_all_seats(self, seated, receiver, mockcal):
        seated.subscribe(receiver.url, ["BOOKING_CANCELLED"])
        anybody = mockcal.api(None, "2024-08-13")
        last = seated.book()
        created(anybody.post(f"/v2/bookings/{last['uid']}/cancel", json={"seatUid": last["seatUid"]}))
        whole = seated.book()
        seated.book(attendee={"name": "Bo", "email": "bo@example.com", "timeZone": "UTC"})
        seated.post(f"/v2/bookings/{whole['uid']}/cancel", {"cancellationReason": "ill"})

        mockcal.deliveries()
        one, two = [request.payload for request in receiver.received]
        assert [person["email"] for person in one["attendees"]] == ["ana@example.com"]
        assert [person["email"] for person in two["attendees"]] == ["ana@example.com", "bo@example.com"]

    def test_a_seat_that_moves(self, seated, heard, mockcal):
        seated.book()
        second = seated.book(attendee={"name": "Bo", "email": "bo@example.com", "timeZone": "UTC"})

        move = {"start": "2026-01-12T13:00:00Z", "seatUid": second["seatUid"]}
        anybody = mockcal.api(None, "2024-08-13")
        moved = created(anybody.post(f"/v2/bookings/{second['uid']}/reschedule", json=move))

        payload = heard("BOOKING_RESCHEDULED")
        assert payload["uid"] == moved["uid"]
        assert payload["attendeeSeatId"] == moved["seatUid"]
        assert payload["rescheduleUid"] == second["uid"]
        assert payload["rescheduleStartTime"] == "2026-01-12T10:00:00Z"
        assert [person["email"] for person in payload["attendees"]] == ["bo@example.com"]


class TestNoShowUpdated:
    @pytest.mark.parametrize(
        ("marks", "message"),
        [
            ([{"email": "ana@example.com", "absent": True}], "ana@example.com marked as no-show"),
            ([{"email": "ana@example.com", "absent": False}], "ana@example.com unmarked as no-show"),
            (
                [{"email": "ana@example.com", "absent": True}, {"email": "bo@example.com", "absent": True}],
                "No-show status updated for attendees",
            ),
        ],
    )
    def test_what_it_says(self, cal, heard, mockcal, marks, message):
        booking = cal.book(guests=["bo@example.com"])
        mockcal.advance(to="2026-01-12T10:05:00Z")

        cal.post(f"/v2/bookings/{booking['uid']}/mark-absent", {"attendees": marks})

        assert heard("BOOKING_NO_SHOW_UPDATED") == {
            "message": message,
            "attendees": [{"email": mark["email"], "noShow": mark["absent"]} for mark in marks],
            "bookingUid": booking["uid"],
            "bookingId": booking["id"],
        }

    def test_an_unknown_address_is_not_listed(self, cal, heard, mockcal):
        booking = cal.book()
        mockcal.advance(to="2026-01-12T10:05:00Z")
        marks = [{"email": "ana@example.com", "absent": True}, {"email": "who@example.com", "absent": True}]

        cal.post(f"/v2/bookings/{booking['uid']}/mark-absent", {"attendees": marks})

        payload = heard("BOOKING_NO_SHOW_UPDATED")
        assert payload["message"] == "No-show status updated for attendees"
        assert payload["attendees"] == [{"email": "ana@example.com", "noShow": True}]

    def test_an_absent_host_is_not_told(self, cal, receiver, mockcal):
        cal.subscribe(receiver.url, ["BOOKING_NO_SHOW_UPDATED"])
        booking = cal.book()
        mockcal.advance(to="2026-01-12T10:05:00Z")

        cal.post(f"/v2/bookings/{booking['uid']}/mark-absent", {"host": True})

        assert mockcal.deliveries() == []


class TestSeries:
    def test_each_occurrence_is_told_when_it_is_made(self, cal, receiver, mockcal):
        cal.change(recurrence={"interval": 1, "occurrences": 3, "frequency": "weekly"})
        cal.subscribe(receiver.url)

        series = cal.book(recurrenceCount=3)

        mockcal.deliveries()
        assert receiver.triggers == ["BOOKING_CREATED"] * 3
        assert [one.payload["uid"] for one in receiver.received] == [one["uid"] for one in series]
        assert receiver.received[0].payload["recurringEvent"] == {"freq": 2, "count": 3, "interval": 1}

    def test_the_whole_is_cancelled_with_one_request(self, cal, heard):
        cal.change(recurrence={"interval": 1, "occurrences": 3, "frequency": "weekly"})
        series = cal.book(recurrenceCount=3)

        cal.post(f"/v2/bookings/{series[0]['recurringBookingUid']}/cancel", {"cancellationReason": "all of them"})

        payload = heard("BOOKING_CANCELLED")
        assert payload["recurringEvent"] == {"freq": 2, "count": 3, "interval": 1}

    @pytest.mark.parametrize("more", [{}, {"cancelSubsequentBookings": True}], ids=["alone", "with those after it"])
    def test_a_part_that_is_cancelled_carries_no_recurrence(self, cal, heard, more):
        cal.change(recurrence={"interval": 1, "occurrences": 3, "frequency": "weekly"})
        series = cal.book(recurrenceCount=3)

        cal.post(f"/v2/bookings/{series[1]['uid']}/cancel", {"cancellationReason": "no", **more})

        assert "recurringEvent" not in heard("BOOKING_CANCELLED")

    @pytest.mark.parametrize(("decision", "trigger"), [("confirm", "BOOKING_CREATED"), ("decline", "BOOKING_REJECTED")])
    def test_a_decision_carries_the_recurrence(self, cal, heard, decision, trigger):
        cal.change(recurrence={"interval": 1, "occurrences": 3, "frequency": "weekly"})
        cal.change(confirmationPolicy={"type": "always", "blockUnconfirmedBookingsInBooker": False})
        series = cal.book(recurrenceCount=3)

        cal.post(f"/v2/bookings/{series[0]['uid']}/{decision}")

        assert heard(trigger)["recurringEvent"] == {"freq": 2, "count": 3, "interval": 1}


class TestPayments:
    def test_a_priced_booking_waits_for_its_payment_but_says_accepted(self, cal, receiver, mockcal):
        sample = {"webhookId": cal.subscribe(receiver.url), "trigger": "BOOKING_PAYMENT_INITIATED"}

        mockcal.control("POST", "/webhooks/send", json=sample)

        mockcal.deliveries()
        payload = receiver.only("BOOKING_PAYMENT_INITIATED").payload
        assert payload["status"] == "ACCEPTED"
        assert payload["price"] == 2500
        assert payload["paymentId"] == payload["bookingId"]
        assert payload["startTime"] == "2026-01-05T10:00:00Z"

    def test_paid(self, cal, receiver, mockcal):
        sample = {"webhookId": cal.subscribe(receiver.url), "trigger": "BOOKING_PAID"}

        mockcal.control("POST", "/webhooks/send", json=sample)

        mockcal.deliveries()
        payload = receiver.only("BOOKING_PAID").payload
        assert payload["status"] == "ACCEPTED"
        assert payload["startTime"] == "2026-01-05T10:00:00.000Z"
        assert payload["metadata"].keys() == {
            "identifier",
            "bookingId",
            "eventTypeId",
            "bookerEmail",
            "eventTitle",
            "externalId",
        }
        assert payload["metadata"]["identifier"] == "cal.com"
        assert payload["metadata"]["bookerEmail"] == "jo.sample@example.com"


class TestInstantMeeting:
    def test_it_repeats_its_trigger_and_shows_where_to_join(self, mockcal, receiver):
        mockcal.load(
            {
                "users": [{"username": "cal"}],
                "teams": [{"slug": "support", "id": 9, "members": [{"user": "cal", "role": "OWNER"}]}],
            }
        )
        api = mockcal.api("cal_cal", "2024-08-13")
        body = {"title": "Help", "slug": "help", "lengthInMinutes": 30, "schedulingType": "roundRobin"}
        host = {"userId": created(api.get("/v2/me"))["id"]}
        event_type = created(api.post("/v2/teams/9/event-types", json={**body, "hosts": [host]}))
        hook = {"active": True, "subscriberUrl": receiver.url, "triggers": ["INSTANT_MEETING", "BOOKING_CREATED"]}
        created(api.post(f"/v2/teams/9/event-types/{event_type['id']}/webhooks", json=hook))

        booking = created(
            api.post(
                "/v2/bookings",
                json={
                    "start": "2026-01-05T08:00:00Z",
                    "eventTypeId": event_type["id"],
                    "instant": True,
                    "attendee": {"name": "Ana", "email": "ana@example.com", "timeZone": "UTC"},
                },
            )
        )

        mockcal.deliveries()
        assert receiver.triggers == ["INSTANT_MEETING"]
        payload = receiver.received[0].payload
        url = payload.pop("connectAndJoinUrl")
        assert url.startswith("https://app.cal.com/connect-and-join?token=")
        assert len(url.partition("token=")[2]) == 64
        assert payload.pop("responses")["email"] == "ana@example.com"
        assert payload == {
            "triggerEvent": "INSTANT_MEETING",
            "uid": booking["uid"],
            "eventTypeId": event_type["id"],
            "eventTypeTitle": "Help",
            "customInputs": {},
        }
        assert mockcal.outbox() == []
