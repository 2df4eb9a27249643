"""What follows a response to a routing form: webhooks, a mail to its owners, workflows, and the question a quarter of an
hour later whether anybody booked."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from mockcal.events import audience, messages, workflows
from mockcal.events.handlebars import text_of
from mockcal.events.responses import answers_of, is_booked
from mockcal.events.webhooks import publish
from mockcal.sandbox import timers
from mockcal.sandbox.transaction import Transaction
from mockcal.store.form_fields import Json, chosen, is_choice, key_of, readable
from mockcal.store.routing_forms import FormResponse, RoutingForm
from mockcal.store.teams import Membership
from mockcal.store.timers import Timer
from mockcal.store.users import User

SUBMITTED = "FORM_SUBMITTED"
NO_EVENT = "FORM_SUBMITTED_NO_EVENT"
FALLBACK_HIT = "ROUTING_FORM_FALLBACK_HIT"
MAIL = "routing-form-response"
UNBOOKED_AFTER = timedelta(minutes=15)


def submitted(tx: Transaction, form: RoutingForm, row: FormResponse, action: Json) -> None:
    """A response was stored; `action` is where it led."""
    answers = answers_of(form, row.response)
    root = {key_of(field): readable(field, value) for field, value in answers}
    publish(tx, SUBMITTED, _payload(form, row), _audience(tx, form).subscribers(tx, SUBMITTED), root=root)
    _mail(tx, form, answers)
    redirect = {"type": action.get("type"), "value": action.get("value")}
    timers.schedule(tx, at=tx.now + UNBOOKED_AFTER, kind=NO_EVENT, subject=_subject(row), data={"redirect": redirect})
    workflows.form_submitted(tx, form, row)


def fell_back(tx: Transaction, form: RoutingForm, row: FormResponse, route: Json) -> None:
    """The rules of an attribute route found nobody."""
    payload = {
        "formId": form.id,
        "formName": form.name,
        "teamId": form.team_id,
        "responseId": row.id,
        "fallbackAction": route.get("fallbackAction"),
        "responses": _responses(form, row.response),
    }
    publish(tx, FALLBACK_HIT, payload, _audience(tx, form).subscribers(tx, FALLBACK_HIT))


def unbooked(tx: Transaction, timer: Timer) -> str | None:
    """A timer's handler: the time for booking is over."""
    row = tx.get(FormResponse, int(timer.subject.removeprefix("form-response:")))
    form = tx.get(RoutingForm, row.form_id) if row else None
    if row is None or form is None or is_booked(tx, form, row):
        return None
    payload = _payload(form, row) | {"redirect": timer.data["redirect"], "responseId": row.id}
    publish(tx, NO_EVENT, payload, _audience(tx, form).subscribers(tx, NO_EVENT))
    return NO_EVENT


def _subject(row: FormResponse) -> str:
    return f"form-response:{row.id}"


def _audience(tx: Transaction, form: RoutingForm) -> audience.Audience:
    """A team's form concerns the team, a personal one its owner; and their organization."""
    return audience.of_team(tx, form.team_id) if form.team_id is not None else audience.of_user(tx, form.user_id)


def _payload(form: RoutingForm, row: FormResponse) -> Json:
    responses = _responses(form, row.response)
    return {"formId": form.id, "formName": form.name, "teamId": form.team_id, "responses": responses}


def _responses(form: RoutingForm, response: Any) -> Json:
    return {key_of(field): _told(field, value) for field, value in answers_of(form, response)}


def _told(field: Json, value: Any) -> Json:
    """A choice is always told as a list, of labels and of options."""
    if not is_choice(field):
        return {"value": value, "response": value}
    options = chosen(field, value)
    return {
        "value": [option.label for option in options],
        "response": [{"label": option.label, "id": option.id} for option in options],
    }


def _mail(tx: Transaction, form: RoutingForm, answers: list[tuple[Json, Any]]) -> None:
    to = _recipients(tx, form)
    if not to:
        return
    lines = [f"{field.get('label')}: {_line(readable(field, value))}" for field, value in answers]
    text = f"Somebody answered the form {form.name}.\n\n" + "\n".join(lines)
    messages.mail(tx, MAIL, to=to, subject=f"{form.name} has a new response", text=text)


def _line(answer: Any) -> str:
    return ", ".join(map(text_of, answer)) if isinstance(answer, list) else text_of(answer)


def _recipients(tx: Transaction, form: RoutingForm) -> list[str]:
    """Its owner, and of a team those members, or all, that the form's settings name."""
    settings = form.settings or {}
    wanted = {form.user_id} if settings.get("emailOwnerOnSubmission") else set()
    if form.team_id is not None:
        members = tx.all(select(Membership.user_id).where(Membership.team_id == form.team_id, Membership.accepted))
        named = members if settings.get("sendToAll") else settings.get("sendUpdatesTo") or []
        wanted |= set(members) & set(named)
    return tx.all(select(User.email).where(col(User.id).in_(wanted)).order_by(User.id))
