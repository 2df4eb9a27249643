"""The answer to a refusal."""

import logging
from typing import Any

from sqlalchemy.exc import DBAPIError, IntegrityError
from starlette.responses import Response

from mockcal.http import json_text
from mockcal.http.answers import json_response
from mockcal.http.errors import (
    ApiError,
    DatabaseRefusal,
    DuplicateRecord,
    InvalidBody,
    Json,
    RawError,
    RecordMissing,
)

EXPLAIN = "X-Mockcal-Explain"
KEPT = "refused only after the work was done, which stays, as in the real service"
log = logging.getLogger("mockcal")


def error_response(error: ApiError, *, path: str, at: str) -> Response:
    headers = dict(error.headers)
    said = [error.explain, KEPT if error.keeps_work else None]
    if any(said):
        headers[EXPLAIN] = header_text("; ".join(filter(None, said)))
    body = json_text.dump(error.body(path=path, at=at))
    return json_response(body, status=error.answer_status(), headers=headers)


def header_text(text: str) -> str:
    """One short line of printable ASCII."""
    return "".join(char if " " <= char <= "~" else "?" for char in text)[:500]


def as_api_error(error: Exception) -> ApiError:
    """The refusal that an error from below amounts to."""
    if isinstance(error, ApiError):
        return error
    if isinstance(error, IntegrityError):
        return _constraint(str(error.orig))
    if isinstance(error, DBAPIError | OverflowError):
        return DatabaseRefusal(explain="the database cannot hold a value of this request")
    if type(error).__name__ in ("RequestValidationError", "ValidationError"):
        return _unforeseen(error)
    log.exception("A bug in mockcal: please report it", exc_info=error)
    return RawError(500, "Internal server error", explain="this is a bug in mockcal: its log has the details")


def _constraint(text: str) -> ApiError:
    if text.startswith("UNIQUE"):
        return DuplicateRecord(explain=text)
    if text.startswith("FOREIGN KEY"):
        return RecordMissing(explain="a referenced record does not exist")
    return DatabaseRefusal(explain=text)


def _unforeseen(error: Any) -> ApiError:
    """Input that passed the rules but that the parser would not take."""
    items: list[Json] = [
        {
            "target": {},
            "value": None,
            "property": str(one["loc"][-1]) if one["loc"] else "",
            "children": [],
            "constraints": {one["type"]: one["msg"]},
        }
        for one in error.errors()
    ]
    return InvalidBody(items)
