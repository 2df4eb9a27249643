"""The calendars that somebody has connected, and which of them bookings are written to."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from mockcal.api.calendars.feeds import FeedNotRead, feeds
from mockcal.api.calendars.kinds import BY_INTEGRATION, ICS_FEED, Kind
from mockcal.sandbox.transaction import Transaction
from mockcal.store.apps import Credential, DestinationCalendar, ProviderCalendar, SelectedCalendar
from mockcal.store.users import User

REVOKED = "Access token expired or revoked"
NO_PRIMARY = "No primary calendar found"
UNREACHABLE = "Could not get connected calendars"


@dataclass(frozen=True, slots=True)
class Calendar:
    """A calendar as its provider tells of it."""

    external_id: str
    integration: str
    name: str
    email: str
    primary: bool
    read_only: bool
    credential_id: int


@dataclass(frozen=True, slots=True)
class Connection:
    """A credential and the calendars behind it, the primary one first; none with an `error`."""

    credential: Credential
    kind: Kind
    calendars: tuple[Calendar, ...] = ()
    error: str | None = None

    @property
    def primary(self) -> Calendar | None:
        return next((one for one in self.calendars if one.primary), None)


def connections(tx: Transaction, user: User) -> list[Connection]:
    """All of the user's, in the order they were made; feeds among them are fetched."""
    statement = select(Credential).where(Credential.user_id == user.id, col(Credential.type).in_(BY_INTEGRATION))
    credentials = tx.all(statement.order_by(Credential.id))
    held = _held(tx, [one.id for one in credentials])
    return [_connection(tx, one, held[one.id], user) for one in credentials]


def calendars(tx: Transaction, user: User) -> list[Calendar]:
    """Those of all connections that work."""
    return [calendar for connection in connections(tx, user) for calendar in connection.calendars]


def find(tx: Transaction, user: User, *, integration: str, external_id: str) -> Calendar | None:
    """A connected calendar of the user."""
    return next((one for one in calendars(tx, user) if _is(one, integration, external_id)), None)


def selected_ids(tx: Transaction, user: User) -> set[str]:
    return set(tx.all(select(SelectedCalendar.external_id).where(SelectedCalendar.user_id == user.id)))


def destination_of(tx: Transaction, user: User) -> DestinationCalendar | None:
    return tx.first(select(DestinationCalendar).where(DestinationCalendar.user_id == user.id))


def set_destination(tx: Transaction, user: User, calendar: Calendar, primary_email: str | None) -> DestinationCalendar:
    """Bookings are written there from now on; a user has one destination."""
    row = destination_of(tx, user) or DestinationCalendar(user_id=user.id, integration="", external_id="")
    row.integration, row.external_id = calendar.integration, calendar.external_id
    row.credential_id, row.primary_email = calendar.credential_id, primary_email
    return tx.add(row)


def settle_destination(
    tx: Transaction, user: User, connected: list[Connection]
) -> tuple[DestinationCalendar, Calendar | None] | None:
    """The destination with its calendar, mended as the real service does whenever the list is read.

    Nothing connected: it is deleted. None yet, or not among the connected ones: the first primary calendar.
    """
    row = destination_of(tx, user)
    if not connected:
        if row is not None:
            tx.delete(row)
        return None
    every = [calendar for connection in connected for calendar in connection.calendars]
    found = next((one for one in every if row and _is(one, row.integration, row.external_id)), None)
    first = next((one.primary for one in connected if one.primary), None)
    if found is None and first is not None:
        row, found = set_destination(tx, user, first, first.email), first
    return (row, found) if row is not None else None


def _held(tx: Transaction, credential_ids: list[int | None]) -> dict[int | None, list[ProviderCalendar]]:
    held: dict[int | None, list[ProviderCalendar]] = defaultdict(list)
    if credential_ids:
        statement = select(ProviderCalendar).where(col(ProviderCalendar.credential_id).in_(credential_ids))
        for one in tx.all(statement.order_by(ProviderCalendar.id)):
            held[one.credential_id].append(one)
    return held


def _connection(tx: Transaction, credential: Credential, held: list[ProviderCalendar], user: User) -> Connection:
    kind = BY_INTEGRATION[credential.type]
    error = REVOKED if credential.invalid else next((one.error for one in held if one.error), None)
    if error is not None:
        return Connection(credential, kind, error=error)
    listed = [_played(one) for one in held]
    if kind is ICS_FEED:
        fetched = _fetched(tx, credential, {one.external_id for one in listed})
        if fetched is None:
            return Connection(credential, kind, error=UNREACHABLE)
        listed += fetched
    if not any(one.primary for one in listed):
        return Connection(credential, kind, error=NO_PRIMARY)
    return Connection(credential, kind, tuple(sorted(listed, key=lambda one: not one.primary)))


def _played(held: ProviderCalendar) -> Calendar:
    return Calendar(
        external_id=held.external_id,
        integration=held.integration,
        name=held.name,
        email=held.email or held.external_id,
        primary=held.primary,
        read_only=held.read_only,
        credential_id=held.credential_id,
    )


def _fetched(tx: Transaction, credential: Credential, played: set[str]) -> list[Calendar] | None:
    """The calendars at a credential's addresses, the first of them primary; None when one cannot be read."""
    key: dict[str, Any] = credential.key or {}
    urls = [url for url in key.get("urls", []) if url not in played]
    found = feeds(tx, urls) if urls else []
    if any(isinstance(feed, FeedNotRead) for feed in found):
        return None
    assert credential.id is not None
    return [
        Calendar(
            external_id=url,
            integration=ICS_FEED.integration,
            name=(not isinstance(feed, FeedNotRead) and feed.name) or url,
            email="",
            primary=url == key["urls"][0],
            read_only=bool(key.get("readOnly", True)),
            credential_id=credential.id,
        )
        for url, feed in zip(urls, found, strict=True)
    ]


def _is(calendar: Calendar, integration: str, external_id: str) -> bool:
    return calendar.integration == integration and calendar.external_id == external_id
