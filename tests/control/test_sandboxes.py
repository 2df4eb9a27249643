"""Sandboxes: how one is chosen, and that none sees another."""

import uuid

import httpx
import pytest

from mockcal.client import Options
from mockcal.serving import background
from mockcal.settings import Settings

ALICE = {"users": [{"username": "alice", "name": "Alice"}]}
BOB = {"users": [{"username": "bob", "name": "Bob"}]}


@pytest.fixture
def other(mockcal_server):
    with mockcal_server.sandbox(Options(fixtures=[], now="2030-01-01T00:00:00Z")) as sandbox:
        yield sandbox


def status_of_me(url, key, **headers):
    return httpx.get(f"{url}/v2/me", headers={"Authorization": f"Bearer {key}", **headers}).status_code


class TestChoosing:
    def test_by_prefix_header_or_host(self, mockcal, mockcal_server):
        mockcal.load(ALICE)
        root = mockcal_server.url
        port = root.rpartition(":")[2]

        assert status_of_me(f"{root}/~{mockcal.name}", "cal_alice") == 200
        assert status_of_me(f"{root}/~{mockcal.name}/api", "cal_alice") == 200
        assert status_of_me(root, "cal_alice", **{"X-Mockcal-Sandbox": mockcal.name}) == 200
        assert status_of_me(root, "cal_alice", Host=f"{mockcal.name}.localhost:{port}") == 200
        assert status_of_me(root, "cal_alice") == 401

    def test_the_prefix_wins_over_header_and_host(self, mockcal, other, mockcal_server):
        mockcal.load(ALICE)
        headers = {"X-Mockcal-Sandbox": other.name, "Host": f"{other.name}.localhost"}

        assert status_of_me(f"{mockcal_server.url}/~{mockcal.name}", "cal_alice", **headers) == 200

    def test_the_control_plane_is_chosen_alike(self, mockcal, mockcal_server):
        now = httpx.get(f"{mockcal_server.url}/_mock/clock", headers={"X-Mockcal-Sandbox": mockcal.name}).json()["now"]

        assert now == "2026-01-05T08:00:00.000Z"

    def test_the_api_does_not_see_the_prefix(self, mockcal):
        error = mockcal.api().get("/v2/nowhere?x=1").json()

        assert error["path"] == "/v2/nowhere?x=1"
        assert error["error"]["message"] == "Cannot GET /v2/nowhere?x=1"

    @pytest.mark.parametrize("name", ["-a", "A", "a_b", "a" * 64])
    def test_a_name_that_none_can_have_is_refused(self, mockcal_server, name):
        response = httpx.get(f"{mockcal_server.url}/~{name}/v2/me")

        assert response.status_code == 400
        assert response.json()["error"]["message"].startswith(f"'{name}' cannot name a sandbox")

    def test_an_unknown_one_begins_as_the_servers_baseline(self, mockcal_server):
        name = f"new-{uuid.uuid4().hex[:8]}"

        assert httpx.get(f"{mockcal_server.url}/~{name}/_mock/clock").status_code == 200
        names = [one["name"] for one in httpx.get(f"{mockcal_server.url}/_mock/sandboxes").json()]
        assert name in names
        assert httpx.delete(f"{mockcal_server.url}/_mock/sandboxes/{name}").status_code == 204

    def test_above_the_limit_the_answer_says_so(self):
        with background(Settings(port=0, empty=True, max_sandboxes=2)) as url:
            assert httpx.get(f"{url}/~one/_mock/health").status_code == 200
            refused = httpx.get(f"{url}/~two/v2/me")
            assert httpx.put(f"{url}/_mock/sandboxes/two", json={}).status_code == 429

        assert refused.status_code == 429
        assert "MOCKCAL_MAX_SANDBOXES" in refused.json()["error"]["message"]
        assert refused.json()["timestamp"].endswith("Z")


class TestApart:
    def test_data_clock_journal_faults_and_outbox(self, mockcal, other):
        mockcal.load(ALICE)
        other.load(BOB)
        mockcal.fault(match={"path": "/v2/me"}, respond={"status": 500}, times=1)

        assert other.api("cal_bob").get("/v2/me").status_code == 200
        assert other.api("cal_alice").get("/v2/me").status_code == 401
        assert mockcal.api("cal_alice").get("/v2/me").status_code == 500
        assert (mockcal.now[:4], other.now[:4]) == ("2026", "2030")
        assert [one["status"] for one in mockcal.requests()] == [500]
        assert [one["status"] for one in other.requests()] == [200, 401]

    def test_a_reset_is_of_one_only(self, mockcal, other):
        mockcal.load(ALICE)
        other.load(BOB)

        mockcal.reset()

        assert mockcal.api("cal_alice").get("/v2/me").status_code == 401
        assert other.api("cal_bob").get("/v2/me").status_code == 200


class TestPutSandbox:
    def test_it_begins_with_exactly_these_fixtures(self, mockcal_server):
        with mockcal_server.sandbox(Options(fixtures=[ALICE, "demo"], seed=3)) as sandbox:
            assert sandbox.api("cal_bob").get("/v2/me").status_code == 200
            sandbox.api("cal_alice").patch("/v2/me", json={"name": "Changed"})

            sandbox.reset()

            assert sandbox.api("cal_alice").get("/v2/me").json()["data"]["name"] == "Alice Adams"

    def test_made_again_it_has_nothing_of_before(self, mockcal):
        mockcal.load(ALICE)

        mockcal.control("PUT", f"/sandboxes/{mockcal.name}", json={"fixtures": []})

        assert mockcal.api("cal_alice").get("/v2/me").status_code == 401
        assert len(mockcal.requests()) == 1

    @pytest.mark.parametrize(
        ("body", "message"),
        [
            ({"fixtures": ["nope"]}, "fixtures: there is no file nope that comes with mockcal"),
            (
                {"fixtures": [{"users": [{"username": "a"}, {"username": "b", "lenght": 1}]}]},
                "users[1].lenght: unknown field",
            ),
            ({"seeds": 1}, "seeds: unknown field"),
        ],
    )
    def test_what_cannot_be_made_is_refused(self, mockcal, body, message):
        response = httpx.put(f"{mockcal.url}/_mock/sandboxes/other", json=body)

        assert response.status_code == 400
        assert response.json()["error"]["message"].startswith(message)

    def test_rate_limits_are_refused_where_it_says_real(self, mockcal_server):
        with mockcal_server.sandbox(
            Options(fixtures=[ALICE], now="2026-01-05T08:00:00Z", rate_limit="real")
        ) as sandbox:
            alice = sandbox.api("cal_alice")
            statuses = [alice.get("/v2/me").status_code for _ in range(121)]
            sandbox.advance("PT61S")

            assert statuses[119:] == [200, 429]
            assert alice.get("/v2/me").status_code == 200


class TestSnapshots:
    def test_a_saved_state_comes_back_with_its_clock_and_ids(self, mockcal):
        mockcal.load(ALICE)
        mockcal.save("before")
        alice = mockcal.api("cal_alice", "2024-06-11")
        body = {"name": "Mine", "timeZone": "Europe/Rome", "isDefault": False}
        first = alice.post("/v2/schedules", json=body).json()
        mockcal.advance("P1D")

        mockcal.restore("before")

        assert mockcal.now == "2026-01-05T08:00:00.000Z"
        assert alice.post("/v2/schedules", json=body).json() == first
        assert [one["name"] for one in mockcal.control("GET", "/snapshots")] == ["before"]

    def test_an_unknown_one_is_404(self, mockcal):
        assert httpx.post(f"{mockcal.url}/_mock/snapshots/nope/restore").status_code == 404
        assert httpx.delete(f"{mockcal.url}/_mock/snapshots/nope").status_code == 404


def test_the_same_seed_clock_and_requests_give_the_same_bytes():
    def played():
        with (
            background(Settings(port=0, now="2026-01-05T08:00:00Z", seed=5)) as url,
            httpx.Client(base_url=url) as http,
        ):
            http.headers["Authorization"] = "Bearer cal_alice"
            slots = http.get(
                "/v2/slots?eventTypeId=9&start=2026-01-20&end=2026-01-20", headers={"cal-api-version": "2024-09-04"}
            )
            answers = [
                slots,
                http.post(
                    "/v2/slots/reservations",
                    json={"eventTypeId": 9, "slotStart": "2026-01-06T10:00:00Z"},
                    headers={"cal-api-version": "2024-09-04"},
                ),
                http.post(
                    "/v2/bookings",
                    headers={"cal-api-version": "2024-08-13"},
                    json={
                        "eventTypeId": 9,
                        "start": slots.json()["data"]["2026-01-20"][0]["start"],
                        "attendee": {"name": "Ann", "email": "ann@example.com", "timeZone": "UTC"},
                    },
                ),
                http.get("/v2/bookings", headers={"cal-api-version": "2024-08-13"}),
                http.post(
                    "/v2/oauth-clients/acme-client/users",
                    json={"email": "new@customer.example", "name": "New"},
                    headers={"x-cal-secret-key": "acme-secret"},
                ),
            ]
            return [(answer.status_code, answer.headers["x-request-id"], answer.content) for answer in answers]

    once = played()

    assert [status for status, _, _ in once] == [200, 201, 201, 200, 201]
    assert played() == once
