"""Puts a fixture document into a store: all of it, or nothing (the caller's transaction decides).

First everything that has a name, then, part by part, what refers to it; so a document may name things in any order.
"""

from collections.abc import Iterator
from typing import TypeVar

from mockcal.sandbox.transaction import Transaction
from mockcal.seed import (
    apps,
    attributes,
    availability,
    bookings,
    event_types,
    oauth,
    roles,
    routing_forms,
    teams,
    users,
    webhooks,
    workflows,
)
from mockcal.seed.document import Document, Json, OrganizationDoc, TeamBase, TeamDoc, UserBase, UserDoc
from mockcal.seed.loading import Loading
from mockcal.store.oauth import OAuthClient
from mockcal.store.teams import Team
from mockcal.store.users import User

T = TypeVar("T")
People = list[tuple[str, User, UserBase]]
Teams = list[tuple[str, Team, TeamDoc]]
Organizations = list[tuple[str, Team, OrganizationDoc]]


def load(tx: Transaction, document: Document) -> Json:
    """Loads the document and answers with the numbers behind its names. 400 that names the place of what is wrong."""
    loading = Loading(tx)
    if document.now is not None:
        tx.sandbox.clock.set(document.now)
        tx.__dict__.pop("now", None)
    people = _users(loading, document.users)
    organizations = [
        (place, teams.load_organization(loading, place, doc), doc)
        for place, doc in _placed("organizations", document.organizations)
    ]
    of_teams = _teams(loading, document, organizations)
    clients = _oauth_clients(loading, organizations)
    people += _managed_users(loading, clients, organizations)
    _belonging(loading, people, of_teams, organizations)
    _api_keys(loading, people)
    for place, user, doc in people:
        _possessions_of_user(loading, place, user, doc)
    for place, org, org_doc in organizations:
        _possessions_of_organization(loading, place, org, org_doc)
    for place, team, team_doc in of_teams:
        _possessions_of_team(loading, place, team, team_doc)
    _event_types(loading, people, of_teams)
    _what_uses_event_types(loading, people, of_teams, organizations, clients)
    for place, app in _placed("oauth2Clients", document.oauth2_clients):
        oauth.load_oauth2_client(loading, place, app)
    for place, booking in _placed("bookings", document.bookings):
        bookings.load_booking(loading, place, booking)
    workflows.remind_of_all(tx)
    webhooks.schedule_meetings(loading)
    for place, reservation in _placed("reservations", document.reservations):
        availability.load_reservation(loading, place, reservation)
    _numbers(loading, people, of_teams, organizations)
    return loading.made.to_wire()


def _placed(name: str, docs: list[T] | None) -> Iterator[tuple[str, T]]:
    for index, doc in enumerate(docs or []):
        yield f"{name}[{index}]", doc


def _users(loading: Loading, docs: list[UserDoc]) -> People:
    return [(place, users.load_user(loading, place, doc), doc) for place, doc in _placed("users", docs)]


def _teams(loading: Loading, document: Document, organizations: Organizations) -> Teams:
    found = [(place, teams.load_team(loading, place, doc), doc) for place, doc in _placed("teams", document.teams)]
    for org_place, org, org_doc in organizations:
        found += [
            (place, teams.load_team(loading, place, doc, org), doc)
            for place, doc in _placed(f"{org_place}.teams", org_doc.teams)
        ]
    return found


def _oauth_clients(loading: Loading, organizations: Organizations) -> list[tuple[str, OAuthClient]]:
    return [
        (place, oauth.load_oauth_client(loading, place, doc, org))
        for org_place, org, org_doc in organizations
        for place, doc in _placed(f"{org_place}.oauthClients", org_doc.oauth_clients)
    ]


def _managed_users(loading: Loading, clients: list[tuple[str, OAuthClient]], organizations: Organizations) -> People:
    """Made as the API makes them, then given what the document says beyond that."""
    by_place = dict(clients)
    people: People = []
    for org_place, _, org_doc in organizations:
        for client_place, client_doc in _placed(f"{org_place}.oauthClients", org_doc.oauth_clients):
            for place, doc in _placed(f"{client_place}.managedUsers", client_doc.managed_users):
                user = oauth.load_managed_user(loading, place, doc, by_place[client_place])
                assert user.id is not None
                loading.managed[doc.email] = user.id
                users.apply(loading.tx, user, doc)
                people.append((place, user, doc))
    return people


def _belonging(loading: Loading, people: People, of_teams: Teams, organizations: Organizations) -> None:
    """Members, then roles, then who has which; and who belongs to which platform client."""
    groups: list[tuple[str, Team, TeamBase]] = [*organizations, *of_teams]
    for place, team, doc in groups:
        if doc.members is not None:
            teams.load_members(loading, f"{place}.members", team, doc.members)
    for _, user, _doc in people:
        if user.is_platform_managed:
            oauth.join_organization(loading.tx, user)
    for place, team, doc in groups:
        if doc.roles is not None:
            roles.load_roles(loading, f"{place}.roles", doc.roles, team)
    for place, team, doc in groups:
        teams.assign_custom_roles(loading, f"{place}.members", team, doc.members or [])
    for place, user, user_doc in people:
        if user_doc.oauth_client is not None:
            user.oauth_client_id = loading.oauth_client(user_doc.oauth_client, f"{place}.oauthClient").id
        if "main_organization" in user_doc.model_fields_set:
            name = user_doc.main_organization
            user.organization_id = loading.organization(name, f"{place}.mainOrganization").id if name else None
    for place, team, team_doc in of_teams:
        if team_doc.oauth_client is not None:
            client = loading.oauth_client(team_doc.oauth_client, f"{place}.oauthClient")
            team.created_by_oauth_client_id = client.id
    loading.tx.flush()


def _api_keys(loading: Loading, people: People) -> None:
    for place, user, doc in people:
        if doc.api_keys is not None:
            users.load_api_keys(loading, f"{place}.apiKeys", user, doc.api_keys)
        elif isinstance(doc, UserDoc) and not users.has_api_keys(loading.tx, user):
            users.load_api_keys(loading, f"{place}.apiKeys", user, users.default_keys(doc))


def _possessions_of_user(loading: Loading, place: str, user: User, doc: UserBase) -> None:
    schedules = doc.schedules
    if schedules is None and isinstance(doc, UserDoc) and not availability.has_schedules(loading.tx, user):
        schedules = [availability.WORKING_HOURS | {"timeZone": user.time_zone}]
    if schedules is not None:
        availability.load_schedules(loading, f"{place}.schedules", user, schedules, default=doc.default_schedule)
    if "default_schedule" in doc.model_fields_set and doc.default_schedule is None:
        user.default_schedule_id = None
    if doc.calendars is not None:
        apps.load_calendars(loading, f"{place}.calendars", doc.calendars, user=user)
    if doc.conferencing is not None:
        apps.load_conferencing(loading, f"{place}.conferencing", doc.conferencing, user=user)
    if doc.stripe is not None:
        apps.load_stripe(loading, f"{place}.stripe", doc.stripe, user=user)
    if doc.out_of_office is not None:
        availability.load_out_of_office(loading, f"{place}.outOfOffice", user, doc.out_of_office)
    if doc.verified_emails is not None:
        apps.load_verified_emails(loading, f"{place}.verifiedEmails", doc.verified_emails, user=user)
    if doc.verified_phones is not None:
        apps.load_verified_phones(loading, f"{place}.verifiedPhones", doc.verified_phones, user=user)


def _possessions_of_organization(loading: Loading, place: str, org: Team, doc: OrganizationDoc) -> None:
    if doc.attributes is not None:
        attributes.load_attributes(loading, f"{place}.attributes", doc.attributes, org)
    if doc.workspace_platforms is not None:
        attributes.load_workspace_platforms(loading, f"{place}.workspacePlatforms", doc.workspace_platforms)
    if doc.delegation_credentials is not None:
        attributes.load_delegation_credentials(
            loading, f"{place}.delegationCredentials", doc.delegation_credentials, org
        )
    if doc.managed_organizations is not None:
        attributes.load_managed_organizations(loading, f"{place}.managedOrganizations", doc.managed_organizations, org)


def _possessions_of_team(loading: Loading, place: str, team: Team, doc: TeamDoc) -> None:
    if doc.calendars is not None:
        apps.load_calendars(loading, f"{place}.calendars", doc.calendars, team=team)
    if doc.conferencing is not None:
        apps.load_conferencing(loading, f"{place}.conferencing", doc.conferencing, team=team)
    if doc.stripe is not None:
        apps.load_stripe(loading, f"{place}.stripe", doc.stripe, team=team)
    if doc.verified_emails is not None:
        apps.load_verified_emails(loading, f"{place}.verifiedEmails", doc.verified_emails, team=team)
    if doc.verified_phones is not None:
        apps.load_verified_phones(loading, f"{place}.verifiedPhones", doc.verified_phones, team=team)


def _event_types(loading: Loading, people: People, of_teams: Teams) -> None:
    """Personal ones first: a managed event type replaces a member's own of the same slug."""
    for place, user, doc in people:
        if doc.event_types is not None:
            event_types.load_event_types(loading, f"{place}.eventTypes", doc.event_types, user=user)
    for place, team, team_doc in of_teams:
        if team_doc.event_types is not None:
            event_types.load_event_types(loading, f"{place}.eventTypes", team_doc.event_types, team=team)


def _what_uses_event_types(
    loading: Loading,
    people: People,
    of_teams: Teams,
    organizations: Organizations,
    clients: list[tuple[str, OAuthClient]],
) -> None:
    for place, user, doc in people:
        if doc.webhooks is not None:
            webhooks.load_webhooks(loading, f"{place}.webhooks", doc.webhooks, user=user)
        if doc.routing_forms is not None:
            routing_forms.load_routing_forms(loading, f"{place}.routingForms", doc.routing_forms, user=user)
    groups: list[tuple[str, Team, TeamBase]] = [*organizations, *of_teams]
    for place, team, group_doc in groups:
        if group_doc.webhooks is not None:
            webhooks.load_webhooks(loading, f"{place}.webhooks", group_doc.webhooks, team=team)
        if group_doc.routing_forms is not None:
            routing_forms.load_routing_forms(loading, f"{place}.routingForms", group_doc.routing_forms, team=team)
    for place, team, team_doc in of_teams:
        if team_doc.workflows is not None:
            workflows.load_workflows(loading, f"{place}.workflows", team_doc.workflows, team)
    by_place = dict(clients)
    for org_place, _, org_doc in organizations:
        for place, client_doc in _placed(f"{org_place}.oauthClients", org_doc.oauth_clients):
            if client_doc.webhooks is not None:
                client = by_place[place]
                webhooks.load_webhooks(loading, f"{place}.webhooks", client_doc.webhooks, oauth_client=client)


def _numbers(loading: Loading, people: People, of_teams: Teams, organizations: Organizations) -> None:
    """What the answer says of every record that was named, whatever its document held."""
    for _, user, _doc in people:
        entry = loading.made_of(user=user)
        entry |= {"id": user.id, "email": user.email, "username": user.username}
        entry |= {"apiKeys": users.key_texts(loading.tx, user), "defaultScheduleId": user.default_schedule_id}
        entry["schedules"] = availability.schedule_ids(loading.tx, user)
    for _, team, _team_doc in [*organizations, *of_teams]:
        entry = loading.made_of(team=team)
        entry["memberships"] = teams.memberships(loading.tx, team)
