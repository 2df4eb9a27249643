"""Servers in processes of their own, as users start them."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

READY = "Cal.com API"


@dataclass
class Served:
    """A running `mockcal serve`."""

    process: subprocess.Popen[str]
    url: str

    def client(self, key: str | None = None, version: str | None = None, *, sandbox: str | None = None) -> httpx.Client:
        headers = {"authorization": f"Bearer {key}"} if key else {}
        headers |= {"cal-api-version": version} if version else {}
        base = f"{self.url}/~{sandbox}" if sandbox else self.url
        return httpx.Client(base_url=base, headers=headers, timeout=60)

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(timeout=10)

    def resident_bytes(self) -> int:
        """Its memory; only Linux tells so."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) * 1024


Serve = Callable[..., Served]


def serve_with(program: list[str], *flags: str, cwd: Path | None = None) -> Served:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MOCKCAL_")}
    process = subprocess.Popen(
        [*program, "serve", "--port", "0", *flags], stdout=subprocess.PIPE, text=True, env=environment, cwd=cwd
    )
    assert process.stdout is not None
    told = []
    for line in process.stdout:
        told.append(line)
        if READY in line:
            return Served(process, line.split()[-1].removesuffix("/v2"))
    raise AssertionError(f"the server did not start: {''.join(told)}")


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Starts servers; all of them end with the test."""
    running: list[Served] = []

    def start(*flags: str, program: list[str] | None = None) -> Served:
        mockcal = [sys.executable, "-c", "from mockcal.cli import main; main()"]
        running.append(serve_with(program or mockcal, *flags))
        return running[-1]

    yield start
    for one in running:
        one.process.terminate()
        try:
            one.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            one.process.kill()
