"""Who may look at and change the connected apps of users and teams."""

from typing import Annotated

from fastapi import Depends

from mockcal.auth.guards import Access, Check, Guard, admin_api, authenticated, is_org, is_team_in_org, plan, role


def _org_team(*scopes: str) -> tuple[Check, ...]:
    return (
        authenticated(*scopes),
        is_org,
        role("TEAM_ADMIN"),
        is_team_in_org,
        plan("ESSENTIALS"),
        admin_api,
    )


ORG_TEAM_ADMIN = _org_team("TEAM_APPS_WRITE")

AppReader = Annotated[Access, Depends(Guard(authenticated("APPS_READ")))]
AppWriter = Annotated[Access, Depends(Guard(authenticated("APPS_WRITE")))]
TeamAppReader = Annotated[Access, Depends(Guard(*_org_team("TEAM_APPS_READ")))]
TeamAppWriter = Annotated[Access, Depends(Guard(*ORG_TEAM_ADMIN))]
