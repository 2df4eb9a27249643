"""People: users and what identifies them."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel, UniqueConstraint

from mockcal.store.columns import instant, json_list, json_value, key, ref
from mockcal.store.metadata import MeetsByDefault


class User(MeetsByDefault, SQLModel, table=True):
    """An account. `role` ADMIN is an administrator of the whole instance."""

    __table_args__ = (UniqueConstraint("username", "organization_id"),)

    id: int | None = key()
    email: str = Field(unique=True)
    username: str | None = Field(default=None, index=True)
    name: str | None = None
    bio: str | None = None
    avatar_url: str | None = None
    locale: str | None = None
    time_zone: str = "Europe/London"
    week_start: str = "Sunday"
    time_format: int | None = 12
    default_schedule_id: int | None = None
    role: str = "USER"
    # The main organization as the user row knows it; profiles say where a user belongs.
    organization_id: int | None = ref("team.id", null=True, cascade=False)
    moved_to_profile_id: int | None = None
    is_platform_managed: bool = False
    oauth_client_id: str | None = ref("oauth_client.id", null=True, cascade=False)
    allow_dynamic_booking: bool = True
    verified: bool = True
    email_verified: datetime | None = instant()
    invited_to: int | None = None
    theme: str | None = None
    app_theme: str | None = None
    brand_color: str | None = None
    dark_brand_color: str | None = None
    hide_branding: bool = False
    requires_booker_email_verification: bool = False
    extra: Any = json_value()  # further plain attributes that organization users carry
    meta: Any = json_value()
    created_date: datetime | None = instant()


class SecondaryEmail(SQLModel, table=True):
    __tablename__ = "secondary_email"

    id: int | None = key()
    user_id: int = ref("user.id")
    email: str = Field(unique=True)
    verified: bool = True


class ApiKey(SQLModel, table=True):
    """A `cal_` key; only its hash would be kept by the real service, but a fixture must be able to give it back."""

    __tablename__ = "api_key"

    id: str = Field(primary_key=True)
    text: str = Field(unique=True)
    user_id: int = ref("user.id")
    team_id: int | None = ref("team.id", null=True)
    note: str | None = None
    expires_at: datetime | None = instant()
    created_at: datetime | None = instant()
    rate_limits: Any = json_list()  # [{"name", "limit", "ttl", "blockDuration"}], milliseconds
