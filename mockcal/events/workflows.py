"""Workflows: which ones a booking or a form's response sets off, at once or when their time comes."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import Select, and_, bindparam, literal, or_, select
from sqlmodel import col

from mockcal.events import workflow_steps
from mockcal.events.facts import Facts
from mockcal.events.responses import is_booked
from mockcal.events.scheduled import CAL_VIDEO, absent_hosts, did_a_guest_join
from mockcal.sandbox import timers
from mockcal.sandbox.transaction import Transaction
from mockcal.store.bookings import Attendee, Booking
from mockcal.store.event_types import EventType
from mockcal.store.routing_forms import FormResponse, RoutingForm
from mockcal.store.teams import Team
from mockcal.store.timers import Timer
from mockcal.store.workflows import Workflow, WorkflowActivation

REMINDER = "WORKFLOW_REMINDER"
NO_SHOW = ("afterHostsCalVideoNoShow", "afterGuestsCalVideoNoShow")
TIMED = ("beforeEvent", "afterEvent", *NO_SHOW)
STANDS = ("newEvent", "rescheduleEvent")
OVER = ("eventCancelled", "bookingRejected")
# Made once: every change of a booking asks it.
ACTIVE = (
    select(Workflow)
    .where(
        Workflow.type == "event-type",
        or_(
            col(Workflow.id).in_(
                select(WorkflowActivation.workflow_id).where(
                    col(WorkflowActivation.event_type_id).in_(bindparam("event_type_ids", expanding=True))
                )
            ),
            and_(col(Workflow.is_active_on_all), Workflow.team_id == bindparam("team_id")),
        ),
    )
    .order_by(Workflow.id)
)
LONGEST = 999_999_999  # what a span of time can have of any unit


def booking_event(
    tx: Transaction, trigger: str, booking: Booking, *, attendee: Attendee | None = None, silent: bool = False
) -> None:
    """A booking became what `trigger` says. Reminders come with a booking that stands and go with one that does not.

    With `attendee` only this one is concerned; `silent`: another booking of its series was spoken of at this moment.
    """
    if trigger in OVER and attendee is None:
        forget(tx, booking.uid)
    if booking.from_reschedule and trigger in ("rescheduleEvent", "bookingRequested"):
        forget(tx, booking.from_reschedule)
    event_type = tx.get(EventType, booking.event_type_id)
    active = active_on(tx, event_type) if event_type is not None else []
    if not active:
        return
    facts = Facts(tx, booking, only=[attendee] if attendee is not None else None)
    for workflow in active:
        if workflow.trigger == trigger and not silent:
            workflow_steps.send(tx, workflow, workflow_steps.of_booking(facts))
    if trigger in STANDS:
        if attendee is None:
            forget(tx, booking.uid)
        remind_of(tx, booking, active)


def form_submitted(tx: Transaction, form: RoutingForm, row: FormResponse) -> None:
    """Workflows of the form's team act at once, or wait whether a booking comes of it."""
    for workflow in tx.all(_active_on_form(form)) if form.team_id is not None else []:
        if workflow.trigger == "formSubmitted":
            workflow_steps.send(tx, workflow, workflow_steps.of_response(form, row))
        elif workflow.trigger == "formSubmittedNoEvent":
            data = {"workflowId": workflow.id, "responseId": row.id}
            timers.schedule(
                tx, at=tx.now + offset(workflow), kind=REMINDER, subject=f"form-response:{row.id}", data=data
            )


def remind_of(tx: Transaction, booking: Booking, workflows: Sequence[Workflow]) -> None:
    """Set timers for those of `workflows` that wait for a booking's time and have none yet."""
    pending = select(Timer).where(Timer.subject == _subject(booking), Timer.kind == REMINDER)
    known = {timer.data["workflowId"] for timer in tx.all(pending)}
    tx.add_all([timer for one in workflows if one.id not in known for timer in _timers(tx, one, [booking])])


def forget(tx: Transaction, booking_uid: str) -> None:
    timers.cancel(tx, f"booking:{booking_uid}", REMINDER)


def changed(tx: Transaction, workflow: Workflow, event_types: Sequence[EventType]) -> None:
    """A workflow begins to hold for `event_types`, or holds in another way: what it says of bookings to come is set anew."""
    concerned = select(Booking).where(
        col(Booking.event_type_id).in_([one.id for one in event_types]),
        Booking.status == "ACCEPTED",
        Booking.end_time > _moved(tx.now, -offset(workflow)),
    )
    _drop(tx, concerned, {workflow.id})
    tx.add_all(_timers(tx, workflow, tx.all(concerned.order_by(Booking.id))))


def member_left(tx: Transaction, team: Team, user_id: int) -> None:
    """Nobody is reminded any more of what somebody who left would have hosted for the team."""
    own = set(tx.all(select(Workflow.id).where(Workflow.team_id == team.id)))
    if own:
        _drop(tx, select(Booking).where(Booking.user_id == user_id, Booking.end_time > tx.now), own)


def remind(tx: Transaction, timer: Timer) -> str | None:
    """A timer's handler. What changed in the meantime counts: a workflow that is gone, inactive or due at another time is
    silent, as is one about a booking that does not stand."""
    workflow = tx.get(Workflow, timer.data["workflowId"])
    if workflow is None:
        return None
    if "responseId" in timer.data:
        return _remind_of_response(tx, workflow, timer.data["responseId"])
    booking = tx.first(select(Booking).where(Booking.uid == timer.subject.removeprefix("booking:")))
    if booking is None or booking.status != "ACCEPTED" or _due(workflow, booking) != timer.at:
        return None
    facts = Facts(tx, booking)
    if not _is_active(tx, workflow, booking) or not _is_called_for(workflow, facts):
        return None
    workflow_steps.send(tx, workflow, workflow_steps.of_booking(facts))
    return REMINDER


def offset(workflow: Workflow) -> timedelta:
    """What is not stored means an hour."""
    if workflow.time is None:
        return timedelta(hours=1)
    return timedelta(**{f"{workflow.time_unit or 'hour'}s": max(-LONGEST, min(workflow.time, LONGEST))})


def is_repeated(tx: Transaction, booking: Booking) -> bool:
    """A later occurrence of a series that is told of once."""
    if booking.recurring_event_id is None:
        return False
    earlier = select(Booking.id).where(
        Booking.recurring_event_id == booking.recurring_event_id, Booking.start_time < booking.start_time
    )
    return tx.first(earlier) is not None


def active_on(tx: Transaction, event_type: EventType) -> list[Workflow]:
    """The workflows that hold for an event type: named with it or its managed parent, or with all of the team's."""
    parent = tx.get(EventType, event_type.parent_id)
    team_id = event_type.team_id or (parent.team_id if parent else None)
    ids = [one.id for one in (event_type, parent) if one is not None]
    return tx.all(ACTIVE, event_type_ids=ids, team_id=team_id)


def _active_on_form(form: RoutingForm) -> Select[Workflow]:
    named = select(WorkflowActivation.workflow_id).where(WorkflowActivation.routing_form_id == form.id)
    on_all = and_(col(Workflow.is_active_on_all), Workflow.team_id == form.team_id)
    active = select(Workflow).where(Workflow.type == "routing-form", or_(col(Workflow.id).in_(named), on_all))
    return active.order_by(Workflow.id)


def _drop(tx: Transaction, bookings: Select[Booking], workflow_ids: Collection[int | None]) -> None:
    """Forget what these workflows would say about these bookings."""
    uids = bookings.with_only_columns(col(Booking.uid)).subquery()
    pending = select(Timer).join(uids, col(Timer.subject) == literal("booking:") + uids.c.uid)
    for timer in tx.all(pending.where(Timer.kind == REMINDER)):
        if timer.data["workflowId"] in workflow_ids:
            tx.session.delete(timer)
    tx.flush()


def _timers(tx: Transaction, workflow: Workflow, bookings: Sequence[Booking]) -> list[Timer]:
    """What would be in the past is let go."""
    due = [(booking, at) for booking in bookings if (at := _due(workflow, booking)) is not None and at > tx.now]
    data = {"workflowId": workflow.id}
    return [Timer(at=at, kind=REMINDER, subject=_subject(booking), data=data) for booking, at in due]


def _subject(booking: Booking) -> str:
    return f"booking:{booking.uid}"


def _due(workflow: Workflow, booking: Booking) -> datetime | None:
    """When a workflow speaks of a booking; None for one that acts at once, or on calls where there is none."""
    match workflow.trigger:
        case "beforeEvent":
            return _moved(booking.start_time, -offset(workflow))
        case "afterEvent":
            return _moved(booking.end_time, offset(workflow))
        case trigger if trigger in NO_SHOW and booking.location == CAL_VIDEO:
            return _moved(booking.start_time, offset(workflow))
    return None


def _moved(moment: datetime, by: timedelta) -> datetime:
    """An offset may be millions of years."""
    try:
        return moment + by
    except OverflowError:
        return (datetime.max if by > timedelta(0) else datetime.min).replace(tzinfo=UTC)


def _is_active(tx: Transaction, workflow: Workflow, booking: Booking) -> bool:
    event_type = tx.get(EventType, booking.event_type_id)
    return event_type is not None and workflow in active_on(tx, event_type)


def _is_called_for(workflow: Workflow, facts: Facts) -> bool:
    """Somebody who should have been in the call was not."""
    match workflow.trigger:
        case "afterHostsCalVideoNoShow":
            return bool(absent_hosts(facts))
        case "afterGuestsCalVideoNoShow":
            return not did_a_guest_join(facts)
    return True


def _remind_of_response(tx: Transaction, workflow: Workflow, response_id: int) -> str | None:
    row = tx.get(FormResponse, response_id)
    form = tx.get(RoutingForm, row.form_id) if row else None
    if row is None or form is None or is_booked(tx, form, row) or workflow not in tx.all(_active_on_form(form)):
        return None
    workflow_steps.send(tx, workflow, workflow_steps.of_response(form, row))
    return REMINDER
