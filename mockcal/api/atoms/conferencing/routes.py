"""`/v2/atoms/conferencing`."""

from fastapi import APIRouter

from mockcal.api.atoms.conferencing import service
from mockcal.api.atoms.conferencing.service import ConferencingChoice
from mockcal.api.providers.guards import AppReader
from mockcal.api.providers.owners import Owner
from mockcal.http.answers import Data, data
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute

router = APIRouter(prefix="/v2/atoms/conferencing", tags=["Atoms / Conferencing"], route_class=VersionedRoute)


@router.get("")
async def get_atom_conferencing(access: AppReader, tx: Tx) -> Data[list[ConferencingChoice]]:
    """All conferencing apps, and which of them I connected."""
    return data(service.choices(tx, Owner(access.caller.user)))
