"""Attributes of an organization's members, and delegation credentials."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel, UniqueConstraint

from mockcal.store.columns import instant, json_list, json_value, ref


class Attribute(SQLModel, table=True):
    __table_args__ = (UniqueConstraint("team_id", "slug"),)

    id: str = Field(primary_key=True)
    team_id: int = ref("team.id")
    type: str
    name: str
    slug: str
    enabled: bool = True
    users_can_edit_relation: bool = False
    is_weights_enabled: bool = False
    is_locked: bool = False
    sequence: int = 0
    created_at: datetime | None = instant()
    updated_at: datetime | None = instant()


class AttributeOption(SQLModel, table=True):
    __tablename__ = "attribute_option"

    id: str = Field(primary_key=True)
    attribute_id: str = ref("attribute.id")
    value: str
    slug: str
    is_group: bool = False
    contains: Any = json_list()
    sequence: int = 0


class AttributeAssignment(SQLModel, table=True):
    """An option given to a member; `member_id` is the organization membership."""

    __tablename__ = "attribute_assignment"
    __table_args__ = (UniqueConstraint("member_id", "attribute_option_id"),)

    id: str = Field(primary_key=True)
    member_id: int = ref("membership.id")
    attribute_option_id: str = ref("attribute_option.id")
    weight: int | None = None
    sequence: int = 0
    created_at: datetime | None = instant()
    updated_at: datetime | None = instant()


class WorkspacePlatform(SQLModel, table=True):
    """What delegation credentials can be made for, e.g. slug `google`."""

    __tablename__ = "workspace_platform"

    slug: str = Field(primary_key=True)
    name: str


class DelegationCredential(SQLModel, table=True):
    __tablename__ = "delegation_credential"
    __table_args__ = (UniqueConstraint("organization_id", "domain"),)

    id: str = Field(primary_key=True)
    organization_id: int = ref("team.id")
    workspace_platform_slug: str = ref("workspace_platform.slug")
    domain: str
    enabled: bool = False
    service_account_key: Any = json_value()
    created_at: datetime | None = instant()
    updated_at: datetime | None = instant()
