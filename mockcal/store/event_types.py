"""Event types, their hosts and private links."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel, UniqueConstraint

from mockcal.store.columns import instant, json_value, key, ref


class EventType(SQLModel, table=True):
    """Owned by a user or by a team; a managed child has its owner and its `parent_id`.

    Limits are {"PER_DAY": n, "PER_WEEK", "PER_MONTH", "PER_YEAR"}; `period_*` is the booking window; lengths are minutes.
    `locations` and `booking_fields` are in their stored form (internal type names), null when never stored.
    """

    __tablename__ = "event_type"
    __table_args__ = (
        UniqueConstraint("user_id", "slug"),
        UniqueConstraint("team_id", "slug"),
        UniqueConstraint("user_id", "parent_id"),
    )

    id: int | None = key()
    title: str
    slug: str = Field(index=True)
    description: str | None = None
    user_id: int | None = ref("user.id", null=True)
    team_id: int | None = ref("team.id", null=True)
    parent_id: int | None = ref("event_type.id", null=True)
    position: int = 0
    length: int
    length_options: Any = json_value()
    locations: Any = json_value()
    booking_fields: Any = json_value()
    hidden: bool = False
    scheduling_type: str | None = None  # COLLECTIVE, ROUND_ROBIN, MANAGED
    assign_all_team_members: bool = False
    reschedule_with_same_round_robin_host: bool = False
    is_rr_weights_enabled: bool = False
    schedule_id: int | None = ref("schedule.id", null=True, cascade=False)
    time_zone: str | None = None
    slot_interval: int | None = None
    offset_start: int = 0
    minimum_booking_notice: int = 120
    before_event_buffer: int = 0
    after_event_buffer: int = 0
    period_type: str = "UNLIMITED"  # ROLLING, ROLLING_WINDOW, RANGE
    period_days: int | None = None
    period_count_calendar_days: bool | None = None
    period_start_date: datetime | None = instant()
    period_end_date: datetime | None = instant()
    booking_limits: Any = json_value()
    duration_limits: Any = json_value()
    only_show_first_available_slot: bool = False
    show_optimized_slots: bool | None = False
    requires_confirmation: bool = False
    requires_confirmation_will_block_slot: bool = False
    requires_confirmation_for_free_email: bool = False
    confirmation_threshold: Any = json_value()  # {"time", "unit"}
    requires_booker_email_verification: bool = False
    booking_requires_authentication: bool = False
    disable_guests: bool = False
    disable_cancelling: bool = False
    disable_rescheduling: bool = False
    disable_rescheduling_minutes_before: int | None = None
    allow_rescheduling_past_bookings: bool = False
    allow_rescheduling_cancelled_bookings: bool | None = False
    recurring_event: Any = json_value()  # {"interval", "count", "freq": 0 year 1 month 2 week 3 day}
    seats_per_time_slot: int | None = None
    seats_show_attendees: bool | None = False
    seats_show_availability_count: bool | None = True
    max_active_bookings_per_booker: int | None = None
    max_active_booking_per_booker_offer_reschedule: bool = False
    booker_layouts: Any = json_value()
    event_name: str | None = None  # the custom name
    event_type_color: Any = json_value()
    lock_time_zone_toggle_on_booking_page: bool = False
    forward_params_success_redirect: bool | None = True
    success_redirect_url: str | None = None
    hide_calendar_notes: bool = False
    hide_calendar_event_details: bool = False
    hide_organizer_email: bool = False
    use_event_type_destination_calendar_email: bool = False
    interface_language: str | None = None
    custom_reply_to_email: str | None = None
    is_instant_event: bool = False
    instant_meeting_expiry_seconds: int = 90
    cal_video_settings: Any = json_value()
    can_send_cal_video_transcription_emails: bool = True
    email_settings: Any = json_value()
    price: int = 0
    currency: str = "usd"
    meta: Any = json_value()
    phone_call: Any = json_value()  # the stored phone-call configuration
    created_at: datetime | None = instant()
    updated_at: datetime | None = instant()


class Host(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("user_id", "event_type_id"),)

    id: int | None = key()
    event_type_id: int = ref("event_type.id")
    user_id: int = ref("user.id")
    is_fixed: bool = False
    priority: int | None = None  # 0 lowest … 4 highest, null reads as medium
    weight: int | None = None
    schedule_id: int | None = ref("schedule.id", null=True, cascade=False)
    group_name: str | None = None


class PrivateLink(SQLModel, table=True):
    __tablename__ = "private_link"

    id: int | None = key()
    event_type_id: int = ref("event_type.id")
    link: str = Field(unique=True)
    expires_at: datetime | None = instant()
    max_usage_count: int = 1
    usage_count: int = 0
