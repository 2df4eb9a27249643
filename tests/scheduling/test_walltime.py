"""What a clock shows and what it means: skipped and repeated hours of both hemispheres."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockcal.scheduling.walltime import (
    Fold,
    Gap,
    Unambiguous,
    days_between,
    instant_of,
    midnight_after,
    midnight_before,
    readings,
    sunday_first,
)

ZONES = ["UTC", "Europe/Rome", "America/New_York", "Australia/Lord_Howe", "America/Havana", "Asia/Kathmandu"]


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def wall(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("zone", "shown", "meant"),
    [
        # ordinary days
        ("Europe/Rome", "2026-01-05T09:00", Unambiguous(utc("2026-01-05T08:00"))),
        ("Asia/Kathmandu", "2026-01-05T09:00", Unambiguous(utc("2026-01-05T03:15"))),
        # forward: north in March, south in October
        ("America/New_York", "2026-03-08T02:30", Gap(utc("2026-03-08T07:30"), utc("2026-03-08T06:30"))),
        ("Australia/Sydney", "2026-10-04T02:30", Gap(utc("2026-10-03T16:30"), utc("2026-10-03T15:30"))),
        # by half an hour
        ("Australia/Lord_Howe", "2026-10-04T02:15", Gap(utc("2026-10-03T15:45"), utc("2026-10-03T15:15"))),
        # at midnight
        ("America/Havana", "2026-03-08T00:00", Gap(utc("2026-03-08T05:00"), utc("2026-03-08T04:00"))),
        # back
        ("America/New_York", "2026-11-01T01:30", Fold(utc("2026-11-01T05:30"), utc("2026-11-01T06:30"))),
        ("Australia/Sydney", "2026-04-05T02:30", Fold(utc("2026-04-04T15:30"), utc("2026-04-04T16:30"))),
    ],
)
def test_readings(zone, shown, meant):
    assert readings(wall(shown), ZoneInfo(zone)) == meant


def test_a_skipped_time_moves_on_by_what_was_skipped():
    assert instant_of(wall("2026-03-08T02:30"), ZoneInfo("America/New_York")) == utc("2026-03-08T07:30")  # 03:30 there


def test_a_repeated_time_is_its_first():
    assert instant_of(wall("2026-11-01T01:30"), ZoneInfo("America/New_York")) == utc("2026-11-01T05:30")


def test_a_day_whose_midnight_is_skipped_begins_when_the_clock_jumps():
    havana = ZoneInfo("America/Havana")

    assert (
        midnight_before(date(2026, 3, 8), havana) == midnight_after(date(2026, 3, 7), havana) == utc("2026-03-08T05:00")
    )


@given(st.datetimes(datetime(2000, 1, 1), datetime(2037, 12, 31)), st.sampled_from(ZONES))
def test_a_time_that_a_clock_shows_comes_back(shown, zone):
    instant = instant_of(shown, ZoneInfo(zone))
    again = instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)

    match readings(shown, ZoneInfo(zone)):
        case Gap(with_old_offset, with_new_offset):
            assert again - shown == with_old_offset - with_new_offset > timedelta(0)
        case _:
            assert again == shown


def test_days_between_has_both_ends():
    assert days_between(date(2026, 2, 27), date(2026, 3, 1)) == [date(2026, 2, 27), date(2026, 2, 28), date(2026, 3, 1)]
    assert days_between(date(2026, 3, 1), date(2026, 2, 28)) == []


def test_sunday_is_the_first_day():
    assert [sunday_first(date(2026, 1, day)) for day in range(4, 11)] == [0, 1, 2, 3, 4, 5, 6]
