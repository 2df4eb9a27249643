"""`GET /v2/slots`, version 2024-09-04: forms of the query, refusals, shapes of the answer."""

import pytest

from tests.api.slots.conftest import HOURS, INTRO, MONDAY, SEATED, VARIABLE, booking, full_hours, starts
from tests.conftest import refusal

DAYS = ["2050-09-05", "2050-09-06", "2050-09-07", "2050-09-08", "2050-09-09"]
BAD = "BadRequestException"


class TestVersions:
    @pytest.mark.parametrize("version", [None, "2024-04-15", "2024-06-11", "2024-06-14", "2024-08-13", "2026-02-25"])
    def test_other_versions_have_no_such_path(self, mockcal, version):
        response = mockcal.api(None, version).get("/v2/slots?start=2050-09-05")

        assert refusal(response) == (404, "NotFoundException", "Cannot GET /v2/slots?start=2050-09-05")

    @pytest.mark.parametrize("version", ["2024-09-04", "2026-02-25", "2026-05-01", "2026-06-12"])
    def test_the_old_paths_are_gone_in_newer_versions(self, mockcal, version):
        response = mockcal.api(None, version).get("/v2/slots/available")

        assert refusal(response) == (404, "NotFoundException", "Cannot GET /v2/slots/available")


class TestCredentials:
    def test_none_are_needed_and_bad_ones_are_not_looked_at(self, load):
        ask = load()
        ask.client.headers["authorization"] = "Bearer nonsense"

        assert ask().status_code == 200

    def test_but_an_unknown_api_key_is_stopped_at_the_door(self, load):
        ask = load()
        ask.client.headers["authorization"] = "Bearer cal_nobody"

        assert refusal(ask()) == (401, "UnauthorizedException", "CustomThrottlerGuard - Invalid API Key")


class TestRefusals:
    @pytest.fixture
    def get(self, load):
        ask = load()

        def send(**query):
            return ask.client.get("/v2/slots", params=query)

        return send

    def test_start_and_end_are_needed(self, get):
        assert refusal(get(eventTypeId=1)) == (
            400,
            BAD,
            "start property is wrong,start must be a valid ISO 8601 date string , "
            "end property is wrong,end must be a valid ISO 8601 date string ",
        )

    def test_without_any_key_it_is_a_group_that_lacks_names(self, get):
        status, code, message = refusal(get(start="2050-09-05", end="2050-09-06"))

        assert (status, code) == (400, BAD)
        assert message == (
            "usernames property is wrong,each value in usernames must be a string, The array must contain at least 2 "
            "elements., usernames must be an array , organizationSlug property is wrong,organizationSlug must be a string "
        )

    @pytest.mark.parametrize(
        ("query", "message"),
        [
            ({"eventTypeId": "abc"}, "eventTypeId property is wrong,eventTypeId must be a number conforming to the specified constraints "),
            ({"eventTypeId": 1, "timeZone": "Narnia/Woods"}, "timeZone property is wrong,timeZone must be a valid IANA time-zone "),
            ({"eventTypeId": 1, "format": "list"}, "format property is wrong,slotFormat must be either 'range' or 'time' "),
            ({"eventTypeId": 1, "username": "alice"}, "username property is wrong,property username should not exist "),
            ({"eventTypeId": 1, "organizationSlug": "acme"}, "organizationSlug property is wrong,property organizationSlug should not exist "),
            ({"username": "alice", "eventTypeSlug": "intro", "take": 5}, "take property is wrong,property take should not exist "),
            (
                {"usernames": "alice,bob", "organizationSlug": "acme", "username": "bob"},
                "username property is wrong,property username should not exist ",
            ),
            (
                {"usernames": "alice", "organizationSlug": "acme"},
                "usernames property is wrong,The array must contain at least 2 elements. ",
            ),
            ({"usernames": "alice,bob"}, "organizationSlug property is wrong,organizationSlug must be a string "),
        ],
    )  # fmt: skip
    def test_each_form_takes_its_own_keys_only(self, get, query, message):
        assert refusal(get(start="2050-09-05", end="2050-09-06", **query)) == (400, BAD, message)

    @pytest.mark.parametrize("value", ["2050-13-01", "2050-02-30", "tomorrow", "05/09/2050", ""])
    def test_dates_must_be_in_the_calendar(self, get, value):
        message = "start property is wrong,start must be a valid ISO 8601 date string "

        assert refusal(get(eventTypeId=1, start=value, end="2050-09-06")) == (400, BAD, message)

    def test_a_space_for_the_t_passes_the_validator_and_is_refused_all_the_same(self, get):
        assert refusal(get(eventTypeId=1, start="2050-09-05 09:00", end="2050-09-06")) == (
            400,
            BAD,
            "Invalid start date",
        )
        assert refusal(get(eventTypeId=1, start="2050-09-05", end="2050-09-06 09:00")) == (400, BAD, "Invalid end date")

    @pytest.mark.parametrize(
        ("query", "message"),
        [
            ({"eventTypeId": 999}, "Event Type not found"),
            ({"username": "nobody", "eventTypeSlug": "intro"}, "User with username nobody not found"),
            ({"username": "alice", "eventTypeSlug": "nothing"}, "Event Type not found"),
            ({"teamSlug": "nobodies", "eventTypeSlug": "intro"}, "Team with slug nobodies not found"),
            (
                {"username": "nobody", "eventTypeSlug": "intro", "organizationSlug": "nowhere"},
                "slots-input.service.ts: Organization with slug nowhere not found",
            ),
            (
                {"usernames": "alice,bob", "organizationSlug": "nowhere"},
                "slots-input.service.ts: Organization with slug nowhere not found",
            ),
        ],
    )
    def test_what_is_not_there(self, get, query, message):
        assert refusal(get(start="2050-09-05", end="2050-09-06", **query)) == (404, "NotFoundException", message)


class TestForms:
    ACME = {
        "users": [{"username": "bob", "timeZone": "Europe/Rome"}],
        "organizations": [
            {
                "slug": "acme",
                "members": [
                    {"user": "alice", "role": "OWNER", "profile": {"username": "alice-acme"}},
                    {"user": "bob", "profile": {"username": "bob"}},
                ],
                "teams": [
                    {
                        "slug": "sales",
                        "members": ["alice", "bob"],
                        "eventTypes": [
                            {"title": "Demo", "slug": "demo", "lengthInMinutes": 60, "schedulingType": "collective",
                             "hosts": [{"user": "alice"}, {"user": "bob"}]}
                        ],
                    }
                ],
            }
        ],
    }  # fmt: skip

    @pytest.fixture
    def get(self, load):
        ask = load(**self.ACME)

        def send(**query):
            return ask.client.get("/v2/slots", params={"start": MONDAY, "end": MONDAY, **query})

        return send

    def test_by_username_and_slug(self, get):
        assert starts(get(username="alice", eventTypeSlug="intro")) == {MONDAY: full_hours(*HOURS)}

    def test_by_the_name_in_an_organization(self, get):
        within = get(username="alice-acme", eventTypeSlug="intro", organizationSlug="acme")

        assert starts(within) == {MONDAY: full_hours(*HOURS)}

    def test_by_team_within_its_organization_only(self, get):
        within = get(teamSlug="sales", eventTypeSlug="demo", organizationSlug="acme")
        without = get(teamSlug="sales", eventTypeSlug="demo")

        assert starts(within) == {MONDAY: full_hours(*HOURS)}
        assert refusal(without) == (404, "NotFoundException", "Team with slug sales not found")

    def test_a_group_of_people_is_booked_for_half_an_hour(self, get):
        slots = starts(get(usernames="alice-acme, bob", organizationSlug="acme"))

        assert slots[MONDAY][:3] == ["07:00", "07:30", "08:00"]
        assert len(slots[MONDAY]) == 16

    def test_or_for_the_duration(self, get):
        slots = starts(get(usernames="alice-acme,bob", organizationSlug="acme", duration=60))

        assert slots == {MONDAY: full_hours(*HOURS)}

    def test_without_one_ends_equal_starts(self, get):
        slots = get(usernames="alice-acme,bob", organizationSlug="acme", format="range").json()["data"][MONDAY]

        assert slots[0] == {"start": "2050-09-05T07:00:00.000Z", "end": "2050-09-05T07:00:00.000Z"}

    def test_names_that_nobody_has_are_passed_over(self, get):
        slots = starts(get(usernames="alice-acme,nobody", organizationSlug="acme", duration=60))

        assert slots == {MONDAY: full_hours(*HOURS)}

    def test_a_group_of_nobody_has_no_slots(self, get):
        assert starts(get(usernames="nobody,noone", organizationSlug="acme")) == {}

    def test_who_takes_part_in_no_group_refuses(self, get, mockcal):
        mockcal.load({"users": [{"username": "bob", "allowDynamicBooking": False}]})

        response = get(usernames="alice-acme,bob", organizationSlug="acme")

        assert refusal(response) == (401, "TRPCError", "You are not authorized to access this resource")

    def test_whole_numbers_may_have_a_point(self, get, load):
        ask = load()

        assert ask(eventTypeId=f"{ask.ids['alice/intro']}.0").status_code == 200

    def test_a_managed_parent_has_no_slots_and_its_copies_do(self, load, mockcal):
        made = mockcal.load(
            {
                "users": [{"username": "alice", "timeZone": "Europe/Rome"}],
                "teams": [
                    {
                        "slug": "support",
                        "members": [{"user": "alice", "role": "OWNER"}],
                        "eventTypes": [
                            {"title": "Help", "slug": "help", "lengthInMinutes": 60, "schedulingType": "managed",
                             "hosts": [{"user": "alice"}]}
                        ],
                    }
                ],
            }
        )["eventTypes"]  # fmt: skip
        client = mockcal.api(None, "2024-09-04")

        def slots(path):
            return starts(
                client.get("/v2/slots", params={"start": MONDAY, "end": MONDAY, "eventTypeId": made[path]["id"]})
            )

        assert slots("support/help") == {}
        assert slots("alice/help") == {MONDAY: full_hours(*HOURS)}


class TestSpan:
    def test_the_end_of_a_date_is_its_last_second(self, load):
        assert starts(load()()) == {day: full_hours(*HOURS) for day in DAYS}

    def test_days_without_slots_are_absent(self, load):
        assert list(starts(load()(end="2050-09-11"))) == DAYS

    def test_nothing_at_all_is_an_empty_object(self, load):
        response = load()(start="2050-09-10", end="2050-09-11")

        assert response.json() == {"status": "success", "data": {}}
        assert response.headers["x-mockcal-explain"] == "no slot is open: outside-hours (48)"

    def test_a_start_in_the_day_cuts_it(self, load):
        slots = starts(load()(start="2050-09-05T09:00:00.000Z"))

        assert slots[MONDAY] == full_hours("09", "10", "11", "12", "13", "14")
        assert slots["2050-09-06"] == full_hours(*HOURS)

    def test_offsets_are_converted_and_none_means_utc(self, load):
        ask = load()

        assert ask.monday(start="2050-09-05T11:00:00+02:00") == ask.monday(start="2050-09-05T09:00:00")

    def test_a_slot_must_end_by_the_end(self, load):
        slots = starts(load()(end="2050-09-09T12:00:00.000Z"))

        assert slots["2050-09-09"] == full_hours("07", "08", "09", "10", "11")

    def test_an_explicit_midnight_means_the_end_of_that_day_too(self, load):
        assert load().monday(end="2050-09-05T00:00:00Z") == full_hours(*HOURS)

    def test_a_start_after_the_end_has_no_slots(self, load):
        assert starts(load()(start="2050-09-09", end="2050-09-05")) == {}

    def test_weeks_and_dates_without_dashes_are_dates_too(self, load):
        ask = load()

        assert starts(ask(start="20500905", end="2050-W36-1")) == {MONDAY: full_hours(*HOURS)}

    @pytest.mark.parametrize(
        ("start", "end"), [("0100-01-01", "0100-01-02"), ("9999-12-30", "9999-12-31"), ("2050-09-05", "9999-12-31")]
    )
    def test_the_edges_of_the_calendar_do_no_harm(self, load, start, end):
        assert load({**INTRO, "slotInterval": 480})(start=start, end=end).status_code == 200


class TestShapes:
    def test_plain_slots_have_a_start(self, load):
        assert load()().json()["data"][MONDAY][0] == {"start": "2050-09-05T07:00:00.000Z"}

    @pytest.mark.parametrize("name", ["range", "RANGE", "Range"])
    def test_ranges_have_an_end(self, load, name):
        slots = load()(format=name).json()["data"]

        assert list(slots) == DAYS
        assert slots[MONDAY][0] == {"start": "2050-09-05T07:00:00.000Z", "end": "2050-09-05T08:00:00.000Z"}

    def test_format_time_is_the_default(self, load):
        assert load()(format="time").json()["data"][MONDAY][0] == {"start": "2050-09-05T07:00:00.000Z"}

    def test_with_a_zone_times_have_its_offset(self, load):
        slots = load()(timeZone="Europe/Rome").json()["data"]

        assert list(slots) == DAYS
        assert slots[MONDAY][0] == {"start": "2050-09-05T09:00:00.000+02:00"}
        assert slots[MONDAY][-1] == {"start": "2050-09-05T16:00:00.000+02:00"}

    @pytest.mark.parametrize(
        ("zone", "written"),
        [
            ("UTC", "2050-09-05T07:00:00.000Z"),
            ("utc", "2050-09-05T07:00:00.000Z"),
            ("GMT", "2050-09-05T07:00:00.000Z"),
            ("Etc/UTC", "2050-09-05T07:00:00.000+00:00"),
            ("Etc/GMT", "2050-09-05T07:00:00.000+00:00"),
            ("europe/rome", "2050-09-05T09:00:00.000+02:00"),
            ("Asia/Kathmandu", "2050-09-05T13:00:00.000+05:45"),
            ("America/St_Johns", "2050-09-05T05:00:00.000-02:30"),
        ],
    )
    def test_how_zones_are_written(self, load, zone, written):
        slots = load()(timeZone=zone).json()["data"]

        assert slots[MONDAY][0] == {"start": written}

    def test_keys_are_dates_in_the_zone(self, load):
        slots = load()(timeZone="America/Los_Angeles", start="2050-09-05", end="2050-09-06").json()["data"]

        assert next(iter(slots)) == MONDAY
        assert slots[MONDAY][0] == {"start": "2050-09-05T00:00:00.000-07:00"}

    def test_seats(self, load):
        ask = load(SEATED, bookings=[
            {**booking("2050-09-05T11:00:00Z"), "eventType": "alice/class", "uid": "bk_class"}
        ])  # fmt: skip

        slots = {slot["start"][11:13]: slot for slot in ask("alice/class").json()["data"][MONDAY]}

        assert slots["11"] == {
            "start": "2050-09-05T11:00:00.000Z",
            "seatsBooked": 1,
            "seatsRemaining": 4,
            "seatsTotal": 5,
            "bookingUid": "bk_class",
        }
        assert slots["10"] == {
            "start": "2050-09-05T10:00:00.000Z",
            "seatsBooked": 0,
            "seatsRemaining": 5,
            "seatsTotal": 5,
        }

    def test_seats_and_ranges(self, load):
        slot = load(SEATED)("alice/class", format="range").json()["data"][MONDAY][0]

        assert slot == {
            "start": "2050-09-05T07:00:00.000Z",
            "end": "2050-09-05T08:00:00.000Z",
            "seatsBooked": 0,
            "seatsRemaining": 5,
            "seatsTotal": 5,
        }


class TestDuration:
    def test_it_replaces_the_length_and_the_step(self, load):
        assert load(VARIABLE).monday("alice/any", duration=60) == full_hours(*HOURS)

    def test_it_need_not_be_one_of_the_lengths(self, load):
        assert load().monday(duration=90) == ["07:00", "08:30", "10:00", "11:30", "13:00"]

    def test_an_interval_stays_the_step(self, load):
        ask = load({**INTRO, "slotInterval": 120})

        assert ask.monday(duration=30) == full_hours("07", "09", "11", "13")

    def test_text_behind_the_number_is_passed_over(self, load):
        assert load().monday(duration="90.9min") == load().monday(duration=90)

    def test_ranges_end_after_it(self, load):
        slot = load()(duration=90, format="range").json()["data"][MONDAY][0]

        assert slot == {"start": "2050-09-05T07:00:00.000Z", "end": "2050-09-05T08:30:00.000Z"}

    @pytest.mark.parametrize(("duration", "count"), [("0", 8), ("-30", 0), ("100000000000", 0)])
    def test_nonsense_does_no_harm(self, load, duration, count):
        assert len(load().monday(duration=duration)) == count


class TestRescheduling:
    def test_the_booking_that_moves_frees_its_time(self, load):
        ask = load(bookings=[booking("2050-09-05T11:00:00Z", uid="bk_moving")])

        assert "11:00" not in ask.monday()
        assert ask.monday(bookingUidToReschedule="bk_moving") == full_hours(*HOURS)

    @pytest.mark.parametrize("uid", ["unknown", "", "12345", "x" * 500])
    def test_a_uid_that_no_booking_has_changes_nothing(self, load, uid):
        assert load().monday(bookingUidToReschedule=uid) == full_hours(*HOURS)

    def test_its_buffers_go_with_it(self, load):
        ask = load(
            {**INTRO, "beforeEventBuffer": 30, "afterEventBuffer": 30},
            bookings=[booking("2050-09-05T11:00:00Z", uid="bk_moving")],
        )

        assert ask.monday() == full_hours("07", "08", "09", "13", "14")
        assert ask.monday(bookingUidToReschedule="bk_moving") == full_hours(*HOURS)
