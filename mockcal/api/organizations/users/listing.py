"""Finding an organization's users: by address, by team, by what they were assigned."""

from typing import Any

from pydantic.alias_generators import to_camel
from sqlalchemy import distinct, func, select
from sqlmodel import col

from mockcal.api.organizations.users.schemas import Operator, OrganizationUser, UsersQuery
from mockcal.http.errors import DatabaseRefusal, Json
from mockcal.http.js_dates import iso_ms
from mockcal.sandbox.transaction import Transaction
from mockcal.store.attributes import AttributeAssignment
from mockcal.store.teams import Membership, Profile
from mockcal.store.users import User

PLAIN = tuple(name for name in OrganizationUser.model_fields if name not in ("metadata", "profile"))
KEYS = tuple(to_camel(name) for name in PLAIN)


def page(tx: Transaction, org_id: int, query: UsersQuery) -> list[Json]:
    """Those with a profile in the organization; by options, those with a membership in it that has them."""
    statement = _with_options(org_id, query) if query.assigned_option_ids else _with_profile(org_id, query.emails)
    if query.team_ids:
        in_teams = select(Membership.user_id).where(col(Membership.team_id).in_(query.team_ids))
        statement = statement.where(col(User.id).in_(in_teams))
    found = tx.rows(statement.order_by(User.id).offset(query.skip).limit(query.take))
    return [_show(row, org_id) for row in found]


def one(tx: Transaction, org_id: int, user_id: int) -> Json:
    """Somebody with a profile in the organization."""
    return _show(tx.rows(_with_profile(org_id, None).where(User.id == user_id))[0], org_id)


def _with_profile(org_id: int, emails: list[str] | None) -> Any:
    statement = _shown_columns().join(Profile, Profile.user_id == User.id).where(Profile.organization_id == org_id)
    return statement.where(col(User.email).in_(emails)) if emails else statement


def _with_options(org_id: int, query: UsersQuery) -> Any:
    """Not to be had together with addresses."""
    if query.emails:
        raise DatabaseRefusal(explain="the real service cannot filter by emails and assignedOptionIds at once")
    profile = (Profile.user_id == User.id) & (Profile.organization_id == org_id)
    return (
        _shown_columns()
        .join(Membership, Membership.user_id == User.id)
        .join(Profile, profile, isouter=True)
        .where(Membership.team_id == org_id)
        .where(col(Membership.id).in_(_members(query.attribute_query_operator, set(query.assigned_option_ids or ()))))
    )


def _shown_columns() -> Any:
    """Plain columns, since whole rows and wire models of a thousand users take six times as long."""
    return select(*(getattr(User, name) for name in PLAIN), User.meta, Profile.id, Profile.username).select_from(User)


def _show(row: Any, org_id: int) -> Json:
    """An `OrganizationUser`."""
    *plain, metadata, profile_id, username = row
    shown: Json = dict(zip(KEYS, plain, strict=True))
    for name in ("emailVerified", "createdDate"):
        shown[name] = shown[name] and iso_ms(shown[name])
    if metadata is not None:
        shown["metadata"] = metadata
    profile = {"id": profile_id, "organizationId": org_id, "userId": shown["id"], "username": username}
    return shown | {"profile": {} if profile_id is None else profile}


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
