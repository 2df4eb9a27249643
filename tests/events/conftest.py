"""A host with one event type, somebody who books, and a receiver that hears of it."""

from typing import Any

import httpx
import pytest

from tests.events.receiver import receiving

ANA = {"name": "Ana", "email": "ana@example.com", "timeZone": "America/New_York"}
START = "2026-01-12T10:00:00Z"
EVERYTHING = [
    "BOOKING_CREATED",
    "BOOKING_REQUESTED",
    "BOOKING_PAYMENT_INITIATED",
    "BOOKING_PAID",
    "BOOKING_RESCHEDULED",
    "BOOKING_CANCELLED",
    "BOOKING_REJECTED",
    "BOOKING_NO_SHOW_UPDATED",
    "MEETING_STARTED",
    "MEETING_ENDED",
    "INSTANT_MEETING",
]


@pytest.fixture
def receiver():
    with receiving() as found:
        yield found


class Host:
    """Cal, who is in Rome, with an event type `intro` of half an hour."""

    def __init__(self, mockcal: Any, event_type_id: int) -> None:
        self.mockcal = mockcal
        self.event_type_id = event_type_id
        self.api: httpx.Client = mockcal.api("cal_cal", "2024-08-13")
        self.types: httpx.Client = mockcal.api("cal_cal", "2024-06-14")

    def subscribe(self, url: str, triggers: list[str] = EVERYTHING, **more: Any) -> str:
        body = {"active": True, "subscriberUrl": url, "triggers": triggers, **more}
        return created(self.api.post("/v2/webhooks", json=body))["id"]

    def change(self, **settings: Any) -> None:
        response = self.types.patch(f"/v2/event-types/{self.event_type_id}", json=settings)
        assert response.status_code == 200, response.text

    def book(self, start: str = START, **more: Any) -> Any:
        body = {"start": start, "eventTypeId": self.event_type_id, "attendee": ANA, **more}
        return created(self.mockcal.api(None, "2024-08-13").post("/v2/bookings", json=body))

    def post(self, path: str, body: Any = None) -> Any:
        return created(self.api.post(path, json=body or {}))


def created(response: httpx.Response) -> Any:
    assert response.status_code in (200, 201), response.text
    return response.json()["data"]


@pytest.fixture
def cal(mockcal) -> Host:
    mockcal.load({"users": [{"username": "cal", "id": 3, "name": "Cal", "timeZone": "Europe/Rome"}]})
    body = {"title": "Intro", "slug": "intro", "lengthInMinutes": 30}
    made = created(mockcal.api("cal_cal", "2024-06-14").post("/v2/event-types", json=body))
    return Host(mockcal, made["id"])
