"""The plan of a platform organization, and what Stripe says about it."""

from typing import Any

from sqlalchemy import select

from mockcal.api.billing.schemas import PLANS
from mockcal.api.bookings import payment
from mockcal.http.errors import RecordNotFound
from mockcal.sandbox.transaction import Transaction
from mockcal.store.teams import PlatformBilling, Team

NONE = "none"
PAYMENT_PAGE = "https://checkout.stripe.com/c/pay"
HOW_TO_PAY = (
    'nobody pays here: POST /v2/billing/webhook {{"type": "checkout.session.completed", "data": {{"object": '
    '{{"metadata": {{"teamId": {team_id}, "plan": "{plan}"}}}}}}}}'
)


def plan_of(tx: Transaction, team_id: int) -> str:
    billing = tx.get(PlatformBilling, team_id)
    return billing.plan if billing is not None and billing.subscription_id else NONE


def checkout(tx: Transaction, team_id: int, plan: str) -> str:
    """Where the plan would be paid for. From here on the organization is a customer, not yet a subscriber."""
    if tx.get(PlatformBilling, team_id) is None:
        tx.add(PlatformBilling(organization_id=team_id, customer_id=f"cus_{tx.ids.hex(14)}"))
    tx.explain(HOW_TO_PAY.format(team_id=team_id, plan=plan))
    return f"{PAYMENT_PAGE}/cs_test_{tx.ids.hex(24)}"


def unsubscribe(tx: Transaction, organization_id: int) -> None:
    """404 for an organization that was never a customer."""
    billing = tx.get(PlatformBilling, organization_id)
    if billing is None:
        raise RecordNotFound
    _end(billing)
    tx.flush()


def hear(tx: Transaction, kind: Any, told: Any) -> None:
    """An event of Stripe's, signed or not; what concerns no customer of ours is passed over."""
    thing = told.get("object") if isinstance(told, dict) else None
    if not isinstance(thing, dict):
        return
    if kind == "checkout.session.completed":
        _subscribe(tx, thing)
    if kind == payment.SUCCEEDED:
        payment.pay(tx, str(_metadata(thing).get("bookingUid")))
    billing = _known(tx, thing)
    if billing is None:
        return
    if kind == "customer.subscription.deleted":
        _end(billing)
    elif kind in ("invoice.payment_failed", "invoice.payment_succeeded"):
        billing.overdue = kind == "invoice.payment_failed"
    tx.flush()


def _subscribe(tx: Transaction, session: dict[str, Any]) -> None:
    wanted = _metadata(session)
    team_id, plan = str(wanted.get("teamId", "")), wanted.get("plan")
    team = tx.get(Team, int(team_id)) if team_id.isascii() and team_id.isdigit() and len(team_id) < 10 else None
    if team is None or plan not in PLANS:
        return
    billing = tx.get(PlatformBilling, team.id) or PlatformBilling(
        organization_id=team.id or 0, customer_id=f"cus_{tx.ids.hex(14)}"
    )
    billing.plan, billing.overdue = plan, False
    billing.subscription_id = _text(session.get("subscription")) or f"sub_{tx.ids.hex(14)}"
    billing.customer_id = _text(session.get("customer")) or billing.customer_id
    tx.add(billing)


def _metadata(thing: dict[str, Any]) -> dict[str, Any]:
    metadata = thing.get("metadata")
    return metadata if isinstance(metadata, dict) else {}


def _known(tx: Transaction, thing: dict[str, Any]) -> PlatformBilling | None:
    """By its subscription, which the event is or names."""
    subscription = _text(thing.get("subscription")) or _text(thing.get("id"))
    if subscription is None:
        return None
    return tx.first(select(PlatformBilling).where(PlatformBilling.subscription_id == subscription))


def _end(billing: PlatformBilling) -> None:
    billing.subscription_id, billing.plan, billing.overdue = None, NONE, False


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None
