"""`/v2/teams`."""

import pytest

from tests.conftest import constraints, refusal

PEOPLE = {
    "users": [
        {"username": "alice", "id": 101},
        {"username": "bob", "id": 102},
        {"username": "carol", "id": 103},
        {"username": "dave", "id": 104},
    ],
    "teams": [
        {
            "slug": "support",
            "id": 7,
            "name": "Support",
            "members": [
                {"user": "alice", "role": "OWNER"},
                {"user": "bob", "role": "ADMIN"},
                {"user": "carol", "accepted": False},
            ],
        }
    ],
    "organizations": [
        {
            "slug": "acme",
            "id": 50,
            "members": [{"user": "alice", "role": "OWNER"}],
            "teams": [{"slug": "sales", "id": 60, "members": [{"user": "alice", "accepted": False}]}],
        }
    ],
}


@pytest.fixture
def alice(mockcal):
    mockcal.load(PEOPLE)
    return mockcal.api("cal_alice")


class TestCreateTeam:
    @pytest.mark.parametrize(
        ("change", "rule", "sentence"),
        [
            ({"name": ""}, "minLength", "name must be longer than or equal to 1 characters"),
            ({"logoUrl": "http://localhost/x"}, "isUrl", "logoUrl must be a URL address"),
            ({"calVideoLogo": "x"}, "isUrl", "calVideoLogo must be a URL address"),
            ({"appLogo": "x"}, "isUrl", "appLogo must be a URL address"),
            ({"appIconLogo": "x"}, "isUrl", "appIconLogo must be a URL address"),
            ({"bannerUrl": "x"}, "isUrl", "bannerUrl must be a URL address"),
            ({"hideBranding": "yes"}, "isBoolean", "hideBranding must be a boolean value"),
            ({"timeFormat": 24}, "isString", "timeFormat must be a string"),
            (
                {"metadata": '{"a": 1}'},
                "ValidateMetadata",
                "metadata must be an object with up to 50 keys, each key name up to 40 characters, and values with a "
                "maximum length of 500 characters.",
            ),
        ],
    )
    def test_bad_input_is_refused(self, alice, change, rule, sentence):
        response = alice.post("/v2/teams", json={"name": "New"} | change)

        assert constraints(response)[next(iter(change))][rule] == sentence

    @pytest.mark.parametrize(
        "metadata", [{"a": {"nested": 1}}, {"k" * 41: 1}, {"k": "v" * 501}, {str(n): n for n in range(51)}, {"a": None}]
    )
    def test_metadata_is_flat_and_small(self, alice, metadata):
        response = alice.post("/v2/teams", json={"name": "New", "metadata": metadata})

        assert list(constraints(response)) == ["metadata"]

    def test_a_time_format_as_text_passes_the_validator_but_not_the_database(self, alice):
        response = alice.post("/v2/teams", json={"name": "New", "timeFormat": "24"})

        assert refusal(response) == (400, "INTERNAL_SERVER_ERROR", "There was an error, please try again later.")

    @pytest.mark.parametrize("name", ["hideBranding", "isPrivate", "timeZone", "weekStart", "autoAcceptCreator"])
    def test_null_where_a_value_is_needed_fails_in_the_database(self, alice, name):
        response = alice.post("/v2/teams", json={"name": "New", name: None})

        assert refusal(response) == (400, "INTERNAL_SERVER_ERROR", "There was an error, please try again later.")

    def test_the_name_of_a_team_i_am_in_is_refused(self, alice):
        response = alice.post("/v2/teams", json={"name": "Support", "slug": "other"})

        assert refusal(response) == (
            400,
            "BadRequestException",
            "You already have created a team with name=Support",
        )

    def test_somebody_elses_name_is_free(self, alice, mockcal):
        response = mockcal.api("cal_dave").post("/v2/teams", json={"name": "Support", "slug": "other"})

        assert response.status_code == 201

    @pytest.mark.parametrize("slug", ["support", "acme"])
    def test_a_slug_in_use_at_the_top_is_refused(self, alice, slug):
        response = alice.post("/v2/teams", json={"name": "New", "slug": slug})

        assert refusal(response) == (
            409,
            "CONFLICT",
            "Invalid Input: Trying to create a record that already exists.",
        )

    def test_a_slug_of_an_organizations_team_is_free(self, alice):
        assert alice.post("/v2/teams", json={"name": "New", "slug": "sales"}).status_code == 201

    def test_it_answers_all_fields_and_leaves_out_metadata_that_is_null(self, alice):
        response = alice.post("/v2/teams", json={"name": "Teams Dog Ünit!"})

        assert response.status_code == 201
        team = response.json()["data"]
        assert team.pop("id")
        assert team == {
            "parentId": None,
            "name": "Teams Dog Ünit!",
            "slug": "teams-dog-unit",
            "logoUrl": None,
            "calVideoLogo": None,
            "appLogo": None,
            "appIconLogo": None,
            "bio": None,
            "hideBranding": False,
            "isOrganization": False,
            "isPrivate": False,
            "hideBookATeamMember": False,
            "theme": None,
            "brandColor": None,
            "darkBrandColor": None,
            "bannerUrl": None,
            "timeFormat": None,
            "timeZone": "Europe/London",
            "weekStart": "Sunday",
        }

    def test_what_is_given_is_kept_as_it_is_and_unknown_keys_are_dropped(self, alice):
        given = {
            "name": "New",
            "slug": "My Slug!",
            "logoUrl": "https://example.com/l.png",
            "calVideoLogo": "https://example.com/v.png",
            "appLogo": "https://example.com/a.png",
            "appIconLogo": "https://example.com/i.png",
            "bannerUrl": "https://example.com/b.png",
            "bio": "Ours",
            "hideBranding": True,
            "isPrivate": True,
            "hideBookATeamMember": True,
            "metadata": {},
            "theme": "any",
            "brandColor": "any",
            "darkBrandColor": "any",
            "timeZone": "Narnia/Woods",
            "weekStart": "Someday",
        }

        team = alice.post("/v2/teams", json=given | {"colour": "red"}).json()["data"]

        assert {key: team[key] for key in given} == given
        assert "colour" not in team

    def test_the_creator_is_an_accepted_owner_unless_he_says_otherwise(self, alice):
        mine = alice.post("/v2/teams", json={"name": "Mine"}).json()["data"]["id"]
        later = alice.post("/v2/teams", json={"name": "Later", "autoAcceptCreator": False}).json()["data"]["id"]

        (first,) = alice.get(f"/v2/teams/{mine}/memberships").json()["data"]
        (second,) = alice.get(f"/v2/teams/{later}/memberships").json()["data"]
        assert (first["userId"], first["role"], first["accepted"]) == (101, "OWNER", True)
        assert (second["userId"], second["role"], second["accepted"]) == (101, "OWNER", False)

    def test_a_new_team_has_no_schedule(self, alice):
        team_id = alice.post("/v2/teams", json={"name": "New", "timeZone": "Europe/Rome"}).json()["data"]["id"]

        assert [one["ownerId"] for one in alice.get(f"/v2/teams/{team_id}/schedules").json()["data"]] == [101]


class TestCreateTeamThatCosts:
    @pytest.fixture
    def paying(self, alice, mockcal):
        mockcal.load({"teams": [{"slug": "support", "billing": True}]})
        return alice

    def test_it_answers_a_payment_link_and_the_team_is_nobodys(self, paying):
        response = paying.post("/v2/teams", json={"name": "New", "metadata": {"a": 1}})

        assert response.status_code == 201
        answer = response.json()["data"]
        assert answer["message"] == (
            "Your team will be created once we receive your payment. Please complete the payment using the payment link."
        )
        assert set(answer) == {"pendingTeam", "paymentLink", "message"}
        team_id = answer["pendingTeam"]["id"]
        assert answer["pendingTeam"]["slug"] == "new"
        assert refusal(paying.get(f"/v2/teams/{team_id}")) == (
            403,
            "ForbiddenException",
            f"RolesGuard - User is not a member of the team with id={team_id}.",
        )
        assert team_id not in [team["id"] for team in paying.get("/v2/teams").json()["data"]]

    def test_its_slug_is_taken_before_it_is_paid_for(self, paying):
        paying.post("/v2/teams", json={"name": "New"})

        assert paying.post("/v2/teams", json={"name": "New"}).status_code == 409

    def test_whoever_follows_the_link_makes_it_the_creators(self, paying):
        answer = paying.post("/v2/teams", json={"name": "New", "metadata": {"a": 1}}).json()["data"]

        assert paying.get(answer["paymentLink"]).status_code == 200

        team = paying.get(f"/v2/teams/{answer['pendingTeam']['id']}").json()["data"]
        assert set(team["metadata"]) == {"paymentId", "subscriptionId", "subscriptionItemId"}
        (owner,) = paying.get(f"/v2/teams/{team['id']}/memberships").json()["data"]
        assert (owner["userId"], owner["role"], owner["accepted"]) == (101, "OWNER", True)

    def test_who_is_in_no_team_that_costs_does_not_pay(self, paying, mockcal):
        assert "paymentLink" not in mockcal.api("cal_dave").post("/v2/teams", json={"name": "New"}).json()["data"]

    def test_a_team_without_members_makes_everybody_pay(self, alice, mockcal):
        mockcal.load({"teams": [{"slug": "paid", "billing": True}]})

        assert "paymentLink" in mockcal.api("cal_dave").post("/v2/teams", json={"name": "New"}).json()["data"]

    def test_the_name_of_a_team_i_am_in_is_refused_here_too(self, paying):
        assert paying.post("/v2/teams", json={"name": "Support"}).status_code == 400


class TestGetTeams:
    def test_it_lists_organizations_their_teams_and_memberships_not_accepted(self, alice, mockcal):
        mine = alice.get("/v2/teams").json()["data"]

        assert [(team["id"], team["parentId"], team["isOrganization"]) for team in mine] == [
            (7, None, False),
            (50, None, True),
            (60, 50, False),
        ]
        assert [team["id"] for team in mockcal.api("cal_carol").get("/v2/teams").json()["data"]] == [7]


class TestGetTeam:
    def test_a_stranger_and_an_unknown_team_are_refused_alike(self, alice, mockcal):
        assert refusal(mockcal.api("cal_dave").get("/v2/teams/7")) == (
            403,
            "ForbiddenException",
            "RolesGuard - User is not a member of the team with id=7.",
        )
        assert refusal(alice.get("/v2/teams/999")) == (
            403,
            "ForbiddenException",
            "RolesGuard - User is not a member of the team with id=999.",
        )

    def test_an_id_that_is_no_number_fails_in_the_database(self, alice):
        assert refusal(alice.get("/v2/teams/abc")) == (
            400,
            "INTERNAL_SERVER_ERROR",
            "There was an error, please try again later.",
        )

    @pytest.mark.parametrize("team_id", [7, 50, 60])
    def test_organizations_and_their_teams_pass_for_teams(self, alice, team_id):
        assert alice.get(f"/v2/teams/{team_id}").json()["data"]["id"] == team_id

    def test_a_member_who_has_not_accepted_may_read(self, alice, mockcal):
        assert mockcal.api("cal_carol").get("/v2/teams/7").status_code == 200

    def test_an_organizations_owner_is_nothing_in_a_team_that_he_is_not_in(self, alice, mockcal):
        mockcal.load({"organizations": [{"slug": "acme", "teams": [{"slug": "other", "id": 61}]}]})

        assert alice.get("/v2/teams/61").status_code == 403


class TestUpdateTeam:
    def test_an_admin_is_refused(self, alice, mockcal):
        assert refusal(mockcal.api("cal_bob").patch("/v2/teams/7", json={"name": "Ours"})) == (
            403,
            "ForbiddenException",
            "RolesGuard - user with id=102 does not have the minimum required role=TEAM_OWNER within team with id=7.",
        )

    def test_the_name_is_asked_for(self, alice):
        assert "name" in constraints(alice.patch("/v2/teams/7", json={"bio": "Ours"}))

    def test_a_slug_in_use_is_refused(self, alice):
        response = alice.patch("/v2/teams/7", json={"name": "Support", "slug": "acme"})

        assert response.status_code == 409
        assert alice.patch("/v2/teams/7", json={"name": "Support", "slug": "support"}).status_code == 200

    def test_null_where_a_value_is_needed_fails_in_the_database(self, alice):
        response = alice.patch("/v2/teams/7", json={"name": "Support", "hideBranding": None})

        assert refusal(response) == (400, "INTERNAL_SERVER_ERROR", "There was an error, please try again later.")

    def test_what_is_left_out_stays_and_metadata_is_replaced(self, alice):
        alice.patch("/v2/teams/7", json={"name": "Support", "bio": "Ours", "metadata": {"a": 1, "b": 2}})

        change = {"name": "Help", "metadata": {"c": 3}, "bookingLimits": "any", "includeManagedEventsInLimits": True}
        team = alice.patch("/v2/teams/7", json=change).json()["data"]

        assert (team["name"], team["bio"], team["metadata"]) == ("Help", "Ours", {"c": 3})
        assert alice.get("/v2/teams/7").json()["data"] == team
        assert "bookingLimits" not in team


class TestDeleteTeam:
    def test_an_admin_is_refused(self, alice, mockcal):
        assert mockcal.api("cal_bob").delete("/v2/teams/7").status_code == 403

    def test_it_answers_the_team_and_the_people_stay(self, alice, mockcal):
        before = alice.get("/v2/teams/7").json()["data"]

        response = alice.delete("/v2/teams/7")

        assert (response.status_code, response.json()["data"]) == (200, before)
        assert alice.get("/v2/teams/7").status_code == 403
        assert mockcal.api("cal_bob").get("/v2/me").status_code == 200

    def test_an_owner_may_delete_the_whole_organization(self, alice):
        assert alice.delete("/v2/teams/50").status_code == 200

        assert alice.get("/v2/organizations/50/teams").status_code == 403
        assert alice.get("/v2/me").json()["data"]["organizationId"] is None
        assert [team["id"] for team in alice.get("/v2/teams").json()["data"]] == [7]


class TestInvite:
    def test_a_plain_member_is_refused(self, alice, mockcal):
        assert mockcal.api("cal_carol").post("/v2/teams/7/invite").status_code == 403

    def test_each_call_makes_a_new_link_without_mail_or_membership(self, alice, mockcal):
        before = alice.get("/v2/teams/7/memberships").json()

        first = alice.post("/v2/teams/7/invite")
        second = alice.post("/v2/teams/7/invite")

        assert (first.status_code, second.status_code) == (200, 200)
        token = first.json()["data"]["token"]
        assert len(token) == 64
        assert int(token, 16)
        assert first.json()["data"]["inviteLink"].endswith(f"/teams?token={token}")
        assert second.json()["data"]["token"] != token
        assert mockcal.outbox() == []
        assert alice.get("/v2/teams/7/memberships").json() == before

    @pytest.mark.parametrize("team_id", [50, 60])
    def test_an_organizations_link_leads_to_the_sign_up(self, alice, mockcal, team_id):
        mockcal.load(
            {
                "organizations": [
                    {"slug": "acme", "teams": [{"slug": "sales", "members": [{"user": "alice", "role": "OWNER"}]}]}
                ]
            }
        )

        invite = alice.post(f"/v2/teams/{team_id}/invite").json()["data"]

        assert invite["inviteLink"].endswith(f"/signup?token={invite['token']}&callbackUrl=/getting-started")


@pytest.mark.parametrize("version", ["2024-04-15", "2024-08-13", "2026-02-25", "nonsense", None])
def test_every_version_is_one(alice, mockcal, version):
    assert mockcal.api("cal_alice", version).get("/v2/teams/7").status_code == 200
