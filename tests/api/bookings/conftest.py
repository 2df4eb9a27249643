"""Hosts with event types of many kinds, and the shortest way to book one. Everybody works Monday to Friday, 09:00-17:00 UTC."""

from typing import Any

import httpx
import pytest

ALICE, BOB, CAROL, STRANGER, ROOT = 101, 102, 103, 104, 105
INTRO, LONG, FORM, CONFIRM, SEATED, WEEKLY, PLACES, LIMITED, LOCKED = range(1, 10)
ROUND, BOTH, HOSTLESS, MANAGED = range(20, 24)
TEAM = 60
V08 = "2024-08-13"

TEAM_HOSTS = [{"user": "alice"}, {"user": "bob"}]
WORLD: dict[str, Any] = {
    "users": [
        {
            "username": "alice",
            "id": ALICE,
            "name": "Alice Host",
            "timeZone": "UTC",
            "eventTypes": [
                {"id": INTRO, "title": "Intro", "slug": "intro", "lengthInMinutes": 30},
                {
                    "id": LONG,
                    "title": "Talk",
                    "slug": "talk",
                    "lengthInMinutes": 30,
                    "lengthInMinutesOptions": [15, 30, 60],
                },
                {
                    "id": FORM,
                    "title": "Form",
                    "slug": "form",
                    "lengthInMinutes": 30,
                    "bookingFields": [
                        {"type": "text", "slug": "company", "label": "Company", "required": True},
                        {"type": "select", "slug": "size", "label": "Size", "required": False, "options": ["s", "l"]},
                        {"type": "checkbox", "slug": "tags", "label": "Tags", "required": False, "options": ["a", "b"]},
                        {"type": "number", "slug": "age", "label": "Age", "required": False},
                        {"type": "url", "slug": "site", "label": "Site", "required": False},
                    ],
                },
                {
                    "id": CONFIRM,
                    "title": "Ask first",
                    "slug": "ask-first",
                    "lengthInMinutes": 30,
                    "confirmationPolicy": {"type": "always", "blockUnconfirmedBookingsInBooker": False},
                },
                {
                    "id": SEATED,
                    "title": "Class",
                    "slug": "class",
                    "lengthInMinutes": 60,
                    "seats": {"seatsPerTimeSlot": 2, "showAttendeeInfo": False, "showAvailabilityCount": True},
                },
                {
                    "id": WEEKLY,
                    "title": "Weekly",
                    "slug": "weekly",
                    "lengthInMinutes": 60,
                    "recurrence": {"interval": 1, "occurrences": 3, "frequency": "weekly"},
                },
                {
                    "id": PLACES,
                    "title": "Places",
                    "slug": "places",
                    "lengthInMinutes": 30,
                    "locations": [
                        {"type": "address", "address": "1 Main Street", "public": True},
                        {"type": "link", "link": "https://meet.example.com/room", "public": True},
                        {"type": "phone", "phone": "+14155550100", "public": True},
                        {"type": "attendeeAddress"},
                        {"type": "attendeePhone"},
                        {"type": "attendeeDefined"},
                        {"type": "integration", "integration": "cal-video"},
                    ],
                },
                {
                    "id": LIMITED,
                    "title": "Limited",
                    "slug": "limited",
                    "lengthInMinutes": 30,
                    "bookingLimitsCount": {"day": 1},
                    "bookingWindow": {"type": "calendarDays", "value": 7, "rolling": False},
                },
                {
                    "id": LOCKED,
                    "title": "Locked",
                    "slug": "locked",
                    "lengthInMinutes": 30,
                    "bookingRequiresAuthentication": True,
                },
            ],
        },
        {"username": "bob", "id": BOB, "name": "Bob Host", "timeZone": "UTC"},
        {"username": "carol", "id": CAROL, "name": "Carol Admin", "timeZone": "UTC"},
        {"username": "stranger", "id": STRANGER, "name": "Stranger", "timeZone": "UTC"},
        {"username": "root", "id": ROOT, "admin": True, "timeZone": "UTC"},
    ],
    "teams": [
        {
            "slug": "support",
            "id": TEAM,
            "name": "Support",
            "members": ["alice", "bob", {"user": "carol", "role": "ADMIN"}],
            "eventTypes": [
                {
                    "id": ROUND,
                    "title": "Round",
                    "slug": "round",
                    "lengthInMinutes": 30,
                    "schedulingType": "roundRobin",
                    "hosts": TEAM_HOSTS,
                },
                {
                    "id": BOTH,
                    "title": "Both",
                    "slug": "both",
                    "lengthInMinutes": 30,
                    "schedulingType": "collective",
                    "hosts": TEAM_HOSTS,
                },
                {
                    "id": HOSTLESS,
                    "title": "Nobody",
                    "slug": "nobody",
                    "lengthInMinutes": 30,
                    "schedulingType": "roundRobin",
                    "hosts": [],
                },
                {
                    "id": MANAGED,
                    "title": "Managed",
                    "slug": "managed",
                    "lengthInMinutes": 30,
                    "schedulingType": "managed",
                    "hosts": [{"user": "bob"}],
                },
            ],
        }
    ],
}


@pytest.fixture
def world(mockcal):
    """The numbers behind the names of `WORLD`."""
    return mockcal.load(WORLD)


@pytest.fixture
def anyone(mockcal, world):
    """Nobody in particular, as most bookers are."""
    return mockcal.api(version=V08)


@pytest.fixture
def alice(mockcal, world):
    return mockcal.api("cal_alice", V08)


@pytest.fixture
def bob(mockcal, world):
    return mockcal.api("cal_bob", V08)


@pytest.fixture
def carol(mockcal, world):
    """An admin of the team who hosts nothing."""
    return mockcal.api("cal_carol", V08)


@pytest.fixture
def stranger(mockcal, world):
    return mockcal.api("cal_stranger", V08)


ANN = {"name": "Ann Lee", "email": "ann@example.com", "timeZone": "Europe/Rome", "language": "it"}
BEN = {"name": "Ben Poe", "email": "ben@example.com", "timeZone": "UTC"}
CLEO = {"name": "Cleo Fox", "email": "cleo@example.com", "timeZone": "UTC"}


def asked(event_type_id: int = INTRO, start: str = "2026-01-06T10:00:00Z", **more: Any) -> dict[str, Any]:
    """The body of a booking by Ann, a Tuesday at ten unless told otherwise."""
    return {"start": start, "eventTypeId": event_type_id, "attendee": ANN, **more}


def book(client: httpx.Client, event_type_id: int = INTRO, start: str = "2026-01-06T10:00:00Z", **more: Any) -> Any:
    """What the booking answers with as its data."""
    response = client.post("/v2/bookings", json=asked(event_type_id, start, **more))
    assert response.status_code == 201, response.text
    return response.json()["data"]


def starts(mockcal: Any, event_type_id: int, day: str = "2026-01-06", **query: Any) -> list[str]:
    """The open slots of a day, as `HH:MM`."""
    found = mockcal.api(version="2024-09-04").get(
        "/v2/slots", params={"eventTypeId": event_type_id, "start": day, "end": day, **query}
    )
    assert found.status_code == 200, found.text
    return [slot["start"][11:16] for slot in found.json()["data"].get(day, [])]


def raw(response: httpx.Response) -> tuple[int, str]:
    """Status and message of a refusal that has no envelope."""
    body = response.json()
    assert set(body) == {"statusCode", "message"}, body
    assert "x-request-id" not in response.headers
    return body["statusCode"], body["message"]


def message(response: httpx.Response) -> tuple[int, str]:
    """Status and message of an enveloped refusal."""
    return response.status_code, response.json()["error"]["message"]
