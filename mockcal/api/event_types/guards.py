"""Who may read and write event types."""

from typing import Annotated

from fastapi import Depends

from mockcal.api.event_types import find
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
from mockcal.http.errors import BadRequest, DatabaseRefusal, NumericExpected, RecordMissing
from mockcal.http.params import loose_id, strict_id
from mockcal.store.event_types import EventType
from mockcal.store.teams import Team

FOUND = "event type"


class InvalidEventTypeId(BadRequest):
    def __init__(self) -> None:
        super().__init__("Invalid eventTypeId param.")


def _own(scope: str) -> Guard:
    return Guard(permission_first(scope), authenticated(scope))


Reader = Annotated[Access, Depends(_own("EVENT_TYPE_READ"))]
Writer = Annotated[Access, Depends(_own("EVENT_TYPE_WRITE"))]
Visitor = Annotated[Access, Depends(Guard(optionally_authenticated("EVENT_TYPE_READ")))]


def _load_team(access: Access) -> None:
    """The team that the role check has found the caller to be of."""
    access.team = access.tx.get(Team, access.team_id)


def team(access: Access) -> Team:
    """400 for one that is not there, which only an administrator of the instance gets to know."""
    if access.team is None:
        raise RecordMissing(explain=f"there is no team with id {access.team_id}")
    return access.team


def _of_team(scope: str) -> Guard:
    return Guard(authenticated(scope), role("TEAM_ADMIN"), _load_team)


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


def _own_event_type(access: Access) -> None:
    """400 for what is no id, 404 unless the caller owns the event type."""
    event_type_id = _positive(access.path["eventTypeId"])
    row = find.own(access.tx, access.caller.user, event_type_id)
    if row is None:
        raise find.EventTypeNotFound(event_type_id)
    access.call.memo[FOUND] = row


def _team_event_type(access: Access) -> None:
    """404 unless it is the team's."""
    event_type_id = loose_id(access.path["eventTypeId"])
    row = find.of_team(access.tx, access.team_id, event_type_id)
    if row is None:
        raise find.EventTypeNotFound(event_type_id)
    access.call.memo[FOUND] = row


def _positive(text: str) -> int:
    try:
        number = strict_id(text)
    except (NumericExpected, DatabaseRefusal):
        raise InvalidEventTypeId from None
    if number <= 0:
        raise InvalidEventTypeId
    return number


def event_type(access: Access) -> EventType:
    """The one that the guard has found."""
    found: EventType = access.call.memo[FOUND]
    return found


LinkReader = Annotated[Access, Depends(Guard(*_own("EVENT_TYPE_READ").checks, _own_event_type))]
LinkWriter = Annotated[Access, Depends(Guard(*_own("EVENT_TYPE_WRITE").checks, _own_event_type))]


def _of_org_link(scope: str, action: str) -> Guard:
    return Guard(*_of_org_team(scope, action).checks, _team_event_type)


OrgLinkCreator = Annotated[Access, Depends(_of_org_link("TEAM_EVENT_TYPE_WRITE", "create"))]
OrgLinkReader = Annotated[Access, Depends(_of_org_link("TEAM_EVENT_TYPE_READ", "read"))]
OrgLinkUpdater = Annotated[Access, Depends(_of_org_link("TEAM_EVENT_TYPE_WRITE", "update"))]
OrgLinkDeleter = Annotated[Access, Depends(_of_org_link("TEAM_EVENT_TYPE_WRITE", "delete"))]


def may_manage(access: Access, *permissions: str) -> bool:
    """What the inner service asks beyond the guard: an accepted admin of the team or of its organization."""
    caller, of = access.caller, team(access)
    if caller.is_system_admin or access.scoped:
        return True
    if any(roles.is_admin_of(access.tx, caller.user_id, team_id) for team_id in (of.id, of.parent_id)):
        return True
    by_role = bool(permissions) and roles.has_pbac(access.tx, of)
    return by_role and roles.grants(access.tx, caller.user_id, of, permissions)
