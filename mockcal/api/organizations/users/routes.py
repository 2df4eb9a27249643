"""`/v2/organizations/{orgId}/users`."""

from typing import Annotated

from fastapi import APIRouter, Depends

from mockcal.api.organizations.guards import org_guard
from mockcal.api.organizations.users import listing, service
from mockcal.api.organizations.users.schemas import CreateUser, OrganizationUser, UpdateUser, UsersQuery
from mockcal.auth.guards import Access, is_user_in_org
from mockcal.http.answers import Data, data
from mockcal.http.params import OrgId, QueryOf, UserId
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute
from mockcal.store.users import User

ITS_OWN = (is_user_in_org,)

Reader = Annotated[Access, Depends(org_guard("ORG_ADMIN", "organization.listMembers", scope="ORG_MEMBERSHIP_READ"))]
Maker = Annotated[Access, Depends(org_guard("ORG_ADMIN", "organization.invite", scope="ORG_MEMBERSHIP_WRITE"))]
Changer = Annotated[
    Access,
    Depends(org_guard("ORG_ADMIN", "organization.attributes.editUsers", scope="ORG_MEMBERSHIP_WRITE", then=ITS_OWN)),
]
Remover = Annotated[
    Access, Depends(org_guard("ORG_ADMIN", "organization.remove", scope="ORG_MEMBERSHIP_WRITE", then=ITS_OWN))
]

router = APIRouter(prefix="/v2/organizations/{orgId}/users", tags=["Orgs / Users"], route_class=VersionedRoute)


@router.get("")
async def get_users(access: Reader, org_id: OrgId, query: QueryOf[UsersQuery], tx: Tx) -> Data[list[OrganizationUser]]:
    """The organization's users, by address, team or assigned options."""
    return data(listing.page(tx, org_id, query))


@router.post("", status_code=201)
async def create_user(access: Maker, body: CreateUser, tx: Tx) -> Data[OrganizationUser]:
    """Make an account in the organization."""
    org = access.organization
    user = service.create(tx, org, access.caller.user, body, access.call.base_url)
    return data(service.show(tx, org, user), status=201)


@router.patch("/{userId}")
async def update_user(access: Changer, user_id: UserId, change: UpdateUser, tx: Tx) -> Data[OrganizationUser]:
    """Change a user of the organization."""
    org = access.organization
    return data(service.show(tx, org, service.update(tx, org, _user(access), change)))


@router.delete("/{userId}")
async def delete_user(access: Remover, user_id: UserId, tx: Tx) -> Data[OrganizationUser]:
    """Delete a user's account; to take him out of the organization only, delete his membership."""
    return data(service.remove(tx, access.organization, _user(access)))


def _user(access: Access) -> User:
    assert access.user is not None
    return access.user
