"""`/v2/organizations/{orgId}/teams/{teamId}/memberships`."""

from fastapi import APIRouter

from mockcal.api.memberships import of_team
from mockcal.api.memberships.schemas import CreateMembership, TeamMembership, UpdateMembership
from mockcal.api.organizations.teams.guards import MemberChanger, MemberMaker, MemberRemover, MembersReader
from mockcal.api.teams import service as teams
from mockcal.http.answers import Data, data
from mockcal.http.dto import Paging
from mockcal.http.params import MembershipId, OrgId, QueryOf, TeamId
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute

router = APIRouter(
    prefix="/v2/organizations/{orgId}/teams/{teamId}/memberships",
    tags=["Orgs / Teams / Memberships"],
    route_class=VersionedRoute,
)


@router.get("")
async def get_memberships(
    access: MembersReader, team_id: TeamId, query: QueryOf[Paging], tx: Tx
) -> Data[list[TeamMembership]]:
    """The team's memberships, those not accepted too."""
    return data(of_team.page(tx, team_id, **dict(query)))


@router.get("/{membershipId}")
async def get_membership(
    access: MembersReader, team_id: TeamId, membership_id: MembershipId, tx: Tx
) -> Data[TeamMembership]:
    """One of the team's memberships."""
    return data(of_team.show(tx, of_team.find(tx, team_id, membership_id)))


@router.post("", status_code=201)
async def create_membership(
    access: MemberMaker, team_id: TeamId, body: CreateMembership, tx: Tx
) -> Data[TeamMembership]:
    """Put somebody of the organization into the team."""
    row = of_team.add_from_organization(tx, teams.get(tx, team_id), body)
    return data(of_team.show(tx, row), status=201)


@router.patch("/{membershipId}")
async def update_membership(
    access: MemberChanger, team_id: TeamId, membership_id: MembershipId, change: UpdateMembership, tx: Tx
) -> Data[TeamMembership]:
    """Change what somebody is in the team."""
    return data(of_team.show(tx, of_team.change_in_organization(tx, teams.get(tx, team_id), membership_id, change)))


@router.delete("/{membershipId}")
async def delete_membership(
    access: MemberRemover, org_id: OrgId, team_id: TeamId, membership_id: MembershipId, tx: Tx
) -> Data[TeamMembership]:
    """Take somebody out of the team; in the organization he stays."""
    return data(of_team.remove(tx, team_id, membership_id, org_id=org_id))
