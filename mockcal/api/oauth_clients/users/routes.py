"""`/v2/oauth-clients/{clientId}/users`."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from mockcal.api.me.schemas import UpdateMe
from mockcal.api.oauth_clients import managed_users, tokens
from mockcal.api.oauth_clients.guards import UsersAdmin, client_of, request_organization
from mockcal.api.oauth_clients.tokens import Keys
from mockcal.api.oauth_clients.users.schemas import (
    CreatedManagedUser,
    CreateManagedUser,
    ManagedUser,
    ManagedUsersQuery,
)
from mockcal.http.answers import Data, data
from mockcal.http.params import Loose, QueryOf
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute
from mockcal.store.users import User

UserId = Annotated[int, Path(alias="userId"), Loose]

router = APIRouter(
    prefix="/v2/oauth-clients/{clientId}/users", tags=["Platform / Managed Users"], route_class=VersionedRoute
)


async def managed_user(access: UsersAdmin, user_id: UserId, tx: Tx) -> User:
    """404 for a user who is not the client's."""
    return managed_users.own(tx, client_of(access), user_id)


TheUser = Annotated[User, Depends(managed_user)]


@router.get("")
async def get_managed_users(access: UsersAdmin, query: QueryOf[ManagedUsersQuery], tx: Tx) -> Data[list[ManagedUser]]:
    """The client's managed users."""
    return data(managed_users.page(tx, client_of(access), query))


@router.post("", status_code=201)
async def create_managed_user(access: UsersAdmin, body: CreateManagedUser, tx: Tx) -> Data[CreatedManagedUser]:
    """Make a managed user, who gets his first tokens at once."""
    user = managed_users.create(tx, client_of(access), body)
    pair = tokens.issue(tx, client_of(access), user)
    return data(CreatedManagedUser.of(pair, user=ManagedUser.of(user)), status=201)


@router.get("/{userId}")
async def get_managed_user(access: UsersAdmin, user: TheUser) -> Data[ManagedUser]:
    """One of the client's managed users."""
    return data(ManagedUser.of(user))


@router.patch("/{userId}")
async def update_managed_user(access: UsersAdmin, user_id: UserId, change: UpdateMe, tx: Tx) -> Data[ManagedUser]:
    """Change a managed user."""
    request_organization(access)
    client = client_of(access)
    return data(ManagedUser.of(managed_users.update(tx, client, managed_users.own(tx, client, user_id), change)))


@router.delete("/{userId}")
async def delete_managed_user(access: UsersAdmin, user: TheUser, tx: Tx) -> Data[ManagedUser]:
    """Delete a managed user and all that is his; the answer shows who he was."""
    shown = ManagedUser.of(user)
    managed_users.remove(tx, user)
    return data(shown)


@router.post("/{userId}/force-refresh")
async def force_refresh(access: UsersAdmin, user: TheUser, tx: Tx) -> Data[Keys]:
    """All his tokens of this client are void from here on; these are the new ones."""
    tokens.revoke_all(tx, client_of(access), user)
    return data(Keys.of(tokens.issue(tx, client_of(access), user)))
