"""Joining and leaving teams and organizations, and what comes and goes with a member."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, delete, select
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from mockcal.api.event_types import membership as event_types
from mockcal.api.memberships.schemas import Role
from mockcal.events import workflows
from mockcal.http.errors import ApiError, Json
from mockcal.http.nulls import refuse_nulls
from mockcal.sandbox.transaction import Transaction
from mockcal.store.event_types import EventType, Host
from mockcal.store.teams import SYSTEM_ROLE, Membership, Profile, Team
from mockcal.store.users import User


def join(
    tx: Transaction,
    team: Team,
    user_id: int,
    *,
    role: str | None = Role.MEMBER,
    accepted: bool | None = False,
    disable_impersonation: bool | None = False,
) -> Membership:
    """A new membership. 409 for somebody who has one, 400 for nobody. An accepted one brings event types along."""
    part = {"role": role, "accepted": accepted, "disable_impersonation": disable_impersonation}
    refuse_nulls(Membership, part)
    row = tx.add(Membership(user_id=user_id, team_id=team.id, **part, created_at=tx.now, updated_at=tx.now))
    if row.accepted:
        share_event_types(tx, team, user_id)
    return row


def change(tx: Transaction, row: Membership, sent: Json) -> Membership:
    """`sent` by attribute. Writing the role takes a custom one away, even if it stays the same."""
    for name, value in sent.items():
        setattr(row, name, value)
    if sent.get("role"):
        row.custom_role_id = SYSTEM_ROLE[sent["role"]]
    row.updated_at = tx.now
    tx.flush()
    return row


def share_event_types(tx: Transaction, team: Team, user_id: int) -> None:
    """Event types for all members become the new member's too: all of them or none, and silently none if one cannot."""
    try:
        with tx.savepoint():
            event_types.member_joined(tx, team, user_id)
    except (IntegrityError, ApiError):
        tx.explain("the member was added, but the team's event types for all members could not be given to him")


def leave_team(tx: Transaction, team: Team, row: Membership) -> None:
    """Takes the member's part in the team's event types along; what he has in the organization stays."""
    _leave(tx, team, row.user_id)
    tx.delete(row)


def leave_organization(tx: Transaction, org: Team, row: Membership) -> None:
    """Leaves all its teams too; the account stays, under a name that says it is nobody's of the organization."""
    user = tx.get(User, row.user_id)
    assert user is not None
    for team in tx.all(_teams_with(org, user.id)):
        _leave(tx, team, row.user_id)
    own_teams = select(Team.id).where(Team.parent_id == org.id)
    tx.execute(delete(Membership).where(Membership.user_id == user.id, col(Membership.team_id).in_(own_teams)))
    tx.execute(delete(Profile).where(Profile.user_id == user.id, Profile.organization_id == org.id))
    user.organization_id = None
    user.username = user.username and f"{user.username}-{user.id}"
    tx.delete(row)


def _leave(tx: Transaction, team: Team, user_id: int) -> None:
    event_types.member_left(tx, team, user_id)
    workflows.member_left(tx, team, user_id)


def _teams_with(org: Team, user_id: int | None) -> Select[Any]:
    """The organization's teams in which the user is a member, a host or the owner of a managed event type."""
    hosted = select(EventType.team_id).join(Host, Host.event_type_id == EventType.id).where(Host.user_id == user_id)
    parents = select(EventType.parent_id).where(EventType.user_id == user_id, col(EventType.parent_id).is_not(None))
    managed = select(EventType.team_id).where(col(EventType.id).in_(parents))
    joined = select(Membership.team_id).where(Membership.user_id == user_id)
    return (
        select(Team)
        .where(Team.parent_id == org.id)
        .where(col(Team.id).in_(joined) | col(Team.id).in_(hosted) | col(Team.id).in_(managed))
        .order_by(Team.id)
    )


def shown(tx: Transaction, statement: Any) -> Sequence[Any]:
    """What is shown of memberships and their users; plain columns, since whole rows take six times as long."""
    return tx.rows(statement.join(User, User.id == Membership.user_id).order_by(Membership.id))


def of_team(team_id: int | None) -> Any:
    return _shown_columns().where(Membership.team_id == team_id)


def this_one(row: Membership) -> Any:
    return _shown_columns().where(Membership.id == row.id)


def one_of_team(tx: Transaction, team_id: int | None, membership_id: int) -> Membership | None:
    row = tx.get(Membership, membership_id)
    return row if row is not None and row.team_id == team_id else None


def _shown_columns() -> Any:
    return select(
        *(getattr(Membership, name) for name in Membership.model_fields),
        User.username,
        User.email,
        User.avatar_url,
        User.name,
        User.bio,
        User.meta,
    ).select_from(Membership)
