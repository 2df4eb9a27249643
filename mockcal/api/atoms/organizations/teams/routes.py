"""`/v2/atoms/organizations/{orgId}/teams/{teamId}`."""

from typing import Annotated, Any

from fastapi import APIRouter, Path
from sqlalchemy import select
from sqlmodel import col

from mockcal.api.atoms.conferencing import service as conferencing
from mockcal.api.atoms.conferencing.service import InstalledApps
from mockcal.api.atoms.event_types import service
from mockcal.api.atoms.event_types.schemas import BulkUpdate, EventTypeForm
from mockcal.api.atoms.organizations.teams.schemas import (
    MatchingMember,
    MatchingMembers,
    MatchMembers,
    MatchQuery,
)
from mockcal.api.event_types import service_2024_04_15 as old
from mockcal.api.event_types.guards import OrgTeamReader, OrgTeamUpdater
from mockcal.api.providers.guards import TeamAppReader
from mockcal.api.providers.owners import Owner
from mockcal.api.routing_forms import members
from mockcal.auth.guards import Access
from mockcal.http.answers import Data, Success, data, success
from mockcal.http.params import Loose, QueryOf, loose_id
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute
from mockcal.sandbox.transaction import Transaction
from mockcal.store.teams import Team
from mockcal.store.users import User

EventTypeId = Annotated[int, Path(alias="eventTypeId"), Loose]

router = APIRouter(
    prefix="/v2/atoms/organizations/{orgId}/teams/{teamId}",
    tags=["Atoms / Orgs / Teams"],
    route_class=VersionedRoute,
)


@router.get("/event-types")
async def get_team_atom_event_types(access: OrgTeamReader, tx: Tx) -> Data[Any]:
    """`{"eventTypes"}`: the team's event types as they are stored."""
    return data({"eventTypes": service.of_team(tx, _team(access))})


@router.patch("/event-types/bulk-update-to-default-location")
async def bulk_update_to_default_location(access: OrgTeamUpdater, body: BulkUpdate, tx: Tx) -> Success:
    """Let several of the team's event types meet at its default app."""
    service.meet_at_default(tx, _team(access), [loose_id(one) for one in body.event_type_ids])
    return success()


@router.get("/event-types/{eventTypeId}")
async def get_team_atom_event_type(access: OrgTeamReader, event_type_id: EventTypeId, tx: Tx) -> Data[Any]:
    """One of the team's event types, with what an editor needs."""
    row = service.team_event_type(tx, _team(access), event_type_id)
    return data(service.single_of_team(tx, access.caller, _team(access), row))


@router.patch("/event-types/{eventTypeId}")
async def update_team_atom_event_type(
    access: OrgTeamUpdater, event_type_id: EventTypeId, form: EventTypeForm, tx: Tx
) -> Data[Any]:
    """Change what the editor changed; copies of a managed event type follow."""
    row = service.update(tx, service.team_event_type(tx, _team(access), event_type_id), form, owner=None)
    return data({"eventType": old.whole(row)})


@router.get("/conferencing")
async def get_team_atom_conferencing(access: TeamAppReader, tx: Tx) -> Data[InstalledApps]:
    """The conferencing apps that the team connected, and Cal Video."""
    return data(conferencing.installed(tx, Owner(_team(access))))


@router.post("/members-matching-attribute")
async def find_members_matching_attribute(access: OrgTeamReader, body: MatchMembers, tx: Tx) -> Data[MatchingMembers]:
    """The team's members whose attributes fit the rules."""
    return data(_matching(tx, _team(access), body.attributes_query_value))


@router.get("/members-matching-attribute")
async def get_members_matching_attribute(
    access: OrgTeamReader, query: QueryOf[MatchQuery], tx: Tx
) -> Data[MatchingMembers]:
    """The same with the rules in the query."""
    return data(_matching(tx, _team(access), query.attributes_query_value))


def _matching(tx: Transaction, team: Team, tree: Any) -> MatchingMembers:
    found = members.of_rules(tx, team, tree)
    if found is None:
        return MatchingMembers(result=None)
    people = tx.all(select(User).where(col(User.id).in_(found)).order_by(User.id))
    return MatchingMembers(result=[MatchingMember(id=one.id, name=one.name, email=one.email) for one in people])


def _team(access: Access) -> Team:
    assert access.team is not None
    return access.team
