"""Whether a success is what our own OpenAPI document says of it."""

from functools import cache
from typing import Any
from urllib.parse import urlsplit

import httpx

from mockcal.contract.documents import own_document
from mockcal.contract.promises import Promises
from mockcal.http.directory import Directory
from mockcal.http.rewrites import rewritten
from mockcal.http.versions import BASE, HEADER, version_of


def broken(directory: Directory, request: httpx.Request, response: httpx.Response) -> list[str]:
    """Each with its place. The newest variant of a path is described; answers of older ones are not looked at."""
    path = rewritten(urlsplit("/" + request.url.raw_path.decode().split("/", 2)[2]).path)
    found = directory.route(request.method, path, version_of(request.headers.get(HEADER)))
    if found is None or not response.is_success or "json" not in response.headers.get("content-type", ""):
        return []
    operation = promises().operation(request.method, found[0].path)
    if operation is None or newest(found[0].versions) != newest(operation["x-mockcal-versions"]):
        return []
    return [f"ours: {problem[:300]}" for problem in promises().broken(operation, response.json())]


def newest(versions: Any) -> str:
    return max((one for one in versions if one != BASE), default=BASE)


@cache
def promises() -> Promises:
    return Promises(own_document())
