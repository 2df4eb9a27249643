"""`/v2/event-types/{eventTypeId}/private-links`, of users and of an organization's teams."""

import re

import pytest

from tests.api.event_types.conftest import BODY, V, data
from tests.conftest import constraints, refusal

OF_TEAM = "/v2/organizations/30/teams/31/event-types"


@pytest.fixture
def url(make):
    return f"/v2/event-types/{make()['id']}/private-links"


@pytest.fixture
def link(alice, url):
    """A link for three uses."""
    return data(alice.post(url, json={"maxUsageCount": 3}))


class TestWhoMay:
    def test_nobody_is_refused_by_the_permission_guard(self, nobody, url):
        assert refusal(nobody.get(url))[0] == 403
        assert refusal(nobody.post(url, json={}))[2].startswith("PermissionsGuard - no authentication provided.")

    def test_a_stranger_is_told_that_there_is_nothing(self, bob, url):
        assert refusal(bob.post(url, json={"maxUsageCount": "x"})) == (
            404,
            "NotFoundException",
            "Event type with id 1 not found",
        )

    @pytest.mark.parametrize("event_type_id", ["abc", "0", "-1", "1.5", "3000000000"])
    def test_an_id_is_a_positive_number(self, alice, event_type_id):
        response = alice.get(f"/v2/event-types/{event_type_id}/private-links")

        assert refusal(response) == (400, "BadRequestException", "Invalid eventTypeId param.")

    def test_a_whole_number_may_have_a_point(self, alice, make):
        event_type = make(slug="pointed")

        response = alice.get(f"/v2/event-types/{event_type['id']}.0/private-links")

        assert data(response) == []

    @pytest.mark.parametrize("version", [None, "2024-04-15", V, "2024-08-13", "2026-02-25"])
    def test_every_version_is_served(self, people, url, version):
        assert people.api("cal_alice", version).get(url).status_code == 200


class TestCreate:
    def test_one_of_the_two_limits_is_needed(self, alice, url):
        assert refusal(alice.post(url)) == (
            400,
            "BadRequestException",
            "Either expiresAt or maxUsageCount must be provided",
        )

    def test_both_are_one_too_many(self, alice, url):
        body = {"maxUsageCount": 1, "expiresAt": "2026-12-31T23:59:59.000Z"}

        assert refusal(alice.post(url, json=body)) == (
            400,
            "BadRequestException",
            "Provide only one of expiresAt or maxUsageCount",
        )

    @pytest.mark.parametrize("body", [{"maxUsageCount": 0}, {"maxUsageCount": "3"}, {"expiresAt": "soon"}])
    def test_a_limit_must_be_one(self, alice, url, body):
        assert set(constraints(alice.post(url, json=body))) == set(body)

    def test_a_count_is_what_a_column_can_hold(self, alice, url):
        link = data(alice.post(url, json={"maxUsageCount": 2**31 - 1}))

        for response in (
            alice.post(url, json={"maxUsageCount": 2**31}),
            alice.patch(f"{url}/{link['linkId']}", json={"maxUsageCount": 2**31}),
        ):
            assert refusal(response)[:2] == (400, "INTERNAL_SERVER_ERROR")

    def test_by_use(self, alice, url):
        response = alice.post(url, json={"maxUsageCount": 3})

        assert response.status_code == 201
        made = data(response)
        assert re.fullmatch("[1-9A-HJ-NP-Za-km-z]{22}", made["linkId"])
        assert made == {
            "linkId": made["linkId"],
            "eventTypeId": 1,
            "isExpired": False,
            "bookingUrl": f"https://cal.com/d/{made['linkId']}",
            "maxUsageCount": 3,
            "usageCount": 0,
        }

    def test_by_time(self, alice, url):
        made = data(alice.post(url, json={"expiresAt": "2026-12-31T23:59:59+01:00"}))

        assert made == {
            "linkId": made["linkId"],
            "eventTypeId": 1,
            "isExpired": False,
            "bookingUrl": f"https://cal.com/d/{made['linkId']}",
            "expiresAt": "2026-12-31T22:59:59.000Z",
        }

    @pytest.mark.parametrize("time", ["Feb 1, 2027", "Mon, 01 Feb 2027 02:00:00 +0200", "2027-02-01", 1801440000000])
    def test_a_time_is_what_javascript_reads(self, alice, url, time):
        made = data(alice.post(url, json={"expiresAt": time}))

        assert made["expiresAt"] == "2027-02-01T00:00:00.000Z"

    def test_a_time_may_be_past(self, alice, url):
        made = data(alice.post(url, json={"expiresAt": "2024-12-31T23:59:59.000Z"}))

        assert made["isExpired"] is True and "maxUsageCount" not in made


class TestList:
    def test_expired_ones_are_listed_too(self, people, alice, url, link):
        timed = data(alice.post(url, json={"expiresAt": "2026-01-05T09:00:00Z"}))
        assert timed["isExpired"] is False

        people.advance("PT2H")

        assert data(alice.get(url)) == [link, timed | {"isExpired": True}]

    def test_a_used_up_one_is_expired(self, people, alice):
        event_type = BODY | {"privateLinks": [{"linkId": "abc", "maxUsageCount": 2, "usageCount": 2}]}
        people.load({"users": [{"username": "alice", "eventTypes": [event_type]}]})

        assert data(alice.get("/v2/event-types/1/private-links")) == [
            {
                "linkId": "abc",
                "eventTypeId": 1,
                "isExpired": True,
                "bookingUrl": "https://cal.com/d/abc",
                "maxUsageCount": 2,
                "usageCount": 2,
            }
        ]


class TestUpdate:
    def test_a_new_count(self, alice, url, link):
        changed = data(alice.patch(f"{url}/{link['linkId']}", json={"maxUsageCount": 10}))

        assert changed == link | {"maxUsageCount": 10}

    def test_a_time_makes_it_a_link_by_time_and_back(self, alice, url, link):
        timed = data(alice.patch(f"{url}/{link['linkId']}", json={"expiresAt": "2026-02-01T00:00:00Z"}))
        counted = data(alice.patch(f"{url}/{link['linkId']}", json={"maxUsageCount": 10}))

        assert timed["expiresAt"] == "2026-02-01T00:00:00.000Z" and "usageCount" not in timed
        assert counted["maxUsageCount"] == 10 and "expiresAt" not in counted

    def test_nothing_takes_the_time_away(self, alice, url):
        timed = data(alice.post(url, json={"expiresAt": "2026-02-01T00:00:00Z"}))

        changed = data(alice.patch(f"{url}/{timed['linkId']}", json={}))

        assert (changed["maxUsageCount"], changed["usageCount"]) == (1, 0)

    def test_of_both_the_time_wins(self, alice, url, link):
        body = {"maxUsageCount": 10, "expiresAt": "2026-02-01T00:00:00Z"}

        changed = data(alice.patch(f"{url}/{link['linkId']}", json=body))

        assert "expiresAt" in changed and "maxUsageCount" not in changed

    def test_an_unknown_one_and_one_of_another_event_type(self, alice, make, url, link):
        other = f"/v2/event-types/{make(slug='u')['id']}/private-links"

        for path in (f"{url}/abc", f"{other}/{link['linkId']}"):
            response = alice.patch(path, json={"maxUsageCount": 10})
            assert refusal(response) == (404, "NotFoundException", "Updated link not found")

    def test_the_body_is_validated(self, alice, url, link):
        assert set(constraints(alice.patch(f"{url}/{link['linkId']}", json={"maxUsageCount": 0}))) == {"maxUsageCount"}


class TestDelete:
    def test_it_says_so(self, alice, url, link):
        deleted = data(alice.delete(f"{url}/{link['linkId']}"))

        assert deleted == {"linkId": link["linkId"], "message": "Private link deleted successfully"}
        assert data(alice.get(url)) == []

    def test_an_unknown_one(self, alice, url):
        assert refusal(alice.delete(f"{url}/abc")) == (404, "NotFoundException", "Deleted link not found")

    def test_links_go_with_their_event_type(self, alice, url, link):
        alice.delete("/v2/event-types/1")

        assert refusal(alice.get(url))[0] == 404


class TestOfAnOrganizationsTeam:
    @pytest.fixture
    def admin(self, teams):
        return teams.api("cal_alice")

    @pytest.fixture
    def team_url(self, admin):
        made = data(admin.post(OF_TEAM, json=BODY | {"schedulingType": "collective"}))
        return f"{OF_TEAM}/{made['id']}/private-links"

    def test_all_four_operations(self, admin, team_url):
        made = data(admin.post(team_url, json={"maxUsageCount": 3}))
        changed = data(admin.patch(f"{team_url}/{made['linkId']}", json={"expiresAt": "2026-02-01T00:00:00Z"}))
        listed = data(admin.get(team_url))
        deleted = data(admin.delete(f"{team_url}/{made['linkId']}"))

        assert made["maxUsageCount"] == 3
        assert listed == [changed]
        assert deleted["message"] == "Private link deleted successfully"

    def test_a_change_is_not_looked_at(self, admin, team_url):
        made = data(admin.post(team_url, json={"maxUsageCount": 3}))

        changed = data(admin.patch(f"{team_url}/{made['linkId']}", json={"maxUsageCount": "many"}))

        assert changed == made

    def test_the_event_type_must_be_the_teams(self, admin):
        assert refusal(admin.get(f"{OF_TEAM}/77/private-links")) == (
            404,
            "NotFoundException",
            "Event type with id 77 not found",
        )

    def test_a_member_of_the_team_is_refused(self, teams, team_url):
        assert refusal(teams.api("cal_carol").get(team_url))[0] == 403
