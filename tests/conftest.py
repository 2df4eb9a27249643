"""What all tests share: an empty universe at a fixed time for each, how a refusal is read, and an eye on every answer."""

import json
import os
from collections import defaultdict
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import httpx
import pytest

from mockcal.api.operations import published
from mockcal.client import Options, Server
from mockcal.contract.allowed import REFUSED_TO_ALL
from mockcal.serving import background
from mockcal.settings import Settings
from tests.contract.observer import Observer, Watching, upstream

NOW = "2026-01-05T08:00:00.000Z"  # a Monday
OBSERVER = Observer()
SEEN = pytest.StashKey[dict[str, set[str]]]()


@pytest.fixture
def mockcal_options() -> Options:
    return Options(fixtures=[], now=NOW)


@pytest.fixture(scope="session")
def mockcal_server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """An empty server for the run (or the one of --mockcal-url) whose answers are observed."""
    url = request.config.getoption("--mockcal-url")
    with nullcontext(url) if url else background(Settings(port=0, empty=True)) as address:
        server = Server(address)
        server.transport = Watching(server.transport, OBSERVER)
        yield server


@pytest.fixture(autouse=True)
def _as_published(request: pytest.FixtureRequest) -> Any:
    """A test fails when an answer it got is not what the published document promises."""
    OBSERVER.module = request.node.nodeid.split("::")[0]
    OBSERVER.take_broken()
    yield
    if broken := OBSERVER.take_broken():
        pytest.fail("Not as the published document has it:\n  " + "\n  ".join(broken[:20]), pytrace=False)


def pytest_configure(config: pytest.Config) -> None:
    config.stash[SEEN] = defaultdict(set)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    if os.environ.get("MOCKCAL_ALL_SEEN") and (missing := unseen(config.stash[SEEN])):
        terminalreporter.section("no test saw these answer", sep="!")
        for line in missing:
            terminalreporter.line(line)
    if upstream() is None:
        terminalreporter.section("published document", sep="!")
        terminalreporter.line(
            "MOCKCAL_UPSTREAM_OPENAPI names no file: answers were not compared with the published document."
        )
    skipped = {str(report.longrepr[2]) for report in terminalreporter.stats.get("skipped", [])}
    if not_run := sorted(reason for reason in skipped if "real client" in reason):
        terminalreporter.section("real clients", sep="!")
        terminalreporter.line("\n".join(not_run))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Workers hand on what they saw; whoever holds all of it keeps it, and with MOCKCAL_ALL_SEEN wants it whole."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["seen"] = {name: sorted(modules) for name, modules in OBSERVER.seen.items()}
        return
    seen = session.config.stash[SEEN]
    for name, modules in OBSERVER.seen.items():
        seen[name] |= modules
    if os.environ.get("MOCKCAL_ALL_SEEN") and unseen(seen):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
    if path := os.environ.get("MOCKCAL_SEEN"):
        Path(path).write_text(json.dumps({name: sorted(seen[name]) for name in sorted(seen)}, indent=1) + "\n")


def unseen(seen: dict[str, set[str]]) -> list[str]:
    """The published operations that no test saw answer."""
    return [
        f"{one.method} {one.template}"
        for one in published()
        if one.operation_id not in seen and one.operation_id not in REFUSED_TO_ALL
    ]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Of pytest-xdist: a worker is done."""
    for name, modules in node.workeroutput.get("seen", {}).items():
        node.config.stash[SEEN][name] |= set(modules)


def refusal(response: httpx.Response) -> tuple[int, str, str]:
    """Status, code and message of an enveloped error."""
    error = response.json()["error"]
    return response.status_code, error["code"], error["message"]


def constraints(response: httpx.Response) -> dict[str, Any]:
    """What the validator says of each property, at the top level."""
    assert response.status_code == 400
    return {item["property"]: item.get("constraints", {}) for item in response.json()["error"]["details"]["errors"]}
