"""`/v2/slots/available`, `/reserve` and `/selected-slot`: 2024-04-15 and its family."""

import pytest

from tests.api.slots.conftest import HOURS, INTRO, MONDAY, SEATED, booking, full_hours
from tests.conftest import constraints, refusal

DAYS = ["2050-09-05", "2050-09-06", "2050-09-07", "2050-09-08", "2050-09-09"]
NOT_FOUND = (404, "TRPCError", "The requested resource was not found")


@pytest.fixture
def get(mockcal):
    def do(ask=None, *, version=None, headers=None, **query):
        asked = {"startTime": "2050-09-05", "endTime": "2050-09-10", **query}
        if ask is not None and "eventTypeId" not in asked:
            asked["eventTypeId"] = ask.ids["alice/intro"]
        return mockcal.api(None, version).get("/v2/slots/available", params=asked, headers=headers)

    return do


def times(response):
    assert response.status_code == 200, response.text
    slots = response.json()["data"]["slots"]
    return {day: [(slot.get("time") or slot["startTime"])[11:16] for slot in of_day] for day, of_day in slots.items()}


class TestAvailable:
    @pytest.mark.parametrize("version", [None, "nonsense", "2024-04-15", "2024-06-11", "2024-06-14", "2024-08-13"])
    def test_a_week(self, load, get, version):
        ask = load()

        response = get(ask, version=version)

        assert times(response) == {day: full_hours(*HOURS) for day in DAYS}
        assert response.json()["data"]["slots"][MONDAY][0] == {"time": "2050-09-05T07:00:00.000Z"}

    def test_the_day_of_the_end_is_left_out(self, load, get):
        assert list(times(get(load(), endTime="2050-09-09"))) == DAYS[:4]

    def test_seats(self, load, get):
        ask = load(SEATED, bookings=[booking("2050-09-05T11:00:00Z", eventType="alice/class", uid="bk_class")])

        slots = get(ask, eventTypeId=ask.ids["alice/class"]).json()["data"]["slots"][MONDAY]

        assert slots[3:6] == [
            {"time": "2050-09-05T10:00:00.000Z"},
            {"time": "2050-09-05T11:00:00.000Z", "attendees": 1, "bookingUid": "bk_class"},
            {"time": "2050-09-05T12:00:00.000Z"},
        ]

    @pytest.mark.parametrize("name", ["range", "time", "RANGE"])
    def test_any_format_is_that_of_ranges(self, load, get, name):
        slots = get(load(), slotFormat=name).json()["data"]["slots"]

        assert slots[MONDAY][0] == {"startTime": "2050-09-05T07:00:00.000Z", "endTime": "2050-09-05T08:00:00.000Z"}

    def test_ranges_of_a_duration(self, load, get):
        slots = get(load(), slotFormat="range", duration=90).json()["data"]["slots"]

        assert slots[MONDAY][1] == {"startTime": "2050-09-05T08:30:00.000Z", "endTime": "2050-09-05T10:00:00.000Z"}

    def test_a_zone(self, load, get):
        slots = get(load(), timeZone="Europe/Rome").json()["data"]["slots"]

        assert slots[MONDAY][0] == {"time": "2050-09-05T09:00:00.000+02:00"}

    def test_by_name_and_slug(self, load, get):
        load()

        by_name = get(**{"eventTypeSlug": "intro", "usernameList[]": "alice"})

        assert times(by_name) == {day: full_hours(*HOURS) for day in DAYS}

    def test_by_team(self, load, get):
        event_type = {"title": "Demo", "slug": "demo", "lengthInMinutes": 60, "schedulingType": "collective",
                      "hosts": [{"user": "alice"}]}  # fmt: skip
        load(teams=[{"slug": "sales", "members": ["alice"], "eventTypes": [event_type]}])

        by_team = get(**{"eventTypeSlug": "demo", "usernameList[]": "sales", "isTeamEvent": "true"})
        as_user = get(**{"eventTypeSlug": "demo", "usernameList[]": "sales"})

        assert times(by_team) == {day: full_hours(*HOURS) for day in DAYS}
        assert refusal(as_user) == NOT_FOUND

    def test_a_group(self, load, get):
        load(users=[{"username": "bob", "timeZone": "Europe/Rome"}])

        group = get(**{"eventTypeSlug": "whatever", "usernameList[]": ["alice", "bob"]})

        assert times(group)[MONDAY][:2] == ["07:00", "07:30"]

    def test_a_group_of_members_of_an_organization(self, load, get):
        load(
            users=[{"username": "bob", "timeZone": "Europe/Rome"}],
            organizations=[{"slug": "acme", "members": ["alice", "bob"]}],
        )

        group = get(**{"eventTypeSlug": "whatever", "usernameList[]": ["alice", "bob"]})

        assert times(group)[MONDAY][:2] == ["07:00", "07:30"]

    def test_an_empty_zone_is_none(self, load, get):
        ask = load()

        assert get(ask, timeZone="").json() == get(ask).json()

    @pytest.mark.parametrize(
        "query",
        [
            {},
            {"eventTypeId": 999},
            {"eventTypeSlug": "intro"},
            {"eventTypeSlug": "nothing", "usernameList[]": "alice"},
            {"eventTypeSlug": "intro", "usernameList[]": "nobody"},
            {"usernameList[]": ["alice", "bob"]},
        ],
    )
    def test_what_names_nothing(self, load, get, query):
        load()

        assert refusal(get(**query)) == NOT_FOUND

    def test_what_the_validator_says(self, load, get):
        response = get(load(), startTime="soon", endTime="", duration=0, slotFormat="list")

        assert constraints(response) == {
            "startTime": {"isDateString": "startTime must be a valid ISO 8601 date string"},
            "endTime": {"isDateString": "endTime must be a valid ISO 8601 date string"},
            "duration": {"min": "Duration must be a positive number"},
            "slotFormat": {"isEnum": "slotFormat must be either 'range' or 'time'"},
        }

    @pytest.mark.parametrize(
        ("query", "text"),
        [
            ({"routingFormResponseId": 0}, "routingFormResponseId must be a positive number"),
            ({"routingFormResponseId": -1}, "routingFormResponseId must be a positive number"),
            ({"routingFormResponseId": 1, "_isDryRun": "true"}, "routingFormResponseId must be 0 for dry run"),
        ],
    )
    def test_a_form_s_answer(self, load, get, query, text):
        errors = get(load(), **query).json()["error"]["details"]["errors"]

        assert errors[0]["constraints"]["routingFormResponseIdValidator"] == text

    @pytest.mark.parametrize("query", [{"routingFormResponseId": 7}, {"routingFormResponseId": 0, "_isDryRun": "true"}])
    def test_a_good_one(self, load, get, query):
        assert get(load(), **query).status_code == 200

    @pytest.mark.parametrize(
        "query", [{"timeZone": "Narnia"}, {"slotFormat": "range", "eventTypeSlug": "intro", "usernameList[]": "alice"}]
    )
    def test_where_the_real_one_fails_it_is_a_400(self, load, get, query):
        ask = load() if "timeZone" in query else (load(), None)[1]

        assert refusal(get(ask, **query)) == (400, "INTERNAL_SERVER_ERROR", "Internal server error")

    def test_a_booking_that_moves(self, load, get):
        ask = load(bookings=[booking("2050-09-05T11:00:00Z", uid="bk_1")])

        assert "11:00" not in times(get(ask))[MONDAY]
        assert "11:00" in times(get(ask, rescheduleUid="bk_1"))[MONDAY]

    def test_calendars_can_be_passed_by(self, load, get):
        calendar = {"integration": "google_calendar", "externalId": "a@gmail.example", "primary": True,
                    "selected": True, "error": "No answer"}  # fmt: skip
        ask = load(alice={"calendars": [calendar]})

        assert times(get(ask)) == {}
        assert list(times(get(ask, _bypassCalendarBusyTimes="true"))) == DAYS
        assert list(times(get(ask, _silentCalendarFailures="true"))) == DAYS

    def test_a_form_s_members(self, load, get):
        event_type = {"title": "Demo", "slug": "demo", "lengthInMinutes": 60, "schedulingType": "roundRobin",
                      "hosts": [{"user": "alice"}, {"user": "bob"}]}  # fmt: skip
        ask = load(
            users=[{"username": "bob", "id": 102, "timeZone": "Europe/Rome", "eventTypes": [INTRO]}],
            teams=[{"slug": "sales", "members": ["alice", "bob"], "eventTypes": [event_type]}],
            bookings=[booking("2050-09-05T11:00:00Z", eventType="bob/intro")],
        )
        demo = ask.ids["sales/demo"]

        everybody = get(eventTypeId=demo)
        bob = get(**{"eventTypeId": demo, "routedTeamMemberIds[]": 102})
        owner = get(eventTypeId=demo, teamMemberEmail="bob@example.com")
        no_owner = get(eventTypeId=demo, teamMemberEmail="bob@example.com", skipContactOwner="true")

        assert "11:00" in times(everybody)[MONDAY]
        assert "11:00" not in times(bob)[MONDAY]
        assert "11:00" not in times(owner)[MONDAY]
        assert "11:00" in times(no_owner)[MONDAY]


class TestOutOfOffice:
    AWAY = {"start": "2050-09-05T00:00:00Z", "end": "2050-09-05T23:59:59Z", "reason": "vacation", "toUser": "bob"}

    @pytest.fixture
    def ask(self, load):
        people = [{"username": "bob", "name": "Bob", "id": 102}]
        return load(users=people, alice={"id": 101, "name": "Alice", "outOfOffice": [self.AWAY]})

    def test_the_slots_say_that_nobody_is_there(self, ask, get):
        assert get(ask).json()["data"]["slots"][MONDAY][0] == {
            "time": "2050-09-05T07:00:00.000Z",
            "away": True,
            "fromUser": {"id": 101, "displayName": "Alice"},
            "toUser": {"id": 102, "username": "bob", "displayName": "Bob"},
            "reason": "ooo_reasons_vacation",
            "emoji": "🏝️",
        }

    def test_their_day_is_that_of_the_schedule(self, load, get):
        hours = {"name": "Hours", "timeZone": "Pacific/Auckland", "isDefault": True, "availability": [
            {"days": ["Monday", "Tuesday"], "startTime": "09:00", "endTime": "11:00"}]}  # fmt: skip
        away = {"start": "2050-09-06T00:00:00Z", "end": "2050-09-06T23:59:59Z"}
        ask = load(alice={"schedules": [hours], "outOfOffice": [away]})

        slots = get(ask, startTime="2050-09-04", endTime="2050-09-07").json()["data"]["slots"]

        assert {day: [slot.get("away", False) for slot in found] for day, found in slots.items()} == {
            "2050-09-04": [False, False],
            "2050-09-05": [True, True],
        }

    @pytest.mark.parametrize("query", [{"timeZone": "UTC"}, {"slotFormat": "time"}])
    def test_and_look_open_with_a_zone_or_a_format(self, ask, get, query):
        slot = get(ask, **query).json()["data"]["slots"][MONDAY][0]

        assert "away" not in slot
        assert "fromUser" not in slot


class TestReserve:
    BODY = {"slotUtcStartDate": "2050-09-05T10:00:00.000Z", "slotUtcEndDate": "2050-09-05T11:00:00.000Z"}

    @pytest.fixture
    def reserve(self, mockcal):
        def do(ask, *, cookie=None, event_type="alice/intro", **more):
            body = {"eventTypeId": ask.ids.get(event_type, 999), **self.BODY, **more}
            headers = {"cookie": f"uid={cookie}"} if cookie else None
            return mockcal.api().post("/v2/slots/reserve", json=body, headers=headers)

        return do

    def test_an_unknown_event_type(self, load, reserve):
        assert refusal(reserve(load(), event_type="nothing")) == (404, "NotFoundException", "Event Type not found")

    def test_what_the_validator_says(self, mockcal):
        response = mockcal.api().post("/v2/slots/reserve", json={"eventTypeId": "1", "slotUtcStartDate": "soon"})

        assert constraints(response) == {
            "eventTypeId": {"isInt": "eventTypeId must be an integer number"},
            "slotUtcStartDate": {"isDateString": "slotUtcStartDate must be a valid ISO 8601 date string"},
            "slotUtcEndDate": {"isDateString": "slotUtcEndDate must be a valid ISO 8601 date string"},
        }

    def test_the_answer_is_a_uid_and_a_cookie(self, load, reserve, get):
        ask = load()

        response = reserve(ask)

        uid = response.json()["data"]
        assert (response.status_code, response.json()) == (201, {"status": "success", "data": uid})
        assert response.headers["set-cookie"].startswith(f"uid={uid};")
        assert "10:00" not in times(get(ask))[MONDAY]

    def test_one_s_own_reservations_do_not_close_slots(self, load, reserve, get):
        ask = load()
        uid = reserve(ask).json()["data"]

        assert "10:00" in times(get(ask, headers={"cookie": f"theme=dark; uid={uid}"}))[MONDAY]
        assert "10:00" not in times(get(ask, headers={"cookie": "uid=another"}))[MONDAY]

    def test_a_cookie_names_further_reservations(self, load, reserve, get):
        ask = load()

        second = reserve(
            ask, cookie="mine", slotUtcStartDate="2050-09-05T12:00:00Z", slotUtcEndDate="2050-09-05T13:00:00Z"
        )

        assert second.json()["data"] == "mine"
        assert "12:00" not in times(get(ask))[MONDAY]

    def test_nothing_is_in_the_way_of_a_reservation(self, load, reserve):
        ask = load(bookings=[booking("2050-09-05T10:00:00Z")])

        assert [reserve(ask).status_code, reserve(ask).status_code] == [201, 201]

    def test_the_same_again_holds_it_longer(self, load, reserve, get, mockcal):
        ask = load()
        reserve(ask, cookie="mine")
        mockcal.advance("PT4M")

        reserve(ask, cookie="mine")

        assert [one["at"] for one in mockcal.advance("PT4M")] == []
        assert "10:00" not in times(get(ask))[MONDAY]
        assert [one["at"] for one in mockcal.advance("PT4M")] == ["2049-09-05T12:09:00.000Z"]
        assert "10:00" in times(get(ask))[MONDAY]

    def test_a_dry_run_stores_nothing(self, load, reserve, get):
        ask = load()

        assert reserve(ask, _isDryRun=True).status_code == 201
        assert "10:00" in times(get(ask))[MONDAY]

    def test_a_seat_is_held_only_in_a_booking_with_one_left(self, load, reserve, get):
        ask = load(SEATED, bookings=[booking("2050-09-05T10:00:00Z", eventType="alice/class", uid="bk_class")])

        def attendees():
            slots = get(ask, eventTypeId=ask.ids["alice/class"]).json()["data"]["slots"][MONDAY]
            return slots[3].get("attendees")

        assert reserve(ask, event_type="alice/class").status_code == 201
        assert attendees() == 1
        assert reserve(ask, event_type="alice/class", bookingUid="bk_class").status_code == 201
        assert attendees() == 2

    def test_a_team_s_event_type_has_nobody_to_hold(self, load, reserve, get):
        event_type = {"title": "Demo", "slug": "demo", "lengthInMinutes": 60, "schedulingType": "collective",
                      "hosts": [{"user": "alice"}]}  # fmt: skip
        ask = load(teams=[{"slug": "sales", "members": ["alice"], "eventTypes": [event_type]}])

        assert reserve(ask, event_type="sales/demo").status_code == 201
        assert "10:00" in times(get(eventTypeId=ask.ids["sales/demo"]))[MONDAY]


class TestLetGo:
    def test_the_cookie_comes_before_the_query(self, load, get, mockcal):
        ask = load(reservations=[
            {"eventType": "alice/intro", "start": "2050-09-05T10:00:00Z", "uid": "mine"},
            {"eventType": "alice/intro", "start": "2050-09-05T12:00:00Z", "uid": "other"}])  # fmt: skip

        response = mockcal.api().delete("/v2/slots/selected-slot?uid=other", headers={"cookie": "uid=mine"})

        assert (response.status_code, response.json()) == (200, {"status": "success"})
        assert {"10:00", "12:00"} & set(times(get(ask))[MONDAY]) == {"10:00"}

    def test_by_query(self, load, get, mockcal):
        ask = load(reservations=[{"eventType": "alice/intro", "start": "2050-09-05T10:00:00Z", "uid": "mine"}])

        mockcal.api().delete("/v2/slots/selected-slot?uid=mine")

        assert "10:00" in times(get(ask))[MONDAY]

    @pytest.mark.parametrize("path", ["/v2/slots/selected-slot", "/v2/slots/selected-slot?uid=unknown"])
    def test_nothing_to_let_go(self, mockcal, path):
        response = mockcal.api().delete(path)

        assert (response.status_code, response.json()) == (200, {"status": "success"})
