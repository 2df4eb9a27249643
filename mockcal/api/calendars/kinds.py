"""The kinds of calendar that can be connected."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """`path` is its name in URLs, `integration` the type of its credentials, `app` the slug of its app."""

    path: str
    integration: str
    app: str
    title: str
    about: str


GOOGLE = Kind("google", "google_calendar", "google-calendar", "Google Calendar", "Calendars of a Google account.")
OFFICE365 = Kind(
    "office365", "office365_calendar", "office365-calendar", "Outlook Calendar", "Calendars of a Microsoft 365 account."
)
APPLE = Kind("apple", "apple_calendar", "apple-calendar", "Apple Calendar", "Calendars of an iCloud account.")
ICS_FEED = Kind("ics-feed", "ics-feed_calendar", "ics-feed", "ICS Feed", "Calendars published as iCalendar files.")

BY_INTEGRATION = {kind.integration: kind for kind in (GOOGLE, OFFICE365, APPLE, ICS_FEED)}
