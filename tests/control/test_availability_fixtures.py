"""Schedules, out-of-office entries and reservations in fixture documents."""

import pytest

from mockcal.client import Options, Refused

INTRO = {"title": "Intro", "slug": "intro", "lengthInMinutes": 60}
ALICE = {"username": "alice", "timeZone": "Europe/Rome", "eventTypes": [INTRO]}


def copy_of(mockcal, mockcal_server):
    """The exported universe, loaded into an empty one."""
    return mockcal_server.sandbox(Options(fixtures=[mockcal.export()], now=mockcal.now))


class TestSchedules:
    def test_without_any_it_is_nine_to_five_in_the_user_s_zone(self, mockcal):
        made = mockcal.load({"users": [{"username": "alice", "timeZone": "Asia/Tokyo"}]})

        schedule = mockcal.api("cal_alice", "2024-06-11").get("/v2/schedules/default").json()["data"]

        assert made["users"]["alice"]["schedules"] == {"Working hours": schedule["id"]}
        assert schedule["timeZone"] == "Asia/Tokyo"
        assert schedule["availability"] == [
            {
                "days": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"],
                "startTime": "09:00",
                "endTime": "17:00",
            }
        ]

    def test_a_later_document_changes_just_what_it_gives(self, mockcal):
        mockcal.load({"users": [{"username": "alice", "schedules": [
            {"name": "Main", "timeZone": "Asia/Tokyo", "isDefault": True,
             "availability": [{"days": ["Monday"], "startTime": "08:00", "endTime": "10:00"}]}]}]})  # fmt: skip
        before = mockcal.api("cal_alice", "2024-06-11").get("/v2/schedules").json()["data"]

        mockcal.load({"users": [{"username": "alice", "schedules": [
            {"name": "Main", "overrides": [{"date": "2026-02-02", "startTime": "08:00", "endTime": "09:00"}]}]}]})  # fmt: skip

        after = mockcal.api("cal_alice", "2024-06-11").get("/v2/schedules").json()["data"]
        overrides = [{"date": "2026-02-02", "startTime": "08:00", "endTime": "09:00"}]
        assert after == [before[0] | {"overrides": overrides}]

    def test_a_list_replaces_the_list(self, mockcal):
        def named(*names):
            return {"users": [{"username": "alice", "schedules": [
                {"name": name, "timeZone": "UTC"} for name in names]}]}  # fmt: skip

        first = mockcal.load(named("Main", "Other"))["users"]["alice"]
        second = mockcal.load(named("Main"))["users"]["alice"]

        assert second["schedules"] == {"Main": first["schedules"]["Main"]}
        assert second["defaultScheduleId"] == first["schedules"]["Main"]

    def test_the_first_that_does_not_decline_is_the_default(self, mockcal):
        def default_of(*schedules):
            document = {
                "users": [{"username": "alice", "schedules": [{"timeZone": "UTC", **one} for one in schedules]}]
            }
            made = mockcal.load(document)["users"]["alice"]
            return {id_: name for name, id_ in made["schedules"].items()}.get(made["defaultScheduleId"])

        assert default_of({"name": "A", "isDefault": False}, {"name": "B", "isDefault": False}) is None
        assert default_of({"name": "A", "isDefault": False}, {"name": "B"}) == "B"
        assert default_of({"name": "C"}, {"name": "D", "isDefault": True}) == "D"

    def test_rows_survive_with_their_numbers(self, mockcal, mockcal_server):
        mockcal.load({"users": [{"username": "alice"}]})
        api = mockcal.api("cal_alice")
        made = api.post("/v2/schedules", json={"name": "Odd", "timeZone": "UTC", "isDefault": True, "availabilities": [
            {"days": [1, 2], "startTime": "2026-01-01T08:00:30.000Z", "endTime": "2026-01-01T09:30:00.000Z"}]}).json()["data"]  # fmt: skip
        mockcal.api("cal_alice", "2024-06-11").patch("/v2/schedules/1", json={
            "availability": [{"days": ["Friday"], "startTime": "10:00", "endTime": "11:00"}]})  # fmt: skip

        with copy_of(mockcal, mockcal_server) as other:
            again = other.api("cal_alice")

            assert again.get("/v2/schedules").json() == api.get("/v2/schedules").json()
            assert again.get(f"/v2/schedules/{made['id']}").json()["data"] == made

    def test_two_of_the_same_name(self, mockcal, mockcal_server):
        mockcal.load({"users": [{"username": "alice", "schedules": []}]})
        api = mockcal.api("cal_alice", "2024-06-11")
        for zone in ("Asia/Tokyo", "Europe/Rome"):
            api.post("/v2/schedules", json={"name": "Same", "timeZone": zone, "isDefault": zone == "Europe/Rome"})

        with copy_of(mockcal, mockcal_server) as other:
            assert other.api("cal_alice", "2024-06-11").get("/v2/schedules").json() == api.get("/v2/schedules").json()

    @pytest.mark.parametrize(
        ("schedule", "message"),
        [
            ({"name": "A", "isDefault": True, "lenght": 1}, "users[0].schedules[0].lenght: unknown field"),
            (
                {"name": "A", "availability": [{"days": ["Monday"], "startTime": "9", "endTime": "10:00"}]},
                "users[0].schedules[0].availability[0].startTime: startTime must be a valid time format HH:MM",
            ),
            (
                {"name": "A", "stored": {"availability": [{"days": [1]}]}},
                "users[0].schedules[0].stored.availability[0]: needs startTime and endTime",
            ),
            (
                {"name": "A", "stored": {"availability": [{"days": [7], "startTime": "09:00", "endTime": "17:00"}]}},
                "users[0].schedules[0].stored.availability[0].days: are numbers from 0, Sunday, to 6, Saturday",
            ),
        ],
    )
    def test_what_is_wrong_is_told_with_its_place(self, mockcal, schedule, message):
        with pytest.raises(Refused, match=message.replace("[", r"\[").replace("]", r"\]")):
            mockcal.load({"users": [{"username": "alice", "schedules": [schedule]}]})


class TestOutOfOffice:
    AWAY = {"start": "2026-02-02T10:00:00Z", "end": "2026-02-03", "reason": "sick", "notes": "Flu", "toUser": "bob"}
    DOCUMENT = {
        "users": [{"username": "alice", "id": 101, "outOfOffice": [AWAY]}, {"username": "bob", "id": 102}],
        "organizations": [{"slug": "acme", "id": 7, "members": [{"user": "alice", "role": "OWNER"}, "bob"]}],
    }

    def entries(self, mockcal):
        return mockcal.api("cal_alice").get("/v2/organizations/7/users/101/ooo").json()["data"]

    def test_whole_days_are_kept(self, mockcal):
        made = mockcal.load(self.DOCUMENT)

        entry = self.entries(mockcal)[0]

        assert made["users"]["alice"]["outOfOffice"] == [{"id": entry["id"]}]
        assert entry == entry | {
            "userId": 101,
            "toUserId": 102,
            "start": "2026-02-02T00:00:00.000Z",
            "end": "2026-02-03T23:59:59.999Z",
            "notes": "Flu",
            "reason": "sick",
        }

    def test_the_same_days_are_the_same_entry(self, mockcal):
        mockcal.load(self.DOCUMENT)
        before = self.entries(mockcal)

        mockcal.load({"users": [{"username": "alice", "outOfOffice": [{**self.AWAY, "notes": "Cold"}]}]})

        assert self.entries(mockcal) == [before[0] | {"notes": "Cold"}]

    def test_they_survive(self, mockcal, mockcal_server):
        mockcal.load(self.DOCUMENT)

        with copy_of(mockcal, mockcal_server) as other:
            assert self.entries(other) == self.entries(mockcal)

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            ({"reason": "bored"}, r"users\[0\].outOfOffice\[0\].reason: must be one of"),
            ({"toUser": "nobody"}, r"users\[0\].outOfOffice\[0\].toUser: no user is called nobody"),
            ({"end": "2026-01-01"}, r"users\[0\].outOfOffice\[0\]: start must be before end"),
        ],
    )
    def test_what_is_wrong_is_told_with_its_place(self, mockcal, change, message):
        with pytest.raises(Refused, match=message):
            mockcal.load({"users": [{"username": "alice", "outOfOffice": [self.AWAY | change]}, {"username": "bob"}]})


class TestReservations:
    HELD = {"eventType": "alice/intro", "start": "2026-02-02T09:00:00Z", "uid": "r_1"}

    def read(self, mockcal, uid="r_1"):
        return mockcal.api(None, "2024-09-04").get(f"/v2/slots/reservations/{uid}").json()["data"]

    def test_five_minutes_unless_it_says_until_when(self, mockcal):
        made = mockcal.load({"users": [ALICE], "reservations": [self.HELD]})

        assert made["reservations"] == [{"id": 1, "uid": "r_1"}]
        assert self.read(mockcal) == {
            "reservationUid": "r_1",
            "eventTypeId": made["eventTypes"]["alice/intro"]["id"],
            "slotStart": "2026-02-02T09:00:00.000Z",
            "slotEnd": "2026-02-02T10:00:00.000Z",
            "slotDuration": 60,
            "reservationUntil": "2026-01-05T08:05:00.000Z",
        }
        assert [one["what"] for one in mockcal.advance("PT1H")] == ["RESERVATION_EXPIRED"]

    def test_with_everything(self, mockcal, mockcal_server):
        mockcal.load({"users": [ALICE], "reservations": [
            {**self.HELD, "lengthInMinutes": 30, "until": "2026-01-06T00:00:00Z"}]})  # fmt: skip

        assert (self.read(mockcal)["slotDuration"], self.read(mockcal)["reservationUntil"]) == (
            30, "2026-01-06T00:00:00.000Z")  # fmt: skip
        with copy_of(mockcal, mockcal_server) as other:
            assert self.read(other) == self.read(mockcal)

    def test_the_same_uid_is_the_same_reservation(self, mockcal):
        mockcal.load({"users": [ALICE], "reservations": [self.HELD]})

        again = mockcal.load({"reservations": [{**self.HELD, "start": "2026-02-02T11:00:00Z"}]})

        assert again["reservations"] == [{"id": 1, "uid": "r_1"}]
        assert self.read(mockcal)["slotStart"] == "2026-02-02T11:00:00.000Z"

    def test_an_odd_end(self, mockcal, mockcal_server):
        mockcal.load({"users": [ALICE], "reservations": [{**self.HELD, "end": "2026-02-02T09:10:30.500Z"}]})

        assert self.read(mockcal)["slotEnd"] == "2026-02-02T09:10:30.500Z"
        with copy_of(mockcal, mockcal_server) as other:
            assert self.read(other) == self.read(mockcal)

    def test_a_browser_s_reservations_share_its_uid(self, mockcal, mockcal_server):
        mockcal.load({"users": [ALICE], "reservations": [self.HELD, {**self.HELD, "start": "2026-02-02T11:00:00Z"}]})

        mockcal.load(mockcal.export())

        with copy_of(mockcal, mockcal_server) as other:
            assert other.export()["reservations"] == mockcal.export()["reservations"]
            assert [one["start"] for one in other.export()["reservations"]] == [
                "2026-02-02T09:00:00.000Z", "2026-02-02T11:00:00.000Z"]  # fmt: skip

    def test_a_slot_of_a_team_whose_only_host_has_left(self, mockcal, mockcal_server):
        help_desk = {
            "title": "Help",
            "slug": "help",
            "lengthInMinutes": 30,
            "schedulingType": "collective",
            "hosts": [{"user": "alice"}],
        }
        olga = {"user": "olga", "role": "OWNER"}
        made = mockcal.load({
            "users": [ALICE, {"username": "olga"}],
            "teams": [{"slug": "support", "members": [olga, {"user": "alice"}], "eventTypes": [help_desk]}],
            "reservations": [{**self.HELD, "eventType": "support/help"}]})  # fmt: skip
        team = made["teams"]["support"]
        membership = f"/v2/teams/{team['id']}/memberships/{team['memberships']['alice']}"

        assert mockcal.api("cal_olga").delete(membership).status_code == 200

        with copy_of(mockcal, mockcal_server) as other:
            assert self.read(other) == self.read(mockcal)
            assert other.export() == mockcal.export()

    def test_a_seat_stays_one_when_its_event_type_has_none(self, mockcal, mockcal_server):
        mockcal.load({"users": [ALICE], "reservations": [{**self.HELD, "isSeat": True}]})
        asked = {"username": "alice", "eventTypeSlug": "intro", "start": "2026-02-02", "end": "2026-02-02"}

        def starts(one):
            slots = one.api(None, "2024-09-04").get("/v2/slots", params=asked).json()["data"]["2026-02-02"]
            return [slot["start"] for slot in slots]

        assert self.HELD["start"].replace("Z", ".000Z") in starts(mockcal)
        with copy_of(mockcal, mockcal_server) as other:
            assert starts(other) == starts(mockcal)

    def test_an_unknown_event_type(self, mockcal):
        with pytest.raises(Refused, match=r"reservations\[0\].eventType: no event type has the path alice/other"):
            mockcal.load({"users": [ALICE], "reservations": [{**self.HELD, "eventType": "alice/other"}]})
