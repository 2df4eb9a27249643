"""Where the link leads that asks to pay for a team: whoever follows it has paid."""

from typing import Annotated

from fastapi import APIRouter, Path

from mockcal.api.teams import service
from mockcal.control.bodies import Body, QueryOf
from mockcal.http.answers import Wire, answer
from mockcal.http.errors import NotFound
from mockcal.http.params import Strict
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute
from mockcal.store.teams import Team
from mockcal.store.users import User

TeamId = Annotated[int, Path(alias="teamId"), Strict]

router = APIRouter(prefix="/_mock/checkout", tags=["mockcal"], route_class=VersionedRoute)


class NothingToPay(NotFound):
    def __init__(self) -> None:
        super().__init__("No team waits for this payment.")


class CheckoutQuery(Body):
    owner: int


class Paid(Wire):
    paid: bool
    team_id: int


@router.get("/teams/{teamId}")
async def pay_for_team(team_id: TeamId, query: QueryOf[CheckoutQuery], tx: Tx) -> Paid:
    """Pay: the team is its creator's from now on. To follow the link again changes nothing."""
    team, owner = tx.get(Team, team_id), tx.get(User, query.owner)
    if team is None or owner is None:
        raise NothingToPay
    if team.pending_payment:
        service.pay(tx, team, owner)
    return answer(Paid(paid=True, team_id=team_id))
