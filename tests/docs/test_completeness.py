"""Whatever one can say to mockcal is documented."""

import inspect
import re

import pytest
import typer

from mockcal import pytest_plugin
from mockcal.cli import app
from mockcal.client import Sandbox
from mockcal.control.sections import SECTIONS
from mockcal.http.directory import Directory
from mockcal.receivers.battery import BATTERY
from mockcal.seed import document
from mockcal.settings import Settings
from tests.docs.snippets import ROOT, prose


def text_of(page):
    return (ROOT / "docs" / page).read_text(encoding="utf-8")


def _fixture_keys():
    for name, record in inspect.getmembers(document, inspect.isclass):
        if issubclass(record, document.Doc):
            yield from (pytest.param(field.alias, id=f"{name}.{field.alias}") for field in record.model_fields.values())


def _commands(group, *, before=""):
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _commands(command, before=f"{before}{name} ")
        else:
            yield before + name


def _endpoints():
    return sorted(
        (method, re.sub(r"\{\w+\}", "{}", route.path))
        for route in Directory(SECTIONS, []).routes()
        for method in route.methods or ()
    )


@pytest.mark.parametrize("key", list(_fixture_keys()))
def test_keys_of_fixture_documents(key):
    assert re.search(rf"\b{key}\b", text_of("fixtures.md"))


@pytest.mark.parametrize("name", Settings.model_fields)
def test_settings(name):
    field = Settings.model_fields[name]
    flag = f"--no-{name}" if field.default is True else f"--{name}"
    row = rf"\| `{flag.replace('_', '-')}` \| `MOCKCAL_{name.upper()}` \| [^|]* \| {re.escape(field.description or '')} \|"

    assert re.search(row, text_of("cli.md"))


@pytest.mark.parametrize("command", list(_commands(typer.main.get_command(app))))
def test_commands(command):
    assert f"mockcal {command}" in text_of("cli.md")


@pytest.mark.parametrize("check", [pytest.param(check, id=check.name) for check in BATTERY])
def test_what_a_receiver_is_tried_with(check):
    warnings = ", ".join(map(str, sorted(check.defensible)))

    assert re.search(
        rf"^\| {check.name} \| [^|]+ \| [^|]+ \| {warnings and warnings + ' '}\|$", text_of("webhooks.md"), re.M
    )


@pytest.mark.parametrize("parameter", typer.main.get_command(app).commands["verify-receiver"].params, ids=str)
def test_parameters_of_verify_receiver(parameter):
    shown = parameter.opts[0] if parameter.param_type_name == "option" else parameter.metavar
    row = rf"\| `{shown}` \| `{parameter.envvar}` \| [^|]* \| {re.escape(parameter.help)} \|"

    assert parameter.name == "help" or re.search(row, text_of("cli.md"))


@pytest.mark.parametrize(("method", "path"), _endpoints())
def test_endpoints_of_the_control_plane(method, path):
    shown = re.sub(r"\{\w+\}", "{}", text_of("control-plane.md"))

    assert f"{method} {path}" in shown


@pytest.mark.parametrize("name", [name for name in vars(Sandbox) if not name.startswith("_")])
def test_what_a_sandbox_can_do_in_a_test(name):
    assert re.search(rf"`{name}\b", text_of("sandboxes.md"))


@pytest.mark.parametrize("name", [name for name in vars(pytest_plugin) if name.startswith("mockcal")])
def test_fixtures_of_the_pytest_plugin(name):
    assert f"`{name}`" in text_of("sandboxes.md")


def test_the_marker_of_the_pytest_plugin():
    assert "@pytest.mark.mockcal(" in prose()
