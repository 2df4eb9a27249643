"""`/v2/me`."""

import pytest

from tests.conftest import constraints, refusal

METADATA = "Metadata must have at most 50 keys, each key up to 40 characters, and values up to 500 characters."
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
            (
                {"weekStart": "monday"},
                "isIn",
                "weekStart must be one of the following values: Monday, Tuesday, Wednesday, "
                "Thursday, Friday, Saturday, Sunday",
            ),
            ({"email": "x"}, "isEmail", "email must be an email"),
            ({"bio": 1}, "isString", "bio must be a string"),
            (
                {"defaultScheduleId": "1"},
                "isNumber",
                "defaultScheduleId must be a number conforming to the specified constraints",
            ),
            ({"metadata": {"k" * 41: 1}}, "ValidateMetadata", METADATA),
            ({"metadata": {"k": "v" * 501}}, "ValidateMetadata", METADATA),
            ({"metadata": {"k": {}}}, "ValidateMetadata", METADATA),
            ({"metadata": {str(number): 1 for number in range(51)}}, "ValidateMetadata", METADATA),
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

    @pytest.mark.parametrize(
        ("sent", "kept"),
        [
            ("egypt", "Egypt"),
            ("europe/isle_of_man", "Europe/Isle_Of_Man"),
            ("UTC", "UTC"),
            ("america/argentina/buenos_aires", "America/Argentina/Buenos_Aires"),
        ],
    )
    def test_how_a_zone_is_kept(self, alice, sent, kept):
        assert alice.patch("/v2/me", json={"timeZone": sent}).json()["data"]["timeZone"] == kept

    def test_metadata_is_replaced_whole(self, alice):
        alice.patch("/v2/me", json={"metadata": {"a": 1, "b": True}})

        assert alice.patch("/v2/me", json={"metadata": {"c": "x"}}).json()["data"]["metadata"] == {"c": "x"}

    def test_the_answer_has_no_organization(self, alice, mockcal):
        shown = mockcal.api("cal_bob").patch("/v2/me", json={"bio": "Hi"}).json()["data"]

        assert "organization" not in shown
        assert shown["organizationId"] == 70

    def test_any_schedule_id_is_taken(self, alice):
        assert alice.patch("/v2/me", json={"defaultScheduleId": 987654}).json()["data"]["defaultScheduleId"] == 987654

    @pytest.mark.parametrize("change", [{"timeZone": None}, {"weekStart": None}, {"defaultScheduleId": 1.5}])
    def test_what_the_store_cannot_hold(self, alice, change):
        response = alice.patch("/v2/me", json=change)

        assert refusal(response) == (400, "INTERNAL_SERVER_ERROR", "There was an error, please try again later.")

    @pytest.mark.parametrize(
        ("stored", "text"),
        [
            ({"username": None}, "username - Expected string, received null, "),
            ({"time_format": None}, "timeFormat - Expected number, received null, "),
        ],
    )
    def test_who_cannot_be_shown(self, mockcal, stored, text):
        mockcal.load({"users": [{"username": "odd", "stored": stored}]})

        response = mockcal.api("cal_odd").get("/v2/me")

        assert refusal(response) == (400, "BAD_REQUEST", text)
        assert "details" not in response.json()["error"]


class TestNewAddress:
    def test_a_taken_one(self, alice):
        response = alice.patch("/v2/me", json={"email": "bob@example.com"})

        assert refusal(response) == (409, "CONFLICT", "Invalid Input: Trying to create a record that already exists.")

    def test_it_waits_for_its_proof(self, alice, mockcal):
        shown = alice.patch("/v2/me", json={"email": "New@Example.com"}).json()["data"]

        assert shown["email"] == "alice@example.com"
        assert shown["metadata"] == {"emailChangeWaitingForVerification": "new@example.com"}
        [mail] = mockcal.outbox()
        assert (mail["to"], mail["template"]) == (["new@example.com"], "email-change-verification")
        link = mail["text"].split()[-1]

        assert mockcal.api().get(link).status_code == 200
        assert alice.get("/v2/me").json()["data"]["email"] == "new@example.com"
        assert alice.get("/v2/me").json()["data"]["metadata"] == {}
        assert mockcal.api().get(link).status_code == 400

    def test_an_old_link(self, alice, mockcal):
        alice.patch("/v2/me", json={"email": "new@example.com"})
        link = mockcal.outbox()[0]["text"].split()[-1]

        mockcal.advance("P1D")

        assert mockcal.api().get(link).status_code == 400
        assert mockcal.api().get("/auth/verify-email-change").status_code == 400

    def test_a_verified_second_one_is_swapped_at_once(self, mockcal):
        mockcal.load({"users": [{"username": "eve", "secondaryEmails": ["eve@work.example"]}]})
        eve = mockcal.api("cal_eve")

        assert eve.patch("/v2/me", json={"email": "eve@work.example"}).json()["data"]["email"] == "eve@work.example"
        assert eve.patch("/v2/me", json={"email": "eve@example.com"}).json()["data"]["email"] == "eve@example.com"
        assert mockcal.outbox() == []

    def test_a_managed_users_is_changed_at_once_and_as_it_is(self, mockcal):
        client = {"name": "App", "id": "c1", "managedUsers": [{"email": "kim@example.com"}]}
        made = mockcal.load({"organizations": [{"slug": "acme", "isPlatform": True, "oauthClients": [client]}]})
        kim = mockcal.api(made["managedUsers"]["kim@example.com"]["accessToken"])

        assert kim.patch("/v2/me", json={"email": "kim@home.example"}).json()["data"]["email"] == "kim@home.example"
