"""`GET /v2/event-types`, version 2024-06-14: whose event types anybody may see."""

import pytest

from tests.api.event_types.conftest import BODY, PEOPLE, TEAMS, VIDEO, V, data
from tests.conftest import constraints, refusal


def slugs(response):
    return [one["slug"] for one in data(response)]


@pytest.fixture
def shown(make):
    """An event type that everybody sees and one that is hidden."""
    return make(slug="open"), make(slug="secret", hidden=True)


class TestCredentials:
    @pytest.mark.parametrize(
        "headers",
        [{}, {"x-cal-client-id": "nobody"}, {"x-cal-secret-key": "s"}],
        ids=["none", "only the id", "only the secret"],
    )
    def test_without_a_whole_credential_it_is_public(self, people, shown, headers):
        response = people.api(None, V, **headers).get("/v2/event-types", params={"username": "alice"})

        assert slugs(response) == ["open"]

    def test_an_invalid_credential_is_refused_all_the_same(self, people):
        response = people.api("xyz", V).get("/v2/event-types", params={"username": "alice"})

        assert refusal(response) == (401, "UnauthorizedException", "Invalid Access Token.")


class TestByUser:
    def test_hidden_ones_are_the_owners_only(self, alice, bob, nobody, shown):
        query = {"username": "alice"}

        assert slugs(alice.get("/v2/event-types", params=query)) == ["open", "secret"]
        assert slugs(bob.get("/v2/event-types", params=query)) == ["open"]
        assert slugs(nobody.get("/v2/event-types", params=query)) == ["open"]

    @pytest.mark.parametrize("key", ["cal_root", "cal_alice", "cal_carol"])
    def test_hidden_ones_are_not_even_for_the_admins_of_the_owners_organization(self, teams, key):
        made = teams.api("cal_bob", V).post("/v2/event-types", json=BODY | {"hidden": True})

        assert made.status_code == 201
        assert slugs(teams.api(key, V).get("/v2/event-types", params={"username": "bob"})) == []

    def test_nobody_has_none(self, alice):
        assert data(alice.get("/v2/event-types", params={"username": "zed"})) == []

    def test_the_name_is_exact(self, alice, shown):
        assert data(alice.get("/v2/event-types", params={"username": "Alice"})) == []

    def test_event_types_of_teams_are_not_the_hosts(self, teams):
        body = BODY | {"schedulingType": "collective", "hosts": [{"userId": 101}]}
        assert teams.api("cal_alice").post("/v2/teams/20/event-types", json=body).status_code == 201

        assert data(teams.api("cal_alice", V).get("/v2/event-types", params={"username": "alice"})) == []

    def test_hidden_fields_are_left_out_for_the_owner_too(self, alice, make):
        made = make()

        listed = data(alice.get("/v2/event-types"))[0]

        assert [field["slug"] for field in listed["bookingFields"]] == [
            "name",
            "email",
            "location",
            "notes",
            "guests",
            "rescheduleReason",
        ]
        assert len(made["bookingFields"]) == 7

    def test_stored_video_settings_are_not_loaded(self, alice, make):
        made = make(calVideoSettings={"disableRecordingForGuests": True})

        assert made["calVideoSettings"]["disableRecordingForGuests"] is True
        assert data(alice.get("/v2/event-types"))[0]["calVideoSettings"] == {"sendTranscriptionEmails": True}


class TestBySlug:
    def test_it_is_one_or_none(self, nobody, shown):
        one = nobody.get("/v2/event-types", params={"username": "alice", "eventSlug": "open"})
        none = nobody.get("/v2/event-types", params={"username": "alice", "eventSlug": "Open"})

        assert slugs(one) == ["open"]
        assert data(none) == []

    def test_a_hidden_one_is_the_owners(self, teams):
        bob = teams.api("cal_bob", V)
        bob.post("/v2/event-types", json=BODY | {"hidden": True})
        query = {"username": "bob", "eventSlug": "t"}

        assert slugs(bob.get("/v2/event-types", params=query)) == ["t"]
        assert data(teams.api(None, V).get("/v2/event-types", params=query)) == []
        assert data(teams.api("cal_alice", V).get("/v2/event-types", params=query)) == []

    def test_a_slug_without_a_user_is_not_looked_at(self, alice, nobody, shown):
        assert slugs(alice.get("/v2/event-types", params={"eventSlug": "open"})) == ["open", "secret"]
        assert data(nobody.get("/v2/event-types", params={"eventSlug": "open"})) == []


class TestMine:
    def test_without_a_filter_they_are_the_callers_own(self, alice, bob, nobody, shown):
        assert slugs(alice.get("/v2/event-types")) == ["open", "secret"]
        assert slugs(bob.get("/v2/event-types")) == []
        assert slugs(nobody.get("/v2/event-types")) == []

    def test_they_are_sorted_by_creation(self, alice, shown):
        assert slugs(alice.get("/v2/event-types", params={"sortCreatedAt": "desc"})) == ["secret", "open"]
        assert slugs(alice.get("/v2/event-types", params={"sortCreatedAt": "asc"})) == ["open", "secret"]

    def test_another_order_is_refused(self, alice):
        response = alice.get("/v2/event-types", params={"sortCreatedAt": "up"})

        assert constraints(response)["sortCreatedAt"] == {
            "isEnum": "sortCreatedAt must be one of the following values: asc, desc"
        }

    def test_an_organization_is_told_by_number(self, alice):
        assert set(constraints(alice.get("/v2/event-types", params={"username": "alice", "orgId": "x"}))) == {"orgId"}


class TestInAnOrganization:
    @pytest.fixture
    def bobs(self, mockcal):
        mockcal.load(PEOPLE | TEAMS)
        assert mockcal.api("cal_bob", V).post("/v2/event-types", json=BODY).status_code == 201
        return mockcal

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ({"username": "bob"}, ["t"]),
            ({"username": "bob-acme"}, []),
            ({"username": "bob-acme", "orgSlug": "acme"}, ["t"]),
            ({"username": "bob-acme", "orgId": "30"}, ["t"]),
            ({"username": "bob", "orgSlug": "acme"}, []),
            ({"username": "bob-acme", "orgSlug": "globex"}, []),
            ({"username": "bob-acme", "orgSlug": "acme", "orgId": "40"}, ["t"]),
            ({"username": "bob-acme", "orgSlug": "globex", "orgId": "30"}, []),
        ],
        ids=lambda value: "&".join(f"{name}={one}" for name, one in value.items()) if isinstance(value, dict) else "",
    )
    def test_people_are_found_by_their_name_there(self, bobs, query, found):
        assert slugs(bobs.api(None, V).get("/v2/event-types", params=query)) == found


class TestDynamic:
    def test_a_group_has_one_event_type_in_the_order_of_the_names(self, people, nobody):
        found = data(nobody.get("/v2/event-types", params={"usernames": "bob, zed ,alice"}))

        assert len(found) == 1
        assert [one["username"] for one in found[0]["users"]] == ["bob", "alice"]
        assert found[0] == {
            "id": 0,
            "ownerId": 0,
            "lengthInMinutes": 30,
            "lengthInMinutesOptions": [15, 30, 45, 60, 90],
            "title": "Group Meeting",
            "slug": "dynamic",
            "description": "Join us for a meeting with multiple people",
            "locations": [VIDEO],
            "bookingFields": [],
            "recurrence": None,
            "disableGuests": True,
            "slotInterval": None,
            "minimumBookingNotice": 120,
            "beforeEventBuffer": 0,
            "afterEventBuffer": 0,
            "metadata": {"multipleDuration": [15, 30, 45, 60, 90]},
            "price": 0,
            "currency": "usd",
            "lockTimeZoneToggleOnBookingPage": False,
            "forwardParamsSuccessRedirect": True,
            "successRedirectUrl": "",
            "isInstantEvent": False,
            "users": found[0]["users"],
            "scheduleId": None,
            "onlyShowFirstAvailableSlot": False,
            "offsetStart": 0,
            "bookingWindow": {"disabled": True},
            "confirmationPolicy": {"disabled": True},
            "requiresBookerEmailVerification": False,
            "hideCalendarNotes": False,
            "seats": {"disabled": True},
            "customName": "Group Meeting",
            "useDestinationCalendarEmail": False,
            "hideCalendarEventDetails": False,
            "hideOrganizerEmail": False,
            "calVideoSettings": {"sendTranscriptionEmails": False},
            "hidden": False,
            "bookingRequiresAuthentication": False,
            "bookerActiveBookingsLimit": {"disabled": True},
            "bookingUrl": "https://cal.com/bob/dynamic",
            "disableCancelling": {"disabled": False},
            "disableRescheduling": {"disabled": False},
            "interfaceLanguage": None,
            "allowReschedulingPastBookings": False,
            "allowReschedulingCancelledBookings": False,
            "showOptimizedSlots": False,
        }

    def test_nobody_known_is_still_a_group(self, people, nobody):
        found = data(nobody.get("/v2/event-types", params={"usernames": "zed"}))

        assert found[0]["users"] == [] and found[0]["bookingUrl"] == ""

    def test_a_username_comes_first(self, alice, shown):
        assert slugs(alice.get("/v2/event-types", params={"username": "alice", "usernames": "bob"})) == [
            "open",
            "secret",
        ]
