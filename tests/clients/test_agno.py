"""agno's CalComTools: an agent that looks for a time, books, moves and cancels. Its address is https://api.cal.com."""

import pytest

from tests.clients import environments, running

PINS = ("agno==3.1.10", "pytz==2026.6", "requests==2.34.2")

pytestmark = [pytest.mark.clients, pytest.mark.xdist_group("agno")]


@pytest.fixture(scope="session")
def agno():
    return running.obtained("agno", lambda: environments.python("agno", *PINS))


def test_an_agent_books_moves_and_cancels(agno, api_cal_com, secure_server):
    made = api_cal_com.load(
        {
            "users": [
                {
                    "username": "cal",
                    "name": "Cal",
                    "timeZone": "Europe/Rome",
                    "eventTypes": [{"title": "Intro", "slug": "intro", "lengthInMinutes": 120}],
                }
            ]
        }
    )
    told = {"key": "cal_cal", "eventTypeId": made["eventTypes"]["cal/intro"]["id"]}

    said = running.in_python(agno, "agno_calcom.py", told, secure_server.environment)

    assert said["slots"] == (
        "Available slots: 2026-01-12 03:00 EST, 2026-01-12 05:00 EST, 2026-01-12 07:00 EST, 2026-01-12 09:00 EST"
    )
    first, second = said["first"], said["second"]
    assert said["created"] == f"Booking created successfully for 2026-01-12 09:00 EST. Booking uid: {first}"
    assert "User either already has booking at this time or is not available" in said["taken"]
    assert said["slots_left"] == ("Available slots: 2026-01-12 03:00 EST, 2026-01-12 05:00 EST, 2026-01-12 07:00 EST")
    assert said["upcoming"] == (
        f"Upcoming bookings:\nuid: {first}, Title: Intro between Cal and Ann, "
        "Time: 2026-01-12 09:00 EST, Status: accepted"
    )
    assert said["moved"] == f"Booking rescheduled to 2026-01-13 04:00 EST. New booking uid: {second}"
    assert said["cancelled"] == "Booking cancelled successfully."
    assert f"Can't cancel booking with uid={second} because it has been cancelled already" in said["cancelled_again"]
    assert said["nothing_left"] == "No upcoming bookings found."
    assert "Invalid API Key" in said["stranger"]
    assert [mail["template"] for mail in api_cal_com.outbox(to="ann@example.com")] == [
        "attendee-scheduled",
        "attendee-rescheduled",
        "attendee-cancelled",
    ]
