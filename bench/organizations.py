"""An organization of 2 000 users and 200 teams: its lists, filters and pages."""

import tempfile
from pathlib import Path
from typing import Any

from bench.measure import Figure, milliseconds, p50, raw, server, table
from mockcal.seed.images import build

USERS, TEAMS, OPTIONS = 2_000, 200, 20
ORG = "/v2/organizations/5000"
LISTS = {
    "users, a page of 1 000": "/users?take=1000",
    "users, the last page of 250": "/users?take=250&skip=1750",
    "users of a team": "/users?teamIds=6007",
    "users with two options": "/users?assignedOptionIds=o1,o2",
    "users with any but one option": "/users?assignedOptionIds=o1&attributeQueryOperator=NONE",
    "memberships with their attributes, the last page": "/memberships?skip=1750",
    "teams": "/teams",
    "teams, with my part in each": "/teams/me",
    "members of a team": "/teams/6007/memberships",
    "options in use, of two teams": "/attributes/skills/options/assigned?teamIds=6007,6008",
}
BUDGET = "under 50 ms"


def run() -> None:
    with tempfile.TemporaryDirectory(prefix="mockcal-bench-") as folder:
        store = Path(folder) / "organization.db"
        store.write_bytes(build([_document()], seed=1).database)
        with server("--data", str(store), key="cal_user0") as running:
            figures = [Figure(what, p50(_measure(running.url, ORG + path)), BUDGET) for what, path in LISTS.items()]
    table(f"An organization of {USERS:,} users and {TEAMS} teams, one connection", figures)


def _measure(url: str, path: str) -> list[float]:
    with raw(url, path, Authorization="Bearer cal_user0") as get:
        taken = milliseconds(get, times=50, warm=5)
        assert get() == 200
    return taken


def _document() -> dict[str, Any]:
    names = [f"user{number}" for number in range(USERS)]
    options = [f"o{number}" for number in range(OPTIONS)]
    owner = {"user": names[0], "role": "OWNER"}
    teams = [
        {"slug": f"team{number}", "id": 6000 + number, "members": [owner, *names[number * 9 + 1 : number * 9 + 11]]}
        for number in range(TEAMS)
    ]
    assigned = [
        {"user": name, "options": [options[number % OPTIONS], options[(number + 1) % OPTIONS]]}
        for number, name in enumerate(names)
    ]
    skills = {
        "slug": "skills",
        "id": "skills",
        "type": "MULTI_SELECT",
        "options": [{"value": option, "slug": option, "id": option} for option in options],
        "assigned": assigned,
    }
    return {
        "users": [{"username": name, "name": name, "schedules": []} for name in names],
        "organizations": [
            {"slug": "big", "id": 5000, "members": [owner, *names[1:]], "teams": teams, "attributes": [skills]}
        ],
    }
