"""`/v2/teams/{teamId}/event-types`."""

from typing import Annotated

from fastapi import APIRouter, Path

from mockcal.api.event_types import phone_calls, team_answers, teams
from mockcal.api.event_types.guards import TeamReader, TeamWriter, may_manage, team
from mockcal.api.event_types.schemas import CreateTeamEventType, ListTeamEventTypes, UpdateTeamEventType
from mockcal.api.event_types.shown import DeletedTeamEventType, TeamEventType
from mockcal.auth.guards import Anyone
from mockcal.http.answers import Data, data
from mockcal.http.described import takes
from mockcal.http.errors import NumericExpected
from mockcal.http.params import EventTypeId, Loose, QueryOf
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute

LooseEventTypeId = Annotated[int, Path(alias="eventTypeId"), Loose]

router = APIRouter(prefix="/v2/teams/{teamId}/event-types", tags=["Teams / Event Types"], route_class=VersionedRoute)


@router.post("", status_code=201)
async def create_team_event_type(
    access: TeamWriter, body: CreateTeamEventType, tx: Tx
) -> Data[TeamEventType | list[TeamEventType]]:
    """Make an event type of the team."""
    row = teams.create_for_team(tx, team(access), body, caller=access.caller.user, may_manage=may_manage(access))
    return data(team_answers.written(tx, row), status=201)


@router.get("")
async def get_team_event_types(access: Anyone, query: QueryOf[ListTeamEventTypes], tx: Tx) -> Data[list[TeamEventType]]:
    """All event types of the team, for everybody to read."""
    return data(team_answers.of_team(tx, access.team_id, query))


@router.get("/{eventTypeId}")
async def get_team_event_type(access: TeamReader, event_type_id: LooseEventTypeId, tx: Tx) -> Data[TeamEventType]:
    """One event type of the team."""
    return data(team_answers.single(tx, access.team_id, event_type_id))


@router.patch("/{eventTypeId}")
async def update_team_event_type(
    access: TeamWriter, event_type_id: LooseEventTypeId, change: UpdateTeamEventType, tx: Tx
) -> Data[TeamEventType | list[TeamEventType]]:
    """Change an event type of the team, and all copies of a managed one."""
    row = teams.update_for_team(
        tx, team(access), event_type_id, change, caller=access.caller.user, may_manage=may_manage(access)
    )
    return data(team_answers.written(tx, row))


@router.delete("/{eventTypeId}")
async def delete_team_event_type(access: TeamWriter, event_type_id: EventTypeId, tx: Tx) -> Data[DeletedTeamEventType]:
    """Delete an event type of the team, with all copies of a managed one."""
    return data(team_answers.deleted(teams.remove_from_team(tx, access.team_id, event_type_id)))


@router.post("/{eventTypeId}/create-phone-call", status_code=201)
@takes(phone_calls.CreatePhoneCall)
async def create_phone_call(access: TeamWriter) -> Data[phone_calls.PhoneCall]:
    """Refused whatever is sent: Cal.com asks here for an organization, which the path has none of."""
    raise NumericExpected
