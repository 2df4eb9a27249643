"""Compares mockcal with an OpenAPI document: what the document has that mockcal lacks."""

import re
from collections.abc import Iterator
from typing import Any

from mockcal.contract.documents import own_document

Json = dict[str, Any]
# What the published document has and the real service never sends or takes; docs/differences.md says so area by area.
NEVER: tuple[tuple[str, str], ...] = (
    (r"answer has no field error$", "a success carries no error"),
    (r"bookings/\S+/(\{seatUid\}|confirm|decline|guests|location): answer .*data\.\[\]", "it is always one booking"),
    (r"event-types.*answer .*bookingWindow\.\[\]", "a window is one object, not a list"),
    (r"event-types.*answer .*data\.(\[\]\.)?seats(PerTimeSlot|ShowAvailabilityCount)$", "both stand in `seats`"),
    (r"GET \S+/memberships: answer has no field data\.(?!\[)", "a list of memberships is a list"),
    (r"/workflows\S*\{workflowId\}\S*: answer has no field data\.\[\]", "a single workflow is no list"),
    (r"POST \S+/workflows\S*: answer has no field data\.\[\]", "a single workflow is no list"),
    (r"GET \S+/workflows\S*: answer has no field data\.\[\]\.(userId|teamId|createdAt|updatedAt)$", "never shown"),
    (r"delegation-credentials.*serviceAccountKey\.\[\]", "the key is one object"),
    (r"busy-times: no query parameter (credentialId|externalId)$", "they are keys of the pairs of calendarsToLoad"),
    (r"routing-forms: no query parameter routedToBookingUid$", "it filters responses, not forms"),
    (r"responses: answer has no field data\.routing\.(teamMemberEmail|crm)", "no CRM is asked who owns a contact"),
    (r"calculate-slots: no header parameter authorization$", "it asks nobody for credentials"),
    (r"teams/\{teamId\}/event-types: no header parameter (authorization|x-cal)", "everybody may read them"),
    (r"stripe/save: answer has no field url$", "it redirects"),
)
METHODS = ("get", "post", "put", "patch", "delete")


def differences(theirs: Json, ours: Json | None = None) -> list[str]:
    """What `theirs` has and `ours` (mockcal's own) has not: one line each, e.g. `GET /v2/me: answer has no field bio`."""
    ours = own_document() if ours is None else ours
    mine = {key: operation for key, _, operation in _operations(ours)}
    found: list[str] = []
    for key, path, operation in _operations(theirs):
        name = f"{key[0].upper()} {path}"
        if key not in mine:
            found.append(f"{name}: not there")
            continue
        found += [f"{name}: {text}" for text in _missing(theirs, operation, ours, mine[key])]
    return found


def expected(difference: str) -> str | None:
    """Why a difference is none to mend: the real service differs from its document there. None for one that is."""
    return next((reason for pattern, reason in NEVER if re.search(pattern, difference)), None)


def _missing(theirs: Json, their: Json, ours: Json, our: Json) -> Iterator[str]:
    for place in ("path", "query", "header"):
        for parameter in _parameters(their, place) - _parameters(our, place):
            yield f"no {place} parameter {parameter}"
    for field in sorted(_body_fields(theirs, their) - _body_fields(ours, our)):
        yield f"body has no field {field}"
    for field in sorted(_answer_fields(theirs, their) - _answer_fields(ours, our)):
        yield f"answer has no field {field}"


def _operations(document: Json) -> Iterator[tuple[tuple[str, str], str, Json]]:
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield (method, _shape(path)), path, item[method]


def _shape(path: str) -> str:
    return "/".join("{}" if part.startswith("{") else part for part in path.strip("/").split("/"))


def _parameters(operation: Json, place: str) -> set[str]:
    """By name; headers know no case. Path parameters are told by the path's shape already, whatever they are called."""
    if place == "path":
        return set()
    names = {one["name"] for one in operation.get("parameters", []) if one["in"] == place}
    return {name.lower() for name in names} if place == "header" else names


def _body_fields(document: Json, operation: Json) -> set[str]:
    content = (operation.get("requestBody") or {}).get("content") or {}
    return {field for media in content.values() for field in _fields(document, media.get("schema") or {}, ())}


def _answer_fields(document: Json, operation: Json) -> set[str]:
    good = [answer for status, answer in (operation.get("responses") or {}).items() if status.startswith("2")]
    contents = [media for answer in good for media in (answer.get("content") or {}).values()]
    return {field for media in contents for field in _fields(document, media.get("schema") or {}, ())}


def _fields(document: Json, schema: Any, within: tuple[str, ...], prefix: str = "") -> Iterator[str]:
    """Dotted names of all properties, through references, lists and alternatives; `[]` stands for a list's elements."""
    if not isinstance(schema, dict):
        return
    if (ref := schema.get("$ref")) is not None:
        if ref not in within:
            yield from _fields(document, _resolved(document, ref), (*within, ref), prefix)
        return
    for name, inner in (schema.get("properties") or {}).items():
        yield f"{prefix}{name}"
        yield from _fields(document, inner, within, f"{prefix}{name}.")
    yield from _fields(document, schema.get("items"), within, f"{prefix}[].")
    for alternative in [*(schema.get("allOf") or []), *(schema.get("anyOf") or []), *(schema.get("oneOf") or [])]:
        yield from _fields(document, alternative, within, prefix)


def _resolved(document: Json, ref: str) -> Any:
    found: Any = document
    for step in ref.removeprefix("#/").split("/"):
        found = found.get(step, {}) if isinstance(found, dict) else {}
    return found
