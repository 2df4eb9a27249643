"""Many clients at once: none waits for ever, none gets what is another's, and a slot is given once."""

import asyncio

import httpx
import pytest

from mockcal.client import Options

CLIENTS, SANDBOXES = 200, 5
START = "2026-01-06T10:00:00Z"
ANN = {"name": "Ann", "email": "ann@example.com", "timeZone": "UTC"}
V08 = {"cal-api-version": "2024-08-13"}


def universe(name: str) -> dict:
    return {
        "users": [
            {
                "username": name,
                "apiKeys": ["cal_host"],
                "timeZone": "UTC",
                "eventTypes": [{"title": "Intro", "slug": "intro", "lengthInMinutes": 30, "id": 1}],
            }
        ]
    }


async def book(client: httpx.AsyncClient, base: str, start: str) -> httpx.Response:
    return await client.post(
        f"{base}/v2/bookings", json={"start": start, "eventTypeId": 1, "attendee": ANN}, headers=V08
    )


def slots(count: int) -> list[str]:
    """Half hours of working days, each once."""
    days = [f"2026-01-{day:02}" for day in (6, 7, 8, 9)]
    return [f"{day}T{9 + half // 2:02}:{half % 2 * 30:02}:00Z" for day in days for half in range(16)][:count]


def test_two_hundred_clients_in_five_sandboxes(mockcal_server):
    """Each books a slot of its own, reads it back and lists; afterwards every sandbox holds its own and nothing else."""
    names = [f"crowd-{number}" for number in range(SANDBOXES)]
    each = CLIENTS // SANDBOXES

    async def visit(base: str, start: str) -> str:
        async with httpx.AsyncClient(timeout=200, verify=False, headers={"authorization": "Bearer cal_host"}) as client:
            made = await book(client, base, start)
            assert made.status_code == 201, made.text
            uid = made.json()["data"]["uid"]
            me, read, _ = await asyncio.gather(
                client.get(f"{base}/v2/me"),
                client.get(f"{base}/v2/bookings/{uid}", headers=V08),
                client.get(f"{base}/v2/bookings", headers=V08),
            )
            assert me.json()["data"]["username"] == base.rpartition("~")[2]
            assert read.json()["data"]["start"] == start.replace("Z", ".000Z")
            return str(uid)

    async def everybody() -> list[str]:
        visits = [visit(f"{mockcal_server.url}/~{name}", start) for start in slots(each) for name in names]
        return await asyncio.wait_for(asyncio.gather(*visits), timeout=200)

    options = Options(fixtures=[], now="2026-01-05T08:00:00Z")
    for name in names:
        with_documents = {**options.body(), "fixtures": [universe(name)]}
        httpx.put(f"{mockcal_server.url}/_mock/sandboxes/{name}", json=with_documents).raise_for_status()
    try:
        uids = asyncio.run(everybody())
        held = [httpx.get(f"{mockcal_server.url}/~{name}/_mock/fixtures").json()["bookings"] for name in names]
    finally:
        for name in names:
            httpx.delete(f"{mockcal_server.url}/_mock/sandboxes/{name}")

    assert len(uids) == CLIENTS
    assert [len(bookings) for bookings in held] == [each] * SANDBOXES


@pytest.mark.parametrize("rivals", [2, 20])
def test_who_races_for_one_slot(mockcal, rivals):
    mockcal.load(universe("host"))

    async def race() -> list[int]:
        async with httpx.AsyncClient(timeout=100, verify=False) as client:
            answers = await asyncio.gather(*(book(client, mockcal.url, START) for _ in range(rivals)))
            return sorted(one.status_code for one in answers)

    assert asyncio.run(race()) == [201] + [400] * (rivals - 1)
    assert len(mockcal.export()["bookings"]) == 1


def test_who_races_for_the_last_seat(mockcal):
    document = universe("host")
    document["users"][0]["eventTypes"][0]["seats"] = {
        "seatsPerTimeSlot": 3,
        "showAttendeeInfo": True,
        "showAvailabilityCount": True,
    }
    mockcal.load(document)

    async def sit(client: httpx.AsyncClient, number: int) -> int:
        ann = {**ANN, "email": f"ann{number}@example.com"}
        body = {"start": START, "eventTypeId": 1, "attendee": ann}
        return (await client.post(f"{mockcal.url}/v2/bookings", json=body, headers=V08)).status_code

    async def race() -> list[int]:
        async with httpx.AsyncClient(timeout=100, verify=False) as client:
            return await asyncio.gather(*(sit(client, number) for number in range(10)))

    statuses = asyncio.run(race())

    assert statuses.count(201) == 3
    assert all(400 <= status < 500 for status in statuses if status != 201)
