"""`/v2/event-types` as a request without a version header gets it."""

import pytest

from tests.api.event_types.conftest import BODY, V, data
from tests.conftest import constraints, refusal

OLD = {"length": 60, "title": "T", "slug": "t"}


@pytest.fixture
def alice(people):
    return people.api("cal_alice")


@pytest.fixture
def make(alice):
    def made(**more):
        return data(alice.post("/v2/event-types", json=OLD | more))

    return made


class TestVersions:
    @pytest.mark.parametrize("version", [None, "2024-04-15", "2024-06-11", "1999-01-01"])
    def test_these_are_the_older_shape(self, people, version):
        made = people.api("cal_alice", version).post("/v2/event-types", json=OLD)

        assert made.status_code == 201 and made.json()["data"]["length"] == 60

    @pytest.mark.parametrize("version", ["2024-06-14", "2026-06-12"])
    def test_these_are_the_newer_shape(self, people, version):
        made = people.api("cal_alice", version).post("/v2/event-types", json=BODY)

        assert made.json()["data"]["lengthInMinutes"] == 60

    @pytest.mark.parametrize("version", ["2024-08-13", "2024-09-04", "2026-02-25", "2026-05-01"])
    @pytest.mark.parametrize("path", ["/v2/event-types", "/v2/event-types/1"])
    def test_these_are_not_served(self, people, version, path):
        response = people.api("cal_alice", version).get(path)

        assert refusal(response) == (404, "NotFoundException", f"Cannot GET {path}")


class TestCreate:
    def test_a_raw_record_comes_back(self, make):
        made = make()

        expected = {
            "id": 1,
            "length": 60,
            "slug": "t",
            "title": "T",
            "description": None,
            "hidden": False,
            "locations": [{"type": "integrations:daily"}],
            "position": 0,
            "offsetStart": 0,
            "userId": 101,
            "profileId": None,
            "teamId": None,
            "eventName": None,
            "parentId": None,
            "bookingFields": None,
            "timeZone": None,
            "periodType": "UNLIMITED",
            "schedulingType": None,
            "scheduleId": None,
            "minimumBookingNotice": 120,
            "metadata": {},
        }
        assert {name: made[name] for name in expected} == expected

    def test_plain_settings_and_raw_locations(self, make):
        given = {
            "description": "d",
            "hidden": True,
            "disableGuests": True,
            "slotInterval": 15,
            "minimumBookingNotice": 0,
            "beforeEventBuffer": 5,
            "afterEventBuffer": 10,
            "locations": [{"type": "inPerson", "address": "1 Main St", "displayLocationPublicly": True}],
        }

        made = make(**given)

        assert {name: made[name] for name in given} == given

    @pytest.mark.parametrize(
        "change",
        [
            {"length": 0},
            {"length": "60"},
            {"slug": None},
            {"title": 5},
            {"slotInterval": -1},
            {"minimumBookingNotice": -1},
            {"beforeEventBuffer": -1},
            {"afterEventBuffer": -1},
            {"locations": [{"link": "https://example.com"}]},
        ],
        ids=str,
    )
    def test_bad_input(self, alice, change):
        assert set(constraints(alice.post("/v2/event-types", json=OLD | change))) == set(change)

    def test_a_body_of_the_newer_version_is_told_which_header_it_needs(self, alice):
        response = alice.post("/v2/event-types", json=BODY)

        assert set(constraints(response)) == {"length"}
        assert "cal-api-version: 2024-06-14" in response.headers["x-mockcal-explain"]

    def test_a_taken_slug(self, alice, make):
        make()

        assert refusal(alice.post("/v2/event-types", json=OLD)) == (
            400,
            "BadRequestException",
            "User already has an event type with this slug.",
        )

    def test_the_newer_version_shows_the_same(self, people, make):
        made = make(disableGuests=True)

        shown = data(people.api("cal_alice", V).get(f"/v2/event-types/{made['id']}"))

        assert shown["lengthInMinutes"] == 60 and shown["disableGuests"] is True
        assert len(shown["bookingFields"]) == 8


class TestList:
    def test_it_needs_credentials(self, people):
        assert people.api().get("/v2/event-types").status_code == 403

    def test_mine_and_those_of_my_teams(self, teams):
        alice = teams.api("cal_alice")
        alice.post("/v2/event-types", json=OLD)
        alice.post("/v2/teams/20/event-types", json=BODY | {"schedulingType": "collective", "hosts": [{"userId": 102}]})

        listed = data(alice.get("/v2/event-types"))

        assert set(listed) == {"eventTypeGroups", "profiles", "allUsersAcrossAllEventTypes"}
        mine, support = listed["eventTypeGroups"]
        assert mine["teamId"] is None and mine["membershipRole"] is None
        assert mine["profile"] == {
            "slug": "alice",
            "name": "Alice Example",
            "image": None,
            "eventTypesLockedByOrg": False,
        }
        assert mine["metadata"] == {"membershipCount": 1, "readOnly": False}
        assert [(one["slug"], one["userIds"]) for one in mine["eventTypes"]] == [("t", [101])]
        assert (support["teamId"], support["membershipRole"]) == (20, "OWNER")
        assert [one["userIds"] for one in support["eventTypes"]] == [[102]]

    def test_higher_positions_come_first(self, people, alice):
        event_types = [
            {"title": "A", "slug": "a", "lengthInMinutes": 30},
            {"title": "B", "slug": "b", "lengthInMinutes": 30, "stored": {"position": 5}},
            {"title": "C", "slug": "c", "lengthInMinutes": 30},
        ]
        people.load({"users": [{"username": "alice", "eventTypes": event_types}]})

        mine = data(alice.get("/v2/event-types"))["eventTypeGroups"][0]

        assert [one["slug"] for one in mine["eventTypes"]] == ["b", "a", "c"]


class TestGet:
    def test_one_of_mine_with_what_an_editor_needs(self, alice, make):
        made = make()

        shown = data(alice.get(f"/v2/event-types/{made['id']}"))

        assert set(shown) == {
            "eventType",
            "locationOptions",
            "destinationCalendar",
            "team",
            "teamMembers",
            "currentUserMembership",
            "isUserOrganizationAdmin",
        }
        assert shown["eventType"]["length"] == 60
        assert [field["name"] for field in shown["eventType"]["bookingFields"]] == [
            "name",
            "email",
            "attendeePhoneNumber",
            "location",
            "title",
            "notes",
            "guests",
            "rescheduleReason",
        ]

    def test_a_stranger_is_told_that_there_is_nothing(self, people, make):
        made = make()

        for path in (f"/v2/event-types/{made['id']}", "/v2/event-types/77"):
            assert refusal(people.api("cal_bob").get(path)) == (
                404,
                "TRPCError",
                "The requested resource was not found",
            )

    def test_a_member_of_the_team_sees_but_does_not_own_it(self, teams):
        body = BODY | {"schedulingType": "collective", "hosts": [{"userId": 101}]}
        made = data(teams.api("cal_alice").post("/v2/teams/20/event-types", json=body))

        response = teams.api("cal_bob").get(f"/v2/event-types/{made['id']}")

        assert refusal(response) == (
            403,
            "ForbiddenException",
            f"User with ID=102 does not own event type with ID={made['id']}",
        )


class TestUpdate:
    @pytest.mark.parametrize("event_type_id", ["null", "abc"])
    def test_an_id_must_be_a_number(self, alice, event_type_id):
        assert refusal(alice.patch(f"/v2/event-types/{event_type_id}", json={}))[0] == 400

    def test_plain_settings(self, alice, make):
        made = make()

        changed = data(alice.patch(f"/v2/event-types/{made['id']}", json={"title": "U", "seatsPerTimeSlot": 4}))

        assert (changed["title"], changed["seatsPerTimeSlot"], changed["length"]) == ("U", 4, 60)

    def test_the_form_is_always_written_anew(self, people, alice):
        made = data(
            people.api("cal_alice", V).post(
                "/v2/event-types",
                json=BODY
                | {"bookingFields": [{"type": "text", "slug": "company", "label": "Company", "required": True}]},
            )
        )

        changed = data(alice.patch(f"/v2/event-types/{made['id']}", json={"title": "U"}))

        assert "company" not in [field["name"] for field in changed["bookingFields"]]
        assert len(changed["bookingFields"]) == 8

    def test_raw_fields(self, alice, make):
        made = make()
        field = {
            "name": "color",
            "type": "select",
            "label": "Colour",
            "required": True,
            "options": [{"label": "Red", "value": "red"}],
        }

        changed = data(alice.patch(f"/v2/event-types/{made['id']}", json={"bookingFields": [field]}))

        assert field in changed["bookingFields"]

    @pytest.mark.parametrize(
        "change", [{"seatsPerTimeSlot": 0}, {"seatsPerTimeSlot": 1001}, {"bookingFields": [{"name": "x"}]}], ids=str
    )
    def test_bad_input(self, alice, make, change):
        made = make()

        assert set(constraints(alice.patch(f"/v2/event-types/{made['id']}", json=change))) == set(change)

    def test_somebody_elses_and_an_unknown_one(self, people, alice, make):
        made = make()

        assert refusal(people.api("cal_bob").patch(f"/v2/event-types/{made['id']}", json={}))[0] == 403
        assert refusal(alice.patch("/v2/event-types/77", json={}))[0] == 404


class TestDelete:
    def test_it_answers_with_what_is_gone(self, alice, make):
        made = make()

        assert data(alice.delete(f"/v2/event-types/{made['id']}")) == {
            "id": made["id"],
            "length": 60,
            "slug": "t",
            "title": "T",
        }

    def test_an_unknown_one(self, alice):
        assert refusal(alice.delete("/v2/event-types/77"))[2] == "Event type with ID=77 does not exist."


class TestPublic:
    def test_a_persons_event_types_that_are_not_hidden(self, people, make):
        make(description="One.\n\nTwo & three.")
        make(slug="u", hidden=True)

        assert data(people.api().get("/v2/event-types/alice/public")) == [
            {
                "id": 1,
                "title": "T",
                "description": "One.\n\nTwo & three.",
                "length": 60,
                "schedulingType": None,
                "recurringEvent": None,
                "slug": "t",
                "hidden": False,
                "price": 0,
                "currency": "usd",
                "lockTimeZoneToggleOnBookingPage": False,
                "requiresConfirmation": False,
                "requiresBookerEmailVerification": False,
                "metadata": {},
                "descriptionAsSafeHTML": "<p>One.</p><p>Two &amp; three.</p>",
            }
        ]

    def test_nobody(self, people):
        assert refusal(people.api().get("/v2/event-types/zed/public")) == (
            404,
            "NotFoundException",
            'User with username "zed" not found',
        )

    def test_what_a_booking_page_needs(self, people, make):
        make(
            hidden=True,
            locations=[
                {"type": "inPerson", "address": "1 Main St", "displayLocationPublicly": True},
                {"type": "link", "link": "https://example.com/secret"},
                {"type": "userPhone", "hostPhoneNumber": "+14155550100"},
            ],
        )

        shown = data(people.api().get("/v2/event-types/alice/t/public"))

        assert (shown["id"], shown["length"], shown["slug"], shown["isDynamic"]) == (1, 60, "t", False)
        assert shown["locations"] == [
            {"type": "inPerson", "address": "1 Main St", "displayLocationPublicly": True},
            {"type": "link"},
            {"type": "userPhone"},
        ]
        assert [field["name"] for field in shown["bookingFields"]][:2] == ["name", "email"]
        assert shown["profile"]["username"] == "alice"
        assert [one["username"] for one in shown["subsetOfUsers"]] == ["alice"]
        assert shown["entity"]["orgSlug"] is None

    @pytest.mark.parametrize("path", ["zed/t", "alice/zed", "zed+zod/t"])
    def test_what_is_unknown_is_null(self, people, make, path):
        make()

        assert people.api().get(f"/v2/event-types/{path}/public").json() == {"status": "success", "data": None}

    def test_a_group_meets_without_an_event_type(self, people):
        shown = data(people.api().get("/v2/event-types/alice+bob/whatever/public"))

        assert shown["isDynamic"] is True and shown["title"] == "Group Meeting"
        assert [one["username"] for one in shown["users"]] == ["alice", "bob"]

    def test_a_team(self, teams):
        body = BODY | {"schedulingType": "collective", "hosts": [{"userId": 102}]}
        assert teams.api("cal_alice").post("/v2/teams/20/event-types", json=body).status_code == 201
        assert (
            teams.api("cal_alice")
            .post("/v2/organizations/30/teams/31/event-types", json=body | {"slug": "s"})
            .is_success
        )
        anybody = teams.api()

        support = data(anybody.get("/v2/event-types/support/t/public", params={"isTeamEvent": "true"}))
        sales = anybody.get("/v2/event-types/sales/s/public", params={"isTeamEvent": "true"})
        found = data(anybody.get("/v2/event-types/sales/s/public", params={"isTeamEvent": "true", "org": "acme"}))

        assert (support["team"]["slug"], [one["id"] for one in support["users"]]) == ("support", [102])
        assert data(sales) is None
        assert (found["entity"]["orgSlug"], found["entity"]["teamSlug"]) == ("acme", "sales")

    def test_a_member_of_an_organization(self, teams):
        teams.api("cal_bob").post("/v2/event-types", json=OLD)
        anybody = teams.api()

        assert data(anybody.get("/v2/event-types/bob/t/public"))["entity"]["orgSlug"] == "acme"
        assert data(anybody.get("/v2/event-types/bob-acme/t/public")) is None
        assert data(anybody.get("/v2/event-types/bob-acme/t/public", params={"org": "acme"}))["id"] == 1


class TestAtoms:
    """`GET /v2/atoms/event-types/{slug}/public`."""

    def test_of_a_person(self, people, make):
        make()

        shown = data(people.api().get("/v2/atoms/event-types/t/public", params={"username": "alice"}))

        assert shown == data(people.api().get("/v2/event-types/alice/t/public"))

    def test_of_a_team(self, teams):
        body = BODY | {"schedulingType": "collective", "hosts": [{"userId": 102}]}
        teams.api("cal_alice").post("/v2/teams/20/event-types", json=body)

        query = {"isTeamEvent": "true", "teamId": "20"}
        shown = data(teams.api().get("/v2/atoms/event-types/t/public", params=query))

        assert shown["team"]["id"] == 20

    def test_unknown(self, people):
        assert data(people.api().get("/v2/atoms/event-types/t/public", params={"username": "zed"})) is None
