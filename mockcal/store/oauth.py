"""Platform OAuth clients with their managed users' tokens, and third-party OAuth2 clients."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel, UniqueConstraint

from mockcal.store.columns import instant, json_list, key, ref


class OAuthClient(SQLModel, table=True):
    """A platform client. `permissions` is the bit sum of `mockcal.auth.permissions.Permission`."""

    __tablename__ = "oauth_client"

    id: str = Field(primary_key=True)
    name: str
    secret: str
    permissions: int = 0
    logo: str | None = None
    redirect_uris: Any = json_list()
    organization_id: int = ref("team.id")
    booking_redirect_uri: str | None = None
    booking_cancel_redirect_uri: str | None = None
    booking_reschedule_redirect_uri: str | None = None
    are_emails_enabled: bool = False
    are_default_event_types_enabled: bool = False
    are_calendar_events_enabled: bool = True
    sequence: int = 0  # order of creation; ids are random
    created_at: datetime | None = instant()


class PlatformAuthorizationCode(SQLModel, table=True):
    __tablename__ = "platform_authorization_code"
    __table_args__ = (UniqueConstraint("user_id", "client_id"),)

    id: str = Field(primary_key=True)
    user_id: int = ref("user.id")
    client_id: str = ref("oauth_client.id")
    created_at: datetime | None = instant()


class AccessToken(SQLModel, table=True):
    """A managed user's access token; validity is by this row, not by the JWT in `secret`."""

    __tablename__ = "access_token"

    id: int | None = key()
    secret: str = Field(unique=True)
    user_id: int = ref("user.id")
    client_id: str = ref("oauth_client.id")
    created_at: datetime | None = instant()
    expires_at: datetime = instant(null=False)


class RefreshToken(SQLModel, table=True):
    __tablename__ = "refresh_token"

    id: int | None = key()
    secret: str = Field(unique=True)
    user_id: int = ref("user.id")
    client_id: str = ref("oauth_client.id")
    created_at: datetime | None = instant()
    expires_at: datetime = instant(null=False)


class OAuth2Client(SQLModel, table=True):
    """A third-party app; `secret` is null for a PUBLIC one."""

    __tablename__ = "oauth2_client"

    client_id: str = Field(primary_key=True)
    name: str
    redirect_uri: str = ""
    secret: str | None = None
    logo: str | None = None
    is_trusted: bool = False
    client_type: str = "CONFIDENTIAL"
    status: str = "APPROVED"
    user_id: int | None = ref("user.id", null=True, cascade=False)
    scopes: Any = json_list()
    created_at: datetime | None = instant()


class OAuth2Code(SQLModel, table=True):
    __tablename__ = "oauth2_code"

    code: str = Field(primary_key=True)
    client_id: str = ref("oauth2_client.client_id")
    user_id: int | None = ref("user.id", null=True)
    team_id: int | None = ref("team.id", null=True)
    scopes: Any = json_list()
    code_challenge: str | None = None
    code_challenge_method: str | None = None
    expires_at: datetime = instant(null=False)
