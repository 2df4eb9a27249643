"""Who may read routing forms and the responses to them, and who may respond."""

from typing import Annotated

from fastapi import Depends

from mockcal.auth import roles
from mockcal.auth.guards import Access, Check, Guard, admin_api, authenticated, is_org, is_team_in_org, plan, role
from mockcal.http.errors import Forbidden
from mockcal.store.routing_forms import RoutingForm


class FormNotInTeam(Forbidden):
    """An unknown form too."""

    def __init__(self, team_id: int | None, form_id: str) -> None:
        super().__init__(
            f"IsRoutingFormInTeam - team with id=({team_id}) does not own routing form with id=({form_id})."
        )


class NotOnesOwnForm(Forbidden):
    def __init__(self, form_id: str, user_id: int) -> None:
        super().__init__(f"Routing Form with id={form_id} is not a user Routing Form owned by user with id={user_id}.")


def is_form_in_team(access: Access) -> None:
    """403 unless `{routingFormId}` is a form of `{teamId}`."""
    form = access.tx.get(RoutingForm, access.path["routingFormId"])
    if form is None or form.team_id != access.team_id:
        raise FormNotInTeam(access.team_id, access.path["routingFormId"])


def may_respond(access: Access) -> None:
    """403 for whoever is neither an admin of the organization (to him any form is open) nor the owner of a personal form."""
    caller = access.caller
    member = roles.membership(access.tx, caller.user_id, access.org_id)
    is_admin = member is not None and (access.scoped or roles.is_at_least(member.role, "ADMIN"))
    if caller.is_system_admin or is_admin:
        return
    form = access.tx.get(RoutingForm, access.path["routingFormId"])
    if form is None or form.team_id is not None or form.user_id != caller.user_id:
        raise NotOnesOwnForm(access.path["routingFormId"], caller.user_id)


def _org_responses(scope: str) -> Guard:
    return Guard(authenticated(scope), is_org, plan("ESSENTIALS"), admin_api, role("ORG_ADMIN"))


def _team_responses(scope: str, least: str, *before: Check) -> Guard:
    return Guard(authenticated(scope), is_org, is_team_in_org, is_form_in_team, *before, role(least), admin_api)


OrgForms = Annotated[
    Access,
    Depends(Guard(authenticated("ORG_ROUTING_FORM_READ"), is_org, role("ORG_ADMIN"), plan("ESSENTIALS"), admin_api)),
]
TeamForms = Annotated[
    Access,
    Depends(
        Guard(
            authenticated("TEAM_ROUTING_FORM_READ"),
            is_org,
            role("TEAM_ADMIN"),
            is_team_in_org,
            plan("ESSENTIALS"),
            admin_api,
        )
    ),
]
OrgResponseReader = Annotated[Access, Depends(_org_responses("ORG_ROUTING_FORM_READ"))]
OrgResponseWriter = Annotated[Access, Depends(_org_responses("ORG_ROUTING_FORM_WRITE"))]
OrgResponder = Annotated[
    Access, Depends(Guard(authenticated("ORG_ROUTING_FORM_WRITE"), is_org, admin_api, may_respond))
]
TeamResponseReader = Annotated[
    Access, Depends(_team_responses("TEAM_ROUTING_FORM_READ", "TEAM_ADMIN", plan("ESSENTIALS")))
]
TeamResponseWriter = Annotated[
    Access, Depends(_team_responses("TEAM_ROUTING_FORM_WRITE", "TEAM_ADMIN", plan("ESSENTIALS")))
]
TeamResponder = Annotated[Access, Depends(_team_responses("TEAM_ROUTING_FORM_WRITE", "TEAM_MEMBER"))]
