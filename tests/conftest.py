"""What all tests share: an empty universe at a fixed time for each, and how a refusal is read."""

from typing import Any

import httpx
import pytest

from mockcal.client import Options

NOW = "2026-01-05T08:00:00.000Z"  # a Monday


@pytest.fixture
def mockcal_options() -> Options:
    return Options(fixtures=[], now=NOW)


def refusal(response: httpx.Response) -> tuple[int, str, str]:
    """Status, code and message of an enveloped error."""
    error = response.json()["error"]
    return response.status_code, error["code"], error["message"]


def constraints(response: httpx.Response) -> dict[str, Any]:
    """What the validator says of each property, at the top level."""
    assert response.status_code == 400
    return {item["property"]: item.get("constraints", {}) for item in response.json()["error"]["details"]["errors"]}
