"""`/v2/organizations/{orgId}/routing-forms`: forms of all its teams; responding to any form."""

from typing import Annotated

from fastapi import APIRouter, Path

from mockcal.api.routing_forms import listing, service
from mockcal.api.routing_forms.guards import OrgForms, OrgResponder, OrgResponseReader, OrgResponseWriter
from mockcal.api.routing_forms.schemas import (
    Form,
    OrganizationFormsQuery,
    Outcome,
    RespondQuery,
    Response,
    ResponsesQuery,
    UpdateResponse,
)
from mockcal.http.answers import Data, data
from mockcal.http.params import QueryOf, Strict
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute

FormId = Annotated[str, Path(alias="routingFormId")]
ResponseId = Annotated[int, Path(alias="responseId"), Strict]

router = APIRouter(
    prefix="/v2/organizations/{orgId}/routing-forms",
    tags=["Orgs / Routing forms"],
    route_class=VersionedRoute,
)


@router.get("")
async def get_organization_forms(access: OrgForms, query: QueryOf[OrganizationFormsQuery], tx: Tx) -> Data[list[Form]]:
    """The routing forms of the organization's teams."""
    return data(listing.of_organization(tx, access.org_id, query))


@router.get("/{routingFormId}/responses")
async def get_form_responses(
    access: OrgResponseReader, form_id: FormId, query: QueryOf[ResponsesQuery], tx: Tx
) -> Data[list[Response]]:
    """What was answered to a form of one of the organization's teams."""
    return data(listing.responses_in_organization(tx, access.org_id, form_id, query))


@router.post("/{routingFormId}/responses", status_code=201)
async def create_form_response(
    access: OrgResponder, form_id: FormId, query: QueryOf[RespondQuery], tx: Tx
) -> Data[Outcome]:
    """Answer a form and be routed."""
    return data(service.respond(tx, access.caller.user, form_id, query, access.call.body), status=201)


@router.patch("/{routingFormId}/responses/{responseId}")
async def update_form_response(
    access: OrgResponseWriter, form_id: FormId, response_id: ResponseId, change: UpdateResponse, tx: Tx
) -> Data[Response]:
    """Put something else in a response's place."""
    return data(service.update_in_organization(tx, access.org_id, form_id, response_id, change))
