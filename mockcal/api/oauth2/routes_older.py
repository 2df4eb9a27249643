"""`/api/auth/oauth`: the token endpoints of the web application, which mobile clients still call."""

from fastapi import APIRouter

from mockcal.api.oauth2 import token_requests
from mockcal.api.oauth2.schemas import OAuth2Tokens
from mockcal.auth.guards import Anyone
from mockcal.http.answers import answer
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute

router = APIRouter(prefix="/api/auth/oauth", tags=["OAuth2"], route_class=VersionedRoute)


@router.post("/token")
async def older_token(access: Anyone, tx: Tx) -> OAuth2Tokens:
    """Tokens for a code."""
    return answer(token_requests.tokens_for_older(tx, access.call.body, token_requests.EXCHANGE))


@router.post("/refreshToken")
async def older_refresh_token(access: Anyone, tx: Tx) -> OAuth2Tokens:
    """New tokens for a refresh token, which may stand in the Authorization header."""
    body = access.call.body
    bearer = access.call.headers.get("authorization", "").removeprefix("Bearer ")
    if bearer and isinstance(body, dict):
        body = {"refresh_token": bearer} | body
    return answer(token_requests.tokens_for_older(tx, body, token_requests.REFRESH))
