"""`/v2/credits`: what pays for texts and calls."""

from typing import Annotated

from fastapi import APIRouter, Depends
from sqlalchemy import select
from sqlmodel import col

from mockcal.auth.guards import Access, Guard, authenticated
from mockcal.http.answers import Data, Wire, data
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute
from mockcal.sandbox.transaction import Transaction
from mockcal.store.teams import Membership, Team

CreditsReader = Annotated[Access, Depends(Guard(authenticated("CREDITS_READ")))]
OF_ORGANIZATION, OF_TEAM = 1000, 750
"""Credits that each accepted member brings in a month."""

router = APIRouter(prefix="/v2/credits", tags=["Credits"], route_class=VersionedRoute)


class Balance(Wire):
    """`additional` are those that were bought; here nobody sells any."""

    monthly_remaining: int
    additional: int


class Credits(Wire):
    has_credits: bool
    balance: Balance


@router.get("/available")
async def get_available_credits(access: CreditsReader, tx: Tx) -> Data[Credits]:
    """What my organization has, else my largest team; somebody on his own has none."""
    monthly = _monthly(tx, access.caller.user_id)
    return data(Credits(has_credits=monthly > 0, balance=Balance(monthly_remaining=monthly, additional=0)))


def _monthly(tx: Transaction, user_id: int) -> int:
    mine = select(Membership.team_id).where(Membership.user_id == user_id, Membership.accepted)
    teams = tx.all(select(Team).where(col(Team.id).in_(mine)))
    organizations = [team for team in teams if team.is_organization]
    each = OF_ORGANIZATION if organizations else OF_TEAM
    return max((each * _members(tx, team) for team in organizations or teams), default=0)


def _members(tx: Transaction, team: Team) -> int:
    return tx.count(select(Membership.id).where(Membership.team_id == team.id, Membership.accepted))
