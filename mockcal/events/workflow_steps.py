"""The steps of a workflow: to whom each speaks, and the mail or text that comes of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from mockcal.events import messages, workflow_variables
from mockcal.events.facts import Facts
from mockcal.events.responses import answer_to
from mockcal.events.workflow_variables import Variables, fill, plain_text
from mockcal.sandbox.transaction import Transaction
from mockcal.store.bookings import Attendee
from mockcal.store.routing_forms import FormResponse, RoutingForm
from mockcal.store.workflows import Workflow, WorkflowStep

TEMPLATE = "workflow-reminder"
BY_TEXT = ("sms_attendee", "sms_number", "whatsapp_attendee", "whatsapp_number")


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody a step speaks to: an address or a number, and what the variables mean to him."""

    to: str
    variables: Variables


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a workflow speaks about. Each list may be empty; `elsewhere` are the variables for a fixed address or number."""

    hosts: Sequence[Reader]
    attendee_emails: Sequence[Reader]
    attendee_phones: Sequence[Reader]
    elsewhere: Variables
    booking_uid: str | None = None


def send(tx: Transaction, workflow: Workflow, occasion: Occasion) -> None:
    """Every step, in its order."""
    steps = select(WorkflowStep).where(WorkflowStep.workflow_id == workflow.id)
    for step in tx.all(steps.order_by(WorkflowStep.step_number, WorkflowStep.id)):
        speak = _text if step.action in BY_TEXT else _mail
        for reader in _readers(step, occasion):
            speak(tx, step, reader, occasion.booking_uid)


def of_booking(facts: Facts) -> Occasion:
    """Each attendee reads in his own zone, everybody else in the organizer's."""
    organizer_zone = facts.organizer.time_zone if facts.organizer else "UTC"
    about = workflow_variables.of_booking(facts, facts.booker, organizer_zone)
    return Occasion(
        hosts=[Reader(email, about) for email in _host_emails(facts)],
        attendee_emails=_attendees(facts, lambda one: one.email),
        attendee_phones=_attendees(facts, lambda one: _phone(facts, one)),
        elsewhere=about,
        booking_uid=facts.booking.uid,
    )


def of_response(form: RoutingForm, row: FormResponse) -> Occasion:
    """Whoever answered is known by the addresses and numbers among the answers."""
    variables = workflow_variables.of_response(form, row)
    email, phone = (answer_to(form, row.response, kind) for kind in ("email", "phone"))
    return Occasion(
        hosts=[],
        attendee_emails=[Reader(email, variables)] if email else [],
        attendee_phones=[Reader(phone, variables)] if phone else [],
        elsewhere=variables,
    )


def _host_emails(facts: Facts) -> list[str]:
    """The organizer, then the others who host with him."""
    organizer = [facts.organizer_email] if facts.organizer_email else []
    return [*organizer, *(user.email for _, user in facts.co_hosts)]


def _attendees(facts: Facts, reach: Callable[[Attendee], str | None]) -> list[Reader]:
    reached = [(to, one) for one in facts.attendees if (to := reach(one))]
    return [Reader(to, workflow_variables.of_booking(facts, one, one.time_zone)) for to, one in reached]


def _phone(facts: Facts, attendee: Attendee) -> str | None:
    """The number given for reminders is the booker's."""
    own = facts.booking.sms_reminder_number if attendee is facts.booker else None
    return own or attendee.phone_number


def _readers(step: WorkflowStep, occasion: Occasion) -> Sequence[Reader]:
    match step.action:
        case "email_host":
            return occasion.hosts
        case "email_attendee":
            return occasion.attendee_emails
        case "sms_attendee" | "whatsapp_attendee":
            return occasion.attendee_phones
        case _:
            return [Reader(step.send_to, occasion.elsewhere)] if step.send_to else []


def _mail(tx: Transaction, step: WorkflowStep, reader: Reader, booking_uid: str | None) -> None:
    html = fill(step.reminder_body or "", reader.variables, html=True)
    messages.mail(
        tx,
        TEMPLATE,
        to=reader.to,
        subject=fill(step.email_subject or "", reader.variables),
        text=plain_text(html),
        html=html,
        booking_uid=booking_uid,
        sender=step.sender or messages.MAIL_SENDER,
    )


def _text(tx: Transaction, step: WorkflowStep, reader: Reader, booking_uid: str | None) -> None:
    messages.sms(
        tx,
        TEMPLATE,
        to=reader.to,
        text=fill(step.reminder_body or "", reader.variables),
        booking_uid=booking_uid,
        sender=step.sender or messages.TEXT_SENDER,
    )
