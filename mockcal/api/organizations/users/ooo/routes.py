"""`/v2/organizations/{orgId}/users/{userId}/ooo`."""

from typing import Annotated

from fastapi import APIRouter, Path

from mockcal.api.out_of_office import service
from mockcal.api.out_of_office.guards import OrgUserReader, OrgUserWriter, OwnEntry
from mockcal.api.out_of_office.schemas import CreateEntry, EntriesQuery, Entry, UpdateEntry
from mockcal.auth.guards import Access
from mockcal.http.answers import Data, data
from mockcal.http.params import QueryOf, Strict
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute
from mockcal.store.users import User

EntryId = Annotated[int, Path(alias="oooId"), Strict]

router = APIRouter(
    prefix="/v2/organizations/{orgId}/users/{userId}/ooo", tags=["Orgs / Users / OOO"], route_class=VersionedRoute
)


@router.get("")
async def get_entries(access: OrgUserReader, query: QueryOf[EntriesQuery], tx: Tx) -> Data[list[Entry]]:
    """When a user of the organization is away."""
    return data(service.of_user(tx, _user(access), query))


@router.post("", status_code=201)
async def create_entry(access: OrgUserWriter, body: CreateEntry, tx: Tx) -> Data[Entry]:
    """Note that a user of the organization will be away."""
    return data(service.show(service.create(tx, _user(access), body)), status=201)


@router.patch("/{oooId}")
async def update_entry(access: OwnEntry, entry_id: EntryId, change: UpdateEntry, tx: Tx) -> Data[Entry]:
    """Change an entry."""
    user = _user(access)
    return data(service.show(service.update(tx, user, service.own(tx, user, entry_id), change)))


@router.delete("/{oooId}")
async def delete_entry(access: OwnEntry, entry_id: EntryId, tx: Tx) -> Data[Entry]:
    """Delete an entry; the answer is what it was."""
    row = service.own(tx, _user(access), entry_id)
    shown = service.show(row)
    tx.delete(row)
    return data(shown)


def _user(access: Access) -> User:
    assert access.user is not None
    return access.user
