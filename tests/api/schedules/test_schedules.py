"""`/v2/schedules`, versions 2024-06-11 and 2024-06-14."""

import pytest

from tests.api.schedules.conftest import ALICE, NINE_TO_FIVE, made, schedule
from tests.conftest import constraints, refusal

PATH = "/v2/schedules"


class TestVersions:
    @pytest.mark.parametrize("version", ["2024-08-13", "2024-09-04", "2026-02-25", "2026-05-01", "2026-06-12"])
    def test_these_have_none(self, mockcal, world, version):
        response = mockcal.api("cal_alice", version).get(PATH)

        assert refusal(response) == (404, "NotFoundException", "Cannot GET /v2/schedules")

    def test_the_same_in_both(self, mockcal, alice):
        first = made(alice)

        assert mockcal.api("cal_alice", "2024-06-14").get(f"{PATH}/{first['id']}").json()["data"] == first


class TestAccess:
    @pytest.mark.parametrize(
        ("method", "path"),
        [("GET", PATH), ("POST", PATH), ("GET", f"{PATH}/default"), ("GET", f"{PATH}/1"), ("PATCH", f"{PATH}/1"),
         ("DELETE", f"{PATH}/1")],
    )  # fmt: skip
    def test_nobody_is_refused(self, mockcal, world, method, path):
        status, code, message = refusal(mockcal.api(None, "2024-06-11").request(method, path))

        assert (status, code) == (401, "UnauthorizedException")
        assert message.startswith("No authentication method provided.")

    @pytest.fixture
    def platform(self, mockcal):
        """A platform client that may read schedules only, and its managed user."""
        return mockcal.load(
            {
                "users": [{"username": "boss", "id": 200}],
                "organizations": [
                    {
                        "slug": "platform",
                        "isPlatform": True,
                        "members": [{"user": "boss", "role": "OWNER"}],
                        "oauthClients": [
                            {
                                "name": "App",
                                "id": "app",
                                "secret": "secret",
                                "permissions": ["SCHEDULE_READ"],
                                "managedUsers": [{"email": "m@example.com", "name": "M", "timeZone": "Asia/Tokyo"}],
                            }
                        ],
                    }
                ],
            }
        )

    REFUSED = (
        403,
        "ForbiddenException",
        "PermissionsGuard - oAuth client with id=app does not have the required permissions=SCHEDULE_WRITE. Go to "
        "platform dashboard settings and add the required permissions to the oAuth client.",
    )

    def test_a_managed_user_has_what_his_client_may(self, mockcal, platform):
        client = mockcal.api(platform["managedUsers"]["m@example.com"]["accessToken"], "2024-06-11")

        own = client.get(PATH).json()["data"]

        assert [(one["name"], one["timeZone"], one["isDefault"]) for one in own] == [
            ("Default schedule", "Asia/Tokyo", True)
        ]
        assert refusal(client.post(PATH, json=schedule())) == self.REFUSED

    def test_a_client_acts_as_its_owner(self, mockcal, platform):
        headers = {"x-cal-client-id": "app", "x-cal-secret-key": "secret"}
        client = mockcal.api(None, "2024-06-11", **headers)

        assert [one["ownerId"] for one in client.get(PATH).json()["data"]] == [200]
        assert refusal(client.delete(f"{PATH}/1")) == self.REFUSED


class TestCreate:
    def test_what_is_needed(self, alice):
        assert constraints(alice.post(PATH, json={})) == {
            "name": {"isString": "name must be a string"},
            "timeZone": {"isTimeZone": "timeZone must be a valid IANA time-zone"},
            "isDefault": {"isBoolean": "isDefault must be a boolean value"},
        }

    @pytest.mark.parametrize(
        ("change", "name", "said"),
        [
            ({"timeZone": "Narnia/Woods"}, "timeZone", {"isTimeZone": "timeZone must be a valid IANA time-zone"}),
            ({"isDefault": "true"}, "isDefault", {"isBoolean": "isDefault must be a boolean value"}),
            ({"name": 7}, "name", {"isString": "name must be a string"}),
            ({"availability": "always"}, "availability", {"isArray": "availability must be an array"}),
        ],
    )
    def test_what_it_must_be(self, alice, change, name, said):
        found = constraints(alice.post(PATH, json=schedule(**change)))

        assert list(found) == [name]
        assert said.items() <= found[name].items()

    @pytest.mark.parametrize("time", ["24:00", "9:00", "09:60", "09:00:00", "noon", 9])
    def test_times_are_hours_and_minutes(self, alice, time):
        row = {"days": ["Monday"], "startTime": time, "endTime": "17:00"}
        override = {"date": "2050-09-05", "startTime": "09:00", "endTime": time}

        response = alice.post(PATH, json=schedule(availability=[row], overrides=[override]))

        availability, overrides = response.json()["error"]["details"]["errors"]
        start = availability["children"][0]["children"][0]["constraints"]
        end = overrides["children"][0]["children"][0]["constraints"]
        assert start["matches"] == "startTime must be a valid time format HH:MM"
        assert end["matches"] == "endTime must be a valid time format HH:MM"

    @pytest.mark.parametrize("days", [["monday"], ["Mon"], [1], "Monday"])
    def test_days_are_full_english_names(self, alice, days):
        row = {"days": days, "startTime": "09:00", "endTime": "17:00"}

        assert alice.post(PATH, json=schedule(availability=[row])).status_code == 400

    @pytest.mark.parametrize("date", ["2050-02-30", "05.09.2050", "soon"])
    def test_dates_are_in_the_calendar(self, alice, date):
        override = {"date": date, "startTime": "09:00", "endTime": "17:00"}

        assert alice.post(PATH, json=schedule(overrides=[override])).status_code == 400

    def test_without_availability_it_is_nine_to_five(self, alice):
        response = alice.post(PATH, json=schedule())

        assert (response.status_code, response.json()) == (
            201,
            {
                "status": "success",
                "data": {
                    "id": 1,
                    "ownerId": ALICE,
                    "name": "Main",
                    "timeZone": "Europe/Rome",
                    "availability": [NINE_TO_FIVE],
                    "isDefault": True,
                    "overrides": [],
                },
            },
        )

    def test_an_empty_one_is_none_at_all(self, alice):
        assert made(alice, availability=[])["availability"] == []

    def test_everything(self, alice):
        rows = [
            {"days": ["Saturday", "Sunday"], "startTime": "10:00", "endTime": "23:59"},
            {"days": ["Monday"], "startTime": "09:00", "endTime": "09:00"},
            {"days": ["Monday"], "startTime": "17:00", "endTime": "09:00"},
            {"days": ["Monday"], "startTime": "17:00", "endTime": "09:00"},
        ]
        overrides = [
            {"date": "2050-09-06", "startTime": "00:00", "endTime": "00:00"},
            {"date": "2050-09-05", "startTime": "10:00", "endTime": "12:00"},
        ]

        data = made(alice, availability=rows, overrides=overrides, isDefault=False)

        assert (data["availability"], data["overrides"], data["isDefault"]) == (rows, overrides, False)

    def test_a_row_without_days_is_not_seen_again(self, alice):
        assert made(alice, availability=[{"days": [], "startTime": "09:00", "endTime": "17:00"}])["availability"] == []

    def test_of_an_override_s_date_only_the_utc_day_is_kept(self, alice):
        overrides = [{"date": "2050-09-05T23:30:00-02:00", "startTime": "10:00", "endTime": "12:00"}]

        assert made(alice, overrides=overrides)["overrides"][0]["date"] == "2050-09-06"

    @pytest.mark.parametrize("date", ["2050-W36", "2050-W36-1", "2050-248", "20500905", "2050-09-05T10"])
    def test_a_date_that_only_the_validator_knows(self, alice, date):
        override = {"date": date, "startTime": "10:00", "endTime": "12:00"}

        assert refusal(alice.post(PATH, json=schedule(overrides=[override]))) == (
            400, "INTERNAL_SERVER_ERROR", "There was an error, please try again later.")  # fmt: skip

    def test_unknown_fields_are_dropped(self, alice):
        assert "color" not in made(alice, color="red")

    def test_the_default_is_the_last_one_that_said_so(self, alice):
        first, second, third = made(alice), made(alice), made(alice, isDefault=False)

        shown = {one["id"]: one["isDefault"] for one in alice.get(PATH).json()["data"]}

        assert shown == {first["id"]: False, second["id"]: True, third["id"]: False}

    def test_the_first_one_is_no_default_by_itself(self, alice):
        made(alice, isDefault=False)

        assert alice.get(f"{PATH}/default").json() == {"status": "success", "data": None}


class TestRead:
    def test_none(self, alice):
        assert alice.get(PATH).json() == {"status": "success", "data": []}
        assert alice.get(f"{PATH}/default").json() == {"status": "success", "data": None}

    def test_one_s_own_only(self, alice, bob):
        mine = made(alice)
        made(bob)

        assert alice.get(PATH).json()["data"] == [mine]
        assert alice.get(f"{PATH}/default").json()["data"] == mine
        assert alice.get(f"{PATH}/{mine['id']}").json()["data"] == mine

    def test_an_unknown_one(self, alice):
        assert refusal(alice.get(f"{PATH}/999")) == (404, "NotFoundException", "Schedule with ID=999 does not exist.")

    def test_somebody_else_s(self, alice, bob):
        theirs = made(bob)["id"]

        assert refusal(alice.get(f"{PATH}/{theirs}")) == (
            403, "ForbiddenException", f"User with ID={ALICE} does not own schedule with ID={theirs}")  # fmt: skip

    @pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
    def test_what_is_no_number(self, alice, method):
        response = alice.request(method, f"{PATH}/abc", json={} if method == "PATCH" else None)

        assert refusal(response) == (400, "INTERNAL_SERVER_ERROR", "There was an error, please try again later.")


class TestUpdate:
    def test_what_it_must_be(self, alice):
        mine = made(alice)["id"]

        found = constraints(alice.patch(f"{PATH}/{mine}", json={"timeZone": "Mars", "isDefault": "yes", "name": 1}))

        assert list(found) == ["name", "timeZone", "isDefault"]

    def test_an_unknown_one(self, alice):
        assert refusal(alice.patch(f"{PATH}/999", json={})) == (
            404, "NotFoundException", "Schedule with ID=999 does not exist.")  # fmt: skip

    def test_somebody_else_s_stays_as_it_is(self, alice, bob):
        theirs = made(bob)

        response = alice.patch(f"{PATH}/{theirs['id']}", json={"name": "Mine"})

        assert refusal(response)[:2] == (403, "ForbiddenException")
        assert bob.get(f"{PATH}/{theirs['id']}").json()["data"] == theirs

    def test_what_is_left_out_stays(self, alice):
        override = [{"date": "2050-09-05", "startTime": "10:00", "endTime": "12:00"}]
        mine = made(alice, overrides=override)
        path = f"{PATH}/{mine['id']}"

        renamed = alice.patch(path, json={"name": "New", "timeZone": "Asia/Tokyo"}).json()["data"]
        rows = [{"days": ["Sunday"], "startTime": "10:00", "endTime": "11:00"}]
        shorter = alice.patch(path, json={"availability": rows}).json()["data"]
        cleared = alice.patch(path, json={"overrides": []}).json()["data"]
        closed = alice.patch(path, json={"availability": []}).json()["data"]

        assert renamed == mine | {"name": "New", "timeZone": "Asia/Tokyo"}
        assert shorter == renamed | {"availability": rows}
        assert cleared == shorter | {"overrides": []}
        assert closed == cleared | {"availability": []}
        assert alice.get(path).json()["data"] == closed

    def test_a_default_is_handed_on_and_never_given_up(self, alice):
        first, second = made(alice)["id"], made(alice, isDefault=False)["id"]

        kept = alice.patch(f"{PATH}/{first}", json={"isDefault": False}).json()["data"]
        handed_on = alice.patch(f"{PATH}/{second}", json={"isDefault": True}).json()["data"]

        assert (kept["isDefault"], handed_on["isDefault"]) == (True, True)
        assert alice.get(f"{PATH}/default").json()["data"]["id"] == second


class TestDelete:
    def test_a_missing_one_is_a_bad_request(self, alice):
        assert refusal(alice.delete(f"{PATH}/999")) == (
            400, "BadRequestException", "Schedule with ID=999 does not exist.")  # fmt: skip

    def test_somebody_else_s(self, alice, bob):
        theirs = made(bob)["id"]

        assert refusal(alice.delete(f"{PATH}/{theirs}")) == (
            403, "ForbiddenException", f"User with ID={ALICE} does not own schedule with ID={theirs}")  # fmt: skip
        assert bob.get(f"{PATH}/{theirs}").status_code == 200

    def test_even_the_default_and_the_last_one(self, alice):
        mine = made(alice)["id"]

        response = alice.delete(f"{PATH}/{mine}")

        assert (response.status_code, response.json()) == (200, {"status": "success"})
        assert alice.get(PATH).json()["data"] == []
        assert alice.get(f"{PATH}/default").json()["data"] is None
        assert alice.get("/v2/me").json()["data"]["defaultScheduleId"] == mine  # it dangles

    def test_event_types_fall_back_to_the_default(self, mockcal, alice):
        mine = made(alice, isDefault=False)["id"]
        events = mockcal.api("cal_alice", "2024-06-14")
        body = {"title": "A", "slug": "a", "lengthInMinutes": 30, "scheduleId": mine}
        event_type = events.post("/v2/event-types", json=body).json()["data"]

        alice.delete(f"{PATH}/{mine}")

        assert event_type["scheduleId"] == mine
        assert events.get(f"/v2/event-types/{event_type['id']}").json()["data"]["scheduleId"] is None

    def test_an_id_is_never_given_again(self, alice):
        first = made(alice)["id"]
        alice.delete(f"{PATH}/{first}")

        assert made(alice)["id"] > first
