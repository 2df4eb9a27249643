"""Phone calls that a voice service makes about an event type; here nobody is rung up."""

from typing import Annotated, Any

from mockcal.http import rules
from mockcal.http.answers import Wire
from mockcal.http.dto import Dto
from mockcal.http.errors import RecordMissing
from mockcal.http.rules import Only
from mockcal.sandbox.transaction import Transaction
from mockcal.store.event_types import EventType

CUSTOM = "CUSTOM_TEMPLATE"
TEMPLATES = ("CHECK_IN_APPOINTMENT", CUSTOM)
PHONE = r"^\+[1-9]\d{1,14}$"
SENTENCE = "Invalid phone number format. Expected format: +<CountryCode><PhoneNumber> with no spaces or separators."

Phone = Annotated[str, Only(rules.Matches(PHONE, SENTENCE))]


class CreatePhoneCall(Dto):
    """Empty texts about the guest count as none."""

    your_phone_number: Phone
    number_to_call: Phone
    cal_api_key: str
    enabled: bool = True
    template_type: Annotated[str, Only(rules.IsEnum(TEMPLATES))] = CUSTOM
    scheduler_name: str | None = None
    guest_name: str | None = None
    guest_email: str | None = None
    guest_company: str | None = None
    begin_message: str | None = None
    general_prompt: str | None = None


class PhoneCall(Wire):
    call_id: str
    agent_id: str


def create(tx: Transaction, event_type_id: int, body: CreatePhoneCall) -> PhoneCall:
    """Keeps the configuration, one per event type. 400 for an unknown event type."""
    row = tx.get(EventType, event_type_id)
    if row is None:
        raise RecordMissing(explain=f"there is no event type with id {event_type_id}")
    row.phone_call = _configuration(body)
    tx.flush()
    return PhoneCall(call_id=f"call_{tx.ids.hex(32)}", agent_id=f"agent_{tx.ids.hex(26)}")


def _configuration(body: CreatePhoneCall) -> dict[str, Any]:
    given = body.model_dump(by_alias=True)
    return {name: value for name, value in given.items() if value is not None and value != ""}
