"""What the paths of a document can name on a running server: read from the lists that it answers with."""

import random
from dataclasses import dataclass, field
from typing import Any

import httpx

VERSION = "cal-api-version"


@dataclass
class Finder:
    """For `/v2/things/{thingId}` it asks `GET /v2/things`; what nothing lists has no value."""

    client: httpx.Client
    versions: dict[str, str]  # of the document's GET operations, by path
    _found: dict[str, list[Any]] = field(default_factory=dict)

    def fill(self, template: str, generated: dict[str, Any], dice: random.Random) -> dict[str, Any]:
        """The path's parameters: one in ten as generated, the others with what is there, if anything is."""
        chosen: dict[str, Any] = {}
        before = ""
        for part in template.split("/")[1:]:
            name = part[1:-1] if part.startswith("{") else None
            if name is not None:
                values = self._values(before, name) if dice.random() < 0.9 else []
                chosen[name] = dice.choice(values) if values else generated.get(name)
            before += f"/{chosen[name] if name else part}"
        return chosen

    def _values(self, path: str, name: str) -> list[Any]:
        key = f"{path} {name}"
        if key not in self._found:
            self._found[key] = self._of_me(name) or [one for row in self._rows(path) if (one := _named(row, name))]
        return self._found[key]

    def _of_me(self, name: str) -> list[Any]:
        """No list tells an organization; whoever asks is in one, or in none."""
        if name not in ("orgId", "userId"):
            return []
        me = self._data("/v2/me")
        own = me.get("organizationId" if name == "orgId" else "id") if isinstance(me, dict) else None
        return [] if own is None else [own]

    def _rows(self, path: str) -> list[dict[str, Any]]:
        data = self._data(path)
        return [row for row in data if isinstance(row, dict)] if isinstance(data, list) else []

    def _data(self, path: str) -> Any:
        shaped = next((one for one in self.versions if _fits(one, path)), None)
        headers = {VERSION: self.versions[shaped]} if shaped and self.versions[shaped] else {}
        try:
            return self.client.get(path, headers=headers).raise_for_status().json().get("data")
        except (httpx.HTTPError, ValueError, AttributeError):
            return None


def _named(row: dict[str, Any], name: str) -> Any:
    """By the parameter's own name, else as a uid or a slug where it is one, else as the id."""
    for ending, key in (("", name), ("Uid", "uid"), ("Slug", "slug"), ("", "id")):
        if name.endswith(ending) and row.get(key) is not None:
            return row[key]
    return None


def _fits(template: str, path: str) -> bool:
    ours, theirs = template.split("/"), path.split("/")
    return len(ours) == len(theirs) and all(
        one == other or one.startswith("{") for one, other in zip(ours, theirs, strict=True)
    )
