"""`/v2/me`: all versions."""

from typing import Annotated

from fastapi import APIRouter, Depends

from mockcal.api.me import service
from mockcal.api.me.schemas import Me, UpdateMe
from mockcal.auth.guards import Access, Guard, authenticated, permission
from mockcal.http.answers import Data, data
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute

ProfileReader = Annotated[Access, Depends(Guard(authenticated("PROFILE_READ"), permission("PROFILE_READ")))]
ProfileWriter = Annotated[Access, Depends(Guard(authenticated("PROFILE_WRITE"), permission("PROFILE_WRITE")))]

router = APIRouter(prefix="/v2/me", tags=["Me"], route_class=VersionedRoute)


@router.get("")
async def get_me(access: ProfileReader, tx: Tx) -> Data[Me]:
    """My profile, with the organization I belong to."""
    return data(service.show(tx, access.caller.user))


@router.patch("")
async def update_me(access: ProfileWriter, change: UpdateMe, tx: Tx) -> Data[Me]:
    """Change my profile."""
    return data(service.update(tx, access.caller, change, base_url=access.call.base_url))
