"""`/v2/atoms/conferencing`."""

from fastapi import APIRouter

from mockcal.api.atoms.conferencing import service
from mockcal.api.atoms.conferencing.service import InstalledApps
from mockcal.api.providers.guards import AppReader
from mockcal.api.providers.owners import Owner
from mockcal.http.answers import Data, data
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute

router = APIRouter(prefix="/v2/atoms/conferencing", tags=["Atoms / Conferencing"], route_class=VersionedRoute)


@router.get("")
async def get_atom_conferencing(access: AppReader, tx: Tx) -> Data[InstalledApps]:
    """The conferencing apps that I connected, and Cal Video."""
    return data(service.installed(tx, Owner(access.caller.user)))
