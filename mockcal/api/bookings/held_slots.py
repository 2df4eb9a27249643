"""A booking made with the uid of a reservation."""

from datetime import datetime

from sqlalchemy import delete, select

from mockcal.http.errors import RepeatedMessageError
from mockcal.sandbox import timers
from mockcal.sandbox.transaction import Transaction
from mockcal.store.event_types import EventType
from mockcal.store.schedules import SelectedSlot


class NotFirstInLine(RepeatedMessageError):
    def __init__(self, seconds: int) -> None:
        super().__init__(
            400,
            "reserved_slot_not_first_in_line",
            f"Someone else reserved this slot before you. This time slot will be freed up in {seconds} seconds.",
        )


def consume(tx: Transaction, uid: str | None, event_type: EventType, start: datetime, end: datetime) -> None:
    """400 unless `uid` is the earliest live reservation of this slot; it has served its purpose then."""
    if uid is None:
        return
    live = select(SelectedSlot).where(
        SelectedSlot.event_type_id == event_type.id,
        SelectedSlot.slot_utc_start_date == start,
        SelectedSlot.slot_utc_end_date == end,
        SelectedSlot.release_at > tx.now,
    )
    first = tx.first(live.order_by(SelectedSlot.id))
    if first is None or first.uid != uid:
        raise NotFirstInLine(int((first.release_at - tx.now).total_seconds()) if first else 0)
    tx.execute(delete(SelectedSlot).where(SelectedSlot.uid == uid))
    timers.cancel(tx, f"reservation:{uid}")
