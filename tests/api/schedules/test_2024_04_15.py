"""`/v2/schedules`, version 2024-04-15: what a request without a version header gets."""

import pytest

from tests.api.schedules.conftest import ALICE, made, schedule
from tests.conftest import constraints, refusal

PATH = "/v2/schedules"
HOURS = {"days": [1, 2], "startTime": "2050-01-01T08:30:00.000Z", "endTime": "2050-01-01T23:59:00.000Z"}
NONE = (400, "INTERNAL_SERVER_ERROR", "Internal server error")


@pytest.fixture
def old(mockcal, world):
    return mockcal.api("cal_alice")


@pytest.fixture
def old_bob(mockcal, world):
    return mockcal.api("cal_bob")


def moment(clock: str) -> str:
    return f"2026-01-05T{clock}Z"


NINE_TO_FIVE = [{"start": moment("09:00:00.000"), "end": moment("17:00:00.000")}]


class TestCreate:
    def test_what_it_must_be(self, old):
        assert constraints(old.post(PATH, json={"availabilities": "no"})) == {
            "name": {"isString": "name must be a string"},
            "timeZone": {"isTimeZone": "timeZone must be a valid IANA time-zone"},
            "availabilities": {
                "isArray": "availabilities must be an array",
                "nestedValidation": "each value in nested property availabilities must be either object or array",
            },
            "isDefault": {"isBoolean": "isDefault must be a boolean value"},
        }

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            (
                {"startTime": "11:15"},
                "Invalid datestring format. Expected format(ISO8061): 2025-04-12T13:17:56.324Z. Received: 11:15",
            ),
            ({"endTime": None}, "Missing endTime. Expected value is in ISO8061 format e.g. 2025-0412T13:17:56.324Z"),
            (
                {"startTime": "2050-01-01T08"},
                "Invalid time format. Expected format(ISO8061): 2025-0412T13:17:56.324Z. Received: 2050-01-01T08",
            ),
            ({"startTime": "2050-01-01T24:00:00Z"}, "Invalid startTime hours. Expected value between 0 and 23"),
            ({"endTime": "2050-01-01T10:60:00Z"}, "Invalid endTime minutes. Expected value between 0 and 59"),
            ({"endTime": "2050-01-01T10:00:61Z"}, "Invalid endTime seconds. Expected value between 0 and 59"),
        ],
    )
    def test_times_are_those_of_date_times(self, old, change, message):
        response = old.post(PATH, json=schedule(availabilities=[{**HOURS, **change}]))

        assert refusal(response) == (400, "BadRequestException", message)

    @pytest.mark.parametrize("day", [-1, 7, 1.5])
    def test_a_day_that_is_none_is_where_the_real_one_fails(self, old, day):
        response = old.post(PATH, json=schedule(availabilities=[{**HOURS, "days": [1, day]}]))

        assert refusal(response) == NONE

    def test_what_is_made(self, old):
        response = old.post(PATH, json=schedule(availabilities=[HOURS]))

        assert (response.status_code, response.json()["data"]) == (
            201,
            {
                "id": 1,
                "name": "Main",
                "isManaged": False,
                "workingHours": [{"days": [1, 2], "startTime": 510, "endTime": 1439}],
                "schedule": [
                    {
                        "id": 1,
                        "userId": ALICE,
                        "eventTypeId": None,
                        "days": [1, 2],
                        "startTime": "1970-01-01T08:30:00.000Z",
                        "endTime": "1970-01-01T23:59:00.000Z",
                        "date": None,
                        "scheduleId": 1,
                    }
                ],
                "availability": [
                    [],
                    [{"start": moment("08:30:00.000"), "end": moment("23:59:59.999")}],
                    [{"start": moment("08:30:00.000"), "end": moment("23:59:59.999")}],
                    [],
                    [],
                    [],
                    [],
                ],
                "timeZone": "Europe/Rome",
                "dateOverrides": [],
                "isDefault": True,
                "isLastSchedule": True,
                "readOnly": False,
                "userId": ALICE,
            },
        )

    @pytest.mark.parametrize("more", [{}, {"availabilities": []}])
    def test_nine_to_five_otherwise(self, old, more):
        data = made(old, **more)

        assert data["workingHours"] == [{"days": [1, 2, 3, 4, 5], "startTime": 540, "endTime": 1020}]
        assert data["availability"] == [[], *[NINE_TO_FIVE] * 5, []]


class TestRead:
    def test_none_is_where_the_real_one_fails(self, old):
        assert refusal(old.get(PATH)) == NONE
        assert refusal(old.get(f"{PATH}/999")) == NONE
        assert old.get(f"{PATH}/default").json() == {"status": "success", "data": None}

    def test_one_s_own(self, old):
        data = made(old)

        assert old.get(f"{PATH}/{data['id']}").json()["data"] == data
        assert old.get(f"{PATH}/default").json()["data"] == data
        assert old.get(PATH).json()["data"] == [data]

    def test_somebody_else_s(self, old, old_bob):
        theirs = made(old_bob)["id"]

        assert refusal(old.get(f"{PATH}/{theirs}")) == (
            403, "ForbiddenException", f"User with ID={ALICE} does not own schedule with ID={theirs}")  # fmt: skip

    def test_the_last_one_knows_it(self, old):
        first = made(old)
        second = made(old)

        assert (first["isLastSchedule"], second["isLastSchedule"]) == (True, False)

    def test_overrides_from_today_on_in_order(self, old, alice):
        overrides = [
            {"date": date, "startTime": "10:00", "endTime": "12:00"}
            for date in ("2026-02-02", "2026-01-05", "2026-01-04")
        ]
        made(alice, overrides=overrides)

        assert old.get(f"{PATH}/default").json()["data"]["dateOverrides"] == [
            {"ranges": [{"start": "2026-01-05T10:00:00.000Z", "end": "2026-01-05T12:00:00.000Z"}]},
            {"ranges": [{"start": "2026-02-02T10:00:00.000Z", "end": "2026-02-02T12:00:00.000Z"}]},
        ]


class TestUpdate:
    WEEK = [[], [{"start": moment("10:00:00.000"), "end": moment("12:00:00.000")}], [], [], [], [], []]
    OVERRIDE = {"start": "2026-02-02T08:00:00.000Z", "end": "2026-02-02T09:00:00.000Z"}

    def test_an_unknown_and_a_foreign_one(self, old, old_bob):
        theirs = made(old_bob)["id"]

        assert refusal(old.patch(f"{PATH}/999", json={"name": "New"})) == (
            404, "NotFoundException", "Schedule with ID=999 does not exist.")  # fmt: skip
        assert refusal(old.patch(f"{PATH}/{theirs}", json={"name": "New"}))[0] == 403

    def test_without_a_name_only_the_default_moves(self, old):
        first, second = made(old), made(old, isDefault=False)

        response = old.patch(f"{PATH}/{second['id']}", json={"timeZone": "Asia/Tokyo", "isDefault": True})

        assert response.json()["data"] == {
            "schedule": {"userId": ALICE, "name": "Main", "id": second["id"]},
            "isDefault": True,
        }
        assert old.get(f"{PATH}/{second['id']}").json()["data"]["timeZone"] == "Europe/Rome"
        assert old.get(f"{PATH}/{first['id']}").json()["data"]["isDefault"] is False

    def test_with_one_everything_does(self, old):
        mine = made(old)["id"]

        data = old.patch(
            f"{PATH}/{mine}",
            json={"name": "New", "timeZone": "Asia/Tokyo", "schedule": self.WEEK, "dateOverrides": [self.OVERRIDE]},
        ).json()["data"]

        assert data | {"schedule": None} == {
            "schedule": None,
            "availability": self.WEEK,
            "timeZone": "Asia/Tokyo",
            "isDefault": True,
            "prevDefaultId": mine,
            "currentDefaultId": mine,
        }
        assert {key: data["schedule"][key] for key in ("id", "userId", "name", "timeZone", "eventType")} == {
            "id": mine,
            "userId": ALICE,
            "name": "New",
            "timeZone": "Asia/Tokyo",
            "eventType": [],
        }
        assert [(row["days"], row["date"]) for row in data["schedule"]["availability"]] == [
            ([1], None),
            ([], "2026-02-02T00:00:00.000Z"),
        ]

    def test_weekly_hours_stay_and_overrides_go_unless_they_are_sent(self, old, alice):
        mine = made(alice, overrides=[{"date": "2026-02-02", "startTime": "10:00", "endTime": "12:00"}])["id"]

        old.patch(f"{PATH}/{mine}", json={"name": "New"})

        data = alice.get(f"{PATH}/{mine}").json()["data"]
        assert (len(data["availability"]), data["overrides"]) == (1, [])

    def test_a_day_may_have_the_hours_of_another(self, old, alice):
        mine = made(old)["id"]
        hours = self.WEEK[1]

        old.patch(f"{PATH}/{mine}", json={"name": "New", "schedule": [hours, hours, [], [], [], [], hours]})

        assert alice.get(f"{PATH}/{mine}").json()["data"]["availability"] == [
            {"days": ["Sunday", "Monday", "Saturday"], "startTime": "10:00", "endTime": "12:00"}
        ]

    def test_the_event_types_that_use_it(self, mockcal, old):
        mine = made(old)["id"]
        body = {"title": "A", "slug": "a", "lengthInMinutes": 30, "scheduleId": mine}
        event_type = mockcal.api("cal_alice", "2024-06-14").post("/v2/event-types", json=body).json()["data"]["id"]

        data = old.patch(f"{PATH}/{mine}", json={"name": "New"}).json()["data"]

        assert data["schedule"]["eventType"] == [{"id": event_type, "eventName": None}]


class TestDelete:
    def test_as_in_the_newer_versions(self, old):
        mine = made(old)["id"]

        assert old.delete(f"{PATH}/{mine}").json() == {"status": "success"}
        assert refusal(old.delete(f"{PATH}/{mine}")) == (
            400, "BadRequestException", f"Schedule with ID={mine} does not exist.")  # fmt: skip
