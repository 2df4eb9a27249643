"""The time that several hosts have together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

from mockcal.scheduling.intervals import Interval, intersect, without_contained


@dataclass(frozen=True, slots=True)
class HostTime:
    """When a host is free. All `fixed` hosts must be there, and of the others one of each `group`."""

    fixed: bool
    free: list[Interval]
    group: str | None = None


def time_in_common(hosts: Sequence[HostTime]) -> list[Interval]:
    """Sorted; where different hosts of a group stand in for one another ranges may overlap or touch, none is in another.

    When the fixed hosts have no time in common the others' is shown all the same, as the real service does.
    """
    parts = [_either(group) for group in _groups(hosts)]
    if fixed := [host.free for host in hosts if host.fixed]:
        common = reduce(intersect, fixed)
        if common or not parts:
            parts.append(common)
    return reduce(intersect, parts) if parts else []


def _groups(hosts: Iterable[HostTime]) -> list[list[HostTime]]:
    groups: dict[str | None, list[HostTime]] = {}
    for host in hosts:
        if not host.fixed:
            groups.setdefault(host.group, []).append(host)
    return list(groups.values())


def _either(group: Sequence[HostTime]) -> list[Interval]:
    return without_contained(one for host in group for one in host.free)
