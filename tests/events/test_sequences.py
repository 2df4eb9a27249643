"""Which webhooks a booking sets off in the course of its life."""

import pytest

from tests.events.conftest import created

CONFIRMED = {"type": "always", "blockUnconfirmedBookingsInBooker": False}


@pytest.fixture
def told(cal, receiver, mockcal):
    """Triggers in order, each with the uid it is about."""
    cal.subscribe(receiver.url)

    def read() -> list[tuple[str, str]]:
        mockcal.deliveries()
        return [(one.trigger, one.json.get("uid") or one.payload["uid"]) for one in receiver.received]

    return read


def test_accepted_then_cancelled(cal, told):
    uid = cal.book()["uid"]
    cal.post(f"/v2/bookings/{uid}/cancel", {"cancellationReason": "no"})

    assert told() == [("BOOKING_CREATED", uid), ("BOOKING_CANCELLED", uid)]


def test_requested_confirmed_and_held(cal, told, mockcal):
    cal.change(confirmationPolicy=CONFIRMED)
    uid = cal.book()["uid"]
    cal.post(f"/v2/bookings/{uid}/confirm")
    mockcal.advance("P10D")

    assert [trigger for trigger, _ in told()] == [
        "BOOKING_REQUESTED",
        "BOOKING_CREATED",
        "MEETING_STARTED",
        "MEETING_ENDED",
    ]


def test_requested_and_declined(cal, told):
    cal.change(confirmationPolicy=CONFIRMED)
    uid = cal.book()["uid"]
    cal.post(f"/v2/bookings/{uid}/decline")

    assert told() == [("BOOKING_REQUESTED", uid), ("BOOKING_REJECTED", uid)]


def test_requested_and_cancelled_by_the_booker(cal, told, mockcal):
    cal.change(confirmationPolicy=CONFIRMED)
    uid = cal.book()["uid"]
    mockcal.api(None, "2024-08-13").post(f"/v2/bookings/{uid}/cancel", json={})

    assert told() == [("BOOKING_REQUESTED", uid), ("BOOKING_CANCELLED", uid)]


def test_accepted_moved_and_cancelled(cal, told):
    uid = cal.book()["uid"]
    new = cal.post(f"/v2/bookings/{uid}/reschedule", {"start": "2026-01-12T13:00:00Z"})["uid"]
    cal.post(f"/v2/bookings/{new}/cancel", {"cancellationReason": "no"})

    assert told() == [("BOOKING_CREATED", uid), ("BOOKING_RESCHEDULED", new), ("BOOKING_CANCELLED", new)]


def test_moved_where_the_host_must_confirm(cal, told, mockcal):
    uid = cal.book()["uid"]
    cal.change(confirmationPolicy=CONFIRMED)
    anybody = mockcal.api(None, "2024-08-13")
    new = anybody.post(f"/v2/bookings/{uid}/reschedule", json={"start": "2026-01-12T13:00:00Z"}).json()["data"]["uid"]

    assert told() == [("BOOKING_CREATED", uid), ("BOOKING_REQUESTED", new)]


def test_such_a_request_names_the_old_time(cal, receiver, mockcal):
    uid = cal.book()["uid"]
    cal.change(confirmationPolicy=CONFIRMED)
    cal.subscribe(receiver.url)

    move = {"start": "2026-01-12T13:00:00Z", "rescheduledBy": "ana@example.com"}
    created(mockcal.api(None, "2024-08-13").post(f"/v2/bookings/{uid}/reschedule", json=move))

    mockcal.deliveries()
    payload = receiver.only("BOOKING_REQUESTED").payload
    assert (payload["rescheduleUid"], payload["rescheduleStartTime"]) == (uid, "2026-01-12T10:00:00Z")
    assert payload["rescheduledBy"] == "ana@example.com"
    assert payload["status"] == "PENDING"


def test_this_and_the_following_are_cancelled_with_one_request(cal, told):
    cal.change(recurrence={"interval": 1, "occurrences": 3, "frequency": "weekly"})
    series = [one["uid"] for one in cal.book(recurrenceCount=3)]
    cal.post(f"/v2/bookings/{series[1]}/cancel", {"cancellationReason": "no", "cancelSubsequentBookings": True})

    assert told()[3:] == [("BOOKING_CANCELLED", series[1])]


def test_the_oldest_version_tells_but_does_not_write(cal, told, mockcal):
    body = {
        "start": "2026-01-12T10:00:00Z",
        "eventTypeId": cal.event_type_id,
        "timeZone": "Europe/Rome",
        "language": "en",
        "metadata": {},
        "responses": {"name": "Ana", "email": "ana@example.com"},
    }
    uid = created(mockcal.api().post("/v2/bookings", json=body))["uid"]

    assert told() == [("BOOKING_CREATED", uid)]
    assert mockcal.outbox() == []


def test_a_series_confirmed_at_once_is_told_once(cal, told):
    cal.change(recurrence={"interval": 1, "occurrences": 2, "frequency": "weekly"})
    cal.change(confirmationPolicy=CONFIRMED)
    first, second = [one["uid"] for one in cal.book(recurrenceCount=2)]
    cal.post(f"/v2/bookings/{first}/confirm")

    assert told() == [("BOOKING_REQUESTED", first), ("BOOKING_REQUESTED", second), ("BOOKING_CREATED", first)]


def test_people_and_places_are_not_told(cal, told, mockcal):
    uid = cal.book()["uid"]
    cal.post(f"/v2/bookings/{uid}/guests", {"guests": [{"email": "bo@example.com"}]})
    cal.post(f"/v2/bookings/{uid}/attendees", {"name": "Eve", "email": "eve@example.com", "timeZone": "Europe/Rome"})
    place = {"type": "address", "address": "1 Main Street"}
    response = cal.api.patch(f"/v2/bookings/{uid}/location", json={"location": place})

    assert response.status_code == 200
    assert told() == [("BOOKING_CREATED", uid)]


def test_a_request_for_another_time(cal, receiver, mockcal):
    cal.subscribe(receiver.url)
    uid = cal.book()["uid"]

    response = cal.api.post(f"/v2/bookings/{uid}/request-reschedule", json={"rescheduleReason": "a fire"})

    assert response.status_code == 200
    mockcal.deliveries()
    payload = receiver.only("BOOKING_CANCELLED").payload
    assert payload["cancellationReason"] == "Please reschedule. a fire"
    assert payload["requestReschedule"] is True
    assert not {"status", "eventTitle", "length"} & payload.keys()
