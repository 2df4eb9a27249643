"""The documentation as data: its code blocks, with the place of each."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent.parent
PAGES = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md")))
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Block(NamedTuple):
    """A fenced block; `place` is e.g. `docs/clock.md:7`."""

    page: Path
    place: str
    language: str
    text: str


def blocks(language: str) -> list[Block]:
    return [block for page in PAGES for block in _blocks_of(page) if block.language == language]


def prose() -> str:
    """Everything that is written."""
    return "\n".join(page.read_text(encoding="utf-8") for page in PAGES)


def _blocks_of(page: Path) -> Iterator[Block]:
    text = page.read_text(encoding="utf-8")
    for found in FENCE.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        yield Block(page, f"{page.relative_to(ROOT)}:{line}", found[1], found[2])
