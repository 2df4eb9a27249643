"""Mails of the outbox sent on to a real mail server, in the background and in order."""

import asyncio
import logging
from collections import deque
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from mockcal.sandbox.outbox import Message

if TYPE_CHECKING:
    from email.message import EmailMessage

log = logging.getLogger("mockcal")
TIMEOUT_SECONDS = 10


class Relay:
    """`url` is `smtp://` or `smtps://[USER:PASSWORD@]HOST[:PORT]`; an empty one sends nothing."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._waiting: deque[Message] = deque()
        self._worker: asyncio.Task[None] | None = None

    def take(self, message: Message) -> None:
        """Texts stay in the outbox."""
        if not self.url or message.kind != "email":
            return
        self._waiting.append(message)
        if self._worker is None:
            self._worker = asyncio.get_running_loop().create_task(self._drain())

    async def _drain(self) -> None:
        try:
            while self._waiting:
                message = self._waiting.popleft()
                try:
                    await asyncio.to_thread(_send, self.url, message)
                except (OSError, ValueError) as error:  # smtplib's own errors are of these kinds.
                    log.warning("The mail to %s was not sent on: %s", ", ".join(message.to), error)
        finally:
            self._worker = None


def _send(url: str, message: Message) -> None:
    """Blocks; for a thread."""
    import smtplib

    parts = urlsplit(url)
    kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
    with kind(parts.hostname or "localhost", parts.port or 0, timeout=TIMEOUT_SECONDS) as server:
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(_mail(message))


def _mail(message: Message) -> "EmailMessage":
    from email.message import EmailMessage

    mail = EmailMessage()
    mail["From"], mail["To"] = message.sender, ", ".join(message.to)
    mail["Subject"], mail["Date"] = message.subject or "", message.at
    mail["X-Mockcal-Template"] = message.template
    mail.set_content(message.text)
    if message.html:
        mail.add_alternative(message.html, subtype="html")
    return mail
