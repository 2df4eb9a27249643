"""Ten thousand webhooks that wait at once: all arrive, in their order, and what they cost is bounded."""

import threading
import time
from collections import defaultdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

URLS, BOOKINGS = 250, 40
AT_ONCE = 200
"""What a server sends side by side, as `mockcal.events.delivery` has it."""


class Gate(ThreadingHTTPServer):
    """A receiver that answers nobody until it is opened."""

    daemon_threads = True
    request_queue_size = 512

    def __init__(self) -> None:
        self.opened = threading.Event()
        self.lock = threading.Lock()
        self.inside = self.most_inside = 0
        self.bodies: dict[str, list[bytes]] = defaultdict(list)
        super().__init__(("127.0.0.1", 0), Visitor)
        self.url = f"http://127.0.0.1:{self.server_port}"

    def count(self, change: int) -> None:
        with self.lock:
            self.inside += change
            self.most_inside = max(self.most_inside, self.inside)


class Visitor(BaseHTTPRequestHandler):
    server: Gate

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        self.server.count(1)
        self.server.opened.wait(120)
        self.server.bodies[self.path].append(body)
        self.server.count(-1)
        self.send_response_only(200)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def gate():
    server = Gate()
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield server
    server.opened.set()
    server.shutdown()
    server.server_close()


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells how much memory a process has")
def test_ten_thousand_drain(serve, gate):
    served = serve("--empty", "--now", "2026-01-05T08:00:00Z", "--webhook-timeout", "300")
    control, api = served.client(), served.client("cal_cal", "2024-08-13")
    control.post("/_mock/fixtures", json=universe(gate.url)).raise_for_status()
    before = served.resident_bytes()

    for number in range(BOOKINGS):
        began = time.monotonic()
        assert api.post("/v2/bookings", json=booking(number)).status_code == 201
        assert time.monotonic() - began < 3, "a booking waited for its webhooks"
    queued = served.resident_bytes()
    assert sum(map(len, gate.bodies.values())) == 0
    gate.opened.set()
    control.post("/_mock/webhooks/wait", json={"timeoutSeconds": 300}, timeout=310).raise_for_status()
    drained = served.resident_bytes()

    assert len(gate.bodies) == URLS
    for bodies in gate.bodies.values():
        assert len(bodies) == BOOKINGS
        assert bodies == sorted(bodies, key=start_of)
    logged = control.get("/_mock/webhooks/deliveries", params={"status": "delivered", "url": f"{gate.url}/0"})
    assert len(logged.json()) == BOOKINGS
    assert gate.most_inside <= AT_ONCE
    assert queued - before < 80_000_000, f"{(queued - before) / 1e6:.0f} MB for what waits"
    assert drained - queued < 30_000_000, f"{(drained - queued) / 1e6:.0f} MB more to send it"


def universe(url: str) -> dict[str, object]:
    hooks = [
        {"active": True, "subscriberUrl": f"{url}/{number}", "triggers": ["BOOKING_CREATED"], "secret": "s3cret"}
        for number in range(URLS)
    ]
    event_type = {"title": "Intro", "slug": "intro", "lengthInMinutes": 30, "webhooks": hooks}
    return {"users": [{"username": "cal", "timeZone": "UTC", "eventTypes": [event_type]}]}


def booking(number: int) -> dict[str, object]:
    day, half_hours = divmod(number, 10)
    start = f"2026-01-{12 + day:02}T{9 + half_hours // 2:02}:{30 * (half_hours % 2):02}:00Z"
    attendee = {"name": "Ana", "email": "ana@example.com", "timeZone": "UTC"}
    return {"username": "cal", "eventTypeSlug": "intro", "start": start, "attendee": attendee}


def start_of(body: bytes) -> bytes:
    return body.partition(b'"startTime":"')[2][:20]
