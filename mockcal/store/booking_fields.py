"""The fields of a booking form, as event types store them: which ones every form has, and in which order.

A field is {"name" (its slug), "type", "label"?, "placeholder"?, "required", "hidden"?, "options"?: [{"value", "label"}], …}. The
system's own carry `defaultLabel`, the key of a text, in the place of a label that somebody wrote.
"""

from collections.abc import Iterable
from copy import deepcopy
from typing import Any, Protocol

Field = dict[str, Any]

SMS_REMINDER = "smsReminderNumber"
DEFAULT_SOURCE = {"id": "default", "type": "default", "label": "Default"}
RESCHEDULE_VIEW = {"id": "reschedule", "label": "Reschedule View"}


class HasFields(Protocol):
    """What of an event type decides about its form."""

    booking_fields: Any
    disable_guests: bool


def _system(name: str, kind: str, label: str, *, required: bool, editable: str, **more: Any) -> Field:
    own = {"name": name, "type": kind, "defaultLabel": label, "required": required, "editable": editable}
    return {**own, "sources": [DEFAULT_SOURCE], **more}


_OPTIONAL = "system-but-optional"
_BEFORE = (
    _system("name", "name", "your_name", required=True, editable="system"),
    _system("email", "email", "email_address", required=True, editable=_OPTIONAL),
    _system("attendeePhoneNumber", "phone", "phone_number", required=False, editable=_OPTIONAL, hidden=True),
    _system(
        "location",
        "radioInput",
        "location",
        required=False,
        editable="system",
        hideWhenJustOneOption=True,
        getOptionsAt="locations",
        optionsInputs={
            "attendeeInPerson": {"type": "address", "required": True, "placeholder": ""},
            "somewhereElse": {"type": "text", "required": True, "placeholder": ""},
            "phone": {"type": "phone", "required": True, "placeholder": ""},
        },
    ),
)
_AFTER = (
    _system("title", "text", "what_is_this_meeting_about", required=True, editable=_OPTIONAL, hidden=True),
    _system("notes", "textarea", "additional_notes", required=False, editable=_OPTIONAL),
    _system("guests", "multiemail", "additional_guests", required=False, editable=_OPTIONAL, hidden=False),
    _system(
        "rescheduleReason",
        "textarea",
        "reason_for_reschedule",
        required=False,
        editable=_OPTIONAL,
        views=[RESCHEDULE_VIEW],
    ),
)
SYSTEM_NAMES = frozenset(str(field["name"]) for field in (*_BEFORE, *_AFTER))


def fields_of(event_type: HasFields) -> list[Field]:
    """The whole form of an event type, stored ones and what the system adds to them; unreadable ones are left out."""
    stored = event_type.booking_fields
    if not isinstance(stored, list):
        return system_fields(disable_guests=event_type.disable_guests)
    return with_system_fields(field for field in stored if is_readable(field))


def with_system_fields(fields: Iterable[Field]) -> list[Field]:
    """`fields` with the missing ones of the system before and after them."""
    fields = list(fields)
    names = {field["name"] for field in fields}
    before = [deepcopy(field) for field in _BEFORE if field["name"] not in names]
    after = [deepcopy(field) for field in _AFTER if field["name"] not in names]
    return [*before, *fields, *after]


def system_fields(*, disable_guests: bool = False) -> list[Field]:
    """The form of an event type that never stored one."""
    fields = with_system_fields([])
    for field in fields:
        if field["name"] == "guests":
            field["hidden"] = disable_guests
    return fields


def system_field(name: str) -> Field:
    """One of the system's fields as it is when nobody changed it."""
    return deepcopy(next(field for field in (*_BEFORE, *_AFTER) if field["name"] == name))


def is_readable(field: Any) -> bool:
    return isinstance(field, dict) and isinstance(field.get("name"), str) and isinstance(field.get("type"), str)


def with_sms_reminder(event_type: HasFields, *, required: bool) -> list[Field]:
    """The stored form once a workflow texts the attendee: it asks for a number."""
    reminder: Field = {
        "name": SMS_REMINDER,
        "type": "phone",
        "defaultLabel": "number_text_notifications",
        "defaultPlaceholder": "enter_phone_number",
        "required": required,
        "editable": "system",
        "sources": [{"id": "workflow", "type": "workflow", "label": "Workflow"}],
    }
    return [*without_sms_reminder(event_type), reminder]


def without_sms_reminder(event_type: HasFields) -> list[Field]:
    stored = event_type.booking_fields
    fields = stored if isinstance(stored, list) else fields_of(event_type)
    return [field for field in fields if not is_readable(field) or field["name"] != SMS_REMINDER]
