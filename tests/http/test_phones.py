"""Phone numbers are international and exist in some country's plan."""

import pytest

from mockcal.http.phones import is_phone


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        pytest.param("+14155550100", True, id="United States"),
        pytest.param("+37255555555", True, id="Estonia"),
        pytest.param("+919876543210", True, id="India"),
        pytest.param("+1 (415) 555-0100", True, id="with separators"),
        pytest.param("4155550100", False, id="national"),
        pytest.param("0037255555555", False, id="without plus"),
        pytest.param("+15551234567", False, id="area code that nobody has"),
        pytest.param("+1415555010", False, id="too short"),
        pytest.param("+999123456789", False, id="no such country"),
        pytest.param("+14155550100 ", False, id="space at the end"),
        pytest.param("+", False, id="plus alone"),
        pytest.param("", False, id="empty"),
        pytest.param("call me", False, id="words"),
    ],
)
def test_is_phone(text, valid):
    assert is_phone(text) is valid
