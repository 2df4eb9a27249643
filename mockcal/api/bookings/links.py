"""Links that put a booking into a guest's calendar."""

from datetime import datetime
from typing import Any
from urllib.parse import quote

from mockcal.api.bookings import find
from mockcal.api.bookings.people import UnknownBooking
from mockcal.http.answers import Wire
from mockcal.http.errors import BadRequest
from mockcal.http.js_dates import iso_ms
from mockcal.sandbox.transaction import Transaction
from mockcal.store.bookings import Booking
from mockcal.store.event_types import EventType
from mockcal.store.users import User

FREQUENCY = {0: "YEARLY", 1: "MONTHLY", 2: "WEEKLY", 3: "DAILY"}


class CalendarLink(Wire):
    label: str
    id: str
    link: str


class NoEventType(BadRequest):
    def __init__(self, uid: str) -> None:
        super().__init__(f"Booking with uid {uid} has no event type")


def calendar_links(tx: Transaction, uid: str) -> list[CalendarLink]:
    """Google, Office, Outlook and a file. 404 unknown, 400 without an event type."""
    booking = find.require(tx, uid, UnknownBooking)
    event_type = tx.get(EventType, booking.event_type_id)
    if event_type is None:
        raise NoEventType(uid)
    recurrence = _rule(event_type.recurring_event) if booking.recurring_event_id else None
    where = (booking.meta or {}).get("videoCallUrl")
    return [
        CalendarLink(label="Google Calendar", id="googleCalendar", link=_google(booking, where, recurrence)),
        CalendarLink(
            label="Microsoft Office", id="microsoftOffice", link=_outlook("https://outlook.office.com", booking)
        ),
        CalendarLink(
            label="Microsoft Outlook", id="microsoftOutlook", link=_outlook("https://outlook.live.com", booking)
        ),
        CalendarLink(label="ICS", id="ics", link=_file(tx, booking, where, recurrence)),
    ]


def _google(booking: Booking, where: str | None, recurrence: str | None) -> str:
    link = (
        "https://calendar.google.com/calendar/r/eventedit"
        f"?dates={_compact(booking.start_time)}/{_compact(booking.end_time)}"
        f"&text={_encoded(booking.title)}&details={_encoded(booking.description or '')}"
    )
    link += f"&location={_encoded(where)}" if where else ""
    return link + (f"&recur={_encoded('RRULE:' + recurrence)}" if recurrence else "")


def _outlook(base: str, booking: Booking) -> str:
    parts = {
        "body": booking.description or "",
        "enddt": iso_ms(booking.end_time),
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "startdt": iso_ms(booking.start_time),
        "subject": booking.title,
    }
    query = "&".join(f"{name}={_encoded(value)}" for name, value in parts.items())
    return f"{base}/calendar/0/deeplink/compose?{query}"


def _file(tx: Transaction, booking: Booking, where: str | None, recurrence: str | None) -> str:
    return f"data:text/calendar,{_encoded(calendar_text(tx, booking, where=where, recurrence=recurrence))}"


def calendar_text(tx: Transaction, booking: Booking, *, where: str | None, recurrence: str | None = None) -> str:
    """The booking as an iCalendar file."""
    from icalendar import Calendar, Event, vRecur

    event = Event()
    event.add("uid", booking.ical_uid)
    event.add("dtstamp", booking.created_at)
    event.add("dtstart", booking.start_time)
    event.add("dtend", booking.end_time)
    event.add("summary", booking.title)
    event.add("sequence", booking.ical_sequence)
    event.add("description", booking.description or "")
    if where:
        event.add("location", where)
    if recurrence:
        event.add("rrule", vRecur.from_ical(recurrence))
    organizer = tx.get(User, booking.user_id)
    if organizer is not None:
        event.add("organizer", f"mailto:{organizer.email}")
    for attendee in find.attendees_of(tx, booking):
        event.add("attendee", f"mailto:{attendee.email}")
    calendar = Calendar()
    calendar.add("prodid", "-//mockcal//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "REQUEST")
    calendar.add_component(event)
    return str(calendar.to_ical().decode())


def _rule(recurring: Any) -> str | None:
    if not isinstance(recurring, dict):
        return None
    return (
        f"FREQ={FREQUENCY[recurring['freq']]};INTERVAL={recurring.get('interval', 1)};COUNT={recurring.get('count', 1)}"
    )


def _compact(instant: datetime) -> str:
    return instant.strftime("%Y%m%dT%H%M%SZ")


def _encoded(text: str) -> str:
    return quote(text, safe="!'()*~-._")
