"""Wire models that go out, and the responses made of them."""

import re
from datetime import datetime
from typing import Annotated, Any, Generic, TypeVar
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, PlainSerializer, SerializeAsAny
from pydantic.alias_generators import to_camel
from starlette.responses import Response

from mockcal.http import json_text
from mockcal.http.js_dates import iso_ms

T = TypeVar("T")
NOT_IN_URLS = re.compile(r"[^\x21\x23-\x3b\x3d\x3f-\x5f\x61-\x7a\x7c\x7e]")
"""What a redirect's target is given percent-encoded; all else goes out as it came."""


class _Omit:
    """Stands for JavaScript's `undefined`: the key is left out."""

    def __repr__(self) -> str:
        return "OMIT"


OMIT: Any = _Omit()


Instant = Annotated[datetime, PlainSerializer(iso_ms, return_type=str)]
"""An instant as the API writes it: UTC, with milliseconds."""


def omit_none(value: T | None) -> T:
    """The value, or nothing at all on the wire when it is null."""
    return OMIT if value is None else value


class Wire(BaseModel):
    """A JSON object that the API answers with: camelCase, nulls kept, fields given as `OMIT` (or not given) left out."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid")

    def __init__(self, /, **fields: Any) -> None:
        super().__init__(**{name: value for name, value in fields.items() if value is not OMIT})


class Data(Wire, Generic[T]):
    """The envelope of a success."""

    status: str
    data: T


class Pagination(Wire):
    total_items: int
    remaining_items: int
    returned_items: int
    items_per_page: int
    current_page: int
    total_pages: int
    has_next_page: bool
    has_previous_page: bool

    def to_wire(self) -> dict[str, int | bool]:
        """`totalItems`, `remainingItems` and so on."""
        return self.model_dump(by_alias=True)


class Listed(Data[list[T]], Generic[T]):
    """The envelope of a page with its numbers."""

    pagination: Pagination


class Success(Wire):
    """A success that says nothing more."""

    status: str


class _Answer(Wire):
    status: str = "success"
    data: SerializeAsAny[Any] = None
    pagination: Any = None


def data(value: Any, *, status: int = 200, pagination: Any = OMIT) -> Any:
    """`value` (a wire model, a list of them, or plain JSON) in the envelope, as the bytes that go out."""
    return answer(_Answer(status="success", data=value, pagination=pagination), status=status)


def success(*, status: int = 200) -> Any:
    """An envelope without data."""
    return answer(_Answer(status="success"), status=status)


def answer(value: BaseModel, *, status: int = 200, headers: dict[str, str] | None = None) -> Any:
    """A model's own bytes, without an envelope."""
    body = value.model_dump_json(by_alias=True, exclude_unset=True)
    return json_response(body.encode(), status=status, headers=headers)


def json_response(body: bytes, *, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(body, status_code=status, headers=headers, media_type="application/json; charset=utf-8")


def plain(value: Any, *, status: int = 200) -> Any:
    """JSON data as it is, without an envelope."""
    return json_response(json_text.dump(value), status=status)


def no_content() -> Any:
    return Response(status_code=204)


def redirect(location: str, *, status: int = 301) -> Any:
    return Response(status_code=status, headers={"location": NOT_IN_URLS.sub(_percent_encoded, location)})


def _percent_encoded(found: re.Match[str]) -> str:
    return quote(found[0], errors="replace")
