"""The fixture document: what it may hold, key by key. A record refers to another by natural key, never by number.

Lists that are left out are None, so that a later document changes just what it gives. Bodies of API resources stay plain JSON here;
the section that owns them validates them as its own create endpoint does.
"""

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator
from pydantic.alias_generators import to_camel

from mockcal.http.errors import BadRequest
from mockcal.http.slugs import slugify
from mockcal.http.zones import is_zone

Json = dict[str, Any]

# What a plain scalar of YAML can be besides text: what JSON has. So 2026-01-05T08:00:00Z, 09:00, no and +14155550100 are texts.
SCALARS = (
    ("null", "~|null|Null|NULL|", [*"~nN", ""]),
    ("bool", "true|True|TRUE|false|False|FALSE", [*"tTfF"]),
    ("int", "-?(?:0|[1-9][0-9]*)", [*"-0123456789"]),
    ("float", r"-?(?:0|[1-9][0-9]*)\.[0-9]+(?:[eE][-+][0-9]+)?", [*"-0123456789"]),
    ("merge", "<<", ["<"]),
)


class FixtureError(BadRequest):
    """400: a document that cannot be loaded; the message names the place, e.g. `users[1].lenght: unknown field`."""

    def __init__(self, place: str, text: str) -> None:
        super().__init__(f"{place}: {text}" if place else text)


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _named(key: str) -> BeforeValidator:
    """An entry that is a plain text means a record with just that key."""
    return BeforeValidator(lambda value: {key: value} if isinstance(value, str) else value)


def _zone(name: str) -> str:
    if not is_zone(name):
        raise ValueError(f"no time zone is named {name}")
    return name


def _with_ids(body: Json) -> Json:
    """A body that its section validates; but ids, which no body of the API has, are nobody's business there."""
    for value in (body, *(one for part in body.values() if isinstance(part, list) for one in part)):
        if isinstance(value, dict) and not isinstance(value.get("id"), int | str | None):
            raise ValueError("an id is a number or a text")
    return body


def _with_participants(session: Json) -> Json:
    """Shown as it is given; but who joined, and when, decides who did not come."""
    participants = session.get("participants") or []
    if not isinstance(participants, list) or not all(isinstance(one, dict) for one in participants):
        raise ValueError("participants are a list of records")
    if not all(isinstance(one.get("joinTime"), int | float | None) for one in participants):
        raise ValueError("a joinTime is a number, seconds since 1970")
    return session


Moment = Annotated[datetime, AfterValidator(_utc)]
Zone = Annotated[str, AfterValidator(_zone)]
Body = Annotated[Json, AfterValidator(_with_ids)]
Session = Annotated[Json, AfterValidator(_with_participants)]


class Doc(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, extra="forbid")

    def given(self, *names: str) -> Json:
        """Those of the named attributes that the document gives, or all it gives."""
        return {name: getattr(self, name) for name in names or self.model_fields_set if name in self.model_fields_set}


class RateLimitDoc(Doc):
    """`ttl` and `block_duration` in milliseconds."""

    name: str
    limit: int
    ttl: int
    block_duration: int


class ApiKeyDoc(Doc):
    key: str
    id: str | None = None
    team: str | None = None
    organization: str | None = None
    note: str | None = None
    expires_at: Moment | None = None
    created_at: Moment | None = None
    rate_limits: list[RateLimitDoc] = []


class BusyDoc(Doc):
    start: Moment
    end: Moment


class CalendarDoc(Doc):
    """`events` are shown by `GET /v2/calendars/{calendar}/event/{uid}`; `error` is what a failing provider says."""

    integration: str
    external_id: str
    id: int | None = None  # of the credential
    email: str | None = None
    name: str | None = None
    primary: bool | None = None
    read_only: bool = False
    selected: bool | None = None
    destination: bool | None = None
    busy: list[BusyDoc] | None = None
    events: list[Json] | None = None
    urls: list[str] | None = None  # of an ICS feed
    invalid: bool = False
    error: str | None = None
    listed: bool = True  # false: selected, though its provider does not know it
    delegation_credential: str | None = (
        None  # selected by an organization's credential (its id) in the place of an own one
    )
    stored: Json | None = None


class ConferencingDoc(Doc):
    app: str
    id: int | None = None
    default: bool | None = None
    invalid: bool | None = None


class StripeDoc(Doc):
    connected: bool = True
    id: int | None = None
    invalid: bool | None = None
    active: bool = True  # false: payouts or charges are switched off


class OutOfOfficeDoc(Doc):
    start: Moment
    end: Moment
    id: int | None = None
    uuid: str | None = None
    reason: str | None = None
    notes: str | None = None
    to_user: str | None = None


class VerifiedEmailDoc(Doc):
    email: str
    user: str | None = None
    id: int | None = None


class VerifiedPhoneDoc(Doc):
    phone: str
    user: str | None = None
    id: int | None = None


class FormResponseDoc(Doc):
    response: Any
    id: int | None = None
    uuid: str | None = None
    form_filler_id: str | None = None
    created_at: Moment | None = None
    updated_at: Moment | None = None
    routed_to_booking: str | None = None
    chosen_route_id: str | None = None


class QueuedResponseDoc(Doc):
    """`response_id` is the real response that it became."""

    response: Any
    id: str | None = None
    created_at: Moment | None = None
    chosen_route_id: str | None = None
    response_id: int | None = None


class RoutingFormDoc(Doc):
    """`settings.sendUpdatesTo` are usernames. Only a form that is there already may be named by its id alone."""

    name: str | None = None
    id: str | None = None
    description: str | None = None
    position: int = 0
    disabled: bool = False
    owner: str | None = None
    settings: Any = None
    fields: Any = None
    routes: Any = None
    created_at: Moment | None = None
    updated_at: Moment | None = None
    updated_by: str | None = None
    responses: list[FormResponseDoc] | None = None
    queued_responses: list[QueuedResponseDoc] | None = None


Named = Annotated[VerifiedEmailDoc, _named("email")]
Phone = Annotated[VerifiedPhoneDoc, _named("phone")]
Key = Annotated[ApiKeyDoc, _named("key")]
App = Annotated[ConferencingDoc, _named("app")]


class UserBase(Doc):
    """What ordinary and managed users share."""

    id: int | None = None
    name: str | None = None
    time_zone: Zone | None = None
    week_start: str | None = None
    time_format: int | None = None
    locale: str | None = None
    allow_dynamic_booking: bool | None = None
    bio: str | None = None
    avatar_url: str | None = None
    metadata: Json | None = None
    api_keys: list[Key] | None = None
    secondary_emails: list[str] | None = None
    admin: bool | None = None
    created_date: Moment | None = None
    oauth_client: str | None = None
    main_organization: str | None = None  # where a user of several is not at home in the first
    schedules: list[Body] | None = None
    default_schedule: str | None = None
    event_types: list[Body] | None = None
    calendars: list[CalendarDoc] | None = None
    conferencing: list[App] | None = None
    stripe: StripeDoc | None = None
    out_of_office: list[OutOfOfficeDoc] | None = None
    webhooks: list[Body] | None = None
    verified_emails: list[Named] | None = None
    verified_phones: list[Phone] | None = None
    routing_forms: list[RoutingFormDoc] | None = None
    stored: Json | None = None


class TokenDoc(Doc):
    """Of a managed user; it holds until `expires_at`, whatever the text of it says."""

    secret: str
    expires_at: Moment
    id: int | None = None
    created_at: Moment | None = None


class AuthorizationDoc(Doc):
    """Of a user who let a platform client act for him: a code until it is exchanged, then tokens."""

    user: str
    code: str | None = None
    created_at: Moment | None = None
    access_tokens: list[TokenDoc] | None = None
    refresh_tokens: list[TokenDoc] | None = None


class OAuth2CodeDoc(Doc):
    """What a third-party app got of a user, or of a team, and has not exchanged yet."""

    code: str
    expires_at: Moment
    user: str | None = None
    team: str | None = None
    scopes: list[str] = []
    code_challenge: str | None = None
    code_challenge_method: str | None = None


class UserDoc(UserBase):
    username: str
    email: str | None = None


class ManagedUserDoc(UserBase):
    """`email` is the plain address that he was given."""

    email: str
    username: str | None = None
    access_tokens: list[TokenDoc] | None = None
    refresh_tokens: list[TokenDoc] | None = None


class ProfileDoc(Doc):
    username: str | None = None
    id: int | None = None


class MemberDoc(Doc):
    """`profile` false or null: a membership without one; `membership` false: a profile without one."""

    user: str
    id: int | None = None
    role: Literal["OWNER", "ADMIN", "MEMBER"] = "MEMBER"
    accepted: bool = True
    custom_role: str | None = None
    disable_impersonation: bool = False
    profile: ProfileDoc | bool | None = None
    membership: bool = True
    created_at: Moment | None = None
    updated_at: Moment | None = None


Member = Annotated[MemberDoc, _named("user")]


class RoleDoc(Doc):
    name: str
    id: str | None = None
    color: str | None = None
    description: str | None = None
    permissions: list[str] = []
    created_at: Moment | None = None
    updated_at: Moment | None = None


class TeamBase(Doc):
    """What teams and organizations share; the plain attributes are those that the API shows of a team."""

    slug: str
    id: int | None = None
    name: str | None = None
    metadata: Json | None = None
    features: list[str] | None = None
    members: list[Member] | None = None
    roles: list[RoleDoc] | None = None
    event_types: list[Body] | None = None
    webhooks: list[Body] | None = None
    routing_forms: list[RoutingFormDoc] | None = None
    logo_url: str | None = None
    cal_video_logo: str | None = None
    app_logo: str | None = None
    app_icon_logo: str | None = None
    bio: str | None = None
    hide_branding: bool | None = None
    is_private: bool | None = None
    hide_book_a_team_member: bool | None = None
    theme: str | None = None
    brand_color: str | None = None
    dark_brand_color: str | None = None
    banner_url: str | None = None
    time_format: int | None = None
    time_zone: str | None = None
    week_start: str | None = None
    booking_limits: str | None = None
    include_managed_events_in_limits: bool | None = None
    stored: Json | None = None


class TeamDoc(TeamBase):
    oauth_client: str | None = None
    billing: bool | None = None
    workflows: list[Body] | None = None
    verified_emails: list[Named] | None = None
    verified_phones: list[Phone] | None = None
    conferencing: list[App] | None = None
    calendars: list[CalendarDoc] | None = None
    stripe: StripeDoc | None = None


class OptionDoc(Doc):
    """`slug` is made of the value when it is left out; a new one needs a value."""

    value: str | None = None
    slug: str | None = None
    id: str | None = None
    is_group: bool = False
    contains: list[str] = []


class AssignmentDoc(Doc):
    """What one member was given: options by slug, or by id where slugs are not unique."""

    user: str
    options: list[str]
    organization: str | None = None  # that he is a member of, where it is not the attribute's own
    position: int | None = None  # among the assignments to all attributes, which else follow the attributes
    weight: int | None = None
    id: str | None = None  # of the assignment, when there is one option
    created_at: Moment | None = None
    updated_at: Moment | None = None


class AttributeDoc(Doc):
    """Found by its slug; one that is new needs a type, and has the name that its slug suggests."""

    slug: str
    name: str | None = None
    type: Literal["TEXT", "NUMBER", "SINGLE_SELECT", "MULTI_SELECT"] | None = None
    id: str | None = None
    enabled: bool = True
    users_can_edit_relation: bool = False
    is_weights_enabled: bool = False
    is_locked: bool = False
    options: list[OptionDoc] | None = None
    assigned: list[AssignmentDoc] | None = None
    created_at: Moment | None = None
    updated_at: Moment | None = None


class DelegationCredentialDoc(Doc):
    domain: str
    workspace_platform_slug: str | None = None  # needed by a new one
    id: str | None = None
    enabled: bool = False
    service_account_key: Any = None
    created_at: Moment | None = None
    updated_at: Moment | None = None


class WorkspacePlatformDoc(Doc):
    slug: str
    name: str


class ManagedOrganizationDoc(Doc):
    """As the API makes one, its slug is made of the name when it is left out."""

    slug: str
    name: str | None = None
    id: int | None = None
    metadata: Json | None = None

    @model_validator(mode="before")
    @classmethod
    def _named_by_slug(cls, sent: Any) -> Any:
        if isinstance(sent, dict) and "slug" not in sent and isinstance(sent.get("name"), str):
            return sent | {"slug": slugify(sent["name"])}
        return sent


class OAuthClientDoc(Doc):
    """A platform client; its natural key is the name."""

    name: str
    id: str | None = None
    secret: str | None = None
    permissions: list[str] | None = None
    redirect_uris: list[str] | None = None
    logo: str | None = None
    booking_redirect_uri: str | None = None
    booking_cancel_redirect_uri: str | None = None
    booking_reschedule_redirect_uri: str | None = None
    are_emails_enabled: bool | None = None
    are_default_event_types_enabled: bool | None = None
    are_calendar_events_enabled: bool | None = None
    created_at: Moment | None = None
    webhooks: list[Body] | None = None
    managed_users: list[ManagedUserDoc] | None = None
    authorizations: list[AuthorizationDoc] | None = None


class OrganizationDoc(TeamBase):
    is_platform: bool | None = None
    plan: Literal["FREE", "STARTER", "ESSENTIALS", "SCALE", "ENTERPRISE", "PER_ACTIVE_USER", "NONE"] | None = None
    admin_api: bool | None = None
    email_domain: str | None = None
    verified: bool | None = None
    locks_event_types: bool | None = None
    workspace_platforms: list[WorkspacePlatformDoc] | None = None
    attributes: list[AttributeDoc] | None = None
    delegation_credentials: list[DelegationCredentialDoc] | None = None
    teams: list[TeamDoc] | None = None
    oauth_clients: list[OAuthClientDoc] | None = None
    managed_organizations: list[ManagedOrganizationDoc] | None = None


class OAuth2ClientDoc(Doc):
    """A third-party app; `redirect_uri` and `secret` as its owner registered them."""

    client_id: str
    client_secret: str | None = None
    name: str | None = None
    logo: str | None = None
    redirect_uri: str = ""
    type: Literal["CONFIDENTIAL", "PUBLIC"] = "CONFIDENTIAL"
    status: Literal["APPROVED", "PENDING", "REJECTED"] = "APPROVED"
    owner: str | None = None
    is_trusted: bool = False
    scopes: list[str] = []
    codes: list[OAuth2CodeDoc] | None = None


class PersonDoc(Doc):
    name: str | None = None
    email: str | None = None
    time_zone: Zone | None = None
    language: str | None = None
    phone_number: str | None = None
    id: int | None = None
    absent: bool | None = None


class SeatDoc(Doc):
    attendee: PersonDoc
    id: int | None = None
    seat_uid: str | None = None
    booking_fields_responses: Json | None = None
    metadata: Json | None = None


class ReferenceDoc(Doc):
    type: str
    uid: str
    id: int | None = None
    meeting_id: str | None = None
    meeting_url: str | None = None
    meeting_password: str | None = None
    external_calendar_id: str | None = None
    credential_id: int | None = None


class BookingDoc(Doc):
    """Written as it is: no availability check, no webhook. Only one that is there already needs no `start`."""

    start: Moment | None = None
    event_type: str | None = None
    id: int | None = None
    uid: str | None = None
    length_in_minutes: Annotated[int, Field(gt=0)] | None = None
    attendee: PersonDoc | None = None
    guests: list[str] | None = None
    host: str | None = None
    co_hosts: list[str] | None = None
    status: Literal["accepted", "pending", "cancelled", "rejected", "awaiting_host"] = "accepted"
    title: str | None = None
    description: str | None = None
    location: str | None = None
    metadata: Json | None = None
    booking_fields_responses: Json | None = None
    cancellation_reason: str | None = None
    rejection_reason: str | None = None
    absent_host: bool = False
    rating: int | None = None
    paid: bool | None = None
    created_at: Moment | None = None
    updated_at: Moment | None = None
    ics_uid: str | None = None
    cancelled_by: str | None = None
    rescheduled_by: str | None = None
    rescheduled_from: str | None = None
    series: str | None = None
    seats: list[SeatDoc] | None = None
    references: list[ReferenceDoc] | None = None
    recordings: list[Json] | None = None
    transcripts: list[str] | None = None
    conferencing_sessions: list[Session] | None = None
    stored: Json | None = None


class ReservationDoc(Doc):
    """Only one that is there already needs neither `event_type` nor `start`."""

    event_type: str | None = None
    start: Moment | None = None
    end: Moment | None = None
    uid: str | None = None
    id: int | None = None
    length_in_minutes: int | None = None
    until: Moment | None = None
    user: str | None = None
    is_seat: bool | None = None


class TimerDoc(Doc):
    """What will happen `at`; only an export says so."""

    at: Moment
    kind: str
    subject: str
    data: Any = None


class Document(Doc):
    now: Moment | None = None
    users: list[UserDoc] = []
    teams: list[TeamDoc] = []
    organizations: list[OrganizationDoc] = []
    oauth2_clients: list[OAuth2ClientDoc] = Field(default=[], alias="oauth2Clients")
    bookings: list[BookingDoc] = []
    reservations: list[ReservationDoc] = []
    timers: list[TimerDoc] | None = None


def parse(content: Any) -> Document:
    """A document from JSON-like data or from YAML text. 400 that names the place of everything wrong."""
    if isinstance(content, bytes | str):
        content = _yaml(content)
    if content is None:
        content = {}
    if not isinstance(content, dict):
        raise FixtureError("", "A fixture document is a mapping, with lists such as `users` in it.")
    try:
        return Document.model_validate(content)
    except ValidationError as error:
        raise FixtureError("", "; ".join(mistakes(error))) from None


def mistakes(error: ValidationError) -> list[str]:
    """Each as `users[1].eventTypes[0].lenght: unknown field`."""
    told = [(place_of(one["loc"]), _sentence(one)) for one in error.errors()]
    return [f"{place}: {sentence}" if place else sentence for place, sentence in told]


def place_of(steps: Iterable[int | str]) -> str:
    place = ""
    for step in steps:
        place += f"[{step}]" if isinstance(step, int) else f".{step}" if place else step
    return place


def _sentence(mistake: Any) -> str:
    return (
        "unknown field" if mistake["type"] == "extra_forbidden" else str(mistake["msg"]).removeprefix("Value error, ")
    )


def _yaml(text: bytes | str) -> Any:
    yaml, loader = _parser()
    try:
        content = yaml.load(text, Loader=loader)
        json.dumps(content)  # an alias may stand inside of what it names
        return content
    except (yaml.YAMLError, ValueError, TypeError) as error:
        raise FixtureError("", f"This is no YAML: {' '.join(str(error).split())}") from None


@cache
def _parser() -> tuple[Any, Any]:
    """The module and its C parser where there is one, some ten times as fast, with the scalars of JSON.

    Both are kept: in a process that forgets modules and imports them again their errors would be strangers.
    """
    import yaml

    class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        yaml_implicit_resolvers: dict[str, list[Any]] = {}

    for tag, pattern, first in SCALARS:
        Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), first)
    return yaml, Loader
