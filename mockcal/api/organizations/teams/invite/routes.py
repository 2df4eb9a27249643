"""`/v2/organizations/{orgId}/teams/{teamId}/invite`."""

from fastapi import APIRouter

from mockcal.api.organizations.teams.guards import Inviter
from mockcal.api.teams import invites, service
from mockcal.api.teams.invites import Invite
from mockcal.http.answers import Data, data
from mockcal.http.params import TeamId
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute

router = APIRouter(
    prefix="/v2/organizations/{orgId}/teams/{teamId}/invite",
    tags=["Orgs / Teams / Invite"],
    route_class=VersionedRoute,
)


@router.post("")
async def create_invite(access: Inviter, team_id: TeamId, tx: Tx) -> Data[Invite]:
    """A link that invites to a team of the organization."""
    return data(invites.create(tx, service.get(tx, team_id), access.call.base_url))
