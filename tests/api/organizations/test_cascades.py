"""What goes with a team, an organization, and what stays."""

import pytest

from tests.api.organizations.conftest import ORG, TEAM
from tests.conftest import refusal

BELONGINGS = {
    "users": [
        {
            "username": "owner",
            "apiKeys": [
                "cal_owner",
                {"key": "cal_of_team", "team": "acme/sales"},
                {"key": "cal_of_org", "organization": "acme"},
            ],
        }
    ],
    "organizations": [
        {
            "slug": "acme",
            "webhooks": [{"subscriberUrl": "http://127.0.0.1:9/org", "triggers": ["BOOKING_CREATED"], "active": True}],
            "oauthClients": [{"name": "App", "id": "app", "secret": "s", "managedUsers": [{"email": "m@x.example"}]}],
            "routingForms": [{"name": "Of org", "owner": "owner"}],
            "teams": [
                {
                    "slug": "sales",
                    "eventTypes": [
                        {
                            "title": title,
                            "slug": title.lower(),
                            "lengthInMinutes": 30,
                            "schedulingType": kind,
                            "assignAllTeamMembers": True,
                        }
                        for title, kind in (("Round", "roundRobin"), ("Managed", "managed"))
                    ],
                    "webhooks": [
                        {"subscriberUrl": "http://127.0.0.1:9/team", "triggers": ["BOOKING_CREATED"], "active": True}
                    ],
                    "conferencing": ["zoom"],
                    "verifiedEmails": ["v@x.example"],
                    "verifiedPhones": ["+14155550100"],
                    "routingForms": [{"name": "Of team", "owner": "owner"}],
                }
            ],
        }
    ],
    "bookings": [
        {
            "eventType": "acme/sales/round",
            "uid": "of-team",
            "start": "2026-02-02T10:00:00Z",
            "host": "team-member",
            "attendee": {"name": "Zoe", "email": "zoe@example.com", "timeZone": "UTC"},
        }
    ],
}


@pytest.fixture
def full(acme):
    acme.load(BELONGINGS)
    return acme


def event_types(sandbox, username):
    listed = sandbox.api(f"cal_{username}", "2024-06-14").get("/v2/event-types", params={"username": username})
    return [one["slug"] for one in listed.json()["data"]]


class TestTeam:
    @pytest.mark.parametrize(
        ("caller", "path"), [("owner", f"/v2/organizations/{ORG}/teams/{TEAM}"), ("team-owner", f"/v2/teams/{TEAM}")]
    )
    def test_everything_that_is_the_teams_goes(self, full, caller, path):
        assert event_types(full, "team-member") == ["managed"]

        assert full.api(f"cal_{caller}").delete(path).status_code == 200

        (acme, _) = full.export()["organizations"]
        assert "teams" not in acme
        assert event_types(full, "team-member") == []
        assert refusal(full.api("cal_of_team").get("/v2/me"))[0] == 401
        assert full.api("cal_team-member").get("/v2/teams").json()["data"][-1]["id"] == ORG

    def test_its_bookings_stay_without_an_event_type(self, full):
        full.api("cal_owner").delete(f"/v2/organizations/{ORG}/teams/{TEAM}")

        booking = full.api("cal_team-member", "2024-08-13").get("/v2/bookings/of-team").json()["data"]
        assert (booking["status"], booking["eventTypeId"]) == ("accepted", None)

    def test_what_is_the_organizations_stays(self, full):
        full.api("cal_owner").delete(f"/v2/organizations/{ORG}/teams/{TEAM}")

        (acme, _) = full.export()["organizations"]
        assert {"roles", "attributes", "webhooks", "oauthClients", "routingForms"} <= set(acme)
        assert full.api("cal_of_org").get("/v2/me").status_code == 200


class TestOrganization:
    def test_everything_in_it_goes_but_the_people(self, full):
        owner = full.api("cal_owner")

        assert owner.delete(f"/v2/teams/{ORG}").status_code == 200

        document = full.export()
        assert [org["slug"] for org in document["organizations"]] == ["sub"]
        assert "workflows" not in document
        assert full.api("cal_of_org").get("/v2/me").status_code == 401
        assert full.api("cal_of_team").get("/v2/me").status_code == 401
        assert full.api(None, **{"x-cal-client-id": "app", "x-cal-secret-key": "s"}).get("/v2/me").status_code == 401
        assert owner.get("/v2/me").json()["data"]["organizationId"] is None
        assert [team["id"] for team in owner.get("/v2/teams").json()["data"]] == [70]
        assert "m+app@x.example" in [user["email"] for user in document["users"]]

    def test_its_teams_bookings_stay(self, full):
        full.api("cal_owner").delete(f"/v2/teams/{ORG}")

        assert full.api("cal_team-member", "2024-08-13").get("/v2/bookings/of-team").status_code == 200

    def test_its_slug_is_free_again(self, full):
        owner = full.api("cal_owner")
        owner.delete(f"/v2/teams/{ORG}")

        assert owner.post("/v2/teams", json={"name": "Acme"}).json()["data"]["slug"] == "acme"


class TestStandaloneTeam:
    def test_its_members_keep_everything_else(self, full):
        full.api("cal_owner").delete("/v2/teams/70")

        assert full.api("cal_member").get("/v2/teams").json()["data"][0]["id"] == ORG
        assert "teams" not in full.export()
