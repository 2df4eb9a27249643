"""`/v2/oauth-clients` and `/v2/oauth-clients/{clientId}`."""

from fastapi import APIRouter

from mockcal.api.oauth_clients import managed_users, service
from mockcal.api.oauth_clients.guards import (
    ClientAdmin,
    ClientMember,
    PlatformAdmin,
    PlatformMember,
    client_of,
    request_organization,
)
from mockcal.api.oauth_clients.schemas import ClientCredentials, CreateOAuthClient, OAuthClient, UpdateOAuthClient
from mockcal.api.oauth_clients.users.schemas import ManagedUser, ManagedUsersPage
from mockcal.http.answers import Data, data
from mockcal.http.params import QueryOf
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute

router = APIRouter(prefix="/v2/oauth-clients", tags=["Platform OAuth Clients"], route_class=VersionedRoute)


@router.post("", status_code=201)
async def create_oauth_client(access: PlatformAdmin, body: CreateOAuthClient, tx: Tx) -> Data[ClientCredentials]:
    """Make a client of my platform organization."""
    client = service.create(tx, request_organization(access), body)
    return data(ClientCredentials(client_id=client.id, client_secret=client.secret), status=201)


@router.get("")
async def get_oauth_clients(access: PlatformMember, tx: Tx) -> Data[list[OAuthClient]]:
    """All clients of my platform organization."""
    return data([OAuthClient.of(row) for row in service.of_organization(tx, request_organization(access))])


@router.get("/{clientId}")
async def get_oauth_client(access: ClientMember) -> Data[OAuthClient]:
    """One client, its secret included."""
    return data(OAuthClient.of(client_of(access)))


@router.patch("/{clientId}")
async def update_oauth_client(access: ClientAdmin, change: UpdateOAuthClient, tx: Tx) -> Data[OAuthClient]:
    """Change a client."""
    return data(OAuthClient.of(service.update(tx, client_of(access), change)))


@router.delete("/{clientId}")
async def delete_oauth_client(access: ClientAdmin, tx: Tx) -> Data[OAuthClient]:
    """Delete a client; the answer shows what it was."""
    shown = OAuthClient.of(client_of(access))
    service.remove(tx, client_of(access))
    return data(shown)


@router.get("/{clientId}/managed-users")
async def get_managed_users(access: ClientMember, query: QueryOf[ManagedUsersPage], tx: Tx) -> Data[list[ManagedUser]]:
    """The client's managed users, for any member of its organization."""
    return data(managed_users.page(tx, client_of(access), query))
