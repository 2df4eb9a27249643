"""`GET /_mock/health`, which others ask whether the server is ready."""

import httpx


def test_it_tells_version_uptime_and_sandboxes(mockcal, mockcal_server):
    health = httpx.get(f"{mockcal_server.url}/_mock/health").json()

    assert health.keys() == {"status", "version", "uptimeSeconds", "sandboxes"}
    assert health["status"] == "ok"
    assert health["sandboxes"] >= 1


def test_head_gets_the_headers_alone(mockcal_server):
    response = httpx.head(f"{mockcal_server.url}/_mock/health")

    assert (response.status_code, response.content) == (200, b"")
