"""Private links: ways to book a hidden event type until a time, or a number of times."""

from datetime import datetime, timedelta
from typing import Annotated, Any

from sqlalchemy import select

from mockcal.api.event_types.output import WEB_BASE
from mockcal.http import rules
from mockcal.http.answers import OMIT, Instant, Wire
from mockcal.http.dto import Dto
from mockcal.http.errors import BadRequest, DatabaseRefusal, NotFound
from mockcal.http.js_dates import parse_date
from mockcal.http.params import LARGEST_ID
from mockcal.http.rules import Custom, Only
from mockcal.sandbox.transaction import Transaction
from mockcal.store.columns import EPOCH
from mockcal.store.event_types import EventType, PrivateLink

LATEST = 2.5e14  # milliseconds: the year 9892
DELETED = "Private link deleted successfully"


def instant_of(value: Any) -> datetime | None:
    """As `new Date(value)`: of a text, or of milliseconds."""
    if rules.is_number(value):
        return EPOCH + timedelta(milliseconds=int(value)) if abs(value) < LATEST else None
    return parse_date(value) if isinstance(value, str) else None


Date = Annotated[
    Any, Only(Custom("isDate", "expiresAt must be a Date instance", lambda value: instant_of(value) is not None))
]


class LinkLimits(Dto):
    expires_at: Date | None = None
    max_usage_count: Annotated[int, rules.Min(1)] | None = None


class UncheckedLimits(Dto):
    """As the organization's route takes a change: without a look at it."""

    expires_at: Any = None
    max_usage_count: Any = None


class PrivateLinkOut(Wire):
    """By time or by use, told apart by which of the two is there."""

    link_id: str
    event_type_id: int
    is_expired: bool
    booking_url: str
    expires_at: Instant | None = None
    max_usage_count: int | None = None
    usage_count: int | None = None


class DeletedLink(Wire):
    link_id: str
    message: str


class NoLimit(BadRequest):
    def __init__(self) -> None:
        super().__init__("Either expiresAt or maxUsageCount must be provided")


class TwoLimits(BadRequest):
    def __init__(self) -> None:
        super().__init__("Provide only one of expiresAt or maxUsageCount")


class NoLinkToUpdate(NotFound):
    def __init__(self) -> None:
        super().__init__("Updated link not found")


class NoLinkToDelete(NotFound):
    def __init__(self) -> None:
        super().__init__("Deleted link not found")


def create(tx: Transaction, event_type: EventType, body: LinkLimits) -> PrivateLinkOut:
    """400 unless exactly one of the two limits is given."""
    if body.expires_at is None and body.max_usage_count is None:
        raise NoLimit
    if body.expires_at is not None and body.max_usage_count is not None:
        raise TwoLimits
    row = PrivateLink(event_type_id=event_type.id, link=tx.ids.uid(), expires_at=instant_of(body.expires_at))
    row.max_usage_count = _storable(body.max_usage_count or 1)
    return show(tx, tx.add(row))


def of(tx: Transaction, event_type: EventType) -> list[PrivateLinkOut]:
    """Expired ones too."""
    rows = tx.all(select(PrivateLink).where(PrivateLink.event_type_id == event_type.id).order_by(PrivateLink.id))
    return [show(tx, row) for row in rows]


def update(tx: Transaction, event_type: EventType, link_id: str, body: LinkLimits | UncheckedLimits) -> PrivateLinkOut:
    """Without a time it is a link by use from now on."""
    row = _find(tx, event_type, link_id)
    if row is None:
        raise NoLinkToUpdate
    row.expires_at = instant_of(body.expires_at)
    if rules.is_integer(body.max_usage_count):
        row.max_usage_count = _storable(int(body.max_usage_count or 0))
    tx.flush()
    return show(tx, row)


def remove(tx: Transaction, event_type: EventType, link_id: str) -> DeletedLink:
    row = _find(tx, event_type, link_id)
    if row is None:
        raise NoLinkToDelete
    tx.delete(row)
    return DeletedLink(link_id=link_id, message=DELETED)


def show(tx: Transaction, row: PrivateLink) -> PrivateLinkOut:
    timed = row.expires_at is not None
    spent = row.usage_count >= row.max_usage_count
    return PrivateLinkOut(
        link_id=row.link,
        event_type_id=row.event_type_id,
        is_expired=row.expires_at < tx.now if row.expires_at is not None else spent,
        booking_url=f"{WEB_BASE}/d/{row.link}",
        expires_at=row.expires_at if timed else OMIT,
        max_usage_count=OMIT if timed else row.max_usage_count,
        usage_count=OMIT if timed else row.usage_count,
    )


def _storable(count: int) -> int:
    if abs(count) > LARGEST_ID:
        raise DatabaseRefusal(explain=f"{count} is no 32-bit integer; the real service answers 500")
    return count


def _find(tx: Transaction, event_type: EventType, link_id: str) -> PrivateLink | None:
    """A link of another event type counts as none."""
    of_type = select(PrivateLink).where(PrivateLink.event_type_id == event_type.id)
    return tx.first(of_type.where(PrivateLink.link == link_id))
