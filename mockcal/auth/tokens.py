"""JSON web tokens: signed with the sandbox's own key, so that the same seed signs the same bytes."""

from datetime import datetime
from typing import Any

from mockcal.sandbox.sandbox import Sandbox
from mockcal.store.columns import milliseconds


def sign(sandbox: Sandbox, claims: dict[str, Any]) -> str:
    import jwt  # late: few requests need it, and it brings a whole cryptography library

    return jwt.encode(claims, _key(sandbox), algorithm="HS256")


def read(sandbox: Sandbox, token: str) -> dict[str, Any] | None:
    """The claims of a token that this sandbox signed and that is not past its `exp` (if any); else None."""
    import jwt

    try:
        claims: dict[str, Any] = jwt.decode(
            token, _key(sandbox), algorithms=["HS256"], options={"verify_exp": False, "verify_iat": False}
        )
    except jwt.InvalidTokenError:
        return None
    return None if claims.get("exp", float("inf")) <= seconds(sandbox.clock.now()) else claims


def seconds(instant: datetime) -> int:
    return milliseconds(instant) // 1000


def _key(sandbox: Sandbox) -> str:
    return f"mockcal signs for the universe of seed {sandbox.ids.seed}"
