"""The same rules when somebody books: who is free, what is out of bounds, which limit is reached, whose turn it is."""

import pytest

from tests.api.slots.conftest import INTRO, booking
from tests.conftest import refusal

NOT_AVAILABLE = "User either already has booking at this time or is not available"
ONE_NOT_AVAILABLE = "One of the hosts either already has booking at this time or is not available"
OUT_OF_BOUNDS = 'The event type can\'t be booked at the "start" time provided.'


@pytest.fixture
def book(mockcal):
    def do(ask, start, event_type="alice/intro", *, email="guest@example.com", time_zone="UTC", **more):
        body = {
            "eventTypeId": ask.ids[event_type],
            "start": f"2050-09-{start}:00Z",
            "attendee": {"name": "Guest", "email": email, "timeZone": time_zone},
            **more,
        }
        return mockcal.api(None, "2024-08-13").post("/v2/bookings", json=body)

    return do


class TestWhoIsFree:
    @pytest.mark.parametrize(
        ("start", "status"), [("05T09:15", 201), ("05T10:45", 201), ("05T09:30", 400), ("05T10:30", 400)]
    )
    def test_buffers_of_both_event_types(self, load, book, start, status):
        own = {**INTRO, "lengthInMinutes": 30, "afterEventBuffer": 15}
        ask = load(own, bookings=[booking("2050-09-05T10:00:00Z")])

        assert book(ask, start).status_code == status

    def test_a_long_buffer_reaches_over_a_gap(self, load, book):
        other = {**INTRO, "slug": "other", "beforeEventBuffer": 120}
        ask = load(INTRO, other, bookings=[booking("2050-09-05T12:00:00Z", eventType="alice/other")])

        assert refusal(book(ask, "05T10:30"))[2] == NOT_AVAILABLE
        assert book(ask, "05T09:00").status_code == 201

    def test_a_buffer_of_days(self, load, book):
        own = {**INTRO, "afterEventBuffer": 3 * 24 * 60}
        ask = load(own, bookings=[booking("2050-09-09T10:00:00Z")])

        assert refusal(book(ask, "06T10:00"))[2] == NOT_AVAILABLE
        assert book(ask, "06T09:00").status_code == 201

    def test_a_length_that_nobody_works(self, load, book):
        assert refusal(book(load({**INTRO, "lengthInMinutes": 2**31 - 1}), "05T10:00"))[2] == NOT_AVAILABLE

    def test_the_grid_of_slots_does_not_matter(self, load, book):
        assert book(load(), "05T07:07").status_code == 201

    @pytest.mark.parametrize("start", ["05T06:59", "05T14:30", "10T10:00"])
    def test_hours_do(self, load, book, start):
        assert refusal(book(load(), start))[2] == NOT_AVAILABLE

    def test_the_last_hour_of_the_day(self, load, book):
        assert book(load(), "05T14:00").status_code == 201

    def test_overrides(self, load, book):
        hours = {"name": "Hours", "timeZone": "Europe/Rome", "isDefault": True, "overrides": [
            {"date": "2050-09-05", "startTime": "20:00", "endTime": "22:00"}]}  # fmt: skip
        ask = load(alice={"schedules": [hours]})

        assert refusal(book(ask, "05T10:00"))[2] == NOT_AVAILABLE
        assert book(ask, "05T18:00").status_code == 201

    def test_out_of_office(self, load, book):
        away = {"outOfOffice": [{"start": "2050-09-06T00:00:00Z", "end": "2050-09-06T23:59:59Z"}]}
        ask = load(alice=away)

        assert refusal(book(ask, "06T10:00"))[2] == NOT_AVAILABLE
        assert book(ask, "05T10:00").status_code == 201

    def test_calendars(self, load, book):
        calendar = {"integration": "google_calendar", "externalId": "a@gmail.example", "primary": True, "selected": True,
                    "busy": [{"start": "2050-09-05T10:00:00Z", "end": "2050-09-05T11:00:00Z"}]}  # fmt: skip
        ask = load(alice={"calendars": [calendar]})

        assert refusal(book(ask, "05T10:30"))[2] == NOT_AVAILABLE
        assert book(ask, "05T11:00").status_code == 201

    def test_a_calendar_that_cannot_be_asked(self, load, book):
        calendar = {"integration": "google_calendar", "externalId": "a@gmail.example", "primary": True, "selected": True,
                    "error": "No answer"}  # fmt: skip

        assert refusal(book(load(alice={"calendars": [calendar]}), "05T10:00"))[2] == NOT_AVAILABLE

    def test_pending_bookings_where_they_block(self, load, book):
        policy = {"confirmationPolicy": {"type": "always", "blockUnconfirmedBookingsInBooker": True}}
        ask = load({**INTRO, **policy}, bookings=[booking("2050-09-05T10:00:00Z", status="pending")])

        assert refusal(book(ask, "05T10:00", email="other@example.com"))[2] == NOT_AVAILABLE

    def test_on_a_day_when_clocks_change(self, mockcal, load, book):
        everyday = {"name": "Every day", "timeZone": "Europe/Rome", "isDefault": True, "availability": [
            {"days": ["Sunday"], "startTime": "09:00", "endTime": "11:00"}]}  # fmt: skip
        ask = load(alice={"schedules": [everyday]})

        def status(start):
            return mockcal.api(None, "2024-08-13").post("/v2/bookings", json={
                "eventTypeId": ask.ids["alice/intro"], "start": start,
                "attendee": {"name": "Guest", "email": "guest@example.com", "timeZone": "UTC"}}).status_code  # fmt: skip

        assert status("2050-03-27T09:00:00Z") == 400
        assert status("2050-03-27T07:00:00Z") == 201


class TestBounds:
    def bounds(self, load, mockcal, now, **event_type):
        ask = load({**INTRO, "minimumBookingNotice": 0, **event_type})
        mockcal.set_clock(now)
        return ask

    def test_the_past_comes_before_the_notice(self, load, book, mockcal):
        ask = self.bounds(load, mockcal, "2050-09-05T10:00:00Z", minimumBookingNotice=120)

        assert refusal(book(ask, "05T09:59"))[2] == "Attempting to book a meeting in the past."
        assert refusal(book(ask, "05T11:59"))[2].startswith(OUT_OF_BOUNDS)
        assert book(ask, "05T12:00").status_code == 201

    def test_now_is_not_past(self, load, book, mockcal):
        ask = self.bounds(load, mockcal, "2050-09-05T10:00:00Z")

        assert book(ask, "05T10:00").status_code == 201

    def test_rolling_days_end_where_the_booker_is(self, load, book, mockcal):
        window = {"type": "calendarDays", "value": 1, "rolling": False}
        ask = self.bounds(load, mockcal, "2050-09-05T13:00:00Z", bookingWindow=window)

        assert refusal(book(ask, "07T07:00"))[2].startswith(OUT_OF_BOUNDS)
        assert book(ask, "07T07:00", time_zone="Pacific/Honolulu").status_code == 201  # still the 6th there

    def test_business_days(self, load, book, mockcal):
        window = {"type": "businessDays", "value": 1, "rolling": False}
        ask = self.bounds(load, mockcal, "2050-09-02T09:00:00Z", bookingWindow=window)  # a Friday

        assert book(ask, "05T14:00").status_code == 201
        assert refusal(book(ask, "06T07:00"))[2].startswith(OUT_OF_BOUNDS)

    def test_a_range_of_days(self, load, book, mockcal):
        window = {"type": "range", "value": ["2050-09-06", "2050-09-07"]}
        ask = self.bounds(load, mockcal, "2050-08-01T00:00:00Z", bookingWindow=window)

        assert refusal(book(ask, "05T10:00"))[2].startswith(OUT_OF_BOUNDS)
        assert book(ask, "06T10:00").status_code == 201
        assert refusal(book(ask, "08T10:00"))[2].startswith(OUT_OF_BOUNDS)

    def test_a_window_of_bookable_days_is_not_looked_at(self, load, book, mockcal):
        window = {"type": "calendarDays", "value": 1, "rolling": True}
        ask = self.bounds(load, mockcal, "2050-09-05T00:00:00Z", bookingWindow=window)

        assert book(ask, "08T10:00").status_code == 201


class TestLimits:
    RAW_COUNT = {"statusCode": 401, "message": "booking_limit_reached"}
    RAW_DURATION = {"statusCode": 401, "message": "duration_limit_reached"}

    @pytest.mark.parametrize(("unit", "free"), [("day", "06"), ("week", "12")])
    def test_a_period_that_is_full(self, load, book, unit, free):
        ask = load({**INTRO, "bookingLimitsCount": {unit: 1}}, bookings=[booking("2050-09-05T10:00:00Z")])

        refused = book(ask, "05T12:00", email="other@example.com")

        assert (refused.status_code, refused.json()) == (401, self.RAW_COUNT)
        assert book(ask, f"{free}T12:00", email="other@example.com").status_code == 201

    def test_cancelled_and_pending_ones_do_not_count(self, load, book):
        ask = load({**INTRO, "bookingLimitsCount": {"day": 1}}, bookings=[
            booking("2050-09-05T10:00:00Z", status="cancelled"), booking("2050-09-05T11:00:00Z", status="pending")])  # fmt: skip

        assert book(ask, "05T12:00").status_code == 201

    def test_days_are_those_of_the_event_type_s_schedule(self, load, book):
        night = {"name": "Night", "timeZone": "Asia/Tokyo", "isDefault": True, "availability": [
            {"days": ["Monday", "Tuesday", "Wednesday"], "startTime": "00:00", "endTime": "23:59"}]}  # fmt: skip
        limit = {**INTRO, "bookingLimitsCount": {"day": 1}, "schedule": "Night"}
        ask = load(limit, alice={"schedules": [night]}, bookings=[booking("2050-09-05T13:00:00Z")])

        assert book(ask, "05T14:00", email="other@example.com").status_code == 401  # 23:00 in Tokyo
        assert book(ask, "05T15:00", email="other@example.com").status_code == 201  # the next day

    def test_minutes_that_are_used_up(self, load, book):
        ask = load({**INTRO, "bookingLimitsDuration": {"day": 60}}, bookings=[booking("2050-09-05T10:00:00Z")])

        refused = book(ask, "05T12:00", email="other@example.com")

        assert (refused.status_code, refused.json()) == (401, self.RAW_DURATION)

    def test_minutes_that_would_not_suffice_close_the_host_s_time(self, load, book):
        ask = load({**INTRO, "bookingLimitsDuration": {"day": 90}}, bookings=[booking("2050-09-05T10:00:00Z")])

        assert refusal(book(ask, "05T12:00", email="other@example.com"))[2] == NOT_AVAILABLE

    def test_a_booking_that_moves_does_not_count(self, load, mockcal):
        load({**INTRO, "bookingLimitsCount": {"day": 1}}, bookings=[booking("2050-09-05T10:00:00Z", uid="bk_1")])

        response = mockcal.api(None, "2024-08-13").post(
            "/v2/bookings/bk_1/reschedule", json={"start": "2050-09-05T12:00:00Z"}
        )

        assert response.status_code == 201


class TestTurns:
    """Whose turn it is in a round robin of Alice and Bob."""

    def team(self, load, *bookings, stored=None, **hosts):
        people = [{"user": name, **hosts.get(name, {})} for name in ("alice", "bob")]
        event_type = {"title": "Demo", "slug": "demo", "lengthInMinutes": 60, "schedulingType": "roundRobin",
                      "hosts": people, **({"stored": stored} if stored else {})}  # fmt: skip
        bob = {"username": "bob", "timeZone": "Europe/Rome", "eventTypes": [INTRO]}
        return load(
            users=[bob],
            teams=[{"slug": "sales", "members": ["alice", "bob"], "eventTypes": [event_type]}],
            bookings=list(bookings),
        )

    def host(self, response):
        assert response.status_code == 201, response.text
        return response.json()["data"]["hosts"][0]["username"]

    def demo(self, host, start="2050-09-05T07:00:00Z", **more):
        return booking(start, eventType="sales/demo", host=host, **more)

    def test_the_first_host_begins(self, load, book):
        assert self.host(book(self.team(load), "05T10:00", "sales/demo")) == "alice"

    def test_then_whoever_was_booked_longest_ago(self, load, book):
        ask = self.team(
            load,
            self.demo("alice", createdAt="2049-09-02T00:00:00Z"),
            self.demo("bob", createdAt="2049-09-01T00:00:00Z"),
        )

        assert self.host(book(ask, "05T10:00", "sales/demo")) == "bob"

    def test_bookings_that_were_cancelled_or_missed_do_not_count(self, load, book):
        ask = self.team(
            load,
            self.demo("alice", createdAt="2049-09-03T00:00:00Z", status="cancelled"),
            self.demo("alice", createdAt="2049-09-03T00:00:00Z", absentHost=True),
            self.demo("bob", createdAt="2049-09-01T00:00:00Z"),
        )

        assert self.host(book(ask, "05T10:00", "sales/demo")) == "alice"

    def test_a_higher_priority_comes_first(self, load, book):
        ask = self.team(
            load, self.demo("bob", createdAt="2049-09-03T00:00:00Z"),
            alice={"priority": "low"}, bob={"priority": "high"})  # fmt: skip

        assert self.host(book(ask, "05T10:00", "sales/demo")) == "bob"

    def test_no_priority_is_a_medium_one(self, load, book):
        assert self.host(book(self.team(load, alice={"priority": "low"}), "05T10:00", "sales/demo")) == "bob"

    def test_weights_even_out(self, load, book):
        ask = self.team(load, alice={"weight": 300}, bob={"weight": 100})

        hosts = [
            self.host(book(ask, f"05T{hour}:00", "sales/demo", email=f"guest{hour}@example.com"))
            for hour in ("07", "08", "09", "10")
        ]

        assert sorted(hosts) == ["alice", "alice", "alice", "bob"]

    def test_weights_even_out_beside_a_fixed_host(self, load, book, mockcal):
        mockcal.load({"users": [{"username": "lead", "timeZone": "Europe/Rome"}]})
        ask = load(
            users=[{"username": "bob", "timeZone": "Europe/Rome"}],
            teams=[{"slug": "sales", "members": ["alice", "bob", "lead"], "eventTypes": [
                {"title": "Demo", "slug": "demo", "lengthInMinutes": 60, "schedulingType": "roundRobin", "hosts": [
                    {"user": "lead", "mandatory": True}, {"user": "alice", "weight": 300},
                    {"user": "bob", "weight": 100}]}]}],
        )  # fmt: skip

        hosts = [
            book(ask, f"05T{hour}:00", "sales/demo", email=f"guest{hour}@example.com").json()["data"]["attendees"][1]
            for hour in ("07", "08", "09", "10")
        ]

        assert sorted(one["email"] for one in hosts) == ["alice@example.com"] * 3 + ["bob@example.com"]

    def test_whoever_is_not_free_is_passed_over(self, load, book):
        ask = self.team(load, booking("2050-09-05T10:00:00Z"))

        assert self.host(book(ask, "05T10:00", "sales/demo")) == "bob"

    def test_one_of_each_group(self, load, book):
        ask = self.team(load, alice={"group": "a"}, bob={"group": "b"})

        made = book(ask, "05T10:00", "sales/demo").json()["data"]

        assert made["hosts"][0]["username"] == "alice"
        assert "bob@example.com" in [one["email"] for one in made["attendees"]]

    def test_a_group_without_anybody_free(self, load, book):
        ask = self.team(
            load, booking("2050-09-05T10:00:00Z", eventType="bob/intro"), alice={"group": "a"}, bob={"group": "b"}
        )

        assert refusal(book(ask, "05T10:00", "sales/demo"))[2] == ONE_NOT_AVAILABLE
