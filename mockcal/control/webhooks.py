"""Webhook deliveries: what was sent, waiting for it, sending it again, and samples of any trigger."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter
from pydantic import Field

from mockcal.control.bodies import Body, BodyOf, QueryOf
from mockcal.control.server import ThisSandbox, ThisServer
from mockcal.events.triggers import Trigger
from mockcal.http.answers import Instant, Wire, plain
from mockcal.http.errors import HttpError, NotFound
from mockcal.http.versions import VersionedRoute
from mockcal.sandbox.deliveries import Delivery

router = APIRouter(prefix="/_mock/webhooks", tags=["mockcal"], route_class=VersionedRoute)


class DeliveriesQuery(Body):
    """`status` is a delivery's state, or the status that the receiver answered with."""

    trigger: str | None = None
    url: str | None = None
    status: str | None = None
    webhook_id: str | None = None


class Wait(Body):
    timeout_seconds: Annotated[float, Field(ge=0, le=300)] = 5


class SendSample(Body):
    """`payload` in the place of one that mockcal would make."""

    webhook_id: str
    trigger: Trigger
    payload: dict[str, Any] | None = None


class LoggedDelivery(Wire):
    """`request_body` is the exact text that was sent."""

    id: str
    webhook_id: str
    trigger: str
    url: str
    attempt: int
    request_headers: dict[str, str]
    request_body: str
    response_status: int | None
    response_body: str | None
    error: str | None
    duration_ms: float | None
    at: Instant
    state: Literal["pending", "delivered", "failed"]


class StillPending(HttpError):
    """504: receivers took longer than the caller would wait."""

    status = 504
    code = "GatewayTimeoutException"

    def __init__(self, urls: list[str]) -> None:
        super().__init__(f"Deliveries are still under way to {', '.join(urls)}.")


class DeliveryNotFound(NotFound):
    def __init__(self, delivery_id: str) -> None:
        super().__init__(
            f"This sandbox has no delivery {delivery_id}; GET /_mock/webhooks/deliveries lists those it has."
        )


@router.get("/deliveries")
async def list_deliveries(query: QueryOf[DeliveriesQuery], sandbox: ThisSandbox) -> list[LoggedDelivery]:
    """Every request to a subscriber, newest last."""
    return plain([_show(delivery) for delivery in sandbox.deliveries if _matches(delivery, query)])


@router.post("/wait")
async def wait_for_deliveries(body: BodyOf[Wait], sandbox: ThisSandbox, server: ThisServer) -> dict[str, Any]:
    """200 once nothing is under way any more."""
    if not await server.deliverer.wait(sandbox, body.timeout_seconds):
        raise StillPending(sorted({one.url for one in sandbox.deliveries if one.state == "pending"}))
    return plain({"pending": 0})


@router.post("/deliveries/{id}/replay", status_code=202)
async def replay_delivery(id: str, sandbox: ThisSandbox, server: ThisServer) -> LoggedDelivery:
    """Send the same bytes again."""
    repeated = server.deliverer.replay(sandbox, id)
    if repeated is None:
        raise DeliveryNotFound(id)
    return plain(_show(repeated), status=202)


@router.post("/send", status_code=202)
async def send_sample(body: BodyOf[SendSample], sandbox: ThisSandbox) -> list[LoggedDelivery]:
    """Send a webhook what it would get if its trigger came about now."""
    from mockcal.control import samples

    sent = samples.send(sandbox, body.webhook_id, body.trigger, body.payload)
    return plain([_show(delivery) for delivery in sent], status=202)


def _matches(delivery: Delivery, query: DeliveriesQuery) -> bool:
    return (
        query.trigger in (None, delivery.trigger)
        and query.url in (None, delivery.url)
        and query.webhook_id in (None, delivery.webhook_id)
        and query.status in (None, delivery.state, str(delivery.response_status))
    )


def _show(delivery: Delivery) -> dict[str, object]:
    shown = LoggedDelivery(
        id=delivery.id,
        webhook_id=delivery.webhook_id,
        trigger=delivery.trigger,
        url=delivery.url,
        attempt=delivery.attempt,
        request_headers=delivery.request_headers,
        request_body=delivery.request_body,
        response_status=delivery.response_status,
        response_body=delivery.response_body,
        error=delivery.error,
        duration_ms=delivery.duration_ms,
        at=delivery.at,
        state=delivery.state,
    )
    return shown.model_dump(by_alias=True)
