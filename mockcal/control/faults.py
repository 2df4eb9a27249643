"""Refusals, delays and dropped connections that a test asks for."""

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import Field

from mockcal.control.bodies import Body, BodyOf
from mockcal.control.server import Server, ThisSandbox, ThisServer
from mockcal.http.answers import no_content, plain
from mockcal.http.errors import BadRequest, NotFound
from mockcal.http.versions import VersionedRoute
from mockcal.sandbox.faults import Fault

router = APIRouter(prefix="/_mock/faults", tags=["mockcal"], route_class=VersionedRoute)


class Match(Body):
    """All that is given must match; `path` is a glob."""

    method: str | None = None
    path: str | None = None
    operation_id: str | None = None


HeaderName = Annotated[str, Field(pattern=r"^[A-Za-z0-9!#$%&'*+.^_`|~-]+$")]
HeaderValue = Annotated[str, Field(pattern=r"^[\t -~\u00a0-\u00ff]*$")]


class Respond(Body):
    status: Annotated[int, Field(ge=200, le=599)]
    body: Any = None
    headers: dict[HeaderName, HeaderValue] | None = None


class CreateFault(Body):
    """Without `respond` and `drop` it only delays."""

    match: Match = Match()
    respond: Respond | None = None
    delay_ms: Annotated[float, Field(ge=0)] = 0
    drop: bool = False
    times: Annotated[int, Field(ge=1)] | None = None
    probability: Annotated[float, Field(ge=0, le=1)] = 1.0


class NoSuchOperation(BadRequest):
    def __init__(self, operation_id: str) -> None:
        super().__init__(
            f"match.operationId: there is no operation {operation_id}; `mockcal routes` lists them all, with their ids."
        )


class DoesNothing(BadRequest):
    def __init__(self) -> None:
        super().__init__('This fault does nothing: give it "respond", "drop" or "delayMs".')


class FaultNotFound(NotFound):
    def __init__(self, fault_id: str) -> None:
        super().__init__(f"This sandbox has no fault {fault_id}; GET /_mock/faults lists them.")


@router.get("")
async def list_faults(sandbox: ThisSandbox) -> list[dict[str, Any]]:
    """The faults there are, with how often each struck."""
    return plain([_show(fault) for fault in sandbox.faults])


@router.post("", status_code=201)
async def create_fault(body: BodyOf[CreateFault], sandbox: ThisSandbox, server: ThisServer) -> dict[str, Any]:
    """Let requests that match fail, wait, or lose their connection."""
    if body.respond is None and not body.drop and not body.delay_ms:
        raise DoesNothing
    if body.match.operation_id is not None and not _exists(server, body.match.operation_id):
        raise NoSuchOperation(body.match.operation_id)
    fault = Fault(
        id=sandbox.request_ids.uuid(),
        method=body.match.method,
        path=body.match.path,
        operation_id=body.match.operation_id,
        respond=None if body.respond is None else body.respond.model_dump(),
        delay_ms=body.delay_ms,
        drop=body.drop,
        times=body.times,
        probability=body.probability,
        spec=body.model_dump(by_alias=True, exclude_unset=True),
    )
    sandbox.faults.add(fault)
    return plain(_show(fault), status=201)


@router.delete("")
async def delete_faults(sandbox: ThisSandbox) -> None:
    """No more faults."""
    sandbox.faults.clear()
    return no_content()


@router.delete("/{id}")
async def delete_fault(id: str, sandbox: ThisSandbox) -> None:
    """One fault less."""
    if not sandbox.faults.remove(id):
        raise FaultNotFound(id)
    return no_content()


def _exists(server: Server, operation_id: str) -> bool:
    """One of the published document, or one of those that only mockcal's own list has."""
    return operation_id in server.directory.operation_ids or any(
        operation_id == (route.operation_id or route.name) for route in server.directory.routes()
    )


def _show(fault: Fault) -> dict[str, Any]:
    return {"id": fault.id, "hits": fault.hits, **fault.spec}
