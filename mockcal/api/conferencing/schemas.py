"""What the conferencing operations show."""

from typing import Any

from mockcal.http.answers import OMIT, Wire
from mockcal.http.dto import QueryDto
from mockcal.store.apps import Credential


class ConferencingApp(Wire):
    """A connected app. `key` is shown by `connect` only, and holds nothing."""

    id: int
    type: str
    key: Any = None
    user_id: int | None
    team_id: int | None
    app_id: str
    subscription_id: None = None
    payment_status: None = None
    billing_cycle_start: None = None
    delegation_credential_id: None = None
    invalid: bool | None

    @classmethod
    def of(cls, credential: Credential, *, with_key: bool = False) -> "ConferencingApp":
        return cls(
            id=credential.id,
            type=credential.type,
            key={} if with_key else OMIT,
            user_id=credential.user_id,
            team_id=credential.team_id,
            app_id=credential.app_id,
            subscription_id=None,
            payment_status=None,
            billing_cycle_start=None,
            delegation_credential_id=None,
            invalid=credential.invalid,
        )


class AuthUrl(Wire):
    url: str


class DefaultApp(Wire):
    app_slug: str
    app_link: str | None = None


class ReturnQuery(QueryDto):
    """Where the user goes once the provider is done with him; the caller's origin when not given."""

    return_to: str | None = None
    on_error_return_to: str | None = None


class CallbackQuery(QueryDto):
    """What the provider sends along; nothing is refused by the validator."""

    state: Any = None
    code: Any = None
    error: Any = None
    error_description: Any = None
