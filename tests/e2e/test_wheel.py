"""The wheel, in a bare virtual environment with nothing but what it asks for: it serves, and the demo is in it."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.xdist_group("wheel")

ROOT = Path(__file__).parents[2]
PIP = ("-m", "pip", "--disable-pip-version-check", "--quiet")


def run(*command: object) -> str:
    """What it prints; skips, loudly, where packages cannot be had."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=400, check=False)
    if done.returncode and ("No matching distribution" in done.stderr or "Temporary failure" in done.stderr):
        pytest.skip(f"SKIPPED FOR WANT OF A NETWORK: {done.stderr.strip().splitlines()[-1]}")
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, *PIP, "wheel", "--no-deps", "--wheel-dir", folder, ROOT)
    return next(folder.glob("mockcal-*.whl"))


@pytest.fixture(scope="module")
def bare(wheel, tmp_path_factory):
    """The folder of programs of an environment that has the wheel and its runtime dependencies."""
    folder = tmp_path_factory.mktemp("bare")
    run(sys.executable, "-m", "venv", folder)
    programs = folder / "bin"
    run(programs / "python", *PIP, "install", wheel)
    return programs


def test_the_wheel_holds_the_package_and_its_fixtures_and_no_tests(wheel):
    names = zipfile.ZipFile(wheel).namelist()

    assert "mockcal/openapi.json" in names
    assert "mockcal/fixtures/demo.yaml" in names
    assert [name for name in names if name.startswith(("tests/", "bench/", "docs/"))] == []


def test_it_serves_without_any_tool_of_development(bare, serve, tmp_path):
    served = serve("--no-cache", program=[str(bare / "mockcal")])

    me = served.client("cal_alice").get("/v2/me")
    slots = served.client(version="2024-09-04").get(
        "/v2/slots",
        params={"username": "alice", "eventTypeSlug": "intro-call", "start": "2030-01-07", "end": "2030-01-12"},
    )

    assert me.json()["data"]["username"] == "alice"
    assert slots.json()["status"] == "success"
    assert served.client().get("/_mock/openapi.json").json()["info"]["title"] == "mockcal"


def test_every_section_can_be_imported(bare):
    program = (
        "from mockcal.app import create_app; from mockcal.settings import Settings;"
        "app = create_app(Settings(empty=True, cache=False)); app.directory.load_all(); print(len(app.directory.routes()))"
    )

    assert int(run(bare / "python", "-c", program)) > 272


def test_commands_say_what_they_lack(bare, wheel):
    help_ = run(bare / "mockcal", "--help")
    asked = subprocess.run(
        [bare / "mockcal", "contract", "test", str(ROOT / "mockcal" / "openapi.json")],
        capture_output=True,
        text=True,
        check=False,
    )

    assert "serve" in help_
    assert asked.returncode == 1
    assert "pip install 'mockcal[contract]'" in asked.stderr
