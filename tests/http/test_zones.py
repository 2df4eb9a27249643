"""Time zone names are capitalized, then looked up in any case."""

import pytest

from mockcal.http.zones import canonical_zone, capitalized_zone, is_zone


@pytest.mark.parametrize(
    ("text", "capitalized"),
    [
        pytest.param("egypt", "Egypt", id="one word"),
        pytest.param("europe/isle_of_man", "Europe/Isle_Of_Man", id="every word"),
        pytest.param("America/New_york", "America/New_York", id="half right"),
        pytest.param("EUROPE/ROME", "Europe/Rome", id="rest in lower case"),
        pytest.param("utc/gmt+3_est", "UTC/GMT+3_EST", id="abbreviations"),
        pytest.param("utcx", "Utcx", id="abbreviation in a word"),
        pytest.param("America/Port-au-Prince", "America/Port-au-prince", id="dashes part no words"),
        pytest.param("", "", id="empty"),
        pytest.param(None, None, id="no text"),
    ],
)
def test_capitalized_zone(text, capitalized):
    assert capitalized_zone(text) == capitalized


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param("Europe/London", "Europe/London", id="as it is"),
        pytest.param("Europe/Isle_Of_Man", "Europe/Isle_of_Man", id="capitalized"),
        pytest.param("utc", "UTC", id="UTC"),
        pytest.param("GMT", "GMT", id="GMT"),
        pytest.param("Etc/GMT+5", "Etc/GMT+5", id="fixed zone by name"),
        pytest.param("Asia/Calcutta", "Asia/Calcutta", id="old name"),
        pytest.param("Narnia/Woods", None, id="nowhere"),
        pytest.param("+05:30", None, id="offset"),
        pytest.param("UTC+1", None, id="UTC with an offset"),
        pytest.param("localtime", None, id="the machine's own"),
        pytest.param("Factory", None, id="placeholder of the tz database"),
        pytest.param("", None, id="empty"),
    ],
)
def test_names_are_known_in_any_case(text, name):
    assert canonical_zone(text) == name
    assert is_zone(text) is (name is not None)
