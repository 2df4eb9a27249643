"""What event types look like: to their owners, and as those of a team."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from mockcal.api.event_types import fields, hosts, locations, settings
from mockcal.api.event_types.schemas import SCHEDULING_TYPES
from mockcal.api.event_types.shown import EventType, EventTypeHost, EventTypeTeam, EventTypeUser, TeamEventType
from mockcal.auth.caller import chosen_profile
from mockcal.http.answers import OMIT
from mockcal.sandbox.transaction import Transaction
from mockcal.store.apps import DestinationCalendar
from mockcal.store.event_types import EventType as Row
from mockcal.store.event_types import Host
from mockcal.store.teams import Profile, Team
from mockcal.store.users import User

WEB_HOST = "cal.com"
WEB_BASE = f"https://{WEB_HOST}"
SHOWN_TYPES = {stored: name for name, stored in SCHEDULING_TYPES.items()}


@dataclass(slots=True)
class Related:
    """All that showing some event types needs, read at once."""

    users: dict[int, User] = field(default_factory=dict)
    faces: dict[int, "Face"] = field(default_factory=dict)  # of members of organizations with an address of their own
    destinations: dict[int, DestinationCalendar] = field(default_factory=dict)  # by event type
    hosts: dict[int, list[Host]] = field(default_factory=lambda: defaultdict(list))  # by event type
    owners: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))  # of copies, by parent
    teams: dict[int, Team] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Face:
    """A user as his organization's booking pages know him."""

    username: str
    org_slug: str


def related(tx: Transaction, rows: Sequence[Row]) -> Related:
    ids = [row.id for row in rows]
    found = Related()
    found.destinations = {one.event_type_id: one for one in _in(tx, DestinationCalendar, "event_type_id", ids)}
    for host in _in(tx, Host, "event_type_id", [row.id for row in rows if row.team_id is not None]):
        found.hosts[host.event_type_id].append(host)
    parents = [row.id for row in rows if row.scheduling_type == "MANAGED"]
    for child in _in(tx, Row, "parent_id", parents):
        found.owners[child.parent_id].append(child.user_id)
    people = {row.user_id for row in rows}
    people |= {host.user_id for every in found.hosts.values() for host in every}
    people |= {user_id for every in found.owners.values() for user_id in every}
    found.users = {user.id: user for user in _in(tx, User, "id", people)}
    found.faces = _faces(tx, [found.users[row.user_id] for row in rows if row.user_id is not None])
    found.teams = {team.id: team for team in _in(tx, Team, "id", {row.team_id for row in rows})}
    return found


def of_people(tx: Transaction, people: Sequence[User]) -> Related:
    """What telling where these people are booked needs."""
    return Related(users={person.id: person for person in people if person.id}, faces=_faces(tx, people))


def present(row: Row, related: Related, *, is_listed: bool = False) -> EventType:
    """`is_listed` leaves hidden booking fields out, and what lists do not load."""
    owner = related.users.get(row.user_id or 0)
    users = [user(owner)] if owner else []
    return EventType(
        owner_id=row.user_id,
        users=users,
        booking_url=booking_url(related, owner, row.slug),
        **_common(row, related, is_listed=is_listed, with_hidden=not is_listed),
    )


def present_for_team(
    row: Row, related: Related, *, is_listed: bool = False, with_team: bool = False, hosts_limit: int | None = None
) -> TeamEventType:
    """`with_team` shows the team and not its id alone; `hosts_limit` is the most hosts to show."""
    owner = related.users.get(row.user_id or 0)
    return TeamEventType(
        owner_id=row.user_id,
        booking_url=booking_url(related, owner, row.slug) if owner else "",
        team_id=row.team_id,
        parent_event_type_id=row.parent_id,
        scheduling_type=SHOWN_TYPES.get(row.scheduling_type or ""),
        hosts=_hosts(row, related)[:hosts_limit],
        assign_all_team_members=OMIT if row.team_id is None else row.assign_all_team_members,
        team=_team(related.teams.get(row.team_id or 0), whole=with_team),
        reschedule_with_same_round_robin_host=row.reschedule_with_same_round_robin_host,
        email_settings=_email_settings(row.email_settings),
        **_common(row, related, is_listed=is_listed),
    )


def show(tx: Transaction, row: Row) -> EventType | TeamEventType:
    """A single event type, in the shape of whoever it belongs to."""
    found = related(tx, [row])
    return present(row, found) if row.team_id is None else present_for_team(row, found)


def booking_url(related: Related, owner: User | None, slug: str) -> str:
    """Where a person books; nowhere for managed users and those without a name."""
    if owner is None or owner.is_platform_managed or not owner.username:
        return ""
    face = related.faces.get(owner.id or 0)
    if face is not None:
        return f"https://{face.org_slug}.{WEB_HOST}/{face.username}/{slug}"
    return f"{WEB_BASE}/{owner.username}/{slug}"


def user(row: User) -> EventTypeUser:
    return EventTypeUser(
        id=row.id,
        name=row.name,
        username=row.username,
        avatar_url=row.avatar_url,
        brand_color=row.brand_color,
        dark_brand_color=row.dark_brand_color,
        week_start=row.week_start,
        metadata=row.meta or {},
    )


def _common(row: Row, related: Related, *, is_listed: bool, with_hidden: bool = True) -> dict[str, Any]:
    return {
        "id": row.id,
        "length_in_minutes": row.length,
        "length_in_minutes_options": row.length_options or OMIT,
        "title": row.title,
        "slug": row.slug,
        "description": row.description or "",
        "locations": locations.shown(row.locations),
        "booking_fields": fields.shown(row.booking_fields, disable_guests=row.disable_guests, with_hidden=with_hidden),
        "recurrence": settings.shown_recurrence(row.recurring_event),
        "disable_guests": row.disable_guests,
        "slot_interval": row.slot_interval,
        "minimum_booking_notice": row.minimum_booking_notice,
        "before_event_buffer": row.before_event_buffer,
        "after_event_buffer": row.after_event_buffer,
        "metadata": settings.metadata(row),
        "price": row.price,
        "currency": row.currency,
        "lock_time_zone_toggle_on_booking_page": row.lock_time_zone_toggle_on_booking_page,
        "forward_params_success_redirect": row.forward_params_success_redirect,
        "success_redirect_url": row.success_redirect_url,
        "is_instant_event": row.is_instant_event,
        "schedule_id": row.schedule_id,
        "booking_limits_count": settings.shown_limits(row.booking_limits),
        "booking_limits_duration": settings.shown_limits(row.duration_limits),
        "only_show_first_available_slot": row.only_show_first_available_slot,
        "offset_start": row.offset_start,
        "booking_window": settings.shown_window(row),
        "booker_layouts": settings.shown_layouts(row.booker_layouts),
        "confirmation_policy": settings.shown_policy(row),
        "requires_booker_email_verification": row.requires_booker_email_verification,
        "hide_calendar_notes": row.hide_calendar_notes,
        "color": settings.shown_color(row.event_type_color),
        "seats": settings.shown_seats(row),
        "custom_name": row.event_name or OMIT,
        "destination_calendar": _destination(related.destinations.get(row.id or 0)),
        "use_destination_calendar_email": row.use_event_type_destination_calendar_email,
        "hide_calendar_event_details": row.hide_calendar_event_details,
        "hide_organizer_email": row.hide_organizer_email,
        "cal_video_settings": settings.shown_cal_video(row, is_listed=is_listed),
        "hidden": row.hidden,
        "booking_requires_authentication": row.booking_requires_authentication,
        "booker_active_bookings_limit": settings.shown_booker_limit(row),
        "disable_cancelling": {"disabled": row.disable_cancelling},
        "disable_rescheduling": settings.shown_rescheduling(row),
        "interface_language": row.interface_language,
        "allow_rescheduling_past_bookings": row.allow_rescheduling_past_bookings,
        "allow_rescheduling_cancelled_bookings": row.allow_rescheduling_cancelled_bookings,
        "show_optimized_slots": row.show_optimized_slots,
    }


def _hosts(row: Row, related: Related) -> list[EventTypeHost]:
    if row.scheduling_type == "MANAGED":
        return [_host(related.users[user_id]) for user_id in related.owners[row.id or 0]]
    takes_turns = row.scheduling_type == "ROUND_ROBIN"
    return [_host(related.users[host.user_id], host if takes_turns else None) for host in related.hosts[row.id or 0]]


def _host(person: User, host: Host | None = None) -> EventTypeHost:
    return EventTypeHost(
        user_id=person.id,
        name=person.name or "",
        username=person.username or "",
        mandatory=host.is_fixed if host else OMIT,
        priority=hosts.shown_priority(host.priority) if host else OMIT,
        avatar_url=person.avatar_url,
    )


def _team(team: Team | None, *, whole: bool) -> EventTypeTeam | None:
    if team is None:
        return None
    if not whole:
        return EventTypeTeam(id=team.id)
    return EventTypeTeam(
        id=team.id,
        name=team.name,
        slug=team.slug,
        banner_url=team.banner_url,
        logo_url=team.logo_url,
        week_start=team.week_start,
        brand_color=team.brand_color,
        dark_brand_color=team.dark_brand_color,
        theme=team.theme,
    )


def _email_settings(stored: Any) -> Any:
    """Left out until somebody sets one."""
    if stored is None:
        return OMIT
    return {name: bool(stored.get(name)) for name in ("disableEmailsToAttendees", "disableEmailsToHosts")}


def _destination(row: DestinationCalendar | None) -> Any:
    return OMIT if row is None else {"integration": row.integration, "externalId": row.external_id}


def _faces(tx: Transaction, people: Sequence[User]) -> dict[int, Face]:
    profiles: dict[int | None, list[Profile]] = defaultdict(list)
    for profile in _in(tx, Profile, "user_id", {person.id for person in people}):
        profiles[profile.user_id].append(profile)
    chosen = [one for person in people if (one := chosen_profile(person, profiles[person.id])) is not None]
    organizations = {org.id: org for org in _in(tx, Team, "id", {one.organization_id for one in chosen})}
    return {
        profile.user_id: Face(profile.username, org.slug)
        for profile in chosen
        if (org := organizations[profile.organization_id]).slug and not org.is_platform
    }


def _in(tx: Transaction, model: Any, name: str, values: Any) -> list[Any]:
    values = [value for value in values if value is not None]
    return tx.all(select(model).where(col(getattr(model, name)).in_(values)).order_by(model.id)) if values else []
