"""`/v2/timezones`."""

from functools import cache
from importlib.resources import files
from typing import Any

from fastapi import APIRouter

from mockcal.auth.guards import Anyone
from mockcal.http import json_text
from mockcal.http.answers import json_response
from mockcal.http.versions import VersionedRoute

router = APIRouter(prefix="/v2/timezones", tags=["Timezones"], route_class=VersionedRoute)


@router.get("")
async def get_timezones(access: Anyone) -> Any:
    """`[{"city", "timezone", "pop"}]`: the larger cities of the world, for whoever picks a zone by a city's name."""
    return json_response(_cities())


@cache
def _cities() -> bytes:
    """One per name, the largest."""
    import csv

    with files("mockcal.api.timezones").joinpath("cities.csv").open(encoding="utf-8", newline="") as lines:
        cities = [{"city": name, "timezone": zone, "pop": int(pop)} for name, zone, pop in csv.reader(lines)]
    return json_text.dump({"status": "success", "data": cities})
