"""`GET /v2/bookings` and the lists of teams and organizations."""

import pytest

from tests.api.bookings.conftest import (
    ALICE,
    ANN,
    BEN,
    BOB,
    BOTH,
    CONFIRM,
    INTRO,
    LONG,
    ROUND,
    SEATED,
    STRANGER,
    WEEKLY,
    book,
)
from tests.conftest import constraints, refusal

GENERIC_400 = "Bad request: Please check your request data and try again"


def uids(response) -> list[str]:
    assert response.status_code == 200, response.text
    return [one["uid"] for one in response.json()["data"]]


def listed(client, **query) -> list[str]:
    return uids(client.get("/v2/bookings", params=query))


def seed(mockcal, *bookings: dict) -> None:
    plain = {"eventType": "alice/intro", "attendee": ANN}
    mockcal.load({"bookings": [plain | one for one in bookings]})


class TestScope:
    def test_nobody(self, anyone):
        response = anyone.get("/v2/bookings")

        assert response.status_code == 403
        assert "PermissionsGuard - no authentication provided." in response.json()["error"]["message"]

    def test_hosts_and_attendees(self, alice, bob, stranger):
        mine = book(alice, INTRO)["uid"]
        both = book(alice, BOTH, "2026-01-07T10:00:00Z", attendee=BEN)["uid"]
        guest = book(alice, INTRO, "2026-01-08T10:00:00Z", guests=["stranger@example.com"])["uid"]

        assert listed(alice) == [mine, both, guest]
        assert listed(bob) == [both]
        assert listed(stranger) == [guest]

    def test_admins_see_their_teams(self, alice, carol):
        """What the team's event types and the team's people have, personal ones too."""
        teams = book(alice, ROUND)["uid"]
        personal = book(alice, INTRO, "2026-01-07T10:00:00Z")["uid"]

        assert listed(carol) == [teams, personal]

    def test_members_do_not(self, alice, bob):
        book(alice, INTRO)

        assert listed(bob) == []


class TestStatus:
    @pytest.fixture
    def mixed(self, mockcal, world):
        seed(
            mockcal,
            {"uid": "past", "start": "2026-01-02T10:00:00Z"},
            {"uid": "past-cancelled", "start": "2026-01-02T11:00:00Z", "status": "cancelled"},
            {"uid": "next", "start": "2026-01-06T10:00:00Z"},
            {"uid": "waiting", "start": "2026-01-06T11:00:00Z", "status": "pending"},
            {"uid": "rejected", "start": "2026-01-06T12:00:00Z", "status": "rejected"},
            {"uid": "series", "start": "2026-01-07T10:00:00Z", "series": "s1"},
            {"uid": "series-waiting", "start": "2026-01-08T10:00:00Z", "series": "s1", "status": "pending"},
            {"uid": "cancelled", "start": "2026-01-09T10:00:00Z", "status": "cancelled"},
        )
        return mockcal.api("cal_alice", "2024-08-13")

    @pytest.mark.parametrize(
        ("status", "found"),
        [
            ("upcoming", ["next", "waiting", "series"]),
            ("recurring", ["series", "series-waiting"]),
            ("past", ["past"]),
            ("cancelled", ["cancelled", "rejected", "past-cancelled"]),
            ("unconfirmed", ["waiting", "series-waiting"]),
            ("past,unconfirmed", ["past", "waiting", "series-waiting"]),
        ],
    )
    def test_each(self, mixed, status, found):
        assert listed(mixed, status=status) == found

    def test_none_is_every_status(self, mixed):
        assert len(listed(mixed)) == 8

    def test_an_unknown_one(self, mixed):
        refused = mixed.get("/v2/bookings", params={"status": "upcoming,soon"})

        assert "Invalid status. Allowed are upcoming, recurring, past, cancelled, unconfirmed" in str(
            constraints(refused)
        )


class TestFilters:
    def test_by_attendee(self, alice):
        ann = book(alice, INTRO, guests=["gus@example.com"])["uid"]
        ben = book(alice, INTRO, "2026-01-07T10:00:00Z", attendee=BEN | {"email": "ben+x@example.com"})["uid"]

        assert listed(alice, attendeeEmail="ann@example.com") == [ann]
        assert listed(alice, attendeeEmail="gus@example.com") == [ann]
        assert listed(alice, attendeeEmail="Ann@example.com") == []
        assert uids(alice.get("/v2/bookings?attendeeEmail=ben+x@example.com")) == [ben]
        assert listed(alice, attendeeName=" Ben Poe ") == [ben]
        assert listed(alice, attendeeName="Ben Poe", attendeeEmail="ann@example.com") == []

    def test_by_uid(self, alice):
        uid = book(alice)["uid"]

        assert listed(alice, bookingUid=uid) == [uid]
        assert listed(alice, bookingUid="none") == []

    def test_by_event_type(self, alice, world):
        one = book(alice, INTRO)["uid"]
        two = book(alice, LONG, "2026-01-07T10:00:00Z")["uid"]

        assert listed(alice, eventTypeId=INTRO) == [one]
        assert listed(alice, eventTypeIds=f"{INTRO},{LONG}") == [one, two]
        assert listed(alice, eventTypeIds=LONG, eventTypeId=INTRO) == [two]
        assert refusal(alice.get("/v2/bookings", params={"eventTypeId": 999})) == (400, "TRPCError", GENERIC_400)

    def test_a_managed_parent_means_its_copies(self, bob, world):
        child = book(bob, world["eventTypes"]["bob/managed"]["id"])["uid"]

        assert listed(bob, eventTypeId=world["eventTypes"]["support/managed"]["id"]) == [child]

    def test_by_team(self, mockcal, alice):
        mockcal.load({"teams": [{"slug": "empty", "id": 61, "members": ["alice"]}]})
        teams = book(alice, ROUND)["uid"]
        personal = book(alice, INTRO, "2026-01-07T10:00:00Z")["uid"]

        assert listed(alice, teamId=60) == [teams]
        assert listed(alice, teamsIds="60") == [teams]
        assert listed(alice, teamIds="60") == [teams, personal]
        assert listed(alice, teamId=61) == [teams, personal]

    def test_by_time(self, alice):
        early = book(alice, INTRO)["uid"]
        late = book(alice, INTRO, "2026-01-07T10:00:00Z")["uid"]

        assert listed(alice, afterStart="2026-01-07T10:00:00Z") == [late]
        assert listed(alice, beforeEnd="2026-01-06T10:30:00Z") == [early]
        assert listed(alice, beforeEnd="2026-01-06T10:29:59Z") == []

    def test_by_creation_but_the_total_does_not_count_that(self, alice, mockcal):
        book(alice, INTRO)
        mockcal.advance("PT1H")
        late = book(alice, INTRO, "2026-01-07T10:00:00Z")["uid"]

        response = alice.get("/v2/bookings", params={"afterCreatedAt": "2026-01-05T09:00:00Z"})

        assert uids(response) == [late]
        assert response.json()["pagination"]["totalItems"] == 2
        assert listed(alice, beforeUpdatedAt="2026-01-05T08:30:00Z") != [late]

    @pytest.mark.parametrize(
        ("query", "sentence"),
        [
            ({"afterStart": "x"}, "fromDate must be a valid ISO 8601 date."),
            ({"beforeEnd": "2026-13-01"}, "toDate must be a valid ISO 8601 date."),
            ({"sortStart": "up"}, 'SortStart must be either "asc" or "desc".'),
            ({"sortUpdatedAt": "up"}, 'SortUpdatedAt must be either "asc" or "desc".'),
            ({"take": 0}, "take must not be less than 1"),
            ({"take": 251}, "take must not be greater than 250"),
            ({"skip": -1}, "skip must not be less than 0"),
        ],
    )
    def test_what_is_no_filter(self, alice, query, sentence):
        refused = constraints(alice.get("/v2/bookings", params=query))

        assert sentence in refused[next(iter(query))].values()


class TestOrder:
    def test_sorts_win_in_a_fixed_order(self, alice, mockcal):
        first = book(alice, INTRO, "2026-01-08T10:00:00Z")["uid"]
        mockcal.advance("PT1M")
        second = book(alice, INTRO, "2026-01-07T10:00:00Z")["uid"]

        assert listed(alice) == [second, first]
        assert listed(alice, sortStart="desc") == [first, second]
        assert listed(alice, sortCreated="asc") == [first, second]
        assert listed(alice, sortCreated="asc", sortStart="asc") == [second, first]
        assert listed(alice, sortUpdatedAt="desc") == [second, first]
        assert listed(alice, sortEnd="desc") == [first, second]


class TestPages:
    @pytest.fixture
    def many(self, mockcal, world):
        seed(mockcal, *({"uid": f"b{n:02}", "start": f"2026-02-{n + 1:02}T10:00:00Z"} for n in range(23)))
        return mockcal.api("cal_alice", "2024-08-13")

    def test_the_last_page(self, many):
        response = many.get("/v2/bookings", params={"take": 10, "skip": 20})

        assert uids(response) == ["b20", "b21", "b22"]
        assert response.json()["pagination"] == {
            "totalItems": 23,
            "remainingItems": 0,
            "returnedItems": 3,
            "itemsPerPage": 10,
            "currentPage": 3,
            "totalPages": 3,
            "hasNextPage": False,
            "hasPreviousPage": True,
        }

    def test_beyond_the_end(self, many):
        pagination = many.get("/v2/bookings", params={"take": 10, "skip": 50}).json()["pagination"]

        assert (pagination["returnedItems"], pagination["currentPage"]) == (0, 3)

    def test_defaults(self, many):
        pagination = many.get("/v2/bookings").json()["pagination"]

        assert (pagination["itemsPerPage"], pagination["currentPage"], pagination["totalPages"]) == (100, 1, 1)


ORG = {
    "users": [{"username": "boss", "id": 110}, {"username": "worker", "id": 111, "timeZone": "UTC"}],
    "organizations": [
        {
            "slug": "acme",
            "id": 80,
            "members": [{"user": "boss", "role": "OWNER"}, {"user": "worker"}],
            "teams": [
                {
                    "slug": "sales",
                    "id": 81,
                    "members": [{"user": "worker", "role": "ADMIN"}],
                    "eventTypes": [
                        {
                            "id": 90,
                            "title": "Demo",
                            "slug": "demo",
                            "lengthInMinutes": 30,
                            "schedulingType": "roundRobin",
                            "hosts": [{"user": "worker"}],
                        }
                    ],
                }
            ],
        }
    ],
}


class TestOrganizations:
    @pytest.fixture
    def boss(self, mockcal, world):
        mockcal.load(ORG)
        return mockcal.api("cal_boss")

    @pytest.fixture
    def booked(self, mockcal, boss):
        """One of the team's, and one elsewhere that a member of the organization attends."""
        anyone = mockcal.api(version="2024-08-13")
        return (
            book(anyone, 90)["uid"],
            book(anyone, INTRO, "2026-01-07T10:00:00Z", guests=["worker@example.com"])["uid"],
        )

    def test_all_of_an_organization(self, boss, booked):
        assert uids(boss.get("/v2/organizations/80/bookings")) == list(booked)

    def test_of_some_users(self, boss, booked):
        assert uids(boss.get("/v2/organizations/80/bookings", params={"userIds": "111"})) == list(booked)
        assert uids(boss.get("/v2/organizations/80/bookings", params={"userIds": "110"})) == []
        unknown = boss.get("/v2/organizations/80/bookings", params={"userIds": "999"})
        foreign = boss.get("/v2/organizations/80/bookings", params={"userIds": str(BOB)})
        assert refusal(unknown) == (400, "TRPCError", GENERIC_400)
        assert refusal(foreign)[:2] == (403, "TRPCError")

    def test_as_one_user(self, boss, booked):
        assert uids(boss.get("/v2/organizations/80/users/111/bookings")) == list(booked)
        assert uids(boss.get("/v2/organizations/80/users/110/bookings")) == list(booked)

    def test_of_a_team(self, boss, booked, mockcal):
        assert uids(boss.get("/v2/organizations/80/teams/81/bookings")) == [booked[0]]
        assert uids(mockcal.api("cal_worker").get("/v2/organizations/80/teams/81/bookings")) == [booked[0]]
        assert uids(mockcal.api("cal_worker").get("/v2/teams/81/bookings")) == [booked[0]]

    def test_references_of_any_booking(self, boss, booked):
        found = boss.get(f"/v2/organizations/80/teams/81/bookings/{booked[1]}/references")

        assert [one["type"] for one in found.json()["data"]] == ["daily_video"]
        assert boss.get("/v2/organizations/80/teams/81/bookings/none/references").status_code == 404

    @pytest.mark.parametrize(
        ("key", "path", "status", "sentence"),
        [
            (None, "/v2/organizations/80/bookings", 401, None),
            (
                "cal_boss",
                "/v2/organizations/999/bookings",
                403,
                "IsOrgGuard - provided organization id=999 does not represent any existing organization.",
            ),
            (
                "cal_stranger",
                "/v2/organizations/80/bookings",
                403,
                "RolesGuard - User is not a member of the organization with id=80.",
            ),
            (
                "cal_worker",
                "/v2/organizations/80/bookings",
                403,
                "RolesGuard - user with id=111 does not have the minimum required role=ORG_ADMIN within organization with "
                "id=80.",
            ),
            ("cal_boss", "/v2/organizations/80/teams/60/bookings", 404, "IsTeamInOrg - Team (60) not found."),
            (
                "cal_boss",
                f"/v2/organizations/80/users/{ALICE}/bookings",
                403,
                f"IsUserInOrg - user with id={ALICE} is not part of the organization with id=80.",
            ),
            ("cal_stranger", "/v2/teams/60/bookings", 403, "RolesGuard - User is not a member of the team with id=60."),
            (
                "cal_bob",
                "/v2/teams/60/bookings",
                403,
                f"RolesGuard - user with id={BOB} does not have the minimum required role=TEAM_ADMIN within team with id=60.",
            ),
        ],
    )
    def test_refusals(self, mockcal, boss, key, path, status, sentence):
        response = mockcal.api(key).get(path)

        assert response.status_code == status
        assert sentence is None or response.json()["error"]["message"] == sentence

    def test_every_version_answers_alike(self, mockcal, boss, booked):
        answers = [
            mockcal.api("cal_boss", version).get("/v2/organizations/80/bookings").json()
            for version in (None, "2024-04-15", "2024-09-04", "2026-02-25")
        ]

        assert all(answer == answers[0] for answer in answers)

    def test_team_lists_know_fewer_filters(self, boss, booked):
        """Unknown ones are dropped."""
        response = boss.get(
            "/v2/organizations/80/teams/81/bookings",
            params={"afterCreatedAt": "x", "sortUpdatedAt": "x", "teamId": "x"},
        )

        assert uids(response) == [booked[0]]


class TestStandaloneTeam:
    def test_its_event_types_alone(self, alice, carol):
        teams = book(alice, ROUND)["uid"]
        book(alice, INTRO, "2026-01-07T10:00:00Z")

        assert uids(carol.get("/v2/teams/60/bookings")) == [teams]


def test_shapes_in_one_list(alice):
    book(alice, INTRO)
    book(alice, SEATED, "2026-01-07T10:00:00Z")
    book(alice, WEEKLY, "2026-01-08T10:00:00Z", recurrenceCount=1)
    book(alice, CONFIRM, "2026-01-09T10:00:00Z")

    regular, seated, recurring, waiting = alice.get("/v2/bookings").json()["data"]

    assert "rescheduledByEmail" in regular
    assert "seatUid" in seated["attendees"][0]
    assert "recurringBookingUid" in recurring
    assert waiting["status"] == "pending"
    assert STRANGER not in {one["id"] for one in regular["hosts"]}
