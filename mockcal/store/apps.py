"""Connected apps: credentials, calendars, and what the played provider behind them holds."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel, UniqueConstraint

from mockcal.store.columns import instant, json_list, json_value, key, ref


class Credential(SQLModel, table=True):
    """A connected app of a user or of a team, e.g. type `google_calendar`, app `google-calendar`."""

    id: int | None = key()
    type: str = Field(index=True)
    app_id: str
    user_id: int | None = ref("user.id", null=True)
    team_id: int | None = ref("team.id", null=True)
    invalid: bool | None = False
    key: Any = json_value()
    created_at: datetime | None = instant()


class ProviderCalendar(SQLModel, table=True):
    """A calendar as the provider behind a credential knows it."""

    __tablename__ = "provider_calendar"
    __table_args__ = (UniqueConstraint("credential_id", "external_id"),)

    id: int | None = key()
    credential_id: int = ref("credential.id")
    integration: str
    external_id: str = Field(index=True)
    name: str
    email: str | None = None
    primary: bool = False
    read_only: bool = False
    error: str | None = None  # what a failing provider says
    busy: Any = json_list()  # [{"start", "end"}], ISO instants


class ProviderEvent(SQLModel, table=True):
    """An event in a provider's calendar: made by a booking, or given by a fixture."""

    __tablename__ = "provider_event"
    __table_args__ = (Index("provider_event_time", "calendar_id", "end"),)

    id: int | None = key()
    calendar_id: int = ref("provider_calendar.id", index=False)
    uid: str = Field(index=True)
    start: datetime = instant(null=False)
    end: datetime = instant(null=False)
    status: str = "accepted"
    body: Any = json_value()  # the event as `GET /v2/calendars/{calendar}/event/{uid}` shows it


class SelectedCalendar(SQLModel, table=True):
    """A calendar that is checked for conflicts."""

    __tablename__ = "selected_calendar"

    id: int | None = key()
    user_id: int = ref("user.id")
    integration: str
    external_id: str
    credential_id: int | None = ref("credential.id", null=True)
    delegation_credential_id: str | None = None


class DestinationCalendar(SQLModel, table=True):
    """Where booked events are written: of a user, or of an event type."""

    __tablename__ = "destination_calendar"

    id: int | None = key()
    user_id: int | None = ref("user.id", null=True, unique=True)
    event_type_id: int | None = ref("event_type.id", null=True, unique=True)
    integration: str
    external_id: str
    credential_id: int | None = ref("credential.id", null=True)
    delegation_credential_id: str | None = None
    primary_email: str | None = None


class VerifiedEmail(SQLModel, table=True):
    __tablename__ = "verified_email"

    id: int | None = key()
    user_id: int | None = ref("user.id", null=True)
    team_id: int | None = ref("team.id", null=True)
    email: str


class VerifiedPhone(SQLModel, table=True):
    __tablename__ = "verified_phone"

    id: int | None = key()
    user_id: int | None = ref("user.id", null=True)
    team_id: int | None = ref("team.id", null=True)
    phone_number: str
