"""How a server is started, and what is said when it cannot be."""

import subprocess
import sys

import pytest

from mockcal.settings import Settings

PROGRAM = [sys.executable, "-m", "mockcal"]


def test_several_files_may_follow_one_flag(serve, tmp_path):
    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text(f"users: [{{username: {name}}}]")

    served = serve("--fixtures", str(tmp_path / "one.yaml"), str(tmp_path / "two.yaml"))

    for name in ("one", "two"):
        assert served.client(f"cal_{name}").get("/v2/me").json()["data"]["username"] == name


@pytest.mark.parametrize("name", ["DATA", "SEED", "NOW", "PORT", "EMPTY"])
def test_an_empty_variable_says_nothing(monkeypatch, name):
    monkeypatch.setenv(f"MOCKCAL_{name}", "")

    assert getattr(Settings(), name.lower()) == Settings.model_fields[name.lower()].default


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (("--port", "99999"), "--port: Input should be less than or equal to 65535"),
        (
            ("--data", "/nowhere/kept.db"),
            "/nowhere/kept.db cannot be kept as a database: unable to open database file.",
        ),
        (("--now", "soon"), "--now soon is no instant; write it as 2026-01-05T08:00:00Z."),
        (("--fixtures", "/nowhere.yaml"), "There is no fixture file /nowhere.yaml."),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(flags, words):
    done = subprocess.run([*PROGRAM, "serve", *flags], capture_output=True, text=True, timeout=60)

    assert done.returncode == 1
    assert done.stderr.startswith(words)
