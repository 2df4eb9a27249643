"""What version 2024-08-13 takes: bodies whose unknown keys are refused, and the queries of lists."""

import re
from datetime import datetime
from typing import Annotated, Any

from mockcal.http import phones, rules, zones
from mockcal.http.described import LooksLike
from mockcal.http.dto import Comma, Convert, Dto, Number, QueryDto, StrictDto, leading_number
from mockcal.http.emails import is_email
from mockcal.http.errors import BadRequest
from mockcal.http.js_dates import is_iso8601, parse_instant
from mockcal.http.rules import ABSENT, Custom, Each, Only

LANGUAGES = [
    "ar",
    "ca",
    "de",
    "es",
    "eu",
    "he",
    "id",
    "ja",
    "lv",
    "pl",
    "ro",
    "sr",
    "th",
    "vi",
    "az",
    "cs",
    "el",
    "es-419",
    "fi",
    "hr",
    "it",
    "km",
    "nl",
    "pt",
    "ru",
    "sv",
    "tr",
    "zh-CN",
    "bg",
    "da",
    "en",
    "et",
    "fr",
    "hu",
    "iw",
    "ko",
    "no",
    "pt-BR",
    "sk",
    "ta",
    "uk",
    "zh-TW",
    "bn",
]
REFERENCE_TYPES = (
    "google_calendar",
    "office365_calendar",
    "daily_video",
    "google_video",
    "office365_video",
    "zoom_video",
)
METADATA = "Metadata must have at most 50 keys, each key up to 40 characters, and string values up to 500 characters."
NO_CONTACT = "Attendee must have at least one contact method (email or phone number)"
EMAIL = Custom("isEmail", "Invalid email format", lambda value: isinstance(value, str) and is_email(value))
MOVER = Custom(
    "isEmail", "Invalid rescheduledBy email format", lambda value: isinstance(value, str) and is_email(value)
)
PHONE = Custom(
    "isPhoneNumber",
    "Invalid phone number format. Please use international format.",
    lambda value: isinstance(value, str) and phones.is_phone(value),
)
ZONE_OR_NULL = Custom(
    "isTimeZone",
    "timeZone must be a valid IANA time-zone",
    lambda value: value is None or (isinstance(value, str) and zones.is_zone(value)),
)
REACHABLE = Custom(
    "attendeeContact",
    NO_CONTACT,
    lambda value: not isinstance(value, dict) or bool(value.get("email") or value.get("phoneNumber")),
)
DEFINED = Custom(
    "isDefined", "attendee should not be null or undefined", lambda value: value is not None and value is not ABSENT
)
Start = Annotated[str, Only(rules.IsISO8601())]
Count = Annotated[Number, Only(rules.IsNumber()), rules.Min(1)]
Json = dict[str, Any]


class InvalidStart(BadRequest):
    """What passes as ISO 8601 but is no moment: a week, or the 30th of February."""

    def __init__(self) -> None:
        super().__init__("start property is wrong,start must be a valid ISO 8601 date string ")


class BookingAttendeeIn(StrictDto):
    name: str
    email: Annotated[str, Only(EMAIL)] | None = None
    phone_number: Annotated[str, Only(PHONE)] | None = None
    time_zone: Annotated[str | None, Only(ZONE_OR_NULL)]  # null is UTC
    language: Annotated[str, Only(rules.IsEnum(LANGUAGES))] | None = None


class Routing(StrictDto):
    """What a routing form's answer said about who may host."""

    response_id: Number | None = None
    team_member_ids: Annotated[list[Number], Each(rules.IsNumber())]
    queued_response_id: str | None = None
    team_member_email: str | None = None
    skip_contact_owner: bool | None = None
    crm_app_slug: str | None = None
    crm_owner_record_type: str | None = None


class BookingLocationIn(Dto):
    """Which of the keys is wanted follows from the type."""

    type: str
    address: str | None = None
    location: str | None = None
    phone: str | None = None
    link: str | None = None
    integration: str | None = None


class CreateBooking(StrictDto):
    """A regular (or seated) booking of one event type, named by id or by slugs."""

    start: Start
    attendee: Annotated[BookingAttendeeIn, DEFINED, REACHABLE]
    booking_fields_responses: dict[str, Any] | None = None
    event_type_id: Number | None = None
    event_type_slug: str | None = None
    username: str | None = None
    team_slug: str | None = None
    organization_slug: str | None = None
    guests: list[str] | None = None
    meeting_url: Annotated[str, Only(rules.IsUrl())] | None = None
    location: Annotated[Any, LooksLike(BookingLocationIn, text=True)] = None
    metadata: Annotated[Json, Only(rules.IsMetadata(METADATA))] | None = None
    length_in_minutes: Annotated[int, rules.Min(1)] | None = None
    routing: Routing | None = None
    email_verification_code: str | None = None
    allow_conflicts: bool | None = None
    allow_booking_out_of_bounds: bool | None = None
    rr_host_subset_ids: Annotated[list[Number], Each(rules.IsNumber())] | None = None
    reserved_slot_uid: str | None = None


class CreateRecurringBooking(CreateBooking):
    """`recurrence_count` occurrences of a recurring event type, at most as many as it has."""

    recurrence_count: Count


class CreateInstantBooking(CreateBooking):
    instant: bool


class RescheduleBooking(StrictDto):
    start: Start
    rescheduled_by: Annotated[str, Only(MOVER)] | None = None
    rescheduling_reason: str | None = None
    email_verification_code: str | None = None


class RescheduleSeat(StrictDto):
    start: Start
    seat_uid: str
    rescheduled_by: Annotated[str, Only(MOVER)] | None = None
    email_verification_code: str | None = None


class CancelBooking(StrictDto):
    cancellation_reason: str | None = None
    cancel_subsequent_bookings: bool | None = None


class CancelSeat(StrictDto):
    seat_uid: str
    cancellation_reason: str | None = None


class AbsentAttendee(Dto):
    email: Annotated[str, Only(rules.IsEmail())]
    absent: bool


class MarkAbsent(Dto):
    host: bool | None = None
    attendees: Annotated[list[AbsentAttendee], rules.ArrayMinSize(1)] | None = None


class DeclineBooking(Dto):
    reason: str | None = None


class ReassignToUser(Dto):
    reason: str | None = None


class RequestReschedule(Dto):
    reschedule_reason: str | None = None


class AddAttendee(Dto):
    name: str
    email: Annotated[str, Only(rules.IsEmail())]
    time_zone: Annotated[str, Only(rules.IsTimeZone())]
    phone_number: Annotated[str, Only(PHONE)] | None = None
    language: Annotated[str, Only(rules.IsEnum(LANGUAGES))] | None = None


class GuestIn(Dto):
    email: Annotated[str, Only(rules.IsEmail())]
    name: str | None = None
    time_zone: Annotated[str, Only(rules.IsTimeZone())] | None = None
    phone_number: Annotated[str, Only(PHONE)] | None = None
    language: Annotated[str, Only(rules.IsEnum(LANGUAGES))] | None = None


class AddGuests(Dto):
    guests: Annotated[list[GuestIn], rules.ArrayMinSize(1), rules.ArrayMaxSize(10)]


class UpdateLocation(Dto):
    location: Annotated[Any, LooksLike(BookingLocationIn)] = None


class ReferencesQuery(QueryDto):
    type: Annotated[str, Only(rules.IsEnum(REFERENCE_TYPES))] | None = None


STATUSES = ("upcoming", "recurring", "past", "cancelled", "unconfirmed")
BAD_STATUS = f"Invalid status. Allowed are {', '.join(STATUSES)}"


def _sort(name: str) -> Any:
    text = f'{name[0].upper()}{name[1:]} must be either "asc" or "desc".'
    return Only(rules.said(rules.IsIn(("asc", "desc")), text))


def _date(text: str) -> Any:
    return Only(rules.said(rules.IsISO8601(strict=True), text))


AFTER = _date("fromDate must be a valid ISO 8601 date.")
BEFORE = _date("toDate must be a valid ISO 8601 date.")


def _address(value: Any) -> Any:
    """Blanks inside are pluses that the query's encoding lost."""
    return re.sub(r"\s", "+", value.strip()) if isinstance(value, str) else value


def _trimmed(value: Any) -> Any:
    return value.strip() if isinstance(value, str) else value


class RangeQuery(QueryDto):
    """What every list of bookings filters, sorts and pages by."""

    status: Annotated[list[str], Comma(), Each(rules.said(rules.IsIn(STATUSES), BAD_STATUS))] | None = None
    attendee_email: Annotated[str, Convert(_address)] | None = None
    attendee_name: Annotated[str, Convert(_trimmed)] | None = None
    booking_uid: Annotated[str, Convert(_trimmed)] | None = None
    event_type_ids: Annotated[list[Number], Comma(), Each(rules.IsNumber())] | None = None
    event_type_id: Annotated[Number, Convert(leading_number)] | None = None
    after_start: Annotated[str, AFTER] | None = None
    before_end: Annotated[str, BEFORE] | None = None
    sort_start: Annotated[str, _sort("sortStart")] | None = None
    sort_end: Annotated[str, _sort("sortEnd")] | None = None
    sort_created: Annotated[str, _sort("sortCreated")] | None = None
    take: Annotated[Number, rules.Min(1), rules.Max(250), Convert(leading_number)] = 100
    skip: Annotated[Number, rules.Min(0), Convert(leading_number)] = 0


class ListBookings(RangeQuery):
    teams_ids: Annotated[list[Number], Comma(), Each(rules.IsNumber())] | None = None
    team_id: Annotated[Number, Convert(leading_number)] | None = None
    after_created_at: Annotated[str, AFTER] | None = None
    before_created_at: Annotated[str, BEFORE] | None = None
    after_updated_at: Annotated[str, AFTER] | None = None
    before_updated_at: Annotated[str, BEFORE] | None = None
    sort_updated_at: Annotated[str, _sort("sortUpdatedAt")] | None = None


class ListOrganizationBookings(ListBookings):
    user_ids: Annotated[list[Number], Comma(), Each(rules.IsNumber())] | None = None


def created(body: Any) -> CreateBooking:
    """The variant that the keys of the body say it is. 400 for no object."""
    body = _object(body)
    if "recurrenceCount" in body:
        return CreateRecurringBooking.model_validate(body)
    if body.get("instant") is True:
        return CreateInstantBooking.model_validate(body)
    return CreateBooking.model_validate(body)


def rescheduled(body: Any) -> RescheduleBooking | RescheduleSeat:
    body = _object(body)
    return (RescheduleSeat if "seatUid" in body else RescheduleBooking).model_validate(body)


def cancelled(body: Any) -> CancelBooking | CancelSeat:
    body = _object(body)
    return (CancelSeat if "seatUid" in body else CancelBooking).model_validate(body)


def _object(body: Any) -> Json:
    if not isinstance(body, dict):
        raise BadRequest("Body should be an object")
    return body


def starting(text: str) -> datetime:
    moment = parse_instant(text) if is_iso8601(text, strict=True) else None
    if moment is None:
        raise InvalidStart
    return moment
