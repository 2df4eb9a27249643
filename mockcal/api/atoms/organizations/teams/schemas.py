"""What the team's editor asks about its members."""

import json
from typing import Annotated, Any

from mockcal.http.answers import Wire
from mockcal.http.dto import Convert, Dto, QueryDto
from mockcal.http.rules import Custom


def is_tree(value: Any) -> bool:
    """As the rule builder draws it: groups in groups, rules at the ends."""
    if not isinstance(value, dict) or not isinstance(value.get("properties", {}), dict | type(None)):
        return False
    if value.get("type") == "rule":
        return _is_rule(value.get("properties") or {})
    children = value.get("children1") or {}
    if not isinstance(children, dict | list):
        return False
    return all(map(is_tree, children.values() if isinstance(children, dict) else children))


def _is_rule(properties: dict[str, Any]) -> bool:
    texts = (properties.get("field"), properties.get("operator"))
    return all(text is None or isinstance(text, str) for text in texts) and isinstance(
        properties.get("value", []), list | type(None)
    )


TREE = Custom("isObject", "attributesQueryValue must be an object", is_tree)


def _parsed(text: Any) -> Any:
    """What is no JSON stays a text, which is no tree."""
    try:
        return json.loads(text) if text else None
    except (TypeError, ValueError, RecursionError):  # a parameter that was sent twice is a list
        return text


class MatchMembers(Dto):
    attributes_query_value: Annotated[Any, TREE] | None = None


class MatchQuery(QueryDto):
    """The same tree as JSON text; none is asked by an empty one."""

    attributes_query_value: Annotated[Any, Convert(_parsed), TREE] | None = None


class MatchingMember(Wire):
    id: int
    name: str | None
    email: str


class MatchingMembers(Wire):
    """`result` is null where nothing is asked."""

    result: list[MatchingMember] | None
