"""Event types in fixture documents: loaded, loaded again, and exported so that a new universe is the same."""

import pytest

from mockcal.client import Refused
from tests.api.event_types.conftest import V, data

DOCUMENT = {
    "users": [
        {
            "username": "alice",
            "schedules": [{"name": "Working hours"}, {"name": "Late"}],
            "eventTypes": [
                {
                    "title": "Intro",
                    "slug": "intro",
                    "lengthInMinutes": 30,
                    "schedule": "Late",
                    "privateLinks": [
                        {"linkId": "abc", "maxUsageCount": 3, "usageCount": 1},
                        {"linkId": "xyz", "expiresAt": "2026-02-01T00:00:00Z"},
                    ],
                    "webhooks": [
                        {"subscriberUrl": "https://example.com/hook", "active": True, "triggers": ["BOOKING_CREATED"]}
                    ],
                    "stored": {"metadata": {"multipleDuration": [15, 30], "disableStandardEmails": {}}, "price": 100},
                },
                {
                    "title": "Full",
                    "slug": "full",
                    "lengthInMinutes": 45,
                    "bookingFields": [
                        {"type": "splitName", "firstNameLabel": "First"},
                        {"type": "select", "slug": "color", "label": "C", "required": True, "options": ["a", "b"]},
                        {"slug": "guests", "hidden": True},
                    ],
                    "locations": [
                        {"type": "address", "address": "x", "public": True},
                        {"type": "attendeePhone"},
                    ],
                    "bookingLimitsCount": {"day": 1, "week": 2},
                    "bookingWindow": {"type": "range", "value": ["2026-08-06", "2026-08-28"]},
                    "bookerLayouts": {"defaultLayout": "week", "enabledLayouts": ["week", "column"]},
                    "confirmationPolicy": {"type": "time", "noticeThreshold": {"unit": "minutes", "count": 60}},
                    "recurrence": {"interval": 1, "occurrences": 5, "frequency": "weekly"},
                    "calVideoSettings": {"disableRecordingForGuests": True, "sendTranscriptionEmails": False},
                    "disableRescheduling": {"minutesBefore": 60},
                    "hidden": True,
                },
                {
                    "title": "Bare",
                    "slug": "bare",
                    "lengthInMinutes": 30,
                    "stored": {"locations": [], "bookingFields": None},
                },
            ],
        },
        {"username": "bob"},
        {"username": "carol"},
    ],
    "teams": [
        {
            "slug": "support",
            "name": "Support",
            "id": 20,
            "members": [{"user": "alice", "role": "OWNER"}, {"user": "bob"}],
            "eventTypes": [
                {
                    "title": "Turns",
                    "slug": "turns",
                    "lengthInMinutes": 30,
                    "schedulingType": "roundRobin",
                    "hosts": [
                        {"user": "bob", "priority": "high", "weight": 200, "group": "Closers"},
                        {"user": "alice", "mandatory": True, "schedule": "Late"},
                    ],
                },
                {
                    "title": "Managed",
                    "slug": "managed",
                    "lengthInMinutes": 30,
                    "schedulingType": "managed",
                    "assignAllTeamMembers": True,
                },
                {
                    "title": "Together",
                    "slug": "together",
                    "lengthInMinutes": 30,
                    "schedulingType": "COLLECTIVE",
                    "hosts": ["alice"],
                    "schedule": "Late",
                },
            ],
        }
    ],
}


def state(sandbox):
    """All that the API shows of event types."""
    alice, bob = sandbox.api("cal_alice", V), sandbox.api("cal_bob", V)
    mine, bobs = data(alice.get("/v2/event-types")), data(bob.get("/v2/event-types"))
    team = data(alice.get("/v2/teams/20/event-types"))
    each = [data(alice.get(f"/v2/event-types/{one['id']}")) for one in [*mine, *team]]
    links = [data(alice.get(f"/v2/event-types/{one['id']}/private-links")) for one in mine]
    hooks = [data(alice.get(f"/v2/event-types/{one['id']}/webhooks")) for one in mine]
    raw = [sandbox.api("cal_alice").get(f"/v2/event-types/{one['id']}").json()["data"]["eventType"] for one in mine]
    return [mine, bobs, team, each, links, hooks, raw]


class TestLoad:
    def test_the_answer_has_the_numbers(self, mockcal):
        made = mockcal.load(DOCUMENT)

        assert made["eventTypes"] == {
            "alice/intro": {"id": 1},
            "alice/full": {"id": 2},
            "alice/bare": {"id": 3},
            "support/turns": {"id": 4},
            "support/managed": {"id": 5},
            "alice/managed": {"id": 6},
            "bob/managed": {"id": 7},
            "support/together": {"id": 8},
        }

    def test_what_no_body_can_say(self, mockcal):
        made = mockcal.load(DOCUMENT)
        alice = mockcal.api("cal_alice", V)
        late = made["users"]["alice"]["schedules"]["Late"]

        intro, full, bare, _ = data(alice.get("/v2/event-types"))

        assert (intro["scheduleId"], intro["price"], intro["lengthInMinutesOptions"]) == (late, 100, [15, 30])
        assert intro["metadata"] == {"multipleDuration": [15, 30], "disableStandardEmails": {}}
        assert full["bookingWindow"] == {"type": "range", "value": ["2026-08-06", "2026-08-28"]}
        assert bare["locations"] == [] and len(data(alice.get("/v2/event-types/3"))["bookingFields"]) == 8

    def test_hosts(self, mockcal):
        mockcal.load(DOCUMENT)

        turns, managed, together = data(mockcal.api().get("/v2/teams/20/event-types"))

        assert [(one["username"], one["mandatory"], one["priority"]) for one in turns["hosts"]] == [
            ("bob", False, "high"),
            ("alice", True, "medium"),
        ]
        assert [one["username"] for one in managed["hosts"]] == ["alice", "bob"]
        assert [one["username"] for one in together["hosts"]] == ["alice"]
        scheduled = mockcal.api("cal_alice").get("/v2/teams/20/schedules", params={"eventTypeId": turns["id"]})
        assert [one["name"] for one in scheduled.json()["data"]] == ["Late"]

    def test_a_later_document_changes_just_what_it_gives(self, mockcal):
        mockcal.load(DOCUMENT)
        before = data(mockcal.api("cal_alice", V).get("/v2/event-types/2"))

        mockcal.load({"users": [{"username": "alice", "eventTypes": [{"slug": "full", "title": "Renamed"}]}]})

        alice = mockcal.api("cal_alice", V)
        # The copy of the team's managed one stays: it is the team's.
        assert [one["slug"] for one in data(alice.get("/v2/event-types"))] == ["full", "managed"]
        assert data(alice.get("/v2/event-types/2")) == before | {"title": "Renamed"}

    def test_a_later_document_may_change_a_team(self, mockcal):
        mockcal.load(DOCUMENT)
        fewer = [
            {"slug": "managed", "hosts": ["bob"]},
            {"slug": "turns", "hosts": ["alice"], "schedulingType": "collective"},
        ]
        fewer[0]["assignAllTeamMembers"] = False

        mockcal.load({"teams": [{"slug": "support", "eventTypes": fewer}]})

        turns, managed = data(mockcal.api().get("/v2/teams/20/event-types"))
        assert (turns["id"], turns["schedulingType"], [one["username"] for one in turns["hosts"]]) == (
            4,
            "collective",
            ["alice"],
        )
        assert [one["username"] for one in managed["hosts"]] == ["bob"]

    def test_a_slug_is_known_again_as_it_is_stored(self, mockcal):
        body = {"title": "T", "slug": "--My Slug", "lengthInMinutes": 30}
        first = mockcal.load({"users": [{"username": "alice", "eventTypes": [body]}]})

        again = mockcal.load({"users": [{"username": "alice", "eventTypes": [body]}]})

        assert again["eventTypes"] == first["eventTypes"] == {"alice/My Slug": {"id": 1}}

    @pytest.mark.parametrize(
        ("event_type", "message"),
        [
            ({"lenght": 30}, "users[0].eventTypes[0].lenght: unknown field"),
            ({"stored": {"lenght": 30}}, "users[0].eventTypes[0].stored.lenght: unknown field"),
            ({"lengthInMinutes": 0}, "users[0].eventTypes[0].lengthInMinutes: lengthInMinutes must not be less than 1"),
            ({"schedule": "None"}, "users[0].eventTypes[0].schedule: no schedule is called None"),
            (
                {"privateLinks": [{"link": "x"}]},
                "users[0].eventTypes[0].privateLinks[0].link: unknown field",
            ),
            (
                {"privateLinks": [{"linkId": "x", "usageCount": "two"}]},
                "users[0].eventTypes[0].privateLinks[0].usageCount: usageCount must be an integer number",
            ),
            ({"webhooks": None}, "users[0].eventTypes[0].webhooks: must be a list of mappings"),
            ({"locations": []}, "users[0].eventTypes[0]: 'locations' must contain at least 1 location."),
            (
                {"seats": {"seatsPerTimeSlot": 2, "showAttendeeInfo": True, "colour": 1}},
                "users[0].eventTypes[0].seats.colour: unknown field",
            ),
        ],
        ids=lambda value: str(value)[:40],
    )
    def test_mistakes_name_their_place(self, mockcal, event_type, message):
        body = {"title": "T", "slug": "t", "lengthInMinutes": 30} | event_type

        with pytest.raises(Refused, match="users") as refused:
            mockcal.load({"users": [{"username": "alice", "eventTypes": [body]}]})

        assert message in str(refused.value)

    def test_a_host_is_told_by_an_id(self, mockcal):
        mockcal.load({"users": [{"username": "alice"}]})
        body = {"title": "T", "slug": "t", "lengthInMinutes": 30, "schedulingType": "roundRobin"}

        with pytest.raises(Refused, match="userId: must be an id"):
            mockcal.load({"teams": [{"slug": "t", "eventTypes": [body | {"hosts": [{"userId": ["x"]}]}]}]})

    @pytest.mark.parametrize(
        ("stored", "place"),
        [
            ({"locations": "x"}, "locations"),
            ({"locations": [{"type": "link"}, 5]}, "locations.1"),
            ({"bookingFields": {}}, "bookingFields"),
            ({"metadata": "x"}, "metadata"),
            ({"metadata": {"multipleDuration": ["x"]}}, "metadata.multipleDuration.0"),
            (
                {"metadata": {"requiresConfirmationThreshold": {"time": 5}}},
                "metadata.requiresConfirmationThreshold.unit",
            ),
            ({"recurringEvent": {"count": 3}}, "recurringEvent.freq"),
            ({"bookingLimits": {"PER_DAY": "x"}}, "bookingLimits.PER_DAY"),
            ({"eventTypeColor": "red"}, "eventTypeColor"),
            ({"length": 0}, "length"),
            ({"price": 3_000_000_000}, "price"),
            ({"hidden": "yes"}, "hidden"),
            ({"title": None}, "title"),
            ({"periodStartDate": "soon"}, "periodStartDate"),
        ],
        ids=str,
    )
    def test_a_record_holds_what_its_columns_can(self, mockcal, stored, place):
        body = {"title": "T", "slug": "t", "lengthInMinutes": 30, "stored": stored}

        with pytest.raises(Refused) as refused:
            mockcal.load({"users": [{"username": "alice", "eventTypes": [body]}]})

        assert f"users[0].eventTypes[0].stored.{place}: " in str(refused.value)

    def test_no_mail_leaves(self, mockcal):
        mockcal.load(
            {"users": [{"username": "bob", "eventTypes": [{"title": "M", "slug": "managed", "lengthInMinutes": 5}]}]}
        )
        mockcal.load(DOCUMENT)

        assert mockcal.outbox() == []


class TestLaterDocuments:
    """What a team's event types are after another document has spoken of the team."""

    @pytest.fixture(autouse=True)
    def team(self, mockcal):
        def body(slug, kind):
            return {"title": slug, "slug": slug, "lengthInMinutes": 30, "schedulingType": kind, "hosts": ["bob", "eve"]}

        event_types = [body("managed", "managed"), body("together", "collective")]
        members = [{"user": "alice", "role": "OWNER"}, "bob", "eve"]
        mockcal.load(
            {
                "users": [{"username": name} for name in ("alice", "bob", "eve")],
                "teams": [{"slug": "support", "id": 7, "members": members, "eventTypes": event_types}],
            }
        )

    def hosts(self, mockcal):
        shown = data(mockcal.api("cal_alice", V).get("/v2/teams/7/event-types"))
        return {row["slug"]: [host["username"] for host in row["hosts"]] for row in shown}

    def owned(self, mockcal, name):
        return [row["slug"] for row in data(mockcal.api(f"cal_{name}", V).get("/v2/event-types"))]

    def test_who_is_no_member_any_more_hosts_nothing(self, mockcal):
        mockcal.load({"teams": [{"slug": "support", "members": [{"user": "alice", "role": "OWNER"}, "eve"]}]})

        assert self.hosts(mockcal) == {"managed": ["eve"], "together": ["eve"]}
        assert self.owned(mockcal, "bob") == []

    def test_a_managed_one_that_becomes_another_kind_has_no_copies(self, mockcal):
        kinds = [{"slug": "managed", "schedulingType": "roundRobin"}, {"slug": "together", "schedulingType": "managed"}]
        mockcal.load({"teams": [{"slug": "support", "eventTypes": kinds}]})

        assert self.hosts(mockcal) == {"managed": [], "together": []}
        assert self.owned(mockcal, "bob") == []

    def test_hosts_that_are_given_take_the_place_of_all_members(self, mockcal):
        for change in ({"assignAllTeamMembers": True}, {"title": "New"}, {"hosts": ["eve"]}):
            kept = {"slug": "together"}
            mockcal.load({"teams": [{"slug": "support", "eventTypes": [{"slug": "managed"} | change, kept]}]})

        assert self.hosts(mockcal)["managed"] == ["eve"]


class TestExport:
    def test_a_new_universe_shows_the_same(self, mockcal, mockcal_server):
        mockcal.load(DOCUMENT)
        before = state(mockcal)

        exported = mockcal.export()

        with mockcal_server.sandbox() as other:
            other.control("PUT", f"/sandboxes/{other.name}", json={"fixtures": [exported]})
            assert state(other) == before
            assert other.export() == exported

    def test_changes_of_the_api_are_exported_too(self, mockcal, mockcal_server):
        mockcal.load(DOCUMENT)
        alice, bob = mockcal.api("cal_alice", V), mockcal.api("cal_bob", V)
        alice.patch("/v2/event-types/1", json={"title": "U", "disableGuests": True})
        alice.delete("/v2/event-types/3")
        bob.patch("/v2/event-types/7", json={"title": "Bob's own", "locations": [{"type": "attendeePhone"}]})
        bob.post("/v2/event-types/7/private-links", json={"maxUsageCount": 2})
        alice.patch("/v2/teams/20/event-types/4", json={"hosts": [{"userId": 2, "priority": "lowest"}]})
        before = state(mockcal)

        exported = mockcal.export()

        with mockcal_server.sandbox() as other:
            other.control("PUT", f"/sandboxes/{other.name}", json={"fixtures": [exported]})
            assert state(other) == before

    def test_what_only_an_older_version_makes(self, mockcal, mockcal_server):
        """Recurrence and seats, which newer bodies may not bring together."""
        mockcal.load({"users": [{"username": "alice"}]})
        weekly = {"recurrence": {"interval": 1, "occurrences": 3, "frequency": "weekly"}}
        body = {"title": "Class", "slug": "class", "lengthInMinutes": 30} | weekly
        alice = mockcal.api("cal_alice", V)
        path = f"/v2/event-types/{data(alice.post('/v2/event-types', json=body))['id']}"
        data(mockcal.api("cal_alice", "2024-04-15").patch(path, json={"seatsPerTimeSlot": 3}))
        before = data(alice.get(path))

        exported = mockcal.export()

        assert before["recurrence"] and before["seats"]["seatsPerTimeSlot"] == 3
        with mockcal_server.sandbox() as other:
            other.control("PUT", f"/sandboxes/{other.name}", json={"fixtures": [exported]})
            assert data(other.api("cal_alice", V).get(path)) == before

    def test_loading_it_over_itself_changes_nothing(self, mockcal):
        mockcal.load(DOCUMENT)
        before = state(mockcal)

        mockcal.load(mockcal.export())

        assert state(mockcal) == before


class TestOddNames:
    @pytest.fixture
    def alice(self, mockcal):
        mockcal.load({"users": [{"username": "alice"}]})
        return mockcal.api("cal_alice", V)

    def test_schedules_of_one_name_are_told_apart(self, mockcal, mockcal_server, alice):
        schedules = mockcal.api("cal_alice", "2024-06-11")
        for index, name in enumerate(("Same", "Same", "Same", "", "a/b")):
            body = {"name": name, "timeZone": "Europe/Rome", "isDefault": index == 1}
            schedule_id = data(schedules.post("/v2/schedules", json=body))["id"]
            alice.post("/v2/event-types", json=self.body(f"of-{schedule_id}") | {"scheduleId": schedule_id})

        self.check_round_trip(mockcal, mockcal_server)

    def test_a_slug_may_hold_slashes(self, mockcal, mockcal_server, alice):
        for hour, slug in enumerate(("a/b", "c/", "")):
            event_type = data(alice.post("/v2/event-types", json=self.body(slug)))
            booking = {
                "eventTypeId": event_type["id"],
                "start": f"2026-01-06T{10 + hour}:00:00Z",
                "attendee": {"name": "Ann", "email": "ann@example.com", "timeZone": "Europe/London"},
            }
            data(mockcal.api(None, "2024-08-13").post("/v2/bookings", json=booking))

        self.check_round_trip(mockcal, mockcal_server)

    def test_a_team_may_be_called_as_a_user(self, mockcal, mockcal_server):
        owned = {"eventTypes": [self.body("intro")]}
        team = {"slug": "alice", "members": [{"user": "alice", "role": "OWNER"}]}
        hosted = [body | {"schedulingType": "collective", "hosts": [{"user": "alice"}]} for body in owned["eventTypes"]]
        mockcal.load({"users": [{"username": "alice"} | owned], "teams": [team | {"eventTypes": hosted}]})
        attendee = {"name": "Ann", "email": "ann@example.com", "timeZone": "Europe/London"}
        anybody = mockcal.api(None, "2024-08-13")
        for event_type_id, hour in ((1, 10), (2, 11)):
            booking = {"eventTypeId": event_type_id, "start": f"2026-01-06T{hour}:00:00Z", "attendee": attendee}
            data(anybody.post("/v2/bookings", json=booking))

        self.check_round_trip(mockcal, mockcal_server)

    def body(self, slug):
        return {"title": "T", "slug": slug, "lengthInMinutes": 30}

    def check_round_trip(self, mockcal, mockcal_server):
        before, exported = self.seen(mockcal), mockcal.export()
        with mockcal_server.sandbox() as other:
            other.control("PUT", f"/sandboxes/{other.name}", json={"fixtures": [exported]})
            assert self.seen(other) == before
            other.load(exported)
            assert self.seen(other) == before
            assert other.export() == exported

    def seen(self, mockcal):
        return [
            data(mockcal.api("cal_alice", version).get(path))
            for version, path in (
                (V, "/v2/event-types"),
                ("2024-06-11", "/v2/schedules"),
                ("2024-08-13", "/v2/bookings"),
            )
        ]


class TestOfAnOrganizationItself:
    """It is a team too: its owner may give it event types."""

    ORGANIZATION = {
        "slug": "acme",
        "id": 8,
        "members": [{"user": "alice", "role": "OWNER"}, {"user": "bob"}],
        "eventTypes": [{"title": "All", "slug": "all", "lengthInMinutes": 30, "schedulingType": "collective"}],
    }

    def test_they_come_from_a_fixture_and_go_into_one(self, mockcal, mockcal_server):
        made = mockcal.load(
            {"users": [{"username": "alice"}, {"username": "bob"}], "organizations": [self.ORGANIZATION]}
        )
        body = {"title": "Own", "slug": "own", "lengthInMinutes": 15, "schedulingType": "managed"}
        mockcal.api("cal_alice").post("/v2/teams/8/event-types", json=body | {"assignAllTeamMembers": True})
        before = self.seen(mockcal)

        exported = mockcal.export()

        assert list(made["eventTypes"]) == ["acme/all"]
        assert [[row["slug"] for row in rows] for rows in before] == [["all", "own"], ["own"]]
        with mockcal_server.sandbox() as other:
            other.control("PUT", f"/sandboxes/{other.name}", json={"fixtures": [exported]})
            assert self.seen(other) == before
            assert other.export() == exported

    def seen(self, mockcal):
        paths = ("/v2/teams/8/event-types", "/v2/event-types")
        return [data(mockcal.api("cal_bob", V).get(path)) for path in paths]


class TestDefaultsOfManagedUsers:
    def platform(self, mockcal, **client):
        return mockcal.load(
            {
                "users": [{"username": "owner"}],
                "organizations": [
                    {
                        "slug": "platform",
                        "isPlatform": True,
                        "plan": "SCALE",
                        "members": [{"user": "owner", "role": "OWNER"}],
                        "oauthClients": [{"name": "App", "id": "app", "secret": "s", "permissions": ["*"], **client}],
                    }
                ],
            }
        )

    def make_user(self, mockcal):
        client = mockcal.api(None, None, **{"x-cal-secret-key": "s"})
        body = {"email": "mia@example.com", "name": "Mia", "timeZone": "Europe/Rome"}
        made = client.post("/v2/oauth-clients/app/users", json=body)
        assert made.status_code == 201
        return mockcal.api(made.json()["data"]["accessToken"], V)

    def test_a_client_may_give_four_event_types(self, mockcal):
        self.platform(mockcal, areDefaultEventTypesEnabled=True)
        mia = self.make_user(mockcal)

        found = data(mia.get("/v2/event-types"))

        video = [{"type": "integration", "integration": "cal-video"}]
        assert [(one["title"], one["slug"], one["lengthInMinutes"], one["locations"]) for one in found] == [
            ("30 Minutes", "thirty-minutes", 30, []),
            ("60 Minutes", "sixty-minutes", 60, []),
            ("30 Minutes", "thirty-minutes-video", 30, video),
            ("60 Minutes", "sixty-minutes-video", 60, video),
        ]
        assert {one["bookingUrl"] for one in found} == {""}
        assert len(data(mia.get(f"/v2/event-types/{found[0]['id']}"))["bookingFields"]) == 8

    def test_without_the_flag_there_are_none(self, mockcal):
        self.platform(mockcal)

        assert data(self.make_user(mockcal).get("/v2/event-types")) == []
