"""Answering a routing form: for good, queued until somebody books, or only to see what would be open."""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from sqlalchemy import select

from mockcal.api.routing_forms import answers, listing, routing
from mockcal.api.routing_forms.answers import Answers
from mockcal.api.routing_forms.routing import EVENT_TYPE, EXTERNAL, Routed
from mockcal.api.routing_forms.schemas import (
    Outcome,
    RespondQuery,
    Response,
    Routing,
    RoutingQuery,
    SlotsOutcome,
    UpdateResponse,
)
from mockcal.api.slots import service as slots
from mockcal.api.slots.schemas import ByEventTypeId
from mockcal.events import forms as events
from mockcal.http.answers import OMIT
from mockcal.http.errors import ApiError, BadRequest, InternalRefusal, NotFound, RecordNotFound, TrpcError
from mockcal.http.js_dates import parse_instant
from mockcal.sandbox.transaction import Transaction
from mockcal.store.event_types import EventType
from mockcal.store.form_fields import Json
from mockcal.store.routing_forms import FormResponse, QueuedFormResponse, RoutingForm
from mockcal.store.users import User

SAME_ANSWERS = 10
SAME_ANSWERS_WINDOW = timedelta(seconds=60)
UNRESERVED = "!'()*~-._"


class EndBeforeStart(BadRequest):
    def __init__(self) -> None:
        super().__init__("End date cannot be before start date.")


class FormNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__("Routing form not found.")


class NoRouteFound(InternalRefusal):
    """400 where the real service answers 500: a message without text. The response is stored all the same."""

    keeps_work = True

    def __init__(self) -> None:
        super().__init__("No route found.")


class ChosenEventTypeNotFound(InternalRefusal):
    """400 where the real service answers 500; the response is stored all the same."""

    keeps_work = True

    def __init__(self, slug: str) -> None:
        super().__init__(f"Chosen event type identified by slug {slug} not found.")


class RouteNotFound(NotFound):
    def __init__(self, explain: str) -> None:
        super().__init__("Route to which the form response should be redirected not found.", explain=explain)


class RoutedElsewhere(NotFound):
    def __init__(self) -> None:
        super().__init__("Routed to a non cal.com event type URL.")


class NoTeamInRoute(NotFound):
    def __init__(self) -> None:
        super().__init__("Team ID not found in the routed URL.", explain="a personal form has no team")


class RoutedEventTypeNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__("Event type not found.")


def respond(tx: Transaction, user: User, form_id: str, query: RespondQuery, body: Any) -> Outcome:
    """Refusals in order: the dates, 429 repetition, 404 form, no fallback, missing answers, invalid e-mails; then, with the
    response already stored, an empty message or an event type that is not there."""
    _require_order(query)
    form, response, routed, said = submit(tx, form_id, body, queued=query.queue_response)
    if routed.action.get("type") == EXTERNAL:
        return Outcome(routing_external_redirect_url=external_url(form, routed, said, query))
    if routed.action.get("type") != EVENT_TYPE:
        return Outcome(routing_custom_message=message_of(routed))
    event_type = _event_type(tx, form, routed, user)
    return Outcome(
        routing=_routing(response, routed),
        event_type_id=event_type.id,
        slots=_slots(tx, event_type, query, routed.member_ids),
    )


def submit(
    tx: Transaction, form_id: str, body: Any, *, queued: bool = False
) -> tuple[RoutingForm, FormResponse | QueuedFormResponse, Routed, Answers]:
    """Store a response, and unless it is queued tell about it."""
    said = answers.of_body(body)
    _limit_repetition(tx, form_id, said)
    form = tx.get(RoutingForm, form_id)
    if form is None:
        raise FormNotFound
    routing.fallback_of(form)
    response = answers.response_of(form.fields or [], said)
    answers.require_valid(form.fields or [], response)
    routed = routing.choose(tx, form, response)
    if queued:
        return form, _queue(tx, form, response, routed), routed, said
    row = _store(tx, form, response, routed.route.get("id"))
    _tell(tx, form, row, routed)
    return form, row, routed, said


def calculate(tx: Transaction, form_id: str, query: RoutingQuery, body: Any) -> SlotsOutcome:
    """What `respond` would offer, with nothing stored and nobody told. Whatever hinders it is 404."""
    _require_order(query)
    form, routed = _rehearse(tx, form_id, body)
    if routed.action.get("type") == EXTERNAL:
        raise RoutedElsewhere
    if routed.action.get("type") != EVENT_TYPE:
        raise RouteNotFound("the answers lead to a message")
    event_type = _team_event_type(tx, form, routed)
    return SlotsOutcome(event_type_id=event_type.id, slots=_slots(tx, event_type, query, []))


def update(tx: Transaction, form_id: str, response_id: int, change: UpdateResponse) -> Response:
    """What is given takes the stored response's place whole and unchecked. 404 for a response of another form."""
    row = tx.get(FormResponse, response_id)
    if row is None or row.form_id != form_id:
        raise RecordNotFound(explain="this routing form has no such response")
    if change.response is not None:
        row.response = change.response
    row.updated_at = tx.now
    tx.flush()
    return listing.show_response(row)


def update_in_organization(
    tx: Transaction, org_id: int | None, form_id: str, response_id: int, change: UpdateResponse
) -> Response:
    listing.require_in_organization(tx, org_id, form_id)
    return update(tx, form_id, response_id, change)


def booked(
    tx: Transaction, *, response_id: int | None = None, queued_response_id: str | None = None, booking_uid: str
) -> None:
    """A booking came of a response; a queued one becomes real and is told about. Unknown ids change nothing."""
    row = tx.get(FormResponse, response_id) or _released(tx, queued_response_id)
    if row is not None:
        row.routed_to_booking_uid = booking_uid
        tx.flush()


def external_url(form: RoutingForm, routed: Routed, said: Answers, query: RespondQuery | None = None) -> str:
    """The site that the route leads to, with all that the body said."""
    more = {"form": form.id} | ({"cal.queueFormResponse": "true"} if query and query.queue_response else {})
    parameters = said | more | {"cal.action": EXTERNAL}
    return f"{routed.action.get('value')}?" + "&".join(f"{_encoded(k)}={_encoded(v)}" for k, v in parameters.items())


def _require_order(query: RoutingQuery) -> None:
    start, end = parse_instant(query.start), parse_instant(query.end)
    if start is not None and end is not None and end < start:
        raise EndBeforeStart


def _limit_repetition(tx: Transaction, form_id: str, said: Answers) -> None:
    """Ten times the same answers in a minute; counted always, refused in mode `real`."""
    sandbox = tx.sandbox
    key = ("routing form", form_id, json.dumps(said, sort_keys=True))
    recent = [at for at in sandbox.counters.get(key, []) if at > tx.now - SAME_ANSWERS_WINDOW]
    if len(recent) >= SAME_ANSWERS and sandbox.rate_limit == "real":
        raise TrpcError(429, explain="these answers came ten times within a minute")
    sandbox.counters[key] = [*recent, tx.now]


def _rehearse(tx: Transaction, form_id: str, body: Any) -> tuple[RoutingForm, Routed]:
    form = tx.get(RoutingForm, form_id)
    if form is None:
        raise RouteNotFound("there is no such routing form")
    response = answers.response_of(form.fields or [], answers.of_body(body))
    try:
        answers.require_valid(form.fields or [], response)
        return form, routing.choose(tx, form, response)
    except ApiError as refusal:
        raise RouteNotFound(refusal.explain or refusal.message) from None


def _store(tx: Transaction, form: RoutingForm, response: Json, route_id: str | None) -> FormResponse:
    return tx.add(
        FormResponse(
            uuid=tx.ids.uuid(),
            form_filler_id=tx.ids.cuid(),
            form_id=form.id,
            response=response,
            chosen_route_id=route_id,
            created_at=tx.now,
            updated_at=tx.now,
        )
    )


def _queue(tx: Transaction, form: RoutingForm, response: Json, routed: Routed) -> QueuedFormResponse:
    return tx.add(
        QueuedFormResponse(
            id=tx.ids.cuid(),
            form_id=form.id,
            response=response,
            chosen_route_id=routed.route.get("id"),
            created_at=tx.now,
        )
    )


def _released(tx: Transaction, queued_id: str | None) -> FormResponse | None:
    queued = tx.get(QueuedFormResponse, queued_id)
    if queued is None:
        return None
    if queued.actual_response_id is not None:
        return tx.get(FormResponse, queued.actual_response_id)
    form = tx.get(RoutingForm, queued.form_id)
    assert form is not None
    row = _store(tx, form, queued.response, queued.chosen_route_id)
    queued.actual_response_id = row.id
    _tell(tx, form, row, routing.choose(tx, form, queued.response))
    return row


def _tell(tx: Transaction, form: RoutingForm, row: FormResponse, routed: Routed) -> None:
    events.submitted(tx, form, row, routed.action)
    if routed.fell_back:
        events.fell_back(tx, form, row, routed.route)


def message_of(routed: Routed) -> str:
    text = str(routed.action.get("value") or "")
    if not text:
        raise NoRouteFound
    return text


def _event_type(tx: Transaction, form: RoutingForm, routed: Routed, user: User) -> EventType:
    """The form's team's, or for a personal form the caller's own, by the slug at the end of the route's path."""
    slug = routing.slug_of(routed.action)
    owner = EventType.user_id == user.id if form.team_id is None else EventType.team_id == form.team_id
    found = tx.first(select(EventType).where(owner, EventType.slug == slug))
    if found is None:
        raise ChosenEventTypeNotFound(slug)
    return found


def _team_event_type(tx: Transaction, form: RoutingForm, routed: Routed) -> EventType:
    if form.team_id is None:
        raise NoTeamInRoute
    slug = routing.slug_of(routed.action)
    found = tx.first(select(EventType).where(EventType.team_id == form.team_id, EventType.slug == slug))
    if found is None:
        raise RoutedEventTypeNotFound
    return found


def _routing(response: FormResponse | QueuedFormResponse, routed: Routed) -> Routing:
    queued = isinstance(response, QueuedFormResponse)
    return Routing(
        response_id=OMIT if queued else response.id,
        queued_response_id=response.id if queued else OMIT,
        team_member_ids=routed.member_ids,
        skip_contact_owner=routed.skips_contact_owner,
    )


def _slots(tx: Transaction, event_type: EventType, query: RoutingQuery, host_ids: list[int]) -> dict[str, list[Any]]:
    wanted = ByEventTypeId.model_construct(
        event_type_id=event_type.id,
        start=query.start,
        end=query.end,
        time_zone=query.time_zone,
        duration=query.duration,
        format=query.format,
        booking_uid_to_reschedule=query.booking_uid_to_reschedule,
    )
    found: dict[str, list[Any]] = slots.slots_of(tx, event_type, wanted, host_ids=host_ids or None)
    return found


def _encoded(text: str) -> str:
    return quote(text, safe=UNRESERVED)
