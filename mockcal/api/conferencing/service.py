"""Connecting conferencing apps, choosing the default, disconnecting: one service for users and teams."""

from typing import Any

from mockcal.api.calendars.kinds import GOOGLE
from mockcal.api.conferencing.apps import ALL, BY_OAUTH, CAL_VIDEO, CONNECTABLE, GOOGLE_MEET, ZOOM, App
from mockcal.api.conferencing.schemas import DefaultApp
from mockcal.api.providers import oauth
from mockcal.api.providers.owners import Owner
from mockcal.http.answers import omit_none
from mockcal.http.call import Call
from mockcal.http.errors import BadRequest, BadRequestWithDetail
from mockcal.sandbox.transaction import Transaction
from mockcal.store.apps import Credential
from mockcal.store.teams import Team
from mockcal.store.users import User


class NotConnectable(BadRequest):
    def __init__(self) -> None:
        super().__init__("Invalid conferencing app. Available apps: GOOGLE_MEET.")


class NoGoogleCalendar(BadRequest):
    def __init__(self) -> None:
        super().__init__("Google Meet requires a Google Calendar connection.")


class InvalidGoogleCalendar(BadRequest):
    def __init__(self) -> None:
        super().__init__("Google Meet requires a valid Google Calendar connection. Please reconnect Google Calendar.")


class AlreadyConnected(BadRequest):
    def __init__(self, owner: Owner) -> None:
        super().__init__(f"Google Meet is already connected for this {owner.word}.")


class NotAnOAuthApp(BadRequestWithDetail):
    def __init__(self) -> None:
        super().__init__("Invalid conferencing app, available apps are: ", ", ".join(BY_OAUTH))


class UnknownApp(BadRequestWithDetail):
    def __init__(self) -> None:
        super().__init__("Invalid app, available apps are: ", ", ".join(CONNECTABLE))


class NotConnected(BadRequest):
    def __init__(self, slug: str) -> None:
        super().__init__(f"{slug} not connected.")


def is_installed(tx: Transaction, app_slug: str, *, user_id: int | None = None, team_id: int | None = None) -> bool:
    """Whether the user, or the team, has connected the app; Cal Video needs no connection."""
    return app_slug == CAL_VIDEO.slug or credential(tx, app_slug, user_id=user_id, team_id=team_id) is not None


def credential(
    tx: Transaction, app_slug: str, *, user_id: int | None = None, team_id: int | None = None
) -> Credential | None:
    """What the user, or the team, has connected the app with."""
    row = tx.get(Team, team_id) if user_id is None else tx.get(User, user_id)
    connections = Owner(row).credentials(tx) if row is not None else []
    return next((one for one in connections if one.app_id == app_slug), None)


def default_location(tx: Transaction, *, user: User | None = None, team: Team | None = None) -> str:
    """What `organizersDefaultApp` stands for: a link, or a stored location such as `integrations:zoom`."""
    row = user or team
    default = (row.conferencing_default or {}) if row else {}
    app = ALL.get(default.get("appSlug", ""), CAL_VIDEO)
    link: str | None = default.get("appLink")
    return link or app.location


def connected(tx: Transaction, owner: Owner) -> list[Credential]:
    """All whose type ends with `_video`; Cal Video is never among them."""
    return [one for one in owner.credentials(tx) if one.type.endswith("_video")]


def connect(tx: Transaction, owner: Owner, slug: str) -> Credential:
    """Google Meet alone, which lives on a Google calendar of the same owner. 400 otherwise."""
    if slug != GOOGLE_MEET.slug:
        raise NotConnectable
    calendars = owner.credentials(tx, GOOGLE.integration)
    if not calendars:
        raise NoGoogleCalendar
    if calendars[0].invalid:
        raise InvalidGoogleCalendar
    if owner.credentials(tx, GOOGLE_MEET.type):
        raise AlreadyConnected(owner)
    return owner.connect(tx, GOOGLE_MEET.type, GOOGLE_MEET.slug)


def auth_url(call: Call, slug: str, *, return_to: str | None, on_error: str | None, **ids: int | None) -> str:
    """The provider's consent page. 400 without an Authorization header, then for an app that has none.

    `ids` (`teamId`, `orgId`) go into the state as text.
    """
    origin = call.headers.get("origin")
    fields: dict[str, Any] = {
        "returnTo": origin if return_to is None else return_to,
        "onErrorReturnTo": origin if on_error is None else on_error,
        "fromApp": False,
        "accessToken": oauth.bearer(call),
        **{name: str(number) for name, number in ids.items()},
    }
    app = oauth_app(slug)
    return _provider_url(app, oauth.state_text(fields), f"{call.base_url}/v2/conferencing/{slug}/oauth/callback")


def oauth_app(slug: str) -> App:
    """400 for an app that is not connected by OAuth."""
    if slug not in BY_OAUTH:
        raise NotAnOAuthApp
    return BY_OAUTH[slug]


def save(tx: Transaction, owner: Owner, slug: str, code: Any) -> Credential:
    """The provider agreed. 400 for an app without OAuth. Raises `CodeRefused`."""
    app = oauth_app(slug)
    return owner.reconnect(tx, app.type, app.slug, key={"code": oauth.exchange(code)})


def make_default(tx: Transaction, owner: Owner, slug: str) -> None:
    """400 for an unknown app, and for one that is not connected."""
    if slug not in ALL:
        raise UnknownApp
    if slug != CAL_VIDEO.slug:
        _require_connected(tx, owner, slug)
    owner.row.conferencing_default = {"appSlug": slug}
    tx.flush()


def default(owner: Owner) -> DefaultApp | None:
    found = owner.row.conferencing_default
    if not found:
        return None
    return DefaultApp(app_slug=found["appSlug"], app_link=omit_none(found.get("appLink")))


def disconnect(tx: Transaction, owner: Owner, slug: str) -> None:
    """Event types that met there meet on Cal Video from now on, and it is no longer the default. 400 as for the default."""
    if slug not in CONNECTABLE:
        raise UnknownApp
    app = CONNECTABLE[slug]
    for credential in _require_connected(tx, owner, slug):
        tx.delete(credential)
    for event_type in owner.event_types(tx):
        if any(_is_at(place, app) for place in event_type.locations or []):
            event_type.locations = [
                {"type": CAL_VIDEO.location} if _is_at(place, app) else place for place in event_type.locations
            ]
    if (owner.row.conferencing_default or {}).get("appSlug") == slug:
        owner.row.conferencing_default = None
    tx.flush()


def _require_connected(tx: Transaction, owner: Owner, slug: str) -> list[Credential]:
    found = owner.credentials(tx, CONNECTABLE[slug].type)
    if not found:
        raise NotConnected(slug)
    return found


def _is_at(place: dict[str, Any], app: App) -> bool:
    return place.get("type") == app.location


def _provider_url(app: App, state: str, back: str) -> str:
    if app is ZOOM:
        return oauth.link(
            "https://zoom.us/oauth/authorize",
            [("response_type", "code"), ("client_id", "mockcal-zoom"), ("redirect_uri", back), ("state", state)],
        )
    return oauth.link(
        "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
        [
            ("response_type", "code"),
            ("client_id", "mockcal-msteams"),
            ("scope", "OnlineMeetings.ReadWrite offline_access"),
            ("redirect_uri", back),
            ("state", state),
        ],
    )
