"""One owner of each kind, and how each is asked for its webhooks."""

from dataclasses import dataclass
from typing import Any

import httpx
import pytest

BODY = {"active": True, "subscriberUrl": "https://example.com/hook", "triggers": ["BOOKING_CREATED"]}
UNKNOWN = "0d9b6a53-3e0b-4b6f-9b7e-5a5f2c3d1e10"
WORLD = {
    "users": [
        {
            "username": "ann",
            "id": 1,
            "eventTypes": [
                {"title": "Intro", "slug": "intro", "lengthInMinutes": 30, "id": 41},
                {"title": "Other", "slug": "other", "lengthInMinutes": 30, "id": 42},
            ],
        },
        {"username": "bob", "id": 2},
        {"username": "root", "id": 3, "admin": True},
        {"username": "eve", "id": 4},
    ],
    "teams": [
        {
            "slug": "support",
            "id": 9,
            "members": [
                {"user": "ann", "role": "OWNER"},
                {"user": "bob", "role": "MEMBER"},
                {"user": "root", "role": "ADMIN", "accepted": False},
            ],
            "eventTypes": [
                {"title": "Help", "slug": "help", "lengthInMinutes": 30, "schedulingType": "roundRobin", "id": 51},
                {"title": "More", "slug": "more", "lengthInMinutes": 30, "schedulingType": "roundRobin", "id": 52},
            ],
        }
    ],
    "organizations": [
        {
            "slug": "acme",
            "id": 20,
            "members": [{"user": "ann", "role": "OWNER"}, {"user": "bob", "role": "MEMBER"}],
        },
        {"slug": "bare", "id": 21, "adminApi": False, "members": [{"user": "root", "role": "OWNER"}]},
        {
            "slug": "plat",
            "id": 30,
            "isPlatform": True,
            "members": [{"user": "eve", "role": "OWNER"}],
            "oauthClients": [
                {"name": "One", "id": "client-1", "secret": "hush-1"},
                {"name": "Two", "id": "client-2", "secret": "hush-2"},
            ],
        },
        {
            "slug": "free",
            "id": 31,
            "isPlatform": True,
            "plan": "STARTER",
            "members": [{"user": "eve", "role": "OWNER"}],
        },
    ],
}


@dataclass
class Asked:
    """One owner's webhooks: `base` is where, `api` asks as somebody who may, `shown` is the owner in answers."""

    base: str
    api: httpx.Client
    shown: dict[str, Any]
    duplicate: str

    def create(self, **change: Any) -> dict[str, Any]:
        response = self.api.post(self.base, json={**BODY, **change})
        assert response.status_code == 201, response.text
        return response.json()["data"]


@pytest.fixture
def world(mockcal):
    mockcal.load(WORLD)
    return mockcal


@pytest.fixture(params=["user", "event-type", "team-event-type", "organization", "client"])
def asked(request, world) -> Asked:
    ann = world.api("cal_ann")
    client = world.api(None, x_cal_secret_key="hush-1")
    exists = "Webhook with this subscriber url already exists for this"
    return {
        "user": Asked("/v2/webhooks", ann, {"userId": 1}, f"{exists} user"),
        "event-type": Asked("/v2/event-types/41/webhooks", ann, {"eventTypeId": 41}, f"{exists} event type"),
        "team-event-type": Asked(
            "/v2/teams/9/event-types/51/webhooks", ann, {"eventTypeId": 51}, f"{exists} event type"
        ),
        "organization": Asked("/v2/organizations/20/webhooks", ann, {"teamId": 20}, f"{exists} user"),
        "client": Asked(
            "/v2/oauth-clients/client-1/webhooks", client, {"oAuthClientId": "client-1"}, f"{exists} oAuth client"
        ),
    }[request.param]
