"""A month of slots: of one host, of twenty in a round robin, and both with 100 000 bookings more in the store."""

import sqlite3
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.measure import Figure, milliseconds, p50, raw, server, table
from mockcal.seed.images import build
from mockcal.store.columns import milliseconds as instant

NOW = datetime(2050, 8, 20, 8, tzinfo=UTC)
MONTH = datetime(2050, 9, 1, tzinfo=UTC)
QUERY = "start=2050-09-01&end=2050-09-30&timeZone=Europe/Rome"
HOSTS = [f"host{number:02}" for number in range(20)]
BOOKED = 200
MORE = 100_000
SLOTS = "/v2/slots"
HALF_HOUR = timedelta(minutes=30)


def run() -> None:
    with tempfile.TemporaryDirectory(prefix="mockcal-bench-") as folder:
        few, many = Path(folder) / "few.db", Path(folder) / "many.db"
        _fill(few, more=0)
        _fill(many, more=MORE)
        before, after = _measure(few), _measure(many)
    figures = []
    for what, budget in (("one host", "p50 under 10 ms"), ("20 round-robin hosts", "p50 under 60 ms")):
        growth = sorted(after[what])[len(after[what]) // 2] / sorted(before[what])[len(before[what]) // 2]
        figures.append(Figure(f"{what}, {BOOKED} bookings each in the month", p50(before[what]), budget))
        figures.append(Figure(f"the same among {MORE:,} more", f"{p50(after[what])}; {growth:.2f} x", "at most 2 x"))
    table("GET /v2/slots, one month", figures)


def _measure(store: Path) -> dict[str, list[float]]:
    taken = {}
    with server("--data", str(store), "--empty", "--now", NOW.isoformat(), key="cal_host00") as running:
        for what, event_type in (("one host", 1), ("20 round-robin hosts", 21)):
            path = f"{SLOTS}?eventTypeId={event_type}&{QUERY}"
            with raw(running.url, path, cal_api_version="2024-09-04") as get:
                assert get() == 200
                taken[what] = milliseconds(get, times=100)
    return taken


def _fill(store: Path, *, more: int) -> None:
    """The hosts, their event types (1 … 20 of their own, 21 the team's) and bookings, written straight into the file."""
    own = {"title": "Intro", "slug": "intro", "lengthInMinutes": 30}
    team = {"title": "Demo", "slug": "demo", "lengthInMinutes": 30, "schedulingType": "roundRobin"}
    document = {
        "users": [{"username": name, "timeZone": "Europe/Rome", "eventTypes": [own]} for name in HOSTS],
        "teams": [
            {"slug": "sales", "members": HOSTS, "eventTypes": [team | {"hosts": [{"user": name} for name in HOSTS]}]}
        ],
    }
    store.write_bytes(build([document], seed=1, now=NOW).database)
    database = sqlite3.connect(store)
    with database:
        database.executemany(_insert("booking", _booking(0, 1, MONTH)), (_values(row) for row in _bookings(more)))
        database.execute(
            "INSERT INTO attendee (booking_id, name, email, time_zone) "
            "SELECT id, 'Guest', 'guest' || id || '@example.com', 'UTC' FROM booking"
        )
    database.close()


def _bookings(more: int) -> Iterator[dict[str, Any]]:
    """200 of each host on the working days of the month; the others all over four years."""
    number = 0
    for host in range(1, len(HOSTS) + 1):
        for slot in range(BOOKED):
            start = MONTH + timedelta(days=slot % 30, hours=7) + (slot // 30) * 2 * HALF_HOUR
            yield _booking(number := number + 1, host, start)
    for rest in range(more):
        days = rest % 1400 - 700
        start = MONTH + timedelta(days=days if days < 0 else days + 31, hours=7 + rest % 8)
        yield _booking(number := number + 1, rest % len(HOSTS) + 1, start)


def _booking(number: int, host: int, start: datetime) -> dict[str, Any]:
    return {
        "uid": f"booking-{number}",
        "user_id": host,
        "event_type_id": host,
        "title": "Intro",
        "start_time": instant(start),
        "end_time": instant(start + HALF_HOUR),
        "status": "ACCEPTED",
        "ical_uid": "",
        "ical_sequence": 0,
        "no_show_host": False,
        "paid": False,
        "creation_source": "API_V2",
        "recordings": "[]",
        "transcripts": "[]",
        "conferencing_sessions": "[]",
        "created_at": instant(NOW),
    }


def _insert(table_name: str, row: dict[str, Any]) -> str:
    return f"INSERT INTO {table_name} ({', '.join(row)}) VALUES ({', '.join('?' for _ in row)})"


def _values(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row.values())
