"""What our OpenAPI document says of input that is read by hand, where no signature tells it."""

from collections.abc import Callable
from typing import Any, TypeVar

from pydantic import BaseModel, GetJsonSchemaHandler

Reader = TypeVar("Reader", bound=Callable[..., Any])


def takes(*bodies: type[BaseModel]) -> Callable[[Reader], Reader]:
    """The shapes that a body may have which this handler, or dependency, reads itself."""
    return _with("bodies", bodies)


def asks(*queries: type[BaseModel]) -> Callable[[Reader], Reader]:
    """The shapes that a query may have which this handler, or dependency, reads itself."""
    return _with("queries", queries)


def _with(name: str, models: tuple[type[BaseModel], ...]) -> Callable[[Reader], Reader]:
    def describe(reader: Reader) -> Reader:
        setattr(reader, name, models)
        return reader

    return describe


class LooksLike:
    """`Annotated[Any, LooksLike(A, B)]`: a field whose value is judged by hand has one of these shapes, or is a text."""

    def __init__(self, *models: type[BaseModel], text: bool = False) -> None:
        self.models = models
        self.text = text

    def __get_pydantic_json_schema__(self, core_schema: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        shapes: list[Any] = [handler(model.__pydantic_core_schema__) for model in self.models]
        shapes += [{"type": "string"}] if self.text else []
        return {"anyOf": shapes} if len(shapes) > 1 else dict(shapes[0])
