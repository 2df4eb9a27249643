"""Which operations are built, and which versions answer them: `mockcal routes` and docs/coverage.md."""

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from mockcal.http.directory import Directory
from mockcal.http.versions import KNOWN

SEEN = Path(__file__).parent.parent / "tests" / "contract" / "seen.json"
"""Which test modules saw an operation answer with a success, as the last whole run of the tests noted it: `make seen`."""
SHOWN = 2


@dataclass(frozen=True, slots=True)
class Row:
    """`published`: it stands in the published document; else it is one that clients call all the same."""

    method: str
    path: str
    operation_id: str
    versions: tuple[str, ...]
    section: str
    published: bool

    @property
    def built(self) -> bool:
        return bool(self.versions)

    def versions_text(self) -> str:
        return "every version" if len(self.versions) == len(KNOWN) else ", ".join(self.versions)

    def to_wire(self) -> dict[str, object]:
        return {
            "method": self.method,
            "path": self.path,
            "operationId": self.operation_id,
            "versions": list(self.versions),
            "built": self.built,
            "published": self.published,
        }


def operations(directory: Directory | None = None) -> list[Row]:
    """All published operations, then those beyond the published document, each by path."""
    from mockcal.api.operations import published

    directory = directory or _directory()
    routes = directory.routes()
    listed = published()
    known = {(one.method, _shape(one.template)) for one in listed}
    rows = [
        Row(
            one.method,
            one.template,
            one.operation_id,
            tuple(sorted(directory.versions_at(one.method, one.template))),
            _section(routes, one.method, one.template),
            published=True,
        )
        for one in listed
    ]
    beyond: dict[tuple[str, str], list[str]] = {}
    for route in routes:
        for method in route.methods or ():
            if (method, _shape(route.path)) not in known:
                beyond.setdefault((route.path, method), []).extend(route.versions)
    rows += [
        Row(method, path, _name(routes, method, path), tuple(sorted(set(versions))), "", published=False)
        for (path, method), versions in sorted(beyond.items())
    ]
    return rows


def as_markdown(rows: list[Row]) -> str:
    """docs/coverage.md. Generated: what is written here by hand is lost."""
    seen = _seen()
    built = sum(row.built and row.published for row in rows)
    total = sum(row.published for row in rows)
    lines = [
        "# Coverage",
        "",
        f"{built} of {total} operations of the published document are built; {len(seen)} of them were seen answering with a success "
        "by the tests that the last column names. Made by `make openapi`.",
        "",
        "| operation | versions | built | seen by |",
        "| --- | --- | --- | --- |",
    ]
    lines += [_line(row, seen.get(row.operation_id, [])) for row in rows if row.published]
    lines += [
        "",
        "Beyond the published document, for the clients that call them:",
        "",
        "| operation | versions |",
        "| --- | --- |",
    ]
    lines += [f"| `{row.method} {row.path}` | {row.versions_text()} |" for row in rows if not row.published]
    return "\n".join(lines) + "\n"


def _line(row: Row, modules: list[str]) -> str:
    built = "yes" if row.built else "no: 501"
    return f"| `{row.method} {row.path}` | {row.versions_text()} | {built} | {_named(modules)} |"


def _named(modules: list[str]) -> str:
    if not modules:
        return "always refused: see [differences](differences.md)"
    more = f" and {len(modules) - SHOWN} more" if len(modules) > SHOWN else ""
    return ", ".join(f"`{one}`" for one in modules[:SHOWN]) + more


def _seen() -> dict[str, list[str]]:
    """By operation, the modules that are most about it first: those that see the fewest others."""
    noted: dict[str, list[str]] = json.loads(SEEN.read_text()) if SEEN.is_file() else {}
    breadth = Counter(module for modules in noted.values() for module in modules)
    return {name: sorted(modules, key=lambda one: (breadth[one], one)) for name, modules in noted.items()}


def _directory() -> Directory:
    from mockcal.api.operations import published
    from mockcal.api.sections import SECTIONS

    return Directory(SECTIONS, published())


def _shape(template: str) -> str:
    """A path with its free segments nameless, since they are named differently here and there."""
    return "/".join("{}" if part.startswith("{") else part.lower() for part in template.split("/"))


def _section(routes: list, method: str, template: str) -> str:  # type: ignore[type-arg]
    for route in routes:
        if _shape(route.path) == _shape(template) and method in route.methods:
            return str(route.tags[0]) if route.tags else ""
    return ""


def _name(routes: list, method: str, path: str) -> str:  # type: ignore[type-arg]
    return next(str(route.name) for route in routes if route.path == path and method in route.methods)
