"""Connected apps in fixture documents: loaded, changed by later ones, written out and read back."""

import httpx
import pytest

from mockcal.client import Refused

GOOGLE = {
    "integration": "google_calendar",
    "externalId": "alice@gmail.example",
    "busy": [{"start": "2026-01-06T10:00:00Z", "end": "2026-01-06T11:00:00Z"}],
    "destination": True,
    "events": [
        {
            "id": "evt_1",
            "title": "Planning",
            "start": {"time": "2026-01-07T10:00:00Z", "timeZone": "UTC"},
            "end": {"time": "2026-01-07T11:00:00Z", "timeZone": "UTC"},
        }
    ],
}
TEAM = {"integration": "google_calendar", "externalId": "team@group.example", "email": "alice@gmail.example"}
FEED = {"integration": "ics-feed_calendar", "externalId": "http://127.0.0.1:9/a.ics", "selected": True}
PLAYED_FEED = {"integration": "ics-feed_calendar", "externalId": "http://127.0.0.1:9/b.ics", "busy": GOOGLE["busy"]}
BROKEN = {"integration": "office365_calendar", "externalId": "o@x.example", "error": "quota", "invalid": True}
ALICE = {
    "username": "alice",
    "calendars": [GOOGLE, TEAM, FEED, PLAYED_FEED, BROKEN],
    "conferencing": [{"app": "zoom", "default": True}, "msteams", "whereby"],
    "stripe": {"connected": True, "active": False},
    "verifiedEmails": ["a@b.example", "a@b.example"],
    "verifiedPhones": ["+14155550100"],
}
SALES = {
    "slug": "sales",
    "stripe": {},
    "conferencing": ["zoom"],
    "calendars": [{"integration": "google_calendar", "externalId": "sales@gmail.example"}],
    "verifiedEmails": [{"email": "q@q.example", "user": "alice"}, "r@q.example"],
    "verifiedPhones": [{"phone": "+37255555555", "user": "alice"}],
}
WORLD = {
    "users": [ALICE, {"username": "bob", "conferencing": [{"app": "daily-video", "default": True}]}],
    "organizations": [
        {
            "slug": "acme",
            "members": ["alice"],
            "teams": [SALES],
            "workspacePlatforms": [{"slug": "google", "name": "Google"}],
            "delegationCredentials": [{"id": "d1", "domain": "acme.example", "workspacePlatformSlug": "google"}],
        }
    ],
}
APPS = ("calendars", "conferencing", "stripe", "verifiedEmails", "verifiedPhones")
READ = ("/v2/calendars", "/v2/conferencing", "/v2/conferencing/default", "/v2/verified-resources/emails")


def apps_in(document):
    """What an exported document says of everybody's apps."""
    owners = [*document["users"], *document["organizations"][0]["teams"]]
    return [{key: owner.get(key) for key in APPS} for owner in owners]


class TestRoundTrip:
    def test_what_is_exported_loads_as_the_same_state(self, mockcal):
        mockcal.load(WORLD)
        alice = mockcal.api("cal_alice")
        credential_id = alice.get("/v2/calendars").json()["data"]["connectedCalendars"][0]["credentialId"]
        ghost = {"integration": "google_calendar", "externalId": "ghost", "credentialId": credential_id}
        alice.post("/v2/selected-calendars", json=ghost)
        delegated = {**ghost, "externalId": "shared@acme.example", "delegationCredentialId": "d1"}
        alice.post("/v2/selected-calendars", json=delegated)
        alice.post("/v2/calendars/apple/credentials", json={"username": "a@icloud.example", "password": "pw-pw"})

        document = mockcal.export()
        twin = f"{mockcal.name}-twin"
        mockcal.control("PUT", f"/sandboxes/{twin}", json={"fixtures": [document]})

        with httpx.Client(
            base_url=f"{mockcal.server.url}/~{twin}", headers={"authorization": "Bearer cal_alice"}
        ) as other:
            for path in READ:
                assert other.get(path).json() == alice.get(path).json(), path
            assert apps_in(other.get("/_mock/fixtures").json()) == apps_in(document)
            deselected = [other.delete("/v2/selected-calendars", params=one) for one in (ghost, delegated)]
        mockcal.control("DELETE", f"/sandboxes/{twin}")
        assert [response.status_code for response in deselected] == [200, 200]

    def test_loading_it_again_changes_nothing(self, mockcal):
        mockcal.load(WORLD)
        document = mockcal.export()

        mockcal.load(document)

        assert apps_in(mockcal.export()) == apps_in(document)


class TestCalendars:
    def test_the_answer_tells_the_credentials(self, mockcal):
        made = mockcal.load(WORLD)

        found = made["users"]["alice"]["calendars"]
        assert set(found) == {calendar["externalId"] for calendar in ALICE["calendars"]}
        assert found["alice@gmail.example"] == found["team@group.example"]

    def test_a_later_document_changes_what_it_gives(self, mockcal):
        mockcal.load(WORLD)
        before = mockcal.export()["users"][0]["calendars"][0]

        mockcal.load({"users": [{"username": "alice", "calendars": [{**TEAM, "externalId": "alice@gmail.example"}]}]})

        [after] = mockcal.export()["users"][0]["calendars"]
        assert after == before

    def test_what_the_list_leaves_out_is_disconnected(self, mockcal):
        mockcal.load(WORLD)

        mockcal.load({"users": [{"username": "alice", "calendars": []}]})

        shown = mockcal.api("cal_alice").get("/v2/calendars").json()["data"]
        assert shown == {"connectedCalendars": [], "destinationCalendar": {}}

    @pytest.mark.parametrize(
        ("calendar", "sentence"),
        [
            ({"integration": "yahoo_calendar"}, "users[0].calendars[0].integration: must be one of"),
            ({"events": [{"title": "x"}]}, "users[0].calendars[0].events[0].id: must be a text"),
            (
                {"events": [{"id": "x", "start": {"time": "noon"}}]},
                "users[0].calendars[0].events[0].start.time: must be an ISO 8601 date-time",
            ),
            ({"colour": "red"}, "users[0].calendars[0].colour: unknown field"),
        ],
    )
    def test_mistakes_are_told_with_their_place(self, mockcal, calendar, sentence):
        with pytest.raises(Refused) as refused:
            mockcal.load({"users": [{"username": "alice", "calendars": [{**TEAM, **calendar}]}]})

        assert str(refused.value).startswith(sentence)

    def test_another_owners_credential_id_is_refused(self, mockcal):
        mockcal.load({"users": [{"username": "alice", "calendars": [{**TEAM, "id": 5}]}]})

        with pytest.raises(Refused, match=r"users\[0\].calendars\[0\].id: another connected app has the id 5"):
            mockcal.load({"users": [{"username": "bob", "calendars": [{**TEAM, "id": 5}]}]})


class TestVerified:
    def test_the_answer_tells_the_numbers(self, mockcal):
        made = mockcal.load(WORLD)

        rows = mockcal.api("cal_alice").get("/v2/verified-resources/emails").json()["data"]
        assert made["users"]["alice"]["verifiedEmails"] == {"a@b.example": {"id": rows[0]["id"]}}
        assert made["teams"]["acme/sales"]["verifiedPhones"]["+37255555555"]["id"] > 0

    def test_rows_of_the_same_address_keep_their_ids(self, mockcal):
        first = mockcal.load(WORLD)["users"]["alice"]["verifiedEmails"]

        second = mockcal.load({"users": [{"username": "alice", "verifiedEmails": ["new@b.example", "a@b.example"]}]})

        assert second["users"]["alice"]["verifiedEmails"]["a@b.example"] == first["a@b.example"]


class TestConferencing:
    def test_an_app_may_be_called_as_locations_call_it(self, mockcal):
        apps = ["office365-video", {"app": "cal-video", "default": True}]
        mockcal.load({"users": [{"username": "alice", "conferencing": apps}]})

        alice = mockcal.api("cal_alice")
        shown = alice.get("/v2/conferencing").json()["data"]
        assert [(one["appId"], one["type"]) for one in shown] == [("msteams", "office365_video")]
        assert alice.get("/v2/conferencing/default").json()["data"]["appSlug"] == "daily-video"

    def test_a_default_that_is_disconnected_is_none(self, mockcal):
        mockcal.load(WORLD)

        mockcal.load({"users": [{"username": "alice", "conferencing": ["msteams"]}]})

        alice = mockcal.api("cal_alice")
        assert alice.get("/v2/conferencing/default").json() == {"status": "success"}
        assert [one["appId"] for one in alice.get("/v2/conferencing").json()["data"]] == ["msteams"]

    @pytest.mark.parametrize("apps", [[], [{"app": "zoom", "default": True}]])
    def test_metadata_may_name_the_default_and_its_link(self, mockcal, apps):
        default = {"appSlug": "zoom", "appLink": "https://zoom.example/alice"}
        person = {"username": "alice", "metadata": {"defaultConferencingApp": default}, "conferencing": apps}
        mockcal.load({"users": [person]})

        assert mockcal.api("cal_alice").get("/v2/conferencing/default").json()["data"] == default

        document = mockcal.export()
        mockcal.load(document)
        assert mockcal.api("cal_alice").get("/v2/conferencing/default").json()["data"] == default
        assert mockcal.export() == document
