"""Mails and texts that tell the people of a booking what became of it.

Who hears of what is said here, function by function; how it reads in `SAYS`. A platform client, the event type's
settings and its e-mail settings may silence hosts, attendees or both.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from mockcal.events import messages, places
from mockcal.events.facts import WEB_APP, Facts
from mockcal.store.bookings import Attendee, Booking
from mockcal.store.users import User

Side = Literal["host", "attendee"]
TEXT_ONLY = "@sms.cal.com"
"""The end of the address that stands for somebody who has only a phone."""

SAYS = {
    "attendee-scheduled": ("Confirmed: {title}", "Your meeting is booked."),
    "organizer-scheduled": ("New booking: {title}", "Somebody has booked a meeting with you."),
    "attendee-awaiting-confirmation": ("Waiting for approval: {title}", "Your request has reached the host, who has yet to accept it."),
    "organizer-request": ("Please decide: {title}", "Somebody asks for a meeting with you. Accept or decline it: {page}"),
    "attendee-rescheduled": ("New time: {title}", "Your meeting has moved."),
    "organizer-rescheduled": ("New time: {title}", "A meeting of yours has moved."),
    "attendee-cancelled": ("Cancelled: {title}", "Your meeting will not take place."),
    "organizer-cancelled": ("Cancelled: {title}", "A meeting of yours will not take place."),
    "organizer-seat-cancelled": ("A seat is free again: {title}", "{name} will not come to this meeting."),
    "attendee-declined": ("Declined: {title}", "The host cannot take your request."),
    "attendee-guest-added": ("More guests: {title}", "Somebody was invited to your meeting."),
    "organizer-guest-added": ("More guests: {title}", "Somebody was invited to a meeting of yours."),
    "attendee-removed": ("You are off the list: {title}", "You are no longer expected at this meeting."),
    "attendee-location-updated": ("New place: {title}", "Your meeting takes place somewhere else."),
    "organizer-location-updated": ("New place: {title}", "A meeting of yours takes place somewhere else."),
    "organizer-reassigned-in": ("Now yours: {title}", "This meeting has been handed to you."),
    "organizer-reassigned-out": ("No longer yours: {title}", "This meeting has been handed to {name}."),
    "attendee-reassigned": ("New host: {title}", "{name} will be your host."),
    "reschedule-requested": ("Another time, please: {title}", "The host asks for another time: {new_time}"),
    "payment-requested": ("Please pay: {title}", "Your booking stands once it is paid: {payment}"),
}  # fmt: skip
"""Template → subject and opening words."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom a message goes to, and in which zone he reads a clock."""

    email: str
    time_zone: str
    phone: str | None = None


def scheduled(facts: Facts) -> None:
    """All hosts; the booker and every guest."""
    _tell_hosts(facts, "organizer-scheduled", confirms=True)
    _tell_attendees(facts, "attendee-scheduled", facts.attendees, confirms=True)


def seat_taken(facts: Facts, attendee: Attendee) -> None:
    """All hosts, and who took it."""
    _tell_hosts(facts, "organizer-scheduled", confirms=True)
    _tell_attendees(facts, "attendee-scheduled", [attendee], confirms=True)


def requested(facts: Facts) -> None:
    """All hosts; of the others the booker alone."""
    _tell_hosts(facts, "organizer-request")
    _tell_attendees(facts, "attendee-awaiting-confirmation", facts.attendees[:1])


def payment_requested(facts: Facts) -> None:
    _tell_attendees(facts, "payment-requested", facts.attendees[:1])


def rescheduled(facts: Facts, old: Booking, attendees: Sequence[Attendee], former: Facts | None) -> None:
    """A round robin that found other hosts tells `former` ones that it is off, new ones that there is one."""
    earlier = [("Was", lambda reader: places.when(old.start_time, old.end_time, reader.time_zone))]
    now = _hosts(facts)
    before = now if former is None else _hosts(former)
    _tell(facts, "host", "organizer-cancelled", [one for one in before if one not in now])
    _tell(facts, "host", "organizer-scheduled", [one for one in now if one not in before])
    _tell(facts, "host", "organizer-rescheduled", [one for one in now if one in before], more=earlier)
    _tell_attendees(facts, "attendee-rescheduled", attendees, more=earlier)


def declined(facts: Facts, reason: str | None) -> None:
    _tell_attendees(facts, "attendee-declined", facts.attendees, more=_reason(reason))


def cancelled(facts: Facts, reason: str | None) -> None:
    _tell_hosts(facts, "organizer-cancelled", more=_reason(reason))
    _tell_attendees(facts, "attendee-cancelled", facts.attendees, more=_reason(reason))


def seat_cancelled(facts: Facts, attendee: Attendee, reason: str | None) -> None:
    """All hosts, and who gave it up."""
    _tell_hosts(facts, "organizer-seat-cancelled", more=_reason(reason), name=attendee.name)
    _tell_attendees(facts, "attendee-cancelled", [attendee], more=_reason(reason))


def reassigned(facts: Facts, *, old_host: User, new_host: User) -> None:
    """Both hosts; the booker when the organizer is another one now and the meeting is still to come."""
    name = new_host.name or ""
    _tell(facts, "host", "organizer-reassigned-in", [_host(new_host)])
    _tell(facts, "host", "organizer-reassigned-out", [_host(old_host)], name=name)
    if facts.booking.user_id == new_host.id and facts.booking.start_time > facts.tx.now:
        _tell_attendees(facts, "attendee-reassigned", facts.attendees[:1], name=name)


def guests_added(facts: Facts, before: Sequence[Attendee], new: Sequence[Attendee]) -> None:
    """New guests hear of the meeting, by text too where they left a number; those who were there hear of the guests."""
    hosts = {row.id for row, _ in facts.co_hosts}
    names = [("Invited", lambda reader: ", ".join(row.email for row in new))]
    _tell_hosts(facts, "organizer-guest-added", more=names)
    _tell_attendees(facts, "attendee-guest-added", [row for row in before if row.id not in hosts], more=names)
    _tell_attendees(facts, "attendee-scheduled", new, confirms=True)
    if not _is_silenced(facts, "attendee", confirms=True):
        for row in (row for row in new if not row.email.endswith(TEXT_ONLY)):
            _text(facts, "attendee-scheduled", Reader(row.email, row.time_zone, row.phone_number))


def attendee_added(facts: Facts, attendee: Attendee) -> None:
    _tell_attendees(facts, "attendee-scheduled", [attendee], confirms=True)


def attendee_removed(facts: Facts, attendee: Attendee) -> None:
    _tell_attendees(facts, "attendee-removed", [attendee])


def location_changed(facts: Facts) -> None:
    _tell_hosts(facts, "organizer-location-updated")
    _tell_attendees(facts, "attendee-location-updated", facts.attendees)


def reschedule_requested(facts: Facts, reason: str | None) -> None:
    """The organizer has it in writing, the booker is asked."""
    _tell(facts, "host", "reschedule-requested", _hosts(facts)[:1], more=_reason(reason))
    _tell_attendees(facts, "reschedule-requested", facts.attendees[:1], more=_reason(reason))


More = Sequence[tuple[str, Any]]


def _tell_hosts(facts: Facts, template: str, *, confirms: bool = False, more: More = (), name: str = "") -> None:
    _tell(facts, "host", template, _hosts(facts), confirms=confirms, more=more, name=name)


def _tell_attendees(
    facts: Facts,
    template: str,
    attendees: Iterable[Attendee],
    *,
    confirms: bool = False,
    more: More = (),
    name: str = "",
) -> None:
    readers = [Reader(row.email, row.time_zone, row.phone_number) for row in attendees]
    _tell(facts, "attendee", template, readers, confirms=confirms, more=more, name=name)


def _tell(
    facts: Facts,
    side: Side,
    template: str,
    readers: Iterable[Reader],
    *,
    confirms: bool = False,
    more: More = (),
    name: str = "",
) -> None:
    """One message to each reader, unless that side is not to be written to."""
    if _is_silenced(facts, side, confirms=confirms):
        return
    for reader in readers:
        _write(facts, side, template, reader, more, name)


def _write(facts: Facts, side: Side, template: str, reader: Reader, more: More, name: str) -> None:
    subject, opening = (text.format(**_words(facts, name)) for text in SAYS[template])
    uid = facts.booking.uid
    if reader.email.endswith(TEXT_ONLY):
        _text(facts, template, reader, name)
        return
    lines = [(label, tell(reader)) for label, tell in [*_lines(facts, side, reader), *more]]
    text = f"{opening}\n\n" + "\n".join(f"{label}: {told}" for label, told in lines) + f"\n\n{_page(facts)}\n"
    subject = f"{subject}, {places.day(facts.booking.start_time, reader.time_zone)}"
    messages.mail(facts.tx, template, to=reader.email, subject=subject, text=text, booking_uid=uid)


def _text(facts: Facts, template: str, reader: Reader, name: str = "") -> None:
    if reader.phone:
        opening = SAYS[template][1].format(**_words(facts, name))
        text = f"{opening} {facts.booking.title}, {_when(facts, reader)}."
        messages.sms(facts.tx, template, to=reader.phone, text=text, booking_uid=facts.booking.uid)


def _lines(facts: Facts, side: Side, reader: Reader) -> More:
    """What, when, who, where, and what the booker wrote."""
    booking = facts.booking
    link = (booking.meta or {}).get("videoCallUrl")
    lines: list[tuple[str, Any]] = [
        ("What", lambda _: booking.title),
        ("When", lambda reader: _when(facts, reader)),
        ("Who", lambda reader: _who(facts, side, reader)),
        ("Where", lambda _: places.where(booking.location, link)),
    ]
    if facts.notes:
        lines.append(("Notes", lambda _: facts.notes))
    return lines


def _who(facts: Facts, side: Side, reader: Reader) -> str:
    """Those who share a slot do not see each other unless the event type lets them."""
    row = facts.event_type
    hides_email = side == "attendee" and row is not None and row.hide_organizer_email
    hides_others = side == "attendee" and row is not None and row.seats_per_time_slot and not row.seats_show_attendees
    organizer = facts.organizer_name if hides_email else f"{facts.organizer_name} <{facts.organizer_email}>"
    others = [one for one in facts.attendees if not hides_others or one.email == reader.email]
    names = [f"{one.name} <{one.email}>" if one.name else one.email for one in others]
    return ", ".join([organizer, *(user.name or user.email for _, user in facts.co_hosts), *names])


def _when(facts: Facts, reader: Reader) -> str:
    return places.when(facts.booking.start_time, facts.booking.end_time, reader.time_zone)


def _reason(reason: str | None) -> More:
    return [("Reason", lambda _: reason)] if reason else []


def _words(facts: Facts, name: str) -> dict[str, str]:
    uid = facts.booking.uid
    return {
        "title": facts.booking.title,
        "name": name,
        "page": _page(facts),
        "payment": f"{WEB_APP}/payment/{uid}",
        "new_time": f"{WEB_APP}/reschedule/{uid}",
    }


def _page(facts: Facts) -> str:
    """Where the booking can be seen: the platform client's own page, if it has one."""
    own = facts.client.booking_redirect_uri if facts.client else None
    return f"{own}/{facts.booking.uid}" if own else f"{facts.booker_url}/booking/{facts.booking.uid}"


def _hosts(facts: Facts) -> list[Reader]:
    """The organizer, then the others."""
    organizer = facts.organizer
    if organizer is None:
        return []
    first = Reader(facts.organizer_email, organizer.time_zone)
    return [first, *(_host(user) for _, user in facts.co_hosts)]


def _host(user: User) -> Reader:
    return Reader(user.email, user.time_zone)


def _is_silenced(facts: Facts, side: Side, *, confirms: bool) -> bool:
    """`confirms`: of a kind that event types may switch off alone."""
    if facts.client is not None and not facts.client.are_emails_enabled:
        return True
    row = facts.event_type
    if row is None:
        return False
    standard = (row.meta or {}).get("disableStandardEmails") or {}
    if (standard.get("all") or {}).get(side) or (confirms and (standard.get("confirmation") or {}).get(side)):
        return True
    key = "disableEmailsToHosts" if side == "host" else "disableEmailsToAttendees"
    return bool((row.email_settings or {}).get(key))
