"""The recipes of docs/ci.md for Vitest and Jest: their files as they stand there, run by the real runners."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.clients import environments, running
from tests.docs.snippets import blocks

VITEST, JEST = "vitest@3.2.4", "jest@30.2.0"
FILES = ("mockcal.js", "mockcal.setup.js", "vitest.config.js", "jest.config.js", "booking.test.js")

pytestmark = [pytest.mark.clients, pytest.mark.xdist_group("javascript-runners")]


@pytest.fixture(scope="session")
def vitest() -> Path:
    return running.obtained("Vitest", lambda: environments.node("vitest", VITEST))


@pytest.fixture(scope="session")
def jest() -> Path:
    return running.obtained("Jest", lambda: environments.node("jest", JEST))


@pytest.fixture
def project(tmp_path):
    """A reader's folder, with what the documentation tells him to write."""
    (tmp_path / "package.json").write_text('{"type": "module"}')
    for name in FILES:
        (shown,) = (block.text for block in blocks("js") if block.text.startswith(f"// {name}\n"))
        (tmp_path / name).write_text(shown)
    return tmp_path


def ran(project, environment, program, *arguments, **variables):
    (project / "node_modules").symlink_to(environment / "node_modules")
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    known = {name: value for name, value in os.environ.items() if not name.startswith(("MOCKCAL_", "NODE_"))}
    return subprocess.run(
        ["node", f"node_modules/{program}", *arguments],
        cwd=project,
        env=known | {"PATH": path, "MOCKCAL_CACHE": "false", "CI": "true"} | variables,
        capture_output=True,
        text=True,
        timeout=running.PATIENCE_SECONDS,
        check=False,
    )


class TestVitest:
    def test_it_starts_a_server_of_its_own(self, project, vitest):
        done = ran(project, vitest, "vitest/vitest.mjs", "run", "--reporter=json")

        assert done.returncode == 0, done.stdout + done.stderr
        assert counted(done.stdout) == {"passed": 2, "failed": 0}

    def test_it_takes_a_server_that_runs(self, project, vitest, mockcal_server):
        done = ran(project, vitest, "vitest/vitest.mjs", "run", "--reporter=json", MOCKCAL_URL=mockcal_server.url)

        assert done.returncode == 0, done.stdout + done.stderr
        assert counted(done.stdout) == {"passed": 2, "failed": 0}


def test_jest(project, jest):
    test = project / "booking.test.js"
    test.write_text(test.read_text().replace('from "vitest"', 'from "@jest/globals"'))

    done = ran(project, jest, "jest/bin/jest.js", "--json", NODE_OPTIONS="--experimental-vm-modules")

    assert done.returncode == 0, done.stdout + done.stderr
    assert counted(done.stdout) == {"passed": 2, "failed": 0}


def counted(said):
    report = json.loads(said[said.index("{") :])
    return {"passed": report["numPassedTests"], "failed": report["numFailedTests"]}
