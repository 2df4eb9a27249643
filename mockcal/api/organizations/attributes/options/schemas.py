"""Attribute options, and their assignment to members, as they are taken and shown."""

from typing import Annotated

from mockcal.api.organizations.attributes.schemas import Filled
from mockcal.http import rules
from mockcal.http.answers import Instant, Wire
from mockcal.http.dto import Comma, Dto, QueryDto, absent_if_empty
from mockcal.http.params import TeamIds
from mockcal.http.rules import Only
from mockcal.store.attributes import AttributeAssignment, AttributeOption


class UpdateOption(Dto):
    value: Filled | None = None
    slug: Filled | None = None


class AssignOption(Dto):
    """An option by id, or a value that becomes an option of its own."""

    value: str | None = None
    attribute_option_id: str | None = None
    attribute_id: str


AnyNumber = Annotated[int, Only(rules.IsNumber()), absent_if_empty()]


class AssignedQuery(QueryDto):
    """Pages of any size."""

    skip: AnyNumber = 0
    take: AnyNumber = 250
    assigned_option_ids: Annotated[list[str], Comma()] | None = None
    team_ids: TeamIds | None = None


class Option(Wire):
    """The row as it is."""

    id: str
    attribute_id: str
    value: str
    slug: str
    is_group: bool
    contains: list[str]

    @classmethod
    def of(cls, row: AttributeOption) -> "Option":
        return cls(**{name: getattr(row, name) for name in cls.model_fields})


class AssignedOption(Wire):
    id: str
    attribute_id: str
    value: str
    slug: str
    assigned_user_ids: list[int]


class Assignment(Wire):
    """The row as it is; who made it is never known here."""

    id: str
    member_id: int
    attribute_option_id: str
    weight: int | None
    created_at: Instant | None
    created_by_id: int | None
    created_by_d_sync_id: str | None
    updated_at: Instant | None
    updated_by_id: int | None
    updated_by_d_sync_id: str | None

    @classmethod
    def of(cls, row: AttributeAssignment) -> "Assignment":
        return cls(
            id=row.id,
            member_id=row.member_id,
            attribute_option_id=row.attribute_option_id,
            weight=row.weight,
            created_at=row.created_at,
            created_by_id=None,
            created_by_d_sync_id=None,
            updated_at=row.updated_at,
            updated_by_id=None,
            updated_by_d_sync_id=None,
        )
