"""Writes a sandbox's state as one fixture document that, loaded into an empty sandbox, gives the same observable state."""

from typing import Any

from sqlalchemy import select
from sqlmodel import col

from mockcal.http.js_dates import iso_ms
from mockcal.sandbox.transaction import Transaction
from mockcal.seed import (
    apps,
    attributes,
    availability,
    bookings,
    consents,
    exported_event_types,
    oauth,
    pending,
    roles,
    routing_forms,
    teams,
    users,
    webhooks,
    workflows,
)
from mockcal.seed.document import Json
from mockcal.seed.loading import client_name, team_slug
from mockcal.store.oauth import OAuthClient
from mockcal.store.schedules import Schedule
from mockcal.store.teams import Profile, Team
from mockcal.store.users import User


def export(tx: Transaction) -> Json:
    """The whole document. Nulls and empty lists that a default would fill differently are written too."""
    document: Json = {}
    if tx.sandbox.clock.frozen:
        document["now"] = iso_ms(tx.now)
    # A managed user whose client is gone is nobody's any more, and stands among the others.
    ordinary = select(User).where(col(User.is_platform_managed).is_(False) | col(User.oauth_client_id).is_(None))
    ordinary = ordinary.order_by(User.id)
    document["users"] = [_user(tx, user) for user in tx.all(ordinary)]
    document["teams"] = [_team(tx, team) for team in _teams(tx, parent_id=None, organizations=False)]
    document["organizations"] = [_organization(tx, org) for org in _teams(tx, parent_id=None, organizations=True)]
    document["oauth2Clients"] = [_oauth2_client(tx, shown) for shown in oauth.export_oauth2_clients(tx)]
    document["bookings"] = bookings.export_bookings(tx)
    document["reservations"] = availability.export_reservations(tx)
    document = {key: value for key, value in document.items() if value != []}
    if (waiting := pending.export_timers(tx)) is not None:
        document["timers"] = waiting
    return _plain(document)


def _teams(tx: Transaction, *, parent_id: int | None, organizations: bool) -> list[Team]:
    return tx.all(
        select(Team).where(Team.parent_id == parent_id, col(Team.is_organization).is_(organizations)).order_by(Team.id)
    )


def _user(tx: Transaction, user: User) -> Json:
    client = tx.get(OAuthClient, user.oauth_client_id)
    belongs = {"oauthClient": client_name(tx, client)} if client and not user.is_platform_managed else {}
    shown = users.under_own_name(tx, user, users.export_user(tx, user))
    if user.is_platform_managed:
        shown["stored"] = {**shown.get("stored", {}), "is_platform_managed": True}
    return shown | belongs | _home(tx, user) | _possessions(tx, user)


def _home(tx: Transaction, user: User) -> Json:
    """The user's own organization, where it is not the first that he is in."""
    first = tx.first(
        select(Profile.organization_id).where(Profile.user_id == user.id).order_by(Profile.organization_id)
    )
    return {} if first == user.organization_id else {"mainOrganization": _own(tx, user)}


def _own(tx: Transaction, user: User) -> str | None:
    organization = tx.get(Team, user.organization_id)
    return team_slug(organization) if organization else None


def _possessions(tx: Transaction, user: User) -> Json:
    default = tx.get(Schedule, user.default_schedule_id)
    shown: Json = {
        "schedules": availability.export_schedules(tx, user),
        "eventTypes": exported_event_types.export_event_types(tx, user=user),
        "calendars": apps.export_calendars(tx, user=user),
        "conferencing": apps.export_conferencing(tx, user=user),
        "outOfOffice": availability.export_out_of_office(tx, user),
        "webhooks": webhooks.export_webhooks(tx, user=user),
        "verifiedEmails": apps.export_verified_emails(tx, user=user),
        "verifiedPhones": apps.export_verified_phones(tx, user=user),
        "routingForms": routing_forms.export_routing_forms(tx, user=user),
    }
    if user.default_schedule_id is not None and (default is None or default.user_id != user.id):
        shown["defaultSchedule"] = f"#{user.default_schedule_id}"
    elif default is not None or shown["schedules"]:
        shown["defaultSchedule"] = default and default.name
    if (stripe := apps.export_stripe(tx, user=user)) is not None:
        shown["stripe"] = stripe
    return {key: value for key, value in shown.items() if value != [] or key == "schedules"}


def _team(tx: Transaction, team: Team) -> Json:
    client = tx.get(OAuthClient, team.created_by_oauth_client_id)
    shown = teams.export_team(tx, team) | ({"oauthClient": client_name(tx, client)} if client else {})
    parts: Json = {
        "roles": roles.export_roles(tx, team),
        "eventTypes": exported_event_types.export_event_types(tx, team=team),
        "webhooks": webhooks.export_webhooks(tx, team=team),
        "workflows": workflows.export_workflows(tx, team),
        "verifiedEmails": apps.export_verified_emails(tx, team=team),
        "verifiedPhones": apps.export_verified_phones(tx, team=team),
        "conferencing": apps.export_conferencing(tx, team=team),
        "calendars": apps.export_calendars(tx, team=team),
        "routingForms": routing_forms.export_routing_forms(tx, team=team),
    }
    if (stripe := apps.export_stripe(tx, team=team)) is not None:
        parts["stripe"] = stripe
    return shown | {key: value for key, value in parts.items() if value != []}


def _organization(tx: Transaction, org: Team) -> Json:
    parts: Json = {
        "roles": roles.export_roles(tx, org),
        "attributes": attributes.export_attributes(tx, org),
        "workspacePlatforms": attributes.export_workspace_platforms(tx),
        "delegationCredentials": attributes.export_delegation_credentials(tx, org),
        "teams": [_team(tx, team) for team in _teams(tx, parent_id=org.id, organizations=False)],
        "eventTypes": exported_event_types.export_event_types(tx, team=org),
        "routingForms": routing_forms.export_routing_forms(tx, team=org),
        "webhooks": webhooks.export_webhooks(tx, team=org),
        "oauthClients": [_oauth_client(tx, shown) for shown in oauth.export_oauth_clients(tx, org)],
        "managedOrganizations": attributes.export_managed_organizations(tx, org),
    }
    return teams.export_organization(tx, org) | {key: value for key, value in parts.items() if value != []}


def _oauth_client(tx: Transaction, shown: Json) -> Json:
    client = tx.get(OAuthClient, shown["id"])
    managed = select(User).where(User.oauth_client_id == shown["id"], User.is_platform_managed).order_by(User.id)
    parts: Json = {
        "webhooks": webhooks.export_webhooks(tx, oauth_client=client),
        "managedUsers": [_managed_user(tx, user) for user in tx.all(managed)],
        "authorizations": consents.export_authorizations(tx, client) if client else [],
    }
    return shown | {key: value for key, value in parts.items() if value != []}


def _oauth2_client(tx: Transaction, shown: Json) -> Json:
    codes = consents.export_codes(tx, shown["clientId"])
    return shown | ({"codes": codes} if codes else {})


def _managed_user(tx: Transaction, user: User) -> Json:
    shown = oauth.as_managed(user, users.export_user(tx, user))
    client = tx.get(OAuthClient, user.oauth_client_id)
    home = {} if client and user.organization_id == client.organization_id else {"mainOrganization": _own(tx, user)}
    return shown | home | _possessions(tx, user) | oauth.export_tokens(tx, user)


def _plain(value: Any) -> Any:
    """Instants as the API writes them, members of enumerations as their values."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, str):
        return str(value)
    return iso_ms(value) if hasattr(value, "isoformat") else value
