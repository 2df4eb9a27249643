"""Confirming and declining what waits for the host."""

from mockcal.api.bookings import effects, find
from mockcal.auth.caller import Caller
from mockcal.auth.event_types import is_admin_over, is_host
from mockcal.auth.roles import is_admin_of
from mockcal.http.errors import TrpcError
from mockcal.sandbox.transaction import Transaction
from mockcal.store.bookings import Booking
from mockcal.store.event_types import EventType


def confirm(tx: Transaction, uid: str, caller: Caller) -> Booking:
    """Accepts the booking, or every pending occurrence of its series. Only an accepted one is refused."""
    booking = _decidable(tx, uid, caller)
    affected = _pending_with(tx, booking)
    for one in affected:
        one.status = "ACCEPTED"
        one.updated_at = tx.now
    tx.flush()
    effects.confirmed(tx, booking, affected)
    return booking


def decline(tx: Transaction, uid: str, caller: Caller, reason: str | None) -> Booking:
    """Rejects the booking, or every pending occurrence of its series."""
    booking = _decidable(tx, uid, caller)
    for one in _pending_with(tx, booking):
        one.status = "REJECTED"
        one.rejection_reason = reason
        one.updated_at = tx.now
    tx.flush()
    effects.declined(tx, booking, reason)
    return booking


def _decidable(tx: Transaction, uid: str, caller: Caller) -> Booking:
    """404; 401 (generic) for whoever has no say; 400 (generic) when accepted already."""
    booking = find.require(tx, uid)
    if not _may_decide(tx, booking, caller):
        raise TrpcError(401, explain="neither organizer, host nor an admin of theirs")
    if booking.status == "ACCEPTED":
        raise TrpcError(400, explain="the booking is accepted already")
    return booking


def _pending_with(tx: Transaction, booking: Booking) -> list[Booking]:
    series = [one for one in find.series_of(tx, booking.recurring_event_id) if one.status == "PENDING"]
    return series if booking in series else [booking, *series]


def _may_decide(tx: Transaction, booking: Booking, caller: Caller) -> bool:
    event_type = tx.get(EventType, booking.event_type_id)
    if caller.is_system_admin or booking.user_id == caller.user_id:
        return True
    if event_type is not None:
        parent = tx.get(EventType, event_type.parent_id)
        team_id = event_type.team_id or (parent.team_id if parent else None)
        own = event_type.user_id == caller.user_id or is_host(tx, caller.user_id, event_type)
        if own or (team_id is not None and is_admin_of(tx, caller.user_id, team_id)):
            return True
    return is_admin_over(tx, caller.user_id, booking.user_id)
