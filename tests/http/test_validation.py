"""How the validator tells what is wrong with a body or a query."""

import pytest

from tests.api.oauth_clients.conftest import PLATFORM
from tests.conftest import constraints, refusal


@pytest.fixture
def alice(mockcal):
    mockcal.load({"users": [{"username": "alice"}]})
    return mockcal.api("cal_alice", "2024-06-11")


@pytest.fixture
def client(mockcal):
    mockcal.load(PLATFORM)
    return mockcal.api(x_cal_secret_key="s1")


class TestItems:
    def test_nested_ones(self, alice):
        hours = {"days": ["Monday"], "startTime": "09:00", "endTime": "17:00"}
        bad = {**hours, "startTime": 5, "unknown": 1}
        body = {"name": 5, "timeZone": "Europe/Rome", "isDefault": False, "availability": [hours, bad, "x"], "more": 1}

        response = alice.post("/v2/schedules", json=body)

        known = {key: value for key, value in body.items() if key != "more"}
        kept = {key: value for key, value in bad.items() if key != "unknown"}
        assert refusal(response) == (400, "BadRequestException", "Bad Request Exception")
        name, availability = response.json()["error"]["details"]["errors"]
        assert list(name) == ["target", "value", "property", "children", "constraints"]
        assert name == {
            "target": known,
            "value": 5,
            "property": "name",
            "children": [],
            "constraints": {"isString": "name must be a string"},
        }
        assert list(availability) == ["target", "value", "property", "children"]
        assert availability["property"] == "availability"
        second, third = availability["children"]
        assert (second["property"], second["value"], second["target"]) == ("1", bad, body["availability"])
        assert "constraints" not in second
        [start] = second["children"]
        assert (start["property"], start["value"], start["target"]) == ("startTime", 5, kept)
        assert start["constraints"]["isString"] == "startTime must be a string"
        assert third["constraints"] == {
            "nestedValidation": "each value in nested property availability must be either object or array"
        }

    def test_what_was_not_sent_has_no_value(self, alice):
        errors = alice.post("/v2/schedules", json={}).json()["error"]["details"]["errors"]

        assert [list(one) for one in errors] == [["target", "property", "children", "constraints"]] * 3
        assert [one["property"] for one in errors] == ["name", "timeZone", "isDefault"]

    def test_a_list_that_is_none(self, alice):
        body = {"name": "A", "timeZone": "Europe/Rome", "isDefault": False, "availability": "x"}

        told = constraints(alice.post("/v2/schedules", json=body))

        assert told["availability"] == {
            "isArray": "availability must be an array",
            "nestedValidation": "each value in nested property availability must be either object or array",
        }


class TestBodies:
    @pytest.mark.parametrize(
        ("field", "value"), [("isDefault", "true"), ("isDefault", 1), ("name", 12), ("name", True)]
    )
    def test_nothing_is_converted(self, alice, field, value):
        body = {"name": "A", "timeZone": "Europe/Rome", "isDefault": False, field: value}

        assert constraints(alice.post("/v2/schedules", json=body)).keys() == {field}

    def test_unknown_keys_are_dropped(self, alice):
        body = {"name": "A", "timeZone": "Europe/Rome", "isDefault": False, "id": 5, "ownerId": 7, "x": {"y": 1}}

        response = alice.post("/v2/schedules", json=body)

        assert response.json()["data"]["ownerId"] != 7
        assert response.headers["x-mockcal-explain"] == "dropped, as the real service does: id, ownerId, x"

    def test_what_is_dropped_further_inside_is_told_too(self, alice):
        hours = {"days": ["Monday"], "startTime": "09:00", "endTime": "17:00", "timezone": "UTC"}
        body = {"name": "A", "timeZone": "Europe/Rome", "isDefault": False, "availability": [hours]}

        response = alice.post("/v2/schedules", json=body)

        assert response.headers["x-mockcal-explain"] == "dropped, as the real service does: availability.timezone"

    @pytest.mark.parametrize("time", ["09:00\n", "\u0660\u0669:\u0660\u0660"], ids=["a line break", "other digits"])
    def test_a_pattern_is_javascripts(self, alice, time):
        hours = {"days": ["Monday"], "startTime": time, "endTime": "17:00"}
        body = {"name": "A", "timeZone": "Europe/Rome", "isDefault": False, "availability": [hours]}

        assert alice.post("/v2/schedules", json=body).status_code == 400

    def test_a_key_in_snake_case_is_unknown_too(self, alice):
        before = alice.get("/v2/me").json()["data"]

        response = alice.patch("/v2/me", json={"time_format": 24, "week_start": 5})

        assert response.status_code == 200
        assert alice.get("/v2/me").json()["data"] == before

    def test_null_is_absent_where_a_field_is_optional(self, alice):
        body = {"name": "A", "timeZone": "Europe/Rome", "isDefault": False, "availability": None}

        made = alice.post("/v2/schedules", json=body).json()["data"]

        assert made["availability"][0]["startTime"] == "09:00"

    def test_a_whole_number_may_have_a_point(self, alice):
        response = alice.patch("/v2/me", content=b'{"timeFormat": 24.0}', headers={"content-type": "application/json"})

        assert response.json()["data"]["timeFormat"] == 24


class TestQueries:
    PATH = "/v2/oauth-clients/c1/users"

    @pytest.mark.parametrize(
        "query", ["limit=10abc", "limit=1.0", "limit=%2B5", "limit= 7", "unknown=1", "limit=5&limit"]
    )
    def test_numbers_are_read_leniently(self, client, query):
        response = client.get(f"{self.PATH}?{query}")

        assert response.status_code == (400 if query == "limit=5&limit" else 200)

    def test_what_is_no_number_breaks_every_rule(self, client):
        assert constraints(client.get(f"{self.PATH}?limit=abc"))["limit"] == {
            "isNumber": "limit must be a number conforming to the specified constraints",
            "min": "limit must not be less than 1",
            "max": "limit must not be greater than 250",
        }

    def test_digits_of_other_scripts_are_no_number(self, client):
        assert client.get(f"{self.PATH}?limit=\u0663").status_code == 400

    def test_out_of_range(self, client):
        assert constraints(client.get(f"{self.PATH}?limit=251"))["limit"] == {
            "max": "limit must not be greater than 250"
        }

    def test_a_key_in_snake_case_is_unknown(self, mockcal, alice):
        bookings = mockcal.api("cal_alice", "2024-08-13")

        response = bookings.get("/v2/bookings?sort_start=sideways&event_type_id=x&take=5")

        assert response.status_code == 200
        assert response.headers["x-mockcal-explain"] == "dropped, as the real service does: sort_start, event_type_id"

    def test_empty_is_the_default_in_most_lists(self, mockcal, client):
        assert client.get(f"{self.PATH}?limit=").status_code == 400
        assert mockcal.api("cal_olga").get("/v2/webhooks?take=&skip=").status_code == 200


class TestPathIds:
    @pytest.mark.parametrize(
        ("text", "status", "message"),
        [
            ("abc", 400, "Validation failed (numeric string is expected)"),
            ("12.5", 400, "Validation failed (numeric string is expected)"),
            ("%20", 400, "Validation failed (numeric string is expected)"),
            ("99999999999", 400, "There was an error, please try again later."),
        ],
    )
    def test_strict_ones(self, alice, text, status, message):
        response = alice.patch(f"/v2/event-types/{text}", json={}, headers={"cal-api-version": "2024-06-14"})

        assert refusal(response)[0::2] == (status, message)

    @pytest.mark.parametrize("text", ["1e3", "1000.0", "-3"])
    def test_other_spellings(self, alice, text):
        response = alice.patch(f"/v2/event-types/{text}", json={}, headers={"cal-api-version": "2024-06-14"})

        assert response.status_code == 404

    def test_loose_ones(self, alice):
        assert refusal(alice.get("/v2/schedules/abc")) == (
            400,
            "INTERNAL_SERVER_ERROR",
            "There was an error, please try again later.",
        )
