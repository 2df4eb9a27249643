"""Two people, a team outside any organization, and an organization with a team, as most of these tests need them."""

from typing import Any

import pytest

V = "2024-06-14"

PEOPLE: dict[str, Any] = {
    "users": [
        {"username": "alice", "id": 101, "name": "Alice Example", "weekStart": "Sunday"},
        {"username": "bob", "id": 102, "name": "Bob Example"},
        {"username": "carol", "id": 103, "name": "Carol Example"},
        {"username": "root", "id": 104, "admin": True},
    ],
}
TEAMS: dict[str, Any] = {
    "teams": [
        {
            "slug": "support",
            "name": "Support",
            "id": 20,
            "members": [
                {"user": "alice", "role": "OWNER"},
                {"user": "bob", "role": "MEMBER"},
                {"user": "carol", "role": "ADMIN", "accepted": False},
            ],
        }
    ],
    "organizations": [
        {
            "slug": "acme",
            "name": "Acme",
            "id": 30,
            "members": [
                {"user": "root", "role": "OWNER"},
                {"user": "alice", "role": "ADMIN", "profile": {"username": "alice-acme"}},
                {"user": "bob", "role": "MEMBER", "profile": {"username": "bob-acme"}},
                {"user": "carol", "role": "MEMBER", "profile": {"username": "carol-acme"}},
            ],
            "teams": [
                {
                    "slug": "sales",
                    "name": "Sales",
                    "id": 31,
                    "members": [{"user": "bob", "role": "ADMIN"}, {"user": "carol", "role": "MEMBER"}],
                }
            ],
        },
        {
            "slug": "globex",
            "id": 40,
            "members": [{"user": "root", "role": "OWNER", "profile": {"username": "root-globex"}}],
            "teams": [{"slug": "ops", "id": 41, "members": []}],
        },
    ],
}
BODY = {"lengthInMinutes": 60, "title": "T", "slug": "t"}
VIDEO = {"type": "integration", "integration": "cal-video"}


@pytest.fixture
def people(mockcal):
    mockcal.load(PEOPLE)
    return mockcal


@pytest.fixture
def teams(mockcal):
    mockcal.load(PEOPLE | TEAMS)
    return mockcal


@pytest.fixture
def alice(people):
    return people.api("cal_alice", V)


@pytest.fixture
def bob(people):
    return people.api("cal_bob", V)


@pytest.fixture
def nobody(people):
    return people.api(None, V)


@pytest.fixture
def make(alice):
    """Alice's event types: `make(slug="x", hidden=True)` answers with what was made."""

    def made(**more: Any) -> dict[str, Any]:
        response = alice.post("/v2/event-types", json=BODY | more)
        assert response.status_code == 201, response.text
        data: dict[str, Any] = response.json()["data"]
        return data

    return made


def data(response: Any) -> Any:
    assert response.is_success, response.text
    return response.json()["data"]
