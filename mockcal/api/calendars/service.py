"""Listing connected calendars and their busy times; checking, adding and removing their credentials."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from mockcal.api.calendars import connections
from mockcal.api.calendars.busy import Asked, CalendarUnavailable, Provider
from mockcal.api.calendars.connections import Calendar, Connection
from mockcal.api.calendars.feeds import FeedNotRead, feeds
from mockcal.api.calendars.kinds import APPLE, BY_INTEGRATION, GOOGLE, ICS_FEED, OFFICE365, Kind
from mockcal.api.calendars.schemas import (
    AppleCredentials,
    BusyTime,
    BusyTimesQuery,
    CalendarToLoad,
    ConnectedCalendars,
    ConnectionFailure,
    Integration,
    SaveIcsFeeds,
    ShownCalendar,
    ShownConnection,
    ShownCredential,
    ShownDestination,
)
from mockcal.http.answers import OMIT
from mockcal.http.errors import BadRequest, BadRequestWithDetail, InternalRefusal, InvalidBody, NotFound, Unauthorized
from mockcal.http.js_dates import parse_instant
from mockcal.sandbox.transaction import Transaction
from mockcal.store.apps import Credential, DestinationCalendar, ProviderCalendar
from mockcal.store.users import User

ASKED_EARLIER = timedelta(hours=11)
ASKED_LATER = timedelta(hours=14)
"""The provider is asked for this much more than the caller did, so that a day is whole in every zone."""


class UnknownKind(BadRequestWithDetail):
    def __init__(self, *available: Kind) -> None:
        names = ", ".join(kind.path for kind in available)
        super().__init__("Invalid calendar type, available calendars are: ", names)


class ForeignCredentials(Unauthorized):
    def __init__(self) -> None:
        super().__init__("These credentials do not belong to you")


class BusyTimesUnavailable(InternalRefusal):
    """400 where the real service answers 500: a provider fails."""

    def __init__(self, why: str) -> None:
        super().__init__(
            "Unable to fetch connected calendars events. Please try again later.",
            explain=f"{why}; the real service answers 500",
        )


class FeedsNotAdded(BadRequest):
    def __init__(self, why: str) -> None:
        super().__init__("Could not add ICS feeds, try using private ics feed.", explain=why)


class NoCredentials(BadRequest):
    """Nothing of this kind is connected."""

    NAMES = {GOOGLE: "google_calendar", OFFICE365: "office_365_calendar", APPLE: "apple calendar"}

    def __init__(self, kind: Kind) -> None:
        name = self.NAMES.get(kind, "Ics Feed calendar")
        super().__init__(f"Credentials for {name} not found.")


class InvalidCredentials(BadRequest):
    NAMES = {GOOGLE: "google OAuth", OFFICE365: "office 365 calendar", APPLE: "apple calendar"}

    def __init__(self, kind: Kind) -> None:
        super().__init__(f"Invalid {self.NAMES.get(kind, 'Ics Feed')} credentials.")


class ConnectionBroken(Unauthorized):
    """The credentials are there, but the provider fails; in its words."""


class EmptyAppleCredentials(BadRequest):
    def __init__(self) -> None:
        super().__init__("Username or password cannot be empty")


class AppleRefused(BadRequest):
    def __init__(self) -> None:
        super().__init__("Could not add this apple calendar account: Invalid credentials")


class CredentialsNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__("Calendar credentials not found")


def connected(tx: Transaction, user: User) -> ConnectedCalendars:
    """All connections, and where bookings are written; that is settled on the way."""
    found = connections.connections(tx, user)
    selected = connections.selected_ids(tx, user)
    destination = connections.settle_destination(tx, user, found)
    return ConnectedCalendars(
        connected_calendars=[_show_connection(one, selected) for one in found],
        destination_calendar=_show_destination(*destination) if destination else ShownDestination(),
    )


def busy_times(tx: Transaction, user: User, query: BusyTimesQuery) -> list[BusyTime]:
    """What the providers hold around the days asked for. 401 when a credential is somebody else's."""
    asked = _asked(tx, user, query.calendars_to_load)
    start = _moment(query, "dateFrom", query.date_from) - ASKED_EARLIER
    end = _moment(query, "dateTo", query.date_to) + ASKED_LATER
    provider = Provider(tx, asked, start, end)
    try:
        spans = [busy for one in asked for busy in provider.busy(one)]
    except CalendarUnavailable as unavailable:
        raise BusyTimesUnavailable(str(unavailable)) from None
    return [BusyTime(start=one.start, end=one.end) for one in spans]


def save_feeds(tx: Transaction, user: User, body: SaveIcsFeeds) -> Credential:
    """A new credential for the feeds, if all of them can be read. 400 otherwise."""
    unread = [feed for feed in feeds(tx, body.urls) if isinstance(feed, FeedNotRead)]
    if unread:
        raise FeedsNotAdded(str(unread[0]))
    key = {"urls": body.urls, "readOnly": body.read_only}
    return tx.add(
        Credential(type=ICS_FEED.integration, app_id=ICS_FEED.app, user_id=user.id, key=key, created_at=tx.now)
    )


def check(tx: Transaction, user: User, kind: Kind) -> None:
    """400 without credentials or with invalid ones, 401 when the provider fails."""
    credential = credential_of(tx, user, kind)
    if credential is None:
        raise NoCredentials(kind)
    if credential.invalid:
        raise InvalidCredentials(kind)
    for connection in connections.connections(tx, user):
        if connection.credential.id == credential.id and connection.error:
            raise ConnectionBroken(connection.error)


def credential_of(tx: Transaction, user: User, kind: Kind) -> Credential | None:
    """The first of this kind that the user has."""
    statement = select(Credential).where(Credential.user_id == user.id, Credential.type == kind.integration)
    return tx.first(statement.order_by(Credential.id))


def save_apple(tx: Transaction, user: User, body: AppleCredentials) -> None:
    """A new password changes the credential that its username has. 400 when empty or refused by the provider."""
    username, password = body.username.strip(), body.password.strip()
    if len(username) <= 1 or len(password) <= 1:
        raise EmptyAppleCredentials
    if password.startswith("invalid"):
        raise AppleRefused
    key = {"username": username, "password": password}
    credential = _apple_credential(tx, user, username)
    if credential is None:
        connect(tx, user, APPLE, account=username, key=key)
    elif credential.key != key:
        credential.key, credential.invalid = key, False


def connect(tx: Transaction, user: User, kind: Kind, *, account: str, key: Any = None) -> Credential:
    """A credential for an account whose primary calendar bears the account's name."""
    credential = tx.add(
        Credential(type=kind.integration, app_id=kind.app, user_id=user.id, key=key or {}, created_at=tx.now)
    )
    assert credential.id is not None
    calendar = ProviderCalendar(
        credential_id=credential.id,
        integration=kind.integration,
        external_id=account,
        name=account,
        email=account,
        primary=True,
    )
    tx.add(calendar)
    return credential


def disconnect(tx: Transaction, user: User, credential_id: int) -> ShownCredential:
    """Takes the selected and destination calendars along. 404 for what is not the user's."""
    credential = tx.get(Credential, credential_id)
    if credential is None or credential.user_id != user.id or credential.type not in BY_INTEGRATION:
        raise CredentialsNotFound
    shown = show_credential(credential)
    tx.delete(credential)
    return shown


def own_credential(tx: Transaction, user: User, credential_id: int) -> Credential:
    """404 for one that is not the user's."""
    credential = tx.get(Credential, credential_id)
    if credential is None or credential.user_id != user.id:
        raise CredentialsNotFound
    return credential


def show_credential(credential: Credential) -> ShownCredential:
    return ShownCredential(
        id=credential.id,
        type=credential.type,
        user_id=credential.user_id,
        team_id=credential.team_id,
        app_id=credential.app_id,
        invalid=credential.invalid,
    )


def _asked(tx: Transaction, user: User, wanted: list[CalendarToLoad]) -> list[Asked]:
    ids = {int(one.credential_id) for one in wanted}
    statement = select(Credential).where(Credential.user_id == user.id, col(Credential.id).in_(ids))
    own = {credential.id: credential for credential in tx.all(statement)}
    if not ids <= own.keys():
        raise ForeignCredentials
    return [Asked(own[int(one.credential_id)], one.external_id, user.time_zone) for one in wanted]


def _moment(query: BusyTimesQuery, name: str, text: str) -> datetime:
    """Forms of ISO 8601 that JavaScript cannot make a date of are refused too."""
    moment = parse_instant(text)
    if moment is None:
        constraints = {"isDateString": f"{name} must be a valid ISO 8601 date string"}
        raise InvalidBody([{"target": {}, "value": text, "property": name, "children": [], "constraints": constraints}])
    return moment


def _apple_credential(tx: Transaction, user: User, username: str) -> Credential | None:
    statement = select(Credential).where(Credential.user_id == user.id, Credential.type == APPLE.integration)
    return next((one for one in tx.all(statement) if (one.key or {}).get("username") == username), None)


def _show_connection(connection: Connection, selected: set[str]) -> ShownConnection:
    shown = [_show_calendar(one, selected) for one in connection.calendars]
    primary = next((one for one in shown if one.primary), None)
    parts: dict[str, Any] = {"primary": primary, "calendars": shown, "delegation_credential_id": None}
    if connection.error is not None:
        parts = {"error": ConnectionFailure(message=connection.error)}
    return ShownConnection(integration=Integration.of(connection.kind), credential_id=connection.credential.id, **parts)


def _show_calendar(calendar: Calendar, selected: set[str]) -> ShownCalendar:
    return ShownCalendar(
        external_id=calendar.external_id,
        integration=calendar.integration,
        name=calendar.name,
        primary=calendar.primary or None,
        read_only=calendar.read_only,
        email=calendar.email,
        is_selected=calendar.external_id in selected,
        credential_id=calendar.credential_id,
        delegation_credential_id=None,
    )


def _show_destination(row: DestinationCalendar, calendar: Calendar | None) -> ShownDestination:
    kind = BY_INTEGRATION.get(row.integration)
    return ShownDestination(
        id=row.id,
        integration=row.integration,
        external_id=row.external_id,
        primary_email=row.primary_email,
        user_id=row.user_id,
        event_type_id=row.event_type_id,
        credential_id=row.credential_id,
        delegation_credential_id=row.delegation_credential_id,
        name=calendar.name if calendar else OMIT,
        primary=calendar.primary if calendar else OMIT,
        read_only=calendar.read_only if calendar else OMIT,
        email=calendar.email if calendar else OMIT,
        integration_title=kind.title if calendar and kind else OMIT,
    )
