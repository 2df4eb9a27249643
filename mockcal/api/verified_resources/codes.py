"""Six digits that prove an address or number: by the sandbox's clock, so that a test can ask for them again."""

import hashlib
from datetime import datetime
from hmac import compare_digest

from mockcal.events import messages
from mockcal.sandbox.transaction import Transaction
from mockcal.store.columns import milliseconds

STEP_SECONDS = 900
"""A code is good for the rest of its step and the whole next one."""


def email_code(tx: Transaction, email: str) -> str:
    """The same for the whole step."""
    return _code(tx, "email", email, _step(tx.now))


def is_email_code_valid(tx: Transaction, email: str, code: str) -> bool:
    """As often as one likes, until it expires."""
    return _is_valid(tx, "email", email, code)


def phone_code(tx: Transaction, phone: str) -> str:
    return _code(tx, "phone", phone, _step(tx.now))


def is_phone_code_valid(tx: Transaction, phone: str, code: str) -> bool:
    return _is_valid(tx, "phone", phone, code)


def send_email_code(tx: Transaction, email: str, *, name: str | None = None, language: str | None = None) -> None:
    """A mail with the code; every language gets the English text."""
    code = email_code(tx, email)
    greeting = f"Hello {name}," if name else "Hello,"
    messages.mail(
        tx,
        "email-verification-code",
        to=email,
        subject="Your verification code",
        text=f"{greeting}\n\nyour code to verify {email} is {code}. It works for at least 15 minutes.",
        code=code,
    )


def send_phone_code(tx: Transaction, phone: str) -> None:
    code = phone_code(tx, phone)
    messages.sms(tx, "phone-verification-code", to=phone, text=f"Your verification code is {code}.", code=code)


def _is_valid(tx: Transaction, kind: str, address: str, code: str) -> bool:
    step = _step(tx.now)
    return any(compare_digest(_code(tx, kind, address, one).encode(), code.encode()) for one in (step, step - 1))


def _code(tx: Transaction, kind: str, address: str, step: int) -> str:
    digest = hashlib.blake2b(f"{tx.ids.seed}:{kind}:{address}:{step}".encode(errors="replace"), digest_size=8).digest()
    return str(int.from_bytes(digest, "big") % 1_000_000).zfill(6)


def _step(now: datetime) -> int:
    return milliseconds(now) // (STEP_SECONDS * 1000)
