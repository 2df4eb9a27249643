"""`/_mock/requests`."""

import pytest

ALICE = {"users": [{"username": "alice"}]}


@pytest.fixture
def alice(mockcal):
    mockcal.load(ALICE)
    return mockcal.api("cal_alice")


def test_an_exchange_shows_all_of_it(mockcal, alice):
    alice.patch("/v2/me?a=1&b=x&b=y", json={"name": "Al"})

    (exchange,) = mockcal.requests()

    assert exchange.keys() == {
        *("id", "at", "method", "path", "query", "headers", "body", "status", "response"),
        *("durationMs", "operationId", "apiVersion"),
    }
    assert (exchange["method"], exchange["path"], exchange["status"]) == ("PATCH", "/v2/me", 200)
    assert exchange["query"] == {"a": "1", "b": ["x", "y"]}
    assert exchange["body"] == {"name": "Al"}
    assert exchange["response"]["data"]["name"] == "Al"
    assert exchange["headers"]["authorization"] == "Bearer cal_alice"
    assert (exchange["operationId"], exchange["apiVersion"]) == ("MeController_updateMe", "2024-04-15")


def test_they_are_found_by_what_they_were(mockcal, alice):
    alice.get("/api/v2/me")
    alice.get("/v2/me")
    alice.get("/v2/nowhere")

    def paths(**query):
        return [one["path"] for one in mockcal.requests(**query)]

    assert paths(path="/v2/me") == ["/api/v2/me", "/v2/me"]
    assert paths(path="/api/*") == ["/api/v2/me"]
    assert paths(operationId="MeController_getMe", limit=1) == ["/v2/me"]
    assert paths(status=404) == ["/v2/nowhere"]
    assert paths(method="post") == []
