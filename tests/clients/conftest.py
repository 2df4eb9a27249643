"""Real clients run in processes of their own and say, line by line, what they were answered."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from mockcal.client import Options, Sandbox, Server
from tests.clients import running
from tests.conftest import NOW


@dataclass(frozen=True)
class Secure:
    """A server that answers as https://api.cal.com, for clients that know no other address."""

    server: Server
    port: int
    authority: Path

    @property
    def environment(self) -> dict[str, str]:
        """What a client's process needs to find the server there and to trust it."""
        return {
            "API_CAL_COM_PORT": str(self.port),
            "REQUESTS_CA_BUNDLE": str(self.authority),
            "SSL_CERT_FILE": str(self.authority),
            "NODE_EXTRA_CA_CERTS": str(self.authority),
            "NODE_OPTIONS": f"--require {running.PROGRAMS / 'api_cal_com.cjs'}",
        }


@pytest.fixture(scope="session")
def secure_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secure]:
    """`mockcal serve --tls`, as somebody would start it."""
    home = tmp_path_factory.mktemp("tls")
    command = [sys.executable, "-m", "mockcal", "serve", "--tls", "--empty", "--port", "0", "--no-cache"]
    environment = {**os.environ, "XDG_DATA_HOME": str(home)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            url = running.said_until(process, "Cal.com API").split()[-1].removesuffix("/v2")
            port = int(url.rpartition(":")[2])
            yield Secure(Server(url), port, home / "mockcal" / "tls" / "ca.pem")
        finally:
            process.terminate()


@pytest.fixture
def api_cal_com(secure_server: Secure) -> Iterator[Sandbox]:
    """The universe of a client whose address is fixed: the default one, empty and at the tests' time."""
    with secure_server.server.sandbox(Options(fixtures=[], now=NOW), name="default") as sandbox:
        yield sandbox
