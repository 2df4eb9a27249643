"""Single reads over one connection."""

from bench.measure import Figure, client, milliseconds, p50, per_second, raw, server, settle, table


def run() -> None:
    with server() as running:
        with client(running.url, version="2024-08-13") as http:
            uid = http.get("/v2/bookings", params={"take": 1}).json()["data"][0]["uid"]
        settle()
        figures = []
        for name, path in (("GET /v2/me", "/v2/me"), ("GET one booking", f"/v2/bookings/{uid}")):
            headers = {"Authorization": "Bearer cal_alice", "cal_api_version": "2024-08-13"}
            with raw(running.url, path, **headers) as get:
                taken = milliseconds(get, times=2000)
                assert get() == 200
            figures.append(Figure(name, f"{p50(taken)}, {per_second(taken)}", "p50 under 1 ms, over 1 000 per second"))
        table("Reads, one connection", figures)
