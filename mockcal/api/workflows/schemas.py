"""Workflows as they are taken and shown.

A trigger is told by its `type`, a step by its `action`; each form has rules of its own. What is parsed in the end is one shape
for all of them.
"""

from typing import Annotated, Any, ClassVar, Literal

from mockcal.http import rules
from mockcal.http.answers import Wire
from mockcal.http.described import LooksLike
from mockcal.http.dto import Dto, Number
from mockcal.http.errors import Json
from mockcal.http.rules import Only

EVENT_TYPE = "event-type"
ROUTING_FORM = "routing-form"

WITH_OFFSET = (
    "beforeEvent",
    "afterEvent",
    "afterHostsCalVideoNoShow",
    "afterGuestsCalVideoNoShow",
    "formSubmittedNoEvent",
)
EVENT_TRIGGERS = (
    "beforeEvent",
    "eventCancelled",
    "newEvent",
    "afterEvent",
    "rescheduleEvent",
    "afterHostsCalVideoNoShow",
    "afterGuestsCalVideoNoShow",
    "bookingRejected",
    "bookingRequested",
    "bookingPaymentInitiated",
    "bookingPaid",
    "bookingNoShowUpdated",
)
FORM_TRIGGERS = ("formSubmitted", "formSubmittedNoEvent")

MAIL_ACTIONS = ("email_host", "email_attendee", "email_address")
NUMBER_ACTIONS = ("sms_number", "whatsapp_number")
ATTENDEE_TEXT_ACTIONS = ("sms_attendee", "whatsapp_attendee")
EVENT_ACTIONS = (*MAIL_ACTIONS, "sms_attendee", "sms_number", "whatsapp_attendee", "whatsapp_number")
FORM_ACTIONS = ("email_attendee", "email_address", "sms_attendee", "sms_number")

Form = type[Dto]
Unit = Literal["hour", "minute", "day"]
Template = Literal["reminder", "custom", "rescheduled", "completed", "rating", "cancelled"]

ONE_STEP = rules.said(rules.ArrayMinSize(1), "Your workflow must contain at least one step.")
ALLOWED_STEPS = f"Your workflow must contain at least one allowed step. allowed steps are {','.join(FORM_ACTIONS)}"
ONE_ALLOWED_STEP = rules.said(rules.ArrayMinSize(1), ALLOWED_STEPS)


class Offset(Dto):
    value: Number
    unit: Unit


class TriggerIn(Dto):
    """`offset` is not looked at where the trigger has none."""

    types: ClassVar[tuple[str, ...]]

    type: str
    offset: Annotated[Any, LooksLike(Offset)] = None

    @classmethod
    def variant(cls, data: Json) -> Form:
        if data.get("type") in cls.types:
            return WaitingTrigger if data["type"] in WITH_OFFSET else TriggerIn
        return cls


class WaitingTrigger(TriggerIn):
    offset: Annotated[Offset, rules.IsObject()]


class EventTrigger(TriggerIn):
    types = EVENT_TRIGGERS

    type: Annotated[str, Only(rules.IsEnum(EVENT_TRIGGERS))]


class FormTrigger(TriggerIn):
    types = FORM_TRIGGERS

    type: Annotated[str, Only(rules.IsEnum(FORM_TRIGGERS))]


class MessageIn(Dto):
    subject: str
    html: Any = None
    text: Any = None


class HtmlMessage(MessageIn):
    html: str


class TextMessage(MessageIn):
    text: str


class StepIn(Dto):
    """`id` counts in a PATCH only; the recipient follows from the action, whatever is sent."""

    actions: ClassVar[tuple[str, ...]]

    id: Number | None = None
    action: str
    step_number: Number
    recipient: Any = None
    template: Template
    sender: str
    message: Annotated[MessageIn, rules.IsObject()]
    include_calendar_event: bool = False
    phone_required: bool | None = None
    verified_email_id: Number | None = None
    verified_phone_id: Number | None = None

    @classmethod
    def variant(cls, data: Json) -> Form:
        action = data.get("action")
        return FORMS[str(action)] if action in cls.actions else cls


class MailStep(StepIn):
    message: Annotated[HtmlMessage, rules.IsObject()]


class AddressStep(MailStep):
    verified_email_id: Number


class TextStep(StepIn):
    message: Annotated[TextMessage, rules.IsObject()]


class NumberStep(TextStep):
    verified_phone_id: Number


FORMS: dict[str, Form] = {
    "email_host": MailStep,
    "email_attendee": MailStep,
    "email_address": AddressStep,
    "sms_attendee": TextStep,
    "whatsapp_attendee": TextStep,
    "sms_number": NumberStep,
    "whatsapp_number": NumberStep,
}


class EventStep(StepIn):
    actions = EVENT_ACTIONS

    action: Annotated[str, Only(rules.IsEnum(EVENT_ACTIONS))]


class FormStep(StepIn):
    actions = FORM_ACTIONS

    action: Annotated[str, Only(rules.said(rules.IsEnum(FORM_ACTIONS), ALLOWED_STEPS))]


class EventActivation(Dto):
    is_active_on_all_event_types: bool
    active_on_event_type_ids: list[Number] = []


class FormActivation(Dto):
    is_active_on_all_routing_forms: bool
    active_on_routing_form_ids: list[str] = []


class CreateEventWorkflow(Dto):
    name: str
    activation: Annotated[EventActivation, rules.IsObject()]
    trigger: Annotated[EventTrigger, rules.IsObject()]
    steps: Annotated[list[EventStep], ONE_STEP]


class UpdateEventWorkflow(Dto):
    """`steps` are the whole new set."""

    name: str | None = None
    activation: EventActivation | None = None
    trigger: EventTrigger | None = None
    steps: Annotated[list[EventStep], ONE_STEP] | None = None


class CreateFormWorkflow(Dto):
    name: str
    activation: Annotated[FormActivation, rules.IsObject()]
    trigger: Annotated[FormTrigger, rules.IsObject()]
    steps: Annotated[list[FormStep], ONE_ALLOWED_STEP]


class UpdateFormWorkflow(Dto):
    name: str | None = None
    activation: FormActivation | None = None
    trigger: FormTrigger | None = None
    steps: Annotated[list[FormStep], ONE_ALLOWED_STEP] | None = None


Change = CreateEventWorkflow | UpdateEventWorkflow | CreateFormWorkflow | UpdateFormWorkflow


class EventActivationOut(Wire):
    is_active_on_all_event_types: bool
    active_on_event_type_ids: list[int]


class FormActivationOut(Wire):
    is_active_on_all_routing_forms: bool
    active_on_routing_form_ids: list[str]


class OffsetOut(Wire):
    value: int
    unit: str


class TriggerOut(Wire):
    type: str
    offset: OffsetOut | None = None


class MessageOut(Wire):
    subject: str
    html: str | None = None
    text: str | None = None


class StepOut(Wire):
    id: int
    step_number: int
    action: str
    recipient: str
    email: str
    phone: str
    phone_required: bool | None = None
    template: str
    include_calendar_event: bool
    sender: str
    message: MessageOut


class WorkflowOut(Wire):
    id: int
    name: str
    activation: EventActivationOut | FormActivationOut
    trigger: TriggerOut
    steps: list[StepOut]
    type: str
