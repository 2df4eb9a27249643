"""What an accepted booking makes elsewhere: a room to meet in, an event in the organizer's calendar, and references to both."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import delete, select

from mockcal.api.bookings.locations import CAL_VIDEO
from mockcal.api.calendars import events
from mockcal.api.conferencing import service as conferencing
from mockcal.api.event_types.locations import APP_SLUG, INTEGRATION_PREFIX, integration_name
from mockcal.sandbox.transaction import Transaction
from mockcal.store.apps import Credential, ProviderEvent
from mockcal.store.bookings import ATTENDEES, Booking, BookingReference
from mockcal.store.event_types import EventType
from mockcal.store.users import User

WEB_APP = "https://app.cal.com"
ROOMS = "https://meetco.daily.co"
GOOGLE_MEET = "integrations:google:meet"


@dataclass(frozen=True, slots=True)
class Meeting:
    """`url` is where people meet; `room_url` where the provider has it, if that is another place."""

    type: str
    uid: str
    url: str
    room_url: str | None = None
    password: str | None = None
    credential_id: int | None = None


def room_url(booking_uid: str) -> str:
    """Where people meet on Cal Video."""
    return f"{WEB_APP}/video/{booking_uid}"


def arrange(tx: Transaction, booking: Booking) -> None:
    """The event and the room of a booking that was just accepted."""
    organizer = tx.get(User, booking.user_id)
    if organizer is None:
        return
    event = _put_event(tx, booking, organizer)
    _open_meeting(tx, booking, organizer, event)
    if event is not None:
        _describe(tx, booking, organizer, event)


def move(tx: Transaction, old: Booking, new: Booking) -> None:
    """What `old` had goes over to `new`: the same event at another time, and the same room."""
    kept = _references(tx, old) if old.user_id == new.user_id else []
    events_kept = [one for one in kept if _is_calendar(one)]
    room = next((one for one in kept if not _is_calendar(one) and old.location == new.location), None)
    for reference in events_kept:
        events.move_event(tx, reference.uid, start=new.start_time, end=new.end_time)
    for reference in [*events_kept, *([room] if room else [])]:
        reference.booking_id = new.id or 0
    tx.flush()
    dissolve(tx, old)
    organizer = tx.get(User, new.user_id)
    if organizer is None:
        return
    event = _event_of(tx, events_kept[0]) if events_kept else _put_event(tx, new, organizer)
    if room is None:
        _open_meeting(tx, new, organizer, event)
    else:
        new.meta = {**(new.meta or {}), "videoCallUrl": _url_kept(old, new, room)}
    if event is not None:
        _describe(tx, new, organizer, event)


def _url_kept(old: Booking, new: Booking, room: BookingReference) -> str | None:
    """A link stays what it is, but Cal Video's, which names the booking."""
    if room.type == "daily_video":
        return room_url(new.uid)
    return (old.meta or {}).get("videoCallUrl") or room.meeting_url


def shift(tx: Transaction, booking: Booking) -> None:
    """The booking itself has a new time, or new people: its events follow."""
    organizer = tx.get(User, booking.user_id)
    if organizer is None:
        return
    for reference in _references(tx, booking, calendars=True):
        events.move_event(tx, reference.uid, start=booking.start_time, end=booking.end_time)
        event = _event_of(tx, reference)
        if event is not None:
            _describe(tx, booking, organizer, event)


def hand_over(tx: Transaction, booking: Booking) -> None:
    """Another organizer: the event leaves the old one's calendar for his."""
    for reference in _references(tx, booking, calendars=True):
        events.remove_event(tx, reference.uid)
        tx.delete(reference)
    organizer = tx.get(User, booking.user_id)
    event = _put_event(tx, booking, organizer) if organizer else None
    if organizer is not None and event is not None:
        _describe(tx, booking, organizer, event)


def relocate(tx: Transaction, booking: Booking) -> None:
    """Another place: the old room closes, and a new one opens where the place is an app. Calendars are not told."""
    for reference in _references(tx, booking, calendars=False):
        tx.delete(reference)
    organizer = tx.get(User, booking.user_id)
    if organizer is not None and (booking.location or "").startswith(INTEGRATION_PREFIX):
        _open_meeting(tx, booking, organizer, None)


def dissolve(tx: Transaction, booking: Booking) -> None:
    """Nothing of it stays at the providers, and no reference here."""
    references = _references(tx, booking)
    for reference in references:
        if _is_calendar(reference):
            events.remove_event(tx, reference.uid)
    if references:
        tx.execute(delete(BookingReference).where(BookingReference.booking_id == booking.id))


def open_room(tx: Transaction, booking: Booking) -> None:
    """A Cal Video room."""
    _refer(tx, booking, _cal_video(tx, booking))


def _open_meeting(tx: Transaction, booking: Booking, organizer: User, event: ProviderEvent | None) -> None:
    """Where the place is an app: its meeting, or Cal Video's when the app cannot make one."""
    location = booking.location or ""
    if not location.startswith(INTEGRATION_PREFIX):
        return
    link = _link_of(tx, booking, location)
    if link is not None:
        booking.meta = {**(booking.meta or {}), "videoCallUrl": link}
        tx.flush()
        return
    meeting = _app_meeting(tx, booking, organizer, location, event)
    if meeting is None:
        booking.location = CAL_VIDEO
        meeting = _cal_video(tx, booking)
    booking.meta = {**(booking.meta or {}), "videoCallUrl": meeting.url}
    _refer(tx, booking, meeting)


def _app_meeting(
    tx: Transaction, booking: Booking, organizer: User, location: str, event: ProviderEvent | None
) -> Meeting | None:
    if location == CAL_VIDEO:
        return _cal_video(tx, booking)
    app = _credential(tx, booking, organizer, APP_SLUG.get(integration_name(location), ""))
    if location == GOOGLE_MEET:
        meeting = _google_meet(tx, event)
    else:
        meeting = _third_party_meeting(tx, booking, location) if app is not None else None
    return replace(meeting, credential_id=app.id) if meeting is not None and app is not None else meeting


def _third_party_meeting(tx: Transaction, booking: Booking, location: str) -> Meeting | None:
    if location == "integrations:zoom":
        number = tx.ids.digits(11)
        return Meeting("zoom_video", number, f"https://zoom.us/j/{number}?pwd={tx.ids.url_safe(24)}")
    if location == "integrations:office365_video":
        thread = tx.ids.url_safe(32)
        return Meeting(
            "office365_video", thread, f"https://teams.microsoft.com/l/meetup-join/19%3ameeting_{thread}%40thread.v2/0"
        )
    if location == "integrations:jitsi":
        return Meeting("jitsi_video", booking.uid, f"https://meet.jit.si/cal/{booking.uid}")
    return None


def _cal_video(tx: Transaction, booking: Booking) -> Meeting:
    room = tx.ids.url_safe(20)
    return Meeting("daily_video", room, room_url(booking.uid), f"{ROOMS}/{room}", tx.ids.hex(32))


def _google_meet(tx: Transaction, event: ProviderEvent | None) -> Meeting | None:
    """Google makes the link with the event, so there is none without a Google calendar."""
    if event is None or events.calendar_of(tx, event).integration != "google_calendar":
        return None
    letters = "".join("abcdefghijklmnopqrstuvwxyz"[tx.ids.number(26)] for _ in range(10))
    url = f"https://meet.google.com/{letters[:3]}-{letters[3:7]}-{letters[7:]}"
    return Meeting("google_video", event.uid, url)


def _credential(tx: Transaction, booking: Booking, organizer: User, app_slug: str) -> Credential | None:
    """The organizer's own connection, else his team's."""
    own = conferencing.credential(tx, app_slug, user_id=organizer.id)
    event_type = tx.get(EventType, booking.event_type_id)
    team_id = event_type.team_id if event_type else None
    if own is not None or team_id is None:
        return own
    return conferencing.credential(tx, app_slug, team_id=team_id)


def _link_of(tx: Transaction, booking: Booking, location: str) -> str | None:
    """The fixed link that an event type has for an app of that kind."""
    event_type = tx.get(EventType, booking.event_type_id)
    stored = (event_type.locations or []) if event_type else []
    return next((one["link"] for one in stored if one.get("type") == location and one.get("link")), None)


def _refer(tx: Transaction, booking: Booking, meeting: Meeting) -> None:
    tx.queue(
        BookingReference(
            booking_id=booking.id,
            type=meeting.type,
            uid=meeting.uid,
            meeting_id=meeting.uid,
            meeting_url=meeting.room_url or meeting.url,
            meeting_password=meeting.password,
            credential_id=meeting.credential_id,
        )
    )


def _put_event(tx: Transaction, booking: Booking, organizer: User) -> ProviderEvent | None:
    event = events.put_event(
        tx,
        organizer,
        event_type_id=booking.event_type_id,
        uid=tx.ids.cuid(),
        start=booking.start_time,
        end=booking.end_time,
        body={},
    )
    if event is None:
        return None
    calendar = events.calendar_of(tx, event)
    tx.queue(
        BookingReference(
            booking_id=booking.id,
            type=calendar.integration,
            uid=event.uid,
            meeting_id=event.uid,
            external_calendar_id=calendar.external_id,
            credential_id=calendar.credential_id,
        )
    )
    return event


def _describe(tx: Transaction, booking: Booking, organizer: User, event: ProviderEvent) -> None:
    """The event shows the booking as it is now."""
    people = tx.all(ATTENDEES, booking_id=booking.id)
    owner = events.calendar_of(tx, event)
    url = (booking.meta or {}).get("videoCallUrl")
    host: dict[str, Any] = {"email": organizer.email, "name": organizer.name or ""}
    body = {
        "id": event.uid,
        "title": booking.title,
        "description": None if _hides_notes(tx, booking) else booking.description or None,
        "attendees": [
            {**host, "responseStatus": "accepted", "host": True},
            *({"email": one.email, "name": one.name, "responseStatus": "accepted"} for one in people),
        ],
        "hosts": [{**host, "responseStatus": "accepted"}],
        "calendarEventOwner": {"email": owner.email or organizer.email, "name": organizer.name or ""},
        "locations": [{"type": "video", "url": url or booking.location}] if url or booking.location else [],
        "status": "accepted",
        "source": "google",
    }
    events.rewrite(event, start=booking.start_time, end=booking.end_time, body=body)


def _hides_notes(tx: Transaction, booking: Booking) -> bool:
    """What the booker noted is for the booking, not for everybody who sees the calendar."""
    event_type = tx.get(EventType, booking.event_type_id)
    return event_type is not None and bool(event_type.hide_calendar_notes)


def _event_of(tx: Transaction, reference: BookingReference) -> ProviderEvent | None:
    return events.event_by_uid(tx, reference.uid)


def _is_calendar(reference: BookingReference) -> bool:
    return reference.type.endswith("_calendar")


def _references(tx: Transaction, booking: Booking, *, calendars: bool | None = None) -> list[BookingReference]:
    """All of them, or only calendar events, or only meetings."""
    rows = tx.all(
        select(BookingReference).where(BookingReference.booking_id == booking.id).order_by(BookingReference.id)
    )
    return rows if calendars is None else [row for row in rows if _is_calendar(row) == calendars]
