"""Alice and Bob, an organization with a team, and whoever may look after their schedules."""

from typing import Any

import pytest

ALICE, BOB, OWNER, MEMBER = 101, 102, 103, 104
ORG, TEAM = 50, 60
NINE_TO_FIVE = {
    "days": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"],
    "startTime": "09:00",
    "endTime": "17:00",
}

WORLD: dict[str, Any] = {
    "users": [
        {"username": "alice", "id": ALICE, "timeZone": "Europe/Rome", "schedules": []},
        {"username": "bob", "id": BOB, "schedules": []},
        {"username": "owner", "id": OWNER, "schedules": []},
        {"username": "member", "id": MEMBER, "schedules": []},
        {"username": "stranger", "id": 105, "schedules": []},
    ],
    "organizations": [
        {
            "slug": "acme",
            "id": ORG,
            "members": [{"user": "owner", "role": "OWNER"}, "member", "alice"],
            "teams": [
                {
                    "slug": "sales",
                    "id": TEAM,
                    "members": ["alice", {"user": "member", "role": "ADMIN"}, {"user": "bob", "accepted": False}],
                }
            ],
        }
    ],
}


@pytest.fixture
def world(mockcal):
    return mockcal.load(WORLD)


@pytest.fixture
def alice(mockcal, world):
    return mockcal.api("cal_alice", "2024-06-11")


@pytest.fixture
def bob(mockcal, world):
    return mockcal.api("cal_bob", "2024-06-11")


@pytest.fixture
def owner(mockcal, world):
    return mockcal.api("cal_owner")


def schedule(**more: Any) -> dict[str, Any]:
    return {"name": "Main", "timeZone": "Europe/Rome", "isDefault": True, **more}


def made(client: Any, path: str = "/v2/schedules", **more: Any) -> dict[str, Any]:
    response = client.post(path, json=schedule(**more))
    assert response.status_code == 201, response.text
    data: dict[str, Any] = response.json()["data"]
    return data
