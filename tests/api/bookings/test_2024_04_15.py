"""`/v2/bookings` without a version header."""

from typing import Any

import pytest

from tests.api.bookings.conftest import ALICE, BOB, CONFIRM, INTRO, LONG, PLACES, ROUND, SEATED, WEEKLY, message
from tests.conftest import constraints, refusal

TEN, HALF_PAST = "2026-01-06T10:00:00Z", "2026-01-06T10:30:00Z"


def body(event_type_id: int = INTRO, start: str = TEN, end: str | None = HALF_PAST, **more: Any) -> dict[str, Any]:
    sent = {
        "start": start,
        "end": end,
        "eventTypeId": event_type_id,
        "timeZone": "Europe/Rome",
        "language": "en",
        "metadata": {},
        "responses": {"name": "Ann Lee", "email": "ann@example.com"},
    }
    return {key: value for key, value in (sent | more).items() if value is not None}


def book(client, *args: Any, **more: Any) -> dict[str, Any]:
    response = client.post("/v2/bookings", json=body(*args, **more))
    assert response.status_code == 201, response.text
    return response.json()["data"]


@pytest.fixture
def old(mockcal, world):
    return mockcal.api()


@pytest.fixture
def old_alice(mockcal, world):
    return mockcal.api("cal_alice")


class TestCreate:
    def test_a_record(self, old):
        answers = {
            "name": {"firstName": "Ann", "lastName": "Lee"},
            "email": "ann@example.com",
            "guests": ["gus@example.com"],
        }

        booking = book(old, responses=answers)

        assert booking["status"] == "ACCEPTED"
        assert (booking["startTime"], booking["endTime"]) == ("2026-01-06T10:00:00.000Z", "2026-01-06T10:30:00.000Z")
        assert booking["title"] == "Intro between Alice Host and Ann Lee"
        assert booking["responses"]["name"] == "Ann Lee"
        assert booking["userPrimaryEmail"] == "alice@example.com"
        assert booking["user"]["email"] is None
        assert [one["email"] for one in booking["attendees"]] == ["ann@example.com", "gus@example.com"]
        assert (booking["eventTypeId"], booking["references"], booking["payment"]) == (INTRO, [], [])
        assert booking["paymentRequired"] is False

    def test_the_end_may_be_left_out(self, old):
        assert book(old, INTRO, TEN, None)["endTime"] == "2026-01-06T10:30:00.000Z"

    def test_one_of_the_lengths(self, old):
        assert book(old, LONG, TEN, "2026-01-06T11:00:00Z")["endTime"] == "2026-01-06T11:00:00.000Z"

    @pytest.mark.parametrize(
        ("more", "status", "code"),
        [
            ({"start": "2026-01-05T09:00:00Z", "end": "2026-01-05T09:30:00Z"}, 400, "booking_time_out_of_bounds_error"),
            ({"start": "2026-01-10T10:00:00Z", "end": "2026-01-10T10:30:00Z"}, 400, "no_available_users_found_error"),
            ({"end": "2026-01-06T11:00:00Z"}, 400, "Invalid event length"),
        ],
    )
    def test_refusals_are_internal_codes(self, old, more, status, code):
        response = old.post("/v2/bookings", json=body(**more))

        assert refusal(response) == (status, "HttpException", code)

    def test_a_limit(self, old):
        from tests.api.bookings.conftest import LIMITED

        book(old, LIMITED)

        again = old.post("/v2/bookings", json=body(LIMITED, "2026-01-06T12:00:00Z", "2026-01-06T12:30:00Z"))

        assert refusal(again) == (401, "HttpException", "booking_limit_reached")

    def test_fields_are_validated(self, old):
        wrong = constraints(old.post("/v2/bookings", json={"start": 1}))

        assert set(wrong) == {"start", "eventTypeId", "language", "metadata", "responses"}

    def test_a_name_and_an_address_are_needed(self, old):
        response = old.post("/v2/bookings", json=body(responses={}))

        assert refusal(response) == (
            400,
            "BAD_REQUEST",
            "responses - {email}error_required_field, responses - {name}error_required_field, ",
        )

    def test_places(self, old):
        typed = {
            "name": "Ann",
            "email": "ann@example.com",
            "location": {"value": "phone", "optionValue": "+14155550100"},
        }
        configured = typed | {"location": {"value": "inPerson", "optionValue": ""}}

        assert book(old, PLACES, responses=typed)["location"] == "+14155550100"
        later = book(old, PLACES, "2026-01-06T12:00:00Z", "2026-01-06T12:30:00Z", responses=configured)
        assert later["location"] == "1 Main Street"
        linked = book(old, INTRO, "2026-01-06T13:00:00Z", "2026-01-06T13:30:00Z", locationUrl="https://a.example.com")
        assert linked["location"] == "https://a.example.com"

    def test_it_is_quiet_without_a_platform_client(self, old, mockcal):
        assert book(old)["location"] == "integrations:daily"
        assert mockcal.outbox() == []

    def test_webhooks_hear_of_it_all_the_same(self, old_alice, mockcal):
        old_alice.post(
            "/v2/webhooks",
            json={"active": True, "subscriberUrl": "http://127.0.0.1:9/", "triggers": ["BOOKING_CREATED"]},
        ).raise_for_status()

        book(old_alice)

        assert len(mockcal.deliveries()) == 1

    def test_a_rehearsal_stores_nothing(self, old, old_alice):
        booking = book(old, _isDryRun=True)

        assert (booking["id"], booking["uid"]) == (-101, "DRY_RUN_UID")
        assert old_alice.get("/v2/bookings").json()["data"]["totalCount"] == 0

    def test_a_rehearsal_takes_a_seat_as_a_booking_does(self, old, mockcal):
        ends, ben = "2026-01-06T11:00:00Z", {"name": "Ben", "email": "ben@example.com"}
        cleo = {"name": "Cleo", "email": "cleo@example.com"}
        book(old, SEATED, TEN, ends)
        busy = {"eventType": "alice/intro", "start": TEN, "attendee": {"name": "Eve", "email": "eve@example.com"}}
        mockcal.load({"bookings": [busy]})

        assert book(old, SEATED, TEN, ends, responses=ben, _isDryRun=True)["uid"] == "DRY_RUN_UID"
        again = old.post("/v2/bookings", json=body(SEATED, TEN, ends, _isDryRun=True))
        assert refusal(again) == (409, "HttpException", "already_signed_up_for_this_booking_error")
        book(old, SEATED, TEN, ends, responses=ben)
        full = old.post("/v2/bookings", json=body(SEATED, TEN, ends, responses=cleo, _isDryRun=True))
        assert refusal(full) == (409, "HttpException", "booking_seats_full_error")

    def test_a_seat(self, old):
        booking = book(old, SEATED, TEN, "2026-01-06T11:00:00Z")

        assert len(booking["seatReferenceUid"]) == 36

    def test_older_paths(self, mockcal, world):
        response = mockcal.api().post("/v2/ee/bookings", json=body())

        assert response.status_code == 201

    @pytest.mark.parametrize("version", ["2024-04-15", "2024-06-11", "2024-06-14", "1999-01-01"])
    def test_versions_that_mean_this_one(self, mockcal, world, version):
        assert "startTime" in book(mockcal.api(version=version))


class TestGroups:
    def test_several_people(self, old):
        group = {"eventTypeSlug": "30", "user": ["alice", "bob"]}

        booking = book(old, 0, **group)

        assert booking["eventTypeId"] is None
        assert booking["user"]["id"] == ALICE
        assert [one["email"] for one in booking["attendees"]] == ["ann@example.com", "bob@example.com"]
        taken = old.post("/v2/bookings", json=body(0, eventTypeSlug="30", user="alice+bob"))
        assert refusal(taken) == (400, "HttpException", "no_available_users_found_error")

    def test_the_first_who_is_named_organizes(self, old):
        booking = book(old, 0, eventTypeSlug="30", user=["bob", "alice"])

        assert booking["user"]["id"] == BOB
        assert booking["title"] == "Group Meeting between Bob Host and Ann Lee"

    def test_one_of_them_does_not_want_to(self, mockcal, old):
        mockcal.load({"users": [{"username": "bob", "allowDynamicBooking": False}]})

        response = old.post("/v2/bookings", json=body(0, eventTypeSlug="30", user=["alice", "bob"]))

        assert message(response) == (400, "Some of the users in this group do not allow dynamic booking")


class TestMove:
    NOON = {"start": "2026-01-06T12:00:00Z", "end": "2026-01-06T12:30:00Z"}

    def test_a_booking(self, old):
        first = book(old)

        moved = book(old, **self.NOON, rescheduleUid=first["uid"])

        assert moved["fromReschedule"] == first["uid"]
        found = old.get(f"/v2/bookings/{first['uid']}").json()["data"]
        assert (found["status"], found["rescheduled"]) == ("CANCELLED", True)

    def test_a_seat(self, old):
        first = book(old, SEATED, TEN, "2026-01-06T11:00:00Z")

        moved = book(
            old, SEATED, "2026-01-06T12:00:00Z", "2026-01-06T13:00:00Z", rescheduleUid=first["seatReferenceUid"]
        )

        assert moved["uid"] != first["uid"]
        assert old.get(f"/v2/bookings/{first['uid']}").json()["data"]["status"] == "CANCELLED"

    def test_nothing_to_move(self, old):
        response = old.post("/v2/bookings", json=body(rescheduleUid="none"))

        assert refusal(response) == (404, "HttpException", "Could not find original booking")


class TestSeries:
    def test_dates_that_the_client_counted_out(self, old):
        dates = [body(WEEKLY, f"2026-01-{day:02}T10:00:00Z", f"2026-01-{day:02}T11:00:00Z") for day in (6, 13)]

        response = old.post("/v2/bookings/recurring", json=dates)

        assert response.status_code == 201
        first, second = response.json()["data"]
        assert first["recurringEventId"] == second["recurringEventId"]
        assert len(first["recurringEventId"]) == 36

    def test_a_rehearsal_stores_none(self, old, old_alice):
        ends = "2026-01-06T11:00:00Z"
        dates = [body(WEEKLY, TEN, ends, _isDryRun=True), body(WEEKLY, "2026-01-13T10:00:00Z", "2026-01-13T11:00:00Z")]

        response = old.post("/v2/bookings/recurring", json=dates)

        first, second = response.json()["data"]
        assert (first["uid"], second["uid"]) == ("DRY_RUN_UID", "DRY_RUN_UID")
        assert (first["startTime"], second["startTime"]) == ("2026-01-06T10:00:00.000Z", "2026-01-13T10:00:00.000Z")
        assert old_alice.get("/v2/bookings").json()["data"]["totalCount"] == 0

    def test_by_the_misspelt_path(self, old):
        response = old.post("/v2/ee/bookings/reccuring", json=[body(WEEKLY, TEN, "2026-01-06T11:00:00Z")])

        assert response.status_code == 201


class TestInstant:
    def test_a_meeting(self, old):
        response = old.post("/v2/bookings/instant", json=body(ROUND))

        data = response.json()["data"]
        assert response.status_code == 201
        assert set(data) == {"message", "meetingTokenId", "bookingId", "bookingUid", "expires", "userId"}
        assert (data["message"], data["expires"], data["userId"]) == ("Success", "2026-01-05T08:01:30.000Z", None)


class TestGet:
    def test_one(self, old):
        uid = book(old)["uid"]

        found = old.get(f"/v2/bookings/{uid}").json()["data"]

        assert {
            "title", "id", "uid", "description", "customInputs", "smsReminderNumber", "recurringEventId", "startTime",
            "endTime", "location", "status", "metadata", "cancellationReason", "cancelledBy", "responses", "rejectionReason",
            "userPrimaryEmail", "fromReschedule", "rescheduled", "rescheduledBy", "user", "attendees", "eventTypeId",
            "eventType", "seatsReferences", "tracking",
        } == set(found)  # fmt: skip

    def test_none(self, old):
        for path in ("/v2/bookings/none", "/v2/bookings/none/reschedule"):
            assert message(old.get(path)) == (404, "Booking with UID=none does not exist.")

    def test_a_seat_to_move(self, old):
        booking = book(old, SEATED, TEN, "2026-01-06T11:00:00Z")

        found = old.get(f"/v2/bookings/{booking['seatReferenceUid']}/reschedule").json()["data"]

        assert found["uid"] == booking["uid"]
        assert found["responses"]["email"] == "ann@example.com"


class TestList:
    def test_pages(self, old_alice):
        for hour in (10, 11, 12):
            book(old_alice, INTRO, f"2026-01-06T{hour}:00:00Z", f"2026-01-06T{hour}:30:00Z")

        first = old_alice.get("/v2/bookings", params={"limit": 2}).json()["data"]
        second = old_alice.get("/v2/bookings", params={"limit": 2, "cursor": first["nextCursor"]}).json()["data"]

        assert (len(first["bookings"]), first["totalCount"], first["nextCursor"]) == (2, 3, 2)
        assert (len(second["bookings"]), second["nextCursor"], second["recurringInfo"]) == (1, None, [])

    def test_filters(self, old_alice):
        book(old_alice, CONFIRM)
        book(old_alice, INTRO, "2026-01-06T12:00:00Z", "2026-01-06T12:30:00Z")

        def found(query: str) -> list[int]:
            return [one["eventTypeId"] for one in old_alice.get(f"/v2/bookings?{query}").json()["data"]["bookings"]]

        assert found("filters[status]=unconfirmed") == [CONFIRM]
        assert found(f"filters[status]=upcoming&filters[eventTypeIds][]={INTRO}") == [INTRO]
        assert "filters" in constraints(old_alice.get("/v2/bookings?filters[eventTypeIds][]=1"))
        assert "limit" in constraints(old_alice.get("/v2/bookings?limit=101"))

    def test_nobody(self, old):
        assert old.get("/v2/bookings").status_code == 403


class TestCancel:
    def test_a_booking(self, old):
        booking = book(old)

        response = old.post(f"/v2/bookings/{booking['uid']}/cancel", json={"cancellationReason": "ill"})

        assert response.status_code == 201
        assert response.json()["data"] == {
            "bookingId": booking["id"],
            "bookingUid": booking["uid"],
            "onlyRemovedAttendee": False,
        }

    def test_mails_go_out(self, old, mockcal):
        uid = book(old)["uid"]

        old.post(f"/v2/bookings/{uid}/cancel", json={}).raise_for_status()

        assert sorted(mail["template"] for mail in mockcal.outbox()) == ["attendee-cancelled", "organizer-cancelled"]

    def test_an_id_is_no_uid(self, old):
        assert message(old.post("/v2/bookings/12/cancel", json={})) == (
            400,
            "Please provide booking uid instead of booking id.",
        )

    def test_one_seat(self, old):
        answers = {"name": "Ben", "email": "ben@example.com"}
        ann = book(old, SEATED, TEN, "2026-01-06T11:00:00Z")
        book(old, SEATED, TEN, "2026-01-06T11:00:00Z", responses=answers)

        response = old.post(f"/v2/bookings/{ann['uid']}/cancel", json={"seatReferenceUid": ann["seatReferenceUid"]})

        assert response.json()["data"]["onlyRemovedAttendee"] is True

    def test_the_rest_of_a_series(self, old):
        dates = [body(WEEKLY, f"2026-01-{day:02}T10:00:00Z", f"2026-01-{day:02}T11:00:00Z") for day in (6, 13)]
        first, second = old.post("/v2/bookings/recurring", json=dates).json()["data"]

        old.post(f"/v2/bookings/{first['uid']}/cancel", json={"allRemainingBookings": True}).raise_for_status()

        assert old.get(f"/v2/bookings/{second['uid']}").json()["data"]["status"] == "CANCELLED"

    def test_domain_refusals(self, old, old_alice):
        uid = book(old)["uid"]

        response = old_alice.post(f"/v2/bookings/{uid}/cancel", json={})

        assert refusal(response) == (400, "HttpException", "Cancellation reason is required when you are the host")


class TestMarkNoShow:
    @pytest.mark.parametrize(
        ("sent", "said"),
        [
            ({"attendees": [{"email": "ann@example.com", "noShow": True}]}, "ann@example.com marked as no-show"),
            ({"attendees": [{"email": "ann@example.com", "noShow": False}]}, "ann@example.com unmarked as no-show"),
            (
                {
                    "attendees": [
                        {"email": "ann@example.com", "noShow": True},
                        {"email": "b@example.com", "noShow": True},
                    ]
                },
                "No-show status updated for attendees",
            ),
            ({"noShowHost": True}, "Booking No-Show Updated"),
        ],
    )
    def test_what_is_said(self, old_alice, sent, said):
        uid = book(old_alice)["uid"]

        response = old_alice.post(f"/v2/bookings/{uid}/mark-no-show", json=sent)

        assert (response.status_code, response.json()["data"]["message"]) == (201, said)

    def test_who_does_not_attend_is_not_listed(self, old_alice):
        uid = book(old_alice)["uid"]
        people = [{"email": email, "noShow": True} for email in ("nobody@example.com", "ann@example.com")]

        response = old_alice.post(f"/v2/bookings/{uid}/mark-no-show", json={"attendees": people})

        assert response.json()["data"] == {
            "message": "No-show status updated for attendees",
            "attendees": people[1:],
            "noShowHost": False,
        }

    def test_nobody(self, old):
        assert old.post("/v2/bookings/none/mark-no-show", json={}).status_code == 403


@pytest.mark.parametrize("path", ["reschedule", "attendees", "guests"])
def test_newer_paths_are_not_there(old, path):
    response = old.post(f"/v2/bookings/x/{path}", json={})

    assert message(response) == (404, f"Cannot POST /v2/bookings/x/{path}")
