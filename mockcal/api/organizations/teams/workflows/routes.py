"""`/v2/organizations/{orgId}/teams/{teamId}/workflows`, and the same with `/routing-form` for those of routing forms."""

from typing import Annotated

from fastapi import APIRouter, Path

from mockcal.api.workflows import service
from mockcal.api.workflows.guards import ItemReader, ItemWriter, Reader, Writer
from mockcal.api.workflows.schemas import (
    EVENT_TYPE,
    ROUTING_FORM,
    CreateEventWorkflow,
    CreateFormWorkflow,
    UpdateEventWorkflow,
    UpdateFormWorkflow,
    WorkflowOut,
)
from mockcal.auth.guards import Access
from mockcal.http.answers import Data, Success, data, success
from mockcal.http.dto import Paging
from mockcal.http.params import Loose, QueryOf
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute
from mockcal.store.teams import Team

WorkflowId = Annotated[int, Path(alias="workflowId"), Loose]

router = APIRouter(
    prefix="/v2/organizations/{orgId}/teams/{teamId}/workflows",
    tags=["Orgs / Teams / Workflows"],
    route_class=VersionedRoute,
)


@router.get("")
async def get_workflows(access: Reader, query: QueryOf[Paging], tx: Tx) -> Data[list[WorkflowOut]]:
    """The team's workflows for event types."""
    return data(service.of_team(tx, access.team_id, EVENT_TYPE, take=query.take, skip=query.skip))


@router.get("/routing-form")
async def get_form_workflows(access: Reader, query: QueryOf[Paging], tx: Tx) -> Data[list[WorkflowOut]]:
    """The team's workflows for routing forms."""
    return data(service.of_team(tx, access.team_id, ROUTING_FORM, take=query.take, skip=query.skip))


@router.get("/{workflowId}")
async def get_workflow(access: ItemReader, workflow_id: WorkflowId, tx: Tx) -> Data[WorkflowOut]:
    """A workflow for event types."""
    return data(service.show(tx, service.require(tx, workflow_id, EVENT_TYPE)))


@router.get("/{workflowId}/routing-form")
async def get_form_workflow(access: ItemReader, workflow_id: WorkflowId, tx: Tx) -> Data[WorkflowOut]:
    """A workflow for routing forms."""
    return data(service.show(tx, service.require(tx, workflow_id, ROUTING_FORM)))


@router.post("", status_code=201)
async def create_workflow(access: Writer, body: CreateEventWorkflow, tx: Tx) -> Data[WorkflowOut]:
    """Make a workflow for event types."""
    row = service.create(tx, _team(access), access.caller.user, body, EVENT_TYPE)
    return data(service.show(tx, row), status=201)


@router.post("/routing-form", status_code=201)
async def create_form_workflow(access: Writer, body: CreateFormWorkflow, tx: Tx) -> Data[WorkflowOut]:
    """Make a workflow for routing forms."""
    row = service.create(tx, _team(access), access.caller.user, body, ROUTING_FORM)
    return data(service.show(tx, row), status=201)


@router.patch("/{workflowId}")
async def update_workflow(
    access: ItemWriter, workflow_id: WorkflowId, change: UpdateEventWorkflow, tx: Tx
) -> Data[WorkflowOut]:
    """Change a workflow for event types; its steps are replaced whole."""
    row = service.require(tx, workflow_id, EVENT_TYPE)
    return data(service.show(tx, service.update(tx, _team(access), row, change)))


@router.patch("/{workflowId}/routing-form")
async def update_form_workflow(
    access: ItemWriter, workflow_id: WorkflowId, change: UpdateFormWorkflow, tx: Tx
) -> Data[WorkflowOut]:
    """Change a workflow for routing forms; its steps are replaced whole."""
    row = service.require(tx, workflow_id, ROUTING_FORM)
    return data(service.show(tx, service.update(tx, _team(access), row, change)))


@router.delete("/{workflowId}")
async def delete_workflow(access: ItemWriter, workflow_id: WorkflowId, tx: Tx) -> Success:
    """Delete a workflow for event types."""
    service.remove(tx, service.require(tx, workflow_id, EVENT_TYPE))
    return success()


@router.delete("/{workflowId}/routing-form")
async def delete_form_workflow(access: ItemWriter, workflow_id: WorkflowId, tx: Tx) -> Success:
    """Delete a workflow for routing forms."""
    service.remove(tx, service.require(tx, workflow_id, ROUTING_FORM))
    return success()


def _team(access: Access) -> Team:
    assert access.team is not None
    return access.team
