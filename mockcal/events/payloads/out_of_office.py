"""OOO_CREATED: somebody is away."""

from datetime import datetime

from mockcal.events import places
from mockcal.http.answers import Instant, Wire
from mockcal.store.schedules import OutOfOfficeEntry
from mockcal.store.users import User

REASONS = {
    "unspecified": (1, "🕒"),
    "vacation": (2, "🏝️"),
    "travel": (3, "🛫"),
    "sick": (4, "🤒"),
    "public_holiday": (5, "🏦"),
}
"""Each reason's number and sign."""


class AwayReason(Wire):
    emoji: str
    reason: str


class AwayUser(Wire):
    id: int | None
    name: str | None
    username: str | None
    email: str
    time_zone: str


class AwayEntry(Wire):
    """`start` and `end` in the user's own zone, with its offset."""

    id: int | None
    start: str
    end: str
    created_at: Instant | None
    updated_at: Instant | None
    notes: str | None
    reason: AwayReason
    reason_id: int
    user: AwayUser
    to_user: AwayUser | None
    uuid: str


class OutOfOfficeCreated(Wire):
    ooo_entry: AwayEntry


def out_of_office_created(entry: OutOfOfficeEntry, user: User, to_user: User | None) -> OutOfOfficeCreated:
    reason = (entry.reason or "unspecified").lower()
    number, emoji = REASONS.get(reason, REASONS["unspecified"])
    return OutOfOfficeCreated(
        ooo_entry=AwayEntry(
            id=entry.id,
            start=_local(entry.start, user),
            end=_local(entry.end, user),
            created_at=entry.created_at,
            updated_at=entry.updated_at,
            notes=entry.notes,
            reason=AwayReason(emoji=emoji, reason=f"ooo_reasons_{reason}"),
            reason_id=number,
            user=_user(user),
            to_user=to_user and _user(to_user),
            uuid=entry.uuid,
        )
    )


def _local(moment: datetime, user: User) -> str:
    return moment.astimezone(places.zone(user.time_zone)).isoformat(timespec="seconds")


def _user(user: User) -> AwayUser:
    return AwayUser(id=user.id, name=user.name, username=user.username, email=user.email, time_zone=user.time_zone)
