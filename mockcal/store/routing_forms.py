"""Routing forms and the answers given to them."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from mockcal.store.columns import instant, json_list, json_value, key, ref


class RoutingForm(SQLModel, table=True):
    __tablename__ = "routing_form"

    id: str = Field(primary_key=True)
    name: str
    description: str | None = None
    position: int = 0
    disabled: bool = False
    user_id: int = ref("user.id")
    team_id: int | None = ref("team.id", null=True)
    routes: Any = json_value()
    fields: Any = json_value()
    settings: Any = json_value()
    sequence: int = 0
    created_at: datetime = instant(null=False)
    updated_at: datetime = instant(null=False)
    updated_by_id: int | None = ref("user.id", null=True, cascade=False)


class FormResponse(SQLModel, table=True):
    __tablename__ = "form_response"

    id: int | None = key()
    uuid: str
    form_filler_id: str
    form_id: str = ref("routing_form.id")
    response: Any = json_value()
    routed_to_booking_uid: str | None = Field(default=None, unique=True)
    chosen_route_id: str | None = None
    created_at: datetime = instant(null=False)
    updated_at: datetime | None = instant()


class QueuedFormResponse(SQLModel, table=True):
    __tablename__ = "queued_form_response"

    id: str = Field(primary_key=True)
    form_id: str = ref("routing_form.id")
    response: Any = json_list()
    chosen_route_id: str | None = None
    actual_response_id: int | None = None
    created_at: datetime = instant(null=False)
