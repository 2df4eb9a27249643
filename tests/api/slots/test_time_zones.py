"""Clocks that change and zones off the full hour, on the scenarios `clock-changes` and `far-zones`."""

import pytest


@pytest.fixture
def slots(mockcal):
    """Local starts by local day, `hh:mm`, of somebody's hour."""

    def ask(owner: str, start: str, end: str, zone: str | None = None, slug: str = "hour"):
        named = {"teamSlug": owner} if slug != "hour" else {"username": owner}
        query = {**named, "eventTypeSlug": slug, "start": start, "end": end}
        response = mockcal.api(None, "2024-09-04").get("/v2/slots", params=query | ({"timeZone": zone} if zone else {}))
        assert response.status_code == 200, response.text
        return {
            day: " ".join(slot["start"][11:16] for slot in of_day) for day, of_day in response.json()["data"].items()
        }

    return ask


NIGHT_AND_MORNING = "00:00 01:00 02:00 03:00 09:00 10:00"


@pytest.mark.mockcal(fixtures=["clock-changes"])
class TestClockChanges:
    def test_new_york_skips_two_o_clock(self, slots):
        assert slots("nora", "2026-03-07T05:00:00Z", "2026-03-10T03:59:59Z", "America/New_York") == {
            "2026-03-07": NIGHT_AND_MORNING,
            "2026-03-08": "00:00 01:00 03:00 09:00 10:00",
            "2026-03-09": NIGHT_AND_MORNING,
        }

    def test_new_york_has_one_o_clock_twice(self, slots):
        assert slots("nora", "2026-10-31T04:00:00Z", "2026-11-03T04:59:59Z", "America/New_York") == {
            "2026-10-31": NIGHT_AND_MORNING,
            "2026-11-01": "00:00 01:00 01:00 02:00 03:00 09:00 10:00",
            "2026-11-02": NIGHT_AND_MORNING,
        }

    def test_the_morning_moves_by_an_hour_in_utc(self, slots):
        assert slots("nora", "2026-03-07T10:00:00Z", "2026-03-08T16:00:00Z") == {
            "2026-03-07": "14:00 15:00",
            "2026-03-08": "05:00 06:00 07:00 13:00 14:00",
        }

    def test_rome_skips_two_o_clock(self, slots):
        assert slots("rita", "2026-03-28T23:00:00Z", "2026-03-29T21:59:59Z", "Europe/Rome") == {
            "2026-03-29": "00:00 01:00 03:00 09:00 10:00"
        }

    def test_rome_has_two_o_clock_twice(self, slots):
        assert slots("rita", "2026-10-24T22:00:00Z", "2026-10-25T22:59:59Z", "Europe/Rome") == {
            "2026-10-25": "00:00 01:00 02:00 02:00 03:00 09:00 10:00"
        }

    def test_sydney_goes_back_in_april(self, slots):
        assert slots("syd", "2026-04-04T13:00:00Z", "2026-04-05T13:59:59Z", "Australia/Sydney") == {
            "2026-04-05": "00:00 01:00 02:00 02:00 03:00 09:00 10:00"
        }

    def test_sydney_goes_forward_in_october(self, slots):
        assert slots("syd", "2026-10-03T14:00:00Z", "2026-10-04T12:59:59Z", "Australia/Sydney") == {
            "2026-10-04": "00:00 01:00 03:00 09:00 10:00"
        }

    def test_lord_howe_changes_by_half_an_hour(self, slots):
        assert slots("howie", "2026-04-04T13:00:00Z", "2026-04-05T13:29:59Z", "Australia/Lord_Howe") == {
            "2026-04-05": "00:00 01:00 01:30 02:30 09:00 10:00"
        }
        assert slots("howie", "2026-10-03T13:30:00Z", "2026-10-04T12:59:59Z", "Australia/Lord_Howe") == {
            "2026-10-04": "00:00 01:00 02:30 09:00 10:00"
        }

    def test_havana_skips_midnight(self, slots):
        assert slots("hana", "2026-03-08T05:00:00Z", "2026-03-09T03:59:59Z", "America/Havana") == {
            "2026-03-08": "01:00 02:00 03:00 09:00 10:00"
        }

    def test_havana_has_midnight_twice(self, slots):
        assert slots("hana", "2026-11-01T04:00:00Z", "2026-11-02T04:59:59Z", "America/Havana") == {
            "2026-11-01": "00:00 00:00 01:00 02:00 03:00 09:00 10:00"
        }


@pytest.mark.mockcal(fixtures=["far-zones"])
class TestFarZones:
    MONDAY = ("2026-01-05", "2026-01-05")

    def test_three_quarters_off(self, slots):
        assert slots("kiran", *self.MONDAY, "Asia/Kathmandu")["2026-01-05"].startswith("09:00 10:00")
        assert slots("kiran", *self.MONDAY) == {"2026-01-05": "04:00 05:00 06:00 07:00 08:00 09:00 10:00"}

    def test_half_an_hour_off_behind_greenwich(self, slots):
        local = slots("john", "2026-01-05T03:30:00Z", "2026-01-06T03:29:59Z", "America/St_Johns")

        assert local == {"2026-01-05": "09:00 10:00 11:00 12:00 13:00 14:00 15:00 16:00"}
        assert slots("john", *self.MONDAY) == {"2026-01-05": "13:00 14:00 15:00 16:00 17:00 18:00 19:00"}

    def test_monday_there_is_sunday_here(self, slots):
        assert slots("kiri", "2026-01-04", "2026-01-04", "Pacific/Pago_Pago") == {
            "2026-01-04": "08:00 09:00 10:00 11:00 12:00"
        }

    def test_and_friday_there_is_saturday_here(self, slots):
        assert slots("paul", "2026-01-09T20:00:00Z", "2026-01-10T03:59:59Z", "Pacific/Kiritimati") == {
            "2026-01-10": "10:00 11:00 12:00 13:00 14:00 15:00 16:00 17:00"
        }

    def test_hosts_meet_where_their_days_overlap(self, slots):
        assert slots("globe", *self.MONDAY, slug="all") == {"2026-01-05": "00:00 01:00 02:00"}
        assert slots("globe", *self.MONDAY, "Asia/Tokyo", slug="all") == {"2026-01-05": "09:00 10:00 11:00"}


@pytest.mark.mockcal(fixtures=["far-zones"])
def test_a_booking_over_the_date_line_takes_the_slot_it_was_made_for(mockcal):
    slot = mockcal.api(None, "2024-09-04").get(
        "/v2/slots",
        params={"username": "kiri", "eventTypeSlug": "hour", "start": "2026-01-04", "end": "2026-01-05",
                "timeZone": "Pacific/Pago_Pago"},
    ).json()["data"]["2026-01-04"][0]["start"]  # fmt: skip

    made = mockcal.api(None, "2024-08-13").post("/v2/bookings", json={
        "username": "kiri", "eventTypeSlug": "hour", "start": slot,
        "attendee": {"name": "Paul", "email": "paul@example.com", "timeZone": "Pacific/Pago_Pago"}})  # fmt: skip

    assert slot == "2026-01-04T08:00:00.000-11:00"
    assert made.json()["data"]["start"] == "2026-01-04T19:00:00.000Z"
