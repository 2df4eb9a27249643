"""Event types as the API shows them: wire models of users' and of teams'."""

from typing import Any

from mockcal.http.answers import Wire
from mockcal.http.errors import Json


class EventTypeUser(Wire):
    id: int
    name: str | None
    username: str | None
    avatar_url: str | None
    brand_color: str | None
    dark_brand_color: str | None
    week_start: str
    metadata: Any


class EventTypeHost(Wire):
    """`mandatory` and `priority` only where hosts take turns."""

    user_id: int
    name: str
    username: str
    mandatory: bool | None = None
    priority: str | None = None
    avatar_url: str | None


class EventTypeTeam(Wire):
    """Only the id where a single event type is shown."""

    id: int
    name: str | None = None
    slug: str | None = None
    banner_url: str | None = None
    logo_url: str | None = None
    week_start: str | None = None
    brand_color: str | None = None
    dark_brand_color: str | None = None
    theme: str | None = None


class ShownLocation(Wire):
    """`location` is the stored one as text, where it fits none of the known shapes."""

    type: str
    address: str | None = None
    link: str | None = None
    phone: str | None = None
    integration: str | None = None
    public: bool | None = None
    credential_id: Any = None
    location: str | None = None


class ShownField(Wire):
    """`booking_field` is the stored one as text, where it cannot be read."""

    is_default: bool | None = None
    type: str
    slug: str
    required: bool | None = None
    label: str | None = None
    placeholder: str | None = None
    options: list[Any] | None = None
    disable_on_prefill: bool | None = None
    hidden: bool | None = None
    first_name_label: str | None = None
    first_name_placeholder: str | None = None
    last_name_label: str | None = None
    last_name_placeholder: str | None = None
    last_name_required: bool | None = None
    booking_field: str | None = None


class ShownRecurrence(Wire):
    interval: Any
    occurrences: Any
    frequency: str
    disabled: bool


class ShownLimits(Wire):
    day: Any = None
    week: Any = None
    month: Any = None
    year: Any = None


class ShownBookerLimit(Wire):
    maximum_active_bookings: int | None = None
    offer_reschedule: bool | None = None
    disabled: bool | None = None


class ShownWindow(Wire):
    type: str | None = None
    value: int | list[str] | None = None
    rolling: bool | None = None
    disabled: bool | None = None


class ShownLayouts(Wire):
    default_layout: Any
    enabled_layouts: Any


class ShownThreshold(Wire):
    unit: Any
    count: Any


class ShownPolicy(Wire):
    type: str | None = None
    notice_threshold: ShownThreshold | None = None
    block_unconfirmed_bookings_in_booker: bool | None = None
    disabled: bool | None = None


class ShownColor(Wire):
    light_theme_hex: Any
    dark_theme_hex: Any


class ShownSeats(Wire):
    seats_per_time_slot: int | None = None
    show_attendee_info: bool | None = None
    show_availability_count: bool | None = None
    disabled: bool


class ShownDestination(Wire):
    integration: str
    external_id: str


class ShownCalVideo(Wire):
    """Only the last where no settings are stored, and in lists."""

    event_type_id: int | None = None
    disable_recording_for_organizer: bool | None = None
    disable_recording_for_guests: bool | None = None
    enable_automatic_recording_for_organizer: bool | None = None
    enable_automatic_transcription: bool | None = None
    disable_transcription_for_guests: bool | None = None
    disable_transcription_for_organizer: bool | None = None
    redirect_url_on_exit: str | None = None
    created_at: str | None = None
    updated_at: str | None = None
    send_transcription_emails: bool


class ShownDisabled(Wire):
    disabled: bool
    minutes_before: int | None = None


class ShownEmailSettings(Wire):
    disable_emails_to_attendees: bool
    disable_emails_to_hosts: bool


class EventTypeBase(Wire):
    """What users' and teams' event types share. Settings that are off are `{"disabled": true}`, or left out."""

    id: int
    owner_id: int | None
    length_in_minutes: int
    length_in_minutes_options: list[Any] | None = None
    title: str
    slug: str
    description: str
    locations: list[ShownLocation]
    booking_fields: list[ShownField]
    recurrence: ShownRecurrence | None
    disable_guests: bool
    slot_interval: int | None
    minimum_booking_notice: int
    before_event_buffer: int
    after_event_buffer: int
    metadata: Json
    price: int
    currency: str
    lock_time_zone_toggle_on_booking_page: bool
    forward_params_success_redirect: bool | None
    success_redirect_url: str | None
    is_instant_event: bool
    schedule_id: int | None
    booking_limits_count: ShownLimits | None = None
    booking_limits_duration: ShownLimits | None = None
    only_show_first_available_slot: bool
    offset_start: int
    booking_window: ShownWindow
    booker_layouts: ShownLayouts | None = None
    confirmation_policy: ShownPolicy
    requires_booker_email_verification: bool
    hide_calendar_notes: bool
    color: ShownColor | None = None
    seats: ShownSeats
    custom_name: str | None = None
    destination_calendar: ShownDestination | None = None
    use_destination_calendar_email: bool
    hide_calendar_event_details: bool
    hide_organizer_email: bool
    cal_video_settings: ShownCalVideo
    hidden: bool
    booking_requires_authentication: bool
    booker_active_bookings_limit: ShownBookerLimit
    booking_url: str
    disable_cancelling: ShownDisabled
    disable_rescheduling: ShownDisabled
    interface_language: str | None
    allow_rescheduling_past_bookings: bool
    allow_rescheduling_cancelled_bookings: bool | None
    show_optimized_slots: bool | None


class EventType(EventTypeBase):
    """An event type of a user."""

    users: list[EventTypeUser]


class TeamEventType(EventTypeBase):
    """An event type of a team, or a copy that a managed one gave to a user (`team_id` null then)."""

    team_id: int | None
    parent_event_type_id: int | None
    scheduling_type: str | None
    hosts: list[EventTypeHost]
    assign_all_team_members: bool | None = None
    team: EventTypeTeam | None
    reschedule_with_same_round_robin_host: bool
    email_settings: ShownEmailSettings | None = None


class DeletedEventType(Wire):
    id: int
    length_in_minutes: int
    slug: str
    title: str


class DeletedTeamEventType(Wire):
    id: int
    title: str
