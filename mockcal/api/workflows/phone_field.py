"""The booking field `smsReminderNumber`: there wherever a workflow texts the attendee."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlmodel import col

from mockcal.events import workflows
from mockcal.sandbox.transaction import Transaction
from mockcal.store.booking_fields import SMS_REMINDER, with_sms_reminder, without_sms_reminder
from mockcal.store.event_types import EventType
from mockcal.store.workflows import WorkflowStep

ASKS_FOR_NUMBER = "sms_attendee"


def refresh(tx: Transaction, event_type: EventType) -> None:
    """Give the form of `event_type` the field that its workflows ask for, or take it away."""
    active = [one.id for one in workflows.active_on(tx, event_type)]
    steps = select(WorkflowStep).where(
        col(WorkflowStep.workflow_id).in_(active), WorkflowStep.action == ASKS_FOR_NUMBER
    )
    if asking := tx.all(steps):
        required = any(step.number_required for step in asking)
        event_type.booking_fields = with_sms_reminder(event_type, required=required)
    elif any(isinstance(one, dict) and one.get("name") == SMS_REMINDER for one in event_type.booking_fields or []):
        event_type.booking_fields = without_sms_reminder(event_type)
    tx.flush()


def refresh_all(tx: Transaction, event_types: Iterable[EventType]) -> None:
    for event_type in event_types:
        refresh(tx, event_type)
