"""The answers to booking fields as payloads show them: by slug, each with its label."""

from typing import Any

from mockcal.events.facts import Facts
from mockcal.http.answers import OMIT, Wire
from mockcal.store.booking_fields import SMS_REMINDER, SYSTEM_NAMES, Field, fields_of


class Answer(Wire):
    """`value` is left out when nothing was answered, `is_hidden` when the event type stores no fields."""

    label: str
    value: Any = None
    is_hidden: bool | None = None


Answers = dict[str, Answer]


def all_answers(facts: Facts) -> Answers:
    """Every field of the form, the system's own with it."""
    fields = fields_of(facts.event_type) if facts.event_type is not None else []
    return {field["name"]: _answer(field, facts.answers) for field in fields}


def custom_answers(facts: Facts) -> Answers:
    """Those of `all_answers` that somebody added to the form."""
    return {slug: answer for slug, answer in all_answers(facts).items() if _is_custom(slug)}


def stored_answers(facts: Facts) -> Answers:
    """The same where the event type stored its form; else what was answered, each answer labelled with its own key."""
    if _has_form(facts):
        return all_answers(facts)
    return {slug: Answer(label=slug, value=value) for slug, value in facts.answers.items()}


def stored_custom_answers(facts: Facts) -> Answers:
    return custom_answers(facts) if _has_form(facts) else {}


def _has_form(facts: Facts) -> bool:
    return facts.event_type is not None and isinstance(facts.event_type.booking_fields, list)


def _answer(field: Field, answers: dict[str, Any]) -> Answer:
    slug = field["name"]
    value = answers.get(slug, [] if slug == "guests" else None)
    return Answer(
        label=field.get("label") or field.get("defaultLabel") or slug,
        value=OMIT if value is None else value,
        is_hidden=bool(field.get("hidden")),
    )


def _is_custom(slug: str) -> bool:
    return slug not in SYSTEM_NAMES and slug != SMS_REMINDER
