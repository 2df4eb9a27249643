"""`POST /_mock/fixtures`: all or nothing, and every mistake with its place."""

import re

import httpx
import pytest

from mockcal.client import Refused

LOADED = {
    "now": "2026-03-01T09:00:00Z",
    "users": [
        {
            "username": "alice",
            "id": 101,
            "apiKeys": ["cal_alice", {"key": "cal_team", "team": "support", "expiresAt": "2027-01-01T00:00:00Z"}],
            "eventTypes": [{"title": "Intro", "slug": "intro-call", "lengthInMinutes": 30}],
        },
        {"username": "bob", "apiKeys": [], "schedules": []},
    ],
    "teams": [{"slug": "support", "id": 7, "members": [{"user": "alice", "role": "OWNER"}, "bob"]}],
    "organizations": [{"slug": "acme", "members": [{"user": "alice", "profile": {"username": "alice-acme"}}], "teams": [{"slug": "sales", "members": ["alice"]}]}],
    "bookings": [{"eventType": "alice/intro-call", "start": "2026-03-02T09:00:00Z", "attendee": {"name": "Ann", "email": "ann@example.com"}, "uid": "bk_1"}],
}  # fmt: skip


def test_the_answer_has_the_numbers_behind_the_names(mockcal):
    made = mockcal.load(LOADED)

    assert made["users"]["alice"]["id"] == 101
    assert made["users"]["alice"]["apiKeys"] == ["cal_alice", "cal_team"]
    assert made["users"]["alice"]["schedules"] == {"Working hours": made["users"]["alice"]["defaultScheduleId"]}
    assert made["users"]["bob"]["schedules"] == {}
    assert made["teams"]["support"]["id"] == 7
    assert set(made["teams"]["support"]["memberships"]) == {"alice", "bob"}
    assert set(made["teams"]) == {"support", "acme/sales"}
    assert made["organizations"]["acme"]["memberships"].keys() == {"alice"}
    assert made["eventTypes"]["alice/intro-call"]["id"] > 0
    assert made["bookings"] == [{"id": made["bookings"][0]["id"], "uid": "bk_1"}]
    assert mockcal.now == "2026-03-01T09:00:00.000Z"


def test_the_answer_has_empty_what_the_document_has_empty(mockcal):
    made = mockcal.load(
        {
            "users": [{"username": "alice", "apiKeys": ["cal_z", "cal_a"], "outOfOffice": []}],
            "teams": [{"slug": "t", "members": [], "verifiedPhones": [], "workflows": []}, {"slug": "u"}],
            "organizations": [{"slug": "acme", "attributes": [], "delegationCredentials": []}],
        }
    )

    assert made["users"]["alice"]["apiKeys"] == ["cal_z", "cal_a"]
    assert made["users"]["alice"]["outOfOffice"] == []
    assert made["teams"]["t"].items() >= {"memberships": {}, "verifiedPhones": {}, "workflows": {}}.items()
    assert made["teams"]["u"].keys() == {"id", "memberships"}
    assert made["organizations"]["acme"].keys() == {"id", "memberships", "attributes", "delegationCredentials"}


def test_managed_users_have_their_plain_address_for_a_name(mockcal):
    client = {"name": "Acme", "id": "c1", "managedUsers": [{"email": "jo@example.com"}]}
    made = mockcal.load({"organizations": [{"slug": "acme", "oauthClients": [client]}]})

    assert made["organizations"]["acme"]["memberships"].keys() == {"jo@example.com"}
    assert made["managedUsers"]["jo@example.com"]["email"] == "jo+c1@example.com"


def test_yaml_is_taken_too(mockcal):
    made = mockcal.load("users:\n  - username: alice\n    timeZone: Asia/Kathmandu\n")

    assert made["users"]["alice"]["id"] == 1
    assert mockcal.api("cal_alice").get("/v2/me").json()["data"]["timeZone"] == "Asia/Kathmandu"


def test_a_media_type_may_be_written_in_capitals(mockcal):
    response = httpx.post(
        f"{mockcal.url}/_mock/fixtures", content="users: [alice]", headers={"Content-Type": "Application/YAML"}
    )

    assert response.json()["error"]["message"].startswith("users[0]: Input should be a valid dictionary")


def test_plain_scalars_of_yaml_are_those_of_json(mockcal):
    mockcal.load("""
        now: 2026-01-05T09:00:00Z
        users:
          - username: alice
            locale: no
            verifiedPhones: [+14155550100]
            schedules: [{name: Late, timeZone: UTC, isDefault: true, availability: [{days: [Monday], startTime: 17:00, endTime: 21:30}]}]
            eventTypes: [{title: Intro, slug: intro, lengthInMinutes: 30, privateLinks: [{linkId: one, expiresAt: 2026-02-01T00:00:00Z}]}]
    """)
    alice = mockcal.api("cal_alice", "2024-06-11")
    event_type = alice.get("/v2/event-types", headers={"cal-api-version": "2024-06-14"}).json()["data"][0]["id"]

    assert mockcal.now == "2026-01-05T09:00:00.000Z"
    assert alice.get("/v2/me").json()["data"]["locale"] == "no"
    assert alice.get("/v2/schedules/default").json()["data"]["availability"][0]["startTime"] == "17:00"
    assert alice.get("/v2/verified-resources/phones").json()["data"][0]["phoneNumber"] == "+14155550100"
    links = alice.get(f"/v2/event-types/{event_type}/private-links").json()["data"]
    assert links[0]["expiresAt"] == "2026-02-01T00:00:00.000Z"


def test_a_later_document_changes_just_the_keys_it_gives(mockcal):
    mockcal.load({"users": [{"username": "alice", "name": "Alice", "bio": "Hello", "timeZone": "Europe/Rome"}]})
    mockcal.load({"users": [{"username": "alice", "bio": None}]})

    me = mockcal.api("cal_alice").get("/v2/me").json()["data"]
    assert (me["name"], me["bio"], me["timeZone"]) == ("Alice", None, "Europe/Rome")


KNOWN = {
    "now": "2026-01-05T08:00:00Z",
    "users": [
        {
            "username": "alice",
            "apiKeys": ["cal_alice", {"key": "cal_slow", "rateLimits": [{"name": "few", "limit": 9, "ttl": 60_000, "blockDuration": 1}]}],
            "eventTypes": [{"title": "Intro", "slug": "intro", "lengthInMinutes": 30, "privateLinks": [{"linkId": "L1", "maxUsageCount": 5}]}],
            "webhooks": [{"subscriberUrl": "https://x.example/a", "triggers": ["BOOKING_CREATED"]}],
            "routingForms": [{"id": "f1", "name": "Intake"}],
        },
        {"username": "bob"},
    ],
    "teams": [{"slug": "support", "members": [{"user": "alice", "role": "OWNER"}, {"user": "bob", "accepted": False}]}],
    "bookings": [{"uid": "bk_1", "eventType": "alice/intro", "start": "2026-01-06T09:00:00Z", "attendee": {"name": "Ann", "email": "ann@example.com"}}],
    "reservations": [{"uid": "held", "eventType": "alice/intro", "start": "2026-01-06T10:00:00Z", "lengthInMinutes": 45}],
}  # fmt: skip


def alice_of(document):
    return document["users"][0]


@pytest.mark.parametrize(
    ("later", "changed"),
    [
        ({"bookings": [{"uid": "bk_1", "title": "Z"}]}, lambda known: known["bookings"][0].update(title="Z")),
        (
            {"reservations": [{"uid": "held", "lengthInMinutes": 15}]},
            lambda known: known["reservations"][0].update(lengthInMinutes=15),
        ),
        (
            {"users": [{"username": "alice", "webhooks": [{"subscriberUrl": "https://x.example/a", "active": False}]}]},
            lambda known: alice_of(known)["webhooks"][0].update(active=False),
        ),
        (
            {"users": [{"username": "alice", "apiKeys": ["cal_alice", {"key": "cal_slow", "note": "n"}]}]},
            lambda known: alice_of(known)["apiKeys"][1].update(note="n"),
        ),
        (
            {"users": [{"username": "alice", "routingForms": [{"id": "f1", "disabled": True}]}]},
            lambda known: alice_of(known)["routingForms"][0].update(disabled=True),
        ),
        (
            {
                "users": [
                    {
                        "username": "alice",
                        "eventTypes": [{"slug": "intro", "privateLinks": [{"linkId": "L1", "usageCount": 2}]}],
                    }
                ]
            },
            lambda known: alice_of(known)["eventTypes"][0]["privateLinks"][0].update(usageCount=2),
        ),
        (
            {"teams": [{"slug": "support", "members": ["alice", {"user": "bob", "role": "ADMIN"}]}]},
            lambda known: known["teams"][0]["members"][1].update(role="ADMIN"),
        ),
    ],
    ids=["a booking", "a reservation", "a webhook", "an API key", "a form", "a private link", "a member"],
)
def test_of_a_record_that_a_list_names_again_it_changes_no_more(mockcal, later, changed):
    mockcal.load(KNOWN)
    known = mockcal.export()

    mockcal.load(later)

    changed(known)
    assert mockcal.export() == known


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({"bookings": [{"uid": "new", "eventType": "alice/intro"}]}, "bookings[0].start: Field required"),
        ({"reservations": [{"start": "2026-01-06T10:00:00Z"}]}, "reservations[0].eventType: Field required"),
        ({"reservations": [{"eventType": "alice/intro"}]}, "reservations[0].start: Field required"),
        (
            {"users": [{"username": "alice", "routingForms": [{"id": "f2"}]}]},
            "users[0].routingForms[0].name: Field required",
        ),
    ],
)
def test_a_new_record_needs_more(mockcal, document, message):
    mockcal.load(KNOWN)

    with pytest.raises(Refused, match=re.escape(message)):
        mockcal.load(document)


def test_so_do_the_lists_of_an_organization(mockcal):
    def load(teams, clients):
        of_client = [
            {"name": name, "id": name, "managedUsers": [{"email": one} for one in users]} for name, users in clients
        ]
        return mockcal.load(
            {
                "organizations": [
                    {"slug": "acme", "teams": [{"slug": slug} for slug in teams], "oauthClients": of_client}
                ]
            }
        )

    first = load(["sales", "help"], [("c1", ["a@example.com", "b@example.com"]), ("c2", ["c@example.com"])])
    second = load(["help", "legal"], [("c1", ["b@example.com"])])
    (acme,) = mockcal.export()["organizations"]

    assert second["teams"]["acme/help"]["id"] == first["teams"]["acme/help"]["id"]
    assert [team["slug"] for team in acme["teams"]] == ["help", "legal"]
    assert [client["name"] for client in acme["oauthClients"]] == ["c1"]
    assert [user["email"] for user in acme["oauthClients"][0]["managedUsers"]] == ["b@example.com"]


def test_an_id_is_kept_from_records_before_it(mockcal):
    people = [{"username": "alice", "schedules": [{"name": "A", "timeZone": "UTC", "isDefault": True}]}, {"username": "bob", "id": 1, "schedules": [{"id": 1, "name": "B", "timeZone": "UTC", "isDefault": True}]}]  # fmt: skip
    made = mockcal.load({"users": people, "organizations": [{"slug": "acme"}], "teams": [{"slug": "t", "id": 1}]})

    assert [made["users"][name]["id"] for name in ("alice", "bob")] == [2, 1]
    assert made["users"]["alice"]["schedules"] == {"A": 2}
    assert (made["organizations"]["acme"]["id"], made["teams"]["t"]["id"]) == (2, 1)


def test_a_record_keeps_its_id(mockcal):
    mockcal.load({"users": [{"username": "alice", "id": 7}]})

    with pytest.raises(Refused, match=r"users\[0\]\.id: this record has the id 7 already"):
        mockcal.load({"users": [{"username": "alice", "id": 8}]})


def test_an_organization_without_settings_stays_so_until_told(mockcal):
    mockcal.load(
        {"users": [{"username": "alice"}], "organizations": [{"slug": "acme", "adminApi": False, "members": [{"user": "alice", "role": "OWNER"}]}]}
    )  # fmt: skip
    org = mockcal.load({"organizations": [{"slug": "acme", "name": "Acme & Co"}]})["organizations"]["acme"]["id"]
    teams = f"/v2/organizations/{org}/teams"

    assert mockcal.api("cal_alice").get(teams).status_code == 403
    mockcal.load({"organizations": [{"slug": "acme", "adminApi": True}]})
    assert mockcal.api("cal_alice").get(teams).status_code == 200


def test_who_has_no_keys_or_schedules_gets_none_by_a_later_document(mockcal):
    mockcal.load({"users": [{"username": "alice", "apiKeys": [], "schedules": []}]})
    made = mockcal.load({"users": [{"username": "alice", "name": "Al"}]})["users"]["alice"]

    assert (made["apiKeys"], made["schedules"], made["defaultScheduleId"]) == ([], {}, None)


def test_a_list_that_it_gives_replaces_the_old_one(mockcal):
    first = mockcal.load(
        {
            "users": [{"username": "a"}, {"username": "b"}, {"username": "c"}],
            "teams": [{"slug": "t", "members": ["a", "b"]}],
        }
    )
    second = mockcal.load({"teams": [{"slug": "t", "members": ["b", "c"]}]})

    assert second["teams"]["t"]["memberships"]["b"] == first["teams"]["t"]["memberships"]["b"]
    assert second["teams"]["t"]["memberships"].keys() == {"b", "c"}


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ({"userz": []}, "userz: unknown field"),
        ({"users": [{"username": "a"}, {"username": "b", "eventTypes": [{"title": "T", "slug": "t", "lenght": 30}]}]}, "users[1].eventTypes[0].lenght: unknown field"),
        ({"users": [{"username": "a", "eventTypes": [{"title": "T", "slug": "t"}]}]}, "users[0].eventTypes[0].lengthInMinutes: "),
        ({"users": [{}]}, "users[0].username: Field required"),
        ({"teams": [{"slug": "t", "members": ["nobody"]}]}, "teams[0].members[0].user: no user is called nobody"),
        ({"users": [{"username": "a"}, {"username": "b", "email": "a@example.com"}]}, "users[1].email: another user has the address a@example.com"),
        ({"users": [{"username": "a", "id": 5}, {"username": "b", "id": 5}]}, "users[1].id: another user has the id 5"),
        ({"users": [{"username": "a", "timeZone": "Mars/Base"}]}, "users[0].timeZone: no time zone is named Mars/Base"),
        ({"users": [{"username": "a", "stored": {"odd": 1}}]}, "users[0].stored.odd: unknown field"),
        ({"teams": [{"slug": "t", "stored": {"odd": 1}}]}, "teams[0].stored.odd: unknown field"),
        ({"timers": [{"at": "2026-01-06T08:00:00Z", "kind": "ODD", "subject": "x"}]}, "timers[0].kind: is none of MEETING_STARTED"),
        ({"timers": [{"at": "2026-01-06T08:00:00Z", "kind": "MEETING_STARTED", "subject": "booking:x", "data": {"webhookId": "w", "body": "{}"}}]}, "timers[0].data.url: Field required"),
        ({"timers": [{"at": "2026-01-06T08:00:00Z", "kind": "WORKFLOW_REMINDER", "subject": "booking:x"}]}, "timers[0].data: Input should be"),
        ({"timers": [{"at": "2026-01-06T08:00:00Z", "kind": "FORM_SUBMITTED_NO_EVENT", "subject": "x", "data": {"redirect": {}}}]}, "timers[0].subject: is no form-response:NUMBER"),
        ({"users": [{"username": "a", "schedules": [{"id": {}, "name": "S", "timeZone": "UTC", "isDefault": True}]}]}, "users[0].schedules[0]: an id is a number or a text"),
        ({"users": [{"username": "a", "id": 10**30}]}, "users[0].id: "),
        ({"users": [{"username": "a", "eventTypes": [{"id": 10**30, "title": "T", "slug": "t", "lengthInMinutes": 30}]}]}, "users[0].eventTypes[0]"),
        ({"users": [{"username": "a", "eventTypes": [{"title": "T", "slug": "t", "lengthInMinutes": 30}] * 2}]}, "users[0].eventTypes[1]: Invalid Input: Trying to create a record that already exists."),
        ({"users": [{"username": "a"}], "organizations": [{"slug": "o", "members": ["a"]}], "teams": [{"slug": "o"}]}, "teams[0].slug: an organization has the slug o"),
        ({"users": [{"username": "a"}], "teams": [{"slug": "t", "members": ["a"], "eventTypes": [{"title": "T", "slug": "t", "lengthInMinutes": 30, "schedulingType": "roundRobin", "hosts": [{"user": "a", "weight": "much"}]}]}]}, "teams[0].eventTypes[0].hosts[0].weight: must be a number"),
        ({"users": [{"username": "a", "apiKeys": ["secret"]}]}, "users[0].apiKeys[0].key: an API key begins with cal_"),
        ({"bookings": [{"eventType": "a/b", "start": "2026-01-01T00:00:00Z"}]}, "bookings[0].eventType: no event type has the path a/b"),
        ({"bookings": [{"eventType": "a/b", "start": "soon"}]}, "bookings[0].start: "),
        ({"bookings": [{"eventType": "a/b", "conferencingSessions": [{"participants": ["Ann"]}]}]}, "bookings[0].conferencingSessions[0]: participants are a list of records"),
        ({"bookings": [{"eventType": "a/b", "conferencingSessions": [{"participants": [{"joinTime": "noon"}]}]}]}, "bookings[0].conferencingSessions[0]: a joinTime is a number"),
        ({"users": [{"username": "a", "eventTypes": [{"title": "T", "slug": "t", "lengthInMinutes": 30}]}], "bookings": [{"eventType": "a/t", "start": "2026-01-06T09:00:00Z", "stored": {"attendees": 1}}]}, "bookings[0].stored.attendees: must be a list"),
        ({"organizations": [{"slug": "o", "plan": "GOLD"}]}, "organizations[0].plan: "),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_place_and_nothing_is_loaded(mockcal, document, message):
    document = {"now": "2031-01-01T00:00:00Z", "users": [{"username": "first"}], **document}
    response = httpx.post(f"{mockcal.url}/_mock/fixtures", json=document)

    assert response.status_code == 400
    assert response.json()["error"]["message"].startswith(message)
    assert "users" not in mockcal.export()
    assert mockcal.now == "2026-01-05T08:00:00.000Z"


@pytest.mark.parametrize(
    "content",
    [
        b"users: [",
        b"- a\n- b\n",
        b"just text",
        b"\xff\xfe\x00",
        b"a: &a [*a]",
        b"users: [{username: a, metadata: &m {x: *m}}]",
    ],
)
def test_what_is_no_document_is_refused(mockcal, content):
    response = httpx.post(
        f"{mockcal.url}/_mock/fixtures", content=content, headers={"content-type": "application/yaml"}
    )

    assert response.status_code == 400


def test_half_a_character_is_taken_as_the_api_takes_it(mockcal):
    body = b'{"users": [{"username": "a", "name": "x\\ud800"}]}'
    response = httpx.post(f"{mockcal.url}/_mock/fixtures", content=body, headers={"content-type": "application/json"})

    assert response.status_code == 201
    assert mockcal.api("cal_a").get("/v2/me").json()["data"]["name"] == "x\ufffd"


def test_options_and_credentials_change_just_by_what_a_later_document_gives(mockcal):
    key = {"private_key": "k", "client_email": "c@x.io", "client_id": "1"}
    options = [{"value": "X", "slug": "x", "isGroup": True, "contains": ["y"]}, {"value": "Y", "slug": "y"}]
    first = {
        "slug": "acme",
        "attributes": [{"slug": "a", "type": "MULTI_SELECT", "options": options}],
        "workspacePlatforms": [{"slug": "google", "name": "Google"}],
        "delegationCredentials": [{"domain": "d.io", "workspacePlatformSlug": "google", "serviceAccountKey": key}],
    }
    mockcal.load({"organizations": [first]})
    before = mockcal.export()["organizations"][0]

    named = [{"slug": "a", "options": [{"slug": "x"}, {"value": "Y"}]}]
    mockcal.load({"organizations": [{"slug": "acme", "attributes": named, "delegationCredentials": [{"domain": "d.io"}]}]})  # fmt: skip

    assert mockcal.export()["organizations"][0] == before


@pytest.mark.parametrize(
    ("organization", "message"),
    [
        ({"attributes": [{"slug": "a", "type": "TEXT", "options": [{"slug": "x"}]}]}, "attributes[0].options[0].value: Field required"),
        ({"attributes": [{"slug": "a", "type": "TEXT", "options": [{}]}]}, "attributes[0].options[0].value: Field required"),
        ({"delegationCredentials": [{"domain": "d.io"}]}, "delegationCredentials[0].workspacePlatformSlug: Field required"),
        ({"managedOrganizations": [{}]}, "managedOrganizations[0].slug: Field required"),
    ],
)  # fmt: skip
def test_what_is_new_in_an_organization_is_whole(mockcal, organization, message):
    with pytest.raises(Refused, match=re.escape(f"organizations[0].{message}")):
        mockcal.load({"organizations": [{"slug": "acme", **organization}]})


def test_a_managed_organization_is_written_as_the_api_takes_it(mockcal):
    made = mockcal.load({"organizations": [{"slug": "acme", "isPlatform": True, "managedOrganizations": [{"name": "The Kid!"}]}]})  # fmt: skip

    assert "the-kid" in made["organizations"]
