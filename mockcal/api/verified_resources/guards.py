"""Who may verify for whom, and how often a minute."""

from typing import Annotated

from fastapi import Depends

from mockcal.api.verified_resources.service import For
from mockcal.auth.guards import (
    Access,
    Check,
    Guard,
    admin_api,
    at_most,
    authenticated,
    is_org,
    is_team_in_org,
    plan,
    role,
)

READ, WRITE = "VERIFIED_RESOURCES_READ", "VERIFIED_RESOURCES_WRITE"
TEAM_READ, TEAM_WRITE = "TEAM_VERIFIED_RESOURCES_READ", "TEAM_VERIFIED_RESOURCES_WRITE"


def _team(scope: str) -> tuple[Check, ...]:
    return authenticated(scope), role("TEAM_ADMIN")


def _org_team(scope: str) -> tuple[Check, ...]:
    return authenticated(scope), is_org, role("TEAM_ADMIN"), is_team_in_org, plan("ESSENTIALS"), admin_api


UserReader = Annotated[Access, Depends(Guard(authenticated(READ)))]
UserWriter = Annotated[Access, Depends(Guard(authenticated(WRITE)))]
UserEmailRequest = Annotated[
    Access, Depends(Guard(at_most(5, "users_verified_resources_emails_requests"), authenticated(WRITE)))
]
# The real service gives verifying an address the name that belongs to verifying a number, which has no limit of its own.
UserEmailVerify = Annotated[
    Access, Depends(Guard(at_most(3, "users_verified_resources_phones_verify"), authenticated(WRITE)))
]
UserPhoneRequest = Annotated[
    Access, Depends(Guard(at_most(3, "users_verified_resources_phones_requests"), authenticated(WRITE)))
]

TeamReader = Annotated[Access, Depends(Guard(*_team(TEAM_READ)))]
TeamWriter = Annotated[Access, Depends(Guard(*_team(TEAM_WRITE)))]
TeamEmailRequest = Annotated[
    Access, Depends(Guard(at_most(5, "teams_verified_resources_emails_requests"), *_team(TEAM_WRITE)))
]
TeamPhoneRequest = Annotated[
    Access, Depends(Guard(at_most(3, "teams_verified_resources_phones_requests"), *_team(TEAM_WRITE)))
]
TeamPhoneVerify = Annotated[
    Access, Depends(Guard(at_most(3, "teams_verified_resources_phones_verify"), *_team(TEAM_WRITE)))
]

OrgTeamReader = Annotated[Access, Depends(Guard(*_org_team(TEAM_READ)))]
OrgTeamWriter = Annotated[Access, Depends(Guard(*_org_team(TEAM_WRITE)))]
OrgTeamEmailRequest = Annotated[
    Access, Depends(Guard(at_most(3, "org_teams_verified_resources_emails_requests"), *_org_team(TEAM_WRITE)))
]
OrgTeamPhoneRequest = Annotated[
    Access, Depends(Guard(at_most(3, "org_teams_verified_resources_phones_requests"), *_org_team(TEAM_WRITE)))
]
OrgTeamPhoneVerify = Annotated[
    Access, Depends(Guard(at_most(3, "org_teams_verified_resources_phones_verify"), *_org_team(TEAM_WRITE)))
]


def whose(access: Access) -> For:
    """The caller, for the team of the path where there is one."""
    return For(access.caller.user_id, access.team_id)
