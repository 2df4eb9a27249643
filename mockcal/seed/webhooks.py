"""Webhook subscriptions of a fixture, at every owner."""

from collections import defaultdict

from sqlalchemy import select
from sqlmodel import col

from mockcal.api.webhooks import service
from mockcal.api.webhooks.schemas import CreateWebhook
from mockcal.api.webhooks.service import Owner
from mockcal.events import scheduled
from mockcal.events.scheduled import UNITS
from mockcal.events.triggers import Trigger
from mockcal.http.js_dates import iso_ms, parse_instant
from mockcal.sandbox.transaction import Transaction
from mockcal.seed.document import Json
from mockcal.seed.loading import Loading
from mockcal.store.bookings import Booking
from mockcal.store.event_types import EventType
from mockcal.store.oauth import OAuthClient
from mockcal.store.teams import Team
from mockcal.store.users import User
from mockcal.store.webhooks import Webhook

OWN = ("id", "stored")
STORED = {"time", "timeUnit", "createdAt", "triggers"}


def load_webhooks(
    loading: Loading,
    place: str,
    bodies: list[Json],
    *,
    user: User | None = None,
    event_type: EventType | None = None,
    team: Team | None = None,
    oauth_client: OAuthClient | None = None,
) -> None:
    """These subscriptions in the place of the owner's old ones, those of the same URL keeping their ids."""
    owner = _owner(user, event_type, team, oauth_client)
    known: dict[str, list[Webhook]] = defaultdict(list)
    for row in loading.tx.all(service.of_owner(owner)):
        known[row.subscriber_url].append(row)
    for index, body in enumerate(bodies):
        row = _load(loading, f"{place}[{index}]", body, owner, known)
        loading.made.webhooks.append({"id": row.id, "subscriberUrl": row.subscriber_url})
    for row in (row for rows in known.values() for row in rows):
        loading.tx.delete(row)


def schedule_meetings(loading: Loading) -> None:
    """Once all is loaded: the document's bookings will tell when they begin and end."""
    uids = [made["uid"] for made in loading.made.bookings]
    scheduled.schedule_anew(loading.tx, loading.tx.all(select(Booking).where(col(Booking.uid).in_(uids))))


def export_webhooks(
    tx: Transaction,
    *,
    user: User | None = None,
    event_type: EventType | None = None,
    team: Team | None = None,
    oauth_client: OAuthClient | None = None,
) -> list[Json]:
    """As they are loaded."""
    owner = _owner(user, event_type, team, oauth_client)
    return [_export(row, owner) for row in tx.all(service.of_owner(owner))]


def _owner(
    user: User | None, event_type: EventType | None, team: Team | None, oauth_client: OAuthClient | None
) -> Owner:
    return Owner(
        user_id=user.id if user else None,
        event_type_id=event_type.id if event_type else None,
        team_id=team.id if team else None,
        oauth_client_id=oauth_client.id if oauth_client else None,
    )


def _load(loading: Loading, place: str, sent: Json, owner: Owner, known: dict[str, list[Webhook]]) -> Webhook:
    """One record; a new one is active unless it says otherwise."""
    same = known.get(str(sent.get("subscriberUrl"))) if isinstance(sent, dict) else None
    row = same.pop(0) if same else None
    unsaid = {"active": True} if row is None else {"active": row.active, "triggers": row.triggers}
    body = loading.body(CreateWebhook, unsaid | sent if isinstance(sent, dict) else sent, place, own=OWN)
    if row is None:
        row = _make(loading, place, owner, body, sent)
    else:
        _change(loading, place, row, body, sent)
    _keep_stored(loading, place, row, sent.get("stored") or {})
    return row


def _make(loading: Loading, place: str, owner: Owner, body: CreateWebhook, sent: Json) -> Webhook:
    """Under the id that the record asks for, if nobody has it yet."""
    webhook_id = sent.get("id")
    if webhook_id is not None and loading.tx.get(Webhook, webhook_id) is not None:
        loading.refuse(f"{place}.id", f"another webhook has the id {webhook_id}")
    if not owner.may_repeat_urls and loading.tx.first(
        service.of_owner(owner).where(Webhook.subscriber_url == body.subscriber_url)
    ):
        loading.refuse(f"{place}.subscriberUrl", f"there is a webhook to {body.subscriber_url} already")
    loading.calling(place, lambda: service.require_allowed(owner, body))
    return service.add(loading.tx, owner, body, webhook_id=webhook_id)


def _change(loading: Loading, place: str, row: Webhook, body: CreateWebhook, sent: Json) -> None:
    if sent.get("id") not in (None, row.id):
        loading.refuse(f"{place}.id", f"the webhook of {row.subscriber_url} has the id {row.id}")
    for name, value in body.sent().items():
        if value is not None or name in ("payload_template", "secret"):
            setattr(row, name, list(map(str, value)) if name == "triggers" else value)
    loading.tx.flush()


def _keep_stored(loading: Loading, place: str, row: Webhook, stored: Json) -> None:
    """What no create endpoint can say: when to look who joined a Cal Video call, and triggers that only a change can set."""
    if not isinstance(stored, dict):
        loading.refuse(f"{place}.stored", "must be a mapping")
    if unknown := set(stored) - STORED:
        loading.refuse(f"{place}.stored.{min(unknown)}", "unknown field")
    if stored.get("timeUnit") not in (None, *UNITS):
        loading.refuse(f"{place}.stored.timeUnit", f"must be one of {', '.join(UNITS)}")
    triggers = stored.get("triggers", row.triggers)
    if not isinstance(triggers, list) or any(one not in list(Trigger) for one in triggers):
        loading.refuse(f"{place}.stored.triggers", "must be a list of triggers")
    row.triggers = triggers
    if "time" in stored:
        row.time = stored["time"]
    if "timeUnit" in stored:
        row.time_unit = stored["timeUnit"]
    if stored.get("createdAt"):
        row.created_at = parse_instant(str(stored["createdAt"])) or row.created_at
    loading.tx.flush()


def _export(row: Webhook, owner: Owner) -> Json:
    takes = [trigger for trigger in row.triggers if service.may_hear(owner, trigger)]
    body: Json = {
        "id": row.id,
        "subscriberUrl": row.subscriber_url,
        "active": row.active,
        "triggers": takes,
        "payloadTemplate": row.payload_template,
        "secret": row.secret,
    }
    stored = {
        "time": row.time,
        "timeUnit": row.time_unit,
        "createdAt": iso_ms(row.created_at) if row.created_at else None,
        "triggers": row.triggers if takes != row.triggers else None,
    }
    body["stored"] = {key: value for key, value in stored.items() if value is not None}
    return {key: value for key, value in body.items() if value is not None and value != {}}
