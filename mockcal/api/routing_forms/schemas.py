"""What routing forms take and show."""

from typing import Annotated, Any

from mockcal.api.slots.schemas import FORMAT, SlotDate, Zone
from mockcal.http import rules
from mockcal.http.answers import Instant, Wire
from mockcal.http.dto import Comma, Convert, Dto, Number, QueryDto, absent_if_empty, is_true, leading_number
from mockcal.http.rules import Only

Direction = Annotated[str, Only(rules.IsEnum(("asc", "desc")))]
Moment = Annotated[str, Only(rules.IsISO8601(strict=True))]
Count = Annotated[int, Only(rules.IsNumber()), absent_if_empty()]


def _lower(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


class FormsQuery(QueryDto):
    """Neither `skip` nor `take` has bounds."""

    skip: Count = 0
    take: Count = 250
    sort_created_at: Direction | None = None
    sort_updated_at: Direction | None = None
    after_created_at: Moment | None = None
    before_created_at: Moment | None = None
    after_updated_at: Moment | None = None
    before_updated_at: Moment | None = None


class OrganizationFormsQuery(FormsQuery):
    team_ids: Annotated[list[Number], Comma()] | None = None


class ResponsesQuery(FormsQuery):
    routed_to_booking_uid: str | None = None


class RoutingQuery(QueryDto):
    """The slots that are wanted once the route is known."""

    start: SlotDate
    end: SlotDate
    time_zone: Zone | None = None
    duration: Annotated[Number, Convert(leading_number)] | None = None
    format: Annotated[str, Only(FORMAT), Convert(_lower)] | None = None
    booking_uid_to_reschedule: str | None = None


class RespondQuery(RoutingQuery):
    queue_response: Annotated[bool, Convert(is_true)] = False


class UpdateResponse(Dto):
    response: Annotated[dict[str, Any], Only(rules.IsObject())] | None = None


class Form(Wire):
    id: str
    description: str | None
    position: int
    routes: Any
    created_at: Instant
    updated_at: Instant
    name: str
    fields: Any
    user_id: int
    team_id: int | None
    disabled: bool
    settings: Any
    updated_by_id: int | None


class Response(Wire):
    """`response` is whatever was stored: mostly `{field id: {label, value}}`."""

    id: int
    form_id: str
    form_filler_id: str
    routed_to_booking_uid: str | None
    response: Any
    created_at: Instant


class Routing(Wire):
    """To be handed on as `routing` of a booking."""

    response_id: int | None = None
    queued_response_id: str | None = None
    team_member_ids: list[int]
    skip_contact_owner: bool


class Outcome(Wire):
    """Where an answer led: to a message, to another site, or to an event type with its slots."""

    routing_custom_message: str | None = None
    routing_external_redirect_url: str | None = None
    routing: Routing | None = None
    event_type_id: int | None = None
    slots: dict[str, list[Any]] | None = None


class SlotsOutcome(Wire):
    event_type_id: int
    slots: dict[str, list[Any]]
