"""Attributes as they are taken and shown."""

from enum import StrEnum
from typing import Annotated

from mockcal.http import rules
from mockcal.http.answers import Instant, Wire
from mockcal.http.dto import Dto
from mockcal.store.attributes import Attribute as Row


class AttributeType(StrEnum):
    TEXT = "TEXT"
    NUMBER = "NUMBER"
    SINGLE_SELECT = "SINGLE_SELECT"
    MULTI_SELECT = "MULTI_SELECT"


SELECTS = (AttributeType.SINGLE_SELECT, AttributeType.MULTI_SELECT)
Filled = Annotated[str, rules.IsNotEmpty()]


class CreateOption(Dto):
    value: Filled
    slug: Filled


class CreateAttribute(Dto):
    """Options are asked for whatever the type, but kept only for the two that select."""

    name: Filled
    slug: Filled
    type: AttributeType
    options: list[CreateOption]
    enabled: bool | None = True


class UpdateAttribute(Dto):
    name: Filled | None = None
    slug: Filled | None = None
    type: AttributeType | None = None
    enabled: bool | None = None


class Attribute(Wire):
    """The row as it is, without its options."""

    id: str
    team_id: int
    type: str
    name: str
    slug: str
    enabled: bool
    users_can_edit_relation: bool
    created_at: Instant | None
    updated_at: Instant | None
    is_weights_enabled: bool
    is_locked: bool

    @classmethod
    def of(cls, row: Row) -> "Attribute":
        return cls(**{name: getattr(row, name) for name in cls.model_fields})
