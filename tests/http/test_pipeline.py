"""The way of a request: what is refused first, what is rewritten, how bodies are read, which headers an answer has."""

import gzip
import http.client
import re
from urllib.parse import urlsplit

import pytest

from tests.api.oauth_clients.conftest import PLATFORM
from tests.conftest import refusal

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
JSON = {"content-type": "application/json"}
HUGE = b"[" + b" " * 110_000 + b"]"
EXCHANGE = "/v2/oauth/c1/exchange"
"""Reads its body without asking who calls."""


@pytest.fixture
def api(mockcal):
    mockcal.load(PLATFORM)
    return mockcal.api()


def raw(mockcal, method, target, headers=None):
    """A request whose target goes out exactly as it is written."""
    address = urlsplit(mockcal.url)
    connection = http.client.HTTPConnection(address.hostname, address.port)
    connection.putrequest(method, f"{address.path}{target}", skip_accept_encoding=True)
    for name, value in (headers or {}).items():
        connection.putheader(name, value)
    connection.endheaders()
    response = connection.getresponse()
    return response, response.read()


class TestOrder:
    def test_a_body_that_is_too_large_hides_an_unknown_route(self, api):
        assert api.post("/v2/nope", content=HUGE, headers=JSON).status_code == 413

    def test_malformed_json_hides_an_unknown_route(self, api):
        assert api.post("/v2/nope", content=b"{", headers=JSON).status_code == 400

    def test_an_unknown_route_hides_an_unknown_key(self, mockcal, api):
        response = mockcal.api("cal_nope").get("/v2/nope")

        assert response.status_code == 404
        assert not [name for name in response.headers if name.startswith("x-ratelimit")]

    @pytest.mark.parametrize("path", ["/v2/timezones", "/v2/me", "/v2/provider/c1"])
    def test_an_unknown_key_is_refused_at_the_door(self, mockcal, api, path):
        response = mockcal.api("cal_nope").get(path)

        assert refusal(response) == (401, "UnauthorizedException", "CustomThrottlerGuard - Invalid API Key")
        assert not [name for name in response.headers if name.startswith("x-ratelimit")]

    def test_guards_speak_before_the_validator(self, mockcal, api):
        member = mockcal.api(cookie="next-auth.session-token=mia@example.com")

        assert member.post("/v2/oauth-clients", json={"name": 5}).status_code == 403

    def test_a_preflight_comes_before_everything(self, api):
        assert api.request("OPTIONS", "/v2/%ZZ", content=HUGE, headers=JSON).status_code == 204


class TestRewrites:
    @pytest.mark.parametrize(
        "path",
        ["/api/v2/provider/c1", "/v2/ee/provider/c1", "/V2/Provider/c1", "/v2/provider/c1/", "/API/V2/provider/c1"],
    )
    def test_they_lead_to_the_same_place(self, api, path):
        assert api.get(path).json()["data"]["clientId"] == "c1"

    @pytest.mark.parametrize(
        "path", ["/v2//provider/c1", "/v2/provider/c1//", "/v2/provider//c1", "/v2/ee/ee/provider/c1"]
    )
    def test_no_more_than_one(self, api, path):
        assert api.get(path).status_code == 404

    @pytest.mark.parametrize(
        ("sent", "path", "message"),
        [
            ("/v2/ee/nope?a=1", "/v2/nope?a=1", "Cannot GET /v2/ee/nope?a=1"),
            ("/api/v2/nope?a=1", "/api/v2/nope?a=1", "Cannot GET /api/v2/nope?a=1"),
            ("/v2/reccuring/reccuring", "/v2/recurring/reccuring", "Cannot GET /v2/reccuring/reccuring"),
            ("/v2/nope/", "/v2/nope/", "Cannot GET /v2/nope/"),
        ],
    )
    def test_what_an_error_shows(self, api, sent, path, message):
        body = api.get(sent).json()

        assert (body["path"], body["error"]["message"]) == (path, message)

    def test_an_error_shows_the_query(self, api):
        assert api.get("/v2/me?a=%20b").json()["path"] == "/v2/me?a=%20b"


class TestErrors:
    def test_the_envelope(self, api):
        body = api.get("/v2/provider/nope").json()

        assert body == {
            "status": "error",
            "timestamp": "2026-01-05T08:00:00.000Z",
            "path": "/v2/provider/nope",
            "error": {
                "code": "UnauthorizedException",
                "message": "Unauthorized",
                "details": {"message": "Unauthorized", "statusCode": 401},
            },
        }

    @pytest.mark.parametrize("method", ["DELETE", "PUT", "PATCH", "POST"])
    def test_a_method_that_a_path_does_not_have(self, api, method):
        response = api.request(method, "/v2/timezones")

        assert refusal(response) == (404, "NotFoundException", f"Cannot {method} /v2/timezones")
        assert response.json()["error"]["details"]["error"] == "Not Found"

    @pytest.mark.parametrize("method", ["TRACE", "PROPFIND", "PURGE", "MKCOL"])
    def test_methods_that_no_path_has(self, mockcal, api, method):
        response, body = raw(mockcal, method, "/v2/me")

        assert response.status == 404
        assert f"Cannot {method} /v2/me".encode() in body

    @pytest.mark.parametrize("path", ["/v2/bookings/%ZZ", "/v2/nope/%", "/v2/bookings/%FF", "/v2/bookings/%c3%28"])
    def test_what_cannot_be_decoded(self, mockcal, api, path):
        response, body = raw(mockcal, "GET", f"{path}?x=%ZZ")

        assert response.status == 400
        assert f"Failed to decode param '{path}'".encode() in body
        assert response.getheader("x-request-id") == "unknown-request-id"


class TestBodies:
    @pytest.mark.parametrize(
        ("content", "headers"),
        [
            (b"", {}),
            (b"", JSON),
            (b"{}", JSON),
            (b"[]", JSON),
            (b'{"clientSecret": "s1"}', {}),
            (b'{"clientSecret": "s1"}', {"content-type": "text/plain"}),
            (b"clientSecret=s1", {"content-type": "application/x-www-form-urlencoded"}),
            (HUGE, {"content-type": "text/plain"}),
        ],
    )
    def test_what_counts_as_empty(self, api, content, headers):
        body = api.post(EXCHANGE, content=content, headers=headers).json()

        assert body["error"]["details"]["errors"] == [
            {
                "target": {},
                "property": "clientSecret",
                "children": [],
                "constraints": {"isString": "clientSecret must be a string"},
            }
        ]

    @pytest.mark.parametrize(
        ("headers", "kind"), [({}, "missing"), ({"content-type": "text/plain; a=b"}, "text/plain")]
    )
    def test_a_body_that_is_not_read_is_told(self, api, headers, kind):
        response = api.post(EXCHANGE, content=b'{"clientSecret": "s1"}', headers=headers)

        told = f"the body was not read: its Content-Type is {kind}, not application/json"
        assert response.headers["x-mockcal-explain"] == told

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            (b"{a:1}", "Expected property name or '}' in JSON at position 1"),
            (b'{"a":', "Unexpected end of JSON input"),
            (b"null", "Unexpected token 'n', \"null\" is not valid JSON"),
            (b"[" * 5000, "JSON nested deeper than 100 levels"),
        ],
    )
    def test_malformed_json(self, api, content, message):
        response = api.post(EXCHANGE, content=content, headers=JSON)

        assert refusal(response)[0::2] == (400, message)
        assert response.headers["x-request-id"] == "unknown-request-id"
        assert response.json()["error"]["details"] == {"message": message, "error": "Bad Request", "statusCode": 400}

    @pytest.mark.parametrize(
        ("content", "headers", "status", "message"),
        [
            (HUGE, JSON, 413, "request entity too large"),
            (gzip.compress(HUGE, mtime=0), {**JSON, "content-encoding": "gzip"}, 413, "request entity too large"),
            (b"{}", {"content-type": "application/json; charset=foo"}, 415, 'unsupported charset "FOO"'),
            (b"{}", {"content-type": "application/json; charset=utf-99"}, 415, 'unsupported charset "UTF-99"'),
            (b"{}", {**JSON, "content-encoding": "br"}, 415, 'unsupported content encoding "br"'),
        ],
    )
    def test_what_is_refused_without_an_envelope(self, api, content, headers, status, message):
        response = api.post(EXCHANGE, content=content, headers=headers)

        assert (response.status_code, response.json()) == (status, {"statusCode": status, "message": message})
        assert "x-request-id" not in response.headers

    def test_a_body_without_a_length_that_goes_on(self, api):
        response = api.post(EXCHANGE, content=iter([b" " * 60_000] * 3), headers=JSON)

        assert response.status_code == 413

    @pytest.mark.parametrize(
        ("content", "headers"),
        [
            (b'\xef\xbb\xbf{"clientSecret":"s1"}', JSON),
            ('{"clientSecret":"s1"}'.encode("utf-16"), {"content-type": 'application/json; charset="UTF-16"'}),
            (gzip.compress(b'{"clientSecret":"s1"}', mtime=0), {**JSON, "content-encoding": "gzip"}),
            (b'{"clientSecret":"s1","unknown":{"nested":[1]}}', {"content-type": "Application/JSON"}),
        ],
    )
    def test_other_spellings(self, mockcal, api, content, headers):
        response = mockcal.api("some-code").post(EXCHANGE, content=content, headers=headers)

        assert refusal(response)[2] == "Invalid OAuth Client."

    @pytest.mark.parametrize(
        "text", ['"\\ud800"', '"\\u0000"', '"\x00"', "1e999", "9" * 5000, '{"__proto__":{}}', "-0"]
    )
    def test_odd_values_are_refused_in_order(self, mockcal, api, text):
        response = mockcal.api("code").post(EXCHANGE, content=f'{{"clientSecret":{text}}}'.encode(), headers=JSON)

        assert response.status_code == 400
        assert response.json()["status"] == "error"


class TestHeaders:
    def test_each_answer_has_a_number(self, api):
        first, second = (
            api.get("/v2/timezones", headers={"x-request-id": "mine"}).headers["x-request-id"] for _ in range(2)
        )

        assert UUID.fullmatch(first) and UUID.fullmatch(second)
        assert first != second

    def test_the_hosters_number_is_taken(self, api):
        assert api.get("/v2/me", headers={"x-vercel-id": "fra1::x"}).headers["x-request-id"] == "fra1::x"

    @pytest.mark.parametrize("path", ["/v2/timezones", "/v2/me", "/v2/nope", "/health"])
    def test_security(self, api, path):
        headers = api.get(path).headers

        assert headers["content-security-policy"].startswith("default-src 'self';base-uri 'self';")
        assert headers["cross-origin-opener-policy"] == "same-origin"
        assert headers["strict-transport-security"] == "max-age=15552000; includeSubDomains"
        assert headers["x-frame-options"] == "SAMEORIGIN"
        assert headers["x-xss-protection"] == "0"
        assert headers["access-control-allow-origin"] == "*"
        assert "x-powered-by" not in headers
        assert "access-control-allow-credentials" not in headers

    @pytest.mark.parametrize("path", ["/v2/me", "/v2/nope/at/all"])
    def test_preflight(self, api, path):
        response = api.options(path)

        assert (response.status_code, response.content) == (204, b"")
        assert response.headers["access-control-allow-methods"] == "GET,PATCH,DELETE,HEAD,POST,PUT,OPTIONS"
        assert response.headers["access-control-allow-headers"] == (
            "x-cal-client-id,x-cal-secret-key,x-cal-platform-embed,cal-api-version,Accept,Authorization,Content-Type,Origin"
        )
        assert response.headers["access-control-max-age"] == "86400"
        assert response.headers["access-control-allow-origin"] == "*"

    def test_what_newer_components_send_is_allowed_to_those_who_ask(self, api):
        response = api.options(
            "/v2/me", headers={"Access-Control-Request-Headers": "authorization,x-cal-atoms-version"}
        )

        assert response.headers["access-control-allow-headers"].endswith(",Origin,x-cal-atoms-version")

    def test_what_the_client_has_already(self, api):
        tag = api.get("/v2/provider/c1").headers["etag"]
        assert re.fullmatch(r'W/"[0-9a-f]+-[A-Za-z0-9+/]{27}"', tag)

        for known in (tag, tag.removeprefix("W/"), f'"x", {tag}', "*"):
            response = api.get("/v2/provider/c1", headers={"if-none-match": known})
            assert (response.status_code, response.content) == (304, b"")
            assert response.headers["etag"] == tag
            assert "content-type" not in response.headers

    @pytest.mark.parametrize(
        "headers", [{}, {"if-none-match": '"x"'}, {"if-none-match": "*", "cache-control": "no-cache"}]
    )
    def test_what_it_has_not(self, api, headers):
        assert api.get("/v2/provider/c1", headers=headers).status_code == 200

    def test_errors_are_never_unmodified(self, api):
        assert api.get("/v2/me", headers={"if-none-match": "*"}).status_code == 401

    def test_head_is_get_without_a_body(self, mockcal, api):
        for _ in range(2):
            response, body = raw(mockcal, "HEAD", "/v2/provider/c1")
            assert (response.status, body) == (200, b"")
            assert int(response.getheader("content-length")) > 50

    @pytest.mark.parametrize("value", ["\x7f", "é", "x" * 50_000, '"', "a,b"])
    def test_odd_header_values_break_nothing(self, mockcal, api, value):
        headers = {
            name: value.encode("latin-1")
            for name in (
                "Authorization",
                "cal-api-version",
                "x-cal-client-id",
                "x-cal-secret-key",
                "x-vercel-id",
                "Origin",
            )
        }

        response = api.get("/v2/me", headers=headers)

        assert response.status_code in (400, 401)
