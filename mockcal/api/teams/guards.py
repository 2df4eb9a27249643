"""Who may read and write teams where no organization is in the path: members of that very team."""

from typing import Annotated

from fastapi import Depends

from mockcal.auth.guards import Access, Guard, authenticated, role

TeamsReader = Annotated[Access, Depends(Guard(authenticated("TEAM_PROFILE_READ")))]
TeamsWriter = Annotated[Access, Depends(Guard(authenticated("TEAM_PROFILE_WRITE")))]
TeamReader = Annotated[Access, Depends(Guard(authenticated("TEAM_PROFILE_READ"), role("TEAM_MEMBER")))]
TeamOwner = Annotated[Access, Depends(Guard(authenticated("TEAM_PROFILE_WRITE"), role("TEAM_OWNER")))]
MembersReader = Annotated[Access, Depends(Guard(authenticated("TEAM_MEMBERSHIP_READ"), role("TEAM_ADMIN")))]
MembersWriter = Annotated[Access, Depends(Guard(authenticated("TEAM_MEMBERSHIP_WRITE"), role("TEAM_ADMIN")))]
