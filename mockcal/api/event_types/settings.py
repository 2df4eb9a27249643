"""How what a body asks for stands in an event type's columns, and what the columns look like to a reader."""

from collections.abc import Callable
from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy import Integer

from mockcal.api.event_types import fields, locations
from mockcal.api.event_types.schemas import (
    BookerLayouts,
    BookerLimit,
    BookingWindow,
    CalVideoSettings,
    Color,
    ConfirmationPolicy,
    DisableCancelling,
    DisableRescheduling,
    EventTypeSettings,
    Limits,
    Recurrence,
    Seats,
)
from mockcal.http.answers import OMIT
from mockcal.http.errors import DatabaseRefusal, Json
from mockcal.http.js_dates import iso_ms, parse_date
from mockcal.http.params import LARGEST_ID
from mockcal.sandbox.transaction import Transaction
from mockcal.store.event_types import EventType

PERIOD_KEYS = {"day": "PER_DAY", "week": "PER_WEEK", "month": "PER_MONTH", "year": "PER_YEAR"}
FREQUENCIES = {"yearly": 0, "monthly": 1, "weekly": 2, "daily": 3}
LAYOUTS = {"month": "month_view", "week": "week_view", "column": "column_view"}
CAL_VIDEO_FLAGS = (
    "disableRecordingForOrganizer",
    "disableRecordingForGuests",
    "enableAutomaticRecordingForOrganizer",
    "enableAutomaticTranscription",
    "disableTranscriptionForGuests",
    "disableTranscriptionForOrganizer",
)
CAL_VIDEO_RECORD = (*CAL_VIDEO_FLAGS, "redirectUrlOnExit", "createdAt", "updatedAt")
# The attribute of a body, and the column that holds it as it is.
PLAIN = {
    "length_in_minutes": "length",
    "length_in_minutes_options": "length_options",
    "title": "title",
    "slug": "slug",
    "description": "description",
    "slot_interval": "slot_interval",
    "minimum_booking_notice": "minimum_booking_notice",
    "before_event_buffer": "before_event_buffer",
    "after_event_buffer": "after_event_buffer",
    "schedule_id": "schedule_id",
    "only_show_first_available_slot": "only_show_first_available_slot",
    "offset_start": "offset_start",
    "requires_booker_email_verification": "requires_booker_email_verification",
    "hide_calendar_notes": "hide_calendar_notes",
    "lock_time_zone_toggle_on_booking_page": "lock_time_zone_toggle_on_booking_page",
    "custom_name": "event_name",
    "use_destination_calendar_email": "use_event_type_destination_calendar_email",
    "hide_calendar_event_details": "hide_calendar_event_details",
    "success_redirect_url": "success_redirect_url",
    "hide_organizer_email": "hide_organizer_email",
    "hidden": "hidden",
    "booking_requires_authentication": "booking_requires_authentication",
    "interface_language": "interface_language",
    "allow_rescheduling_past_bookings": "allow_rescheduling_past_bookings",
    "allow_rescheduling_cancelled_bookings": "allow_rescheduling_cancelled_bookings",
    "show_optimized_slots": "show_optimized_slots",
    "reschedule_with_same_round_robin_host": "reschedule_with_same_round_robin_host",
}
FIRST = (
    "title",
    "slug",
    "length_in_minutes",
    "description",
    "hidden",
    "slot_interval",
    "schedule_id",
    "minimum_booking_notice",
    "before_event_buffer",
    "after_event_buffer",
)
"""What the real service writes before its last checks: what stays of an event type that they refuse."""


def apply(tx: Transaction, row: EventType, body: EventTypeSettings, *, is_new: bool = False) -> None:
    """Write what `body` gives into the columns; fields and locations are checked by now. A new one gets a form."""
    sent = body.sent()
    for name, column in PLAIN.items():
        if name in sent:
            setattr(row, column, sent[name])
    for name, put in _PUT.items():
        if sent.get(name) is not None:
            put(row, sent[name])
    if is_new or body.booking_fields is not None or body.disable_guests is not None:
        _put_fields(row, body)
    if body.given_locations is not None:
        row.locations = locations.stored(body.given_locations)
    if body.cal_video_settings is not None:
        _put_cal_video(tx, row, body.cal_video_settings)
    require_storable(row)


def first(body: EventTypeSettings) -> Json:
    """The columns that the first step of a creation writes."""
    sent = body.sent()
    return {PLAIN[name]: sent[name] for name in FIRST if sent.get(name) is not None}


def set_metadata(row: EventType, metadata: Json | None) -> None:
    """Metadata in its stored form, in which some settings stand too."""
    rest = {name: value for name, value in (metadata or {}).items() if name != "managedEventConfig"}
    if "multipleDuration" in rest:
        row.length_options = rest.pop("multipleDuration")
    if "bookerLayouts" in rest:
        row.booker_layouts = rest.pop("bookerLayouts")
    if "requiresConfirmationThreshold" in rest:
        row.confirmation_threshold = rest.pop("requiresConfirmationThreshold")
    row.meta = rest


def metadata(row: EventType) -> Json:
    """Metadata as readers see it: without layouts and threshold."""
    managed: Json = {"managedEventConfig": {}} if row.scheduling_type == "MANAGED" or row.parent_id is not None else {}
    lengths = {"multipleDuration": row.length_options} if row.length_options else {}
    return {**(row.meta or {}), **managed, **lengths}


def stored_metadata(row: EventType) -> Json:
    """Metadata in its stored form."""
    layouts = {"bookerLayouts": row.booker_layouts} if row.booker_layouts else {}
    threshold = {"requiresConfirmationThreshold": row.confirmation_threshold} if row.confirmation_threshold else {}
    return {**metadata(row), **layouts, **threshold}


def require_storable(row: EventType) -> None:
    """400 for a number that the real database's columns cannot hold."""
    for column in EventType.__table__.columns:  # type: ignore[attr-defined]
        value = getattr(row, column.key)
        if isinstance(column.type, Integer) and value is not None and not _is_storable(value):
            raise DatabaseRefusal(explain=f"{column.key} holds whole numbers of 32 bits")


def _is_storable(value: Any) -> bool:
    return isinstance(value, int) and abs(value) <= LARGEST_ID


def _put_fields(row: EventType, body: EventTypeSettings) -> None:
    """`disableGuests` alone rebuilds the whole form from the system's fields."""
    row.booking_fields = fields.stored(body.given_fields or [], disable_guests=body.disable_guests)
    row.disable_guests = fields.hides_guests(row.booking_fields)


def _put_booking_limits(row: EventType, limits: Limits) -> None:
    row.booking_limits = _limits(limits)


def _put_duration_limits(row: EventType, limits: Limits) -> None:
    row.duration_limits = _limits(limits)


def _limits(limits: Limits) -> Json:
    if limits.disabled:
        return {}
    given = {key: getattr(limits, period) for period, key in PERIOD_KEYS.items()}
    return {key: value for key, value in given.items() if value is not None}


def shown_limits(limits: Any) -> Any:
    """Left out when never set, empty when switched off."""
    if limits is None:
        return OMIT
    return {period: limits[key] for period, key in PERIOD_KEYS.items() if limits.get(key) is not None}


def _put_booker_limit(row: EventType, limit: BookerLimit) -> None:
    row.max_active_bookings_per_booker = None if limit.disabled else limit.maximum_active_bookings
    row.max_active_booking_per_booker_offer_reschedule = bool(limit.offer_reschedule) and not limit.disabled


def shown_booker_limit(row: EventType) -> Json:
    if not row.max_active_bookings_per_booker:
        return {"disabled": True}
    return {
        "maximumActiveBookings": row.max_active_bookings_per_booker,
        "offerReschedule": row.max_active_booking_per_booker_offer_reschedule,
    }


def _put_window(row: EventType, window: BookingWindow) -> None:
    row.period_days = row.period_count_calendar_days = row.period_start_date = row.period_end_date = None
    if window.disabled:
        row.period_type = "UNLIMITED"
    elif isinstance(window.value, list):
        row.period_type = "RANGE"
        row.period_start_date, row.period_end_date = map(_midnight, window.value[:2])
    else:
        row.period_type = "ROLLING_WINDOW" if window.rolling else "ROLLING"
        row.period_days = window.value  # type: ignore[assignment]
        row.period_count_calendar_days = window.type == "calendarDays"


def _midnight(text: str) -> datetime:
    moment = parse_date(text)
    assert moment is not None
    return datetime.combine(moment.date(), time(), UTC)


def shown_window(row: EventType) -> Json:
    if row.period_type == "RANGE" and row.period_start_date and row.period_end_date:
        days = [day.strftime("%Y-%m-%d") for day in (row.period_start_date, row.period_end_date)]
        return {"type": "range", "value": days}
    if row.period_type in ("ROLLING", "ROLLING_WINDOW"):
        kind = "calendarDays" if row.period_count_calendar_days else "businessDays"
        return {"type": kind, "value": row.period_days, "rolling": row.period_type == "ROLLING_WINDOW"}
    return {"disabled": True}


def _put_layouts(row: EventType, layouts: BookerLayouts) -> None:
    row.booker_layouts = {
        "defaultLayout": LAYOUTS[layouts.default_layout],
        "enabledLayouts": [LAYOUTS[one] for one in layouts.enabled_layouts],
    }


def shown_layouts(layouts: Any) -> Any:
    if not layouts:
        return OMIT
    names = {stored: name for name, stored in LAYOUTS.items()}
    return {
        "defaultLayout": names.get(layouts["defaultLayout"], layouts["defaultLayout"]),
        "enabledLayouts": [names.get(one, one) for one in layouts["enabledLayouts"]],
    }


def _put_policy(row: EventType, policy: ConfirmationPolicy) -> None:
    if policy.disabled:
        row.requires_confirmation, row.confirmation_threshold = False, None
        row.requires_confirmation_will_block_slot = False
        return
    row.requires_confirmation = True
    row.requires_confirmation_will_block_slot = bool(policy.block_unconfirmed_bookings_in_booker)
    threshold = policy.notice_threshold if policy.type == "time" else None
    row.confirmation_threshold = {"time": threshold.count, "unit": threshold.unit} if threshold else None


def shown_policy(row: EventType) -> Json:
    if not row.requires_confirmation:
        return {"disabled": True}
    blocks = {"blockUnconfirmedBookingsInBooker": row.requires_confirmation_will_block_slot}
    threshold = row.confirmation_threshold
    if not threshold:
        return {"type": "always", **blocks}
    return {"type": "time", "noticeThreshold": {"unit": threshold["unit"], "count": threshold["time"]}, **blocks}


def _put_recurrence(row: EventType, recurrence: Recurrence) -> None:
    """Cal.com takes `disabled` without a word and changes nothing."""
    if not recurrence.disabled:
        row.recurring_event = {
            "interval": recurrence.interval,
            "count": recurrence.occurrences,
            "freq": FREQUENCIES[recurrence.frequency],
        }


def shown_recurrence(stored: Any) -> Json | None:
    if not stored:
        return None
    names = {number: name for name, number in FREQUENCIES.items()}
    return {
        "interval": stored.get("interval", 1),
        "occurrences": stored.get("count", 1),
        "frequency": names.get(stored.get("freq"), "weekly"),
        "disabled": False,
    }


def _put_seats(row: EventType, seats: Seats) -> None:
    if seats.disabled:
        row.seats_per_time_slot, row.seats_show_attendees, row.seats_show_availability_count = None, False, True
        return
    row.seats_per_time_slot = seats.seats_per_time_slot
    row.seats_show_attendees = seats.show_attendee_info
    row.seats_show_availability_count = seats.show_availability_count


def shown_seats(row: EventType) -> Json:
    if not row.seats_per_time_slot:
        return {"disabled": True}
    return {
        "seatsPerTimeSlot": row.seats_per_time_slot,
        "showAttendeeInfo": bool(row.seats_show_attendees),
        "showAvailabilityCount": bool(row.seats_show_availability_count),
        "disabled": False,
    }


def _put_color(row: EventType, color: Color) -> None:
    row.event_type_color = {"lightEventTypeColor": color.light_theme_hex, "darkEventTypeColor": color.dark_theme_hex}


def shown_color(color: Any) -> Any:
    if not color:
        return OMIT
    return {"lightThemeHex": color.get("lightEventTypeColor"), "darkThemeHex": color.get("darkEventTypeColor")}


def _put_cancelling(row: EventType, setting: DisableCancelling) -> None:
    if setting.disabled is not None:
        row.disable_cancelling = setting.disabled


def _put_rescheduling(row: EventType, setting: DisableRescheduling) -> None:
    row.disable_rescheduling = bool(setting.disabled)
    left = setting.minutes_before or 0
    row.disable_rescheduling_minutes_before = left if left > 0 and not setting.disabled else None


def shown_rescheduling(row: EventType) -> Json:
    if row.disable_rescheduling or not row.disable_rescheduling_minutes_before:
        return {"disabled": row.disable_rescheduling}
    return {"disabled": False, "minutesBefore": row.disable_rescheduling_minutes_before}


def _put_cal_video(tx: Transaction, row: EventType, given: CalVideoSettings) -> None:
    """Who gets transcripts stands apart; only the rest makes a record."""
    if given.send_transcription_emails is not None:
        row.can_send_cal_video_transcription_emails = given.send_transcription_emails
    sent = given.model_dump(by_alias=True, exclude_unset=True)
    sent.pop("sendTranscriptionEmails", None)
    if sent or row.cal_video_settings is not None:
        made = (row.cal_video_settings or {}).get("createdAt") or iso_ms(tx.now)
        flags = {flag: bool(sent.get(flag)) for flag in CAL_VIDEO_FLAGS}
        times = {"createdAt": made, "updatedAt": iso_ms(tx.now)}
        row.cal_video_settings = {**flags, "redirectUrlOnExit": sent.get("redirectUrlOnExit"), **times}


def shown_cal_video(row: EventType, *, is_listed: bool) -> Json:
    """Lists do not load the record."""
    mails = {"sendTranscriptionEmails": row.can_send_cal_video_transcription_emails}
    if is_listed or row.cal_video_settings is None:
        return mails
    record = {name: row.cal_video_settings.get(name) for name in CAL_VIDEO_RECORD}
    return {"eventTypeId": row.id, **record, **mails}


_PUT: dict[str, Callable[[EventType, Any], None]] = {
    "booking_limits_count": _put_booking_limits,
    "booking_limits_duration": _put_duration_limits,
    "booker_active_bookings_limit": _put_booker_limit,
    "booking_window": _put_window,
    "booker_layouts": _put_layouts,
    "confirmation_policy": _put_policy,
    "recurrence": _put_recurrence,
    "seats": _put_seats,
    "color": _put_color,
    "disable_cancelling": _put_cancelling,
    "disable_rescheduling": _put_rescheduling,
}
