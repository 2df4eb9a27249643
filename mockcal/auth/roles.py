"""Roles: their order, the three of the system as permission sets, and whether somebody's role grants a permission."""

from sqlalchemy import select

from mockcal.auth.system_roles import add_system_roles as add_system_roles
from mockcal.sandbox.transaction import Transaction
from mockcal.store.teams import SYSTEM_ROLE as SYSTEM_ROLE
from mockcal.store.teams import Membership, RolePermission, Team

ORDER = {"MEMBER": 0, "ADMIN": 1, "OWNER": 2}


def is_at_least(role: str, least: str) -> bool:
    return ORDER[role] >= ORDER[least]


def membership(tx: Transaction, user_id: int, team_id: int | None) -> Membership | None:
    if team_id is None:
        return None
    return tx.first(select(Membership).where(Membership.user_id == user_id, Membership.team_id == team_id))


def is_admin_of(tx: Transaction, user_id: int, team_id: int | None) -> bool:
    """An accepted ADMIN or OWNER of the team (or organization)."""
    found = membership(tx, user_id, team_id)
    return found is not None and found.accepted and found.role in ("ADMIN", "OWNER")


def has_pbac(tx: Transaction, team: Team | None) -> bool:
    """Permission-based access is switched on for the team or its parent."""
    while team is not None:
        if "pbac" in (team.features or []):
            return True
        team = tx.get(Team, team.parent_id)
    return False


def grants(tx: Transaction, user_id: int, team: Team, permissions: tuple[str, ...]) -> bool:
    """All permissions come from one role: the caller's on the team, else the one on its parent organization."""
    for team_id in (team.id, team.parent_id):
        found = membership(tx, user_id, team_id)
        if found is not None and found.custom_role_id and _role_grants(tx, found.custom_role_id, permissions):
            return True
    return False


def _role_grants(tx: Transaction, role_id: str, permissions: tuple[str, ...]) -> bool:
    held = {
        f"{row.resource}.{row.action}"
        for row in tx.all(select(RolePermission).where(RolePermission.role_id == role_id))
    }
    return all(held & _that_grant(permission) for permission in permissions)


def _that_grant(permission: str) -> set[str]:
    resource, _, action = permission.rpartition(".")
    return {"*.*", f"*.{action}", f"{resource}.*", permission}
