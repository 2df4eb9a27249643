"""Bulk data that nobody wants to write by hand; the same seed invents the same."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlmodel import col

from mockcal.sandbox.sandbox import Sandbox
from mockcal.sandbox.transaction import Transaction
from mockcal.seed.document import FixtureError, Json
from mockcal.seed.names import faker_of
from mockcal.store.bookings import Booking
from mockcal.store.event_types import EventType
from mockcal.store.users import User

if TYPE_CHECKING:
    from faker import Faker

KINDS = ("users", "bookings")
ZONES = ("Europe/London", "Europe/Rome", "America/New_York", "America/Los_Angeles", "Asia/Kolkata", "Asia/Tokyo")
WEEKS = 4  # before and after today
OPENS, CLOSES = 9, 17
EVENT_TYPES: list[Json] = [
    {"title": "Intro call", "slug": "intro-call", "lengthInMinutes": 30},
    {"title": "Deep dive", "slug": "deep-dive", "lengthInMinutes": 60},
]


def add_bulk(sandbox: Sandbox, wanted: str) -> None:
    """`users=50,bookings=2000`: people with two event types each, then bookings of whatever personal event types there are."""
    counts = _counts(wanted)
    random = Random(sandbox.ids.number(2**32))
    _load(sandbox, {"users": list(_users(counts.get("users", 0), random))})
    tx = sandbox.begin()
    bookings = list(_bookings(tx, counts.get("bookings", 0), random))
    tx.rollback()
    _load(sandbox, {"bookings": bookings})


def _load(sandbox: Sandbox, document: Json) -> None:
    from mockcal.seed.document import parse
    from mockcal.seed.loader import load

    tx = sandbox.begin()
    load(tx, parse(document))
    tx.commit()


def _counts(wanted: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    for part in filter(None, wanted.replace(" ", "").split(",")):
        kind, _, count = part.partition("=")
        if kind not in KINDS or not count.isdigit():
            raise FixtureError("--fake", f"{part} is not understood; write e.g. users=50,bookings=2000")
        counts[kind] = int(count)
    return counts


def _users(count: int, random: Random) -> Iterator[Json]:
    source = faker_of(random.randrange(2**32))
    for number in range(1, count + 1):
        name = source.name()
        username = f"{name.lower().replace(' ', '-').replace('.', '').replace(chr(39), '')}-{number}"
        yield {"username": username, "name": name, "timeZone": random.choice(ZONES), "eventTypes": EVENT_TYPES}


def _bookings(tx: Transaction, count: int, random: Random) -> Iterator[Json]:
    """On half hours of the host's working days, around today, none overlapping another of that host."""
    offered = _personal_event_types(tx)
    if not offered or not count:
        return
    source = faker_of(random.randrange(2**32))
    free = {user.id: _starts(tx, user, random) for _, user in offered}
    for _ in range(count):
        event_type, user = random.choice(offered)
        start = next(free[user.id], None)
        if start is not None:
            yield _booking(event_type, user, start, source, random, now=tx.now)


def _personal_event_types(tx: Transaction) -> list[tuple[EventType, User]]:
    """Of at most an hour, so that starts an hour apart never overlap."""
    rows = tx.rows(
        select(EventType, User)
        .join(User, User.id == EventType.user_id)
        .where(
            col(EventType.hidden).is_(False),
            col(EventType.seats_per_time_slot).is_(None),
            col(EventType.recurring_event).is_(None),
            EventType.length <= 60,
            col(User.is_platform_managed).is_(False),
        )
        .order_by(EventType.id)
    )
    return [(event_type, user) for event_type, user in rows]


def _starts(tx: Transaction, user: User, random: Random) -> Iterator[datetime]:
    """The hours of the user's weekdays in random order, without those that a booking takes already."""
    zone = ZoneInfo(user.time_zone)
    taken = set(tx.all(select(col(Booking.start_time)).where(Booking.user_id == user.id)))
    today = tx.now.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    days = [today + timedelta(days=day) for day in range(-7 * WEEKS, 7 * WEEKS + 1) if day]
    hours = [day.replace(hour=hour) for day in days if day.weekday() < 5 for hour in range(OPENS, CLOSES)]
    random.shuffle(hours)
    return (hour for hour in hours if hour.astimezone(ZoneInfo("UTC")) not in taken)


def _booking(
    event_type: EventType, user: User, start: datetime, source: "Faker", random: Random, *, now: datetime
) -> Json:
    name = source.name()
    pending = event_type.requires_confirmation and start > now
    status = "pending" if pending else random.choices(("accepted", "cancelled"), (9, 1))[0]
    made = min(now, start) - timedelta(days=random.randrange(1, 15), minutes=random.randrange(1440))
    shown: Json = {
        "eventType": f"{user.username}/{event_type.slug}",
        "start": start.astimezone(ZoneInfo("UTC")).isoformat(),
        "status": status,
        "createdAt": made.isoformat(timespec="milliseconds"),
        "attendee": {
            "name": name,
            "email": f"{source.user_name()}@{source.safe_domain_name()}",
            "timeZone": random.choice(ZONES),
            "language": "en",
        },
    }
    if status == "cancelled":
        shown["cancellationReason"] = "Something came up"
    elif status == "accepted" and _meets_in_cal_video(event_type):
        shown["references"] = [{"type": "daily_video", "uid": f"room-{random.randrange(16**10):010x}"}]
    return shown


def _meets_in_cal_video(event_type: EventType) -> bool:
    locations = event_type.locations or []
    return bool(locations) and locations[0].get("type") == "integrations:daily"
