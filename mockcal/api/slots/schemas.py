"""What `/v2/slots` (2024-09-04) takes and shows."""

from typing import Annotated, Any

from mockcal.http import rules
from mockcal.http.answers import Instant, Wire
from mockcal.http.dto import Convert, Dto, Number, StrictQueryDto, leading_number
from mockcal.http.rules import Custom, Each, Only

FORMAT = Custom(
    "isIn",
    "slotFormat must be either 'range' or 'time'",
    lambda value: isinstance(value, str) and value in ("range", "time"),
)
TWO = Custom(
    "arrayMinSize",
    "The array must contain at least 2 elements.",
    lambda value: isinstance(value, list) and len(value) >= 2,
)
EACH_TEXT = Custom(
    "isString",
    "each value in usernames must be a string",
    lambda value: isinstance(value, list) and all(isinstance(one, str) for one in value),
)
Zone = Annotated[str, Only(rules.IsTimeZone())]
SlotDate = Annotated[str, Only(rules.IsISO8601(strict=True))]


def _lower(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


def _names(value: Any) -> Any:
    return [part.strip() for part in value.split(",")] if isinstance(value, str) else value


class SlotsQuery(StrictQueryDto):
    """What every form of the query has."""

    start: SlotDate
    end: SlotDate
    time_zone: Zone | None = None
    duration: Annotated[Number, Convert(leading_number)] | None = None
    format: Annotated[str, Only(FORMAT), Convert(_lower)] | None = None
    booking_uid_to_reschedule: str | None = None


class ByEventTypeId(SlotsQuery):
    event_type_id: Annotated[Number, Convert(leading_number)]


class ByUsername(SlotsQuery):
    username: str
    event_type_slug: str
    organization_slug: str | None = None


class ByTeam(SlotsQuery):
    team_slug: str
    event_type_slug: str
    organization_slug: str | None = None


class ByUsernames(SlotsQuery):
    """A group of people who need no event type in common."""

    usernames: Annotated[list[str], Only(EACH_TEXT, TWO, rules.IsArray()), Each(), Convert(_names)]
    organization_slug: str


class ReserveSlot(Dto):
    event_type_id: int
    slot_start: Annotated[str, Only(rules.IsISO8601())]
    slot_duration: int | None = None
    reservation_duration: int | None = None


class Reservation(Wire):
    """`reservation_duration` (minutes) is not shown when a reservation is read."""

    reservation_uid: str
    event_type_id: int
    slot_start: Instant
    slot_end: Instant
    slot_duration: int
    reservation_duration: int | None = None
    reservation_until: Instant


def form_of(query: dict[str, Any]) -> SlotsQuery:
    """The form that the keys of the query say it has. 400 for keys that this form does not know."""
    if "eventTypeId" in query:
        return ByEventTypeId.model_validate(query)
    if "username" in query and "eventTypeSlug" in query:
        return ByUsername.model_validate(query)
    if "teamSlug" in query and "eventTypeSlug" in query:
        return ByTeam.model_validate(query)
    return ByUsernames.model_validate(query)
