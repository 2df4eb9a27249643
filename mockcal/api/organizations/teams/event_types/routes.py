"""`/v2/organizations/{orgId}/teams/{teamId}/event-types`."""

from typing import Annotated

from fastapi import APIRouter, Path

from mockcal.api.event_types import phone_calls, team_answers, teams
from mockcal.api.event_types.guards import (
    OrgTeamCaller,
    OrgTeamCreator,
    OrgTeamDeleter,
    OrgTeamReader,
    OrgTeamUpdater,
    OrgTeamVisitor,
    may_manage,
    team,
)
from mockcal.api.event_types.phone_calls import CreatePhoneCall, PhoneCall
from mockcal.api.event_types.schemas import CreateTeamEventType, ListTeamEventTypes, UpdateTeamEventType
from mockcal.api.event_types.shown import DeletedTeamEventType, TeamEventType
from mockcal.http.answers import Data, data
from mockcal.http.params import EventTypeId, Loose, QueryOf
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute

LooseEventTypeId = Annotated[int, Path(alias="eventTypeId"), Loose]

router = APIRouter(
    prefix="/v2/organizations/{orgId}/teams/{teamId}/event-types",
    tags=["Orgs / Teams / Event Types"],
    route_class=VersionedRoute,
)


@router.post("", status_code=201)
async def create_org_team_event_type(
    access: OrgTeamCreator, body: CreateTeamEventType, tx: Tx
) -> Data[TeamEventType | list[TeamEventType]]:
    """Make an event type of the team; bookers may leave a phone number instead of an address."""
    row = teams.create_for_team(
        tx,
        team(access),
        body,
        caller=access.caller.user,
        phone_only=True,
        may_manage=may_manage(access, "eventType.create"),
    )
    return data(team_answers.written(tx, row), status=201)


@router.get("")
async def get_org_team_event_types(
    access: OrgTeamVisitor, query: QueryOf[ListTeamEventTypes], tx: Tx
) -> Data[list[TeamEventType]]:
    """All event types of the team, for everybody to read."""
    return data(team_answers.of_team(tx, access.team_id, query))


@router.get("/{eventTypeId}")
async def get_org_team_event_type(
    access: OrgTeamReader, event_type_id: LooseEventTypeId, tx: Tx
) -> Data[TeamEventType]:
    """One event type of the team."""
    return data(team_answers.single(tx, access.team_id, event_type_id))


@router.patch("/{eventTypeId}")
async def update_org_team_event_type(
    access: OrgTeamUpdater, event_type_id: LooseEventTypeId, change: UpdateTeamEventType, tx: Tx
) -> Data[TeamEventType | list[TeamEventType]]:
    """Change an event type of the team, and all copies of a managed one."""
    row = teams.update_for_team(
        tx,
        team(access),
        event_type_id,
        change,
        caller=access.caller.user,
        phone_only=True,
        may_manage=may_manage(access, "eventType.update"),
    )
    return data(team_answers.written(tx, row))


@router.delete("/{eventTypeId}")
async def delete_org_team_event_type(
    access: OrgTeamDeleter, event_type_id: EventTypeId, tx: Tx
) -> Data[DeletedTeamEventType]:
    """Delete an event type of the team, with all copies of a managed one."""
    return data(team_answers.deleted(teams.remove_from_team(tx, access.team_id, event_type_id)))


@router.post("/{eventTypeId}/create-phone-call", status_code=201)
async def create_phone_call(
    access: OrgTeamCaller, event_type_id: EventTypeId, body: CreatePhoneCall, tx: Tx
) -> Data[PhoneCall]:
    """Have a voice service ring somebody up about the event type."""
    return data(phone_calls.create(tx, event_type_id, body), status=201)
