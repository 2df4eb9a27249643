"""Who may read and write event types."""

from typing import Annotated

from fastapi import Depends

from mockcal.auth import roles
from mockcal.auth.guards import (
    Access,
    Check,
    Guard,
    admin_api,
    authenticated,
    is_org,
    is_team_in_org,
    optionally_authenticated,
    permission_first,
    plan,
    role,
)
from mockcal.store.teams import Team


def _own(scope: str) -> Guard:
    return Guard(permission_first(scope), authenticated(scope))


Reader = Annotated[Access, Depends(_own("EVENT_TYPE_READ"))]
Writer = Annotated[Access, Depends(_own("EVENT_TYPE_WRITE"))]
Visitor = Annotated[Access, Depends(Guard(optionally_authenticated("EVENT_TYPE_READ")))]


def _team(access: Access) -> None:
    """The team that the role check has found the caller to be of."""
    access.team = access.tx.get(Team, access.team_id)


def _of_team(scope: str) -> Guard:
    return Guard(authenticated(scope), role("TEAM_ADMIN"), _team)


TeamReader = Annotated[Access, Depends(_of_team("TEAM_EVENT_TYPE_READ"))]
TeamWriter = Annotated[Access, Depends(_of_team("TEAM_EVENT_TYPE_WRITE"))]


def _of_org_team(scope: str, action: str) -> Guard:
    checks: tuple[Check, ...] = (
        authenticated(scope),
        is_org,
        role("TEAM_ADMIN", f"eventType.{action}"),
        is_team_in_org,
        plan("ESSENTIALS"),
        admin_api,
    )
    return Guard(*checks)


OrgTeamReader = Annotated[Access, Depends(_of_org_team("TEAM_EVENT_TYPE_READ", "read"))]
OrgTeamCreator = Annotated[Access, Depends(_of_org_team("TEAM_EVENT_TYPE_WRITE", "create"))]
OrgTeamUpdater = Annotated[Access, Depends(_of_org_team("TEAM_EVENT_TYPE_WRITE", "update"))]
OrgTeamDeleter = Annotated[Access, Depends(_of_org_team("TEAM_EVENT_TYPE_WRITE", "delete"))]
OrgTeamCaller = Annotated[
    Access,
    Depends(
        Guard(authenticated("TEAM_EVENT_TYPE_WRITE"), is_org, is_team_in_org, role("TEAM_ADMIN", "eventType.create"))
    ),
]
OrgTeamVisitor = Annotated[Access, Depends(Guard(is_org, is_team_in_org, admin_api))]
# The real service asks for a role in a team where the path has none, and so refuses all but its own administrators.
OrgReader = Annotated[
    Access,
    Depends(
        Guard(
            authenticated("ORG_EVENT_TYPE_READ"),
            is_org,
            role("TEAM_ADMIN", "eventType.read"),
            plan("ESSENTIALS"),
            admin_api,
        )
    ),
]


def may_manage(access: Access, *permissions: str) -> bool:
    """What the inner service asks beyond the guard: an accepted admin of the team or of its organization."""
    caller, team = access.caller, access.team
    assert team is not None
    if caller.is_system_admin or access.scoped:
        return True
    if any(roles.is_admin_of(access.tx, caller.user_id, team_id) for team_id in (team.id, team.parent_id)):
        return True
    by_role = bool(permissions) and roles.has_pbac(access.tx, team)
    return by_role and roles.grants(access.tx, caller.user_id, team, permissions)
