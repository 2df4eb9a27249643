"""The stored record of an event type, under the names that the real store has."""

from datetime import datetime
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.alias_generators import to_camel

from mockcal.api.event_types import settings
from mockcal.http.errors import DatabaseRefusal, Json
from mockcal.http.js_dates import iso_ms, parse_instant
from mockcal.http.params import LARGEST_ID
from mockcal.store.event_types import EventType

METADATA = "metadata"


class Misfit(DatabaseRefusal):
    """400 for what cannot stand in a record: the keys that lead to it, and why."""

    def __init__(self, path: tuple[str | int, ...], why: str) -> None:
        super().__init__(explain=why)
        self.path, self.why = path, why


class Recurrence(BaseModel):
    freq: Literal[0, 1, 2, 3]
    interval: int | None = None
    count: int | None = None


class Threshold(BaseModel):
    time: int | float
    unit: Literal["minutes", "hours"]


class Metadata(BaseModel):
    """The parts of it that are settings."""

    model_config = ConfigDict(alias_generator=to_camel)

    multiple_duration: list[int] | None = None
    booker_layouts: dict[str, Any] | None = None
    requires_confirmation_threshold: Threshold | None = None


def raw(row: EventType) -> Json:
    """As the oldest version of the API shows it."""
    return {
        **{name: _plain(getattr(row, column)) for name, column in COLUMNS.items()},
        "profileId": None,
        METADATA: settings.stored_metadata(row),
    }


def put(row: EventType, stored: Json) -> None:
    """Write a part of a record as it is.

    KeyError for a name that a record does not have, Misfit for what cannot stand under it.
    """
    for name, value in stored.items():
        if name == METADATA:
            _require_fit(METADATA, value)
            settings.set_metadata(row, value)
        else:
            column = WRITABLE[name]
            moment = parse_instant(value) if column in MOMENTS and isinstance(value, str) else None
            _require_fit(column, moment or value)
            setattr(row, column, moment or value)


def different(row: EventType, other: EventType) -> Json:
    """What `row` has otherwise than `other`, as a part of a record."""
    names = {name: column for name, column in (COLUMNS | UNSHOWN).items() if column not in IDENTITY}
    found = {
        name: _plain(getattr(row, column))
        for name, column in names.items()
        if getattr(row, column) != getattr(other, column)
    }
    metadata = settings.stored_metadata(row)
    return found if metadata == settings.stored_metadata(other) else {**found, METADATA: metadata}


def _require_fit(column: str, value: Any) -> None:
    try:
        _shape(column).validate_python(value, strict=True)
    except ValidationError as error:
        first = error.errors()[0]
        raise Misfit(first["loc"], first["msg"]) from error


@cache
def _shape(column: str) -> TypeAdapter[Any]:
    if column in SHAPES:
        return TypeAdapter(SHAPES[column])
    kind: Any = EventType.model_fields[column].annotation
    return TypeAdapter({int: Whole, int | None: Whole | None}.get(kind, kind))


def _plain(value: Any) -> Any:
    return iso_ms(value) if isinstance(value, datetime) else value


COLUMNS = {
    "id": "id",
    "title": "title",
    "slug": "slug",
    "description": "description",
    "interfaceLanguage": "interface_language",
    "position": "position",
    "locations": "locations",
    "length": "length",
    "offsetStart": "offset_start",
    "hidden": "hidden",
    "userId": "user_id",
    "teamId": "team_id",
    "eventName": "event_name",
    "parentId": "parent_id",
    "bookingFields": "booking_fields",
    "timeZone": "time_zone",
    "periodType": "period_type",
    "periodDays": "period_days",
    "periodCountCalendarDays": "period_count_calendar_days",
    "lockTimeZoneToggleOnBookingPage": "lock_time_zone_toggle_on_booking_page",
    "requiresConfirmation": "requires_confirmation",
    "requiresConfirmationWillBlockSlot": "requires_confirmation_will_block_slot",
    "requiresConfirmationForFreeEmail": "requires_confirmation_for_free_email",
    "requiresBookerEmailVerification": "requires_booker_email_verification",
    "recurringEvent": "recurring_event",
    "disableGuests": "disable_guests",
    "hideCalendarNotes": "hide_calendar_notes",
    "hideCalendarEventDetails": "hide_calendar_event_details",
    "hideOrganizerEmail": "hide_organizer_email",
    "minimumBookingNotice": "minimum_booking_notice",
    "beforeEventBuffer": "before_event_buffer",
    "afterEventBuffer": "after_event_buffer",
    "seatsPerTimeSlot": "seats_per_time_slot",
    "seatsShowAttendees": "seats_show_attendees",
    "seatsShowAvailabilityCount": "seats_show_availability_count",
    "onlyShowFirstAvailableSlot": "only_show_first_available_slot",
    "showOptimizedSlots": "show_optimized_slots",
    "disableCancelling": "disable_cancelling",
    "disableRescheduling": "disable_rescheduling",
    "schedulingType": "scheduling_type",
    "scheduleId": "schedule_id",
    "price": "price",
    "currency": "currency",
    "slotInterval": "slot_interval",
    "successRedirectUrl": "success_redirect_url",
    "forwardParamsSuccessRedirect": "forward_params_success_redirect",
    "bookingLimits": "booking_limits",
    "durationLimits": "duration_limits",
    "isInstantEvent": "is_instant_event",
    "instantMeetingExpiryTimeOffsetInSeconds": "instant_meeting_expiry_seconds",
    "assignAllTeamMembers": "assign_all_team_members",
    "rescheduleWithSameRoundRobinHost": "reschedule_with_same_round_robin_host",
    "isRRWeightsEnabled": "is_rr_weights_enabled",
    "useEventTypeDestinationCalendarEmail": "use_event_type_destination_calendar_email",
    "eventTypeColor": "event_type_color",
    "maxActiveBookingsPerBooker": "max_active_bookings_per_booker",
    "bookingRequiresAuthentication": "booking_requires_authentication",
    "customReplyToEmail": "custom_reply_to_email",
    "periodStartDate": "period_start_date",
    "periodEndDate": "period_end_date",
}
"""The real store's names that the oldest version shows, and our columns."""
UNSHOWN = {
    "disableReschedulingMinutesBefore": "disable_rescheduling_minutes_before",
    "allowReschedulingPastBookings": "allow_rescheduling_past_bookings",
    "allowReschedulingCancelledBookings": "allow_rescheduling_cancelled_bookings",
    "maxActiveBookingPerBookerOfferReschedule": "max_active_booking_per_booker_offer_reschedule",
    "calVideoSettings": "cal_video_settings",
    "canSendCalVideoTranscriptionEmails": "can_send_cal_video_transcription_emails",
    "emailSettings": "email_settings",
    "phoneCall": "phone_call",
}
MOMENTS = frozenset(("period_start_date", "period_end_date"))
IDENTITY = frozenset(("id", "user_id", "team_id", "parent_id", "scheduling_type", "schedule_id"))
WRITABLE = {name: column for name, column in (COLUMNS | UNSHOWN).items() if column not in IDENTITY - {"schedule_id"}}
Whole = Annotated[int, Field(ge=-LARGEST_ID, le=LARGEST_ID)]
Limits = dict[Literal["PER_DAY", "PER_WEEK", "PER_MONTH", "PER_YEAR"], float]
SHAPES: dict[str, Any] = {
    "length": Annotated[Whole, Field(ge=1)],
    "locations": list[dict[str, Any]] | None,
    "booking_fields": list[Any] | None,
    "recurring_event": Recurrence | None,
    "booking_limits": Limits | None,
    "duration_limits": Limits | None,
    "event_type_color": dict[str, str] | None,
    "cal_video_settings": dict[str, bool | str | None] | None,
    "email_settings": dict[str, bool] | None,
    "phone_call": dict[str, Any] | None,
    METADATA: Metadata | None,
}
"""What columns hold that do not say so; a location or booking field that nobody can read may stand among the others."""
