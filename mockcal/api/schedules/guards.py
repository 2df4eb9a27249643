"""Who may read and write schedules."""

from typing import Annotated

from fastapi import Depends

from mockcal.auth.guards import (
    Access,
    Guard,
    admin_api,
    authenticated,
    is_org,
    is_team_in_org,
    is_user_in_org,
    is_user_in_org_team,
    permission,
    plan,
    role,
)

ScheduleReader = Annotated[Access, Depends(Guard(authenticated("SCHEDULE_READ"), permission("SCHEDULE_READ")))]
ScheduleWriter = Annotated[Access, Depends(Guard(authenticated("SCHEDULE_WRITE"), permission("SCHEDULE_WRITE")))]

OrgSchedules = Annotated[
    Access,
    Depends(Guard(authenticated("ORG_SCHEDULE_READ"), is_org, role("ORG_ADMIN"), plan("ESSENTIALS"), admin_api)),
]
OrgTeamSchedules = Annotated[
    Access,
    Depends(
        Guard(
            authenticated("TEAM_SCHEDULE_READ"),
            is_org,
            is_team_in_org,
            role("TEAM_ADMIN"),
            plan("ESSENTIALS"),
            admin_api,
        )
    ),
]
OrgTeamUserSchedules = Annotated[
    Access,
    Depends(
        Guard(
            authenticated("TEAM_SCHEDULE_READ"),
            is_org,
            is_team_in_org,
            role("TEAM_ADMIN"),
            plan("ESSENTIALS"),
            admin_api,
            is_user_in_org_team,
        )
    ),
]
TeamSchedules = Annotated[Access, Depends(Guard(authenticated("TEAM_SCHEDULE_READ"), role("TEAM_ADMIN")))]


def _org_user(scope: str) -> Guard:
    return Guard(authenticated(scope), is_org, role("ORG_ADMIN"), plan("ESSENTIALS"), admin_api, is_user_in_org)


OrgUserReader = Annotated[Access, Depends(_org_user("ORG_SCHEDULE_READ"))]
OrgUserWriter = Annotated[Access, Depends(_org_user("ORG_SCHEDULE_WRITE"))]
