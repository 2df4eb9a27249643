"""`/v2/teams/{teamId}/event-types`."""

import pytest

from tests.api.event_types.conftest import BODY, V, data
from tests.conftest import constraints, refusal

URL = "/v2/teams/20/event-types"
TURNS = BODY | {"schedulingType": "roundRobin", "hosts": [{"userId": 101}, {"userId": 102}]}
TOGETHER = BODY | {"schedulingType": "collective", "hosts": [{"userId": 101}, {"userId": 102}]}


@pytest.fixture
def alice(teams):
    return teams.api("cal_alice")


@pytest.fixture
def make(alice):
    def made(**more):
        return data(alice.post(URL, json=TURNS | more))

    return made


class TestWhoMay:
    def test_nobody_must_authenticate(self, teams):
        assert teams.api().post(URL, json=TURNS).status_code == 401

    def test_a_stranger_is_no_member(self, teams):
        teams.load({"users": [{"username": "eve"}]})

        response = teams.api("cal_eve").post(URL, json=TURNS)

        assert refusal(response) == (
            403,
            "ForbiddenException",
            "RolesGuard - User is not a member of the team with id=20.",
        )

    @pytest.mark.parametrize("method", ["post", "get", "patch", "delete"])
    def test_a_mere_member_has_too_low_a_role(self, teams, method):
        bob = teams.api("cal_bob")
        call = {
            "post": lambda: bob.post(URL, json={}),
            "get": lambda: bob.get(f"{URL}/1"),
            "patch": lambda: bob.patch(f"{URL}/1", json={}),
            "delete": lambda: bob.delete(f"{URL}/1"),
        }[method]

        assert refusal(call()) == (
            403,
            "ForbiddenException",
            "RolesGuard - user with id=102 does not have the minimum required role=TEAM_ADMIN within team with id=20.",
        )

    def test_an_admin_of_the_organization_is_none_of_its_team_here(self, teams, alice):
        response = alice.post("/v2/teams/31/event-types", json=TURNS)

        assert refusal(response)[2] == "RolesGuard - User is not a member of the team with id=31."

    def test_a_system_administrator_passes(self, teams):
        assert teams.api("cal_root").post(URL, json=TURNS).status_code == 201

    def test_a_team_that_is_not_there(self, teams):
        response = teams.api("cal_root").post("/v2/teams/999/event-types", json=BODY | {"schedulingType": "collective"})

        assert refusal(response) == (400, "BAD_REQUEST", "Invalid input: The referenced data does not exist.")

    def test_a_waiting_admin_passes_the_guard_but_not_the_inner_service(self, teams):
        response = teams.api("cal_carol").post(URL, json=TURNS)

        assert refusal(response) == (401, "TRPCError", "You are not authorized to access this resource")
        assert data(teams.api().get(URL)) == []


class TestCreate:
    @pytest.mark.parametrize(
        ("sent", "shown"),
        [
            ("collective", "collective"),
            ("COLLECTIVE", "collective"),
            ("roundRobin", "roundRobin"),
            ("ROUND_ROBIN", "roundRobin"),
        ],
    )
    def test_scheduling_types_have_two_spellings(self, make, sent, shown):
        assert make(schedulingType=sent)["schedulingType"] == shown

    def test_another_type_is_refused(self, alice):
        response = alice.post(URL, json=TURNS | {"schedulingType": "lottery"})

        assert constraints(response)["schedulingType"] == {
            "isEnum": "schedulingType must be one of the following values: collective, roundRobin, managed"
        }

    def test_the_whole_answer(self, alice):
        made = data(alice.post(URL, json=TURNS))

        personal = data(alice.post("/v2/event-types", json=BODY, headers={"cal-api-version": V}))
        common = {name: personal[name] for name in personal if name not in ("id", "users", "ownerId", "bookingUrl")}
        assert made == common | {
            "id": made["id"],
            "teamId": 20,
            "ownerId": None,
            "parentEventTypeId": None,
            "schedulingType": "roundRobin",
            "assignAllTeamMembers": False,
            "team": {"id": 20},
            "rescheduleWithSameRoundRobinHost": False,
            "bookingUrl": "",
            "hosts": [
                {
                    "userId": 101,
                    "name": "Alice Example",
                    "username": "alice",
                    "mandatory": False,
                    "priority": "medium",
                    "avatarUrl": None,
                },
                {
                    "userId": 102,
                    "name": "Bob Example",
                    "username": "bob",
                    "mandatory": False,
                    "priority": "medium",
                    "avatarUrl": None,
                },
            ],
        }

    def test_all_that_a_person_may_set_a_team_may_too(self, make):
        made = make(
            bookingLimitsCount={"day": 1},
            hidden=True,
            color={"lightThemeHex": "#fff", "darkThemeHex": "#000"},
            rescheduleWithSameRoundRobinHost=True,
        )

        assert made["bookingLimitsCount"] == {"day": 1}
        assert made["hidden"] is True and made["rescheduleWithSameRoundRobinHost"] is True

    @pytest.mark.parametrize("priority", ["low", "medium", "high", "highest"])
    def test_priorities_are_kept(self, make, priority):
        made = make(hosts=[{"userId": 101, "priority": priority, "mandatory": True}])

        assert (made["hosts"][0]["priority"], made["hosts"][0]["mandatory"]) == (priority, True)

    def test_the_lowest_priority_reads_back_as_medium(self, make):
        assert make(hosts=[{"userId": 101, "priority": "lowest"}])["hosts"][0]["priority"] == "medium"

    def test_an_unknown_priority(self, alice):
        response = alice.post(URL, json=TURNS | {"hosts": [{"userId": 101, "priority": "urgent"}]})

        assert set(constraints(response)) == {"hosts"}

    def test_a_collective_shows_neither_mandatory_nor_priority(self, alice):
        body = TOGETHER | {"hosts": [{"userId": 101, "mandatory": False, "priority": "high"}]}

        assert data(alice.post(URL, json=body))["hosts"] == [
            {"userId": 101, "name": "Alice Example", "username": "alice", "avatarUrl": None}
        ]

    def test_without_hosts_there_are_none(self, alice):
        assert data(alice.post(URL, json=BODY | {"schedulingType": "roundRobin"}))["hosts"] == []

    def test_all_members_win_over_hosts_given(self, make):
        made = make(schedulingType="managed", assignAllTeamMembers=True, hosts=[{"userId": 101}])

        assert [one["userId"] for one in made[0]["hosts"]] == [101, 102, 103]
        assert made[0]["assignAllTeamMembers"] is True

    def test_strangers_among_the_hosts_are_named(self, alice):
        body = TURNS | {"hosts": [{"userId": 5}, {"userId": 101}, {"userId": 9}]}

        assert refusal(alice.post(URL, json=body)) == (
            404,
            "NotFoundException",
            "Invalid hosts: 5, 9 are not members of team with id 20.",
        )

    def test_strangers_are_named_even_if_all_members_are_taken(self, alice):
        body = TURNS | {"hosts": [{"userId": 5}], "assignAllTeamMembers": True}

        assert alice.post(URL, json=body).status_code == 404

    def test_a_host_who_has_not_accepted_is_refused_too_late(self, alice):
        response = alice.post(URL, json=TURNS | {"hosts": [{"userId": 103}]})

        assert refusal(response) == (
            403,
            "TRPCError",
            "You don't have necessary permissions to access this resource",
        )
        assert [one["slug"] for one in data(alice.get(URL))] == ["t"]

    def test_a_slug_is_the_teams_only_once(self, alice, make):
        make()

        assert refusal(alice.post(URL, json=TURNS)) == (
            400,
            "BadRequestException",
            "Team event type with this slug already exists",
        )

    def test_any_schedule_will_do_if_it_is_there(self, teams, alice):
        bobs = teams.api("cal_bob", "2024-06-11").get("/v2/schedules").json()["data"][0]["id"]

        assert data(alice.post(URL, json=TURNS | {"scheduleId": bobs}))["scheduleId"] == bobs
        unknown = alice.post(URL, json=TURNS | {"slug": "u", "scheduleId": 999})
        assert refusal(unknown) == (
            400,
            "TRPCError",
            "Bad request: Please check your request data and try again",
        )

    def test_checks_come_in_the_order_of_the_real_service(self, alice, make):
        make()
        wrong = TURNS | {
            "locations": [{"type": "integration", "integration": "zoom"}],
            "hosts": [{"userId": 5}],
            "bookingFields": [{"type": "email", "required": False}],
            "customName": "{foo}",
            "scheduleId": 999,
        }

        said = []
        for mended in (
            {"locations": [{"type": "attendeePhone"}]},
            {"hosts": [{"userId": 101}]},
            {"slug": "u"},
            {"bookingFields": [{"type": "email", "required": True}]},
            {"customName": "{HOST}"},
            {"scheduleId": None},
        ):
            said.append(refusal(alice.post(URL, json=wrong))[2])
            wrong |= mended

        assert said == [
            "zoom not connected.",
            "Invalid hosts: 5 are not members of team with id 20.",
            "Team event type with this slug already exists",
            "Booking fields validation failed: visible and required email or visible and required attendee phone field "
            "is needed.",
            "Invalid event name variables: {foo}",
            "Bad request: Please check your request data and try again",
        ]
        assert alice.post(URL, json=wrong).status_code == 201

    def test_mails_of_a_team_outside_an_organization_cannot_be_kept_back(self, make):
        made = make(emailSettings={"disableEmailsToAttendees": True, "disableEmailsToHosts": True})

        assert made["emailSettings"] == {"disableEmailsToAttendees": False, "disableEmailsToHosts": False}
        assert "emailSettings" not in make(slug="u")

    def test_what_comes_out_can_go_in_again(self, alice, make):
        made = make()

        copy = data(alice.post(URL, json=made | {"slug": "copy"}))

        assert {name: copy[name] for name in copy if name not in ("id", "slug")} == {
            name: made[name] for name in made if name not in ("id", "slug")
        }


class TestList:
    def test_anybody_sees_everything(self, teams, make):
        make(hidden=True)

        listed = data(teams.api().get(URL))

        assert [one["slug"] for one in listed] == ["t"]
        assert len(listed[0]["bookingFields"]) == 7
        assert listed[0]["team"] == {
            "id": 20,
            "name": "Support",
            "slug": "support",
            "bannerUrl": None,
            "logoUrl": None,
            "weekStart": "Sunday",
            "brandColor": None,
            "darkBrandColor": None,
            "theme": None,
        }

    def test_an_unknown_team_has_none(self, teams):
        assert data(teams.api().get("/v2/teams/999/event-types")) == []

    def test_by_slug_it_is_one_or_none(self, teams, make):
        make()
        make(slug="u")

        assert [one["slug"] for one in data(teams.api().get(URL, params={"eventSlug": "u"}))] == ["u"]
        assert data(teams.api().get(URL, params={"eventSlug": "z"})) == []

    def test_a_limit_of_hosts_counts_only_beside_a_slug(self, teams, make):
        make()

        limited = data(teams.api().get(URL, params={"eventSlug": "t", "hostsLimit": "1"}))
        listed = data(teams.api().get(URL, params={"hostsLimit": "1"}))

        assert [one["userId"] for one in limited[0]["hosts"]] == [101]
        assert [one["userId"] for one in listed[0]["hosts"]] == [101, 102]

    def test_it_is_sorted_by_creation(self, teams, make):
        make()
        make(slug="u")

        assert [one["slug"] for one in data(teams.api().get(URL, params={"sortCreatedAt": "desc"}))] == ["u", "t"]

    def test_copies_of_a_managed_one_are_not_listed(self, teams, make):
        make(schedulingType="managed")

        listed = data(teams.api().get(URL))

        assert [one["schedulingType"] for one in listed] == ["managed"]


class TestGet:
    def test_one_of_the_team(self, alice, make):
        made = make()

        assert data(alice.get(f"{URL}/{made['id']}")) == made

    def test_an_unknown_one(self, alice):
        assert refusal(alice.get(f"{URL}/77")) == (404, "NotFoundException", "Event type with id 77 not found")

    def test_a_managed_one_comes_alone(self, alice, make):
        parent, *copies = make(schedulingType="managed")

        assert data(alice.get(f"{URL}/{parent['id']}")) == parent
        assert alice.get(f"{URL}/{copies[0]['id']}").status_code == 404

    def test_any_version_will_do(self, teams, make):
        made = make()

        for version in ("2024-04-15", "2024-08-13", "2026-02-25", "nonsense"):
            assert data(teams.api("cal_alice", version).get(f"{URL}/{made['id']}")) == made


class TestUpdate:
    def test_what_is_left_out_stays(self, alice, make):
        made = make(bookingLimitsCount={"day": 1}, hidden=True)

        assert data(alice.patch(f"{URL}/{made['id']}", json={"title": "U"})) == made | {"title": "U"}

    @pytest.mark.parametrize("event_type_id", ["77", "copy", "other"])
    def test_what_is_not_the_teams(self, teams, alice, make, event_type_id):
        copies = make(schedulingType="managed", slug="m")
        other = data(
            teams.api("cal_root").post(
                "/v2/organizations/30/teams/31/event-types", json=BODY | {"schedulingType": "collective"}
            )
        )
        event_type_id = {"copy": copies[1]["id"], "other": other["id"]}.get(event_type_id, event_type_id)

        response = alice.patch(f"{URL}/{event_type_id}", json={"title": "U"})

        assert refusal(response) == (400, "BadRequestException", "Event type to update not found")

    def test_that_is_told_after_hosts_and_slug(self, alice, make):
        make()

        assert refusal(alice.patch(f"{URL}/77", json={"hosts": [{"userId": 5}]}))[0] == 404
        assert (
            refusal(alice.patch(f"{URL}/77", json={"slug": "t"}))[2] == "Team event type with this slug already exists"
        )

    def test_its_own_slug_is_taken_too(self, alice, make):
        made = make()

        response = alice.patch(f"{URL}/{made['id']}", json={"slug": "t"})

        assert refusal(response) == (400, "BadRequestException", "Team event type with this slug already exists")

    def test_hosts_replace_the_whole_set(self, alice, make):
        made = make()

        changed = data(alice.patch(f"{URL}/{made['id']}", json={"hosts": [{"userId": 102, "priority": "high"}]}))

        assert [(one["userId"], one["priority"]) for one in changed["hosts"]] == [(102, "high")]

    def test_no_hosts_leave_none(self, alice, make):
        made = make()

        assert data(alice.patch(f"{URL}/{made['id']}", json={"hosts": []}))["hosts"] == []

    def test_all_members_and_the_flag(self, teams, alice, make):
        teams.load({"teams": [{"slug": "support", "members": [{"user": "alice", "role": "OWNER"}, {"user": "bob"}]}]})
        made = make(hosts=[])

        changed = data(alice.patch(f"{URL}/{made['id']}", json={"assignAllTeamMembers": True}))
        back = data(alice.patch(f"{URL}/{made['id']}", json={"assignAllTeamMembers": False}))

        assert [one["userId"] for one in changed["hosts"]] == [101, 102]
        assert changed["assignAllTeamMembers"] is True
        assert back == changed | {"assignAllTeamMembers": False}

    def test_switching_the_type_needs_hosts(self, alice, make):
        made = make()

        response = alice.patch(f"{URL}/{made['id']}", json={"schedulingType": "collective"})
        same = alice.patch(f"{URL}/{made['id']}", json={"schedulingType": "ROUND_ROBIN"})

        assert refusal(response) == (
            400,
            "BadRequestException",
            "Hosts required when switching schedulingType. Please provide 'hosts' or set 'assignAllTeamMembers: true' "
            "to specify how hosts should be configured for the new scheduling type.",
        )
        assert same.status_code == 200

    def test_switching_with_hosts(self, alice, make):
        made = make()

        changed = data(
            alice.patch(f"{URL}/{made['id']}", json={"schedulingType": "collective", "hosts": [{"userId": 102}]})
        )

        assert changed["schedulingType"] == "collective"
        assert changed["hosts"] == [{"userId": 102, "name": "Bob Example", "username": "bob", "avatarUrl": None}]

    def test_nothing_becomes_managed(self, alice, make):
        made = make()

        response = alice.patch(f"{URL}/{made['id']}", json={"schedulingType": "managed"})

        assert constraints(response)["schedulingType"] == {
            "isEnum": "schedulingType must be one of the following values: collective, roundRobin"
        }

    def test_a_waiting_host_changes_nothing(self, alice, make):
        made = make()

        response = alice.patch(f"{URL}/{made['id']}", json={"title": "U", "hosts": [{"userId": 103}]})

        assert response.status_code == 403
        assert data(alice.get(f"{URL}/{made['id']}")) == made

    def test_a_waiting_admin_is_refused_by_the_inner_service(self, teams, make):
        made = make()

        response = teams.api("cal_carol").patch(f"{URL}/{made['id']}", json={"title": "U"})

        assert refusal(response)[:2] == (401, "TRPCError")


class TestDelete:
    def test_it_answers_with_id_and_title(self, alice, make):
        made = make()

        assert data(alice.delete(f"{URL}/{made['id']}")) == {"id": made["id"], "title": "T"}
        assert data(alice.get(URL)) == []

    def test_an_unknown_one(self, alice):
        assert refusal(alice.delete(f"{URL}/77")) == (
            404,
            "NotFoundException",
            "Event type with ID=77 does not exist.",
        )


class TestPhoneCall:
    def test_it_never_works_outside_an_organization(self, alice, make):
        made = make()

        response = alice.post(f"{URL}/{made['id']}/create-phone-call", json={})

        assert refusal(response) == (400, "BadRequestException", "Validation failed (numeric string is expected)")
