"""Mails and texts that would have been sent."""

from typing import Literal

from fastapi import APIRouter
from pydantic import Field

from mockcal.control.bodies import Body, QueryOf
from mockcal.control.server import ThisSandbox
from mockcal.http.answers import Instant, Wire, no_content, plain
from mockcal.http.versions import VersionedRoute
from mockcal.sandbox.outbox import Message

router = APIRouter(prefix="/_mock/outbox", tags=["mockcal"], route_class=VersionedRoute)


class OutboxQuery(Body):
    kind: Literal["email", "sms"] | None = None
    to: str | None = None


class SentMessage(Wire):
    """`code` is there where the message carries a verification code."""

    id: str
    at: Instant
    kind: str
    to: list[str]
    sender: str = Field(alias="from")
    subject: str | None
    text: str
    html: str | None
    template: str
    booking_uid: str | None
    code: str | None


@router.get("")
async def list_messages(query: QueryOf[OutboxQuery], sandbox: ThisSandbox) -> list[SentMessage]:
    """One entry per message, newest last."""
    found = [
        _show(message)
        for message in sandbox.outbox
        if (query.kind is None or message.kind == query.kind) and (query.to is None or query.to in message.to)
    ]
    return plain(found)


@router.delete("")
async def forget_messages(sandbox: ThisSandbox) -> None:
    """Empty the outbox."""
    sandbox.outbox.clear()
    return no_content()


def _show(message: Message) -> dict[str, object]:
    return {
        "id": message.id,
        "at": message.at,
        "kind": message.kind,
        "to": list(message.to),
        "from": message.sender,
        "subject": message.subject,
        "text": message.text,
        "html": message.html,
        "template": message.template,
        "bookingUid": message.booking_uid,
        "code": message.code,
    }
