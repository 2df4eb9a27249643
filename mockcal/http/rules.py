"""Validation rules with the names and sentences that the real API's validator gives them.

A rule names itself (`isString`), says its sentence for a property, and tests one value. Rules stand in a field's `Annotated`
metadata, beside the rule that its type implies (`str` implies `IsString`); `Only` puts them in that one's place.
"""

import math
import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from mockcal.http import emails, js_dates, phones, urls, zones


class Absent:
    """JavaScript's `undefined`: the property was not sent."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT = Absent()


@dataclass(frozen=True, slots=True)
class Rule:
    """`text` is the sentence after the property's name, or a whole one with `{p}` in the name's place."""

    name: str
    text: str
    test: Callable[[Any], bool]

    def sentence(self, name: str, *, each: bool = False) -> str:
        sentence = self.text.replace("{p}", name) if "{p}" in self.text else f"{name} {self.text}"
        return f"each value in {sentence}" if each else sentence


@dataclass(frozen=True, slots=True)
class Said(Rule):
    """A rule with a sentence of its own, said as it is."""

    def sentence(self, name: str, *, each: bool = False) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Only:
    """These rules in the place of the one that the type implies."""

    rules: tuple[Rule, ...]

    def __init__(self, *rules: Rule) -> None:
        object.__setattr__(self, "rules", rules)


@dataclass(frozen=True, slots=True)
class Each:
    """These rules for every element of a list."""

    rules: tuple[Rule, ...]

    def __init__(self, *rules: Rule) -> None:
        object.__setattr__(self, "rules", rules)


def is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def is_integer(value: Any) -> bool:
    return is_number(value) and float(value).is_integer()


def listed(values: Iterable[Any]) -> str:
    return ", ".join(str(value) for value in values)


def said(rule: Rule, text: str) -> Rule:
    """The same test with a sentence of its own."""
    return Said(rule.name, text, rule.test)


def IsString() -> Rule:
    return Rule("isString", "must be a string", lambda value: isinstance(value, str))


def IsBoolean() -> Rule:
    return Rule("isBoolean", "must be a boolean value", lambda value: isinstance(value, bool))


def IsInt() -> Rule:
    return Rule("isInt", "must be an integer number", is_integer)


def IsNumber() -> Rule:
    return Rule("isNumber", "must be a number conforming to the specified constraints", is_number)


def Min(least: float) -> Rule:
    return Rule("min", f"must not be less than {least}", lambda value: is_number(value) and value >= least)


def Max(most: float) -> Rule:
    return Rule("max", f"must not be greater than {most}", lambda value: is_number(value) and value <= most)


def IsIn(values: Collection[Any], *, shown: str | None = None) -> Rule:
    text = f"must be one of the following values: {listed(values) if shown is None else shown}"
    return Rule("isIn", text, lambda value: _is_among(value, values))


def IsEnum(values: Collection[Any], *, shown: str | None = None) -> Rule:
    """`shown` "" is what an enum declared from a list prints."""
    text = f"must be one of the following values: {listed(values) if shown is None else shown}"
    return Rule("isEnum", text, lambda value: _is_among(value, values))


def IsArray() -> Rule:
    return Rule("isArray", "must be an array", lambda value: isinstance(value, list))


def IsObject() -> Rule:
    return Rule("isObject", "must be an object", lambda value: isinstance(value, dict))


def ArrayNotEmpty() -> Rule:
    return Rule("arrayNotEmpty", "should not be empty", lambda value: isinstance(value, list) and len(value) > 0)


def ArrayMinSize(least: int, text: str | None = None) -> Rule:
    text = text or "{p} must contain at least " + f"{least} elements"
    return Rule("arrayMinSize", text, lambda value: isinstance(value, list) and len(value) >= least)


def ArrayMaxSize(most: int) -> Rule:
    text = "{p} must contain no more than " + f"{most} elements"
    return Rule("arrayMaxSize", text, lambda value: isinstance(value, list) and len(value) <= most)


def ArrayUnique() -> Rule:
    return Rule("arrayUnique", "All {p}'s elements must be unique", _are_unique)


def IsNotEmpty() -> Rule:
    return Rule("isNotEmpty", "should not be empty", lambda value: value not in ("", None) and value is not ABSENT)


def MinLength(least: int) -> Rule:
    text = f"must be longer than or equal to {least} characters"
    return Rule("minLength", text, lambda value: isinstance(value, str) and len(value) >= least)


def MaxLength(most: int) -> Rule:
    text = f"must be shorter than or equal to {most} characters"
    return Rule("maxLength", text, lambda value: isinstance(value, str) and len(value) <= most)


def Matches(pattern: str, text: str | None = None) -> Rule:
    """As JavaScript matches: digits are 0 to 9, and no line break may follow the end."""
    compiled = re.compile(re.sub(r"\$$", r"\\Z", pattern), re.ASCII)
    test = lambda value: isinstance(value, str) and compiled.search(value) is not None  # noqa: E731
    return Said("matches", text, test) if text else Rule("matches", f"must match /{pattern}/ regular expression", test)


def IsEmail() -> Rule:
    return Rule("isEmail", "must be an email", lambda value: isinstance(value, str) and emails.is_email(value))


def IsUrl(*, require_tld: bool = True) -> Rule:
    def test(value: Any) -> bool:
        return isinstance(value, str) and urls.is_url(value, require_tld=require_tld)

    return Rule("isUrl", "must be a URL address", test)


def IsPhoneNumber() -> Rule:
    return Rule("isPhoneNumber", "must be a valid phone number", lambda value: _is_text(value, phones.is_phone))


def IsTimeZone() -> Rule:
    return Rule("isTimeZone", "must be a valid IANA time-zone", lambda value: _is_text(value, zones.is_zone))


def IsISO8601(*, strict: bool = False) -> Rule:
    def test(value: Any) -> bool:
        return isinstance(value, str) and js_dates.is_iso8601(value, strict=strict)

    return Rule("isIso8601", "must be a valid ISO 8601 date string", test)


def IsDateString() -> Rule:
    return Rule(
        "isDateString", "must be a valid ISO 8601 date string", lambda value: _is_text(value, js_dates.is_iso8601)
    )


def Custom(name: str, text: str, test: Callable[[Any], bool]) -> Rule:
    """A rule of one endpoint, with its whole sentence."""
    return Said(name, text, test)


METADATA_SENTENCE = "Metadata must have at most 50 keys, each key up to 40 characters, and values up to 500 characters."


def IsMetadata(text: str = METADATA_SENTENCE) -> Rule:
    """Up to 50 keys of 40 characters; strings of up to 500, numbers or booleans."""
    return Said("ValidateMetadata", text, is_plain_metadata)


def is_plain_metadata(value: Any) -> bool:
    return isinstance(value, dict) and len(value) <= 50 and all(_is_entry(key, entry) for key, entry in value.items())


def _is_entry(key: str, value: Any) -> bool:
    plain = isinstance(value, bool) or is_number(value) or (isinstance(value, str) and len(value) <= 500)
    return len(key) <= 40 and plain


def _is_text(value: Any, test: Callable[[str], bool]) -> bool:
    return isinstance(value, str) and test(value)


def _is_among(value: Any, values: Collection[Any]) -> bool:
    """As JavaScript's `===`: true is not 1."""
    return any(type(one) is type(value) and one == value for one in map(_plain, values))


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, str) else value


def _are_unique(value: Any) -> bool:
    return isinstance(value, list) and all(one not in value[:index] for index, one in enumerate(value))
