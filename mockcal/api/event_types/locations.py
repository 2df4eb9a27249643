"""Where an event type takes place: the API's form of a location, the stored one, and the way between them."""

import re
from collections.abc import Sequence
from typing import Annotated, Any

from mockcal.events.handlebars import text_of
from mockcal.http import rules
from mockcal.http.dto import Dto, check
from mockcal.http.errors import BadRequest, BadRequestWithDetail, Json
from mockcal.http.json_text import dump
from mockcal.http.rules import Only

CAL_VIDEO = "cal-video"
INTEGRATION_PREFIX = "integrations:"
_IRREGULAR = {
    CAL_VIDEO: "integrations:daily",
    "google-meet": "integrations:google:meet",
    "zoom": "integrations:zoom",
    "jitsi": "integrations:jitsi",
    "tandem": "integrations:tandem",
    "huddle": "integrations:huddle01",
    "sirius-video": "integrations:sirius_video_video",
    "element-call-video": "integrations:element-call_video",
    "jelly-conferencing": "integrations:jelly_conferencing",
}
# The app that must be connected, by the integration's name.
APP_SLUG = {
    "google-meet": "google-meet",
    "zoom": "zoom",
    "whereby-video": "whereby",
    "whatsapp-video": "whatsapp",
    "webex-video": "webex",
    "telegram-video": "telegram",
    "tandem": "tandem",
    "sylaps-video": "sylapsvideo",
    "skype-video": "skype",
    "sirius-video": "sirius_video",
    "signal-video": "signal",
    "shimmer-video": "shimmervideo",
    "salesroom-video": "salesroom",
    "roam-video": "roam",
    "riverside-video": "riverside",
    "ping-video": "ping",
    "office365-video": "msteams",
    "mirotalk-video": "mirotalk",
    "jitsi": "jitsi",
    "jelly-video": "jelly",
    "jelly-conferencing": "jelly",
    "huddle": "huddle01",
    "facetime-video": "facetime",
    "element-call-video": "element-call",
    "eightxeight-video": "eightxeight",
    "discord-video": "discord",
    "demodesk-video": "demodesk",
    "campfire-video": "campfire",
}
INTEGRATIONS = (CAL_VIDEO, *APP_SLUG)
_STORED = {name: _IRREGULAR.get(name, INTEGRATION_PREFIX + name.replace("-", "_")) for name in INTEGRATIONS}
_NAMES = {stored: name for name, stored in _STORED.items()}
# The API's type by the stored one, for all but integrations.
_API_TYPES = {
    "inPerson": "address",
    "link": "link",
    "userPhone": "phone",
    "attendeeInPerson": "attendeeAddress",
    "phone": "attendeePhone",
    "somewhereElse": "attendeeDefined",
    "conferencing": "organizersDefaultApp",
}
_PLAIN = {api: stored for stored, api in _API_TYPES.items()}
UNKNOWN = "unknown"
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:\S", re.IGNORECASE)

STORED_CAL_VIDEO: Json = {"type": _STORED[CAL_VIDEO]}


class AddressIn(Dto):
    type: str
    address: Annotated[str, rules.MinLength(1)]
    public: bool


class LinkIn(Dto):
    type: str
    link: Annotated[str, Only(rules.IsUrl())]
    public: bool


class IntegrationIn(Dto):
    type: str
    integration: Annotated[str, Only(rules.IsIn(INTEGRATIONS))]


class PhoneIn(Dto):
    type: str
    phone: Annotated[str, Only(rules.IsPhoneNumber())]
    public: bool


class PlainIn(Dto):
    """A location that is all said by its type."""

    type: str


_INPUTS: dict[str, type[Dto]] = {
    "address": AddressIn,
    "link": LinkIn,
    "integration": IntegrationIn,
    "phone": PhoneIn,
    "attendeePhone": PlainIn,
    "attendeeAddress": PlainIn,
    "attendeeDefined": PlainIn,
}
_TEAM_INPUTS = {**_INPUTS, "organizersDefaultApp": PlainIn}


class NotAList(BadRequest):
    def __init__(self) -> None:
        super().__init__("'locations' must be an array.")


class NoLocation(BadRequest):
    def __init__(self) -> None:
        super().__init__("'locations' must contain at least 1 location.")


class NotAnObject(BadRequest):
    def __init__(self) -> None:
        super().__init__("Each object in 'locations' must be an object.")


class WithoutType(BadRequest):
    def __init__(self) -> None:
        super().__init__("Each object in 'locations' must have a 'type' property.")


class UnsupportedType(BadRequest):
    """The sentence names four types, though more are taken."""

    def __init__(self, kind: Any) -> None:
        super().__init__(
            f"Unsupported location type '{text_of(kind)}'. Valid types are address, link, integration, and phone.",
            explain=f"here a location is one of {', '.join(_INPUTS)}; organizersDefaultApp only for a team",
        )


class InvalidLocation(BadRequest):
    def __init__(self, kind: str, errors: list[Json]) -> None:
        super().__init__(f"Validation failed for {kind} location: {told(errors)}")


class NotConnected(BadRequest):
    def __init__(self, app_slug: str) -> None:
        super().__init__(f"{app_slug} not connected.")


class InvalidTeamApp(BadRequestWithDetail):
    """Team event types take two apps beside Cal Video; a third is named in vain."""

    def __init__(self) -> None:
        super().__init__("Invalid app, available apps are: ", "google-meet, zoom, msteams")


def require_valid(locations: Any, *, of_team: bool = False) -> None:
    """400 for the first thing that is wrong with a list of locations in the API's form."""
    if not isinstance(locations, list):
        raise NotAList
    if not locations:
        raise NoLocation
    for location in locations:
        _require_one(location, _TEAM_INPUTS if of_team else _INPUTS)


def stored(locations: Sequence[Json]) -> list[Json]:
    """Valid locations of the API's form in the stored one."""
    return [_stored(location) for location in locations]


def shown(locations: Any) -> list[Json]:
    """Stored locations in the API's form; what fits no known shape comes last, as text."""
    every = locations if isinstance(locations, list) else []
    known = [_shown(location) for location in every if api_type(location) != UNKNOWN]
    return [*known, *(_unknown(location) for location in every if api_type(location) == UNKNOWN)]


def api_type(location: Any) -> str:
    """The API's type of a stored location; `unknown` for what fits no known shape."""
    if not isinstance(location, dict):
        return UNKNOWN
    kind = location.get("type")
    if kind in _NAMES:
        return "integration"
    found = _API_TYPES.get(str(kind), UNKNOWN)
    return found if _is_whole(found, location) else UNKNOWN


def integration_name(stored_type: str) -> str:
    """`google-meet` for `integrations:google:meet`; what is no known integration stays as it is."""
    return _NAMES.get(stored_type, stored_type)


def stored_integration(name: str) -> str | None:
    """`integrations:google:meet` for `google-meet`; None for what is no integration."""
    return _STORED.get(name)


def has_cal_video(locations: Any) -> bool:
    return any(isinstance(one, dict) and one.get("type") == _STORED[CAL_VIDEO] for one in locations or [])


def told(errors: list[Json]) -> str:
    """The sentences of a validator's items, in one."""
    return ", ".join(
        part
        for error in errors
        for part in [*error.get("constraints", {}).values(), *([told(error["children"])] if error["children"] else [])]
    )


def _require_one(location: Any, inputs: dict[str, type[Dto]]) -> None:
    if not isinstance(location, dict):
        raise NotAnObject
    kind = location.get("type")
    if not kind:
        raise WithoutType
    model = inputs.get(kind) if isinstance(kind, str) else None
    if model is None:
        raise UnsupportedType(kind)
    if errors := check(model, location):
        raise InvalidLocation(kind, errors)


def _stored(location: Json) -> Json:
    kind = location["type"]
    if kind == "integration":
        return {"type": _STORED[location["integration"]]}
    given = {key: location[name] for name, key in _VALUE.get(kind, {}).items()}
    return {"type": _PLAIN[kind], **given}


# What a location carries beside its type: the API's key and the stored one.
_VALUE = {
    "address": {"address": "address", "public": "displayLocationPublicly"},
    "link": {"link": "link", "public": "displayLocationPublicly"},
    "phone": {"phone": "hostPhoneNumber", "public": "displayLocationPublicly"},
}


def _shown(location: Json) -> Json:
    kind = api_type(location)
    if kind == "integration":
        more = {key: location[key] for key in ("link", "credentialId") if location.get(key) is not None}
        return {"type": kind, "integration": _NAMES[location["type"]], **more}
    given = {name: location.get(key) for name, key in _VALUE.get(kind, {}).items()}
    if "public" in given:
        given["public"] = bool(given["public"])
    return {"type": kind, **given}


def _is_whole(kind: str, location: Json) -> bool:
    """Whether a stored location holds what its type needs."""
    if kind == "link":
        link = location.get("link")
        return isinstance(link, str) and SCHEME.match(link) is not None
    return all(isinstance(location.get(key), str) for name, key in _VALUE.get(kind, {}).items() if name != "public")


def _unknown(location: Any) -> Json:
    return {"type": UNKNOWN, "location": dump(location).decode()}


def of_default_app(default: Any) -> Json:
    """The stored location of somebody's default conferencing app ({"appSlug", "appLink"?}); Cal Video without one."""
    slug = (default or {}).get("appSlug")
    name = next((name for name, app in APP_SLUG.items() if app == slug), CAL_VIDEO)
    link = (default or {}).get("appLink") if name != CAL_VIDEO else None
    return {"type": _STORED[name], **({"link": link} if link else {})}
