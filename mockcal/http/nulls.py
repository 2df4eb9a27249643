"""Nulls that a body's rules let through, but no column keeps."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlmodel import SQLModel

from mockcal.http.errors import DatabaseRefusal
from mockcal.store.columns import columns_of


def refuse_nulls(model: type[SQLModel], values: Mapping[str, Any]) -> None:
    """400 for one among `values`, by attribute. A row that is added would silently take the column's default for it."""
    for name in _required(model):
        if values.get(name, "") is None:
            raise DatabaseRefusal(explain=f"{name} cannot be null")


@cache
def _required(model: type[SQLModel]) -> tuple[str, ...]:
    return tuple(column.key for column in columns_of(model) if not column.nullable and not column.primary_key)
