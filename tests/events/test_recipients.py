"""Whose webhooks hear of a booking."""

import pytest

from tests.events.conftest import ANA, EVERYTHING, START, created


class World:
    """Organization 20 with team 9; users 3 (of both) and 4 (of the organization alone); a webhook is known by its path."""

    def __init__(self, mockcal, receiver):
        self.mockcal = mockcal
        self.receiver = receiver
        mockcal.load(
            {
                "users": [{"username": "cal", "id": 3}, {"username": "dan", "id": 4}],
                "organizations": [
                    {
                        "slug": "acme",
                        "id": 20,
                        "members": [{"user": "cal", "role": "OWNER"}, {"user": "dan", "role": "MEMBER"}],
                        "teams": [
                            {"slug": "sales", "name": "Sales", "id": 9, "members": [{"user": "cal", "role": "OWNER"}]}
                        ],
                    }
                ],
            }
        )
        self.cal = mockcal.api("cal_cal", "2024-08-13")
        self.anybody = mockcal.api(None, "2024-08-13")

    def personal(self) -> int:
        types = self.mockcal.api("cal_cal", "2024-06-14")
        body = {"title": "Intro", "slug": "intro", "lengthInMinutes": 30}
        return created(types.post("/v2/event-types", json=body))["id"]

    def of_team(self, scheduling: str, **more) -> int:
        body = {"title": "Team", "slug": "team", "lengthInMinutes": 30, "schedulingType": scheduling}
        body["hosts"] = [{"userId": 3}]
        made = created(self.cal.post("/v2/organizations/20/teams/9/event-types", json={**body, **more}))
        return (made[0] if isinstance(made, list) else made)["id"]

    def hook(self, name: str, path: str, key: str = "cal_cal") -> None:
        body = {"active": True, "subscriberUrl": f"{self.receiver.url}/{name}", "triggers": EVERYTHING}
        created(self.mockcal.api(key).post(path, json=body))

    def book(self, event_type_id: int) -> dict:
        body = {"start": START, "eventTypeId": event_type_id, "attendee": ANA}
        return created(self.anybody.post("/v2/bookings", json=body))

    def heard(self, trigger: str) -> set[str]:
        self.mockcal.deliveries()
        return {one.path.strip("/") for one in self.receiver.received if one.trigger == trigger}


@pytest.fixture
def world(mockcal, receiver):
    return World(mockcal, receiver)


class TestPersonalEventTypes:
    def test_the_host_the_event_type_and_the_organization(self, world):
        event_type = world.personal()
        world.hook("user-3", "/v2/webhooks")
        world.hook("event-type", f"/v2/event-types/{event_type}/webhooks")
        world.hook("organization", "/v2/organizations/20/webhooks")
        world.hook("user-4", "/v2/webhooks", "cal_dan")

        world.book(event_type)

        assert world.heard("BOOKING_CREATED") == {"user-3", "event-type", "organization"}


class TestTeamEventTypes:
    @pytest.fixture
    def hooked(self, world):
        def hook(**more) -> int:
            event_type = world.of_team("roundRobin", **more)
            world.hook("user-3", "/v2/webhooks")
            world.hook("event-type", f"/v2/teams/9/event-types/{event_type}/webhooks")
            world.hook("organization", "/v2/organizations/20/webhooks")
            return event_type

        return hook

    def test_not_the_host_himself(self, world, hooked):
        booking = world.book(hooked())
        created(world.anybody.post(f"/v2/bookings/{booking['uid']}/cancel", json={}))

        assert world.heard("BOOKING_CREATED") == {"event-type", "organization"}
        assert world.heard("BOOKING_CANCELLED") == {"event-type", "organization"}

    def test_but_of_a_rejection_he_hears(self, world, hooked):
        confirm = {"type": "always", "blockUnconfirmedBookingsInBooker": False}
        booking = world.book(hooked(confirmationPolicy=confirm))
        created(world.cal.post(f"/v2/bookings/{booking['uid']}/decline", json={}))

        assert world.heard("BOOKING_REQUESTED") == {"event-type", "organization"}
        assert world.heard("BOOKING_REJECTED") == {"user-3", "event-type", "organization"}

    def test_the_payload_names_the_team(self, world, hooked):
        world.book(hooked())

        world.mockcal.deliveries()
        payload = world.receiver.received[0].payload
        assert payload["team"] == {"id": 9, "name": "Sales", "members": []}
        assert payload["schedulingType"] == "ROUND_ROBIN"
        assert payload["organizationId"] == 20
        assert payload["bookerUrl"] == "https://acme.cal.com"
        assert payload["organizer"]["usernameInOrg"] == "cal"

    def test_other_hosts_are_members_not_attendees(self, world):
        world.mockcal.load(
            {
                "organizations": [
                    {
                        "slug": "acme",
                        "teams": [{"slug": "sales", "members": [{"user": "cal", "role": "OWNER"}, {"user": "dan"}]}],
                    }
                ]
            }
        )
        event_type = world.of_team("collective", hosts=[{"userId": 3}, {"userId": 4}])
        world.hook("event-type", f"/v2/teams/9/event-types/{event_type}/webhooks")

        world.book(event_type)

        world.mockcal.deliveries()
        payload = world.receiver.received[0].payload
        assert payload["organizer"]["id"] == 3
        assert [member["id"] for member in payload["team"]["members"]] == [4]
        assert [person["email"] for person in payload["attendees"]] == ["ana@example.com"]


class TestManagedEventTypes:
    def test_the_host_parent_child_and_organization(self, world):
        parent = world.of_team("managed")
        mine = created(world.mockcal.api(None, "2024-06-14").get("/v2/event-types?username=cal"))
        (child,) = [one["id"] for one in mine if one["slug"] == "team"]
        world.hook("user-3", "/v2/webhooks")
        world.hook("parent", f"/v2/teams/9/event-types/{parent}/webhooks")
        world.hook("child", f"/v2/event-types/{child}/webhooks")
        world.hook("organization", "/v2/organizations/20/webhooks")

        world.book(child)

        assert world.heard("BOOKING_CREATED") == {"user-3", "parent", "child", "organization"}


class TestPlatformClients:
    @pytest.fixture
    def platform(self, mockcal, receiver):
        made = mockcal.load(
            {
                "users": [{"username": "boss"}],
                "organizations": [
                    {
                        "slug": "plat",
                        "isPlatform": True,
                        "members": [{"user": "boss", "role": "OWNER"}],
                        "oauthClients": [
                            {
                                "name": "Plat",
                                "id": "plat-client",
                                "secret": "hush",
                                "areEmailsEnabled": False,
                                "bookingRedirectUri": "https://plat.example/booking",
                                "webhooks": [
                                    {"subscriberUrl": f"{receiver.url}/client", "active": True, "triggers": EVERYTHING}
                                ],
                                "managedUsers": [{"email": "mia@example.com", "name": "Mia", "timeZone": "UTC"}],
                            }
                        ],
                    }
                ],
            }
        )
        return made["managedUsers"]["mia@example.com"]

    @pytest.fixture
    def booking(self, platform, mockcal):
        mia = mockcal.api(platform["accessToken"], "2024-06-14")
        body = {"title": "Intro", "slug": "intro", "lengthInMinutes": 30}
        event_type = created(mia.post("/v2/event-types", json=body))["id"]
        body = {"start": START, "eventTypeId": event_type, "attendee": ANA}
        return created(mockcal.api(None, "2024-08-13").post("/v2/bookings", json=body))

    def test_a_managed_users_client_hears_and_is_named(self, booking, mockcal, receiver):
        mockcal.deliveries()

        (request,) = receiver.received
        assert request.path == "/client"
        assert request.payload["platformClientId"] == "plat-client"
        assert request.payload["platformBookingUrl"] == "https://plat.example/booking"
        assert request.payload["platformCancelUrl"] is None

    def test_without_mails_nobody_is_written_to(self, booking, mockcal):
        assert mockcal.outbox() == []

    def test_it_does_not_hear_of_a_request_to_reschedule(self, booking, platform, mockcal, receiver):
        mia = mockcal.api(platform["accessToken"], "2024-08-13")
        created_status = mia.post(f"/v2/bookings/{booking['uid']}/request-reschedule", json={}).status_code

        mockcal.deliveries()
        assert created_status == 200
        assert receiver.triggers == ["BOOKING_CREATED"]
