"""The rules of a team's workflows, for event types and for routing forms."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, or_, select
from sqlmodel import col

from mockcal.api.workflows import phone_field
from mockcal.api.workflows.guards import WorkflowNotInTeam
from mockcal.api.workflows.schemas import (
    ATTENDEE_TEXT_ACTIONS,
    EVENT_TYPE,
    MAIL_ACTIONS,
    NUMBER_ACTIONS,
    WITH_OFFSET,
    Change,
    EventActivation,
    EventActivationOut,
    FormActivation,
    FormActivationOut,
    MessageOut,
    OffsetOut,
    StepIn,
    StepOut,
    TriggerIn,
    TriggerOut,
    WorkflowOut,
)
from mockcal.events import workflows
from mockcal.http.answers import OMIT
from mockcal.http.errors import ApiError, BadRequest, DatabaseRefusal, Json, TrpcError
from mockcal.http.rules import is_integer
from mockcal.sandbox.transaction import Transaction
from mockcal.store.apps import VerifiedEmail, VerifiedPhone
from mockcal.store.event_types import EventType
from mockcal.store.routing_forms import RoutingForm
from mockcal.store.teams import Team
from mockcal.store.users import User
from mockcal.store.workflows import Workflow, WorkflowActivation, WorkflowStep

LARGEST = 2**31 - 1
MAIL_SENDER = "Cal.com"
TEXT_SENDER = "Cal"
RECIPIENT = {"email_host": "const", "email_address": "email"} | dict.fromkeys(NUMBER_ACTIONS, "phone_number")
# The real service keeps no offset of the others, so that they read back as an hour.
KEEPS_OFFSET = ("beforeEvent", "afterEvent", "formSubmittedNoEvent")


class InvalidVerifiedEmail(BadRequest):
    def __init__(self) -> None:
        super().__init__("Invalid Verified Email Id.")


class InvalidVerifiedPhone(BadRequest):
    def __init__(self) -> None:
        super().__init__("Invalid Verified Phone Id.")


def of_team(tx: Transaction, team_id: int | None, kind: str, *, take: int, skip: int) -> list[WorkflowOut]:
    statement = select(Workflow).where(Workflow.team_id == team_id, Workflow.type == kind).order_by(Workflow.id)
    return show_all(tx, tx.all(statement.offset(skip).limit(take)))


def require(tx: Transaction, workflow_id: int, kind: str) -> Workflow:
    """404 too for a workflow of the other kind."""
    row = tx.get(Workflow, workflow_id)
    if row is None or row.type != kind:
        raise WorkflowNotInTeam(workflow_id)
    return row


def create(tx: Transaction, team: Team, user: User, body: Change, kind: str) -> Workflow:
    """A workflow that is refused after its body was found valid stays behind, without a name or steps.

    Its steps are all new: a body of this operation knows no ids of steps.
    """
    row = tx.add(blank(tx, team, user, kind))
    steps = [step.model_copy(update={"id": None}) for step in body.steps or []]
    try:
        return update(tx, team, row, body.model_copy(update={"steps": steps}))
    except ApiError as refusal:
        refusal.keeps_work = True
        raise


def blank(tx: Transaction, team: Team, user: User | None, kind: str) -> Workflow:
    """A workflow that nothing is known of yet."""
    return Workflow(
        name="",
        team_id=team.id,
        user_id=user.id if user else None,
        type=kind,
        trigger="beforeEvent" if kind == EVENT_TYPE else "formSubmitted",
        time=24 if kind == EVENT_TYPE else None,
        time_unit="hour" if kind == EVENT_TYPE else None,
        created_at=tx.now,
    )


def update(tx: Transaction, team: Team, row: Workflow, change: Change) -> Workflow:
    """What is left out stays. Refusals in order: a verified e-mail or phone, what it is to be active on, an unpaid team."""
    steps = None if change.steps is None else [(step, _stored(tx, team, step)) for step in change.steps]
    active = None if change.activation is None else _own(tx, team, change.activation)
    if steps is not None:
        _require_paid(tx, team, row, steps)
    before = _texting_event_types(tx, row)
    if change.name is not None:
        row.name = change.name
    if change.trigger is not None:
        _set_trigger(row, change.trigger)
    if active is not None:
        _activate(tx, row, *active)
    if steps is not None:
        _replace_steps(tx, row, steps)
    tx.flush()
    _take_effect(tx, row, before)
    return row


def remove(tx: Transaction, row: Workflow) -> None:
    before = _texting_event_types(tx, row)
    tx.delete(row)
    phone_field.refresh_all(tx, before)


def show(tx: Transaction, row: Workflow) -> WorkflowOut:
    return show_all(tx, [row])[0]


def show_all(tx: Transaction, rows: Sequence[Workflow]) -> list[WorkflowOut]:
    """Steps by number; everything is read at once."""
    ids = [row.id for row in rows]
    steps: dict[int | None, list[WorkflowStep]] = defaultdict(list)
    of_steps = select(WorkflowStep).where(col(WorkflowStep.workflow_id).in_(ids))
    for step in tx.all(of_steps.order_by(WorkflowStep.step_number, WorkflowStep.id)):
        steps[step.workflow_id].append(step)
    links: dict[int | None, list[WorkflowActivation]] = defaultdict(list)
    of_links = select(WorkflowActivation).where(col(WorkflowActivation.workflow_id).in_(ids))
    for link in tx.all(of_links.order_by(WorkflowActivation.id)):
        links[link.workflow_id].append(link)
    return [_show(row, steps[row.id], links[row.id]) for row in rows]


def event_types_of(tx: Transaction, row: Workflow) -> list[EventType]:
    """Those that it is active on, with the copies that managed ones gave to members."""
    if row.is_active_on_all:
        own = select(EventType.id).where(EventType.team_id == row.team_id)
    else:
        own = select(WorkflowActivation.event_type_id).where(WorkflowActivation.workflow_id == row.id)
    statement = select(EventType).where(or_(col(EventType.id).in_(own), col(EventType.parent_id).in_(own)))
    return tx.all(statement.order_by(EventType.id))


def steps_of(tx: Transaction, row: Workflow) -> list[WorkflowStep]:
    statement = select(WorkflowStep).where(WorkflowStep.workflow_id == row.id)
    return tx.all(statement.order_by(WorkflowStep.step_number, WorkflowStep.id))


def _texting_event_types(tx: Transaction, row: Workflow) -> list[EventType]:
    """The event types whose form depends on this workflow: none unless it texts attendees."""
    texts = any(step.action == phone_field.ASKS_FOR_NUMBER for step in steps_of(tx, row))
    return event_types_of(tx, row) if texts and row.type == EVENT_TYPE else []


def _take_effect(tx: Transaction, row: Workflow, before: list[EventType]) -> None:
    """Forms ask for a number where attendees are texted, coming bookings are reminded of as it says now."""
    touched = {one.id: one for one in [*before, *_texting_event_types(tx, row)]}
    phone_field.refresh_all(tx, touched.values())
    if row.type == EVENT_TYPE:
        workflows.changed(tx, row, event_types_of(tx, row))


def _stored(tx: Transaction, team: Team, step: StepIn) -> Json:
    """The columns that a step becomes."""
    is_mail = step.action in MAIL_ACTIONS
    return {
        "step_number": _whole(step.step_number),
        "action": step.action,
        "send_to": _address(tx, team, step) or _number(tx, team, step),
        "verified_id": _key(step.verified_email_id or step.verified_phone_id),
        "reminder_body": step.message.html if is_mail else step.message.text,
        "email_subject": step.message.subject,
        "template": step.template,
        "sender": step.sender or (MAIL_SENDER if is_mail else TEXT_SENDER),
        "include_calendar_event": is_mail and step.include_calendar_event,
        "number_required": bool(step.phone_required) if step.action in ATTENDEE_TEXT_ACTIONS else None,
    }


def _address(tx: Transaction, team: Team, step: StepIn) -> str | None:
    """400 for an address that was not verified for this very team."""
    if step.action != "email_address":
        return None
    found = tx.get(VerifiedEmail, _key(step.verified_email_id))
    if found is None or found.team_id != team.id:
        raise InvalidVerifiedEmail
    return found.email


def _number(tx: Transaction, team: Team, step: StepIn) -> str | None:
    """400 for a number that was not verified for this very team."""
    if step.action not in NUMBER_ACTIONS:
        return None
    found = tx.get(VerifiedPhone, _key(step.verified_phone_id))
    if found is None or found.team_id != team.id:
        raise InvalidVerifiedPhone
    return found.phone_number


def _key(number: Any) -> int | None:
    return int(number) if is_integer(number) and abs(number) <= LARGEST else None


def _whole(number: Any) -> int:
    if not is_integer(number) or abs(number) > LARGEST:
        raise DatabaseRefusal(explain=f"{number} is no 32-bit integer; the real service answers 500")
    return int(number)


def _own(
    tx: Transaction, team: Team, activation: EventActivation | FormActivation
) -> tuple[bool, list[EventType | RoutingForm]]:
    """Whether it is active on all, and else on which, as they were named: unknown ones are passed over, another team's
    are refused with 401 (generic)."""
    found: list[Any]
    if isinstance(activation, EventActivation):
        on_all = activation.is_active_on_all_event_types
        ids: list[Any] = [key for one in activation.active_on_event_type_ids if (key := _key(one)) is not None]
        found = tx.all(select(EventType).where(col(EventType.id).in_(ids)))
    else:
        on_all, ids = activation.is_active_on_all_routing_forms, activation.active_on_routing_form_ids
        found = tx.all(select(RoutingForm).where(col(RoutingForm.id).in_(ids)))
    if on_all:
        return True, []
    if any(one.team_id != team.id for one in found):
        raise TrpcError(401, explain="the workflow may only be active on what belongs to its team")
    return False, sorted(found, key=lambda one: ids.index(one.id))


def _require_paid(tx: Transaction, team: Team, row: Workflow, steps: list[tuple[StepIn, Json]]) -> None:
    """401 (generic) where a team that has not paid writes mails of its own."""
    parent = tx.get(Team, team.parent_id)
    if not team.pending_payment and not (parent and parent.pending_payment):
        return
    bodies = {step.id: step.reminder_body for step in steps_of(tx, row)}
    if any(new["action"] in MAIL_ACTIONS and new["reminder_body"] != bodies.get(step.id) for step, new in steps):
        raise TrpcError(401, explain="the team has no paid plan, so that it cannot change the text of mails")


def _set_trigger(row: Workflow, trigger: TriggerIn) -> None:
    row.trigger, row.time, row.time_unit = trigger.type, None, None
    if trigger.type in KEEPS_OFFSET:
        row.time, row.time_unit = _whole(trigger.offset["value"]), trigger.offset["unit"]


def _activate(tx: Transaction, row: Workflow, on_all: bool, on: list[EventType | RoutingForm]) -> None:
    tx.execute(delete(WorkflowActivation).where(WorkflowActivation.workflow_id == row.id))
    row.is_active_on_all = on_all
    key = "event_type_id" if row.type == EVENT_TYPE else "routing_form_id"
    tx.add_all([WorkflowActivation(workflow_id=row.id, **{key: one.id}) for one in on])


def _replace_steps(tx: Transaction, row: Workflow, steps: list[tuple[StepIn, Json]]) -> None:
    """A step keeps its id by naming it, one without an id is new, one with an id of no step here is passed over."""
    left = {step.id: step for step in steps_of(tx, row)}
    for step, columns in steps:
        known = left.pop(step.id, None)
        if known is not None:
            known.sqlmodel_update(columns)
        elif step.id is None or step.id <= 0:
            tx.add(WorkflowStep(workflow_id=row.id, **columns))
    for gone in left.values():
        tx.session.delete(gone)
    tx.flush()


def _show(row: Workflow, steps: list[WorkflowStep], links: list[WorkflowActivation]) -> WorkflowOut:
    return WorkflowOut(
        id=row.id,
        name=row.name,
        activation=_show_activation(row, links),
        trigger=_show_trigger(row),
        steps=[_show_step(step) for step in steps],
        type=row.type,
    )


def _show_activation(row: Workflow, links: list[WorkflowActivation]) -> EventActivationOut | FormActivationOut:
    """What it is named with is not shown while it is active on all."""
    shown = [] if row.is_active_on_all else links
    if row.type == EVENT_TYPE:
        ids = [link.event_type_id for link in shown]
        return EventActivationOut(is_active_on_all_event_types=row.is_active_on_all, active_on_event_type_ids=ids)
    forms = [link.routing_form_id for link in shown]
    return FormActivationOut(is_active_on_all_routing_forms=row.is_active_on_all, active_on_routing_form_ids=forms)


def _show_trigger(row: Workflow) -> TriggerOut:
    if row.trigger not in WITH_OFFSET:
        return TriggerOut(type=row.trigger)
    offset = OffsetOut(value=1, unit="hour") if row.time is None else OffsetOut(value=row.time, unit=row.time_unit)
    return TriggerOut(type=row.trigger, offset=offset)


def _show_step(step: WorkflowStep) -> StepOut:
    is_mail = step.action in MAIL_ACTIONS
    body = {"html" if is_mail else "text": step.reminder_body or ""}
    return StepOut(
        id=step.id,
        step_number=step.step_number,
        action=step.action,
        recipient=RECIPIENT.get(step.action, "attendee"),
        email=(step.send_to or "") if step.action == "email_address" else "",
        phone=(step.send_to or "") if step.action in NUMBER_ACTIONS else "",
        phone_required=bool(step.number_required) if step.action in ATTENDEE_TEXT_ACTIONS else OMIT,
        template=step.template,
        include_calendar_event=step.include_calendar_event,
        sender=step.sender or "",
        message=MessageOut(subject=step.email_subject or "", **body),
    )
