"""An organization's memberships as they are shown: with what the organization knows of the member."""

from typing import Literal

from mockcal.api.memberships.schemas import TeamMembership
from mockcal.http.answers import Instant, Wire


class TextAttribute(Wire):
    id: str
    name: str
    option_id: str
    option: str
    type: Literal["text"] = "text"


class NumberAttribute(Wire):
    """`option` is null for a text that is no number."""

    id: str
    name: str
    option_id: str
    option: int | float | None
    type: Literal["number"] = "number"


class SingleSelectAttribute(Wire):
    id: str
    name: str
    option_id: str
    option: str
    type: Literal["singleSelect"] = "singleSelect"


class SelectedOption(Wire):
    option_id: str
    option: str


class MultiSelectAttribute(Wire):
    id: str
    name: str
    options: list[SelectedOption]
    type: Literal["multiSelect"] = "multiSelect"


MemberAttribute = TextAttribute | NumberAttribute | SingleSelectAttribute | MultiSelectAttribute


class OrganizationMembership(TeamMembership):
    """`custom_role_id` and the instants are not in the published document, but sent."""

    custom_role_id: str | None
    created_at: Instant | None
    updated_at: Instant | None
    attributes: list[MemberAttribute]
