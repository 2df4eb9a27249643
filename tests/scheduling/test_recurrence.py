"""The dates of a recurring event."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from mockcal.scheduling.recurrence import occurrences


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "frequency", "interval", "dates"),
    [
        pytest.param("Europe/Rome", 2, 1, ["2030-02-04T13:00", "2030-02-11T13:00", "2030-02-18T13:00"], id="weekly"),
        pytest.param("Europe/Rome", 2, 1, ["2030-03-25T13:00", "2030-04-01T12:00"], id="the clock's hour stays"),
        pytest.param("UTC", 2, 2, ["2030-02-04T13:00", "2030-02-18T13:00"], id="every other week"),
        pytest.param(
            "UTC",
            1,
            1,
            ["2030-01-31T10:00", "2030-02-28T10:00", "2030-03-28T10:00", "2030-04-28T10:00"],
            id="monthly from the 31st drifts to the 28th",
        ),
        pytest.param("UTC", 1, 3, ["2030-11-30T10:00", "2031-02-28T10:00"], id="quarterly over the new year"),
        pytest.param("UTC", 0, 1, ["2028-02-29T10:00", "2029-02-28T10:00", "2030-02-28T10:00"], id="yearly"),
        pytest.param("UTC", 3, 10, ["2030-01-25T10:00", "2030-02-04T10:00"], id="every ten days"),
        pytest.param(
            "Pacific/Auckland", 3, 1, ["2030-01-01T13:30", "2030-01-02T13:30"], id="it is another day over there"
        ),
    ],
)
def test_occurrences(zone, frequency, interval, dates):
    expected = [utc(text) for text in dates]

    found = occurrences(expected[0], frequency=frequency, interval=interval, count=len(expected), zone=ZoneInfo(zone))

    assert found == expected


def test_monthly_is_by_the_booker_s_calendar():
    start = utc("2030-01-30T12:00")  # already the 31st in Auckland

    found = occurrences(start, frequency=1, interval=1, count=2, zone=ZoneInfo("Pacific/Auckland"))

    assert found == [start, utc("2030-02-27T12:00")]


def test_a_skipped_hour_moves_the_rest_of_the_series():
    start = utc("2026-03-07T07:30")  # 02:30 in New York, the day before there is none

    found = occurrences(start, frequency=3, interval=1, count=3, zone=ZoneInfo("America/New_York"))

    assert found == [start, utc("2026-03-08T07:30"), utc("2026-03-09T07:30")]


@pytest.mark.parametrize(
    ("frequency", "interval"),
    [(0, 100_000), (1, -100_000), (2, 2**31 - 1)],
    ids=["yearly", "monthly backwards", "weekly"],
)
def test_no_calendar_has_the_date(frequency, interval):
    with pytest.raises(OverflowError):
        occurrences(utc("2030-01-01T10:00"), frequency=frequency, interval=interval, count=3, zone=UTC)
