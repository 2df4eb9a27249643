"""What `/v2/billing` takes and shows."""

from typing import Annotated, Any

from mockcal.http import rules
from mockcal.http.answers import Wire
from mockcal.http.dto import Dto
from mockcal.http.rules import Only

PLANS = ("FREE", "STARTER", "ESSENTIALS", "SCALE", "ENTERPRISE", "PER_ACTIVE_USER")


class ChoosePlan(Dto):
    plan: Annotated[str, Only(rules.IsEnum(PLANS))]


class StripeEvent(Dto):
    """What Stripe tells of; anything is taken, most of it ignored."""

    type: Any = None
    data: Any = None


class Standing(Wire):
    valid: bool
    plan: str


class Checkout(Wire):
    url: str
