"""Links that invite whoever holds them."""

from datetime import timedelta

from mockcal.http.answers import Wire
from mockcal.sandbox.transaction import Transaction
from mockcal.store.teams import InviteToken, Team

GOOD_FOR = timedelta(days=7)
TOKEN_LENGTH = 64


class Invite(Wire):
    token: str
    invite_link: str


def create(tx: Transaction, team: Team, base_url: str) -> Invite:
    """A new link each time; the older ones stay good."""
    token = new_token(tx, team.id)
    return Invite(token=token, invite_link=link(team, token, base_url))


def new_token(tx: Transaction, team_id: int | None) -> str:
    row = tx.add(InviteToken(token=tx.ids.hex(TOKEN_LENGTH), team_id=team_id, expires=tx.now + GOOD_FOR))
    return row.token


def link(team: Team, token: str, base_url: str) -> str:
    """Whoever joins a standalone team may have an account already; in an organization it is made."""
    if team.is_organization or team.parent_id is not None:
        return f"{base_url}/signup?token={token}&callbackUrl=/getting-started"
    return f"{base_url}/teams?token={token}"
