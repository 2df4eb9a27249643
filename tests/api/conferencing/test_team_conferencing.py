"""`/v2/organizations/{orgId}/teams/{teamId}/conferencing`."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.conftest import refusal

OPERATIONS = [
    ("GET", ""),
    ("GET", "/default"),
    ("POST", "/google-meet/connect"),
    ("GET", "/zoom/oauth/auth-url"),
    ("GET", "/zoom/oauth/callback"),
    ("POST", "/zoom/default"),
    ("DELETE", "/zoom/disconnect"),
]


@pytest.fixture
def base(team):
    return f"{team}/conferencing"


@pytest.fixture
def admin(mockcal, base):
    return mockcal.api("cal_admin")


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
class TestWhoMay:
    def test_nobody_is_refused(self, mockcal, base, method, path):
        assert mockcal.api().request(method, base + path).status_code == 401

    def test_an_unknown_organization(self, mockcal, base, method, path):
        response = mockcal.api("cal_owner").request(method, f"/v2/organizations/9999/teams/1/conferencing{path}")

        assert refusal(response) == (
            403,
            "ForbiddenException",
            "IsOrgGuard - provided organization id=9999 does not represent any existing organization.",
        )

    def test_a_team_member_is_too_low(self, mockcal, made, base, method, path):
        org_id, team_id = made["organizations"]["acme"]["id"], made["teams"]["acme/sales"]["id"]
        user_id = made["users"]["member"]["id"]

        assert refusal(mockcal.api("cal_member").request(method, base + path)) == (
            403,
            "ForbiddenException",
            f"RolesGuard - user with id={user_id} does not have the minimum required role=TEAM_ADMIN within "
            f"organization with id={org_id} team with id={team_id}.",
        )

    def test_another_organizations_team(self, mockcal, made, base, method, path):
        org_id, team_id = made["organizations"]["acme"]["id"], made["teams"]["other/ops"]["id"]

        response = mockcal.api("cal_owner").request(
            method, f"/v2/organizations/{org_id}/teams/{team_id}/conferencing{path}"
        )

        assert refusal(response) == (404, "NotFoundException", f"IsTeamInOrg - Team ({team_id}) not found.")

    def test_without_a_plan(self, mockcal, made, base, method, path):
        org_id, team_id = made["organizations"]["other"]["id"], made["teams"]["other/ops"]["id"]

        response = mockcal.api("cal_outsider").request(
            method, f"/v2/organizations/{org_id}/teams/{team_id}/conferencing{path}"
        )

        assert refusal(response) == (
            403,
            "ForbiddenException",
            f"PlatformPlanGuard - No platform subscription found for organization with id={org_id}.",
        )

    def test_without_the_admin_api(self, mockcal, made, base, method, path):
        org_id, team_id = made["organizations"]["plain"]["id"], made["teams"]["plain/x"]["id"]

        response = mockcal.api("cal_outsider").request(
            method, f"/v2/organizations/{org_id}/teams/{team_id}/conferencing{path}"
        )

        assert refusal(response)[2].startswith("IsAdminAPIEnabledGuard - ")


class TestTeamApps:
    def test_the_calendar_must_be_the_teams(self, mockcal, admin, base):
        google = {"integration": "google_calendar", "externalId": "admin@gmail.example"}
        mockcal.load({"users": [{"username": "admin", "calendars": [google]}]})

        response = admin.post(f"{base}/google-meet/connect")

        assert refusal(response)[2] == "Google Meet requires a Google Calendar connection."

    def test_google_meet_on_the_teams_calendar(self, mockcal, admin, base):
        google = {"integration": "google_calendar", "externalId": "sales@gmail.example"}
        mockcal.load({"organizations": [{"slug": "acme", "teams": [{"slug": "sales", "calendars": [google]}]}]})

        response = admin.post(f"{base}/google-meet/connect")
        again = admin.post(f"{base}/google-meet/connect")

        assert response.status_code == 200
        assert response.json()["data"]["userId"] is None
        assert refusal(again)[2] == "Google Meet is already connected for this team."

    def test_default_and_disconnect(self, mockcal, admin, base):
        mockcal.load({"organizations": [{"slug": "acme", "teams": [{"slug": "sales", "conferencing": ["zoom"]}]}]})
        assert admin.get(f"{base}/default").json() == {"status": "success"}

        assert admin.post(f"{base}/zoom/default").json() == {"status": "success"}
        assert admin.get(f"{base}/default").json()["data"] == {"appSlug": "zoom"}
        assert admin.delete(f"{base}/zoom/disconnect").json() == {"status": "success"}
        assert admin.get(f"{base}/default").json() == {"status": "success"}
        assert admin.get(base).json()["data"] == []

    def test_a_persons_apps_are_not_the_teams(self, mockcal, admin, base):
        mockcal.load({"users": [{"username": "admin", "conferencing": ["zoom"]}]})

        assert admin.get(base).json()["data"] == []
        assert refusal(admin.post(f"{base}/zoom/default"))[2] == "zoom not connected."


class TestTeamRedirect:
    def sent_out(self, mockcal, base, made):
        """The state that the team's link carries, and where the provider will send the user."""
        api = mockcal.api("cal_admin")
        targets = {"returnTo": "https://app.example/done", "onErrorReturnTo": "https://app.example/failed"}
        url = api.get(f"{base}/zoom/oauth/auth-url", params=targets).json()["data"]["url"]
        query = parse_qs(urlsplit(url).query)
        return query["state"][0], query["redirect_uri"][0]

    def test_the_state_names_the_team(self, mockcal, base, made):
        text, redirect_uri = self.sent_out(mockcal, base, made)

        assert json.loads(text) == {
            "returnTo": "https://app.example/done",
            "onErrorReturnTo": "https://app.example/failed",
            "fromApp": False,
            "accessToken": "cal_admin",
            "teamId": str(made["teams"]["acme/sales"]["id"]),
            "orgId": str(made["organizations"]["acme"]["id"]),
        }
        assert redirect_uri == f"{mockcal.url}/v2/conferencing/zoom/oauth/callback"

    def test_the_users_callback_connects_the_team(self, mockcal, admin, base, made):
        text, _ = self.sent_out(mockcal, base, made)

        response = mockcal.api().get("/v2/conferencing/zoom/oauth/callback", params={"state": text, "code": "abc"})

        assert (response.status_code, response.headers["location"]) == (301, "https://app.example/done")
        assert [(one["appId"], one["userId"]) for one in admin.get(base).json()["data"]] == [("zoom", None)]
        assert admin.get("/v2/conferencing").json()["data"] == []

    @pytest.mark.parametrize(
        ("token", "query"),
        [
            ("cal_member", {"code": "abc"}),
            ("nobody's", {"code": "abc"}),
            ("cal_admin", {"code": "invalid"}),
            ("cal_admin", {"error": "access_denied"}),
        ],
    )
    def test_every_failure_leads_to_the_errors_target(self, mockcal, admin, base, made, token, query):
        text, _ = self.sent_out(mockcal, base, made)
        text = text.replace("cal_admin", token)

        response = mockcal.api().get("/v2/conferencing/zoom/oauth/callback", params={"state": text, **query})

        assert (response.status_code, response.headers["location"]) == (301, "https://app.example/failed")
        assert admin.get(base).json()["data"] == []

    def test_the_teams_own_callback(self, mockcal, admin, base, made):
        text, _ = self.sent_out(mockcal, base, made)
        path = f"{base}/zoom/oauth/callback"

        assert refusal(admin.get(path)) == (400, "BadRequestException", "Missing `state` query param")
        failed = admin.get(path, params={"state": text, "code": "invalid"})
        done = admin.get(path, params={"state": text, "code": "abc"})

        assert (failed.status_code, failed.headers["location"]) == (301, "https://app.example/failed")
        assert (done.status_code, done.headers["location"]) == (301, "https://app.example/done")
        assert [one["appId"] for one in admin.get(base).json()["data"]] == ["zoom"]
