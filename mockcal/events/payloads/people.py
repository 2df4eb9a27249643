"""Organizers, attendees and teams as payloads show them, each family in its own spelling."""

from datetime import datetime
from typing import Any

from mockcal.events import places
from mockcal.events.facts import Facts
from mockcal.http.answers import Wire, omit_none
from mockcal.store.bookings import Attendee
from mockcal.store.users import User


class Language(Wire):
    locale: str


class Organizer(Wire):
    """As family A has it."""

    id: int | None
    name: str
    email: str
    username: str | None
    username_in_org: str | None = None
    time_zone: str
    language: Language
    time_format: str
    utc_offset: int


class PlainOrganizer(Wire):
    """As families B and C have it."""

    email: str
    name: str
    username: str | None
    time_zone: str
    time_format: str
    language: Language
    utc_offset: int


class Person(Wire):
    """An attendee of family A; guests have an empty name."""

    email: str
    name: str
    first_name: str
    last_name: str
    time_zone: str
    phone_number: str | None = None
    language: Language
    utc_offset: int


class PlainPerson(Wire):
    """An attendee of families B and C."""

    name: str
    email: str
    time_zone: str
    phone_number: str | None
    language: Language
    utc_offset: int


class TeamMember(Wire):
    id: int | None
    email: str
    name: str
    first_name: str
    last_name: str
    time_zone: str
    language: Language


class BookedTeam(Wire):
    """The organizer is not among the members."""

    id: int | None
    name: str
    members: list[TeamMember]


def organizer(facts: Facts) -> Organizer:
    user = facts.organizer
    return Organizer(
        id=user.id if user else None,
        name=facts.organizer_name,
        email=facts.organizer_email,
        username=user.username if user else None,
        username_in_org=omit_none(facts.username_in_organization),
        time_zone=_zone(user),
        language=Language(locale=_locale(user)),
        time_format=_clock(user),
        utc_offset=utc_offset(_zone(user), facts.booking.start_time),
    )


def plain_organizer(facts: Facts) -> PlainOrganizer:
    user = facts.organizer
    return PlainOrganizer(
        email=facts.organizer_email,
        name=facts.organizer_name,
        username=user.username if user else None,
        time_zone=_zone(user),
        time_format=_clock(user),
        language=Language(locale=_locale(user)),
        utc_offset=utc_offset(_zone(user), facts.booking.start_time),
    )


def persons(facts: Facts) -> list[Person]:
    """Booker first, then guests."""
    return [_person(facts, row, is_booker=index == 0) for index, row in enumerate(facts.attendees)]


def plain_persons(facts: Facts) -> list[PlainPerson]:
    return [
        PlainPerson(
            name=row.name,
            email=row.email,
            time_zone=row.time_zone,
            phone_number=row.phone_number,
            language=Language(locale=row.locale or "en"),
            utc_offset=utc_offset(row.time_zone, facts.booking.start_time),
        )
        for row in facts.attendees
    ]


def booked_team(facts: Facts) -> BookedTeam | None:
    """None but for the event types of a team."""
    if facts.team is None:
        return None
    members = [_member(user) for _, user in facts.co_hosts]
    return BookedTeam(id=facts.team.id, name=facts.team.name, members=members)


def utc_offset(time_zone: str, at: datetime) -> int:
    """Minutes east of UTC at that moment."""
    offset = at.astimezone(places.zone(time_zone)).utcoffset()
    return int(offset.total_seconds() // 60) if offset else 0


def _person(facts: Facts, row: Attendee, *, is_booker: bool) -> Person:
    name: Any = facts.answers.get("name") if is_booker else None
    parts = name if isinstance(name, dict) else {}
    return Person(
        email=row.email,
        name=row.name,
        first_name=parts.get("firstName") or "",
        last_name=parts.get("lastName") or "",
        time_zone=row.time_zone,
        phone_number=omit_none(row.phone_number),
        language=Language(locale=row.locale or "en"),
        utc_offset=utc_offset(row.time_zone, facts.booking.start_time),
    )


def _member(user: User) -> TeamMember:
    return TeamMember(
        id=user.id,
        email=user.email,
        name=user.name or "",
        first_name="",
        last_name="",
        time_zone=user.time_zone,
        language=Language(locale=_locale(user)),
    )


def _zone(user: User | None) -> str:
    return user.time_zone if user else "UTC"


def _locale(user: User | None) -> str:
    return (user.locale if user else None) or "en"


def _clock(user: User | None) -> str:
    return "HH:mm" if user is not None and user.time_format == 24 else "h:mma"
