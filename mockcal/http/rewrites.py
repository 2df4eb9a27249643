"""The rewrites that the real API makes of a URL before it looks for a route, and what of them an error shows."""

import re

API = re.compile(r"^/api(?=/v2(?:/|$))", re.IGNORECASE)
ENTERPRISE = re.compile(r"^/v2/ee/", re.IGNORECASE)


def rewritten(url: str) -> str:
    """`/api/v2/…` and `/v2/ee/…` become `/v2/…`, the first `reccuring` becomes `recurring`, one trailing slash goes."""
    path, mark, query = url.partition("?")
    path = _renamed(API.sub("", path))
    path = path[:-1] if len(path) > 1 and path.endswith("/") else path
    return path + mark + query


def shown(url: str) -> str:
    """The `path` of an error: rewritten too, but a path under `/api` as it was sent."""
    path, mark, query = url.partition("?")
    return (path if API.match(path) else _renamed(path)) + mark + query


def _renamed(path: str) -> str:
    return ENTERPRISE.sub("/v2/", path).replace("reccuring", "recurring", 1)
