"""Dates as JavaScript and its validators read them."""

import re
from datetime import UTC, date, datetime, timedelta

_ISO = re.compile(
    r"([+-]?\d{4})(?:-(\d{2})(?:-(\d{2}))?)?"
    r"(?:[T ](\d{2})(?::?(\d{2})(?::?(\d{2})(?:[.,](\d+))?)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?)?",
    re.IGNORECASE,
)


def is_iso8601(text: str, *, strict: bool = False) -> bool:
    """A date or date-time; `strict` also asks for a day that the calendar has."""
    found = _ISO.fullmatch(text)
    if found is None:
        return False
    hour, minute, second = (int(part or 0) for part in found.group(4, 5, 6))
    month, day = int(found[2] or 1), int(found[3] or 1)
    plausible = hour <= 24 and minute <= 59 and second <= 59 and 1 <= month <= 12 and 1 <= day <= 31
    return plausible and (not strict or _is_day(int(found[1]), month, day))


def parse_instant(text: str) -> datetime | None:
    """As `new Date(text)` on a server that runs in UTC, to the millisecond; None for no date."""
    found = _ISO.fullmatch(text)
    if found is None or not is_iso8601(text, strict=True) or " " in text.strip():
        return None
    year, month, day = int(found[1]), int(found[2] or 1), int(found[3] or 1)
    hour, minute, second = (int(part or 0) for part in found.group(4, 5, 6))
    millisecond = int(((found[7] or "") + "000")[:3])
    try:
        start = datetime(year, month, day, tzinfo=UTC)
        local = start + timedelta(hours=hour, minutes=minute, seconds=second, milliseconds=millisecond)
        return local - _offset(found[8] or "Z")
    except (ValueError, OverflowError):
        return None


def iso_ms(instant: datetime) -> str:
    """2024-03-23T08:33:21.851Z"""
    return instant.strftime("%Y-%m-%dT%H:%M:%S.") + f"{instant.microsecond // 1000:03d}Z"


def _offset(text: str) -> timedelta:
    if text.upper() == "Z":
        return timedelta(0)
    digits = text[1:].replace(":", "").ljust(4, "0")
    size = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return -size if text[0] == "-" else size


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        return bool(date(year, month, day))
    except ValueError:
        return False
