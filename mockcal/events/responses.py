"""Reading what was answered to a routing form."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from mockcal.sandbox.transaction import Transaction
from mockcal.store.form_fields import Json, live
from mockcal.store.routing_forms import FormResponse, RoutingForm

SAME_PERSON_WITHIN = timedelta(minutes=60)


def answers_of(form: RoutingForm, response: Any) -> list[tuple[Json, Any]]:
    """Fields with their stored values, as far as the response has any; it may be of any form."""
    answers = response if isinstance(response, dict) else {}
    return [
        (field, answer.get("value"))
        for field in live(form.fields)
        if isinstance(answer := answers.get(field["id"]), dict)
    ]


def answer_to(form: RoutingForm, response: Any, field_type: str) -> str | None:
    """What the first field of this type was answered with."""
    values = (value for field, value in answers_of(form, response) if field.get("type") == field_type)
    return next((str(value) for value in values if value), None)


def is_booked(tx: Transaction, form: RoutingForm, row: FormResponse) -> bool:
    """A booking came of it, or within the hour of another response of the same address to the same form."""
    if row.routed_to_booking_uid is not None:
        return True
    address = answer_to(form, row.response, "email")
    booked = select(FormResponse).where(
        FormResponse.form_id == row.form_id,
        col(FormResponse.routed_to_booking_uid).is_not(None),
        FormResponse.created_at >= tx.now - SAME_PERSON_WITHIN,
    )
    return address is not None and any(answer_to(form, one.response, "email") == address for one in tx.all(booked))
