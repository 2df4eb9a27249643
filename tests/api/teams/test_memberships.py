"""`/v2/teams/{teamId}/memberships`."""

import pytest

from tests.conftest import constraints, refusal

PEOPLE = {
    "users": [
        {"username": "alice", "id": 101, "name": "Alice", "bio": "Me", "metadata": {"a": 1}},
        {"username": "bob", "id": 102},
        {"username": "carol", "id": 103},
        {"username": "dave", "id": 104},
    ],
    "teams": [
        {
            "slug": "support",
            "id": 7,
            "members": [
                {"user": "alice", "role": "OWNER", "id": 201},
                {"user": "bob", "role": "ADMIN", "id": 202},
                {"user": "carol", "accepted": False, "id": 203},
            ],
            "eventTypes": [
                {
                    "title": "All",
                    "slug": "all",
                    "lengthInMinutes": 30,
                    "schedulingType": "collective",
                    "assignAllTeamMembers": True,
                },
                {
                    "title": "Round",
                    "slug": "round",
                    "lengthInMinutes": 30,
                    "schedulingType": "roundRobin",
                    "assignAllTeamMembers": True,
                },
                {
                    "title": "Managed",
                    "slug": "managed",
                    "lengthInMinutes": 30,
                    "schedulingType": "managed",
                    "assignAllTeamMembers": True,
                },
                {
                    "title": "Few",
                    "slug": "few",
                    "lengthInMinutes": 30,
                    "schedulingType": "collective",
                    "hosts": [{"user": "alice"}],
                },
            ],
        },
        {"slug": "other", "id": 8, "members": [{"user": "alice", "role": "OWNER", "id": 204}]},
    ],
    "organizations": [
        {
            "slug": "platform",
            "id": 90,
            "isPlatform": True,
            "members": [{"user": "alice", "role": "OWNER"}],
            "oauthClients": [{"name": "One", "id": "one"}, {"name": "Two", "id": "two"}],
            "teams": [
                {"slug": "of-one", "id": 91, "oauthClient": "One", "members": [{"user": "alice", "role": "OWNER"}]}
            ],
        }
    ],
}
MANAGED = {"users": [{"username": "managed", "id": 105, "oauthClient": "Two"}]}


@pytest.fixture
def alice(mockcal):
    mockcal.load(PEOPLE)
    return mockcal.api("cal_alice")


def event_types(mockcal, username):
    listed = mockcal.api(f"cal_{username}", "2024-06-14").get("/v2/event-types", params={"username": username})
    return sorted(one["slug"] for one in listed.json()["data"])


def hosts(mockcal, slug):
    listed = mockcal.api("cal_alice").get("/v2/teams/7/event-types", params={"eventSlug": slug}).json()["data"]
    return {(host["userId"], host.get("mandatory")) for one in listed for host in one["hosts"]}


class TestCreateMembership:
    @pytest.mark.parametrize(
        ("change", "rule", "sentence"),
        [
            ({"userId": "104"}, "isInt", "userId must be an integer number"),
            ({"role": "KING"}, "isEnum", "role must be one of the following values: MEMBER, ADMIN, OWNER"),
            ({"accepted": "yes"}, "isBoolean", "accepted must be a boolean value"),
            ({"disableImpersonation": 1}, "isBoolean", "disableImpersonation must be a boolean value"),
        ],
    )
    def test_bad_input_is_refused(self, alice, change, rule, sentence):
        response = alice.post("/v2/teams/7/memberships", json={"userId": 104} | change)

        assert constraints(response)[next(iter(change))][rule] == sentence

    def test_nobody_cannot_be_a_member(self, alice):
        assert refusal(alice.post("/v2/teams/7/memberships", json={"userId": 999})) == (
            400,
            "BAD_REQUEST",
            "Invalid input: The referenced data does not exist.",
        )

    @pytest.mark.parametrize("name", ["role", "accepted", "disableImpersonation"])
    def test_null_where_a_value_is_needed_fails_in_the_database(self, alice, name):
        response = alice.post("/v2/teams/7/memberships", json={"userId": 104, name: None})

        assert refusal(response) == (400, "INTERNAL_SERVER_ERROR", "There was an error, please try again later.")

    def test_a_member_cannot_be_one_again(self, alice):
        assert refusal(alice.post("/v2/teams/7/memberships", json={"userId": 103})) == (
            409,
            "CONFLICT",
            "Invalid Input: Trying to create a record that already exists.",
        )

    @pytest.mark.parametrize(
        ("team_id", "user_id", "sentence"),
        [
            (
                7,
                105,
                "Can't add user to team - the user is platform managed user but team is not because team probably was "
                "not created using OAuth credentials.",
            ),
            (
                91,
                104,
                "Can't add user to team - the user is not platform managed user but team is platform managed. Both have "
                "to be created using OAuth credentials.",
            ),
            (
                91,
                105,
                "Can't add user to team - managed user and team were created using different OAuth clients.",
            ),
            (
                91,
                999,
                "Can't add user to team - the user is not platform managed user but team is platform managed. Both have "
                "to be created using OAuth credentials.",
            ),
        ],
    )
    def test_accounts_of_a_platform_client_keep_to_its_teams(self, alice, mockcal, team_id, user_id, sentence):
        mockcal.load(MANAGED)

        response = alice.post(f"/v2/teams/{team_id}/memberships", json={"userId": user_id})

        assert refusal(response) == (400, "BadRequestException", sentence)

    def test_a_plain_one_is_a_member_who_has_not_accepted(self, alice, mockcal):
        response = alice.post("/v2/teams/7/memberships", json={"userId": 104, "nickname": "x"})

        assert response.status_code == 201
        membership = response.json()["data"]
        assert membership.pop("id")
        name = membership["user"].pop("name")
        assert name
        assert membership == {
            "userId": 104,
            "teamId": 7,
            "accepted": False,
            "role": "MEMBER",
            "disableImpersonation": False,
            "user": {"username": "dave", "email": "dave@example.com", "avatarUrl": None, "bio": None},
        }
        assert event_types(mockcal, "dave") == []

    def test_an_admin_may_make_an_owner(self, alice, mockcal):
        response = mockcal.api("cal_bob").post("/v2/teams/7/memberships", json={"userId": 104, "role": "OWNER"})

        assert response.json()["data"]["role"] == "OWNER"
        assert mockcal.api("cal_dave").delete("/v2/teams/7").status_code == 200

    def test_an_accepted_member_gets_the_event_types_for_all(self, alice, mockcal):
        alice.post("/v2/teams/7/memberships", json={"userId": 104, "accepted": True})

        assert event_types(mockcal, "dave") == ["managed"]
        assert (104, True) in hosts(mockcal, "all") or (104, None) in hosts(mockcal, "all")
        assert (104, False) in hosts(mockcal, "round")
        assert 104 not in {user_id for user_id, _ in hosts(mockcal, "few")}

    def test_if_one_event_type_cannot_be_given_none_is_and_the_member_is_there(self, alice, mockcal):
        mockcal.load(
            {
                "users": [
                    {"username": "dave", "eventTypes": [{"title": "Mine", "slug": "managed", "lengthInMinutes": 5}]}
                ]
            }
        )

        response = alice.post("/v2/teams/7/memberships", json={"userId": 104, "accepted": True})

        assert response.status_code == 201
        assert 104 not in {user_id for slug in ("all", "round") for user_id, _ in hosts(mockcal, slug)}
        assert event_types(mockcal, "dave") == ["managed"]
        own = mockcal.api("cal_dave", "2024-06-14").get("/v2/event-types", params={"username": "dave"}).json()["data"]
        assert own[0]["title"] == "Mine"


class TestGetMemberships:
    def test_it_lists_those_not_accepted_too_in_order(self, alice):
        listed = alice.get("/v2/teams/7/memberships").json()["data"]

        assert [(one["id"], one["role"], one["accepted"]) for one in listed] == [
            (201, "OWNER", True),
            (202, "ADMIN", True),
            (203, "MEMBER", False),
        ]
        assert listed[0]["user"] == {
            "username": "alice",
            "email": "alice@example.com",
            "avatarUrl": None,
            "name": "Alice",
            "bio": "Me",
            "metadata": {"a": 1},
        }

    @pytest.mark.parametrize(
        ("query", "ids"),
        [
            ("emails=bob@example.com", [202]),
            ("emails=bob@example.com,carol@example.com", [202, 203]),
            ("emails=bob@example.com&emails=carol@example.com", [202, 203]),
            ("emails=bob@example.com,alice@example.com&emails=carol@example.com", [201, 202, 203]),
            ("emails=%20BOB@example.com%20,bob@example.com", [202]),
            ("emails=nobody@example.com", []),
            ("emails=", [201, 202, 203]),
            ("take=1", [201]),
            ("skip=1&take=1", [202]),
            ("skip=9", []),
            ("emails=bob@example.com,carol@example.com&skip=1&take=1", [203]),
            ("emails[]=bob@example.com", [202]),
        ],
    )
    def test_filter_and_pages(self, alice, query, ids):
        assert [one["id"] for one in alice.get(f"/v2/teams/7/memberships?{query}").json()["data"]] == ids

    @pytest.mark.parametrize(
        ("query", "rule", "sentence"),
        [
            ("emails=nonsense", "isEmail", "Each email must be a valid email address"),
            (
                "emails=" + ",".join(f"u{n}@example.com" for n in range(21)),
                "arrayMaxSize",
                "emails array cannot contain more than 20 email addresses for team membership filtering",
            ),
            ("take=0", "min", "take must not be less than 1"),
            ("take=251", "max", "take must not be greater than 250"),
            ("skip=-1", "min", "skip must not be less than 0"),
        ],
    )
    def test_bad_queries_are_refused(self, alice, query, rule, sentence):
        response = alice.get(f"/v2/teams/7/memberships?{query}")

        assert constraints(response)[query.split("=")[0]][rule] == sentence

    def test_twenty_addresses_will_do_whatever_is_repeated(self, alice):
        emails = ",".join([f"u{n}@example.com" for n in range(20)] * 2)

        assert alice.get(f"/v2/teams/7/memberships?emails={emails}").status_code == 200


class TestGetMembership:
    @pytest.mark.parametrize("membership_id", [999, 204])
    def test_a_missing_one_and_another_teams_are_not_found(self, alice, membership_id):
        assert refusal(alice.get(f"/v2/teams/7/memberships/{membership_id}")) == (
            404,
            "NotFoundException",
            "Organization's Team membership not found",
        )

    def test_an_id_that_is_no_number_is_refused(self, alice):
        assert refusal(alice.get("/v2/teams/7/memberships/abc")) == (
            400,
            "BadRequestException",
            "Validation failed (numeric string is expected)",
        )

    def test_one(self, alice):
        assert alice.get("/v2/teams/7/memberships/202").json()["data"]["userId"] == 102


class TestUpdateMembership:
    @pytest.mark.parametrize("membership_id", [999, 204])
    def test_a_missing_one_is_not_found(self, alice, membership_id):
        assert refusal(alice.patch(f"/v2/teams/7/memberships/{membership_id}", json={})) == (
            404,
            "NOT_FOUND",
            "Invalid Query: The requested record was not found.",
        )

    def test_accepting_brings_no_event_types(self, alice, mockcal):
        response = alice.patch("/v2/teams/7/memberships/203", json={"accepted": True})

        assert response.json()["data"]["accepted"] is True
        before = {user_id for user_id, _ in hosts(mockcal, "round")}
        assert alice.patch("/v2/teams/7/memberships/203", json={"accepted": False}).json()["data"]["accepted"] is False
        assert {user_id for user_id, _ in hosts(mockcal, "round")} == before

    def test_what_is_left_out_stays(self, alice):
        alice.patch("/v2/teams/7/memberships/203", json={"role": "ADMIN", "disableImpersonation": True})

        changed = alice.patch("/v2/teams/7/memberships/203", json={"accepted": True}).json()["data"]
        assert (changed["role"], changed["accepted"], changed["disableImpersonation"]) == ("ADMIN", True, True)

    def test_an_admin_may_demote_the_last_owner(self, alice, mockcal):
        bob = mockcal.api("cal_bob")

        assert bob.patch("/v2/teams/7/memberships/201", json={"role": "MEMBER"}).json()["data"]["role"] == "MEMBER"
        assert alice.get("/v2/teams/7/memberships").status_code == 403


class TestDeleteMembership:
    @pytest.mark.parametrize("membership_id", [999, 204])
    def test_a_missing_one_is_not_found(self, alice, membership_id):
        assert refusal(alice.delete(f"/v2/teams/7/memberships/{membership_id}")) == (
            404,
            "NotFoundException",
            f"Membership with id {membership_id} not found in team 7",
        )

    def test_the_organization_of_a_team_is_not_spoken_of(self, alice):
        assert refusal(alice.delete("/v2/teams/91/memberships/999")) == (
            404,
            "NotFoundException",
            "Membership with id 999 not found in team 91",
        )

    def test_the_members_part_in_event_types_goes_and_nothing_else(self, alice, mockcal):
        added = alice.post("/v2/teams/7/memberships", json={"userId": 104, "accepted": True}).json()["data"]
        mockcal.load(
            {"users": [{"username": "dave", "eventTypes": [{"title": "Mine", "slug": "mine", "lengthInMinutes": 5}]}]}
        )

        response = alice.delete(f"/v2/teams/7/memberships/{added['id']}")

        assert (response.status_code, response.json()["data"]) == (200, added)
        assert 104 not in {user_id for slug in ("all", "round") for user_id, _ in hosts(mockcal, slug)}
        assert event_types(mockcal, "dave") == ["mine"]
        assert alice.get(f"/v2/teams/7/memberships/{added['id']}").status_code == 404
        assert mockcal.api("cal_dave").get("/v2/me").json()["data"]["username"] == "dave"

    def test_an_admin_may_remove_himself(self, alice, mockcal):
        bob = mockcal.api("cal_bob")

        assert bob.delete("/v2/teams/7/memberships/202").status_code == 200
        assert bob.get("/v2/teams/7").status_code == 403
