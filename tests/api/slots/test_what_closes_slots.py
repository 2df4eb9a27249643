"""What opens and closes slots, seen through `GET /v2/slots` (2024-09-04): the settings of event types, and what people do."""

import pytest

from tests.api.slots.conftest import HOURS, INTRO, MONDAY, SEATED, booking, full_hours, starts

TUESDAY = "2050-09-06"
ALL_DAY = full_hours(*HOURS)


def without(*hours: str) -> list[str]:
    return [hour for hour in ALL_DAY if hour[:2] not in hours]


class TestBookings:
    def test_an_accepted_booking_takes_its_slot(self, load):
        assert load(bookings=[booking("2050-09-05T11:00:00Z")]).monday() == without("11")

    @pytest.mark.parametrize("status", ["pending", "cancelled", "rejected", "awaiting_host"])
    def test_others_take_none(self, load, status):
        assert load(bookings=[booking("2050-09-05T11:00:00Z", status=status)]).monday() == ALL_DAY

    def test_a_booking_of_another_event_type_counts(self, load):
        ask = load(INTRO, {**INTRO, "slug": "other"}, bookings=[booking("2050-09-05T11:00:00Z")])

        assert ask.monday("alice/other") == without("11")

    def test_so_does_one_that_the_host_attends(self, load):
        bob = {"username": "bob", "eventTypes": [INTRO]}
        attended = booking("2050-09-05T11:00:00Z", eventType="bob/intro", attendee={
            "name": "Alice", "email": "alice@example.com", "timeZone": "Europe/Rome"})  # fmt: skip

        assert load(users=[bob], bookings=[attended]).monday() == without("11")

    def test_or_that_he_is_a_guest_of(self, load):
        bob = {"username": "bob", "eventTypes": [INTRO]}
        ask = load(
            users=[bob],
            bookings=[booking("2050-09-05T11:00:00Z", eventType="bob/intro", guests=["alice@example.com"])],
        )

        assert ask.monday() == without("11")

    def test_a_long_booking_from_the_day_before_reaches_in(self, load):
        ask = load(bookings=[booking("2050-09-04T20:00:00Z", lengthInMinutes=14 * 60)])

        assert ask.monday(start="2050-09-05") == without("07", "08", "09")

    def test_pending_ones_block_where_the_event_type_says_so(self, load):
        policy = {"confirmationPolicy": {"type": "always", "blockUnconfirmedBookingsInBooker": True}}
        held = [booking("2050-09-05T11:00:00Z", status="pending")]

        assert load({**INTRO, **policy}, {**INTRO, "slug": "other"}, bookings=held).monday() == without("11")
        assert load(
            {**INTRO, **policy}, {**INTRO, "slug": "other"}, bookings=held
        ).monday("alice/other") == ALL_DAY  # fmt: skip

    def test_cancelling_frees_the_slot(self, load, mockcal):
        ask = load(bookings=[booking("2050-09-05T11:00:00Z", uid="bk_1")])

        mockcal.api(None, "2024-08-13").post("/v2/bookings/bk_1/cancel", json={})

        assert ask.monday() == ALL_DAY

    def test_booking_takes_it(self, load, mockcal):
        ask = load()

        response = mockcal.api(None, "2024-08-13").post("/v2/bookings", json={
            "eventTypeId": ask.ids["alice/intro"], "start": "2050-09-05T11:00:00Z",
            "attendee": {"name": "Guest", "email": "guest@example.com", "timeZone": "Europe/Rome"}})  # fmt: skip

        assert response.status_code == 201
        assert ask.monday() == without("11")


class TestBuffers:
    def test_both_event_types_buffers_count_on_both_sides(self, load):
        own = {**INTRO, "slug": "own", "beforeEventBuffer": 15, "afterEventBuffer": 30}
        ask = load(INTRO, own, bookings=[booking("2050-09-05T11:00:00Z")])

        assert ask.monday("alice/own") == full_hours("07", "08", "09", "13", "14")

    def test_the_booked_one_s_count_alone_too(self, load):
        booked = {**INTRO, "beforeEventBuffer": 15, "afterEventBuffer": 30}
        ask = load(booked, {**INTRO, "slug": "other"}, bookings=[booking("2050-09-05T11:00:00Z")])

        assert ask.monday("alice/other") == full_hours("07", "08", "09", "13", "14")

    def test_they_need_not_fit_into_the_hours(self, load):
        assert load({**INTRO, "beforeEventBuffer": 60, "afterEventBuffer": 60}).monday() == ALL_DAY


class TestSteps:
    def test_an_interval(self, load):
        assert load({**INTRO, "slotInterval": 30}).monday()[:3] == ["07:00", "07:30", "08:00"]

    def test_an_offset(self, load):
        assert load({**INTRO, "offsetStart": 15}).monday() == ["07:15", "08:30", "09:45", "11:00", "12:15", "13:30"]

    def test_only_the_first_slot_of_each_day(self, load):
        slots = starts(load({**INTRO, "onlyShowFirstAvailableSlot": True})())

        assert list(slots.values()) == [["07:00"]] * 5

    def test_optimized_slots(self, load):
        overrides = [
            {"date": MONDAY, "startTime": "10:00", "endTime": "12:00"},
            {"date": MONDAY, "startTime": "12:10", "endTime": "14:30"},
        ]
        hours = {"name": "Hours", "timeZone": "Europe/Rome", "isDefault": True, "overrides": overrides}

        normal = load(INTRO, alice={"schedules": [hours]}).monday()
        optimized = load({**INTRO, "showOptimizedSlots": True}, alice={"schedules": [hours]}).monday()

        assert normal == ["08:00", "09:00", "11:00"]
        assert optimized == ["08:00", "09:00", "10:15", "11:15"]


class TestNotice:
    def test_slots_begin_when_it_has_passed(self, load, mockcal):
        ask = load({**INTRO, "minimumBookingNotice": 150})
        mockcal.set_clock("2050-09-05T06:10:00Z")

        assert ask.monday() == full_hours("09", "10", "11", "12", "13", "14")

    def test_nothing_is_open_in_the_past(self, load, mockcal):
        ask = load({**INTRO, "minimumBookingNotice": 0})
        mockcal.set_clock("2050-09-05T10:00:00Z")

        assert ask.monday() == full_hours("11", "12", "13", "14")


class TestWindow:
    @pytest.fixture
    def days(self, load, mockcal):
        def ask(window, *, now="2050-09-05T00:00:00Z", **query):
            asker = load({**INTRO, "bookingWindow": window})
            mockcal.set_clock(now)
            return list(starts(asker(end="2050-09-16", **query)))

        return ask

    def test_calendar_days(self, days):
        window = {"type": "calendarDays", "value": 1, "rolling": False}

        assert days(window) == ["2050-09-05", "2050-09-06"]

    def test_business_days_skip_the_weekend(self, days):
        window = {"type": "businessDays", "value": 3, "rolling": False}

        assert days(window, now="2050-09-02T12:00:00Z") == ["2050-09-05", "2050-09-06", "2050-09-07"]
        assert days(window) == ["2050-09-05", "2050-09-06", "2050-09-07", "2050-09-08"]

    def test_no_business_day_ahead_leaves_today_of_a_weekend_too(self, load, mockcal):
        saturday = "2050-09-03"
        hours = {"name": "Hours", "timeZone": "Europe/Rome", "isDefault": True, "overrides": [
            {"date": saturday, "startTime": "10:00", "endTime": "12:00"}
        ]}  # fmt: skip
        ask = load({**INTRO, "bookingWindow": {"type": "businessDays", "value": 0}}, alice={"schedules": [hours]})
        mockcal.set_clock("2050-09-03T00:00:00Z")

        assert starts(ask(start=saturday)) == {saturday: ["08:00", "09:00"]}

    def test_so_many_days_that_have_slots(self, days):
        window = {"type": "calendarDays", "value": 7, "rolling": True}

        assert days(window, timeZone="UTC") == [
            "2050-09-05", "2050-09-06", "2050-09-07", "2050-09-08", "2050-09-09", "2050-09-12", "2050-09-13"]  # fmt: skip

    def test_they_are_counted_from_today_and_leak_without_a_zone(self, days):
        window = {"type": "calendarDays", "value": 2, "rolling": True}

        assert days(window, start="2050-09-06", timeZone="Europe/Rome") == ["2050-09-06"]
        assert days(window, start="2050-09-06") == ["2050-09-05", "2050-09-06"]

    def test_a_range_of_days(self, days):
        window = {"type": "range", "value": ["2050-09-06", "2050-09-07"]}

        assert days(window, now="2050-08-01T00:00:00Z") == ["2050-09-06", "2050-09-07"]

    @pytest.mark.parametrize("event_zone", ["Europe/Rome", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
    def test_a_range_without_end(self, load, event_zone):
        hours = {"name": "Hours", "timeZone": event_zone, "isDefault": True}
        ask = load(
            {**INTRO, "bookingWindow": {"type": "range", "value": ["0001-01-01", "9999-12-31"]}},
            alice={"schedules": [hours]},
        )

        assert len(starts(ask())) == 5

    def test_none(self, days):
        assert len(days({"disabled": True})) == 10


class TestLimits:
    def test_a_full_day_has_no_slots_and_the_next_all(self, load):
        ask = load({**INTRO, "bookingLimitsCount": {"day": 1}}, bookings=[booking("2050-09-05T11:00:00Z")])

        assert starts(ask(end=TUESDAY)) == {TUESDAY: ALL_DAY}

    def test_pending_and_cancelled_ones_do_not_count(self, load):
        ask = load({**INTRO, "bookingLimitsCount": {"day": 1}}, bookings=[
            booking("2050-09-05T11:00:00Z", status="pending"), booking("2050-09-05T12:00:00Z", status="cancelled")
        ])  # fmt: skip

        assert ask.monday() == ALL_DAY

    def test_other_event_types_do_not_count(self, load):
        other = {**INTRO, "slug": "other", "bookingLimitsCount": {"day": 1}}

        assert load(INTRO, other, bookings=[booking("2050-09-05T11:00:00Z")]).monday("alice/other") == without("11")

    def test_weeks_begin_on_sunday(self, load):
        ask = load({**INTRO, "bookingLimitsCount": {"week": 1}}, bookings=[booking("2050-09-07T11:00:00Z")])

        assert list(starts(ask(start="2050-09-02", end="2050-09-12"))) == ["2050-09-02", "2050-09-12"]

    def test_months_and_years(self, load):
        ask = load(
            {**INTRO, "bookingLimitsCount": {"month": 1}},
            {**INTRO, "slug": "yearly", "bookingLimitsCount": {"year": 1}},
            bookings=[booking("2050-09-07T11:00:00Z"), booking("2050-02-07T11:00:00Z", eventType="alice/yearly")],
        )

        assert list(starts(ask(start="2050-08-31", end="2050-10-03"))) == ["2050-08-31", "2050-10-03"]
        assert list(starts(ask("alice/yearly", start="2050-12-30", end="2051-01-02"))) == ["2051-01-02"]

    def test_minutes_leave_room_for_what_fits(self, load):
        ask = load({**INTRO, "bookingLimitsDuration": {"day": 120}}, bookings=[
            booking("2050-09-05T11:00:00Z"),
            booking("2050-09-06T11:00:00Z"), booking("2050-09-06T12:00:00Z")])  # fmt: skip

        assert starts(ask(end=TUESDAY)) == {MONDAY: without("11")}

    def test_a_booking_that_moves_does_not_count(self, load):
        ask = load({**INTRO, "bookingLimitsCount": {"day": 1}}, bookings=[booking("2050-09-05T11:00:00Z", uid="bk_1")])

        assert ask.monday(bookingUidToReschedule="bk_1") == ALL_DAY


class TestSchedules:
    def test_overrides_add_up_and_replace_the_day(self, load):
        hours = {"name": "Hours", "timeZone": "Europe/Rome", "isDefault": True, "overrides": [
            {"date": MONDAY, "startTime": "09:00", "endTime": "11:00"},
            {"date": MONDAY, "startTime": "14:00", "endTime": "16:00"}]}  # fmt: skip

        slots = starts(load(alice={"schedules": [hours]})(end=TUESDAY))

        assert slots == {MONDAY: full_hours("07", "08", "12", "13"), TUESDAY: ALL_DAY}

    def test_an_override_without_length_closes_the_day(self, load):
        hours = {"name": "Hours", "timeZone": "Europe/Rome", "isDefault": True, "overrides": [
            {"date": MONDAY, "startTime": "00:00", "endTime": "00:00"}]}  # fmt: skip

        assert starts(load(alice={"schedules": [hours]})(end=TUESDAY)) == {TUESDAY: ALL_DAY}

    def test_an_override_of_the_next_day_leaks_unless_a_zone_is_given(self, load):
        hours = {"name": "Hours", "timeZone": "Europe/Rome", "isDefault": True, "overrides": [
            {"date": TUESDAY, "startTime": "10:00", "endTime": "12:00"}]}  # fmt: skip
        ask = load(alice={"schedules": [hours]})

        assert starts(ask(end=MONDAY)) == {MONDAY: ALL_DAY, TUESDAY: full_hours("08", "09")}
        assert starts(ask(end=MONDAY, timeZone="UTC")) == {MONDAY: ALL_DAY}

    def test_the_event_type_s_own_comes_first(self, load):
        evening = {"name": "Evenings", "timeZone": "Europe/Rome", "isDefault": False,
                   "availability": [{"days": ["Monday"], "startTime": "18:00", "endTime": "20:00"}]}  # fmt: skip
        standard = {"name": "Working hours", "timeZone": "Europe/Rome", "isDefault": True}

        ask = load({**INTRO, "schedule": "Evenings"}, alice={"schedules": [standard, evening]})

        assert ask.monday() == full_hours("16", "17")

    def test_midnight_is_an_end_at_23_59(self, load):
        late = {"name": "Late", "timeZone": "UTC", "isDefault": True, "availability": [
            {"days": ["Monday"], "startTime": "22:00", "endTime": "23:59"},
            {"days": ["Tuesday"], "startTime": "00:00", "endTime": "02:00"}]}  # fmt: skip

        slots = starts(load({**INTRO, "lengthInMinutes": 90}, alice={"schedules": [late]})(end=TUESDAY))

        assert slots == {MONDAY: ["22:00", "23:30"]}

    def test_somebody_without_any_schedule_works_nine_to_five(self, load):
        assert load(alice={"schedules": []}).monday() == ALL_DAY

    def test_a_default_that_was_deleted_is_as_good_as_none(self, load, mockcal):
        only = {"name": "Only", "timeZone": "UTC", "isDefault": True, "availability": []}
        spare = {"name": "Spare", "timeZone": "UTC", "isDefault": False, "availability": []}
        ask = load(alice={"schedules": [only, spare], "id": 101})
        api = mockcal.api("cal_alice", "2024-06-11")
        first = api.get("/v2/schedules/default").json()["data"]["id"]

        assert ask.monday() == []
        api.delete(f"/v2/schedules/{first}")

        assert ask.monday() == ALL_DAY

    def test_without_a_default_the_first_one_counts(self, load, mockcal):
        ask = load(alice={"schedules": []})
        mockcal.api("cal_alice", "2024-06-11").post("/v2/schedules", json={
            "name": "Mornings", "timeZone": "Europe/Rome", "isDefault": False,
            "availability": [{"days": ["Monday"], "startTime": "09:00", "endTime": "10:00"}]})  # fmt: skip

        assert ask.monday() == ["07:00"]


class TestOutOfOffice:
    AWAY = {"outOfOffice": [{"start": "2050-09-06T00:00:00Z", "end": "2050-09-09T23:59:59.999Z"}]}

    def test_whole_days_are_gone(self, load):
        assert starts(load(alice=self.AWAY)()) == {MONDAY: ALL_DAY}

    def test_redirects_add_nothing(self, load):
        away = {"outOfOffice": [{"start": MONDAY + "T00:00:00Z", "end": MONDAY + "T23:59:59Z", "toUser": "bob"}]}

        assert load(users=[{"username": "bob"}], alice=away).monday() == []

    def test_on_a_weekday_without_hours_an_override_stays(self, load):
        hours = {"name": "Hours", "timeZone": "Europe/Rome", "isDefault": True, "overrides": [
            {"date": "2050-09-10", "startTime": "09:00", "endTime": "11:00"},
            {"date": "2050-09-09", "startTime": "09:00", "endTime": "11:00"}]}  # fmt: skip
        away = {"outOfOffice": [{"start": "2050-09-09T00:00:00Z", "end": "2050-09-10T23:59:59Z"}]}

        slots = starts(load(alice={"schedules": [hours], **away})(start="2050-09-09", end="2050-09-10"))

        assert slots == {"2050-09-10": full_hours("07", "08")}


class TestCalendars:
    CALENDAR = {
        "integration": "google_calendar",
        "externalId": "alice@gmail.example",
        "primary": True,
        "selected": True,
    }
    BUSY = [{"start": "2050-09-05T10:00:00Z", "end": "2050-09-05T11:00:00Z"}]

    def test_selected_ones_are_asked(self, load):
        assert load(alice={"calendars": [{**self.CALENDAR, "busy": self.BUSY}]}).monday() == without("10")

    def test_others_are_not(self, load):
        calendar = {**self.CALENDAR, "busy": self.BUSY, "selected": False}

        assert load(alice={"calendars": [calendar]}).monday() == ALL_DAY

    def test_own_buffers_are_kept_around_their_events(self, load):
        own = {**INTRO, "beforeEventBuffer": 15, "afterEventBuffer": 15}

        assert load(own, alice={"calendars": [{**self.CALENDAR, "busy": self.BUSY}]}).monday() == full_hours(
            "07", "08", "12", "13", "14"
        )

    def test_an_event_that_ends_as_the_span_begins_keeps_its_buffer(self, load):
        own = {**INTRO, "beforeEventBuffer": 15}
        ask = load(own, alice={"calendars": [{**self.CALENDAR, "busy": self.BUSY}]})

        assert ask.monday(start="2050-09-05T11:00:00Z") == full_hours("12", "13", "14")

    def test_they_close_the_overrides_of_a_neighbouring_day_too(self, load):
        hours = {"name": "Hours", "timeZone": "Europe/Rome", "isDefault": True, "overrides": [
            {"date": "2050-09-06", "startTime": "10:00", "endTime": "12:00"}]}  # fmt: skip
        busy = [{"start": "2050-09-06T08:00:00Z", "end": "2050-09-06T09:00:00Z"}]
        ask = load(alice={"schedules": [hours], "calendars": [{**self.CALENDAR, "busy": busy}]})

        assert starts(ask(end=MONDAY)) == {MONDAY: ALL_DAY, "2050-09-06": full_hours("09")}

    def test_who_cannot_be_asked_has_no_time(self, load):
        ask = load(alice={"calendars": [{**self.CALENDAR, "error": "No answer"}]})

        assert starts(ask()) == {}
        assert ask().headers["x-mockcal-explain"] == "no slot is open: unreachable-calendar (120)"

    def test_the_booking_that_moves_is_in_the_calendar_too(self, load):
        busy = [{"start": "2050-09-05T11:00:00Z", "end": "2050-09-05T12:00:00Z"}]
        ask = load(
            alice={"calendars": [{**self.CALENDAR, "busy": busy}]},
            bookings=[booking("2050-09-05T11:00:00Z", uid="bk_1")],
        )

        assert ask.monday(bookingUidToReschedule="bk_1") == ALL_DAY


class TestSeats:
    def seat(self, start: str, **more):
        return booking(start, eventType="alice/class", **more)

    def test_a_booking_with_seats_left_can_be_joined(self, load):
        assert load(SEATED, bookings=[self.seat("2050-09-05T11:00:00Z")]).monday("alice/class") == ALL_DAY

    def test_a_full_one_stays_listed(self, load):
        seats = {"seatsPerTimeSlot": 2, "showAttendeeInfo": True, "showAvailabilityCount": True}
        person = {"name": "Second", "email": "second@example.com", "timeZone": "Europe/Rome"}
        ask = load({**SEATED, "seats": seats}, bookings=[
            self.seat("2050-09-05T11:00:00Z", uid="bk_full", seats=[{"attendee": person}])])  # fmt: skip

        slot = next(one for one in ask("alice/class").json()["data"][MONDAY] if one["start"][11:13] == "11")

        assert slot == {
            "start": "2050-09-05T11:00:00.000Z",
            "seatsBooked": 2,
            "seatsRemaining": 0,
            "seatsTotal": 2,
            "bookingUid": "bk_full",
        }

    def test_with_one_seat_it_is_taken(self, load):
        seats = {"seatsPerTimeSlot": 1, "showAttendeeInfo": True, "showAvailabilityCount": True}

        ask = load({**SEATED, "seats": seats}, bookings=[self.seat("2050-09-05T11:00:00Z")])

        assert ask.monday("alice/class") == without("11")

    def test_its_buffers_are_kept(self, load):
        ask = load({**SEATED, "beforeEventBuffer": 30}, bookings=[self.seat("2050-09-05T11:00:00Z")])

        assert ask.monday("alice/class") == without("10", "12")

    def test_for_another_event_type_it_is_a_booking_like_others(self, load):
        assert load(INTRO, SEATED, bookings=[self.seat("2050-09-05T11:00:00Z")]).monday() == without("11")


class TestHosts:
    def team(self, load, kind, *, alice_books=(), bob_books=(), **hosts):
        people = [{"user": name, **hosts.get(name, {})} for name in ("alice", "bob")]
        event_type = {"title": "Demo", "slug": "demo", "lengthInMinutes": 60, "schedulingType": kind, "hosts": people}
        bob = {"username": "bob", "timeZone": "Europe/Rome", "eventTypes": [INTRO]}
        return load(
            users=[bob],
            teams=[{"slug": "sales", "members": ["alice", "bob"], "eventTypes": [event_type]}],
            bookings=[
                *(booking(start) for start in alice_books),
                *(booking(start, eventType="bob/intro") for start in bob_books),
            ],
        )

    def test_collective_needs_all(self, load):
        ask = self.team(load, "collective", alice_books=["2050-09-05T11:00:00Z"], bob_books=["2050-09-05T12:00:00Z"])

        assert ask.monday("sales/demo") == without("11", "12")

    def test_round_robin_needs_one(self, load):
        ask = self.team(load, "roundRobin", alice_books=["2050-09-05T11:00:00Z"])

        assert ask.monday("sales/demo") == ALL_DAY

    def test_of_whom_none_may_be_left(self, load):
        both = ["2050-09-05T11:00:00Z"]

        assert self.team(load, "roundRobin", alice_books=both, bob_books=both).monday("sales/demo") == without("11")

    def test_a_mandatory_host_must_be_there(self, load):
        fixed = {"alice": {"mandatory": True}, "bob": {"mandatory": True}}
        ask = self.team(load, "roundRobin", alice_books=["2050-09-05T11:00:00Z"], **fixed)

        assert ask.monday("sales/demo") == without("11")

    def test_one_of_each_group(self, load):
        groups = {"alice": {"group": "a"}, "bob": {"group": "b"}}
        ask = self.team(load, "roundRobin", alice_books=["2050-09-05T11:00:00Z"], **groups)

        assert ask.monday("sales/demo") == without("11")

    def test_a_seat_with_one_host_takes_nothing_from_the_calendar_of_another(self, load):
        calendar = {"integration": "google_calendar", "externalId": "bob@gmail.example", "primary": True,
                    "selected": True, "busy": [{"start": "2050-09-05T10:00:00Z", "end": "2050-09-05T13:00:00Z"}]}  # fmt: skip
        ask = load(
            users=[{"username": "bob", "timeZone": "Europe/Rome", "calendars": [calendar]}],
            teams=[{"slug": "sales", "members": ["alice", "bob"], "eventTypes": [
                {**SEATED, "schedulingType": "collective", "hosts": [{"user": "alice"}, {"user": "bob"}]}]}],
            bookings=[booking("2050-09-05T11:00:00Z", eventType="sales/class", host="alice")],
        )  # fmt: skip

        assert ask.monday("sales/class") == without("10", "11", "12")

    def test_nobody_hosts(self, load):
        event_type = {"title": "Demo", "slug": "demo", "lengthInMinutes": 60, "schedulingType": "roundRobin"}
        ask = load(teams=[{"slug": "sales", "members": ["alice"], "eventTypes": [event_type]}])

        assert ask.monday("sales/demo") == []
        assert ask("sales/demo").headers["x-mockcal-explain"] == "no slot is open: no-hosts (120)"

    def test_who_is_out_of_office_is_stood_in_for(self, load, mockcal):
        ask = self.team(load, "roundRobin")
        mockcal.load({"users": [{"username": "alice", "outOfOffice": [
            {"start": "2050-09-05T00:00:00Z", "end": "2050-09-05T23:59:59Z"}]}]})  # fmt: skip

        assert ask.monday("sales/demo") == ALL_DAY

        mockcal.load({"users": [{"username": "bob", "outOfOffice": [
            {"start": "2050-09-05T00:00:00Z", "end": "2050-09-06T23:59:59Z"}]}]})  # fmt: skip

        assert starts(ask("sales/demo", end=TUESDAY)) == {TUESDAY: ALL_DAY}

    def test_a_booking_stays_with_its_host_where_the_event_type_says_so(self, load, mockcal):
        people = [{"user": "alice"}, {"user": "bob"}]
        event_type = {"title": "Demo", "slug": "demo", "lengthInMinutes": 60, "schedulingType": "roundRobin",
                      "hosts": people, "rescheduleWithSameRoundRobinHost": True}  # fmt: skip
        bob = {"username": "bob", "timeZone": "Europe/Rome", "eventTypes": [INTRO]}
        ask = load(
            users=[bob],
            teams=[{"slug": "sales", "members": ["alice", "bob"], "eventTypes": [event_type]}],
            bookings=[
                booking("2050-09-05T08:00:00Z", eventType="sales/demo", host="bob", uid="bk_demo"),
                booking("2050-09-05T11:00:00Z", eventType="bob/intro"),
            ],
        )

        assert ask.monday("sales/demo") == ALL_DAY
        assert ask.monday("sales/demo", bookingUidToReschedule="bk_demo") == without("11")
