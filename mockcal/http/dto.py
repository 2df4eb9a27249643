"""Wire models that come in: bodies and queries, refused in the exact form of the real API's validator.

A `Dto` is a Pydantic model with snake_case attributes and camelCase aliases. Before Pydantic parses it, every field's rules
(`mockcal.http.rules`) are tested on the raw value, so that all that is wrong is told at once, in the validator's own nested
items. Fields with a default are optional: absent or null skips their rules. Unknown keys are dropped. In code a `Dto` is made
by `model_construct`, which trusts its caller.
"""

import math
import re
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Annotated, Any, ClassVar, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic.alias_generators import to_camel

from mockcal.http import rules
from mockcal.http.errors import BadRequest, InvalidBody, Json
from mockcal.http.rules import ABSENT, Each, Only, Rule

Number = Annotated[int | float, Only(rules.IsNumber())]
"""A number that need not be whole."""


@dataclass(frozen=True, slots=True)
class Comma:
    """A query list that may come as one text parted by commas; repeated keys are taken as they are."""


@dataclass(frozen=True, slots=True)
class Convert:
    """How what was sent becomes this field's value; in a query in the place of what its type implies."""

    by: Callable[[Any], Any]


class Dto(BaseModel):
    """A JSON body."""

    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, extra="ignore", arbitrary_types_allowed=True
    )

    @model_validator(mode="before")
    @classmethod
    def _validate(cls, data: Any) -> Any:
        sent = data if isinstance(data, dict) else {}
        sent = cls._received(sent)
        if errors := check(cls, sent):
            raise cls._refusal(errors)
        return {key: value for key, value in _read(cls, sent).items() if value is not None or _takes_null(cls, key)}

    @classmethod
    def _received(cls, data: Json) -> Json:
        """What was sent, as the endpoint's own conversions leave it."""
        plans = {plan.alias: plan for plan in plans_of(cls) if plan.converts}
        return {key: plans[key].convert(value) if key in plans else value for key, value in data.items()}

    @classmethod
    def _refusal(cls, errors: list[Json]) -> Exception:
        """What a request with these items is refused with."""
        return InvalidBody(errors)

    @classmethod
    def variant(cls, data: Json) -> "type[Dto]":
        """Whose rules hold for `data`, where one of its keys tells forms apart."""
        return cls

    def sent(self) -> Json:
        """The attributes that were given, by attribute name: what a PATCH changes."""
        return {name: getattr(self, name) for name in self.model_fields_set}


class StrictDto(Dto):
    """A body whose unknown keys are refused, all errors told in one joined sentence."""

    forbids_unknown: ClassVar[bool] = True

    @classmethod
    def _refusal(cls, errors: list[Json]) -> Exception:
        return BadRequest(joined(errors))


class QueryDto(Dto):
    """A query string: texts become numbers and booleans as JavaScript makes them."""

    @classmethod
    def _received(cls, data: Json) -> Json:
        plans = {plan.alias: plan for plan in plans_of(cls)}
        return {key: plans[key].convert(value) if key in plans else value for key, value in data.items()}


class StrictQueryDto(QueryDto, StrictDto):
    """A query whose unknown keys are refused, all errors told in one joined sentence."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What one field asks for. `each` are the rules of a list's elements."""

    alias: str
    name: str
    optional: bool
    takes_null: bool
    rules: tuple[Rule, ...]
    each: tuple[Rule, ...]
    nested: type[Dto] | None
    is_list: bool
    convert: Callable[[Any], Any]
    converts: bool  # by a conversion of its own, in bodies too


def check(model: type[Dto], data: Json) -> list[Json]:
    """The validator's items for all that is wrong with `data`."""
    model = model.variant(data)
    plans = plans_of(model)
    forbids = getattr(model, "forbids_unknown", False)
    known = {plan.alias for plan in plans}
    target = data if forbids else {key: value for key, value in data.items() if key in known}
    errors = [_unknown(target, key) for key in data if key not in known] if forbids else []
    for plan in plans:
        value = data.get(plan.alias, ABSENT)
        if not (plan.optional and (value is None or value is ABSENT)) and (error := _check_field(plan, target, value)):
            errors.append(error)
    return errors


def _read(model: type[Dto], data: Json) -> Json:
    """The keys that the model knows, without those that its variant does not look at and that are not of their type."""
    known = {plan.alias: plan for plan in plans_of(model) if plan.alias in data}
    judged = model.variant(data)
    looked_at = known.keys() if judged is model else {plan.alias for plan in plans_of(judged)}
    return {
        alias: data[alias]
        for alias, plan in known.items()
        if alias in looked_at or data[alias] is None or not _check_field(plan, data, data[alias])
    }


def dropped(model: type[Dto], data: Json) -> str | None:
    """Says which keys of good data the model does not know: a misspelt one passes without a word."""
    names = dict.fromkeys(_unknown_names(model, data)) if data else {}
    return f"dropped, as the real service does: {', '.join(names)}" if names else None


def _unknown_names(model: type[Dto], data: Json, place: str = "") -> Iterator[str]:
    known = {plan.alias: plan for plan in (*plans_of(model.variant(data)), *plans_of(model))}
    for key, value in data.items():
        if key not in known:
            yield f"{place}{key}"
        elif (nested := known[key].nested) is not None:
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, dict):
                    yield from _unknown_names(nested, one, f"{place}{key}.")


def joined(errors: list[Json]) -> str:
    """The one sentence that some endpoints make of the items."""
    return ", ".join(
        f"{error['property']} property is wrong,{', '.join(error.get('constraints', {}).values())} "
        f"{joined(error['children'])}"
        for error in errors
    )


@cache
def plans_of(model: type[Dto]) -> tuple[Plan, ...]:
    return tuple(_plan(name, field) for name, field in model.model_fields.items())


def _plan(name: str, field: Any) -> Plan:
    annotation, extra, nullable = _unwrap(field.annotation)
    marks = [*extra, *field.metadata]
    is_list = get_origin(annotation) is list
    element, element_marks, _ = _unwrap(get_args(annotation)[0]) if is_list else (annotation, [], False)
    nested = element if isinstance(element, type) and issubclass(element, Dto) else None
    only = next((mark for mark in marks if isinstance(mark, Only)), None)
    own = [mark for mark in marks if isinstance(mark, Rule)]
    implied = list(only.rules) if only else [rules.IsArray()] if is_list else _implied(annotation)
    each = [rule for mark in marks if isinstance(mark, Each) for rule in mark.rules]
    if is_list and nested is None and not each:
        each = _element_rules(element, element_marks)
    return Plan(
        alias=field.alias or name,
        name=name,
        optional=not field.is_required(),
        takes_null=nullable or annotation is Any,
        rules=(*implied, *own),
        each=tuple(each),
        nested=nested,
        is_list=is_list,
        convert=_converter(annotation, element, marks, is_list),
        converts=any(isinstance(mark, Convert) for mark in marks),
    )


def _unwrap(annotation: Any) -> tuple[Any, list[Any], bool]:
    """The type inside `Annotated` and `| None`, its marks, and whether null is among its values."""
    marks: list[Any] = []
    nullable = False
    while True:
        if get_origin(annotation) is Annotated:
            annotation, *found = get_args(annotation)
            marks = [*found, *marks]
            continue
        if get_origin(annotation) in (Union, types.UnionType) and type(None) in get_args(annotation):
            nullable = True
            rest = tuple(arg for arg in get_args(annotation) if arg is not type(None))
            annotation = rest[0] if len(rest) == 1 else Union[rest]  # noqa: UP007
            continue
        return annotation, marks, nullable


def _element_rules(element: Any, marks: list[Any]) -> list[Rule]:
    only = next((mark for mark in marks if isinstance(mark, Only)), None)
    implied = list(only.rules) if only else _implied(element)
    return [*implied, *(mark for mark in marks if isinstance(mark, Rule))]


def _implied(annotation: Any) -> list[Rule]:
    if get_origin(annotation) is Literal:
        return [rules.IsEnum(get_args(annotation))]
    if get_origin(annotation) is dict:
        return [rules.IsObject()]
    if not isinstance(annotation, type):
        return []
    if issubclass(annotation, Enum):
        return [rules.IsEnum([member.value for member in annotation])]
    by_type = {
        str: rules.IsString,
        bool: rules.IsBoolean,
        int: rules.IsInt,
        float: rules.IsNumber,
        dict: rules.IsObject,
    }
    return [by_type[annotation]()] if annotation in by_type else []


def _check_field(plan: Plan, target: Json, value: Any) -> Json | None:
    broken = {rule.name: rule.sentence(plan.alias) for rule in plan.rules if not rule.test(value)}
    if plan.each:
        elements = value if isinstance(value, list) else []
        broken |= {
            rule.name: rule.sentence(plan.alias, each=True)
            for rule in plan.each
            if not isinstance(value, list) or not all(rule.test(element) for element in elements)
        }
    children: list[Json] = []
    if plan.nested is not None:
        children, misfit = _check_nested(plan, value)
        if misfit:
            broken |= misfit
    return _item(target, plan.alias, value, children, broken) if broken or children else None


def _check_nested(plan: Plan, value: Any) -> tuple[list[Json], dict[str, str]]:
    assert plan.nested is not None
    text = f"nested property {plan.alias} must be either object or array"
    if plan.is_list:
        if not isinstance(value, list):
            return [], {"nestedValidation": f"each value in {text}"} if value is not ABSENT else {}
        return [child for index, one in enumerate(value) if (child := _check_element(plan, value, index, one))], {}
    if isinstance(value, dict):
        return check(plan.nested, value), {}
    return [], {"nestedValidation": text} if value is not ABSENT and value is not None else {}


def _check_element(plan: Plan, values: list[Any], index: int, value: Any) -> Json | None:
    assert plan.nested is not None
    if not isinstance(value, dict):
        sentence = f"each value in nested property {plan.alias} must be either object or array"
        return _item(values, str(index), value, [], {"nestedValidation": sentence})
    children = check(plan.nested, value)
    return _item(values, str(index), value, children, {}) if children else None


def _unknown(target: Json, key: str) -> Json:
    sentence = f"property {key} should not exist"
    return _item(target, key, target[key], [], {"whitelistValidation": sentence})


def _item(target: Any, name: str, value: Any, children: list[Json], broken: dict[str, str]) -> Json:
    """`value` is left out when it was not sent, `constraints` when only what is inside is wrong."""
    shown = {} if value is ABSENT else {"value": value}
    constraints = {"constraints": broken} if broken else {}
    return {"target": target, **shown, "property": name, "children": children, **constraints}


@cache
def _null_takers(model: type[Dto]) -> frozenset[str]:
    return frozenset(plan.alias for plan in plans_of(model) if plan.takes_null)


def _takes_null(model: type[Dto], alias: str) -> bool:
    return alias in _null_takers(model)


def _converter(annotation: Any, element: Any, marks: list[Any], is_list: bool) -> Callable[[Any], Any]:
    own = next((mark for mark in marks if isinstance(mark, Convert)), None)
    if own is not None:
        return own.by
    if is_list:
        one = _CONVERTERS.get(element, _same)
        comma = any(isinstance(mark, Comma) for mark in marks)
        return lambda value: [one(part) for part in _parts(value, comma=comma)]
    return _CONVERTERS.get(annotation, _same)


def _same(value: Any) -> Any:
    return value


def _parts(value: Any, *, comma: bool) -> list[Any]:
    if isinstance(value, str):
        return [part.strip() for part in value.split(",")] if comma else [value]
    return value if isinstance(value, list) else [value]


def leading_number(value: Any) -> Any:
    """As JavaScript's parseInt: what the text begins with, or NaN."""
    if not isinstance(value, str):
        return math.nan if isinstance(value, list | dict) else value
    found = re.match(r"\s*([+-]?[0-9]+)", value)
    return int(found.group(1)) if found and len(found.group(1)) < 400 else math.nan


def is_true(value: Any) -> bool:
    return isinstance(value, str) and value.lower() == "true"


_CONVERTERS: dict[Any, Callable[[Any], Any]] = {
    int: leading_number,
    float: leading_number,
    int | float: leading_number,
    bool: is_true,
}


def absent_if_empty(convert: Callable[[Any], Any] = leading_number) -> Convert:
    """An empty text is as good as none."""
    return Convert(lambda value: None if value == "" else convert(value))


Take = Annotated[int, Only(rules.IsNumber()), rules.Min(1), rules.Max(250), absent_if_empty()]
Skip = Annotated[int, Only(rules.IsNumber()), rules.Min(0), absent_if_empty()]


class Paging(QueryDto):
    """`take` and `skip` of most lists."""

    take: Take = 250
    skip: Skip = 0
