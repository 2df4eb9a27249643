"""Redirect URIs admit what they equal, and what their stars stand for."""

import pytest

from mockcal.http.redirect_uris import matches, matches_any


@pytest.mark.parametrize(
    ("pattern", "uri", "admitted"),
    [
        pytest.param("*.x.biz", "https://sub.x.biz", True, id="star first"),
        pytest.param("https://domain.com*", "https://domain.com", True, id="star for nothing"),
        pytest.param("https://domain.com*", "https://domain.com/cb?x=1", True, id="star last"),
        pytest.param("https://*.x.biz/*/cb", "https://a.x.biz/b/cb", True, id="two stars"),
        pytest.param("*.example.com", "https://notexample.org", False, id="another domain"),
        pytest.param("*.example.com", "https://a.example.com.evil.org", False, id="anchored at the end"),
        pytest.param("*.example.com", "https://a.exampleXcom", False, id="a dot is a dot"),
        pytest.param("http://localhost:3000/cb", "http://localhost:3000/cb", True, id="exact"),
        pytest.param("http://localhost:3000/cb", "http://localhost:3000", False, id="origin of a URI with a path"),
    ],
)
def test_matches(pattern, uri, admitted):
    assert matches(uri, pattern) is admitted


def test_one_matching_pattern_is_enough():
    assert matches_any("https://b.org", ["https://a.org", "https://b.org"])


def test_an_empty_list_admits_nothing():
    assert not matches_any("https://a.org", [])
