"""Mails and texts: into the outbox once the work is kept."""

from collections.abc import Sequence
from html import escape
from typing import Literal

from mockcal.sandbox.outbox import Message
from mockcal.sandbox.transaction import Transaction

MAIL_SENDER = "no-reply@cal.com"
TEXT_SENDER = "Cal"


def mail(
    tx: Transaction,
    template: str,
    *,
    to: str | Sequence[str],
    subject: str,
    text: str,
    html: str | None = None,
    booking_uid: str | None = None,
    code: str | None = None,
    sender: str = MAIL_SENDER,
) -> None:
    """One mail to all of `to`; without `html` it is the text's paragraphs."""
    _send(
        tx, "email", template, _several(to), sender, text, subject=subject, html=html or _paragraphs(text),
        booking_uid=booking_uid, code=code,
    )  # fmt: skip


def sms(
    tx: Transaction,
    template: str,
    *,
    to: str | Sequence[str],
    text: str,
    booking_uid: str | None = None,
    code: str | None = None,
    sender: str = TEXT_SENDER,
) -> None:
    _send(tx, "sms", template, _several(to), sender, text, booking_uid=booking_uid, code=code)


def _send(
    tx: Transaction,
    kind: Literal["email", "sms"],
    template: str,
    to: tuple[str, ...],
    sender: str,
    text: str,
    *,
    subject: str | None = None,
    html: str | None = None,
    booking_uid: str | None = None,
    code: str | None = None,
) -> None:
    sandbox = tx.sandbox
    message = Message(
        id=sandbox.request_ids.uuid(),
        at=tx.now,
        kind=kind,
        to=to,
        sender=sender,
        template=template,
        text=text,
        subject=subject,
        html=html,
        booking_uid=booking_uid,
        code=code,
    )

    def keep() -> None:
        sandbox.outbox.add(message)
        sandbox.publish(message)

    tx.after_commit(keep)


def _several(to: str | Sequence[str]) -> tuple[str, ...]:
    return (to,) if isinstance(to, str) else tuple(to)


def _paragraphs(text: str) -> str:
    paragraphs = (escape(part).replace("\n", "<br>\n") for part in text.strip().split("\n\n"))
    return "".join(f"<p>{part}</p>\n" for part in paragraphs)
