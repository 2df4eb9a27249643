"""`/v2/teams/{teamId}/memberships`."""

from fastapi import APIRouter

from mockcal.api.memberships import of_team
from mockcal.api.memberships.schemas import CreateMembership, TeamMembership, TeamMembershipsQuery, UpdateMembership
from mockcal.api.teams import service as teams
from mockcal.api.teams.guards import MembersReader, MembersWriter
from mockcal.http.answers import Data, data
from mockcal.http.params import MembershipId, QueryOf, TeamId
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute

router = APIRouter(prefix="/v2/teams/{teamId}/memberships", tags=["Teams / Memberships"], route_class=VersionedRoute)


@router.post("", status_code=201)
async def create_membership(
    access: MembersWriter, team_id: TeamId, body: CreateMembership, tx: Tx
) -> Data[TeamMembership]:
    """Put somebody into the team."""
    row = of_team.add(tx, teams.get(tx, team_id), body)
    return data(of_team.show(tx, row), status=201)


@router.get("")
async def get_memberships(
    access: MembersReader, team_id: TeamId, query: QueryOf[TeamMembershipsQuery], tx: Tx
) -> Data[list[TeamMembership]]:
    """The team's memberships, those not accepted too."""
    return data(of_team.page(tx, team_id, **dict(query)))


@router.get("/{membershipId}")
async def get_membership(
    access: MembersReader, team_id: TeamId, membership_id: MembershipId, tx: Tx
) -> Data[TeamMembership]:
    """One of the team's memberships."""
    return data(of_team.show(tx, of_team.find(tx, team_id, membership_id)))


@router.patch("/{membershipId}")
async def update_membership(
    access: MembersWriter, team_id: TeamId, membership_id: MembershipId, change: UpdateMembership, tx: Tx
) -> Data[TeamMembership]:
    """Change what somebody is in the team."""
    return data(of_team.show(tx, of_team.change(tx, team_id, membership_id, change)))


@router.delete("/{membershipId}")
async def delete_membership(
    access: MembersWriter, team_id: TeamId, membership_id: MembershipId, tx: Tx
) -> Data[TeamMembership]:
    """Take somebody out of the team."""
    return data(of_team.remove(tx, team_id, membership_id))
