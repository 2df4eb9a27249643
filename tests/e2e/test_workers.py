"""Eight test workers share one server, each test in a universe of its own."""

pytest_plugins = ["pytester"]

SUITE = """
    import pytest

    FIXTURE = {"users": [{"username": "alice", "timeZone": "UTC",
                          "eventTypes": [{"title": "Intro", "slug": "intro", "lengthInMinutes": 30, "id": 1}]}]}

    @pytest.mark.parametrize("number", range(40))
    @pytest.mark.mockcal(fixtures=[FIXTURE], now="2026-01-05T08:00:00Z")
    def test_the_slot_is_free_for_each(mockcal, number):
        body = {"start": "2026-01-06T10:00:00Z", "eventTypeId": 1,
                "attendee": {"name": f"Ann {number}", "email": "ann@example.com", "timeZone": "UTC"}}
        client = mockcal.api("cal_alice", "2024-08-13")

        made = client.post("/v2/bookings", json=body)

        assert made.status_code == 201
        assert [one["title"] for one in client.get("/v2/bookings").json()["data"]] == [made.json()["data"]["title"]]
        assert f"Ann {number}" in made.json()["data"]["title"]
        assert made.json()["data"]["id"] == 1
"""


def test_eight_workers_share_one_server(pytester, serve):
    served = serve("--empty")
    pytester.makepyfile(SUITE)

    plain = [f"-pno:{plugin}" for plugin in ("cacheprovider", "schemathesis", "hypothesispytest", "anyio")]
    result = pytester.runpytest_subprocess(*plain, "-n", "8", f"--mockcal-url={served.url}")

    result.assert_outcomes(passed=40)
    assert [one["name"] for one in served.client().get("/_mock/sandboxes").json()] == ["default"]
