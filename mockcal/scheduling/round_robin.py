"""Which of the free hosts takes a round-robin booking."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

MEDIUM = 2
FULL_WEIGHT = 100


@dataclass(frozen=True, slots=True)
class Candidate:
    """`priority` 0…4; `booked` counts bookings of the interval in which weights are evened out; `last_booked` is when the
    latest booking was made.
    """

    user_id: int
    priority: int | None = None
    weight: int | None = None
    booked: int = 0
    last_booked: datetime | None = None

    @property
    def share(self) -> int:
        return FULL_WEIGHT if self.weight is None else self.weight

    @property
    def rank(self) -> int:
        return MEDIUM if self.priority is None else self.priority


def choose(free: Sequence[Candidate], *, group: Sequence[Candidate] | None = None) -> Candidate:
    """One of `free`, in host order: by weight (where a whole `group` to weigh them in is given), then the highest
    priority, then whoever was booked longest ago.
    """
    left = list(free)
    if group is not None and len(left) > 1:
        left = _most_behind(left, group)
    highest = max(one.rank for one in left)
    left = [one for one in left if one.rank == highest]
    return min(left, key=_last_booked)


def shortfall(one: Candidate, group: Sequence[Candidate]) -> float:
    """How many bookings `one` lacks to his share of all those of the group."""
    weights = sum(other.share for other in group)
    target = sum(other.booked for other in group) * one.share / weights if weights else 0
    return target - one.booked


def _most_behind(free: list[Candidate], group: Sequence[Candidate]) -> list[Candidate]:
    most = max(shortfall(one, group) for one in free)
    behind = [one for one in free if shortfall(one, group) == most]
    heaviest = max(one.share for one in behind)
    return [one for one in behind if one.share == heaviest]


def _last_booked(one: Candidate) -> tuple[bool, float]:
    """Whoever never was comes first."""
    return one.last_booked is not None, one.last_booked.timestamp() if one.last_booked else 0
