"""The rules of out-of-office entries."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import col

from mockcal.api.out_of_office.schemas import CreateEntry, EntriesQuery, Entry, Reason, UpdateEntry
from mockcal.http.errors import BadRequest, Conflict, Forbidden
from mockcal.http.js_dates import parse_instant
from mockcal.sandbox.transaction import Transaction
from mockcal.store.schedules import OutOfOfficeEntry
from mockcal.store.teams import Membership, Profile
from mockcal.store.users import User


class BothTimesNeeded(BadRequest):
    def __init__(self) -> None:
        super().__init__("Please specify both ooo start and end time.")


class StartAfterEnd(BadRequest):
    def __init__(self) -> None:
        super().__init__("Start date must be before end date.")


class EndlessRedirect(BadRequest):
    def __init__(self) -> None:
        super().__init__("Booking redirect infinite not allowed.")


class SameEntry(Conflict):
    def __init__(self) -> None:
        super().__init__("Ooo entry already exists.")


class RedirectToSelf(BadRequest):
    def __init__(self) -> None:
        super().__init__("Cannot redirect to self.")


class RedirectToStranger(BadRequest):
    def __init__(self) -> None:
        super().__init__("Cannot redirect to this user.")


class NotThisUsers(Forbidden):
    def __init__(self) -> None:
        super().__init__("This OOO entry does not belong to this user.")


def create(tx: Transaction, user: User, body: CreateEntry) -> OutOfOfficeEntry:
    """Whole UTC days. Refusals in order: the span, an endless redirect, 409 the same span, the person redirected to."""
    assert user.id is not None
    start, end = _days(body.start, body.end)
    to_user = None if body.to_user_id is None else int(body.to_user_id)
    _require_valid(tx, user, start, end, to_user)
    return tx.add(
        OutOfOfficeEntry(
            uuid=tx.ids.uuid(),
            user_id=user.id,
            to_user_id=to_user,
            start=start,
            end=end,
            notes=body.notes,
            reason=body.reason or Reason.UNSPECIFIED,
            created_at=tx.now,
            updated_at=tx.now,
        )
    )


def update(tx: Transaction, user: User, row: OutOfOfficeEntry, change: UpdateEntry) -> OutOfOfficeEntry:
    """Only what is sent is checked, so sending the entry's own span is 409. Null unsets the notes and the redirect."""
    if bool(change.start) != bool(change.end):
        raise BothTimesNeeded
    to_user = None if change.to_user_id is None else int(change.to_user_id)
    if change.start and change.end:
        start, end = _days(change.start, change.end)
        _require_valid(tx, user, start, end, to_user)
        row.start, row.end = start, end
    elif to_user is not None:
        _require_reachable(tx, user, to_user)
    if "to_user_id" in change.model_fields_set:
        row.to_user_id = to_user
    if "notes" in change.model_fields_set:
        row.notes = change.notes
    row.reason = change.reason or row.reason
    row.updated_at = tx.now
    tx.flush()
    return row


def own(tx: Transaction, user: User, entry_id: int) -> OutOfOfficeEntry:
    """403 for somebody else's, and for none at all."""
    row = tx.get(OutOfOfficeEntry, entry_id)
    if row is None or row.user_id != user.id:
        raise NotThisUsers
    return row


def of_user(tx: Transaction, user: User, query: EntriesQuery) -> list[Entry]:
    return _page(tx, select(OutOfOfficeEntry).where(OutOfOfficeEntry.user_id == user.id), query)


def of_organization(
    tx: Transaction, organization_id: int | None, query: EntriesQuery, email: str | None
) -> list[Entry]:
    """Those of everybody with a profile in the organization, or of one address."""
    people = select(Profile.user_id).where(Profile.organization_id == organization_id)
    statement = select(OutOfOfficeEntry).where(col(OutOfOfficeEntry.user_id).in_(people))
    if email:
        named = select(User.id).where(User.email == email)
        statement = statement.where(col(OutOfOfficeEntry.user_id).in_(named))
    return _page(tx, statement, query)


def show(row: OutOfOfficeEntry) -> Entry:
    return Entry(
        user_id=row.user_id,
        to_user_id=row.to_user_id,
        id=row.id,
        uuid=row.uuid,
        start=row.start,
        end=row.end,
        notes=row.notes,
        reason=row.reason,
    )


def _page(tx: Transaction, statement: Select[Any], query: EntriesQuery) -> list[Entry]:
    column, direction = (
        (OutOfOfficeEntry.end, query.sort_end) if query.sort_end else (OutOfOfficeEntry.start, query.sort_start)
    )
    if direction:
        statement = statement.order_by(col(column).asc() if direction == "asc" else col(column).desc())
    rows = tx.all(statement.order_by(OutOfOfficeEntry.id).offset(query.skip).limit(query.take))
    return [show(row) for row in rows]


def whole_days(first: datetime, last: datetime) -> tuple[datetime, datetime]:
    """From the beginning of the first UTC day to the end of the last."""
    midnight = {"hour": 0, "minute": 0, "second": 0, "microsecond": 0}
    return first.replace(**midnight), last.replace(**midnight) + timedelta(days=1, milliseconds=-1)


def _days(start: str, end: str) -> tuple[datetime, datetime]:
    first, last = parse_instant(start), parse_instant(end)
    assert first is not None and last is not None
    return whole_days(first, last)


def _require_valid(tx: Transaction, user: User, start: datetime, end: datetime, to_user: int | None) -> None:
    if start > end:
        raise StartAfterEnd
    if _covers_for_somebody(tx, user, start, end, to_user):
        raise EndlessRedirect
    same = select(OutOfOfficeEntry.id).where(
        OutOfOfficeEntry.user_id == user.id, OutOfOfficeEntry.start == start, OutOfOfficeEntry.end == end
    )
    if tx.first(same) is not None:
        raise SameEntry
    if to_user is not None:
        _require_reachable(tx, user, to_user)


def _covers_for_somebody(tx: Transaction, user: User, start: datetime, end: datetime, to_user: int | None) -> bool:
    """Somebody's bookings come here in that time; with a redirect, only those of the one redirected to count."""
    statement = select(OutOfOfficeEntry.id).where(
        OutOfOfficeEntry.to_user_id == user.id, OutOfOfficeEntry.start <= end, OutOfOfficeEntry.end >= start
    )
    if to_user is not None:
        statement = statement.where(OutOfOfficeEntry.user_id == to_user)
    return tx.first(statement) is not None


def _require_reachable(tx: Transaction, user: User, to_user: int) -> None:
    """400 for oneself, and for somebody in no team of which one is an accepted member."""
    if to_user == user.id:
        raise RedirectToSelf
    own_teams = select(Membership.team_id).where(Membership.user_id == user.id, Membership.accepted)
    shared = select(Membership.id).where(Membership.user_id == to_user, col(Membership.team_id).in_(own_teams))
    if tx.first(shared) is None:
        raise RedirectToStranger
