"""What the consent page of a third-party app would give."""

from fastapi import APIRouter
from sqlalchemy import select

from mockcal.api.oauth2 import service
from mockcal.control.bodies import Body, BodyOf
from mockcal.http.answers import plain
from mockcal.http.errors import NotFound
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute
from mockcal.sandbox.transaction import Transaction
from mockcal.seed.loading import find_user, managed_users_at, team_at
from mockcal.store.teams import Team
from mockcal.store.users import User

router = APIRouter(prefix="/_mock/oauth2", tags=["mockcal"], route_class=VersionedRoute)


class IssueCode(Body):
    """`user` and `team` (SLUG or ORG/SLUG) are named as in fixtures, a user by any address too; the rest is the app's request."""

    client_id: str
    user: str
    team: str | None = None
    scopes: list[str] | None = None
    redirect_uri: str | None = None
    state: str | None = None
    code_challenge: str | None = None
    code_challenge_method: str | None = None


class Unknown(NotFound):
    def __init__(self, kind: str, name: str) -> None:
        super().__init__(f"This sandbox has no {kind} {name}.")


@router.post("/codes", status_code=201)
async def issue_code(body: BodyOf[IssueCode], tx: Tx) -> dict[str, str]:
    """Let a user agree to an app, for himself or for a team of his; refused as the page would refuse."""
    issued = service.issue_code(
        tx,
        client_id=body.client_id,
        user=_user(tx, body.user),
        team=None if body.team is None else _team(tx, body.team),
        scopes=body.scopes,
        redirect_uri=body.redirect_uri,
        state=body.state,
        code_challenge=body.code_challenge,
        code_challenge_method=body.code_challenge_method,
    )
    return plain({"code": issued.code, "redirectUrl": issued.redirect_url}, status=201)


def _user(tx: Transaction, name: str) -> User:
    """As a fixture calls him."""
    managed = next(iter(managed_users_at(tx, name)), None)
    found = find_user(tx, name) or managed or tx.first(select(User).where(User.email == name))
    if found is None:
        raise Unknown("user", name)
    return found


def _team(tx: Transaction, path: str) -> Team:
    """An organization counts as a team here, as it does for the real page."""
    found = team_at(tx, path)
    if found is None:
        raise Unknown("team", path)
    return found
