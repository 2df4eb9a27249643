"""How a server that was started differently delivers."""

import socketserver
import threading
import time

import pytest

from mockcal.client import Options, Server
from mockcal.serving import background
from mockcal.settings import Settings
from tests.conftest import NOW

HOST = {"username": "cal", "eventTypes": [{"title": "Intro", "slug": "intro", "lengthInMinutes": 30}]}


@pytest.fixture
def universe(receiver):
    """A universe of a server with these settings, in which Cal has one webhook."""
    stack = []

    def start(**settings):
        server = background(Settings(port=0, empty=True, cache=False, **settings))
        sandbox = Server(server.__enter__()).sandbox(Options(fixtures=[], now=NOW))
        stack.extend([server, sandbox])
        found = sandbox.__enter__()
        hook = {"subscriberUrl": receiver.url, "active": True, "triggers": ["BOOKING_CREATED"]}
        found.load({"users": [{**HOST, "webhooks": [hook]}]})
        return found

    yield start
    for one in reversed(stack):
        one.__exit__(None, None, None)


def book(universe) -> None:
    body = {
        "start": "2026-01-12T10:00:00Z",
        "eventTypeSlug": "intro",
        "username": "cal",
        "attendee": {"name": "Ana", "email": "ana@example.com", "timeZone": "UTC"},
    }
    assert universe.api(None, "2024-08-13").post("/v2/bookings", json=body).status_code == 201


def test_repetitions_of_what_failed(universe, receiver):
    receiver.status = 503
    world = universe(webhook_retries=2)

    book(world)

    deliveries = world.deliveries(wait=10)
    assert [(one["attempt"], one["responseStatus"]) for one in deliveries] == [(1, 503), (2, 503), (3, 503)]
    assert len({one.body for one in receiver.received}) == 1


def test_no_repetition_of_what_was_taken_or_refused_for_good(universe, receiver):
    receiver.status = 404
    world = universe(webhook_retries=2)

    book(world)

    assert [one["attempt"] for one in world.deliveries()] == [1]


def test_a_receiver_that_takes_too_long(universe, receiver):
    receiver.delay = 1
    world = universe(webhook_timeout=0.1)

    book(world)

    (delivery,) = world.deliveries()
    assert (delivery["state"], delivery["error"]) == ("failed", "no answer within 0.1 seconds")


def test_deliveries_that_are_only_logged(universe, receiver):
    world = universe(webhook_delivery=False)

    book(world)

    (delivery,) = world.deliveries()
    assert (delivery["state"], delivery["error"]) == ("failed", "webhook delivery is switched off")
    assert '"triggerEvent":"BOOKING_CREATED"' in delivery["requestBody"]
    assert receiver.received == []


class Mailbox(socketserver.StreamRequestHandler):
    """Just enough SMTP to take a mail."""

    mails: list[str] = []

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline().decode().upper():
            if line.startswith("DATA"):
                self.wfile.write(b"354 go on\r\n")
                lines = iter(lambda: self.rfile.readline().decode(), ".\r\n")
                self.mails.append("".join(lines))
            self.wfile.write(b"221 bye\r\n" if line.startswith("QUIT") else b"250 fine\r\n")
            if line.startswith("QUIT"):
                return


def test_mails_are_sent_on(universe):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Mailbox) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        world = universe(smtp_url=f"smtp://127.0.0.1:{server.server_address[1]}")

        book(world)

        until = time.monotonic() + 5
        while len(Mailbox.mails) < 2 and time.monotonic() < until:
            time.sleep(0.02)
        server.shutdown()
    to_host, to_ana = Mailbox.mails
    assert "To: cal@example.com" in to_host
    assert "To: ana@example.com" in to_ana
    assert "X-Mockcal-Template: attendee-scheduled" in to_ana
    assert "text/html" in to_ana
