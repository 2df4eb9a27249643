"""Who may manage platform OAuth clients and their managed users.

The order of the checks differs as it does in the real API: clients themselves ask for the role first, managed users for the client.
"""

from typing import Annotated

from fastapi import Depends

from mockcal.auth.guards import Access, Guard, authenticated, organization_roles, own_oauth_client
from mockcal.http.errors import Unauthorized
from mockcal.store.oauth import OAuthClient

_caller = authenticated(closed=True)
_admin = organization_roles("ADMIN", "OWNER")
_member = organization_roles("ADMIN", "OWNER", "MEMBER")


class NoOrganizationInRequest(Unauthorized):
    """401: an API key without an organization of its own passes the guards, but not this."""

    def __init__(self) -> None:
        super().__init__(
            "GetOrgId decorator: Organization ID not found",
            explain="use an API key of the organization, a browser session or a client's own credentials",
        )


def request_organization(access: Access) -> int:
    if access.caller.organization_id is None:
        raise NoOrganizationInRequest
    return access.caller.organization_id


def client_of(access: Access) -> OAuthClient:
    assert access.client is not None
    return access.client


PlatformAdmin = Annotated[Access, Depends(Guard(_caller, _admin))]
PlatformMember = Annotated[Access, Depends(Guard(_caller, _member))]
ClientAdmin = Annotated[Access, Depends(Guard(_caller, _admin, own_oauth_client))]
ClientMember = Annotated[Access, Depends(Guard(_caller, _member, own_oauth_client))]
UsersAdmin = Annotated[Access, Depends(Guard(_caller, own_oauth_client, _admin))]
