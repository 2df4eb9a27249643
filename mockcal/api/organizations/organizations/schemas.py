"""Managed organizations as they are taken and shown."""

from typing import Annotated, Any

from mockcal.api.teams.schemas import Metadata, Name
from mockcal.http import rules
from mockcal.http.answers import Wire, omit_none
from mockcal.http.dto import Dto, Paging
from mockcal.store.teams import Team


class CreateOrganization(Dto):
    name: Name
    slug: str | None = None
    metadata: Metadata | None = None
    api_key_days_valid: Annotated[int, rules.Min(1)] | None = None
    api_key_never_expires: bool | None = None


class UpdateOrganization(Dto):
    """Metadata is replaced whole; the slug stays as it was made."""

    name: Name | None = None
    metadata: Metadata | None = None


class OrganizationsQuery(Paging):
    """Metadata counts only with both key and value, and only texts are equal to one."""

    slug: str | None = None
    metadata_key: str | None = None
    metadata_value: str | None = None


class ManagedOrganization(Wire):
    id: int
    name: str
    slug: str | None
    metadata: Any = None

    @classmethod
    def of(cls, row: Team, **more: Any) -> Any:
        return cls(id=row.id, name=row.name, slug=row.slug, metadata=omit_none(row.meta), **more)


class NewManagedOrganization(ManagedOrganization):
    """The only answer that shows the key."""

    api_key: str
