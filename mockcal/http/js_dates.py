"""Dates as JavaScript and its validators read and write them."""

import re
from calendar import isleap, monthrange
from datetime import UTC, datetime, timedelta, timezone

_MONTH = r"(?:0[1-9]|1[0-2])"
_DAY = r"(?:0[1-9]|[12]\d|3[01])"
_WEEK = r"W(?:[0-4]\d|5[0-3])(?:-?[1-7])?"
_DAY_OF_YEAR = r"(?:00[1-9]|0[1-9]\d|[12]\d{2}|3[0-5]\d|36[1-6])"
_DATE = rf"[+-]?\d{{4}}(?!\d{{2}}\b)(?:(?P<dash>-?)(?:{_MONTH}(?:(?P=dash){_DAY})?|{_WEEK}|{_DAY_OF_YEAR})"
_HOUR = r"(?:[01]\d|2[0-3])"
_FRACTION = r"[.,]\d+"
_CLOCK = rf"(?:{_HOUR}(?:(?P<colon>:?)[0-5]\d)?|24:?00)(?:{_FRACTION}(?!:))?"
_SECONDS = rf"(?(colon)(?P=colon))[0-5]\d(?:{_FRACTION})?"
_ZONE = rf"[zZ]|[+-]{_HOUR}:?(?:[0-5]\d)?"
# As the validator of the real API draws it: a separator that is used once is used to the end, a time needs a date of
# more than a year, and a lone offset passes for a time.
ISO_8601 = re.compile(rf"{_DATE}(?:[T\s](?:(?:{_CLOCK})?(?:{_SECONDS})?(?:{_ZONE})?)?)?)?", re.ASCII)

ORDINAL_DATE = re.compile(r"(\d{4})-?(\d{3})(?:[ T].*)?", re.ASCII | re.DOTALL)
CALENDAR_DATE = re.compile(r"(\d{4})-?(\d{0,2})-?(\d*)", re.ASCII)

INSTANT = re.compile(
    r"(?P<year>\d{4}|[+-]\d{6})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?"
    r"(?:[T ](?P<hour>\d\d):(?P<minute>\d\d)(?::(?P<second>\d\d)(?:\.(?P<fraction>\d+))?)?)?"
    r"(?P<zone>Z|(?P<sign>[+-])(?P<zone_hours>\d\d):?(?P<zone_minutes>\d\d))?",
    re.ASCII | re.IGNORECASE,
)


def is_iso8601(text: str, *, strict: bool = False) -> bool:
    """A date, a date with a time, a week or a day of the year; strict ones are in the calendar."""
    return ISO_8601.fullmatch(text) is not None and (not strict or _is_in_calendar(text))


def parse_instant(text: str) -> datetime | None:
    """The UTC moment, to the millisecond, that `new Date(text)` makes of an ISO text on a server in UTC.

    None where JavaScript has an invalid date or the year is outside 1..9999. The 30th of February is in March.
    """
    found = INSTANT.fullmatch(text.strip())
    if not found or not _is_in_range(found):
        return None
    try:
        return _moment(found)
    except (ValueError, OverflowError):
        return None


def iso_ms(moment: datetime) -> str:
    """`2024-03-23T08:33:21.851Z`; a moment without a zone is UTC."""
    utc = moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    return utc.isoformat(timespec="milliseconds") + "Z"


def _is_in_calendar(text: str) -> bool:
    if ordinal := ORDINAL_DATE.fullmatch(text):
        return int(ordinal[2]) <= 365 + isleap(int(ordinal[1]))
    found = CALENDAR_DATE.search(text)
    year, month, day = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    # The real check writes the year without leading zeros, and finds no such date before 100.
    return not (month and day) or (year > 99 and 1 <= month <= 12 and day <= monthrange(year, month)[1])


def _is_in_range(found: re.Match[str]) -> bool:
    month, day, hour, minute, second = _numbers(found, "month", "day", "hour", "minute", "second")
    zone_hours, zone_minutes = _numbers(found, "zone_hours", "zone_minutes")
    date = (found["month"] is None or 1 <= month <= 12) and (found["day"] is None or 1 <= day <= 31)
    midnight = hour == 24 and not (minute or second or int(found["fraction"] or 0))
    return date and (hour < 24 or midnight) and minute < 60 and second < 60 and zone_hours < 24 and zone_minutes < 60


def _moment(found: re.Match[str]) -> datetime:
    year, month, day = _numbers(found, "year", "month", "day")
    hours, minutes, seconds, zone_hours, zone_minutes = _numbers(
        found, "hour", "minute", "second", "zone_hours", "zone_minutes"
    )
    offset = timedelta(hours=zone_hours, minutes=zone_minutes)
    milliseconds = int((found["fraction"] or "0")[:3].ljust(3, "0"))
    return (
        datetime(year, month or 1, 1, tzinfo=timezone(-offset if found["sign"] == "-" else offset))
        + timedelta(days=(day or 1) - 1, hours=hours, minutes=minutes, seconds=seconds, milliseconds=milliseconds)
    ).astimezone(UTC)


def _numbers(found: re.Match[str], *names: str) -> list[int]:
    return [int(found[name] or 0) for name in names]
