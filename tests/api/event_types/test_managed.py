"""Managed event types: copies for users, made, overwritten and deleted with their parent."""

import pytest

from tests.api.event_types.conftest import BODY, V, data
from tests.conftest import refusal

URL = "/v2/teams/20/event-types"
MANAGED = BODY | {"schedulingType": "managed", "hosts": [{"userId": 102}, {"userId": 103}]}


@pytest.fixture
def alice(teams):
    return teams.api("cal_alice")


@pytest.fixture
def make(alice):
    def made(**more):
        return data(alice.post(URL, json=MANAGED | more))

    return made


class TestCreate:
    def test_parent_and_copies(self, make):
        parent, *copies = make(bookingLimitsCount={"day": 2}, hidden=True)

        assert (parent["teamId"], parent["ownerId"], parent["schedulingType"]) == (20, None, "managed")
        assert parent["hosts"] == [
            {"userId": 102, "name": "Bob Example", "username": "bob", "avatarUrl": None},
            {"userId": 103, "name": "Carol Example", "username": "carol", "avatarUrl": None},
        ]
        assert [(one["ownerId"], one["parentEventTypeId"], one["teamId"]) for one in copies] == [
            (102, parent["id"], None),
            (103, parent["id"], None),
        ]
        copy = copies[0]
        assert (copy["schedulingType"], copy["hosts"], copy["hidden"]) == (None, [], False)
        assert copy["bookingLimitsCount"] == {"day": 2}
        assert "assignAllTeamMembers" not in copy
        assert copy["bookingUrl"] == "https://acme.cal.com/bob-acme/t"
        assert parent["metadata"] == copy["metadata"] == {"managedEventConfig": {}}

    def test_without_users_it_is_a_list_of_one(self, make):
        assert len(make(hosts=[])) == 1

    def test_upper_case_makes_one_too(self, make):
        assert len(make(schedulingType="MANAGED")) == 3

    def test_a_personal_event_type_of_the_same_slug_is_lost_with_a_mail(self, teams, make):
        bob = teams.api("cal_bob", V)
        mine = data(bob.post("/v2/event-types", json=BODY | {"title": "Mine"}))

        make()

        assert [one["title"] for one in data(bob.get("/v2/event-types"))] == ["T"]
        assert bob.get(f"/v2/event-types/{mine['id']}").status_code == 404
        told = teams.outbox()
        assert [(one["template"], one["to"]) for one in told] == [("event-type-replaced", ["bob@example.com"])]

    def test_owners_find_their_copies(self, teams, make):
        _, copy, _ = make()

        by_user = data(teams.api().get("/v2/event-types", params={"username": "bob"}, headers={"cal-api-version": V}))
        by_slug = data(
            teams.api().get(
                "/v2/event-types", params={"username": "bob", "eventSlug": "t"}, headers={"cal-api-version": V}
            )
        )

        assert [(one["id"], one["ownerId"]) for one in by_user] == [(copy["id"], 102)]
        assert by_user == by_slug

    def test_a_platform_team_gives_copies_to_managed_users_only(self, mockcal):
        made = mockcal.load(
            {
                "users": [{"username": "owner", "id": 7}],
                "organizations": [
                    {
                        "slug": "platform",
                        "id": 50,
                        "isPlatform": True,
                        "plan": "SCALE",
                        "members": [{"user": "owner", "role": "OWNER"}],
                        "oauthClients": [
                            {
                                "name": "App",
                                "id": "app",
                                "secret": "s",
                                "permissions": ["*"],
                                "managedUsers": [{"email": "mia@example.com", "name": "Mia"}],
                            }
                        ],
                        "teams": [
                            {
                                "slug": "team",
                                "id": 51,
                                "oauthClient": "App",
                                "members": [{"user": "owner", "role": "OWNER"}, {"user": "mia@example.com"}],
                            }
                        ],
                    }
                ],
            }
        )
        mia = made["managedUsers"]["mia@example.com"]["id"]
        client = mockcal.api(None, None, **{"x-cal-client-id": "app", "x-cal-secret-key": "s"})
        url = "/v2/organizations/50/teams/51/event-types"

        everybody = data(client.post(url, json=BODY | {"schedulingType": "managed", "assignAllTeamMembers": True}))
        owner = client.post(url, json=BODY | {"slug": "u", "schedulingType": "managed", "hosts": [{"userId": 7}]})

        assert [one["ownerId"] for one in everybody] == [None, mia]
        assert everybody[1]["bookingUrl"] == ""
        assert refusal(owner) == (404, "NotFoundException", "Invalid hosts: 7 are not members of team with id 51.")


class TestUpdate:
    def test_users_come_and_go(self, alice, teams, make):
        parent, bobs, carols = make()

        fewer = data(alice.patch(f"{URL}/{parent['id']}", json={"title": "U", "hosts": [{"userId": 102}]}))
        everybody = data(alice.patch(f"{URL}/{parent['id']}", json={"assignAllTeamMembers": True}))

        assert [(one["id"], one["title"]) for one in fewer] == [(parent["id"], "U"), (bobs["id"], "U")]
        assert teams.api("cal_carol", V).get(f"/v2/event-types/{carols['id']}").status_code == 404
        assert sorted(one["ownerId"] for one in everybody[1:]) == [101, 102, 103]
        assert {one["title"] for one in everybody} == {"U"}
        assert {one["parentEventTypeId"] for one in everybody[1:]} == {parent["id"]}

    def test_without_hosts_the_present_owners_stay(self, alice, make):
        parent, bobs, carols = make()

        changed = data(alice.patch(f"{URL}/{parent['id']}", json={"title": "U"}))

        assert [one["id"] for one in changed] == [parent["id"], bobs["id"], carols["id"]]

    def test_what_an_owner_changed_is_overwritten(self, alice, teams, make):
        parent, bobs, _ = make()
        bob = teams.api("cal_bob", V)
        url = f"/v2/event-types/{bobs['id']}"
        own = {"title": "Mine", "hidden": True, "locations": [{"type": "attendeePhone"}], "lengthInMinutes": 5}
        assert data(bob.patch(url, json=own))["title"] == "Mine"
        bob.post(f"{url}/private-links", json={"maxUsageCount": 1})

        changed = data(alice.patch(f"{URL}/{parent['id']}", json={"description": "new"}))

        assert changed[1] == bobs | {"description": "new"}
        assert data(bob.get(f"{url}/private-links")) == []

    def test_a_new_slug_replaces_personal_event_types_too(self, alice, teams, make):
        parent, *_ = make()
        bob = teams.api("cal_bob", V)
        bob.post("/v2/event-types", json=BODY | {"slug": "other", "title": "Mine"})

        alice.patch(f"{URL}/{parent['id']}", json={"slug": "other"})

        assert [(one["slug"], one["title"]) for one in data(bob.get("/v2/event-types"))] == [("other", "T")]
        assert [one["to"] for one in teams.outbox()] == [["bob@example.com"]]

    def test_it_may_become_another_type_and_loses_its_copies(self, alice, teams, make):
        parent, *_ = make()

        changed = data(
            alice.patch(f"{URL}/{parent['id']}", json={"schedulingType": "collective", "hosts": [{"userId": 101}]})
        )

        assert changed["schedulingType"] == "collective"
        assert data(teams.api("cal_bob", V).get("/v2/event-types")) == []


class TestDelete:
    def test_copies_go_with_their_parent(self, alice, teams, make):
        parent, *_ = make()

        alice.delete(f"{URL}/{parent['id']}")

        assert data(teams.api("cal_bob", V).get("/v2/event-types")) == []

    def test_an_owner_may_delete_his_copy(self, alice, teams, make):
        parent, bobs, _ = make()

        deleted = data(teams.api("cal_bob", V).delete(f"/v2/event-types/{bobs['id']}"))

        assert deleted["id"] == bobs["id"]
        assert [one["userId"] for one in data(alice.get(f"{URL}/{parent['id']}"))["hosts"]] == [103]


class TestMembers:
    TOGETHER = BODY | {"slug": "c", "schedulingType": "collective", "assignAllTeamMembers": True}
    EVERYBODY = BODY | {"slug": "m", "schedulingType": "managed", "assignAllTeamMembers": True}
    TURNS = BODY | {"slug": "r", "schedulingType": "roundRobin", "assignAllTeamMembers": True}

    @pytest.fixture
    def team(self, teams, alice):
        """A team all of whose members have accepted, with an event type of each kind for all of them."""
        members = [{"user": "alice", "role": "OWNER"}, {"user": "bob"}]
        teams.load({"users": [{"username": "dan", "id": 105}], "teams": [{"slug": "support", "members": members}]})
        for body in (self.TOGETHER, self.EVERYBODY, self.TURNS):
            assert alice.post(URL, json=body).status_code == 201
        return teams

    def join(self, alice, **more):
        response = alice.post("/v2/teams/20/memberships", json={"userId": 105, **more})
        assert response.status_code == 201
        return response.json()["data"]

    def hosts(self, alice):
        return {one["slug"]: [host["userId"] for host in one["hosts"]] for one in data(alice.get(URL))}

    def test_an_accepted_member_gets_all_that_is_for_all(self, team, alice):
        self.join(alice, accepted=True)

        assert self.hosts(alice) == {"c": [101, 102, 105], "m": [101, 102, 105], "r": [101, 102, 105]}
        owned = data(team.api("cal_dan", V).get("/v2/event-types"))
        assert [(one["slug"], one["hidden"]) for one in owned] == [("m", False)]
        turns = next(one for one in data(alice.get(URL)) if one["slug"] == "r")
        assert turns["hosts"][2]["mandatory"] is False

    def test_a_waiting_member_gets_nothing(self, team, alice):
        self.join(alice, accepted=False)

        assert self.hosts(alice) == {"c": [101, 102], "m": [101, 102], "r": [101, 102]}

    def test_a_slug_in_the_way_keeps_all_of_it_away_but_the_member_joins(self, team, alice):
        dan = team.api("cal_dan", V)
        dan.post("/v2/event-types", json=BODY | {"slug": "m", "title": "Mine"})

        self.join(alice, accepted=True)

        assert self.hosts(alice) == {"c": [101, 102], "m": [101, 102], "r": [101, 102]}
        assert [one["title"] for one in data(dan.get("/v2/event-types"))] == ["Mine"]

    def test_who_leaves_is_no_host_and_owns_no_copy(self, team, alice):
        membership = self.join(alice, accepted=True)

        alice.delete(f"/v2/teams/20/memberships/{membership['id']}")

        assert self.hosts(alice) == {"c": [101, 102], "m": [101, 102], "r": [101, 102]}
        assert data(team.api("cal_dan", V).get("/v2/event-types")) == []
