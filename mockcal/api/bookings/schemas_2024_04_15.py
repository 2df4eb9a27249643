"""What version 2024-04-15 takes."""

from typing import Annotated, Any

from pydantic import Field

from mockcal.http import rules
from mockcal.http.dto import Convert, Dto, Number, QueryDto, leading_number
from mockcal.http.rules import Each, Only

STATUSES = ("upcoming", "recurring", "past", "cancelled", "unconfirmed")


class LocationIn(Dto):
    option_value: str
    value: str


class CreateBooking(Dto):
    """The client says when it ends; `reschedule_uid` (of a booking or a seat) makes it a move.

    `responses` hold the answers to all booking fields, `name` and `email` among them. `user` names the people of a group."""

    start: Annotated[str, rules.IsDateString()]
    end: Annotated[str, rules.IsDateString()] | None = None
    event_type_id: Number
    event_type_slug: str | None = None
    reschedule_uid: str | None = None
    rescheduled_by: str | None = None
    recurring_event_id: str | None = None
    time_zone: Annotated[str, rules.IsTimeZone()] | None = None
    user: Any = None
    language: str
    booking_uid: str | None = None
    metadata: dict[str, Any]
    has_hashed_booking_link: bool | None = None
    hashed_link: str | None = None
    seat_reference_uid: str | None = None
    responses: dict[str, Any]
    org_slug: str | None = None
    location_url: str | None = None
    routed_team_member_ids: Annotated[list[Number], Each(rules.IsNumber())] | None = None
    routing_form_response_id: Number | None = None
    team_member_email: str | None = None
    skip_contact_owner: bool | None = None
    is_dry_run: Annotated[Any, Field(alias="_isDryRun"), Convert(lambda value: value is True)] = False


class CancelBooking(Dto):
    cancellation_reason: str | None = None
    all_remaining_bookings: bool | None = None
    seat_reference_uid: str | None = None


class AbsentAttendee(Dto):
    email: str
    no_show: bool


class MarkNoShow(Dto):
    no_show_host: bool | None = None
    attendees: list[AbsentAttendee] | None = None


class Filters(Dto):
    status: Annotated[str, Only(rules.IsEnum(STATUSES))]
    teams_ids: Annotated[list[Number], Each(rules.IsNumber())] | None = None
    user_ids: Annotated[list[Number], Each(rules.IsNumber())] | None = None
    users_ids: Annotated[list[Number], Each(rules.IsNumber())] | None = None
    event_type_ids: Annotated[list[Number], Each(rules.IsNumber())] | None = None


def _filters(value: Any) -> Any:
    """Lists of ids are numbers, however they came."""
    if not isinstance(value, dict):
        return value
    return {name: _numbers(one) if name.endswith("Ids") else one for name, one in value.items()}


def _numbers(value: Any) -> list[Any]:
    return [leading_number(one) for one in (value if isinstance(value, list) else [value])]


class ListBookings(QueryDto):
    filters: Annotated[Filters, Convert(_filters)] | None = None
    limit: Annotated[Number, rules.Min(1), rules.Max(100), Convert(leading_number)] = 10
    cursor: Annotated[Number, Convert(leading_number)] | None = None
