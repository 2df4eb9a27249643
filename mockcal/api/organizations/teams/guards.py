"""Who may read and write an organization's teams and their members."""

from typing import Annotated

from fastapi import Depends

from mockcal.api.organizations.guards import org_guard, org_team_guard
from mockcal.auth.guards import Access, Guard, at_most, is_team_in_org

_one_a_second = at_most(1, "organizations_teams_delete", milliseconds=1000)

TeamsReader = Annotated[Access, Depends(org_guard("ORG_ADMIN", "team.read", scope="ORG_PROFILE_READ"))]
MyTeamsReader = Annotated[Access, Depends(org_guard("ORG_MEMBER", "team.read", scope="ORG_PROFILE_READ"))]
TeamReader = Annotated[
    Access, Depends(org_guard("TEAM_ADMIN", "team.read", scope="TEAM_PROFILE_READ", then=(is_team_in_org,)))
]
TeamMaker = Annotated[Access, Depends(org_guard("ORG_ADMIN", "team.create", scope="ORG_PROFILE_WRITE"))]
TeamChanger = Annotated[
    Access, Depends(org_guard("ORG_ADMIN", "team.update", scope="TEAM_PROFILE_WRITE", then=(is_team_in_org,)))
]
_remover = org_guard("ORG_ADMIN", "team.delete", scope="TEAM_PROFILE_WRITE", then=(is_team_in_org,))
TeamRemover = Annotated[Access, Depends(Guard(_one_a_second, *_remover.checks))]

MembersReader = Annotated[Access, Depends(org_team_guard("team.listMembers", scope="TEAM_MEMBERSHIP_READ"))]
MemberMaker = Annotated[Access, Depends(org_team_guard("team.invite", scope="TEAM_MEMBERSHIP_WRITE"))]
MemberChanger = Annotated[Access, Depends(org_team_guard("team.changeMemberRole", scope="TEAM_MEMBERSHIP_WRITE"))]
MemberRemover = Annotated[Access, Depends(org_team_guard("team.remove", scope="TEAM_MEMBERSHIP_WRITE"))]
Inviter = Annotated[Access, Depends(org_team_guard("team.invite", scope="TEAM_MEMBERSHIP_WRITE", needs=None))]
