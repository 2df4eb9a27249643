"""What an OpenAPI document promises of successes. Needs jsonschema-rs, which comes with the extra `contract`."""

import json
from functools import cached_property
from typing import Any

Json = dict[str, Any]
ANNOTATIONS = ("nullable", "example", "default")


class Promises:
    """One document's, by method and path, whatever the path's parameters are called."""

    def __init__(self, document: Json) -> None:
        self.document = document
        self._operations = {
            (method, shape(path)): operation
            for path, item in document["paths"].items()
            for method, operation in item.items()
            if isinstance(operation, dict)
        }
        self._validators: dict[str, Any] = {}

    def operation(self, method: str, path: str) -> Json | None:
        return self._operations.get((method.lower(), shape(path)))

    def broken(self, operation: Json, body: Any) -> list[str]:
        """What is wrong with the body of an operation's success, each with its place."""
        schema = _success_schema(operation)
        if schema is None:
            return []
        errors = self._validator(schema).iter_errors(body)
        return sorted({f"{_place(error)}: {error.message}" for error in errors})

    def misfits(self, name: str, value: Any) -> list[str]:
        """What is wrong with a value that should be what the document calls `name`."""
        errors = self._validator({"$ref": f"#/components/schemas/{name}"}).iter_errors(value)
        return sorted({f"{_place(error)}: {error.message}" for error in errors})

    def _validator(self, schema: Any) -> Any:
        from jsonschema_rs import Draft202012Validator

        key = json.dumps(schema)
        if key not in self._validators:
            whole = {**_converted(schema), "components": {"schemas": self._components}}
            self._validators[key] = Draft202012Validator(whole)
        return self._validators[key]

    @cached_property
    def _components(self) -> Any:
        return _converted(self.document.get("components", {}).get("schemas", {}))


def shape(path: str) -> str:
    return "/".join("{}" if part.startswith("{") else part for part in path.split("/"))


def _converted(schema: Any) -> Any:
    """In JSON Schema's terms: `nullable` as a type of its own; what is a mere annotation, or contradicts itself, left out."""
    if isinstance(schema, list):
        return [_converted(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: _converted(value) for key, value in schema.items() if key not in ANNOTATIONS or _is_a_name(value)}
    if isinstance(schema.get("required"), bool):
        kept.pop("required")
    return {"anyOf": [kept, {"type": "null"}]} if schema.get("nullable") is True else kept


def _is_a_name(value: Any) -> bool:
    """Whether a word stands for a property of that name: then what it holds is a schema."""
    return isinstance(value, dict) and ("type" in value or "$ref" in value)


def _success_schema(operation: Json) -> Any:
    for status, answer in operation["responses"].items():
        if status.startswith("2") and (content := answer.get("content")):
            return next(iter(content.values())).get("schema")
    return None


def _place(error: Any) -> str:
    return "/".join("*" if isinstance(step, int) else str(step) for step in error.instance_path) or "(all)"
