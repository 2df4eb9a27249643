"""Event types as version 2024-04-15 takes them: locations and fields in their stored form."""

from typing import Annotated, Any

from mockcal.http import rules
from mockcal.http.dto import Convert, Dto, Number, QueryDto, leading_number
from mockcal.http.errors import ApiError, Json
from mockcal.http.rules import Only

FIELD_TYPES = (
    *("name", "text", "textarea", "number", "email", "phone", "address", "multiemail", "select"),
    *("multiselect", "checkbox", "radio", "radioInput", "boolean", "url"),
)
EDITABLE = ("system", "system-but-optional", "system-but-hidden", "user", "user-readonly")


class LocationIn(Dto):
    type: str
    address: str | None = None
    link: Annotated[str, Only(rules.IsUrl())] | None = None
    display_location_publicly: bool | None = None
    host_phone_number: str | None = None


class OptionIn(Dto):
    label: str
    value: str


class SourceIn(Dto):
    id: str
    type: str
    label: str
    edit_url: str | None = None
    field_required: bool | None = None


class ViewIn(Dto):
    id: str
    label: str
    description: str | None = None


class FieldIn(Dto):
    name: str
    type: Annotated[str, Only(rules.IsEnum(FIELD_TYPES))]
    label: str | None = None
    label_as_safe_html: str | None = None
    default_label: str | None = None
    placeholder: str | None = None
    default_placeholder: str | None = None
    required: bool | None = None
    hidden: bool | None = None
    editable: Annotated[str, Only(rules.IsEnum(EDITABLE))] | None = None
    options: list[OptionIn] | None = None
    sources: list[SourceIn] | None = None
    views: list[ViewIn] | None = None
    variants_config: dict[str, Any] | None = None
    disable_on_prefill: bool | None = None


Length = Annotated[Number, rules.Min(1)]
Minutes = Annotated[int, rules.Min(0)]


class EventTypeBody(Dto):
    length: Length | None = None
    slug: str | None = None
    title: str | None = None
    description: str | None = None
    hidden: bool | None = None
    locations: list[LocationIn] | None = None
    disable_guests: bool | None = None
    slot_interval: Minutes | None = None
    minimum_booking_notice: Minutes | None = None
    before_event_buffer: Minutes | None = None
    after_event_buffer: Minutes | None = None

    @classmethod
    def _refusal(cls, errors: list[Json]) -> Exception:
        refusal = super()._refusal(errors)
        if isinstance(refusal, ApiError):
            refusal.explain = "this is version 2024-04-15; bodies of the reference need cal-api-version: 2024-06-14"
        return refusal


class CreateEventType(EventTypeBody):
    length: Length
    slug: str
    title: str


class UpdateEventType(EventTypeBody):
    """The form is always written anew: without `booking_fields` it is the system's."""

    booking_fields: list[FieldIn] | None = None
    seats_per_time_slot: Annotated[int, rules.Min(1), rules.Max(1000)] | None = None


class PublicQuery(QueryDto):
    is_team_event: bool | None = None
    org: str | None = None


class AtomsQuery(QueryDto):
    """Of a person or a group by `username` (`a+b`), else of a team by id."""

    username: str | None = None
    team_id: Annotated[Number, Convert(leading_number)] | None = None
    org_id: Annotated[Number, Convert(leading_number)] | None = None
    is_team_event: bool | None = None
