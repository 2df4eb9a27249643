"""A booker's answers to the booking fields: checked first field by field, then by the schema of the booking core."""

from collections.abc import Sequence
from typing import Any

from mockcal.api.bookings.schemas import BookingAttendeeIn, CreateBooking
from mockcal.http.emails import is_email
from mockcal.http.errors import BadRequest, InvalidSchema
from mockcal.http.phones import is_phone
from mockcal.http.urls import is_url

Field = dict[str, Any]
Issue = tuple[str, str]
SYSTEM = {
    "name",
    "email",
    "location",
    "title",
    "notes",
    "guests",
    "rescheduleReason",
    "attendeePhoneNumber",
    "smsReminderNumber",
}
FROM_PHONE = ("attendeePhoneNumber", "smsReminderNumber")
EXPECTED = {
    **dict.fromkeys(("phone", "address", "text", "textarea", "url", "date"), "string"),
    "number": "number",
    "boolean": "boolean",
    **dict.fromkeys(("multiemail", "multiselect", "checkbox"), "array"),
    **dict.fromkeys(("select", "radio"), "string or number"),
}
MANY = ("multiselect", "checkbox")
ONE = ("select", "radio")


class MissingAnswer(BadRequest):
    def __init__(self, slug: str, event_type_id: int | None) -> None:
        super().__init__(
            f"Missing required booking field response: {slug} - it is required by the event type booking fields, but "
            f"missing in the bookingFieldsResponses. You can fetch the event type with ID {event_type_id} to see the "
            "required fields."
        )


class MissingPhone(BadRequest):
    def __init__(self) -> None:
        super().__init__(
            "Missing attendee phone number - it is required by the event type. Pass it as "
            '"attendee.phoneNumber" string in the request.'
        )


class WrongType(BadRequest):
    def __init__(self, field: Field, value: Any) -> None:
        super().__init__(
            f"Invalid type for booking field '{field['name']}'. Expected type {EXPECTED[field['type']]} (compatible "
            f"with field type '{field['type']}'), but received {js_type(value)}."
        )


class UnknownOption(BadRequest):
    def __init__(self, slug: str, value: Any, allowed: list[str]) -> None:
        super().__init__(
            f"Invalid option '{value}' for booking field '{slug}'. Allowed options are: {', '.join(allowed)}."
        )


class UnknownOptions(BadRequest):
    def __init__(self, slug: str, allowed: list[str]) -> None:
        super().__init__(
            f"One or more invalid options for booking field '{slug}'. Allowed options are: {', '.join(allowed)}."
        )


def check(fields: list[Field], body: CreateBooking, event_type_id: int | None) -> None:
    """Custom fields (and the phone of a reminder) in their order: required, of the right type, of the options."""
    answers = body.booking_fields_responses or {}
    for field in fields:
        slug = field["name"]
        if slug in FROM_PHONE:
            if field.get("required") and not body.attendee.phone_number:
                raise MissingPhone
        elif slug not in SYSTEM:
            _check_custom(field, slug in answers, answers.get(slug), event_type_id)


def stored_responses(
    fields: list[Field], body: CreateBooking, *, email: str, guests: list[str] | None, location: dict[str, str] | None
) -> dict[str, Any]:
    """What the booking keeps of the answers; what nobody answered is left out."""
    answers = body.booking_fields_responses or {}
    phone = body.attendee.phone_number
    reminded = any(field["name"] == "smsReminderNumber" for field in fields)
    responses: dict[str, Any] = {
        **answers,
        "name": given_name(body),
        "email": email,
        "guests": guests,
        "location": location,
        "attendeePhoneNumber": phone,
        "smsReminderNumber": phone if reminded else answers.get("smsReminderNumber"),
    }
    return {name: value for name, value in responses.items() if value is not None}


def given_name(body: CreateBooking) -> Any:
    """The split form of the name, where the answers have it."""
    answered = (body.booking_fields_responses or {}).get("name")
    return answered if isinstance(answered, dict) else body.attendee.name


def full_name(name: Any) -> str:
    """A name that was given in two parts, in one."""
    if isinstance(name, dict):
        return " ".join(str(name[part]) for part in ("firstName", "lastName") if name.get(part))
    return str(name or "")


def email_of(attendee: BookingAttendeeIn) -> str:
    """The attendee's address; for one who has only a phone, one made of its digits."""
    return attendee.email or f"{(attendee.phone_number or '').removeprefix('+')}@sms.cal.com"


def require_schema(
    fields: list[Field],
    responses: dict[str, Any],
    metadata: Any,
    *,
    has_email: bool = True,
    is_moved: bool = False,
    location_issues: Sequence[Issue] = (),
) -> None:
    """400 with the issues of the booking core's own schema."""
    issues: list[Issue] = [
        (f"metadata.{key}", f"Expected string, received {js_type(value)}")
        for key, value in (metadata or {}).items()
        if not isinstance(value, str)
    ]
    issues += location_issues
    # The answers are looked at one by one only where all of them have the shape of answers.
    if not any(path.startswith("responses.") for path, _ in location_issues):
        answered = responses if has_email else {**responses, "email": None}
        issues += _field_issues(fields, answered, is_moved=is_moved)
    if issues:
        raise InvalidSchema(issues)


def js_type(value: Any) -> str:
    """As JavaScript's typeof."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    return "string" if isinstance(value, str) else "object"


def _check_custom(field: Field, answered: bool, value: Any, event_type_id: int | None) -> None:
    slug, kind = field["name"], field["type"]
    if field.get("required") and value is None:
        raise MissingAnswer(slug, event_type_id)
    if not answered or kind not in EXPECTED:
        return
    if not _has_type(value, EXPECTED[kind]):
        raise WrongType(field, value)
    allowed = [str(option["value"]) for option in field.get("options") or []]
    if kind in ONE and allowed and str(value) not in allowed:
        raise UnknownOption(slug, value, allowed)
    if kind in MANY and allowed and not {str(one) for one in value} <= set(allowed):
        raise UnknownOptions(slug, allowed)


def _has_type(value: Any, expected: str) -> bool:
    if expected == "array":
        return isinstance(value, list)
    return js_type(value) in expected.split(" or ")


def _issue(field: Field, value: Any, *, is_moved: bool) -> str | None:
    """The core's code for what is wrong with one answer."""
    slug, kind = field["name"], field.get("type")
    if value is None or value == "":
        return "error_required_field" if _is_asked(field, is_moved=is_moved) else None
    if slug in ("name", "location"):
        return None
    if slug == "email":
        return None if isinstance(value, str) and is_email(value) else "email_validation_error"
    if slug == "guests" or kind == "multiemail":
        return _guests_issue(value)
    if kind == "url":
        return None if isinstance(value, str) and is_url(value) else "url_validation_error"
    if kind == "phone":
        return None if isinstance(value, str) and is_phone(value) else "invalid_number"
    if kind in ("number", "select", "radio", "text", "textarea", "address", "date"):
        return _text_issue(field, value)
    return None


def _is_asked(field: Field, *, is_moved: bool) -> bool:
    """Hidden fields are asked of nobody, and some only of who moves a booking."""
    views = {view.get("id") for view in field.get("views") or []}
    return bool(field.get("required")) and not field.get("hidden") and not is_moved and not views


def _field_issues(fields: list[Field], responses: dict[str, Any], *, is_moved: bool) -> list[Issue]:
    found = ((field["name"], _issue(field, responses.get(field["name"]), is_moved=is_moved)) for field in fields)
    return [("responses", f"{{{slug}}}{issue}") for slug, issue in found if issue is not None]


def _guests_issue(value: Any) -> str | None:
    if not isinstance(value, list) or not all(isinstance(one, str) and is_email(one) for one in value):
        return "email_validation_error"
    return "duplicate_email" if len({one.lower() for one in value}) < len(value) else None


def _text_issue(field: Field, value: Any) -> str | None:
    """Answers to numbers and choices must be texts here, whatever the first check said."""
    if not isinstance(value, str):
        return "Invalid string"
    most, least = field.get("maxLength"), field.get("minLength")
    if field.get("type") == "textarea" and most is not None and len(value) > most:
        return f"Max. {most} characters allowed"
    if field.get("type") == "textarea" and least is not None and len(value) < least:
        return f"Min. {least} characters required"
    return None
