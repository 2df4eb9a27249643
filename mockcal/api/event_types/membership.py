"""What a team's event types gain by a new member, and lose with one who leaves."""

from sqlalchemy import delete, select
from sqlmodel import col

from mockcal.api.event_types import hosts, managed
from mockcal.sandbox.transaction import Transaction
from mockcal.store.event_types import EventType, Host
from mockcal.store.teams import Team


def member_joined(tx: Transaction, team: Team, user_id: int) -> None:
    """A host or a copy in each event type that is for all members; fails if there is one already, or its slug is taken."""
    for_all = select(EventType).where(EventType.team_id == team.id, EventType.assign_all_team_members)
    for row in tx.all(for_all.order_by(EventType.id)):
        if row.scheduling_type == "MANAGED":
            managed.add_child(tx, row, user_id)
        else:
            hosts.add(tx, row, user_id)


def member_left(tx: Transaction, team: Team, user_id: int) -> None:
    """No longer a host of the team's event types, nor the owner of a copy."""
    ours = select(EventType.id).where(EventType.team_id == team.id)
    tx.execute(delete(Host).where(Host.user_id == user_id, col(Host.event_type_id).in_(ours)))
    copies = select(EventType).where(EventType.user_id == user_id, col(EventType.parent_id).in_(ours))
    for copy in tx.all(copies):
        tx.delete(copy)
