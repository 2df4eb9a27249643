"""The requests that a sandbox answered."""

import json
from fnmatch import fnmatchcase
from typing import Any

from fastapi import APIRouter

from mockcal.control.bodies import Body, QueryOf
from mockcal.control.server import ThisSandbox
from mockcal.http import query_text
from mockcal.http.answers import Instant, Wire, no_content, plain
from mockcal.http.rewrites import rewritten
from mockcal.http.versions import VersionedRoute
from mockcal.sandbox.journal import Exchange

router = APIRouter(prefix="/_mock/requests", tags=["mockcal"], route_class=VersionedRoute)


class RequestsQuery(Body):
    """`path` may be a glob; `limit` keeps the newest."""

    method: str | None = None
    path: str | None = None
    operation_id: str | None = None
    status: int | None = None
    limit: int | None = None


class LoggedRequest(Wire):
    """`body` and `response` are JSON where they were, else text, null when empty; `query` is the parsed one."""

    id: str
    at: Instant
    method: str
    path: str
    query: dict[str, Any]
    headers: dict[str, str]
    body: Any
    status: int | None
    response: Any
    duration_ms: float
    operation_id: str | None
    api_version: str | None


@router.get("")
async def list_requests(query: QueryOf[RequestsQuery], sandbox: ThisSandbox) -> list[LoggedRequest]:
    """Newest last."""
    found = [exchange for exchange in sandbox.journal if _matches(exchange, query)]
    kept = found if query.limit is None else found[-query.limit :] if query.limit > 0 else []
    return plain([_show(exchange).model_dump(by_alias=True) for exchange in kept])


@router.delete("")
async def forget_requests(sandbox: ThisSandbox) -> None:
    """Start the journal anew."""
    sandbox.journal.clear()
    return no_content()


def _matches(exchange: Exchange, query: RequestsQuery) -> bool:
    return (
        (query.method is None or query.method.upper() == exchange.method)
        and (
            query.path is None
            or any(fnmatchcase(path, query.path) for path in (exchange.path, rewritten(exchange.path)))
        )
        and (query.operation_id is None or query.operation_id == exchange.operation_id)
        and (query.status is None or query.status == exchange.status)
    )


def _show(exchange: Exchange) -> LoggedRequest:
    return LoggedRequest(
        id=exchange.id,
        at=exchange.at,
        method=exchange.method,
        path=exchange.path,
        query=query_text.parse(exchange.query),
        headers=exchange.headers,
        body=_content(exchange.raw_body),
        status=exchange.status,
        response=_content(exchange.raw_response),
        duration_ms=exchange.duration_ms,
        operation_id=exchange.operation_id,
        api_version=exchange.api_version,
    )


def _content(raw: bytes) -> Any:
    if not raw:
        return None
    text = raw.decode("utf-8", "replace")
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
