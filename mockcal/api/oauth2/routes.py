"""`/v2/auth/oauth2`: what a third-party app asks the API."""

from typing import Annotated

from fastapi import APIRouter, Depends

from mockcal.api.oauth2 import token_requests
from mockcal.api.oauth2.refusals import UnknownClient
from mockcal.api.oauth2.schemas import OAuth2Client, OAuth2Tokens
from mockcal.auth.guards import Access, Anyone, Guard, authenticated
from mockcal.http.answers import Data, answer, data
from mockcal.http.call import UNKNOWN_REQUEST_ID, Call
from mockcal.http.described import takes
from mockcal.http.errors import OAuth2Error
from mockcal.http.params import ClientId
from mockcal.http.render import header_text
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute
from mockcal.store.oauth import OAuth2Client as Row

Authenticated = Annotated[Access, Depends(Guard(authenticated()))]
NOT_KEPT = {"Cache-Control": "no-store", "Pragma": "no-cache"}

router = APIRouter(prefix="/v2/auth/oauth2", tags=["OAuth2"], route_class=VersionedRoute)


@router.get("/clients/{clientId}")
async def get_oauth2_client(access: Authenticated, client_id: ClientId, tx: Tx) -> Data[OAuth2Client]:
    """An app as the consent page presents it; its secret stays away."""
    row = tx.get(Row, client_id)
    if row is None:
        raise UnknownClient
    return data(OAuth2Client.of(row))


@router.post("/token")
@takes(*token_requests.SHAPES.values())
async def token(access: Anyone, tx: Tx) -> OAuth2Tokens:
    """Tokens for a code, or for a refresh token; JSON or form."""
    call = access.call
    try:
        tokens = token_requests.tokens_for(tx, call.body if call.raw_body else None)
    except OAuth2Error as refusal:
        refusal.headers = {"X-Request-Id": _echoed(call)}  # type: ignore[misc]
        raise
    return answer(tokens, headers=NOT_KEPT)


def _echoed(call: Call) -> str:
    """Refusals of this path carry the client's own request id."""
    return header_text(call.headers.get("x-request-id", "")) or UNKNOWN_REQUEST_ID
