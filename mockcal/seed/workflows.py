"""Workflows of a fixture's teams, for event types and for routing forms."""

from typing import Any

from sqlalchemy import Select, delete, select

from mockcal.api.workflows import service
from mockcal.api.workflows.schemas import (
    EVENT_TYPE,
    FORM_TRIGGERS,
    MAIL_ACTIONS,
    NUMBER_ACTIONS,
    ROUTING_FORM,
    CreateEventWorkflow,
    CreateFormWorkflow,
    UpdateEventWorkflow,
    UpdateFormWorkflow,
)
from mockcal.auth.caller import team_owner
from mockcal.events import workflows
from mockcal.sandbox.transaction import Transaction
from mockcal.seed.document import Json
from mockcal.seed.loading import Loading
from mockcal.store.apps import VerifiedEmail, VerifiedPhone
from mockcal.store.event_types import EventType
from mockcal.store.routing_forms import RoutingForm
from mockcal.store.teams import Team
from mockcal.store.workflows import Workflow, WorkflowStep

OWN = ("id", "type", "stored")
CREATE: dict[str, Any] = {EVENT_TYPE: CreateEventWorkflow, ROUTING_FORM: CreateFormWorkflow}
UPDATE: dict[str, Any] = {EVENT_TYPE: UpdateEventWorkflow, ROUTING_FORM: UpdateFormWorkflow}


def load_workflows(loading: Loading, place: str, bodies: list[Json], team: Team) -> None:
    """These workflows in the place of the old ones, those of the same name keeping their ids."""
    old = {row.id: row for row in _of_team(loading.tx, team)}
    numbers = loading.made_of(team=team).setdefault("workflows", {})
    for index, sent in enumerate(bodies):
        row = _load(loading, f"{place}[{index}]", sent, team, old)
        old.pop(row.id, None)
        numbers[row.name] = {"id": row.id}
    for row in old.values():
        service.remove(loading.tx, row)


def export_workflows(tx: Transaction, team: Team) -> list[Json]:
    """As they are loaded."""
    rows = _of_team(tx, team)
    bodies = [one.model_dump(mode="json", by_alias=True, exclude_unset=True) for one in service.show_all(tx, rows)]
    return [_export(tx, row, body) for row, body in zip(rows, bodies, strict=True)]


def remind_of_all(tx: Transaction) -> None:
    """Bookings that a document brought are reminded of like any other."""
    for row in tx.all(select(Workflow).where(Workflow.type == EVENT_TYPE).order_by(Workflow.id)):
        if row.trigger in workflows.TIMED:
            workflows.changed(tx, row, service.event_types_of(tx, row))


def _of_team(tx: Transaction, team: Team) -> list[Workflow]:
    return tx.all(select(Workflow).where(Workflow.team_id == team.id).order_by(Workflow.id))


def _load(loading: Loading, place: str, sent: Json, team: Team, old: dict[int | None, Workflow]) -> Workflow:
    row = old.get(sent.get("id")) or next((one for one in old.values() if one.name == sent.get("name")), None)
    has_no_steps = sent.get("steps") == []
    kind = row.type if row else _kind(sent)
    model = (CREATE if row is None and not has_no_steps else UPDATE)[kind]
    borrowed = [_verify(loading, team, step) for step in _no_longer_verified(sent)]
    body = loading.body(model, _numbered(loading, place, sent, team, row), place, own=OWN)
    row = row or _new(loading, place, sent, team, kind)
    for index, step in enumerate(body.steps or []):
        _make_room(loading, f"{place}.steps[{index}]", row, step.id)
    loading.calling(place, lambda: service.update(loading.tx, team, row, body))
    for one in borrowed:
        loading.tx.session.delete(one)
    if has_no_steps:
        loading.tx.execute(delete(WorkflowStep).where(WorkflowStep.workflow_id == row.id))
    _store(loading, f"{place}.stored", row, sent.get("stored") or {})
    return row


def _kind(sent: Json) -> str:
    trigger = sent.get("trigger")
    told = trigger.get("type") if isinstance(trigger, dict) else None
    return sent.get("type") or (ROUTING_FORM if told in FORM_TRIGGERS else EVENT_TYPE)


def _new(loading: Loading, place: str, sent: Json, team: Team, kind: str) -> Workflow:
    if sent.get("id") is not None and loading.tx.get(Workflow, sent["id"]) is not None:
        loading.refuse(f"{place}.id", f"another workflow has the id {sent['id']}")
    assert team.id is not None
    owner = team_owner(loading.tx, team.id)
    row = service.blank(loading.tx, team, owner, kind)
    row.id = sent.get("id")
    return loading.tx.add(row)


def _make_room(loading: Loading, place: str, row: Workflow, step_id: Any) -> None:
    """A step that a document numbers is stored under that number."""
    if step_id is None:
        return
    found = loading.tx.get(WorkflowStep, step_id)
    if found is not None and found.workflow_id != row.id:
        loading.refuse(f"{place}.id", f"another workflow's step has the id {step_id}")
    if found is None:
        loading.tx.add(WorkflowStep(id=step_id, workflow_id=row.id, step_number=0, action=""))


def _store(loading: Loading, place: str, row: Workflow, stored: Json) -> None:
    """The offset that the API keeps of some triggers only."""
    if unknown := next((key for key in stored if key not in ("time", "timeUnit")), None):
        loading.refuse(f"{place}.{unknown}", "unknown field")
    if stored:
        row.time, row.time_unit = stored.get("time"), stored.get("timeUnit")
    loading.tx.flush()


def _numbered(loading: Loading, place: str, sent: Json, team: Team, row: Workflow | None) -> Json:
    """The body with numbers in the place of slugs, names, addresses and phone numbers."""
    body = {key: value for key, value in sent.items() if key != "steps" or value != []}
    if isinstance(body.get("activation"), dict):
        body["activation"] = _activation(loading, f"{place}.activation", body["activation"], team)
    if isinstance(body.get("steps"), list):
        known = {step.step_number: step.id for step in service.steps_of(loading.tx, row)} if row else {}
        body["steps"] = [
            _step(loading, f"{place}.steps[{index}]", step, team, known) if isinstance(step, dict) else step
            for index, step in enumerate(body["steps"])
        ]
    return body


def _activation(loading: Loading, place: str, activation: Json, team: Team) -> Json:
    found = dict(activation)
    if isinstance(ids := found.get("activeOnEventTypeIds"), list):
        found["activeOnEventTypeIds"] = [
            _event_type(loading, f"{place}.activeOnEventTypeIds", one, team) for one in ids
        ]
    if isinstance(ids := found.get("activeOnRoutingFormIds"), list):
        found["activeOnRoutingFormIds"] = [_form(loading, f"{place}.activeOnRoutingFormIds", one, team) for one in ids]
    return found


def _event_type(loading: Loading, place: str, key: Any, team: Team) -> Any:
    if not isinstance(key, str):
        return key
    if "/" in key:
        return loading.event_type(key, place).id
    found = loading.tx.first(select(EventType).where(EventType.team_id == team.id, EventType.slug == key))
    return found.id if found else loading.refuse(place, f"the team has no event type {key}")


def _form(loading: Loading, place: str, key: Any, team: Team) -> Any:
    if not isinstance(key, str) or loading.tx.get(RoutingForm, key) is not None:
        return key
    found = loading.tx.first(select(RoutingForm).where(RoutingForm.team_id == team.id, RoutingForm.name == key))
    return found.id if found else loading.refuse(place, f"the team has no routing form {key}")


def _no_longer_verified(sent: Json) -> list[Json]:
    """The steps for an address or a number that was verified when they were made."""
    steps = sent.get("steps")
    return [step for step in steps if isinstance(step, dict) and _was_verified(step)] if isinstance(steps, list) else []


def _was_verified(step: Json) -> bool:
    return step.get("stored") == {"verified": False}


def _verify(loading: Loading, team: Team, step: Json) -> VerifiedEmail | VerifiedPhone:
    """Only for as long as the step is made."""
    if "verifiedEmailId" in step:
        return loading.tx.add(VerifiedEmail(team_id=team.id, email=str(step["verifiedEmailId"])))
    return loading.tx.add(VerifiedPhone(team_id=team.id, phone_number=str(step.get("verifiedPhoneId"))))


def _step(loading: Loading, place: str, step: Json, team: Team, known: dict[int, int | None]) -> Json:
    found: Json = {"id": known.get(step.get("stepNumber")), **step}
    if _was_verified(step):
        del found["stored"]
    if isinstance(address := found.get("verifiedEmailId"), str):
        found["verifiedEmailId"] = _verified(
            loading, f"{place}.verifiedEmailId", _address_of(team.id, address), address
        )
    if isinstance(number := found.get("verifiedPhoneId"), str):
        found["verifiedPhoneId"] = _verified(loading, f"{place}.verifiedPhoneId", _number_of(team.id, number), number)
    return found


def _verified(loading: Loading, place: str, of_team: Any, key: str) -> Any:
    found = loading.tx.first(of_team)
    return found.id if found else loading.refuse(place, f"the team has not verified {key}")


def _export(tx: Transaction, row: Workflow, body: Json) -> Json:
    if "activeOnEventTypeIds" in body["activation"]:
        ids = body["activation"]["activeOnEventTypeIds"]
        slugs = [one.slug for key in ids if (one := tx.get(EventType, key)) is not None]
        body["activation"]["activeOnEventTypeIds"] = slugs
    body["steps"] = [_export_step(tx, row, step) for step in body["steps"]]
    if row.trigger in workflows.NO_SHOW and row.time is not None:
        body["stored"] = {"time": row.time, "timeUnit": row.time_unit}
    return body


def _export_step(tx: Transaction, row: Workflow, step: Json) -> Json:
    """As a create body has it: what follows from the action is left out, what was verified is named."""
    email, phone = step.pop("email"), step.pop("phone")
    if step["action"] not in MAIL_ACTIONS:
        del step["includeCalendarEvent"]
    if step["action"] == "email_address":
        step["verifiedEmailId"] = email
        is_verified = tx.first(_address_of(row.team_id, email)) is not None
    elif step["action"] in NUMBER_ACTIONS:
        step["verifiedPhoneId"] = phone
        is_verified = tx.first(_number_of(row.team_id, phone)) is not None
    else:
        return step
    return step if is_verified else step | {"stored": {"verified": False}}


def _address_of(team_id: int | None, email: str) -> Select[VerifiedEmail]:
    return select(VerifiedEmail).where(VerifiedEmail.team_id == team_id, VerifiedEmail.email == email)


def _number_of(team_id: int | None, phone: str) -> Select[VerifiedPhone]:
    return select(VerifiedPhone).where(VerifiedPhone.team_id == team_id, VerifiedPhone.phone_number == phone)
