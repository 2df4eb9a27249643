"""How things are measured here: a server in a process of its own, one connection, medians."""

import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from mockcal.app import WARM_UP_AFTER_SECONDS


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of a table: what was measured, the value with its unit, and the budget it is held against."""

    what: str
    value: str
    budget: str = ""

    def row(self) -> str:
        return f"| {self.what} | {self.value} | {self.budget} |"


def table(title: str, figures: Sequence[Figure]) -> None:
    print(f"\n### {title}\n\n| what | measured | budget |\n| --- | --- | --- |", flush=True)
    for figure in figures:
        print(figure.row(), flush=True)


@dataclass(frozen=True, slots=True)
class Running:
    url: str
    process: subprocess.Popen[bytes]
    started_after: float  # seconds from the process' start to the first good answer

    def resident_mib(self) -> float:
        """Of the process and its children, as the kernel tells it."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024


@contextmanager
def server(
    *flags: str,
    first: str = "/v2/me",
    key: str = "cal_alice",
    module: Sequence[str] = ("mockcal", "serve", "--quiet"),
    **environment: str,
) -> Iterator[Running]:
    """`mockcal serve` with these flags (or another module that serves), up to its first 200 on `first`."""
    port = free_port()
    command = [sys.executable, "-m", *module, "--port", str(port), *flags]
    began = time.perf_counter()
    process = subprocess.Popen(command, env=os.environ | environment)
    url = f"http://127.0.0.1:{port}"
    try:
        took = _await(url + first, {"Authorization": f"Bearer {key}"}, began)
        yield Running(url, process, took)
    finally:
        process.terminate()
        process.wait(timeout=10)


def settle() -> None:
    """Wait until a new server has loaded its sections in the background."""
    time.sleep(WARM_UP_AFTER_SECONDS + 5)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def milliseconds(work: Callable[[], Any], times: int = 200, warm: int = 20) -> list[float]:
    """How long each call took, without the first ones."""
    for _ in range(warm):
        work()
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    return taken


def p50(taken: Sequence[float]) -> str:
    return f"p50 {statistics.median(taken):.2f} ms, p95 {sorted(taken)[int(len(taken) * 0.95)]:.2f} ms"


def per_second(taken: Sequence[float]) -> str:
    return f"{1000 * len(taken) / sum(taken):.0f} per second"


@contextmanager
def client(url: str, key: str = "cal_alice", version: str | None = None) -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {key}"} | ({"cal-api-version": version} if version else {})
    with httpx.Client(base_url=url, headers=headers, timeout=60) as opened:
        yield opened


@contextmanager
def raw(url: str, path: str, *, bodies: Iterator[bytes] | None = None, **headers: str) -> Iterator[Callable[[], int]]:
    """A GET (or, with `bodies`, a POST of the next one) over one kept connection with next to no client around it: yields a
    call that answers with the status."""
    host, port = url.removeprefix("http://").split(":")
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    start = f"{'POST' if bodies else 'GET'} {path} HTTP/1.1\r\nHost: {host}\r\n{lines}"
    with socket.create_connection((host, int(port))) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield lambda: _exchange(connection, _request(start, next(bodies) if bodies else b""))


def cache_folder() -> tempfile.TemporaryDirectory[str]:
    """A place for baselines of this run alone."""
    return tempfile.TemporaryDirectory(prefix="mockcal-bench-")


def _request(start: str, body: bytes) -> bytes:
    described = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n" if body else ""
    return f"{start}{described}\r\n".encode() + body


def _exchange(connection: socket.socket, request: bytes) -> int:
    connection.sendall(request)
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += connection.recv(65536)
    head, _, body = answer.partition(b"\r\n\r\n")
    length = next(
        int(line.split(b":")[1]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")
    )
    while len(body) < length:
        body += connection.recv(65536)
    return int(head.split(b" ")[1])


def _await(url: str, headers: dict[str, str], began: float, seconds: float = 60) -> float:
    host, _, path = url.removeprefix("http://").partition("/")
    name, port = host.split(":")
    lines = "".join(f"{key}: {value}\r\n" for key, value in headers.items())
    request = f"GET /{path} HTTP/1.1\r\nHost: {host}\r\n{lines}Connection: close\r\n\r\n".encode()
    while time.perf_counter() - began < seconds:
        try:
            with socket.create_connection((name, int(port)), timeout=seconds) as connection:
                connection.sendall(request)
                if connection.recv(64).split(b" ")[1] == b"200":
                    return time.perf_counter() - began
        except (OSError, IndexError):
            time.sleep(0.002)
    raise TimeoutError(f"{url} did not answer 200 within {seconds} s")
