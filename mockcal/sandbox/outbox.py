"""Mails and texts that would have been sent."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class Message:
    """`code` is a verification code where the message carries one; `template` a name of the published list."""

    id: str
    at: datetime
    kind: Literal["email", "sms"]
    to: tuple[str, ...]
    sender: str
    template: str
    text: str
    subject: str | None = None
    html: str | None = None
    booking_uid: str | None = None
    code: str | None = None


class Outbox:
    def __init__(self, keep: int) -> None:
        self._messages: deque[Message] = deque(maxlen=keep)

    def add(self, message: Message) -> None:
        self._messages.append(message)

    def clear(self) -> None:
        self._messages.clear()

    def __iter__(self) -> Iterator[Message]:
        return iter(self._messages)
