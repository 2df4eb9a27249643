"""Who is written to when a booking changes, and what the mails say."""

import pytest

from tests.events.conftest import ANA, START, created

CONFIRMED = {"type": "always", "blockUnconfirmedBookingsInBooker": False}
BO = {"name": "Bo", "email": "bo@example.com", "timeZone": "UTC"}


@pytest.fixture
def written(mockcal):
    """Who got which mail, since this was asked last."""

    def read() -> list[tuple[str, str]]:
        sent = [(message["template"], *message["to"]) for message in mockcal.outbox()]
        mockcal.control("DELETE", "/outbox")
        return sorted(sent)

    return read


class TestWhoIsWrittenTo:
    def test_a_booking_host_booker_and_guests(self, cal, written):
        cal.book(guests=["guest@example.com"])

        assert written() == [
            ("attendee-scheduled", "ana@example.com"),
            ("attendee-scheduled", "guest@example.com"),
            ("organizer-scheduled", "cal@example.com"),
        ]

    def test_a_request_host_and_booker_alone(self, cal, written):
        cal.change(confirmationPolicy=CONFIRMED)

        cal.book(guests=["guest@example.com"])

        assert written() == [
            ("attendee-awaiting-confirmation", "ana@example.com"),
            ("organizer-request", "cal@example.com"),
        ]

    def test_a_confirmation(self, cal, written):
        cal.change(confirmationPolicy=CONFIRMED)
        uid = cal.book(guests=["guest@example.com"])["uid"]
        written()

        cal.post(f"/v2/bookings/{uid}/confirm")

        assert written() == [
            ("attendee-scheduled", "ana@example.com"),
            ("attendee-scheduled", "guest@example.com"),
            ("organizer-scheduled", "cal@example.com"),
        ]

    def test_a_decline_all_but_the_host(self, cal, written):
        cal.change(confirmationPolicy=CONFIRMED)
        uid = cal.book(guests=["guest@example.com"])["uid"]
        written()

        cal.post(f"/v2/bookings/{uid}/decline", {"reason": "busy"})

        assert written() == [("attendee-declined", "ana@example.com"), ("attendee-declined", "guest@example.com")]

    def test_another_time(self, cal, written):
        uid = cal.book(guests=["guest@example.com"])["uid"]
        written()

        cal.post(f"/v2/bookings/{uid}/reschedule", {"start": "2026-01-12T13:00:00Z"})

        assert written() == [
            ("attendee-rescheduled", "ana@example.com"),
            ("attendee-rescheduled", "guest@example.com"),
            ("organizer-rescheduled", "cal@example.com"),
        ]

    def test_another_time_that_must_be_confirmed(self, cal, written, mockcal):
        uid = cal.book()["uid"]
        cal.change(confirmationPolicy=CONFIRMED)
        written()

        anybody = mockcal.api(None, "2024-08-13")
        created(anybody.post(f"/v2/bookings/{uid}/reschedule", json={"start": "2026-01-12T13:00:00Z"}))

        assert written() == [
            ("attendee-awaiting-confirmation", "ana@example.com"),
            ("organizer-request", "cal@example.com"),
        ]

    def test_a_cancellation(self, cal, written):
        uid = cal.book(guests=["guest@example.com"])["uid"]
        written()

        cal.post(f"/v2/bookings/{uid}/cancel", {"cancellationReason": "ill"})

        assert written() == [
            ("attendee-cancelled", "ana@example.com"),
            ("attendee-cancelled", "guest@example.com"),
            ("organizer-cancelled", "cal@example.com"),
        ]

    def test_new_guests(self, cal, written):
        uid = cal.book()["uid"]
        written()

        cal.post(f"/v2/bookings/{uid}/guests", {"guests": [{"email": "guest@example.com"}]})

        assert written() == [
            ("attendee-guest-added", "ana@example.com"),
            ("attendee-scheduled", "guest@example.com"),
            ("organizer-guest-added", "cal@example.com"),
        ]

    def test_a_new_guest_with_a_number_gets_a_text_too(self, cal, mockcal):
        uid = cal.book()["uid"]
        mockcal.control("DELETE", "/outbox")

        cal.post(
            f"/v2/bookings/{uid}/guests", {"guests": [{"email": "guest@example.com", "phoneNumber": "+14155550100"}]}
        )

        told = [
            (message["kind"], *message["to"])
            for message in mockcal.outbox()
            if message["template"] == "attendee-scheduled"
        ]
        assert told == [("email", "guest@example.com"), ("sms", "+14155550100")]

    def test_a_new_attendee_alone(self, cal, written):
        uid = cal.book()["uid"]
        written()

        cal.post(f"/v2/bookings/{uid}/attendees", {"name": "Eve", "email": "eve@example.com", "timeZone": "UTC"})

        assert written() == [("attendee-scheduled", "eve@example.com")]

    def test_an_attendee_who_is_removed(self, cal, written):
        uid = cal.book(guests=["guest@example.com"])["uid"]
        guest = created(cal.api.get(f"/v2/bookings/{uid}/attendees"))[1]["id"]
        written()

        created(cal.api.delete(f"/v2/bookings/{uid}/attendees/{guest}"))

        assert written() == [("attendee-removed", "guest@example.com")]

    def test_another_place(self, cal, written):
        uid = cal.book(guests=["guest@example.com"])["uid"]
        written()

        place = {"type": "address", "address": "1 Main Street"}
        created(cal.api.patch(f"/v2/bookings/{uid}/location", json={"location": place}))

        assert written() == [
            ("attendee-location-updated", "ana@example.com"),
            ("attendee-location-updated", "guest@example.com"),
            ("organizer-location-updated", "cal@example.com"),
        ]

    def test_a_request_for_another_time(self, cal, written):
        uid = cal.book(guests=["guest@example.com"])["uid"]
        written()

        cal.api.post(f"/v2/bookings/{uid}/request-reschedule", json={"rescheduleReason": "a fire"})

        assert written() == [
            ("reschedule-requested", "ana@example.com"),
            ("reschedule-requested", "cal@example.com"),
        ]

    def test_of_a_series_the_first_occurrence(self, cal, written):
        cal.change(recurrence={"interval": 1, "occurrences": 3, "frequency": "weekly"})

        cal.book(recurrenceCount=3)

        assert written() == [
            ("attendee-scheduled", "ana@example.com"),
            ("organizer-scheduled", "cal@example.com"),
        ]


class TestSeats:
    @pytest.fixture
    def seated(self, cal, written):
        cal.change(seats={"seatsPerTimeSlot": 3, "showAttendeeInfo": False, "showAvailabilityCount": True})
        cal.book()
        written()
        return cal

    def test_a_further_seat_host_and_newcomer(self, seated, written):
        seated.book(attendee=BO)

        assert written() == [("attendee-scheduled", "bo@example.com"), ("organizer-scheduled", "cal@example.com")]

    def test_others_stay_unseen(self, seated, mockcal):
        seated.book(attendee=BO)

        (mail,) = mockcal.outbox(to="bo@example.com")
        assert "ana@example.com" not in mail["text"]

    def test_a_seat_given_up(self, seated, written, mockcal):
        second = seated.book(attendee=BO)
        written()

        anybody = mockcal.api(None, "2024-08-13")
        created(anybody.post(f"/v2/bookings/{second['uid']}/cancel", json={"seatUid": second["seatUid"]}))

        assert written() == [
            ("attendee-cancelled", "bo@example.com"),
            ("organizer-seat-cancelled", "cal@example.com"),
        ]

    def test_a_seat_that_moves(self, seated, written, mockcal):
        second = seated.book(attendee=BO)
        written()

        body = {"start": "2026-01-12T13:00:00Z", "seatUid": second["seatUid"]}
        created(mockcal.api(None, "2024-08-13").post(f"/v2/bookings/{second['uid']}/reschedule", json=body))

        assert written() == [
            ("attendee-rescheduled", "bo@example.com"),
            ("organizer-rescheduled", "cal@example.com"),
        ]


class TestRoundRobin:
    @pytest.fixture
    def team(self, mockcal):
        """Ann and Bob in turn; the booking is Ann's."""
        hosts = [{"user": "ann"}, {"user": "bob"}]
        mockcal.load(
            {
                "users": [{"username": "ann", "id": 1}, {"username": "bob", "id": 2}],
                "teams": [
                    {
                        "slug": "support",
                        "members": [{"user": "ann", "role": "OWNER"}, {"user": "bob"}],
                        "eventTypes": [
                            {
                                "title": "Help",
                                "slug": "help",
                                "lengthInMinutes": 30,
                                "schedulingType": "roundRobin",
                                "hosts": hosts,
                            }
                        ],
                    }
                ],
                "bookings": [
                    {"uid": "bk1", "eventType": "support/help", "start": START, "attendee": ANA, "host": "ann"}
                ],
            }
        )
        return mockcal.api("cal_ann", "2024-08-13")

    def test_handed_to_another_host(self, team, written):
        created(team.post("/v2/bookings/bk1/reassign/2", json={}))

        assert written() == [
            ("attendee-reassigned", "ana@example.com"),
            ("organizer-reassigned-in", "bob@example.com"),
            ("organizer-reassigned-out", "ann@example.com"),
        ]

    def test_a_new_time_that_finds_another_host(self, team, written, mockcal):
        mockcal.load({"users": [{"username": "ann", "outOfOffice": [{"start": "2026-01-13", "end": "2026-01-13"}]}]})

        created(
            mockcal.api(None, "2024-08-13").post("/v2/bookings/bk1/reschedule", json={"start": "2026-01-13T10:00:00Z"})
        )

        assert written() == [
            ("attendee-rescheduled", "ana@example.com"),
            ("organizer-cancelled", "ann@example.com"),
            ("organizer-scheduled", "bob@example.com"),
        ]


class TestSilence:
    @pytest.mark.parametrize(
        ("settings", "templates"),
        [
            ({"disableStandardEmails": {"all": {"host": True}}}, {"attendee-scheduled", "attendee-cancelled"}),
            ({"disableStandardEmails": {"all": {"attendee": True}}}, {"organizer-scheduled", "organizer-cancelled"}),
            (
                {"disableStandardEmails": {"confirmation": {"host": True, "attendee": True}}},
                {"organizer-cancelled", "attendee-cancelled"},
            ),
        ],
    )
    def test_an_event_type_may_ask_for_it(self, mockcal, settings, templates):
        event_type = {"title": "Intro", "slug": "intro", "lengthInMinutes": 30, "stored": {"metadata": settings}}
        made = mockcal.load({"users": [{"username": "cal", "eventTypes": [event_type]}]})
        anybody = mockcal.api(None, "2024-08-13")
        event_type_id = made["eventTypes"]["cal/intro"]["id"]

        body = {"start": START, "eventTypeId": event_type_id, "attendee": ANA}
        uid = created(anybody.post("/v2/bookings", json=body))["uid"]
        created(anybody.post(f"/v2/bookings/{uid}/cancel", json={}))

        assert {message["template"] for message in mockcal.outbox()} == templates

    def test_a_teams_email_settings(self, mockcal):
        mockcal.load(
            {
                "users": [{"username": "ann", "id": 1}],
                "organizations": [
                    {
                        "slug": "acme",
                        "id": 20,
                        "members": [{"user": "ann", "role": "OWNER"}],
                        "teams": [{"slug": "sales", "id": 9, "members": [{"user": "ann", "role": "OWNER"}]}],
                    }
                ],
            }
        )
        api = mockcal.api("cal_ann", "2024-08-13")
        body = {"title": "Call", "slug": "call", "lengthInMinutes": 30, "schedulingType": "roundRobin"}
        body |= {"hosts": [{"userId": 1}], "emailSettings": {"disableEmailsToAttendees": True}}
        event_type_id = created(api.post("/v2/organizations/20/teams/9/event-types", json=body))["id"]

        booking = {"start": START, "eventTypeId": event_type_id, "attendee": ANA}
        created(mockcal.api(None, "2024-08-13").post("/v2/bookings", json=booking))

        assert [message["template"] for message in mockcal.outbox()] == ["organizer-scheduled"]


class TestWhatItSays:
    def test_when_where_and_who_each_in_his_own_time(self, cal, mockcal):
        uid = cal.book(bookingFieldsResponses={"notes": "Bring cake"})["uid"]

        (to_host,) = mockcal.outbox(to="cal@example.com")
        (to_ana,) = mockcal.outbox(to="ana@example.com")

        assert to_ana["subject"] == "Confirmed: Intro between Cal and Ana, Monday, 12 January 2026"
        assert to_ana["text"] == (
            "Your meeting is booked.\n\n"
            "What: Intro between Cal and Ana\n"
            "When: Monday, 12 January 2026, 05:00 – 05:30 (America/New_York)\n"
            "Who: Cal <cal@example.com>, Ana <ana@example.com>\n"
            f"Where: Cal Video: https://app.cal.com/video/{uid}\n"
            "Notes: Bring cake\n\n"
            f"https://app.cal.com/booking/{uid}\n"
        )
        assert "11:00 – 11:30 (Europe/Rome)" in to_host["text"]
        assert to_ana["html"].startswith("<p>Your meeting is booked.</p>")
        assert (to_ana["kind"], to_ana["from"], to_ana["bookingUid"], to_ana["code"]) == (
            "email",
            "no-reply@cal.com",
            uid,
            None,
        )

    def test_the_reason(self, cal, mockcal):
        uid = cal.book()["uid"]

        cal.post(f"/v2/bookings/{uid}/cancel", {"cancellationReason": "I am ill"})

        assert "Reason: I am ill" in mockcal.outbox(to="ana@example.com")[-1]["text"]

    def test_somebody_with_only_a_phone_gets_a_text(self, mockcal):
        fields = [
            {"type": "email", "required": False, "hidden": True},
            {"type": "phone", "slug": "attendeePhoneNumber", "label": "Phone", "required": True, "hidden": False},
        ]
        mockcal.load(
            {
                "users": [{"username": "ann", "id": 1}],
                "organizations": [
                    {
                        "slug": "acme",
                        "id": 20,
                        "members": [{"user": "ann", "role": "OWNER"}],
                        "teams": [{"slug": "sales", "id": 9, "members": [{"user": "ann", "role": "OWNER"}]}],
                    }
                ],
            }
        )
        body = {"title": "Call", "slug": "call", "lengthInMinutes": 30, "schedulingType": "roundRobin"}
        body |= {"hosts": [{"userId": 1}], "bookingFields": fields}
        api = mockcal.api("cal_ann", "2024-08-13")
        event_type_id = created(api.post("/v2/organizations/20/teams/9/event-types", json=body))["id"]

        attendee = {"name": "Ana", "phoneNumber": "+14155550123", "timeZone": "UTC"}
        booking = {"start": START, "eventTypeId": event_type_id, "attendee": attendee}
        created(mockcal.api(None, "2024-08-13").post("/v2/bookings", json=booking))

        (text,) = mockcal.outbox(kind="sms")
        assert (text["template"], text["to"]) == ("attendee-scheduled", ["+14155550123"])
        assert "Monday, 12 January 2026" in text["text"]
        assert [message["to"] for message in mockcal.outbox(kind="email")] == [["ann@example.com"]]
