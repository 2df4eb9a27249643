"""`/v2/slots/reservations`, version 2024-09-04."""

import pytest

from tests.api.slots.conftest import HOURS, INTRO, MONDAY, SEATED, VARIABLE, booking, full_hours
from tests.conftest import constraints, refusal

PATH = "/v2/slots/reservations"
STRANGER = (
    "authenticated user is not owner of event type, does not have memberships in common with owner of the event type, "
    "nor does belong to event type's team or org."
)
NEEDS_CALLER = (
    "reservationDuration can only be used for authenticated requests - use access token, api key or OAuth credentials"
)
TAKEN = "This time slot is already reserved by another user. Please choose a different time."


def unprocessable(message: str) -> tuple[int, str, str]:
    return 422, "UnprocessableEntityException", message


@pytest.fixture
def send(mockcal):
    """POST or PATCH a reservation of Alice's 60 minutes, as nobody unless a key is given."""

    def do(ask, start="2050-09-05T10:00:00.000Z", *, uid=None, key=None, event_type="alice/intro", **more):
        client = mockcal.api(key, "2024-09-04")
        body = {"eventTypeId": ask.ids.get(event_type, 999), "slotStart": start, **more}
        return client.patch(f"{PATH}/{uid}", json=body) if uid else client.post(PATH, json=body)

    return do


class TestReserve:
    def test_a_caller_is_needed_to_choose_for_how_long(self, load, send):
        assert refusal(send(load(), reservationDuration=10)) == (401, "UnauthorizedException", NEEDS_CALLER)

    @pytest.mark.parametrize("headers", [{"x-cal-client-id": "acme"}, {"x-cal-secret-key": "secret"}])
    def test_half_a_client_is_nobody(self, load, mockcal, headers):
        ask = load()
        body = {"eventTypeId": ask.ids["alice/intro"], "slotStart": "2050-09-05T10:00:00Z"}

        client = mockcal.api(None, "2024-09-04")

        assert client.post(PATH, json=body | {"reservationDuration": 5}, headers=headers).status_code == 401
        assert client.post(PATH, json=body, headers=headers).status_code == 201

    def test_credentials_that_come_must_be_good(self, load, mockcal):
        ask = load()
        body = {"eventTypeId": ask.ids["alice/intro"], "slotStart": "2050-09-05T10:00:00Z"}

        response = mockcal.api("nonsense", "2024-09-04").post(PATH, json=body)

        assert refusal(response) == (401, "UnauthorizedException", "Invalid Access Token.")

    def test_an_unknown_event_type(self, load, send):
        assert refusal(send(load(), event_type="nothing")) == (
            404, "NotFoundException", "Event Type with ID=999 not found")  # fmt: skip

    def test_a_stranger_may_not_choose_for_how_long(self, load, send):
        ask = load(users=[{"username": "bob"}])

        assert refusal(send(ask, key="cal_bob", reservationDuration=10)) == (403, "ForbiddenException", STRANGER)
        assert send(ask, key="cal_bob").status_code == 201

    def test_whoever_shares_a_team_with_the_owner_may(self, load, send):
        ask = load(users=[{"username": "bob"}], teams=[{"slug": "sales", "members": ["alice", "bob"]}])

        assert send(ask, key="cal_bob", reservationDuration=10).status_code == 201

    def test_unless_he_has_not_accepted(self, load, send):
        members = ["alice", {"user": "bob", "accepted": False}]
        ask = load(users=[{"username": "bob"}], teams=[{"slug": "sales", "members": members}])

        assert refusal(send(ask, key="cal_bob", reservationDuration=10))[2] == STRANGER

    def test_members_of_a_team_or_its_organization_may(self, load, send):
        event_type = {"title": "Demo", "slug": "demo", "lengthInMinutes": 60, "schedulingType": "collective",
                      "hosts": [{"user": "alice"}]}  # fmt: skip
        ask = load(
            users=[{"username": "bob"}, {"username": "carol"}],
            organizations=[
                {
                    "slug": "acme",
                    "members": ["alice", "bob"],
                    "teams": [{"slug": "sales", "members": ["alice"], "eventTypes": [event_type]}],
                }
            ],
        )

        def status(key, start):
            return send(ask, start, key=key, event_type="acme/sales/demo", reservationDuration=10).status_code

        assert status("cal_bob", "2050-09-05T10:00:00Z") == 201
        assert status("cal_alice", "2050-09-05T11:00:00Z") == 201
        assert status("cal_carol", "2050-09-05T12:00:00Z") == 403

    @pytest.mark.parametrize("start", ["2050-09-05 10:00", "2050-02-30T10:00:00Z"])
    def test_a_start_that_is_none(self, load, send, start):
        assert refusal(send(load(), start)) == (400, "BadRequestException", "Invalid start date")

    def test_what_the_validator_says(self, load, mockcal):
        load()
        response = mockcal.api(None, "2024-09-04").post(PATH, json={"eventTypeId": "1", "slotDuration": "60"})

        assert constraints(response) == {
            "eventTypeId": {"isInt": "eventTypeId must be an integer number"},
            "slotStart": {"isIso8601": "slotStart must be a valid ISO 8601 date string"},
            "slotDuration": {"isInt": "slotDuration must be an integer number"},
        }

    def test_a_duration_for_one_length(self, load, send):
        assert refusal(send(load(), slotDuration=30)) == (
            400,
            "BadRequestException",
            "You passed 'slotDuration' but this event type is not a variable length event type.",
        )

    def test_a_duration_that_is_not_one_of_the_lengths(self, load, send):
        assert refusal(send(load(VARIABLE), event_type="alice/any", slotDuration=20)) == (
            400,
            "BadRequestException",
            "Provided 'slotDuration' is not one of the possible lengths for the event type. The possible lengths for this "
            "variable length event type are: 15, 30, 45, 60, 180",
        )

    @pytest.mark.parametrize("status", ["accepted", "pending", "awaiting_host"])
    def test_an_overlapping_booking(self, load, send, status):
        ask = load(bookings=[booking("2050-09-05T10:30:00Z", status=status)])

        assert refusal(send(ask)) == unprocessable("Can't reserve a slot if the event is already booked.")

    @pytest.mark.parametrize("status", ["cancelled", "rejected"])
    def test_bookings_that_are_off_do_not_count(self, load, send, status):
        assert send(load(bookings=[booking("2050-09-05T10:30:00Z", status=status)])).status_code == 201

    def test_nor_those_that_touch_or_are_of_another_event_type(self, load, send):
        other = {**INTRO, "slug": "other"}
        ask = load(INTRO, other, bookings=[
            booking("2050-09-05T09:00:00Z"), booking("2050-09-05T11:00:00Z"),
            booking("2050-09-05T10:00:00Z", eventType="alice/other")])  # fmt: skip

        assert send(ask).status_code == 201

    def test_a_seated_booking_without_a_seat_left_is_named_by_the_event_type_s_id(self, load, send):
        seats = {"seatsPerTimeSlot": 1, "showAttendeeInfo": True, "showAvailabilityCount": True}
        ask = load({**SEATED, "seats": seats}, bookings=[booking("2050-09-05T10:00:00Z", eventType="alice/class")])

        response = send(ask, event_type="alice/class")

        assert refusal(response) == unprocessable(
            f"Booking with id={ask.ids['alice/class']} at 2050-09-05T10:00:00.000Z has no more seats left."
        )

    def test_one_full_booking_in_the_way_is_enough(self, load, send):
        seats = {"seatsPerTimeSlot": 2, "showAttendeeInfo": True, "showAvailabilityCount": True}
        second = {"attendee": {"name": "Second", "email": "second@example.com", "timeZone": "Europe/Rome"}}
        ask = load({**SEATED, "seats": seats}, bookings=[
            booking("2050-09-05T10:00:00Z", eventType="alice/class"),
            booking("2050-09-05T11:00:00Z", eventType="alice/class", seats=[second])])  # fmt: skip

        assert send(ask, "2050-09-05T10:30:00Z", event_type="alice/class").status_code == 422
        assert send(ask, "2050-09-05T10:00:00Z", event_type="alice/class").status_code == 201

    def test_co_hosts_take_no_seat(self, load, send):
        seats = {"seatsPerTimeSlot": 2, "showAttendeeInfo": True, "showAvailabilityCount": True}
        event_type = {**SEATED, "seats": seats, "schedulingType": "collective",
                      "hosts": [{"user": "alice"}, {"user": "bob"}]}  # fmt: skip
        ask = load(
            users=[{"username": "bob"}],
            teams=[{"slug": "sales", "members": ["alice", "bob"], "eventTypes": [event_type]}],
            bookings=[booking("2050-09-05T10:00:00Z", eventType="sales/class", host="alice", coHosts=["bob"])],
        )

        assert send(ask, event_type="sales/class").status_code == 201

    @pytest.mark.parametrize(
        ("start", "status"),
        [
            ("2050-09-05T10:00:00Z", 422),  # the same
            ("2050-09-05T10:15:00Z", 422),
            ("2050-09-05T09:45:00Z", 422),
            ("2050-09-05T10:10:00Z", 422),
            ("2050-09-05T09:00:00Z", 201),  # touching
            ("2050-09-05T11:00:00Z", 201),
        ],
    )
    def test_an_overlapping_reservation(self, load, send, start, status):
        ask = load()
        send(ask)

        response = send(ask, start)

        assert response.status_code == status
        if status == 422:
            assert refusal(response) == unprocessable(TAKEN)

    def test_a_longer_and_a_shorter_one_overlap_too(self, load, send):
        ask = load(VARIABLE)
        assert send(ask, event_type="alice/any", slotDuration=60).status_code == 201

        around = send(ask, "2050-09-05T09:45:00Z", event_type="alice/any", slotDuration=180)
        within = send(ask, "2050-09-05T10:30:00Z", event_type="alice/any")

        assert refusal(around) == refusal(within) == unprocessable(TAKEN)

    def test_a_seated_time_is_reserved_once_too(self, load, send):
        ask = load(SEATED)
        send(ask, event_type="alice/class")

        assert refusal(send(ask, event_type="alice/class")) == unprocessable(TAKEN)

    def test_a_team_event_type_without_hosts(self, load, send):
        event_type = {"title": "Demo", "slug": "demo", "lengthInMinutes": 60, "schedulingType": "collective"}
        ask = load(teams=[{"slug": "sales", "members": ["alice"], "eventTypes": [event_type]}])

        assert refusal(send(ask, event_type="sales/demo")) == (
            400, "BadRequestException", "Cannot reserve a slot for a team event without any hosts")  # fmt: skip

    @pytest.mark.parametrize(
        "start", ["2050-09-05T09:01:00.000Z", "2050-09-05T03:00:00.000Z", "2040-01-01T00:00:00.000Z"]
    )
    def test_hours_alignment_and_the_past_are_not_looked_at(self, load, send, start):
        assert send(load(), start).json()["data"]["slotStart"] == start

    def test_it_is_held_for_five_minutes(self, load, send):
        ask = load()

        data = send(ask, "2050-09-05T12:00:00+02:00").json()["data"]

        assert list(data) == ["reservationUid", "eventTypeId", "slotStart", "slotEnd", "slotDuration",
                              "reservationDuration", "reservationUntil"]  # fmt: skip
        assert data == data | {
            "eventTypeId": ask.ids["alice/intro"],
            "slotStart": "2050-09-05T10:00:00.000Z",
            "slotEnd": "2050-09-05T11:00:00.000Z",
            "slotDuration": 60,
            "reservationDuration": 5,
            "reservationUntil": "2049-09-05T12:05:00.000Z",
        }
        assert ask.monday() == full_hours("07", "08", "09", "11", "12", "13", "14")

    def test_the_owner_may_choose_for_how_long(self, load, send):
        data = send(load(), key="cal_alice", reservationDuration=10).json()["data"]

        assert (data["reservationDuration"], data["reservationUntil"]) == (10, "2049-09-05T12:10:00.000Z")

    def test_one_of_several_lengths(self, load, send):
        ask = load(VARIABLE)

        data = send(ask, event_type="alice/any", slotDuration=60).json()["data"]

        assert (data["slotEnd"], data["slotDuration"]) == ("2050-09-05T11:00:00.000Z", 60)
        assert "10:00" not in ask.monday("alice/any", duration=60)
        assert len(ask.monday("alice/any", duration=60)) == 7

    def test_it_hides_the_host_s_other_event_types_too(self, load, send):
        ask = load(INTRO, {**INTRO, "slug": "other"})
        send(ask)

        assert ask.monday("alice/other") == full_hours("07", "08", "09", "11", "12", "13", "14")

    def test_a_reserved_seat_is_a_seat_taken(self, load, send):
        ask = load(SEATED)
        send(ask, event_type="alice/class")

        slot = next(one for one in ask("alice/class").json()["data"][MONDAY] if one["start"][11:13] == "10")

        assert slot | {"bookingUid": "…"} == {"start": "2050-09-05T10:00:00.000Z", "seatsBooked": 1,
                                              "seatsRemaining": 4, "seatsTotal": 5, "bookingUid": "…"}  # fmt: skip
        assert slot["bookingUid"]

    def test_it_does_not_keep_others_from_booking(self, load, send, mockcal):
        ask = load()
        send(ask)

        response = mockcal.api(None, "2024-08-13").post("/v2/bookings", json={
            "eventTypeId": ask.ids["alice/intro"], "start": "2050-09-05T10:00:00Z",
            "attendee": {"name": "Guest", "email": "guest@example.com", "timeZone": "Europe/Rome"}})  # fmt: skip

        assert response.status_code == 201


class TestExpiry:
    def test_an_advancing_clock_tells_it(self, load, send, mockcal):
        ask = load()
        uid = send(ask).json()["data"]["reservationUid"]

        happened = mockcal.advance("PT10M")

        assert happened == [
            {"at": "2049-09-05T12:05:00.000Z", "what": "RESERVATION_EXPIRED", "subject": f"reservation:{uid}"}
        ]

    def test_it_is_over_and_swept_at_the_very_moment(self, load, send, mockcal):
        ask = load()
        uid = send(ask).json()["data"]["reservationUid"]
        mockcal.advance("PT5M")

        assert ask.monday() == full_hours(*HOURS)
        assert mockcal.api(None, "2024-09-04").get(f"{PATH}/{uid}").json()["data"] is None

    def test_no_minutes_are_none(self, load, send):
        ask = load()

        made = send(ask, key="cal_alice", reservationDuration=0).json()["data"]

        assert (made["reservationDuration"], made["reservationUntil"]) == (0, "2049-09-05T12:00:00.000Z")
        assert ask.monday() == full_hours(*HOURS)

    def test_it_is_readable_until_its_event_type_is_asked_for_slots(self, load, send, mockcal):
        ask = load()
        uid = send(ask).json()["data"]["reservationUid"]
        mockcal.advance("PT10M")
        client = mockcal.api(None, "2024-09-04")

        assert client.get(f"{PATH}/{uid}").json()["data"]["reservationUid"] == uid
        assert send(ask).status_code == 201
        assert ask.monday() == full_hours("07", "08", "09", "11", "12", "13", "14")
        assert client.get(f"{PATH}/{uid}").json()["data"] is None

    def test_a_patch_revives_it(self, load, send, mockcal):
        ask = load()
        uid = send(ask).json()["data"]["reservationUid"]
        mockcal.advance("PT10M")

        revived = send(ask, uid=uid).json()["data"]

        assert revived["reservationUntil"] == "2049-09-05T12:15:00.000Z"
        assert "10:00" not in ask.monday()

    def test_it_is_told_once_when_it_was_moved(self, load, send, mockcal):
        ask = load()
        uid = send(ask).json()["data"]["reservationUid"]
        mockcal.advance("PT1M")
        send(ask, "2050-09-05T13:00:00Z", uid=uid)

        assert [one["at"] for one in mockcal.advance("PT10M")] == ["2049-09-05T12:06:00.000Z"]

    def test_it_is_told_once_when_it_ends_as_it_did_at_first(self, load, send, mockcal):
        ask = load()
        uid = send(ask).json()["data"]["reservationUid"]
        send(ask, "2050-09-05T13:00:00Z", uid=uid, reservationDuration=30)
        send(ask, "2050-09-05T10:00:00Z", uid=uid)

        assert [one["at"] for one in mockcal.advance("PT1H")] == ["2049-09-05T12:05:00.000Z"]


class TestGet:
    def test_it_does_not_tell_for_how_long_it_is_held(self, load, send, mockcal):
        made = send(load()).json()["data"]

        response = mockcal.api(None, "2024-09-04").get(f"{PATH}/{made['reservationUid']}")

        del made["reservationDuration"]
        assert response.json() == {"status": "success", "data": made}

    def test_an_unknown_one_is_null(self, mockcal):
        response = mockcal.api(None, "2024-09-04").get(f"{PATH}/unknown")

        assert (response.status_code, response.json()) == (200, {"status": "success", "data": None})


class TestUpdate:
    def test_an_unknown_one(self, load, send):
        assert refusal(send(load(), uid="unknown")) == (404, "NotFoundException", "Slot with uid=unknown not found")

    def test_what_is_wrong_with_the_slot(self, load, send):
        ask = load(bookings=[booking("2050-09-05T13:00:00Z")])
        uid = send(ask).json()["data"]["reservationUid"]

        assert refusal(send(ask, uid=uid, event_type="nothing"))[2] == "Event Type with ID=999 not found"
        assert refusal(send(ask, "2050-09-05 13:00", uid=uid))[2] == "Invalid start date"
        assert refusal(send(ask, uid=uid, slotDuration=15))[2].startswith("You passed 'slotDuration'")
        assert refusal(send(ask, "2050-09-05T13:00:00Z", uid=uid))[2].startswith("Can't reserve")

    @pytest.mark.parametrize("start", ["2050-09-05T10:00:00Z", "2050-09-05T10:30:00Z"])
    def test_its_own_time_is_reserved_to_it_too(self, load, send, start):
        ask = load()
        uid = send(ask).json()["data"]["reservationUid"]

        assert refusal(send(ask, start, uid=uid)) == unprocessable(TAKEN)

    def test_it_moves_and_its_time_begins_anew(self, load, send, mockcal):
        ask = load()
        uid = send(ask).json()["data"]["reservationUid"]
        mockcal.set_clock("2049-09-05T14:00:00Z")

        moved = send(ask, "2050-09-05T13:00:00.000Z", uid=uid).json()["data"]

        assert moved == {
            "reservationUid": uid,
            "eventTypeId": ask.ids["alice/intro"],
            "slotStart": "2050-09-05T13:00:00.000Z",
            "slotEnd": "2050-09-05T14:00:00.000Z",
            "slotDuration": 60,
            "reservationDuration": 5,
            "reservationUntil": "2049-09-05T14:05:00.000Z",
        }
        assert ask.monday() == full_hours("07", "08", "09", "10", "11", "12", "14")

    def test_anybody_may_say_for_how_long(self, load, send):
        ask = load()
        uid = send(ask).json()["data"]["reservationUid"]

        moved = send(ask, "2050-09-05T13:00:00Z", uid=uid, reservationDuration=30).json()["data"]

        assert (moved["reservationDuration"], moved["reservationUntil"]) == (30, "2049-09-05T12:30:00.000Z")


class TestDelete:
    def test_it_is_gone(self, load, send, mockcal):
        ask = load()
        uid = send(ask).json()["data"]["reservationUid"]

        response = mockcal.api(None, "2024-09-04").delete(f"{PATH}/{uid}")

        assert response.json() == {"status": "success"}
        assert ask.monday() == full_hours(*HOURS)
        assert mockcal.advance("PT1H") == []

    def test_an_unknown_one_is_gone_already(self, mockcal):
        response = mockcal.api(None, "2024-09-04").delete(f"{PATH}/unknown")

        assert (response.status_code, response.json()) == (200, {"status": "success"})
