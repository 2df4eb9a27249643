"""A new address of one's own: it waits until the link that is sent to it is followed."""

from datetime import timedelta
from urllib.parse import urlencode

from sqlalchemy import select

from mockcal.auth import tokens
from mockcal.events import messages
from mockcal.http.errors import BadRequest, DuplicateRecord
from mockcal.sandbox.transaction import Transaction
from mockcal.store.users import SecondaryEmail, User

WAITING = "emailChangeWaitingForVerification"
"""The key of a user's metadata that holds the address."""
PATH = "/auth/verify-email-change"
LASTS = timedelta(days=1)


class InvalidLink(BadRequest):
    def __init__(self) -> None:
        super().__init__("This link is not valid any more.")


def ask_for(tx: Transaction, user: User, email: str, *, base_url: str) -> None:
    """At once for a managed user or a verified second address; else a mail goes to the new one. 409 when taken."""
    if email == user.email:
        return
    _refuse_taken(tx, user, email)
    second = tx.first(select(SecondaryEmail).where(SecondaryEmail.user_id == user.id, SecondaryEmail.email == email))
    if second is not None and second.verified:
        second.email, user.email = user.email, email
    elif user.is_platform_managed:
        user.email = email
    else:
        user.meta = {**(user.meta or {}), WAITING: email.lower()}
        _send_link(tx, user, email.lower(), base_url)


def follow_link(tx: Transaction, token: str) -> User:
    """The waiting address is the user's from here on. 400 for a link that is old, spent or superseded, 409 when taken."""
    claims = tokens.read(tx.sandbox, token) or {}
    user = tx.get(User, claims.get("changeEmailOf"))
    if user is None or (user.meta or {}).get(WAITING) != claims["email"]:
        raise InvalidLink
    _refuse_taken(tx, user, claims["email"])
    user.email = claims["email"]
    user.meta = {name: value for name, value in user.meta.items() if name != WAITING}
    tx.flush()
    return user


def _refuse_taken(tx: Transaction, user: User, email: str) -> None:
    if tx.first(select(User.id).where(User.email == email, User.id != user.id)) is not None:
        raise DuplicateRecord(explain="another user has this e-mail address")


def _send_link(tx: Transaction, user: User, email: str, base_url: str) -> None:
    claims = {"changeEmailOf": user.id, "email": email, "exp": tokens.seconds(tx.now + LASTS)}
    link = f"{base_url}{PATH}?{urlencode({'token': tokens.sign(tx.sandbox, claims)})}"
    messages.mail(
        tx,
        "email-change-verification",
        to=email,
        subject="Verify your new address",
        text=f"Hello {user.name or user.username},\n\nfollow this link to use {email} from now on: {link}",
    )
