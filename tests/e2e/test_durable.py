"""`--data FILE`: what was answered is there after a kill, and no id comes twice."""

import threading

import httpx

FIXTURE = """
now: 2026-01-05T08:00:00Z
users:
  - username: alice
    timeZone: UTC
    eventTypes: [{title: Intro, slug: intro, lengthInMinutes: 15, id: 1}]
"""
V08 = "2024-08-13"
ANN = {"name": "Ann", "email": "ann@example.com", "timeZone": "UTC"}


def flags(tmp_path):
    (tmp_path / "alice.yaml").write_text(FIXTURE)
    return ("--fixtures", str(tmp_path / "alice.yaml"), "--data", str(tmp_path / "kept.sqlite"), "--no-cache")


def times():
    return [
        f"2026-01-{day:02}T{hour:02}:{minute:02}:00Z"
        for day in (6, 7, 8, 9)
        for hour in range(9, 17)
        for minute in (0, 15, 30, 45)
    ]


def book_until_killed(client, made):
    try:
        for start in times():
            answer = client.post("/v2/bookings", json={"start": start, "eventTypeId": 1, "attendee": ANN})
            if answer.status_code == 201:
                made.append(answer.json()["data"])
    except httpx.HTTPError:
        return


def test_nothing_that_was_answered_is_lost_by_a_kill(serve, tmp_path):
    first = serve(*flags(tmp_path))
    made: list[dict] = []
    booker = threading.Thread(target=book_until_killed, args=(first.client("cal_alice", V08), made))
    booker.start()
    while len(made) < 20:
        booker.join(0.01)

    first.kill()
    booker.join()

    again = serve(*flags(tmp_path)).client("cal_alice", V08)
    kept = {one["uid"]: one for one in again.get("/v2/bookings", params={"take": 250}).json()["data"]}
    for one in made:
        del one["isPlatformManagedUserBooking"]  # only a new booking tells
    # What was under way when the server died may be there unanswered; nothing else may.
    assert {one["uid"] for one in made} <= set(kept)
    assert len(kept) <= len(made) + 1
    assert [kept[one["uid"]] for one in made] == made


def test_ids_go_on_where_they_were(serve, tmp_path):
    seen: set[str] = set()
    numbers: list[int] = []
    for start in ("2026-01-06T09:00:00Z", "2026-01-06T10:00:00Z", "2026-01-06T11:00:00Z"):
        served = serve(*flags(tmp_path))
        client = served.client("cal_alice", V08)
        booked = client.post("/v2/bookings", json={"start": start, "eventTypeId": 1, "attendee": ANN}).json()["data"]
        hook = {"active": True, "subscriberUrl": "https://hooks.example", "triggers": ["BOOKING_CREATED"]}
        made = [booked["uid"], booked["icsUid"], client.post("/v2/webhooks", json=hook).json()["data"]["id"]]
        client.delete(f"/v2/webhooks/{made[-1]}")
        assert not seen & set(made)
        seen |= set(made)
        numbers.append(booked["id"])
        served.kill()

    assert numbers == sorted(set(numbers))


def test_a_reset_is_kept_too(serve, tmp_path):
    first = serve(*flags(tmp_path))
    first.client("cal_alice", V08).post("/v2/bookings", json={"start": times()[0], "eventTypeId": 1, "attendee": ANN})
    first.client().post("/_mock/reset").raise_for_status()
    first.kill()

    again = serve(*flags(tmp_path)).client("cal_alice", V08)

    assert again.get("/v2/bookings").json()["data"] == []
    assert again.get("/v2/me").json()["data"]["username"] == "alice"


def test_the_clock_goes_on_too_unless_the_server_is_told_another(serve, tmp_path):
    def now(served):
        return served.client().get("/_mock/clock").json()

    first = serve(*flags(tmp_path))
    assert now(first)["now"] == "2026-01-05T08:00:00.000Z"
    first.client().post("/_mock/clock/advance", json={"by": "P1D"}).raise_for_status()
    first.kill()

    second = serve(*flags(tmp_path))
    assert now(second) == {"now": "2026-01-06T08:00:00.000Z", "frozen": True}
    second.client().delete("/_mock/clock").raise_for_status()
    second.kill()

    third = serve(*flags(tmp_path))
    assert now(third)["frozen"] is False
    third.kill()

    told = serve(*flags(tmp_path), "--now", "2027-01-01T00:00:00Z")
    assert now(told) == {"now": "2027-01-01T00:00:00.000Z", "frozen": True}
