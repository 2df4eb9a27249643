"""`/v2/atoms/auth/oauth2/clients/{clientId}`."""

from fastapi import APIRouter

from mockcal.api.oauth2.refusals import UnknownClient
from mockcal.auth.guards import Anyone
from mockcal.http.answers import Data, Wire, data
from mockcal.http.params import ClientId
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute
from mockcal.store.oauth import OAuth2Client

router = APIRouter(prefix="/v2/atoms/auth/oauth2", tags=["Atoms / OAuth2"], route_class=VersionedRoute)


class ProviderOAuth2Client(Wire):
    """A third-party app belongs to no organization; the key is there for whoever reads platform clients too."""

    client_id: str
    organization_id: None


@router.get("/clients/{clientId}")
async def get_atom_oauth2_client(access: Anyone, client_id: ClientId, tx: Tx) -> Data[ProviderOAuth2Client]:
    """Whether there is such an app; asked without credentials."""
    if tx.get(OAuth2Client, client_id) is None:
        raise UnknownClient
    return data(ProviderOAuth2Client(client_id=client_id, organization_id=None))
