"""A publisher of iCalendar files, in a thread of its own."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//mockcal//tests//EN
X-WR-CALNAME:Holidays
{events}END:VCALENDAR
"""


def event(uid: str, *lines: str) -> str:
    return "\n".join(["BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT", ""])


@dataclass
class Publisher:
    """`files` by path; what is not there is 404. `asked` are the paths that were fetched; `slow` ones never answer."""

    url: str
    files: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    slow: set[str] = field(default_factory=set)

    def publish(self, path: str, *events: str) -> str:
        """Puts a calendar there; its address."""
        self.files[path] = CALENDAR.format(events="".join(events))
        return self.url + path


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    stopped = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            published.asked.append(self.path)
            if self.path in published.slow:
                stopped.wait()
                return
            text = published.files.get(self.path)
            self.send_response(404 if text is None else 200)
            self.send_header("content-type", "text/calendar")
            self.end_headers()
            self.wfile.write((text or "").encode())

        def log_message(self, *args: object) -> None:
            """Tests are quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    published = Publisher(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.01), daemon=True)
    thread.start()
    yield published
    stopped.set()
    server.shutdown()
    server.server_close()
