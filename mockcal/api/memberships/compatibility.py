"""Who may share a team or an organization: accounts of a platform OAuth client keep to what that client made."""

from sqlalchemy import select

from mockcal.http.errors import BadRequest
from mockcal.sandbox.transaction import Transaction
from mockcal.store.oauth import OAuthClient
from mockcal.store.teams import Team
from mockcal.store.users import User


class _CannotAdd(BadRequest):
    """400; `where` is a team or an organization."""

    reason: str

    def __init__(self, where: str) -> None:
        super().__init__(f"Can't add user to {where} - {self.reason.format(where=where)}")


class OnlyUserIsManaged(_CannotAdd):
    reason = (
        "the user is platform managed user but {where} is not because {where} probably was not created using OAuth "
        "credentials."
    )


class OnlyPlaceIsManaged(_CannotAdd):
    reason = (
        "the user is not platform managed user but {where} is platform managed. Both have to be created using OAuth "
        "credentials."
    )


class DifferentClients(_CannotAdd):
    reason = "managed user and {where} were created using different OAuth clients."


def require_compatible_with_team(tx: Transaction, team: Team, user_id: int) -> None:
    """Both of one client, or neither of any."""
    of_user, of_team = _client_of(tx, user_id), team.created_by_oauth_client_id
    if of_user == of_team:
        return
    if of_team is None:
        raise OnlyUserIsManaged("team")
    if of_user is None:
        raise OnlyPlaceIsManaged("team")
    raise DifferentClients("team")


def require_compatible_with_organization(tx: Transaction, org: Team, user_id: int) -> None:
    """One of the organization's clients, or none when it has none."""
    of_user = _client_of(tx, user_id)
    of_org = tx.all(select(OAuthClient.id).where(OAuthClient.organization_id == org.id))
    if of_user in of_org or (of_user is None and not of_org):
        return
    if of_user is None:
        raise OnlyPlaceIsManaged("organization")
    if not of_org:
        raise OnlyUserIsManaged("organization")
    raise DifferentClients("organization")


def _client_of(tx: Transaction, user_id: int) -> str | None:
    user = tx.get(User, user_id)
    return user.oauth_client_id if user else None
