"""`/v2/organizations/{orgId}/organizations`."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from mockcal.api.organizations.guards import org_guard
from mockcal.api.organizations.organizations import service
from mockcal.api.organizations.organizations.schemas import (
    CreateOrganization,
    ManagedOrganization,
    NewManagedOrganization,
    OrganizationsQuery,
    UpdateOrganization,
)
from mockcal.auth.guards import Access, is_managed_by_org
from mockcal.http.answers import Data, Listed, data
from mockcal.http.params import OrgId, QueryOf, Strict
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute
from mockcal.store.teams import Team

ManagedId = Annotated[int, Path(alias="managedOrganizationId"), Strict]

Manager = Annotated[Access, Depends(org_guard("ORG_ADMIN", needs="SCALE"))]
ManagerOfIt = Annotated[Access, Depends(org_guard("ORG_ADMIN", needs="SCALE", then=(is_managed_by_org,)))]

router = APIRouter(prefix="/v2/organizations/{orgId}/organizations", tags=["Managed Orgs"], route_class=VersionedRoute)


@router.post("", status_code=201)
async def create_organization(access: Manager, body: CreateOrganization, tx: Tx) -> Data[NewManagedOrganization]:
    """Make an organization that this one manages."""
    org, key = service.create(tx, access.organization, access.caller.user, body)
    return data(NewManagedOrganization.of(org, api_key=key.text), status=201)


@router.get("")
async def get_organizations(
    access: Manager, org_id: OrgId, query: QueryOf[OrganizationsQuery], tx: Tx
) -> Listed[ManagedOrganization]:
    """The organizations that this one manages."""
    shown, figures = service.page(tx, org_id, query)
    return data(shown, pagination=figures.to_wire())


@router.get("/{managedOrganizationId}")
async def get_organization(access: ManagerOfIt, managed_id: ManagedId, tx: Tx) -> Data[ManagedOrganization]:
    """One of the organizations that this one manages."""
    return data(ManagedOrganization.of(_managed(access)))


@router.patch("/{managedOrganizationId}")
async def update_organization(
    access: ManagerOfIt, managed_id: ManagedId, change: UpdateOrganization, tx: Tx
) -> Data[ManagedOrganization]:
    """Change an organization that this one manages."""
    return data(ManagedOrganization.of(service.update(tx, _managed(access), change)))


@router.delete("/{managedOrganizationId}")
async def delete_organization(access: ManagerOfIt, managed_id: ManagedId, tx: Tx) -> Data[ManagedOrganization]:
    """Delete an organization that this one manages, with all that is in it."""
    return data(service.remove(tx, _managed(access)))


def _managed(access: Access) -> Team:
    assert access.managed is not None
    return access.managed
