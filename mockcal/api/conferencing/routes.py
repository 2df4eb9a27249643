"""`/v2/conferencing`: all versions."""

from typing import Annotated, Any

from fastapi import APIRouter, Path

from mockcal.api.conferencing import service
from mockcal.api.conferencing.returning import returned
from mockcal.api.conferencing.schemas import AuthUrl, CallbackQuery, ConferencingApp, DefaultApp, ReturnQuery
from mockcal.api.providers.guards import AppReader, AppWriter
from mockcal.api.providers.oauth import EXPLAIN_CONSENT
from mockcal.api.providers.owners import Owner
from mockcal.auth.guards import Anyone
from mockcal.http.answers import Data, Success, data, redirect, success
from mockcal.http.params import QueryOf
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute

AppSlug = Annotated[str, Path(alias="app")]

router = APIRouter(prefix="/v2/conferencing", tags=["Conferencing"], route_class=VersionedRoute)


@router.get("")
async def get_apps(access: AppReader, tx: Tx) -> Data[list[ConferencingApp]]:
    """My connected conferencing apps."""
    found = service.connected(tx, Owner(access.caller.user))
    return data([ConferencingApp.of(credential) for credential in found])


@router.get("/default")
async def get_default_app(access: AppReader) -> Data[DefaultApp] | Success:
    """My default conferencing app; no data when there is none."""
    found = service.default(Owner(access.caller.user))
    return data(found) if found else success()


@router.post("/{app}/connect")
async def connect_app(access: AppWriter, app: AppSlug, tx: Tx) -> Data[ConferencingApp]:
    """Connect an app that needs no consent."""
    credential = service.connect(tx, Owner(access.caller.user), app)
    return data(ConferencingApp.of(credential, with_key=True))


@router.get("/{app}/oauth/auth-url")
async def get_auth_url(access: AppReader, app: AppSlug, query: QueryOf[ReturnQuery], tx: Tx) -> Data[AuthUrl]:
    """The provider's page on which I agree."""
    url = service.auth_url(access.call, app, return_to=query.return_to, on_error=query.on_error_return_to)
    tx.explain(EXPLAIN_CONSENT.format(app=app))
    return data(AuthUrl(url=url))


@router.get("/{app}/oauth/callback", status_code=301)
async def save_app(access: Anyone, app: AppSlug, query: QueryOf[CallbackQuery], tx: Tx) -> Any:
    """Where the provider sends the user back to."""
    return redirect(returned(tx, access.call, app, query))


@router.post("/{app}/default")
async def set_default_app(access: AppWriter, app: AppSlug, tx: Tx) -> Success:
    """Meet there unless an event type says otherwise."""
    service.make_default(tx, Owner(access.caller.user), app)
    return success()


@router.delete("/{app}/disconnect")
async def disconnect_app(access: AppWriter, app: AppSlug, tx: Tx) -> Success:
    """Forget an app."""
    service.disconnect(tx, Owner(access.caller.user), app)
    return success()
