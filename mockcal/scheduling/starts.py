"""At what times slots begin: on round minutes, one step apart, wherever a whole slot fits."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from mockcal.scheduling.intervals import Interval

GRIDS = (60, 30, 20, 15, 10, 5)
MINUTE = timedelta(minutes=1)
# A slot may end a second late: an end that is given as 23:59:59 means midnight.
LENIENCE = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Cadence:
    """Minutes. `step` is the interval when one is set, else the length; with `optimized` a late start is rounded up only
    as far as costs no slot.
    """

    length: int
    step: int
    offset: int = 0
    optimized: bool = False

    @property
    def grid(self) -> int:
        """What starts are rounded up to: the coarsest round number of minutes that the step is a multiple of."""
        return next((minutes for minutes in GRIDS if self.step % minutes == 0), 1)


def generate(ranges: Sequence[Interval], cadence: Cadence, *, earliest: datetime, view: tzinfo) -> list[datetime]:
    """The starts in `ranges` (sorted; they may overlap), ascending. Minutes are round in `view`.

    Each range begins a cadence of its own, unless that of an earlier one is still under way when it begins.
    """
    starts: list[datetime] = []
    length, step = cadence.length * MINUTE, max(cadence.step + cadence.offset, 1) * MINUTE
    for one in ranges:
        start = _aligned(max(one.start, earliest), one.end, cadence, view) + cadence.offset * MINUTE
        start = _continued(starts, start, one.start, step)
        last = one.end - length + LENIENCE
        while start <= last:
            _insert(starts, start)
            start += step
    return starts


def _aligned(start: datetime, end: datetime, cadence: Cadence, view: tzinfo) -> datetime:
    start, grid = start.replace(second=0, microsecond=0), cadence.grid
    minute = start.astimezone(view).minute
    if minute % grid == 0:
        return start
    return start + _wait(minute, grid, end - start, optimized=cadence.optimized) * MINUTE


def _wait(minute: int, grid: int, left: timedelta, *, optimized: bool) -> int:
    """Minutes from a `minute` of the hour to the round one that the first slot begins at."""
    if not optimized:
        return grid - minute % grid
    spare = left // MINUTE % grid
    for rounding in (grid, 15, 5):
        wait = rounding - minute % rounding
        if spare >= wait:
            return wait
    return 0


def _continued(starts: list[datetime], start: datetime, begin: datetime, step: timedelta) -> datetime:
    """`start`, or where the cadence of an earlier range, still under way then, would go on."""
    before = bisect_left(starts, start) - 1
    if before < 0 or starts[before] + step <= start:
        return start
    return starts[before] if starts[before] >= begin else starts[before] + step


def _insert(starts: list[datetime], start: datetime) -> None:
    if not starts or start > starts[-1]:
        starts.append(start)
        return
    place = bisect_left(starts, start)
    if starts[place] != start:
        starts.insert(place, start)
