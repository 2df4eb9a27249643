"""Running a server: in this process until it is told to stop, or in a thread beside a test run."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from mockcal.sandbox.sandbox import Sandbox
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


HUNG_UP = "ASGI callable returned without completing response."
"""What uvicorn says of a connection that a fault drops."""


def server_for(app: Any, settings: Settings, **more: Any) -> Any:
    import logging

    import uvicorn

    logging.getLogger("uvicorn.error").addFilter(lambda record: record.getMessage() != HUNG_UP)
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


def run(settings: Settings) -> None:
    """Serves until interrupted; says first where, and what to try."""
    from mockcal.app import create_app

    bound = listening(settings)
    app = create_app(settings)
    certificate = _certificate(settings)
    scheme = "https" if settings.tls else "http"
    if not settings.quiet:
        host = "localhost" if settings.host in ("127.0.0.1", "0.0.0.0", "::", "::1") else settings.host
        print(banner(f"{scheme}://{host}:{bound.getsockname()[1]}", app.sandboxes.get(), settings), flush=True)
    with suppress(KeyboardInterrupt):
        server_for(app, settings, **certificate).run(sockets=[bound])


def banner(url: str, sandbox: Sandbox, settings: Settings) -> str:
    """What a newcomer pastes next: the address, keys, and a curl that works."""
    from mockcal import __version__

    keys = _keys(sandbox)
    shown = ", ".join(f"{key} ({name})" for key, name in keys[:4]) + (", …" if len(keys) > 4 else "")
    curl = "curl" if not settings.tls else f"curl --cacert {_authority_file()}"
    lines = [f"mockcal {__version__}", f"  Cal.com API   {url}/v2", f"  control plane {url}/_mock"]
    if keys:
        lines += [f"  API keys      {shown}", "", f'  {curl} {url}/v2/me -H "Authorization: Bearer {keys[0][0]}"']
    else:
        lines += [
            "",
            f"  {curl} {url}/_mock/fixtures -H 'Content-Type: application/yaml' "
            "--data-binary 'users: [{username: alice}]'",
        ]
    if settings.tls:
        from mockcal.tls import how_to_trust

        lines += ["", *how_to_trust()]
    return "\n".join([*lines, ""])


def _keys(sandbox: Sandbox) -> list[tuple[str, str]]:
    """API keys with whose they are, in order of the users."""
    from sqlalchemy import select
    from sqlmodel import col

    from mockcal.store.users import ApiKey, User

    tx = sandbox.begin()
    found = tx.rows(
        select(col(ApiKey.text), col(User.name), col(User.username))
        .join(User, User.id == ApiKey.user_id)
        .order_by(User.id, ApiKey.text)
    )
    tx.rollback()
    return [(text, name or username or "") for text, name, username in found]


def _authority_file() -> str:
    from mockcal.tls import authority_file

    return str(authority_file())


def _certificate(settings: Settings) -> dict[str, Any]:
    if not settings.tls:
        return {}
    from mockcal.tls import certificate

    return certificate(settings)


@contextmanager
def background(settings: Settings) -> Iterator[str]:
    """A server in a thread of this process; yields its address, e.g. http://127.0.0.1:49152."""
    from mockcal.app import create_app

    bound = listening(settings)
    app = create_app(settings)
    # Two threads that compile modules at the same time trip over each other in CPython 3.11.
    app.directory.load_all()
    server = server_for(app, settings)
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
