"""Where an operation is: by path segments and method to its route, without a scan of all routes."""

import importlib
from dataclasses import dataclass, field
from typing import Any

from fastapi import APIRouter

from mockcal.http.versions import VersionedRoute


@dataclass(slots=True)
class _Node:
    fixed: dict[str, "_Node"] = field(default_factory=dict)
    free: "_Node | None" = None
    entries: list[Any] = field(default_factory=list)


class PathTree:
    """Templates such as `/v2/bookings/{uid}`; fixed segments win over free ones and know no case."""

    def __init__(self) -> None:
        self._root = _Node()

    def add(self, template: str, entry: Any) -> None:
        node = self._root
        for segment in _segments(template):
            if segment.startswith("{"):
                node.free = node.free or _Node()
                node = node.free
            else:
                node = node.fixed.setdefault(segment.lower(), _Node())
        node.entries.append(entry)

    def at(self, path: str) -> list[tuple[list[Any], list[str]]]:
        """All nodes that the whole path reaches, the most fixed first, each with the values of its free segments.

        An empty segment reaches nothing.
        """
        if "//" in path or (path.endswith("/") and path != "/"):
            return []
        return [(node.entries, values) for node, values in _walk(self._root, _segments(path), []) if node.entries]

    def along(self, path: str) -> list[Any]:
        """The entries of every template that the path begins with."""
        found: list[Any] = []
        level = [self._root]
        for segment in ["", *_segments(path)]:
            if segment:
                level = [child for node in level for child in _children(node, segment)]
            found += [entry for node in level for entry in node.entries]
        return found


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the published document."""

    method: str
    template: str
    operation_id: str


class Directory:
    """The sections of the API, loaded when first asked for, and the published operations."""

    def __init__(self, sections: dict[str, tuple[str, ...]], operations: list[Operation]) -> None:
        self._routes = PathTree()
        self._sections = PathTree()
        self._operations = PathTree()
        self._waiting: dict[str, None] = {}
        self._loaded: list[VersionedRoute] = []
        self.operation_ids = {operation.operation_id for operation in operations}
        for prefix, modules in sections.items():
            for module in modules:
                self._sections.add(prefix, module)
                self._waiting[module] = None
        for operation in operations:
            self._operations.add(operation.template, operation)

    def operation(self, method: str, path: str) -> Operation | None:
        for entries, _ in self._operations.at(path):
            for operation in entries:
                if operation.method == method:
                    return operation
        return None

    def route(self, method: str, path: str, version: str) -> tuple[VersionedRoute, dict[str, str]] | None:
        self._load_along(path)
        for route, values in self._candidates(method, path):
            if version in route.versions:
                return route, dict(zip(route.param_names, values, strict=True))
        return None

    def versions_at(self, method: str, path: str) -> set[str]:
        """The versions that would have found something here."""
        return {version for route, _ in self._candidates(method, path) for version in route.versions}

    def load_all(self) -> None:
        while self.load_next():
            continue

    def load_next(self) -> bool:
        """Import one section that nobody asked for yet; False when there is none left."""
        module = next(iter(self._waiting), None)
        if module is None:
            return False
        self._load(module)
        return True

    def routes(self) -> list[VersionedRoute]:
        self.load_all()
        return list(self._loaded)

    def _candidates(self, method: str, path: str) -> list[tuple[Any, list[str]]]:
        return [
            (route, values) for entries, values in self._routes.at(path) for route in entries if method in route.methods
        ]

    def _load_along(self, path: str) -> None:
        if self._waiting:
            for module in self._sections.along(path):
                if module in self._waiting:
                    self._load(module)

    def _load(self, module: str) -> None:
        del self._waiting[module]
        router: APIRouter = importlib.import_module(module).router
        for route in router.routes:
            assert isinstance(route, VersionedRoute), f"{module}: {route} has no version"
            self._refuse_twin(module, route)
            route.param_names = [segment[1:-1] for segment in _segments(route.path) if segment.startswith("{")]
            self._routes.add(route.path, route)
            self._loaded.append(route)

    def _refuse_twin(self, module: str, route: VersionedRoute) -> None:
        for other in self._loaded:
            same = other.path == route.path and (other.methods or set()) & (route.methods or set())
            if same and other.versions & route.versions:
                raise RuntimeError(f"{module}.{route.name} and {other.name} both answer {route.methods} {route.path}")


def _segments(path: str) -> list[str]:
    return [segment for segment in path.split("/") if segment]


def _children(node: _Node, segment: str) -> list[_Node]:
    fixed = node.fixed.get(segment.lower())
    return [child for child in (fixed, node.free) if child is not None]


def _walk(node: _Node, segments: list[str], values: list[str]) -> list[tuple[_Node, list[str]]]:
    if not segments:
        return [(node, values)]
    found: list[tuple[_Node, list[str]]] = []
    head, rest = segments[0], segments[1:]
    if (fixed := node.fixed.get(head.lower())) is not None:
        found += _walk(fixed, rest, values)
    if node.free is not None:
        found += _walk(node.free, rest, [*values, head])
    return found
