"""`GET /auth/oauth2/authorize`: where a third-party app sends a browser to ask for consent."""

from typing import Any

from fastapi import APIRouter

from mockcal.api.oauth2 import consent
from mockcal.api.oauth2.schemas import Authorization
from mockcal.auth.guards import Anyone
from mockcal.http.params import QueryOf
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute

router = APIRouter(prefix="/auth/oauth2", tags=["OAuth2"], route_class=VersionedRoute)


@router.get("/authorize")
async def authorize(access: Anyone, query: QueryOf[Authorization], tx: Tx) -> Any:
    """With a browser session the app gets its code at once; without, a page asks who agrees."""
    return consent.answer(tx, access, query)
