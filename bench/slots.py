"""A month of slots: of one host, of twenty in a round robin, and both with 100 000 bookings more in the store."""

import tempfile
from pathlib import Path

from bench.measure import Figure, milliseconds, p50, raw, server, table
from bench.stores import BOOKED, MORE, NOW, fill

QUERY = "start=2050-09-01&end=2050-09-30&timeZone=Europe/Rome"
SLOTS = "/v2/slots"


def run() -> None:
    with tempfile.TemporaryDirectory(prefix="mockcal-bench-") as folder:
        few, many = Path(folder) / "few.db", Path(folder) / "many.db"
        fill(few, more=0)
        fill(many, more=MORE)
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
