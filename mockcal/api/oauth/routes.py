"""`/v2/oauth/{clientId}/refresh`, `…/authorize` and `…/exchange`."""

from typing import Annotated

from fastapi import APIRouter, Depends

from mockcal.api.oauth import service
from mockcal.api.oauth.schemas import Authorize, Exchange, RefreshTokens
from mockcal.api.oauth_clients.tokens import Keys
from mockcal.auth.caller import Kind
from mockcal.auth.guards import Access, Anyone, Guard, authenticated, session_only
from mockcal.http.answers import Data, data, redirect
from mockcal.http.params import ClientId
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute
from mockcal.store.oauth import OAuthClient

ClientItself = Annotated[Access, Depends(Guard(authenticated(kinds=(Kind.OAUTH_CLIENT,))))]
Session = Annotated[Access, Depends(Guard(session_only))]

router = APIRouter(prefix="/v2/oauth/{clientId}", tags=["Platform / Managed Users"], route_class=VersionedRoute)


@router.post("/refresh")
async def refresh_tokens(access: ClientItself, body: RefreshTokens, tx: Tx) -> Data[Keys]:
    """A new pair for a refresh token, which is void afterwards."""
    return data(Keys.of(service.refresh(tx, _client(access), body.refresh_token)))


@router.post("/authorize", status_code=302)
async def authorize(access: Session, client_id: ClientId, body: Authorize, tx: Tx) -> None:
    """Let the client act for me: back to it with a code."""
    return redirect(service.authorize(tx, client_id, access.caller.user, body.redirect_uri), status=302)


@router.post("/exchange")
async def exchange(access: Anyone, client_id: ClientId, body: Exchange, tx: Tx) -> Data[Keys]:
    """Tokens for an authorization code, which stands in the Authorization header."""
    authorization = access.call.headers.get("authorization")
    pair = service.exchange(tx, client_id, authorization=authorization, client_secret=body.client_secret)
    return data(Keys.of(pair))


def _client(access: Access) -> OAuthClient:
    assert access.caller.client is not None
    return access.caller.client
