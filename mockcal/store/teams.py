"""Teams and organizations (one table, one id sequence), who belongs to them and as what."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, event, text
from sqlmodel import Field, SQLModel, UniqueConstraint

from mockcal.store.columns import instant, json_list, json_value, key, ref
from mockcal.store.metadata import MeetsByDefault


class Team(MeetsByDefault, SQLModel, table=True):
    """A standalone team, a team of an organization (`parent_id`) or an organization."""

    __table_args__ = (
        UniqueConstraint("slug", "parent_id"),
        # Nulls never collide, so what stands at the top needs an index of its own. (Naming PostgreSQL's option beside
        # SQLite's would import that dialect at every start.)
        Index("team_slug_at_top", "slug", unique=True, sqlite_where=text("parent_id IS NULL")),
    )

    id: int | None = key()
    name: str
    slug: str | None = Field(default=None, index=True)
    parent_id: int | None = ref("team.id", null=True)
    is_organization: bool = False
    is_platform: bool = False
    created_by_oauth_client_id: str | None = ref("oauth_client.id", null=True)
    pending_payment: bool = False
    features: Any = json_list()
    logo_url: str | None = None
    cal_video_logo: str | None = None
    app_logo: str | None = None
    app_icon_logo: str | None = None
    bio: str | None = None
    hide_branding: bool = False
    is_private: bool = False
    hide_book_a_team_member: bool = False
    theme: str | None = None
    brand_color: str | None = None
    dark_brand_color: str | None = None
    banner_url: str | None = None
    time_format: int | None = None
    time_zone: str = "Europe/London"
    week_start: str = "Sunday"
    booking_limits: str | None = None
    include_managed_events_in_limits: bool = False
    billing: bool = False
    meta: Any = json_value()
    created_at: datetime | None = instant()


class OrganizationSettings(SQLModel, table=True):
    __tablename__ = "organization_settings"

    organization_id: int = Field(primary_key=True, foreign_key="team.id", ondelete="CASCADE")
    is_admin_api_enabled: bool = True
    org_auto_accept_email: str = ""
    is_organization_verified: bool = False
    locks_event_type_creation: bool = False


class PlatformBilling(SQLModel, table=True):
    """The plan of a platform organization; `plan` in upper case, NONE without a subscription."""

    __tablename__ = "platform_billing"

    organization_id: int = Field(primary_key=True, foreign_key="team.id", ondelete="CASCADE")
    customer_id: str
    subscription_id: str | None = None
    plan: str = "none"
    overdue: bool = False
    manager_billing_id: int | None = None


class ManagedOrganization(SQLModel, table=True):
    __tablename__ = "managed_organization"

    managed_organization_id: int = Field(primary_key=True, foreign_key="team.id", ondelete="CASCADE")
    manager_organization_id: int = ref("team.id")
    created_at: datetime | None = instant()


SYSTEM_ROLE = {"OWNER": "owner_role", "ADMIN": "admin_role", "MEMBER": "member_role"}
"""The role as a set of permissions that comes with each plain role."""


class Membership(SQLModel, table=True):
    """`custom_role_id` is the system role of `role` unless another was given."""

    __table_args__ = (UniqueConstraint("user_id", "team_id"),)

    id: int | None = key()
    user_id: int = ref("user.id")
    team_id: int = ref("team.id")
    role: str = "MEMBER"
    accepted: bool = False
    disable_impersonation: bool = False
    custom_role_id: str | None = ref("role.id", null=True, cascade=False)
    created_at: datetime | None = instant()
    updated_at: datetime | None = instant()


@event.listens_for(Membership, "before_insert")
def _fill_in_system_role(mapper: Any, connection: Any, row: Membership) -> None:
    if row.custom_role_id is None:
        row.custom_role_id = SYSTEM_ROLE.get(row.role)


class Profile(SQLModel, table=True):
    """A user's face in an organization: "is in the organization" means "has a profile in it"."""

    __table_args__ = (UniqueConstraint("user_id", "organization_id"), UniqueConstraint("username", "organization_id"))

    id: int | None = key()
    uid: str
    user_id: int = ref("user.id")
    organization_id: int = ref("team.id")
    username: str


class Role(SQLModel, table=True):
    """A named set of permissions; without a team it is one of the three system roles."""

    __table_args__ = (UniqueConstraint("name", "team_id"),)

    id: str = Field(primary_key=True)
    name: str
    color: str | None = None
    description: str | None = None
    team_id: int | None = ref("team.id", null=True)
    type: str = "CUSTOM"
    sequence: int = 0
    created_at: datetime | None = instant()
    updated_at: datetime | None = instant()


class RolePermission(SQLModel, table=True):
    __tablename__ = "role_permission"
    __table_args__ = (UniqueConstraint("role_id", "resource", "action"),)

    id: int | None = key()
    role_id: str = ref("role.id")
    resource: str
    action: str


class InviteToken(SQLModel, table=True):
    __tablename__ = "invite_token"

    id: int | None = key()
    token: str = Field(unique=True)
    team_id: int | None = ref("team.id", null=True, cascade=False)
    expires: datetime | None = instant()
