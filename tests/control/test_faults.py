"""`/_mock/faults`."""

import time

import httpx
import pytest

ALICE = {"users": [{"username": "alice"}]}


@pytest.fixture
def alice(mockcal):
    mockcal.load(ALICE)
    return mockcal.api("cal_alice")


def test_a_fault_answers_in_the_place_of_the_api(mockcal, alice):
    fault = mockcal.fault(
        match={"operationId": "MeController_getMe"},
        respond={"status": 503, "body": {"message": "down"}, "headers": {"Retry-After": "3"}},
    )

    response = alice.get("/v2/me")

    assert (response.status_code, response.json(), response.headers["retry-after"]) == (503, {"message": "down"}, "3")
    assert mockcal.control("GET", "/faults") == [
        {
            "id": fault["id"],
            "hits": 1,
            "match": {"operationId": "MeController_getMe"},
            "respond": {"status": 503, "body": {"message": "down"}, "headers": {"Retry-After": "3"}},
        }
    ]


@pytest.mark.parametrize("status", [204, 304])
def test_an_answer_that_can_have_no_body_has_none(mockcal, alice, status):
    mockcal.fault(match={"path": "/v2/me"}, respond={"status": status, "body": {"message": "down"}})

    assert [(one.status_code, one.content) for one in (alice.get("/v2/me"), alice.get("/v2/me"))] == [(status, b"")] * 2


def test_it_strikes_as_often_as_it_says(mockcal, alice):
    mockcal.fault(match={"path": "/v2/m*", "method": "get"}, respond={"status": 500}, times=2)

    assert [alice.get("/v2/me").status_code for _ in range(3)] == [500, 500, 200]


def test_it_knows_a_path_by_whatever_prefix(mockcal, alice):
    mockcal.fault(match={"path": "/v2/me"}, respond={"status": 418})

    assert alice.get("/api/v2/me").status_code == 418
    assert alice.get("/v2/me/").status_code == 418


def test_it_knows_a_path_as_it_was_sent(mockcal, alice):
    mockcal.fault(match={"path": "/api/v2/me"}, respond={"status": 418})

    assert alice.get("/api/v2/me").status_code == 418
    assert alice.get("/v2/me").status_code == 200


def test_a_delay_lets_the_request_go_on(mockcal, alice):
    mockcal.fault(match={"path": "/v2/me"}, delayMs=80)

    began = time.perf_counter()
    response = alice.get("/v2/me")

    assert response.status_code == 200
    assert time.perf_counter() - began >= 0.08


def test_a_dropped_connection_is_an_error_to_the_client(mockcal, alice):
    mockcal.fault(match={"path": "/v2/me"}, drop=True)

    with pytest.raises(httpx.RemoteProtocolError, match="without sending a response"):
        alice.get("/v2/me")
    assert mockcal.requests()[-1]["status"] is None


def test_chance_is_the_sandboxs_own(mockcal, alice):
    mockcal.fault(match={"path": "/v2/me"}, respond={"status": 500}, probability=0.5)

    struck = [alice.get("/v2/me").status_code for _ in range(40)]
    mockcal.reset()
    mockcal.load(ALICE)
    mockcal.fault(match={"path": "/v2/me"}, respond={"status": 500}, probability=0.5)

    assert {200, 500} == set(struck)
    assert [alice.get("/v2/me").status_code for _ in range(40)] == struck


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            {"match": {"operationId": "MeController_getYou"}, "drop": True},
            "match.operationId: there is no operation MeController_getYou; `mockcal routes` lists them all, with their ids.",
        ),
        ({"match": {"path": "/v2/me"}}, 'This fault does nothing: give it "respond", "drop" or "delayMs".'),
        ({"match": {"pth": "/v2/me"}, "drop": True}, "match.pth: unknown field"),
        ({"respond": {}}, "respond.status: Field required"),
        (
            {"respond": {"status": 500, "headers": {"X-A": "a\nb"}}},
            "respond.headers.X-A: String should match pattern '^[\\t -~\\u00a0-\\u00ff]*$'",
        ),
    ],
)
def test_a_fault_that_cannot_strike_is_refused(mockcal, body, message):
    response = httpx.post(f"{mockcal.url}/_mock/faults", json=body)

    assert response.status_code == 400
    assert response.json()["error"]["message"] == message
    assert mockcal.control("GET", "/faults") == []


def test_one_is_taken_back_or_all(mockcal, alice):
    one = mockcal.fault(match={"path": "/v2/me"}, respond={"status": 500})
    mockcal.fault(match={"path": "/v2/me"}, respond={"status": 501})

    mockcal.control("DELETE", f"/faults/{one['id']}")
    assert alice.get("/v2/me").status_code == 501
    mockcal.control("DELETE", "/faults")
    assert alice.get("/v2/me").status_code == 200
    assert httpx.delete(f"{mockcal.url}/_mock/faults/{one['id']}").status_code == 404
