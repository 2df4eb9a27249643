"""Bookings of a platform OAuth client's managed users."""

import pytest

from tests.api.bookings.conftest import ANN, book, message

CLIENT = "clq2acme0000000000000client"[:25]
PLATFORM = {
    "users": [{"username": "owner", "id": 120}],
    "organizations": [
        {
            "slug": "plat",
            "id": 85,
            "isPlatform": True,
            "plan": "SCALE",
            "members": [{"user": "owner", "role": "OWNER"}],
            "oauthClients": [
                {
                    "name": "Plat",
                    "id": CLIENT,
                    "secret": "secret",
                    "permissions": ["BOOKING_READ"],
                    "areEmailsEnabled": True,
                    "managedUsers": [
                        {
                            "email": "host@example.com",
                            "name": "Managed Host",
                            "timeZone": "UTC",
                            "eventTypes": [{"id": 95, "title": "Intro", "slug": "intro", "lengthInMinutes": 30}],
                        },
                        {"email": "guest@example.com", "name": "Managed Guest", "timeZone": "UTC"},
                    ],
                }
            ],
        }
    ],
}


@pytest.fixture
def platform(mockcal):
    return mockcal.load(PLATFORM)


@pytest.fixture
def host(mockcal, platform):
    return mockcal.api(platform["managedUsers"]["host@example.com"]["accessToken"], "2024-08-13")


@pytest.fixture
def guest(mockcal, platform):
    return mockcal.api(platform["managedUsers"]["guest@example.com"]["accessToken"], "2024-08-13")


class TestManagedUsers:
    def test_their_own_are_known_by_the_plain_address(self, host, guest):
        booking = book(host, 95, attendee=ANN | {"email": "guest@example.com"})

        attendee = booking["attendees"][0]
        assert attendee["email"] == f"guest+{CLIENT}@example.com"
        assert attendee["displayEmail"] == "guest@example.com"
        assert booking["bookingFieldsResponses"]["displayEmail"] == "guest@example.com"
        assert [one["uid"] for one in guest.get("/v2/bookings").json()["data"]] == [booking["uid"]]

    def test_strangers_keep_theirs(self, host):
        assert book(host, 95)["attendees"][0]["email"] == "ann@example.com"

    def test_the_client_is_told_of(self, host):
        booking = book(host, 95, metadata={"a": "b"})

        assert booking["metadata"] == {"a": "b", "platformClientId": CLIENT}
        assert booking["isPlatformManagedUserBooking"] is True

    def test_lists_take_the_plain_address(self, host, guest):
        uid = book(host, 95, guests=["guest@example.com"])["uid"]

        found = host.get("/v2/bookings", params={"attendeeEmail": "guest@example.com"}).json()["data"]

        assert [one["uid"] for one in found] == [uid]

    def test_a_host_of_a_client_needs_no_reason(self, host):
        uid = book(host, 95)["uid"]

        assert host.post(f"/v2/bookings/{uid}/cancel", json={}).status_code == 200

    def test_who_moves_it_is_known_by_the_managed_form(self, host):
        uid = book(host, 95)["uid"]

        body = {"start": "2026-01-06T12:00:00Z", "rescheduledBy": "host@example.com"}
        moved = host.post(f"/v2/bookings/{uid}/reschedule", json=body).json()["data"]

        assert moved["rescheduledByEmail"] == f"host+{CLIENT}@example.com"

    def test_permissions_of_the_client_bound_them(self, host):
        uid = book(host, 95)["uid"]

        assert host.get(f"/v2/bookings/{uid}/calendar-links").status_code == 200
        assert message(host.post(f"/v2/bookings/{uid}/confirm")) == (
            403,
            f"PermissionsGuard - oAuth client with id={CLIENT} does not have the required permissions=BOOKING_WRITE. Go to "
            "platform dashboard settings and add the required permissions to the oAuth client.",
        )

    def test_client_credentials_act_as_the_owner(self, mockcal, platform):
        headers = {"x-cal-client-id": CLIENT, "x-cal-secret-key": "secret"}

        response = mockcal.api(version="2024-08-13", **headers).get("/v2/bookings")

        assert response.json()["data"] == []


class TestSwitches:
    def switched(self, mockcal, **switches) -> None:
        client = PLATFORM["organizations"][0]["oauthClients"][0] | switches
        mockcal.load(
            {"organizations": [PLATFORM["organizations"][0] | {"oauthClients": [client]}], "users": PLATFORM["users"]}
        )

    def test_mails_can_be_off(self, mockcal):
        self.switched(mockcal, areEmailsEnabled=False)

        book(mockcal.api(version="2024-08-13"), 95)

        assert mockcal.outbox() == []

    def test_calendar_events_can_be_off(self, mockcal):
        self.switched(mockcal, areCalendarEventsEnabled=False)

        assert book(mockcal.api(version="2024-08-13"), 95)["location"] == "integrations:daily"

    def test_every_occurrence_is_mailed_of(self, mockcal):
        recurring = {
            "id": 96,
            "title": "Weekly",
            "slug": "weekly",
            "lengthInMinutes": 30,
            "recurrence": {"interval": 1, "occurrences": 2, "frequency": "weekly"},
        }
        managed = [{"email": "host@example.com", "timeZone": "UTC", "eventTypes": [recurring]}]
        self.switched(mockcal, managedUsers=managed)

        bookings = book(mockcal.api(version="2024-08-13"), 96)

        assert len([mail for mail in mockcal.outbox() if mail["template"] == "attendee-scheduled"]) == 2
        assert "platformClientId" not in bookings[0]["metadata"]
