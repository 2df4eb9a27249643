"""Whatever is done in whatever order: no host is in two places, nobody is lost, and slots say what bookings do."""

from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mockcal.client import Sandbox

HOSTS = {"alice@example.com", "bob@example.com"}
DAYS = ("2026-01-07", "2026-01-08")
GRID = {"lengthInMinutes": 30, "slotInterval": 30}
TEAM_HOSTS = [{"user": "alice"}, {"user": "bob"}]
WORLD: dict[str, Any] = {
    "now": "2026-01-05T08:00:00Z",
    "users": [
        {
            "username": "alice",
            "timeZone": "UTC",
            "eventTypes": [
                GRID | {"id": 1, "title": "Short", "slug": "short"},
                GRID | {"id": 2, "title": "Long", "slug": "long", "lengthInMinutes": 60, "beforeEventBuffer": 30},
                GRID
                | {
                    "id": 3,
                    "title": "Ask",
                    "slug": "ask",
                    "confirmationPolicy": {"type": "always", "blockUnconfirmedBookingsInBooker": False},
                },
            ],
        },
        {"username": "bob", "timeZone": "UTC", "eventTypes": [GRID | {"id": 4, "title": "Bob's", "slug": "bobs"}]},
        {"username": "carol", "timeZone": "UTC"},
    ],
    "teams": [
        {
            "slug": "team",
            "id": 9,
            "members": ["alice", "bob", {"user": "carol", "role": "ADMIN"}],
            "eventTypes": [
                GRID | {"id": 5, "title": "R", "slug": "r", "schedulingType": "roundRobin", "hosts": TEAM_HOSTS},
                GRID | {"id": 6, "title": "C", "slug": "c", "schedulingType": "collective", "hosts": TEAM_HOSTS},
            ],
        }
    ],
}

# Half hours from 08:30, before anybody works, to 17:00: few enough to collide often.
times = st.builds(
    lambda day, half: f"{day}T{8 + (half + 1) // 2:02}:{'30' if (half + 1) % 2 else '00'}:00.000Z",
    st.sampled_from(DAYS),
    st.integers(0, 17),
)
numbers = st.integers(0, 30)  # which of the bookings there are, round and round
deeds = st.one_of(
    st.tuples(st.just("book"), st.integers(1, 6), times),
    st.tuples(st.just("move"), numbers, times),
    st.tuples(st.just("cancel"), numbers),
    st.tuples(st.just("confirm"), numbers),
    st.tuples(st.just("reassign"), numbers),
)


@dataclass
class Run:
    """One universe under test, and who must attend which of its bookings."""

    sandbox: Sandbox
    people: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.admin = self.sandbox.api("cal_carol", "2024-08-13")
        self.slots = self.sandbox.api(version="2024-09-04")

    def bookings(self) -> list[dict[str, Any]]:
        found = self.admin.get("/v2/bookings", params={"take": 250})
        assert found.status_code == 200, found.text
        return list(found.json()["data"])

    def is_offered(self, event_type: int, start: str, moving: str | None = None) -> bool:
        day = start[:10]
        query = {"eventTypeId": event_type, "start": day, "end": day}
        found = self.slots.get("/v2/slots", params=query | ({"bookingUidToReschedule": moving} if moving else {}))
        return start in [slot["start"] for slot in found.json()["data"].get(day, [])]

    def book(self, event_type: int, start: str) -> None:
        number = len(self.people)
        attendee = {"name": "A", "email": f"a{number}@example.com", "timeZone": "UTC"}
        offered = self.is_offered(event_type, start)

        made = self.admin.post(
            "/v2/bookings",
            json={
                "eventTypeId": event_type,
                "start": start,
                "attendee": attendee,
                "guests": [f"g{number}@example.com"],
            },
        )

        assert (made.status_code == 201) == offered, made.text
        if offered:
            self.people[made.json()["data"]["uid"]] = {attendee["email"], f"g{number}@example.com"}

    def move(self, number: int, start: str) -> None:
        booking = self.nth(number, "accepted", "pending")
        if booking is None:
            return
        offered = self.is_offered(booking["eventTypeId"], start, booking["uid"])

        moved = self.admin.post(f"/v2/bookings/{booking['uid']}/reschedule", json={"start": start})

        assert (moved.status_code == 201) == offered, moved.text
        if offered:
            self.people[moved.json()["data"]["uid"]] = self.people[booking["uid"]]

    def cancel(self, number: int) -> None:
        booking = self.nth(number, "accepted", "pending")
        if booking is not None:
            gone = self.admin.post(f"/v2/bookings/{booking['uid']}/cancel", json={})
            assert gone.json()["data"]["status"] == "cancelled"

    def confirm(self, number: int) -> None:
        """Nothing stops a host from accepting what overlaps; a careful one does not."""
        booking = self.nth(number, "pending")
        if booking is not None and not any(overlap(booking, other) for other in accepted(self.bookings())):
            confirmed = self.sandbox.api("cal_alice", "2024-08-13").post(f"/v2/bookings/{booking['uid']}/confirm")
            assert confirmed.json()["data"]["status"] == "accepted"

    def reassign(self, number: int) -> None:
        booking = self.nth(number, "accepted")
        if booking is not None and booking["eventTypeId"] == 5:
            given: httpx.Response = self.admin.post(f"/v2/bookings/{booking['uid']}/reassign")
            assert given.status_code in (200, 400), given.text

    def nth(self, number: int, *statuses: str) -> dict[str, Any] | None:
        found = [one for one in self.bookings() if one["status"] in statuses]
        return found[number % len(found)] if found else None


def accepted(bookings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for one in bookings if one["status"] == "accepted"]


def hosts(booking: dict[str, Any]) -> set[str]:
    return {one["email"] for one in [*booking["hosts"], *booking["attendees"]]} & HOSTS


def overlap(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return bool(hosts(one) & hosts(other)) and one["start"] < other["end"] and other["start"] < one["end"]


@pytest.mark.mockcal(fixtures=[WORLD])
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(deeds, min_size=1, max_size=12))
def test_any_order(mockcal, deeds):
    mockcal.reset()
    run = Run(mockcal)

    for deed, *how in deeds:
        getattr(run, deed)(*how)

        bookings = run.bookings()
        assert not [pair for pair in combinations(accepted(bookings), 2) if overlap(*pair)]
        for booking in bookings:
            assert run.people[booking["uid"]] <= {one["email"] for one in booking["attendees"]}
