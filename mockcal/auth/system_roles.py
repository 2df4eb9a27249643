"""The three roles that every universe has, and what they grant."""

from datetime import UTC, datetime

from mockcal.sandbox.transaction import Transaction
from mockcal.store.teams import SYSTEM_ROLE, Role, RolePermission

SINCE = datetime(2025, 1, 1, tzinfo=UTC)
"""When the roles say they were made."""


def _all_four(*resources: str) -> tuple[str, ...]:
    return tuple(f"{resource}.{action}" for resource in resources for action in ("create", "read", "update", "delete"))


def _each(resource: str, actions: str) -> tuple[str, ...]:
    return tuple(f"{resource}.{action}" for action in actions.split())


_ADMIN = (
    *_all_four("role", "eventType", "workflow", "routingForm", "webhook"),
    *_all_four("organization.attributes", "availability", "ooo"),
    *_each("team", "create read update invite remove changeMemberRole"),
    *_each("team", "listMembers listMembersPrivate impersonate manageBilling"),
    *_each("organization", "read update listMembers listMembersPrivate"),
    *_each("organization", "invite remove manageBilling changeMemberRole impersonate"),
    *_each("booking", "read update readTeamBookings readOrgBookings readRecordings"),
    "insights.read",
)
_MEMBER = (
    "eventType.read",
    *_each("team", "read listMembers"),
    "role.read",
    *_each("organization", "read listMembers"),
    "booking.update",
    *_each("availability", "read update"),
    *(f"{resource}.read" for resource in ("ooo", "workflow", "routingForm", "organization.attributes", "webhook")),
)
_ROLES = (
    ("OWNER", "Owner", "#1BA774", "Full access to all resources", ("*.*",)),
    ("ADMIN", "Admin", "#6633EE", "Administrative access to most resources", _ADMIN),
    ("MEMBER", "Member", "#EAB308", "Basic member access", _MEMBER),
)


def add_system_roles(tx: Transaction) -> None:
    """They belong to no team; nobody can change them, and no export shows them."""
    for place, (role, name, color, description, permissions) in enumerate(_ROLES):
        row = tx.add(
            Role(
                id=SYSTEM_ROLE[role],
                sequence=place - len(_ROLES),  # before all others
                name=name,
                color=color,
                description=description,
                type="SYSTEM",
                created_at=SINCE,
                updated_at=SINCE,
            )
        )
        tx.add_all([permission_row(row.id, permission) for permission in permissions])


def permission_row(role_id: str, permission: str) -> RolePermission:
    """`permission` is `resource.action`; a resource may have dots of its own."""
    resource, _, action = permission.rpartition(".")
    return RolePermission(role_id=role_id, resource=resource, action=action)
