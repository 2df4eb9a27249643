"""Which options of an attribute are in use, and by whom."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlmodel import col

from mockcal.api.organizations.attributes.options.schemas import AssignedOption, AssignedQuery
from mockcal.http.errors import DatabaseRefusal, NotFound
from mockcal.sandbox.transaction import Transaction
from mockcal.store.attributes import Attribute, AttributeAssignment, AttributeOption
from mockcal.store.teams import Membership


class NobodyHasThose(NotFound):
    def __init__(self) -> None:
        super().__init__(
            "Options provided in assignedOptionIds are not assigned to anyone, or the users are not part of the teams "
            "specified in teamIds filter."
        )


def page(tx: Transaction, org_id: int, attribute: Attribute | None, query: AssignedQuery) -> list[AssignedOption]:
    """Options that somebody has (in the teams); of the page, those whose holders also hold one of the options asked for."""
    if query.skip < 0 or query.take < 0:
        raise DatabaseRefusal(explain="skip and take cannot be negative")
    if attribute is None:
        return []
    options = tx.all(
        select(AttributeOption)
        .where(AttributeOption.attribute_id == attribute.id, _is_held(query.team_ids))
        .order_by(AttributeOption.sequence, AttributeOption.id)
        .offset(query.skip)
        .limit(query.take)
    )
    holders = _holders(tx, [option.id for option in options])
    if query.assigned_option_ids:
        chosen = _holders_of_any(tx, org_id, query.assigned_option_ids, query.team_ids)
        options = [option for option in options if chosen & set(holders[option.id])]
    return [_show(option, holders[option.id]) for option in options]


def _holders_of_any(
    tx: Transaction, org_id: int, option_ids: Collection[str], team_ids: Collection[int] | None
) -> set[int]:
    """404 when no option of the organization is meant; one that nobody has counts, unless teams are asked for."""
    of_org = (
        select(AttributeOption.id)
        .join(Attribute, Attribute.id == AttributeOption.attribute_id)
        .where(Attribute.team_id == org_id)
    )
    asked = tx.all(of_org.where(col(AttributeOption.id).in_(option_ids), *([_is_held(team_ids)] if team_ids else [])))
    if not asked and (team_ids or tx.first(of_org.where(~_is_held(None))) is None):
        raise NobodyHasThose
    return {user_id for of_option in _holders(tx, asked).values() for user_id in of_option}


def _is_held(team_ids: Collection[int] | None) -> ColumnElement[bool]:
    """Somebody has the option; with teams, somebody in one of them."""
    holders = _assignments().where(AttributeAssignment.attribute_option_id == AttributeOption.id)
    if team_ids:
        in_teams = select(Membership.user_id).where(col(Membership.team_id).in_(team_ids))
        holders = holders.where(col(Membership.user_id).in_(in_teams))
    return holders.correlate(AttributeOption).exists()


def _assignments() -> Select[Any]:
    return select(AttributeAssignment.attribute_option_id, Membership.user_id).join(
        Membership, Membership.id == AttributeAssignment.member_id
    )


def _holders(tx: Transaction, option_ids: Collection[str]) -> dict[str, list[int]]:
    """The users who have each option, in the order they got it."""
    statement = _assignments().where(col(AttributeAssignment.attribute_option_id).in_(option_ids))
    found: dict[str, list[int]] = defaultdict(list)
    for option_id, user_id in tx.rows(statement.order_by(AttributeAssignment.sequence, AttributeAssignment.id)):
        found[option_id].append(user_id)
    return found


def _show(option: AttributeOption, user_ids: list[int]) -> AssignedOption:
    return AssignedOption(
        id=option.id,
        attribute_id=option.attribute_id,
        value=option.value,
        slug=option.slug,
        assigned_user_ids=user_ids,
    )
