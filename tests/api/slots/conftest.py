"""The week of the worked examples: a host in Rome, nine to five, asked from long before."""

from typing import Any

import httpx
import pytest

from mockcal.client import Options

START, END = "2050-09-05", "2050-09-09"  # Monday to Friday
MONDAY = "2050-09-05"
HOURS = ["07", "08", "09", "10", "11", "12", "13", "14"]

INTRO = {"title": "Intro", "slug": "intro", "lengthInMinutes": 60}
SEATED = {
    "title": "Class",
    "slug": "class",
    "lengthInMinutes": 60,
    "seats": {"seatsPerTimeSlot": 5, "showAttendeeInfo": True, "showAvailabilityCount": True},
}
VARIABLE = {"title": "Any", "slug": "any", "lengthInMinutes": 15, "lengthInMinutesOptions": [15, 30, 45, 60, 180]}


def booking(start: str, **more: Any) -> dict[str, Any]:
    attendee = {"name": "Guest", "email": "guest@example.com", "timeZone": "Europe/Rome"}
    return {"eventType": "alice/intro", "start": start, "attendee": attendee, **more}


def starts(response: httpx.Response) -> dict[str, list[str]]:
    """`{"2050-09-05": ["07:00", …]}`: the answer without what is the same everywhere."""
    assert response.status_code == 200, response.text
    return {day: [slot["start"][11:16] for slot in slots] for day, slots in response.json()["data"].items()}


def full_hours(*hours: str) -> list[str]:
    return [f"{hour}:00" for hour in hours]


class Asker:
    """`GET /v2/slots` for the week."""

    def __init__(self, mockcal: Any, ids: dict[str, int]) -> None:
        self.mockcal, self.ids = mockcal, ids
        self.client = mockcal.api(None, "2024-09-04")

    def __call__(self, event_type: str = "alice/intro", **query: Any) -> httpx.Response:
        asked = {"eventTypeId": self.ids[event_type], "start": START, "end": END, **query}
        return self.client.get("/v2/slots", params=asked)

    def monday(self, event_type: str = "alice/intro", **query: Any) -> list[str]:
        return starts(self(event_type, **{"end": MONDAY, **query})).get(MONDAY, [])


@pytest.fixture
def mockcal_options() -> Options:
    return Options(fixtures=[], now="2049-09-05T12:00:00.000Z")


@pytest.fixture
def load(mockcal):
    """Puts Alice, with these event types and whatever else, into the universe; answers with who asks for slots."""

    def put(*event_types: dict[str, Any], alice: dict[str, Any] | None = None, **document: Any) -> Asker:
        own = {
            "username": "alice",
            "timeZone": "Europe/Rome",
            "eventTypes": list(event_types) or [INTRO],
            **(alice or {}),
        }
        users = [own, *document.pop("users", [])]
        made = mockcal.load({"users": users, **document})
        return Asker(mockcal, {path: entry["id"] for path, entry in made["eventTypes"].items()})

    return put
