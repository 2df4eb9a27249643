"""How the control plane takes bodies and queries: JSON or YAML, refused with the place of what is wrong."""

from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from fastapi import Depends
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic.alias_generators import to_camel
from starlette.requests import Request

from mockcal.http import json_text, query_text
from mockcal.http.call import Call, call_of
from mockcal.http.errors import BadRequest
from mockcal.http.json_text import MalformedJson
from mockcal.seed.document import mistakes

T = TypeVar("T")


class Body(BaseModel):
    """Keys that it does not know are refused: a misspelt one would be missed otherwise."""

    model_config = ConfigDict(alias_generator=to_camel, extra="forbid")


class BadBody(BadRequest):
    """400: what is wrong, each with its place."""

    def __init__(self, error: ValidationError) -> None:
        super().__init__("; ".join(mistakes(error)))


def parsed(call: Call) -> Any:
    """The body as data; fixture documents may be YAML, which JSON is too."""
    if not call.raw_body:
        return {}
    if "yaml" in call.headers.get("content-type", "").lower():
        return call.raw_body.decode("utf-8", "replace")
    try:
        return json_text.parse(call.raw_body)
    except MalformedJson as error:
        raise BadRequest(f"The body is no JSON: {error.message}") from None


class _BodyReader:
    """`bodies` and `queries` are what the OpenAPI document says that a reader takes."""

    def __init__(self, model: type[BaseModel]) -> None:
        self.model = model
        self.bodies = (model,)

    async def __call__(self, request: Request) -> Any:
        return _validated(self.model, parsed(call_of(request)))


class _QueryReader:
    def __init__(self, model: type[BaseModel]) -> None:
        self.model = model
        self.queries = (model,)

    async def __call__(self, request: Request) -> Any:
        return _validated(self.model, query_text.parse(call_of(request).url.partition("?")[2]))


class RawBody:
    """`Annotated[Any, Depends(RawBody(Document))]`: a body that the handler checks, to be described by these models."""

    def __init__(self, *described_by: type[BaseModel]) -> None:
        self.bodies = described_by

    async def __call__(self, request: Request) -> Any:
        return parsed(call_of(request))


def _validated(model: type[BaseModel], data: Any) -> Any:
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise BadBody(error) from None


if TYPE_CHECKING:
    BodyOf = Annotated[T, None]
    QueryOf = Annotated[T, None]
else:

    class BodyOf:
        """`body: BodyOf[Advance]` in a handler's signature."""

        def __class_getitem__(cls, model: type[BaseModel]) -> Any:
            return Annotated[model, Depends(_BodyReader(model))]

    class QueryOf:
        def __class_getitem__(cls, model: type[BaseModel]) -> Any:
            return Annotated[model, Depends(_QueryReader(model))]
