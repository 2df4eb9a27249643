"""The states that sandboxes begin with, as images: built once from fixtures, then copied in a millisecond."""

import hashlib
import json
import logging
import os
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from mockcal import __version__
from mockcal.http.js_dates import parse_instant
from mockcal.sandbox.clock import today
from mockcal.sandbox.sandbox import Image, Sandbox
from mockcal.settings import Settings

log = logging.getLogger("mockcal")
BUILT_IN = Path(__file__).parent.parent / "fixtures"
IN_CHECKOUT = Path(__file__).parent.parent.parent / "fixtures"
DEMO = "demo"
DEMO_BULK = "bookings=60"


class UnreadableFixtures(Exception):
    """A file that a server is to begin with cannot be loaded; the message says what to do."""


def baseline(settings: Settings) -> Image:
    """What a server begins with. Kept in the user's cache directory, since building the demo takes a second."""
    kept = _kept_at(settings)
    if kept is not None and (image := _read(kept)) is not None:
        return image
    image = build(
        [read(name) for name in names(settings)], seed=settings.seed, now=start_of(settings), fake=_bulk(settings)
    )
    if kept is not None:
        _write(kept, image)
    return image


def build(documents: Iterable[Any], *, seed: int, now: datetime | None = None, fake: str = "") -> Image:
    """A universe with these documents (data or YAML text) in it, loaded in order. 400 that names the place."""
    from mockcal.seed.document import parse
    from mockcal.seed.loader import load

    sandbox = Sandbox("image", Image(_empty(), seed=seed))
    try:
        if now is not None:
            sandbox.clock.set(now)
        for document in documents:
            tx = sandbox.begin()
            load(tx, parse(document))
            tx.commit()
        if fake:
            from mockcal.seed.bulk import add_bulk

            add_bulk(sandbox, fake)
        return sandbox.image()
    finally:
        sandbox.close()


def _bulk(settings: Settings) -> str:
    """The demo has weeks of bookings around today."""
    return settings.fake or (DEMO_BULK if names(settings) == (DEMO,) else "")


def names(settings: Settings) -> tuple[str, ...]:
    return () if settings.empty else settings.fixtures or (DEMO,)


def read(name: str) -> str:
    """A file's text; a bare name is one of those that come with mockcal."""
    path = find(name)
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFixtures(f"{path} cannot be read: {error}") from None


def find(name: str) -> Path:
    places = [Path(name), *(folder / f"{name}{end}" for folder in (BUILT_IN, IN_CHECKOUT) for end in ("", ".yaml"))]
    found = next((path for path in places if path.is_file()), None)
    if found is None:
        raise UnreadableFixtures(
            f"There is no fixture file {name}. Give a path, or one of: {', '.join(sorted(built_in()))}."
        )
    return found


def built_in() -> dict[str, Path]:
    """The documents that come with mockcal, by name."""
    folder = BUILT_IN if BUILT_IN.is_dir() else IN_CHECKOUT
    return {path.stem: path for path in sorted(folder.glob("*.yaml"))}


def start_of(settings: Settings) -> datetime | None:
    if not settings.now:
        return None
    moment = parse_instant(settings.now)
    if moment is None:
        raise UnreadableFixtures(f"--now {settings.now} is no instant; write it as 2026-01-05T08:00:00Z.")
    return moment


def _empty() -> bytes:
    """All tables, and the roles that every universe has."""
    from mockcal.auth.roles import add_system_roles
    from mockcal.store.database import empty_image

    if not _EMPTY:
        sandbox = Sandbox("empty", Image(empty_image()))
        tx = sandbox.begin()
        add_system_roles(tx)
        tx.commit()
        _EMPTY.append(sandbox.image().database)
        sandbox.close()
    return _EMPTY[0]


_EMPTY: list[bytes] = []


def _kept_at(settings: Settings) -> Path | None:
    """Where this baseline is kept. Its name tells everything that it was made of, the day included when time is real."""
    if not settings.cache:
        return None
    import platformdirs

    digest = hashlib.sha256(
        f"{__version__} {_newest_source()} {settings.seed} {settings.now} {_bulk(settings)}".encode()
    )
    for name in names(settings):
        digest.update(read(name).encode())
    if not settings.now:
        digest.update(today().encode())
    return Path(platformdirs.user_cache_dir("mockcal")) / f"{digest.hexdigest()[:32]}.image"


def _newest_source() -> int:
    """Changes whenever the code does that an image depends on."""
    root = Path(__file__).parent.parent
    folders = [root, *(Path(folder) for folder, _, _ in os.walk(root / "api")), root / "seed", root / "store"]
    return max(
        entry.stat().st_mtime_ns for folder in folders for entry in os.scandir(folder) if entry.name.endswith(".py")
    )


def _read(path: Path) -> Image | None:
    """A line of JSON, then the database as it is."""
    try:
        head, _, database = path.read_bytes().partition(b"\n")
        return Image.from_parts(json.loads(head), database)
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _write(path: Path, image: Image) -> None:
    """A cache that cannot be written is no reason not to start."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _forget_oldest(path.parent)
        part = path.with_suffix(f".{os.getpid()}")
        part.write_bytes(json.dumps(image.head()).encode() + b"\n" + image.database)
        part.replace(path)
    except OSError as error:
        log.info("The baseline is not kept for the next start: %s", error)


def _forget_oldest(folder: Path, keep: int = 8) -> None:
    images: Sequence[Path] = sorted(folder.glob("*.image"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in images[keep:]:
        path.unlink(missing_ok=True)
