"""Attribute routing: which members of a form's team fit the answers."""

import re
from collections import defaultdict
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlmodel import col

from mockcal.api.routing_forms import rules
from mockcal.api.routing_forms.rules import OF_ATTRIBUTE, TEXT, Subject
from mockcal.sandbox.transaction import Transaction
from mockcal.store.attributes import Attribute, AttributeAssignment, AttributeOption
from mockcal.store.form_fields import Json, live, readable
from mockcal.store.routing_forms import RoutingForm
from mockcal.store.teams import Membership, Team

FROM_FIELD = re.compile(r"\{field:([^{}]+)\}")


class Matching(NamedTuple):
    """`fell_back`: the route's own rules found nobody, and it says what to do then."""

    user_ids: list[int]
    fell_back: bool = False


class _Member(NamedTuple):
    user_id: int
    labels: dict[str, list[str]]  # by attribute id, in lower case


class _Rules:
    """An organization's attributes as subjects of rules, and what a rule's values mean."""

    def __init__(self, tx: Transaction, org_id: int, fields: list[Json], response: Json) -> None:
        self.attributes = tx.all(select(Attribute).where(Attribute.team_id == org_id))
        options = select(AttributeOption).where(col(AttributeOption.attribute_id).in_([a.id for a in self.attributes]))
        self.options = tx.all(options)
        self.fields = {field["id"]: field for field in fields}
        self.response = response
        self.by_key = {name: one for one in self.attributes for name in (one.slug, one.id)}
        self.subjects = {
            key: Subject(f"v{self.attributes.index(one)}", OF_ATTRIBUTE.get(one.type, TEXT))
            for key, one in self.by_key.items()
        }

    def hold_for(self, tree: Json, member: _Member) -> bool:
        data = {f"v{index}": _datum(one, member.labels.get(one.id, [])) for index, one in enumerate(self.attributes)}
        return rules.holds(tree, self.subjects, data, self._read)

    def any_in(self, tree: Json | None) -> bool:
        return rules.to_json_logic(tree, self.subjects, self._read) is not None

    def _read(self, key: str, values: list[Any]) -> list[Any]:
        """`{field:<id>}` is what the form's field was answered with; an option is known by id, slug or label."""
        names: dict[str, str] = {}
        for option in self.options:
            if option.attribute_id == self.by_key[key].id:
                names |= {option.slug: option.value, option.id: option.value}
        return [meant for value in values for meant in self._meant(value, names)]

    def _meant(self, value: Any, names: dict[str, str]) -> list[Any]:
        found = FROM_FIELD.fullmatch(str(value).strip())
        if not found:
            return [names.get(value, value)]
        field = self.fields.get(found[1])
        answer = readable(field, (self.response.get(found[1]) or {}).get("value", "")) if field else ""
        return answer if isinstance(answer, list) else [answer]


def matching(tx: Transaction, form: RoutingForm, route: Json, response: Json) -> Matching:
    """Nobody in particular for personal forms, for teams outside organizations, and where the route has no rules."""
    team = tx.get(Team, form.team_id)
    org_id = (team.parent_id or (team.id if team.is_organization else None)) if team else None
    if team is None or org_id is None:
        return Matching([])
    org_rules = _Rules(tx, org_id, live(form.fields), response)
    if not org_rules.any_in(route["attributesQueryValue"]):
        return Matching([])
    people = _members(tx, team, org_id)
    if found := [one.user_id for one in people if org_rules.hold_for(route["attributesQueryValue"], one)]:
        return Matching(found)
    fallback = route.get("fallbackAttributesQueryValue")
    if not org_rules.any_in(fallback):
        return Matching([], fell_back=bool(route.get("fallbackAction")))
    return Matching([one.user_id for one in people if org_rules.hold_for(fallback, one)], fell_back=True)


def of_rules(tx: Transaction, team: Team, tree: Json | None) -> list[int] | None:
    """The team's members for whom the rules hold, whoever answered which form; None when nothing is asked."""
    org_rules = _Rules(tx, team.parent_id or team.id or 0, [], {})
    if not org_rules.any_in(tree):
        return None
    return [one.user_id for one in _members(tx, team, team.parent_id or 0) if org_rules.hold_for(tree or {}, one)]


def _members(tx: Transaction, team: Team, org_id: int) -> list[_Member]:
    """The team's accepted members with what their organization membership says about them."""
    accepted = select(Membership.user_id).where(Membership.team_id == team.id, Membership.accepted)
    user_ids = tx.all(accepted.order_by(Membership.id))
    statement = (
        select(Membership.user_id, AttributeOption.attribute_id, AttributeOption.value)
        .join(AttributeAssignment, AttributeAssignment.member_id == Membership.id)
        .join(AttributeOption, AttributeOption.id == AttributeAssignment.attribute_option_id)
        .where(Membership.team_id == org_id, col(Membership.user_id).in_(user_ids))
        .order_by(AttributeAssignment.sequence, AttributeAssignment.id)
    )
    labels: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for user_id, attribute_id, value in tx.rows(statement):
        labels[user_id][attribute_id].append(value.lower())
    return [_Member(user_id, labels[user_id]) for user_id in user_ids]


def _datum(attribute: Attribute, labels: list[str]) -> Any:
    """A list for a choice, else the one value; a number that is none compares with nothing."""
    if attribute.type not in ("TEXT", "NUMBER"):
        return labels
    first = labels[0] if labels else ""
    return rules.number(first) if attribute.type == "NUMBER" else first
