"""`/v2/organizations/{orgId}/teams/{teamId}/roles`; whether the team is the organization's is not asked."""

from typing import Annotated

from fastapi import APIRouter, Path

from mockcal.api.roles import service
from mockcal.api.roles.guards import RoleChanger, RoleMaker, RoleReader, RoleRemover
from mockcal.api.roles.schemas import (
    CreateTeamRole,
    TeamPermissionsQuery,
    TeamRole,
    TeamRolePermissions,
    UpdateTeamRole,
)
from mockcal.http.answers import Data, data, no_content
from mockcal.http.dto import Paging
from mockcal.http.params import QueryOf, TeamId
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute

RoleId = Annotated[str, Path(alias="roleId")]
Permission = Annotated[str, Path(alias="permission")]

router = APIRouter(
    prefix="/v2/organizations/{orgId}/teams/{teamId}/roles", tags=["Orgs / Teams / Roles"], route_class=VersionedRoute
)


@router.post("", status_code=201)
async def create_role(access: RoleMaker, team_id: TeamId, body: CreateTeamRole, tx: Tx) -> Data[TeamRole]:
    """Make a role of a set of permissions."""
    row = service.create(tx, team_id, body)
    return data(service.show_for_team(tx, [row])[0], status=201)


@router.get("")
async def get_roles(access: RoleReader, team_id: TeamId, query: QueryOf[Paging], tx: Tx) -> Data[list[TeamRole]]:
    """The roles there are, those of the system too."""
    return data(service.show_for_team(tx, service.page(tx, team_id, **dict(query))))


@router.get("/{roleId}")
async def get_role(access: RoleReader, team_id: TeamId, role_id: RoleId, tx: Tx) -> Data[TeamRole]:
    """One custom role."""
    return data(service.show_for_team(tx, [service.own(tx, team_id, role_id)])[0])


@router.patch("/{roleId}")
async def update_role(
    access: RoleChanger, team_id: TeamId, role_id: RoleId, change: UpdateTeamRole, tx: Tx
) -> Data[TeamRole]:
    """Change a custom role; permissions that are sent replace the old ones."""
    row = service.change(tx, service.own(tx, team_id, role_id), change)
    return data(service.show_for_team(tx, [row])[0])


@router.delete("/{roleId}")
async def delete_role(access: RoleRemover, team_id: TeamId, role_id: RoleId, tx: Tx) -> Data[TeamRole]:
    """Delete a custom role."""
    row = service.own(tx, team_id, role_id)
    shown = service.show_for_team(tx, [row])[0]
    service.remove(tx, row)
    return data(shown)


@router.get("/{roleId}/permissions")
async def get_permissions(access: RoleReader, team_id: TeamId, role_id: RoleId, tx: Tx) -> Data[list[str]]:
    """What a custom role grants."""
    return data(service.permissions(tx, service.own(tx, team_id, role_id)))


@router.post("/{roleId}/permissions")
async def add_permissions(
    access: RoleChanger, team_id: TeamId, role_id: RoleId, body: TeamRolePermissions, tx: Tx
) -> Data[list[str]]:
    """Let a custom role grant more."""
    return data(service.add_permissions(tx, service.own(tx, team_id, role_id), body.permissions))


@router.put("/{roleId}/permissions")
async def set_permissions(
    access: RoleChanger, team_id: TeamId, role_id: RoleId, body: TeamRolePermissions, tx: Tx
) -> Data[list[str]]:
    """Let a custom role grant this and nothing else."""
    return data(service.set_permissions(tx, service.own(tx, team_id, role_id), body.permissions))


@router.delete("/{roleId}/permissions")
async def remove_permissions(
    access: RoleChanger, team_id: TeamId, role_id: RoleId, query: QueryOf[TeamPermissionsQuery], tx: Tx
) -> None:
    """Let a custom role grant less."""
    service.remove_permissions(tx, service.own(tx, team_id, role_id), query.permissions or [])
    return no_content()


@router.delete("/{roleId}/permissions/{permission}")
async def remove_permission(
    access: RoleChanger, team_id: TeamId, role_id: RoleId, permission: Permission, tx: Tx
) -> None:
    """Take one permission from a custom role."""
    service.remove_permission(tx, team_id, role_id, permission)
    return no_content()
