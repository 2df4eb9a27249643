"""Times and places of a meeting, put so that people can read them."""

from datetime import UTC, datetime, tzinfo

from mockcal.http.zones import zone_named

NAMES = {
    "integrations:daily": "Cal Video",
    "integrations:google:meet": "Google Meet",
    "integrations:zoom": "Zoom",
    "integrations:office365_video": "Microsoft Teams",
}


def when(start: datetime, end: datetime, time_zone: str) -> str:
    """Monday, 12 January 2026, 10:00 – 10:30 (Europe/Rome)"""
    first, last = start.astimezone(zone(time_zone)), end.astimezone(zone(time_zone))
    until = f"{last:%H:%M}" if first.date() == last.date() else f"{_day(last)}, {last:%H:%M}"
    return f"{_day(first)}, {first:%H:%M} – {until} ({time_zone})"


def day(start: datetime, time_zone: str) -> str:
    return _day(start.astimezone(zone(time_zone)))


def zone(name: str) -> tzinfo:
    """UTC for a name that is none: it stands on a booking already, and those who come must be told all the same."""
    try:
        return zone_named(name)
    except ValueError:
        return UTC


def where(location: str | None, link: str | None) -> str:
    """An app by its name, with the link once there is one; anything else as it was given."""
    if not location:
        return link or "To be agreed"
    name = NAMES.get(location) or _app_name(location)
    return f"{name}: {link}" if link and link != location else name


def _day(moment: datetime) -> str:
    return f"{moment:%A}, {moment.day} {moment:%B} {moment.year}"


def _app_name(location: str) -> str:
    if not location.startswith("integrations:"):
        return location
    app = location.removeprefix("integrations:").removesuffix("_video")
    return app.replace("_", " ").replace("-", " ").replace(":", " ").title()
