"""Runs a client's program and reads what it says: each line of its output is a JSON object, `{step: answer}`."""

import json
import os
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.clients.environments import Unavailable

PROGRAMS = Path(__file__).parent / "programs"
PATIENCE_SECONDS = 120

Said = dict[str, Any]


def obtained(client: str, obtain: Callable[[], Path]) -> Path:
    """Where the client is installed. A test whose client cannot be had is skipped, and says so."""
    try:
        return obtain()
    except Unavailable as reason:
        pytest.skip(f"real client {client} was not run: {reason}")


def in_node(folder: Path, program: str, told: Mapping[str, Any], environment: Mapping[str, str] | None = None) -> Said:
    """Runs a program as a module of this folder, so that it finds what is installed there."""
    command = ["node", "--input-type=module", "-", json.dumps(told)]
    return _said(command, folder, environment, given=(PROGRAMS / program).read_text(encoding="utf-8"))


def in_python(
    interpreter: Path, program: str, told: Mapping[str, Any], environment: Mapping[str, str] | None = None
) -> Said:
    return _said([str(interpreter), str(PROGRAMS / program), json.dumps(told)], PROGRAMS, environment)


def printed(command: list[str], *, until: str) -> str:
    """What a server says when it starts, as far as the line that has this in it."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            return said_until(process, until)
        finally:
            process.terminate()


def said_until(process: "subprocess.Popen[str]", wanted: str) -> str:
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if wanted in line:
            return said
    raise AssertionError(f"The server did not start; it said: {said}")


def _said(command: list[str], folder: Path, environment: Mapping[str, str] | None, given: str | None = None) -> Said:
    ran = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **(environment or {})},
        input=given,
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
    )
    assert ran.returncode == 0, f"{ran.stdout[-300:]}\n{ran.stderr[-3000:]}"
    said: Said = {}
    for line in ran.stdout.splitlines():
        if line.startswith("{"):
            said |= json.loads(line)
    return said
