"""Event types of teams, in an organization or not: making, changing and deleting them."""

from collections.abc import Sequence

from sqlalchemy import select

from mockcal.api.event_types import checks, find, hosts, locations, managed, writing
from mockcal.api.event_types.checks import LateRefusal, Subject
from mockcal.api.event_types.schemas import (
    CreateTeamEventType,
    EmailSettings,
    HostIn,
    TeamSettings,
    UpdateTeamEventType,
)
from mockcal.api.workflows import phone_field
from mockcal.http.errors import BadRequest, TrpcError
from mockcal.sandbox.transaction import Transaction
from mockcal.store.event_types import EventType
from mockcal.store.schedules import Schedule
from mockcal.store.teams import Team
from mockcal.store.users import User


class SlugTaken(BadRequest):
    def __init__(self) -> None:
        super().__init__("Team event type with this slug already exists")


class NothingToUpdate(BadRequest):
    """400, not 404: unknown, another team's, or a copy of a managed one."""

    def __init__(self) -> None:
        super().__init__("Event type to update not found")


class HostsNeeded(BadRequest):
    """Who takes turns and who must always come is not the same set of people."""

    def __init__(self) -> None:
        super().__init__(
            "Hosts required when switching schedulingType. Please provide 'hosts' or set 'assignAllTeamMembers: true' to "
            "specify how hosts should be configured for the new scheduling type."
        )


def create_for_team(
    tx: Transaction,
    team: Team,
    body: CreateTeamEventType,
    *,
    caller: User,
    phone_only: bool = False,
    may_manage: bool = True,
) -> EventType:
    """`phone_only` lets bookers do without an address; `may_manage` is what the inner service thinks of the caller.

    400 apps, 404 hosts, 400 slug, 400 what does not go together, 401 rights, 400 schedule; 403 a host who has not accepted.
    """
    subject = Subject(caller, team, phone_only=phone_only)
    checks.require_connected(tx, body.given_locations, subject)
    hosts.require_members(tx, team, body.hosts)
    _require_free_slug(tx, team, body.slug)
    checks.require_consistent(tx, body, subject)
    _require_rights(may_manage)
    _require_schedule(tx, body.schedule_id)
    return make_for_team(tx, team, body, caller=caller)


def make_for_team(tx: Transaction, team: Team, body: CreateTeamEventType, *, caller: User | None = None) -> EventType:
    """The same without asking what the rest of the store says."""
    row = writing.make(
        tx,
        body,
        caller=caller,
        default_location=locations.STORED_CAL_VIDEO,
        team_id=team.id,
        scheduling_type=body.scheduling_type,
    )
    apply_team_settings(row, team, body)
    phone_field.refresh(tx, row)
    assigned = hosts.assigned(tx, team, body.hosts, all_members=bool(body.assign_all_team_members)) or []
    _require_accepted(tx, team, row, assigned)
    _assign(tx, row, assigned)
    return row


def update_for_team(
    tx: Transaction,
    team: Team,
    event_type_id: int,
    body: UpdateTeamEventType,
    *,
    caller: User,
    phone_only: bool = False,
    may_manage: bool = True,
) -> EventType:
    """400 apps, 404 hosts, 400 slug (the event type's own too), 400 nothing to update, then as for a new one."""
    row = find.of_team(tx, team.id, event_type_id)
    subject = Subject(caller, team, row, phone_only=phone_only)
    checks.require_connected(tx, body.given_locations, subject)
    hosts.require_members(tx, team, body.hosts)
    _require_free_slug(tx, team, body.slug)
    if row is None:
        raise NothingToUpdate
    _require_hosts_for_switch(row, body)
    checks.require_consistent(tx, body, subject)
    _require_rights(may_manage)
    _require_schedule(tx, body.schedule_id)
    checks.require_combinable(body, row)
    _rewrite(tx, team, row, body, caller)
    return row


def remove_from_team(tx: Transaction, team_id: int | None, event_type_id: int) -> EventType:
    """Copies of a managed one go too."""
    row = find.of_team(tx, team_id, event_type_id)
    if row is None:
        raise find.NoSuchEventType(event_type_id)
    tx.delete(row)
    return row


def with_copies(tx: Transaction, row: EventType) -> list[EventType]:
    """A managed one and its copies; else the event type alone."""
    return [row, *managed.children(tx, row)] if row.scheduling_type == "MANAGED" else [row]


def _rewrite(tx: Transaction, team: Team, row: EventType, body: UpdateTeamEventType, caller: User) -> None:
    was_managed = row.scheduling_type == "MANAGED"
    if body.scheduling_type is not None:
        row.scheduling_type = body.scheduling_type
    apply_team_settings(row, team, body)
    writing.rewrite(tx, row, body, caller=caller)
    phone_field.refresh(tx, row)
    assigned = hosts.assigned(tx, team, body.hosts, all_members=bool(body.assign_all_team_members))
    if was_managed and row.scheduling_type != "MANAGED":
        managed.settle(tx, row, [])
    if assigned is not None:
        _require_accepted(tx, team, row, assigned, TrpcError)
        _assign(tx, row, assigned)
    elif row.scheduling_type == "MANAGED":
        managed.settle(tx, row, None)


def _assign(tx: Transaction, row: EventType, assigned: Sequence[HostIn]) -> None:
    if row.scheduling_type == "MANAGED":
        managed.settle(tx, row, [host.user_id for host in assigned])
    else:
        hosts.replace(tx, row, assigned)


def apply_team_settings(row: EventType, team: Team, body: TeamSettings) -> None:
    if body.assign_all_team_members is not None:
        row.assign_all_team_members = body.assign_all_team_members
    if body.email_settings is not None:
        row.email_settings = _merged(row, team, body.email_settings)


def _merged(row: EventType, team: Team, given: EmailSettings) -> dict[str, bool]:
    """Only a team of an organization can keep mails back."""
    if team.parent_id is None:
        return {"disableEmailsToAttendees": False, "disableEmailsToHosts": False}
    sent = given.model_dump(by_alias=True, exclude_none=True)
    return {**(row.email_settings or {}), **sent}


def _require_free_slug(tx: Transaction, team: Team, slug: str | None) -> None:
    taken = select(EventType.id).where(EventType.team_id == team.id, EventType.slug == slug)
    if slug is not None and tx.first(taken) is not None:
        raise SlugTaken


def _require_rights(may_manage: bool) -> None:
    if not may_manage:
        raise TrpcError(401, explain="only accepted admins and owners of the team or its organization may do this")


def _require_schedule(tx: Transaction, schedule_id: int | None) -> None:
    """Anybody's will do."""
    if schedule_id is not None and tx.get(Schedule, schedule_id) is None:
        raise TrpcError(400, explain=f"there is no schedule with id {schedule_id}")


def _require_hosts_for_switch(row: EventType, body: UpdateTeamEventType) -> None:
    switches = body.scheduling_type is not None and body.scheduling_type != row.scheduling_type
    if switches and body.hosts is None and not body.assign_all_team_members:
        raise HostsNeeded


def _require_accepted(
    tx: Transaction,
    team: Team,
    row: EventType,
    assigned: Sequence[HostIn],
    refusal: type[TrpcError] = LateRefusal,
) -> None:
    """403 outside organizations for a host whose membership waits; a managed one's users may wait."""
    if team.parent_id is not None or row.scheduling_type == "MANAGED":
        return
    if hosts.has_unaccepted(tx, team, [host.user_id for host in assigned]):
        raise refusal(403, explain="a host has not accepted the membership in the team")
