"""`mockcal verify-receiver`, as a user calls it, against real little receivers."""

import socket
import socketserver
import threading
import time
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from mockcal.cli import app
from mockcal.events.triggers import Trigger
from tests.receivers.listening import SECRET, Post, listening

FORGERIES = ["wrong signature", "no signature", "no-secret-provided", "tampered body"]
ODDITIES = ["duplicate", "out of order", "late", "unknown trigger", "large", "slow"]
CHECKS = ["genuine", *FORGERIES, *ODDITIES]
DUTY = (
    "The receiver was sent a BOOKING_CREATED that another secret signed and answered 200 “as I see it”; it should refuse "
    "it with a 4xx such as 401, because whoever finds the URL can post to it, and only the signature tells Cal.com's "
    "requests from theirs."
)


class Verified(NamedTuple):
    code: int
    lines: list[str]
    errors: str

    @property
    def grades(self) -> dict[str, str]:
        """By the name of the check."""
        found = {}
        for line in self.lines:
            grade, _, rest = line.partition(" ")
            if grade in ("passed", "failed", "warning", "skipped"):
                found[rest.strip().split("  ")[0]] = grade
        return found

    def graded(self, grade: str) -> list[str]:
        return [name for name, got in self.grades.items() if got == grade]

    def line(self, name: str) -> str:
        """What the check came to, and the sentence below it."""
        at = next(n for n, line in enumerate(self.lines) if line[9:].startswith(f"{name} "))
        return " ".join(self.lines[at : at + 2])


def verify(url: str, *flags: str, secret: str | None = SECRET, env: dict[str, str] | None = None) -> Verified:
    signed = ["--secret", secret] if secret is not None else []
    done = CliRunner().invoke(app, ["verify-receiver", *([url] if url else []), *signed, *flags], env=env)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return Verified(done.exit_code, done.stdout.splitlines(), done.stderr)


def good(post: Post) -> int:
    return 200 if post.is_signed else 401


class TestAGoodReceiver:
    def test_it_passes(self):
        with listening(good) as url:
            found = verify(url)

        assert found.code == 0
        assert found.graded("passed") == CHECKS
        assert found.lines[-1] == "11 checks: 11 passed"

    def test_what_it_was_sent(self):
        posts: list[Post] = []

        def answering(post: Post) -> int:
            posts.append(post)
            return good(post)

        with listening(answering) as url:
            verify(url)

        (genuine, *forged), odd = posts[:5], posts[5:]
        twice, (cancelled, created), (late, unknown, large, slow) = odd[:2], odd[2:4], odd[4:]
        assert {post.headers["Content-Type"] for post in posts} == {"application/json"}
        assert {post.headers["X-Cal-Webhook-Version"] for post in posts} == {"2021-10-20"}
        assert all(post.is_signed for post in (genuine, *odd))
        assert not any(post.is_signed for post in forged)
        assert [post.headers.get("X-Cal-Signature-256") for post in forged[1:3]] == [None, "no-secret-provided"]
        assert genuine.said["triggerEvent"] == "BOOKING_CREATED"
        assert genuine.said["payload"]["title"] == "Intro between Sam Sample and Jo Sample"
        assert twice[0].body == twice[1].body
        assert [post.said["triggerEvent"] for post in (cancelled, created)] == ["BOOKING_CANCELLED", "BOOKING_CREATED"]
        assert cancelled.said["payload"]["uid"] == created.said["payload"]["uid"]
        assert cancelled.said["payload"]["bookingId"] == created.said["payload"]["bookingId"]
        assert late.said["createdAt"] == "2020-01-06T10:00:00.000Z"
        assert unknown.said["triggerEvent"] not in set(Trigger)
        assert 1_000_000 <= len(large.body) < 1_100_000
        assert slow.headers["Content-Length"] == str(len(slow.body))
        uids = {post.said["payload"]["uid"] for post in posts}
        assert len(uids) == len(posts) - 2  # the duplicate's and the pair's are one each

    @pytest.mark.parametrize(
        "trigger", ["BOOKING_RESCHEDULED", "BOOKING_NO_SHOW_UPDATED", "MEETING_ENDED", "FORM_SUBMITTED"]
    )
    def test_another_trigger(self, trigger):
        """What takes time to come about is told as it happens all the same."""
        posts: list[Post] = []

        def answering(post: Post) -> int:
            posts.append(post)
            return 200

        with listening(answering) as url:
            found = verify(url, "--trigger", trigger, secret=None)

        told_ago = datetime.now(UTC) - datetime.fromisoformat(posts[0].said["createdAt"])
        assert found.code == 0
        assert posts[0].said["triggerEvent"] == trigger
        assert timedelta(0) <= told_ago < timedelta(minutes=1)

    def test_without_a_secret_nothing_is_forged(self):
        with listening(lambda post: 200 if post.headers["X-Cal-Signature-256"] == "no-secret-provided" else 401) as url:
            found = verify(url, secret=None)

        assert found.code == 0
        assert found.graded("skipped") == FORGERIES
        assert "no secret was given, so there is nothing to forge" in found.line("wrong signature")
        assert found.lines[-1] == "11 checks: 7 passed, 4 skipped"

    def test_all_of_it_may_come_from_the_environment(self, tmp_path):
        with listening(good) as url:
            env = {
                "MOCKCAL_RECEIVER_URL": url,
                "MOCKCAL_RECEIVER_SECRET": SECRET,
                "MOCKCAL_RECEIVER_TRIGGER": "MEETING_ENDED",
                "MOCKCAL_RECEIVER_TIMEOUT": "5",
                "MOCKCAL_RECEIVER_JUNIT": str(tmp_path / "found.xml"),
            }

            found = verify("", secret=None, env=env)

        assert (found.code, found.lines[-1]) == (0, "11 checks: 11 passed")
        assert (tmp_path / "found.xml").exists()


class TestAReceiverThatErrs:
    def test_one_that_checks_nothing(self):
        with listening(lambda post: 200) as url:
            found = verify(url)

        assert found.code == 1
        assert found.graded("failed") == FORGERIES
        assert found.line("wrong signature").endswith(DUTY)
        assert found.lines[-1] == "11 checks: 7 passed, 4 failed"

    def test_one_that_refuses_all(self):
        with listening(lambda post: 403) as url:
            found = verify(url)

        assert found.code == 1
        assert found.graded("passed") == FORGERIES
        assert found.graded("warning") == ["late"]
        assert found.lines[-1] == "11 checks: 4 passed, 1 warning, 6 failed"

    def test_one_that_fails_on_what_it_does_not_know(self):
        def answering(post: Post) -> int:
            if not post.is_signed:
                return 401
            return 200 if post.said["triggerEvent"] in set(Trigger) else 500

        with listening(answering) as url:
            found = verify(url)

        assert found.code == 1
        assert found.graded("failed") == ["unknown trigger"]
        assert "answered 500 “as I see it”; it should answer 2xx and do nothing" in found.line("unknown trigger")

    def test_one_that_falls_over_forgeries(self):
        with listening(lambda post: 200 if post.is_signed else 500) as url:
            found = verify(url)

        assert found.graded("failed") == FORGERIES

    def test_one_that_is_slow(self):
        def answering(post: Post) -> int:
            time.sleep(0.7)
            return good(post)

        with listening(answering) as url:
            found = verify(url, "--timeout", "0.4")

        assert found.code == 1
        assert found.graded("failed") == CHECKS
        assert "did not answer within 0.4 seconds; it should answer 2xx in time" in found.line("genuine")

    def test_one_that_redirects(self):
        def answering(post: Post) -> None:
            post.handler.send_response(307)
            post.handler.send_header("Location", "/elsewhere")
            post.handler.end_headers()

        with listening(answering) as url:
            found = verify(url)

        assert found.graded("failed") == CHECKS

    def test_one_that_hangs_up_and_one_that_talks_nonsense(self):
        def nonsense(post: Post) -> None:
            post.handler.wfile.write(b"\x00good day\r\n\r\n")

        with listening(lambda post: None) as silent, listening(nonsense) as muddled:
            hung_up, misread = verify(silent), verify(muddled)

        for found in (hung_up, misread):
            assert found.code == 1
            assert found.graded("failed") == CHECKS
            assert "gave no answer that can be read (" in found.line("genuine")

    def test_one_that_dies_of_a_forgery(self):
        def answering(post: Post) -> int:
            if not post.is_signed:
                post.handler.server.socket.close()
            return good(post)

        with listening(answering) as url:
            found = verify(url)

        assert found.code == 1
        assert found.graded("passed") == ["genuine", "wrong signature"]
        assert "and could not be connected to any more (" in found.line("duplicate")


class TestWhatCanBeDefended:
    @pytest.mark.parametrize(
        ("name", "status"),
        [("duplicate", 409), ("out of order", 404), ("late", 410), ("unknown trigger", 422), ("large", 413)],
    )
    def test_it_is_a_warning(self, name, status):
        seen: set[bytes] = set()

        def is_odd(post: Post) -> bool:
            said, again = post.said, post.body in seen
            seen.add(post.body)
            return {
                "duplicate": again,
                "out of order": said["triggerEvent"] == "BOOKING_CANCELLED",
                "late": said["createdAt"] < "2021",
                "unknown trigger": said["triggerEvent"] not in set(Trigger),
                "large": len(post.body) > 100_000,
            }[name]

        with listening(lambda post: 401 if not post.is_signed else status if is_odd(post) else 200) as url:
            found = verify(url)

        assert found.code == 0
        assert found.graded("warning") == [name]
        assert f"answered {status}" in found.line(name)
        assert found.lines[-1] == "11 checks: 10 passed, 1 warning"

    def test_a_large_one_may_be_refused_unread(self):
        """The connection is reset under what is still being sent; the refusal must not be lost with it."""

        class Impatient(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                head = self.request.recv(65536)
                while b"\r\n\r\n" not in head:
                    head += self.request.recv(65536)
                length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
                if length > 100_000:
                    self.request.sendall(b"HTTP/1.1 413 Too Large\r\ncontent-length: 0\r\n\r\n")
                    return
                while len(head.partition(b"\r\n\r\n")[2]) < length:
                    head += self.request.recv(65536)
                self.request.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")

        with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Impatient) as server:
            threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
            found = verify(f"http://127.0.0.1:{server.server_address[1]}/", secret=None)
            server.shutdown()

        assert found.graded("warning") == ["large"]
        assert "answered 413;" in found.line("large")

    def test_a_refusal_for_no_reason_is_none(self):
        """A body that is cut off at 100 kB makes a signature wrong."""
        with listening(lambda post: good(post) if len(post.body) < 100_000 else 401) as url:
            found = verify(url)

        assert found.graded("failed") == ["large"]


class TestNobodyThere:
    def test_nothing_listens(self):
        with socket.socket() as bound:
            bound.bind(("127.0.0.1", 0))
            port = bound.getsockname()[1]

            found = verify(f"http://127.0.0.1:{port}/hook")

        assert found.code == 2
        assert found.lines == []
        assert found.errors.startswith(f"http://127.0.0.1:{port}/hook cannot be connected to (")
        assert found.errors.endswith("Connection refused): start the receiver, or give another URL.\n")

    @pytest.mark.parametrize(
        "url", ["localhost:9000", "http://", "ftp://localhost/", "http://127.0.0.1:99999/", "http://["]
    )
    def test_what_is_no_url_leads_nowhere(self, url):
        found = verify(url)

        assert found.code == 2
        assert found.errors.startswith(f"{url} cannot be connected to (")
        assert found.errors.count("\n") == 1

    def test_an_unknown_trigger(self):
        found = verify("http://127.0.0.1:1", "--trigger", "BOOKING_CONFIRMED")

        assert found.code == 1
        assert found.errors.startswith("There is no trigger BOOKING_CONFIRMED; there are BOOKING_CREATED, ")


class TestJUnit:
    def test_it_says_what_the_text_says(self, tmp_path):
        def answering(post: Post) -> int:
            return 413 if len(post.body) > 100_000 else 200

        with listening(answering) as url:
            found = verify(url, "--junit", str(tmp_path / "found.xml"))

        suite = ElementTree.parse(tmp_path / "found.xml").getroot()[0]
        cases = {case.get("name"): case for case in suite.iter("testcase")}
        counted = {key: suite.get(key) for key in ("tests", "failures", "errors", "skipped")}
        assert found.code == 1
        assert suite.get("name") == "mockcal verify-receiver"
        assert counted == {"tests": "11", "failures": "4", "errors": "0", "skipped": "0"}
        assert [one.attrib for one in suite.iter("property")] == [{"name": "url", "value": url}]
        assert list(cases) == CHECKS
        assert [name for name, case in cases.items() if case.find("failure") is not None] == FORGERIES
        assert cases["wrong signature"].findtext("failure") == DUTY
        assert "answered 413" in (cases["large"].findtext("system-out") or "")
        assert (cases["large"].findtext("system-out") or "").startswith("warning: The receiver was sent a genuine")
        assert float(cases["slow"].get("time", "")) > 0.9

    def test_what_was_skipped(self, tmp_path):
        with listening(lambda post: 200) as url:
            verify(url, "--junit", str(tmp_path / "found.xml"), secret=None)

        suite = ElementTree.parse(tmp_path / "found.xml").getroot()[0]
        assert suite.get("skipped") == "4"
        assert [case.get("name") for case in suite.iter("testcase") if case.find("skipped") is not None] == FORGERIES

    def test_an_answer_that_no_xml_may_hold(self, tmp_path):
        def answering(post: Post) -> None:
            post.handler.send_response(500)
            post.handler.end_headers()
            post.handler.wfile.write(b"<oh & \x00\x1b[31m no>\n\xff")

        with listening(answering) as url:
            found = verify(url, "--junit", str(tmp_path / "found.xml"))

        case = next(ElementTree.parse(tmp_path / "found.xml").iter("testcase"))
        assert "answered 500 “<oh & [31m no> \ufffd”" in (case.findtext("failure") or "")
        assert found.graded("failed") == CHECKS

    def test_a_file_that_cannot_be_written(self):
        with listening(good) as url:
            found = verify(url, "--junit", "/nowhere/found.xml")

        assert found.code == 2
        assert found.errors == "/nowhere/found.xml cannot be written (No such file or directory).\n"
        assert found.lines[-1] == "11 checks: 11 passed"
