"""Stores to measure on: hosts, their event types, and as many bookings as wanted, written straight into a file."""

import sqlite3
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from mockcal.seed.images import build
from mockcal.store.columns import milliseconds as instant

NOW = datetime(2050, 8, 20, 8, tzinfo=UTC)
MONTH = datetime(2050, 9, 1, tzinfo=UTC)
HOSTS = [f"host{number:02}" for number in range(20)]
BOOKED = 200
MORE = 100_000
HALF_HOUR = timedelta(minutes=30)


def fill(store: Path, *, more: int) -> None:
    """The hosts, their event types (1 … 20 of their own, 21 the team's) and bookings: 200 of each host, and `more`."""
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


def serve(store: Path, port: int) -> None:
    """A server that has the whole store in memory, its clock frozen."""
    from mockcal.app import Mockcal
    from mockcal.sandbox.sandbox import Image
    from mockcal.serving import listening, server_for
    from mockcal.settings import Settings

    settings = Settings(port=port)
    app = Mockcal(settings, Image(store.read_bytes(), clock=(NOW, timedelta(0))))
    server_for(app, settings).run(sockets=[listening(settings)])


if __name__ == "__main__":
    serve(Path(sys.argv[1]), int(sys.argv[3]))
