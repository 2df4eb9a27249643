"""Booking fields: the API's form of one, the stored form, and the way between them."""

from collections.abc import Callable, Sequence
from typing import Any

from mockcal.api.event_types.locations import told
from mockcal.events.handlebars import text_of
from mockcal.http.dto import Dto, check
from mockcal.http.errors import BadRequest, Json
from mockcal.http.json_text import dump
from mockcal.store.booking_fields import Field, is_readable, system_field, system_fields

BY_SLUG = ("title", "notes", "guests", "rescheduleReason", "location")
"""Fields of the system that are told by their slug; a type that is sent with one is not looked at."""
BY_TYPE = ("name", "splitName", "email")
"""Fields of the system that are told by their type."""
PHONE = "attendeePhoneNumber"
SPLIT = "firstAndLastName"
WITH_PLACEHOLDER = ("phone", "address", "text", "number", "textarea", "multiemail", "url", "select")
WITH_OPTIONS = ("select", "multiselect", "checkbox", "radio")
USER_SOURCE = {"id": "user", "type": "user", "label": "User", "fieldRequired": True}


class NameIn(Dto):
    type: str
    label: str | None = None
    placeholder: str | None = None
    disable_on_prefill: bool | None = None


class SplitNameIn(Dto):
    type: str
    first_name_label: str | None = None
    first_name_placeholder: str | None = None
    last_name_label: str | None = None
    last_name_placeholder: str | None = None
    last_name_required: bool | None = None
    disable_on_prefill: bool | None = None


class EmailIn(Dto):
    type: str
    label: str | None = None
    required: bool | None = None
    hidden: bool | None = None
    placeholder: str | None = None
    disable_on_prefill: bool | None = None


class DefaultIn(Dto):
    slug: str
    label: str | None = None
    required: bool | None = None
    hidden: bool | None = None
    placeholder: str | None = None
    disable_on_prefill: bool | None = None


class LocationIn(Dto):
    slug: str
    label: str | None = None


class BooleanIn(Dto):
    type: str
    slug: str
    label: str
    required: bool
    hidden: bool | None = None
    disable_on_prefill: bool | None = None


class TextIn(BooleanIn):
    placeholder: str | None = None


class AttendeePhoneIn(Dto):
    """The system's own phone field: told by type and slug, and with a label of its own."""

    type: str
    slug: str
    required: bool
    label: str | None = None
    hidden: bool | None = None
    placeholder: str | None = None
    disable_on_prefill: bool | None = None


class ChoiceIn(BooleanIn):
    options: list[str]


class SelectIn(ChoiceIn):
    placeholder: str | None = None


_INPUTS: dict[str, type[Dto]] = {
    "name": NameIn,
    "splitName": SplitNameIn,
    "email": EmailIn,
    **dict.fromkeys(BY_SLUG, DefaultIn),
    "location": LocationIn,
    **dict.fromkeys(("phone", "address", "text", "number", "textarea", "multiemail", "url"), TextIn),
    "boolean": BooleanIn,
    "select": SelectIn,
    **dict.fromkeys(("multiselect", "checkbox", "radio"), ChoiceIn),
}
CUSTOM_TYPES = (*WITH_PLACEHOLDER, "multiselect", "checkbox", "radio", "boolean")


class NotAList(BadRequest):
    def __init__(self) -> None:
        super().__init__("'bookingFields' must be an array.")


class NoField(BadRequest):
    def __init__(self) -> None:
        super().__init__("'bookingFields' must contain at least 1 booking field.")


class WithoutType(BadRequest):
    def __init__(self) -> None:
        super().__init__(
            "All booking fields except ones with slug equal to title, notes, guests, rescheduleReason and location "
            "must have a 'type' property."
        )


class WithoutSlug(BadRequest):
    def __init__(self) -> None:
        super().__init__(
            "Each booking field except ones with type equal to name, splitName, email must have a 'slug' property."
        )


class SlugTwice(BadRequest):
    def __init__(self, slug: str) -> None:
        super().__init__(f"Duplicate bookingFields slug '{slug}' found. All bookingFields slugs must be unique.")


class UnsupportedType(BadRequest):
    def __init__(self, kind: Any) -> None:
        super().__init__(f"Unsupported booking field type '{text_of(kind)}'.")


class InvalidField(BadRequest):
    def __init__(self, kind: str, errors: list[Json]) -> None:
        super().__init__(f"Validation failed for {kind} booking field: {told(errors)}")


class NoContact(BadRequest):
    def __init__(self) -> None:
        super().__init__(
            "Booking fields validation failed: visible and required email or visible and required attendee phone field "
            "is needed."
        )


class EmailHidden(BadRequest):
    def __init__(self) -> None:
        super().__init__("checkIsEmailUserAccessible - Email booking field must be required and visible")


def require_valid(fields: Any) -> None:
    """400 for the first thing that is wrong with a list of fields in the API's form."""
    if not isinstance(fields, list):
        raise NotAList
    if not fields:
        raise NoField
    slugs: set[str] = set()
    for field in fields:
        _require_one(field if isinstance(field, dict) else {}, slugs)


def require_contact(fields: Sequence[Field]) -> None:
    """400 unless a booker must leave an address or a phone number. `fields` are in the stored form."""
    if not _is_asked(fields, "email") and not _is_asked(fields, PHONE):
        raise NoContact


def require_email(fields: Sequence[Field]) -> None:
    """400 unless a booker must leave an address."""
    if not _is_asked(fields, "email"):
        raise EmailHidden


def stored(fields: Sequence[Json], *, disable_guests: bool | None = None) -> list[Field]:
    """Valid fields of the API's form in the stored one: the system's in their places, custom ones in the order given."""
    given = {_kind(field): _stored(field) for field in fields if _kind(field) not in CUSTOM_TYPES}
    given["name"] = given.pop("splitName", None) or given.get("name") or {**_default("name"), "label": "your_name"}
    custom = [_stored(field) for field in fields if _kind(field) in CUSTOM_TYPES]
    before = [given.get(name) or _default(name) for name in ("name", "email", "location")]
    after = [given.get(name) or _default(name) for name in ("title", "notes", "guests", "rescheduleReason")]
    every = [*before, *custom, *after]
    if disable_guests is not None:
        _guests(every)["hidden"] = disable_guests
    return every


def hides_guests(fields: Sequence[Field]) -> bool:
    return bool(_guests(fields).get("hidden"))


def shown(booking_fields: Any, *, disable_guests: bool = False, with_hidden: bool = True) -> list[Json]:
    """Stored fields in the API's form; what cannot be read comes last, as text. Null shows the system's fields."""
    every = system_fields(disable_guests=disable_guests) if booking_fields is None else booking_fields
    listed = every if isinstance(every, list) else []
    pairs = [(field, _shown(field)) for field in listed]
    known = [one for _, one in pairs if one is not None and (with_hidden or not one.get("hidden"))]
    return [*known, *(_unknown(field) for field, one in pairs if one is None)]


def _require_one(field: Json, slugs: set[str]) -> None:
    kind, slug = field.get("type"), field.get("slug")
    if not kind and slug not in BY_SLUG:
        raise WithoutType
    if not slug and kind not in BY_TYPE:
        raise WithoutSlug
    if isinstance(slug, str):
        if slug in slugs:
            raise SlugTwice(slug)
        slugs.add(slug)
    told_by = slug if slug in BY_SLUG else kind
    model = _input(told_by, slug)
    if model is None or (told_by in BY_SLUG and slug != told_by):
        raise UnsupportedType(kind)
    if errors := check(model, field):
        raise InvalidField(str(told_by), errors)


def _input(told_by: Any, slug: Any) -> type[Dto] | None:
    if (told_by, slug) == ("phone", PHONE):
        return AttendeePhoneIn
    return _INPUTS.get(told_by) if isinstance(told_by, str) else None


def _kind(field: Json) -> str:
    """The slug of a field of the system that is told by it, else the type."""
    return field["slug"] if field.get("slug") in BY_SLUG else field["type"]


def _default(name: str) -> Field:
    """A field of the system that nobody said anything about, once a form is stored."""
    own = system_field(name)
    if name == "location":
        return own
    shown = {} if name == "name" else {"hidden": bool(own.get("hidden"))}
    return {**own, "disableOnPrefill": False, **shown}


def _stored(field: Json) -> Field:
    kind = _kind(field)
    if kind == "splitName":
        return _split_name(field)
    if kind in CUSTOM_TYPES:
        return _custom(field)
    own = system_field(kind)
    if kind == "location":
        return {**own, **_given(field, "label")}
    own |= {**_given(field, "label", "placeholder"), "disableOnPrefill": bool(field.get("disableOnPrefill"))}
    if kind != "name":
        own |= {"required": bool(field.get("required")), "hidden": bool(field.get("hidden"))}
    return own


def _split_name(field: Json) -> Field:
    first = {
        "name": "firstName",
        "type": "text",
        "label": field.get("firstNameLabel") or "",
        "placeholder": field.get("firstNamePlaceholder") or "",
        "required": True,
    }
    last = {
        "name": "lastName",
        "type": "text",
        "label": field.get("lastNameLabel") or "",
        "placeholder": field.get("lastNamePlaceholder") or "",
        "required": bool(field.get("lastNameRequired")),
    }
    return {
        **system_field("name"),
        "variant": SPLIT,
        "variantsConfig": {"variants": {SPLIT: {"fields": [first, last]}}},
        "disableOnPrefill": bool(field.get("disableOnPrefill")),
    }


def _custom(field: Json) -> Field:
    kind, slug = field["type"], field["slug"]
    base: Field = system_field(PHONE) if slug == PHONE and kind == "phone" else {"editable": "user"}
    base.setdefault("sources", [USER_SOURCE])
    more = _given(field, "placeholder") if kind in WITH_PLACEHOLDER else {}
    if kind == "url":
        more.setdefault("placeholder", "")
    if kind in WITH_OPTIONS:
        more["options"] = [{"value": option, "label": option} for option in field["options"]]
    return {
        **base,
        "name": slug,
        "type": kind,
        **_given(field, "label"),
        "required": field["required"],
        "hidden": bool(field.get("hidden")),
        "disableOnPrefill": bool(field.get("disableOnPrefill")),
        **more,
    }


def _given(field: Json, *names: str) -> Json:
    return {name: field[name] for name in names if field.get(name) is not None}


def _guests(fields: Sequence[Field]) -> Field:
    return next((field for field in fields if is_readable(field) and field["name"] == "guests"), {})


def _is_asked(fields: Sequence[Field], name: str) -> bool:
    return any(field["name"] == name and field.get("required") and not field.get("hidden") for field in fields)


def _shown(field: Any) -> Json | None:
    """None for what is no field, or of an unknown type."""
    if not is_readable(field):
        return None
    name, kind = field["name"], field["type"]
    show = _SYSTEM.get(name)
    if show is not None:
        return show(field)
    if str(field.get("editable", "")).startswith("system") and kind == "phone":
        return {"isDefault": True, "type": "phone", "slug": name, **_common(field)}
    return _shown_custom(field) if kind in CUSTOM_TYPES and isinstance(field.get("label"), str) else None


def _shown_custom(field: Field) -> Json | None:
    kind = field["type"]
    more: Json = {}
    if kind in WITH_OPTIONS:
        options = field.get("options")
        if not isinstance(options, list) or not all(isinstance(one, dict) and "value" in one for one in options):
            return None
        more["options"] = [one["value"] for one in options]
    common = _common(field)
    if kind not in WITH_PLACEHOLDER:
        common.pop("placeholder", None)
    return {"isDefault": False, "type": kind, "slug": field["name"], **common, **more}


def _common(field: Field) -> Json:
    return {
        "required": bool(field.get("required")),
        **_given(field, "label", "placeholder"),
        "disableOnPrefill": bool(field.get("disableOnPrefill")),
        "hidden": bool(field.get("hidden")),
    }


def _shown_name(field: Field) -> Json | None:
    variants = field.get("variantsConfig") or {}
    if not isinstance(variants, dict):
        return None
    if SPLIT in (field.get("variant"), variants.get("variant")):
        parts = _parts(variants)
        return None if parts is None else _shown_split(field, parts)
    return {
        "isDefault": True,
        "type": "name",
        "slug": "name",
        "required": True,
        **_given(field, "label", "placeholder"),
        "disableOnPrefill": bool(field.get("disableOnPrefill")),
    }


def _parts(variants: Json) -> list[Json] | None:
    """Those that a split name has; None for what is no such form."""
    for key in ("variants", SPLIT):
        variants = variants.get(key) or {}
        if not isinstance(variants, dict):
            return None
    parts = variants.get("fields") or []
    return parts if isinstance(parts, list) and all(isinstance(part, dict) for part in parts) else None


def _shown_split(field: Field, parts: list[Json]) -> Json:
    first, last = (next((part for part in parts if part.get("name") == name), {}) for name in ("firstName", "lastName"))
    return {
        "isDefault": True,
        "type": "splitName",
        "slug": "splitName",
        "firstNameLabel": first.get("label") or "",
        "firstNamePlaceholder": first.get("placeholder") or "",
        "lastNameLabel": last.get("label") or "",
        "lastNamePlaceholder": last.get("placeholder") or "",
        "lastNameRequired": bool(last.get("required")),
        "disableOnPrefill": bool(field.get("disableOnPrefill")),
    }


def _shown_location(field: Field) -> Json:
    base = {"isDefault": True, "type": "radioInput", "slug": "location", "required": False, "hidden": False}
    return {**base, **_given(field, "label")}


def _shown_default(field: Field) -> Json:
    kind = system_field(field["name"])["type"]
    return {"isDefault": True, "type": kind, "slug": field["name"], **_common(field)}


_SYSTEM: dict[str, Callable[[Field], Json | None]] = {
    "name": _shown_name,
    "location": _shown_location,
    **dict.fromkeys(("email", PHONE, "title", "notes", "guests", "rescheduleReason"), _shown_default),
}


def _unknown(field: Any) -> Json:
    return {"type": "unknown", "slug": "unknown", "bookingField": dump(field).decode()}
