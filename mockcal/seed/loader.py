"""Puts a fixture document into a store: all of it, or nothing (the caller's transaction decides).

First everything that has a name, then, part by part, what refers to it; so a document may name things in any order.
"""

import re
from collections.abc import Iterable, Iterator
from typing import TypeVar

from pydantic.alias_generators import to_camel

from mockcal.http.render import as_api_error
from mockcal.sandbox.transaction import Transaction
from mockcal.seed import (
    apps,
    attributes,
    availability,
    bookings,
    consents,
    event_types,
    oauth,
    pending,
    roles,
    routing_forms,
    teams,
    users,
    webhooks,
    workflows,
)
from mockcal.seed.document import (
    Doc,
    Document,
    FixtureError,
    Json,
    OrganizationDoc,
    TeamBase,
    TeamDoc,
    UserBase,
    UserDoc,
)
from mockcal.seed.loading import REFUSALS, Loading
from mockcal.seed.numbering import kept_apart
from mockcal.store.oauth import OAuthClient
from mockcal.store.teams import Team
from mockcal.store.users import User

T = TypeVar("T")
R = TypeVar("R")
D = TypeVar("D")
People = list[tuple[str, User, UserBase]]
Teams = list[tuple[str, Team, TeamDoc]]
NUMBERED_BY_KEY = (
    "calendars",
    "verified_emails",
    "verified_phones",
    "attributes",
    "roles",
    "routing_forms",
    "workflows",
)
NUMBERED_IN_ORDER = ("out_of_office", "delegation_credentials")
Organizations = list[tuple[str, Team, OrganizationDoc]]
TEXT_ID = re.compile(r'"(?:id|uid|uuid|\w+(?:Id|Uid))":"')


def load(tx: Transaction, document: Document) -> Json:
    """Loads the document and answers with the numbers behind its names. 400 that names the place of what is wrong."""
    loading = Loading(tx)
    try:
        with kept_apart(tx, document):
            return _load(loading, document)
    except FixtureError:
        raise
    except REFUSALS as error:
        raise FixtureError(loading.place, as_api_error(error).message) from error


def _load(loading: Loading, document: Document) -> Json:
    tx = loading.tx
    if document.now is not None:
        tx.sandbox.clock.set(document.now)
        tx.__dict__.pop("now", None)
    _keep_ids_apart(tx, document)
    people = _users(loading, document.users)
    organizations = [
        (place, teams.load_organization(loading, place, doc), doc)
        for place, doc in _placed(loading, "organizations", document.organizations)
    ]
    of_teams = _teams(loading, document, organizations)
    clients = _oauth_clients(loading, organizations)
    people += _managed_users(loading, clients, organizations)
    _belonging(loading, people, of_teams, organizations)
    _api_keys(loading, people)
    for place, user, doc in _each(loading, people):
        _possessions_of_user(loading, place, user, doc)
    for place, org, org_doc in _each(loading, organizations):
        _possessions_of_organization(loading, place, org, org_doc)
    for place, team, team_doc in _each(loading, of_teams):
        _possessions_of_team(loading, place, team, team_doc)
    _event_types(loading, people, [*organizations, *of_teams])
    _what_uses_event_types(loading, people, of_teams, organizations, clients)
    for place, app in _placed(loading, "oauth2Clients", document.oauth2_clients):
        oauth2_client = oauth.load_oauth2_client(loading, place, app)
        if app.codes is not None:
            consents.load_codes(loading, f"{place}.codes", app.codes, oauth2_client)
    for place, booking in _placed(loading, "bookings", document.bookings):
        bookings.load_booking(loading, place, booking)
    workflows.remind_of_all(tx)
    webhooks.schedule_meetings(loading)
    for place, reservation in _placed(loading, "reservations", document.reservations):
        availability.load_reservation(loading, place, reservation)
    if document.timers is not None:
        pending.load_timers(loading, document.timers)
    _numbers(loading, people, of_teams, organizations)
    tx.flush()
    return loading.made.to_wire()


def _keep_ids_apart(tx: Transaction, document: Document) -> None:
    """An export brings ids that its universe drew; one of the same seed would draw them once more."""
    text = document.model_dump_json(by_alias=True, exclude_unset=True)
    if TEXT_ID.search(text):
        tx.ids.leap(text)


def _placed(loading: Loading, name: str, docs: list[T] | None) -> Iterator[tuple[str, T]]:
    for index, doc in enumerate(docs or []):
        loading.place = f"{name}[{index}]"
        yield loading.place, doc


def _each(loading: Loading, records: Iterable[tuple[str, R, D]]) -> Iterator[tuple[str, R, D]]:
    for record in records:
        loading.place = record[0]
        yield record


def _users(loading: Loading, docs: list[UserDoc]) -> People:
    return [(place, users.load_user(loading, place, doc), doc) for place, doc in _placed(loading, "users", docs)]


def _teams(loading: Loading, document: Document, organizations: Organizations) -> Teams:
    found = [
        (place, teams.load_team(loading, place, doc), doc) for place, doc in _placed(loading, "teams", document.teams)
    ]
    for org_place, org, org_doc in _each(loading, organizations):
        found += [
            (place, teams.load_team(loading, place, doc, org), doc)
            for place, doc in _placed(loading, f"{org_place}.teams", org_doc.teams)
        ]
        if org_doc.teams is not None:
            teams.forget_other_teams(loading.tx, org, [doc.slug for doc in org_doc.teams])
    return found


def _oauth_clients(loading: Loading, organizations: Organizations) -> list[tuple[str, OAuthClient]]:
    found: list[tuple[str, OAuthClient]] = []
    for org_place, org, org_doc in _each(loading, organizations):
        loaded: list[OAuthClient] = []
        for place, doc in _placed(loading, f"{org_place}.oauthClients", org_doc.oauth_clients):
            loaded.append(oauth.load_oauth_client(loading, place, doc, org, loaded))
            found.append((place, loaded[-1]))
        if org_doc.oauth_clients is not None:
            oauth.forget_other_clients(loading.tx, org, loaded)
    return found


def _managed_users(loading: Loading, clients: list[tuple[str, OAuthClient]], organizations: Organizations) -> People:
    """Made as the API makes them, then given what the document says beyond that."""
    by_place = dict(clients)
    people: People = []
    for org_place, _, org_doc in _each(loading, organizations):
        for client_place, client_doc in _placed(loading, f"{org_place}.oauthClients", org_doc.oauth_clients):
            for place, doc in _placed(loading, f"{client_place}.managedUsers", client_doc.managed_users):
                user = oauth.load_managed_user(loading, place, doc, by_place[client_place])
                assert user.id is not None
                loading.managed[doc.email] = user.id
                users.apply(loading, place, user, doc)
                people.append((place, user, doc))
            if client_doc.managed_users is not None:
                kept = {user.id for _, user, _ in people}
                oauth.forget_other_managed_users(loading.tx, by_place[client_place], kept)
    return people


def _belonging(loading: Loading, people: People, of_teams: Teams, organizations: Organizations) -> None:
    """Members, then roles, then who has which; and who belongs to which platform client."""
    groups: list[tuple[str, Team, TeamBase]] = [*organizations, *of_teams]
    for place, team, doc in _each(loading, groups):
        if doc.members is not None:
            teams.load_members(loading, f"{place}.members", team, doc.members)
    oauth.join_organizations(loading)
    for place, team, doc in _each(loading, groups):
        if doc.roles is not None:
            roles.load_roles(loading, f"{place}.roles", doc.roles, team)
    for place, team, doc in _each(loading, groups):
        teams.assign_custom_roles(loading, f"{place}.members", team, doc.members or [])
    for place, user, user_doc in _each(loading, people):
        if user_doc.oauth_client is not None:
            user.oauth_client_id = loading.oauth_client(user_doc.oauth_client, f"{place}.oauthClient").id
        if "main_organization" in user_doc.model_fields_set:
            name = user_doc.main_organization
            user.organization_id = loading.organization(name, f"{place}.mainOrganization").id if name else None
    for place, team, team_doc in _each(loading, of_teams):
        if team_doc.oauth_client is not None:
            client = loading.oauth_client(team_doc.oauth_client, f"{place}.oauthClient")
            team.created_by_oauth_client_id = client.id
    loading.tx.flush()


def _api_keys(loading: Loading, people: People) -> None:
    for place, user, doc in _each(loading, people):
        if doc.api_keys is not None:
            users.load_api_keys(loading, f"{place}.apiKeys", user, doc.api_keys)
        elif isinstance(doc, UserDoc) and user.id in loading.new_users:
            users.load_api_keys(loading, f"{place}.apiKeys", user, users.default_keys(doc))


def _possessions_of_user(loading: Loading, place: str, user: User, doc: UserBase) -> None:
    schedules = doc.schedules
    if schedules is None and user.id in loading.new_users:
        schedules = [availability.WORKING_HOURS | {"timeZone": user.time_zone}]
    if schedules is not None:
        availability.load_schedules(loading, f"{place}.schedules", user, schedules, default=doc.default_schedule)
    if "default_schedule" in doc.model_fields_set:
        availability.keep_pointer(user, doc.default_schedule)
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


def _event_types(loading: Loading, people: People, groups: list[tuple[str, Team, TeamBase]]) -> None:
    """Personal ones first: a managed event type replaces a member's own of the same slug."""
    for place, user, doc in _each(loading, people):
        if doc.event_types is not None:
            event_types.load_event_types(loading, f"{place}.eventTypes", doc.event_types, user=user)
    for place, team, group_doc in _each(loading, groups):
        if group_doc.event_types is not None:
            event_types.load_event_types(loading, f"{place}.eventTypes", group_doc.event_types, team=team)


def _what_uses_event_types(
    loading: Loading,
    people: People,
    of_teams: Teams,
    organizations: Organizations,
    clients: list[tuple[str, OAuthClient]],
) -> None:
    for place, user, doc in _each(loading, people):
        if doc.webhooks is not None:
            webhooks.load_webhooks(loading, f"{place}.webhooks", doc.webhooks, user=user)
        if doc.routing_forms is not None:
            routing_forms.load_routing_forms(loading, f"{place}.routingForms", doc.routing_forms, user=user)
    groups: list[tuple[str, Team, TeamBase]] = [*organizations, *of_teams]
    for place, team, group_doc in _each(loading, groups):
        if group_doc.webhooks is not None:
            webhooks.load_webhooks(loading, f"{place}.webhooks", group_doc.webhooks, team=team)
        if group_doc.routing_forms is not None:
            routing_forms.load_routing_forms(loading, f"{place}.routingForms", group_doc.routing_forms, team=team)
    for place, team, team_doc in _each(loading, of_teams):
        if team_doc.workflows is not None:
            workflows.load_workflows(loading, f"{place}.workflows", team_doc.workflows, team)
    by_place = dict(clients)
    for org_place, _, org_doc in _each(loading, organizations):
        for place, client_doc in _placed(loading, f"{org_place}.oauthClients", org_doc.oauth_clients):
            client = by_place[place]
            if client_doc.webhooks is not None:
                webhooks.load_webhooks(loading, f"{place}.webhooks", client_doc.webhooks, oauth_client=client)
            if client_doc.authorizations is not None:
                consents.load_authorizations(loading, f"{place}.authorizations", client_doc.authorizations, client)


def _numbers(loading: Loading, people: People, of_teams: Teams, organizations: Organizations) -> None:
    """What the answer says of every record that was named, whatever its document held."""
    tx = loading.tx
    for _, user, doc in people:
        keys = users.key_texts(tx, user) if doc.api_keys is None else [key.key for key in doc.api_keys]
        entry = loading.made_of(user=user)
        entry |= {"id": user.id, "email": user.email, "username": user.username, "apiKeys": keys}
        entry |= {"defaultScheduleId": user.default_schedule_id, "schedules": availability.schedule_ids(tx, user)}
        _add_empty(entry, doc)
    for _, team, team_doc in [*organizations, *of_teams]:
        entry = loading.made_of(team=team)
        entry["memberships"] = teams.memberships(tx, team)
        _add_empty(entry, team_doc)


def _add_empty(entry: Json, doc: Doc) -> None:
    """A list that was given empty has its key in the answer too."""
    for name in doc.model_fields_set.intersection(NUMBERED_BY_KEY):
        entry.setdefault(to_camel(name), {})
    for name in doc.model_fields_set.intersection(NUMBERED_IN_ORDER):
        entry.setdefault(to_camel(name), [])
