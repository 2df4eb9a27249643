"""`/v2/provider/{clientId}`: what the embedded provider asks before it shows anything."""

from typing import Annotated

from fastapi import APIRouter, Depends

from mockcal.auth.guards import Access, Anyone, Guard, authenticated
from mockcal.http.answers import Data, Success, Wire, data, success
from mockcal.http.errors import BareUnauthorized
from mockcal.http.params import ClientId
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute
from mockcal.store.oauth import OAuthClient

Authenticated = Annotated[Access, Depends(Guard(authenticated()))]

router = APIRouter(prefix="/v2/provider/{clientId}", tags=["Platform / Provider"], route_class=VersionedRoute)


class ProviderClient(Wire):
    client_id: str
    organization_id: int
    name: str


class UnknownClient(BareUnauthorized):
    """401, not 404."""


@router.get("")
async def verify_client_id(access: Anyone, client_id: ClientId, tx: Tx) -> Data[ProviderClient]:
    """Whether there is such a client; asked without credentials."""
    client = tx.get(OAuthClient, client_id)
    if client is None:
        raise UnknownClient
    return data(ProviderClient(client_id=client.id, organization_id=client.organization_id, name=client.name))


@router.get("/access-token")
async def verify_access_token(access: Authenticated) -> Success:
    """Whether the token is good. It is not compared with the client; 498 or 401 make the provider refresh it."""
    return success()
