"""Process start to the first 200, and memory then."""

import statistics
import time

from bench.measure import Figure, server, table
from mockcal.app import WARM_UP_AFTER_SECONDS

TIMES = 5


def run() -> None:
    with server():
        pass  # what the demo's image is made of is kept for the next start
    taken, memory = [], []
    for _ in range(TIMES):
        with server() as running:
            taken.append(running.started_after)
            memory.append(running.resident_mib())
    with server() as running:
        time.sleep(WARM_UP_AFTER_SECONDS + 3)
        warm = running.resident_mib()
    with server("--no-cache") as first:
        uncached = first.started_after
    table(
        "Start",
        [
            Figure(
                "start to first 200 on GET /v2/me, demo loaded",
                f"{statistics.median(taken):.2f} s",
                "under 1.0 s, aim 0.7",
            ),
            Figure("the very first start, the demo's image not kept yet", f"{uncached:.2f} s"),
            Figure("resident memory then", f"{statistics.median(memory):.0f} MiB", "under 90 MB"),
            Figure("resident memory once all sections are loaded", f"{warm:.0f} MiB"),
        ],
    )
