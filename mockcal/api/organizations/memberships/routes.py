"""`/v2/organizations/{orgId}/memberships`."""

from typing import Annotated

from fastapi import APIRouter, Depends

from mockcal.api.memberships.schemas import CreateMembership, UpdateMembership
from mockcal.api.organizations.guards import org_guard
from mockcal.api.organizations.memberships import service
from mockcal.api.organizations.memberships.schemas import OrganizationMembership
from mockcal.auth.guards import Access, is_membership_in_org
from mockcal.http.answers import Data, data
from mockcal.http.dto import Paging
from mockcal.http.params import MembershipId, OrgId, QueryOf
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute
from mockcal.store.teams import Membership

ITS_OWN = (is_membership_in_org,)

Reader = Annotated[Access, Depends(org_guard("ORG_ADMIN", "organization.listMembers", scope="ORG_MEMBERSHIP_READ"))]
OneReader = Annotated[
    Access, Depends(org_guard("ORG_ADMIN", "organization.listMembers", scope="ORG_MEMBERSHIP_READ", then=ITS_OWN))
]
Maker = Annotated[Access, Depends(org_guard("ORG_ADMIN", "organization.invite", scope="ORG_MEMBERSHIP_WRITE"))]
Changer = Annotated[
    Access,
    Depends(org_guard("ORG_ADMIN", "organization.changeMemberRole", scope="ORG_MEMBERSHIP_WRITE", then=ITS_OWN)),
]
Remover = Annotated[
    Access, Depends(org_guard("ORG_ADMIN", "organization.remove", scope="ORG_MEMBERSHIP_WRITE", then=ITS_OWN))
]

router = APIRouter(
    prefix="/v2/organizations/{orgId}/memberships", tags=["Orgs / Memberships"], route_class=VersionedRoute
)


@router.get("")
async def get_memberships(
    access: Reader, org_id: OrgId, query: QueryOf[Paging], tx: Tx
) -> Data[list[OrganizationMembership]]:
    """The organization's own memberships; those of its teams are the teams'."""
    return data(service.page(tx, org_id, **dict(query)))


@router.post("", status_code=201)
async def create_membership(access: Maker, body: CreateMembership, tx: Tx) -> Data[OrganizationMembership]:
    """Put somebody into the organization, or change what he is in it."""
    return data(service.show(tx, service.put(tx, access.organization, body)), status=201)


@router.get("/{membershipId}")
async def get_membership(access: OneReader, membership_id: MembershipId, tx: Tx) -> Data[OrganizationMembership]:
    """One of the organization's memberships."""
    return data(service.show(tx, _membership(access)))


@router.patch("/{membershipId}")
async def update_membership(
    access: Changer, membership_id: MembershipId, change: UpdateMembership, tx: Tx
) -> Data[OrganizationMembership]:
    """Change what somebody is in the organization."""
    return data(service.show(tx, service.change(tx, _membership(access), change)))


@router.delete("/{membershipId}")
async def delete_membership(access: Remover, membership_id: MembershipId, tx: Tx) -> Data[OrganizationMembership]:
    """Take somebody out of the organization and all its teams; the account stays."""
    return data(service.remove(tx, access.organization, _membership(access)))


def _membership(access: Access) -> Membership:
    assert access.member is not None
    return access.member
