"""Query strings are read as Express reads them. Odd cases: seen in qs 6.13."""

import pytest

from mockcal.http import query_text

QUERIES = {
    # plain
    "nothing": ("", {}),
    "one": ("take=10", {"take": "10"}),
    "several, and empty parts": ("&a=1&&b=2&", {"a": "1", "b": "2"}),
    "no value": ("a&b=", {"a": "", "b": ""}),
    "no name": ("=x&a=1", {"a": "1"}),
    "equals sign in the value": ("a=b=c", {"a": "b=c"}),
    # decoding
    "plus is a space": ("q=a+b", {"q": "a b"}),
    "plus encoded": ("emails=alice%2Bc1@example.com", {"emails": "alice+c1@example.com"}),
    "UTF-8": ("q=%E2%82%AC", {"q": "€"}),
    "bad escape": ("q=%zz+%41", {"q": "%zz %41"}),
    "bad UTF-8": ("q=%ff+%41", {"q": "%ff %41"}),
    "encoded brackets": ("a%5B0%5d=x", {"a": ["x"]}),
    # lists
    "repetition": ("a=1&b=x&a=2", {"a": ["1", "2"], "b": "x"}),
    "empty brackets": ("a[]=1&a[]=2", {"a": ["1", "2"]}),
    "one in empty brackets": ("a[]=1", {"a": ["1"]}),
    "indexes": ("a[1]=y&a[0]=x", {"a": ["x", "y"]}),
    "indexes with holes": ("a[7]=y&a[2]=x", {"a": ["x", "y"]}),
    "last index": ("a[20]=x", {"a": ["x"]}),
    "beyond the last index": ("a[21]=x", {"a": {"21": "x"}}),
    "index with a leading zero": ("a[01]=x", {"a": {"01": "x"}}),
    "index twice": ("a[0]=x&a[0]=y", {"a": [["x", "y"]]}),
    "objects by index": (
        "calendarsToLoad[0][credentialId]=1&calendarsToLoad[0][externalId]=a%40b.c&calendarsToLoad[1][credentialId]=2",
        {"calendarsToLoad": [{"credentialId": "1", "externalId": "a@b.c"}, {"credentialId": "2"}]},
    ),
    # objects
    "nested": ("filters[status]=x&filters[take]=1", {"filters": {"status": "x", "take": "1"}}),
    "list in an object": ("f[ids][]=1&f[ids][]=2", {"f": {"ids": ["1", "2"]}}),
    "equals sign in brackets": ("a[b=c]=d", {"a": {"b=c": "d"}}),
    "too deep": ("a[b][c][d][e][f][g][h]=1", {"a": {"b": {"c": {"d": {"e": {"f": {"[g][h]": "1"}}}}}}}),
    "prototype": ("__proto__[a]=1&b[__proto__]=2", {"b": {}}),
    "names that objects have": ("toString=1&a[hasOwnProperty]=2", {"toString": "1", "a": {"hasOwnProperty": "2"}}),
    "open bracket": ("a[b=1", {"a[b": "1"}),
    "brackets first": ("[a]=1&[0]=x", {"a": "1", "0": "x"}),
    # mixtures
    "text, then an object": ("a=1&a[b]=2", {"a": ["1", {"b": "2"}]}),
    "object, then a text": ("a[b]=1&a=2", {"a": {"b": "1", "2": True}}),
    "list, then an object": ("a[]=1&a[b]=2", {"a": {"0": "1", "b": "2"}}),
    "list, then a text": ("a[]=1&a=2", {"a": ["1", "2"]}),
    "object, then an empty text": ("a[b]=1&a=", {"a": {"b": "1"}}),
}


@pytest.mark.parametrize(("raw", "parameters"), QUERIES.values(), ids=QUERIES)
def test_parse(raw, parameters):
    assert query_text.parse(raw) == parameters


def test_only_a_thousand_parameters_are_read():
    parameters = query_text.parse("&".join(f"p{number}=x" for number in range(1200)))

    assert len(parameters) == 1000


def test_expand_takes_decoded_names_and_values():
    assert query_text.expand([("a[b]", "1+1"), ("c", "%41"), ("c", "d")]) == {"a": {"b": "1+1"}, "c": ["%41", "d"]}
