"""Bounds of a server: how many sandboxes it makes, and how much it remembers."""

import os
import time
from pathlib import Path

import pytest

from mockcal.app import WARM_UP_AFTER_SECONDS

REQUESTS = int(os.environ.get("MOCKCAL_FUZZ_REQUESTS", "3000"))


def test_a_sandbox_limit_holds(serve):
    server = serve("--empty", "--max-sandboxes", "3").client()
    server.get("/v2/me")

    statuses = [server.get(f"/~s{number}/v2/me").status_code for number in range(6)]
    put = server.put("/_mock/sandboxes/more", json={})

    assert statuses == [401, 401, 429, 429, 429, 429]
    assert put.status_code == 429
    assert "MOCKCAL_MAX_SANDBOXES" in put.json()["error"]["message"]
    assert [one["name"] for one in server.get("/_mock/sandboxes").json()] == ["default", "s0", "s1"]

    server.delete("/_mock/sandboxes/s0").raise_for_status()

    assert server.get("/~s5/v2/me").status_code == 401


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells how much memory a process has")
def test_memory_stays_flat(serve):
    """Whatever was asked before leaves nothing behind but the journal, which is bounded."""
    served = serve("--journal", "100", "--seed", "1", "--no-webhook-delivery")
    client = served.client("cal_alice", "2024-08-13")
    me, unknown = "/v2/me", "/v2/bookings/nothing"

    def ask(count: int) -> None:
        for number in range(count // 4):
            assert client.get(me).status_code == 200
            assert client.get("/v2/bookings", params={"take": 5}).status_code == 200
            client.get(f"{unknown}-{number}")
            client.post("/v2/schedules", json={"name": number})

    # What a server loads while it warms up stays for good, and is none of what requests leave.
    until = time.monotonic() + WARM_UP_AFTER_SECONDS + 4
    while time.monotonic() < until:
        ask(100)
    before = served.resident_bytes()
    ask(REQUESTS)
    grown = served.resident_bytes() - before

    assert grown < 4_000_000, f"{grown / 1e6:.1f} MB more after {REQUESTS} requests"


def test_sandboxes_that_come_and_go_leave_nothing(serve):
    served = serve("--empty")
    client = served.client()

    def come_and_go(count: int) -> None:
        for number in range(count):
            client.put(f"/_mock/sandboxes/s{number}", json={"fixtures": [{"users": [{"username": "alice"}]}]})
            client.delete(f"/_mock/sandboxes/s{number}")

    come_and_go(50)
    before = served.resident_bytes()
    come_and_go(200)

    assert served.resident_bytes() - before < 8_000_000
