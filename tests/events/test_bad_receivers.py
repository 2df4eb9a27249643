"""Receivers that are down, slow, redirecting, closing early or talking nonsense harm nobody but themselves."""

import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from socket import SO_LINGER, SOL_SOCKET, socket
from struct import pack

import pytest

ROUNDS = 6
SLOW_SECONDS = 0.5
Manner = Callable[[socket], None]


class Threads(socketserver.ThreadingTCPServer):
    daemon_threads = True


@contextmanager
def behaving(manner: Manner) -> Iterator[str]:
    """A receiver that does with each connection as it likes."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            manner(self.request)

    server = Threads(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/hook"
    finally:
        server.shutdown()
        server.server_close()


def slow(client: socket) -> None:
    client.recv(65536)
    time.sleep(SLOW_SECONDS)
    client.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok")


def silent(client: socket) -> None:
    threading.Event().wait(60)


def redirecting(client: socket) -> None:
    client.recv(65536)
    client.sendall(b"HTTP/1.1 308 Permanent Redirect\r\nlocation: /hook\r\ncontent-length: 0\r\n\r\n")


def closing_at_once(client: socket) -> None:
    client.setsockopt(SOL_SOCKET, SO_LINGER, pack("ii", 1, 0))  # closed so, a connection is reset


def closing_half_way(client: socket) -> None:
    client.recv(65536)
    client.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\nhalf")


def babbling(client: socket) -> None:
    client.recv(65536)
    client.sendall(b"\x00\xff good day, what can I do for you\r\n\r\n")


def wrongly_packed(client: socket) -> None:
    client.recv(65536)
    client.sendall(b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 4\r\n\r\nzip!")


def endless(client: socket) -> None:
    client.recv(65536)
    client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    try:
        while True:
            client.sendall(b"on and on " * 1000)
    except OSError:
        pass


MANNERS = {
    "slow": (slow, 200, None),
    "redirecting": (redirecting, 308, None),
    "closing at once": (closing_at_once, None, "ConnectError|ReadError|RemoteProtocolError|WriteError"),
    "closing half way": (closing_half_way, 200, "RemoteProtocolError"),
    "babbling": (babbling, None, "RemoteProtocolError"),
    "wrongly packed": (wrongly_packed, 200, "DecodingError"),
    "endless": (endless, 200, None),
}


def starts(count: int) -> list[str]:
    return [f"2026-01-12T{8 + number // 2:02}:{30 * (number % 2):02}:00Z" for number in range(count)]


@pytest.fixture
def receivers(cal):
    """Each is subscribed; by its manner, its URL."""
    with ExitStack() as stack:
        found = {name: stack.enter_context(behaving(manner)) for name, (manner, *_) in MANNERS.items()}
        found["down"] = "http://127.0.0.1:1/hook"
        for url in found.values():
            cal.subscribe(url)
        yield found


def test_they_neither_delay_nor_break_anything_and_stand_in_the_log(cal, receivers, receiver, mockcal):
    cal.subscribe(receiver.url)
    cal.book(starts(ROUNDS)[0])  # what is imported on first use costs its time here
    began = time.monotonic()

    booked = [cal.book(start) for start in starts(ROUNDS)[1:]]

    took = time.monotonic() - began
    assert [one["status"] for one in booked] == ["accepted"] * (ROUNDS - 1)
    assert took < SLOW_SECONDS * (ROUNDS - 1), "somebody waited for the slow one"
    log = mockcal.deliveries(wait=20)
    assert len(log) == ROUNDS * (len(receivers) + 1)
    assert "pending" not in {one["state"] for one in log}
    for name, url in receivers.items():
        _, status, error = MANNERS.get(name, (None, None, "ConnectError"))
        mine = [one for one in log if one["url"] == url]
        assert len(mine) == ROUNDS, name
        assert {one["responseStatus"] for one in mine} == {status}, name
        assert all(one["attempt"] == 1 and one["durationMs"] > 0 for one in mine), name
        if error is None:
            assert {one["error"] for one in mine} == {None}, name
        else:
            assert {one["error"].partition(":")[0] for one in mine} <= set(error.split("|")), name


def test_nothing_for_the_good_one_is_lost_or_late(cal, receivers, receiver, mockcal):
    with behaving(silent) as never:
        cal.subscribe(never)
        cal.subscribe(receiver.url)

        uids = [cal.book(start)["uid"] for start in starts(ROUNDS)]

        until = time.monotonic() + 5
        while len(receiver.received) < ROUNDS and time.monotonic() < until:
            time.sleep(0.02)
        assert [one.payload["uid"] for one in receiver.received] == uids
        waiting = [one for one in mockcal.control("GET", "/webhooks/deliveries") if one["url"] == never]
        assert [one["state"] for one in waiting] == ["pending"] * ROUNDS
        mockcal.reset()
