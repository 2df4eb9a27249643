"""The fields of a routing form in their stored form, and what an answer to one reads like."""

from collections.abc import Iterable
from typing import Any, NamedTuple

Json = dict[str, Any]

CHOICES = ("select", "multiselect")


class Option(NamedTuple):
    """`id` is null for an option of the older kind, which is known by its label alone."""

    id: str | None
    label: str


def live(fields: Iterable[Json] | None) -> list[Json]:
    """Those that were not deleted."""
    return [field for field in fields or [] if not field.get("deleted")]


def key_of(field: Json) -> str:
    """What an answer to the field is sent under: its identifier, else its label."""
    return field.get("identifier") or field.get("label") or ""


def options_of(field: Json) -> list[Option]:
    """Its options; older fields have one per line of `selectText`, without ids."""
    if field.get("options"):
        return [Option(one.get("id"), one.get("label") or "") for one in field["options"]]
    return [Option(None, line.strip()) for line in (field.get("selectText") or "").splitlines() if line.strip()]


def chosen(field: Json, value: Any) -> list[Option]:
    """The options that the stored value of a choice stands for; a value that is no option is a label of its own."""
    by_id = {option.id: option for option in options_of(field) if option.id is not None}
    by_label = {option.label: option for option in options_of(field)}
    values = value if isinstance(value, list) else [value] if value not in ("", None) else []
    return [by_id.get(one) or by_label.get(one) or Option(None, str(one)) for one in values]


def is_choice(field: Json) -> bool:
    return field.get("type") in CHOICES


def readable(field: Json, value: Any) -> Any:
    """The answer as people read it: labels in the place of option ids."""
    if not is_choice(field):
        return value
    labels = [option.label for option in chosen(field, value)]
    return labels if field["type"] == "multiselect" else labels[0] if labels else ""
