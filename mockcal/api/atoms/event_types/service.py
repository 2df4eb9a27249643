"""The event-type editor of Cal.com's own components: it reads and writes the stored record."""

from typing import Any

from sqlalchemy import select
from sqlmodel import col

from mockcal.api.atoms.event_types.schemas import (
    AppForEventType,
    EventTypeChoice,
    EventTypeForm,
    TeamOfEventType,
)
from mockcal.api.event_types import find, locations, managed, records, service, settings
from mockcal.api.event_types import service_2024_04_15 as old
from mockcal.api.event_types.hosts import of as hosts_of
from mockcal.api.providers.owners import Owner
from mockcal.auth.caller import Caller
from mockcal.auth.roles import membership
from mockcal.http.errors import DatabaseRefusal, Json, NotFound, TrpcError
from mockcal.http.js_dates import iso_ms
from mockcal.sandbox.transaction import Transaction
from mockcal.store.event_types import EventType, PrivateLink
from mockcal.store.schedules import Schedule
from mockcal.store.teams import Membership, Team
from mockcal.store.users import User

APPS = {"stripe": ("stripe_payment", "Stripe"), "giphy": ("giphy_other", "Giphy")}
"""Apps that add something to an event type: slug → type of credentials, name."""
NULLABLE = frozenset(
    (
        *("description", "eventName", "locations", "bookingFields", "schedule", "slotInterval", "metadata"),
        *("seatsPerTimeSlot", "seatsShowAttendees", "seatsShowAvailabilityCount", "bookingLimits", "durationLimits"),
        *("periodDays", "periodCountCalendarDays", "periodStartDate", "periodEndDate", "recurringEvent"),
        *("successRedirectUrl", "forwardParamsSuccessRedirect"),
    )
)


class AppNotFound(NotFound):
    def __init__(self, slug: str) -> None:
        super().__init__(f"App with slug {slug} not found.")


def of_user(tx: Transaction, user: User) -> list[Json]:
    rows = tx.all(select(EventType).where(EventType.user_id == user.id).order_by(EventType.id))
    return [old.whole(row) for row in rows]


def of_team(tx: Transaction, team: Team) -> list[Json]:
    rows = tx.all(select(EventType).where(EventType.team_id == team.id).order_by(EventType.id))
    return [old.whole(row) for row in rows]


def choices(tx: Transaction, user: User) -> list[EventTypeChoice]:
    """My own, then those of the teams that I joined."""
    mine = select(EventType).where(EventType.user_id == user.id).order_by(EventType.id)
    of_teams = (
        select(EventType, Team)
        .join(Team, Team.id == EventType.team_id)
        .join(Membership, Membership.team_id == Team.id)
        .where(Membership.user_id == user.id, Membership.accepted)
        .order_by(Team.id, EventType.id)
    )
    return [
        *(_choice(row, username=user.username) for row in tx.all(mine)),
        *(_choice(row, team=TeamOfEventType(id=team.id, name=team.name)) for row, team in tx.rows(of_teams)),
    ]


def _choice(row: EventType, *, username: str | None = None, team: TeamOfEventType | None = None) -> EventTypeChoice:
    return EventTypeChoice(id=row.id, slug=row.slug, title=row.title, length=row.length, username=username, team=team)


def team_event_type(tx: Transaction, team: Team, event_type_id: int) -> EventType:
    """404 for another team's."""
    row = find.of_team(tx, team.id, event_type_id)
    if row is None:
        raise find.EventTypeNotFound(event_type_id)
    return row


def single(tx: Transaction, caller: Caller, row: EventType) -> Json:
    """What an editor of a personal event type needs."""
    shown = old.single(tx, caller, row)
    return shown | {"eventType": shown["eventType"] | {"hashedLink": _links(tx, row)}}


def _links(tx: Transaction, row: EventType) -> list[Json]:
    links = tx.all(select(PrivateLink).where(PrivateLink.event_type_id == row.id).order_by(PrivateLink.id))
    return [
        {
            "id": one.id,
            "link": one.link,
            "expiresAt": one.expires_at and iso_ms(one.expires_at),
            "maxUsageCount": one.max_usage_count,
            "usageCount": one.usage_count,
        }
        for one in links
    ]


def single_of_team(tx: Transaction, caller: Caller, team: Team, row: EventType) -> Json:
    """What an editor of a team's event type needs: its hosts, and whom else the team has."""
    members = _members(tx, team)
    people = {member["id"]: member for member in members}
    hosts = hosts_of(tx, row)
    held = membership(tx, caller.user_id, team.id)
    return {
        **old.single(tx, caller, row),
        "eventType": {
            **old.whole(row),
            "hashedLink": _links(tx, row),
            "users": [people[host.user_id] for host in hosts if host.user_id in people],
            "hosts": [_host(host) for host in hosts],
            "children": [
                {"id": child.id, "slug": child.slug, "hidden": child.hidden, "owner": people.get(child.user_id)}
                for child in managed.children(tx, row)
            ],
        },
        "team": {"id": team.id, "name": team.name, "slug": team.slug, "parentId": team.parent_id},
        "teamMembers": members,
        "currentUserMembership": held
        and {"id": held.id, "userId": held.user_id, "teamId": held.team_id, "role": held.role},
    }


def update(tx: Transaction, row: EventType, form: EventTypeForm, *, owner: User | None) -> EventType:
    """`owner` of a personal one, whose slugs and schedules count. 400 and 404 as for any change."""
    sent = form.model_dump(by_alias=True, include=form.model_fields_set)
    if any(value is None and name not in NULLABLE for name, value in sent.items()):
        raise DatabaseRefusal(explain="a null where the column needs a value")
    _require_free_slug(tx, row, form.slug, owner)
    if "schedule" in sent:
        sent["scheduleId"] = _schedule_id(tx, sent.pop("schedule"), owner)
    for name in ("locations", "bookingFields"):
        if sent.get(name) is not None:
            sent[name] = [_given(one) for one in sent[name]]
    records.put(row, sent)
    settings.require_storable(row)
    row.updated_at = tx.now
    tx.flush()
    if row.scheduling_type == "MANAGED":
        managed.settle(tx, row, None)
    return row


def meet_at_default(tx: Transaction, owner: User | Team, event_type_ids: list[int]) -> None:
    """These of the owner's event types meet at his default app from now on; others' are passed over."""
    owned = EventType.team_id == owner.id if isinstance(owner, Team) else EventType.user_id == owner.id
    for row in tx.all(select(EventType).where(owned, col(EventType.id).in_(event_type_ids))):
        row.locations = [locations.of_default_app(owner.conferencing_default)]
    tx.flush()


def app(tx: Transaction, owner: Owner, slug: str) -> AppForEventType:
    """404 for an app that no event type can have."""
    if slug not in APPS:
        raise AppNotFound(slug)
    kind, name = APPS[slug]
    credentials = [one.id for one in owner.credentials(tx, kind) if not one.invalid and one.id is not None]
    return AppForEventType(
        slug=slug,
        type=kind,
        name=name,
        is_installed=bool(credentials),
        enabled=bool(credentials),
        user_credential_ids=credentials,
    )


def _require_free_slug(tx: Transaction, row: EventType, slug: str | None, owner: User | None) -> None:
    if owner is not None:
        service.require_slug_stays_free(tx, owner, row, slug)
        return
    taken = select(EventType.id).where(EventType.team_id == row.team_id, EventType.slug == slug)
    if slug is not None and slug != row.slug and tx.first(taken) is not None:
        raise TrpcError(400, explain="the team has another event type with this slug")


def _schedule_id(tx: Transaction, schedule_id: int | None, owner: User | None) -> int | None:
    if schedule_id is None:
        return None
    schedule = tx.get(Schedule, schedule_id)
    if schedule is None or (owner is not None and schedule.user_id != owner.id):
        raise TrpcError(404, explain="there is no such schedule of the event type's owner")
    return schedule.id


def _given(one: Any) -> Json:
    return {name: value for name, value in one.items() if value is not None}


def _host(host: Any) -> Json:
    return {
        "userId": host.user_id,
        "isFixed": host.is_fixed,
        "priority": host.priority,
        "weight": host.weight,
        "scheduleId": host.schedule_id,
    }


def _members(tx: Transaction, team: Team) -> list[Json]:
    joined = (
        select(User, Membership.role)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.team_id == team.id, Membership.accepted)
        .order_by(Membership.id)
    )
    return [
        {
            "id": user.id,
            "name": user.name,
            "username": user.username,
            "email": user.email,
            "avatarUrl": user.avatar_url,
            "defaultScheduleId": user.default_schedule_id,
            "membership": role,
        }
        for user, role in tx.rows(joined)
    ]
