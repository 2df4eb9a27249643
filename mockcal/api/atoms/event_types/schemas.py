"""What the event-type editor sends: parts of the stored record, under its own names."""

from typing import Annotated, Any

from mockcal.api.event_types.schemas_2024_04_15 import FieldIn, Length, LocationIn, Minutes
from mockcal.http import rules
from mockcal.http.answers import Wire
from mockcal.http.dto import Dto, Number
from mockcal.http.rules import Custom, Each, Only

PERIODS = ("PER_DAY", "PER_WEEK", "PER_MONTH", "PER_YEAR")
PERIOD_TYPES = ("UNLIMITED", "ROLLING", "ROLLING_WINDOW", "RANGE")


def _is_count(value: Any) -> bool:
    return rules.is_integer(value) and 0 < value <= 2**31 - 1


def _are_limits(value: Any) -> bool:
    return isinstance(value, dict) and all(key in PERIODS and _is_count(limit) for key, limit in value.items())


def _is_recurrence(value: Any) -> bool:
    numbers = isinstance(value, dict) and all(_is_count(value.get(name)) for name in ("interval", "count"))
    return numbers and value.get("freq") in (0, 1, 2, 3)


def _is_metadata(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    lengths = value.get("multipleDuration")
    return lengths is None or (isinstance(lengths, list) and all(map(_is_count, lengths)))


LIMITS = Custom("isObject", "limits must have whole numbers of PER_DAY, PER_WEEK, PER_MONTH or PER_YEAR", _are_limits)
RECURRENCE = Custom("isObject", "recurringEvent must have interval, count and freq", _is_recurrence)
METADATA = Custom("isObject", "metadata must be an object, its multipleDuration a list of minutes", _is_metadata)


class EventTypeForm(Dto):
    """What is left out stays."""

    title: str | None = None
    slug: str | None = None
    description: str | None = None
    hidden: bool | None = None
    length: Length | None = None
    offset_start: Minutes | None = None
    event_name: str | None = None
    locations: list[LocationIn] | None = None
    booking_fields: list[FieldIn] | None = None
    schedule: Annotated[int, Only(rules.IsInt())] | None = None
    disable_guests: bool | None = None
    hide_calendar_notes: bool | None = None
    hide_calendar_event_details: bool | None = None
    lock_time_zone_toggle_on_booking_page: bool | None = None
    requires_confirmation: bool | None = None
    requires_confirmation_will_block_slot: bool | None = None
    requires_booker_email_verification: bool | None = None
    only_show_first_available_slot: bool | None = None
    slot_interval: Length | None = None
    minimum_booking_notice: Minutes | None = None
    before_event_buffer: Minutes | None = None
    after_event_buffer: Minutes | None = None
    seats_per_time_slot: Annotated[int, rules.Min(1), rules.Max(1000)] | None = None
    seats_show_attendees: bool | None = None
    seats_show_availability_count: bool | None = None
    period_type: Annotated[str, Only(rules.IsEnum(PERIOD_TYPES))] | None = None
    period_days: Minutes | None = None
    period_count_calendar_days: bool | None = None
    period_start_date: Annotated[str, Only(rules.IsDateString())] | None = None
    period_end_date: Annotated[str, Only(rules.IsDateString())] | None = None
    booking_limits: Annotated[Any, LIMITS] | None = None
    duration_limits: Annotated[Any, LIMITS] | None = None
    recurring_event: Annotated[Any, RECURRENCE] | None = None
    success_redirect_url: str | None = None
    forward_params_success_redirect: bool | None = None
    price: Minutes | None = None
    currency: str | None = None
    metadata: Annotated[Any, METADATA] | None = None


class BulkUpdate(Dto):
    event_type_ids: Annotated[list[Number], Each(rules.IsNumber())]


class TeamOfEventType(Wire):
    id: int
    name: str


class EventTypeChoice(Wire):
    """An event type to choose from; `username` is whose personal one it is."""

    id: int
    slug: str
    title: str
    length: int
    username: str | None
    team: TeamOfEventType | None


class AppForEventType(Wire):
    """An app as the editor shows it beside an event type."""

    slug: str
    type: str
    name: str
    is_installed: bool
    enabled: bool
    user_credential_ids: list[int]
