"""Spans of time, held against sets of minutes."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from mockcal.scheduling.intervals import Interval, clip, covers, intersect, subtract, union, without_contained

BEGIN = datetime(2050, 9, 5, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

minutes = st.integers(0, 180)  # three hours: small enough to collide often
spans = st.builds(lambda one, other: span(min(one, other), max(one, other)), minutes, minutes)
calendars = st.lists(spans, max_size=8)


def span(first: int, last: int) -> Interval:
    return Interval(BEGIN + first * MINUTE, BEGIN + last * MINUTE)


def every_minute(intervals) -> set[datetime]:
    return {start + number * MINUTE for start, end in intervals for number in range((end - start) // MINUTE)}


@given(calendars)
def test_union_keeps_every_minute_sorted_and_apart(calendar):
    merged = union(calendar)

    assert every_minute(merged) == every_minute(calendar)
    assert all(one.end < other.start for one, other in pairwise(merged))
    assert union(merged) == merged


@given(calendars.map(union), calendars.map(union))
def test_subtract_keeps_exactly_the_free_minutes(free, busy):
    left = subtract(free, busy)

    assert every_minute(left) == every_minute(free) - every_minute(busy)
    assert left == union(left)


@given(calendars.map(without_contained), calendars.map(without_contained))
def test_intersect_keeps_exactly_the_minutes_in_both(left, right):
    common = intersect(left, right)

    assert every_minute(common) == every_minute(left) & every_minute(right)
    assert common == without_contained(common)


@given(calendars)
def test_without_contained_loses_no_minute_and_joins_nothing(calendar):
    kept = without_contained(calendar)

    assert every_minute(kept) == every_minute(calendar)
    assert set(kept) <= set(calendar)
    assert not any(one != other and one.start >= other.start and one.end <= other.end for one in kept for other in kept)


@given(calendars, spans)
def test_clip_keeps_the_minutes_inside(calendar, frame):
    assert every_minute(clip(calendar, frame)) == every_minute(calendar) & every_minute([frame])


@given(calendars.map(union), spans)
def test_covers_means_that_no_minute_is_missing(calendar, asked):
    missing = every_minute([asked]) - every_minute(calendar)

    assert covers(calendar, asked) == (not missing) or asked.start == asked.end
