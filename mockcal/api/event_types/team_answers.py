"""How the routes of teams answer: one event type, a managed one with its copies, or a list."""

from typing import Any

from sqlalchemy import select
from sqlmodel import col

from mockcal.api.event_types import find, output, teams
from mockcal.api.event_types.schemas import ListOrganizationEventTypes, ListTeamEventTypes
from mockcal.api.event_types.shown import DeletedTeamEventType, TeamEventType
from mockcal.sandbox.transaction import Transaction
from mockcal.store.event_types import EventType as Row
from mockcal.store.teams import Team


def written(tx: Transaction, row: Row) -> TeamEventType | list[TeamEventType]:
    """After a change: a managed event type comes as a list with its copies, even when there are none."""
    rows = teams.with_copies(tx, row)
    related = output.related(tx, rows)
    shown = [output.present_for_team(one, related) for one in rows]
    return shown if row.scheduling_type == "MANAGED" else shown[0]


def single(tx: Transaction, team_id: int | None, event_type_id: int) -> TeamEventType:
    """404 for what is not the team's, a copy of a managed one among it."""
    row = find.of_team(tx, team_id, event_type_id)
    if row is None:
        raise find.EventTypeNotFound(event_type_id)
    return output.present_for_team(row, output.related(tx, [row]))


def of_team(tx: Transaction, team_id: int | None, query: ListTeamEventTypes) -> list[TeamEventType]:
    """Hidden ones too; by slug none or one."""
    statement = select(Row).where(Row.team_id == team_id)
    limit = None
    if query.event_slug:
        statement = statement.where(Row.slug == query.event_slug)
        limit = None if query.hosts_limit is None else max(0, int(query.hosts_limit))
    rows = tx.all(find.sorted_by_creation(statement, query.sort_created_at))
    related = output.related(tx, rows)
    return [output.present_for_team(row, related, is_listed=True, with_team=True, hosts_limit=limit) for row in rows]


def of_organization(
    tx: Transaction, organization_id: int | None, query: ListOrganizationEventTypes
) -> list[TeamEventType]:
    """Those of all its teams."""
    ours = select(Team.id).where(Team.parent_id == organization_id)
    statement: Any = select(Row).where(col(Row.team_id).in_(ours))
    ordered = find.sorted_by_creation(statement, query.sort_created_at)
    rows = tx.all(ordered.offset(query.skip).limit(query.take))
    related = output.related(tx, rows)
    return [output.present_for_team(row, related, is_listed=True) for row in rows]


def deleted(row: Row) -> DeletedTeamEventType:
    return DeletedTeamEventType(id=row.id, title=row.title)
