"""The published document, put right where no client that parses strictly could read the real service's answers.

Each correction is one of those in `docs/differences.md`.
"""

from typing import Any

Json = dict[str, Any]
TYPES = {bool: "boolean", int: "number", float: "number", str: "string"}
EVENT_TYPES = ("EventTypeOutput_2024_06_14", "TeamEventTypeOutput_2024_06_14")


def corrected(document: Json) -> Json:
    """The same document, changed in place."""
    schemas: Json = document["components"]["schemas"]
    for name, schema in schemas.items():
        for shown in schema.get("properties", {}).values():
            _type_scalars(shown)
        if name.endswith("FieldOutput_2024_06_14"):
            _let_off(schema, "label", "placeholder")
    del schemas["ScheduleAvailabilityInput_2024_06_11"]["properties"]["days"]["enum"]
    for name in EVENT_TYPES:
        _allow_as_shown(schemas[name]["properties"])
    return document


def _type_scalars(shown: Json) -> None:
    """Texts, numbers and booleans that are called objects."""
    told = type(shown.get("example", shown.get("default")))
    if shown.get("type") == "object" and told in TYPES:
        shown["type"] = TYPES[told]


def _let_off(schema: Json, *optional: str) -> None:
    """What nobody gave is left out."""
    schema["required"] = [name for name in schema.get("required", []) if name not in optional]


def _allow_as_shown(properties: Json) -> None:
    """`{"disabled": true}` for a list or settings, people for texts, a team of which just the id is shown."""
    for name in ("bookingWindow", "seats", "users", "hosts", "team"):
        if name in properties:
            properties[name] = {}
