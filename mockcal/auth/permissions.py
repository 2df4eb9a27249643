"""What a platform OAuth client may do, as bits; and the scopes of third-party tokens."""

from collections.abc import Iterable
from enum import IntFlag


class Permission(IntFlag):
    EVENT_TYPE_READ = 1
    EVENT_TYPE_WRITE = 2
    BOOKING_READ = 4
    BOOKING_WRITE = 8
    SCHEDULE_READ = 16
    SCHEDULE_WRITE = 32
    APPS_READ = 64
    APPS_WRITE = 128
    PROFILE_READ = 256
    PROFILE_WRITE = 512


ALL = "*"
LEGACY_SCOPES = frozenset({"READ_BOOKING", "READ_PROFILE"})
_GROUPS = ("EVENT_TYPE", "BOOKING", "SCHEDULE", "PROFILE", "MEMBERSHIP", "WEBHOOK", "VERIFIED_RESOURCES", "CREDITS")
SCOPES = frozenset(
    [permission.name or "" for permission in Permission]
    + [
        f"{level}{group}_{access}"
        for level in ("", "TEAM_", "ORG_")
        for group in _GROUPS
        for access in ("READ", "WRITE")
    ]
    + ["INSIGHTS_READ", "TEAM_INSIGHTS_READ", "ORG_INSIGHTS_READ"]
    + [f"TEAM_{group}_{access}" for group in ("APPS", "ROUTING_FORM", "WORKFLOW") for access in ("READ", "WRITE")]
    + [f"ORG_{group}_{access}" for group in ("ROUTING_FORM", "ATTRIBUTES") for access in ("READ", "WRITE")]
)


def bits(names: Iterable[str]) -> int:
    """The bit sum of permission names; `*` is all of them."""
    total = 0
    for name in names:
        total |= sum(Permission) if name == ALL else Permission[name]
    return int(total)


def names(total: int) -> list[str]:
    """Names in bit order."""
    return [permission.name or "" for permission in Permission if total & permission]


def missing_scopes(needed: Iterable[str], held: Iterable[str]) -> list[str]:
    """What a third-party token lacks; an ORG scope serves as the TEAM one too, none at all (or a legacy one) as any."""
    held = set(held)
    if not held or held & LEGACY_SCOPES:
        return []
    return [scope for scope in needed if scope not in held and not _widened(scope) & held]


def _widened(scope: str) -> set[str]:
    return {"ORG_" + scope.removeprefix("TEAM_")} if scope.startswith("TEAM_") else set()
