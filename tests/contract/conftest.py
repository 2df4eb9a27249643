"""One universe and one observer for all of a worker's requests, and a count of them at the end."""

import json
import os
from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings

from mockcal.http.directory import Directory
from tests.conftest import OBSERVER
from tests.contract.checks import TALLY
from tests.contract.observer import Watching
from tests.contract.universe import Universe, universe

COUNTED = pytest.StashKey[Counter[str]]()
CHECKS = list(HealthCheck)
settings.register_profile(
    "contract",
    deadline=None,
    database=None,
    derandomize="MOCKCAL_FUZZ_EXAMPLES" not in os.environ,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=CHECKS,
    print_blob=False,
)


@pytest.fixture(scope="session")
def everything() -> Universe:
    return universe(lambda inner: Watching(inner, OBSERVER))


@pytest.fixture(scope="session")
def directory(everything: Universe) -> Directory:
    return everything.app.directory


def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["tally"] = dict(TALLY)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    TALLY.update(node.workeroutput.get("tally", {}))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    if TALLY:
        terminalreporter.section("requests made of OpenAPI documents")
        terminalreporter.line(f"{TALLY.total()} sent: {json.dumps(dict(sorted(TALLY.items())))}")
