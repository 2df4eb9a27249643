"""Clients that openapi-python-client generates, from the published document and from mockcal's own.

They send numbers as `1.0` and parse answers strictly.
"""

import json
import os
from pathlib import Path

import pytest

from mockcal.client import Options
from tests.clients import environments, published, running
from tests.conftest import NOW

PINS = ("openapi-python-client==0.29.1",)

pytestmark = [pytest.mark.clients, pytest.mark.xdist_group("generated")]


@pytest.fixture(scope="module")
def document():
    path = os.environ.get("MOCKCAL_UPSTREAM_OPENAPI")
    if not path or not Path(path).is_file():
        pytest.skip("a client is generated from the published document, and MOCKCAL_UPSTREAM_OPENAPI names none")
    return json.dumps(published.corrected(json.loads(Path(path).read_text(encoding="utf-8"))))


@pytest.fixture(scope="module")
def interpreter():
    return running.obtained("openapi-python-client", lambda: environments.python("openapi-python-client", *PINS))


@pytest.fixture(scope="module")
def package(document, interpreter):
    """The folder that holds the generated package `cal_api`."""
    return generated("published-client", interpreter, document)


@pytest.fixture(scope="module")
def said(interpreter, package, mockcal_server):
    """What a program with the generated client was answered."""
    with mockcal_server.sandbox(Options(fixtures=[], now=NOW)) as sandbox:
        sandbox.load({"users": [{"username": "cal", "name": "Cal", "timeZone": "Europe/Rome"}]})
        told = {"url": sandbox.url, "key": "cal_cal", "folder": str(package)}
        return running.in_python(interpreter, "generated.py", told)


def test_me(said):
    me = said["me"]

    assert (me["read"]["username"], me["read"]["timeZone"]) == ("cal", "Europe/Rome")
    assert me["renamed"]["name"] == "Callum"


def test_event_types(said):
    event_types = said["eventTypes"]

    assert (event_types["created"]["slug"], event_types["created"]["lengthInMinutes"]) == ("intro", 60)
    assert [one["slug"] for one in event_types["listed"]] == ["intro"]
    assert event_types["read"] == event_types["created"]
    assert event_types["changed"]["lengthInMinutes"] == 30


def test_schedules(said):
    schedules = said["schedules"]

    assert schedules["created"]["availability"] == [{"days": ["Monday"], "startTime": "09:00", "endTime": "12:00"}]
    assert [one["name"] for one in schedules["listed"]] == ["Working hours", "Mornings"]
    assert schedules["usual"]["name"] == "Working hours"
    assert schedules["read"] == schedules["created"]
    assert schedules["renamed"]["name"] == "Early"
    assert schedules["deleted"] == "success"


def test_slots(said):
    slots = said["slots"]

    eight, half_past, nine, half_past_nine = (f"2026-01-12T{at}:00.000Z" for at in ("08:00", "08:30", "09:00", "09:30"))
    assert starts(slots["before"]) == [eight, half_past, nine, half_past_nine]
    assert slots["reserved"]["slotEnd"] == half_past_nine
    assert starts(slots["left"]) == [eight, half_past, half_past_nine]
    assert slots["released"] == "success"


def test_bookings(said):
    bookings = said["bookings"]

    created, moved = bookings["created"], bookings["moved"]
    assert (created["title"], created["status"], created["duration"]) == (
        "Intro between Callum and Ann",
        "accepted",
        30,
    )
    assert bookings["read"]["uid"] == created["uid"]
    assert (moved["start"], moved["rescheduledFromUid"]) == ("2026-01-13T09:00:00.000Z", created["uid"])
    assert [one["uid"] for one in bookings["listed"]] == [moved["uid"]]
    assert (bookings["cancelled"]["status"], bookings["cancelled"]["cancellationReason"]) == ("cancelled", "Ill")


def test_teams(said):
    teams = said["teams"]

    assert (teams["created"]["slug"], teams["renamed"]["name"]) == ("support", "Help")
    assert [one["name"] for one in teams["listed"]] == ["Help"]
    assert teams["eventType"]["schedulingType"] == "collective"
    assert [one["slug"] for one in teams["eventTypes"]] == ["help"]
    assert teams["deleted"]["id"] == teams["created"]["id"]


def test_webhooks(said):
    webhooks = said["webhooks"]

    assert webhooks["created"]["triggers"] == ["BOOKING_CREATED"]
    assert [one["id"] for one in webhooks["listed"]] == [webhooks["created"]["id"]]
    assert webhooks["read"]["subscriberUrl"] == "http://localhost:9/hook"
    assert webhooks["changed"]["active"] is False
    assert webhooks["deleted"]["id"] == webhooks["created"]["id"]


def starts(days):
    return [slot["start"] for slots in days.values() for slot in slots]


def test_a_client_of_mockcals_own_document(interpreter, mockcal):
    mockcal.load({"users": [{"username": "cal", "name": "Cal", "timeZone": "Europe/Rome"}]})
    document = mockcal.api().get("/_mock/openapi.json").text

    folder = generated("own-client", interpreter, document)
    said = running.in_python(interpreter, "generated_own.py", {"url": mockcal.url, "folder": str(folder)})

    assert "WARNING" not in (folder / "said.txt").read_text()
    assert said["clock"]["now"] == "2026-01-05T09:00:00.000Z"
    assert said["me"]["username"] == "cal"
    assert said["schedules"][0]["availability"][0]["startTime"] == "09:00"
    assert [one["id"] for one in said["event_types"]] == [said["event_type"]["id"]]
    assert starts(said["slots"]) == ["2026-01-12T08:00:00.000Z", "2026-01-12T09:00:00.000Z"]
    assert (said["booked"]["title"], said["booked"]["status"]) == ("Intro between Cal and Ann", "accepted")
    assert [one["uid"] for one in said["bookings"]] == [said["booked"]["uid"]]
    assert said["cancelled"]["cancellationReason"] == "Ill"
    assert said["calendars"]["connectedCalendars"] == []
    assert said["teams"]["slug"] == "support"
    assert mockcal.name in said["sandboxes"]


def generated(name, interpreter, document):
    """The folder that holds the package `cal_api`, made of the document."""

    def fill(folder: Path) -> None:
        (folder / "document.json").write_text(document, encoding="utf-8")
        (folder / "settings.yaml").write_text("post_hooks: []")
        options = ["--path", "document.json", "--config", "settings.yaml", "--meta", "none", "--overwrite"]
        generator = interpreter.with_name("openapi-python-client")
        said = environments.run(folder, str(generator), "generate", *options, "--output-path", "cal_api")
        (folder / "said.txt").write_text(said)

    return environments.kept(name, [document, *PINS], fill)
