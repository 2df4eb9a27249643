"""Is it up, and what does it serve."""

from pathlib import Path
from typing import Any

from fastapi import APIRouter

import mockcal
from mockcal import __version__
from mockcal.control.server import ThisServer
from mockcal.http import versions as v
from mockcal.http.answers import Wire, answer, json_response
from mockcal.http.versions import KNOWN, VersionedRoute
from mockcal.sandbox.clock import real_now

router = APIRouter(prefix="/_mock", tags=["mockcal"], route_class=VersionedRoute)

_OLD_BOOKINGS = {v.V2024_04_15, v.V2024_06_11, v.V2024_06_14}
FAMILIES: dict[str, dict[str, str]] = {
    "bookings": {
        **dict.fromkeys(_OLD_BOOKINGS, v.V2024_04_15),
        v.V2024_08_13: v.V2024_08_13,
        **dict.fromkeys((v.V2026_02_25, v.V2026_05_01), v.V2026_02_25),
    },
    "eventTypes": {
        **dict.fromkeys((v.V2024_04_15, v.V2024_06_11), v.V2024_04_15),
        **dict.fromkeys((v.V2024_06_14, v.V2026_06_12), v.V2024_06_14),
    },
    "schedules": {v.V2024_04_15: v.V2024_04_15, **dict.fromkeys((v.V2024_06_11, v.V2024_06_14), v.V2024_06_11)},
    "slots": {
        **dict.fromkeys((v.V2024_04_15, v.V2024_06_11, v.V2024_06_14, v.V2024_08_13), v.V2024_04_15),
        v.V2024_09_04: v.V2024_09_04,
    },
}
"""Which variant of a family answers a version that is asked for; where there is none the answer is 404."""


class Health(Wire):
    status: str
    version: str
    uptime_seconds: float
    sandboxes: int


class Version(Wire):
    """`families` holds the variant that answers, or null for 404; all other paths answer every version alike."""

    version: str
    families: dict[str, str | None]


class Versions(Wire):
    default: str
    versions: list[Version]


@router.get("/health")
async def get_health(server: ThisServer) -> Health:
    """200 as soon as requests are answered."""
    uptime = (real_now() - server.started_at).total_seconds()
    shown: Any = answer(
        Health(status="ok", version=__version__, uptime_seconds=round(uptime, 3), sandboxes=len(server.sandboxes))
    )
    return shown


@router.get("/versions")
async def get_versions() -> Versions:
    """Every known `cal-api-version`, and what each family serves for it."""
    known = [
        Version(version=version, families={name: served.get(version) for name, served in FAMILIES.items()})
        for version in KNOWN
    ]
    return answer(Versions(default=v.BASE, versions=known))


@router.get("/openapi.json")
async def get_openapi() -> Any:
    """mockcal's own OpenAPI document; a file, since making it takes seconds."""
    return json_response((Path(mockcal.__file__).parent / "openapi.json").read_bytes())
