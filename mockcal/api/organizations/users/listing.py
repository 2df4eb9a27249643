"""Finding an organization's users: by address, by team, by what they were assigned."""

from typing import Any

from sqlalchemy import distinct, func, select
from sqlmodel import col

from mockcal.api.organizations.users.schemas import Operator, OrganizationUser, UsersQuery
from mockcal.http.errors import DatabaseRefusal
from mockcal.sandbox.transaction import Transaction
from mockcal.store.attributes import AttributeAssignment
from mockcal.store.teams import Membership, Profile
from mockcal.store.users import User


def page(tx: Transaction, org_id: int, query: UsersQuery) -> list[OrganizationUser]:
    """Those with a profile in the organization; by options, those with a membership in it that has them."""
    statement = _with_options(org_id, query) if query.assigned_option_ids else _with_profile(org_id, query)
    if query.team_ids:
        in_teams = select(Membership.user_id).where(col(Membership.team_id).in_(query.team_ids))
        statement = statement.where(col(User.id).in_(in_teams))
    found = tx.rows(statement.order_by(User.id).offset(query.skip).limit(query.take))
    return [OrganizationUser.of(user, profile) for user, profile in found]


def _with_profile(org_id: int, query: UsersQuery) -> Any:
    statement = select(User, Profile).join(Profile, Profile.user_id == User.id)
    statement = statement.where(Profile.organization_id == org_id)
    return statement.where(col(User.email).in_(query.emails)) if query.emails else statement


def _with_options(org_id: int, query: UsersQuery) -> Any:
    """Not to be had together with addresses."""
    if query.emails:
        raise DatabaseRefusal(explain="the real service cannot filter by emails and assignedOptionIds at once")
    profile = (Profile.user_id == User.id) & (Profile.organization_id == org_id)
    return (
        select(User, Profile)
        .join(Membership, Membership.user_id == User.id)
        .join(Profile, profile, isouter=True)
        .where(Membership.team_id == org_id)
        .where(col(Membership.id).in_(_members(query.attribute_query_operator, set(query.assigned_option_ids or ()))))
    )


def _members(operator: Operator, options: set[str]) -> Any:
    """Memberships with every option, with one of them, or with one that is none of them."""
    option = col(AttributeAssignment.attribute_option_id)
    members = select(AttributeAssignment.member_id)
    if operator is Operator.NONE:
        return members.where(option.not_in(options))
    members = members.where(option.in_(options))
    if operator is Operator.OR:
        return members
    return members.group_by(col(AttributeAssignment.member_id)).having(func.count(distinct(option)) == len(options))
