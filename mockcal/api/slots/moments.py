"""Dates as queries and bodies about slots give them."""

import re
from datetime import UTC, datetime

from mockcal.http.js_dates import is_iso8601, parse_instant

ORDINAL = re.compile(r"\d{4}-?\d{3}")


def utc_instant(text: str) -> datetime | None:
    """The instant; without a zone it is UTC. None for what the validator takes but the real service cannot read: a day that
    is in no calendar, a space in the place of the T.
    """
    if " " in text.strip() or not is_iso8601(text.strip(), strict=True):
        return None
    return parse_instant(text) or _other_form(text)


def _other_form(text: str) -> datetime | None:
    """Dates without dashes, by week, or by day of the year."""
    try:
        if ORDINAL.fullmatch(text):
            return datetime.strptime(text.replace("-", ""), "%Y%j").replace(tzinfo=UTC)
        found = datetime.fromisoformat(text.upper())
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
