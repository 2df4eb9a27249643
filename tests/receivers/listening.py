"""Small real receivers of webhooks, each as somebody might have written it."""

import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SECRET = "s3cret"


@dataclass
class Post:
    """A request, and the means to answer it oddly."""

    headers: dict[str, str]
    body: bytes
    handler: BaseHTTPRequestHandler

    @property
    def said(self) -> Any:
        return json.loads(self.body)

    @property
    def is_signed(self) -> bool:
        expected = hmac.new(SECRET.encode(), self.body, hashlib.sha256).hexdigest()
        return hmac.compare_digest(expected, self.headers.get("X-Cal-Signature-256", ""))


Answering = Callable[[Post], "int | None"]
"""The status; None when it has seen to its answer itself."""


@contextmanager
def listening(answering: Answering) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            status = answering(Post(dict(self.headers), body, self))
            if status is not None:
                self.send_response(status)
                self.end_headers()
                self.wfile.write(b"as I see it")

        def log_message(self, *arguments: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/hook"
    finally:
        server.shutdown()
        server.server_close()
