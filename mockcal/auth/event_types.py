"""Who counts as one of an event type's own people."""

from sqlalchemy import select
from sqlmodel import col

from mockcal.auth.roles import is_admin_of
from mockcal.sandbox.transaction import Transaction
from mockcal.store.event_types import EventType, Host
from mockcal.store.teams import Membership, Team
from mockcal.store.users import User


def is_event_admin(tx: Transaction, user: User, event_type: EventType) -> bool:
    """Owner, host, accepted admin of its team, or of an organization that its owner belongs to; or of the instance."""
    assert user.id is not None
    if user.role == "ADMIN" or event_type.user_id == user.id or is_host(tx, user.id, event_type):
        return True
    if event_type.team_id is not None:
        team = tx.get(Team, event_type.team_id)
        return is_admin_of(tx, user.id, event_type.team_id) or (
            team is not None and is_admin_of(tx, user.id, team.parent_id)
        )
    return is_admin_over(tx, user.id, event_type.user_id)


def is_host(tx: Transaction, user_id: int, event_type: EventType) -> bool:
    hosting = select(Host.id).where(Host.event_type_id == event_type.id, Host.user_id == user_id)
    return tx.first(hosting) is not None


def is_admin_over(tx: Transaction, admin_id: int, user_id: int | None) -> bool:
    """An accepted admin of an organization that the user belongs to, directly or by one of its teams."""
    organizations = (
        select(Membership.team_id)
        .join(Team, Team.id == Membership.team_id)
        .where(Membership.user_id == user_id, Membership.accepted, Team.is_organization)
    )
    parents = (
        select(Team.parent_id)
        .join(Membership, Membership.team_id == Team.id)
        .where(Membership.user_id == user_id, Membership.accepted, col(Team.parent_id).is_not(None))
    )
    administered = select(Membership.id).where(
        Membership.user_id == admin_id,
        Membership.accepted,
        col(Membership.role).in_(("ADMIN", "OWNER")),
        col(Membership.team_id).in_(organizations.union(parents)),
    )
    return tx.first(administered) is not None
