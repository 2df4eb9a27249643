"""What became of a booking, one function for each: webhooks, mails and texts, timers and workflows follow from it."""

from collections.abc import Callable, Mapping, Sequence

from mockcal.events import mails as letters
from mockcal.events import scheduled, workflows
from mockcal.events.audience import Audience
from mockcal.events.facts import Facts
from mockcal.events.payloads import attendance, booked, decided
from mockcal.events.payloads import cancelled as gone
from mockcal.events.payloads.instant import instant_meeting
from mockcal.events.webhooks import Payload, publish
from mockcal.sandbox.transaction import Transaction
from mockcal.store.bookings import Attendee, Booking, BookingSeat
from mockcal.store.users import User


def created(
    tx: Transaction, booking: Booking, *, seat: BookingSeat | None = None, joins: bool = False, mails: bool = True
) -> None:
    """Accepted when it was made. Whose `seat` `joins` what stands is told alone: nothing is scheduled once more."""
    facts = Facts(tx, booking, seat=seat)
    joiner = tx.get(Attendee, seat.attendee_id) if seat is not None and joins else None
    _tell(facts, "BOOKING_CREATED", lambda: booked.booked(facts))
    if joiner is None:
        scheduled.schedule(facts)
    if mails and joiner is None:
        letters.scheduled(facts)
    elif mails and joiner is not None:
        letters.seat_taken(facts, joiner)
    workflows.booking_event(tx, "newEvent", booking, attendee=joiner, silent=workflows.is_repeated(tx, booking))


def requested(
    tx: Transaction,
    booking: Booking,
    *,
    old: Booking | None = None,
    seat: BookingSeat | None = None,
    mails: bool = True,
) -> None:
    """It waits for its host; `old` is what it shall take the place of, or what the `seat` in it was taken out of."""
    if old is not None and old.status == "CANCELLED":
        scheduled.cancel(tx, old.uid)
    booking.one_time_password = booking.one_time_password or tx.ids.uuid()
    facts = Facts(tx, booking, seat=seat)
    _tell(facts, "BOOKING_REQUESTED", lambda: booked.booked(facts, old=old))
    if mails:
        letters.requested(facts)
    workflows.booking_event(tx, "bookingRequested", booking, silent=workflows.is_repeated(tx, booking))


def payment_initiated(tx: Transaction, booking: Booking) -> None:
    facts = Facts(tx, booking)
    _tell(facts, "BOOKING_PAYMENT_INITIATED", lambda: booked.payment_initiated(facts))
    letters.payment_requested(facts)
    workflows.booking_event(tx, "bookingPaymentInitiated", booking)


def paid(tx: Transaction, booking: Booking) -> None:
    """Accepted by that, or now it waits for its host: of which platform clients never hear, but the host always does."""
    facts = Facts(tx, booking)
    if booking.status == "PENDING":
        audience = facts.audience.without_client().of_user(booking.user_id)
        _tell(facts, "BOOKING_REQUESTED", lambda: decided.requested_once_paid(facts), audience=audience)
        letters.requested(facts)
        workflows.booking_event(tx, "bookingRequested", booking)
        return
    _tell(facts, "BOOKING_CREATED", lambda: decided.confirmed(facts))
    _tell(facts, "BOOKING_PAID", lambda: decided.paid(facts))
    scheduled.schedule(facts, was_confirmed=True)
    letters.scheduled(facts)
    workflows.booking_event(tx, "newEvent", booking)
    workflows.booking_event(tx, "bookingPaid", booking)


def rescheduled(
    tx: Transaction,
    booking: Booking,
    *,
    old: Booking,
    seat: BookingSeat | None = None,
    joins: bool = False,
    mails: bool = True,
) -> None:
    """Accepted at another time than `old`. With `seat` only its attendee moved. Who `joins` finds all scheduled."""
    facts = Facts(tx, booking, seat=seat)
    mover = tx.get(Attendee, seat.attendee_id) if seat is not None else None
    _tell(facts, "BOOKING_RESCHEDULED", lambda: booked.booked(facts, old=old))
    if seat is None or old.status == "CANCELLED":
        scheduled.cancel(tx, old.uid)
    if not joins:
        scheduled.schedule(facts)
    if mails:
        letters.rescheduled(facts, old, facts.attendees if mover is None else [mover], _former(facts, old))
    workflows.booking_event(tx, "rescheduleEvent", booking, attendee=mover)


def confirmed(tx: Transaction, booking: Booking, series: Sequence[Booking]) -> None:
    """The host accepted; `series` are all that this accepts, of which the world is told once."""
    facts = Facts(tx, booking)
    _tell(facts, "BOOKING_CREATED", lambda: decided.confirmed(facts))
    letters.scheduled(facts)
    for one in series:
        scheduled.schedule(Facts(tx, one), was_confirmed=True)
        workflows.booking_event(tx, "newEvent", one, silent=one is not booking)


def declined(tx: Transaction, booking: Booking, reason: str | None) -> None:
    """The host hears of it by his own webhooks, even for a team's event type."""
    facts = Facts(tx, booking)
    audience = facts.audience.of_user(booking.user_id)
    _tell(facts, "BOOKING_REJECTED", lambda: decided.rejected(facts, reason), audience=audience)
    letters.declined(facts, reason)
    workflows.booking_event(tx, "bookingRejected", booking)


def cancelled(tx: Transaction, bookings: Sequence[Booking], *, whole_series: bool = False, mails: bool = True) -> None:
    """One booking, or several of a series, of which the world is told once; their attendees are still there."""
    first = bookings[0]
    facts, reason = Facts(tx, first), first.cancellation_reason
    _tell(facts, "BOOKING_CANCELLED", lambda: gone.cancelled(facts, reason, whole_series=whole_series))
    if mails:
        letters.cancelled(facts, reason)
    for booking in bookings:
        scheduled.cancel(tx, booking.uid)
        workflows.booking_event(tx, "eventCancelled", booking, silent=booking is not first)


def seat_cancelled(
    tx: Transaction, booking: Booking, attendee: Attendee, seat: BookingSeat, reason: str | None, *, mails: bool = True
) -> None:
    """One attendee leaves, who is still there; the others meet."""
    facts = Facts(tx, booking, seat=seat, only=[attendee])
    _tell(facts, "BOOKING_CANCELLED", lambda: gone.cancelled(facts, reason))
    if mails:
        letters.seat_cancelled(facts, attendee, reason)
    workflows.booking_event(tx, "eventCancelled", booking, attendee=attendee)


def no_show_updated(tx: Transaction, booking: Booking, absent: Mapping[str, bool]) -> None:
    """`absent` is what was asked for, by e-mail address."""
    facts = Facts(tx, booking)
    audience = facts.audience.of_user(facts.event_type.user_id if facts.event_type else booking.user_id)
    _tell(facts, "BOOKING_NO_SHOW_UPDATED", lambda: attendance.no_show_updated(facts, absent), audience=audience)
    workflows.booking_event(tx, "bookingNoShowUpdated", booking)


def instant(tx: Transaction, booking: Booking, token: str) -> None:
    """Somebody waits for whoever joins first with `token`; nobody is written to."""
    facts = Facts(tx, booking)
    audience = facts.audience.of_user(None).without_client()
    _tell(facts, "INSTANT_MEETING", lambda: instant_meeting(facts, token), audience=audience)


def reassigned(tx: Transaction, booking: Booking, *, old_host: User, new_host: User) -> None:
    letters.reassigned(Facts(tx, booking), old_host=old_host, new_host=new_host)


def guests_added(tx: Transaction, booking: Booking, before: Sequence[Attendee], new: Sequence[Attendee]) -> None:
    letters.guests_added(Facts(tx, booking), before, new)


def attendee_added(tx: Transaction, booking: Booking, attendee: Attendee) -> None:
    letters.attendee_added(Facts(tx, booking), attendee)


def attendee_removed(tx: Transaction, booking: Booking, attendee: Attendee) -> None:
    letters.attendee_removed(Facts(tx, booking), attendee)


def location_changed(tx: Transaction, booking: Booking) -> None:
    letters.location_changed(Facts(tx, booking))


def reschedule_requested(tx: Transaction, booking: Booking, reason: str | None) -> None:
    """The host wants another time. Platform clients do not hear of it."""
    facts = Facts(tx, booking)
    audience = facts.audience.without_client()
    _tell(facts, "BOOKING_CANCELLED", lambda: gone.reschedule_requested(facts, reason), audience=audience)
    letters.reschedule_requested(facts, reason)
    scheduled.cancel(tx, booking.uid)
    workflows.booking_event(tx, "eventCancelled", booking)


def _former(facts: Facts, old: Booking) -> Facts | None:
    """`old`, where a round robin looked for hosts anew."""
    chooses = facts.event_type is not None and facts.event_type.scheduling_type == "ROUND_ROBIN"
    return Facts(facts.tx, old) if chooses and facts.booking.from_reschedule == old.uid else None


def _tell(facts: Facts, trigger: str, make: Callable[[], Payload], *, audience: Audience | None = None) -> None:
    """A payload is made only if somebody subscribed; `audience` is another one than the booking's own."""
    webhooks = facts.subscribers(trigger) if audience is None else audience.subscribers(facts.tx, trigger)
    if webhooks:
        publish(facts.tx, trigger, make(), webhooks)
