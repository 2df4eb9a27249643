"""Who may see and change webhooks, at each of their owners.

Every check here runs before the body is validated, in the order in which the guards list it.
"""

from typing import Annotated

from fastapi import Depends

from mockcal.api.webhooks.service import Owner, require
from mockcal.auth import roles
from mockcal.auth.caller import main_organization
from mockcal.auth.guards import (
    Access,
    Guard,
    admin_api,
    authenticated,
    is_org,
    organization_roles,
    own_oauth_client,
    plan,
    role,
)
from mockcal.http.errors import BadRequest, Forbidden, NotFound
from mockcal.http.params import loose_id
from mockcal.store.event_types import EventType
from mockcal.store.webhooks import Webhook


class ForeignWebhook(Forbidden):
    def __init__(self, user_id: int, webhook_id: str) -> None:
        super().__init__(
            f"IsUserWebhookGuard - user with id=({user_id}) is not the owner of webhook with id=({webhook_id})"
        )


class NoSuchEventType(NotFound):
    def __init__(self, event_type_id: int) -> None:
        super().__init__(f"IsUserEventTypeWebhookGuard - Event type ({event_type_id}) not found")


class ForeignEventType(Forbidden):
    def __init__(self, user_id: int, event_type_id: int) -> None:
        super().__init__(
            f"IsUserEventTypeWebhookGuard - User ({user_id}) is not the owner of event type ({event_type_id})"
        )


class NotOfAnEventType(BadRequest):
    def __init__(self, webhook_id: str) -> None:
        super().__init__(f"IsUserEventTypeWebhookGuard - Webhook ({webhook_id}) is not associated with an event type")


class OfAnotherEventType(Forbidden):
    def __init__(self, webhook_id: str, event_type_id: int) -> None:
        super().__init__(
            f"IsUserEventTypeWebhookGuard - Webhook ({webhook_id}) is not associated with event type ({event_type_id})"
        )


class NotTeamAdmin(Forbidden):
    def __init__(self, user_id: int, team_id: int | None) -> None:
        super().__init__(f"IsTeamEventTypeWebhookGuard - User ({user_id}) is not an admin/owner of team ({team_id})")


class NotOfTheTeam(NotFound):
    def __init__(self, event_type_id: int, team_id: int | None) -> None:
        super().__init__(f"IsTeamEventTypeWebhookGuard - Event type ({event_type_id}) not found for team ({team_id})")


class NoSuchTeamWebhook(NotFound):
    def __init__(self, webhook_id: str) -> None:
        super().__init__(f"IsTeamEventTypeWebhookGuard - Webhook ({webhook_id}) not found")


class TeamWebhookWithoutEventType(BadRequest):
    def __init__(self, webhook_id: str) -> None:
        super().__init__(f"IsTeamEventTypeWebhookGuard - Webhook ({webhook_id}) no event type")


class TeamWebhookMismatch(Forbidden):
    def __init__(self) -> None:
        super().__init__("IsTeamEventTypeWebhookGuard - Webhook mismatch with event type")


class NotOfTheOrganization(Forbidden):
    """403 for unknown ids too."""

    def __init__(self, webhook_id: str, org_id: int | None) -> None:
        super().__init__(
            f"IsWebhookInOrg - webhook with id={webhook_id} is not part of the organization with id={org_id}."
        )


class NotOfTheClient(Forbidden):
    def __init__(self) -> None:
        super().__init__("IsOAuthClientWebhookGuard - Webhook does not belong to this oAuthClient")


class OutsideMainOrganization(Forbidden):
    def __init__(self) -> None:
        super().__init__("Forbidden resource", explain="the client is not of the caller's main organization")


def own_webhook(access: Access) -> None:
    """404, 403 for anybody else's; a system administrator may."""
    row = require(access.tx, access.path["webhookId"])
    if row.user_id != access.caller.user_id and not access.caller.is_system_admin:
        raise ForeignWebhook(access.caller.user_id, row.id)


def own_event_type(access: Access) -> None:
    """404; 403 for one that is not personal and the caller's own, even to the owner of its team."""
    event_type = access.tx.get(EventType, event_type_id(access))
    if event_type is None:
        raise NoSuchEventType(event_type_id(access))
    if event_type.user_id != access.caller.user_id:
        raise ForeignEventType(access.caller.user_id, event_type_id(access))


def of_event_type(access: Access) -> None:
    """404; 400 for a webhook of something else, 403 for one of another event type."""
    row = require(access.tx, access.path["webhookId"])
    if row.event_type_id is None:
        raise NotOfAnEventType(row.id)
    if row.event_type_id != event_type_id(access):
        raise OfAnotherEventType(row.id, event_type_id(access))


def team_admin(access: Access) -> None:
    """403 to all but accepted admins and owners, whatever the role that the operation names."""
    user_id, team_id = access.caller.user_id, access.team_id
    found = roles.membership(access.tx, user_id, team_id)
    accepted = found is not None and found.accepted
    if not (accepted and access.scoped) and not roles.is_admin_of(access.tx, user_id, team_id):
        raise NotTeamAdmin(user_id, team_id)


def team_event_type(access: Access) -> None:
    event_type = access.tx.get(EventType, event_type_id(access))
    if event_type is None or event_type.team_id != access.team_id:
        raise NotOfTheTeam(event_type_id(access), access.team_id)


def of_team_event_type(access: Access) -> None:
    """404; 400 for a webhook of something else, 403 for one of another event type."""
    row = access.tx.get(Webhook, access.path["webhookId"])
    if row is None:
        raise NoSuchTeamWebhook(access.path["webhookId"])
    if row.event_type_id is None:
        raise TeamWebhookWithoutEventType(row.id)
    if row.event_type_id != event_type_id(access):
        raise TeamWebhookMismatch


def of_organization(access: Access) -> None:
    row = access.tx.get(Webhook, access.path["webhookId"])
    if row is None or row.team_id != access.org_id:
        raise NotOfTheOrganization(access.path["webhookId"], access.org_id)


def of_client(access: Access) -> None:
    """404, 403 for one of another client, or while the caller's main organization is not the client's."""
    row = require(access.tx, access.path["webhookId"])
    if row.oauth_client_id != access.path["clientId"]:
        raise NotOfTheClient
    if access.client is None or access.client.organization_id != main_organization(access.tx, access.caller.user):
        raise OutsideMainOrganization


def event_type_id(access: Access) -> int:
    return loose_id(access.path["eventTypeId"])


def user_owner(access: Access) -> Owner:
    return Owner(user_id=access.caller.user_id)


def event_type_owner(access: Access) -> Owner:
    return Owner(event_type_id=event_type_id(access))


def organization_owner(access: Access) -> Owner:
    return Owner(team_id=access.org_id)


def client_owner(access: Access) -> Owner:
    return Owner(oauth_client_id=access.path["clientId"])


_team_reads = (authenticated("TEAM_EVENT_TYPE_READ"), role("TEAM_MEMBER"), team_admin, team_event_type)
_team_writes = (authenticated("TEAM_EVENT_TYPE_WRITE"), role("TEAM_ADMIN"), team_admin, team_event_type)
_org_reads = (authenticated("ORG_WEBHOOK_READ"), is_org, role("ORG_ADMIN"), plan("ESSENTIALS"), admin_api)
_org_writes = (authenticated("ORG_WEBHOOK_WRITE"), is_org, role("ORG_ADMIN"), plan("ESSENTIALS"), admin_api)
_client_reads = (authenticated(closed=True), organization_roles("ADMIN", "OWNER", "MEMBER"), own_oauth_client)
_client_writes = (authenticated(closed=True), organization_roles("ADMIN", "OWNER"), own_oauth_client)


UserReader = Annotated[Access, Depends(Guard(authenticated("WEBHOOK_READ")))]
UserWriter = Annotated[Access, Depends(Guard(authenticated("WEBHOOK_WRITE")))]
OwnWebhookReader = Annotated[Access, Depends(Guard(authenticated("WEBHOOK_READ"), own_webhook))]
OwnWebhookWriter = Annotated[Access, Depends(Guard(authenticated("WEBHOOK_WRITE"), own_webhook))]

EventTypeReader = Annotated[Access, Depends(Guard(authenticated("WEBHOOK_READ"), own_event_type))]
EventTypeWriter = Annotated[Access, Depends(Guard(authenticated("WEBHOOK_WRITE"), own_event_type))]
EventTypeWebhookReader = Annotated[Access, Depends(Guard(authenticated("WEBHOOK_READ"), own_event_type, of_event_type))]
EventTypeWebhookWriter = Annotated[
    Access, Depends(Guard(authenticated("WEBHOOK_WRITE"), own_event_type, of_event_type))
]

TeamEventTypeReader = Annotated[Access, Depends(Guard(*_team_reads))]
TeamEventTypeWriter = Annotated[Access, Depends(Guard(*_team_writes))]
TeamEventTypeWebhookReader = Annotated[Access, Depends(Guard(*_team_reads, of_team_event_type))]
TeamEventTypeWebhookWriter = Annotated[Access, Depends(Guard(*_team_writes, of_team_event_type))]

OrganizationReader = Annotated[Access, Depends(Guard(*_org_reads))]
OrganizationWriter = Annotated[Access, Depends(Guard(*_org_writes))]
OrganizationWebhookReader = Annotated[Access, Depends(Guard(*_org_reads, of_organization))]
OrganizationWebhookWriter = Annotated[Access, Depends(Guard(*_org_writes, of_organization))]

ClientReader = Annotated[Access, Depends(Guard(*_client_reads))]
ClientWriter = Annotated[Access, Depends(Guard(*_client_writes))]
ClientWebhookReader = Annotated[Access, Depends(Guard(*_client_reads, of_client))]
ClientWebhookWriter = Annotated[Access, Depends(Guard(*_client_writes, of_client))]
