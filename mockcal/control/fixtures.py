"""Fixture documents: loaded into the sandbox, and written out of it."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends
from starlette.responses import Response

from mockcal.control.bodies import Body, QueryOf, RawBody
from mockcal.control.server import ThisSandbox
from mockcal.http.answers import plain
from mockcal.http.versions import VersionedRoute
from mockcal.sandbox.sandbox import Sandbox
from mockcal.seed.document import Document, parse
from mockcal.seed.exporter import export
from mockcal.seed.loader import load

NEXT_LINE = "\x85"
router = APIRouter(prefix="/_mock/fixtures", tags=["mockcal"], route_class=VersionedRoute)


class Format(Body):
    format: Literal["json", "yaml"] = "json"


@router.post("", status_code=201)
async def load_fixtures(document: Annotated[Any, Depends(RawBody(Document))], sandbox: ThisSandbox) -> dict[str, Any]:
    """Load one document, all or nothing; the answer has the numbers behind its names."""
    clock, drawn = sandbox.clock.state(), sandbox.ids.drawn
    tx = sandbox.begin()
    try:
        made = load(tx, parse(document))
        tx.commit()
    except BaseException:
        tx.rollback()
        sandbox.clock.restore(clock)
        sandbox.ids.drawn = drawn
        raise
    return plain(made, status=201)


@router.get("")
async def export_fixtures(query: QueryOf[Format], sandbox: ThisSandbox) -> Any:
    """The sandbox's present state as one document."""
    document = exported(sandbox)
    if query.format == "json":
        return plain(document)
    return Response(as_yaml(document), media_type="application/yaml")


def exported(sandbox: Sandbox) -> dict[str, Any]:
    tx = sandbox.begin()
    try:
        return export(tx)
    finally:
        tx.rollback()


def as_yaml(document: dict[str, Any]) -> str:
    import yaml

    text: str = yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=120)
    if NEXT_LINE not in text:
        return text
    # Written as it is it would be read as the end of a line.
    escaped: str = yaml.safe_dump(document, sort_keys=False, width=120)
    return escaped
