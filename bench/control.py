"""Reset and new sandboxes."""

from itertools import count

from bench.measure import Figure, client, milliseconds, p50, server, table


def run() -> None:
    with server("--max-sandboxes", "2000") as running, client(running.url) as http:
        names = count()
        reset = milliseconds(lambda: http.post("/_mock/reset").raise_for_status())
        made = milliseconds(lambda: http.get(f"/~s{next(names)}/v2/me").raise_for_status(), times=100, warm=5)
        table(
            "Control plane, demo loaded",
            [
                Figure("POST /_mock/reset", p50(reset), "under 2 ms"),
                Figure("a new sandbox by first use (GET /v2/me in it)", p50(made), "under 10 ms"),
            ],
        )
