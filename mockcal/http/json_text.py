"""JSON as Node reads it from a body and writes it into an answer."""

import json
import math
import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any, NoReturn

from mockcal.http.js_dates import iso_ms
from mockcal.http.json_mistakes import MalformedJson, refuse_bare_value, refuse_malformed

__all__ = ["DEEPEST", "MalformedJson", "dump", "parse"]

DEEPEST = 100  # Levels. The serializers behind us stop at some 250, and no real body comes near.
LARGEST_SAFE = 2**53
SAFE_DIGITS = 15
STRING = re.compile(r'"(?:[^"\\]|\\.)*"?', re.DOTALL)
SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")
SURROGATE = re.compile(r"[\ud800-\udfff]")


def parse(body: bytes) -> Any:
    """An object or a list; raises `MalformedJson`. Whole numbers are ints up to 2**53, beyond that floats, as in JS."""
    text = body.decode("utf-8", "replace").removeprefix("\ufeff")
    if text.lstrip(" \t\n\r")[:1] not in ("{", "["):
        refuse_bare_value(text)
    _refuse_depth(text)
    try:
        value = DECODER.decode(text)
    except ValueError as error:
        refuse_malformed(text)
        raise MalformedJson(str(error)) from None
    return _without_surrogates(value) if SURROGATE_ESCAPE.search(text) else value


def dump(value: Any) -> bytes:
    """As `JSON.stringify`: compact, unescaped, NaN and Infinity null, datetimes with milliseconds."""
    # A lone surrogate becomes its JSON escape.
    return _text(value).encode("utf-8", "backslashreplace")


def _refuse_depth(text: str) -> None:
    if text.count("{") + text.count("[") > DEEPEST and _depth(text) > DEEPEST:
        raise MalformedJson(f"JSON nested deeper than {DEEPEST} levels")


def _depth(text: str) -> int:
    deepest = depth = 0
    for bracket in re.findall(r"[{\[}\]]", STRING.sub("", text)):
        depth += 1 if bracket in "{[" else -1
        deepest = max(deepest, depth)
    return deepest


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _number(text: str) -> int | float:
    number = float(text)
    return int(number) if number.is_integer() and abs(number) <= LARGEST_SAFE else number


def _integer(text: str) -> int | float:
    return int(text) if len(text) <= SAFE_DIGITS else _number(text)


DECODER = json.JSONDecoder(parse_float=_number, parse_int=_integer, parse_constant=_refuse_constant)


def _without_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_without_surrogates(item) for item in value]
    if isinstance(value, dict):
        return {_without_surrogates(key): _without_surrogates(item) for key, item in value.items()}
    return value


def _text(value: Any) -> str:
    match value:
        case str():
            return encode_basestring(value)
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return int.__repr__(value)
        case float():
            return _number_text(value)
        case Mapping():
            return "{" + ",".join(f"{encode_basestring(str(key))}:{_text(item)}" for key, item in value.items()) + "}"
        case list() | tuple():
            return "[" + ",".join(map(_text, value)) + "]"
        case datetime():
            return f'"{iso_ms(value)}"'
        case _:
            raise TypeError(f"{type(value).__name__} has no JSON form")


def _number_text(number: float) -> str:
    """JavaScript turns to exponents later than Python, and pads none of them."""
    if not math.isfinite(number):
        return "null"
    if number.is_integer() and abs(number) <= LARGEST_SAFE:
        return str(int(number))
    if 1e-6 <= abs(number) < 1e21:
        return format(Decimal(repr(number)).normalize(), "f")
    return re.sub(r"(\.0)?e([+-])0*", r"e\2", repr(number))
