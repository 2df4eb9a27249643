"""What the Stripe operations take and show."""

from typing import Any

from mockcal.http.answers import Wire
from mockcal.http.dto import QueryDto


class ConnectUrl(Wire):
    auth_url: str


class ReturnQuery(QueryDto):
    """Where the user goes once Stripe is done with him; the caller's origin when not given, or empty."""

    return_to: str | None = None
    on_error_return_to: str | None = None


class SaveQuery(QueryDto):
    """What Stripe sends along; nothing is refused by the validator."""

    state: Any = None
    code: Any = None
    error: Any = None
    error_description: Any = None
