"""What the calendar operations take and show."""

from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import Field

from mockcal.api.calendars.kinds import Kind
from mockcal.http import rules
from mockcal.http.answers import Instant, Wire
from mockcal.http.dto import Convert, Dto, Number, QueryDto, leading_number
from mockcal.http.errors import BadRequest
from mockcal.http.rules import Custom, Each, Only


def is_feed_address(value: Any) -> bool:
    """An http or https URL whose path ends with `.ics`."""
    if not isinstance(value, str):
        return False
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018 - a port that is no number is told here only
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.path.lower().endswith(".ics")


IS_FEED_ADDRESS = Custom(
    "isIcsUrl", "The URL must be a valid ICS URL (ending with .ics)", lambda value: is_feed_address(value)
)


class SaveIcsFeeds(Dto):
    urls: Annotated[list[str], rules.ArrayNotEmpty(), Each(IS_FEED_ADDRESS)]
    read_only: bool = True


class AppleCredentials(Dto):
    username: str
    password: str


class Disconnect(Dto):
    """The credential's id; which calendar the path names does not matter."""

    id: int


class CalendarToLoad(QueryDto):
    credential_id: Annotated[Number, Convert(leading_number)]
    external_id: str


def _with_numbers(value: Any) -> Any:
    return (
        [CalendarToLoad._received(one) if isinstance(one, dict) else one for one in value]
        if isinstance(value, list)
        else value
    )


IsoDate = Annotated[str, Only(rules.IsDateString())]


class BusyTimesQuery(QueryDto):
    """Times are always answered in UTC, whatever zone is asked for."""

    logged_in_users_tz: str | None = None
    time_zone: str | None = None
    date_from: IsoDate
    date_to: IsoDate
    calendars_to_load: Annotated[list[CalendarToLoad], Convert(_with_numbers)]


class NotBoolean(BadRequest):
    """A pipe's sentence, not the validator's."""

    def __init__(self) -> None:
        super().__init__("Validation failed (boolean string is expected)")


def boolean_text(value: Any) -> bool:
    """400 for what is neither `true` nor `false`."""
    if value not in ("true", "false"):
        raise NotBoolean
    return bool(value == "true")


class ConnectQuery(QueryDto):
    is_dry_run: Annotated[bool, Convert(boolean_text)] = False
    redir: str | None = None


class SaveQuery(QueryDto):
    """Nothing is refused here: what the state lacks is told in words of its own."""

    state: Any = None
    code: Any = None


class BusyTime(Wire):
    start: Instant
    end: Instant
    source: str | None = None


class ShownCredential(Wire):
    id: int
    type: str
    user_id: int | None
    team_id: int | None
    app_id: str | None
    invalid: bool | None


class ShownCalendar(Wire):
    external_id: str
    integration: str
    name: str
    primary: bool | None
    read_only: bool
    email: str
    is_selected: bool
    credential_id: int
    delegation_credential_id: str | None = None


class Integration(Wire):
    """The app behind a connection."""

    app_data: dict[str, Any] | None
    dir_name: str
    template: str = Field(alias="__template")
    name: str
    description: str
    installed: bool
    type: str
    title: str
    variant: str
    category: str
    categories: list[str]
    logo: str
    publisher: str
    slug: str
    url: str
    email: str
    location_option: dict[str, Any] | None

    @classmethod
    def of(cls, kind: Kind) -> "Integration":
        directory = kind.app.replace("-", "")
        return cls(
            app_data=None,
            dir_name=directory,
            template="",
            name=kind.title,
            description=kind.about,
            installed=True,
            type=kind.integration,
            title=kind.title,
            variant="calendar",
            category="calendar",
            categories=["calendar"],
            logo=f"/app-store/{directory}/icon.svg",
            publisher="Cal.com",
            slug=kind.app,
            url="https://cal.com/",
            email="help@cal.com",
            location_option=None,
        )


class ConnectionFailure(Wire):
    message: str


class ShownConnection(Wire):
    """Either what is behind the credential, or why that cannot be told."""

    integration: Integration
    credential_id: int
    delegation_credential_id: str | None = None
    primary: ShownCalendar | None = None
    calendars: list[ShownCalendar] | None = None
    error: ConnectionFailure | None = None


class ShownDestination(Wire):
    """Where bookings are written; empty when nothing is connected. The last five are known only of a connected calendar."""

    id: int | None = None
    integration: str | None = None
    external_id: str | None = None
    primary_email: str | None = None
    user_id: int | None = None
    event_type_id: int | None = None
    credential_id: int | None = None
    delegation_credential_id: str | None = None
    name: str | None = None
    primary: bool | None = None
    read_only: bool | None = None
    email: str | None = None
    integration_title: str | None = None


class ConnectedCalendars(Wire):
    connected_calendars: list[ShownConnection]
    destination_calendar: ShownDestination


class AuthUrl(Wire):
    auth_url: str
