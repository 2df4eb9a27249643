"""The shapes that a refusal's body can have, as `mockcal.http.errors` draws them."""

import re
from typing import Any

INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
ENVELOPE, ERROR = {"status", "timestamp", "path", "error"}, {"code", "message"}


def is_refusal(body: Any, status: int) -> bool:
    return _is_envelope(body, status) or _is_raw(body, status) or _is_oauth2(body)


def _is_envelope(body: Any, status: int) -> bool:
    """A machine code may bring the message a second time, beside `error`."""
    if not isinstance(body, dict) or set(body) - {"message"} != ENVELOPE or body["status"] != "error":
        return False
    error = body["error"]
    told = isinstance(error, dict) and set(error) - {"details"} == ERROR and isinstance(error["message"], str)
    repeated = told and body.get("message", error["message"]) == error["message"]
    return bool(repeated and INSTANT.fullmatch(str(body["timestamp"])) and _are_details(error, status))


def _are_details(error: dict[str, Any], status: int) -> bool:
    details = error.get("details")
    if isinstance(details, dict):
        return set(details) == {"errors"} or details.get("statusCode") == status
    return details is None or details == error["message"]


def _is_raw(body: Any, status: int) -> bool:
    return isinstance(body, dict) and set(body) == {"statusCode", "message"} and body["statusCode"] == status


def _is_oauth2(body: Any) -> bool:
    return isinstance(body, dict) and set(body) == {"error", "error_description"}
