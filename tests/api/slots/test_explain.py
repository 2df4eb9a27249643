"""`POST /_mock/explain/slots`, and the line that an empty answer carries."""

import pytest

from tests.api.slots.conftest import INTRO, MONDAY, booking


@pytest.fixture
def explain(mockcal):
    """The verdicts of Monday by hour."""

    def do(ask, event_type="alice/intro", **query):
        asked = {"eventTypeId": ask.ids[event_type], "start": MONDAY, "end": MONDAY, **query}
        slots = mockcal.control("POST", "/explain/slots", json=asked)["slots"]
        return {slot["start"]: slot for slot in slots}

    return do


def at(hour: str) -> str:
    return f"2050-09-05T{hour}:00:00.000Z"


def test_every_hour_has_a_verdict(load, explain):
    said = explain(load())

    assert len(said) == 24
    assert said[at("07")] == {"start": at("07"), "verdict": "open", "reason": None, "subject": None}
    assert said[at("06")] == {"start": at("06"), "verdict": "closed", "reason": "outside-hours", "subject": None}


def test_a_booking_and_its_buffers_are_named(load, explain):
    ask = load({**INTRO, "afterEventBuffer": 30}, bookings=[booking("2050-09-05T11:00:00Z", uid="bk_1")])

    said = explain(ask)

    assert (said[at("11")]["reason"], said[at("11")]["subject"]) == ("booking", "bk_1")
    assert (said[at("10")]["reason"], said[at("10")]["subject"]) == ("buffer", "bk_1")


def test_a_reservation_is_named(load, explain):
    ask = load(reservations=[{"eventType": "alice/intro", "start": at("10"), "uid": "r_1"}])

    assert (explain(ask)[at("10")]["reason"], explain(ask)[at("10")]["subject"]) == ("reservation", "r_1")


def test_an_expired_reservation_is_passed_over_and_stays(load, explain, mockcal):
    expired = {"eventType": "alice/intro", "start": at("10"), "uid": "r_1", "until": "2049-01-01T00:00:00Z"}
    ask = load(reservations=[expired])

    assert explain(ask)[at("10")]["verdict"] == "open"
    assert ask.client.get("/v2/slots/reservations/r_1").json()["data"] is not None


def test_limits_windows_and_absences(load, explain, mockcal):
    ask = load(
        {**INTRO, "bookingLimitsCount": {"day": 1}},
        {**INTRO, "slug": "soon", "bookingWindow": {"type": "calendarDays", "value": 3, "rolling": False}},
        bookings=[booking("2050-09-05T11:00:00Z")],
    )

    limit = explain(ask)[at("07")]
    window = explain(ask, "alice/soon")[at("07")]
    mockcal.load({"users": [{"username": "alice", "outOfOffice": [{"start": at("00"), "end": at("23")}]}]})
    away = explain(ask, "alice/soon")[at("07")]

    assert (limit["reason"], limit["subject"]) == ("limit", "day")
    assert (window["reason"], window["subject"]) == ("window", None)
    assert (away["reason"], away["subject"]) == ("out-of-office", None)


def test_the_missing_host_is_named(load, explain):
    event_type = {"title": "Demo", "slug": "demo", "lengthInMinutes": 60, "schedulingType": "collective",
                  "hosts": [{"user": "alice"}, {"user": "bob"}]}  # fmt: skip
    ask = load(
        users=[{"username": "bob", "timeZone": "UTC"}],
        teams=[{"slug": "sales", "members": ["alice", "bob"], "eventTypes": [event_type]}],
    )

    said = explain(ask, "sales/demo")

    assert (said[at("08")]["reason"], said[at("08")]["subject"]) == ("host", "bob")
    assert said[at("09")]["verdict"] == "open"


def test_times_are_written_in_the_zone_asked_for(load, explain):
    assert "2050-09-05T09:00:00.000+02:00" in explain(load(), timeZone="Europe/Rome")


def test_a_query_is_refused_as_the_api_refuses_it(load, mockcal):
    load()
    client = mockcal.api()

    response = client.post("/_mock/explain/slots", json={"eventTypeId": 1})

    assert response.status_code == 400
    assert response.json()["error"]["message"].startswith("start property is wrong")
    assert client.post("/_mock/explain/slots", json=[]).status_code == 400


def test_an_empty_answer_says_why(load):
    ask = load(bookings=[booking("2050-09-05T07:00:00Z", lengthInMinutes=480, uid="bk_long")])

    response = ask(end=MONDAY)

    assert response.json()["data"] == {}
    assert response.headers["x-mockcal-explain"] == "no slot is open: outside-hours (16), booking:bk_long (8)"


def test_an_answer_with_slots_needs_no_explanation(load):
    assert "x-mockcal-explain" not in load()().headers
