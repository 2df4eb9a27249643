"""Durations of ISO 8601, as they are given to the clock."""

import re
from datetime import datetime

_NUMBER = r"(\d+(?:[.,]\d+)?)"
DURATION = re.compile(
    rf"(?P<sign>[+-])?P(?=\d|T\d)(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?"
    rf"(?:(?P<weeks>{_NUMBER})W)?(?:(?P<days>{_NUMBER})D)?"
    rf"(?:T(?=\d)(?:(?P<hours>{_NUMBER})H)?(?:(?P<minutes>{_NUMBER})M)?(?:(?P<seconds>{_NUMBER})S)?)?",
    re.ASCII,
)


def is_duration(text: object) -> bool:
    return isinstance(text, str) and DURATION.fullmatch(text) is not None


def after(moment: datetime, duration: str) -> datetime:
    """`moment` and `duration` later: a month is one of the calendar, so P1M after 31 January is the end of February.

    OverflowError or ValueError beyond the year 9999.
    """
    from dateutil.relativedelta import relativedelta

    found = DURATION.fullmatch(duration)
    assert found is not None
    parts = {
        name: float(text.replace(",", ".")) for name, text in found.groupdict("").items() if text and name != "sign"
    }
    calendar = {name: int(parts.pop(name)) for name in ("years", "months") if name in parts}
    delta = relativedelta(**calendar, **parts)
    return moment - delta if found["sign"] == "-" else moment + delta
