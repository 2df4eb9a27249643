"""Lists of routing forms and of the responses to them: the filters and sorts that really count."""

import re
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlmodel import col

from mockcal.api.routing_forms.schemas import Form, FormsQuery, OrganizationFormsQuery, Response, ResponsesQuery
from mockcal.http.errors import DatabaseRefusal, RecordNotFound
from mockcal.http.js_dates import parse_instant
from mockcal.sandbox.transaction import Transaction
from mockcal.store.routing_forms import FormResponse, RoutingForm
from mockcal.store.teams import Team

DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:?\d\d)", re.IGNORECASE | re.ASCII)
SHOWN_OF_AN_ANSWER = ("label", "identifier", "value")


def of_organization(tx: Transaction, org_id: int | None, query: OrganizationFormsQuery) -> list[Form]:
    """Those of all its teams; neither the organization's own nor anybody's personal ones."""
    teams = select(Team.id).where(Team.parent_id == org_id)
    statement = select(RoutingForm).where(col(RoutingForm.team_id).in_(teams))
    if query.team_ids is not None:
        statement = statement.where(col(RoutingForm.team_id).in_(query.team_ids))
    return [show(form) for form in _page(tx, statement, RoutingForm, RoutingForm.sequence, query)]


def of_team(tx: Transaction, team_id: int | None, query: FormsQuery) -> list[Form]:
    statement = select(RoutingForm).where(RoutingForm.team_id == team_id)
    return [show(form) for form in _page(tx, statement, RoutingForm, RoutingForm.sequence, query)]


def responses_in_organization(
    tx: Transaction, org_id: int | None, form_id: str, query: ResponsesQuery
) -> list[Response]:
    """404 for a form of none of its teams."""
    require_in_organization(tx, org_id, form_id)
    return _responses(tx, form_id, query)


def responses_in_team(tx: Transaction, form_id: str, query: ResponsesQuery) -> list[Response]:
    """What is asked about the time of an update is not heard here."""
    unheard = {"sort_updated_at": None, "after_updated_at": None, "before_updated_at": None}
    return _responses(tx, form_id, query.model_copy(update=unheard))


def require_in_organization(tx: Transaction, org_id: int | None, form_id: str) -> RoutingForm:
    form = tx.get(RoutingForm, form_id)
    team = tx.get(Team, form.team_id) if form else None
    if form is None or team is None or team.parent_id != org_id:
        raise RecordNotFound(explain="no team of this organization has such a routing form")
    return form


def show(form: RoutingForm) -> Form:
    return Form(
        id=form.id,
        description=form.description,
        position=form.position,
        routes=form.routes,
        created_at=form.created_at,
        updated_at=form.updated_at,
        name=form.name,
        fields=form.fields,
        user_id=form.user_id,
        team_id=form.team_id,
        disabled=form.disabled,
        settings=form.settings,
        updated_by_id=form.updated_by_id,
    )


def show_response(row: FormResponse) -> Response:
    return Response(
        id=row.id,
        form_id=row.form_id,
        form_filler_id=row.form_filler_id,
        routed_to_booking_uid=row.routed_to_booking_uid,
        response=row.response,
        created_at=row.created_at,
    )


def _responses(tx: Transaction, form_id: str, query: ResponsesQuery) -> list[Response]:
    statement = select(FormResponse).where(FormResponse.form_id == form_id)
    if query.routed_to_booking_uid is not None:
        statement = statement.where(FormResponse.routed_to_booking_uid == query.routed_to_booking_uid)
    rows = _page(tx, statement, FormResponse, FormResponse.id, query)
    return [show_response(row).model_copy(update={"response": _cut(row.response)}) for row in rows]


def _cut(response: Any) -> Any:
    """Answers that are objects lose what is not shown of them; a response need not be an object at all."""
    if not isinstance(response, dict):
        return response
    return {field_id: _cut_answer(answer) for field_id, answer in response.items()}


def _cut_answer(answer: Any) -> Any:
    if not isinstance(answer, dict):
        return answer
    return {key: answer[key] for key in SHOWN_OF_AN_ANSWER if key in answer}


def _page(tx: Transaction, statement: Select[Any], model: Any, created: Any, query: FormsQuery) -> list[Any]:
    """Sorted by creation before update; a negative `take` counts from the end."""
    for column, after, before in (
        (model.created_at, query.after_created_at, query.before_created_at),
        (model.updated_at, query.after_updated_at, query.before_updated_at),
    ):
        statement = _within(statement, column, after, before)
    sorts = ((model.created_at, query.sort_created_at), (model.updated_at, query.sort_updated_at))
    order = [*((col(column), direction == "desc") for column, direction in sorts if direction), (col(created), False)]
    return _taken(tx, statement, order, skip=query.skip, take=query.take)


def _within(statement: Select[Any], column: Any, after: str | None, before: str | None) -> Select[Any]:
    """Both ends belong to it; where both are given only `before` is heard."""
    if before is not None:
        return statement.where(column <= _moment(before))
    return statement if after is None else statement.where(column >= _moment(after))


def _moment(text: str) -> datetime:
    """400 for a date alone: what the validator lets pass and the real service's database does not."""
    moment = parse_instant(text) if DATE_TIME.fullmatch(text) else None
    if moment is None:
        raise DatabaseRefusal(explain=f"{text} is no full date-time with a zone; the real service answers 500")
    return moment


def _taken(
    tx: Transaction, statement: Select[Any], order: list[tuple[ColumnElement[Any], bool]], *, skip: int, take: int
) -> list[Any]:
    if skip < 0:
        raise DatabaseRefusal(explain="skip is negative; the real service answers 500")
    backwards = take < 0
    ordered = [column.desc() if descending != backwards else column.asc() for column, descending in order]
    rows = tx.all(statement.order_by(*ordered).offset(skip).limit(abs(take)))
    return rows[::-1] if backwards else rows
