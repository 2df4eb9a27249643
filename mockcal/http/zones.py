"""IANA time zone names."""

import re
from functools import cache
from zoneinfo import available_timezones

UPPER = ("gmt", "est", "utc")


@cache
def _names() -> dict[str, str]:
    """Lower case → the name as IANA writes it."""
    return {
        name.lower(): name for name in available_timezones() if not name.startswith(("posix", "right", "localtime"))
    }


def is_zone(text: str) -> bool:
    return text.lower() in _names()


def canonical_zone(text: str) -> str | None:
    """The zone's name as IANA writes it; None for none."""
    return _names().get(text.lower())


def capitalized_zone(text: object) -> object:
    """`europe/isle_of_man` → `Europe/Isle_Of_Man`; GMT, EST and UTC in upper case. Anything but text stays."""
    if not isinstance(text, str):
        return text
    words = "/".join("_".join(word.capitalize() for word in part.split("_")) for part in text.split("/"))
    return re.sub(rf"(?<![A-Za-z])({'|'.join(UPPER)})(?![A-Za-z])", lambda found: found[0].upper(), words, flags=re.I)
