"""Whatever comes over the wire: never a 5xx, nothing changes, and the server goes on."""

import json
import socket
import threading
from urllib.parse import urlsplit

import pytest

ALICE = {"users": [{"username": "alice", "eventTypes": [{"title": "Intro", "slug": "intro", "lengthInMinutes": 30}]}]}
CRLF = b"\r\n"
CREATING = ("/v2/schedules", "/v2/webhooks", "/v2/event-types", "/v2/slots/reservations")


@pytest.fixture
def alice(mockcal):
    mockcal.load(ALICE)
    return mockcal


def raw(mockcal, sent: bytes, *, closes: bool = True) -> bytes:
    """All that comes back for some bytes; `closes` ends our side once they are sent."""
    address = urlsplit(mockcal.url)
    with socket.create_connection((address.hostname, address.port), timeout=10) as connection:
        connection.settimeout(10)
        try:
            connection.sendall(sent)
            if closes:
                connection.shutdown(socket.SHUT_WR)
            return _rest(connection)
        except (ConnectionResetError, BrokenPipeError):
            return b""


def _rest(connection: socket.socket) -> bytes:
    received = b""
    while chunk := connection.recv(65536):
        received += chunk
    return received


def head(mockcal, line: str, *headers: bytes, ends: bool = True) -> bytes:
    """A request's head in the test's sandbox; `line` is METHOD and PATH."""
    method, path = line.split(" ", 1)
    first = f"{method} /~{mockcal.name}{path} HTTP/1.1".encode()
    lines = [first, b"Host: localhost", b"Authorization: Bearer cal_alice", b"Connection: close", *headers]
    return CRLF.join(lines) + CRLF + (CRLF if ends else b"")


def status(answer: bytes) -> int | None:
    """None when the server hung up without an answer."""
    return int(answer.split(b" ", 2)[1]) if answer.startswith(b"HTTP/1.1 ") else None


def holds(mockcal, before, *answers: bytes) -> None:
    """None of the answers is a 5xx or a success, nothing has changed, and the next request is answered."""
    statuses = [status(answer) for answer in answers]
    assert all(one is None or 400 <= one < 500 for one in statuses), statuses
    assert mockcal.export() == before
    assert mockcal.api("cal_alice").get("/v2/me").status_code == 200


BODIES = {
    "not JSON": b"{",
    "a trailing comma": b'{"a": 1,}',
    "bad UTF-8": b'{"name": "\xff\xfe\xc3\x28"}',
    "half a surrogate": b'{"name": "\\ud800"}',
    "NUL": b'{"name": "a\\u0000b", "timeZone": "Europe/London\\u0000"}',
    "a number beyond all": b'{"name": ' + b"9" * 5000 + b"}",
    "an exponent beyond all": b'{"name": 1e999999}',
    "NaN": b'{"name": NaN}',
    "deep lists": b"[" * 50_000 + b"]" * 50_000,
    "deep objects": b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
    "the same key twice": b'{"timeZone": "Europe/Rome", "timeZone": 5}',
    "a list": b"[]",
    "a text": b'"text"',
    "a prototype": b'{"__proto__": {"x": 1}, "constructor": 1, "timeZone": "Nowhere"}',
    "a byte order mark": b'\xef\xbb\xbf{"timeZone": "Nowhere"}',
    "too large": b'{"name": "' + b"x" * 200_000 + b'"}',
    "far too large": b'{"name": "' + b"x" * 5_000_000 + b'"}',
}
WRONG = (None, True, 0, -1, 1.5, 1e300, 2**63, "", "x" * 5000, "\x00", "💥" * 50, [], [None], {}, {"a": {"b": []}})


class TestBodies:
    @pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
    def test_a_body_that_is_wrong(self, alice, body):
        before = alice.export()
        sent = (b"Content-Type: application/json", f"Content-Length: {len(body)}".encode())

        answers = [raw(alice, head(alice, f"POST {path}", *sent) + body, closes=False) for path in CREATING]

        holds(alice, before, *answers)

    @pytest.mark.parametrize("value", WRONG, ids=lambda value: repr(value)[:20])
    def test_wrong_types_wherever_a_booking_has_a_value(self, alice, value):
        before = alice.export()
        good = {
            "start": "2026-01-06T10:00:00Z",
            "eventTypeId": 1,
            "attendee": {"name": "Ann", "email": "ann@example.com", "timeZone": "UTC", "language": "en"},
        }
        client = alice.api("cal_alice", "2024-08-13")

        answers = [client.post("/v2/bookings", json={**good, key: value}) for key in good if good[key] != value]
        answers += [
            client.post("/v2/bookings", json={**good, "attendee": {**good["attendee"], key: value}})
            for key in ("name", "email", "timeZone")
            if not (key == "timeZone" and value is None) and not (key == "name" and isinstance(value, str))
        ]

        taken = [(one.status_code, one.request.content[:200]) for one in answers if not 400 <= one.status_code < 500]
        assert taken == []
        assert alice.export() == before

    @pytest.mark.parametrize(
        "headers",
        [
            [b"Content-Type: application/json; charset=nonsense"],
            [b"Content-Type: application/json; charset=utf-7"],
            [b"Content-Type: application/json", b"Content-Encoding: gzip"],
            [b"Content-Type: application/json", b"Content-Encoding: nonsense"],
            [b"Content-Type: \xff\xfe/json;;;=;"],
            [b"Content-Type: multipart/form-data"],
        ],
        ids=lambda headers: headers[-1].decode("latin-1"),
    )
    def test_kinds_of_content(self, alice, headers):
        before = alice.export()
        body = b'{"name": "x"}'

        answer = raw(alice, head(alice, "POST /v2/schedules", *headers, b"Content-Length: 13") + body)

        holds(alice, before, answer)


class TestRequests:
    @pytest.mark.parametrize("method", ["TRACE", "CONNECT", "BREW", "PROPFIND", "get", "PURGE"])
    def test_unknown_methods(self, alice, method):
        before = alice.export()

        holds(alice, before, raw(alice, head(alice, f"{method} /v2/me")))

    @pytest.mark.parametrize(
        "path",
        [
            "/v2/%ff",
            "/v2/%",
            "/v2/bookings/%00",
            "/v2/bookings/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
            "/v2/bookings/" + "x" * 8000,
            "/v2/event-types/99999999999999999999999999",
            "/v2/event-types/-1e400",
            "/v2/event-types/1%00",
            "/v2/schedules/١",
            "/v2/slots?start=%ff&end=%00&eventTypeId[]=1&eventTypeId[a][b]=2",
            "/v2/bookings?take=1e99&skip=-1&status=%ff",
            "/v2/me?" + "a[b]" * 2000 + "=1",
            "//v2//moon",
            "/v2/" + "a/" * 2000,
            "/api/v2/%F0%9F%92%A5",
        ],
        ids=lambda path: path[:40],
    )
    def test_odd_paths(self, alice, path):
        before = alice.export()

        answer = raw(alice, head(alice, f"GET {path}"))

        code = status(answer)
        assert code is None or code < 500
        assert alice.export() == before

    @pytest.mark.parametrize(
        "header",
        [
            b"cal-api-version: \x01\x02",
            b"cal-api-version: \xff\xfe",
            b"X-Request-Id: a\x00b",
            b"Cookie: " + b"a=b; " * 5000,
            b"Authorization: Bearer \xff\xff",
            b"Authorization: Basic ????",
            b"Authorization: Bearer " + b"x" * 60_000,
            b"x-cal-client-id: \xe2\x82\xac",
            b"Origin: http://[",
            b'If-None-Match: "\\\x7f',
            b"X-Forwarded-Proto: javascript",
            b"Host: [[[",
            b"no colon at all",
            b": no name",
            b"Folded: a\r\n b",
            b"Content-Length: -5",
            b"Content-Length: 1e3",
            b"Content-Length: 5\r\nContent-Length: 6",
            b"Transfer-Encoding: nonsense",
            b"Expect: the-unexpected",
            b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: eA==",
        ],
        ids=lambda header: header[:40].decode("latin-1"),
    )
    def test_odd_headers(self, alice, header):
        before = alice.export()

        answer = raw(alice, head(alice, "GET /v2/me", header))

        code = status(answer)
        assert code is None or code < 500
        assert alice.export() == before

    @pytest.mark.parametrize(
        "rest",
        [
            b"5\r\nhello",
            b"zz\r\n{}\r\n0\r\n\r\n",
            b"ffffffffffffffff\r\n{}",
            b"-1\r\n{}\r\n",
            b"2\r\n{}xx0\r\n\r\n",
            b"",
        ],
        ids=["cut short", "no number", "huge", "negative", "no line's end", "nothing"],
    )
    def test_chunks_that_are_broken(self, alice, rest):
        before = alice.export()
        chunked = (b"Content-Type: application/json", b"Transfer-Encoding: chunked")

        answer = raw(alice, head(alice, "POST /v2/schedules", *chunked) + rest)

        holds(alice, before, answer)

    def test_a_body_shorter_than_it_said(self, alice):
        before = alice.export()
        body = json.dumps({"name": "x", "timeZone": "UTC", "isDefault": False}).encode()

        answer = raw(
            alice,
            head(alice, "POST /v2/schedules", b"Content-Type: application/json", b"Content-Length: 5000") + body,
        )

        holds(alice, before, answer)

    @pytest.mark.parametrize("sent", [b"\x16\x03\x01\x02\x00\x01\x00", b"\x00" * 1000, b"GET\r\n\r\n", b"\r\n" * 100])
    def test_no_http_at_all(self, alice, sent):
        before = alice.export()

        holds(alice, before, raw(alice, sent))

    def test_clients_who_leave_in_the_middle(self, alice):
        before = alice.export()
        begun = head(alice, "POST /v2/schedules", b"Content-Type: application/json", b"Content-Length: 50") + b'{"na'
        address = urlsplit(alice.url)

        def leave() -> None:
            connection = socket.create_connection((address.hostname, address.port), timeout=10)
            connection.sendall(begun)
            connection.close()

        leaving = [threading.Thread(target=leave) for _ in range(50)]
        for one in leaving:
            one.start()
        for one in leaving:
            one.join()

        holds(alice, before)
