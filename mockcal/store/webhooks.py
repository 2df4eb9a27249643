"""Webhook subscriptions."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel, UniqueConstraint

from mockcal.store.columns import instant, json_list, ref


class Webhook(SQLModel, table=True):
    """Exactly one owner is set; a team's and an organization's are both `team_id`."""

    __table_args__ = (
        UniqueConstraint("user_id", "subscriber_url"),
        UniqueConstraint("oauth_client_id", "subscriber_url"),
    )

    id: str = Field(primary_key=True)
    user_id: int | None = ref("user.id", null=True)
    event_type_id: int | None = ref("event_type.id", null=True)
    team_id: int | None = ref("team.id", null=True)
    oauth_client_id: str | None = ref("oauth_client.id", null=True)
    subscriber_url: str
    active: bool = True
    triggers: Any = json_list()
    payload_template: str | None = None
    secret: str | None = None
    version: str = "2021-10-20"
    time: int | None = None
    time_unit: str | None = None
    sequence: int = 0  # order of creation; ids are random
    created_at: datetime | None = instant()
