"""Recurring bookings: expansion, reading, moving one, cancelling some or all."""

import pytest

from tests.api.bookings.conftest import ANN, BEN, INTRO, TEAM_HOSTS, WEEKLY, asked, book, message, raw
from tests.conftest import refusal

FEBRUARY = "2030-02-04T13:00:00Z"


def series(client, start: str = FEBRUARY, **more):
    return book(client, WEEKLY, start, **more)


class TestCreateSeries:
    def test_three_weeks_at_the_same_hour(self, anyone):
        bookings = series(anyone)

        assert [one["start"] for one in bookings] == [
            "2030-02-04T13:00:00.000Z",
            "2030-02-11T13:00:00.000Z",
            "2030-02-18T13:00:00.000Z",
        ]
        assert len({one["recurringBookingUid"] for one in bookings}) == 1
        assert len({one["uid"] for one in bookings}) == 3
        assert {one["status"] for one in bookings} == {"accepted"}

    def test_the_attendees_clock_counts(self, anyone):
        bookings = series(anyone, "2030-03-25T13:00:00Z", recurrenceCount=2)

        assert [one["start"] for one in bookings] == ["2030-03-25T13:00:00.000Z", "2030-04-01T12:00:00.000Z"]

    def test_months_drift(self, alice):
        alice.patch(
            f"/v2/event-types/{WEEKLY}",
            json={"recurrence": {"interval": 1, "occurrences": 4, "frequency": "monthly"}},
            headers={"cal-api-version": "2024-06-14"},
        ).raise_for_status()

        bookings = series(alice, "2030-01-31T10:00:00Z", attendee=BEN)

        assert [one["start"][:10] for one in bookings] == ["2030-01-31", "2030-02-28", "2030-03-28", "2030-04-28"]

    def test_fewer_may_be_asked_for_but_not_more(self, anyone):
        more = anyone.post("/v2/bookings", json=asked(WEEKLY, FEBRUARY, recurrenceCount=4))

        assert message(more) == (
            400,
            "Provided recurrence count is higher than the event type's recurring event count.",
        )
        assert len(series(anyone, recurrenceCount=1)) == 1

    def test_a_count_for_a_single_event_type_is_passed_over(self, anyone):
        assert book(anyone, INTRO, recurrenceCount=5)["status"] == "accepted"

    def test_only_the_first_looks_whether_its_host_is_free(self, anyone, mockcal):
        book(anyone, INTRO, "2030-02-11T13:00:00Z", attendee=BEN)

        assert len(series(anyone)) == 3

        book(anyone, INTRO, "2030-03-04T13:00:00Z", attendee=BEN)
        taken = anyone.post("/v2/bookings", json=asked(WEEKLY, "2030-03-04T13:00:00Z"))
        assert message(taken) == (400, "User either already has booking at this time or is not available")

    def test_a_refusal_on_the_way_leaves_those_before_it(self, alice):
        alice.patch(
            f"/v2/event-types/{WEEKLY}",
            json={"bookingWindow": {"type": "calendarDays", "value": 10, "rolling": False}},
            headers={"cal-api-version": "2024-06-14"},
        ).raise_for_status()

        response = alice.post("/v2/bookings", json=asked(WEEKLY, "2026-01-06T10:00:00Z"))

        assert response.status_code == 400
        kept = alice.get("/v2/bookings").json()["data"]
        assert [one["start"] for one in kept] == ["2026-01-06T10:00:00.000Z", "2026-01-13T10:00:00.000Z"]

    def test_an_occurrence_shows_no_phone_and_no_rescheduling(self, anyone):
        first = series(anyone, attendee=ANN | {"phoneNumber": "+919876543210"})[0]

        assert "phoneNumber" not in first["attendees"][0]
        assert "rescheduledByEmail" not in first
        assert first["cancelledByEmail"] == ""

    def test_seats_and_a_series_exclude_each_other(self, mockcal, world):
        mockcal.load(
            {
                "users": [
                    {
                        "username": "bob",
                        "eventTypes": [
                            {
                                "slug": "odd",
                                "id": 41,
                                "title": "Odd",
                                "lengthInMinutes": 30,
                                "stored": {
                                    "recurringEvent": {"freq": 2, "interval": 1, "count": 2},
                                    "seatsPerTimeSlot": 2,
                                },
                            }
                        ],
                    }
                ]
            }
        )

        response = mockcal.api(version="2024-08-13").post("/v2/bookings", json=asked(41))

        assert raw(response) == (400, "recurring_event_seats_error")

    def test_a_round_robin_keeps_its_host_and_forgets_the_first(self, mockcal, world):
        mockcal.load(
            {
                "teams": [
                    {
                        "slug": "support",
                        "eventTypes": [
                            {
                                "slug": "rounds",
                                "id": 42,
                                "title": "Rounds",
                                "lengthInMinutes": 30,
                                "schedulingType": "roundRobin",
                                "hosts": TEAM_HOSTS,
                                "recurrence": {"interval": 1, "occurrences": 3, "frequency": "weekly"},
                            }
                        ],
                    }
                ]
            }
        )
        anyone = mockcal.api(version="2024-08-13")

        shown = book(anyone, 42, FEBRUARY)

        whole = anyone.get(f"/v2/bookings/{shown[0]['recurringBookingUid']}").json()["data"]
        assert [one["start"][:10] for one in shown] == ["2030-02-11", "2030-02-18"]
        assert [one["start"][:10] for one in whole] == ["2030-02-04", "2030-02-11", "2030-02-18"]
        assert len({one["hosts"][0]["id"] for one in whole}) == 1

    def test_mails_tell_of_the_first_only(self, mockcal, anyone):
        series(anyone)

        assert len([mail for mail in mockcal.outbox() if mail["template"] == "attendee-scheduled"]) == 1

    def test_each_occurrence_is_a_webhook(self, mockcal, alice):
        alice.post(
            "/v2/webhooks",
            json={"active": True, "subscriberUrl": "http://127.0.0.1:9/", "triggers": ["BOOKING_CREATED"]},
        ).raise_for_status()

        series(alice)

        assert len(mockcal.deliveries()) == 3


class TestGetSeries:
    def test_by_its_own_uid(self, anyone):
        bookings = series(anyone)

        found = anyone.get(f"/v2/bookings/{bookings[0]['recurringBookingUid']}").json()["data"]

        assert found == bookings

    def test_a_moved_occurrence_stays_in_it(self, anyone):
        bookings = series(anyone)
        anyone.post(
            f"/v2/bookings/{bookings[1]['uid']}/reschedule", json={"start": "2030-02-12T13:00:00Z"}
        ).raise_for_status()

        found = anyone.get(f"/v2/bookings/{bookings[0]['recurringBookingUid']}").json()["data"]

        assert [(one["start"][:10], one["status"]) for one in found] == [
            ("2030-02-04", "accepted"),
            ("2030-02-11", "cancelled"),
            ("2030-02-12", "accepted"),
            ("2030-02-18", "accepted"),
        ]


class TestRescheduleOccurrence:
    def test_it_stays_in_its_series(self, anyone):
        bookings = series(anyone)

        moved = anyone.post(
            f"/v2/bookings/{bookings[1]['uid']}/reschedule", json={"start": "2030-02-12T13:00:00Z"}
        ).json()["data"]

        assert moved["recurringBookingUid"] == bookings[0]["recurringBookingUid"]
        assert moved["rescheduledFromUid"] == bookings[1]["uid"]

    def test_a_whole_series_cannot_be_moved(self, anyone):
        uid = series(anyone)[0]["recurringBookingUid"]

        response = anyone.post(f"/v2/bookings/{uid}/reschedule", json={"start": "2030-02-12T13:00:00Z"})

        assert message(response) == (404, f"Booking with uid={uid} was not found in the database")


class TestCancelSeries:
    def test_one_occurrence(self, anyone):
        bookings = series(anyone)

        gone = anyone.post(f"/v2/bookings/{bookings[1]['uid']}/cancel", json={"cancellationReason": "ill"})

        assert gone.json()["data"]["status"] == "cancelled"
        assert gone.json()["data"]["recurringBookingUid"] == bookings[0]["recurringBookingUid"]
        states = anyone.get(f"/v2/bookings/{bookings[0]['recurringBookingUid']}").json()["data"]
        assert [one["status"] for one in states] == ["accepted", "cancelled", "accepted"]

    def test_one_and_those_after_it(self, anyone):
        bookings = series(anyone)

        left = anyone.post(f"/v2/bookings/{bookings[1]['uid']}/cancel", json={"cancelSubsequentBookings": True})

        assert [one["status"] for one in left.json()["data"]] == ["accepted", "cancelled", "cancelled"]

    def test_a_series_whose_first_has_ended_is_refused(self, anyone, mockcal):
        bookings = series(anyone, "2026-01-06T10:00:00Z")
        mockcal.advance("P8D")

        left = anyone.post(f"/v2/bookings/{bookings[0]['recurringBookingUid']}/cancel", json={})

        assert raw(left) == (400, "Cannot cancel a booking that has already ended")

    def test_the_uid_of_the_series(self, anyone):
        bookings = series(anyone)

        left = anyone.post(f"/v2/bookings/{bookings[0]['recurringBookingUid']}/cancel", json={})

        assert [one["status"] for one in left.json()["data"]] == ["cancelled"] * 3

    def test_the_series_is_judged_by_its_first_occurrence(self, anyone):
        bookings = series(anyone)
        uid = bookings[0]["recurringBookingUid"]
        anyone.post(f"/v2/bookings/{bookings[0]['uid']}/cancel", json={}).raise_for_status()

        response = anyone.post(f"/v2/bookings/{uid}/cancel", json={})

        assert response.status_code == 400
        assert "because it has been cancelled already" in response.json()["error"]["message"]

    def test_subsequent_ones_need_an_occurrence(self, anyone):
        uid = series(anyone)[0]["recurringBookingUid"]

        response = anyone.post(f"/v2/bookings/{uid}/cancel", json={"cancelSubsequentBookings": True})

        assert refusal(response) == (
            400,
            "BadRequestException",
            "Cannot cancel subsequent bookings for recurring event - you have to provide uid of one of the individual "
            "bookings of a recurring booking.",
        )

    def test_a_single_booking_has_no_subsequent_ones_but_goes(self, anyone):
        uid = book(anyone)["uid"]

        response = anyone.post(f"/v2/bookings/{uid}/cancel", json={"cancelSubsequentBookings": True})

        assert message(response) == (400, f"Booking with bookingUid={uid} is not part of a recurring booking.")
        assert "the work was done" in response.headers["X-Mockcal-Explain"]
        assert anyone.get(f"/v2/bookings/{uid}").json()["data"]["status"] == "cancelled"

    def test_the_world_is_told_once(self, mockcal, alice):
        alice.post(
            "/v2/webhooks",
            json={"active": True, "subscriberUrl": "http://127.0.0.1:9/", "triggers": ["BOOKING_CANCELLED"]},
        ).raise_for_status()
        uid = series(alice)[0]["recurringBookingUid"]

        alice.post(f"/v2/bookings/{uid}/cancel", json={"cancellationReason": "moved"}).raise_for_status()

        assert len(mockcal.deliveries()) == 1


class TestDecideSeries:
    @pytest.fixture
    def waiting(self, alice):
        alice.patch(
            f"/v2/event-types/{WEEKLY}",
            json={"confirmationPolicy": {"type": "always", "blockUnconfirmedBookingsInBooker": False}},
            headers={"cal-api-version": "2024-06-14"},
        ).raise_for_status()
        return series(alice)

    def test_confirming_one_accepts_all(self, alice, waiting):
        shown = alice.post(f"/v2/bookings/{waiting[1]['uid']}/confirm").json()["data"]

        assert (shown["uid"], shown["status"]) == (waiting[1]["uid"], "accepted")
        whole = alice.get(f"/v2/bookings/{shown['recurringBookingUid']}").json()["data"]
        assert {one["status"] for one in whole} == {"accepted"}

    def test_declining_one_rejects_all(self, alice, waiting):
        shown = alice.post(f"/v2/bookings/{waiting[1]['uid']}/decline", json={"reason": "no"}).json()["data"]

        assert shown["status"] == "rejected"
        whole = alice.get(f"/v2/bookings/{shown['recurringBookingUid']}").json()["data"]
        assert {one["status"] for one in whole} == {"rejected"}
