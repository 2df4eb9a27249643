"""Who may see and change a team's workflows: its admins, in an organization whose plan has them."""

from typing import Annotated

from fastapi import Depends

from mockcal.auth.guards import Access, Check, Guard, admin_api, authenticated, is_org, is_team_in_org, plan, role
from mockcal.http.errors import NotFound
from mockcal.http.params import loose_id
from mockcal.store.workflows import Workflow


class WorkflowNotInTeam(NotFound):
    def __init__(self, workflow_id: int) -> None:
        super().__init__(f"IsWorkflowInTeam - workflow ({workflow_id}) not found.")


def is_workflow_in_team(access: Access) -> None:
    """404 for an unknown `{workflowId}`, and for one of another team."""
    workflow_id = loose_id(access.path["workflowId"])
    found = access.tx.get(Workflow, workflow_id)
    if found is None or found.team_id != access.team_id:
        raise WorkflowNotInTeam(workflow_id)


def _workflows(scope: str, *more: Check) -> Guard:
    return Guard(authenticated(scope), is_org, is_team_in_org, plan("SCALE"), role("TEAM_ADMIN"), admin_api, *more)


Reader = Annotated[Access, Depends(_workflows("TEAM_WORKFLOW_READ"))]
Writer = Annotated[Access, Depends(_workflows("TEAM_WORKFLOW_WRITE"))]
ItemReader = Annotated[Access, Depends(_workflows("TEAM_WORKFLOW_READ", is_workflow_in_team))]
ItemWriter = Annotated[Access, Depends(_workflows("TEAM_WORKFLOW_WRITE", is_workflow_in_team))]
