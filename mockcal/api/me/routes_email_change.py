"""`GET /auth/verify-email-change`: where the link in a mail leads to."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import PlainTextResponse

from mockcal.api.me import email_change
from mockcal.auth.guards import Anyone
from mockcal.http.dto import QueryDto
from mockcal.http.params import QueryOf
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute

router = APIRouter(tags=["Me"], route_class=VersionedRoute)


class LinkQuery(QueryDto):
    token: str


@router.get(email_change.PATH)
async def verify_email_change(access: Anyone, query: QueryOf[LinkQuery], tx: Tx) -> Any:
    """Proves that a new address is one's own."""
    user = email_change.follow_link(tx, query.token)
    return PlainTextResponse(f"From now on your address is {user.email}.")
