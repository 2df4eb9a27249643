"""`/v2/teams/{teamId}/invite`."""

from fastapi import APIRouter

from mockcal.api.teams import invites, service
from mockcal.api.teams.guards import MembersWriter
from mockcal.api.teams.invites import Invite
from mockcal.http.answers import Data, data
from mockcal.http.params import TeamId
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute

router = APIRouter(prefix="/v2/teams/{teamId}/invite", tags=["Teams / Invite"], route_class=VersionedRoute)


@router.post("")
async def create_invite(access: MembersWriter, team_id: TeamId, tx: Tx) -> Data[Invite]:
    """A link that invites to the team."""
    return data(invites.create(tx, service.get(tx, team_id), access.call.base_url))
