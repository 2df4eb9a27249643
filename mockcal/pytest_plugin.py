"""`mockcal`: a universe of each test's own, on one server for the run.

@pytest.mark.mockcal(fixtures=["round-robin"], now="2026-01-05T08:00:00Z")
def test_booking(mockcal):
    me = mockcal.api("cal_alice").get("/v2/me").json()
"""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from mockcal.client import Options, Sandbox, Server


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
