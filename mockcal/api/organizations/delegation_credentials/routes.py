"""`/v2/organizations/{orgId}/delegation-credentials`."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from mockcal.api.organizations.delegation_credentials import service
from mockcal.api.organizations.delegation_credentials.schemas import (
    CreateCredential,
    DelegationCredential,
    UpdateCredential,
)
from mockcal.api.organizations.guards import org_guard
from mockcal.auth.guards import Access
from mockcal.http.answers import Data, data
from mockcal.http.params import OrgId
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute

CredentialId = Annotated[str, Path(alias="credentialId")]
Admin = Annotated[Access, Depends(org_guard("ORG_ADMIN", needs="SCALE"))]

router = APIRouter(
    prefix="/v2/organizations/{orgId}/delegation-credentials",
    tags=["Orgs / Delegation Credentials"],
    route_class=VersionedRoute,
)


@router.post("", status_code=201)
async def create_credential(access: Admin, org_id: OrgId, body: CreateCredential, tx: Tx) -> Data[DelegationCredential]:
    """Keep a credential that can act for the members' calendars; it is not enabled yet."""
    return data(service.show(tx, service.create(tx, access.organization, body)), status=201)


@router.patch("/{credentialId}")
async def update_credential(
    access: Admin, org_id: OrgId, credential_id: CredentialId, change: UpdateCredential, tx: Tx
) -> Data[DelegationCredential]:
    """Enable or disable a credential, or give it another key."""
    row = service.update(tx, service.find(tx, credential_id), change, access.caller.user)
    return data(service.show(tx, row))
