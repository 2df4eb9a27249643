"""`/v2/me`."""

import pytest

from tests.conftest import constraints, refusal

PEOPLE = {
    "users": [{"username": "alice", "name": "Alice Example", "timeZone": "Europe/Rome"}, {"username": "bob"}],
    "organizations": [{"slug": "acme", "id": 70, "members": ["bob"]}],
}


@pytest.fixture
def alice(mockcal):
    mockcal.load(PEOPLE)
    return mockcal.api("cal_alice")


class TestGetMe:
    def test_nobody_is_refused(self, mockcal):
        response = mockcal.api().get("/v2/me")

        assert refusal(response) == (
            401,
            "UnauthorizedException",
            "No authentication method provided. Either pass an API key as 'Bearer' header or OAuth client credentials "
            "as 'x-cal-secret-key' and 'x-cal-client-id' headers",
        )

    def test_it_shows_the_caller_without_an_organization(self, alice):
        me = alice.get("/v2/me").json()

        assert me["status"] == "success"
        assert me["data"]["username"] == "alice"
        assert me["data"]["timeZone"] == "Europe/Rome"
        assert me["data"]["organizationId"] is None
        assert "organization" not in me["data"]

    def test_it_shows_the_organization_of_a_profile(self, alice, mockcal):
        me = mockcal.api("cal_bob").get("/v2/me").json()["data"]

        assert me["organization"] == {"isPlatform": False, "id": 70}
        assert me["organizationId"] == 70


class TestUpdateMe:
    @pytest.mark.parametrize(
        ("change", "rule", "sentence"),
        [
            ({"timeZone": "Narnia/Woods"}, "isTimeZone", "timeZone must be a valid IANA time-zone"),
            ({"timeFormat": 13}, "isIn", "timeFormat must be one of the following values: 12, 24"),
            ({"name": 5}, "isString", "name must be a string"),
        ],
    )
    def test_bad_input_is_refused(self, alice, change, rule, sentence):
        response = alice.patch("/v2/me", json=change)

        assert constraints(response)[next(iter(change))][rule] == sentence

    def test_a_new_zone_moves_the_default_schedule(self, alice):
        me = alice.patch("/v2/me", json={"timeZone": "America/New_york"}).json()["data"]

        assert me["timeZone"] == "America/New_York"
        default = alice.get("/v2/schedules/default", headers={"cal-api-version": "2024-06-11"}).json()
        assert default["data"]["timeZone"] == "America/New_York"
