"""Making API keys, and putting a new one in the place of an old one."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from mockcal.api.api_keys.schemas import RefreshApiKey
from mockcal.auth.caller import API_KEY_PREFIX
from mockcal.auth.roles import is_admin_of
from mockcal.http.errors import BadRequest, DatabaseRefusal, TrpcError, Unauthorized
from mockcal.sandbox.transaction import Transaction
from mockcal.store.users import ApiKey

DEFAULT_DAYS = 30


class NotAnApiKey(Unauthorized):
    def __init__(self) -> None:
        super().__init__(
            "ApiKeysService - This endpoint can only be accessed using an API key by providing "
            "'Authorization: Bearer <apiKey>' header"
        )


class BothOptions(BadRequest):
    def __init__(self) -> None:
        super().__init__(
            "ApiKeysService -Cannot set both apiKeyDaysValid and apiKeyNeverExpires. It has to be either or none of them."
        )


def refresh(tx: Transaction, old: ApiKey | None, options: RefreshApiKey) -> ApiKey:
    """Refusals in order: 401 without a key, 400 for both options, 401 for a team's key whose owner lost his role."""
    days, never = options.api_key_days_valid, options.api_key_never_expires
    if old is None:
        raise NotAnApiKey
    _refuse_both(days, never)
    if old.team_id is not None and not is_admin_of(tx, old.user_id, old.team_id):
        raise TrpcError(401, explain="the key's owner is no longer an admin or owner of its team")
    new = create(tx, old.user_id, team_id=old.team_id, note=old.note, days_valid=days, never_expires=never)
    tx.execute(delete(ApiKey).where(ApiKey.id == old.id))
    return new


def create(
    tx: Transaction,
    user_id: int,
    *,
    team_id: int | None = None,
    note: str | None = None,
    days_valid: float | None = None,
    never_expires: bool | None = None,
) -> ApiKey:
    """400 for both options; without either the key is good for 30 days."""
    _refuse_both(days_valid, never_expires)
    return tx.add(
        ApiKey(
            id=tx.ids.cuid(),
            text=API_KEY_PREFIX + tx.ids.hex(32),
            user_id=user_id,
            team_id=team_id,
            note=note,
            expires_at=None if never_expires else _end(tx.now, days_valid or DEFAULT_DAYS),
            created_at=tx.now,
        )
    )


def _refuse_both(days_valid: float | None, never_expires: bool | None) -> None:
    if days_valid and never_expires:
        raise BothOptions


def _end(now: datetime, days: float) -> datetime:
    try:
        return now + timedelta(days=days)
    except OverflowError:
        raise DatabaseRefusal(explain="that many days from now there is no date") from None
