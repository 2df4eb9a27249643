"""Delegation credentials as they are taken and shown; the key itself never comes back."""

from typing import Annotated, Any

from mockcal.http import rules
from mockcal.http.answers import Instant, Wire
from mockcal.http.dto import Dto
from mockcal.http.rules import Only

GOOGLE = ("private_key", "client_email", "client_id")
MICROSOFT = ("private_key", "tenant_id", "client_id")


def is_key(value: Any) -> bool:
    """One object: Google's when it has a `client_email`, Microsoft's when it has a `tenant_id`."""
    if not isinstance(value, dict):
        return False
    names = GOOGLE if "client_email" in value else MICROSOFT if "tenant_id" in value else None
    return names is not None and all(isinstance(value.get(name), str) and value[name] for name in names)


ServiceAccountKey = Annotated[
    Any,
    Only(
        rules.Custom(
            "isServiceAccountKey",
            "Service account key must be either a Google service account key (with client_email, private_key, client_id) "
            "or Microsoft service account key (with tenant_id, private_key, client_id)",
            is_key,
        )
    ),
]


class CreateCredential(Dto):
    workspace_platform_slug: str
    domain: str
    service_account_key: ServiceAccountKey


class UpdateCredential(Dto):
    """A new key disables the credential, unless `enabled` says otherwise at once."""

    enabled: bool | None = None
    service_account_key: ServiceAccountKey | None = None


class Platform(Wire):
    name: str
    slug: str


class DelegationCredential(Wire):
    id: str
    enabled: bool
    domain: str
    organization_id: int
    workspace_platform: Platform
    created_at: Instant | None
    updated_at: Instant | None
