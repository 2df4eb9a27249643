"""`/v2/organizations/{orgId}/users`."""

import pytest

from tests.api.organizations.conftest import JOE, TEAM
from tests.conftest import constraints, refusal

USERS = "/v2/organizations/50/users"
PICTURE = "data:image/png;base64,iVBORw0KGgo="


@pytest.fixture
def owner(acme):
    return acme.api("cal_owner")


def ids(response):
    assert response.status_code == 200, response.text
    return [user["id"] for user in response.json()["data"]]


class TestGetUsers:
    def test_everybody_with_a_profile_in_order(self, owner):
        assert ids(owner.get(USERS)) == [101, 102, 103, 105, 106, 107, 108, 110]

    def test_all_that_is_shown(self, owner):
        (shown,) = [user for user in owner.get(USERS).json()["data"] if user["id"] == JOE]

        assert shown.pop("name")
        assert shown.pop("defaultScheduleId")
        assert shown["profile"].pop("id")
        assert shown == {
            "id": JOE,
            "username": "joe",
            "email": "joe@example.com",
            "emailVerified": None,
            "bio": None,
            "avatarUrl": None,
            "timeZone": "Europe/London",
            "weekStart": "Sunday",
            "appTheme": None,
            "theme": None,
            "locale": None,
            "timeFormat": 12,
            "hideBranding": False,
            "brandColor": None,
            "darkBrandColor": None,
            "allowDynamicBooking": True,
            "createdDate": "2026-01-05T08:00:00.000Z",
            "verified": True,
            "invitedTo": None,
            "profile": {"organizationId": 50, "userId": JOE, "username": "joe"},
        }

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("emails=joe@example.com", [110]),
            ("emails=joe@example.com&emails=member@example.com", [103, 110]),
            ("emails=JOE@example.com", []),
            ("emails=stranger@example.com", []),
            (f"teamIds={TEAM}", [106, 107, 108]),
            ("teamIds=70", [101, 102, 103, 105]),
            (f"teamIds={TEAM},70&skip=3", [105, 106, 107, 108]),
            (f"teamIds={TEAM}&teamIds=70&take=2", [101, 102]),
            ("teamIds=70&emails=member@example.com", [103]),
            (f"teamIds={TEAM}&emails=member@example.com", []),
            ("take=1000&skip=6", [108, 110]),
        ],
    )
    def test_filters(self, owner, query, found):
        assert ids(owner.get(f"{USERS}?{query}")) == found

    @pytest.mark.parametrize(
        ("query", "rule", "sentence"),
        [
            ("emails=joe@example.com,member@example.com", "isEmail", "Please submit only valid email addresses"),
            ("emails=", "isEmail", "Please submit only valid email addresses"),
            ("take=1001", "max", "take must not be greater than 1000"),
            ("take=0", "min", "take must not be less than 1"),
            ("take=", "isNumber", "take must be a number conforming to the specified constraints"),
            ("skip=-1", "min", "skip must not be less than 0"),
            ("skip=", "isNumber", "skip must be a number conforming to the specified constraints"),
            (
                "attributeQueryOperator=XOR",
                "isEnum",
                "attributeQueryOperator must be one of the following values: OR, AND, NONE",
            ),
            (
                "teamIds=abc",
                "isNumber",
                "each value in teamIds must be a number conforming to the specified constraints",
            ),
        ],
    )
    def test_bad_queries_are_refused(self, owner, query, rule, sentence):
        response = owner.get(f"{USERS}?{query}")

        assert constraints(response)[query.split("=")[0]][rule] == sentence

    def test_a_team_id_beyond_32_bits_is_refused(self, owner):
        response = owner.get(f"{USERS}?teamIds=70,2147483648")

        assert refusal(response) == (400, "INTERNAL_SERVER_ERROR", "There was an error, please try again later.")


class TestGetUsersByOptions:
    """u1 (member) has o1 and oA and is in the team; u2 (joe) has oA; nobody else has anything."""

    @pytest.fixture
    def assigned(self, acme):
        acme.load(
            {
                "organizations": [
                    {
                        "slug": "acme",
                        "attributes": [
                            {
                                "name": name,
                                "slug": name,
                                "type": "MULTI_SELECT",
                                "options": [{"value": option, "slug": option, "id": option}],
                                "assigned": [{"user": user, "options": [option]} for user in users],
                            }
                            for name, option, users in (("a", "o1", ["member"]), ("b", "oA", ["member", "joe"]))
                        ],
                        "teams": [{"slug": "sales", "members": ["member"]}],
                    }
                ]
            }
        )
        return acme.api("cal_owner")

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("assignedOptionIds=o1", [103]),
            ("assignedOptionIds=oA", [103, 110]),
            ("assignedOptionIds=o1,oA", [103]),
            ("assignedOptionIds=o1&assignedOptionIds=oA", [103]),
            ("assignedOptionIds=o1,oA&attributeQueryOperator=AND", [103]),
            ("assignedOptionIds=o1,oA&attributeQueryOperator=OR", [103, 110]),
            (f"assignedOptionIds=o1,oA&attributeQueryOperator=OR&teamIds={TEAM}", [103]),
            ("assignedOptionIds=o1,oA&attributeQueryOperator=NONE", []),
            ("assignedOptionIds=o1&attributeQueryOperator=NONE", [103, 110]),
            ("assignedOptionIds=o1&attributeQueryOperator=NONE&take=1&skip=1", [110]),
            ("assignedOptionIds=nonsense", []),
            ("attributeQueryOperator=NONE&take=2", [101, 102]),
        ],
    )
    def test_every_operator(self, assigned, query, found):
        assert ids(assigned.get(f"{USERS}?{query}")) == found

    def test_addresses_beside_options_fail_in_the_database(self, assigned):
        response = assigned.get(f"{USERS}?assignedOptionIds=o1&emails=joe@example.com")

        assert refusal(response) == (400, "INTERNAL_SERVER_ERROR", "There was an error, please try again later.")

    def test_a_member_without_a_profile_has_an_empty_one(self, acme, assigned):
        assigned.post("/v2/organizations/50/memberships", json={"userId": 104, "accepted": True})
        attributes = assigned.get("/v2/organizations/50/attributes").json()["data"]
        body = {"attributeId": attributes[0]["id"], "attributeOptionId": "o1"}
        assert assigned.post("/v2/organizations/50/attributes/options/104", json=body).status_code == 201

        found = assigned.get(f"{USERS}?assignedOptionIds=o1").json()["data"]

        assert [(user["id"], user["profile"] == {}) for user in found] == [(103, False), (104, True)]


class TestCreateUser:
    @pytest.mark.parametrize(
        "change",
        [
            {"email": "nonsense"},
            {"username": 5},
            {"weekday": "Mon"},
            {"theme": "blue"},
            {"appTheme": "blue"},
            {"timeFormat": 13},
            {"timeZone": "Narnia/Woods"},
            {"brandColor": "red"},
            {"darkBrandColor": "#12345"},
            {"avatarUrl": "https://example.com/a.png"},
            {"locale": "xx"},
            {"metadata": "x"},
            {"defaultScheduleId": -1},
            {"hideBranding": "yes"},
            {"organizationRole": "KING"},
            {"autoAccept": "yes"},
            {"bio": 5},
        ],
        ids=lambda change: next(iter(change)),
    )
    def test_bad_input_is_refused(self, owner, change):
        response = owner.post(USERS, json={"email": "new@acme.com"} | change)

        assert list(constraints(response)) == [next(iter(change))]

    @pytest.mark.parametrize("number", [1.5, 2**31, 1e300])
    def test_a_schedule_that_no_column_holds_fails_in_the_database(self, owner, number):
        response = owner.post(USERS, json={"email": "new@acme.com", "defaultScheduleId": number})

        assert refusal(response) == (400, "INTERNAL_SERVER_ERROR", "There was an error, please try again later.")

    def test_the_address_of_a_user_of_the_organization_is_refused(self, owner):
        assert refusal(owner.post(USERS, json={"email": "Joe@Example.com"})) == (
            409,
            "ConflictException",
            "A user already exists with that email",
        )

    def test_the_address_of_anybody_else_is_a_duplicate(self, owner):
        assert refusal(owner.post(USERS, json={"email": "stranger@example.com"})) == (
            409,
            "CONFLICT",
            "Invalid Input: Trying to create a record that already exists.",
        )

    def test_the_name_of_a_user_of_the_organization_is_refused(self, owner):
        assert refusal(owner.post(USERS, json={"email": "new@acme.com", "username": "JOE"})) == (
            409,
            "ConflictException",
            "Username is already taken",
        )

    @pytest.mark.parametrize(
        ("email", "username"),
        [("alice@acme.com", "alice-acme"), ("Bob.Lee@mail.corp.co.uk", "bob.lee-mail"), ("x+y@acme.com", "x-y-acme")],
    )
    def test_the_name_is_made_of_the_address(self, owner, email, username):
        user = owner.post(USERS, json={"email": email}).json()["data"]

        assert (user["email"], user["username"], user["profile"]["username"]) == (email.lower(), username, username)

    def test_two_addresses_that_make_one_name_are_a_duplicate(self, owner):
        assert owner.post(USERS, json={"email": "alice@acme.com"}).status_code == 201

        assert refusal(owner.post(USERS, json={"email": "alice@acme.io"}))[:2] == (409, "CONFLICT")

    def test_a_given_name_is_the_users_only(self, owner):
        user = owner.post(USERS, json={"email": "alice@acme.com", "username": "Alice"}).json()["data"]

        assert (user["username"], user["profile"]["username"]) == ("alice", "alice-acme")

    def test_what_a_new_user_is(self, owner):
        response = owner.post(USERS, json={"email": "alice@acme.com", "name": "Alice", "locale": None})

        assert response.status_code == 201
        user = response.json()["data"]
        assert user["name"] is None
        assert user["locale"] is None
        assert user["defaultScheduleId"] is None
        assert (user["verified"], user["emailVerified"], user["invitedTo"]) == (True, None, 50)
        (membership,) = [
            one for one in owner.get("/v2/organizations/50/memberships").json()["data"] if one["userId"] == user["id"]
        ]
        assert (membership["role"], membership["accepted"]) == ("MEMBER", True)

    def test_a_first_schedule_that_is_not_the_default(self, owner):
        user_id = owner.post(USERS, json={"email": "alice@acme.com"}).json()["data"]["id"]

        (schedule,) = owner.get(f"{USERS}/{user_id}/schedules").json()["data"]
        assert schedule["name"] == "Working Hours"
        assert schedule["isDefault"] is False
        assert schedule["availability"] == [
            {
                "days": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"],
                "startTime": "09:00",
                "endTime": "17:00",
            }
        ]

    def test_role_and_acceptance_may_be_chosen(self, owner):
        user = owner.post(
            USERS, json={"email": "alice@acme.com", "organizationRole": "ADMIN", "autoAccept": False}
        ).json()["data"]

        (membership,) = [
            one for one in owner.get("/v2/organizations/50/memberships").json()["data"] if one["userId"] == user["id"]
        ]
        assert (membership["role"], membership["accepted"]) == ("ADMIN", False)

    def test_what_is_given_is_kept(self, owner):
        given = {
            "bio": "Me",
            "metadata": {"a": 1},
            "brandColor": "#fff",
            "darkBrandColor": "#12345678",
            "hideBranding": True,
            "theme": "dark",
            "appTheme": "light",
            "timeFormat": 24,
            "locale": "pt-BR",
            "avatarUrl": PICTURE,
            "defaultScheduleId": 7,
        }

        user = owner.post(USERS, json={"email": "alice@acme.com", "timeZone": "europe/rome"} | given).json()["data"]

        assert {key: user[key] for key in given} == given
        assert user["timeZone"] == "Europe/Rome"

    def test_a_weekday_fails_when_the_user_is_there_already(self, owner):
        response = owner.post(USERS, json={"email": "alice@acme.com", "weekday": "Monday"})

        assert refusal(response) == (400, "INTERNAL_SERVER_ERROR", "There was an error, please try again later.")
        assert len(ids(owner.get(f"{USERS}?emails=alice@acme.com"))) == 1

    def test_a_mail_invites_the_new_user(self, acme, owner):
        acme.load({"users": [{"username": "owner", "name": "Olga Owner"}]})

        owner.post(USERS, json={"email": "alice@acme.com"})

        (mail,) = acme.outbox()
        assert mail["to"] == ["alice@acme.com"]
        assert mail["template"] == "organization-invite"
        assert mail["subject"] == "Olga Owner invited you to join Acme"
        assert "/signup?token=" in mail["text"]

    def test_no_team_event_types_are_given(self, acme, owner):
        acme.load(
            {
                "organizations": [
                    {
                        "slug": "acme",
                        "teams": [
                            {
                                "slug": "sales",
                                "eventTypes": [
                                    {
                                        "title": "All",
                                        "slug": "all",
                                        "lengthInMinutes": 30,
                                        "schedulingType": "collective",
                                        "assignAllTeamMembers": True,
                                    }
                                ],
                            }
                        ],
                    }
                ]
            }
        )

        user_id = owner.post(USERS, json={"email": "alice@acme.com"}).json()["data"]["id"]

        (event_type,) = owner.get(f"/v2/organizations/50/teams/{TEAM}/event-types").json()["data"]
        assert user_id not in [host["userId"] for host in event_type["hosts"]]


class TestUpdateUser:
    @pytest.mark.parametrize("user_id", [104, 999])
    def test_somebody_outside_is_refused(self, owner, user_id):
        assert refusal(owner.patch(f"{USERS}/{user_id}", json={})) == (
            403,
            "ForbiddenException",
            f"IsUserInOrg - user with id={user_id} is not part of the organization with id=50.",
        )

    def test_bad_input_is_refused(self, owner):
        assert list(constraints(owner.patch(f"{USERS}/{JOE}", json={"theme": "blue", "email": None}))) == ["theme"]

    @pytest.mark.parametrize("username", ["member", "joe", "JOE"])
    def test_names_of_the_organization_are_taken_ones_own_too(self, owner, username):
        assert refusal(owner.patch(f"{USERS}/{JOE}", json={"username": username})) == (
            409,
            "ConflictException",
            "Username is already taken",
        )

    def test_an_address_in_use_is_a_duplicate(self, owner):
        assert refusal(owner.patch(f"{USERS}/{JOE}", json={"email": "member@example.com"})) == (
            409,
            "CONFLICT",
            "Invalid Input: Trying to create a record that already exists.",
        )

    def test_a_user_whose_own_organization_is_another_one_is_not_found(self, acme):
        acme.load(
            {"organizations": [{"slug": "sub", "members": [{"user": "owner", "role": "OWNER"}, {"user": "joe"}]}]}
        )

        assert refusal(acme.api("cal_owner").patch(f"/v2/organizations/90/users/{JOE}", json={"bio": "x"})) == (
            404,
            "NOT_FOUND",
            "Invalid Query: The requested record was not found.",
        )

    def test_a_weekday_changes_nothing(self, owner):
        assert owner.patch(f"{USERS}/{JOE}", json={"weekday": "Monday", "bio": "x"}).status_code == 400

        assert owner.get(f"{USERS}?emails=joe@example.com").json()["data"][0]["bio"] is None

    def test_what_is_left_out_stays_and_the_name_in_the_organization_too(self, owner):
        owner.patch(f"{USERS}/{JOE}", json={"bio": "Me", "metadata": {"a": 1}})

        user = owner.patch(
            f"{USERS}/{JOE}",
            json={
                "username": "Joseph",
                "email": "Joseph@Example.com",
                "metadata": {"b": 2},
                "organizationRole": "OWNER",
            },
        ).json()["data"]

        assert (user["username"], user["email"], user["bio"]) == ("joseph", "joseph@example.com", "Me")
        assert user["metadata"] == {"b": 2}
        assert user["profile"]["username"] == "joe"
        assert owner.get("/v2/organizations/50/memberships/301").json()["data"]["role"] == "MEMBER"


class TestDeleteUser:
    def test_the_account_goes_with_all_that_is_his(self, acme, owner):
        acme.load(
            {
                "users": [
                    {"username": "joe", "eventTypes": [{"title": "Mine", "slug": "mine", "lengthInMinutes": 30}]}
                ],
                "teams": [{"slug": "support", "members": [{"user": "owner", "role": "OWNER"}, {"user": "joe"}]}],
                "bookings": [
                    {
                        "eventType": "joe/mine",
                        "uid": "of-joe",
                        "start": "2026-02-02T10:00:00Z",
                        "attendee": {"name": "Zoe", "email": "zoe@example.com", "timeZone": "UTC"},
                    }
                ],
            }
        )
        (before,) = owner.get(f"{USERS}?emails=joe@example.com").json()["data"]

        response = owner.delete(f"{USERS}/{JOE}")

        assert (response.status_code, response.json()["data"]) == (200, before)
        assert acme.api("cal_joe").get("/v2/me").status_code == 401
        assert owner.get("/v2/organizations/50/memberships/301").status_code == 404
        assert JOE not in [one["userId"] for one in owner.get("/v2/teams/70/memberships").json()["data"]]
        assert acme.api("cal_owner", "2024-08-13").get("/v2/bookings/of-joe").status_code == 404
        assert owner.delete(f"{USERS}/{JOE}").status_code == 403
        assert owner.post(USERS, json={"email": "joe@example.com"}).status_code == 201
