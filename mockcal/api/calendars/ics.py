"""iCalendar feeds: what they are called, and when they are busy."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DAY = timedelta(days=1)
MOST_OCCURRENCES = 50_000
"""How far a rule is followed; one that repeats every second for years would never end."""


class UnreadableFeed(Exception):
    """The text is no iCalendar file."""


@dataclass(slots=True)
class Event:
    """One VEVENT. `begin` and `end` are dates (a whole day), naive (the reader's zone) or aware datetimes."""

    uid: str
    begin: date
    end: date
    busy: bool
    rules: list[str] = field(default_factory=list)
    extra: list[date] = field(default_factory=list)
    skipped: list[date] = field(default_factory=list)
    replaces: date | None = None  # the occurrence of its series that this event stands for


@dataclass(frozen=True, slots=True)
class Feed:
    name: str | None
    zone: str | None
    events: tuple[Event, ...]

    def busy(self, start: datetime, end: datetime, *, zone: str) -> list[tuple[datetime, datetime]]:
        """The UTC spans of its busy events that overlap start … end, in order. `zone` is for times that name none."""
        home = _zone(self.zone) or _zone(zone) or UTC
        moved = {(one.uid, _instant(one.replaces, home)) for one in self.events if one.replaces is not None}
        spans = [
            (begin, begin + _length(one, home, begin))
            for one in self.events
            if one.busy
            for begin in _beginnings(one, home, start, end)
            if one.replaces is not None or (one.uid, begin) not in moved
        ]
        return sorted({span for span in spans if span[0] < end and span[1] > max(start, span[0])})


@lru_cache(maxsize=64)
def parsed(text: str) -> Feed:
    """The feed that `text` is. Raises `UnreadableFeed`."""
    from icalendar import Calendar

    try:
        calendar = Calendar.from_ical(text)
        events = tuple(_event(part) for part in calendar.walk("VEVENT") if part.get("DTSTART") is not None)
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise UnreadableFeed(str(error)) from None
    if calendar.name != "VCALENDAR":
        raise UnreadableFeed("no VCALENDAR")
    return Feed(_text(calendar.get("X-WR-CALNAME")), _text(calendar.get("X-WR-TIMEZONE")), events)


def _event(part: Any) -> Event:
    """Raises `ValueError` for what it cannot make sense of, an impossible rule among it."""
    begin = part.decoded("DTSTART")
    rules = [rule.to_ical().decode() for rule in _listed(part.get("RRULE"))]
    for rule in rules:
        _followed(rule, UTC, datetime(2000, 1, 1))
    replaces = part.decoded("RECURRENCE-ID") if part.get("RECURRENCE-ID") is not None else None
    return Event(
        uid=str(part.get("UID", "")),
        begin=begin,
        end=_end(part, begin),
        busy=_text(part.get("TRANSP")) != "TRANSPARENT" and _text(part.get("STATUS")) != "CANCELLED",
        rules=rules,
        extra=_dates(part.get("RDATE")),
        skipped=_dates(part.get("EXDATE")),
        replaces=replaces,
    )


def _end(part: Any, begin: date) -> date:
    """Without an end: a date lasts its day, a time no time."""
    if part.get("DTEND") is not None:
        end: date = part.decoded("DTEND")
        return end
    if part.get("DURATION") is not None:
        return begin + part.decoded("DURATION")
    return begin if isinstance(begin, datetime) else begin + DAY


def _beginnings(event: Event, home: tzinfo, start: datetime, end: datetime) -> Iterator[datetime]:
    """When it begins, as UTC instants; of a series all that can reach into start … end."""
    if not event.rules and not event.extra:
        yield _instant(event.begin, home)
        return
    skipped = {_instant(one, home) for one in event.skipped}
    first = _instant(event.begin, home)
    earliest = start - _length(event, home, first) - DAY
    found = {first} | {_instant(one, home) for one in event.extra}
    for rule in event.rules:
        found |= set(_repeated(event, rule, home, earliest, end))
    yield from sorted(found - skipped)


def _repeated(event: Event, rule: str, home: tzinfo, earliest: datetime, end: datetime) -> Iterator[datetime]:
    """Counted on the wall clock, so that nine o'clock stays nine o'clock when summer time comes."""
    zone = event.begin.tzinfo if isinstance(event.begin, datetime) and event.begin.tzinfo else home
    wall = _instant(event.begin, home).astimezone(zone).replace(tzinfo=None)
    for count, naive in enumerate(_followed(rule, zone, wall)):
        begin = naive.replace(tzinfo=zone).astimezone(UTC)
        if begin >= end or count > MOST_OCCURRENCES:
            return
        if begin >= earliest:
            yield begin


def _followed(rule: str, zone: tzinfo, wall: datetime) -> Iterable[datetime]:
    from dateutil.rrule import rrulestr

    return rrulestr(_on_wall(rule, zone), dtstart=wall)


def _on_wall(rule: str, zone: tzinfo) -> str:
    """The rule with its UNTIL on the wall clock: given in UTC, or as a date whose whole day counts."""
    parts = [part.split("=", 1) for part in rule.split(";") if "=" in part]
    return ";".join(f"{name}={_until(value, zone) if name.upper() == 'UNTIL' else value}" for name, value in parts)


def _until(value: str, zone: tzinfo) -> str:
    if "T" not in value:
        return f"{value}T235959"
    if not value.endswith("Z"):
        return value
    moment = datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).astimezone(zone)
    return f"{moment:%Y%m%dT%H%M%S}"


def _length(event: Event, home: tzinfo, begin: datetime) -> timedelta:
    """How long it lasts when it begins then; whole days are as long as the calendar has them."""
    if isinstance(event.begin, datetime) or isinstance(event.end, datetime):
        return max(_instant(event.end, home) - _instant(event.begin, home), timedelta(0))
    days = event.end - event.begin
    local = begin.astimezone(home)
    return (local.replace(tzinfo=None) + days).replace(tzinfo=home).astimezone(UTC) - begin


def _instant(moment: date, home: tzinfo) -> datetime:
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time.min)
    return (moment if moment.tzinfo else moment.replace(tzinfo=home)).astimezone(UTC)


def _dates(value: Any) -> list[date]:
    """The moments of RDATE or EXDATE, of which a period counts by its start."""
    moments = [one.dt for listed in _listed(value) for one in listed.dts]
    return [moment[0] if isinstance(moment, tuple) else moment for moment in moments]


def _listed(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _zone(name: str | None) -> tzinfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
