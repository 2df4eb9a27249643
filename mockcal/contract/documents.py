"""OpenAPI documents: mockcal's own, and whichever a file holds."""

import json
from pathlib import Path
from typing import Any

Json = dict[str, Any]


class UnreadableDocument(Exception):
    """No OpenAPI document; the message says why."""


def read_document(path: Path) -> Json:
    """An OpenAPI document from a JSON or YAML file."""
    try:
        text = path.read_text(encoding="utf-8")
        document = json.loads(text) if path.suffix == ".json" else _yaml(text)
    except (OSError, ValueError) as problem:
        raise UnreadableDocument(f"{path} cannot be read as an OpenAPI document: {problem}") from None
    if not isinstance(document, dict) or "paths" not in document:
        raise UnreadableDocument(f"{path} is no OpenAPI document: it has no `paths`.")
    return document


def own_document() -> Json:
    """mockcal's own."""
    from mockcal.openapi import FILE

    document: Json = json.loads(FILE.read_text(encoding="utf-8"))
    return document


def _yaml(text: str) -> Any:
    import yaml

    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as problem:
        raise ValueError(str(problem)) from None
