"""Whether a success is what our own OpenAPI document says of it."""

from functools import cache
from typing import Any
from urllib.parse import urlsplit

import httpx

from mockcal.contract import own_document
from mockcal.http.directory import Directory
from mockcal.http.rewrites import rewritten
from mockcal.http.versions import BASE, HEADER, version_of


def broken(directory: Directory, request: httpx.Request, response: httpx.Response) -> list[str]:
    """Each with its place. The newest variant of a path is described; answers of older ones are not looked at."""
    path = rewritten(urlsplit("/" + request.url.raw_path.decode().split("/", 2)[2]).path)
    found = directory.route(request.method, path, version_of(request.headers.get(HEADER)))
    if found is None or not response.is_success or not response.content:
        return []
    validator = _validator(found[0].path, request.method.lower(), newest(found[0].versions))
    if validator is None:
        return []
    return sorted({f"{_place(error)}: {error.message[:300]}" for error in validator.iter_errors(response.json())})


def newest(versions: Any) -> str:
    return max((one for one in versions if one != BASE), default=BASE)


@cache
def _validator(path: str, method: str, version: str) -> Any:
    from jsonschema_rs import Draft202012Validator

    operation = _document()["paths"][path][method]
    content = next(iter(operation["responses"].values())).get("content")
    if content is None or version != newest(operation["x-mockcal-versions"]):
        return None
    return Draft202012Validator({**content["application/json"]["schema"], "components": _document()["components"]})


@cache
def _document() -> dict[str, Any]:
    return own_document()


def _place(error: Any) -> str:
    return "ours: " + ("/".join("*" if isinstance(step, int) else str(step) for step in error.instance_path) or "(all)")
