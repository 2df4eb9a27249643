"""When people are busy by the calendars they selected."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlmodel import col

from mockcal.api.calendars.feeds import FeedNotRead, feeds
from mockcal.api.calendars.kinds import ICS_FEED
from mockcal.http.js_dates import parse_instant
from mockcal.sandbox.transaction import Transaction
from mockcal.store.apps import Credential, ProviderCalendar, ProviderEvent, SelectedCalendar
from mockcal.store.users import User


class Busy(NamedTuple):
    """`uid` is that of the calendar's event, where there is one: what a booking put there has its reference's uid."""

    start: datetime
    end: datetime
    uid: str | None = None


class CalendarUnavailable(Exception):
    """A provider or feed could not be asked: nobody knows when this person is busy."""


class Asked(NamedTuple):
    """One calendar to be asked, by its credential and its id at the provider."""

    credential: Credential
    external_id: str
    zone: str = "UTC"


def busy_times(tx: Transaction, user_id: int, start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
    """When the user's selected calendars are busy within start … end, in order. Raises `CalendarUnavailable`."""
    found = busy_of(tx, [user_id], start, end)[user_id]
    if isinstance(found, CalendarUnavailable):
        raise found
    return [(one.start, one.end) for one in found]


def busy_of(
    tx: Transaction, user_ids: Sequence[int], start: datetime, end: datetime
) -> dict[int, list[Busy] | CalendarUnavailable]:
    """The same for many users at once; somebody without selected calendars is never busy by them."""
    selected = _selected(tx, user_ids)
    provider = Provider(tx, [asked for every in selected.values() for asked in every], start, end)
    return {user_id: provider.busy_or_unavailable(selected[user_id]) for user_id in user_ids}


class Provider:
    """The played providers, asked once for all `calendars` what they hold within start … end."""

    def __init__(self, tx: Transaction, calendars: Sequence[Asked], start: datetime, end: datetime) -> None:
        self.start, self.end = start, end
        ids = {asked.credential.id for asked in calendars}
        held = tx.all(HELD, credential_ids=list(ids)) if ids else []
        self._held = {(one.credential_id, one.external_id): one for one in held}
        self._failing = {one.credential_id: one.error for one in held if one.error}
        self._events = _events_of(tx, [one.id for one in held], start, end)
        urls = [asked.external_id for asked in calendars if self._is_feed(asked)]
        self._feeds = dict(zip(urls, feeds(tx, urls), strict=True)) if urls else {}

    def busy_or_unavailable(self, calendars: Iterable[Asked]) -> list[Busy] | CalendarUnavailable:
        try:
            return sorted((busy for asked in calendars for busy in self.busy(asked)), key=lambda one: one[:2])
        except CalendarUnavailable as unavailable:
            return unavailable

    def busy(self, asked: Asked) -> list[Busy]:
        """A calendar that the provider does not know is never busy. Raises `CalendarUnavailable`."""
        if (error := self._failing.get(asked.credential.id or 0)) is not None:
            raise CalendarUnavailable(error)
        if self._is_feed(asked):
            return self._busy_in_feed(asked)
        held = self._held.get((asked.credential.id or 0, asked.external_id))
        if held is None:
            return []
        events = [Busy(event.start, event.end, event.uid) for event in self._events[held.id]]
        return sorted([*_given(held, self.start, self.end), *events], key=lambda one: one[:2])

    def _busy_in_feed(self, asked: Asked) -> list[Busy]:
        feed = self._feeds[asked.external_id]
        if isinstance(feed, FeedNotRead):
            raise CalendarUnavailable(str(feed))
        return [Busy(*span) for span in feed.busy(self.start, self.end, zone=asked.zone)]

    def _is_feed(self, asked: Asked) -> bool:
        """Feeds are fetched from where they are, unless a fixture plays their publisher."""
        is_played = (asked.credential.id, asked.external_id) in self._held
        return (
            asked.credential.type == ICS_FEED.integration
            and not is_played
            and asked.external_id in (asked.credential.key or {}).get("urls", [])
        )


# Made once: every booking and every query for slots asks these.
SELECTED = (
    select(SelectedCalendar, Credential, User.time_zone)
    .join(Credential, Credential.id == SelectedCalendar.credential_id)
    .join(User, User.id == SelectedCalendar.user_id)
    .where(
        col(SelectedCalendar.user_id).in_(bindparam("user_ids", expanding=True)), col(Credential.invalid).is_not(True)
    )
    .order_by(SelectedCalendar.id)
)
HELD = select(ProviderCalendar).where(
    col(ProviderCalendar.credential_id).in_(bindparam("credential_ids", expanding=True))
)
EVENTS = (
    select(ProviderEvent)
    .where(
        col(ProviderEvent.calendar_id).in_(bindparam("calendar_ids", expanding=True)),
        ProviderEvent.start < bindparam("end"),
        ProviderEvent.end > bindparam("start"),
        ProviderEvent.status != "cancelled",
    )
    .order_by(ProviderEvent.start, ProviderEvent.id)
)


def _selected(tx: Transaction, user_ids: Sequence[int]) -> dict[int, list[Asked]]:
    selected: dict[int, list[Asked]] = defaultdict(list)
    for calendar, credential, zone in tx.rows(SELECTED, user_ids=list(user_ids)):
        selected[calendar.user_id].append(Asked(credential, calendar.external_id, zone))
    return selected


def _events_of(
    tx: Transaction, calendar_ids: Sequence[int | None], start: datetime, end: datetime
) -> dict[int | None, list[ProviderEvent]]:
    events: dict[int | None, list[ProviderEvent]] = defaultdict(list)
    if not calendar_ids:
        return events
    for event in tx.all(EVENTS, calendar_ids=list(calendar_ids), start=start, end=end):
        events[event.calendar_id].append(event)
    return events


def _given(held: ProviderCalendar, start: datetime, end: datetime) -> Iterator[Busy]:
    """The spans that a fixture wrote into the calendar."""
    for one in held.busy or []:
        begin, until = parse_instant(one["start"]), parse_instant(one["end"])
        if begin and until and begin < end and until > start:
            yield Busy(begin, until)
