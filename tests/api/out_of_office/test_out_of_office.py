"""`/v2/organizations/{orgId}/users/{userId}/ooo` and `/v2/organizations/{orgId}/ooo`."""

import pytest

from tests.conftest import constraints, refusal

ALICE, BOB, CAROL, OWNER = 101, 102, 103, 104
ORG = 50
LIST = f"/v2/organizations/{ORG}/ooo"
OF_ALICE = f"/v2/organizations/{ORG}/users/{ALICE}/ooo"
OF_BOB = f"/v2/organizations/{ORG}/users/{BOB}/ooo"
MAY = {"start": "2026-05-01T01:00:00.000Z", "end": "2026-05-10T13:59:59.999Z"}


@pytest.fixture
def owner(mockcal):
    """An owner of the organization of Alice and Bob, who share a team; Carol is in none of theirs."""
    mockcal.load(
        {
            "users": [
                {"username": "alice", "id": ALICE},
                {"username": "bob", "id": BOB},
                {"username": "carol", "id": CAROL},
                {"username": "owner", "id": OWNER},
            ],
            "teams": [{"slug": "sales", "members": ["alice", "bob", {"user": "carol", "accepted": False}]}],
            "organizations": [
                {
                    "slug": "acme",
                    "id": ORG,
                    "members": [
                        {"user": "owner", "role": "OWNER"},
                        {"user": "alice", "accepted": False},
                        {"user": "bob", "accepted": False},
                    ],
                }
            ],
        }
    )
    return mockcal.api("cal_owner")


def made(client, path=OF_ALICE, **more):
    response = client.post(path, json={**MAY, **more})
    assert response.status_code == 201, response.text
    return response.json()["data"]


def bad(message: str) -> tuple[int, str, str]:
    return 400, "BadRequestException", message


class TestGuards:
    @pytest.mark.parametrize("path", [LIST, OF_ALICE])
    def test_nobody(self, mockcal, owner, path):
        assert refusal(mockcal.api().get(path))[:2] == (401, "UnauthorizedException")

    @pytest.mark.parametrize("path", [LIST, OF_ALICE])
    def test_only_admins_even_for_their_own(self, mockcal, owner, path):
        assert refusal(mockcal.api("cal_alice").get(path))[2] == (
            f"RolesGuard - user with id={ALICE} does not have the minimum required role=ORG_ADMIN within organization with "
            f"id={ORG}."
        )
        assert refusal(mockcal.api("cal_carol").get(path))[2] == (
            f"RolesGuard - User is not a member of the organization with id={ORG}."
        )

    def test_the_user_must_be_in_the_organization(self, owner):
        assert refusal(owner.get(f"/v2/organizations/{ORG}/users/{CAROL}/ooo")) == (
            403,
            "ForbiddenException",
            f"IsUserInOrg - user with id={CAROL} is not part of the organization with id={ORG}.",
        )

    def test_there_is_none_of_one_s_own(self, mockcal, owner):
        assert refusal(mockcal.api("cal_alice").get("/v2/me/ooo")) == (
            404, "NotFoundException", "Cannot GET /v2/me/ooo")  # fmt: skip

    @pytest.mark.parametrize("method", ["PATCH", "DELETE"])
    def test_an_entry_must_be_the_user_s_and_that_comes_before_the_body(self, owner, method):
        theirs = made(owner, OF_BOB)["id"]

        for entry in (theirs, 999):
            response = owner.request(method, f"{OF_ALICE}/{entry}", json={"reason": "bored"})

            assert refusal(response) == (403, "ForbiddenException", "This OOO entry does not belong to this user.")


class TestCreate:
    def test_whole_days_in_utc(self, owner):
        entry = made(owner)

        assert entry == {
            "userId": ALICE,
            "toUserId": None,
            "id": entry["id"],
            "uuid": entry["uuid"],
            "start": "2026-05-01T00:00:00.000Z",
            "end": "2026-05-10T23:59:59.999Z",
            "notes": None,
            "reason": "unspecified",
        }

    def test_everything(self, owner):
        entry = made(owner, notes="Beach", reason="vacation", toUserId=BOB)

        assert (entry["notes"], entry["reason"], entry["toUserId"]) == ("Beach", "vacation", BOB)

    @pytest.mark.parametrize("missing", ["start", "end"])
    def test_both_ends_are_needed(self, owner, missing):
        body = {key: value for key, value in MAY.items() if key != missing}

        assert constraints(owner.post(OF_ALICE, json=body)) == {
            missing: {"isDate": f"{missing} must be a Date instance"}
        }

    @pytest.mark.parametrize(
        "moment", ["2026-05-01", "2026-05-01T01:00:00+02:00", "2026-05-01T01:00Z", "2026-05-01 01:00:00Z", "soon", ""]
    )
    def test_instants_in_utc_only(self, owner, moment):
        assert refusal(owner.post(OF_ALICE, json={**MAY, "start": moment})) == bad("Invalid Date.")

    def test_milliseconds_are_not_needed(self, owner):
        assert made(owner, start="2026-05-01T01:00:00Z")["start"] == "2026-05-01T00:00:00.000Z"

    def test_reasons_are_few(self, owner):
        said = constraints(owner.post(OF_ALICE, json={**MAY, "reason": "bored"}))

        assert said["reason"] == {
            "isEnum": "reason must be one of the following values: unspecified, vacation, travel, sick, public_holiday"
        }

    def test_the_start_comes_first(self, owner):
        response = owner.post(OF_ALICE, json={"start": MAY["end"], "end": MAY["start"]})

        assert refusal(response) == bad("Start date must be before end date.")

    def test_one_day_may_end_when_it_begins(self, owner):
        entry = made(owner, start="2026-05-01T10:00:00Z", end="2026-05-01T09:00:00Z")

        assert (entry["start"], entry["end"]) == ("2026-05-01T00:00:00.000Z", "2026-05-01T23:59:59.999Z")

    def test_who_covers_for_somebody_is_not_away(self, owner):
        made(owner, toUserId=BOB)

        for body in ({}, {"toUserId": ALICE}):
            response = owner.post(OF_BOB, json={**MAY, "start": "2026-05-05T00:00:00Z", **body})

            assert refusal(response) == bad("Booking redirect infinite not allowed.")

    def test_unless_it_is_at_another_time(self, owner):
        made(owner, toUserId=BOB)

        assert made(owner, OF_BOB, start="2026-06-05T00:00:00Z", end="2026-06-06T00:00:00Z")

    def test_the_same_days_are_a_conflict(self, owner):
        made(owner)

        assert refusal(owner.post(OF_ALICE, json={**MAY, "start": "2026-05-01T20:00:00Z"})) == (
            409, "ConflictException", "Ooo entry already exists.")  # fmt: skip

    def test_overlapping_days_are_none(self, owner):
        made(owner)

        assert made(owner, end="2026-05-11T00:00:00Z")

    @pytest.mark.parametrize(
        ("to", "message"),
        [
            (ALICE, "Cannot redirect to self."),
            (OWNER, "Cannot redirect to this user."),
            (999, "Cannot redirect to this user."),
        ],
    )
    def test_whom_one_may_redirect_to(self, owner, to, message):
        assert refusal(owner.post(OF_ALICE, json={**MAY, "toUserId": to})) == bad(message)

    def test_a_colleague_who_has_not_accepted_will_do(self, owner):
        assert made(owner, toUserId=CAROL)["toUserId"] == CAROL

    def test_nobody_is_told(self, mockcal, owner):
        mockcal.load({"organizations": [{"slug": "acme", "webhooks": [
            {"subscriberUrl": "http://127.0.0.1:9/ooo", "active": True, "triggers": ["OOO_CREATED"]}]}]})  # fmt: skip

        made(owner)

        assert mockcal.outbox() == []
        assert mockcal.deliveries() == []


class TestUpdate:
    @pytest.fixture
    def entry(self, owner):
        return made(owner, notes="Beach", reason="vacation")

    def patch(self, owner, entry, **change):
        return owner.patch(f"{OF_ALICE}/{entry['id']}", json=change)

    @pytest.mark.parametrize("change", [{"start": MAY["start"]}, {"end": MAY["end"]}])
    def test_one_end_alone(self, owner, entry, change):
        assert refusal(self.patch(owner, entry, **change)) == bad("Please specify both ooo start and end time.")

    def test_its_own_days_are_a_conflict(self, owner, entry):
        assert refusal(self.patch(owner, entry, **MAY)) == (409, "ConflictException", "Ooo entry already exists.")

    def test_other_days(self, owner, entry):
        changed = self.patch(owner, entry, start="2026-06-01T10:00:00Z", end="2026-06-02T10:00:00Z").json()["data"]

        assert changed == entry | {"start": "2026-06-01T00:00:00.000Z", "end": "2026-06-02T23:59:59.999Z"}

    def test_just_whom_to_redirect_to(self, owner, entry):
        assert self.patch(owner, entry, toUserId=BOB).json()["data"] == entry | {"toUserId": BOB}

    @pytest.mark.parametrize(("to", "message"), [(ALICE, "Cannot redirect to self."), (OWNER, "Cannot redirect to this user.")])  # fmt: skip
    def test_not_to_everybody(self, owner, entry, to, message):
        assert refusal(self.patch(owner, entry, toUserId=to)) == bad(message)

    def test_the_reason_and_the_notes(self, owner, entry):
        assert self.patch(owner, entry, notes="Hills").json()["data"] == entry | {"notes": "Hills"}
        assert self.patch(owner, entry, reason="travel").json()["data"]["reason"] == "travel"

    def test_null_unsets_the_notes_and_the_redirect(self, owner, entry):
        self.patch(owner, entry, toUserId=BOB)

        changed = self.patch(owner, entry, notes=None, toUserId=None, reason=None).json()["data"]

        assert changed == entry | {"notes": None}

    def test_what_it_must_be(self, owner, entry):
        assert list(constraints(self.patch(owner, entry, reason="bored", toUserId="x"))) == ["toUserId", "reason"]
        assert refusal(self.patch(owner, entry, start="2026-05-01", end="2026-05-02")) == bad("Invalid Date.")


class TestDelete:
    def test_the_answer_is_what_it_was(self, owner):
        entry = made(owner)

        assert owner.delete(f"{OF_ALICE}/{entry['id']}").json() == {"status": "success", "data": entry}
        assert owner.get(OF_ALICE).json()["data"] == []


class TestLists:
    @pytest.fixture
    def entries(self, owner):
        """Alice's second entry begins before and ends after her first; Bob's is in between."""
        return [
            made(owner, start="2026-05-03T00:00:00Z", end="2026-05-04T00:00:00Z"),
            made(owner, start="2026-05-01T00:00:00Z", end="2026-05-09T00:00:00Z"),
            made(owner, OF_BOB, start="2026-05-02T00:00:00Z", end="2026-05-05T00:00:00Z"),
        ]

    def test_in_the_order_they_were_made(self, owner, entries):
        assert owner.get(OF_ALICE).json()["data"] == entries[:2]
        assert owner.get(LIST).json()["data"] == entries

    @pytest.mark.parametrize(
        ("query", "order"),
        [
            ({"sortStart": "asc"}, [1, 2, 0]),
            ({"sortStart": "desc"}, [0, 2, 1]),
            ({"sortEnd": "asc"}, [0, 2, 1]),
            ({"sortEnd": "desc"}, [1, 2, 0]),
            ({"sortStart": "asc", "sortEnd": "asc"}, [0, 2, 1]),
            ({"take": 1, "skip": 1}, [1]),
            ({"email": "bob@example.com"}, [2]),
            ({"email": "BOB@example.com"}, []),
            ({"email": "carol@example.com"}, []),
        ],
    )
    def test_sorted_paged_and_filtered(self, owner, entries, query, order):
        assert owner.get(LIST, params=query).json()["data"] == [entries[number] for number in order]

    @pytest.mark.parametrize("path", [LIST, OF_ALICE])
    @pytest.mark.parametrize(
        ("query", "said"),
        [
            ({"sortStart": "up"}, {"isIn": 'SortStart must be either "asc" or "desc".'}),
            ({"sortEnd": "ASC"}, {"isIn": 'SortEnd must be either "asc" or "desc".'}),
            ({"take": 251}, {"max": "take must not be greater than 250"}),
            ({"skip": -1}, {"min": "skip must not be less than 0"}),
        ],
    )
    def test_queries_that_are_none(self, owner, path, query, said):
        assert constraints(owner.get(path, params=query)) == {next(iter(query)): said}

    def test_people_with_a_profile_only(self, mockcal, owner, entries):
        mockcal.load({"users": [{"username": "carol", "outOfOffice": [
            {"start": "2026-05-01T00:00:00Z", "end": "2026-05-02T00:00:00Z"}]}]})  # fmt: skip

        assert owner.get(LIST).json()["data"] == entries
