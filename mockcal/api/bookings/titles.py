"""What a booking is called."""

import re
from typing import Any

from mockcal.api.bookings.answers import full_name
from mockcal.api.bookings.locations import label_of
from mockcal.events.handlebars import text_of
from mockcal.store.event_types import EventType

TOKEN = re.compile(r"\{([^{}]*)\}")
NAMELESS = "Nameless"


def title_of(
    event_type: EventType, *, host: str, organizer: str | None, responses: dict[str, Any], minutes: int, location: str
) -> str:
    """The event type's own template, else "<title> between <host> and <booker>"."""
    name = responses.get("name")
    scheduler = full_name(name)
    if not event_type.event_name:
        return f"{event_type.title} between {host} and {scheduler}"
    organiser = organizer or NAMELESS
    last = str(name.get("lastName") or "") if isinstance(name, dict) else ""
    values = {
        "Event type title": event_type.title,
        **dict.fromkeys(("Scheduler", "USER", "ATTENDEE", "HOST/ATTENDEE"), scheduler),
        **dict.fromkeys(("Organiser", "HOST"), organiser),
        **dict.fromkeys(("Organiser first name", "Organiser given name"), first_name(organiser)),
        "Scheduler first name": first_name(scheduler),
        "Scheduler last name": last,
        "Event duration": f"{minutes} mins",
        **dict.fromkeys(("Location", "LOCATION"), label_of(location)),
    }
    return TOKEN.sub(lambda found: values.get(found[1], _answer(responses, found[1])), event_type.event_name)


def instant_title(booker: str) -> str:
    return f"Instant Meeting with {booker}"


def first_name(name: str) -> str:
    return name.split(" ", 1)[0]


def _answer(responses: dict[str, Any], slug: str) -> str:
    """What the booker answered, as text; of a choice its value, of a name in two parts the whole."""
    given = responses.get(slug)
    if isinstance(given, dict):
        return text_of(given["value"]) if "value" in given else full_name(given)
    return text_of(given)
