"""Locations of event types: the API's form, the stored one, and who has which app."""

import pytest

from mockcal.api.event_types.locations import INTEGRATIONS
from tests.api.event_types.conftest import BODY, VIDEO, data
from tests.conftest import refusal

ADDRESS = {"type": "address", "address": "1 Main St", "public": True}
LINK = {"type": "link", "link": "https://example.com/call", "public": False}
PHONE = {"type": "phone", "phone": "+37120993151", "public": True}


def integration(name):
    return {"type": "integration", "integration": name}


def post(client, *locations):
    return client.post("/v2/event-types", json=BODY | {"locations": list(locations)})


class TestRefusals:
    @pytest.mark.parametrize(
        ("locations", "message"),
        [
            ("zoom", "'locations' must be an array."),
            ({}, "'locations' must be an array."),
            ([], "'locations' must contain at least 1 location."),
            (["zoom"], "Each object in 'locations' must be an object."),
            ([{"integration": "zoom"}], "Each object in 'locations' must have a 'type' property."),
            (
                [{"type": "moon"}],
                "Unsupported location type 'moon'. Valid types are address, link, integration, and phone.",
            ),
            (
                [{"type": "organizersDefaultApp"}],
                "Unsupported location type 'organizersDefaultApp'. Valid types are address, link, integration, and phone.",
            ),
            (
                [{"type": "address", "address": "", "public": True}],
                "Validation failed for address location: address must be longer than or equal to 1 characters",
            ),
            (
                [{"type": "address", "address": "x"}],
                "Validation failed for address location: public must be a boolean value",
            ),
            (
                [LINK | {"link": "http://localhost/x"}],
                "Validation failed for link location: link must be a URL address",
            ),
            (
                [PHONE | {"phone": "20993151"}],
                "Validation failed for phone location: phone must be a valid phone number",
            ),
            ([VIDEO, {"type": "link"}], None),
        ],
        ids=lambda value: str(value)[:40],
    )
    def test_the_first_mistake_is_told_in_a_sentence(self, alice, locations, message):
        response = alice.post("/v2/event-types", json=BODY | {"locations": locations})

        assert refusal(response)[:2] == (400, "BadRequestException")
        if message:
            assert refusal(response)[2] == message
        assert data(alice.get("/v2/event-types")) == []

    def test_all_rules_of_one_location_are_joined(self, alice):
        assert refusal(post(alice, {"type": "link"}))[2] == (
            "Validation failed for link location: link must be a URL address, public must be a boolean value"
        )

    def test_an_unknown_integration_is_told_the_known_ones(self, alice):
        message = refusal(post(alice, integration("fax")))[2]

        assert message.startswith(
            "Validation failed for integration location: integration must be one of the following"
        )
        assert "cal-video, google-meet, zoom" in message

    def test_it_is_told_instead_of_other_mistakes(self, alice):
        response = alice.post("/v2/event-types", json={"locations": []})

        assert refusal(response)[2] == "'locations' must contain at least 1 location."


class TestIntegrations:
    @pytest.mark.parametrize(
        ("name", "slug"),
        [
            ("google-meet", "google-meet"),
            ("zoom", "zoom"),
            ("office365-video", "msteams"),
            ("facetime-video", "facetime"),
            ("sylaps-video", "sylapsvideo"),
            ("sirius-video", "sirius_video"),
            ("shimmer-video", "shimmervideo"),
            ("huddle", "huddle01"),
            ("element-call-video", "element-call"),
            ("eightxeight-video", "eightxeight"),
            ("jelly-video", "jelly"),
        ],
    )
    def test_an_app_must_be_connected(self, alice, name, slug):
        assert refusal(post(alice, integration(name))) == (400, "BadRequestException", f"{slug} not connected.")

    def test_cal_video_is_always_there(self, alice):
        assert data(post(alice, VIDEO))["locations"] == [VIDEO]

    def test_a_connected_app_is_taken(self, people, alice):
        people.load({"users": [{"username": "alice", "conferencing": ["zoom"]}]})

        assert data(post(alice, integration("zoom")))["locations"] == [integration("zoom")]

    @pytest.mark.parametrize(
        ("name", "stored"),
        [
            ("cal-video", "integrations:daily"),
            ("google-meet", "integrations:google:meet"),
            ("office365-video", "integrations:office365_video"),
            ("zoom", "integrations:zoom"),
            ("jitsi", "integrations:jitsi"),
            ("tandem", "integrations:tandem"),
            ("huddle", "integrations:huddle01"),
            ("sirius-video", "integrations:sirius_video_video"),
            ("element-call-video", "integrations:element-call_video"),
            ("jelly-conferencing", "integrations:jelly_conferencing"),
            ("jelly-video", "integrations:jelly_video"),
            ("whereby-video", "integrations:whereby_video"),
        ],
    )
    def test_stored_names_are_read(self, people, alice, name, stored):
        event_type = {"title": "S", "slug": "s", "lengthInMinutes": 30, "stored": {"locations": [{"type": stored}]}}
        people.load({"users": [{"username": "alice", "eventTypes": [event_type]}]})

        assert data(alice.get("/v2/event-types"))[0]["locations"] == [integration(name)]

    def test_all_integrations_of_the_published_document_are_known(self):
        assert len(INTEGRATIONS) == 29


class TestForms:
    @pytest.mark.parametrize(
        "location",
        [ADDRESS, LINK, PHONE, {"type": "attendeePhone"}, {"type": "attendeeAddress"}, {"type": "attendeeDefined"}],
        ids=lambda value: value["type"],
    )
    def test_it_comes_out_as_it_went_in(self, alice, location):
        assert data(post(alice, location))["locations"] == [location]

    @pytest.mark.parametrize(
        ("location", "stored"),
        [
            (ADDRESS, {"type": "inPerson", "address": "1 Main St", "displayLocationPublicly": True}),
            (LINK, {"type": "link", "link": "https://example.com/call", "displayLocationPublicly": False}),
            (PHONE, {"type": "userPhone", "hostPhoneNumber": "+37120993151", "displayLocationPublicly": True}),
            ({"type": "attendeePhone"}, {"type": "phone"}),
            ({"type": "attendeeAddress"}, {"type": "attendeeInPerson"}),
            ({"type": "attendeeDefined"}, {"type": "somewhereElse"}),
            (VIDEO, {"type": "integrations:daily"}),
        ],
        ids=lambda value: value["type"],
    )
    def test_it_is_stored_under_the_inner_name(self, people, alice, location, stored):
        made = data(post(alice, location))

        raw = data(people.api("cal_alice").get(f"/v2/event-types/{made['id']}"))["eventType"]
        assert raw["locations"] == [stored]

    def test_what_fits_no_known_shape_comes_last_as_text(self, people, alice):
        stored = [{"type": "carrier-pigeon", "n": 1}, {"type": "integrations:daily"}, {"type": "inPerson"}]
        event_type = {"title": "S", "slug": "s", "lengthInMinutes": 30, "stored": {"locations": stored}}
        people.load({"users": [{"username": "alice", "eventTypes": [event_type]}]})

        assert data(alice.get("/v2/event-types"))[0]["locations"] == [
            VIDEO,
            {"type": "unknown", "location": '{"type":"carrier-pigeon","n":1}'},
            {"type": "unknown", "location": '{"type":"inPerson"}'},
        ]

    def test_a_link_without_a_scheme_passes_but_reads_back_as_unknown(self, alice):
        made = data(post(alice, LINK | {"link": "example.com/call"}))

        assert made["locations"] == [
            {"type": "unknown", "location": '{"type":"link","link":"example.com/call","displayLocationPublicly":false}'}
        ]

    def test_link_and_credential_of_an_integration_are_shown(self, people, alice):
        stored = [{"type": "integrations:whereby_video", "link": "https://whereby.com/x", "credentialId": 3}]
        event_type = {"title": "S", "slug": "s", "lengthInMinutes": 30, "stored": {"locations": stored}}
        people.load({"users": [{"username": "alice", "eventTypes": [event_type]}]})

        assert data(alice.get("/v2/event-types"))[0]["locations"] == [
            {
                "type": "integration",
                "integration": "whereby-video",
                "link": "https://whereby.com/x",
                "credentialId": 3,
            }
        ]


class TestOfTeams:
    BODY = BODY | {"schedulingType": "collective"}

    @pytest.fixture
    def team(self, teams):
        return teams.api("cal_alice")

    def post(self, team, location):
        return team.post("/v2/teams/20/event-types", json=self.BODY | {"locations": [location]})

    def test_without_locations_it_is_cal_video_whatever_the_callers_default(self, teams, team):
        teams.load({"users": [{"username": "alice", "conferencing": [{"app": "zoom", "default": True}]}]})

        made = data(team.post("/v2/teams/20/event-types", json=self.BODY))

        assert made["locations"] == [VIDEO]

    def test_the_organizers_default_app_is_taken(self, team):
        assert data(self.post(team, {"type": "organizersDefaultApp"}))["locations"] == [
            {"type": "organizersDefaultApp"}
        ]

    @pytest.mark.parametrize("name", ["office365-video", "jitsi"])
    def test_other_apps_are_none_of_a_teams(self, team, name):
        response = self.post(team, integration(name))

        assert refusal(response) == (400, "BadRequestException", "Invalid app, available apps are: ")
        assert response.json()["error"]["details"]["error"] == "google-meet, zoom, msteams"

    def test_the_team_itself_must_have_the_app(self, teams, team):
        teams.load({"users": [{"username": "alice", "conferencing": ["zoom"]}]})

        assert refusal(self.post(team, integration("zoom")))[2] == "zoom not connected."
        teams.load({"teams": [{"slug": "support", "conferencing": ["zoom"]}]})
        assert data(self.post(team, integration("zoom")))["locations"] == [integration("zoom")]
