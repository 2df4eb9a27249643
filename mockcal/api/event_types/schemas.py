"""Event types as version 2024-06-14 takes them, of users and of teams."""

from enum import StrEnum
from itertools import combinations, pairwise
from typing import Annotated, Any, ClassVar

from mockcal.api.event_types import fields, locations
from mockcal.http import rules
from mockcal.http.dto import Comma, Convert, Dto, Number, Paging, QueryDto, leading_number
from mockcal.http.errors import BadRequest, Json
from mockcal.http.js_dates import parse_date
from mockcal.http.rules import Custom, Each, Only, Rule, is_number

LANGUAGES = (
    "", "en", "ar", "az", "bg", "bn", "ca", "cs", "da", "de", "el", "es", "es-419", "eu", "et", "fi", "fr", "he",
    "hu", "it", "ja", "km", "ko", "nl", "no", "pl", "pt-BR", "pt", "ro", "ru", "sk-SK", "sr", "sv", "tr", "uk",
    "vi", "zh-CN", "zh-TW"
)  # fmt: skip
PERIODS = ("day", "week", "month", "year")
LAYOUTS = ("month", "week", "column")
FREQUENCIES = ("yearly", "monthly", "weekly")
SCHEDULING_TYPES = {"collective": "COLLECTIVE", "roundRobin": "ROUND_ROBIN", "managed": "MANAGED"}
PRIORITIES = ("lowest", "low", "medium", "high", "highest")
THRESHOLD_UNITS = ("minutes", "hours")
ROLLING_WINDOWS = ("businessDays", "calendarDays")

Url = Annotated[str, Only(rules.IsUrl())]
Minutes = Annotated[int, rules.Min(0)]
Length = Annotated[int, rules.Min(1)]


class Order(StrEnum):
    ASC = "asc"
    DESC = "desc"


class AnyObject(Dto):
    """An object of which nothing is asked."""


class CheckedElsewhere(Dto):
    """An object whose rules are no validator's: by then it is known to be good."""

    @classmethod
    def variant(cls, data: Json) -> type[Dto]:
        return AnyObject


class Disabled(Dto):
    """What switches a setting off."""

    disabled: bool


class Switched(Dto):
    """A setting that `{"disabled": true}` switches off; `on` has the rules of one that is not."""

    on: ClassVar[type[Dto]]
    disabled: bool = False

    @classmethod
    def variant(cls, data: Json) -> type[Dto]:
        return Disabled if data.get("disabled") is True else cls.on


class SeatsOn(Dto):
    seats_per_time_slot: Annotated[int, rules.Min(1), rules.Max(1000)]
    show_attendee_info: bool
    show_availability_count: bool


class Seats(Switched):
    on = SeatsOn
    seats_per_time_slot: int | None = None
    show_attendee_info: bool = False
    show_availability_count: bool = True


class RecurrenceOn(Dto):
    interval: int
    occurrences: int
    frequency: Annotated[str, Only(rules.IsEnum(FREQUENCIES))]


class Recurrence(Switched):
    on = RecurrenceOn
    interval: int = 1
    occurrences: int = 1
    frequency: str = "weekly"


class NothingButEnabled(BadRequest):
    """`disabled: false` alone says nothing."""

    def __init__(self) -> None:
        super().__init__(
            "When disabled is false {disabled: false} at least one other property must be provided, because it means "
            "that the property is enabled but then other properties must be provided too."
        )


class BookerLimitOn(Dto):
    maximum_active_bookings: Length | None = None
    offer_reschedule: bool | None = None


class BookerLimit(Switched):
    """How many coming bookings one booker may hold."""

    on = BookerLimitOn
    maximum_active_bookings: int | None = None
    offer_reschedule: bool | None = None

    @classmethod
    def variant(cls, data: Json) -> type[Dto]:
        if data.get("disabled") is False and not {"maximumActiveBookings", "offerReschedule"} & data.keys():
            raise NothingButEnabled
        return super().variant(data)


class Limits(Dto):
    """The most per period; whatever stands beside a `disabled` is not looked at."""

    day: Number | None = None
    week: Number | None = None
    month: Number | None = None
    year: Number | None = None
    disabled: Any = None

    @classmethod
    def variant(cls, data: Json) -> type[Dto]:
        return AnyObject if "disabled" in data else cls


def growing(name: str, of: str) -> tuple[Rule, ...]:
    """A rule per two periods: the shorter one must not allow more than the longer one."""
    return tuple(_growing(name, of, shorter, longer) for shorter, longer in combinations(PERIODS, 2))


def _growing(name: str, of: str, shorter: str, longer: str) -> Rule:
    return Custom(
        f"Validate{name[:1].upper()}{name[1:]}",
        f"Invalid {name}: The {of} for {shorter} cannot exceed the {of} for {longer}.",
        lambda value: _shrinking(value) != (shorter, longer),
    )


def _shrinking(value: Any) -> tuple[str, str] | None:
    """The first two neighbours among the periods given of which the shorter one allows more."""
    if not isinstance(value, dict) or "disabled" in value:
        return None
    given = [period for period in PERIODS if is_number(value.get(period))]
    return next(((a, b) for a, b in pairwise(given) if value[a] > value[b]), None)


def _is_window(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    if value.get("disabled") is True:
        return True
    kind, given = value.get("type"), value.get("value")
    if kind in ROLLING_WINDOWS:
        return is_number(given) and isinstance(value.get("rolling", False), bool)
    return kind == "range" and _are_dates(given) and len(given) >= 2


def _are_dates(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) and parse_date(one) is not None for one in value)


def _is_policy(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    if value.get("disabled") is True:
        return True
    blocks = value.get("blockUnconfirmedBookingsInBooker")
    if blocks is not None and not isinstance(blocks, bool):
        return False
    threshold = value.get("noticeThreshold")
    return value.get("type") == "always" or (value.get("type") == "time" and _is_threshold(threshold))


def _is_threshold(value: Any) -> bool:
    return isinstance(value, dict) and is_number(value.get("count")) and value.get("unit") in THRESHOLD_UNITS


IsWindowValue = Custom(
    "value", "is a number of days or a list of dates", lambda value: is_number(value) or _are_dates(value)
)


class BookingWindow(CheckedElsewhere):
    """`{disabled}`, `{type: businessDays | calendarDays, value, rolling?}` or `{type: range, value: [from, to]}`."""

    type: str | None = None
    value: Annotated[Number | list[str], IsWindowValue] | None = None
    rolling: bool | None = None
    disabled: bool | None = None


class NoticeThreshold(CheckedElsewhere):
    unit: str
    count: Number


class ConfirmationPolicy(CheckedElsewhere):
    """`{disabled}`, `{type: always}` or `{type: time, noticeThreshold: {count, unit}}`."""

    type: str | None = None
    notice_threshold: NoticeThreshold | None = None
    block_unconfirmed_bookings_in_booker: bool | None = None
    disabled: bool | None = None


IsWindow = Custom("ValidateBookingWindow", "Invalid bookingWindow structure.", _is_window)
IsPolicy = Custom(
    "ValidateConfirmationPolicy",
    'Invalid requiresConfirmation structure. Use "type": "always" or provide a valid time and unit in "noticeThreshold" '
    'for "type": "time".',
    _is_policy,
)


class BookingField(CheckedElsewhere):
    """A field of the system that is changed, or a custom one."""

    type: str | None = None
    slug: str | None = None
    label: str | None = None
    required: bool | None = None
    hidden: bool | None = None
    placeholder: str | None = None
    options: list[str] | None = None
    disable_on_prefill: bool | None = None
    first_name_label: str | None = None
    first_name_placeholder: str | None = None
    last_name_label: str | None = None
    last_name_placeholder: str | None = None
    last_name_required: bool | None = None


class Location(CheckedElsewhere):
    type: str
    address: str | None = None
    link: str | None = None
    phone: str | None = None
    integration: str | None = None
    public: bool | None = None


class BookerLayouts(Dto):
    default_layout: Annotated[str, Only(rules.IsEnum(LAYOUTS))]
    enabled_layouts: Annotated[list[str], rules.ArrayNotEmpty(), Each(rules.IsEnum(LAYOUTS))]


def _default_is_enabled(value: Any) -> bool:
    if not isinstance(value, dict) or not isinstance(value.get("enabledLayouts"), list):
        return True
    return value.get("defaultLayout") in value["enabledLayouts"] or value.get("defaultLayout") not in LAYOUTS


class Color(Dto):
    light_theme_hex: str
    dark_theme_hex: str


class Destination(Dto):
    integration: str
    external_id: str


class CalVideoSettings(Dto):
    """Written as a whole: what is left out becomes false."""

    disable_recording_for_organizer: bool | None = None
    disable_recording_for_guests: bool | None = None
    redirect_url_on_exit: Url | None = None
    enable_automatic_recording_for_organizer: bool | None = None
    enable_automatic_transcription: bool | None = None
    disable_transcription_for_guests: bool | None = None
    disable_transcription_for_organizer: bool | None = None
    send_transcription_emails: bool | None = None


class DisableCancelling(Dto):
    disabled: bool | None = None


class DisableRescheduling(Dto):
    """Always, or when less than `minutes_before` are left."""

    disabled: bool | None = None
    minutes_before: int | None = None


class EmailSettings(Dto):
    """Merged with what is stored, key by key."""

    disable_emails_to_attendees: bool | None = None
    disable_emails_to_hosts: bool | None = None


def clean_slug(value: Any) -> Any:
    """Not slugified: trimmed, then without dashes, dots and underscores in front."""
    return value.strip().lstrip("-").lstrip(".").lstrip("_") if isinstance(value, str) else value


Slug = Annotated[str, Convert(clean_slug)]


class EventTypeSettings(Dto):
    """All that can be set on an event type; what is left out of a change stays."""

    of_team: ClassVar[bool] = False

    length_in_minutes: Length | None = None
    length_in_minutes_options: (
        Annotated[list[int], rules.ArrayNotEmpty(), rules.ArrayUnique(), Each(rules.IsInt(), rules.Min(1))] | None
    ) = None
    title: str | None = None
    slug: Slug | None = None
    description: str | None = None
    booking_fields: list[BookingField] | None = None
    disable_guests: bool | None = None
    slot_interval: int | None = None
    minimum_booking_notice: Minutes | None = None
    before_event_buffer: int | None = None
    after_event_buffer: int | None = None
    schedule_id: int | None = None
    booking_limits_count: Annotated[Limits, *growing("bookingLimitsCount", "number of bookings")] | None = None
    booker_active_bookings_limit: BookerLimit | None = None
    only_show_first_available_slot: bool | None = None
    booking_limits_duration: Annotated[Limits, *growing("bookingLimitsDuration", "duration of bookings")] | None = None
    booking_window: Annotated[BookingWindow, IsWindow] | None = None
    offset_start: Minutes | None = None
    booker_layouts: (
        Annotated[
            BookerLayouts,
            Custom("IsDefaultEnabled", "defaultLayout must be one of the enabledLayouts", _default_is_enabled),
        ]
        | None
    ) = None
    confirmation_policy: Annotated[ConfirmationPolicy, IsPolicy] | None = None
    recurrence: Recurrence | None = None
    requires_booker_email_verification: bool | None = None
    hide_calendar_notes: bool | None = None
    lock_time_zone_toggle_on_booking_page: bool | None = None
    color: Color | None = None
    seats: Seats | None = None
    custom_name: str | None = None
    destination_calendar: Destination | None = None
    use_destination_calendar_email: bool | None = None
    hide_calendar_event_details: bool | None = None
    success_redirect_url: Url | None = None
    hide_organizer_email: bool | None = None
    cal_video_settings: CalVideoSettings | None = None
    hidden: bool | None = None
    booking_requires_authentication: bool | None = None
    disable_cancelling: DisableCancelling | None = None
    disable_rescheduling: DisableRescheduling | None = None
    interface_language: Annotated[str, Only(rules.IsIn(LANGUAGES))] | None = None
    allow_rescheduling_past_bookings: bool | None = None
    allow_rescheduling_cancelled_bookings: bool | None = None
    show_optimized_slots: bool | None = None
    locations: list[Location] | None = None

    @classmethod
    def _received(cls, data: Json) -> Json:
        """Fields and locations have checks of their own, told before and instead of everything else that is wrong."""
        if data.get("bookingFields") is not None:
            fields.require_valid(data["bookingFields"])
        if data.get("locations") is not None:
            locations.require_valid(data["locations"], of_team=cls.of_team)
        return super()._received(data)

    @property
    def given_fields(self) -> list[Json] | None:
        return None if self.booking_fields is None else [_plain(one) for one in self.booking_fields]

    @property
    def given_locations(self) -> list[Json] | None:
        return None if self.locations is None else [_plain(one) for one in self.locations]


def _plain(one: Dto) -> Json:
    return one.model_dump(by_alias=True, exclude_unset=True)


class UpdateEventType(EventTypeSettings):
    """A change of an event type of a user."""


class CreateEventType(EventTypeSettings):
    length_in_minutes: Length
    title: str
    slug: Slug


class HostIn(Dto):
    user_id: int
    mandatory: bool | None = None
    priority: Annotated[str, Only(rules.IsEnum(PRIORITIES))] | None = None


def _of_types(*names: str) -> Rule:
    """Also as the store writes them, which real clients send."""
    return rules.IsEnum([*names, *(SCHEDULING_TYPES[name] for name in names)], shown=", ".join(names))


def stored_scheduling_type(value: Any) -> Any:
    return SCHEDULING_TYPES.get(value, value) if isinstance(value, str) else value


class TeamSettings(EventTypeSettings):
    """What only team event types have, beside all the rest."""

    of_team: ClassVar[bool] = True

    hosts: list[HostIn] | None = None
    assign_all_team_members: bool | None = None
    email_settings: EmailSettings | None = None
    reschedule_with_same_round_robin_host: bool | None = None


class UpdateTeamEventType(TeamSettings):
    scheduling_type: (
        Annotated[str, Only(_of_types("collective", "roundRobin")), Convert(stored_scheduling_type)] | None
    ) = None


class CreateTeamEventType(TeamSettings):
    length_in_minutes: Length
    title: str
    slug: Slug
    scheduling_type: Annotated[
        str, Only(_of_types("collective", "roundRobin", "managed")), Convert(stored_scheduling_type)
    ]


class ListEventTypes(QueryDto):
    username: str | None = None
    event_slug: str | None = None
    usernames: Annotated[list[str], Comma()] | None = None
    org_slug: str | None = None
    org_id: Annotated[Number, Convert(leading_number)] | None = None
    sort_created_at: Order | None = None


class ListTeamEventTypes(QueryDto):
    """`hosts_limit` counts only beside `event_slug`."""

    event_slug: str | None = None
    hosts_limit: Annotated[Number, Convert(leading_number)] | None = None
    sort_created_at: Order | None = None


class ListOrganizationEventTypes(Paging):
    sort_created_at: Order | None = None
