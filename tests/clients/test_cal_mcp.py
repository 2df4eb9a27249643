"""Cal.com's MCP server: an assistant that reads, books, moves and cancels. Its address is https://api.cal.com."""

import pytest

from tests.clients import environments, running

PINS = ("@calcom/cal-mcp@0.0.6",)

pytestmark = [pytest.mark.clients, pytest.mark.xdist_group("cal-mcp")]


@pytest.fixture(scope="session")
def cal_mcp():
    return running.obtained("@calcom/cal-mcp", lambda: environments.node("cal-mcp", *PINS))


def test_an_assistant_books_moves_and_cancels(cal_mcp, api_cal_com, secure_server):
    event_type = {"id": 41, "title": "Intro", "slug": "intro", "lengthInMinutes": 60}
    api_cal_com.load(
        {"users": [{"username": "cal", "name": "Cal", "timeZone": "Europe/Rome", "eventTypes": [event_type]}]}
    )

    said = running.in_node(cal_mcp, "cal_mcp.mjs", {"key": "cal_cal", "eventTypeId": 41}, secure_server.environment)

    assert {"getBookings", "createBooking", "getEventTypes", "getMe"} <= set(said["tools"])
    assert [one["id"] for one in said["eventTypes"]] == [41]
    assert (said["eventType"]["slug"], said["eventType"]["lengthInMinutes"]) == ("intro", 60)
    assert [schedule["name"] for schedule in said["schedules"]] == ["Working hours"]

    booked, moved, cancelled = said["booked"], said["moved"], said["cancelled"]
    assert (booked["title"], booked["status"]) == ("Intro between Cal and Ann", "accepted")
    assert said["taken"] == {"refused": "User either already has booking at this time or is not available"}
    assert said["read"]["uid"] == booked["uid"]
    assert (moved["start"], moved["rescheduledFromUid"]) == ("2026-01-13T09:00:00.000Z", booked["uid"])
    assert (cancelled["uid"], cancelled["status"], cancelled["cancellationReason"]) == (
        moved["uid"],
        "cancelled",
        "Ill",
    )
    assert {one["uid"] for one in said["bookings"]} == {booked["uid"], moved["uid"]}

    assert said["me"]["refused"].startswith("No authentication method provided.")
    assert said["gone"]["id"] == 41
    assert said["goneRead"] == {"refused": "Event type with id 41 not found"}
