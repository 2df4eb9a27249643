"""`/v2/calendars/ics-feed`: feeds are really fetched."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from mockcal.client import Options
from tests.api.calendars.conftest import event
from tests.conftest import constraints, refusal

MEETING = event("one", "DTSTART:20260106T100000Z", "DTEND:20260106T110000Z")


@pytest.fixture
def alice(mockcal):
    mockcal.load({"users": [{"username": "alice", "timeZone": "Europe/Rome"}, {"username": "bob"}]})
    return mockcal.api("cal_alice")


def save(api, *urls, **more):
    return api.post("/v2/calendars/ics-feed/save", json={"urls": list(urls), **more})


def third_party(mockcal, *scopes):
    """The access token of an app that alice gave these scopes."""
    app = {"clientId": "app", "clientSecret": "s", "redirectUri": "https://app.example", "scopes": list(scopes)}
    mockcal.load({"oauth2Clients": [app]})
    code = mockcal.control("POST", "/oauth2/codes", json={"clientId": "app", "user": "alice", "scopes": list(scopes)})
    body = {
        "grant_type": "authorization_code",
        "client_id": "app",
        "client_secret": "s",
        "redirect_uri": "https://app.example",
        "code": code["code"],
    }
    return mockcal.api().post("/v2/auth/oauth2/token", json=body).json()["access_token"]


def busy(api, credential_id, url, *, day="2026-01-06", until=None):
    """The spans of a feed, without their milliseconds."""
    response = api.get(
        "/v2/calendars/busy-times",
        params={
            "calendarsToLoad[0][credentialId]": credential_id,
            "calendarsToLoad[0][externalId]": url,
            "dateFrom": day,
            "dateTo": until or f"{day}T08:00:00Z",
        },
    )
    return [(one["start"][:16], one["end"][:16]) for one in response.json()["data"]]


class TestSaveIcsFeed:
    def test_nobody_is_refused(self, mockcal):
        assert save(mockcal.api(), "https://feeds.example/a.ics").status_code == 401

    def test_third_parties_are_refused(self, mockcal, alice):
        response = save(mockcal.api(third_party(mockcal, "APPS_WRITE")), "https://feeds.example/a.ics")

        assert refusal(response) == (
            403,
            "ForbiddenException",
            "insufficient_scope: this endpoint is not available for third-party OAuth tokens",
        )

    @pytest.mark.parametrize(
        ("body", "rule", "sentence"),
        [
            ({}, "isArray", "urls must be an array"),
            ({"urls": []}, "arrayNotEmpty", "urls should not be empty"),
            (
                {"urls": ["https://feeds.example/a.txt"]},
                "isIcsUrl",
                "The URL must be a valid ICS URL (ending with .ics)",
            ),
            ({"urls": ["ftp://feeds.example/a.ics"]}, "isIcsUrl", "The URL must be a valid ICS URL (ending with .ics)"),
            ({"urls": ["a.ics"]}, "isIcsUrl", "The URL must be a valid ICS URL (ending with .ics)"),
            ({"urls": [5]}, "isIcsUrl", "The URL must be a valid ICS URL (ending with .ics)"),
        ],
    )
    def test_bad_addresses_are_refused(self, alice, body, rule, sentence):
        response = alice.post("/v2/calendars/ics-feed/save", json=body)

        assert constraints(response)["urls"][rule] == sentence

    def test_read_only_is_a_boolean(self, alice):
        response = save(alice, "https://feeds.example/a.ics", readOnly="yes")

        assert constraints(response) == {"readOnly": {"isBoolean": "readOnly must be a boolean value"}}

    def test_a_feed_that_is_not_there_is_refused(self, alice, publisher):
        good = publisher.publish("/good.ics")

        response = save(alice, good, f"{publisher.url}/gone.ics")

        assert refusal(response) == (
            400,
            "BadRequestException",
            "Could not add ICS feeds, try using private ics feed.",
        )
        assert alice.get("/v2/calendars").json()["data"]["connectedCalendars"] == []

    @pytest.mark.parametrize("text", ["", "<html></html>", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:x"])
    def test_what_is_no_calendar_is_refused(self, alice, publisher, text):
        publisher.files["/broken.ics"] = text

        assert save(alice, f"{publisher.url}/broken.ics").status_code == 400

    def test_nobody_listens_there(self, alice):
        assert save(alice, "http://127.0.0.1:9/a.ics").status_code == 400

    def test_a_feed_is_connected(self, mockcal, alice, publisher):
        url = publisher.publish("/work.ics?token=1", MEETING)

        response = save(alice, url)

        assert response.status_code == 201
        credential_id = response.json()["data"]["id"]
        assert response.json()["data"] == {
            "id": credential_id,
            "type": "ics-feed_calendar",
            "userId": alice.get("/v2/me").json()["data"]["id"],
            "teamId": None,
            "appId": "ics-feed",
            "invalid": False,
        }
        [connection] = alice.get("/v2/calendars").json()["data"]["connectedCalendars"]
        assert connection["integration"]["slug"] == "ics-feed"
        assert [(one["externalId"], one["name"], one["readOnly"]) for one in connection["calendars"]] == [
            (url, "Holidays", True)
        ]

    def test_a_feed_may_begin_with_a_byte_order_mark(self, alice, publisher):
        url = publisher.publish("/work.ics", MEETING)
        publisher.files["/work.ics"] = "\ufeff" + publisher.files["/work.ics"]

        assert save(alice, url).status_code == 201

    def test_every_time_is_a_new_credential(self, alice, publisher):
        url = publisher.publish("/work.ics")

        first, second = save(alice, url).json()["data"]["id"], save(alice, url).json()["data"]["id"]

        assert first != second
        assert len(alice.get("/v2/calendars").json()["data"]["connectedCalendars"]) == 2

    def test_a_feed_connected_twice_survives_export_and_load(self, mockcal, mockcal_server, alice, publisher):
        url = publisher.publish("/work.ics")
        for _ in range(2):
            save(alice, url).raise_for_status()
        shown = alice.get("/v2/calendars").json()["data"]
        document = mockcal.export()

        with mockcal_server.sandbox(Options(fixtures=[document])) as twin:
            assert shown["destinationCalendar"]["primaryEmail"] == ""
            assert twin.api("cal_alice").get("/v2/calendars").json()["data"] == shown
            assert twin.export() == document

    def test_feeds_that_can_be_written_say_so(self, alice, publisher):
        save(alice, publisher.publish("/a.ics"), publisher.publish("/b.ics"), readOnly=False)

        [connection] = alice.get("/v2/calendars").json()["data"]["connectedCalendars"]

        assert [one["readOnly"] for one in connection["calendars"]] == [False, False]
        assert [one["primary"] for one in connection["calendars"]] == [True, None]


class TestSlowFeed:
    def test_it_is_given_up_after_five_seconds_and_nobody_else_waits(self, mockcal, alice, publisher):
        publisher.slow.add("/slow.ics")
        url = publisher.publish("/slow.ics", MEETING)

        with ThreadPoolExecutor() as pool:
            began = time.monotonic()
            saving = pool.submit(save, alice, url)
            while not publisher.asked:
                time.sleep(0.01)
            assert mockcal.api("cal_bob").get("/v2/me").status_code == 200
            assert not saving.done()
            response = saving.result()

        assert response.status_code == 400
        assert 4.5 < time.monotonic() - began < 8


class TestCheckIcsFeed:
    def test_nothing_connected(self, alice):
        response = alice.get("/v2/calendars/ics-feed/check")

        assert refusal(response) == (400, "BadRequestException", "Credentials for Ics Feed calendar not found.")

    def test_invalid_credentials(self, mockcal, alice, publisher):
        feed = {"integration": "ics-feed_calendar", "externalId": publisher.publish("/a.ics"), "invalid": True}
        mockcal.load({"users": [{"username": "alice", "calendars": [feed]}]})

        response = alice.get("/v2/calendars/ics-feed/check")

        assert refusal(response) == (400, "BadRequestException", "Invalid Ics Feed credentials.")

    def test_a_feed_that_can_be_read_no_more(self, alice, publisher):
        save(alice, publisher.publish("/a.ics"))
        assert alice.get("/v2/calendars/ics-feed/check").json() == {"status": "success"}

        publisher.files.clear()

        response = alice.get("/v2/calendars/ics-feed/check")
        assert refusal(response) == (401, "UnauthorizedException", "Could not get connected calendars")


class TestBusyTimesOfFeeds:
    def test_they_are_fetched_anew_each_time(self, alice, publisher):
        url = publisher.publish("/a.ics", MEETING)
        credential_id = save(alice, url).json()["data"]["id"]
        assert busy(alice, credential_id, url) == [("2026-01-06T10:00", "2026-01-06T11:00")]

        publisher.publish("/a.ics", event("two", "DTSTART:20260106T150000Z", "DURATION:PT30M"))

        assert busy(alice, credential_id, url) == [("2026-01-06T15:00", "2026-01-06T15:30")]

    def test_a_feed_that_fails(self, alice, publisher):
        url = publisher.publish("/a.ics", MEETING)
        credential_id = save(alice, url).json()["data"]["id"]
        publisher.files.clear()

        response = alice.get(
            "/v2/calendars/busy-times",
            params={
                "calendarsToLoad[0][credentialId]": credential_id,
                "calendarsToLoad[0][externalId]": url,
                "dateFrom": "2026-01-06",
                "dateTo": "2026-01-06",
            },
        )

        assert refusal(response)[0] == 400
        assert refusal(response)[2] == "Unable to fetch connected calendars events. Please try again later."

    @pytest.mark.parametrize(
        ("lines", "spans"),
        [
            pytest.param(
                ["DTSTART;TZID=America/New_York:20260106T090000", "DTEND;TZID=America/New_York:20260106T100000"],
                [("2026-01-06T14:00", "2026-01-06T15:00")],
                id="in a zone",
            ),
            pytest.param(
                ["DTSTART:20260106T090000", "DTEND:20260106T100000"],
                [("2026-01-06T08:00", "2026-01-06T09:00")],
                id="floating: the user's zone",
            ),
            pytest.param(
                ["DTSTART;VALUE=DATE:20260106"],
                [("2026-01-05T23:00", "2026-01-06T23:00")],
                id="a whole day in the user's zone",
            ),
            pytest.param(["DTSTART:20260106T090000Z", "DTEND:20260106T100000Z", "TRANSP:TRANSPARENT"], [], id="free"),
            pytest.param(
                ["DTSTART:20260106T090000Z", "DTEND:20260106T100000Z", "STATUS:CANCELLED"], [], id="cancelled"
            ),
            pytest.param(
                ["DTSTART:20251202T090000Z", "DTEND:20251202T100000Z", "RRULE:FREQ=WEEKLY"],
                [("2026-01-06T09:00", "2026-01-06T10:00")],
                id="every week",
            ),
            pytest.param(
                ["DTSTART:20251202T090000Z", "DTEND:20251202T100000Z", "RRULE:FREQ=WEEKLY;COUNT=3"],
                [],
                id="counted out",
            ),
            pytest.param(
                ["DTSTART:20251202T090000Z", "DTEND:20251202T100000Z", "RRULE:FREQ=WEEKLY;UNTIL=20260106T085959Z"],
                [],
                id="until just before",
            ),
            pytest.param(
                [
                    "DTSTART:20251202T090000Z",
                    "DTEND:20251202T100000Z",
                    "RRULE:FREQ=WEEKLY",
                    "EXDATE:20260106T090000Z",
                    "RDATE:20260106T120000Z",
                ],
                [("2026-01-06T12:00", "2026-01-06T13:00")],
                id="one taken out, one put in",
            ),
        ],
    )
    def test_what_an_event_makes_busy(self, alice, publisher, lines, spans):
        url = publisher.publish("/a.ics", event("one", *lines))
        credential_id = save(alice, url).json()["data"]["id"]

        assert busy(alice, credential_id, url) == spans

    def test_a_moved_occurrence_stands_in_for_its_own(self, alice, publisher):
        series = event(
            "one",
            "DTSTART;TZID=Europe/Rome:20260105T090000",
            "DTEND;TZID=Europe/Rome:20260105T100000",
            "RRULE:FREQ=DAILY",
        )
        moved = event(
            "one",
            "RECURRENCE-ID;TZID=Europe/Rome:20260106T090000",
            "DTSTART;TZID=Europe/Rome:20260106T160000",
            "DTEND;TZID=Europe/Rome:20260106T170000",
        )
        url = publisher.publish("/a.ics", series, moved)
        credential_id = save(alice, url).json()["data"]["id"]

        spans = busy(alice, credential_id, url, day="2026-01-06T12:00:00Z", until="2026-01-06T12:00:00Z")

        assert spans == [("2026-01-06T15:00", "2026-01-06T16:00")]

    def test_nine_o_clock_stays_nine_o_clock_in_summer(self, alice, publisher):
        url = publisher.publish(
            "/a.ics",
            event(
                "one",
                "DTSTART;TZID=Europe/Rome:20260105T090000",
                "DTEND;TZID=Europe/Rome:20260105T100000",
                "RRULE:FREQ=DAILY",
            ),
        )
        credential_id = save(alice, url).json()["data"]["id"]

        spans = busy(alice, credential_id, url, day="2026-07-06T11:00:00Z", until="2026-07-06T06:00:00Z")

        assert spans == [("2026-07-06T07:00", "2026-07-06T08:00")]
