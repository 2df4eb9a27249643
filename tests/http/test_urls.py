"""URLs are checked as validator.js does."""

import pytest

from mockcal.http.urls import is_url

URLS = {
    # text: (by default, without a top-level domain, with a protocol)
    "https://example.com/a?b#c": (True, True, True),
    "HTTPS://EXAMPLE.COM": (True, True, True),
    "ftp://files.example.com": (True, True, True),
    "https://meet.google.com/abc-def-ghi": (True, True, True),
    "https://user:pass@example.com:8443/": (True, True, True),
    "https://münchen.de": (True, True, True),
    "http://127.0.0.1:8080/x": (True, True, True),
    "http://[::1]:80/x": (True, True, True),
    "example.com/x": (True, True, False),
    "www.example.com": (True, True, False),
    "example.com:80": (True, True, False),
    "user:pass@example.com": (True, True, False),
    "http://localhost:3000/cb": (False, True, False),
    "localhost:3000": (False, True, False),
    "//example.com": (False, False, False),
    "javascript:alert(1)": (False, False, False),
    "mailto:alice@example.com": (False, False, False),
    "webcal://example.com": (False, False, False),
    "tel:+14155550100": (False, False, False),
    "https://": (False, False, False),
    "https://exa mple.com": (False, False, False),
    "https://example.com/<b>": (False, False, False),
    "https://example.com:99999": (False, False, False),
    "https://example.com:0": (False, False, False),
    "https://example.com:x": (False, False, False),
    "https://a_b.com": (False, False, False),
    "https://a..com": (False, False, False),
    "https://-a.com": (False, False, False),
    "https://999.1.1.1": (False, False, False),
    "https://@example.com": (False, False, False),
    "https://:@example.com": (False, False, False),
    "https://a:b:c@example.com": (False, False, False),
    "": (False, False, False),
}


@pytest.mark.parametrize(("text", "verdicts"), URLS.items(), ids=URLS)
def test_is_url(text, verdicts):
    assert (is_url(text), is_url(text, require_tld=False), is_url(text, require_protocol=True)) == verdicts


def test_a_url_has_at_most_2084_characters():
    longest = "https://example.com/".ljust(2084, "a")

    assert is_url(longest)
    assert not is_url(longest + "a")
