"""`/v2/gcal`: the older paths by which a Google calendar is connected; the same as `/v2/calendars/google`."""

from typing import Any

from fastapi import APIRouter

from mockcal.api.calendars import connecting, service
from mockcal.api.calendars.guards import CalendarChecker, Connector
from mockcal.api.calendars.kinds import GOOGLE
from mockcal.api.calendars.schemas import AuthUrl, ConnectQuery, SaveQuery
from mockcal.api.providers.oauth import EXPLAIN_CONSENT
from mockcal.auth.guards import Anyone
from mockcal.http.answers import Data, Success, data, redirect, success
from mockcal.http.params import QueryOf
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute

router = APIRouter(prefix="/v2/gcal", tags=["Google Calendar"], route_class=VersionedRoute)


@router.get("/oauth/auth-url")
async def get_google_auth_url(access: Connector, query: QueryOf[ConnectQuery], tx: Tx) -> Data[AuthUrl]:
    """Google's page on which I agree."""
    url = connecting.auth_url(access.call, GOOGLE, redir=query.redir, is_dry_run=query.is_dry_run)
    tx.explain(EXPLAIN_CONSENT.format(app=GOOGLE.path))
    return data(AuthUrl(auth_url=url))


@router.get("/oauth/save", status_code=301)
async def save_google(access: Anyone, query: QueryOf[SaveQuery], tx: Tx) -> Any:
    """Where Google sends the user back to."""
    back = connecting.read_return(query.state)
    connecting.save(tx, GOOGLE, back, query.code)
    return redirect(back.target)


@router.get("/check")
async def check_google(access: CalendarChecker, tx: Tx) -> Success:
    """Whether my Google calendar can be read."""
    service.check(tx, access.caller.user, GOOGLE)
    return success()
