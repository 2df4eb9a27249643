"""Rules of routes: the query builder's tree as JSON logic, and whether it holds.

A tree is `{"type": "group", "properties": {"conjunction", "not"}, "children1": {id: rule or group}}`, a rule's properties are
`{"field", "operator", "value": […]}`. Rules that are incomplete, ask about no known subject, or have an operator that its type
does not know are passed over; a tree in which none is left holds for everything.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
Values = list[Any]
Convert = Callable[[Json, Values], Json | None]
Read = Callable[[str, Values], Values]


@dataclass(frozen=True, slots=True)
class Subject:
    """What a rule asks about: its name in the data, and the operators that it knows."""

    name: str
    operators: Mapping[str, Convert]


def holds(
    tree: Json | None, subjects: Mapping[str, Subject], data: Json, read: Read = lambda field, values: values
) -> bool:
    """Whether the tree is true of `data`, whose texts are in lower case; `read` gives a rule's values another meaning."""
    from json_logic import jsonLogic

    logic = to_json_logic(tree, subjects, read)
    return logic is None or bool(jsonLogic(logic, data))


def to_json_logic(tree: Json | None, subjects: Mapping[str, Subject], read: Read) -> Json | None:
    """The tree as JSON logic, None when no rule is left in it."""
    if not isinstance(tree, dict):
        return None
    properties = _mapping(tree.get("properties"))
    if tree.get("type") == "rule":
        return _rule(properties, subjects, read)
    children = [logic for child in _children(tree) if (logic := to_json_logic(child, subjects, read)) is not None]
    if not children:
        return None
    joined: Json = {"or" if properties.get("conjunction") == "OR" else "and": children}
    return _not(joined) if properties.get("not") else joined


def lower(value: Any) -> Any:
    """Comparisons know no case."""
    if isinstance(value, list):
        return [lower(one) for one in value]
    return value.lower() if isinstance(value, str) else value


def _children(group: Json) -> list[Any]:
    children = group.get("children1")
    return children if isinstance(children, list) else list(_mapping(children).values())


def _mapping(value: Any) -> Json:
    return value if isinstance(value, dict) else {}


def _rule(properties: Json, subjects: Mapping[str, Subject], read: Read) -> Json | None:
    subject = subjects.get(str(properties.get("field")))
    convert = subject.operators.get(str(properties.get("operator"))) if subject else None
    values = _flat(properties.get("value"))
    if subject is None or convert is None or (convert not in NEED_NO_VALUE and not values):
        return None
    return convert({"var": subject.name}, lower(read(properties["field"], values)))


def _flat(value: Any) -> Values:
    """The values of a rule, whether they stand in a list of their own or not."""
    values = value if isinstance(value, list) else [value]
    inner = [one for part in values for one in (part if isinstance(part, list) else [part])]
    return [one for one in inner if isinstance(one, str | int | float) and one != ""]


def _not(logic: Json) -> Json:
    return {"!": [logic]}


def _negated(convert: Convert) -> Convert:
    def converted(variable: Json, values: Values) -> Json | None:
        logic = convert(variable, values)
        return None if logic is None else _not(logic)

    return converted


def _first(values: Values) -> Any:
    return values[0] if values else ""


def _equal(variable: Json, values: Values) -> Json:
    return {"==": [variable, _first(values)]}


def _like(variable: Json, values: Values) -> Json:
    return {"in": [str(_first(values)), variable]}


def _starts_with(variable: Json, values: Values) -> Json:
    start = str(_first(values))
    return {"==": [{"substr": [variable, 0, len(start)]}, start]}


def _is_empty(variable: Json, values: Values) -> Json:
    return {"!": [variable]}


def _is_not_empty(variable: Json, values: Values) -> Json:
    return {"!!": [variable]}


def _any_in(variable: Json, values: Values) -> Json:
    return {"in": [variable, values]}


def _all_in(variable: Json, values: Values) -> Json:
    """Every item of the answer is in the rule's list; false without an item."""
    return {"all": [variable, {"in": [{"var": ""}, values]}]}


def _some_in(variable: Json, values: Values) -> Json:
    return {"some": [variable, {"in": [{"var": ""}, values]}]}


def _compared(operator: str) -> Convert:
    def convert(variable: Json, values: Values) -> Json | None:
        bound = number(values[0])
        return None if bound is None else {operator: [variable, bound]}

    return convert


def _between(variable: Json, values: Values) -> Json | None:
    """Both bounds belong to the range; what stands behind their point does not count."""
    bounds = [number(value) for value in values[:2]]
    if len(bounds) < 2 or bounds[0] is None or bounds[1] is None:
        return None
    return {"<=": [math.trunc(bounds[0]), variable, math.trunc(bounds[1])]}


def number(value: Any) -> float | None:
    """None for what is no finite number."""
    try:
        found = float(value)
    except (TypeError, ValueError):
        return None
    return found if math.isfinite(found) else None


NEED_NO_VALUE: tuple[Convert, ...] = (_is_empty, _is_not_empty)

EMPTINESS: dict[str, Convert] = {"is_empty": _is_empty, "is_not_empty": _is_not_empty}
TEXT: dict[str, Convert] = {
    "equal": _equal,
    "not_equal": _negated(_equal),
    "like": _like,
    "not_like": _negated(_like),
    "starts_with": _starts_with,
    **EMPTINESS,
}
NUMBER: dict[str, Convert] = {
    "equal": _compared("=="),
    "not_equal": _compared("!="),
    "less": _compared("<"),
    "less_or_equal": _compared("<="),
    "greater": _compared(">"),
    "greater_or_equal": _compared(">="),
    "between": _between,
    "not_between": _negated(_between),
    **EMPTINESS,
}
SELECT: dict[str, Convert] = {
    "select_equals": _equal,
    "select_not_equals": _negated(_equal),
    "select_any_in": _any_in,
    "select_not_any_in": _negated(_any_in),
}
MULTISELECT: dict[str, Convert] = {"multiselect_equals": _all_in, "multiselect_not_equals": _negated(_all_in)}
# What a member has been given is a list of labels, of one for a single choice.
ASSIGNED: dict[str, Convert] = {
    "select_equals": _some_in,
    "select_not_equals": _negated(_some_in),
    "select_any_in": _some_in,
    "select_not_any_in": _negated(_some_in),
    **MULTISELECT,
    "multiselect_some_in": _some_in,
    "multiselect_not_some_in": _negated(_some_in),
}

OF_FIELD: dict[str, Mapping[str, Convert]] = {"number": NUMBER, "select": SELECT, "multiselect": MULTISELECT}
"""Field type → operators; every other type has those of a text."""
OF_ATTRIBUTE: dict[str, Mapping[str, Convert]] = {
    "TEXT": TEXT,
    "NUMBER": NUMBER,
    "SINGLE_SELECT": ASSIGNED,
    "MULTI_SELECT": ASSIGNED,
}
