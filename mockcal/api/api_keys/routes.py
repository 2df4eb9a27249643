"""`/v2/api-keys`."""

from typing import Annotated

from fastapi import APIRouter, Depends

from mockcal.api.api_keys import service
from mockcal.api.api_keys.schemas import NewApiKey, RefreshApiKey
from mockcal.auth.guards import Access, Guard, authenticated
from mockcal.http.answers import Data, data
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute

Caller = Annotated[Access, Depends(Guard(authenticated()))]

router = APIRouter(prefix="/v2/api-keys", tags=["Api Keys"], route_class=VersionedRoute)


@router.post("/refresh")
async def refresh_api_key(access: Caller, body: RefreshApiKey, tx: Tx) -> Data[NewApiKey]:
    """A new key in the place of the one that this call came with."""
    return data(NewApiKey(api_key=service.refresh(tx, access.caller.api_key, body).text))
