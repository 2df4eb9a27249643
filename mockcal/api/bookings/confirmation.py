"""Whether a new booking waits for its host's word."""

from datetime import datetime, timedelta

from mockcal.store.event_types import EventType

FREE_MAIL = frozenset(
    (
        "aol.com",
        "fastmail.com",
        "gmail.com",
        "gmx.com",
        "gmx.de",
        "gmx.net",
        "googlemail.com",
        "hotmail.co.uk",
        "hotmail.com",
        "hotmail.fr",
        "icloud.com",
        "live.com",
        "mac.com",
        "mail.com",
        "mail.ru",
        "me.com",
        "msn.com",
        "outlook.com",
        "proton.me",
        "protonmail.com",
        "qq.com",
        "rediffmail.com",
        "web.de",
        "yahoo.co.in",
        "yahoo.co.uk",
        "yahoo.com",
        "yahoo.fr",
        "yandex.com",
        "yandex.ru",
        "ymail.com",
        "zoho.com",
    )
)


def requires_confirmation(event_type: EventType, *, start: datetime, now: datetime, email: str) -> bool:
    """The event type's flag, or the kind of address where that decides, bent by how soon the booking is."""
    wanted = event_type.requires_confirmation
    if event_type.requires_confirmation_for_free_email:
        wanted = email.rpartition("@")[2].lower() in FREE_MAIL
    threshold = event_type.confirmation_threshold
    if wanted and threshold:
        # As JavaScript counts: whole hours or minutes.
        left = (start - now) // timedelta(**{threshold["unit"]: 1})
        wanted = left <= threshold["time"]
    return wanted
