"""How the triggers of routing forms, absences and failing credentials come about."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from mockcal.api.out_of_office import service as out_of_office
from mockcal.api.out_of_office.schemas import CreateEntry
from mockcal.control.sample_stage import BOOKER, Stage
from mockcal.events import audience, away, forms, reports
from mockcal.events.forms import UNBOOKED_AFTER
from mockcal.events.triggers import Trigger
from mockcal.http.js_dates import iso_ms
from mockcal.sandbox.transaction import Transaction
from mockcal.store.apps import Credential
from mockcal.store.routing_forms import FormResponse, RoutingForm

FALLBACK = {"type": "customPageMessage", "value": "Thank you, we shall be in touch."}
FIELDS = [
    {"id": "email", "identifier": "email", "label": "Your address", "type": "email", "required": True},
    {
        "id": "interest",
        "identifier": "interest",
        "label": "What is it about?",
        "type": "select",
        "options": [{"id": "sales", "label": "Buying"}, {"id": "help", "label": "Help"}],
    },
]


def submitted(stage: Stage) -> None:
    with stage.act() as tx:
        form = _form(stage, tx)
        forms.submitted(tx, form, _response(tx, form), FALLBACK)
    stage.sandbox.advance(stage.sandbox.clock.now() + UNBOOKED_AFTER)


def fell_back(stage: Stage) -> None:
    with stage.act() as tx:
        form = _form(stage, tx)
        forms.fell_back(tx, form, _response(tx, form), {"fallbackAction": FALLBACK})


def went_away(stage: Stage) -> None:
    """Made by the API's own operation, then told as the web app does."""
    with stage.act() as tx:
        user = stage.host(tx)
        stage.listen(tx, user_id=user.id)
        start = tx.now + timedelta(days=365)
        body = CreateEntry.model_validate(
            {"start": iso_ms(start), "end": iso_ms(start + timedelta(days=2)), "reason": "vacation"}
        )
        away.created(tx, out_of_office.create(tx, user, body))


def credential_failed(stage: Stage) -> None:
    with stage.act() as tx:
        user, team = stage.host(tx), stage.team(tx)
        user.organization_id, user.moved_to_profile_id = team.id, None
        stage.listen(tx, team_id=audience.of_user(tx, user.id).organization_id)
        kind = "google_calendar"
        credential = tx.add(Credential(type=kind, app_id="google-calendar", user_id=user.id, invalid=True))
        reports.credential_failed(
            tx,
            credential,
            user,
            delegation_id=tx.ids.uuid(),
            kind="CalendarAppDelegationCredentialInvalidGrantError",
            message="The workspace no longer lets this account be read.",
        )


def _form(stage: Stage, tx: Transaction) -> RoutingForm:
    """One that the webhook's owner has, else one that is made for this."""
    row, user = stage.webhook(tx), stage.host(tx)
    team_id = row.team_id
    own = select(RoutingForm).where(
        RoutingForm.team_id == team_id if team_id is not None else RoutingForm.user_id == user.id
    )
    form = tx.first(own.order_by(RoutingForm.sequence)) or tx.add(_new_form(tx, user.id, team_id))
    owner = {"team_id": form.team_id} if form.team_id is not None else {"user_id": form.user_id}
    stage.listen(tx, **owner)
    return form


def _new_form(tx: Transaction, user_id: int | None, team_id: int | None) -> RoutingForm:
    return RoutingForm(
        id=tx.ids.uuid(),
        name="Sample form",
        user_id=user_id,
        team_id=team_id,
        fields=FIELDS,
        routes=[{"id": "fallback", "isFallback": True, "queryValue": {"type": "group"}, "action": FALLBACK}],
        created_at=tx.now,
        updated_at=tx.now,
    )


def _response(tx: Transaction, form: RoutingForm) -> FormResponse:
    """Every field answered."""
    answers = {field["id"]: {"label": field.get("label"), "value": _answer(field)} for field in form.fields or []}
    return tx.add(
        FormResponse(
            uuid=tx.ids.uuid(),
            form_filler_id=tx.ids.cuid(),
            form_id=form.id,
            response=answers,
            created_at=tx.now,
        )
    )


def _answer(field: dict[str, Any]) -> Any:
    options = [option.get("id") or option.get("label") for option in field.get("options") or []]
    if field["type"] == "multiselect":
        return options[:1]
    if options:
        return options[0]
    return {"email": BOOKER.email, "phone": "+14155550123", "number": 1}.get(field["type"], "Sample answer")


SCENES: dict[Trigger, Callable[[Stage], None]] = {
    Trigger.FORM_SUBMITTED: submitted,
    Trigger.FORM_SUBMITTED_NO_EVENT: submitted,
    Trigger.ROUTING_FORM_FALLBACK_HIT: fell_back,
    Trigger.OOO_CREATED: went_away,
    Trigger.DELEGATION_CREDENTIAL_ERROR: credential_failed,
}
