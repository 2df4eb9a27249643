"""Routing forms of a fixture with the answers given to them: personal, of teams, of organizations."""

from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError
from sqlalchemy import delete, func, select
from sqlmodel import col

from mockcal.auth.caller import team_owner
from mockcal.sandbox.transaction import Transaction
from mockcal.seed.document import FormResponseDoc, Json, QueuedResponseDoc, RoutingFormDoc, place_of
from mockcal.seed.loading import Loading, user_name
from mockcal.store.routing_forms import FormResponse, QueuedFormResponse, RoutingForm
from mockcal.store.teams import Membership, Team
from mockcal.store.users import User

PLAIN = ("description", "position", "disabled", "created_at", "updated_at")


def load_routing_forms(
    loading: Loading, place: str, docs: list[RoutingFormDoc], *, user: User | None = None, team: Team | None = None
) -> None:
    """These forms in the place of the owner's old ones, those of the same name keeping their ids."""
    old = {form.id: form for form in _of_owner(loading.tx, user, team)}
    numbers = loading.made_of(user=user, team=team).setdefault("routingForms", {})
    for index, doc in enumerate(docs):
        here = f"{place}[{index}]"
        form = _same(old, doc) or _new(loading, here, doc, user, team)
        old.pop(form.id, None)
        _change(loading, here, form, doc)
        numbers[form.name] = {"id": form.id}
    for form in old.values():
        loading.tx.delete(form)


def export_routing_forms(tx: Transaction, *, user: User | None = None, team: Team | None = None) -> list[Json]:
    """As they are loaded."""
    return [_export(tx, form, personal=team is None) for form in _of_owner(tx, user, team)]


def _of_owner(tx: Transaction, user: User | None, team: Team | None) -> list[RoutingForm]:
    if team is not None:
        owned = select(RoutingForm).where(RoutingForm.team_id == team.id)
    else:
        assert user is not None
        owned = select(RoutingForm).where(RoutingForm.user_id == user.id, col(RoutingForm.team_id).is_(None))
    return tx.all(owned.order_by(RoutingForm.sequence, RoutingForm.id))


def _same(old: dict[str, RoutingForm], doc: RoutingFormDoc) -> RoutingForm | None:
    """The one that the document means: by id where it gives one, else by name."""
    if doc.id is not None and doc.id in old:
        return old[doc.id]
    return next((form for form in old.values() if form.name == doc.name), None)


def _new(loading: Loading, place: str, doc: RoutingFormDoc, user: User | None, team: Team | None) -> RoutingForm:
    tx = loading.tx
    if doc.id is not None and tx.get(RoutingForm, doc.id) is not None:
        loading.refuse(f"{place}.id", f"another routing form has the id {doc.id}")
    last = tx.first(select(func.max(RoutingForm.sequence))) or 0
    return tx.add(
        RoutingForm(
            id=doc.id or tx.ids.uuid(),
            name=loading.required(doc.name, f"{place}.name"),
            user_id=_id(_owner(loading, place, doc, user, team)),
            team_id=team.id if team else None,
            routes=[],
            fields=[],
            sequence=last + 1,
            created_at=doc.created_at or tx.now,
            updated_at=doc.updated_at or doc.created_at or tx.now,
        )
    )


def _owner(loading: Loading, place: str, doc: RoutingFormDoc, user: User | None, team: Team | None) -> User:
    """Whoever the document names, else the user himself or somebody of the team, else of its organization."""
    if doc.owner is not None:
        return loading.user(doc.owner, f"{place}.owner")
    if user is not None:
        return user
    assert team is not None
    found = _somebody_of(loading, team.id) or _somebody_of(loading, team.parent_id)
    return found or loading.refuse(place, "a team without members needs an `owner` for its forms")


def _somebody_of(loading: Loading, team_id: int | None) -> User | None:
    """The first owner, admin or member."""
    if team_id is None:
        return None
    member = select(User).join(Membership, Membership.user_id == User.id).where(Membership.team_id == team_id)
    return team_owner(loading.tx, team_id) or loading.tx.first(member.order_by(Membership.id))


def _id(user: User) -> int:
    assert user.id is not None
    return user.id


def _change(loading: Loading, place: str, form: RoutingForm, doc: RoutingFormDoc) -> None:
    """What the document gives."""
    form.name = doc.name or form.name
    for name, value in doc.given(*PLAIN).items():
        if value is not None or name == "description":
            setattr(form, name, value)
    if doc.owner is not None:
        form.user_id = _id(loading.user(doc.owner, f"{place}.owner"))
    if doc.updated_by is not None:
        form.updated_by_id = loading.user(doc.updated_by, f"{place}.updatedBy").id
    _change_content(loading, place, form, doc)
    loading.tx.flush()
    if doc.responses is not None:
        _load_responses(loading, f"{place}.responses", form, doc.responses)
    if doc.queued_responses is not None:
        _load_queued(loading, form, doc.queued_responses)


def _change_content(loading: Loading, place: str, form: RoutingForm, doc: RoutingFormDoc) -> None:
    given = doc.given("fields", "routes", "settings")
    if "fields" in given:
        _require(loading, f"{place}.fields", _Fields, given["fields"])
        form.fields = [_with_id(loading, one) for one in given["fields"] or []]
    if "routes" in given:
        _require(loading, f"{place}.routes", _Routes, given["routes"])
        form.routes = [_with_id(loading, one) for one in given["routes"] or []]
    if "settings" in given:
        form.settings = _settings(loading, f"{place}.settings", given["settings"])


def _with_id(loading: Loading, one: Json) -> Json:
    return one if one.get("id") else {"id": loading.tx.ids.uuid(), **one}


def _settings(loading: Loading, place: str, settings: Any) -> Any:
    if not isinstance(settings, dict) or not isinstance(settings.get("sendUpdatesTo"), list):
        return settings
    names = settings["sendUpdatesTo"]
    people = [one if isinstance(one, int) else loading.user(str(one), f"{place}.sendUpdatesTo").id for one in names]
    return settings | {"sendUpdatesTo": people}


def _load_responses(loading: Loading, place: str, form: RoutingForm, docs: list[FormResponseDoc]) -> None:
    tx = loading.tx
    tx.execute(delete(FormResponse).where(FormResponse.form_id == form.id))
    tx.session.expire_all()
    for index, doc in enumerate(docs):
        if doc.id is not None and tx.get(FormResponse, doc.id) is not None:
            loading.refuse(f"{place}[{index}].id", f"another response has the id {doc.id}")
        tx.add(
            FormResponse(
                id=doc.id,
                uuid=doc.uuid or tx.ids.uuid(),
                form_filler_id=doc.form_filler_id or tx.ids.cuid(),
                form_id=form.id,
                response=doc.response,
                routed_to_booking_uid=doc.routed_to_booking,
                chosen_route_id=doc.chosen_route_id,
                created_at=doc.created_at or tx.now,
                updated_at=doc.updated_at or doc.created_at or tx.now,
            )
        )


def _load_queued(loading: Loading, form: RoutingForm, docs: list[QueuedResponseDoc]) -> None:
    tx = loading.tx
    tx.execute(delete(QueuedFormResponse).where(QueuedFormResponse.form_id == form.id))
    tx.session.expire_all()
    tx.add_all(
        [
            QueuedFormResponse(
                id=doc.id or tx.ids.cuid(),
                form_id=form.id,
                response=doc.response,
                chosen_route_id=doc.chosen_route_id,
                actual_response_id=doc.response_id,
                created_at=doc.created_at or tx.now,
            )
            for doc in docs
        ]
    )


def _export(tx: Transaction, form: RoutingForm, *, personal: bool) -> Json:
    owner, updated_by = tx.get(User, form.user_id), tx.get(User, form.updated_by_id)
    assert owner is not None
    parts: Json = {
        "owner": None if personal else user_name(tx, owner),
        "updatedBy": user_name(tx, updated_by) if updated_by else None,
        "responses": _export_responses(tx, form) or None,
        "queuedResponses": _export_queued(tx, form) or None,
    }
    return {
        "id": form.id,
        "name": form.name,
        "description": form.description,
        "position": form.position,
        "disabled": form.disabled,
        "settings": _export_settings(tx, form.settings),
        "fields": form.fields,
        "routes": form.routes,
        "createdAt": form.created_at,
        "updatedAt": form.updated_at,
    } | {key: value for key, value in parts.items() if value is not None}


def _export_settings(tx: Transaction, settings: Any) -> Any:
    if not isinstance(settings, dict) or not isinstance(settings.get("sendUpdatesTo"), list):
        return settings
    people = [tx.get(User, one) for one in settings["sendUpdatesTo"]]
    return settings | {"sendUpdatesTo": [user_name(tx, one) for one in people if one is not None]}


def _export_responses(tx: Transaction, form: RoutingForm) -> list[Json]:
    rows = tx.all(select(FormResponse).where(FormResponse.form_id == form.id).order_by(FormResponse.id))
    return [
        {
            "id": row.id,
            "uuid": row.uuid,
            "formFillerId": row.form_filler_id,
            "response": row.response,
            "createdAt": row.created_at,
            "updatedAt": row.updated_at,
            "routedToBooking": row.routed_to_booking_uid,
            "chosenRouteId": row.chosen_route_id,
        }
        for row in rows
    ]


def _export_queued(tx: Transaction, form: RoutingForm) -> list[Json]:
    queued = select(QueuedFormResponse).where(QueuedFormResponse.form_id == form.id)
    return [
        {
            "id": row.id,
            "response": row.response,
            "createdAt": row.created_at,
            "chosenRouteId": row.chosen_route_id,
            "responseId": row.actual_response_id,
        }
        for row in tx.all(queued.order_by(QueuedFormResponse.created_at, QueuedFormResponse.id))
    ]


class _Shape(BaseModel):
    """What the rules rely on; everything else of a field or a route is kept as it is."""

    model_config = ConfigDict(extra="allow")


class _Option(_Shape):
    label: str
    id: str | None = None


class _Field(_Shape):
    id: str | None = None
    label: str | None = None
    identifier: str | None = None
    type: str
    options: list[_Option] | None = None
    selectText: str | None = None  # noqa: N815


class _Rule(_Shape):
    field: str | None = None
    operator: str | None = None


class _Tree(_Shape):
    type: str | None = None
    properties: _Rule | None = None
    children1: "dict[str, _Tree] | list[_Tree] | None" = None


class _Action(_Shape):
    type: str
    value: str | None = None


class _Route(_Shape):
    id: str | None = None
    action: _Action | None = None
    fallbackAction: _Action | None = None  # noqa: N815
    queryValue: _Tree | None = None  # noqa: N815
    attributesQueryValue: _Tree | None = None  # noqa: N815
    fallbackAttributesQueryValue: _Tree | None = None  # noqa: N815
    attributeRoutingConfig: Json | None = None  # noqa: N815


class _Fields(BaseModel):
    found: list[_Field] | None


class _Routes(BaseModel):
    found: list[_Route] | None


def _require(loading: Loading, place: str, shape: type[BaseModel], found: Any) -> None:
    try:
        shape.model_validate({"found": found})
    except ValidationError as error:
        first = error.errors()[0]
        loading.refuse(f"{place}{place_of(first['loc'][1:])}", first["msg"])
