"""Event types as version 2024-04-15 knows them: stored records, nearly as they are."""

from sqlalchemy import select
from sqlmodel import col

from mockcal.api.event_types import find, locations, managed, records, service, settings, writing
from mockcal.api.event_types.output import WEB_BASE
from mockcal.api.event_types.schemas_2024_04_15 import CreateEventType, EventTypeBody, FieldIn, UpdateEventType
from mockcal.auth.caller import Caller
from mockcal.auth.event_types import is_event_admin
from mockcal.auth.roles import is_admin_of, membership
from mockcal.http.errors import Json, TrpcError
from mockcal.sandbox.transaction import Transaction
from mockcal.store.booking_fields import fields_of, system_field
from mockcal.store.event_types import EventType, Host
from mockcal.store.teams import Membership, OrganizationSettings, Team
from mockcal.store.users import User

PLAIN = (
    "length",
    "slug",
    "title",
    "description",
    "hidden",
    "disable_guests",
    "slot_interval",
    "minimum_booking_notice",
    "before_event_buffer",
    "after_event_buffer",
)
REACHABLE = ("email", "phone")


def create(tx: Transaction, user: User, body: CreateEventType) -> EventType:
    """400 for a taken slug, 401 where the organization locks."""
    service.require_free_slug(tx, user, body.slug)
    service.require_unlocked(tx, user)
    row = EventType(user_id=user.id, title=body.title, slug=body.slug, length=body.length, created_at=tx.now)
    row.locations = [locations.of_default_app(user.conferencing_default)]
    _apply(row, body)
    return tx.add(row)


def update(tx: Transaction, user: User, event_type_id: int, change: UpdateEventType) -> EventType:
    """404 for what is not there, 403 for somebody else's, 400 for a taken slug."""
    row = find.own_to_delete(tx, user, event_type_id)
    service.require_slug_stays_free(tx, user, row, change.slug)
    _apply(row, change)
    row.booking_fields = _form(change.booking_fields or [])
    if "seats_per_time_slot" in change.sent():
        row.seats_per_time_slot = change.seats_per_time_slot
    row.updated_at = tx.now
    tx.flush()
    managed.forget_links(tx, [row.id])
    return row


def visible(tx: Transaction, caller: Caller, event_type_id: int) -> EventType:
    """404 for what is not there or none of the caller's business, 403 for what he may see but does not own."""
    row = tx.get(EventType, event_type_id)
    if row is None or not (is_event_admin(tx, caller.user, row) or _is_member(tx, caller, row.team_id)):
        raise TrpcError(404, explain="there is no such event type, or the caller has nothing to do with it")
    if row.user_id != caller.user_id:
        raise find.ForeignEventType(caller.user_id, event_type_id)
    return row


def whole(row: EventType) -> Json:
    """The stored record with all fields of its form."""
    return {**records.raw(row), "bookingFields": fields_of(row)}


def single(tx: Transaction, caller: Caller, row: EventType) -> Json:
    """What an editor of the event type needs."""
    destination = writing.destination_of(tx, row)
    return {
        "eventType": {**whole(row), "users": [_person(caller.user)], "hosts": [], "children": []},
        "locationOptions": _location_options(),
        "destinationCalendar": destination
        and {"integration": destination.integration, "externalId": destination.external_id},
        "team": None,
        "teamMembers": [],
        "currentUserMembership": None,
        "isUserOrganizationAdmin": _is_organization_admin(tx, caller),
    }


def groups(tx: Transaction, user: User) -> Json:
    """The user's own event types, then those of each team that he has joined."""
    every = [_own_group(tx, user), *(_team_group(tx, *pair) for pair in _teams(tx, user))]
    return {
        "eventTypeGroups": every,
        "profiles": [_profile(group) for group in every],
        "allUsersAcrossAllEventTypes": {},
    }


def _apply(row: EventType, body: EventTypeBody) -> None:
    sent = body.sent()
    for name in PLAIN:
        if name in sent:
            setattr(row, name, sent[name])
    if body.locations:
        row.locations = [one.model_dump(by_alias=True, exclude_none=True) for one in body.locations]
    settings.require_storable(row)


def _form(given: list[FieldIn]) -> list[Json]:
    """A booker must be reachable: without an address or a number the system's field for one is added."""
    form = [one.model_dump(by_alias=True, exclude_none=True) for one in given]
    if not any(field["type"] in REACHABLE for field in form):
        form.append(system_field("email"))
    return form


def _own_group(tx: Transaction, user: User) -> Json:
    by_position = (col(EventType.position).desc(), col(EventType.id))
    rows = tx.all(select(EventType).where(EventType.user_id == user.id).order_by(*by_position))
    return {
        "teamId": None,
        "bookerUrl": WEB_BASE,
        "membershipRole": None,
        "profile": {
            "slug": user.username,
            "name": user.name,
            "image": user.avatar_url,
            "eventTypesLockedByOrg": _is_locked(tx, user.organization_id),
        },
        "metadata": {"membershipCount": 1, "readOnly": False},
        "eventTypes": [{**records.raw(row), "userIds": [user.id]} for row in rows],
    }


def _team_group(tx: Transaction, team: Team, role: str) -> Json:
    rows = tx.all(
        select(EventType).where(EventType.team_id == team.id).order_by(col(EventType.position).desc(), EventType.id)
    )
    hosts: dict[int, list[int]] = {row.id: [] for row in rows if row.id is not None}
    for host in tx.all(select(Host).where(col(Host.event_type_id).in_(hosts)).order_by(Host.id)):
        hosts[host.event_type_id].append(host.user_id)
    members = tx.count(select(Membership.id).where(Membership.team_id == team.id, Membership.accepted))
    return {
        "teamId": team.id,
        "bookerUrl": WEB_BASE,
        "membershipRole": role,
        "profile": {
            "slug": f"team/{team.slug}",
            "name": team.name,
            "image": team.logo_url,
            "eventTypesLockedByOrg": False,
        },
        "metadata": {"membershipCount": members, "readOnly": role == "MEMBER"},
        "eventTypes": [{**records.raw(row), "userIds": hosts[row.id or 0]} for row in rows],
    }


def _teams(tx: Transaction, user: User) -> list[tuple[Team, str]]:
    joined = (
        select(Team, Membership.role)
        .join(Membership, Membership.team_id == Team.id)
        .where(Membership.user_id == user.id, Membership.accepted, col(Team.is_organization).is_(False))
        .order_by(Membership.id)
    )
    return [(team, role) for team, role in tx.rows(joined)]


def _profile(group: Json) -> Json:
    return {
        **group["profile"],
        "teamId": group["teamId"],
        "membershipRole": group["membershipRole"],
        **group["metadata"],
    }


def _is_locked(tx: Transaction, organization_id: int | None) -> bool:
    rules = tx.get(OrganizationSettings, organization_id)
    return rules is not None and rules.locks_event_type_creation


def _is_member(tx: Transaction, caller: Caller, team_id: int | None) -> bool:
    found = membership(tx, caller.user_id, team_id)
    return found is not None and found.accepted


def _is_organization_admin(tx: Transaction, caller: Caller) -> bool:
    return is_admin_of(tx, caller.user_id, caller.user.organization_id)


def _person(user: User) -> Json:
    return {
        "id": user.id,
        "name": user.name,
        "username": user.username,
        "email": user.email,
        "avatarUrl": user.avatar_url,
        "locale": user.locale,
        "defaultScheduleId": user.default_schedule_id,
        "isPlatformManaged": user.is_platform_managed,
        "timeZone": user.time_zone,
    }


def _location_options() -> list[Json]:
    """What an editor offers, without the apps that somebody would have to connect first."""
    return [
        {"label": "Conferencing", "options": [{"label": "Cal Video", "value": "integrations:daily"}]},
        {
            "label": "In person",
            "options": [
                {"label": "In Person (Attendee Address)", "value": "attendeeInPerson"},
                {"label": "In Person (Organizer Address)", "value": "inPerson"},
            ],
        },
        {
            "label": "Other",
            "options": [
                {"label": "Custom attendee location", "value": "somewhereElse"},
                {"label": "Link meeting", "value": "link"},
            ],
        },
        {
            "label": "Phone",
            "options": [
                {"label": "Attendee Phone Number", "value": "phone"},
                {"label": "Organizer Phone Number", "value": "userPhone"},
            ],
        },
    ]
