"""docker-compose.yml and the Dockerfile name things that exist; where Docker is, it reads them too."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from mockcal.cli import app
from mockcal.settings import Settings

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
DOCKERFILE = (ROOT / "Dockerfile").read_text()


def test_every_file_that_a_service_mounts_or_runs_is_there():
    mounts = [one for service in COMPOSE["services"].values() for one in service.get("volumes", [])]

    missing = [mount for mount in mounts if mount.startswith(".") and not (ROOT / mount.split(":")[0]).exists()]

    assert missing == []
    assert (ROOT / COMPOSE["services"]["mockcal"]["build"] / "Dockerfile").is_file()


def test_every_setting_is_one():
    known = {f"MOCKCAL_{name.upper()}" for name in Settings.model_fields}
    in_compose = [name for service in COMPOSE["services"].values() for name in service.get("environment", {})]
    named = [*in_compose, *re.findall(r"MOCKCAL_[A-Z_]+", DOCKERFILE)]

    assert {name for name in named if name.startswith("MOCKCAL_")} <= known


def test_services_wait_for_services_that_are_there():
    services = COMPOSE["services"]

    waited = {one for service in services.values() for one in service.get("depends_on", [])}

    assert waited <= set(services)


def test_the_image_copies_what_is_there_and_runs_a_command_that_is():
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, flags=re.MULTILINE)
    command = re.search(r'^CMD \["mockcal", "(\w+)"\]$', DOCKERFILE, flags=re.MULTILINE)

    assert [one for line in copied for one in line.split() if not (ROOT / one).exists()] == []
    assert command is not None
    assert CliRunner().invoke(app, [command.group(1), "--help"]).exit_code == 0


@pytest.mark.skipif(shutil.which("docker") is None, reason="Docker is not here")
def test_docker_reads_the_file():
    version = subprocess.run(["docker", "compose", "version"], capture_output=True, check=False)
    if version.returncode:
        pytest.skip("docker compose is not here")

    read = subprocess.run(
        ["docker", "compose", "-f", str(ROOT / "docker-compose.yml"), "config", "--quiet"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (read.returncode, read.stderr) == (0, "")
