"""Event types as a fixture document has them."""

from functools import cache
from typing import Any

from sqlalchemy import select

from mockcal.api.event_types import fields, hosts, locations, managed, output, records, settings
from mockcal.api.event_types.schemas import (
    PRIORITIES,
    CreateEventType,
    CreateTeamEventType,
    EventTypeSettings,
    TeamSettings,
)
from mockcal.http.dto import plans_of
from mockcal.http.errors import ApiError
from mockcal.http.js_dates import iso_ms
from mockcal.sandbox.transaction import Transaction
from mockcal.seed import webhooks
from mockcal.seed.document import Json
from mockcal.seed.event_types import rows_of, schedule_path
from mockcal.seed.loading import user_name
from mockcal.store.event_types import EventType, Host, PrivateLink
from mockcal.store.schedules import Schedule
from mockcal.store.teams import Team
from mockcal.store.users import User

# What a body could say too, but which stands elsewhere in a document, or in its stored form.
NOT_IN_BODY = frozenset(
    ("scheduleId", "disableGuests", "calVideoSettings", "hosts", "schedulingType", "assignAllTeamMembers")
)
ALWAYS = ("title", "slug", "lengthInMinutes", "locations")


def export_event_types(tx: Transaction, *, user: User | None = None, team: Team | None = None) -> list[Json]:
    """As they are loaded."""
    rows = rows_of(tx, user, team)
    related = output.related(tx, rows)
    return [_export(tx, row, related) for row in rows]


def _export(tx: Transaction, row: EventType, related: output.Related) -> Json:
    """A body of the API as far as one goes, and the rest as it is stored."""
    model: Any = CreateTeamEventType if row.team_id else CreateEventType
    read = model.model_validate(_exported_body(row, related))
    body: Json = read.model_dump(mode="json", by_alias=True, exclude_unset=True)
    scratch = EventType(title="", slug="", length=1, locations=[locations.STORED_CAL_VIDEO])
    settings.apply(tx, scratch, read, is_new=True)
    if row.team_id is not None and body.get("emailSettings"):
        scratch.email_settings = body["emailSettings"]
    scratch.scheduling_type = row.scheduling_type
    stored = records.different(row, scratch)
    people = _exported_hosts(tx, row)
    if any("weight" in host for host in people.get("hosts", [])):
        stored["isRRWeightsEnabled"] = row.is_rr_weights_enabled
    kind = {"schedulingType": output.SHOWN_TYPES[row.scheduling_type or ""]} if row.team_id else {}
    return {"id": row.id, **body, **kind, **_exported_rest(tx, row, stored), **people}


def _exported_body(row: EventType, related: output.Related) -> Json:
    model: Any = TeamSettings if row.team_id else EventTypeSettings
    shown = (output.present_for_team if row.team_id else output.present)(row, related)
    values = shown.model_dump(mode="json", by_alias=True, exclude_unset=True)
    names = [plan.alias for plan in plans_of(model) if plan.alias in values and plan.alias not in NOT_IN_BODY]
    body = {
        name: values[name]
        for name in names
        if (name in ALWAYS or values[name] != _default(bool(row.team_id)).get(name))
        and _is_taken(model, name, values[name])
    }
    body |= {"title": row.title, "slug": row.slug, "lengthInMinutes": row.length}
    return body | ({"schedulingType": values["schedulingType"]} if row.team_id else {})


@cache
def _default(of_team: bool) -> Json:
    """What an event type looks like of which nothing special was said."""
    row = EventType(title="", slug="", length=0, locations=[], booking_fields=fields.stored([]))
    row.id, row.team_id = 0, 0 if of_team else None
    shown: Any = (output.present_for_team if of_team else output.present)(row, output.Related())
    found: Json = shown.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return found


def _is_taken(model: type[EventTypeSettings], name: str, value: Any) -> bool:
    """Whether the API would take this value back: not all that it shows, it does."""
    try:
        model.model_validate({name: value})
    except ApiError:
        return False
    return True


def _exported_rest(tx: Transaction, row: EventType, stored: Json) -> Json:
    links = tx.all(select(PrivateLink).where(PrivateLink.event_type_id == row.id).order_by(PrivateLink.id))
    parts: Json = {
        "schedule": _schedule_path(tx, row.schedule_id),
        "privateLinks": [_exported_link(link) for link in links],
        "webhooks": webhooks.export_webhooks(tx, event_type=row),
        "stored": stored,
    }
    return {name: value for name, value in parts.items() if value}


def _schedule_path(tx: Transaction, schedule_id: int | None) -> str | None:
    schedule = tx.get(Schedule, schedule_id)
    return None if schedule is None else schedule_path(tx, schedule)


def _exported_link(link: PrivateLink) -> Json:
    shown: Json = {"linkId": link.link, "maxUsageCount": link.max_usage_count, "usageCount": link.usage_count}
    return shown if link.expires_at is None else {**shown, "expiresAt": iso_ms(link.expires_at)}


def _exported_hosts(tx: Transaction, row: EventType) -> Json:
    if row.scheduling_type == "MANAGED":
        copies = managed.children(tx, row)
        return {"children": [_exported_copy(tx, row, copy) for copy in copies]}
    if row.team_id is None:
        return {}
    every = hosts.of(tx, row)
    return {"hosts": [_exported_host(tx, host) for host in every]}


def _exported_copy(tx: Transaction, parent: EventType, copy: EventType) -> Json:
    owner = tx.get(User, copy.user_id)
    assert owner is not None
    stored = {name: value for name, value in records.different(copy, parent).items() if name != "assignAllTeamMembers"}
    rest = _exported_rest(tx, copy, stored)
    if copy.schedule_id == parent.schedule_id:
        rest.pop("schedule", None)
    elif copy.schedule_id is None:
        rest["schedule"] = None
    return {"user": user_name(tx, owner), "id": copy.id, **rest}


def _exported_host(tx: Transaction, host: Host) -> Json:
    owner = tx.get(User, host.user_id)
    assert owner is not None
    shown: Json = {"user": user_name(tx, owner)}
    if host.is_fixed:
        shown["mandatory"] = True
    if host.priority not in (None, hosts.MEDIUM):
        shown["priority"] = PRIORITIES[host.priority or 0]
    if host.weight not in (None, hosts.DEFAULT_WEIGHT):
        shown["weight"] = host.weight
    if host.schedule_id is not None:
        shown["schedule"] = _schedule_path(tx, host.schedule_id)
    if host.group_name is not None:
        shown["group"] = host.group_name
    return shown
