"""The variables of a workflow's texts, such as `{EVENT_NAME}`, and what they stand for."""

import re
from collections.abc import Mapping
from datetime import datetime
from html import escape, unescape
from typing import Any

from mockcal.events.facts import NAMELESS, Facts
from mockcal.events.handlebars import text_of
from mockcal.events.places import where, zone
from mockcal.events.responses import answers_of
from mockcal.store.bookings import Attendee
from mockcal.store.form_fields import readable
from mockcal.store.routing_forms import FormResponse, RoutingForm

VARIABLE = re.compile(r"\{([A-Z][^{}]*)\}")
NOT_IN_A_NAME = re.compile(r"[^A-Z0-9]+")
TAG = re.compile(r"<[^>]*>")
BREAK = re.compile(r"</p>|<br\s*/?>|</div>|</li>", re.IGNORECASE)
TOKEN = re.compile("YYYY|YY|MMMM|MMM|MM|M|DD|D|dddd|ddd|HH|H|hh|h|mm|m|ss|A|a")
DATE = "dddd, MMMM D, YYYY"

Variables = Mapping[str, str | datetime]
"""Texts by name; an instant (in its reader's zone) also answers to `NAME_<format>`."""


def fill(text: str, variables: Variables, *, html: bool = False) -> str:
    """The text with its variables filled; unknown ones stay."""

    def value(found: re.Match[str]) -> str:
        filled = _value(found[1], variables)
        return found[0] if filled is None else escape(filled) if html else filled

    return VARIABLE.sub(value, text)


def plain_text(html: str) -> str:
    """A mail's text, for readers without HTML."""
    return unescape(TAG.sub("", BREAK.sub("\n", html))).strip()


def of_booking(facts: Facts, attendee: Attendee | None, time_zone: str) -> dict[str, str | datetime]:
    """What a message about a booking may say to somebody in `time_zone`; `attendee` is who it speaks of."""
    booking, organizer = facts.booking, facts.organizer
    start, end = (at.astimezone(zone(time_zone)) for at in (booking.start_time, booking.end_time))
    clock = "HH:mm" if organizer and organizer.time_format == 24 else "h:mma"
    url = f"{facts.booker_url}/booking/{booking.uid}"
    return {
        **_answered(facts),
        **_named("ATTENDEE", attendee.name if attendee else ""),
        **_named("ORGANIZER", organizer.name if organizer and organizer.name else NAMELESS),
        "ATTENDEE_EMAIL": attendee.email if attendee else "",
        "ATTENDEE_TIMEZONE": attendee.time_zone if attendee else "",
        "EVENT_NAME": booking.title,
        "EVENT_TYPE_NAME": facts.event_type.title if facts.event_type else "",
        "EVENT_DATE": formatted(start, DATE),
        "EVENT_DATE_": start,
        "EVENT_TIME": formatted(start, clock),
        "EVENT_TIME_": start,
        "START_TIME": formatted(start, clock),
        "START_TIME_": start,
        "EVENT_START_TIME": formatted(start, clock),
        "EVENT_START_TIME_": start,
        "EVENT_END_TIME": formatted(end, clock),
        "EVENT_END_TIME_": end,
        "TIMEZONE": time_zone,
        "LOCATION": where(booking.location, None),
        "MEETING_URL": _meeting_url(facts),
        "ADDITIONAL_NOTES": facts.notes,
        "CANCELLATION_REASON": booking.cancellation_reason or "",
        "CANCEL_URL": f"{url}?cancel=true",
        "RESCHEDULE_URL": f"{facts.booker_url}/reschedule/{booking.uid}",
        "RATING_URL": f"{url}?rating",
        "NO_SHOW_URL": f"{url}?noShow=true",
    }


def of_response(form: RoutingForm, row: FormResponse) -> dict[str, str | datetime]:
    """The answers by identifier and by label, and the form's name."""
    answers = answers_of(form, row.response)
    named = [(name, field, value) for field, value in answers for name in (field.get("label"), field.get("identifier"))]
    return {
        **{_name(name): _said(readable(field, value)) for name, field, value in named if name},
        "FORM_NAME": form.name,
    }


def formatted(moment: datetime, pattern: str) -> str:
    """A date as day.js writes it, e.g. `dddd, MMMM D, YYYY` or `h:mma`."""
    tokens = _tokens(moment)
    return TOKEN.sub(lambda found: tokens[found[0]], pattern)


def _tokens(moment: datetime) -> dict[str, str]:
    hour = moment.hour % 12 or 12
    half = "pm" if moment.hour >= 12 else "am"
    return {
        "YYYY": f"{moment.year:04}",
        "YY": f"{moment.year % 100:02}",
        "MMMM": f"{moment:%B}",
        "MMM": f"{moment:%b}",
        "MM": f"{moment.month:02}",
        "M": str(moment.month),
        "DD": f"{moment.day:02}",
        "D": str(moment.day),
        "dddd": f"{moment:%A}",
        "ddd": f"{moment:%a}",
        "HH": f"{moment.hour:02}",
        "H": str(moment.hour),
        "hh": f"{hour:02}",
        "h": str(hour),
        "mm": f"{moment.minute:02}",
        "m": str(moment.minute),
        "ss": f"{moment.second:02}",
        "A": half.upper(),
        "a": half,
    }


def _value(name: str, variables: Variables) -> str | None:
    found = variables.get(name)
    if isinstance(found, str):
        return found
    for prefix, moment in variables.items():
        if isinstance(moment, datetime) and name.startswith(prefix) and len(name) > len(prefix):
            return formatted(moment, name.removeprefix(prefix))
    return None


def _named(who: str, name: str) -> dict[str, str]:
    first, _, last = name.partition(" ")
    return {who: name, f"{who}_NAME": name, f"{who}_FIRST_NAME": first, f"{who}_LAST_NAME": last}


def _answered(facts: Facts) -> dict[str, str]:
    """The booker's answers, by the field's slug and by its label."""
    fields = facts.event_type.booking_fields if facts.event_type else None
    labels = {field.get("name"): field.get("label") for field in fields or [] if isinstance(field, dict)}
    named = [(name, value) for slug, value in facts.answers.items() for name in (slug, labels.get(slug)) if name]
    return {_name(name): _said(value) for name, value in named if not isinstance(value, dict)}


def _meeting_url(facts: Facts) -> str:
    meta = facts.booking.meta if isinstance(facts.booking.meta, dict) else {}
    location = facts.booking.location or ""
    return meta.get("videoCallUrl") or (location if location.startswith("http") else "")


def _name(text: str) -> str:
    return NOT_IN_A_NAME.sub("_", text.upper()).strip("_")


def _said(value: Any) -> str:
    return ", ".join(map(text_of, value)) if isinstance(value, list) else text_of(value)
