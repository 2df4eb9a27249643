"""The consent step of played providers, for a browser or a test to walk through."""

from typing import Annotated, Any

from fastapi import APIRouter, Path
from starlette.requests import Request

from mockcal.api.providers.consent import consent
from mockcal.http.call import call_of
from mockcal.http.versions import VersionedRoute

router = APIRouter(prefix="/_mock/providers", tags=["mockcal"], route_class=VersionedRoute)


@router.get("/{app}/authorize")
async def authorize(request: Request, app: Annotated[str, Path(alias="app")]) -> Any:
    """Stands in for the provider's page; the query is that of the link which the API gave."""
    return consent(call_of(request), app)
