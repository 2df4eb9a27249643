"""`mockcal contract diff` finds nothing missing in the published document but what docs/differences.md gives a reason for."""

import re

import pytest

from mockcal.contract.differences import NEVER, differences, expected
from tests.contract.observer import upstream

pytestmark = pytest.mark.upstream


@pytest.fixture(scope="module")
def found():
    if upstream() is None:
        pytest.skip("MOCKCAL_UPSTREAM_OPENAPI names no file")
    return differences(upstream().raw_schema)


def test_nothing_is_missing(found):
    assert [line for line in found if expected(line) is None] == []


def test_each_known_difference_is_still_one(found):
    stale = [pattern for pattern, _ in NEVER if not any(re.search(pattern, line) for line in found)]

    assert stale == []
