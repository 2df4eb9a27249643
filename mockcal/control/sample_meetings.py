"""How the triggers of bookings and meetings come about."""

from collections.abc import Callable
from datetime import timedelta

from mockcal.api.bookings import absence, cancel, decide, instant, reschedule
from mockcal.api.bookings.schemas import CancelBooking, MarkAbsent, RescheduleBooking
from mockcal.auth.caller import Caller, Kind
from mockcal.control.sample_stage import BOOKER, CAL_VIDEO, Stage
from mockcal.events import bookings as told
from mockcal.events import recordings, reports
from mockcal.events.triggers import Trigger
from mockcal.http.js_dates import iso_ms
from mockcal.sandbox.transaction import Transaction
from mockcal.store.bookings import Booking
from mockcal.store.event_types import EventType
from mockcal.store.users import User


def created(stage: Stage) -> None:
    with stage.act() as tx:
        stage.book(tx, stage.bookable(tx))


def requested(stage: Stage) -> None:
    with stage.act() as tx:
        stage.book(tx, _awaiting(stage.bookable(tx)))


def payment_initiated(stage: Stage) -> None:
    with stage.act() as tx:
        stage.book(tx, _priced(stage.bookable(tx)))


def paid(stage: Stage) -> None:
    with stage.act() as tx:
        booking = stage.book(tx, _priced(stage.bookable(tx)))
        booking.paid, booking.status = True, "ACCEPTED"
        told.paid(tx, booking)


def rescheduled(stage: Stage) -> None:
    with stage.act() as tx:
        booking = stage.book(tx, stage.bookable(tx))
        later = iso_ms(stage.free_after(tx, booking))
        body = RescheduleBooking.model_validate({"start": later, "rescheduledBy": BOOKER.email})
        reschedule.reschedule(tx, booking.uid, body, None)


def cancelled(stage: Stage) -> None:
    with stage.act() as tx:
        booking = stage.book(tx, stage.bookable(tx))
        body = CancelBooking.model_validate({"cancellationReason": "I cannot make it"})
        cancel.cancel(tx, booking.uid, body, None)


def rejected(stage: Stage) -> None:
    with stage.act() as tx:
        booking = stage.book(tx, _awaiting(stage.bookable(tx)))
        decide.decline(tx, booking.uid, _organizer(tx, booking), "I am busy then")


def no_show_updated(stage: Stage) -> None:
    with stage.act() as tx:
        booking = stage.book(tx, stage.bookable(tx))
        start, uid = booking.start_time, booking.uid
    stage.sandbox.advance(start)
    with stage.act() as tx:
        row = tx.get(Booking, booking.id)
        assert row is not None
        body = MarkAbsent.model_validate({"attendees": [{"email": BOOKER.email, "absent": True}]})
        absence.mark_absent(tx, uid, body, _organizer(tx, row))


def met(stage: Stage) -> None:
    """The meeting begins and ends."""
    with stage.act() as tx:
        end = stage.book(tx, stage.bookable(tx)).end_time
    stage.sandbox.advance(end)


def nobody_joined(stage: Stage) -> None:
    with stage.act() as tx:
        event_type = stage.bookable(tx)
        event_type.locations = [{"type": CAL_VIDEO}]
        webhook = stage.webhook(tx)
        end = stage.book(tx, event_type).end_time + timedelta(days=webhook.time or 1)
    stage.sandbox.advance(end)


def recorded(stage: Stage) -> None:
    with stage.act() as tx:
        booking = stage.book(tx, stage.bookable(tx))
        link = f"https://recordings.example/{booking.uid}.mp4"
        booking.transcripts = [f"https://recordings.example/{booking.uid}.vtt"]
        if stage.trigger is Trigger.RECORDING_READY:
            recordings.ready(tx, booking, link)
        else:
            recordings.transcribed(tx, booking, link)


def waited_for(stage: Stage) -> None:
    with stage.act() as tx:
        event_type = stage.team_event_type(tx)
        stage.listen(tx, event_type_id=event_type.id)
        answers = {"name": BOOKER.name, "email": BOOKER.email}
        instant.create(tx, event_type, start=tx.now, minutes=None, people=[BOOKER], responses=answers, metadata={})


def wrongly_assigned(stage: Stage) -> None:
    with stage.act() as tx:
        booking = stage.book(tx, stage.bookable(tx))
        reporter = _organizer(tx, booking).user
        reports.wrongly_assigned(tx, booking, reporter, correct_assignee=None, notes="This is not my client")


def _awaiting(event_type: EventType) -> EventType:
    event_type.requires_confirmation = True
    event_type.confirmation_threshold = None
    return event_type


def _priced(event_type: EventType) -> EventType:
    event_type.price = 2500
    return event_type


def _organizer(tx: Transaction, booking: Booking) -> Caller:
    user = tx.get(User, booking.user_id)
    assert user is not None
    return Caller(user, Kind.API_KEY, None)


SCENES: dict[Trigger, Callable[[Stage], None]] = {
    Trigger.BOOKING_CREATED: created,
    Trigger.BOOKING_REQUESTED: requested,
    Trigger.BOOKING_PAYMENT_INITIATED: payment_initiated,
    Trigger.BOOKING_PAID: paid,
    Trigger.BOOKING_RESCHEDULED: rescheduled,
    Trigger.BOOKING_CANCELLED: cancelled,
    Trigger.BOOKING_REJECTED: rejected,
    Trigger.BOOKING_NO_SHOW_UPDATED: no_show_updated,
    Trigger.MEETING_STARTED: met,
    Trigger.MEETING_ENDED: met,
    Trigger.AFTER_HOSTS_CAL_VIDEO_NO_SHOW: nobody_joined,
    Trigger.AFTER_GUESTS_CAL_VIDEO_NO_SHOW: nobody_joined,
    Trigger.RECORDING_READY: recorded,
    Trigger.RECORDING_TRANSCRIPTION_GENERATED: recorded,
    Trigger.INSTANT_MEETING: waited_for,
    Trigger.WRONG_ASSIGNMENT_REPORT: wrongly_assigned,
}
