"""E-mail addresses are checked as validator.js does."""

import pytest

from mockcal.http.emails import is_email


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        pytest.param("alice@example.com", True, id="plain"),
        pytest.param("Bob.X+c1@mail.example.co.uk", True, id="tag and subdomains"),
        pytest.param("x@y.example", True, id="example"),
        pytest.param("foo@bar.test", True, id="test"),
        pytest.param("admin@box.local", True, id="local"),
        pytest.param("o'neil_{x}@example.org", True, id="odd but allowed characters"),
        pytest.param("ünï@münchen.de", True, id="letters of other languages"),
        pytest.param("a@xn--bcher-kva.example", True, id="punycode"),
        pytest.param('"quoted x"@example.com', True, id="quoted"),
        pytest.param("foo@localhost", False, id="no top-level domain"),
        pytest.param("a@b.c", False, id="top-level domain of one letter"),
        pytest.param("a@example.123", False, id="number for a top-level domain"),
        pytest.param("a@127.0.0.1", False, id="address of a machine"),
        pytest.param("a..b@example.com", False, id="two dots"),
        pytest.param(".a@example.com", False, id="dot first"),
        pytest.param("a b@example.com", False, id="space"),
        pytest.param("a@b@example.com", False, id="two at signs"),
        pytest.param("a@b_c.com", False, id="underscore in the domain"),
        pytest.param("a@-b.com", False, id="dash first in the domain"),
        pytest.param("a@example.com.", False, id="dot last"),
        pytest.param("Alice <alice@example.com>", False, id="with a name"),
        pytest.param("a" * 64 + "@example.com", True, id="longest local part"),
        pytest.param("a" * 65 + "@example.com", False, id="local part too long"),
        pytest.param("a@" + "b" * 64 + ".com", False, id="label too long"),
        pytest.param("a@" + "bcdefgh." * 32 + "com", False, id="too long"),
        pytest.param("alice", False, id="no at sign"),
        pytest.param("\ud800@example.com", False, id="half a character"),
        pytest.param("", False, id="empty"),
    ],
)
def test_is_email(text, valid):
    assert is_email(text) is valid
