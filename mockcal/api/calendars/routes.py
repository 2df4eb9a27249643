"""`/v2/calendars`: all versions."""

from typing import Annotated, Any

from fastapi import APIRouter, Path

from mockcal.api.calendars import connecting, service, unified
from mockcal.api.calendars.guards import CalendarChecker, CalendarOwner, Connector
from mockcal.api.calendars.kinds import APPLE, GOOGLE, ICS_FEED, OFFICE365, Kind
from mockcal.api.calendars.schemas import (
    AppleCredentials,
    AuthUrl,
    BusyTime,
    BusyTimesQuery,
    ConnectedCalendars,
    ConnectQuery,
    Disconnect,
    SaveIcsFeeds,
    SaveQuery,
    ShownCredential,
)
from mockcal.api.calendars.unified_schemas import Event, UpdateEvent
from mockcal.api.providers.oauth import EXPLAIN_CONSENT
from mockcal.auth.guards import Anyone
from mockcal.http.answers import Data, Success, data, redirect, success
from mockcal.http.params import QueryOf
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute

CalendarName = Annotated[str, Path(alias="calendar")]
EventUid = Annotated[str, Path(alias="eventUid")]

router = APIRouter(prefix="/v2/calendars", tags=["Calendars"], route_class=VersionedRoute)


@router.get("")
async def get_calendars(access: CalendarOwner, tx: Tx) -> Data[ConnectedCalendars]:
    """All my connected calendars, and the one that bookings are written to."""
    return data(service.connected(tx, access.caller.user))


@router.get("/busy-times")
async def get_busy_times(access: CalendarOwner, query: QueryOf[BusyTimesQuery], tx: Tx) -> Data[list[BusyTime]]:
    """When some of my calendars are busy."""
    return data(service.busy_times(tx, access.caller.user, query))


@router.post("/ics-feed/save", status_code=201)
async def save_ics_feeds(access: CalendarOwner, body: SaveIcsFeeds, tx: Tx) -> Data[ShownCredential]:
    """Connect calendars that are published as iCalendar files."""
    return data(service.show_credential(service.save_feeds(tx, access.caller.user, body)), status=201)


@router.get("/ics-feed/check")
async def check_ics_feeds(access: CalendarOwner, tx: Tx) -> Success:
    """Whether my feeds can be read."""
    service.check(tx, access.caller.user, ICS_FEED)
    return success()


@router.get("/{calendar}/check")
async def check_calendar(access: CalendarChecker, calendar: CalendarName, tx: Tx) -> Success:
    """Whether my account of this kind can be read."""
    service.check(tx, access.caller.user, _kind(calendar, GOOGLE, OFFICE365, APPLE))
    return success()


@router.get("/{calendar}/connect")
async def connect_calendar(
    access: Connector, calendar: CalendarName, query: QueryOf[ConnectQuery], tx: Tx
) -> Data[AuthUrl]:
    """The provider's page on which I agree."""
    kind = _kind(calendar, GOOGLE, OFFICE365, APPLE, served=(GOOGLE, OFFICE365))
    url = connecting.auth_url(access.call, kind, redir=query.redir, is_dry_run=query.is_dry_run)
    tx.explain(EXPLAIN_CONSENT.format(app=kind.path))
    return data(AuthUrl(auth_url=url))


@router.get("/{calendar}/save", status_code=301)
async def save_calendar(access: Anyone, calendar: CalendarName, query: QueryOf[SaveQuery], tx: Tx) -> Any:
    """Where the provider sends the user back to."""
    back = connecting.read_return(query.state)
    connecting.save(tx, _kind(calendar, GOOGLE, OFFICE365, APPLE, served=(GOOGLE, OFFICE365)), back, query.code)
    return redirect(back.target)


@router.post("/{calendar}/credentials", status_code=201)
async def save_credentials(access: CalendarOwner, calendar: CalendarName, body: AppleCredentials, tx: Tx) -> Success:
    """Connect an iCloud account by an app-specific password."""
    _kind(calendar, APPLE)
    service.save_apple(tx, access.caller.user, body)
    return success(status=201)


@router.post("/{calendar}/disconnect")
async def disconnect_calendar(
    access: CalendarOwner, calendar: CalendarName, body: Disconnect, tx: Tx
) -> Data[ShownCredential]:
    """Forget an account."""
    return data(service.disconnect(tx, access.caller.user, body.id))


@router.get("/{calendar}/event/{eventUid}")
async def get_event(access: CalendarOwner, calendar: CalendarName, event_uid: EventUid, tx: Tx) -> Data[Event]:
    """The calendar's event of a booking."""
    return data(unified.details(tx, calendar, event_uid))


@router.patch("/{calendar}/events/{eventUid}")
async def update_event(
    access: CalendarOwner, calendar: CalendarName, event_uid: EventUid, change: UpdateEvent, tx: Tx
) -> Data[Event]:
    """Change the calendar's event of a booking."""
    return data(unified.update(tx, calendar, event_uid, change))


def _kind(path: str, *available: Kind, served: tuple[Kind, ...] = ()) -> Kind:
    """400 for another kind; a refusal names all that there are, `served` or not."""
    for kind in served or available:
        if kind.path == path:
            return kind
    raise service.UnknownKind(*available)
