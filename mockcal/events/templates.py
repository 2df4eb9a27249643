"""`payloadTemplate`: a webhook's own body, rendered from the event's payload."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mockcal.events.handlebars import TemplateError, is_index, render
from mockcal.http import json_text

__all__ = ["Rendered", "TemplateError", "payload_body"]

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Rendered:
    content_type: str
    text: str


def payload_body(template: str, context: Mapping[str, Any]) -> Rendered:
    """A template that is itself JSON makes JSON (`false` when a value breaks it), any other one goes out as it reads.

    Raises `TemplateError`.
    """
    try:
        return _rendered(template, context)
    except RecursionError:
        raise TemplateError("it is nested too deeply") from None


def _rendered(template: str, context: Mapping[str, Any]) -> Rendered:
    text = render(template, context).replace("&quot;", '"')
    if not _is_truthy(_parsed(template)):
        return Rendered(FORM, text)
    return Rendered(JSON, json_text.dump(_in_js_order(_parsed(text))).decode())


def _parsed(text: str) -> Any:
    """As JavaScript's `JSON.parse`; False for what is no JSON."""
    try:
        return json_text.DECODER.decode(text)
    except ValueError:
        return False


def _is_truthy(value: Any) -> bool:
    return bool(value) or isinstance(value, dict | list)


def _in_js_order(value: Any) -> Any:
    """JavaScript writes keys that are array indexes first."""
    if isinstance(value, list):
        return [_in_js_order(one) for one in value]
    if not isinstance(value, dict):
        return value
    indexes = sorted(filter(is_index, value), key=int)
    return {key: _in_js_order(value[key]) for key in [*indexes, *(key for key in value if not is_index(key))]}
