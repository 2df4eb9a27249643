"""What is known of one request while it is on its way."""

from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.types import Scope

from mockcal.sandbox.sandbox import Sandbox
from mockcal.sandbox.transaction import Transaction

UNKNOWN_REQUEST_ID = "unknown-request-id"
SANDBOX_HEADER = "x-mockcal-sandbox"


@dataclass(slots=True)
class Call:
    """One request. `original_url` is as it was sent, `url` after the real API's rewrites; neither has the sandbox prefix."""

    sandbox: Sandbox
    prefix: str
    method: str
    original_url: str
    url: str
    headers: dict[str, str]  # lower-case names, the first of each
    client_host: str
    scheme: str = "http"
    body: Any = None
    raw_body: bytes = b""
    version: str = ""
    operation_id: str | None = None
    request_id: str | None = UNKNOWN_REQUEST_ID
    explain: str | None = None
    answer_headers: dict[str, str] = field(default_factory=dict)
    memo: dict[str, Any] = field(default_factory=dict)  # what guards found out, for those after them
    fetched: dict[Any, Any] = field(default_factory=dict)  # what came from outside, for its transactions
    tx: Transaction | None = None  # while a handler runs that asks for one

    @property
    def base_url(self) -> str:
        """Where this sandbox answers, e.g. http://localhost:5555/~a; for links that a client follows.

        Whoever follows them knows nothing of a header that chose the sandbox, so the path names it then.
        """
        scheme = self.headers.get("x-forwarded-proto", self.scheme)
        prefix = self.prefix or (f"/~{self.sandbox.name}" if SANDBOX_HEADER in self.headers else "")
        return f"{scheme}://{self.headers.get('host', 'localhost')}{prefix}"


def call_of(request: Request) -> Call:
    found: Call = request.scope["call"]
    return found


def in_scope(scope: Scope) -> Call:
    found: Call = scope["call"]
    return found
