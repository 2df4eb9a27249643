"""`/v2/oauth-clients/{clientId}/users`."""

import pytest

from tests.conftest import constraints, refusal

USERS = "/v2/oauth-clients/c1/users"
ALICE = {"email": "alice@example.com", "name": "Alice"}
TOKEN_FIELDS = {"accessToken", "accessTokenExpiresAt", "refreshToken", "refreshTokenExpiresAt"}


@pytest.fixture
def alice(client):
    return client.post(USERS, json=ALICE).json()["data"]


class TestWhoMayManageUsers:
    def test_a_wrong_secret(self, platform):
        response = platform.api(x_cal_secret_key="wrong").get(USERS)

        assert refusal(response) == (
            401,
            "UnauthorizedException",
            "ApiAuthStrategy - oAuth client - Invalid client secret",
        )

    def test_an_unknown_client_with_a_secret(self, client):
        response = client.get("/v2/oauth-clients/nope/users")

        assert refusal(response) == (
            401,
            "UnauthorizedException",
            "ApiAuthStrategy - oAuth client - Client with ID nope not found",
        )

    def test_an_unknown_client_with_an_api_key(self, platform):
        response = platform.api("cal_olga").get("/v2/oauth-clients/nope/users")

        assert refusal(response) == (404, "NotFoundException", "OAuthClientGuard - OAuth client not found.")

    def test_the_client_is_asked_for_before_the_role(self, session):
        assert refusal(session("mia").get("/v2/oauth-clients/c9/users"))[2].startswith("OAuthClientGuard - forbidden.")
        assert refusal(session("mia").get(USERS))[2] == (
            "OrganizationRolesGuard - User must have one of the roles: ADMIN, OWNER."
        )

    def test_the_clients_own_header_pair_will_do_too(self, platform):
        both = platform.api(x_cal_client_id="c1", x_cal_secret_key="s1")

        assert both.get(USERS).json() == {"status": "success", "data": []}

    def test_an_org_admins_api_key_will_do(self, platform):
        assert platform.api("cal_adam").get(USERS).status_code == 200

    def test_guards_speak_before_the_body(self, platform):
        assert platform.api(x_cal_secret_key="wrong").post(USERS, json={"email": 5}).status_code == 401


class TestCreateManagedUser:
    def test_all_that_is_wrong_is_told(self, client):
        wrong = {"email": 5, "timeFormat": 13, "weekStart": 1, "timeZone": "", "locale": "xx", "metadata": {"a": []}}

        told = constraints(client.post(USERS, json=wrong))

        assert told["email"] == {"isString": "email must be a string"}
        assert told["name"] == {"isString": "name must be a string"}
        assert list(told["timeFormat"].values()) == ["timeFormat must be a number either 12 or 24"]
        assert told["weekStart"] == {"isString": "weekStart must be a string"}
        assert told["timeZone"] == {"isTimeZone": "timeZone must be a valid IANA time-zone"}
        assert told["locale"]["isEnum"].startswith("locale must be one of the following values: ar, ca, de, ")
        assert told["metadata"]["ValidateMetadata"].startswith("Metadata must have at most 50 keys")

    def test_the_least_that_can_be_sent(self, client):
        response = client.post(USERS, json={"email": "Bob.X@mail.example.co.uk", "name": "Bob"})

        assert response.status_code == 201
        data = response.json()["data"]
        assert set(data) == TOKEN_FIELDS | {"user"}
        assert data["user"] == {
            "id": data["user"]["id"],
            "email": "Bob.X+c1@mail.example.co.uk",
            "username": "bob.x-c1-mail-example",
            "name": "Bob",
            "bio": None,
            "timeZone": "Europe/London",
            "weekStart": "Sunday",
            "createdDate": "2026-01-05T08:00:00.000Z",
            "timeFormat": 12,
            "defaultScheduleId": None,
            "locale": None,
            "avatarUrl": None,
        }

    def test_a_zone_makes_a_default_schedule(self, client, platform):
        made = client.post(USERS, json=ALICE | {"timeZone": "america/new_york", "weekStart": "Whenever"}).json()["data"]

        assert made["user"]["timeZone"] == "America/New_York"
        assert made["user"]["weekStart"] == "Whenever"
        default = platform.api(made["accessToken"], "2024-06-11").get("/v2/schedules/default").json()["data"]
        assert default["id"] == made["user"]["defaultScheduleId"]
        assert default["name"] == "Default schedule"
        assert default["timeZone"] == "America/New_York"
        assert default["availability"] == [
            {
                "days": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"],
                "startTime": "09:00",
                "endTime": "17:00",
            }
        ]

    def test_a_null_zone_is_none(self, client):
        made = client.post(USERS, json=ALICE | {"timeZone": None}).json()["data"]["user"]

        assert (made["timeZone"], made["defaultScheduleId"]) == ("Europe/London", None)

    def test_any_other_null_is_kept_or_refused(self, client):
        refused = client.post(USERS, json=ALICE | {"weekStart": None})
        made = client.post(USERS, json=ALICE | {"timeFormat": None}).json()["data"]["user"]

        assert refusal(refused) == (400, "INTERNAL_SERVER_ERROR", "There was an error, please try again later.")
        assert made["timeFormat"] is None

    def test_metadata_comes_back(self, client):
        made = client.post(USERS, json=ALICE | {"metadata": {"crm": "7"}, "locale": "de", "bio": "Hi"}).json()["data"]

        assert made["user"]["metadata"] == {"crm": "7"}
        assert (made["user"]["locale"], made["user"]["bio"]) == ("de", "Hi")

    def test_an_address_in_use(self, client, alice):
        response = client.post(USERS, json=ALICE)

        assert refusal(response) == (
            409,
            "ConflictException",
            f"User with the provided e-mail already exists. Existing user ID={alice['user']['id']}",
        )

    def test_the_same_address_with_another_client(self, client, alice):
        response = client.post("/v2/oauth-clients/c2/users", json=ALICE, headers={"x-cal-secret-key": "s2"})

        assert response.json()["data"]["user"]["email"] == "alice+c2@example.com"

    def test_what_is_no_address(self, client):
        response = client.post(USERS, json={"email": "alice+c1@nowhere", "name": "A"})

        assert refusal(response) == (
            400,
            "TRPCError",
            "Invite failed because alice+c1@nowhere is not a valid email address",
        )
        assert "details" not in response.json()["error"]

    def test_a_username_in_use(self, client, alice):
        response = client.post(USERS, json={"email": "alice@example.com.au", "name": "Other"})

        assert refusal(response) == (
            409,
            "CONFLICT",
            "Invalid Input: Trying to create a record that already exists.",
        )

    def test_he_is_a_member_of_the_organization(self, platform, alice):
        me = platform.api(alice["accessToken"]).get("/v2/me").json()["data"]

        assert me["organizationId"] == 500
        assert me["organization"] == {"isPlatform": True, "id": 500}

    def test_default_event_types(self, client, session, platform):
        session("olga").patch("/v2/oauth-clients/c1", json={"areDefaultEventTypesEnabled": True})
        token = client.post(USERS, json=ALICE).json()["data"]["accessToken"]

        listed = platform.api(token, "2024-06-14").get("/v2/event-types").json()["data"]

        assert [(one["title"], one["slug"], one["lengthInMinutes"]) for one in listed] == [
            ("30 Minutes", "thirty-minutes", 30),
            ("60 Minutes", "sixty-minutes", 60),
            ("30 Minutes", "thirty-minutes-video", 30),
            ("60 Minutes", "sixty-minutes-video", 60),
        ]

    def test_nobody_is_told(self, client, platform):
        client.post(USERS, json=ALICE)

        assert platform.outbox() == []


class TestListManagedUsers:
    @pytest.fixture(autouse=True)
    def people(self, client):
        for name in ("alice", "bob", "carl"):
            client.post(USERS, json={"email": f"{name}@example.com", "name": name})

    @pytest.mark.parametrize(
        ("query", "names"),
        [
            ("", ["alice", "bob", "carl"]),
            ("limit=1", ["alice"]),
            ("limit=1&offset=2", ["carl"]),
            ("emails=bob@example.com", ["bob"]),
            ("emails=bob@example.com, carl%2Bc1@example.com", ["bob", "carl"]),
            ("emails=bob@example.com&emails=nonsense", ["bob"]),
            ("emails=nobody@example.com", []),
        ],
    )
    def test_filters(self, client, query, names):
        listed = client.get(f"{USERS}?{query}").json()["data"]

        assert [one["name"] for one in listed] == names

    @pytest.mark.parametrize("query", ["limit=0", "limit=251", "offset=251", "offset=-1", "limit=x", "limit="])
    def test_figures_out_of_range(self, client, query):
        assert constraints(client.get(f"{USERS}?{query}")).keys() == {query.split("=")[0]}

    @pytest.mark.parametrize(
        ("query", "shown"), [("nonsense", "nonsense"), ("bob+c1@example.com", "bob c1@example.com")]
    )
    def test_a_bad_address(self, client, query, shown):
        response = client.get(f"{USERS}?emails=alice@example.com,{query}")

        assert refusal(response) == (400, "BadRequestException", f"Invalid email {shown}")

    def test_others_stay_unseen(self, client):
        assert client.get("/v2/oauth-clients/c2/users", headers={"x-cal-secret-key": "s2"}).json()["data"] == []


class TestOneManagedUser:
    @pytest.mark.parametrize("method", ["get", "delete", "patch"])
    def test_somebody_who_is_not_the_clients(self, client, method):
        response = getattr(client, method)(f"{USERS}/1")

        assert refusal(response) == (404, "NotFoundException", "User with ID 1 is not part of this OAuth client.")

    def test_an_id_that_is_no_number(self, client):
        response = client.get(f"{USERS}/abc")

        assert refusal(response) == (400, "INTERNAL_SERVER_ERROR", "There was an error, please try again later.")

    def test_get(self, client, alice):
        assert client.get(f"{USERS}/{alice['user']['id']}").json()["data"] == alice["user"]

    def test_a_new_address_brings_a_new_username(self, client, alice):
        shown = client.patch(f"{USERS}/{alice['user']['id']}", json={"email": "ally@other.example"}).json()["data"]

        assert (shown["email"], shown["username"]) == ("ally+c1@other.example", "ally-c1-other-example")

    def test_a_taken_address(self, client, alice):
        client.post(USERS, json={"email": "bob@example.com", "name": "Bob"})

        response = client.patch(f"{USERS}/{alice['user']['id']}", json={"email": "bob@example.com", "bio": "new"})

        assert refusal(response)[:2] == (409, "CONFLICT")
        assert client.get(f"{USERS}/{alice['user']['id']}").json()["data"]["bio"] is None

    def test_a_new_zone_leaves_the_schedule_alone(self, client, platform):
        made = client.post(USERS, json=ALICE | {"timeZone": "Europe/Rome"}).json()["data"]

        shown = client.patch(f"{USERS}/{made['user']['id']}", json={"timeZone": "Asia/Tokyo"}).json()["data"]

        assert shown["timeZone"] == "Asia/Tokyo"
        default = platform.api(made["accessToken"], "2024-06-11").get("/v2/schedules/default").json()["data"]
        assert default["timeZone"] == "Europe/Rome"

    def test_bad_changes(self, client, alice):
        wrong = {"weekStart": "monday", "timeFormat": 13, "timeZone": "Narnia/Woods", "email": "x"}

        told = constraints(client.patch(f"{USERS}/{alice['user']['id']}", json=wrong))

        assert told.keys() == wrong.keys()

    def test_a_change_needs_an_organization_in_the_request(self, platform, alice):
        response = platform.api("cal_olga").patch(f"{USERS}/{alice['user']['id']}", json={"name": "A"})

        assert refusal(response) == (401, "UnauthorizedException", "GetOrgId decorator: Organization ID not found")

    def test_delete_answers_with_who_it_was(self, client, platform, alice):
        response = client.delete(f"{USERS}/{alice['user']['id']}")

        assert response.json() == {"status": "success", "data": alice["user"]}
        assert client.get(f"{USERS}/{alice['user']['id']}").status_code == 404
        assert platform.api(alice["accessToken"]).get("/v2/me").status_code == 401


class TestForceRefresh:
    def test_all_old_tokens_are_void(self, client, platform, alice):
        response = client.post(f"{USERS}/{alice['user']['id']}/force-refresh")

        assert response.status_code == 200
        pair = response.json()["data"]
        assert set(pair) == TOKEN_FIELDS
        assert platform.api(pair["accessToken"]).get("/v2/me").status_code == 200
        old = platform.api(alice["accessToken"]).get("/v2/me")
        assert refusal(old) == (401, "UnauthorizedException", "Invalid Access Token.")
        again = client.post("/v2/oauth/c1/refresh", json={"refreshToken": alice["refreshToken"]})
        assert refusal(again) == (400, "BadRequestException", "Invalid refresh token")


class TestFixtures:
    def test_a_managed_user_comes_with_tokens_and_stays_a_member(self, platform):
        document = {
            "organizations": [
                {
                    "slug": "platform",
                    "members": [{"user": "olga", "role": "OWNER"}],
                    "oauthClients": [
                        {"name": "Acme", "managedUsers": [{"email": "kim@example.com", "name": "Kim", "id": 900}]}
                    ],
                }
            ]
        }

        made = platform.load(document)
        again = platform.load(document)

        kim = made["managedUsers"]["kim@example.com"]
        assert (kim["id"], kim["email"], kim["username"]) == (900, "kim+c1@example.com", "kim-c1-example-com")
        assert again["managedUsers"]["kim@example.com"]["accessToken"] == kim["accessToken"]
        assert platform.api(kim["accessToken"]).get("/v2/me").json()["data"]["organizationId"] == 500
        assert made["oauthClients"] == {"Acme": {"id": "c1", "secret": "s1"}}

    def test_an_export_brings_them_back(self, platform, client, mockcal_server):
        client.post(USERS, json=ALICE | {"timeZone": "Europe/Rome", "metadata": {"a": 1}})
        document = platform.export()

        platform.control("PUT", f"/sandboxes/{platform.name}", json={"fixtures": [document]})

        assert platform.export() == document
        listed = client.get(USERS).json()["data"]
        assert [(one["email"], one["timeZone"]) for one in listed] == [("alice+c1@example.com", "Europe/Rome")]
