"""`mockcal`: a universe of each test's own, on one server for the run.

@pytest.mark.mockcal(fixtures=["round-robin"], now="2026-01-05T08:00:00Z")
def test_booking(mockcal):
    me = mockcal.api("cal_alice").get("/v2/me").json()
"""

import os
import socket
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from mockcal.client import Options, Sandbox, Server

REAL_HOSTS = ("cal.com",)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers",
        "mockcal(fixtures=None, now=None, seed=None, rate_limit=None): what the sandbox of a test begins with",
    )


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.getgroup("mockcal").addoption(
        "--mockcal-url",
        default=os.environ.get("MOCKCAL_URL"),
        help="use this running mockcal server instead of starting one (also MOCKCAL_URL)",
    )


@pytest.fixture(scope="session")
def mockcal_server(request: pytest.FixtureRequest) -> "Iterator[Server]":
    """The server of this run: the one of `--mockcal-url`, else one in a thread on a free port."""
    from mockcal.client import Server

    url = request.config.getoption("--mockcal-url")
    if url:
        yield Server(url)
        return
    from mockcal.serving import background
    from mockcal.settings import Settings

    with background(Settings(port=0)) as own:
        yield Server(own)


@pytest.fixture
def mockcal_options() -> "Options":
    """What sandboxes begin with where no marker says so; override it for a whole suite."""
    from mockcal.client import Options

    return Options()


@pytest.fixture
def mockcal(
    request: pytest.FixtureRequest, mockcal_server: "Server", mockcal_options: "Options"
) -> "Iterator[Sandbox]":
    """A universe of this test's own."""
    from dataclasses import replace

    marker = request.node.get_closest_marker("mockcal")
    options = replace(mockcal_options, **marker.kwargs) if marker else mockcal_options
    with mockcal_server.sandbox(options) as sandbox:
        yield sandbox


@pytest.fixture
def mockcal_clock(mockcal: "Sandbox") -> "Sandbox":
    """The test's universe with its clock frozen at the present moment, unless something froze it already."""
    if not mockcal.control("GET", "/clock")["frozen"]:
        mockcal.set_clock(mockcal.now)
    return mockcal


class LeakedToCalCom(Exception):
    """The code under test tried to reach the real service."""

    def __init__(self, host: str) -> None:
        super().__init__(f"{host} is the real service: point the client's base URL at mockcal.")


@pytest.fixture
def mockcal_only(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fails a test that tries to reach a cal.com host, even where the code under test swallows the error."""
    reached: list[str] = []
    resolve = socket.getaddrinfo

    def guarded(host: Any, *rest: Any, **more: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else str(host or "")
        if name.rstrip(".").lower().endswith(REAL_HOSTS):
            reached.append(name)
            raise LeakedToCalCom(name)
        return resolve(host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", guarded)
    yield
    if reached:
        pytest.fail(str(LeakedToCalCom(", ".join(sorted(set(reached))))), pytrace=False)
