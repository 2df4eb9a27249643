"""Spans of time: half-open, between aware instants."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any, NamedTuple

_start = itemgetter(0)


class Interval(NamedTuple):
    """[`start`, `end`); empty unless `start` < `end`."""

    start: datetime
    end: datetime


Span = tuple[datetime, datetime, *tuple[Any, ...]]
"""What begins with a start and an end: an `Interval`, or something more."""


def union(spans: Iterable[Span]) -> list[Interval]:
    """The same time sorted and disjoint: what touches or overlaps becomes one, what is empty is gone."""
    merged: list[Interval] = []
    for start, end, *_ in sorted(spans, key=_start):
        if end <= start:
            continue
        if merged and start <= merged[-1].end:
            if end > merged[-1].end:
                merged[-1] = Interval(merged[-1].start, end)
        else:
            merged.append(Interval(start, end))
    return merged


def subtract(free: Sequence[Interval], busy: Sequence[Interval]) -> list[Interval]:
    """The parts of `free` outside `busy`; both sorted and disjoint, as `union` leaves them."""
    left: list[Interval] = []
    at = 0
    for start, end in free:
        while at < len(busy) and busy[at].end <= start:
            at += 1
        taken = at
        while taken < len(busy) and busy[taken].start < end:
            if start < busy[taken].start:
                left.append(Interval(start, busy[taken].start))
            start = busy[taken].end
            taken += 1
        if start < end:
            left.append(Interval(start, end))
    return left


def intersect(left: Sequence[Interval], right: Sequence[Interval]) -> list[Interval]:
    """What every pair has in common, without what lies inside another; both as `without_contained` leaves them."""
    common: list[Interval] = []
    at = 0
    for start, end in left:
        while at < len(right) and right[at].end <= start:
            at += 1
        other = at
        while other < len(right) and right[other].start < end:
            common.append(Interval(max(start, right[other].start), min(end, right[other].end)))
            other += 1
    return without_contained(common)


def without_contained(intervals: Iterable[Interval]) -> list[Interval]:
    """Sorted, and none inside another; overlapping and touching ones stay apart."""
    kept: list[Interval] = []
    for one in sorted(intervals):
        if one.start >= one.end or (kept and one.end <= kept[-1].end):
            continue
        if kept and one.start == kept[-1].start:
            kept[-1] = one
        else:
            kept.append(one)
    return kept


def clip(intervals: Iterable[Interval], span: Interval) -> list[Interval]:
    """The parts inside `span`."""
    cut = (Interval(max(start, span.start), min(end, span.end)) for start, end in intervals)
    return [one for one in cut if one.start < one.end]


def covers(intervals: Sequence[Interval], span: Interval) -> bool:
    """One of `intervals` (sorted, disjoint) holds the whole of `span`."""
    at = bisect_right(intervals, span.start, key=_start)
    return at > 0 and span.end <= intervals[at - 1].end


def overlap(one: Span, other: Span) -> bool:
    """They share more than a border."""
    return one[0] < other[1] and other[0] < one[1]
