"""From what a body says to the response that is stored."""

import re
from typing import Any

from mockcal.http.emails import is_email
from mockcal.http.errors import BadRequest
from mockcal.store.form_fields import Json, key_of, live, options_of

Answers = dict[str, str]
"""Texts by the identifier (or label) of a field."""

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE | re.ASCII)


class MissingAnswers(BadRequest):
    """Names labels, though bodies have identifiers."""

    def __init__(self, labels: list[str]) -> None:
        super().__init__(f"Missing required fields {', '.join(labels)}")


class InvalidAnswers(BadRequest):
    def __init__(self, answers: list[tuple[str, Any]]) -> None:
        wrong = ", ".join(f"'{label}' with value '{value}' should be valid email" for label, value in answers)
        super().__init__(f"Invalid value for fields {wrong}")


def of_body(body: Any) -> Answers:
    """Every key of a flat JSON object with its value as JavaScript writes it."""
    return {key: text_of(value) for key, value in body.items()} if isinstance(body, dict) else {}


def text_of(value: Any) -> str:
    """`String(value)`: lists are joined with commas, null is nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, list):
        return ",".join(text_of(one) for one in value)
    return "[object Object]" if isinstance(value, dict) else str(value)


def response_of(fields: list[Json], answers: Answers) -> Json:
    """`{field id: {label, value}}` for every field that is not deleted, answered or not."""
    return {
        field["id"]: {"label": field.get("label"), "value": _value(field, answers.get(key_of(field), ""))}
        for field in live(fields)
    }


def require_valid(fields: list[Json], response: Json) -> None:
    """400 for a required field without an answer, then for an e-mail field whose answer is none. Nothing else is checked."""
    answered = [(field, response[field["id"]]["value"]) for field in live(fields)]
    if missing := [field.get("label") or "" for field, value in answered if field.get("required") and not value]:
        raise MissingAnswers(missing)
    emails = [(field, value) for field, value in answered if field.get("type") == "email" and value]
    if invalid := [(field.get("label") or "", value) for field, value in emails if not is_email(str(value))]:
        raise InvalidAnswers(invalid)


def _value(field: Json, text: str) -> Any:
    if not text:
        return ""
    match field.get("type"):
        case "number":
            return _number(text)
        case "select":
            return _option(field, text)
        case "multiselect":
            return [_option(field, part) for part in text.split(",")]
        case _:
            return text


def _option(field: Json, text: str) -> str:
    """The id of the option that the text names by id or by label; a text that is none stays."""
    text = text.strip()
    options = options_of(field)
    if any(option.id == text for option in options):
        return text
    return next((option.id or text for option in options if option.label == text), text)


def _number(text: str) -> int | float | None:
    """As JavaScript's `Number`; what is none is stored as null."""
    text = text.strip()
    if not NUMBER.fullmatch(text):
        return None if text else 0
    number = float(text)
    return int(number) if number.is_integer() and abs(number) < 2**53 else number
