"""`mockcal`: serve the API, check and export fixtures, list what is built, compare with a document.

Serving imports only what serving needs; each other command imports its own when it is asked for.
"""

import inspect
import sys
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from mockcal.settings import Settings

app = typer.Typer(
    name="mockcal",
    help="A local, offline, stateful stand-in for the Cal.com v2 API. Without a command it serves.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
fixtures = typer.Typer(help="Check fixture documents, and write a sandbox's state as one.", rich_markup_mode=None)
contract = typer.Typer(help="Compare mockcal with an OpenAPI document.", rich_markup_mode=None)
app.add_typer(fixtures, name="fixtures")
app.add_typer(contract, name="contract")

Url = Annotated[str, typer.Option(help="The running server.", envvar="MOCKCAL_URL")]
LOCAL = "http://127.0.0.1:5555"


def main() -> None:
    """`serve` is what is meant when no command is named."""
    arguments = sys.argv[1:]
    if not arguments or (arguments[0].startswith("-") and arguments[0] not in ("--help", "--version")):
        arguments = ["serve", *arguments]
    app(_each_file_named(arguments))


def _each_file_named(arguments: list[str]) -> list[str]:
    """`--fixtures a.yaml b.yaml` as `--fixtures a.yaml --fixtures b.yaml`."""
    told: list[str] = []
    for argument in arguments:
        if len(told) > 1 and told[-2] == "--fixtures" and not argument.startswith("-"):
            told.append("--fixtures")
        told.append(argument)
    return told


@app.callback(invoke_without_command=True)
def _root(
    version: Annotated[bool, typer.Option("--version", help="Say which version this is.")] = False,
) -> None:
    if version:
        from mockcal import __version__

        typer.echo(f"mockcal {__version__}")
        raise typer.Exit


def serve(**given: Any) -> None:
    """Serve the API until interrupted."""
    import sqlite3

    from mockcal.http.errors import ApiError
    from mockcal.seed.images import UnreadableFixtures
    from mockcal.serving import NotListening, run
    from mockcal.tls import NoTls

    settings = _settings(given)
    try:
        run(settings)
    except (NotListening, NoTls, UnreadableFixtures) as problem:
        _fail(str(problem))
    except sqlite3.Error as problem:
        _fail(f"{settings.data} cannot be kept as a database: {problem}.")
    except ApiError as refusal:
        _fail(f"The fixtures cannot be loaded. {refusal.message}")


def _settings(given: dict[str, Any]) -> Settings:
    from pydantic import ValidationError

    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        _fail("; ".join(f"--{str(one['loc'][0]).replace('_', '-')}: {one['msg']}" for one in error.errors()))


def _flags() -> inspect.Signature:
    """One flag for each setting, with its help, default and environment variable."""
    return inspect.Signature(
        [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
            for name, (annotation, default) in ((name, _flag(name)) for name in Settings.model_fields)
        ]
    )


def _flag(name: str) -> tuple[Any, Any]:
    field = Settings.model_fields[name]
    dashed, variable = name.replace("_", "-"), f"MOCKCAL_{name.upper()}"
    if name == "fixtures":  # the environment's form of it, parted by commas, is the settings' business
        help_ = f"{field.description} May be repeated. [env var: {variable}, parted by commas]"
        return Annotated[list[str] | None, typer.Option(f"--{dashed}", help=help_)], None
    names = [f"--{dashed}/--no-{dashed}"] if field.annotation is bool else [f"--{dashed}"]
    return Annotated[field.annotation, typer.Option(*names, help=field.description, envvar=variable)], field.default


serve.__signature__ = _flags()  # type: ignore[attr-defined]
serve.__annotations__ = {name: one.annotation for name, one in serve.__signature__.parameters.items()}  # type: ignore[attr-defined]
app.command()(serve)


@fixtures.command("check")
def check_fixtures(
    files: Annotated[list[str], typer.Argument(help="Files, or names of those that come with mockcal.")],
) -> None:
    """Load documents into an empty universe, in order, and say what is wrong with the first that fails."""
    from mockcal.http.errors import ApiError
    from mockcal.seed import images

    loaded: list[str] = []
    for name in files:
        try:
            loaded.append(images.read(name))
            images.build(loaded, seed=1)
        except (ApiError, images.UnreadableFixtures) as problem:
            _fail(f"{name}: {problem}")
        typer.echo(f"{name}: fine")


@fixtures.command("export")
def export_fixtures(
    url: Url = LOCAL,
    sandbox: Annotated[str, typer.Option(help="The sandbox to write.")] = "default",
    format: Annotated[str, typer.Option(help="yaml or json.")] = "yaml",
) -> None:
    """Write the present state of a running server's sandbox as a fixture document."""
    import httpx

    try:
        response = httpx.get(f"{url}/~{sandbox}/_mock/fixtures", params={"format": format}, timeout=60)
        response.raise_for_status()
    except httpx.HTTPError as problem:
        _fail(f"{url} does not answer ({problem}). Start it with `mockcal serve`, or name another with --url.")
    typer.echo(response.text)


@app.command()
def routes(
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """List every operation: the versions that answer it, and whether it is built."""
    import json

    from mockcal.coverage import operations

    rows = operations()
    if as_json:
        typer.echo(json.dumps([row.to_wire() for row in rows], indent=2))
        return
    for row in rows:
        typer.echo(f"{'built    ' if row.built else 'not built'}  {row.method:6} {row.path}  {row.versions_text()}")
    built = sum(row.built and row.published for row in rows)
    typer.echo(f"\n{built} of {sum(row.published for row in rows)} published operations are built.")


@contract.command("diff")
def diff_contract(spec: Annotated[Path, typer.Argument(help="An OpenAPI document in JSON or YAML.")]) -> None:
    """Paths, methods, parameters, body and answer fields: what the document has and mockcal has not, and the reverse.

    Where the real service is known to differ from its document, that is only counted. Exits with 1 when anything else differs.
    """
    from mockcal.contract.differences import differences, expected
    from mockcal.contract.documents import UnreadableDocument, read_document

    try:
        found = differences(read_document(spec))
    except UnreadableDocument as problem:
        _fail(str(problem))
    left = [line for line in found if expected(line) is None]
    for line in left:
        typer.echo(line)
    typer.echo(f"{len(left)} differences" if left else "no differences")
    if known := len(found) - len(left):
        typer.echo(f"{known} more are those of the real service from its document: see docs/differences.md.")
    raise typer.Exit(1 if left else 0)


@contract.command("test")
def ask_everything(
    spec: Annotated[Path, typer.Argument(help="An OpenAPI document in JSON or YAML.")],
    url: Url = LOCAL,
    key: Annotated[str | None, typer.Option(help="The API key that asks; without, nobody does.")] = None,
    cases: Annotated[int, typer.Option(min=1, help="Requests to each operation.")] = 20,
    seed: Annotated[int, typer.Option(help="Another seed asks for other things.")] = 1,
) -> None:
    """Ask a running server for all that a document describes: ordinary things and odd ones.

    No answer may be a 5xx, a refusal must have one of the known shapes, a success must be what the document promises. It changes
    what is there: give it a sandbox of its own, e.g. --url http://localhost:5555/~contract. Exits with 1 when there is a problem.
    """
    from mockcal.contract.documents import UnreadableDocument
    from mockcal.contract.running import NotInstalled, NotThere, check

    try:
        report = check(spec, url, key=key, cases=cases, seed=seed, tell=typer.echo)
    except (NotInstalled, NotThere, UnreadableDocument) as problem:
        _fail(str(problem))
    typer.echo(str(report))
    raise typer.Exit(1 if report.problems else 0)


@app.command()
def trigger(
    name: Annotated[str, typer.Argument(metavar="TRIGGER", help="e.g. BOOKING_CREATED")],
    to: Annotated[str, typer.Option(help="The URL that receives it.")],
    secret: Annotated[str | None, typer.Option(help="The secret that signs it.")] = None,
) -> None:
    """Send a webhook to a URL, as a real change of state in a universe of its own makes it."""
    import asyncio

    from mockcal.receivers.genuine import sent

    deliveries = asyncio.run(sent(_trigger(name), to, secret))
    for delivery in deliveries:
        told = f"answered {delivery.response_status}" if delivery.response_status else delivery.error
        typer.echo(f"{delivery.trigger} -> {delivery.url}: {told}")
    raise typer.Exit(0 if all(delivery.state == "delivered" for delivery in deliveries) else 1)


@app.command("verify-receiver")
def verify_receiver(
    url: Annotated[str, typer.Argument(metavar="URL", help="Your receiver.", envvar="MOCKCAL_RECEIVER_URL")],
    secret: Annotated[
        str | None,
        typer.Option(
            help="The secret that it checks signatures with; without, no forgeries are sent.",
            envvar="MOCKCAL_RECEIVER_SECRET",
        ),
    ] = None,
    trigger: Annotated[
        str, typer.Option(help="What the webhooks are of.", envvar="MOCKCAL_RECEIVER_TRIGGER")
    ] = "BOOKING_CREATED",
    timeout: Annotated[
        float, typer.Option(min=0.01, help="Seconds that it may take.", envvar="MOCKCAL_RECEIVER_TIMEOUT")
    ] = Settings.model_fields["webhook_timeout"].default,
    junit: Annotated[
        Path | None, typer.Option(help="Write the results to this file, as JUnit XML.", envvar="MOCKCAL_RECEIVER_JUNIT")
    ] = None,
) -> None:
    """Send your receiver of webhooks genuine, forged and odd ones, and grade its answers.

    Exits with 1 when a check fails, with 2 when nobody is there to be checked.
    """
    from mockcal.receivers import reports
    from mockcal.receivers.verifying import NobodyThere, Receiver, verify

    receiver = Receiver(url, secret or None, timeout)
    try:
        results = verify(receiver, _trigger(trigger), lambda result: typer.echo(reports.line(result)))
    except NobodyThere as problem:
        _fail(str(problem), code=2)
    typer.echo(f"\n{reports.summary(results)}")
    if junit is not None:
        try:
            reports.write_junit(junit, url, results)
        except OSError as problem:
            _fail(f"{junit} cannot be written ({problem.strerror}).", code=2)
    raise typer.Exit(1 if reports.any_failed(results) else 0)


def _trigger(name: str) -> Any:
    from mockcal.events.triggers import Trigger

    if name not in set(Trigger):
        _fail(f"There is no trigger {name}; there are {', '.join(Trigger)}.")
    return Trigger(name)


def _fail(text: str, *, code: int = 1) -> NoReturn:
    typer.echo(text, err=True)
    raise typer.Exit(code)
