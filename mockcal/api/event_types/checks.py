"""What an event type may not be told: the rules that look beyond the body, in the order of the real service."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mockcal.api.calendars import connections
from mockcal.api.conferencing import service as conferencing
from mockcal.api.event_types import fields, locations
from mockcal.api.event_types.schemas import Destination, EventTypeSettings
from mockcal.http.errors import BadRequest, Json, TrpcError
from mockcal.sandbox.transaction import Transaction
from mockcal.store.booking_fields import Field
from mockcal.store.event_types import EventType
from mockcal.store.teams import Team
from mockcal.store.users import User

TOKEN = re.compile(r"\{(.+?)\}")
NAME_VARIABLES = frozenset(
    (
        "Event type title",
        "Organiser",
        "Scheduler",
        "Location",
        "Organiser first name",
        "Organiser given name",
        "Scheduler first name",
        "Scheduler last name",
        "Event duration",
        "LOCATION",
        "HOST/ATTENDEE",
        "HOST",
        "ATTENDEE",
        "USER",
    )
)
TEAM_APPS = ("google-meet", "zoom")


class SeatsWithLocations(BadRequest):
    def __init__(self) -> None:
        super().__init__("Seats Validation failed: Seats are enabled but more than one location provided.")


class SeatsWithConfirmation(BadRequest):
    def __init__(self) -> None:
        super().__init__("Seats Validation failed: Seats are enabled but requiresConfirmation is true.")


class UnknownVariable(BadRequest):
    def __init__(self, token: str) -> None:
        super().__init__(f"Invalid event name variables: {{{token}}}")


class UnknownCalendar(BadRequest):
    def __init__(self) -> None:
        super().__init__("Invalid destinationCalendarId: Calendar does not exist")


class ReadOnlyCalendar(BadRequest):
    def __init__(self) -> None:
        super().__init__("Invalid destinationCalendarId: Calendar does not have write permission")


class NoPrimaryCalendar(BadRequest):
    def __init__(self) -> None:
        super().__init__(
            "Validation failed: A primary connected calendar is required to set useDestinationCalendarEmail"
        )


class LateRefusal(TrpcError):
    """Refused by the inner service, when the event type is there already: it stays."""

    keeps_work = True


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose event type is written by whom: `row` is what is stored of it, `phone_only` lets a booker do without address."""

    caller: User
    team: Team | None = None
    row: EventType | None = None
    phone_only: bool = False


def require_connected(tx: Transaction, given: Sequence[Json] | None, subject: Subject) -> None:
    """400 for an app that is not installed, or that a team may not use."""
    for location in given or []:
        name = location.get("integration")
        if name is None or name == locations.CAL_VIDEO:
            continue
        if subject.team is not None and name not in TEAM_APPS:
            raise locations.InvalidTeamApp
        if not _is_connected(tx, locations.APP_SLUG[name], subject):
            raise locations.NotConnected(locations.APP_SLUG[name])


def require_consistent(tx: Transaction, body: EventTypeSettings, subject: Subject) -> None:
    """400 in this order: fields, seats, name, calendars, the booker's address."""
    written = _written_fields(body, subject)
    if written is not None:
        fields.require_contact(written)
    _require_seats_fit(body, subject.row)
    if body.custom_name:
        require_variables(body.custom_name)
    if body.destination_calendar is not None:
        _require_writable(tx, subject.caller, body.destination_calendar)
    if body.use_destination_calendar_email:
        _require_primary(tx, subject.caller)
    if written is not None and not subject.phone_only:
        fields.require_email(written)


def require_combinable(body: EventTypeSettings, row: EventType | None, refusal: type[TrpcError] = TrpcError) -> None:
    """400: recurrence goes neither with seats nor with a limit per booker."""
    recurs = row is not None and row.recurring_event is not None
    if body.recurrence is not None and not body.recurrence.disabled:
        recurs = True
    if recurs and _has_seats(body, row):
        raise refusal(400, explain="a recurring event type cannot have seats")
    if recurs and _limits_bookers(body, row):
        raise refusal(400, explain="a recurring event type cannot limit a booker's active bookings")


def require_variables(custom_name: str) -> None:
    """400 for the first token in braces that stands for nothing."""
    for token in TOKEN.findall(custom_name):
        if token not in NAME_VARIABLES:
            raise UnknownVariable(token)


def _is_connected(tx: Transaction, app_slug: str, subject: Subject) -> bool:
    if subject.team is not None:
        return conferencing.is_installed(tx, app_slug, team_id=subject.team.id)
    return conferencing.is_installed(tx, app_slug, user_id=subject.caller.id)


def _written_fields(body: EventTypeSettings, subject: Subject) -> list[Field] | None:
    """The whole form as it will be stored; None when it stays as it is."""
    if body.booking_fields is None and (body.disable_guests is None or subject.row is not None):
        return None
    return fields.stored(body.given_fields or [])


def _require_seats_fit(body: EventTypeSettings, row: EventType | None) -> None:
    """Switching seats off does not count here: what is stored does."""
    if not _has_seats(body, row) and not (row and row.seats_per_time_slot):
        return
    places: Sequence[object] | None = body.locations
    if places is None and row is not None:
        places = row.locations
    if len(places or []) > 1:
        raise SeatsWithLocations
    confirms = row is not None and row.requires_confirmation
    if body.confirmation_policy is not None:
        confirms = not body.confirmation_policy.disabled
    if confirms:
        raise SeatsWithConfirmation


def _has_seats(body: EventTypeSettings, row: EventType | None) -> bool:
    if body.seats is not None:
        return not body.seats.disabled
    return row is not None and bool(row.seats_per_time_slot)


def _limits_bookers(body: EventTypeSettings, row: EventType | None) -> bool:
    if body.booker_active_bookings_limit is not None:
        limit = body.booker_active_bookings_limit
        return not limit.disabled and bool(limit.maximum_active_bookings)
    return row is not None and bool(row.max_active_bookings_per_booker)


def _require_writable(tx: Transaction, user: User, asked: Destination) -> None:
    calendar = connections.find(tx, user, integration=asked.integration, external_id=asked.external_id)
    if calendar is None:
        raise UnknownCalendar
    if calendar.read_only:
        raise ReadOnlyCalendar


def _require_primary(tx: Transaction, user: User) -> None:
    if not any(calendar.primary for calendar in connections.calendars(tx, user)):
        raise NoPrimaryCalendar
