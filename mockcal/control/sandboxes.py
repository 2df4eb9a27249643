"""The sandboxes of the server."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter
from pydantic import Field

from mockcal.control.bodies import Body, BodyOf
from mockcal.control.clock import Moment
from mockcal.control.server import Server, ThisServer
from mockcal.http.answers import Instant, Wire, answer, no_content, plain
from mockcal.http.errors import BadRequest
from mockcal.http.sandboxes import BadSandboxName, SandboxLimit
from mockcal.http.versions import VersionedRoute
from mockcal.sandbox.sandbox import NAME, Image, Sandbox, TooManySandboxes
from mockcal.seed import images

router = APIRouter(prefix="/_mock/sandboxes", tags=["mockcal"], route_class=VersionedRoute)


class PutSandbox(Body):
    """`fixtures`: documents, or names of files that come with mockcal; left out, the server's own baseline."""

    fixtures: list[dict[str, Any] | str] | None = None
    seed: Annotated[int, Field(ge=0)] | None = None
    now: Moment | None = None
    rate_limit: Literal["headers", "real", "off"] | None = None


class SandboxInfo(Wire):
    name: str
    created_at: Instant
    requests: int


class NoSuchFixtures(BadRequest):
    def __init__(self, name: str) -> None:
        known = ", ".join(sorted(images.built_in()))
        super().__init__(f"fixtures: there is no file {name} that comes with mockcal; there are {known}.")


@router.get("")
async def list_sandboxes(server: ThisServer) -> list[SandboxInfo]:
    """Those that were made or used."""
    return plain([_show(sandbox).model_dump(by_alias=True) for sandbox in server.sandboxes])


@router.put("/{name}", status_code=201)
async def put_sandbox(name: str, body: BodyOf[PutSandbox], server: ThisServer) -> SandboxInfo:
    """A sandbox made anew, with these fixtures as its own baseline."""
    if not NAME.fullmatch(name):
        raise BadSandboxName(name)
    image = _image(server, body)
    try:
        sandbox = server.sandboxes.put(name, image, body.rate_limit)
    except TooManySandboxes:
        raise SandboxLimit(server.sandboxes.limit) from None
    return answer(_show(sandbox), status=201)


@router.delete("/{name}")
async def delete_sandbox(name: str, server: ThisServer) -> None:
    """Gone with all that is in it; used again, it begins as a copy of the server's baseline."""
    server.sandboxes.delete(name)
    return no_content()


def _image(server: Server, body: PutSandbox) -> Image:
    base = server.sandboxes.baseline
    seed = base.seed if body.seed is None else body.seed
    if body.fixtures is not None:
        return images.build([_content(one) for one in body.fixtures], seed=seed, now=body.now)
    clock = base.clock if body.now is None else (body.now, base.clock[1])
    return Image(base.database, seed, base.ids_drawn, clock, base.made_at)


def _content(fixture: dict[str, Any] | str) -> Any:
    if isinstance(fixture, dict):
        return fixture
    name = fixture.removesuffix(".yaml")
    if name not in images.built_in():
        raise NoSuchFixtures(fixture)
    return images.read(name)


def _show(sandbox: Sandbox) -> SandboxInfo:
    return SandboxInfo(name=sandbox.name, created_at=sandbox.created_at, requests=sandbox.journal.count)
