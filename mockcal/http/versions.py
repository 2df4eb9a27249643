"""The `cal-api-version` header: which variant of a family answers."""

from collections.abc import Callable
from typing import Any, ClassVar

from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from mockcal.http.call import call_of
from mockcal.http.dto import Dto, dropped
from mockcal.http.transactions import transaction_of

HEADER = "cal-api-version"
V2024_04_15 = "2024-04-15"
V2024_06_11 = "2024-06-11"
V2024_06_14 = "2024-06-14"
V2024_08_13 = "2024-08-13"
V2024_09_04 = "2024-09-04"
V2026_02_25 = "2026-02-25"
V2026_05_01 = "2026-05-01"
V2026_06_12 = "2026-06-12"

KNOWN = (
    V2024_04_15,
    V2024_06_11,
    V2024_06_14,
    V2024_08_13,
    V2024_09_04,
    V2026_02_25,
    V2026_05_01,
    V2026_06_12,
)
BASE = KNOWN[0]
"""What an absent or unknown header means. A known version that a family does not serve is 404."""


def version_of(header: str | None) -> str:
    return header if header in KNOWN else BASE


class ParsedRequest(Request):
    """A request whose JSON body was parsed on the way in."""

    async def body(self) -> bytes:
        return b"{}"

    async def json(self) -> Any:
        return call_of(self).body


class VersionedRoute(APIRoute):
    """A route of the API: serves some versions, and takes its body as it was parsed on the way in."""

    versions: ClassVar[frozenset[str]] = frozenset(KNOWN)
    newer: ClassVar[str | None] = None  # what most clients mean when they forget the header
    param_names: list[str]  # the names of the path's free segments, in order

    def __init__(self, path: str, endpoint: Callable[..., Any], **more: Any) -> None:
        """Handlers answer bytes that were made once, so the annotation of what they return is for readers and for our own
        OpenAPI document; serializers that FastAPI would build of it are time and memory at import for nothing."""
        super().__init__(path, endpoint, **(more | {"response_model": None}))

    def get_route_handler(self) -> Any:
        handle = super().get_route_handler()

        body = self.body_field.field_info.annotation if self.body_field else None
        model = body if isinstance(body, type) and issubclass(body, Dto) else None

        async def respond(request: Request) -> Response:
            call = call_of(request)
            if self.newer is not None and call.explain is None and call.headers.get(HEADER) not in KNOWN:
                call.explain = f"without cal-api-version it is {BASE}; the reference describes {HEADER}: {self.newer}"
            with transaction_of(call):
                response: Response = await handle(ParsedRequest(request.scope, request.receive))
            if model is not None and call.explain is None and isinstance(call.body, dict):
                call.explain = dropped(model, call.body)
            return response

        return respond


def served_by(*versions: str, newer: str | None = None) -> type[VersionedRoute]:
    """The `route_class` of a router that answers these versions and no other."""
    return type("VersionedRoute", (VersionedRoute,), {"versions": frozenset(versions), "newer": newer})
