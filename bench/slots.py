"""A month of slots: of one host, of twenty in a round robin, and both with 100 000 bookings more in the store."""

import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench.measure import Figure, milliseconds, p50, raw, server, settle, table
from bench.stores import BOOKED, HOSTS, MORE, fill

QUERY = "start=2050-09-01&end=2050-09-30&timeZone=Europe/Rome"
CASES = {"one host": (1, "p50 under 10 ms"), "20 round-robin hosts": (21, "p50 under 60 ms")}
TIMES = 100


def run() -> None:
    figures = []
    with tempfile.TemporaryDirectory(prefix="mockcal-bench-") as folder:
        few, many = Path(folder) / "few.db", Path(folder) / "many.db"
        fill(few, more=0)
        fill(many, more=MORE)
        for what, (event_type, budget) in CASES.items():
            alone, growth = _measure(few, many, f"/v2/slots?eventTypeId={event_type}&{QUERY}")
            figures.append(Figure(f"{what}, {BOOKED} bookings each in the month", p50(alone), budget))
            figures.append(Figure(f"the same among {MORE:,} more", f"{growth:.2f} x", "at most 2 x"))
    table("GET /v2/slots, one month", figures)


def _measure(few: Path, many: Path, path: str) -> tuple[list[float], float]:
    """The small store by itself; then both in turns, so that whatever else the machine does slows both alike."""
    key = f"cal_{HOSTS[0]}"
    with (
        server(module=("bench.stores", str(few)), key=key) as small,
        server(module=("bench.stores", str(many)), key=key) as large,
        raw(small.url, path, cal_api_version="2024-09-04") as of_few,
        raw(large.url, path, cal_api_version="2024-09-04") as of_many,
    ):
        assert of_few() == of_many() == 200
        settle()
        alone = milliseconds(of_few, times=TIMES)
        turns = [(_once(of_few), _once(of_many)) for _ in range(TIMES)]
    return alone, statistics.median(after for _, after in turns) / statistics.median(before for before, _ in turns)


def _once(get: Callable[[], int]) -> float:
    return milliseconds(get, times=1, warm=0)[0]
