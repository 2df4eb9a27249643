"""`/v2/billing`: what the platform's own dashboard asks, logged in with a browser; and where Stripe reports to."""

from typing import Annotated

from fastapi import APIRouter, Depends

from mockcal.api.billing import service
from mockcal.api.billing.schemas import Checkout, ChoosePlan, Standing, StripeEvent
from mockcal.auth.guards import Access, Anyone, Guard, role, session_only
from mockcal.http.answers import Data, Success, data, success
from mockcal.http.params import OrgId, TeamId
from mockcal.http.transactions import Tx
from mockcal.http.versions import VersionedRoute

Member = Annotated[Access, Depends(Guard(session_only, role("TEAM_MEMBER")))]
Admin = Annotated[Access, Depends(Guard(session_only, role("TEAM_ADMIN")))]
OrgAdmin = Annotated[Access, Depends(Guard(session_only, role("ORG_ADMIN")))]

router = APIRouter(prefix="/v2/billing", tags=["Platform / Billing"], route_class=VersionedRoute)


@router.get("/{teamId}/check")
async def check_billing(access: Member, team_id: TeamId, tx: Tx) -> Data[Standing]:
    """Whether the organization pays, and for what."""
    plan = service.plan_of(tx, team_id)
    return data(Standing(valid=plan != service.NONE, plan=plan))


@router.post("/{teamId}/subscribe", status_code=201)
async def subscribe(access: Admin, team_id: TeamId, body: ChoosePlan, tx: Tx) -> Data[Checkout]:
    """The page on which a first plan is paid for."""
    return data(Checkout(url=service.checkout(tx, team_id, body.plan)), status=201)


@router.post("/{teamId}/upgrade", status_code=201)
async def upgrade(access: Admin, team_id: TeamId, body: ChoosePlan, tx: Tx) -> Data[Checkout]:
    """The page on which another plan is paid for."""
    return data(Checkout(url=service.checkout(tx, team_id, body.plan)), status=201)


@router.delete("/{orgId}/unsubscribe")
async def unsubscribe(access: OrgAdmin, org_id: OrgId, tx: Tx) -> Success:
    """Give the plan up."""
    service.unsubscribe(tx, org_id)
    return success()


@router.post("/webhook")
async def stripe_webhook(access: Anyone, body: StripeEvent, tx: Tx) -> Success:
    """An event of Stripe's; whatever it is, it was received."""
    service.hear(tx, body.type, body.data)
    return success()
