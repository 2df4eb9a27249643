"""Time zones by name, as JavaScript's `Intl` knows them: IANA names in any case, no plain offsets."""

import re
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

WORD = re.compile(r"[^/_]+")
ABBREVIATION = re.compile(r"(?<![a-z])(gmt|est|utc)(?![a-z])", re.IGNORECASE)
NOT_IN_INTL = {"Factory", "localtime"}


def capitalized_zone(text: object) -> object:
    """How the real API stores a zone: `utc/gmt+3_est` as `UTC/GMT+3_EST`. Text that names no zone is not refused
    here, and what is no text stays as it is.
    """
    if not isinstance(text, str):
        return text
    words = WORD.sub(lambda word: word[0].capitalize(), text)
    return ABBREVIATION.sub(lambda name: name[0].upper(), words)


def is_zone(text: str) -> bool:
    return canonical_zone(text) is not None


def canonical_zone(text: str) -> str | None:
    """The name as the tz database writes it: `Europe/Isle_Of_Man` is `Europe/Isle_of_Man`."""
    return _names_by_lower_case().get(text.lower())


@cache
def zone_named(text: str) -> ZoneInfo:
    """The zone of a name in any case. `ValueError` for what names none."""
    try:
        return ZoneInfo(text)
    except (LookupError, OSError, ValueError):
        name = canonical_zone(text)
    if name is None:
        raise ValueError(f"no time zone is named {text}")
    return ZoneInfo(name)


@cache
def _names_by_lower_case() -> dict[str, str]:
    return {name.lower(): name for name in available_timezones() - NOT_IN_INTL}
