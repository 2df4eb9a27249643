"""`GET /v2/event-types/{eventTypeId}`, version 2024-06-14."""

import pytest

from tests.api.event_types.conftest import BODY, V, data
from tests.conftest import refusal


class TestWhoSees:
    def test_a_stranger_is_told_that_there_is_nothing(self, bob, make):
        made = make()

        response = bob.get(f"/v2/event-types/{made['id']}")

        assert refusal(response) == (404, "NotFoundException", "Event type with id 1 not found")

    def test_an_unknown_one_is_not_there(self, alice):
        assert refusal(alice.get("/v2/event-types/77")) == (404, "NotFoundException", "Event type with id 77 not found")

    def test_an_id_that_is_no_number_is_the_databases_business(self, alice):
        assert refusal(alice.get("/v2/event-types/abc"))[1] == "INTERNAL_SERVER_ERROR"

    def test_the_owner_sees_hidden_fields(self, alice, make):
        made = make()

        assert data(alice.get(f"/v2/event-types/{made['id']}")) == made
        assert [one["slug"] for one in made["bookingFields"] if one.get("hidden")] == ["title"]

    @pytest.mark.parametrize(
        ("key", "status"),
        [("cal_bob", 200), ("cal_alice", 200), ("cal_root", 200), ("cal_carol", 404)],
        ids=["owner", "admin of the organization", "administrator", "colleague"],
    )
    def test_an_event_type_of_a_member(self, teams, key, status):
        made = data(teams.api("cal_bob", V).post("/v2/event-types", json=BODY))

        assert teams.api(key, V).get(f"/v2/event-types/{made['id']}").status_code == status

    @pytest.mark.parametrize(
        ("key", "status"),
        [("cal_alice", 200), ("cal_bob", 200), ("cal_carol", 404)],
        ids=["owner of the team", "host", "admin who has not accepted"],
    )
    def test_an_event_type_of_a_team(self, teams, key, status):
        body = BODY | {"schedulingType": "roundRobin", "hosts": [{"userId": 102}]}
        made = data(teams.api("cal_alice").post("/v2/teams/20/event-types", json=body))

        response = teams.api(key, V).get(f"/v2/event-types/{made['id']}")

        assert response.status_code == status

    def test_it_comes_in_the_shape_of_teams(self, teams):
        body = BODY | {"schedulingType": "roundRobin", "hosts": [{"userId": 102}]}
        made = data(teams.api("cal_alice").post("/v2/teams/20/event-types", json=body))

        shown = data(teams.api("cal_bob", V).get(f"/v2/event-types/{made['id']}"))

        assert shown == made
        assert shown["ownerId"] is None and shown["team"] == {"id": 20} and "users" not in shown


class TestCrmSyncErrors:
    def test_there_are_none(self, alice, bob, make):
        make()

        response = alice.get("/v2/event-types/1/crm-sync-errors", params={"appSlug": "salesforce"})

        assert response.json() == {"status": "success", "data": [], "pagination": {"nextCursor": None}}
        assert refusal(bob.get("/v2/event-types/1/crm-sync-errors"))[0] == 404
