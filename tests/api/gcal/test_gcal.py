"""`/v2/gcal`."""

import json
from urllib.parse import parse_qs, urlsplit

from tests.conftest import refusal


class TestOlderGoogleConnection:
    def test_from_the_link_to_a_connected_calendar(self, mockcal):
        mockcal.load({"users": [{"username": "alice"}]})
        alice = mockcal.api("cal_alice", origin="https://app.example")
        assert refusal(alice.get("/v2/gcal/check")) == (
            400,
            "BadRequestException",
            "Credentials for google_calendar not found.",
        )

        url = urlsplit(alice.get("/v2/gcal/oauth/auth-url").json()["data"]["authUrl"])
        state = parse_qs(url.query)["state"][0]
        back = mockcal.api().get("/v2/gcal/oauth/save", params={"state": state, "code": "any"})

        assert url.hostname == "accounts.google.com"
        assert json.loads(state)["accessToken"] == "cal_alice"
        assert (back.status_code, back.headers["location"]) == (301, "https://app.example")
        assert alice.get("/v2/gcal/check").json() == {"status": "success"}
