"""A server: in this process until it is told to stop, or in a thread beside a test run."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from mockcal.settings import Settings

READY_SECONDS = 30


class NotListening(Exception):
    """The address cannot be had; the message says what to do."""


def listening(settings: Settings) -> socket.socket:
    """A socket that takes connections already, so that a client who comes early waits instead of being refused."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    bound = socket.socket(family)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((settings.host, settings.port))
    except OSError as error:
        bound.close()
        raise NotListening(
            f"{settings.host}:{settings.port} cannot be listened on ({error.strerror}). "
            "Choose another with --port or MOCKCAL_PORT; 0 takes a free one."
        ) from None
    bound.listen(2048)
    return bound


def server_for(app: Any, settings: Settings, **more: Any) -> Any:
    import uvicorn

    return uvicorn.Server(
        uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            ws="none",
            server_header=False,
            date_header=False,
            timeout_keep_alive=75,
            timeout_graceful_shutdown=1,
            **more,
        )
    )


@contextmanager
def background(settings: Settings) -> Iterator[str]:
    """A server in a thread of this process; yields its address, e.g. http://127.0.0.1:49152."""
    from mockcal.app import create_app

    bound = listening(settings)
    server = server_for(create_app(settings), settings)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, name="mockcal", daemon=True)
    thread.start()
    _await(server, thread)
    try:
        yield f"http://{settings.host}:{bound.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=5)
        bound.close()


def _await(server: Any, thread: threading.Thread) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while not server.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            raise NotListening("The server did not start; its log says why.")
        time.sleep(0.005)
