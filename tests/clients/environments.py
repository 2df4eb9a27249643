"""The folders that real clients live in: a virtual environment or a `node_modules` for each, kept in the user's cache.

A folder is named for what is pinned in it and made once. What cannot be had on this machine raises `Unavailable`.
"""

import hashlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import platformdirs

PATIENCE_SECONDS = 400


class Unavailable(Exception):
    """The client cannot be had on this machine; the message says why."""


def python(name: str, *pins: str) -> Path:
    """The interpreter of a virtual environment with these packages."""

    def fill(folder: Path) -> None:
        run(folder, sys.executable, "-m", "venv", "--clear", str(folder))
        run(folder, str(_interpreter(folder)), "-m", "pip", "install", "--quiet", *pins)

    return _interpreter(kept(name, [sys.version, *pins], fill))


def node(name: str, *pins: str, parts: Mapping[str, Sequence[str]] | None = None) -> Path:
    """A folder with these packages in its `node_modules`.

    `parts`: packages of which only the files under these paths are taken, and nothing that they depend on. Peers that are
    wanted are named among the pins: to install all of them is to install whole frameworks.
    """
    npm = npm_command()

    def fill(folder: Path) -> None:
        (folder / "package.json").write_text('{"private": true}')
        quiet = ["--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts", "--legacy-peer-deps"]
        run(folder, npm, "install", *quiet, *pins)
        for pin, paths in (parts or {}).items():
            _unpack(folder, npm, pin, tuple(paths))

    return kept(name, [*pins, repr(parts)], fill)


def npm_command() -> str:
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        raise Unavailable("node and npm are not installed")
    return npm


def kept(name: str, ingredients: Sequence[str], fill: Callable[[Path], None]) -> Path:
    """A folder that `fill` has filled, now or earlier; other ingredients make it anew."""
    digest = hashlib.sha256("\n".join(ingredients).encode()).hexdigest()[:12]
    clients = Path(platformdirs.user_cache_dir("mockcal")) / "clients"
    folder = clients / f"{name}-{digest}"
    done = folder / "complete"
    if not done.exists():
        for outdated in clients.glob(f"{name}-{'?' * len(digest)}"):
            shutil.rmtree(outdated, ignore_errors=True)
        folder.mkdir(parents=True, exist_ok=True)
        fill(folder)
        done.touch()
    return folder


def _unpack(folder: Path, npm: str, pin: str, paths: tuple[str, ...]) -> None:
    package = pin.rpartition("@")[0]
    with tempfile.TemporaryDirectory() as download:
        run(folder, npm, "pack", "--silent", "--pack-destination", download, pin)
        (archive,) = Path(download).iterdir()
        with tarfile.open(archive) as packed:
            wanted = [one for one in packed if one.name.removeprefix("package/").startswith(paths)]
            packed.extractall(download, members=wanted, filter="data")
        shutil.copytree(Path(download) / "package", folder / "node_modules" / package, dirs_exist_ok=True)


def _interpreter(folder: Path) -> Path:
    return folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def run(folder: Path, *command: str) -> str:
    """What the command says; `Unavailable` with the end of it when it fails."""
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        raise Unavailable(f"{Path(command[0]).name} did not install it in {PATIENCE_SECONDS} seconds") from None
    if done.returncode:
        last = " ".join((done.stderr or done.stdout).split())[-300:]
        raise Unavailable(f"{Path(command[0]).name} could not install it: {last}")
    return done.stdout + done.stderr
