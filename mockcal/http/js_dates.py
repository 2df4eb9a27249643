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

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LOOSE_TIME = (
    r"(?:,?\s+(?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d))?)?"
    r"(?:\s*(?:Z|UTC|GMT))?(?P<zone>\s*[+-]\d\d:?\d\d)?(?:\s*\(.*\))?"
)
LOOSE_DATES = tuple(
    re.compile(date + _LOOSE_TIME, re.ASCII | re.IGNORECASE)
    for date in (
        r"(?:[a-z]+,?\s+)?(?P<day>\d\d?)\s+(?P<month>[a-z]{3})[a-z]*\.?,?\s+(?P<year>\d{4})",
        r"(?:[a-z]+,?\s+)?(?P<month>[a-z]{3})[a-z]*\.?\s+(?P<day>\d\d?),?\s+(?P<year>\d{4})",
        r"(?P<month>\d\d?)[-/](?P<day>\d\d?)[-/](?P<year>\d{4})",
        r"(?P<year>\d{4})[-/](?P<month>\d\d?)[-/](?P<day>\d\d?)",
    )
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


def parse_date(text: str) -> datetime | None:
    """As `parse_instant`, and of what JavaScript reads without it being ISO: `Feb 1, 2027`, `2/1/2027 10:00`,
    `Mon, 01 Feb 2027 10:00:00 GMT`.
    """
    return parse_instant(text) or _parse_loose(text.strip())


def iso_ms(moment: datetime) -> str:
    """`2024-03-23T08:33:21.851Z`; a moment without a zone is UTC."""
    utc = moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    return utc.isoformat(timespec="milliseconds") + "Z"


def _parse_loose(text: str) -> datetime | None:
    found = next((match for form in LOOSE_DATES if (match := form.fullmatch(text))), None)
    if found is None:
        return None
    month = found["month"].lower()
    number = int(month) if month.isdigit() else MONTHS.index(month) + 1 if month in MONTHS else 0
    clock = f"{int(found['hour'] or 0):02}:{found['minute'] or '00'}:{found['second'] or '00'}"
    zone = (found["zone"] or "").strip()
    return parse_instant(f"{found['year']}-{number:02}-{int(found['day']):02}T{clock}{zone}")


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
