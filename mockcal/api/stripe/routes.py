"""`/v2/stripe`: all versions."""

from typing import Any

from fastapi import APIRouter

from mockcal.api.providers.guards import AppReader
from mockcal.api.providers.oauth import EXPLAIN_CONSENT
from mockcal.api.providers.owners import Owner
from mockcal.api.stripe import service
from mockcal.api.stripe.schemas import ConnectUrl, ReturnQuery, SaveQuery
from mockcal.auth.guards import Anyone
from mockcal.http.answers import Data, Success, data, redirect, success
from mockcal.http.params import QueryOf
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute

router = APIRouter(prefix="/v2/stripe", tags=["Stripe"], route_class=VersionedRoute)


@router.get("/connect")
async def get_connect_url(access: AppReader, query: QueryOf[ReturnQuery], tx: Tx) -> Data[ConnectUrl]:
    """Stripe's page on which I agree."""
    user = access.caller.user
    url = service.auth_url(access.call, user, return_to=query.return_to, on_error=query.on_error_return_to)
    tx.explain(EXPLAIN_CONSENT.format(app=service.APP))
    return data(ConnectUrl(auth_url=url))


@router.get("/save", status_code=301)
async def save_account(access: Anyone, query: QueryOf[SaveQuery], tx: Tx) -> Any:
    """Where Stripe sends the user back to."""
    return redirect(service.returned(tx, access.call, query))


@router.get("/check")
async def check_account(access: AppReader, tx: Tx) -> Success:
    """Whether my account can be paid."""
    service.check(tx, Owner(access.caller.user))
    return success()
