"""Where a booking takes place: what a body may ask for, and what its event type offers."""

from dataclasses import dataclass
from typing import Any

from mockcal.api.bookings.answers import js_type
from mockcal.api.conferencing.service import default_location
from mockcal.api.event_types.locations import api_type, integration_name, stored_integration
from mockcal.http.errors import BadRequest
from mockcal.http.phones import is_phone
from mockcal.http.urls import is_url
from mockcal.sandbox.transaction import Transaction
from mockcal.store.event_types import EventType
from mockcal.store.users import User

CAL_VIDEO = "integrations:daily"
ORGANIZERS_DEFAULT = "conferencing"
# What the event type configured, by the stored type: the key that holds it.
CONFIGURED = {"inPerson": "address", "link": "link", "userPhone": "hostPhoneNumber"}
STORED = {
    "address": "inPerson",
    "link": "link",
    "phone": "userPhone",
    "attendeeAddress": "attendeeInPerson",
    "attendeeDefined": "somewhereElse",
    "attendeePhone": "phone",
    "organizersDefaultApp": ORGANIZERS_DEFAULT,
}
# What the attendee gives, by API type: the key that holds it.
GIVEN = {"attendeeAddress": "address", "attendeeDefined": "location", "attendeePhone": "phone"}
LABELS = {
    CAL_VIDEO: "Cal Video",
    "integrations:google:meet": "Google Meet",
    "integrations:zoom": "Zoom Video",
    "integrations:office365_video": "MS Teams",
}
OPTION = "responses.location.optionValue"
UNDEFINED = "undefined"


class LocationTypeNotOffered(BadRequest):
    def __init__(self, asked: Any, event_type_id: int | None, offered: list[str]) -> None:
        super().__init__(
            f"Booking location with type {asked} not valid for event type with id={event_type_id}. The event type has "
            f"following location types: {', '.join(offered)}, and only these types are allowed for booking location."
        )


class IntegrationNotOffered(BadRequest):
    def __init__(self, asked: Any, event_type_id: int | None, offered: list[str]) -> None:
        super().__init__(
            f"Booking location with integration {asked} not valid for event type with id={event_type_id}. The event "
            f"type has following integrations: {', '.join(offered)}, and only these integrations are allowed for "
            "booking location."
        )


@dataclass(frozen=True, slots=True)
class BookedLocation:
    """`response` stands among the answers ({"value", "optionValue"}; None: nothing was asked for), `location` on the booking.

    A location of `conferencing` waits for the organizer whose default app it means. `issues` is what the booking core's
    schema will say of it."""

    response: dict[str, str] | None
    location: str
    issues: tuple[tuple[str, str], ...] = ()


def booked_location(event_type: EventType, asked: Any, meeting_url: str | None = None) -> BookedLocation:
    """400 for a type or integration that the event type does not offer."""
    asked = meeting_url if asked is None else asked
    if asked is None:
        return BookedLocation(None, first_location(event_type))
    if isinstance(asked, str):
        return BookedLocation(_of_text(asked), asked)
    return _of_object(event_type, asked if isinstance(asked, dict) else {})


def first_location(event_type: EventType) -> str:
    """Where it takes place when nobody says: the event type's first location, else the organizer's default app."""
    for stored in event_type.locations or []:
        return _configured(stored) or str(stored.get("type"))
    return ORGANIZERS_DEFAULT


def resolved(tx: Transaction, location: str, organizer: User | None) -> str:
    """The organizer's default conferencing app (else Cal Video) where that is meant."""
    return default_location(tx, user=organizer) if location == ORGANIZERS_DEFAULT else location


def label_of(location: str) -> str:
    """What people call it, as it stands in a booking's title."""
    if not location.startswith("integrations:"):
        return location
    return (
        LABELS.get(location) or location.removeprefix("integrations:").replace("_video", "").replace("_", " ").title()
    )


def updated_location(asked: dict[str, Any]) -> BookedLocation | None:
    """A location that is set directly, whatever the event type offers; None when its value is missing or no text."""
    kind = asked.get("type")
    if kind == "integration":
        name = asked.get("integration")
        stored = stored_integration(str(name)) if isinstance(name, str) else None
        return BookedLocation({"value": stored, "optionValue": ""}, stored) if stored else None
    key = {"address": "address", "link": "link", "phone": "phone", **GIVEN}.get(str(kind), "")
    value = asked.get(key)
    if not isinstance(value, str) or not value:
        return None
    return BookedLocation({"value": STORED[str(kind)], "optionValue": value if kind in GIVEN else ""}, value)


def _of_text(text: str) -> dict[str, str]:
    if is_url(text) or text.startswith("www."):
        return {"value": "link", "optionValue": text}
    return {"value": "phone" if is_phone(text) else "somewhereElse", "optionValue": text}


def _of_object(event_type: EventType, asked: dict[str, Any]) -> BookedLocation:
    stored = event_type.locations or []
    kind = asked.get("type")
    offered = [api_type(one) for one in stored]
    if kind not in offered:
        raise LocationTypeNotOffered(asked.get("type", UNDEFINED), event_type.id, list(dict.fromkeys(offered)))
    if kind == "integration":
        return _integration(event_type, asked)
    if kind in GIVEN:
        return _given(str(kind), asked.get(GIVEN[str(kind)]))
    if kind == "organizersDefaultApp":
        return BookedLocation({"value": ORGANIZERS_DEFAULT, "optionValue": ""}, ORGANIZERS_DEFAULT)
    matching = [one for one in stored if one.get("type") == STORED[str(kind)]]
    return BookedLocation({"value": STORED[str(kind)], "optionValue": ""}, _configured(matching[-1]) or "")


def _integration(event_type: EventType, asked: dict[str, Any]) -> BookedLocation:
    offered = [integration_name(one["type"]) for one in event_type.locations or [] if api_type(one) == "integration"]
    name = asked.get("integration", UNDEFINED)
    if name not in offered:
        raise IntegrationNotOffered(name, event_type.id, offered)
    stored = stored_integration(name) or name
    return BookedLocation({"value": stored, "optionValue": ""}, stored)


def _given(kind: str, value: Any) -> BookedLocation:
    response = {"value": STORED[kind], "optionValue": value}
    if value is None or value == "":
        return BookedLocation(response, "", ((OPTION, "Required"),))
    if not isinstance(value, str):
        return BookedLocation(response, "", ((OPTION, f"Expected string, received {js_type(value)}"),))
    if kind == "attendeePhone" and not is_phone(value):
        return BookedLocation(response, value, (("responses", "{location}invalid_number"),))
    return BookedLocation(response, value)


def _configured(stored: dict[str, Any]) -> str | None:
    key = CONFIGURED.get(str(stored.get("type")))
    value = stored.get(key) if key else None
    return value if isinstance(value, str) else None
