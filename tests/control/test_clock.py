"""`/_mock/clock`."""

import httpx
import pytest

ALICE = {"users": [{"username": "alice", "eventTypes": [{"title": "Intro", "slug": "intro", "lengthInMinutes": 30}]}]}


def clock(mockcal):
    return mockcal.control("GET", "/clock")


def test_it_is_set_backwards_too(mockcal):
    answer = mockcal.control("PUT", "/clock", json={"now": "2020-02-29T12:00:00+02:00"})

    assert answer == {"now": "2020-02-29T10:00:00.000Z", "frozen": True}
    assert clock(mockcal) == answer


def test_it_goes_on_from_where_it_was_set_when_it_is_not_frozen(mockcal):
    answer = mockcal.control("PUT", "/clock", json={"now": "2020-02-29T12:00:00Z", "frozen": False})

    assert answer["frozen"] is False
    assert clock(mockcal)["now"] >= "2020-02-29T12:00:00.000Z"


def test_real_time_again(mockcal):
    assert mockcal.control("DELETE", "/clock") is None
    assert clock(mockcal)["frozen"] is False
    assert clock(mockcal)["now"] > "2026-01-06"


@pytest.mark.parametrize(
    ("by", "then"),
    [
        ("PT90S", "2026-01-05T08:01:30.000Z"),
        ("PT2H", "2026-01-05T10:00:00.000Z"),
        ("P1DT30M", "2026-01-06T08:30:00.000Z"),
        ("P2W", "2026-01-19T08:00:00.000Z"),
        ("P1M", "2026-02-05T08:00:00.000Z"),
        ("P1Y2M3DT0.5S", "2027-03-08T08:00:00.500Z"),
    ],
)
def test_it_advances_by_a_duration(mockcal, by, then):
    answer = mockcal.control("POST", "/clock/advance", json={"by": by})

    assert answer == {"now": then, "frozen": True, "happened": []}


@pytest.mark.parametrize(
    ("method", "path", "body", "message"),
    [
        ("POST", "/clock/advance", {"by": 3600}, "by: must be an ISO 8601 duration such as PT2H or P1DT30M"),
        ("POST", "/clock/advance", {"by": "1h"}, "by: must be an ISO 8601 duration such as PT2H or P1DT30M"),
        ("POST", "/clock/advance", {"by": "-PT1H"}, "Time advances forwards only; PUT /_mock/clock sets it back."),
        ("POST", "/clock/advance", {"by": "P9000Y"}, "Time ends with the year 9999."),
        ("POST", "/clock/advance", [], "Input should be a valid dictionary or instance of Advance"),
        ("PUT", "/clock", {"now": "soon"}, "now: must be an instant such as 2026-01-05T08:00:00Z"),
        ("PUT", "/clock", {"now": "2026-01-05T08:00:00Z", "frozen": "yes"}, "frozen: Input should be a valid boolean"),
    ],
)
def test_what_is_no_time_is_refused(mockcal, method, path, body, message):
    response = httpx.request(method, f"{mockcal.url}/_mock{path}", json=body)

    assert response.status_code == 400
    assert response.json()["error"]["message"] == message
    assert mockcal.now == "2026-01-05T08:00:00.000Z"


def test_a_reservation_expires_when_time_passes_it(mockcal):
    event_type = mockcal.load(ALICE)["eventTypes"]["alice/intro"]["id"]
    slots = mockcal.api(version="2024-09-04")
    held = slots.post(
        "/v2/slots/reservations", json={"eventTypeId": event_type, "slotStart": "2026-01-06T10:00:00Z"}
    ).json()["data"]["reservationUid"]

    happened = mockcal.advance(to="2026-01-05T09:00:00Z")

    assert happened == [
        {"at": "2026-01-05T08:05:00.000Z", "what": "RESERVATION_EXPIRED", "subject": f"reservation:{held}"}
    ]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, 'Give either "by", an ISO 8601 duration such as PT2H, or "to", an instant.'),
        (
            {"by": "PT1S", "to": "2026-01-06T00:00:00Z"},
            'Give either "by", an ISO 8601 duration such as PT2H, or "to", an instant.',
        ),
        ({"to": "2026-01-04T00:00:00Z"}, "Time advances forwards only; PUT /_mock/clock sets it back."),
        ({"tp": "2026-01-04T00:00:00Z"}, "tp: unknown field"),
        ({"by": "soon"}, None),
    ],
)
def test_what_is_no_way_forward_is_refused(mockcal, body, message):
    response = httpx.post(f"{mockcal.url}/_mock/clock/advance", json=body)

    assert response.status_code == 400
    assert message is None or response.json()["error"]["message"] == message
    assert mockcal.now == "2026-01-05T08:00:00.000Z"
