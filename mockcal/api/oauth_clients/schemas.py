"""What `/v2/oauth-clients` takes and shows."""

from typing import Annotated, Any

from mockcal.auth.permissions import names
from mockcal.http import rules
from mockcal.http.answers import Instant, Wire, omit_none
from mockcal.http.dto import Dto
from mockcal.http.rules import Each
from mockcal.store.oauth import OAuthClient as Row

PERMISSIONS = (*names(sum(1 << bit for bit in range(10))), "*")

Permissions = Annotated[list[str], Each(rules.IsEnum(PERMISSIONS, shown=""))]
"""The real validator knows the values but prints none of them."""


class CreateOAuthClient(Dto):
    logo: str | None = None
    name: str
    redirect_uris: list[str]
    permissions: Permissions
    booking_redirect_uri: str | None = None
    booking_cancel_redirect_uri: str | None = None
    booking_reschedule_redirect_uri: str | None = None
    are_emails_enabled: bool | None = False
    are_default_event_types_enabled: bool | None = False
    are_calendar_events_enabled: bool | None = True


class UpdateOAuthClient(Dto):
    """Permissions are settled when a client is made: here they are dropped."""

    logo: str | None = None
    name: str | None = None
    redirect_uris: list[str] | None = None
    booking_redirect_uri: str | None = None
    booking_cancel_redirect_uri: str | None = None
    booking_reschedule_redirect_uri: str | None = None
    are_emails_enabled: bool | None = None
    are_default_event_types_enabled: bool | None = None
    are_calendar_events_enabled: bool | None = None


class ClientCredentials(Wire):
    client_id: str
    client_secret: str


class OAuthClient(Wire):
    id: str
    name: str
    secret: str
    permissions: list[str]
    logo: str | None
    redirect_uris: list[str]
    organization_id: int
    created_at: Instant
    are_emails_enabled: bool
    are_default_event_types_enabled: bool
    are_calendar_events_enabled: bool
    booking_redirect_uri: str | None = None
    booking_cancel_redirect_uri: str | None = None
    booking_reschedule_redirect_uri: str | None = None

    @classmethod
    def of(cls, row: Row) -> "OAuthClient":
        return cls(
            id=row.id,
            name=row.name,
            secret=row.secret,
            permissions=names(row.permissions),
            logo=row.logo,
            redirect_uris=row.redirect_uris,
            organization_id=row.organization_id,
            created_at=row.created_at,
            are_emails_enabled=row.are_emails_enabled,
            are_default_event_types_enabled=row.are_default_event_types_enabled,
            are_calendar_events_enabled=row.are_calendar_events_enabled,
            **_uris(row),
        )


def _uris(row: Row) -> dict[str, Any]:
    return {
        "booking_redirect_uri": omit_none(row.booking_redirect_uri),
        "booking_cancel_redirect_uri": omit_none(row.booking_cancel_redirect_uri),
        "booking_reschedule_redirect_uri": omit_none(row.booking_reschedule_redirect_uri),
    }
