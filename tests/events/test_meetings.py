"""What is sent when the time of a meeting comes."""

import pytest

SESSION = {
    "id": "s1",
    "room": "r1",
    "startTime": 1768212000,
    "duration": 1800,
    "ongoing": False,
    "maxParticipants": 2,
    "participants": [],
}


class TestMeetingStartedAndEnded:
    def test_the_whole_of_it(self, cal, receiver, mockcal):
        cal.subscribe(receiver.url, ["MEETING_STARTED"], secret="s3cret")
        booking = cal.book(bookingFieldsResponses={"notes": "hello"})
        uid = booking["uid"]

        mockcal.advance(to="2026-01-12T10:00:00Z")

        mockcal.deliveries()
        (request,) = receiver.received
        body = request.json
        assert "payload" not in body
        assert next(iter(body)) == "triggerEvent"
        assert request.headers["X-Cal-Signature-256"] != "no-secret-provided"
        assert body["responses"]["name"] == {"label": "your_name", "value": "Ana", "isHidden": False}
        (reference,) = body.pop("references")
        assert (reference["type"], reference["bookingId"]) == ("daily_video", booking["id"])
        (attendee,) = body.pop("attendees")
        assert attendee.pop("id") > 0
        assert attendee == {
            "email": "ana@example.com",
            "name": "Ana",
            "timeZone": "America/New_York",
            "phoneNumber": None,
            "locale": "en",
            "bookingId": booking["id"],
            "noShow": False,
        }
        for changing in ("responses", "idempotencyKey", "appsStatus"):
            body.pop(changing)
        assert body == {
            "triggerEvent": "MEETING_STARTED",
            "id": booking["id"],
            "uid": uid,
            "userId": 3,
            "userPrimaryEmail": "cal@example.com",
            "eventTypeId": cal.event_type_id,
            "title": "Intro between Cal and Ana",
            "description": "hello",
            "customInputs": {},
            "startTime": "2026-01-12T10:00:00.000Z",
            "endTime": "2026-01-12T10:30:00.000Z",
            "location": "integrations:daily",
            "createdAt": "2026-01-05T08:00:00.000Z",
            "updatedAt": "2026-01-05T08:00:00.000Z",
            "status": "ACCEPTED",
            "paid": False,
            "destinationCalendarId": None,
            "cancellationReason": None,
            "rejectionReason": None,
            "reassignReason": None,
            "reassignById": None,
            "dynamicEventSlugRef": None,
            "dynamicGroupSlugRef": None,
            "rescheduled": None,
            "fromReschedule": None,
            "recurringEventId": None,
            "smsReminderNumber": None,
            "scheduledJobs": [],
            "metadata": {"videoCallUrl": f"https://app.cal.com/video/{uid}"},
            "isRecorded": False,
            "iCalUID": f"{uid}@Cal.com",
            "iCalSequence": 0,
            "rating": None,
            "ratingFeedback": None,
            "noShowHost": False,
            "oneTimePassword": None,
            "cancelledBy": None,
            "rescheduledBy": None,
            "creationSource": "API_V2",
            "user": {"email": "cal@example.com", "name": "Cal", "timeZone": "Europe/Rome", "username": "cal"},
            "payment": [],
        }

    def test_a_confirmed_booking_has_a_smaller_record(self, cal, receiver, mockcal):
        cal.change(confirmationPolicy={"type": "always", "blockUnconfirmedBookingsInBooker": False})
        cal.subscribe(receiver.url, ["MEETING_ENDED"])
        uid = cal.book()["uid"]
        cal.post(f"/v2/bookings/{uid}/confirm")

        mockcal.advance(to="2026-01-12T10:30:00Z")

        mockcal.deliveries()
        assert receiver.received[0].json.keys() == {
            "triggerEvent",
            "id",
            "uid",
            "title",
            "description",
            "startTime",
            "endTime",
            "location",
            "metadata",
            "responses",
            "userFieldsResponses",
            "attendees",
            "customInputs",
            "smsReminderNumber",
            "cancellationReason",
            "eventType",
        }

    def test_the_clock_says_what_happened(self, cal, receiver, mockcal):
        cal.subscribe(receiver.url, ["MEETING_STARTED", "MEETING_ENDED"])
        uid = cal.book()["uid"]

        happened = mockcal.advance(to="2026-01-12T12:00:00Z")

        assert happened == [
            {"at": "2026-01-12T10:00:00.000Z", "what": "MEETING_STARTED", "subject": f"booking:{uid}"},
            {"at": "2026-01-12T10:30:00.000Z", "what": "MEETING_ENDED", "subject": f"booking:{uid}"},
        ]

    def test_it_is_sent_once(self, cal, receiver, mockcal):
        cal.subscribe(receiver.url, ["MEETING_STARTED"])
        cal.book()

        mockcal.advance(to="2026-01-12T10:00:00Z")
        mockcal.advance("P1D")

        assert len(mockcal.deliveries()) == 1

    def test_a_series_has_one_for_each_occurrence(self, cal, receiver, mockcal):
        cal.change(recurrence={"interval": 1, "occurrences": 2, "frequency": "weekly"})
        cal.subscribe(receiver.url, ["MEETING_STARTED"])
        cal.book(recurrenceCount=2)

        mockcal.advance("P20D")

        assert len(mockcal.deliveries()) == 2

    def test_a_further_seat_schedules_nothing(self, cal, receiver, mockcal):
        cal.change(seats={"seatsPerTimeSlot": 3, "showAttendeeInfo": True, "showAvailabilityCount": True})
        cal.subscribe(receiver.url, ["MEETING_STARTED"])
        cal.book()
        cal.book(attendee={"name": "Bo", "email": "bo@example.com", "timeZone": "UTC"})

        mockcal.advance("P10D")

        assert len(mockcal.deliveries()) == 1

    def test_a_cancelled_meeting_does_not_begin(self, cal, receiver, mockcal):
        cal.subscribe(receiver.url, ["MEETING_STARTED", "MEETING_ENDED"])
        uid = cal.book()["uid"]
        cal.post(f"/v2/bookings/{uid}/cancel", {"cancellationReason": "no"})

        assert mockcal.advance("P10D") == []

    def test_a_moved_one_begins_at_its_new_time(self, cal, receiver, mockcal):
        cal.subscribe(receiver.url, ["MEETING_STARTED"])
        uid = cal.book()["uid"]
        new = cal.post(f"/v2/bookings/{uid}/reschedule", {"start": "2026-01-13T10:00:00Z"})["uid"]

        happened = mockcal.advance("P10D")

        assert [(one["at"], one["subject"]) for one in happened] == [("2026-01-13T10:00:00.000Z", f"booking:{new}")]

    def test_a_pending_one_does_not_begin(self, cal, receiver, mockcal):
        cal.change(confirmationPolicy={"type": "always", "blockUnconfirmedBookingsInBooker": False})
        cal.subscribe(receiver.url, ["MEETING_STARTED"])
        cal.book()

        assert mockcal.advance("P10D") == []

    def test_a_later_subscription_hears_nothing_of_earlier_bookings(self, cal, receiver, mockcal):
        cal.book()
        cal.subscribe(receiver.url, ["MEETING_STARTED"])

        assert mockcal.advance("P10D") == []

    def test_record_and_url_are_those_of_the_booking_the_secret_is_todays(self, cal, receiver, mockcal):
        webhook_id = cal.subscribe(f"{receiver.url}/old", ["MEETING_STARTED"])
        cal.book()
        change = {"subscriberUrl": f"{receiver.url}/new", "active": False, "triggers": [], "secret": "new"}
        cal.api.patch(f"/v2/webhooks/{webhook_id}", json=change)

        mockcal.advance("P10D")

        mockcal.deliveries()
        assert receiver.received[0].path == "/old"
        assert receiver.received[0].headers["X-Cal-Signature-256"] != "no-secret-provided"

    def test_a_deleted_subscription_takes_what_waits_with_it(self, cal, receiver, mockcal):
        webhook_id = cal.subscribe(receiver.url, ["MEETING_STARTED"])
        cal.book()
        cal.api.delete(f"/v2/webhooks/{webhook_id}")

        assert mockcal.advance("P10D") == []

    def test_more_than_a_day_late_it_is_dropped(self, cal, receiver, mockcal):
        cal.subscribe(receiver.url, ["MEETING_STARTED", "MEETING_ENDED"])
        cal.book()
        mockcal.set_clock("2026-01-13T10:15:00Z")

        happened = mockcal.advance("PT1M")

        assert [one["what"] for one in happened] == ["MEETING_ENDED"]


class TestNoShowChecks:
    @pytest.fixture
    def checked(self, mockcal, receiver):
        """A host whose webhook looks five minutes after the start who is there."""

        def load(*participants: dict) -> str:
            hook = {
                "subscriberUrl": receiver.url,
                "active": True,
                "triggers": ["AFTER_HOSTS_CAL_VIDEO_NO_SHOW", "AFTER_GUESTS_CAL_VIDEO_NO_SHOW"],
                "stored": {"time": 5, "timeUnit": "MINUTE"},
            }
            mockcal.load(
                {
                    "users": [
                        {
                            "username": "cal",
                            "name": "Cal",
                            "webhooks": [hook],
                            "eventTypes": [{"title": "Intro", "slug": "intro", "lengthInMinutes": 30}],
                        }
                    ],
                    "bookings": [
                        {
                            "uid": "bk1",
                            "eventType": "cal/intro",
                            "start": "2026-01-12T10:00:00Z",
                            "attendee": {"name": "Ana", "email": "ana@example.com", "timeZone": "UTC"},
                            "location": "integrations:daily",
                            "references": [{"type": "daily_video", "uid": "room"}],
                            "conferencingSessions": [{**SESSION, "participants": list(participants)}],
                        }
                    ],
                }
            )
            return "bk1"

        return load

    def test_nobody_came(self, checked, receiver, mockcal):
        checked()

        happened = mockcal.advance("P10D")

        assert [(one["at"], one["what"]) for one in happened] == [
            ("2026-01-12T10:05:00.000Z", "AFTER_HOSTS_CAL_VIDEO_NO_SHOW"),
            ("2026-01-12T10:05:00.000Z", "AFTER_GUESTS_CAL_VIDEO_NO_SHOW"),
        ]
        mockcal.deliveries()
        host = receiver.only("AFTER_HOSTS_CAL_VIDEO_NO_SHOW").payload
        guest = receiver.only("AFTER_GUESTS_CAL_VIDEO_NO_SHOW").payload
        assert host["hostEmail"] == "cal@example.com"
        assert host["message"] == (
            "Host with email cal@example.com didn't join the call or didn't join before 2026-01-12 10:05:00 +00:00"
        )
        assert guest["message"] == "Guest didn't join the call or didn't join before 2026-01-12 10:05:00 +00:00"
        assert "hostEmail" not in guest
        assert (guest["bookingUid"], guest["participants"]) == ("bk1", [])
        assert guest["webhook"]["timeUnit"] == "MINUTE"
        booking = mockcal.api(None, "2024-08-13").get("/v2/bookings/bk1").json()["data"]
        assert booking["absentHost"] is True
        assert booking["attendees"][0]["absent"] is True

    def test_it_goes_where_the_webhook_pointed_when_it_was_planned(self, checked, receiver, mockcal):
        checked()
        cal = mockcal.api("cal_cal")
        (hook,) = cal.get("/v2/webhooks").json()["data"]
        change = {"subscriberUrl": f"{receiver.url}/new", "triggers": [], "active": False}
        assert cal.patch(f"/v2/webhooks/{hook['id']}", json=change).status_code == 200

        mockcal.advance("P10D")

        mockcal.deliveries()
        assert {request.path for request in receiver.received} == {"/"}
        told = receiver.only("AFTER_HOSTS_CAL_VIDEO_NO_SHOW").payload["webhook"]
        assert (told["subscriberUrl"], told["eventTriggers"]) == (hook["subscriberUrl"], hook["triggers"])

    def test_who_came_is_not_missed(self, checked, receiver, mockcal):
        checked(
            {"userId": None, "userName": "Cal", "joinTime": 1768212000, "duration": 60},
            {"userId": None, "userName": "Ana", "joinTime": 1768212000, "duration": 60},
        )

        mockcal.advance("P10D")

        assert mockcal.deliveries() == []

    def test_webhooks_of_the_api_never_check(self, cal, receiver, mockcal):
        cal.subscribe(receiver.url, ["AFTER_HOSTS_CAL_VIDEO_NO_SHOW", "AFTER_GUESTS_CAL_VIDEO_NO_SHOW"])
        cal.book()

        assert mockcal.advance("P10D") == []
