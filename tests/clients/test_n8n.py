"""n8n's Cal.com trigger: subscribes when a workflow is switched on, checks the signature of what comes, unsubscribes."""

import pytest

from tests.clients import environments, running

PINS = ("n8n-workflow@2.41.0",)
OF_NODES_BASE = {
    "n8n-nodes-base@2.41.2": ("package.json", "dist/nodes/Cal/", "dist/utils/webhook-signature-verification")
}
"""The package holds hundreds of nodes and brings a client library for each."""

pytestmark = [pytest.mark.clients, pytest.mark.xdist_group("n8n")]


@pytest.fixture(scope="session")
def n8n():
    return running.obtained("n8n", lambda: environments.node("n8n", *PINS, parts=OF_NODES_BASE))


def test_a_workflow_hears_of_bookings(n8n, mockcal):
    event_types = [
        {"title": "Talk", "slug": "talk", "lengthInMinutes": 30},
        {"title": "Intro", "slug": "intro", "lengthInMinutes": 60},
    ]
    mockcal.load({"users": [{"username": "cal", "name": "Cal", "timeZone": "Europe/Rome", "eventTypes": event_types}]})

    said = running.in_node(n8n, "n8n.mjs", {"url": mockcal.url, "key": "cal_cal"})

    assert said["choices"] == [{"name": "Intro", "value": 2}, {"name": "Talk", "value": 1}]
    switched_on_and_off = {
        "before": False,
        "created": True,
        "found": True,
        "forged": {"noWebhookResponse": True},
        "removed": True,
        "after": False,
    }
    assert said["answered401"] is True
    for scope in ("everything", "oneEventType"):
        assert said[scope] == switched_on_and_off
        heard, booked = said[f"{scope}Heard"], said[f"{scope}Booked"]
        assert (heard["triggerEvent"], heard["uid"]) == ("BOOKING_CREATED", booked["uid"])
        assert (heard["organizer"]["name"], heard["attendees"][0]["email"]) == ("Cal", "ann@example.com")
    assert mockcal.api("cal_cal").get("/v2/webhooks").json()["data"] == []
