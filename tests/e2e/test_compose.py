"""The compose files and the Dockerfile name things that exist; where Docker is, it reads them too."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from mockcal.cli import app
from mockcal.settings import Settings
from mockcal.tls import NAMES

ROOT = Path(__file__).parents[2]
FILES = (ROOT / "docker-compose.yml", ROOT / "examples" / "compose" / "api-cal-com.yml")
DOCKERFILE = (ROOT / "Dockerfile").read_text()

each_file = pytest.mark.parametrize("file", [pytest.param(file, id=file.name) for file in FILES])


def services_of(file):
    return yaml.safe_load(file.read_text())["services"]


@each_file
def test_every_file_that_a_service_mounts_or_runs_is_there(file):
    mounts = [one for service in services_of(file).values() for one in service.get("volumes", [])]

    missing = [one for one in mounts if one.startswith(".") and not (file.parent / one.split(":")[0]).exists()]

    assert missing == []
    assert (file.parent / services_of(file)["mockcal"]["build"] / "Dockerfile").is_file()


@each_file
def test_every_volume_is_one(file):
    mounts = [one.split(":")[0] for service in services_of(file).values() for one in service.get("volumes", [])]

    assert {one for one in mounts if "." not in one} == set(yaml.safe_load(file.read_text()).get("volumes", {}))


def test_every_setting_is_one():
    known = {f"MOCKCAL_{name.upper()}" for name in Settings.model_fields}
    in_compose = [name for file in FILES for one in services_of(file).values() for name in one.get("environment", {})]
    named = [*in_compose, *re.findall(r"MOCKCAL_[A-Z_]+", DOCKERFILE)]

    assert {name for name in named if name.startswith("MOCKCAL_")} <= known


@each_file
def test_services_wait_for_services_that_are_there(file):
    services = services_of(file)

    waited = {one for service in services.values() for one in service.get("depends_on", [])}

    assert waited <= set(services)


class TestAsApiCalCom:
    """A client whose base URL is fixed."""

    def test_the_network_calls_mockcal_so(self):
        mockcal, client = services_of(FILES[1]).values()

        assert mockcal["networks"]["default"]["aliases"] == ["api.cal.com"]
        assert mockcal["command"] == ["mockcal", "serve", "--tls"]
        assert mockcal["environment"]["MOCKCAL_PORT"] == "443"
        assert client["environment"]["CAL_API_URL"] == "https://api.cal.com/v2"
        assert "api.cal.com" in NAMES

    def test_the_image_lets_it_write_where_the_volume_is_mounted(self):
        mount = services_of(FILES[1])["mockcal"]["volumes"][0].partition(":")[2]

        assert "USER mockcal\n" in DOCKERFILE
        assert f"RUN mkdir -p {mount}\n" in DOCKERFILE.partition("USER mockcal\n")[2]

    def test_its_check_and_its_client_work(self, serve, tmp_path, monkeypatch):
        """In processes that have the files where the containers have them."""
        data = tmp_path / ".local" / "share"
        monkeypatch.setenv("XDG_DATA_HOME", str(data))
        mockcal, client = services_of(FILES[1]).values()
        served = serve(*mockcal["command"][2:], "--no-cache")
        port = served.url.rpartition(":")[2]
        here = os.environ | {"HOME": str(tmp_path), "MOCKCAL_PORT": port}

        checked = subprocess.run([sys.executable, *mockcal["healthcheck"]["test"][2:]], env=here, check=False)
        here |= {"CAL_API_URL": f"https://localhost:{port}/v2", "CAL_API_KEY": client["environment"]["CAL_API_KEY"]}
        here |= {"SSL_CERT_FILE": str(data / client["environment"]["SSL_CERT_FILE"].replace("/authority", "mockcal"))}
        program = [sys.executable, str(FILES[1].parent / "book.py")]
        booked = subprocess.run(program, env=here, capture_output=True, text=True, check=False)

        assert checked.returncode == 0
        assert ": accepted, " in booked.stdout, booked.stderr

    def test_the_guide_shows_the_file(self):
        text = FILES[1].read_text()

        assert text[text.index("services:") :] in (ROOT / "docs" / "ci.md").read_text()


def test_the_image_copies_what_is_there_and_runs_a_command_that_is():
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, flags=re.MULTILINE)
    command = re.search(r'^CMD \["mockcal", "(\w+)"\]$', DOCKERFILE, flags=re.MULTILINE)

    assert [one for line in copied for one in line.split() if not (ROOT / one).exists()] == []
    assert command is not None
    assert CliRunner().invoke(app, [command.group(1), "--help"]).exit_code == 0


@pytest.mark.skipif(shutil.which("docker") is None, reason="Docker is not here")
@each_file
def test_docker_reads_the_file(file):
    version = subprocess.run(["docker", "compose", "version"], capture_output=True, check=False)
    if version.returncode:
        pytest.skip("docker compose is not here")

    read = subprocess.run(
        ["docker", "compose", "-f", str(file), "config", "--quiet"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (read.returncode, read.stderr) == (0, "")
