"""`/v2/routing-forms`: what an answer would lead to. Open to everybody."""

from fastapi import APIRouter
from starlette.requests import Request

from mockcal.api.routing_forms import service
from mockcal.api.routing_forms.schemas import RoutingQuery, SlotsOutcome
from mockcal.auth.guards import Anyone
from mockcal.http.answers import Data, data
from mockcal.http.call import call_of
from mockcal.http.params import QueryOf
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute

router = APIRouter(prefix="/v2/routing-forms", tags=["Routing forms"], route_class=VersionedRoute)


@router.post("/{routingFormId}/calculate-slots")
async def calculate_slots(access: Anyone, query: QueryOf[RoutingQuery], request: Request, tx: Tx) -> Data[SlotsOutcome]:
    """The slots of the event type that these answers lead to; nothing is stored."""
    return data(service.calculate(tx, access.path["routingFormId"], query, call_of(request).body))
