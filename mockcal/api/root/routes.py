"""Paths beside the API: the health check, and where the documentation is."""

from typing import Any

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from mockcal.auth.guards import Anyone
from mockcal.http.answers import redirect
from mockcal.http.versions import VersionedRoute

DOCUMENTATION = "https://cal.com/docs/api-reference/v2/introduction"

router = APIRouter(tags=["Health"], route_class=VersionedRoute)


@router.get("/health")
async def health(access: Anyone) -> Any:
    """Whether the API answers."""
    return HTMLResponse("OK")


@router.get("/docs")
@router.get("/v2/docs")
async def documentation(access: Anyone) -> Any:
    """Cal.com's own reference."""
    return redirect(DOCUMENTATION, status=302)
