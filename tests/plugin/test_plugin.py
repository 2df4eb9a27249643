"""The pytest plugin, in little suites of its own."""

pytest_plugins = ["pytester"]

UNIVERSE = """
    import pytest

    FIXTURE = {"users": [{"username": "alice"}]}
"""


def run(pytester, suite, *arguments):
    pytester.makepyfile(UNIVERSE + suite)
    return pytester.runpytest("-p", "no:cacheprovider", *arguments)


def test_each_test_has_a_universe_of_its_own(pytester, mockcal_server):
    result = run(
        pytester,
        """
    @pytest.mark.mockcal(fixtures=[FIXTURE], now="2026-01-05T08:00:00Z")
    def test_one(mockcal):
        changed = mockcal.api("cal_alice").patch("/v2/me", json={"name": "Changed"})
        assert changed.json()["data"]["name"] == "Changed"

    @pytest.mark.mockcal(fixtures=[FIXTURE], now="2026-01-05T08:00:00Z")
    def test_two(mockcal):
        assert mockcal.api("cal_alice").get("/v2/me").json()["data"]["name"] != "Changed"
        assert mockcal.now == "2026-01-05T08:00:00.000Z"
    """,
        f"--mockcal-url={mockcal_server.url}",
    )

    result.assert_outcomes(passed=2)


def test_it_starts_a_server_where_none_is_named(pytester):
    result = run(
        pytester,
        """
    @pytest.mark.mockcal(fixtures=[FIXTURE])
    def test_it(mockcal):
        assert mockcal.api("cal_alice").get("/v2/me").status_code == 200
    """,
    )

    result.assert_outcomes(passed=1)


def test_asynchronous_clients_and_a_frozen_clock(pytester, mockcal_server):
    result = run(
        pytester,
        """
    @pytest.mark.mockcal(fixtures=[FIXTURE])
    def test_it(mockcal_clock):
        import asyncio

        async def me():
            async with mockcal_clock.async_api("cal_alice") as client:
                return (await client.get("/v2/me")).json()["data"]["username"]

        assert asyncio.run(me()) == "alice"
        assert mockcal_clock.now == mockcal_clock.now
    """,
        f"--mockcal-url={mockcal_server.url}",
    )

    result.assert_outcomes(passed=1)


def test_the_guard_fails_a_test_that_reaches_for_the_real_service(pytester):
    result = run(
        pytester,
        """
    def test_swallowed(mockcal_only):
        import urllib.request
        try:
            urllib.request.urlopen("https://api.cal.com/v2/me", timeout=1)
        except Exception:
            ...

    def test_elsewhere(mockcal_only):
        import socket
        assert socket.getaddrinfo("localhost", 80)
    """,
    )

    result.assert_outcomes(passed=2, errors=1)
    result.stdout.fnmatch_lines(["*api.cal.com is the real service: point the client's base URL at mockcal.*"])


def test_a_document_that_cannot_be_loaded_says_where(pytester, mockcal_server):
    result = run(
        pytester,
        """
    @pytest.mark.mockcal(fixtures=[{"users": [{"username": "alice", "lenght": 1}]}])
    def test_it(mockcal):
        ...
    """,
        f"--mockcal-url={mockcal_server.url}",
    )

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*users?0?.lenght: unknown field*"])
