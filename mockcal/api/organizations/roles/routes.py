"""`/v2/organizations/{orgId}/roles`."""

from typing import Annotated

from fastapi import APIRouter, Path

from mockcal.api.roles import service
from mockcal.api.roles.guards import RoleChanger, RoleMaker, RoleReader, RoleRemover
from mockcal.api.roles.schemas import (
    CreateOrganizationRole,
    OrganizationPermissionsQuery,
    OrganizationRole,
    OrganizationRolePermissions,
    UpdateOrganizationRole,
)
from mockcal.http.answers import Data, data, no_content
from mockcal.http.dto import Paging
from mockcal.http.params import OrgId, QueryOf
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute

RoleId = Annotated[str, Path(alias="roleId")]
Permission = Annotated[str, Path(alias="permission")]

router = APIRouter(prefix="/v2/organizations/{orgId}/roles", tags=["Orgs / Roles"], route_class=VersionedRoute)


@router.post("", status_code=201)
async def create_role(access: RoleMaker, org_id: OrgId, body: CreateOrganizationRole, tx: Tx) -> Data[OrganizationRole]:
    """Make a role of a set of permissions."""
    row = service.create(tx, org_id, body)
    return data(service.show_for_organization(tx, [row])[0], status=201)


@router.get("")
async def get_roles(access: RoleReader, org_id: OrgId, query: QueryOf[Paging], tx: Tx) -> Data[list[OrganizationRole]]:
    """The roles there are, those of the system too."""
    return data(service.show_for_organization(tx, service.page(tx, org_id, **dict(query))))


@router.get("/{roleId}")
async def get_role(access: RoleReader, org_id: OrgId, role_id: RoleId, tx: Tx) -> Data[OrganizationRole]:
    """One custom role."""
    return data(service.show_for_organization(tx, [service.own(tx, org_id, role_id)])[0])


@router.patch("/{roleId}")
async def update_role(
    access: RoleChanger, org_id: OrgId, role_id: RoleId, change: UpdateOrganizationRole, tx: Tx
) -> Data[OrganizationRole]:
    """Change a custom role; permissions that are sent replace the old ones."""
    row = service.change(tx, service.own(tx, org_id, role_id), change)
    return data(service.show_for_organization(tx, [row])[0])


@router.delete("/{roleId}")
async def delete_role(access: RoleRemover, org_id: OrgId, role_id: RoleId, tx: Tx) -> Data[OrganizationRole]:
    """Delete a custom role."""
    row = service.own(tx, org_id, role_id)
    shown = service.show_for_organization(tx, [row])[0]
    service.remove(tx, row)
    return data(shown)


@router.get("/{roleId}/permissions")
async def get_permissions(access: RoleReader, org_id: OrgId, role_id: RoleId, tx: Tx) -> Data[list[str]]:
    """What a custom role grants."""
    return data(service.permissions(tx, service.own(tx, org_id, role_id)))


@router.post("/{roleId}/permissions")
async def add_permissions(
    access: RoleChanger, org_id: OrgId, role_id: RoleId, body: OrganizationRolePermissions, tx: Tx
) -> Data[list[str]]:
    """Let a custom role grant more."""
    return data(service.add_permissions(tx, service.own(tx, org_id, role_id), body.permissions))


@router.put("/{roleId}/permissions")
async def set_permissions(
    access: RoleChanger, org_id: OrgId, role_id: RoleId, body: OrganizationRolePermissions, tx: Tx
) -> Data[list[str]]:
    """Let a custom role grant this and nothing else."""
    return data(service.set_permissions(tx, service.own(tx, org_id, role_id), body.permissions))


@router.delete("/{roleId}/permissions")
async def remove_permissions(
    access: RoleChanger, org_id: OrgId, role_id: RoleId, query: QueryOf[OrganizationPermissionsQuery], tx: Tx
) -> None:
    """Let a custom role grant less."""
    service.remove_permissions(tx, service.own(tx, org_id, role_id), query.permissions or [])
    return no_content()


@router.delete("/{roleId}/permissions/{permission}")
async def remove_permission(
    access: RoleChanger, org_id: OrgId, role_id: RoleId, permission: Permission, tx: Tx
) -> None:
    """Take one permission from a custom role."""
    service.remove_permission(tx, org_id, role_id, permission)
    return no_content()
