"""Cal.com's React components on a platform's page, in a browser played by jsdom: preflights, tokens, the whole booking."""

import pytest

from tests.clients import environments, running
from tests.conftest import NOW

PINS = ("@calcom/atoms@2.6.11", "react@18.3.1", "react-dom@18.3.1", "esbuild@0.28.2", "jsdom@26.1.0")
SETTINGS = (
    "AvailabilitySettings",
    "ListSchedules",
    "ListEventTypes",
    "CalendarSettings",
    "ConferencingAppsSettings",
    "CreateEventType",
)
PLATFORM = {
    "users": [{"username": "ada"}],
    "organizations": [
        {
            "slug": "acme",
            "isPlatform": True,
            "plan": "SCALE",
            "members": [{"user": "ada", "role": "OWNER"}],
            "oauthClients": [
                {
                    "name": "Acme",
                    "id": "acme-client",
                    "secret": "acme-secret",
                    "permissions": ["*"],
                    "redirectUris": ["http://localhost:*"],
                    "managedUsers": [
                        {
                            "email": "mia@customer.example",
                            "name": "Mia",
                            "timeZone": "UTC",
                            "eventTypes": [{"title": "Intro", "slug": "intro", "lengthInMinutes": 60}],
                        }
                    ],
                }
            ],
        }
    ],
}

pytestmark = [pytest.mark.clients, pytest.mark.xdist_group("atoms")]


@pytest.fixture(scope="session")
def atoms():
    return running.obtained("@calcom/atoms", lambda: environments.node("atoms", *PINS))


def test_somebody_books_on_a_platforms_page(atoms, mockcal):
    said = running.in_node(atoms, "atoms.mjs", page(mockcal, "book", ["Booking", "Mine"]), {"TZ": "UTC"})

    assert said["booker"].startswith("MiaIntro1hCal Video") and "January 2026" in said["booker"]
    assert said["me"]["username"] == "mia-acme-client-customer-example"
    assert [event_type["slug"] for event_type in said["eventTypes"]] == ["intro"]
    assert said["times"] == ["9:00am", "10:00am", "11:00am", "12:00pm", "1:00pm", "2:00pm", "3:00pm", "4:00pm"]
    assert (said["booked"]["title"], said["booked"]["status"]) == ("Intro between Mia and Ann", "ACCEPTED")
    assert said["slots"][0] == "2026-01-12T10:00:00.000Z"
    assert said["refreshed"] is True
    assert said["bookings"] == ["accepted"]
    assert said["cancelled"] is True
    ada = mockcal.api(version="2024-08-13", x_cal_client_id="acme-client", x_cal_secret_key="acme-secret")
    assert ada.get(f"/v2/bookings/{said['booked']['uid']}").json()["data"]["cancellationReason"] == "Ill"
    read = [one["status"] for one in mockcal.requests(path="/v2/bookings", method="GET")]
    assert 498 in read and read[-1] == 200


def test_a_customer_sets_things_up(atoms, mockcal):
    told = page(mockcal, "setUp", ["EventType", *SETTINGS])

    said = running.in_node(atoms, "atoms.mjs", told, {"TZ": "UTC"})

    shown = said["rendered"]
    assert shown["AvailabilitySettings"].startswith("Default scheduleMon - Fri, 9:00 AM - 5:00 PM")
    assert shown["ListSchedules"].startswith("Default scheduleDefaultMon - Fri, 9:00 AM - 5:00 PM")
    assert shown["ListEventTypes"] == "Intro1h"
    assert shown["CalendarSettings"].endswith("No connected calendars found.")
    assert shown["ConferencingAppsSettings"].endswith("Cal VideoDefaultMeet in Cal Video.")
    assert shown["CreateEventType"] == "TitleSlugDescriptionDurationminutesContinue"
    assert said["saved"] is True
    mia = mockcal.api(told["accessToken"], "2024-06-14").get(f"/v2/event-types/{told['eventTypeId']}")
    assert mia.json()["data"]["title"] == "Introduction"
    assert [one["path"] for one in mockcal.requests() if one["status"] >= 400] == []


def page(mockcal, flow, parts):
    """Mia's page with these components, and what the browser's owner does on it."""
    made = mockcal.load(PLATFORM)
    mia = made["managedUsers"]["mia@customer.example"]
    return {
        "apiUrl": f"{mockcal.url}/v2",
        "control": f"{mockcal.url}/_mock/clock/advance",
        "page": str(running.PROGRAMS / "atoms_page.jsx"),
        "now": NOW,
        "clientId": "acme-client",
        "secret": "acme-secret",
        "eventTypeId": made["eventTypes"]["mia@customer.example/intro"]["id"],
        "flow": flow,
        "parts": parts,
        **{key: mia[key] for key in ("username", "accessToken", "refreshToken")},
    }
