"""Verified resources of users, teams and organizations' teams: the same operations for each."""

from typing import NamedTuple

import pytest

from tests.conftest import constraints, refusal

WORLD = {
    "users": [{"username": "alice"}, {"username": "owner"}, {"username": "member"}],
    "teams": [{"slug": "support", "members": [{"user": "alice", "role": "ADMIN"}, {"user": "member"}]}],
    "organizations": [
        {
            "slug": "acme",
            "members": [{"user": "owner", "role": "OWNER"}, "alice", "member"],
            "teams": [{"slug": "sales", "members": [{"user": "alice", "role": "ADMIN"}, {"user": "member"}]}],
        }
    ],
}
EMAIL = "x@y.example"
PHONE = "+37255555555"
REQUEST_EMAIL = "emails/verification-code/request"
VERIFY_EMAIL = "emails/verification-code/verify"
REQUEST_PHONE = "phones/verification-code/request"
VERIFY_PHONE = "phones/verification-code/verify"


class Level(NamedTuple):
    """Where alice verifies, and for which team if for one."""

    base: str
    user_id: int
    team_id: int | None


@pytest.fixture
def made(mockcal):
    return mockcal.load(WORLD)


@pytest.fixture(params=["user", "team", "organization's team"])
def level(request, made):
    user_id, org_id = made["users"]["alice"]["id"], made["organizations"]["acme"]["id"]
    team_id, sales_id = made["teams"]["support"]["id"], made["teams"]["acme/sales"]["id"]
    return {
        "user": Level("/v2/verified-resources", user_id, None),
        "team": Level(f"/v2/teams/{team_id}/verified-resources", user_id, team_id),
        "organization's team": Level(
            f"/v2/organizations/{org_id}/teams/{sales_id}/verified-resources", user_id, sales_id
        ),
    }[request.param]


@pytest.fixture
def alice(mockcal, made):
    return mockcal.api("cal_alice")


def code(mockcal, kind="email"):
    """The code of the newest message."""
    return mockcal.outbox(kind=kind)[-1]["code"]


class TestRequestEmailCode:
    def test_nobody_is_refused(self, mockcal, level):
        assert mockcal.api().post(f"{level.base}/{REQUEST_EMAIL}", json={"email": EMAIL}).status_code == 401

    @pytest.mark.parametrize("email", [None, 5, "nobody"])
    def test_no_address(self, alice, level, email):
        response = alice.post(f"{level.base}/{REQUEST_EMAIL}", json={"email": email})

        assert constraints(response) == {"email": {"isEmail": "email must be an email"}}

    def test_a_code_is_mailed(self, mockcal, alice, level):
        response = alice.post(f"{level.base}/{REQUEST_EMAIL}", json={"email": EMAIL})

        assert (response.status_code, response.json()) == (200, {"status": "success"})
        [mail] = mockcal.outbox()
        assert (mail["template"], mail["kind"], mail["to"]) == ("email-verification-code", "email", [EMAIL])
        assert len(mail["code"]) == 6
        assert mail["code"].isdigit()
        assert mail["code"] in mail["text"]

    def test_the_code_is_the_same_within_a_quarter_of_an_hour(self, mockcal, alice, level):
        alice.post(f"{level.base}/{REQUEST_EMAIL}", json={"email": EMAIL})
        first = code(mockcal)
        mockcal.advance("PT14M")
        alice.post(f"{level.base}/{REQUEST_EMAIL}", json={"email": EMAIL})
        assert code(mockcal) == first
        mockcal.advance("PT1M")
        alice.post(f"{level.base}/{REQUEST_EMAIL}", json={"email": EMAIL})
        assert code(mockcal) != first

    @pytest.mark.parametrize("version", ["2024-08-13", "2024-09-04", "2026-05-01"])
    def test_every_version_is_served(self, mockcal, level, version):
        api = mockcal.api("cal_alice", version)

        assert api.post(f"{level.base}/{REQUEST_EMAIL}", json={"email": EMAIL}).status_code == 200


class TestVerifyEmail:
    @pytest.mark.parametrize("sent", ["000000", "", "not a code"])
    def test_a_wrong_code(self, mockcal, alice, level, sent):
        alice.post(f"{level.base}/{REQUEST_EMAIL}", json={"email": EMAIL})

        response = alice.post(f"{level.base}/{VERIFY_EMAIL}", json={"email": EMAIL, "code": sent})

        assert refusal(response) == (
            400,
            "TRPCError",
            "Bad request: Please check your request data and try again",
        )
        assert alice.get(f"{level.base}/emails").json()["data"] == []

    def test_another_addresss_code(self, mockcal, alice, level):
        alice.post(f"{level.base}/{REQUEST_EMAIL}", json={"email": "z@y.example"})

        response = alice.post(f"{level.base}/{VERIFY_EMAIL}", json={"email": EMAIL, "code": code(mockcal)})

        assert response.status_code == 400

    def test_what_is_missing(self, alice, level):
        response = alice.post(f"{level.base}/{VERIFY_EMAIL}", json={})

        assert constraints(response) == {
            "email": {"isEmail": "email must be an email"},
            "code": {"isString": "code must be a string"},
        }

    def test_the_address_is_verified(self, mockcal, alice, level):
        alice.post(f"{level.base}/{REQUEST_EMAIL}", json={"email": EMAIL})

        response = alice.post(f"{level.base}/{VERIFY_EMAIL}", json={"email": EMAIL, "code": code(mockcal)})

        assert response.status_code == 200
        row = response.json()["data"]
        assert row == {"id": row["id"], "userId": level.user_id, "teamId": level.team_id, "email": EMAIL}
        assert alice.get(f"{level.base}/emails").json()["data"] == [row]
        assert alice.get(f"{level.base}/emails/{row['id']}").json()["data"] == row

    @pytest.mark.parametrize(("minutes", "status"), [(16, 200), (31, 400)])
    def test_how_long_a_code_lasts(self, mockcal, alice, level, minutes, status):
        alice.post(f"{level.base}/{REQUEST_EMAIL}", json={"email": EMAIL})
        sent = code(mockcal)

        mockcal.advance(f"PT{minutes}M")

        response = alice.post(f"{level.base}/{VERIFY_EMAIL}", json={"email": EMAIL, "code": sent})
        assert response.status_code == status

    def test_verifying_again_adds_a_row(self, mockcal, alice, level):
        alice.post(f"{level.base}/{REQUEST_EMAIL}", json={"email": EMAIL})
        for _ in range(2):
            alice.post(f"{level.base}/{VERIFY_EMAIL}", json={"email": EMAIL, "code": code(mockcal)})

        assert [row["email"] for row in alice.get(f"{level.base}/emails").json()["data"]] == [EMAIL, EMAIL]


class TestPhones:
    @pytest.mark.parametrize("phone", [None, "55555555", "+1", "nobody"])
    def test_no_number(self, alice, level, phone):
        response = alice.post(f"{level.base}/{REQUEST_PHONE}", json={"phone": phone})

        assert constraints(response) == {"phone": {"isPhoneNumber": "phone must be a valid phone number"}}

    def test_a_number_that_the_provider_cannot_reach(self, mockcal, alice, level):
        response = alice.post(f"{level.base}/{REQUEST_PHONE}", json={"phone": "+15005550001"})

        assert refusal(response) == (
            400,
            "BadRequestException",
            "Could not send verification code to this phone number.",
        )
        assert mockcal.outbox() == []

    def test_a_code_is_texted(self, mockcal, alice, level):
        response = alice.post(f"{level.base}/{REQUEST_PHONE}", json={"phone": PHONE})

        assert (response.status_code, response.json()) == (200, {"status": "success"})
        [text] = mockcal.outbox()
        assert (text["template"], text["kind"], text["to"]) == ("phone-verification-code", "sms", [PHONE])
        assert text["code"] in text["text"]

    def test_a_wrong_code(self, alice, level):
        response = alice.post(f"{level.base}/{VERIFY_PHONE}", json={"phone": PHONE, "code": "12345"})

        assert refusal(response) == (400, "BadRequestException", "Could not verify phone number.")

    def test_the_number_is_verified(self, mockcal, alice, level):
        alice.post(f"{level.base}/{REQUEST_PHONE}", json={"phone": PHONE})

        response = alice.post(f"{level.base}/{VERIFY_PHONE}", json={"phone": PHONE, "code": code(mockcal, "sms")})

        assert response.status_code == 200
        row = response.json()["data"]
        assert row == {"id": row["id"], "userId": level.user_id, "teamId": level.team_id, "phoneNumber": PHONE}
        assert alice.get(f"{level.base}/phones").json()["data"] == [row]
        assert alice.get(f"{level.base}/phones/{row['id']}").json()["data"] == row


class TestLists:
    @pytest.mark.parametrize("kind", ["emails", "phones"])
    @pytest.mark.parametrize(
        ("query", "name"), [("take=0", "take"), ("take=251", "take"), ("skip=-1", "skip"), ("take=x", "take")]
    )
    def test_pages_out_of_range(self, alice, level, kind, query, name):
        assert list(constraints(alice.get(f"{level.base}/{kind}?{query}"))) == [name]

    def test_a_page(self, mockcal, made, alice, level):
        owned = [f"a{number}@y.example" for number in range(4)]
        mockcal.load(
            {
                "users": [{"username": "alice", "verifiedEmails": owned}] if level.team_id is None else [],
                "teams": [{"slug": "support", "verifiedEmails": owned}],
                "organizations": [{"slug": "acme", "teams": [{"slug": "sales", "verifiedEmails": owned}]}],
            }
        )

        response = alice.get(f"{level.base}/emails?take=2&skip=1")

        assert [row["email"] for row in response.json()["data"]] == owned[1:3]
        assert "pagination" not in response.json()

    @pytest.mark.parametrize("kind", ["emails", "phones"])
    def test_an_unknown_one_is_null(self, alice, level, kind):
        response = alice.get(f"{level.base}/{kind}/999")

        assert (response.status_code, response.json()) == (200, {"status": "success", "data": None})

    @pytest.mark.parametrize("kind", ["emails", "phones"])
    def test_an_id_that_is_no_number(self, alice, level, kind):
        response = alice.get(f"{level.base}/{kind}/abc")

        assert refusal(response) == (
            400,
            "INTERNAL_SERVER_ERROR",
            "There was an error, please try again later.",
        )

    def test_somebody_elses_is_null(self, mockcal, alice, made):
        mockcal.load({"users": [{"username": "member", "verifiedEmails": [EMAIL]}]})
        theirs = mockcal.api("cal_member").get("/v2/verified-resources/emails").json()["data"][0]["id"]

        assert alice.get(f"/v2/verified-resources/emails/{theirs}").json()["data"] is None

    def test_what_somebody_verified_for_a_team_is_in_his_own_list_too(self, mockcal, alice, made):
        team_id = made["teams"]["support"]["id"]
        team = f"/v2/teams/{team_id}/verified-resources"
        alice.post(f"{team}/{REQUEST_EMAIL}", json={"email": EMAIL})
        row = alice.post(f"{team}/{VERIFY_EMAIL}", json={"email": EMAIL, "code": code(mockcal)}).json()["data"]

        assert alice.get("/v2/verified-resources/emails").json()["data"] == [row]
        assert mockcal.api("cal_member").get("/v2/verified-resources/emails").json()["data"] == []


class TestWhoMay:
    @pytest.mark.parametrize("path", ["emails", "phones", "emails/1", "phones/1"])
    def test_a_team_member_is_too_low(self, mockcal, made, path):
        team_id, user_id = made["teams"]["support"]["id"], made["users"]["member"]["id"]

        response = mockcal.api("cal_member").get(f"/v2/teams/{team_id}/verified-resources/{path}")

        assert refusal(response) == (
            403,
            "ForbiddenException",
            f"RolesGuard - user with id={user_id} does not have the minimum required role=TEAM_ADMIN within "
            f"team with id={team_id}.",
        )

    def test_a_stranger_to_the_team(self, mockcal, made):
        team_id = made["teams"]["support"]["id"]

        response = mockcal.api("cal_owner").get(f"/v2/teams/{team_id}/verified-resources/emails")

        assert refusal(response)[2] == f"RolesGuard - User is not a member of the team with id={team_id}."

    def test_an_organizations_owner_may(self, mockcal, made):
        org_id, team_id = made["organizations"]["acme"]["id"], made["teams"]["acme/sales"]["id"]

        path = f"/v2/organizations/{org_id}/teams/{team_id}/verified-resources/emails"

        assert mockcal.api("cal_owner").get(path).status_code == 200

    def test_roles_come_before_validation(self, mockcal, made):
        team_id = made["teams"]["support"]["id"]

        response = mockcal.api("cal_member").post(f"/v2/teams/{team_id}/verified-resources/{REQUEST_EMAIL}", json={})

        assert response.status_code == 403


LIMITS = [
    ("user", REQUEST_EMAIL, "users_verified_resources_emails_requests", 5),
    ("user", VERIFY_EMAIL, "users_verified_resources_phones_verify", 3),
    ("user", REQUEST_PHONE, "users_verified_resources_phones_requests", 3),
    ("team", REQUEST_EMAIL, "teams_verified_resources_emails_requests", 5),
    ("team", REQUEST_PHONE, "teams_verified_resources_phones_requests", 3),
    ("team", VERIFY_PHONE, "teams_verified_resources_phones_verify", 3),
    ("organization's team", REQUEST_EMAIL, "org_teams_verified_resources_emails_requests", 3),
    ("organization's team", REQUEST_PHONE, "org_teams_verified_resources_phones_requests", 3),
    ("organization's team", VERIFY_PHONE, "org_teams_verified_resources_phones_verify", 3),
]
BODY = {"email": EMAIL, "phone": PHONE, "code": "000000"}


class TestLimits:
    @pytest.mark.mockcal(fixtures=[], now="2026-01-05T08:00:00Z", rate_limit="real")
    @pytest.mark.parametrize(("level", "path", "name", "limit"), LIMITS, indirect=["level"])
    def test_the_operations_own_limit(self, mockcal, alice, level, path, name, limit):
        statuses = [alice.post(f"{level.base}/{path}", json=BODY).status_code for _ in range(limit)]
        refused = alice.post(f"{level.base}/{path}", json=BODY)

        assert 429 not in statuses
        assert refusal(refused) == (
            429,
            "ThrottlerException",
            "CustomThrottlerGuard - Too many requests. Please try again later.",
        )
        header = name[:1].upper() + name[1:]
        assert refused.headers[f"X-RateLimit-Limit-{header}"] == str(limit)
        assert refused.headers[f"X-RateLimit-Remaining-{header}"] == "0"
        mockcal.advance("PT60S")
        assert alice.post(f"{level.base}/{path}", json=BODY).status_code != 429

    @pytest.mark.mockcal(fixtures=[], now="2026-01-05T08:00:00Z", rate_limit="real")
    @pytest.mark.parametrize(
        ("level", "path"),
        [("user", VERIFY_PHONE), ("team", VERIFY_EMAIL), ("organization's team", VERIFY_EMAIL)],
        indirect=["level"],
    )
    def test_those_without_a_limit_of_their_own(self, alice, level, path):
        assert {alice.post(f"{level.base}/{path}", json=BODY).status_code for _ in range(7)} == {400}

    def test_by_default_they_are_only_told(self, alice, level):
        statuses = {alice.post(f"{level.base}/{REQUEST_PHONE}", json=BODY).status_code for _ in range(6)}

        assert statuses == {200}
