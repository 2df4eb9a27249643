"""Subscriptions as they are taken and shown."""

from typing import Literal

from mockcal.events.triggers import Trigger
from mockcal.http.answers import Instant, Wire
from mockcal.http.dto import Dto


class CreateWebhook(Dto):
    payload_template: str | None = None
    active: bool
    subscriber_url: str
    triggers: list[Trigger]
    secret: str | None = None
    version: Literal["2021-10-20"] | None = None


class UpdateWebhook(Dto):
    """What is left out stays; null clears template and secret, and is refused elsewhere."""

    payload_template: str | None = None
    active: bool | None = None
    subscriber_url: str | None = None
    triggers: list[Trigger] | None = None
    secret: str | None = None
    version: Literal["2021-10-20"] | None = None


class Webhook(Wire):
    """What all owners' webhooks have; a template or secret that is unset is null."""

    payload_template: str | None
    id: str
    triggers: list[str]
    subscriber_url: str
    active: bool
    secret: str | None


class UserWebhook(Webhook):
    """Null where a system administrator is shown one that is no user's."""

    user_id: int | None


class EventTypeWebhook(Webhook):
    event_type_id: int


class TeamWebhook(Webhook):
    """An organization's; its id stands as the team's."""

    team_id: int


class OAuthClientWebhook(Webhook):
    o_auth_client_id: str


class StoredWebhook(Webhook):
    """Every column: how `GET /v2/webhooks/{webhookId}` alone shows one."""

    user_id: int | None
    team_id: int | None
    event_type_id: int | None
    o_auth_client_id: str | None
    created_at: Instant | None
    app_id: str | None
    platform: bool
    time: int | None
    time_unit: str | None
    version: str


AnyWebhook = UserWebhook | EventTypeWebhook | TeamWebhook | OAuthClientWebhook
