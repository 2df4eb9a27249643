"""The same work on mock servers that are made from an OpenAPI document: Prism and Mockoon, as ratios in one run.

Needs the published document (MOCKCAL_UPSTREAM_OPENAPI) and an npm that can install them. They answer with examples of the document and
keep nothing; mockcal computes from its store.
"""

import http.client
import json
import os
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import cycle
from pathlib import Path

import httpx

from bench.measure import free_port, milliseconds
from bench.measure import server as mockcal_server
from tests.clients.environments import Unavailable, node

PRISM, MOCKOON = "@stoplight/prism-cli@5.16.0", "@mockoon/cli@9.9.0"
STARTS, READS, BOOKINGS = 3, 500, 200
KEY = {"Authorization": "Bearer cal_alice"}
EVENT_TYPES, BOOKING = "2024-06-14", "2024-08-13"


@dataclass(frozen=True, slots=True)
class Measured:
    """`me`, `event_types` and `bookings` in milliseconds, medians over one connection; `booked` the bookings' statuses."""

    name: str
    start_seconds: float
    memory_mib: float
    me: float
    event_types: float
    bookings: float
    booked: str


def run() -> None:
    spec = os.environ.get("MOCKCAL_UPSTREAM_OPENAPI", "")
    if not Path(spec).is_file():
        print("\n### Peers: SKIPPED. MOCKCAL_UPSTREAM_OPENAPI names no document that they could serve.")
        return
    ours = _measured("mockcal", _mockcal, bodies=_bodies)
    rows = [ours]
    for name, pin, start in (("Prism", PRISM, _prism), ("Mockoon", MOCKOON, _mockoon)):
        try:
            program = node(f"bench-{name.lower()}", pin)
        except Unavailable as why:
            print(f"\n### {name}: SKIPPED. It cannot be had here: {why}")
            continue
        rows.append(_measured(f"{name} {pin.rpartition('@')[2]}", lambda: start(program, spec), bodies=_any_bodies))  # noqa: B023
    _table(ours, rows)


def _table(ours: Measured, rows: Sequence[Measured]) -> None:
    print(
        "\n### Peers on the published document: one connection, medians; in brackets how many times mockcal's figure\n"
    )
    print(
        "| | start to first 200 | memory | GET /v2/me | GET /v2/event-types | POST /v2/bookings | bookings answered |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for row in rows:
        cells = [
            f"{row.start_seconds:.2f} s ({row.start_seconds / ours.start_seconds:.1f})",
            f"{row.memory_mib:.0f} MiB ({row.memory_mib / ours.memory_mib:.1f})",
            f"{row.me:.2f} ms ({row.me / ours.me:.1f})",
            f"{row.event_types:.2f} ms ({row.event_types / ours.event_types:.1f})",
            f"{row.bookings:.2f} ms ({row.bookings / ours.bookings:.1f})",
            row.booked,
        ]
        print(f"| {row.name} | {' | '.join(cells)} |", flush=True)


@dataclass(frozen=True, slots=True)
class Peer:
    url: str
    process: subprocess.Popen[bytes]
    started_after: float

    def memory_mib(self) -> float:
        """Of the process and all that it started."""
        return sum(_resident_mib(pid) for pid in _family(self.process.pid))


def _measured(
    name: str,
    start: Callable[[], "Iterator[Peer]"],
    *,
    bodies: Callable[[str], Iterator[bytes]],
) -> Measured:
    started = []
    for _ in range(STARTS - 1):
        with contextmanager(start)() as peer:
            started.append(peer.started_after)
    with contextmanager(start)() as peer:
        started.append(peer.started_after)
        memory = peer.memory_mib()
        me = _asking(peer.url, "GET", "/v2/me", EVENT_TYPES, READS)
        listed = _asking(peer.url, "GET", "/v2/event-types", EVENT_TYPES, READS)
        posts = _asking(peer.url, "POST", "/v2/bookings", BOOKING, BOOKINGS, bodies(peer.url))
    return Measured(name, statistics.median(started), memory, me[0], listed[0], posts[0], posts[1])


def _asking(
    url: str, method: str, path: str, version: str, times: int, bodies: Iterator[bytes] | None = None
) -> tuple[float, str]:
    """The median in milliseconds, and which statuses came how often."""
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=60)
    headers = KEY | {"cal-api-version": version, "content-type": "application/json"}
    statuses: list[int] = []

    def ask() -> None:
        connection.request(method, path, body=next(bodies) if bodies else None, headers=headers)
        answer = connection.getresponse()
        answer.read()
        statuses.append(answer.status)

    taken = milliseconds(ask, times=times)
    return statistics.median(taken), ", ".join(f"{statuses.count(one)} × {one}" for one in sorted(set(statuses)))


def _any_bodies(url: str) -> Iterator[bytes]:
    """Peers look at no calendar."""
    return cycle([_booking(1, "2030-01-08T10:00:00Z")])


def _bodies(url: str) -> Iterator[bytes]:
    """Open slots of the demo, each once."""
    headers = KEY | {"cal-api-version": EVENT_TYPES}
    listed = httpx.get(f"{url}/v2/event-types", params={"username": "alice"}, headers=headers).json()["data"]
    event_type = next(one for one in listed if one["slug"] == "intro-call")
    query = {"eventTypeId": event_type["id"], "start": "2030-01-07", "end": "2030-03-31"}
    slots = httpx.get(f"{url}/v2/slots", params=query, headers={"cal-api-version": "2024-09-04"}).json()["data"]
    return iter([_booking(event_type["id"], slot["start"]) for day in slots.values() for slot in day])


def _booking(event_type_id: int, start: str) -> bytes:
    attendee = {"name": "Ann", "email": "ann@example.com", "timeZone": "UTC", "language": "en"}
    return json.dumps({"start": start, "eventTypeId": event_type_id, "attendee": attendee}).encode()


def _mockcal() -> Iterator[Peer]:
    with mockcal_server() as running:
        yield Peer(running.url, running.process, running.started_after)


def _prism(program: Path, spec: str) -> Iterator[Peer]:
    return _served(program / "node_modules/.bin/prism", "mock", spec, "--errors", "false", "--port")


def _mockoon(program: Path, spec: str) -> Iterator[Peer]:
    return _served(
        program / "node_modules/.bin/mockoon-cli", "start", "--disable-log-to-file", "--data", spec, "--port"
    )


def _served(*command: object) -> Iterator[Peer]:
    """A command whose last argument is the port, up to its first 200 on GET /v2/me."""
    port = free_port()
    began = time.perf_counter()
    words = [*(str(part) for part in command), str(port)]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peer = Peer(f"http://127.0.0.1:{port}", process, 0)
    try:
        _await(peer, began)
        yield replace(peer, started_after=time.perf_counter() - began)
    finally:
        process.terminate()
        process.wait(timeout=10)


def _await(peer: Peer, began: float) -> None:
    while time.perf_counter() - began < 60:
        try:
            if httpx.get(f"{peer.url}/v2/me", headers=KEY, timeout=5).status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.02)
    raise TimeoutError(f"{peer.process.args!r} did not answer within a minute")


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in _family(int(child)))]


def _resident_mib(pid: int) -> float:
    line = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024
