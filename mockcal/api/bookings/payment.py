"""A booking that costs something: how it is paid for here, where no money moves."""

from mockcal.api.bookings import effects, find
from mockcal.api.bookings.confirmation import requires_confirmation
from mockcal.sandbox.transaction import Transaction
from mockcal.store.bookings import Booking
from mockcal.store.event_types import EventType

SUCCEEDED = "payment_intent.succeeded"
HOW_TO_PAY = (
    'nobody pays here: POST /v2/billing/webhook {{"type": "payment_intent.succeeded", "data": {{"object": '
    '{{"metadata": {{"bookingUid": "{uid}"}}}}}}}}'
)


def ask_for(tx: Transaction, booking: Booking) -> None:
    tx.explain(HOW_TO_PAY.format(uid=booking.uid))


def pay(tx: Transaction, uid: str) -> None:
    """Accepted by that, unless its host has a word to say. What is unknown, free, paid or given up is passed over."""
    booking = find.by_uid(tx, uid)
    event_type = tx.get(EventType, booking.event_type_id) if booking else None
    if booking is None or event_type is None or not event_type.price:
        return
    if booking.paid or booking.status not in ("PENDING", "ACCEPTED"):
        return
    people = find.attendees_of(tx, booking)
    waits = booking.status == "PENDING" and requires_confirmation(
        event_type, start=booking.start_time, now=tx.now, email=people[0].email if people else ""
    )
    booking.paid, booking.updated_at = True, tx.now
    booking.status = "PENDING" if waits else "ACCEPTED"
    tx.flush()
    effects.paid(tx, booking)
