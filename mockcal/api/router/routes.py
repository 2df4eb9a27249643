"""`POST /v2/router/forms/{formId}/submit`: what a form that is put up on some page sends. Open to everybody."""

from typing import Annotated, Any

from fastapi import APIRouter, Path
from starlette.requests import Request

from mockcal.api.router import service
from mockcal.auth.guards import Anyone
from mockcal.http.answers import plain
from mockcal.http.call import call_of
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute

FormId = Annotated[str, Path(alias="formId")]

router = APIRouter(prefix="/v2/router/forms", tags=["Router"], route_class=VersionedRoute)


@router.post("/{formId}/submit", status_code=201)
async def submit_form(access: Anyone, form_id: FormId, request: Request, tx: Tx) -> Any:
    """Answer a form; says where to go, or shows a message."""
    return plain(service.submit(tx, form_id, call_of(request).body), status=201)
