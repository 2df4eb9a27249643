"""`/v2/atoms`: what Cal.com's own components call."""

import json

import pytest

from tests.conftest import constraints, refusal

ACME = {
    "users": [
        {
            "username": "alice",
            "conferencing": [{"app": "zoom", "default": True}],
            "secondaryEmails": ["alice@work.example"],
            "verifiedEmails": ["desk@work.example"],
            "eventTypes": [{"title": "Intro", "slug": "intro", "lengthInMinutes": 30}],
        },
        {"username": "bob", "eventTypes": [{"title": "Bobs", "slug": "bobs", "lengthInMinutes": 15}]},
        {"username": "carl", "schedules": []},
    ],
    "organizations": [
        {
            "slug": "acme",
            "id": 70,
            "members": [{"user": "alice", "role": "OWNER"}, "bob"],
            "attributes": [
                {
                    "name": "Skill",
                    "slug": "skill",
                    "type": "SINGLE_SELECT",
                    "options": [{"value": "JS", "slug": "js"}, {"value": "Go", "slug": "go"}],
                    "assigned": [{"user": "bob", "options": ["go"]}],
                }
            ],
            "teams": [
                {
                    "slug": "sales",
                    "id": 71,
                    "members": ["alice", "bob"],
                    "eventTypes": [
                        {
                            "title": "Demo",
                            "slug": "demo",
                            "lengthInMinutes": 30,
                            "schedulingType": "collective",
                            "hosts": [{"user": "alice"}, {"user": "bob"}],
                        },
                        {
                            "title": "Managed",
                            "slug": "managed",
                            "lengthInMinutes": 20,
                            "schedulingType": "managed",
                            "hosts": [{"user": "bob"}],
                        },
                    ],
                }
            ],
        }
    ],
}
TEAM = "/v2/atoms/organizations/70/teams/71"


@pytest.fixture
def made(mockcal):
    return mockcal.load(ACME)


@pytest.fixture
def ids(made):
    return {path: one["id"] for path, one in made["eventTypes"].items()}


@pytest.fixture
def alice(mockcal, made):
    return mockcal.api("cal_alice")


class TestSchedules:
    def test_the_default_one(self, alice, made):
        shown = alice.get("/v2/atoms/schedules").json()["data"]

        assert shown["id"] == made["users"]["alice"]["defaultScheduleId"]
        assert shown["workingHours"] == [{"days": [1, 2, 3, 4, 5], "startTime": 540, "endTime": 1020}]
        assert (shown["isDefault"], shown["readOnly"]) == (True, False)

    def test_nobodys_default(self, mockcal, made):
        assert mockcal.api("cal_carl").get("/v2/atoms/schedules").json()["data"] is None

    def test_somebody_elses(self, alice, made):
        foreign = made["users"]["bob"]["defaultScheduleId"]

        assert alice.get(f"/v2/atoms/schedules?scheduleId={foreign}").status_code == 403
        assert alice.get("/v2/atoms/schedules?scheduleId=9999").status_code == 404
        assert alice.post(f"/v2/atoms/schedules/{foreign}/duplicate").status_code == 403

    def test_a_change(self, alice, made):
        own = made["users"]["alice"]["defaultScheduleId"]
        hours = [{"start": "2026-01-05T10:00:00.000Z", "end": "2026-01-05T12:00:00.000Z"}]

        response = alice.patch(
            f"/v2/atoms/schedules/{own}", json={"name": "Mornings", "schedule": [[], hours, [], [], [], [], []]}
        )

        assert response.status_code == 200
        shown = alice.get(f"/v2/atoms/schedules?scheduleId={own}").json()["data"]
        assert (shown["name"], shown["workingHours"]) == ("Mornings", [{"days": [1], "startTime": 600, "endTime": 720}])

    def test_a_copy(self, alice, made):
        own = made["users"]["alice"]["defaultScheduleId"]

        response = alice.post(f"/v2/atoms/schedules/{own}/duplicate")

        assert response.status_code == 201
        copy = response.json()["data"]
        assert (copy["name"], copy["isDefault"], copy["isLastSchedule"]) == ("Working hours (Copy)", False, False)
        assert copy["workingHours"] == [{"days": [1, 2, 3, 4, 5], "startTime": 540, "endTime": 1020}]

    def test_all(self, alice, made):
        listed = alice.get("/v2/atoms/schedules/all").json()["data"]["schedules"]

        assert [(one["name"], one["isDefault"]) for one in listed] == [("Working hours", True)]
        assert listed[0]["availability"][0]["days"] == [1, 2, 3, 4, 5]
        assert listed[0]["availability"][0]["startTime"] == "1970-01-01T09:00:00.000Z"

    def test_a_new_one(self, mockcal, alice, made):
        created = alice.post("/v2/atoms/schedules/create", json={"name": "Evenings"})
        first = mockcal.api("cal_carl").post("/v2/atoms/schedules/create", json={"name": "First"})

        assert created.status_code == 201
        shown = created.json()["data"]["schedule"]
        assert (shown["name"], shown["isDefault"], shown["timeZone"]) == ("Evenings", False, "Europe/London")
        assert first.json()["data"]["schedule"]["isDefault"] is True

    def test_the_one_that_an_event_type_follows(self, mockcal, alice, made):
        evenings = alice.post("/v2/atoms/schedules/create", json={"name": "Evenings"}).json()["data"]["schedule"]["id"]
        path = "/v2/atoms/schedules/event-type/intro"
        assert alice.get(path).json()["data"]["name"] == "Working hours"

        editor = mockcal.api("cal_alice", "2024-06-14")
        editor.patch(f"/v2/event-types/{made['eventTypes']['alice/intro']['id']}", json={"scheduleId": evenings})

        assert alice.get(path).json()["data"]["name"] == "Evenings"
        assert alice.get("/v2/atoms/schedules/event-type/nope").json()["data"]["name"] == "Working hours"


class TestEmailCodes:
    CODE = "/v2/atoms/verification/email"

    def test_a_code_is_sent_and_good(self, mockcal):
        api = mockcal.api()

        sent = api.post(f"{self.CODE}/send-code", json={"email": "kim@example.com"})

        assert (sent.status_code, sent.json()["data"]) == (200, {"sent": True})
        [mail] = mockcal.outbox(to="kim@example.com")
        assert mail["template"] == "email-verification-code"
        good = {"email": "kim@example.com", "code": mail["code"]}
        assert api.post(f"{self.CODE}/verify-code", json=good).json()["data"] == {"verified": True}

    def test_a_bad_code(self, mockcal):
        response = mockcal.api().post(f"{self.CODE}/verify-code", json={"email": "kim@example.com", "code": "x"})

        assert refusal(response) == (400, "BadRequestException", "Invalid verification code")

    def test_what_is_no_address(self, mockcal):
        response = mockcal.api().post(f"{self.CODE}/send-code", json={"email": "kim"})

        assert constraints(response) == {"email": {"isEmail": "email must be an email"}}

    def test_asked_by_somebody_known(self, mockcal, alice):
        body = {"email": "kim@example.com", "code": "x"}

        assert mockcal.api().post(f"{self.CODE}/verify-code-authenticated", json=body).status_code == 401
        assert alice.post(f"{self.CODE}/verify-code-authenticated", json=body).status_code == 400

    @pytest.mark.mockcal(rate_limit="real")
    def test_three_a_minute(self, mockcal):
        answers = [
            mockcal.api().post(f"{self.CODE}/send-code", json={"email": "kim@example.com"}).status_code
            for _ in range(4)
        ]

        assert answers == [200, 200, 200, 429]

    def test_whether_a_proof_is_needed(self, mockcal):
        mockcal.load({"users": [{"username": "kim", "stored": {"requires_booker_email_verification": True}}]})

        def needed(query):
            return mockcal.api().get(f"{self.CODE}/check?{query}").json()["data"]

        assert needed("email=kim@example.com") is True
        assert needed("email=kim@example.com&userSessionEmail=kim@example.com") is False
        assert needed("email=nobody@example.com") is False


class TestVerifiedEmails:
    PATH = "/v2/atoms/emails/verified-emails"

    def test_my_own(self, alice):
        assert alice.get(self.PATH).json()["data"] == ["alice@example.com", "alice@work.example", "desk@work.example"]

    def test_a_teams(self, mockcal, alice):
        added = alice.post(self.PATH, json={"email": "sales@acme.example", "teamId": 71})

        assert (added.status_code, added.json()["data"]) == (200, True)
        assert alice.get(f"{self.PATH}?teamId=71").json()["data"] == [
            "alice@example.com",
            "alice@work.example",
            "bob@example.com",
            "sales@acme.example",
        ]
        assert alice.post(self.PATH, json={"email": "bob@example.com", "teamId": 71}).json()["data"] is False

    def test_a_foreign_team(self, mockcal, made):
        assert mockcal.api("cal_carl").get(f"{self.PATH}?teamId=71").status_code == 403


class TestEventTypeEditor:
    def test_a_list_of_my_own(self, alice, ids):
        listed = alice.get("/v2/atoms/event-types").json()["data"]["eventTypes"]

        assert [(one["id"], one["slug"], one["length"]) for one in listed] == [(ids["alice/intro"], "intro", 30)]

    def test_mine_and_those_of_my_teams(self, alice, ids):
        listed = alice.get("/v2/atoms/event-types/list-with-team").json()["data"]

        assert [(one["id"], one["title"], one["length"]) for one in listed] == [
            (ids["alice/intro"], "Intro", 30),
            (ids["acme/sales/demo"], "Demo", 30),
            (ids["acme/sales/managed"], "Managed", 20),
        ]
        assert [(one["username"], one["team"]) for one in listed[:2]] == [
            ("alice", None),
            (None, {"id": 71, "name": "Sales"}),
        ]

    def test_private_links_stand_by(self, mockcal, alice, ids):
        link = {"linkId": "only-for-you", "maxUsageCount": 3}
        body = {"title": "Intro", "slug": "intro", "lengthInMinutes": 30, "privateLinks": [link]}
        mockcal.load({"users": [{"username": "alice", "eventTypes": [body]}]})

        [shown] = alice.get(f"/v2/atoms/event-types/{ids['alice/intro']}").json()["data"]["eventType"]["hashedLink"]

        assert (shown["link"], shown["maxUsageCount"], shown["usageCount"]) == ("only-for-you", 3, 0)

    def test_one_with_what_an_editor_needs(self, alice, ids):
        shown = alice.get(f"/v2/atoms/event-types/{ids['alice/intro']}").json()["data"]

        assert shown["eventType"]["slug"] == "intro"
        assert {"locationOptions", "destinationCalendar", "team", "teamMembers"} <= shown.keys()

    def test_somebody_elses(self, mockcal, made, ids):
        carl = mockcal.api("cal_carl")

        assert carl.get(f"/v2/atoms/event-types/{ids['alice/intro']}").status_code in (403, 404)
        assert carl.patch(f"/v2/atoms/event-types/{ids['alice/intro']}", json={"title": "x"}).status_code == 403

    @pytest.mark.parametrize(("method", "path"), [("GET", ""), ("GET", "/1"), ("PATCH", "/1")])
    def test_nobody_is_asked_who_he_is(self, mockcal, method, path):
        response = mockcal.api().request(method, f"/v2/atoms/event-types{path}")

        assert response.status_code == 401

    def test_a_change_shows_in_the_api(self, alice, ids):
        change = {
            "title": "Longer",
            "length": 45,
            "bookingLimits": {"PER_DAY": 2},
            "metadata": {"multipleDuration": [45, 60]},
            "locations": [{"type": "integrations:daily"}],
        }

        response = alice.patch(f"/v2/atoms/event-types/{ids['alice/intro']}", json=change)

        assert response.status_code == 200
        shown = alice.get(f"/v2/event-types/{ids['alice/intro']}", headers={"cal-api-version": "2024-06-14"}).json()[
            "data"
        ]
        assert (shown["title"], shown["lengthInMinutes"], shown["bookingLimitsCount"]) == ("Longer", 45, {"day": 2})
        assert shown["lengthInMinutesOptions"] == [45, 60]

    @pytest.mark.parametrize(
        "change",
        [
            {"length": 0},
            {"bookingLimits": {"PER_DAY": "x"}},
            {"recurringEvent": {"freq": 9}},
            {"metadata": {"multipleDuration": "x"}},
            {"locations": [{}]},
            {"title": None},
            {"schedule": 99999},
            {"length": 2**40},
        ],
    )
    def test_bad_changes(self, alice, ids, change):
        response = alice.patch(f"/v2/atoms/event-types/{ids['alice/intro']}", json=change)

        assert response.status_code in (400, 404)

    def test_several_meet_at_the_default_app(self, alice, ids):
        body = {"eventTypeIds": [ids["alice/intro"], ids["bob/bobs"]]}

        response = alice.patch("/v2/atoms/event-types/bulk-update-to-default-location", json=body)

        assert response.json() == {"status": "success"}
        shown = alice.get(f"/v2/atoms/event-types/{ids['alice/intro']}").json()["data"]["eventType"]
        assert shown["locations"] == [{"type": "integrations:zoom"}]

    def test_apps(self, alice):
        stripe = alice.get("/v2/atoms/event-types-app/stripe").json()["data"]
        unknown = alice.get("/v2/atoms/event-types-app/nope")

        assert (stripe["slug"], stripe["isInstalled"], stripe["userCredentialIds"]) == ("stripe", False, [])
        assert unknown.status_code == 404

    def test_conferencing(self, alice):
        apps = {one["slug"]: one for one in alice.get("/v2/atoms/conferencing").json()["data"]["items"]}

        assert apps.keys() == {"zoom", "daily-video"}
        assert (apps["zoom"]["isDefault"], len(apps["zoom"]["userCredentialIds"])) == (True, 1)
        assert (apps["daily-video"]["isDefault"], apps["daily-video"]["isGlobal"]) == (False, True)


class TestTeamEditor:
    def test_only_for_its_admins(self, mockcal, made):
        assert mockcal.api("cal_carl").get(f"{TEAM}/event-types").status_code == 403

    def test_list_and_single(self, alice, ids):
        listed = alice.get(f"{TEAM}/event-types").json()["data"]["eventTypes"]
        shown = alice.get(f"{TEAM}/event-types/{ids['acme/sales/demo']}").json()["data"]

        assert [one["slug"] for one in listed] == ["demo", "managed"]
        assert [one["username"] for one in shown["teamMembers"]] == ["alice", "bob"]
        assert len(shown["eventType"]["hosts"]) == 2
        assert shown["team"]["slug"] == "sales"

    def test_another_teams_event_type(self, alice, ids):
        assert alice.get(f"{TEAM}/event-types/{ids['alice/intro']}").status_code == 404

    def test_copies_of_a_managed_one_follow(self, mockcal, alice, ids):
        response = alice.patch(f"{TEAM}/event-types/{ids['acme/sales/managed']}", json={"title": "New", "length": 25})

        assert response.status_code == 200
        copy = mockcal.api("cal_bob", "2024-06-14").get("/v2/event-types?username=bob&eventSlug=managed").json()["data"]
        assert [(one["title"], one["lengthInMinutes"]) for one in copy] == [("New", 25)]

    def test_conferencing(self, alice):
        assert [one["slug"] for one in alice.get(f"{TEAM}/conferencing").json()["data"]["items"]] == ["daily-video"]

    @pytest.mark.parametrize(("option", "names"), [("go", ["bob"]), ("js", [])])
    def test_members_whose_attributes_fit(self, mockcal, alice, option, names):
        rule = {"field": "skill", "operator": "select_equals", "value": [option]}
        tree = {"type": "group", "children1": {"a": {"type": "rule", "properties": rule}}}

        response = alice.post(f"{TEAM}/members-matching-attribute", json={"attributesQueryValue": tree})

        asked = alice.get(f"{TEAM}/members-matching-attribute", params={"attributesQueryValue": json.dumps(tree)})
        assert [one["email"] for one in response.json()["data"]["result"]] == [f"{name}@example.com" for name in names]
        assert asked.json() == response.json()

    @pytest.mark.parametrize("text", ["{", "[]", "5", ["{}", "{}"]])
    def test_what_is_no_tree_in_a_query(self, alice, text):
        asked = alice.get(f"{TEAM}/members-matching-attribute", params={"attributesQueryValue": text})

        assert asked.status_code == 400

    def test_a_team_meets_at_its_default_app(self, alice, ids):
        body = {"eventTypeIds": [ids["acme/sales/demo"], ids["alice/intro"]]}

        response = alice.patch(f"{TEAM}/event-types/bulk-update-to-default-location", json=body)

        assert response.json() == {"status": "success"}
        shown = alice.get(f"{TEAM}/event-types/{ids['acme/sales/demo']}").json()["data"]["eventType"]
        assert shown["locations"] == [{"type": "integrations:daily"}]

    def test_no_question_no_answer(self, alice):
        asked = alice.get(f"{TEAM}/members-matching-attribute?attributesQueryValue=&enablePerf=true")
        assert asked.json()["data"] == {"result": None}
        assert alice.post(f"{TEAM}/members-matching-attribute", json={}).json()["data"] == {"result": None}

    @pytest.mark.parametrize("tree", ["x", 5, {"type": "rule", "properties": "x"}, {"children1": {"a": 5}}])
    def test_what_is_no_tree(self, alice, tree):
        assert alice.post(f"{TEAM}/members-matching-attribute", json={"attributesQueryValue": tree}).status_code == 400


class TestPayment:
    def test_a_booking_that_costs_nothing(self, mockcal, made):
        mockcal.load(
            {
                "bookings": [
                    {
                        "eventType": "alice/intro",
                        "start": "2026-01-06T09:00:00Z",
                        "uid": "bk_1",
                        "attendee": {"name": "Kim", "email": "kim@example.com"},
                    }
                ]
            }
        )

        assert mockcal.api().get("/v2/atoms/payment/bk_1").status_code == 404
        assert mockcal.api().get("/v2/atoms/payment/nope").status_code == 404

    def test_what_is_to_be_paid(self, mockcal, alice, ids):
        alice.patch(f"/v2/atoms/event-types/{ids['alice/intro']}", json={"price": 1500, "currency": "eur"})
        mockcal.load(
            {
                "bookings": [
                    {
                        "eventType": "alice/intro",
                        "start": "2026-01-06T09:00:00Z",
                        "uid": "bk_2",
                        "attendee": {"name": "Kim", "email": "kim@example.com"},
                    }
                ]
            }
        )

        shown = mockcal.api().get("/v2/atoms/payment/bk_2").json()["data"]

        assert (shown["uid"], shown["amount"], shown["currency"], shown["success"]) == ("bk_2", 1500, "eur", False)
        assert shown["booking"]["uid"] == "bk_2"
