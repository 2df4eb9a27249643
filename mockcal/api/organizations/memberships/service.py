"""The rules of an organization's own memberships."""

import math
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from mockcal.api.memberships import service as memberships
from mockcal.api.memberships.compatibility import require_compatible_with_organization
from mockcal.api.memberships.schemas import CreateMembership, UpdateMembership
from mockcal.api.organizations.memberships.schemas import (
    MemberAttribute,
    MultiSelectAttribute,
    NumberAttribute,
    OrganizationMembership,
    SelectedOption,
    SingleSelectAttribute,
    TextAttribute,
)
from mockcal.http.params import NUMBER
from mockcal.sandbox.transaction import Transaction
from mockcal.store.attributes import Attribute, AttributeAssignment, AttributeOption
from mockcal.store.teams import Membership, Team

Kind = tuple[str, str, str]
"""An attribute's id, name and type."""
Option = tuple[str, str]
"""An option's id and value."""


def page(tx: Transaction, org_id: int | None, *, take: int, skip: int) -> list[OrganizationMembership]:
    return _show_all(tx, memberships.shown(tx, memberships.of_team(org_id).offset(skip).limit(take)))


def put(tx: Transaction, org: Team, body: CreateMembership) -> Membership:
    """Made, or made as sent where there is one already: what was left out falls back to its default. No profile comes of it."""
    require_compatible_with_organization(tx, org, body.user_id)
    found = tx.first(select(Membership).where(Membership.team_id == org.id, Membership.user_id == body.user_id))
    if found is None:
        tx.explain("a membership alone; the user is in the organization's lists of users once there is a profile")
        return memberships.join(tx, org, **dict(body))
    return memberships.change(tx, found, body.model_dump(exclude={"user_id"}))


def change(tx: Transaction, row: Membership, change: UpdateMembership) -> Membership:
    return memberships.change(tx, row, change.sent())


def remove(tx: Transaction, org: Team, row: Membership) -> OrganizationMembership:
    """The membership as it was."""
    shown = show(tx, row)
    memberships.leave_organization(tx, org, row)
    return shown


def show(tx: Transaction, row: Membership) -> OrganizationMembership:
    return _show_all(tx, memberships.shown(tx, memberships.this_one(row)))[0]


def _show_all(tx: Transaction, found: Sequence[Any]) -> list[OrganizationMembership]:
    attributes = _attributes_of(tx, [row.id for row in found])
    return [
        OrganizationMembership.of(
            row,
            custom_role_id=row.custom_role_id,
            created_at=row.created_at,
            updated_at=row.updated_at,
            attributes=attributes[row.id],
        )
        for row in found
    ]


def _attributes_of(tx: Transaction, membership_ids: list[int]) -> dict[int, list[MemberAttribute]]:
    """What each member was given, grouped by attribute; read at once for all of them."""
    statement = (
        select(
            AttributeAssignment.member_id,
            Attribute.id,
            Attribute.name,
            Attribute.type,
            AttributeOption.id,
            AttributeOption.value,
        )
        .select_from(AttributeAssignment)
        .join(AttributeOption, AttributeOption.id == AttributeAssignment.attribute_option_id)
        .join(Attribute, Attribute.id == AttributeOption.attribute_id)
        .where(col(AttributeAssignment.member_id).in_(membership_ids))
        .order_by(AttributeAssignment.sequence, AttributeAssignment.id)
    )
    grouped: dict[int, dict[Kind, list[Option]]] = defaultdict(lambda: defaultdict(list))
    for member_id, attribute_id, name, kind, option_id, value in tx.rows(statement):
        grouped[member_id][attribute_id, name, kind].append((option_id, value))
    shown = {
        member_id: [_show_attribute(attribute, options) for attribute, options in of_member.items()]
        for member_id, of_member in grouped.items()
    }
    return defaultdict(list, shown)


def _show_attribute(attribute: Kind, options: list[Option]) -> MemberAttribute:
    """Only a multiple choice shows more than the first option."""
    attribute_id, name, kind = attribute
    known = {"id": attribute_id, "name": name}
    option_id, value = options[0]
    match kind:
        case "MULTI_SELECT":
            selected = [SelectedOption(option_id=one, option=text) for one, text in options]
            return MultiSelectAttribute(**known, options=selected, type="multiSelect")
        case "SINGLE_SELECT":
            return SingleSelectAttribute(**known, option_id=option_id, option=value, type="singleSelect")
        case "NUMBER":
            return NumberAttribute(**known, option_id=option_id, option=_number(value), type="number")
        case _:
            return TextAttribute(**known, option_id=option_id, option=value, type="text")


def _number(text: str) -> int | float | None:
    """As JavaScript's `Number` reads it: nothing is 0."""
    text = text.strip()
    number = float(text) if NUMBER.fullmatch(text) else 0.0 if not text else math.nan
    if not math.isfinite(number):
        return None
    return int(number) if number.is_integer() else number
