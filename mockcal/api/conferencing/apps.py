"""The conferencing apps that the API knows."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class App:
    """`type` is that of its credentials, `location` what an event type's stored location calls it."""

    slug: str
    type: str
    location: str


CAL_VIDEO = App("daily-video", "daily_video", "integrations:daily")
"""Built in: it needs no credential."""
GOOGLE_MEET = App("google-meet", "google_video", "integrations:google:meet")
ZOOM = App("zoom", "zoom_video", "integrations:zoom")
MSTEAMS = App("msteams", "office365_video", "integrations:office365_video")

CONNECTABLE = {app.slug: app for app in (GOOGLE_MEET, ZOOM, MSTEAMS)}
BY_OAUTH = {app.slug: app for app in (ZOOM, MSTEAMS)}
ALL = {app.slug: app for app in (GOOGLE_MEET, ZOOM, MSTEAMS, CAL_VIDEO)}
