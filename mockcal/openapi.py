"""mockcal's own OpenAPI document, made from its routes: `python -m mockcal.openapi` writes it into the package.

It is a file because building it takes seconds. Where several versions answer one path the newest is described, and
`x-mockcal-versions` lists them all.
"""

import json
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaMode, models_json_schema

from mockcal import __version__
from mockcal.auth.guards import Guard
from mockcal.http.directory import Directory
from mockcal.http.dto import Dto, plans_of
from mockcal.http.params import QueryReader
from mockcal.http.versions import BASE, HEADER, VersionedRoute

FILE = Path(__file__).parent / "openapi.json"
COVERAGE = Path(__file__).parent.parent / "docs" / "coverage.md"
REF = "#/components/schemas/{model}"
CREDENTIALS = ("Authorization", "x-cal-client-id", "x-cal-secret-key")
Json = dict[str, Any]
Variants = dict[tuple[str, str], list[VersionedRoute]]


def document(directory: Directory, control: Directory) -> Json:
    """The API's operations, and under the tag `mockcal` those of the control plane."""
    chosen = {key: _newest(routes) for key, routes in _variants([*directory.routes(), *control.routes()]).items()}
    variants = _variants([*directory.routes(), *control.routes()])
    schemas = _Schemas(chosen.values())
    paths: Json = {}
    for (path, method), route in sorted(chosen.items()):
        published = directory.operation(method, path)
        operation = _operation(route, schemas, published.operation_id if published else route.name)
        operation["x-mockcal-versions"] = sorted({one for other in variants[path, method] for one in other.versions})
        paths.setdefault(path, {})[method.lower()] = operation
    return {
        "openapi": "3.1.0",
        "info": {"title": "mockcal", "version": __version__, "description": "The Cal.com v2 API, served locally."},
        "paths": paths,
        "components": {"schemas": schemas.definitions},
    }


def bodies_of(route: VersionedRoute) -> tuple[type[BaseModel], ...]:
    """The shapes that a route's body may have."""
    found = [
        field.field_info.annotation for dependant in _dependants(route.dependant) for field in dependant.body_params
    ]
    declared = [model for call in _calls(route) for model in getattr(call, "bodies", ())]
    return tuple(model for model in [*found, *declared] if isinstance(model, type) and issubclass(model, BaseModel))


def queries_of(route: VersionedRoute) -> tuple[type[BaseModel], ...]:
    """The shapes that a route's query may have."""
    found: list[type[BaseModel]] = []
    for call in _calls(route):
        found += [call.model] if isinstance(call, QueryReader) else getattr(call, "queries", ())
    return tuple(found)


def answer_of(route: VersionedRoute) -> Any:
    """What a route's signature says that it answers."""
    return route.endpoint.__annotations__.get("return")


def takes_credentials(route: VersionedRoute) -> bool:
    guards = [call for call in _calls(route) if isinstance(call, Guard)]
    return any("authenticated" in check.__qualname__ for guard in guards for check in guard.checks)


class _Schemas:
    """The components of all models that routes take or answer with."""

    def __init__(self, routes: Iterable[VersionedRoute]) -> None:
        wanted: dict[tuple[type[BaseModel], JsonSchemaMode], None] = {}
        for route in routes:
            for model in bodies_of(route):
                wanted[model, "validation"] = None
            for model in _models_in(answer_of(route)):
                wanted[model, "serialization"] = None
        refs, schema = models_json_schema(list(wanted), ref_template=REF, schema_generator=_Lenient)
        made: Json = schema.get("$defs", {})
        names = {REF.format(model=name): REF.format(model=_short(name, made)) for name in made}
        self._refs = {key: _renamed(found, names) for key, found in refs.items()}
        shown = {_short(name, made): _renamed(one, names) for name, one in made.items()}
        assert len(shown) == len(made)
        self.definitions: Json = dict(sorted(shown.items()))

    def of(self, model: type[BaseModel], mode: JsonSchemaMode) -> Json:
        found: Json = self._refs[model, mode]
        return found

    def answer(self, annotation: Any) -> Json:
        """The schema of an answer's annotation: a model, a list of them, or one of several."""
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            return self.of(annotation, "serialization")
        if get_origin(annotation) is list:
            return {"type": "array", "items": self.answer(get_args(annotation)[0])}
        options = [self.answer(arg) for arg in get_args(annotation) if arg is not type(None)]
        return {"anyOf": options} if len(options) > 1 else options[0] if options else {}


class _Lenient(GenerateJsonSchema):
    """Types without a schema of their own allow anything."""

    def handle_invalid_for_json_schema(self, schema: Any, error_info: str) -> Json:
        return {}


def _short(name: str, among: Iterable[str]) -> str:
    """A component's name without the module that tells it from others, if it has one: its section or version does."""
    *module, own = (
        name.split("__") if name.startswith("mockcal__api__") else [name.removeprefix("mockcal__http__answers__")]
    )
    version = next((part.removeprefix("schemas") for part in module if part.startswith("schemas_2")), "")
    alike = [other.split("__") for other in among if other.startswith("mockcal__api__") and other.endswith(f"__{own}")]
    several = len({other[-3] for other in alike}) > 1
    section = "".join(word.title() for word in module[-2].split("_")) if module and several else ""
    return re.sub("_+", "_", f"{section}{own}{version}").strip("_")


def _renamed(schema: Any, names: dict[str, str]) -> Any:
    """With references by these names, and without titles, which would name two components alike."""
    if isinstance(schema, dict):
        kept = {key: value for key, value in schema.items() if key != "title" or not isinstance(value, str)}
        return {key: names[value] if key == "$ref" else _renamed(value, names) for key, value in kept.items()}
    return [_renamed(one, names) for one in schema] if isinstance(schema, list) else schema


def _operation(route: VersionedRoute, schemas: _Schemas, operation_id: str) -> Json:
    summary = (route.endpoint.__doc__ or "").strip().split("\n")[0]
    operation: Json = {"operationId": operation_id, "tags": list(route.tags), "summary": summary}
    operation["parameters"] = [*_path_parameters(route), *_query_parameters(route), *_header_parameters(route)]
    if bodies := [schemas.of(model, "validation") for model in bodies_of(route)]:
        schema = bodies[0] if len(bodies) == 1 else {"anyOf": bodies}
        operation["requestBody"] = {"content": {"application/json": {"schema": schema}}}
    status = str(route.status_code or (204 if answer_of(route) is None else 200))
    operation["responses"] = {status: {"description": "Success", **_content(schemas.answer(answer_of(route)))}}
    return operation


def _content(schema: Json) -> Json:
    return {"content": {"application/json": {"schema": schema}}} if schema else {}


def _path_parameters(route: VersionedRoute) -> list[Json]:
    whole = {name for name, value in route.endpoint.__annotations__.items() if "int" in str(value)}
    return [
        {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {"type": "integer" if _snake(name) in whole else "string"},
        }
        for name in route.param_names
    ]


def _query_parameters(route: VersionedRoute) -> list[Json]:
    """Of several forms of a query none of their own keys is required."""
    forms = queries_of(route)
    found: dict[str, Json] = {}
    for form in forms:
        schema = form.model_json_schema(by_alias=True, schema_generator=_Lenient)
        for name in schema.get("properties", {}):
            shown = {"name": name, "in": "query", "required": name in _required(form, schema) and len(forms) == 1}
            found.setdefault(name, shown | {"schema": _inlined(schema["properties"][name], schema)})
    return list(found.values())


def _required(form: type[BaseModel], schema: Json) -> set[str]:
    """What the API's own validator misses is not always what has no default."""
    if issubclass(form, Dto):
        return {plan.alias for plan in plans_of(form) if not plan.optional}
    return set(schema.get("required", ()))


def _header_parameters(route: VersionedRoute) -> list[Json]:
    names = CREDENTIALS if takes_credentials(route) else ()
    found: list[Json] = [
        {"name": name, "in": "header", "required": False, "schema": {"type": "string"}} for name in names
    ]
    return [*found, _version_parameter(route)] if _is_api(route) else found


def _version_parameter(route: VersionedRoute) -> Json:
    """Without it the oldest version answers, which this route may not be."""
    schema = {"type": "string"} if BASE in route.versions else {"type": "string", "default": min(route.versions)}
    return {"name": HEADER, "in": "header", "required": BASE not in route.versions, "schema": schema}


def _is_api(route: VersionedRoute) -> bool:
    return route.path.startswith("/v2")


def _inlined(schema: Any, root: Json) -> Any:
    """A parameter's schema without references into a document of its own."""
    if isinstance(schema, dict):
        if "$ref" in schema:
            return _inlined(root["$defs"][schema["$ref"].rpartition("/")[2]], root)
        return {key: _inlined(value, root) for key, value in schema.items() if key not in ("title", "default")}
    return [_inlined(one, root) for one in schema] if isinstance(schema, list) else schema


def _variants(routes: Iterable[VersionedRoute]) -> Variants:
    found: Variants = {}
    for route in routes:
        for method in route.methods or ():
            found.setdefault((route.path, method), []).append(route)
    return found


def _newest(routes: list[VersionedRoute]) -> VersionedRoute:
    """A route that answers everything is described as it is; else the one of the highest version, the base one last."""
    return max(routes, key=lambda route: max((one for one in route.versions if one != BASE), default=BASE))


def _dependants(dependant: Any) -> Iterator[Any]:
    yield dependant
    for inner in dependant.dependencies:
        yield from _dependants(inner)


def _calls(route: VersionedRoute) -> Iterator[Any]:
    for dependant in _dependants(route.dependant):
        yield dependant.call


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    else:
        for argument in get_args(annotation):
            yield from _models_in(argument)


def _snake(name: str) -> str:
    return "".join(f"_{char.lower()}" if char.isupper() else char for char in name)


def _directories() -> tuple[Directory, Directory]:
    from mockcal.api.operations import published
    from mockcal.api.sections import SECTIONS
    from mockcal.control.sections import SECTIONS as CONTROL

    return Directory(SECTIONS, published()), Directory(CONTROL, [])


def main(arguments: list[str]) -> int:
    """Writes the document and docs/coverage.md, or with `--check` says whether they are current."""
    from mockcal.coverage import as_markdown, operations

    api, control = _directories()
    wanted = {FILE: json.dumps(document(api, control), indent=1) + "\n", COVERAGE: as_markdown(operations(api))}
    if "--check" in arguments:
        stale = [path.name for path, text in wanted.items() if not path.is_file() or path.read_text() != text]
        if stale:
            print(f"{', '.join(stale)}: not current. Run `make openapi` and commit what it writes.")
        return 1 if stale else 0
    for path, text in wanted.items():
        path.write_text(text)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
