"""What is the same whoever owns a webhook; each test runs for all five."""

import re

import pytest

from tests.api.webhooks.conftest import BODY, UNKNOWN
from tests.conftest import constraints, refusal

UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
NAMES = (
    "BOOKING_CREATED, BOOKING_PAYMENT_INITIATED, BOOKING_PAID, BOOKING_RESCHEDULED, BOOKING_REQUESTED, BOOKING_CANCELLED, "
    "BOOKING_REJECTED, BOOKING_NO_SHOW_UPDATED, FORM_SUBMITTED, MEETING_ENDED, MEETING_STARTED, RECORDING_READY, "
    "INSTANT_MEETING, RECORDING_TRANSCRIPTION_GENERATED, OOO_CREATED, AFTER_HOSTS_CAL_VIDEO_NO_SHOW, "
    "AFTER_GUESTS_CAL_VIDEO_NO_SHOW, FORM_SUBMITTED_NO_EVENT, ROUTING_FORM_FALLBACK_HIT, DELEGATION_CREDENTIAL_ERROR, "
    "WRONG_ASSIGNMENT_REPORT"
)


class TestCreate:
    @pytest.mark.parametrize(
        ("change", "field", "rules"),
        [
            ({"active": None}, "active", {"isBoolean": "active must be a boolean value"}),
            ({"active": "true"}, "active", {"isBoolean": "active must be a boolean value"}),
            ({"subscriberUrl": None}, "subscriberUrl", {"isString": "subscriberUrl must be a string"}),
            ({"subscriberUrl": 5}, "subscriberUrl", {"isString": "subscriberUrl must be a string"}),
            (
                {"triggers": ["BOOKING_CONFIRMED"]},
                "triggers",
                {"isEnum": f"each value in triggers must be one of the following values: {NAMES}"},
            ),
            ({"payloadTemplate": 5}, "payloadTemplate", {"isString": "payloadTemplate must be a string"}),
            ({"secret": {}}, "secret", {"isString": "secret must be a string"}),
            (
                {"version": "2026-07-27"},
                "version",
                {"isEnum": "version must be one of the following values: 2021-10-20"},
            ),
        ],
    )
    def test_bad_input(self, asked, change, field, rules):
        response = asked.api.post(asked.base, json={**BODY, **change})

        assert constraints(response) == {field: rules}

    def test_everything_missing(self, asked):
        response = asked.api.post(asked.base, json={})

        assert constraints(response).keys() == {"active", "subscriberUrl", "triggers"}

    @pytest.mark.parametrize(
        ("url", "reason"),
        [
            ("ftp://example.com/hook", "Only HTTP and HTTPS URLs are allowed"),
            ("javascript:alert(1)", "Only HTTP and HTTPS URLs are allowed"),
            ("http://169.254.169.254/latest", "Blocked hostname"),
            ("http://metadata.google.internal", "Blocked hostname"),
        ],
    )
    def test_a_url_that_is_not_allowed(self, asked, url, reason):
        response = asked.api.post(asked.base, json={**BODY, "subscriberUrl": url})

        assert refusal(response) == (400, "BadRequestException", f"Webhook URL is not allowed: {reason}")

    @pytest.mark.parametrize(
        "url", ["http://localhost:3000/hook", "http://10.0.0.7/", "", "no url", "https://x.example"]
    )
    def test_any_other_text_is(self, asked, url):
        assert asked.create(subscriberUrl=url)["subscriberUrl"] == url

    def test_one_url_twice(self, asked):
        asked.create(active=False)

        response = asked.api.post(asked.base, json=BODY)

        assert refusal(response) == (409, "ConflictException", asked.duplicate)

    def test_case_and_slashes_make_another_url(self, asked):
        asked.create()

        assert asked.create(subscriberUrl="https://example.com/Hook")
        assert asked.create(subscriberUrl="https://example.com/hook/")

    def test_what_it_shows(self, asked):
        response = asked.api.post(asked.base, json={**BODY, "time": 5, "eventTypeId": 99, "platform": True})

        assert response.status_code == 201
        assert response.json()["status"] == "success"
        made = response.json()["data"]
        assert re.fullmatch(UUID, made.pop("id"))
        assert made == {
            "payloadTemplate": None,
            "triggers": ["BOOKING_CREATED"],
            "subscriberUrl": "https://example.com/hook",
            "active": True,
            "secret": None,
            **asked.shown,
        }

    def test_all_that_can_be_given(self, asked):
        given = {
            "active": False,
            "triggers": ["MEETING_ENDED", "BOOKING_CREATED", "BOOKING_CREATED"],
            "payloadTemplate": '{"a":"{{title}}"}',
            "secret": "hush",
        }

        made = asked.create(**given, version="2021-10-20")

        assert {key: made[key] for key in given} == given

    def test_no_triggers_and_empty_texts(self, asked):
        made = asked.create(triggers=[], payloadTemplate="", secret="")

        assert (made["triggers"], made["payloadTemplate"], made["secret"]) == ([], "", "")

    @pytest.mark.parametrize("version", ["2024-04-15", "2024-08-13", "2026-06-12", "yesterday"])
    def test_any_version_will_do(self, asked, version):
        response = asked.api.post(asked.base, json=BODY, headers={"cal-api-version": version})

        assert response.status_code == 201


class TestList:
    @pytest.mark.parametrize(
        ("query", "field"), [("take=0", "take"), ("take=251", "take"), ("take=x", "take"), ("skip=-1", "skip")]
    )
    def test_bad_paging(self, asked, query, field):
        response = asked.api.get(f"{asked.base}?{query}")

        assert constraints(response).keys() == {field}

    def test_in_order_of_creation(self, asked):
        urls = [asked.create(subscriberUrl=f"https://example.com/{number}")["subscriberUrl"] for number in range(4)]

        body = asked.api.get(asked.base).json()

        assert body.keys() == {"status", "data"}
        assert [one["subscriberUrl"] for one in body["data"]] == urls

    def test_in_pages(self, asked):
        urls = [asked.create(subscriberUrl=f"https://example.com/{number}")["subscriberUrl"] for number in range(4)]

        page = asked.api.get(f"{asked.base}?skip=1&take=2").json()["data"]

        assert [one["subscriberUrl"] for one in page] == urls[1:3]

    def test_none(self, asked):
        assert asked.api.get(asked.base).json() == {"status": "success", "data": []}


class TestOne:
    def test_get(self, asked):
        made = asked.create()

        shown = asked.api.get(f"{asked.base}/{made['id']}").json()["data"]

        assert made.items() <= shown.items()
        assert (shown == made) is ("userId" not in asked.shown)

    def test_delete_answers_what_there_was(self, asked):
        made = asked.create()

        response = asked.api.delete(f"{asked.base}/{made['id']}")

        assert response.status_code == 200
        assert response.json() == {"status": "success", "data": made}
        assert asked.api.get(asked.base).json()["data"] == []


class TestUpdate:
    def test_nothing(self, asked):
        made = asked.create(secret="hush")

        response = asked.api.patch(f"{asked.base}/{made['id']}", json={})

        assert (response.status_code, response.json()["data"]) == (200, made)

    @pytest.mark.parametrize(
        "change",
        [
            {"active": False},
            {"subscriberUrl": "https://example.com/elsewhere"},
            {"triggers": ["BOOKING_PAID", "BOOKING_PAID"]},
            {"payloadTemplate": "x", "secret": "y"},
            {"payloadTemplate": None, "secret": None},
        ],
    )
    def test_what_is_given(self, asked, change):
        made = asked.create(payloadTemplate="{}", secret="hush")

        changed = asked.api.patch(f"{asked.base}/{made['id']}", json=change).json()["data"]

        assert changed == made | change
        assert asked.api.get(asked.base).json()["data"] == [changed]

    def test_null_where_there_must_be_something(self, asked):
        made = asked.create()
        for name in ("active", "triggers", "subscriberUrl"):
            response = asked.api.patch(f"{asked.base}/{made['id']}", json={name: None})

            assert refusal(response) == (
                400,
                "INTERNAL_SERVER_ERROR",
                "There was an error, please try again later.",
            )
        assert asked.api.get(asked.base).json()["data"] == [made]

    def test_bad_input(self, asked):
        made = asked.create()

        response = asked.api.patch(f"{asked.base}/{made['id']}", json={"active": 1, "triggers": "BOOKING_PAID"})

        assert constraints(response).keys() == {"active", "triggers"}

    def test_a_new_url_is_judged_too(self, asked):
        made = asked.create()

        response = asked.api.patch(f"{asked.base}/{made['id']}", json={"subscriberUrl": "file:///etc/passwd"})

        assert response.status_code == 400

    def test_a_url_that_the_owner_has_already(self, asked):
        made = asked.create()
        asked.create(subscriberUrl="https://example.com/second")

        response = asked.api.patch(f"{asked.base}/{made['id']}", json={"subscriberUrl": "https://example.com/second"})

        if {"userId", "oAuthClientId"} & asked.shown.keys():
            text = "Invalid Input: Trying to create a record that already exists."
            assert refusal(response) == (409, "CONFLICT", text)
        else:
            assert response.json()["data"]["subscriberUrl"] == "https://example.com/second"


class TestDeleteAll:
    @pytest.mark.parametrize("count", [0, 1, 2])
    def test_it_says_how_many(self, asked, count):
        for number in range(count):
            asked.create(subscriberUrl=f"https://example.com/{number}")

        response = asked.api.delete(asked.base)

        if {"userId", "teamId"} & asked.shown.keys():
            assert response.status_code == 404
        else:
            assert response.json() == {"status": "success", "data": f"{count} webhooks deleted"}
            assert asked.api.get(asked.base).json()["data"] == []


class TestDelegationErrors:
    def test_only_organizations_and_clients_hear_of_them(self, asked):
        body = {**BODY, "triggers": ["DELEGATION_CREDENTIAL_ERROR"]}
        response = asked.api.post(asked.base, json=body)

        if {"teamId", "oAuthClientId"} & asked.shown.keys():
            assert response.status_code == 201
        else:
            text = "DELEGATION_CREDENTIAL_ERROR trigger is only available for organization webhooks"
            assert refusal(response) == (400, "BadRequestException", text)

    def test_a_change_is_not_asked(self, asked):
        made = asked.create()

        change = {"triggers": ["DELEGATION_CREDENTIAL_ERROR"]}
        response = asked.api.patch(f"{asked.base}/{made['id']}", json=change)

        assert response.status_code == 200


class TestNobody:
    @pytest.mark.parametrize("item", ["", f"/{UNKNOWN}"])
    def test_without_credentials(self, asked, world, item):
        response = world.api().get(asked.base + item)

        assert response.status_code == 401

    def test_refused_before_the_body_is_looked_at(self, asked, world):
        response = world.api().post(asked.base, json={"active": "no"})

        assert response.status_code == 401
