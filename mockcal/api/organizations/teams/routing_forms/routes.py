"""`/v2/organizations/{orgId}/teams/{teamId}/routing-forms`: a team's forms and the responses to them."""

from typing import Annotated

from fastapi import APIRouter, Path

from mockcal.api.routing_forms import listing, service
from mockcal.api.routing_forms.guards import TeamForms, TeamResponder, TeamResponseReader, TeamResponseWriter
from mockcal.api.routing_forms.schemas import (
    Form,
    FormsQuery,
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
    prefix="/v2/organizations/{orgId}/teams/{teamId}/routing-forms",
    tags=["Orgs / Teams / Routing forms"],
    route_class=VersionedRoute,
)


@router.get("")
async def get_team_forms(access: TeamForms, query: QueryOf[FormsQuery], tx: Tx) -> Data[list[Form]]:
    """The team's routing forms."""
    return data(listing.of_team(tx, access.team_id, query))


@router.get("/{routingFormId}/responses")
async def get_team_form_responses(
    access: TeamResponseReader, form_id: FormId, query: QueryOf[ResponsesQuery], tx: Tx
) -> Data[list[Response]]:
    """What was answered to a form of the team."""
    return data(listing.responses_in_team(tx, form_id, query))


@router.post("/{routingFormId}/responses", status_code=201)
async def create_team_form_response(
    access: TeamResponder, form_id: FormId, query: QueryOf[RespondQuery], tx: Tx
) -> Data[Outcome]:
    """Answer a form of the team and be routed."""
    return data(service.respond(tx, access.caller.user, form_id, query, access.call.body), status=201)


@router.patch("/{routingFormId}/responses/{responseId}")
async def update_team_form_response(
    access: TeamResponseWriter, form_id: FormId, response_id: ResponseId, change: UpdateResponse, tx: Tx
) -> Data[Response]:
    """Put something else in a response's place."""
    return data(service.update(tx, form_id, response_id, change))
