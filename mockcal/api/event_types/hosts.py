"""Who hosts a team's event type."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, select
from sqlmodel import col

from mockcal.api.event_types.schemas import PRIORITIES, HostIn
from mockcal.http.errors import NotFound
from mockcal.sandbox.transaction import Transaction
from mockcal.store.event_types import EventType, Host
from mockcal.store.teams import Membership, Team
from mockcal.store.users import User

MEDIUM = PRIORITIES.index("medium")
DEFAULT_WEIGHT = 100


class NotMembers(NotFound):
    def __init__(self, user_ids: Sequence[int], team_id: int | None) -> None:
        listed = ", ".join(map(str, user_ids))
        super().__init__(f"Invalid hosts: {listed} are not members of team with id {team_id}.")


def require_members(tx: Transaction, team: Team, hosts: Sequence[HostIn] | None) -> None:
    """404 naming all who have no membership in the team."""
    if not hosts:
        return
    members = set(member_ids(tx, team))
    if strangers := [host.user_id for host in hosts if host.user_id not in members]:
        raise NotMembers(strangers, team.id)


def member_ids(tx: Transaction, team: Team) -> list[int]:
    """Everybody with a membership, accepted or not; in a platform client's team only its managed users."""
    statement = select(Membership.user_id).where(Membership.team_id == team.id).order_by(Membership.id)
    if team.created_by_oauth_client_id is not None:
        statement = statement.join(User, User.id == Membership.user_id).where(User.is_platform_managed)
    return tx.all(statement)


def has_unaccepted(tx: Transaction, team: Team, user_ids: Sequence[int]) -> bool:
    accepted = select(Membership.user_id).where(
        Membership.team_id == team.id, Membership.accepted, col(Membership.user_id).in_(user_ids)
    )
    return bool(set(user_ids) - set(tx.all(accepted)))


def assigned(tx: Transaction, team: Team, given: Sequence[HostIn] | None, *, all_members: bool) -> list[HostIn] | None:
    """The whole new set of hosts: all members win over those given; None when neither is asked for."""
    if all_members:
        return [HostIn.model_construct(user_id=user_id) for user_id in member_ids(tx, team)]
    return None if given is None else list({host.user_id: host for host in given}.values())


def replace(tx: Transaction, row: EventType, hosts: Sequence[HostIn]) -> None:
    """These hosts, in their order; who stays keeps weight, group and schedule, which the API does not know."""
    old = {host.user_id: host for host in of(tx, row)}
    tx.execute(delete(Host).where(Host.event_type_id == row.id))
    tx.add_all([_row(row, host, old.get(host.user_id)) for host in hosts])


def add(tx: Transaction, row: EventType, user_id: int) -> Host:
    return tx.add(_row(row, HostIn.model_construct(user_id=user_id), None))


def of(tx: Transaction, row: EventType) -> list[Host]:
    return tx.all(select(Host).where(Host.event_type_id == row.id).order_by(Host.id))


def shown_priority(stored: int | None) -> str:
    """Cal.com takes the lowest, 0, for none at all."""
    return PRIORITIES[stored or MEDIUM]


def _row(row: EventType, host: HostIn, old: Host | None) -> Host:
    kept: dict[str, Any] = {"weight": DEFAULT_WEIGHT}
    if old is not None:
        kept = {"weight": old.weight, "schedule_id": old.schedule_id, "group_name": old.group_name}
    return Host(
        event_type_id=row.id,
        user_id=host.user_id,
        is_fixed=row.scheduling_type == "COLLECTIVE" or bool(host.mandatory),
        priority=PRIORITIES.index(host.priority or "medium"),
        **kept,
    )
